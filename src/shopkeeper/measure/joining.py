"""Join what happened to what was decided, by intent to treat.

Everybody with an arm counts in it, also those whose touch was held, failed or
was never read. Whoever is left out for what came after the arm was drawn makes
the two arms different kinds of people.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from shopkeeper.vocabulary import Decision, Outcome, Plan, Step


TREATED = "treated"
HOLDOUT = "holdout"
OPT_OUT = "opt_out"
COMPLAINT = "complaint"
# Mail systems and their scanners do these without her (vision.md, J4).
_NOT_HER = frozenset({"open", "bounce", "delivered"})


class Unit(Struct, frozen=True, kw_only=True):
    """
    One person as she counts for one step.

    Attributes:
        person: Current person id.
        plan: Plan key.
        step: Step key.
        arm: `treated` or `holdout`.
        since: Her first eligible decision of the plan. UTC.
        is_over: Has her window closed?
        happened: Did the outcome happen within it?
        value: Sum of the outcomes' values.
        opted_out: Did she opt out within it?
        complained: Did she complain within it?
        silent: Was nothing at all heard of her within it?
    """

    person: str
    plan: str
    step: str
    arm: str
    since: datetime
    is_over: bool
    happened: bool
    value: float
    opted_out: bool
    complained: bool
    silent: bool


class Joined(Struct, frozen=True, kw_only=True):
    """
    Decisions with their outcomes.

    Attributes:
        units: One for each person and step, by plan, step and person.
        left_out: Plan to the number of people whose joined ids had different
            arms: they were both treated and not.
        unmatched: Outcomes that name a message or decision nobody knows.
    """

    units: tuple[Unit, ...]
    left_out: Mapping[str, int]
    unmatched: int


class Answer(Struct, frozen=True, kw_only=True):
    """A word or visit of hers: whoever answers is not silent. UTC."""

    person: str
    at: datetime


class _Event(Struct, frozen=True, kw_only=True):
    outcome: str
    at: datetime
    value: float
    plan: str | None


def join_outcomes(
    decisions: Sequence[Decision],
    outcomes: Sequence[Outcome],
    *,
    plans: Mapping[str, Plan],
    now: datetime,
    messages: Mapping[str, str] | None = None,
    aliases: Mapping[str, str] | None = None,
    answers: Iterable[Answer] = (),
) -> Joined:
    """
    Join outcomes to the first eligible decision of each person and plan.

    An outcome counts in a step if its measure names it and it falls after that
    decision and at most `within` later. One that names its message or decision
    belongs to the plan of that alone, and to all its steps: the holdout's
    outcomes name no step either. One that names none belongs to every decision
    of the person whose measure names it and whose window is open
    (contracts.md, section 1).

    Args:
        decisions: All of them, in any order; `arms` says who was eligible.
        outcomes: All of them, in any order.
        plans: By key.
        now: Windows that end after it are still open.
        messages: Message id to decision id.
        aliases: Person id to current person id, for those who were joined.
        answers: Words and visits of hers that are no outcomes.

    Returns:
        One unit for each person and step. The order of what is given, and
        giving it twice, change nothing.
    """
    current = aliases or {}
    firsts, left_out = _first_eligible(decisions, current)
    by_person, unmatched = _by_person(decisions, outcomes, messages or {}, current)
    for answer in set(answers):
        event = _Event(outcome="", at=answer.at, value=0.0, plan=None)
        by_person[current.get(answer.person, answer.person)].append(event)
    units = [
        _unit(person, arm, since, plans[key], step, by_person.get(person, ()), now)
        for (key, person), (arm, since) in sorted(firsts.items())
        if key in plans
        for step in plans[key].steps
    ]
    units.sort(key=lambda unit: (unit.plan, unit.step, unit.person))
    return Joined(units=tuple(units), left_out=left_out, unmatched=unmatched)


def _first_eligible(
    decisions: Iterable[Decision], current: Mapping[str, str]
) -> tuple[dict[tuple[str, str], tuple[str, datetime]], dict[str, int]]:
    """Find arm and first decision of each plan and person; drop the two-armed."""
    firsts: dict[tuple[str, str], tuple[str, datetime]] = {}
    two_armed: set[tuple[str, str]] = set()
    for decision in decisions:
        person = current.get(decision.person, decision.person)
        for plan, arm in decision.arms.items():
            first = firsts.setdefault((plan, person), (arm, decision.at))
            if arm != first[0]:
                two_armed.add((plan, person))
            if decision.at < first[1]:
                firsts[plan, person] = (first[0], decision.at)
    left_out: dict[str, int] = defaultdict(int)
    for plan, person in two_armed:
        del firsts[plan, person]
        left_out[plan] += 1
    return firsts, dict(sorted(left_out.items()))


def _by_person(
    decisions: Iterable[Decision],
    outcomes: Iterable[Outcome],
    messages: Mapping[str, str],
    current: Mapping[str, str],
) -> tuple[dict[str, list[_Event]], int]:
    """Sort outcomes by the person they belong to, each once."""
    decided = {decision.id: decision for decision in decisions}
    events: dict[str, list[_Event]] = defaultdict(list)
    unmatched = 0
    for outcome in {one.id: one for one in outcomes}.values():
        name = outcome.decision_id
        if outcome.message_id is not None:
            name = messages.get(outcome.message_id, name or outcome.message_id)
        decision = decided.get(name) if name else None
        if name and decision is None:
            unmatched += 1
            continue
        whose = decision.person if decision else outcome.person
        event = _Event(
            outcome=outcome.outcome, at=outcome.at, value=outcome.value,
            plan=_plan_of(decision) if decision else None,
        )  # fmt: skip
        events[current.get(whose, whose)].append(event)
    return events, unmatched


def _plan_of(decision: Decision) -> str:
    """Return the plan of what was chosen; empty where it belongs to none."""
    for option in decision.options:
        if option.key == decision.chosen:
            return option.plan or ""
    return ""


def _unit(
    person: str,
    arm: str,
    since: datetime,
    plan: Plan,
    step: Step,
    events: Iterable[_Event],
    now: datetime,
) -> Unit:
    until = since + step.measure.within
    within = [
        event
        for event in events
        if since < event.at <= min(until, now) and event.plan in {None, plan.key}
    ]
    counted = [one for one in within if one.outcome == step.measure.outcome]
    kinds = {event.outcome for event in within}
    return Unit(
        person=person, plan=plan.key, step=step.key, arm=arm, since=since,
        is_over=until <= now, happened=bool(counted),
        value=sum(sorted(one.value for one in counted)),
        opted_out=OPT_OUT in kinds, complained=COMPLAINT in kinds,
        silent=not kinds - _NOT_HER,
    )  # fmt: skip
