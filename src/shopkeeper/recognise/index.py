"""One record at a time, by the same functions as a whole table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from msgspec import Struct

from shopkeeper.recognise.columns import as_texts
from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.arrays import Array, Floats, Growing
from shopkeeper.recognise.linking.compare import Compared, compare, known_fields
from shopkeeper.recognise.linking.explain import line_of
from shopkeeper.recognise.linking.groups import (
    JOIN_AT,
    LINK_AT,
    RIVAL,
    linkage,
    linkage_of_one,
)
from shopkeeper.recognise.linking.link import Weigher, vague
from shopkeeper.recognise.linking.persons import Persons, persons_of
from shopkeeper.recognise.linking.reading import Reader
from shopkeeper.recognise.linking.records import Records, Texts
from shopkeeper.recognise.linking.shared import MOST_PEOPLE, names_of
from shopkeeper.recognise.linking.similar import UNKNOWN
from shopkeeper.recognise.linking.store import Lookup, Store
from shopkeeper.recognise.linking.weigh import Weighed, probability
from shopkeeper.recognise.rows import mapping_of
from shopkeeper.vocabulary import BadInput


_ID = "record_id"
_NOBODY = "nobody known says enough of the same"


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


@dataclass(slots=True)
class _Placed:
    """
    Where one record belongs.

    Attributes:
        rows: Rows it was weighed against.
        scores: Their scores.
        silent: Whether they say too little to speak against anything.
        weighed: With the weight of each field.
        persons: Labels of the persons it belongs with, the likeliest first.
    """

    rows: Array
    scores: Floats
    silent: Array
    weighed: Weighed
    persons: list[str]


class Index:
    """
    Persons that records can be held against, one by one.

    A record is read, blocked, compared and weighed by the functions that a whole table
    goes through, with what was learned from the table at the start. Persons keep their
    ids when records come in: the id is the smallest record id only of those who were
    there at the start.
    """

    def __init__(
        self, reader: Reader, names: Sequence[str], texts: Texts, persons: Persons
    ) -> None:
        linked = persons.linked
        records = linked.weigher.records
        self._reader = reader
        self._names = tuple(names)
        self._texts = texts
        self._scales = linked.weigher.scales
        self._shared = linked.shared
        self._keys = linked.keys
        self._store = Store(records)
        self._lookup = Lookup(linked.keys.of(records))
        self._called = Growing(np.int32)
        self._called.add(names_of(records, texts))
        self._ids: list[str] = []
        self._rows: list[int] = []
        self._place_of: dict[str, int] = {}
        self._sure: list[float] = []
        self._row_id: list[str] = [""] * len(records)
        self._row_person: list[str] = [""] * len(records)
        self._singles: dict[str, str] = {}
        self._members: dict[str, list[int]] = {}
        self._take_in(persons)

    def match(self, record: Mapping[str, object]) -> Match:
        """
        Say who *record* is, and change nothing.

        Args:
            record: Column to value, as in the table.

        Raises:
            BadInput: A column is not one of the table's.
        """
        lexicons = self._texts.lexicons()
        sizes = [len(one) for one in lexicons]
        read, keys = self._read(record)
        found = self._match(self._place(read, keys))
        for lexicon, size in zip(lexicons, sizes, strict=True):
            if len(lexicon) > size:
                lexicon.cut(size)
        self._texts.sounds.cut(len(self._texts.names), len(self._texts.postcodes))
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
        key = _text(record.get(_ID)) or f"record:{len(self._ids) + 1}"
        if key in self._place_of:
            message = f"The record {key!r} is in the index already; give it a new id."
            raise BadInput(message)
        read, keys = self._read(record)
        placed = self._place(read, keys)
        found = self._match(placed)
        row = len(self._store)
        self._store.add(read)
        self._lookup.add(keys, row)
        self._called.add(names_of(read, self._texts))
        self._scales.rarity.add(read)
        self._note(key, row, found.confidence)
        self._row_id.append(key)
        self._row_person.append("")
        person = self._settle(row, placed, key)
        because = found.because if found.person_id else "somebody new"
        return Match(
            person_id=person,
            confidence=found.confidence,
            record_id=found.record_id,
            because=because,
        )

    def people(self) -> pa.Table:
        """Return `record_id, person_id, confidence`, in the order of arrival."""
        persons = [
            self._singles.get(one) or self._row_person[row]
            for one, row in zip(self._ids, self._rows, strict=True)
        ]
        return pa.table(
            {
                "record_id": pa.array(self._ids, pa.string()),
                "person_id": pa.array(persons, pa.string()),
                "confidence": pa.array(self._sure, pa.float64()),
            }
        )

    def _take_in(self, persons: Persons) -> None:
        names, sure = persons.people()
        rows = persons.row.tolist()
        for key, row, name, known in zip(persons.ids, rows, names, sure, strict=True):
            if key in self._place_of:
                message = f"The record_id {key!r} stands twice; make record ids unique."
                raise BadInput(message)
            self._note(key, row, known)
            if not self._row_id[row]:
                self._row_id[row] = key
                self._row_person[row] = name
                self._members.setdefault(name, []).append(row)
            elif self._row_person[row] != name:
                self._singles[key] = name

    def _note(self, key: str, row: int, sure: float) -> None:
        self._place_of[key] = len(self._ids)
        self._ids.append(key)
        self._rows.append(row)
        self._sure.append(sure)

    def _read(self, record: Mapping[str, object]) -> tuple[Records, Array]:
        strange = sorted(set(record) - set(self._names) - {_ID})
        if strange:
            message = (
                f"The index has no column {strange[0]!r}; its columns are "
                f"{', '.join(self._names)}."
            )
            raise BadInput(message)
        read = self._reader.read_row([_text(record.get(one)) for one in self._names])
        read = self._shared.without_stopped(read)
        return read, self._keys.of_one(read)

    def _place(self, read: Records, keys: Array) -> _Placed:
        """Weigh a record against all that share a key with it, and their persons."""
        near = [
            rows
            for rows, most in zip(
                self._lookup.holders(keys), self._keys.most.tolist(), strict=True
            )
            if 0 < len(rows) < most
        ]
        rows = np.unique(np.concatenate(near)) if near else np.zeros(0, np.int64)
        found = self._weigh(read, rows)
        linked = {
            self._row_person[row] for row in rows[found.scores > LINK_AT].tolist()
        }
        known = set(rows.tolist())
        others = {row for name in linked for row in self._members[name]} - known
        if others:
            found = self._weigh(read, np.array(sorted(known | others)))
        values = sorted((self._linkage(found, name), name) for name in linked)[::-1]
        joined = [name for value, name in values if value > JOIN_AT]
        if joined and not self._fits_several(read, values):
            found.persons.extend(joined)
        return found

    def _weigh(self, read: Records, rows: Array) -> _Placed:
        left = self._store.records.take(rows)
        right = read.take(np.zeros(len(rows), np.int64))
        compared = compare(left, right, self._texts)
        shared = self._shared_with(compared, self._called.all[rows], read)
        weighed = self._scales.weigh(compared, left, right, parts=True, shared=shared)
        silent = (known_fields(compared) <= 1) & (weighed.score >= weighed.prior)
        return _Placed(rows, weighed.score, silent, weighed, [])

    def _shared_with(
        self, compared: Compared, called: Array, read: Records
    ) -> dict[str, Array]:
        """Say which of the record's values several people have, it among them."""
        own = names_of(read, self._texts)
        found = {}
        for field in self._shared.boxes:
            top = fields.prior_of(field).top
            if field not in compared.levels:
                continue
            same = compared.levels[field] == top
            if not same.any():
                continue
            names = np.unique(np.concatenate([called[same], own]))
            people = int((names >= 0).sum())
            if people > MOST_PEOPLE:
                compared.levels[field][same] = UNKNOWN
            elif people > 1:
                found[field] = np.unique(compared.same[field][same])
        return found

    def _linkage(self, found: _Placed, person: str) -> float:
        mine = np.isin(found.rows, self._members[person])
        return linkage_of_one(found.scores[mine], found.silent[mine])

    def _fits_several(self, read: Records, values: list[tuple[float, str]]) -> bool:
        """Does a record that shows an initial only fit two people alike?"""
        best, first = values[0]
        rivals = [name for value, name in values[1:] if value > best - RIVAL]
        if not rivals or not vague(read, self._texts)[0]:
            return False
        for name in rivals:
            pairs = [(a, b) for a in self._members[first] for b in self._members[name]]
            one, other = np.array(pairs).T
            scores, _ = self._weigher()(one, other)
            if float(scores.mean()) < 0.0:
                return True
        return False

    def _weigher(self) -> Weigher:
        return Weigher(self._store.records, self._texts, self._scales)

    def _match(self, placed: _Placed) -> Match:
        if not placed.persons:
            return Match(
                person_id=None, confidence=1.0, record_id=None, because=_NOBODY
            )
        mine = np.isin(placed.rows, self._members[placed.persons[0]])
        best = int(np.where(mine, placed.scores, -np.inf).argmax())
        return Match(
            person_id=min(placed.persons),
            confidence=float(probability(placed.scores[best])),
            record_id=self._row_id[int(placed.rows[best])],
            because=line_of(placed.weighed, best),
        )

    def _settle(self, row: int, placed: _Placed, key: str) -> str:
        """Give the new row its person; returns her id."""
        persons = placed.persons
        if len(persons) > 1:
            persons = self._bridged(row, persons)
        name = min(persons) if persons else self._fresh(key)
        members = self._members.setdefault(name, [])
        for other in persons:
            if other != name:
                members += self._members.pop(other)
        members.append(row)
        for one in members if len(persons) > 1 else (row,):
            self._row_person[one] = name
        return name

    def _bridged(self, row: int, persons: list[str]) -> list[str]:
        """Say which persons become one with the new row, all their records heard."""
        rows = np.array([row, *(r for name in persons for r in self._members[name])])
        one, other = np.triu_indices(len(rows), 1)
        scores, silent = self._weigher()(rows[one], rows[other])
        unsure = vague(self._store.records.take(rows), self._texts)
        for group in linkage(scores, silent, unsure):
            if 0 in group:
                here = {int(rows[place]) for place in group}
                joined = [name for name in persons if here >= set(self._members[name])]
                return joined or persons[:1]
        return persons[:1]

    def _fresh(self, key: str) -> str:
        number, name = 2, key
        while name in self._members:
            name, number = f"{key}~{number}", number + 1
        return name


def build_index(table: pa.Table, *, country: str = "GB", seed: int = 0) -> Index:
    """
    Find the persons of a table, ready for more records one by one.

    Args:
        table: Records, columns as they come; `record_id` names them, else they are
            `record:<row from 1>`.
        country: ISO 3166 code, for phone numbers without a country.
        seed: For the choice of random pairs to learn from.

    Raises:
        BadInput: A record id stands twice.

    Example:
        >>> import pyarrow as pa
        >>> table = pa.table({"record_id": ["a"], "email": ["j@o.example"]})
        >>> index = build_index(table)
        >>> index.match({"email": "J@O.example"}).person_id
        'a'
    """
    texts = Texts()
    reader = Reader(mapping_of(table), texts, source="table", country=country)
    numbers = [f"record:{number}" for number in range(1, table.num_rows + 1)]
    if _ID in table.column_names:
        own = as_texts(table.column(_ID)).to_pylist()
        numbers = [key or number for key, number in zip(own, numbers, strict=True)]
    persons = persons_of(reader.read(table), texts, numbers, seed=seed)
    return Index(reader, table.column_names, texts, persons)


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return as_texts(pa.array([value]))[0].as_py() or ""
