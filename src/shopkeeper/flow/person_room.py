"""One person as her page in the console shows her: all at once, and quickly.

The same functions as `person`, `why` and `timeline`; what is looked up among everybody
there, is in hand here, and of what is long only the beginning is read.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import pyarrow.compute as pc

from msgspec import Struct

from shopkeeper.decide.attention import for_her, used
from shopkeeper.flow.asking import named
from shopkeeper.flow.behind import evidence_json
from shopkeeper.flow.deciding import Programme
from shopkeeper.flow.faces import Faces, apart_in
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson, gather_some
from shopkeeper.flow.spoken import spoken_of
from shopkeeper.flow.telling import AtHand, departments, iso, person_json
from shopkeeper.flow.timeline import Page, timeline_page
from shopkeeper.flow.wondering import case_now
from shopkeeper.vocabulary import HandoverState, NotFound, Verdict


_OPEN = (HandoverState.WAITING, HandoverState.TAKEN, HandoverState.RETURNED)


class Room(Struct, frozen=True, kw_only=True):
    """
    What her page shows.

    Attributes:
        found: As `person --json` has it, without her records.
        name: Her name as records have it.
        timeline: Its newest months.
        records: Department and source to how many records are hers.
        joins: How many joins made her one person.
        attention: How much of hers is used, of how much, in how many days.
        desk: What waits for a human about her.
    """

    found: Mapping[str, Any]
    name: str
    timeline: Page
    records: Sequence[Mapping[str, Any]]
    joins: int
    attention: Mapping[str, float]
    desk: Sequence[Mapping[str, Any]]


def demand_person(faces: Faces, person: str) -> str:
    """
    Return the current id of a person.

    Raises:
        NotFound: If there is nobody of this id.
    """
    if person not in faces:
        msg = "There is nobody of this number here: look for her by name."
        raise NotFound(msg)
    return faces.aliases.current(person)


def known_person(
    house: House, faces: Faces, person: str, *, now: datetime
) -> KnownPerson:
    """
    Gather what is known of one person.

    Raises:
        NotFound: If there is nobody of this id.
    """
    current = demand_person(faces, person)
    return gather_some(house, [current], faces.aliases, now=now)[current]


def room_of(
    house: House,
    faces: Faces,
    plans: Programme,
    person: str,
    *,
    now: datetime,
    until: str | None = None,
) -> Room:
    """
    Return what her page shows.

    Args:
        house: The shop, with a generation in hand.
        faces: Everybody.
        plans: What the shop means to do.
        person: An id of hers.
        now: The moment.
        until: The newest month of her timeline that is shown.

    Raises:
        NotFound: If there is nobody of this id.
    """
    known = known_person(house, faces, person, now=now)
    said = spoken_of(house, known.own, now=now)
    hand = AtHand(
        known=known, plans=plans, said={one.id: one for one in said},
        told_apart_by=apart_in(house, faces, known, now=now),
    )  # fmt: skip
    found = person_json(house, known.id, now=now, hand=hand, records=False)
    return Room(
        found=found,
        name=named(house, known, now=now),
        timeline=timeline_page(house, known, said, now=now, until=until),
        records=_records(house, known.id),
        joins=len(faces.joins_of(known.own)),
        attention=_attention(house, known, plans, now=now),
        desk=_desk(house, known),
    )


def _records(house: House, person: str) -> list[dict[str, Any]]:
    table = house.warehouse.part("whose", {person})
    if table is None:
        return []
    kept_by = departments(house)
    counts = pc.value_counts(table["source"]).to_pylist()
    return sorted(
        (
            {
                "source": one["values"], "rows": one["counts"],
                "department": kept_by.get(one["values"]) or "",
            }
            for one in counts
        ),
        key=lambda one: (one["department"], one["source"]),
    )  # fmt: skip


def _attention(
    house: House, known: KnownPerson, plans: Programme, *, now: datetime
) -> dict[str, float]:
    case = case_now(house, known, plans, now=now)
    hers = for_her(house.shop.attention, fewer=case.fewer, at_most=case.at_most)
    return {
        "used": used(hers, case.touches, now), "most": hers.most,
        "days": hers.per.days,
    }  # fmt: skip


def _desk(house: House, known: KnownPerson) -> list[dict[str, Any]]:
    return [
        {
            "id": one.id, "reason": one.reason, "state": str(one.state),
            "by": one.by, "for": one.for_, "minutes": one.minutes,
            "due": iso(one.due), "lines": list(one.brief.lines),
            "title": one.brief.title,
            "asks": None if one.asks is None else str(one.asks),
            "facts": list(one.brief.facts),
        }
        for one in house.desk.all()
        if one.person in known.own and one.state in _OPEN
    ]  # fmt: skip


def evidence_of_fact(house: House, fact_id: str) -> list[dict[str, Any]]:
    """Return the rows and sentences one fact stands on, the first few of them."""
    return evidence_json(house, house.facts.find([fact_id]).values())


def joins_json(
    house: House, faces: Faces, person: str, *, now: datetime
) -> list[dict[str, Any]]:
    """
    Return what made her one person, each join with how sure and why.

    Raises:
        NotFound: If there is nobody of this id.
    """
    known = known_person(house, faces, person, now=now)
    found = []
    for sequence in faces.joins_of(known.own):
        join = house.identity.decision(sequence)
        if join is None or join.verdict is not Verdict.JOIN:
            continue
        if house.identity.is_taken_back(sequence):
            continue
        found.append(
            {
                "sequence": sequence, "left": join.left, "right": join.right,
                "because": join.because, "by": join.by,
                "confidence": join.confidence, "at": iso(join.at),
            }
        )  # fmt: skip
    return found
