"""What colleagues are asked in a round: did it work out, and what do you know of her?

Each question once, few at a time, and none that has answered itself.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from shopkeeper.flow.finding import called
from shopkeeper.flow.heads import Head, only_one_knows, read_heads
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson, gather
from shopkeeper.flow.waiting import owner_of, staff_named
from shopkeeper.handover import advance, ask_about, ask_to_unload
from shopkeeper.listen import is_superseded, over_at
from shopkeeper.listen.workdays import add_working_days
from shopkeeper.vocabulary import (
    Asks,
    Handover,
    HandoverState,
    Promise,
    PromiseState,
    Shop,
)


# Our own defaults. Older ones are no news to whom it was promised; the mirror has them.
_RECENT = timedelta(days=30)
_MOST = {Asks.PROMISE: 5, Asks.UNLOAD: 3}  # that wait for one colleague at once
_AGAIN = timedelta(days=7)  # in which answered ones count, too
_NOTE_WITHIN = 2  # working days after a call
_WAITS = frozenset({HandoverState.WAITING, HandoverState.TAKEN, HandoverState.RETURNED})


def ask_colleagues(
    house: House, people: Mapping[str, KnownPerson], *, now: datetime
) -> int:
    """
    Lay questions on the desks of those who can answer them; return how many.

    Args:
        house: The shop.
        people: Everybody, by current id.
        now: The moment of the round.
    """
    heads = read_heads(house)
    questions = [
        *_about_promises(house, people, now=now),
        *_to_unload(house, people, heads, now=now),
    ]
    _let_go(house, {one.id for one in questions}, now=now)
    return house.desk.lay(_capped(questions, house.desk.all(), now=now))


def _about_promises(
    house: House, people: Mapping[str, KnownPerson], *, now: datetime
) -> list[Handover]:
    """Ask about what is past its day, of ours, latest first; hers is never asked."""
    shop = house.shop
    zone = ZoneInfo(shop.time_zone)
    found = []
    for person in people.values():
        for one in person.promises:
            over = over_at(one.deadline, shop.time_zone)
            if over is None or not is_overdue(one, shop, now=now):
                continue
            if over <= now - _RECENT or is_superseded(one, person.promises):
                continue
            made = one.made_at
            question = ask_about(
                one,
                who=named(house, person, now=now),
                for_=asked_for(shop, one),
                said_on=None if made is None else made.astimezone(zone).date(),
                by_when=over.astimezone(zone).date(),
                due=_end_of_next_working_day(shop, over),
                now=now,
            )
            found.append((over, question))
    found.sort(key=lambda one: (one[0], one[1].id), reverse=True)
    return [question for _, question in found]


def is_overdue(promise: Promise, shop: Shop, *, now: datetime) -> bool:
    """Say whether a promise of ours is past its day and nobody has settled it."""
    over = over_at(promise.deadline, shop.time_zone)
    settled_by_us = promise.by is not None and not promise.renewed
    return (
        promise.owner == "us"
        and promise.state is PromiseState.BROKEN
        and over is not None
        and over < now
        and not settled_by_us
    )


def asked_for(shop: Shop, promise: Promise) -> str:
    """Say who is asked about a promise: who made it, else who keeps the source."""
    made_by = staff_named(shop, promise.made_by)
    if made_by is not None:
        return made_by.id
    return owner_of(shop, promise.utterance.partition(":")[0])


def _to_unload(
    house: House,
    people: Mapping[str, KnownPerson],
    heads: Sequence[Head],
    *,
    now: datetime,
) -> list[Handover]:
    """Ask those who spoke with her and wrote nothing, then those who alone wrote."""
    shop = house.shop
    found = []
    for one in sorted(heads, key=lambda one: (one.at, one.record), reverse=True):
        person = people.get(one.person)
        if person is None or one.kind != "talk" or _noted_since(heads, one):
            continue
        due = _end_of_working_day(shop, one.at, _NOTE_WITHIN)
        if not due < now < due + _RECENT:
            continue
        found.append(
            ask_to_unload(
                one.person,
                who=named(house, person, now=now),
                for_=_whose_desk(shop, one.author),
                because=f"You spoke with her on {_day(shop, one.at)}, and nothing "
                "of it is written down yet.",
                known_as=("talk", one.record),
                evidence=one.record, due=due, now=now,
            )
        )  # fmt: skip
    alone = only_one_knows(heads)
    newest = sorted(alone.items(), key=lambda one: (one[1].at, one[0]), reverse=True)
    asked = {one.person for one in found}
    for who, head in newest:
        person = people.get(who)
        if person is None or who in asked:
            continue
        found.append(
            ask_to_unload(
                who,
                who=named(house, person, now=now),
                for_=_whose_desk(shop, head.author),
                because="You are the only one who has written about her, last on "
                f"{_day(shop, head.at)}: the rest of it is in your head.",
                known_as=("alone", head.author.casefold(), who),
                evidence=head.record, due=None, now=now,
            )
        )  # fmt: skip
    return found


def _noted_since(heads: Iterable[Head], talk: Head) -> bool:
    return any(
        one.kind == "note"
        and one.person == talk.person
        and one.author.casefold() == talk.author.casefold()
        and one.at >= talk.at
        for one in heads
    )


def _whose_desk(shop: Shop, author: str) -> str:
    staff = staff_named(shop, author)
    return author if staff is None else staff.id


def _capped(
    questions: Iterable[Handover], there: Iterable[Handover], *, now: datetime
) -> list[Handover]:
    """Leave out what would be too many questions for one colleague at once."""
    load: dict[tuple[str, Asks], int] = {}
    known = set()
    for one in there:
        known.add(one.id)
        recent = one.state is not HandoverState.EXPIRED and one.at > now - _AGAIN
        if one.asks is not None and (one.state in _WAITS or recent):
            load[one.for_, one.asks] = load.get((one.for_, one.asks), 0) + 1
    kept = []
    for one in questions:
        if one.asks is None or one.id in known:
            continue
        place = (one.for_, one.asks)
        if load.get(place, 0) < _MOST[one.asks]:
            load[place] = load.get(place, 0) + 1
            kept.append(one)
    return kept


def _let_go(house: House, still_asked: set[str], *, now: datetime) -> None:
    """Take questions off the desk that have answered themselves, unless taken."""
    for one in house.desk.all():
        waits = one.state in (HandoverState.WAITING, HandoverState.RETURNED)
        if one.asks is None or not waits or one.id in still_asked or one.at > now:
            continue
        house.desk.note(advance(one, HandoverState.EXPIRED, by=None, now=now))


def named(house: House, person: KnownPerson, *, now: datetime) -> str:
    """Name her to a colleague: as records have her, else how she may be called."""
    name = person.names[0] if person.names else called(house, person, now=now)
    return name or "a customer"


def name_of(house: House, person: str, *, now: datetime) -> str:
    """Name the person of a current id to a colleague."""
    return named(house, gather(house, now=now, only=[person])[person], now=now)


def _end_of_next_working_day(shop: Shop, moment: datetime) -> datetime:
    return _end_of_working_day(shop, moment, 1)


def _end_of_working_day(shop: Shop, moment: datetime, count: int) -> datetime:
    """Return when the shop closes on the *count*-th working day after a moment."""
    zone = ZoneInfo(shop.time_zone)
    day = add_working_days(moment.astimezone(zone).date(), count, shop.calendar)
    closes: time = shop.calendar.closes
    return datetime.combine(day, closes, zone).astimezone(UTC)


def _day(shop: Shop, at: datetime) -> str:
    day = at.astimezone(ZoneInfo(shop.time_zone)).date()
    return f"{day.day} {day:%B}"
