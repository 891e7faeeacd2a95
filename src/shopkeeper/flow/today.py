"""What matters today: who needs a human, what is held and why, what we owe.

The first page of the console, and the answer to "what do I owe to whom today"
(vision.md, H6): in numbers and names here, in sentences on the page.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import Struct

from shopkeeper.flow.agreeing import waiting_for_a_word, why_not_open
from shopkeeper.flow.asking import asked_for, is_overdue, named
from shopkeeper.flow.faces import Faces
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import gather_some
from shopkeeper.flow.telling import iso
from shopkeeper.flow.waiting import waits_now
from shopkeeper.vocabulary import (
    Handover,
    HandoverState,
    PromiseState,
    TouchState,
)


_WAITS = frozenset({HandoverState.WAITING, HandoverState.TAKEN, HandoverState.RETURNED})
_HELD = frozenset({TouchState.HELD, TouchState.DECLINED})
_SOON = timedelta(days=2)
_MOST = 40  # of each kind that are named


class Today(Struct, frozen=True, kw_only=True):
    """
    The day, for somebody on staff.

    Attributes:
        desk: What waits for a human: hers first, then anybody's, by when it is due.
        waiting: How many those are in all.
        desk_of_others: How many wait for colleagues.
        held: Reason to how many messages, and when the first of them is free.
        promises: Ours, open, overdue or due soon.
        loops: What was heard and not answered: kind, how many, since when.
        in_doubt: How many messages may have arrived.
        to_approve: Plan to how many people a second person has to look at.
        warnings: What keeps messages from leaving, one line each.
    """

    desk: Sequence[Mapping[str, Any]]
    waiting: int
    desk_of_others: int
    held: Sequence[Mapping[str, Any]]
    promises: Sequence[Mapping[str, Any]]
    loops: Sequence[Mapping[str, Any]]
    in_doubt: int
    to_approve: Mapping[str, int]
    warnings: Sequence[str]


def today_of(
    house: House, faces: Faces, staff_id: str, *, now: datetime, all_desk: bool = False
) -> Today:
    """
    Return what matters today.

    Args:
        house: The shop.
        faces: Everybody.
        staff_id: Of whom the page is.
        now: The moment.
        all_desk: What waits for colleagues, too.
    """
    staff = next((one for one in house.shop.people if one.id == staff_id), None)
    mine = {"", staff_id, (staff.department if staff else None) or ""}
    waiting = [one for one in house.desk.all() if one.state in _WAITS]
    hers = [one for one in waiting if all_desk or one.for_ in mine or one.by in mine]
    # A moment with her comes before a question about her.
    hers.sort(key=lambda one: (one.by != staff_id, one.asks is not None, _due(one)))
    promises = _promises_due(house, now=now)
    who = [one.person for one in hers[:_MOST]]
    who += [one.person for one in promises[:_MOST]]
    names = names_of(house, faces, who, now=now)
    return Today(
        desk=[handover_json(one, names) for one in hers[:_MOST]],
        waiting=len(hers),
        desk_of_others=len(waiting) - len(hers),
        held=held_json(house),
        promises=[
            {
                "id": one.id, "person": faces.aliases.current(one.person),
                "name": names.get(faces.aliases.current(one.person), "a customer"),
                "what": one.what, "by": asked_for(house.shop, one),
                "due": one.deadline.isoformat(),
                "over": is_overdue(one, house.shop, now=now),
            }
            for one in promises[:_MOST]
        ],
        loops=_loops(house, now=now),
        in_doubt=sum(one.state is TouchState.IN_DOUBT for one in house.outbox.all()),
        to_approve=dict(waiting_for_a_word(house, now=now)),
        warnings=[why for one in house.wires if (why := why_not_open(house, one))],
    )  # fmt: skip


def handover_json(one: Handover, names: Mapping[str, str]) -> dict[str, Any]:
    """Return what lies on the desk, with the name of whom it is about."""
    return {
        "id": one.id, "person": one.person, "name": names.get(one.person, "a customer"),
        "reason": one.reason, "title": one.brief.title, "lines": list(one.brief.lines),
        "facts": list(one.brief.facts), "minutes": one.minutes, "for": one.for_,
        "by": one.by, "state": str(one.state), "due": iso(one.due),
        "asks": None if one.asks is None else str(one.asks),
    }  # fmt: skip


def names_of(
    house: House, faces: Faces, persons: Sequence[str], *, now: datetime
) -> dict[str, str]:
    """Return the name of each person, by the id asked for and by her current one."""
    current = {one: faces.aliases.current(one) for one in persons}
    there = list(dict.fromkeys(one for one in current.values() if one in faces))
    known = gather_some(house, there, faces.aliases, now=now)
    names = {one: named(house, person, now=now) for one, person in known.items()}
    return names | {
        own: names[person] for own, person in current.items() if person in names
    }


def held_json(house: House) -> list[dict[str, Any]]:
    """Count what was held or declined in the last round, by reason."""
    last = house.rounds.last()
    held = [
        one
        for one in house.outbox.all()
        if one.state in _HELD and (last is None or one.round == last[0])
    ]
    counts = Counter(one.because for one in held)
    free: dict[str, datetime] = {}
    for one in held:
        if one.until is not None:
            free[one.because] = min(one.until, free.get(one.because, one.until))
    return [
        {"because": because, "people": count, "until": iso(free.get(because))}
        for because, count in sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    ]


def loops_waiting(house: House, faces: Faces, *, now: datetime) -> list[dict[str, Any]]:
    """List what was heard and not answered, longest waiting first, with names."""
    today = now.astimezone(ZoneInfo(house.shop.time_zone)).date()
    waits = sorted(waits_now(house.loops.all(), now=now), key=lambda one: one.since)
    names = names_of(house, faces, [one.person for one in waits], now=now)
    return [
        {
            "id": one.id, "kind": str(one.kind), "what": one.what,
            "person": faces.aliases.current(one.person),
            "name": names.get(one.person, "a customer"), "since": iso(one.since),
            "owner": one.owner, "due": one.due.isoformat(), "late": one.due < today,
            "state": str(one.state),
        }
        for one in waits
    ]  # fmt: skip


def _day(moment: date) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _due(one: Handover) -> tuple[bool, datetime | float]:
    """Order by when it is due; without a day, what takes longest comes first."""
    return (one.due is None, -one.minutes if one.due is None else one.due)


def _promises_due(house: House, *, now: datetime) -> list[Any]:
    today = now.astimezone(ZoneInfo(house.shop.time_zone)).date()
    found = [
        one
        for one in house.promises.all()
        if one.owner == "us"
        and one.deadline is not None
        and (one.made_at is None or one.made_at <= now)
        and (
            is_overdue(one, house.shop, now=now)
            or (
                one.state is PromiseState.OPEN
                and today <= _day(one.deadline) <= today + _SOON
            )
        )
    ]
    return sorted(found, key=lambda one: (one.deadline, one.id))


def _loops(house: House, *, now: datetime) -> list[dict[str, Any]]:
    today = now.astimezone(ZoneInfo(house.shop.time_zone)).date()
    waits = waits_now(house.loops.all(), now=now)
    kinds: dict[str, list[Any]] = {}
    for one in waits:
        kinds.setdefault(str(one.kind), []).append(one)
    return [
        {
            "kind": kind, "count": len(found),
            "late": sum(one.due < today for one in found),
            "since": iso(min(one.since for one in found)),
        }
        for kind, found in sorted(kinds.items())
    ]  # fmt: skip
