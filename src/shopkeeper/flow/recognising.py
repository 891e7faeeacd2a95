"""Who is whom, given all rows and everything decided before."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import pyarrow as pa

from msgspec.structs import replace

from shopkeeper.flow.house import House
from shopkeeper.flow.rows import SourceRows
from shopkeeper.recognise import (
    Node,
    Reach,
    Resolution,
    keys_of,
    reader_of,
    resolve,
)
from shopkeeper.recognise.books import KnownIdentifier
from shopkeeper.recognise.nodes import Key
from shopkeeper.recognise.rows import nodes_of_table
from shopkeeper.vocabulary import Holds, IdentifierKind, PersonId, hash_of


# A person id is written to the books only for rows that name somebody.
NOBODY = ""
# Where a name alone is a person: a list of people, and what a rep wrote of one. A
# name on a receipt without a number or an address is nobody's.
_NAMED_IS_ENOUGH = frozenset({Holds.PEOPLE, Holds.NOTES})


@dataclass(frozen=True, kw_only=True)
class Whose:
    """
    Whose each row is.

    Attributes:
        own: Record id to the own person id of its profile.
        current: Own person id to current person id.
        resolution: What was decided in this round.
        joined: How many joins, parts and doubts were appended.
        nameless: Own ids of which nothing is known but a device that came by, or
            a mailbox that several people share.
    """

    own: Mapping[str, str]
    current: Mapping[str, str]
    resolution: Resolution
    joined: Mapping[str, int]
    nameless: frozenset[str] = frozenset()

    def named(self) -> set[str]:
        """Return the current ids of those who can be told from others."""
        return {
            person for own, person in self.current.items() if own not in self.nameless
        }

    def own_of(self, rows: SourceRows) -> list[str]:
        """Return the own person id of each row; empty where it is nobody's."""
        return [self.own.get(record, NOBODY) for record in rows.record_ids]

    def persons_of(self, rows: SourceRows) -> list[str]:
        """Return the current person id of each row; empty where it is nobody's."""
        return [self.current.get(own, NOBODY) for own in self.own_of(rows)]


@dataclass
class _Profiles:
    """Nodes of all sources, by signature."""

    nodes: dict[str, Node] = field(default_factory=dict)
    rows: dict[str, list[str]] = field(default_factory=dict)
    sources: dict[str, str] = field(default_factory=dict)


def recognise_rows_of(
    house: House, everything: Sequence[SourceRows], *, now: datetime
) -> Whose:
    """
    Decide who is whom, and append what is new to the books.

    Rows of one source that say the very same of a person share a profile; a
    profile keeps its own person id for ever. A profile whose rows now say something
    else of the person is followed by its successor under the same id.
    """
    profiles = _Profiles()
    share = namespaces(everything)
    for rows in everything:
        _add(house, profiles, rows, share.get(rows.source.name, rows.source.name))
    own_of = _enrol(house, profiles, now=now)
    ages = house.identity.seniority()
    nodes = _one_each(
        replace(node, key=own_of[signature], age=ages[own_of[signature]])
        for signature, node in profiles.nodes.items()
    )
    house.progress("recognising people", len(nodes), len(nodes))
    found = resolve(
        nodes, house.identity.decisions(), now=now, limits=house.shop.identity
    )
    house.identity.decide([*found.parts, *found.joins, *found.doubts])
    house.identity.identify(
        KnownIdentifier(
            person=own_of[signature],
            source=profiles.sources[signature],
            identifier=identifier,
        )
        for signature, node in profiles.nodes.items()
        for identifier in node.identifiers
    )
    stopped = {one.key for one in found.shared if one.reach is Reach.STOPPED}
    return Whose(
        own={
            record: own_of[signature]
            for signature, records in profiles.rows.items()
            if not _is_anybodys(profiles.nodes[signature], stopped)
            for record in records
        },
        current=found.persons,
        resolution=found,
        joined={
            "joins": len(found.joins),
            "parts": len(found.parts),
            "doubts": len(found.doubts),
        },
        nameless=_nameless(profiles, own_of, {one.key for one in found.shared}),
    )


def _nameless(
    profiles: _Profiles, own_of: Mapping[str, str], shared: Collection[Key]
) -> frozenset[str]:
    """Return the own ids behind which nobody can be told from others."""
    return frozenset(
        own_of[signature]
        for signature, node in profiles.nodes.items()
        if not _has_name(node)
        and all(
            key[0] is IdentifierKind.DEVICE or key in shared for key in keys_of(node)
        )
    )


def _is_anybodys(node: Node, stopped: Collection[Key]) -> bool:
    """Say whether rows show nothing but values that many people share."""
    keys = keys_of(node)
    return bool(keys) and not _has_name(node) and all(key in stopped for key in keys)


def _has_name(node: Node) -> bool:
    return bool(node.name.given or node.name.family)


def namespaces(everything: Iterable[SourceRows]) -> dict[str, str]:
    """
    Say in whose numbers each source counts.

    Identifiers are namespaced by source (contracts.md, section 1). A department that
    keeps a list of people and other rows about them counts both by one column of the
    same name: those rows then use the list's numbers.
    """
    lists: dict[tuple[str, str], str] = {}
    everything = list(everything)
    for rows in everything:
        column = rows.mapping.person
        if rows.source.holds is Holds.PEOPLE and rows.source.department and column:
            lists.setdefault((rows.source.department, column.name), rows.source.name)
    found = {}
    for rows in everything:
        column = rows.mapping.person
        if rows.source.holds is not Holds.PEOPLE and column is not None:
            key = (rows.source.department, column.name)
            found[rows.source.name] = lists.get(key, rows.source.name)
    return found


def whose_table(
    whose: Whose, everything: Sequence[SourceRows], directly: Mapping[str, str]
) -> pa.Table:
    """
    Return record_id, source, own and person of every row that is somebody's.

    Args:
        whose: Whose each row is.
        everything: Rows of all sources.
        directly: Record id to own person id of what was said to us directly.
    """
    columns: dict[str, list[str]] = {
        name: [] for name in ("record_id", "source", "own", "person")
    }
    named = [
        (record, rows.source.name, own)
        for rows in everything
        for record, own in zip(rows.record_ids, whose.own_of(rows), strict=True)
        if own
    ]
    named += [(one, one.partition(":")[0], own) for one, own in directly.items()]
    for record, source, own in named:
        columns["record_id"].append(record)
        columns["source"].append(source)
        columns["own"].append(own)
        columns["person"].append(whose.current[own])
    return pa.table({name: pa.array(v, pa.string()) for name, v in columns.items()})


def _add(house: House, profiles: _Profiles, rows: SourceRows, namespace: str) -> None:
    reader = reader_of(rows.mapping, source=namespace, country=house.shop.country)
    if not reader.columns():
        return
    for said, records in nodes_of_table(rows.data, reader, rows.record_ids):
        node = of_a_click(said) if rows.source.holds is Holds.OUTCOMES else said
        named = _has_name(node) and rows.source.holds in _NAMED_IS_ENOUGH
        if not keys_of(node) and not named:
            continue  # nobody can be told from these rows
        signature = signature_of_profile(rows.source.name, node)
        profiles.nodes.setdefault(signature, node)
        profiles.rows.setdefault(signature, []).extend(records)
        profiles.sources[signature] = rows.source.name


def of_a_click(node: Node) -> Node:
    """
    Leave out the browser: a click says which message was clicked, not whose it is.

    She may have forwarded it (reliability.md, B3).
    """
    others = [one for one in node.identifiers if one.kind is not IdentifierKind.DEVICE]
    return replace(node, identifiers=tuple(others))


def signature_of_profile(source: str, node: Node) -> str:
    """Name a profile by what it says; rows that join nobody by their own id."""
    keys = sorted(
        f"{one.kind}\x1f{one.namespace}\x1f{one.value}" for one in node.identifiers
    )
    born = node.birth_date.isoformat() if node.birth_date else ""
    alone = "" if keys_of(node) else node.key
    return hash_of(
        source, *keys, repr(node.name), born, node.postcode, node.address, node.town,
        alone,
    )  # fmt: skip


def _enrol(house: House, profiles: _Profiles, *, now: datetime) -> dict[str, PersonId]:
    known = house.identity.profiles()
    before = house.warehouse.read("whose")
    heirs: dict[str, PersonId] = {}
    if before is not None:
        was = dict(
            zip(
                before.column("record_id").to_pylist(),
                before.column("own").to_pylist(),
                strict=True,
            )
        )
        still = {known[name] for name in profiles.nodes if name in known}
        for signature in profiles.nodes:
            if signature in known:
                continue
            owns = {was[row] for row in profiles.rows[signature] if row in was}
            if len(owns) == 1 and not owns & (still | set(heirs.values())):
                heirs[signature] = PersonId(owns.pop())
    house.identity.adopt(
        {name: (person, profiles.sources[name]) for name, person in heirs.items()}
    )
    return house.identity.enrol(profiles.sources, at=now)


def _one_each(nodes: Iterable[Node]) -> list[Node]:
    """Of several profiles of one own id keep the first: the others are its past."""
    found: dict[str, Node] = {}
    for node in nodes:
        found.setdefault(node.key, node)
    return list(found.values())
