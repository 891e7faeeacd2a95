"""What the books know of people, gathered by the person they are today."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any

import msgspec
import pyarrow as pa
import pyarrow.compute as pc

from shopkeeper.decide import StageNow, Word
from shopkeeper.flow.house import House
from shopkeeper.flow.waiting import waits_now
from shopkeeper.recognise import persons
from shopkeeper.recognise.books import KnownIdentifier
from shopkeeper.vocabulary import (
    Channel,
    Consent,
    Fact,
    IdentifierKind,
    Loop,
    Promise,
    Speaker,
    Stage,
    Suppression,
)


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
    housemates: tuple[KnownPerson, ...] = ()


def current_ids(house: House) -> dict[str, str]:
    """Return the current person id of every own id, decisions replayed."""
    ages = {str(own): age for own, age in house.identity.seniority().items()}
    return persons(ages, house.identity.decisions())


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
    own_of: dict[str, list[str]] = {}
    wanted = None if only is None else set(only)
    for own, person in now_of.items():
        if wanted is None or person in wanted:
            own_of.setdefault(person, []).append(own)
    ids = [one for owns in own_of.values() for one in owns]
    everybody = wanted is None
    facts = by_person(
        house.facts.present() if everybody else house.facts.of_persons(ids), now_of
    )
    known = by_person(house.identity.identifiers(ids), now_of)
    consents = by_person(house.consents.consents(), now_of)
    stopped = _suppressions(house, now_of, now)
    noted = _Noted(house, None if everybody else set(own_of))
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
        found[person] = KnownPerson(
            id=person,
            own=tuple(sorted(owns, key=lambda own: (own != person, own))),
            facts=tuple(
                msgspec.structs.replace(fact, person=person)
                for fact in facts.get(person, ())
            ),
            identifiers=identifiers,
            consents=tuple(consents.get(person, ())),
            suppressions=tuple(
                _hers(house, stopped, person, addresses_of(identifiers))
            ),
            promises=tuple(
                msgspec.structs.replace(one, person=person)
                for one in promised.get(person, ())
                if one.made_at is None or one.made_at <= now
            ),
            loops=tuple(waits.get(person, ())),
            **noted.of(person),
        )
    return _with_housemates(house, found, now_of, consents, complete=everybody)


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
    """Return the addresses among identifiers, as they are compared."""
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


def _suppressions(house: House, now_of: Mapping[str, str], now: datetime) -> _Stopped:
    people: dict[str, list[Suppression]] = {}
    addresses: dict[str, list[Suppression]] = {}
    for one in house.consents.suppressions():
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

    def __init__(self, house: House, only: set[str] | None) -> None:
        def rows(name: str) -> dict[str, list[dict[str, Any]]]:
            table = house.warehouse.read(name)
            groups: dict[str, list[dict[str, Any]]] = {}
            if table is not None:
                for row in _of(table, only).to_pylist():
                    groups.setdefault(row["person"], []).append(row)
            return groups

        self._stages = rows("stages")
        self._words = rows("words")
        self._traits = rows("traits")
        self._bought = _last_bought(house, only)

    def of(self, person: str) -> dict[str, Any]:
        """Return the fields of `KnownPerson` that come from the warehouse."""
        found: dict[str, Any] = {
            "words": tuple(
                Word(
                    at=one["at"].astimezone(UTC),
                    by=Speaker(one["by"]),
                    channel=Channel(one["channel"]) if one["channel"] else None,
                )
                for one in self._words.get(person, ())
            ),
        }
        if person in self._bought:
            found["bought_at"] = self._bought[person]
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
        return found


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
