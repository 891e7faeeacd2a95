"""Persons that are known: their records, the keys to find them by, their names."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
import pyarrow as pa

from shopkeeper.recognise.columns import as_texts
from shopkeeper.recognise.keep import name_persons
from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.arrays import Array, Bools, Floats, Growing
from shopkeeper.recognise.linking.groups import JOIN_AT, LINK_AT, Groups, group
from shopkeeper.recognise.linking.link import Weigher, vague
from shopkeeper.recognise.linking.persons import Persons
from shopkeeper.recognise.linking.reading import Reader
from shopkeeper.recognise.linking.records import Texts
from shopkeeper.recognise.linking.shared import names_of
from shopkeeper.recognise.linking.store import Lookup, Store
from shopkeeper.recognise.linking.weigh import probability
from shopkeeper.vocabulary import BadInput


ID_COLUMN = "record_id"


class Known:
    """
    Persons and their records, with room for more.

    Args:
        reader: Reads rows as the first ones were read.
        names: The columns of the first table.
        texts: What codes stand for.
        persons: What was made of the first table.
    """

    def __init__(
        self, reader: Reader, names: Sequence[str], texts: Texts, persons: Persons
    ) -> None:
        linked = persons.linked
        records = linked.weigher.records
        self.reader = reader
        self.names = tuple(names)
        self.texts = texts
        self.scales = linked.weigher.scales
        self.shared = linked.shared
        self.keys = linked.keys
        self.store = Store(records)
        self.lookup = Lookup(linked.keys.of(records))
        self.called = Growing(np.int32)
        self.called.add(names_of(records, texts))
        self.ids: list[str] = []
        self.rows: list[int] = []
        self.place_of: dict[str, int] = {}
        self.sure: list[float] = []
        self.row_id: list[str] = [""] * len(records)
        self.row_person: list[str] = [""] * len(records)
        self.singles: dict[str, str] = {}
        self.members: dict[str, list[int]] = {}
        self._take_in(persons)

    def persons(self) -> list[str]:
        """Return the person of each record, in the order of arrival."""
        return [
            self.singles.get(one) or self.row_person[row]
            for one, row in zip(self.ids, self.rows, strict=True)
        ]

    def people(self) -> pa.Table:
        """Return `record_id, person_id, confidence`, in the order of arrival."""
        return pa.table(
            {
                "record_id": pa.array(self.ids, pa.string()),
                "person_id": pa.array(self.persons(), pa.string()),
                "confidence": pa.array(self.sure, pa.float64()),
            }
        )

    def rename(self, persons: Sequence[str], sure: Sequence[float]) -> None:
        """Give each row its person and how sure it is."""
        self.row_person = list(persons)
        self.members = {}
        for row, person in enumerate(persons):
            self.members.setdefault(person, []).append(row)
        self.sure = [sure[row] for row in self.rows]

    def _take_in(self, persons: Persons) -> None:
        names, sure = persons.people()
        rows = persons.row.tolist()
        for key, row, name, known in zip(persons.ids, rows, names, sure, strict=True):
            if key in self.place_of:
                message = f"The record_id {key!r} stands twice; make record ids unique."
                raise BadInput(message)
            self.note(key, row, known)
            if not self.row_id[row]:
                self.row_id[row] = key
                self.row_person[row] = name
                self.members.setdefault(name, []).append(row)
            elif self.row_person[row] != name:
                self.singles[key] = name

    def note(self, key: str, row: int, sure: float) -> None:
        self.place_of[key] = len(self.ids)
        self.ids.append(key)
        self.rows.append(row)
        self.sure.append(sure)

    def new_keys(self, table: pa.Table) -> list[str]:
        keys = record_keys(table, first=len(self.ids) + 1)
        self.check_new(keys)
        if len(set(keys)) < len(keys):
            message = (
                "A record_id stands twice among the new records; make them unique."
            )
            raise BadInput(message)
        return keys

    def check_new(self, keys: Iterable[str]) -> None:
        for key in keys:
            if key in self.place_of:
                message = (
                    f"The record {key!r} is in the index already; give it a new id."
                )
                raise BadInput(message)

    def as_known(self, table: pa.Table) -> pa.Table:
        """Put the columns in the order they had at the start."""
        self.check(table.column_names)
        nothing = pa.nulls(table.num_rows, pa.string())
        given = set(table.column_names)
        return pa.table(
            {
                name: table.column(name) if name in given else nothing
                for name in self.names
            }
        )

    def check(self, columns: Iterable[str]) -> None:
        strange = sorted(set(columns) - set(self.names) - {ID_COLUMN})
        if strange:
            message = (
                f"The index has no column {strange[0]!r}; its columns are "
                f"{', '.join(self.names)}."
            )
            raise BadInput(message)

    def weigher(self) -> Weigher:
        return Weigher(self.store.records, self.texts, self.scales)

    def regroup(self, left: Array, right: Array, start: int) -> None:
        """Group the new rows, from *start* on, with the persons they may belong to."""
        self._flag_shared(left, right)
        weigher = self.weigher()
        scores, _ = weigher(left, right)
        linked = scores > LINK_AT
        left, right, scores = left[linked], right[linked], scores[linked]
        known = np.unique(np.concatenate([left[left < start], right[right < start]]))
        names = list(dict.fromkeys(self.row_person[row] for row in known.tolist()))
        bound = [
            (self.members[name][0], row)
            for name in names
            for row in self.members[name][1:]
        ]
        ends = np.array(bound, np.int64).reshape(-1, 2)
        members = [row for name in names for row in self.members[name]]
        rows = np.union1d(np.arange(start, len(self.store)), members).astype(np.int64)

        def score(one: Array, other: Array) -> tuple[Floats, Bools]:
            return weigher(rows[one], rows[other])

        found = group(
            np.searchsorted(rows, np.concatenate([left, ends[:, 0]])),
            np.searchsorted(rows, np.concatenate([right, ends[:, 1]])),
            np.concatenate([scores, np.full(len(ends), JOIN_AT + 1.0)]),
            score,
            vague(self.store.records.take(rows), self.texts),
        )
        self._name_groups(rows, found, start)

    def _name_groups(self, rows: Array, found: Groups, start: int) -> None:
        sure = probability(found.best)
        order = np.argsort(found.label, kind="stable")
        bounds = np.flatnonzero(np.diff(found.label[order])) + 1
        parts = np.split(order, bounds)
        self.settle([rows[places].tolist() for places in parts])
        for places in parts:
            for place in places.tolist() if len(places) > 1 else ():
                if rows[place] >= start:
                    key = self.row_id[rows[place]]
                    self.sure[self.place_of[key]] = float(sure[place])

    def settle(self, groups: Sequence[Sequence[int]]) -> None:
        """
        Make each of *groups* a person.

        Args:
            groups: Rows: those of whole persons, and new ones.
        """
        named = self.named(groups)
        for name in {self.row_person[row] for one in groups for row in one}:
            self.members.pop(name, None)
        for one in groups:
            name = named[self.row_id[one[0]]]
            self.members[name] = list(one)
            for row in one:
                self.row_person[row] = name

    def named(self, groups: Sequence[Sequence[int]]) -> dict[str, str]:
        """Return how rows would be called if they were grouped so, by record id."""
        ids = [[self.row_id[row] for row in one] for one in groups]
        before = {
            self.row_id[row]: self.row_person[row]
            for one in groups
            for row in one
            if self.row_person[row]
        }
        return name_persons(ids, before, self.members)

    def _flag_shared(self, left: Array, right: Array) -> None:
        """Note which values the pairs show beside two different given names."""
        called = self.called.all
        apart = (
            (called[left] != called[right]) & (called[left] >= 0) & (called[right] >= 0)
        )
        records = self.store.records
        one, other = records.take(left[apart]), records.take(right[apart])
        pairs = [
            (fields.EMAIL, one.emails[:, 0], other.emails[:, 0]),
            (fields.PHONE, one.phones[:, 0], other.phones[:, 0]),
            *(
                (fields.mark(*key), one.marks[key], other.marks[key])
                for key in one.marks
            ),
        ]
        for field, mine, hers in pairs:
            both = mine[(mine >= 0) & (mine == hers)]
            known = self.shared.boxes.get(field, both)
            self.shared.boxes[field] = np.union1d(known, both)


def record_keys(table: pa.Table, *, first: int = 1) -> list[str]:
    """Return the id of each row: its `record_id`, else `record:` and its number."""
    numbers = [f"record:{number}" for number in range(first, first + table.num_rows)]
    if ID_COLUMN not in table.column_names:
        return numbers
    own = as_texts(table.column(ID_COLUMN)).to_pylist()
    return [key or number for key, number in zip(own, numbers, strict=True)]
