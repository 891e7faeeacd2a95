"""Finding one person by whatever one knows of her."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson, current_ids, gather
from shopkeeper.flow.touching import settled
from shopkeeper.recognise import Face, told_apart_by
from shopkeeper.vocabulary import IdentifierKind, NotFound


_NEAREST = 3
_NUMBERS = (
    IdentifierKind.CUSTOMER_NUMBER,
    IdentifierKind.CARD_NUMBER,
    IdentifierKind.USER_ID,
)


class SeveralMatch(NotFound):
    """Several people match; `people` tells them apart."""

    def __init__(
        self, who: str, candidates: Sequence[Mapping[str, str | None]]
    ) -> None:
        self.people = list(candidates)
        lines = "; ".join(
            f"{one['person_id']} ({one['told_apart_by'] or one['called']})"
            for one in self.people
        )
        super().__init__(f"Several people match {who!r}: {lines}.")


class NobodyMatches(NotFound):
    """Nobody matches; `people` are the three that come closest."""

    def __init__(self, who: str, nearest: Sequence[Mapping[str, str | None]]) -> None:
        self.people = list(nearest)
        lines = "; ".join(f"{_shown(one)} ({one['person_id']})" for one in self.people)
        end = f" The nearest: {lines}." if lines else " Nobody is known yet."
        super().__init__(f"Nobody matches {who!r}.{end}")


def _shown(face: Mapping[str, str | None]) -> str:
    return face["called"] or face.get("name") or face["told_apart_by"] or "no name"


def find_person(house: House, who: str, *, now: datetime) -> str:
    """
    Find one person by id, identifier, record id or name.

    Raises:
        SeveralMatch: If several do.
        NobodyMatches: If none does.
    """
    current = current_ids(house)
    wanted = who.strip()
    if wanted in current:
        return current[wanted]
    folded = " ".join(wanted.casefold().split())
    by_record = _by_record(house, wanted)
    if by_record is not None:
        return by_record
    everyone = house.identity.identifiers(list(current))
    squeezed = "".join(folded.split())
    matches = dict.fromkeys(
        current[entry.person]
        for entry in everyone
        if squeezed
        in (
            entry.identifier.value.casefold(),
            "".join(entry.identifier.as_written.casefold().split()),
        )
    )
    if not matches:
        matches = dict.fromkeys(
            [*_named(house, folded), *_asked_to_be_called(house, folded, current)]
        )
    if len(matches) == 1:
        return next(iter(matches))
    if matches:
        raise SeveralMatch(who, _side_by_side(house, list(matches), now=now))
    near = _near(house, folded, everyone, current)
    raise NobodyMatches(who, [face_of(house, one, now=now) for one in near])


def face_of(house: House, person: str, *, now: datetime) -> dict[str, str | None]:
    """Return person_id, called and told_apart_by of one person."""
    known = gather(house, now=now, only=[person])[person]
    return {
        "person_id": person,
        "called": called(house, known, now=now),
        "name": known.names[0] if known.names else None,
        "told_apart_by": told_apart(house, known, now=now),
    }


def _side_by_side(
    house: House, matches: Sequence[str], *, now: datetime
) -> list[dict[str, str | None]]:
    """Tell candidates apart from each other: by their whole names where these do."""
    known = gather(house, now=now, only=matches)
    whole = {one: " or ".join(known[one].names[:2]) for one in matches}
    by_name = len({name.casefold() for name in whole.values()}) == len(matches)
    found = []
    for one in matches:
        others = [face_from(known[other]) for other in matches if other != one]
        apart = whole[one] if by_name else told_apart_by(face_from(known[one]), others)
        name = called(house, known[one], now=now)
        found.append({"person_id": one, "called": name, "told_apart_by": apart})
    return found


def told_apart(house: House, person: KnownPerson, *, now: datetime) -> str:
    """Say what tells her from those of the same name; empty where nobody has it."""
    mine = {" ".join(name.casefold().split()) for name in person.names}
    namesakes = [one for name in mine for one in _named(house, name, whole=True)]
    others = [one for one in dict.fromkeys(namesakes) if one != person.id]
    if not others:
        return ""
    known = gather(house, now=now, only=others)
    return told_apart_by(face_from(person), [face_from(one) for one in known.values()])


def called(house: House, person: KnownPerson, *, now: datetime) -> str | None:
    """Return how she may be called in writing, or None."""
    may = settled(house, person, now=now).facts.get("person.called", ())
    return str(may[0].value) if may else None


def _by_record(house: House, record_id: str) -> str | None:
    table = house.warehouse.read("whose")
    if table is None or ":" not in record_id:
        return None
    ids = table.column("record_id").to_pylist()
    if record_id not in ids:
        return None
    person: str = table.column("person")[ids.index(record_id)].as_py()
    return person


def _named(house: House, folded: str, *, whole: bool = False) -> list[str]:
    """Return the people of a name; of any part of it unless *whole*."""
    table = house.warehouse.read("traits")
    if table is None or not folded:
        return []
    found = []
    for row in table.select(["person", "names"]).to_pylist():
        names = {" ".join(name.casefold().split()) for name in row["names"]}
        # "Eva Hartmann" is "Dr. Eva M. Hartmann", too, and "Hartmann, Eva".
        parts = set(_bare(folded))
        if folded in names or (
            not whole and parts and any(parts <= set(_bare(name)) for name in names)
        ):
            found.append(row["person"])
    return found


def _bare(name: str) -> list[str]:
    return [word for each in name.split() if (word := each.strip(".,;:()\"'"))]


def _asked_to_be_called(
    house: House, folded: str, current: Mapping[str, str]
) -> Iterator[str]:
    """Yield who is called so, or by a name of which this is a part."""
    for fact in house.facts.about("person.called") if folded else ():
        name = " ".join(str(fact.value).casefold().split())
        if fact.person in current and (folded == name or folded in name.split()):
            yield current[fact.person]


def _near(
    house: House, folded: str, everyone: Iterable[Any], current: Mapping[str, str]
) -> list[str]:
    """Return the three people whose names or addresses look most like this."""
    letters = _pairs(folded)
    best: dict[str, float] = {}
    table = house.warehouse.read("traits")
    rows = [] if table is None else table.select(["person", "names"]).to_pylist()
    texts = [(row["person"], name) for row in rows for name in row["names"]]
    texts += [(current[one.person], one.identifier.value) for one in everyone]
    for person, text in texts:
        other = _pairs(text.casefold())
        shared = len(letters & other)
        alike = 2 * shared / max(1, len(letters) + len(other))
        best[person] = max(best.get(person, 0.0), alike)
    return sorted(best, key=lambda one: (-best[one], one))[:_NEAREST]


def _pairs(text: str) -> set[str]:
    return {text[at : at + 2] for at in range(max(1, len(text) - 1))}


def face_from(person: KnownPerson) -> Face:
    """Return what staff may see of a person to know her from her namesakes."""

    def values(*kinds: IdentifierKind) -> tuple[str, ...]:
        return tuple(
            dict.fromkeys(
                entry.identifier.value
                for entry in person.identifiers
                if entry.identifier.kind in kinds
            )
        )

    firms = tuple(
        dict.fromkeys(
            str(fact.value) for fact in person.facts if fact.about == "job.company"
        )
    )
    return Face(
        person=person.id,
        firms=firms,
        towns=person.places,
        phones=values(IdentifierKind.PHONE),
        emails=values(IdentifierKind.EMAIL),
        numbers=values(*_NUMBERS),
    )
