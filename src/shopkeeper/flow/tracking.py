"""Events that came over the wire: kept at once, each exactly once, like rows of files.

Received is stored, or a duplicate, or set aside in quarantine with its reason, or
refused: nothing else (reliability.md, A1, A5 and A6).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from shopkeeper.flow.cloudevents import read_cloudevent
from shopkeeper.flow.house import House
from shopkeeper.flow.segment import (
    RECEIVED,
    BadEvent,
    Call,
    Trust,
    decode_object,
    read_event,
)
from shopkeeper.flow.wires import is_fed_by_wire
from shopkeeper.recognise.books import Event, Kept, QuarantinedRow
from shopkeeper.vocabulary import Decision


Reader = Callable[[bytes, Call], Event]
READERS: Mapping[str, Reader] = {"segment": read_event, "cloudevents": read_cloudevent}


class SetAside(Struct, frozen=True):
    """
    An event that could not be read.

    Attributes:
        place: How it came: shape and trust.
        raw: Its bytes as text.
        because: Why, in one sentence.
    """

    place: str
    raw: str
    because: str


class Parcel(Struct, frozen=True):
    """
    What came with one call for one source.

    Attributes:
        source: Its name.
        place: How it came: shape and trust.
        events: Those that can be kept.
        aside: Those that cannot.
    """

    source: str
    place: str
    events: Sequence[Event] = ()
    aside: Sequence[SetAside] = ()


class Decided(Struct, frozen=True):
    """What was decided on a page, and has to be on disk before anybody sees it."""

    made: Sequence[Decision]


class Answer(Struct, frozen=True):
    """
    What became of a parcel, event by event.

    Attributes:
        stored: How many are new.
        duplicate: How many were there before.
        quarantined: Message id, if any, and reason, of each that was set aside.
    """

    stored: int = 0
    duplicate: int = 0
    quarantined: Sequence[tuple[str, str]] = ()


def open_wires(house: House) -> None:
    """Make the sources that are fed over HTTP known to the ledger."""
    for source in house.shop.sources:
        if is_fed_by_wire(source):
            house.records.open_source(
                source.name,
                department=source.department,
                owner=source.owner,
                holds=str(source.holds),
            )
            house.records.settle_key(source.name, "messageId")


def place_of(shape: str, trust: Trust) -> str:
    """Name how an event came, for the quarantine."""
    return f"http {shape} {trust}"


def sort_out(
    shape: str, source: str, raws: Sequence[bytes], calls: Sequence[Call]
) -> Parcel:
    """Read events one by one: a bad one sinks no other."""
    reader = READERS[shape]
    events, aside = [], []
    for raw, call in zip(raws, calls, strict=True):
        try:
            events.append(reader(raw, call))
        except BadEvent as error:
            text = raw.decode("utf-8", "backslashreplace")
            aside.append(SetAside(place_of(shape, call.trust), text, str(error)))
    place = place_of(shape, calls[0].trust) if calls else ""
    return Parcel(source, place, events, aside)


def keep(
    house: House, things: Sequence[Parcel | Decided], *, now: datetime
) -> list[Answer]:
    """
    Keep what came, in one transaction: events, their ids, and what was set aside.

    When this returns, all of it is on disk.

    Args:
        house: The shop.
        things: Of calls that arrived together: events, and what was decided.
        now: When they are kept.

    Returns:
        What became of each; of a decision there is nothing to tell.
    """
    parcels = [one for one in things if isinstance(one, Parcel)]
    made = [one for thing in things if isinstance(thing, Decided) for one in thing.made]
    with house.together():
        if made:
            _keep_decisions(house, made, now=now)
        answers = iter(_keep_events(house, parcels, now=now))
        return [
            next(answers) if isinstance(one, Parcel) else Answer() for one in things
        ]


def _keep_decisions(house: House, made: Sequence[Decision], *, now: datetime) -> None:
    house.decisions.record(made)
    arms: dict[str, dict[str, str]] = {}
    for one in made:
        for plan, arm in one.arms.items():
            arms.setdefault(plan, {}).setdefault(one.person, arm)
    for plan, fixed in arms.items():
        house.decisions.fix_arms(plan, fixed, at=now)


def _keep_events(
    house: House, parcels: Sequence[Parcel], *, now: datetime
) -> list[Answer]:
    if not parcels:
        return []
    with house.together():
        fates: dict[str, list[Kept]] = {}
        for source in dict.fromkeys(parcel.source for parcel in parcels):
            events = [
                event
                for parcel in parcels
                if parcel.source == source
                for event in parcel.events
            ]
            fates[source] = house.records.keep_events(source, events, received_at=now)
            fates[source].reverse()  # taken from its end, parcel by parcel
        return [_answer(house, parcel, fates[parcel.source], now) for parcel in parcels]


def _answer(house: House, parcel: Parcel, fates: list[Kept], now: datetime) -> Answer:
    stored = duplicate = 0
    aside = list(parcel.aside)
    for event in parcel.events:
        fate = fates.pop()
        stored += fate is Kept.NEW
        duplicate += fate is Kept.KNOWN
        if fate is Kept.OTHER:
            aside.append(
                SetAside(
                    f"{parcel.place} clash",
                    event.cells[RECEIVED],
                    f"its id {event.key!r} belongs to an event that says something "
                    "else: that one is kept as it is",
                )
            )
    if not aside:
        return Answer(stored, duplicate)
    rows = [(one.place, one.raw, one.because) for one in aside]
    house.records.quarantine(parcel.source, rows, at=now)
    return Answer(
        stored, duplicate, [(_message_id(one.raw), one.because) for one in aside]
    )


def _message_id(raw: str) -> str:
    """Return the id in a text that could not be read, if it is plain to see."""
    try:
        found = decode_object(raw.encode())
    except BadEvent:
        return ""
    value = found.get("messageId", found.get("id"))
    return value if isinstance(value, str) else ""


class Replayed(Struct, frozen=True):
    """How many rows of the quarantine were tried again, and how many stay."""

    stored: int
    duplicate: int
    still: Sequence[tuple[int, str]]


def replay(
    house: House,
    *,
    fixed: Mapping[int, str] | None = None,
    call: Callable[[str, Trust], Call],
    now: datetime,
) -> Replayed:
    """
    Try events that were set aside again, as they came or as somebody corrected them.

    Args:
        house: The shop.
        fixed: Number of a row in quarantine to its corrected text.
        call: For a source and a trust, what is known besides the bytes.
        now: When they are kept.
    """
    better = fixed or {}
    stored = duplicate = 0
    still: list[tuple[int, str]] = []
    with house.together():
        for row in house.records.quarantined():
            way = _way(row)
            if way is None:
                continue
            shape, trust = way
            raw = better.get(row.number, row.raw)
            parcel = sort_out(
                shape, row.source, [raw.encode()], [call(row.source, trust)]
            )
            if parcel.aside:
                still.append((row.number, parcel.aside[0].because))
                continue
            (fate,) = house.records.keep_events(
                row.source, parcel.events, received_at=now
            )
            if fate is Kept.OTHER:
                still.append((row.number, row.because))
                continue
            house.records.release(row.number)
            stored += fate is Kept.NEW
            duplicate += fate is Kept.KNOWN
    return Replayed(stored, duplicate, still)


def _way(row: QuarantinedRow) -> tuple[str, Trust] | None:
    """Return shape and trust of a row that came over the wire; None for a file's."""
    words = row.place.split()
    if len(words) < 3 or words[0] != "http" or words[1] not in READERS:  # noqa: PLR2004
        return None
    return words[1], Trust(words[2])
