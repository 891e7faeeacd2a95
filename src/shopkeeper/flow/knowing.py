"""What the books know of people, gathered by the person they are today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from types import MappingProxyType
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from shopkeeper.decide import StageNow, Word
from shopkeeper.flow.house import House
from shopkeeper.flow.since_round import NOTHING, Since, refused_by
from shopkeeper.flow.waiting import waits_now
from shopkeeper.recognise import named, persons, standing
from shopkeeper.recognise.books import KnownIdentifier
from shopkeeper.remember.ordered import without_due
from shopkeeper.vocabulary import (
    Channel,
    Consent,
    Fact,
    IdentifierKind,
    Loop,
    NotFound,
    Promise,
    Speaker,
    Stage,
    Suppression,
)


# Tables of the warehouse: when each person last bought, and last ordered by an event.
BOUGHT = "bought"
ORDERED = "ordered"
BY_PERSON = ("stages", "words", "traits", BOUGHT, ORDERED)
BY_PERSON_ON_PAGES = (*BY_PERSON, "whose", "purchases", "spoken", "seen")

# What a channel reaches a person by.
KIND_OF: Mapping[Channel, IdentifierKind] = {
    Channel.EMAIL: IdentifierKind.EMAIL,
    Channel.SMS: IdentifierKind.PHONE,
    Channel.PHONE: IdentifierKind.PHONE,
}


@dataclass(frozen=True, kw_only=True)
class KnownPerson:
    """
    One person as the books have her at a moment.

    Attributes:
        id: Her current id.
        own: All ids that are hers, the current one first.
        facts: What holds about her, under her current id.
        identifiers: What can tell who she is, newest source last.
        stage: Where she is on her way with the shop.
        promises: What was promised, by us or by her.
        loops: What she waits for: heard, and not closed.
        words: Words exchanged with her.
        consents: Her statements, oldest first.
        suppressions: Where nothing may go, by her person or an address of hers.
        language: As she reads, where known.
        time_zone: Where she is, where known.
        bought_at: When she last bought something; None where nothing is known. UTC.
        names: Full names on her records, for finding her.
        countries: Countries on her records, as written.
        zones: Every zone that a record of hers states.
        places: Towns on her records, for telling her apart.
        born: Birth dates and years on her records, as written.
        homes: Postal addresses on her records, as `at_home` keeps them.
        housemates: Others who are reached at an address of hers; they have no
            housemates here.
    """

    id: str
    own: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    identifiers: tuple[KnownIdentifier, ...] = ()
    stage: StageNow = field(
        default_factory=lambda: StageNow(
            stage=Stage.PROSPECT, because="nothing bought that we know of"
        )
    )
    promises: tuple[Promise, ...] = ()
    loops: tuple[Loop, ...] = ()
    words: tuple[Word, ...] = ()
    bought_at: datetime | None = None
    consents: tuple[Consent, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    language: str | None = None
    time_zone: str | None = None
    names: tuple[str, ...] = ()
    places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    born: tuple[str, ...] = ()
    homes: tuple[str, ...] = ()
    housemates: tuple[KnownPerson, ...] = ()


def current_ids(house: House) -> dict[str, str]:
    """Return the current person id of every own id, decisions replayed."""
    ages = {str(own): age for own, age in house.identity.seniority().items()}
    return persons(ages, house.identity.decisions())


def joined_ids(house: House) -> dict[str, str]:
    """Return own id to current id of those who were joined: no work for the others."""
    joins = standing(house.identity.decisions()).joins
    ids = sorted({one for join in joins for one in (join.left, join.right)})
    ages = {str(own): age for own, age in house.identity.seniority(ids).items()}
    return named(ages, joins)


def gather(
    house: House,
    *,
    now: datetime,
    only: Iterable[str] | None = None,
    current: Mapping[str, str] | None = None,
) -> dict[str, KnownPerson]:
    """
    Gather what the books know.

    Args:
        house: The shop.
        now: The moment; what ended before it is left out.
        only: Current ids to gather; everybody where None.
        current: Own id to current id, where the caller has it already.

    Returns:
        Current id to person, in order of seniority.
    """
    now_of = current if current is not None else current_ids(house)
    if only is None:
        own_of: dict[str, list[str]] = {}
        for own, person in now_of.items():
            own_of.setdefault(person, []).append(own)
        return _gather(house, own_of, now_of, None, now=now)
    aliases = Aliases(now_of)
    wanted = set(only)
    there = dict.fromkeys(one for one in now_of.values() if one in wanted)
    return gather_some(house, list(there), aliases, now=now)


class Aliases:
    """
    Who is whom, kept small: only those who were joined stand in it.

    Args:
        now_of: Own id to current id, of everybody or of those who were joined.
    """

    def __init__(self, now_of: Mapping[str, str]) -> None:
        self._current = {own: one for own, one in now_of.items() if own != one}
        self._owns: dict[str, list[str]] = {}
        for own, person in self._current.items():
            self._owns.setdefault(person, [person]).append(own)

    def current(self, own: str) -> str:
        """Return whose an own id is now."""
        return self._current.get(own, own)

    def owns(self, person: str) -> list[str]:
        """Return the own ids of a person, her current one first."""
        return self._owns.get(person, [person])


def gathered(
    house: House, person: str, aliases: Aliases | None, *, now: datetime
) -> KnownPerson:
    """
    Gather what the books know of one person.

    Args:
        house: The shop.
        person: Her current id.
        aliases: Who is whom, where that is at hand: then no work grows with how many
            people there are.
        now: The moment.

    Raises:
        NotFound: If there is nobody of that id.
    """
    found = (
        gather(house, now=now, only=[person])
        if aliases is None
        else gather_some(house, [person], aliases, now=now)
    )
    if person not in found:
        msg = f"There is nobody {person!r} any more."
        raise NotFound(msg)
    return found[person]


def gather_some(
    house: House,
    persons: Sequence[str],
    aliases: Aliases,
    *,
    now: datetime,
    since: Mapping[str, Since] | None = None,
) -> dict[str, KnownPerson]:
    """
    Gather what the books know of some people: no work grows with how many there are.

    Args:
        house: The shop.
        persons: Current ids of people who are there.
        aliases: Who is whom.
        now: The moment; what ended before it is left out.
        since: Current id to what she did and said, and no round has seen.
    """
    own_of = {person: aliases.owns(person) for person in persons}
    now_of = {own: person for person, owns in own_of.items() for own in owns}
    return _gather(house, own_of, now_of, aliases, now=now, since=since or {})


def _gather(
    house: House,
    own_of: Mapping[str, Sequence[str]],
    now_of: Mapping[str, str],
    aliases: Aliases | None,
    *,
    now: datetime,
    since: Mapping[str, Since] = MappingProxyType({}),
) -> dict[str, KnownPerson]:
    """Gather everybody, or some with whoever shares an address with them."""
    everybody = aliases is None
    ids = [one for owns in own_of.values() for one in owns]
    facts = by_person(
        house.facts.present() if everybody else house.facts.of_persons(ids), now_of
    )
    known = by_person(house.identity.identifiers(ids), now_of)
    if aliases is not None:
        now_of = {**_mates(house, known, aliases), **now_of}
    around = None if everybody else list(now_of)
    consents = by_person(house.consents.consents(around), now_of)
    reached = [one for found in known.values() for one in addresses_of(found)]
    stopped = _suppressions(
        house.consents.suppressions(None if everybody else ids, reached), now_of, now
    )
    noted = _Noted(house, None if everybody else set(own_of), since)
    waits = by_person(
        waits_now(
            house.loops.all() if everybody else house.loops.of_persons(ids), now=now
        ),
        now_of,
    )
    promised = by_person(
        house.promises.all() if everybody else house.promises.of_persons(ids), now_of
    )
    found = {}
    for person, owns in own_of.items():
        identifiers = tuple(known.get(person, ()))
        of_warehouse = noted.of(person)
        found[person] = KnownPerson(
            id=person,
            own=tuple(sorted(owns, key=lambda own: (own != person, own))),
            facts=without_due(
                tuple(
                    msgspec.structs.replace(fact, person=person)
                    for fact in facts.get(person, ())
                ),
                ordered_at=of_warehouse.pop("ordered_at", None),
                bought_at=of_warehouse.pop("in_books", None),
            ),
            identifiers=identifiers,
            consents=(
                *consents.get(person, ()),
                *refused_by(since.get(person, NOTHING), person),
            ),
            suppressions=tuple(
                _hers(house, stopped, person, addresses_of(identifiers))
            ),
            promises=tuple(
                msgspec.structs.replace(one, person=person)
                for one in promised.get(person, ())
                if one.made_at is None or one.made_at <= now
            ),
            loops=tuple(waits.get(person, ())),
            **of_warehouse,
        )
    if len(found) == 1 and len(now_of) == len(ids):
        return found  # she alone has her addresses
    return _with_housemates(house, found, now_of, consents, complete=everybody)


def _mates(
    house: House, known: Mapping[str, list[KnownIdentifier]], aliases: Aliases
) -> dict[str, str]:
    """Return own id to current id of all who have an address that is in *known*."""
    reached = set(KIND_OF.values())
    values = [
        (one.identifier.kind, one.identifier.value)
        for found in known.values()
        for one in found
        if one.identifier.kind in reached
    ]
    holders = {aliases.current(one.person) for one in house.identity.holders(values)}
    return {own: one for one in holders for own in aliases.owns(one)}


def _with_housemates(
    house: House,
    people: dict[str, KnownPerson],
    now_of: Mapping[str, str],
    consents: Mapping[str, list[Consent]],
    *,
    complete: bool,
) -> dict[str, KnownPerson]:
    """Put beside each person those who share an address with her."""
    everybody = people
    if not complete:
        known = by_person(house.identity.identifiers(list(now_of)), now_of)
        everybody = {
            person: KnownPerson(
                id=person,
                own=(person,),
                identifiers=tuple(identifiers),
                consents=tuple(consents.get(person, ())),
            )
            for person, identifiers in known.items()
        }
    at: dict[str, list[str]] = {}
    for person in everybody.values():
        for address in dict.fromkeys(addresses_of(person.identifiers)):
            at.setdefault(address, []).append(person.id)
    found = {}
    for person in people.values():
        others = dict.fromkeys(
            other
            for address in addresses_of(person.identifiers)
            for other in at.get(address, ())
            if other != person.id
        )
        mates = tuple(everybody[other] for other in others)
        found[person.id] = replace(person, housemates=mates) if mates else person
    return found


def addresses_of(identifiers: Iterable[KnownIdentifier]) -> list[str]:
    """Return the addresses and numbers among *identifiers*, as normalised."""
    reached = set(KIND_OF.values())
    return [
        one.identifier.value for one in identifiers if one.identifier.kind in reached
    ]


def by_person(things: Iterable[Any], now_of: Mapping[str, str]) -> dict[str, list[Any]]:
    """Group what has a `person` by who she is now, joins and partings followed."""
    groups: dict[str, list[Any]] = {}
    for thing in things:
        groups.setdefault(now_of.get(thing.person, thing.person), []).append(thing)
    return groups


@dataclass(frozen=True)
class _Stopped:
    by_person: Mapping[str, list[Suppression]]
    by_address: Mapping[str, list[Suppression]]


def _suppressions(
    stated: Iterable[Suppression], now_of: Mapping[str, str], now: datetime
) -> _Stopped:
    people: dict[str, list[Suppression]] = {}
    addresses: dict[str, list[Suppression]] = {}
    for one in stated:
        if one.at > now or (one.until is not None and one.until <= now):
            continue
        if one.person:
            people.setdefault(now_of.get(one.person, one.person), []).append(one)
        if one.address_hash:
            addresses.setdefault(one.address_hash, []).append(one)
    return _Stopped(people, addresses)


def _hers(
    house: House, stopped: _Stopped, person: str, addresses: Sequence[str]
) -> list[Suppression]:
    found = list(stopped.by_person.get(person, ()))
    if stopped.by_address:
        for address in addresses:
            digest = house.consents.hash_of_address(address)
            found += stopped.by_address.get(digest, ())
    return list(dict.fromkeys(found))


class _Noted:
    """What the last round noted of people in the warehouse."""

    def __init__(
        self, house: House, only: set[str] | None, since: Mapping[str, Since]
    ) -> None:
        def rows(name: str) -> dict[str, list[dict[str, Any]]]:
            groups: dict[str, list[dict[str, Any]]] = {}
            if only is not None:
                found = house.warehouse.rows_of(name, only) or []
            else:
                table = house.warehouse.read(name)
                found = [] if table is None else table.to_pylist()
            for row in found:
                groups.setdefault(row["person"], []).append(row)
            return groups

        self._stages = rows("stages")
        self._words = rows("words")
        self._traits = rows("traits")
        self._bought = _last(rows(BOUGHT))
        if not self._bought and BOUGHT not in house.warehouse.names():
            self._bought = _last_bought(house, only)  # of an earlier version
        self._ordered = _last(rows(ORDERED))
        self._since = since
        for person, one in since.items():
            at = one.ordered_at
            if at is not None:
                self._ordered[person] = max(at, self._ordered.get(person, at))

    def of(self, person: str) -> dict[str, Any]:
        """Return the fields of `KnownPerson` that come from the warehouse."""
        since = self._since.get(person, NOTHING)
        found: dict[str, Any] = {
            "words": tuple(
                Word(
                    at=one["at"].astimezone(UTC),
                    by=Speaker(one["by"]),
                    channel=Channel(one["channel"]) if one["channel"] else None,
                )
                for one in self._words.get(person, ())
            )
            + since.words,
        }
        found["in_books"] = self._bought.get(person)
        found["ordered_at"] = self._ordered.get(person)
        times = [at for at in (found["in_books"], found["ordered_at"]) if at]
        if times:
            found["bought_at"] = max(times)
        for one in self._stages.get(person, ()):
            found["stage"] = StageNow(
                stage=Stage(one["stage"]),
                because=one["because"],
                evidence=tuple(one["evidence"]),
            )
        for one in self._traits.get(person, ()):
            found["language"] = one["language"]
            found["time_zone"] = one["time_zone"]
            found["names"] = tuple(one["names"])
            found["places"] = tuple(one["places"])
            # A warehouse of an earlier version has no such columns until the next run.
            found["countries"] = tuple(one.get("countries") or ())
            found["zones"] = tuple(one.get("zones") or ())
            # A warehouse of an earlier round has no such column.
            found["born"] = tuple(one.get("born") or ())
            found["homes"] = tuple(one.get("homes") or ())
        return found


def _last(rows: Mapping[str, list[dict[str, Any]]]) -> dict[str, datetime]:
    return {
        person: max(one["at"].astimezone(UTC) for one in found)
        for person, found in rows.items()
    }


def _of(table: pa.Table, only: set[str] | None) -> pa.Table:
    if only is None:
        return table
    return table.filter(pc.is_in(table["person"], pa.array(sorted(only), pa.string())))


def _last_bought(house: House, only: set[str] | None) -> dict[str, datetime]:
    """Return when each person last bought something, as the last round knew it."""
    table = house.warehouse.read("purchases")
    if table is None or not len(table):
        return {}
    last = _of(table, only).group_by("person").aggregate([("at", "max")])
    return {
        person: at.astimezone(UTC)
        for person, at in zip(
            last["person"].to_pylist(), last["at_max"].to_pylist(), strict=True
        )
        if person is not None and at is not None
    }
