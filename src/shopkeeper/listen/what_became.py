"""What became of a promise: by words, by records, by people, and by time.

A promise of ours is broken once its day is past, the last day included, in the
shop's own time; a word, a record or a human may then say that it was kept after all.
What she promised us is hers: time alone breaks nothing of it. Nothing is guessed: who
says that it was done has to speak of the same act.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from shopkeeper.listen.keeping import word_on
from shopkeeper.listen.promises import same_act
from shopkeeper.listen.reading import Reading, read
from shopkeeper.vocabulary import (
    DAY_IS_PAST,
    PROMISE_MOVES,
    NotAllowed,
    Promise,
    PromiseState,
    PromiseStep,
    Utterance,
)


_TICK = timedelta(microseconds=1)
_DONE = frozenset({PromiseState.KEPT, PromiseState.REPAIRED})
# What a status of an order says was done, and the promises which that fulfils.
_DEEDS: Mapping[str, tuple[str, ...]] = {
    "shipped": ("send", "ship", "post", "dispatch", "go out", "on its way"),
    "dispatched": ("send", "ship", "post", "dispatch", "go out", "on its way"),
    "sent": ("send", "ship", "post", "dispatch", "go out", "on its way"),
    "delivered": ("deliver", "bring", "arrive", "be with you", "send", "ship", "post"),
    "collected": ("ready", "collect", "pick up"),
    "refunded": ("refund", "money back", "credit"),
    "replaced": ("replace", "swap", "exchange"),
    "repaired": ("repair", "fix", "mend"),
    "cancelled": ("cancel",),
}
_NUMBER = re.compile(r"[\w-]*\d[\w-]*")
_SHORTEST = 4  # of a number that names one order and no day, hour or price


@dataclass(frozen=True, kw_only=True)
class Deed:
    """
    Something that a system of record says was done for her.

    Attributes:
        number: Of the order, as the row has it.
        status: As the row has it.
        at: When we learned it. UTC.
        record_id: The row.
    """

    number: str
    status: str
    at: datetime
    record_id: str


@dataclass(frozen=True, order=True)
class _Event:
    at: datetime
    order: int
    state: PromiseState = field(compare=False)
    because: str = field(compare=False)
    by: str | None = field(compare=False, default=None)
    renewed: bool = field(compare=False, default=False)


_OVER, _TOLD, _BY_A_HUMAN = range(3)  # what counts first, of one moment


def promise_states(
    promises: Iterable[Promise],
    utterances: Sequence[Utterance],
    now: datetime,
    *,
    time_zone: str | None = None,
    steps: Mapping[str, Sequence[PromiseStep]] | None = None,
    deeds: Sequence[Deed] = (),
) -> list[Promise]:
    """
    Say what became of each promise of a person.

    Args:
        promises: As made.
        utterances: What was said by, to and about her; those said before a promise
            do not count for it.
        now: The moment of looking.
        time_zone: In which days end: the shop's; None: that of the utterance.
        steps: What humans said of a promise, by its id, oldest first.
        deeds: What records say was done for her.

    Returns:
        The promises in the given order, with the state they are in, since when, by
        whom and why.
    """
    made = list(promises)
    said = {one.id: one for one in utterances}
    # Read once, however many promises there are.
    later = [
        (one.said_at, read(one))
        for one in sorted(utterances, key=_when)
        if made and one.said_at is not None and one.said_at <= now
    ]
    found: dict[str, Promise] = {}
    for promise in sorted(made, key=lambda one: _made_at(one, said), reverse=True):
        made_at = promise.made_at or _said_at(promise, said)
        zone = time_zone or _zone(promise, said)
        events = [
            *_by_words(promise, made_at, later, zone),
            *_by_deeds(promise, made_at, deeds, now),
            *_by_people((steps or {}).get(promise.id, ()), zone, now),
            *_by_another(promise, made_at, found.values()),
        ]
        found[promise.id] = _became(promise, events, zone, now)
    return [found[one.id] for one in made]


def over_at(deadline: date | datetime | None, zone: str) -> datetime | None:
    """Return the last moment of a deadline; a day counts to its end where she is."""
    if deadline is None:
        return None
    if isinstance(deadline, datetime):
        return deadline.astimezone(UTC)
    midnight = datetime.combine(deadline + timedelta(days=1), time(), ZoneInfo(zone))
    return midnight.astimezone(UTC) - _TICK


def is_superseded(promise: Promise, others: Iterable[Promise]) -> bool:
    """Say whether the same act was promised again later, so that the later counts."""
    made = promise.made_at
    return made is not None and any(
        one.owner == promise.owner
        and one.made_at is not None
        and one.made_at > made
        and same_act(promise.what.casefold(), one.what.casefold())
        for one in others
    )


def said_of(
    promise: Promise,
    to: PromiseState,
    *,
    by: str,
    because: str,
    at: datetime,
    until: date | None = None,
) -> PromiseStep:
    """
    Take a human's word of what became of a promise.

    Args:
        promise: As it stands.
        to: `kept`, `broken` or `repaired`; with *until* the state it is in.
        by: Staff id.
        because: In her own words: what was done, or why not.
        at: When she says so. UTC.
        until: A new day, agreed with the one it was promised to. Included.

    Raises:
        NotAllowed: If the table `PROMISE_MOVES` has no such move.
    """
    if until is None and to not in PROMISE_MOVES[promise.state]:
        possible = ", ".join(sorted(PROMISE_MOVES[promise.state] - {PromiseState.OPEN}))
        msg = (
            f"The promise {promise.id} cannot become {to}: it is {promise.state}, and "
            f"from there it can become {possible}."
        )
        raise NotAllowed(msg)
    if until is not None and promise.state in _DONE:
        msg = f"The promise {promise.id} is {promise.state}: it needs no new day."
        raise NotAllowed(msg)
    return PromiseStep(
        promise=promise.id, person=promise.person,
        state=promise.state if until is not None else to,
        at=at, by=by, because=because, deadline=until,
    )  # fmt: skip


def _became(
    promise: Promise, events: Iterable[_Event], zone: str, now: datetime
) -> Promise:
    """Go through what happened in its order, the days that were agreed included."""
    at: datetime | None = None
    by, because, state = None, "", PromiseState.OPEN
    told = False  # did somebody say that it was not kept?
    over = _breaks_at(promise, zone)
    for event in sorted([*events, _Event(now, _BY_A_HUMAN + 1, state, "")]):
        if over is not None and over < event.at and state is PromiseState.OPEN:
            state, at, by, because = PromiseState.BROKEN, over, None, DAY_IS_PAST
        to = event.state
        if event.order > _BY_A_HUMAN:
            break
        if event.renewed:
            over = None  # what time breaks next is an event of its own
        elif to is PromiseState.KEPT and event.by is None:
            if state in _DONE:
                continue
            to = PromiseState.REPAIRED if told else PromiseState.KEPT
        elif to is PromiseState.REPAIRED and event.by is None:
            if state is not PromiseState.BROKEN:
                continue
        elif event.order == _OVER and state is not PromiseState.OPEN:
            continue
        told = told or (to is PromiseState.BROKEN and event.order != _OVER)
        state, at, by, because = to, event.at, event.by, event.because
    return replace(promise, state=state, at=at, by=by, because=because)


def _breaks_at(promise: Promise, zone: str) -> datetime | None:
    """Return when time alone breaks it: never what is hers, or hangs on an if."""
    if promise.owner != "us" or promise.conditional:
        return None
    return over_at(promise.deadline, zone)


def _by_words(
    promise: Promise,
    made_at: datetime | None,
    later: Sequence[tuple[datetime, Reading]],
    zone: str,
) -> Iterable[_Event]:
    over = over_at(promise.deadline, zone)
    for at, reading in later:
        where = reading.utterance.id
        if where == promise.utterance or (made_at is not None and at <= made_at):
            continue
        word = word_on(promise, reading)
        if word is PromiseState.KEPT:
            yield _Event(at, _TOLD, word, f"what was said later says so ({where})")
        if word is PromiseState.BROKEN and over is not None and at > over:
            yield _Event(at, _TOLD, word, f"what was said later says so ({where})")


def _by_deeds(
    promise: Promise, made_at: datetime | None, deeds: Iterable[Deed], now: datetime
) -> Iterable[_Event]:
    """Take a record for it where the promise names its number and its deed."""
    if promise.owner != "us" or made_at is None:
        return
    words = promise.what.casefold()
    named = {one for one in _NUMBER.findall(words) if len(one) >= _SHORTEST}
    for deed in deeds:
        verbs = _DEEDS.get(deed.status.strip().casefold(), ())
        if (
            made_at < deed.at <= now
            and deed.number.strip().casefold() in named
            and any(verb in words for verb in verbs)
        ):
            because = f"{deed.record_id} is {deed.status.strip()}"
            yield _Event(deed.at, _TOLD, PromiseState.KEPT, because)


def _by_people(
    steps: Iterable[PromiseStep], zone: str, now: datetime
) -> Iterable[_Event]:
    """Take a human's word; of a new day she agreed on, its end breaks it again."""
    for one in steps:
        if one.by is None or one.at > now:
            continue
        renewed = one.deadline is not None
        yield _Event(one.at, _BY_A_HUMAN, one.state, one.because, one.by, renewed)
        over = over_at(one.deadline, zone)
        if over is not None and over < now and one.state is PromiseState.OPEN:
            yield _Event(over, _OVER, PromiseState.BROKEN, DAY_IS_PAST)


def _by_another(
    promise: Promise, made_at: datetime | None, later: Iterable[Promise]
) -> Iterable[_Event]:
    """Repair what was broken where the same act was promised anew, and kept."""
    for one in later:
        if (
            made_at is not None
            and one.owner == promise.owner
            and one.made_at is not None
            and one.made_at > made_at
            and one.state in _DONE
            and one.at is not None
            and same_act(promise.what.casefold(), one.what.casefold())
        ):
            because = f"the promise made in its place was kept ({one.id})"
            yield _Event(one.at, _TOLD, PromiseState.REPAIRED, because)


def _made_at(promise: Promise, said: Mapping[str, Utterance]) -> tuple[datetime, str]:
    never = datetime.min.replace(tzinfo=UTC)
    return promise.made_at or _said_at(promise, said) or never, promise.id


def _said_at(promise: Promise, said: Mapping[str, Utterance]) -> datetime | None:
    made_in = said.get(promise.utterance)
    return made_in.said_at if made_in else None


def _zone(promise: Promise, said: Mapping[str, Utterance]) -> str:
    made_in = said.get(promise.utterance)
    return made_in.time_zone if made_in else "UTC"


def _when(one: Utterance) -> datetime:
    return one.said_at or datetime.min.replace(tzinfo=UTC)
