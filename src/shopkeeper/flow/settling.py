"""Whom we doubt, both sides by side; and what a human says of it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from shopkeeper.flow.finding import find_person
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import Aliases, KnownPerson, current_ids, gather_some
from shopkeeper.flow.planning import staff_of
from shopkeeper.recognise import standing
from shopkeeper.recognise.books import KnownIdentifier
from shopkeeper.vocabulary import (
    IdentityDecision,
    NotAllowed,
    Verdict,
)


_ROWS = 3  # of one side so many rows are shown, one of each source


class Side(Struct, frozen=True, kw_only=True):
    """
    One of two who may be one person.

    Attributes:
        own: The own id the question is about.
        person_id: Who she is now.
        names: Full names on her records.
        places: Towns on her records.
        identifiers: Kind, value and the sources that say so, one line each.
        sources: Source to the number of its rows that are hers.
        rows: A row of hers from each of some sources, as her department keeps it.
    """

    own: str
    person_id: str
    names: tuple[str, ...]
    places: tuple[str, ...]
    identifiers: tuple[Mapping[str, Any], ...]
    sources: Mapping[str, int]
    rows: tuple[Mapping[str, Any], ...]


class Compared(Struct, frozen=True, kw_only=True):
    """
    Both sides of a question.

    Attributes:
        left: The older.
        right: The younger.
        same: What both have, in plain words.
        other: What differs, in plain words.
    """

    left: Side
    right: Side
    same: tuple[str, ...]
    other: tuple[str, ...]


def open_doubts(house: House) -> list[IdentityDecision]:
    """Return the doubts that wait for a human, the likeliest to be one first."""
    decisions = house.identity.decisions()
    current = current_ids(house)
    parted = {
        frozenset(current.get(one, one) for one in pair)
        for pair in standing(decisions).parted
    }
    waiting = {}
    for one in decisions:
        pair = frozenset(current.get(end, end) for end in (one.left, one.right))
        if one.verdict is Verdict.DOUBT and len(pair) > 1 and pair not in parted:
            waiting[pair] = one  # the newest says how things are
    return sorted(waiting.values(), key=lambda one: (-one.confidence, one.sequence))


def side_by_side(
    house: House,
    pairs: Sequence[tuple[str, str]],
    *,
    now: datetime,
    aliases: Aliases | None = None,
) -> list[Compared]:
    """
    Show both sides of each pair of own ids.

    A side is all that is known of the person; where both are one person now, only
    what her own profile says.

    Args:
        house: The shop.
        pairs: Own ids.
        now: The moment.
        aliases: Who is whom, where the caller has it already.
    """
    if aliases is None:
        aliases = Aliases(current_ids(house))
    current = {own: aliases.current(own) for pair in pairs for own in pair}
    people = gather_some(house, list(dict.fromkeys(current.values())), aliases, now=now)
    rows = _rows_of(house, set(current) | set(people))
    found = []
    for pair in pairs:
        whole = current[pair[0]] != current[pair[1]]
        sides = [
            _side(house, people[current[own]], own, rows, whole=whole) for own in pair
        ]
        found.append(_compared(*sides))
    return found


def said_before(house: House, left: str, right: str) -> list[str]:
    """Return what humans said of the two before, in one line each."""
    return [
        f"{one.because} ({one.at:%Y-%m-%d})"
        for one in house.identity.decisions()
        if {one.left, one.right} == {left, right} and one.by.startswith("human:")
    ]


def settle(
    house: House, one: str, other: str, *, same: bool, by: str, now: datetime
) -> list[int]:
    """
    Append what a human says of two: they are one, or they are two.

    Her word is stronger than any rule, for good, and teaches the rules a little
    (`recognise.teaching`).

    Args:
        house: The shop.
        one: Whatever tells one of them: an own id, a record id, an address, a name.
        other: The same of the other.
        same: Are they one person?
        by: Staff id, name or address of who says so.
        now: The moment.

    Returns:
        The numbers of what was appended.

    Raises:
        NotAllowed: There is nothing to settle.
        NotFound: Nobody matches, or several do.
    """
    human = staff_of(house.shop, by)
    left, right = own_ids(house, one, other, now=now)
    decisions = house.identity.decisions()
    before = standing(decisions)
    current = current_ids(house)
    pair = frozenset((left, right))
    joined = {
        frozenset((x.left, x.right)) for x in before.joins if x.by.startswith("human:")
    }
    if pair in (joined if same else before.parted):
        word = "one" if same else "two"
        msg = f"A human said before that {left} and {right} are {word}."
        raise NotAllowed(msg)
    pairs = [(left, right)]
    if same:
        # What was said against it of any of theirs does not hold any more.
        pairs += [
            (min(two, key=_age(house)), max(two, key=_age(house)))
            for two in before.parted - {pair}
            if {current.get(end) for end in two} == {current[left], current[right]}
            and current[left] != current[right]
        ]
    words = "one person" if same else "two"
    with house.together():
        last = house.identity.decide(
            IdentityDecision(
                verdict=Verdict.JOIN if same else Verdict.PART,
                left=first,
                right=second,
                because=f"{human.name} says they are {words}",
                by=f"human:{human.id}",
                at=now,
                confidence=1.0 if same else 0.0,
            )
            for first, second in sorted(pairs)
        )
        done = "joined by hand" if same else "parted by hand"
        house.audit.note(done, f"{left} {right}", actor=human.id, at=now)
    return list(range(last - len(pairs) + 1, last + 1))


def own_ids(house: House, one: str, other: str, *, now: datetime) -> tuple[str, str]:
    """
    Return the own ids meant by two texts, the older first.

    Raises:
        NotAllowed: Both mean the very same profile.
        NotFound: Nobody matches, or several do.
    """
    known = current_ids(house)
    left, right = (_own_id(house, text, known, now=now) for text in (one, other))
    if left == right:
        msg = (
            f"Both are the one profile {left}: name two rows, as <source>:<row>, or "
            "two ids."
        )
        raise NotAllowed(msg)
    first, second = sorted((left, right), key=_age(house))
    return first, second


def _age(house: House) -> Any:
    ages = {str(own): age for own, age in house.identity.seniority().items()}
    return lambda own: (ages.get(own, 0), own)


def _own_id(house: House, text: str, known: Mapping[str, str], *, now: datetime) -> str:
    wanted = text.strip()
    if wanted in known:
        return wanted
    table = house.warehouse.read("whose")
    if table is not None and ":" in wanted:
        ids = table.column("record_id").to_pylist()
        if wanted in ids:
            own: str = table.column("own")[ids.index(wanted)].as_py()
            return own
    return find_person(house, wanted, now=now)


class _Rows(Struct, frozen=True):
    """Record ids by source, of own ids and of persons."""

    own: Mapping[str, Mapping[str, Sequence[str]]]
    person: Mapping[str, Mapping[str, Sequence[str]]]


def _rows_of(house: House, wanted: Iterable[str]) -> _Rows:
    own: dict[str, dict[str, list[str]]] = {}
    person: dict[str, dict[str, list[str]]] = {}
    wanted = set(wanted)
    # An own id is a person's, whose rows are asked for as well.
    table = house.warehouse.part("whose", wanted)
    for row in [] if table is None else table.to_pylist():
        for key, found in (("own", own), ("person", person)):
            if row[key] in wanted:
                of_source = found.setdefault(row[key], {})
                of_source.setdefault(row["source"], []).append(row["record_id"])
    return _Rows(own, person)


def _side(
    house: House,
    person: KnownPerson,
    own: str,
    rows: _Rows,
    *,
    whole: bool,
) -> Side:
    here = rows.person.get(person.id, {}) if whole else rows.own.get(own, {})
    known = [one for one in person.identifiers if whole or one.person == own]
    records = [ids[0] for _, ids in sorted(here.items())][:_ROWS]
    # The row the question is about comes first.
    asked = [ids[0] for _, ids in sorted(rows.own.get(own, {}).items())]
    shown = list(dict.fromkeys([*asked[:1], *records]))[:_ROWS]
    kept = [record for each in shown if (record := house.records.one(each)) is not None]
    return Side(
        own=own,
        person_id=person.id,
        names=person.names if whole else (),
        places=person.places if whole else (),
        identifiers=tuple(_identifiers(known)),
        sources={source: len(ids) for source, ids in sorted(here.items())},
        rows=tuple({"record_id": one.id, "fields": one.fields} for one in kept),
    )


def _identifiers(known: Iterable[KnownIdentifier]) -> Iterable[dict[str, Any]]:
    merged: dict[tuple[str, str], dict[str, Any]] = {}
    for entry in known:
        one = entry.identifier
        line = merged.setdefault(
            (str(one.kind), one.value),
            {"kind": str(one.kind), "value": one.value, "verified": False,
             "sources": []},
        )  # fmt: skip
        line["verified"] = line["verified"] or one.verified
        if entry.source not in line["sources"]:
            line["sources"].append(entry.source)
    return merged.values()


def _compared(left: Side, right: Side) -> Compared:
    same, other = [], []
    for word, mine, hers in (
        ("name", _folded(left.names), _folded(right.names)),
        ("town", _folded(left.places), _folded(right.places)),
        *_by_kind(left, right),
    ):
        both = [text for key, text in mine.items() if key in hers]
        if both:
            same.append(f"same {word}: {', '.join(both)}")
        elif mine and hers:
            texts = (", ".join(mine.values()), ", ".join(hers.values()))
            other.append(f"other {word}: {texts[0]} and {texts[1]}")
    return Compared(left=left, right=right, same=tuple(same), other=tuple(other))


def _by_kind(
    left: Side, right: Side
) -> Iterable[tuple[str, dict[str, str], dict[str, str]]]:
    kinds = dict.fromkeys(
        one["kind"] for one in (*left.identifiers, *right.identifiers)
    )
    for kind in kinds:
        mine, hers = (
            _folded([one["value"] for one in side.identifiers if one["kind"] == kind])
            for side in (left, right)
        )
        yield kind.replace("_", " "), mine, hers


def _folded(texts: Iterable[str]) -> dict[str, str]:
    return {" ".join(text.casefold().split()): text for text in texts}
