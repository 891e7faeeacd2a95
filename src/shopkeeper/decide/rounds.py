"""Decide for a batch of people; a batch of one gives each the same decision."""

from __future__ import annotations

from collections.abc import Container, Sequence
from datetime import datetime
from operator import attrgetter

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
from shopkeeper.decide.judging import Fate, Judged, judge
from shopkeeper.decide.masks import quiet_hold
from shopkeeper.decide.moments import OPEN_QUESTION, PROBLEM_FROM, has_problem
from shopkeeper.decide.worth import pressure
from shopkeeper.vocabulary import (
    Channel,
    Decision,
    Option,
    Purpose,
    Speaker,
    decision_id,
)


NO_CAPACITY = "no capacity: nobody of ours has the time in this round"


NEXT = "next"

_SILENT = Candidate(option=Option(key=SILENCE))
_WORTH = attrgetter("minus")
# What is read when she looks; the rest comes when it comes.
_READ = frozenset({Channel.EMAIL, Channel.SMS, Channel.PUSH})


def queue(cases: Sequence[PersonCase], rules: Rules) -> list[Queued]:
    """
    List who queues for a human: those for whom one is in after the masks.

    Problems come first; the lottery decides among people of one tier.
    """
    queued = []
    for case in cases:
        for option in _judge(case, rules).options:
            if option.out_because is None and is_human(option):
                needs = case.moment.needs
                pressing = bool(needs) and needs[0].pressure >= PROBLEM_FROM
                queued.append(
                    Queued(
                        person=case.person,
                        minutes=option.minutes,
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
    slot: str = NEXT,
) -> list[Decision]:
    """
    Decide for each person, in order.

    Args:
        cases: The people.
        rules: The shop's.
        round_key: Of the round.
        seed: Of the dice.
        drawn: Persons whom the lottery gave a human (`lottery(queue(...))`).
        slot: What is decided; `next` for the round's own decision, else a place on
            a page, which is filled by words or left as it is.

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
    return tuple(_judge(case, rules).options)


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
    judged = _judge(case, rules, slot)
    if not has_human:
        _without_capacity(judged)
    options = judged.options
    epsilon = epsilon_for(case, rules)
    places = [at for at, one in enumerate(judged.fates) if not one.is_out]
    choice = choose(
        [options[at] for at in places], seed=seed,
        person=case.person, round_key=round_key, epsilon=epsilon, slot=slot,
    )  # fmt: skip
    place = next(at for at in places if options[at] is choice.chosen)
    chosen = judged.candidates[place]
    better = _better(choice.chosen, judged)
    return Decision(
        id=decision_id(round_key, case.person, slot),
        round=round_key,
        person=case.person,
        slot=slot,
        at=case.moment.at,
        policy=f"{rules.policy} epsilon={epsilon:g}",  # all that a replay needs
        seed=seed,
        options=tuple(options),
        chosen=choice.chosen.key,
        propensity=choice.propensity,
        because=_because(choice, chosen, better, case),
        facts=_facts(chosen, case),
        arms=_arms(case, judged),
        would_change=_would_change(choice, better),
    )


def _judge(case: PersonCase, rules: Rules, slot: str = NEXT) -> Judged:
    """Value and mask every option: the plans' in order, a human, silence."""
    return judge(_everything(case, rules, slot), case, rules, best=_best_moment)


def _best_moment(
    candidate: Candidate, case: PersonCase, rules: Rules
) -> datetime | None:
    """
    Return when she usually reads, within the rules' patience; None: now is right.

    Not knowing her habit, the shop's; where it has none, when the shop says.

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
        if hour is None:
            hour = rules.usual_hour
        if hour is None and rules.quiet.otherwise is not None:
            hour = rules.quiet.otherwise.hour
        best = None if hour is None else next_at(hour, now, zone)
    except (ValueError, KeyError, OSError):  # no zone: rows hold all sorts of text
        return None
    if best is None or best <= now or best - now > rules.patience:
        return None
    later = replace(case, moment=replace(case.moment, at=best))
    return None if quiet_hold(candidate, later, rules) is not None else best


def _everything(case: PersonCase, rules: Rules, slot: str) -> list[Candidate]:
    """Add silence and a human: they always are options; no human fits in a page."""
    given = list(case.candidates)
    keys = {one.option.key for one in given}
    if HUMAN not in keys and slot == NEXT:
        mends = has_problem(case.moment)
        purpose = Purpose.SERVICE if mends else Purpose.RELATIONSHIP
        human = Option(key=HUMAN, purpose=purpose, minutes=rules.human_minutes)
        given.append(Candidate(option=human))
    if SILENCE not in keys:
        given.append(_SILENT)
    return given


def _without_capacity(judged: Judged) -> None:
    for at in judged.alone:
        option = judged.fates[at].option
        if option.out_because is None and is_human(option):
            out = Out(because=NO_CAPACITY, would_change="a free human")
            option = replace(option, out_because=out.because, until=None)
            judged.fates[at] = Fate(option, out)


def _arms(case: PersonCase, judged: Judged) -> dict[str, str]:
    """List her arms: those stored, and those of plans she is eligible for now."""
    return dict(sorted({**judged.arms, **case.arms}.items()))


def _facts(chosen: Candidate, case: PersonCase) -> tuple[str, ...]:
    needs = [fact for need in case.moment.needs for fact in need.facts]
    return tuple(dict.fromkeys([*chosen.facts, *needs, *case.moment.evidence]))


def _better(chosen: Option, judged: Judged) -> list[Fate]:
    """List what is out and worth more than the chosen, most worth first."""
    silent, least = chosen.key == SILENCE, -chosen.value
    better = [
        one for one in judged.fates if one.is_out and (silent or one.minus < least)
    ]
    better.sort(key=_WORTH)  # of equals the first stays the first
    return better


def _because(
    choice: Choice, chosen: Candidate, better: Sequence[Fate], case: PersonCase
) -> str:
    option = choice.chosen
    if option.key != choice.best.key:
        return (
            f"the dice, to learn: {choice.best.key} is worth more "
            f"({choice.best.value:.2f} against {option.value:.2f})"
        )
    if option.key == SILENCE:
        return _why_silent(better, case)
    if is_human(option) and case.moment.needs:
        return f"{case.moment.needs[0].what}: a human mends it best"
    why = chosen.because or "its need holds now"
    return f"{why}; worth {option.value:.2f} against 0 for leaving her alone"


def _why_silent(out: Sequence[Fate], case: PersonCase) -> str:
    """Name the reason that kept the most valuable touch from her."""
    best = out[0].option if out else None
    wanted = best is not None and best.value > 0
    if not wanted and not case.moment.needs:
        return "she needs nothing now that we know of"
    if best is None:
        return "nothing is offered that would serve her now"
    return f"{best.key} is out: {best.out_because}"


def _would_change(choice: Choice, better: Sequence[Fate]) -> tuple[str, ...]:
    """Say what would have changed it: each option worth more than the chosen."""
    lines = [one.line for one in better]
    if choice.best.key != choice.chosen.key:
        lines.insert(0, f"another throw of the dice: {choice.best.key}")
    return tuple(dict.fromkeys(lines))
