"""Who she is, where she is, and what she needs now.

Needs are ranked by kind, and only within a kind by how fresh they are, so that
a problem she faces always ranks above any trait of her group (vision.md, C3).
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from msgspec import Struct

from shopkeeper.decide.unknowns import unknown
from shopkeeper.vocabulary import (
    ConsentState,
    Fact,
    Moment,
    Need,
    Predicates,
    Promise,
    PromiseState,
    Purpose,
    Stage,
    written_day,
)


# How pressing each kind of need is, 0..1: stated, not learned.
PROBLEM = 1.0
BROKEN_PROMISE = 0.9
LATE_ORDER = 0.9
OPEN_COMPLAINT = 0.8
OPEN_QUESTION = 0.7
NEED = 0.6
OVERDUE = 0.5
DUE_SOON = 0.4
WAITING_FOR_US = 0.3

# From here on a need is a problem: a human is worth it, and selling is not.
PROBLEM_FROM = OPEN_COMPLAINT

# A need that is surer false than nine to one is no need of now any more: with a
# half-life of 30 days, about 100 days after she said so.
_STILL_CURRENT = 0.1
_SOON = timedelta(days=7)  # contracts.md, section 3: `within 7 days`


class StageNow(Struct, frozen=True, kw_only=True):
    """Where she is on her way with the shop, why, and the facts that say so."""

    stage: Stage
    because: str
    evidence: tuple[str, ...] = ()


class OpenLoop(Struct, frozen=True, kw_only=True):
    """
    Something heard and not answered yet.

    Attributes:
        kind: `question`, `idea` or `complaint`.
        since: When it was said. UTC.
        utterance: Record id of the utterance.
        what: Her words, or empty.
    """

    kind: str
    since: datetime
    utterance: str
    what: str = ""


def moment(  # noqa: PLR0913 what is known of a person, each by its name
    person: str,
    *,
    now: datetime,
    stage: StageNow,
    facts: Sequence[Fact],
    promises: Sequence[Promise] = (),
    loops: Sequence[OpenLoop] = (),
    consents: Mapping[Purpose, ConsentState] | None = None,
    seen_to: Container[str] = (),
    time_zone: str = "UTC",
    predicates: Predicates | None = None,
) -> Moment:
    """
    Say who she is, where she is and what she needs now.

    Args:
        now: The moment looked at.
        stage: Where she is on her way with the shop.
        facts: Her present facts, conflicts already settled.
        promises: What was promised, by us or by her.
        loops: What was heard and not answered.
        consents: Her consent for each purpose; a missing one is unknown.
        seen_to: Ids of what handovers that are done stood on: no problem again.
        time_zone: Where her civil days are counted.
        predicates: The shop's; the built-in ones if None.

    Returns:
        The moment: needs most pressing first, each with the ids it stands on.

    Raises:
        ValueError: If *now* has no time zone.
    """
    if now.tzinfo is None:
        msg = f"{now} has no time zone."
        raise ValueError(msg)
    today = now.astimezone(ZoneInfo(time_zone)).date()
    current = _current(facts, predicates or Predicates(), now)
    found = [
        *_from_facts(current, today),
        *_from_promises(promises, now, today),
        *_from_loops(loops),
    ]
    needs = _ranked(found, seen_to)
    return Moment(
        person=person, at=now.astimezone(UTC), stage=stage.stage,
        stage_because=stage.because, needs=needs, evidence=stage.evidence,
        unknown=unknown(stage.stage, current, needs, consents or {}),
    )  # fmt: skip


def _current(
    facts: Iterable[Fact], predicates: Predicates, now: datetime
) -> list[Fact]:
    return [
        fact
        for fact in facts
        if fact.kept_at is None
        and not fact.erased
        and _confidence_now(fact, predicates, now) >= _STILL_CURRENT
    ]


def _ranked(
    needs: Iterable[tuple[datetime, Need]], seen_to: Container[str]
) -> tuple[Need, ...]:
    """Put pressing before mild, fresh before old; words last, for a total order."""
    order = sorted(
        needs, key=lambda one: (-one[1].pressure, -one[0].timestamp(), one[1].what)
    )
    return tuple(
        need
        for need in _once_each(need for _, need in order)
        if need.pressure < OPEN_QUESTION
        or not all(one in seen_to for one in need.facts)
    )


def has_problem(moment_: Moment) -> bool:
    """Say whether she faces a problem: it outranks whatever else is offered."""
    return any(need.pressure >= PROBLEM_FROM for need in moment_.needs)


def _from_facts(facts: Sequence[Fact], today: date) -> list[tuple[datetime, Need]]:
    stated = {
        "problem.current": ("a problem", PROBLEM),
        "order.late": ("a late order", LATE_ORDER),
        "need.current": ("a need", NEED),
    }
    needs = [
        (fact.learned_at, _need(f"{words}: {fact.value}", fact, pressure))
        for fact in facts
        if fact.about in stated
        for words, pressure in (stated[fact.about],)
    ]
    for fact in facts:
        if fact.about == "usual.due_on":
            due = _due(fact, today)
            if due is not None:
                needs.append((fact.learned_at, due))
    return needs


def _due(fact: Fact, today: date) -> Need | None:
    try:
        due_on = date.fromisoformat(str(fact.value)[:10])
    except ValueError:  # not a date: the sayable rules report it, it is no need
        return None
    day = written_day(due_on)
    if due_on < today:
        return _need(f"her next visit was due on {day}", fact, OVERDUE)
    if due_on <= today + _SOON:
        return _need(f"her next visit is due on {day}", fact, DUE_SOON)
    return None


def _need(what: str, fact: Fact, pressure: float) -> Need:
    return Need(what=what, facts=(fact.id,), about=fact.about, pressure=pressure)


def _from_promises(
    promises: Iterable[Promise], now: datetime, today: date
) -> list[tuple[datetime, Need]]:
    needs = []
    for promise in promises:
        if promise.owner != "us":
            continue
        broken = promise.state is PromiseState.BROKEN
        if promise.state is PromiseState.OPEN:
            broken = _is_over(promise.deadline, now, today)
        elif not broken:
            continue
        words, pressure = (
            ("a broken promise", BROKEN_PROMISE)
            if broken
            else ("she waits for what we promised", WAITING_FOR_US)
        )
        need = Need(
            what=f"{words}: {promise.what}",
            facts=(promise.id,),
            about="promise.open",
            pressure=pressure,
        )
        needs.append((_as_moment(promise.deadline, now), need))
    return needs


def _is_over(deadline: date | datetime | None, now: datetime, today: date) -> bool:
    """Deadlines are inclusive: a day is over when the next one has begun."""
    if deadline is None:
        return False
    if isinstance(deadline, datetime):
        return deadline < now
    return deadline < today


def _as_moment(deadline: date | datetime | None, now: datetime) -> datetime:
    if deadline is None:
        return now
    if isinstance(deadline, datetime):
        return deadline
    return datetime(deadline.year, deadline.month, deadline.day, tzinfo=UTC)


def _from_loops(loops: Iterable[OpenLoop]) -> list[tuple[datetime, Need]]:
    needs = []
    for loop in loops:
        if loop.kind == "complaint":
            words, pressure = "a complaint nobody has answered", OPEN_COMPLAINT
        elif loop.kind == "question":
            words, pressure = "a question nobody has answered", OPEN_QUESTION
        else:
            words, pressure = f"her {loop.kind} nobody has answered", WAITING_FOR_US
        what = f"{words}: {loop.what}" if loop.what else words
        need = Need(what=what, facts=(loop.utterance,), pressure=pressure)
        needs.append((loop.since, need))
    return needs


def _once_each(needs: Iterable[Need]) -> tuple[Need, ...]:
    """Join needs of the same words: two rows may say the same thing."""
    by_words: dict[str, Need] = {}
    for need in needs:
        first = by_words.get(need.what)
        if first is None:
            by_words[need.what] = need
            continue
        more = tuple(one for one in need.facts if one not in first.facts)
        by_words[need.what] = Need(
            what=first.what, facts=first.facts + more, about=first.about,
            pressure=first.pressure,
        )  # fmt: skip
    return tuple(by_words.values())


def _confidence_now(fact: Fact, predicates: Predicates, now: datetime) -> float:
    """Fade by the half-life: confidence x 2^(-age / half-life), contracts 2."""
    predicate = predicates.find(fact.about)
    if fact.expires is not None and fact.expires <= now:
        return 0.0
    if predicate is None or predicate.half_life is None:
        return fact.confidence
    age = max(timedelta(0), now - fact.learned_at)
    halvings: float = age / predicate.half_life
    return float(fact.confidence * 2.0**-halvings)
