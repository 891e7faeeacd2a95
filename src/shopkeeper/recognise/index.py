"""One record at a time, by the same functions as a whole table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

import pyarrow as pa

from msgspec import Struct

from shopkeeper.recognise.book import Book
from shopkeeper.recognise.cluster import Clustering, Link, best_links, cluster
from shopkeeper.recognise.columns import as_texts
from shopkeeper.recognise.keep import name_persons
from shopkeeper.recognise.nodes import Node, keys_of
from shopkeeper.recognise.rows import RowReader, mapping_of, reader_of
from shopkeeper.recognise.shared import Reach
from shopkeeper.vocabulary import BadInput


_ID = "record_id"


class Match(Struct, frozen=True, kw_only=True):
    """
    Who a record is.

    Attributes:
        person_id: Her id, or None where nobody known is the same.
        confidence: Probability that the record is hers; 1 for somebody new.
        record_id: The record of hers that says so best, or None.
        because: One line for people.
    """

    person_id: str | None
    confidence: float
    record_id: str | None
    because: str


class Index:
    """
    Persons that records can be held against, one by one.

    Records added one by one make the same persons as one table of them all, as far
    as exact identifiers go; the rarity of names is that of the records so far.
    Persons keep their ids when records come in: the id is the smallest record id
    only of those who were there at the start.
    """

    def __init__(self, reader: RowReader, names: tuple[str, ...]) -> None:
        self._reader = reader
        self._names = names
        self._book = Book()
        self._person: dict[str, str] = {}
        self._confidence: dict[str, float] = {}
        self._in_use = Counter[str]()

    def match(self, record: Mapping[str, object]) -> Match:
        """
        Say who *record* is, and change nothing.

        Args:
            record: Column to value, as in the table.

        Raises:
            BadInput: A column is not one of the table's.
        """
        index, clustering = self._place(self._node(record, key="\U0010ffff"))
        group = next(group for group in clustering.groups if index in group)
        found = self._match(index, group, clustering)
        self._book.take_back()
        return found

    def add(self, record: Mapping[str, object]) -> Match:
        """
        Take *record* in; the next call sees it.

        Args:
            record: Column to value, as in the table; its `record_id` is a new one.

        Returns:
            Her person; a new one if nobody known is the same. Where the record shows
            that two known persons are one, the smaller id stays.

        Raises:
            BadInput: The record id is there already, or a column is not the table's.
        """
        key = _text(record.get(_ID)) or f"record:{len(self._book.nodes) + 1}"
        if key in self._person:
            message = f"The record {key!r} is in the index already; give it a new id."
            raise BadInput(message)
        index, clustering = self._place(self._node(record, key=key))
        group = next(group for group in clustering.groups if index in group)
        found = self._match(index, group, clustering)
        self._settle(clustering)
        return Match(
            person_id=self._person[key],
            confidence=self._confidence[key],
            record_id=found.record_id,
            because=found.because if found.person_id else "somebody new",
        )

    def people(self) -> pa.Table:
        """Return `record_id, person_id, confidence`, in the order of arrival."""
        keys = [node.key for node in self._book.nodes]
        return pa.table(
            {
                "record_id": pa.array(keys, pa.string()),
                "person_id": pa.array([self._person[one] for one in keys], pa.string()),
                "confidence": pa.array(
                    [self._confidence[one] for one in keys], pa.float64()
                ),
            }
        )

    def fill(self, nodes: list[Node]) -> None:
        """Take in the first records, all at once."""
        for node in nodes:
            if node.key in self._person:
                message = (
                    f"The record_id {node.key!r} stands twice; make record ids unique."
                )
                raise BadInput(message)
            self._person[node.key] = ""
            self._book.add(node)
        self._person.clear()
        self._settle(cluster(self._book))

    def _node(self, record: Mapping[str, object], key: str) -> Node:
        strange = sorted(set(record) - set(self._names) - {_ID})
        if strange:
            message = (
                f"The index has no column {strange[0]!r}; its columns are "
                f"{', '.join(self._names)}."
            )
            raise BadInput(message)
        return self._reader.node(key, [_text(record.get(one)) for one in self._names])

    def _place(self, node: Node) -> tuple[int, Clustering]:
        """Write *node* down and look again at all whom it may touch."""
        book = self._book
        joined = [
            key
            for key in keys_of(node)
            if book.holders(key) and book.shared(key).reach is not Reach.STOPPED
        ]
        index = book.add(node)
        near = {index}
        for key in joined:
            # Where it stops joining with this record, all it had joined is affected.
            near.update(book.holders(key))
        waiting = list(near)
        while waiting:
            for other in book.neighbours(waiting.pop()) - near:
                near.add(other)
                waiting.append(other)
        return index, cluster(book, within=near)

    def _match(self, index: int, group: tuple[int, ...], found: Clustering) -> Match:
        others = [one for one in group if one != index]
        if not others:
            return Match(
                person_id=None,
                confidence=1.0,
                record_id=None,
                because="nobody known has anything that joins",
            )
        link: Link = best_links(found)[index]
        best = link.left if link.right == index else link.right
        return Match(
            person_id=min(self._person[self._book.nodes[one].key] for one in others),
            confidence=link.confidence,
            record_id=self._book.nodes[best].key,
            because=link.because,
        )

    def _settle(self, clustering: Clustering) -> None:
        nodes = self._book.nodes
        groups = [[nodes[one].key for one in group] for group in clustering.groups]
        known = {
            key: self._person[key]
            for group in groups
            for key in group
            if key in self._person
        }
        for person in known.values():
            self._in_use[person] -= 1
            if not self._in_use[person]:
                del self._in_use[person]
        named = name_persons(groups, known, self._in_use)
        self._in_use.update(named.values())
        self._person.update(named)
        best = best_links(clustering)
        for group in clustering.groups:
            for one in group:
                sure = best[one].confidence if one in best else 1.0
                self._confidence[nodes[one].key] = sure


def build_index(table: pa.Table, *, country: str = "GB") -> Index:
    """
    Find the persons of a table, ready for more records one by one.

    Args:
        table: Records, columns as they come; `record_id` names them, else they are
            `record:<row from 1>`.
        country: ISO 3166 code, for phone numbers without a country.

    Raises:
        BadInput: A record id stands twice.

    Example:
        >>> import pyarrow as pa
        >>> table = pa.table({"record_id": ["a"], "email": ["j@o.example"]})
        >>> index = build_index(table)
        >>> index.match({"email": "J@O.example"}).person_id
        'a'
    """
    names = tuple(table.column_names)
    reader = reader_of(mapping_of(table), source="table", country=country)
    cells = [as_texts(table.column(index)).to_pylist() for index in range(len(names))]
    rows = zip(*cells, strict=True) if cells else iter(())
    at = names.index(_ID) if _ID in names else None
    nodes = []
    for number, row in enumerate(rows, start=1):
        key = (row[at] if at is not None else None) or f"record:{number}"
        nodes.append(reader.node(key, row))
    index = Index(reader, names)
    index.fill(nodes)
    return index


def _text(value: object) -> str:
    if value is None:
        return ""
    return as_texts(pa.array([value]))[0].as_py() or ""
