"""Nodes in one line each, for the tests of recognise."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from functools import cache

from msgspec.structs import replace

from shopkeeper.recognise import Node, identifiers_in, name_of, reader_of
from shopkeeper.recognise.book import Book
from shopkeeper.recognise.cluster import Words, begin
from shopkeeper.recognise.rows import mapping_of, nodes_of_table
from shopkeeper.town.crowd import make_crowd
from shopkeeper.vocabulary import (
    IDENTITY,
    Identifier,
    IdentifierKind,
    IdentityRule,
)


def ident(kind: str, value: str, *, verified: bool = False, source: str = "shop"):
    """Return one identifier; verified ones are one per person."""
    (one,) = identifiers_in(
        IdentifierKind(kind),
        value,
        namespace=source,
        verified=verified,
        one_per_person=verified,
    )
    return one


def node(key: str, *ids: Identifier, full: str = "", age: int = 0, **known: object):
    """Return a node: ids as `ident` makes them or as keywords, name, birth, place."""
    kinds = {kind.value for kind in IdentifierKind}
    words = {name: str(value) for name, value in known.items() if name in kinds}
    born = known.get("born")
    return Node(
        key=key,
        age=age,
        source="shop",
        identifiers=(*ids, *(ident(kind, value) for kind, value in words.items())),
        name=name_of(full=full, suffix=str(known.get("suffix", ""))),
        birth_date=date.fromisoformat(str(born)) if born else None,
        postcode=str(known.get("postcode", "")),
        address=str(known.get("address", "")),
        town=str(known.get("town", "")),
    )


@cache
def crowd(people: int, seed: int = 1) -> tuple[Node, ...]:
    """Return the nodes of a crowd, younger than any that a test names itself."""
    return tuple(node for node, _ in crowd_and_truth(people, seed))


@cache
def crowd_and_truth(people: int, seed: int = 1) -> tuple[tuple[Node, str], ...]:
    """Return the nodes of a crowd, each with the person behind it."""
    made = make_crowd(people, seed=seed)
    ids = made.records.column("record_id").to_pylist()
    whose = dict(zip(ids, made.truth.column("person").to_pylist(), strict=True))
    table = made.records.drop(["record_id"])
    reader = reader_of(mapping_of(table), source="shop")
    return tuple(
        (replace(node, age=1000 + age), whose[node.key])
        for age, (node, _) in enumerate(nodes_of_table(table, reader, ids))
    )


def persons_of(
    *nodes: Node,
    words: Words | None = None,
    limits: Mapping[IdentifierKind, IdentityRule] = IDENTITY,
) -> set[frozenset[str]]:
    """Return the persons among nodes, as sets of their keys."""
    book = Book(nodes, limits=limits)
    groups = begin(book, words=words or Words()).groups.all()
    return {frozenset(book.nodes[index].key for index in group) for group in groups}
