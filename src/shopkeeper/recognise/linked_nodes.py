"""Nodes of a shop as records, so that linking may weigh them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from shopkeeper.recognise.book import Book
from shopkeeper.recognise.linking import cells, fields
from shopkeeper.recognise.linking.link import Linked, Weigher
from shopkeeper.recognise.linking.records import (
    GIVEN_NAMES,
    SUFFIXES,
    Records,
    Texts,
    empty,
)
from shopkeeper.recognise.linking.weigh import OF_NO_FIELD, Weighed
from shopkeeper.recognise.nodes import Node, keys_of
from shopkeeper.recognise.weigh import Evidence, Part
from shopkeeper.vocabulary import IdentifierKind


def records_of(nodes: Sequence[Node], texts: Texts) -> Records:
    """
    Write nodes as records for linking.

    Args:
        nodes: Any.
        texts: Where their values get their codes.

    Returns:
        As many records, in the same order. Junk is left out, and so are devices: on
        them several people may sit, which `shared` looks at and linking does not.
    """
    records = empty(len(nodes))
    for row, node in enumerate(nodes):
        _name(records, row, node, texts)
        born = node.birth_date
        records.born[row] = int(f"{born:%Y%m%d}") if born else 0
        house, street, unit = cells.street_parts(node.address)
        records.house[row] = texts.houses.code(house)
        records.street[row] = texts.streets.code(street)
        records.unit[row] = texts.units.code(unit)
        records.postcode[row] = texts.postcodes.code(node.postcode)
        records.city[row] = texts.cities.code(node.town)
        records.source[row] = texts.sources.code(node.source)
        _identifiers(records, row, node, texts)
    return records


def _name(records: Records, row: int, node: Node, texts: Texts) -> None:
    given = cells.given_words(" ".join(node.name.given))[:GIVEN_NAMES]
    for place, word in enumerate(given):
        records.given[row, place] = texts.names.code(word)
    family = cells.family_word(node.name.family).partition("#")[0]
    records.family[row] = texts.names.code(family)
    records.suffix[row] = SUFFIXES.index(node.name.suffix)


def _identifiers(records: Records, row: int, node: Node, texts: Texts) -> None:
    several = {IdentifierKind.EMAIL: (records.emails, texts.emails),
               IdentifierKind.PHONE: (records.phones, texts.phones)}  # fmt: skip
    for kind, namespace, value in keys_of(node):
        if kind in several:
            column, lexicon = several[kind]
            free = np.flatnonzero(column[row] < 0)
            if len(free):
                column[row, free[0]] = lexicon.code(value)
        elif kind is not IdentifierKind.DEVICE:
            key = (str(kind), namespace)
            codes = records.marks.setdefault(key, np.full(len(records), -1, np.int32))
            if codes[row] < 0:  # what she was called before comes after
                codes[row] = texts.mark(key).code(value)


def weigher_of(
    book: Book, linked: Linked, indices: Sequence[int]
) -> tuple[Weigher, dict[int, int]]:
    """Weigh nodes by what was learned of persons; returns node to row, too."""
    nodes: list[Node] = []
    row: dict[int, int] = {}
    for index in indices:
        if index not in row:
            row[index] = len(nodes)
            nodes.append(book.nodes[index])
    texts = linked.weigher.texts
    return Weigher(records_of(nodes, texts), texts, linked.weigher.scales), row


def evidence_of(weighed: Weighed, place: int, *more: Part) -> Evidence:
    """Return what speaks for and against one of several weighed pairs."""
    parts = [
        Part(_named(field), "", "", float(weight[place]))
        for field, weight in weighed.parts.items()
        if weight[place]
    ]
    return Evidence(float(weighed.prior[place]), (*parts, *more))


def _named(field: str) -> str:
    return field if field in OF_NO_FIELD else fields.in_words(field)
