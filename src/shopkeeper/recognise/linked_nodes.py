"""Nodes of a shop as records, so that linking may weigh them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from shopkeeper.recognise.book import Book
from shopkeeper.recognise.linking import cells, fields
from shopkeeper.recognise.linking.compare import Compared
from shopkeeper.recognise.linking.link import Linked, Weigher
from shopkeeper.recognise.linking.records import (
    GIVEN_NAMES,
    SUFFIXES,
    Records,
    Texts,
    empty,
)
from shopkeeper.recognise.linking.weigh import CROSSED, HOUSEHOLD, Weighed
from shopkeeper.recognise.nodes import Node, keys_of
from shopkeeper.recognise.weigh import Evidence, Part
from shopkeeper.vocabulary import IdentifierKind


_WORDS = 4  # parts of what decided a pair that are named
_SAID = 0.05  # and what weighs less is not


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


def line_of(compared: Compared, weighed: Weighed, place: int) -> str:
    """Say in one line what decided one of several weighed pairs."""
    weights = {
        field: float(weight[place])
        for field, weight in weighed.parts.items()
        if abs(weight[place]) >= _SAID
    }
    surest = sorted(weights, key=lambda field: -abs(weights[field]))
    speaks = [field for field in surest if weights[field] > 0][:_WORDS]
    against = [field for field in surest if weights[field] < 0][: _WORDS // 2]
    words = [_in_words(field, compared, place, "like") for field in speaks]
    said = ", ".join(words) or "nothing in common"
    words = [_in_words(field, compared, place, "other") for field in against]
    return f"{said}; but {', '.join(words)}" if words else said


def _in_words(field: str, compared: Compared, place: int, unlike: str) -> str:
    levels = compared.levels.get(field)
    if levels is None:
        return field
    same = levels[place] == fields.prior_of(field).top
    return f"{'same' if same else unlike} {_named(field)}"


def _named(field: str) -> str:
    return field if field in {HOUSEHOLD, CROSSED} else fields.in_words(field)
