"""Decide for a batch of people; a batch of one gives each the same decision."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.decide.best_moment import next_at, usual_hour
from shopkeeper.decide.cases import (
    HUMAN,
    SILENCE,
    Candidate,
    Out,
    PersonCase,
    Rules,
    is_human,
)
from shopkeeper.decide.choosing import Choice, choose
from shopkeeper.decide.dice import Queued, lottery
from shopkeeper.decide.masks import arm_of, is_eligible, mask, quiet_hold
from shopkeeper.decide.moments import OPEN_QUESTION, PROBLEM_FROM, has_problem
from shopkeeper.decide.worth import pressure, value
from shopkeeper.vocabulary import (
    Channel,
    Decision,
    Option,
    Purpose,
    Speaker,
    decision_id,
)


NO_CAPACITY = "no capacity: nobody of ours has the time in this round"


# What is read when she looks; the rest comes when it comes.
_READ = frozenset({Channel.EMAIL, Channel.SMS, Channel.PUSH})


class _Judged(Struct, frozen=True, kw_only=True):
    candidate: Candidate
    option: Option
    out: Out | None


def queue(cases: Sequence[PersonCase], rules: Rules) -> list[Queued]:
    """
    List who queues for a human: those for whom one is in after the masks.

    Problems come first; the lottery decides among people of one tier.
    """
    queued = []
    for case in cases:
        for judged in _judge(case, rules):
            if is_human(judged.option) and judged.out is None:
                needs = case.moment.needs
                pressing = bool(needs) and needs[0].pressure >= PROBLEM_FROM
                queued.append(
                    Queued(
                        person=case.person,
                        minutes=judged.option.minutes,
                        tier=0 if pressing else 1,
                    )
                )
                break
    return queued


def decide(
    cases: Sequence[PersonCase],
    rules: Rules,
    *,
    round_key: str,
    seed: int,
    drawn: Container[str],
    slot: str = "next",
) -> list[Decision]:
    """
    Decide for each person, in order.

    Args:
        cases: The people.
        rules: The shop's.
        round_key: Of the round.
        seed: Of the dice.
        drawn: Persons whom the lottery gave a human (`lottery(queue(...))`).
        slot: What is decided; `next` for the round's own decision.

    Returns:
        One decision for each person. It depends on nobody else but through
        *drawn*, so a batch of one equals its part of the batch of many.
    """
    return [
        _decide_one(
            case, rules, round_key=round_key, seed=seed, slot=slot,
            has_human=case.person in drawn,
        )
        for case in cases
    ]  # fmt: skip


def decide_round(
    cases: Sequence[PersonCase],
    rules: Rules,
    *,
    round_key: str,
    seed: int,
    capacity_minutes: float,
) -> list[Decision]:
    """Draw the lottery for the people of a round, then decide for each."""
    drawn = lottery(
        queue(cases, rules),
        capacity_minutes=capacity_minutes,
        seed=seed,
        round_key=round_key,
    )
    return decide(cases, rules, round_key=round_key, seed=seed, drawn=drawn)


def options_of(case: PersonCase, rules: Rules) -> tuple[Option, ...]:
    """Value and mask every option, and throw no dice: a human is thought free."""
    return tuple(one.option for one in _judge(case, rules))


def epsilon_for(case: PersonCase, rules: Rules) -> float:
    """
    Say how much is left to the dice for a person: nothing while a problem is open.

    Learning is no reason to leave somebody alone with a problem.
    """
    return 0.0 if has_problem(case.moment) else rules.epsilon


def _decide_one(
    case: PersonCase,
    rules: Rules,
    *,
    round_key: str,
    seed: int,
    slot: str,
    has_human: bool,
) -> Decision:
    judged = [_with_capacity(one, has_human=has_human) for one in _judge(case, rules)]
    options = tuple(one.option for one in judged)
    epsilon = epsilon_for(case, rules)
    choice = choose(
        options, seed=seed, person=case.person, round_key=round_key,
        epsilon=epsilon, slot=slot,
    )  # fmt: skip
    chosen = next(one for one in judged if one.option.key == choice.chosen.key)
    return Decision(
        id=decision_id(round_key, case.person, slot),
        round=round_key,
        person=case.person,
        slot=slot,
        at=case.moment.at,
        policy=f"{rules.policy} epsilon={epsilon:g}",  # all that a replay needs
        seed=seed,
        options=options,
        chosen=choice.chosen.key,
        propensity=choice.propensity,
        because=_because(choice, chosen, judged, case),
        facts=_facts(chosen, case),
        arms=_arms(case, rules),
        would_change=_would_change(choice, judged),
    )


def _judge(case: PersonCase, rules: Rules) -> list[_Judged]:
    """Value and mask every option: the plans' in order, a human, silence."""
    judged = []
    for candidate in _everything(case, rules):
        priced = _priced(candidate, rules)
        out = mask(priced, case, rules)
        held = None if out else quiet_hold(priced, case, rules)
        until = out.until if out else held.until if held else None
        if out is None and held is None:
            until = _best_moment(priced, case, rules)
        option = replace(
            priced.option,
            value=value(priced, case, rules),
            out_because=out.because if out else None,
            until=until,
        )
        judged.append(_Judged(candidate=priced, option=option, out=out))
    return judged


def _best_moment(
    candidate: Candidate, case: PersonCase, rules: Rules
) -> datetime | None:
    """
    Return when she usually reads, within the rules' patience; None: now is right.

    Only where nothing presses: need goes before habit, and service goes at once.
    """
    option, now = candidate.option, case.moment.at
    waits = option.channel in _READ and option.purpose is not Purpose.SERVICE
    if not waits or pressure(candidate, case) >= OPEN_QUESTION:
        return None
    recipient = case.recipients.get(option.channel or Channel.EMAIL)
    zone = (recipient.time_zone if recipient else None) or rules.time_zone
    if len(case.zones) == 1:
        zone = case.zones[0]
    hers = [one.at for one in case.words if one.by is Speaker.CUSTOMER]
    try:
        hour = usual_hour(hers, zone)
        best = None if hour is None else next_at(hour, now, zone)
    except (ValueError, KeyError, OSError):  # no zone: rows hold all sorts of text
        return None
    if best is None or best <= now or best - now > rules.patience:
        return None
    later = replace(case, moment=replace(case.moment, at=best))
    return None if quiet_hold(candidate, later, rules) is not None else best


def _everything(case: PersonCase, rules: Rules) -> list[Candidate]:
    """Add silence and a human: they are always among the options."""
    given = list(case.candidates)
    keys = {one.option.key for one in given}
    if HUMAN not in keys:
        mends = has_problem(case.moment)
        purpose = Purpose.SERVICE if mends else Purpose.RELATIONSHIP
        human = Option(key=HUMAN, purpose=purpose, minutes=rules.human_minutes)
        given.append(Candidate(option=human))
    if SILENCE not in keys:
        given.append(Candidate(option=Option(key=SILENCE)))
    return given


def _priced(candidate: Candidate, rules: Rules) -> Candidate:
    option = candidate.option
    if option.key == SILENCE:
        return candidate
    weight = rules.attention.weight(option.channel or Channel.PHONE)
    minutes = option.minutes
    if is_human(option) and minutes <= 0:
        minutes = rules.human_minutes
    return replace(candidate, option=replace(option, attention=weight, minutes=minutes))


def _with_capacity(judged: _Judged, *, has_human: bool) -> _Judged:
    if judged.out is not None or has_human or not is_human(judged.option):
        return judged
    out = Out(because=NO_CAPACITY, would_change="a free human")
    option = replace(judged.option, out_because=out.because, until=None)
    return replace(judged, option=option, out=out)


def _arms(case: PersonCase, rules: Rules) -> dict[str, str]:
    """List her arms: those stored, and those of plans she is eligible for now."""
    arms = dict(case.arms)
    for candidate in case.candidates:
        plan = candidate.option.plan
        if plan and plan not in arms and is_eligible(candidate, case, rules):
            arms[plan] = arm_of(plan, case, rules)
    return dict(sorted(arms.items()))


def _facts(chosen: _Judged, case: PersonCase) -> tuple[str, ...]:
    needs = [fact for need in case.moment.needs for fact in need.facts]
    return tuple(
        dict.fromkeys([*chosen.candidate.facts, *needs, *case.moment.evidence])
    )


def _because(
    choice: Choice, chosen: _Judged, judged: Sequence[_Judged], case: PersonCase
) -> str:
    option = choice.chosen
    if option.key != choice.best.key:
        return (
            f"the dice, to learn: {choice.best.key} is worth more "
            f"({choice.best.value:.2f} against {option.value:.2f})"
        )
    if option.key == SILENCE:
        return _why_silent(judged, case)
    if is_human(option) and case.moment.needs:
        return f"{case.moment.needs[0].what}: a human mends it best"
    why = chosen.candidate.because or "its need holds now"
    return f"{why}; worth {option.value:.2f} against 0 for leaving her alone"


def _why_silent(judged: Sequence[_Judged], case: PersonCase) -> str:
    """Name the reason that kept the most valuable touch from her."""
    outs = [one for one in judged if one.out is not None]
    best = max(outs, key=lambda one: one.option.value, default=None)
    wanted = best is not None and best.option.value > 0
    if not wanted and not case.moment.needs:
        return "she needs nothing now that we know of"
    if best is None or best.out is None:
        return "nothing is offered that would serve her now"
    return f"{best.option.key} is out: {best.out.because}"


def _would_change(choice: Choice, judged: Sequence[_Judged]) -> tuple[str, ...]:
    """Say what would have changed it: each option worth more than the chosen."""
    chosen = choice.chosen
    lines = []
    if choice.best.key != chosen.key:
        lines.append(f"another throw of the dice: {choice.best.key}")
    better = sorted(
        (
            one
            for one in judged
            if one.out is not None
            and (one.option.value > chosen.value or chosen.key == SILENCE)
        ),
        key=lambda one: -one.option.value,
    )
    lines.extend(
        f"{one.out.would_change}: {one.option.key}" for one in better if one.out
    )
    return tuple(dict.fromkeys(lines))
