"""One record at a time, by the same functions as a whole table."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import numpy as np
import pyarrow as pa

from shopkeeper.recognise.columns import as_texts
from shopkeeper.recognise.known import ID_COLUMN, Known, record_keys
from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.blocking import Sorting
from shopkeeper.recognise.linking.compare import Compared, compare
from shopkeeper.recognise.linking.explain import line_of
from shopkeeper.recognise.linking.groups import (
    DOUBT_AT,
    JOIN_AT,
    LINK_AT,
    linkage,
    linkage_of_one,
)
from shopkeeper.recognise.linking.link import vague
from shopkeeper.recognise.linking.persons import persons_of
from shopkeeper.recognise.linking.reading import Reader
from shopkeeper.recognise.linking.records import Records, Texts
from shopkeeper.recognise.linking.shared import MOST_PEOPLE, how_many, names_of
from shopkeeper.recognise.linking.similar import UNKNOWN
from shopkeeper.recognise.linking.weigh import heard, probability
from shopkeeper.recognise.matches import Match, Placed
from shopkeeper.recognise.rows import mapping_of
from shopkeeper.vocabulary import BadInput


_NOBODY = "nobody known says enough of the same"


class Index:
    """
    Persons that records can be held against, one by one.

    A record is read, blocked, compared and weighed by the functions that a whole table
    goes through, with what was learned from the table at the start. Persons keep their
    ids when records come in: the id is the smallest record id only of those who were
    there at the start.
    """

    def __init__(self, known: Known) -> None:
        self._known = known

    def match(self, record: Mapping[str, object]) -> Match:
        """
        Say who *record* is, and change nothing.

        Args:
            record: Column to value, as in the table.

        Raises:
            BadInput: A column is not one of the table's.
        """
        lexicons = self._known.texts.lexicons()
        sizes = [len(one) for one in lexicons]
        read, keys = self._read(record)
        found = self._match(self._place(read, keys))
        for lexicon, size in zip(lexicons, sizes, strict=True):
            if len(lexicon) > size:
                lexicon.cut(size)
        self._known.texts.sounds.cut(
            len(self._known.texts.names), len(self._known.texts.postcodes)
        )
        return found

    def add(self, record: Mapping[str, object]) -> Match:
        """
        Take *record* in; the next call sees it.

        Args:
            record: Column to value, as in the table; its `record_id` is a new one.

        Returns:
            Her person; a new one if nobody known is the same. Where the record shows
            that two known persons are one, the smaller id stays; where it shows that
            one is two, the id stays with the record it is.

        Raises:
            BadInput: The record id is there already, or a column is not the table's.
        """
        key = _text(record.get(ID_COLUMN)) or f"record:{len(self._known.ids) + 1}"
        self.check_new([key])
        read, keys = self._read(record)
        placed = self._place(read, keys)
        found = self._match(placed)
        row = len(self._known.store)
        self._known.store.add(read)
        self._known.lookup.add(keys, row)
        self._known.called.add(names_of(read, self._known.texts))
        self._known.scales.rarity.add(read)
        self._known.note(key, row, found.confidence)
        self._known.row_id.append(key)
        self._known.row_person.append("")
        person = self._settle(row, placed)
        because = found.because if found.person_id else "somebody new"
        return Match(
            person_id=person,
            confidence=found.confidence,
            record_id=found.record_id,
            because=because,
        )

    def check(self, record: Mapping[str, object]) -> None:
        """
        Check that a record can be read.

        Raises:
            BadInput: A column is not one of the table's.
        """
        self._known.check(record)

    def check_new(self, keys: Iterable[str]) -> None:
        """
        Check that records are new.

        Raises:
            BadInput: A record id is there already.
        """
        self._known.check_new(keys)

    def add_all(self, table: pa.Table) -> pa.Table:
        """
        Take in many records at once, faster than one by one.

        Args:
            table: Columns as at the start; `record_id` names the rows.

        Returns:
            `record_id, person_id, confidence` of the new records.

        Raises:
            BadInput: A record id is there already, or a column is not the table's.
        """
        keys = self._known.new_keys(table)
        read = self._known.shared.without_stopped(
            self._known.reader.read(self._known.as_known(table))
        )
        start = len(self._known.store)
        kinds = list(self._known.keys.of(read))
        old = [self._known.lookup.pairs(key, start) for key in kinds]
        one, other = Sorting().pairs(kinds)
        new = (one.astype(np.int64) + start << 32) | (other.astype(np.int64) + start)
        packed = np.unique(np.concatenate([*old, new]))
        self._known.store.add(read)
        self._known.lookup.add_all(kinds, start)
        self._known.called.add(names_of(read, self._known.texts))
        self._known.scales.rarity.add(read)
        self._known.row_id += keys
        self._known.row_person += [""] * len(keys)
        for row, key in enumerate(keys, start=start):
            self._known.note(key, row, 1.0)
        self._known.regroup(packed >> 32, packed & 0xFFFFFFFF, start)
        return self._known.people().slice(len(self._known.ids) - len(keys))

    def repair(self, *, seed: int = 0) -> int:
        """
        Look at everybody again together, as the nightly pass does.

        What came one by one was held against those known then; who came later may
        have shown that two are one, or that one is two.

        Args:
            seed: For the choice of random pairs to learn from.

        Returns:
            How many records have another person now.
        """
        known = self._known
        persons = persons_of(known.store.records, known.texts, known.row_id, seed=seed)
        before = dict(zip(known.ids, known.persons(), strict=True))
        rows = dict(zip(known.row_id, known.row_person, strict=True))
        named, sure = persons.people(rows)
        known.rename(named, sure)
        now = zip(known.ids, known.persons(), strict=True)
        return sum(before[key] != person for key, person in now)

    def people(self) -> pa.Table:
        """Return `record_id, person_id, confidence`, in the order of arrival."""
        return self._known.people()

    def _read(self, record: Mapping[str, object]) -> tuple[Records, Array]:
        self._known.check(record)
        read = self._known.reader.read_row(
            [_text(record.get(one)) for one in self._known.names]
        )
        read = self._known.shared.without_stopped(read)
        return read, self._known.keys.of_one(read)

    def _place(self, read: Records, keys: Array) -> Placed:
        """Weigh a record against all that share a key with it, and their persons."""
        near = [
            rows
            for rows, most in zip(
                self._known.lookup.holders(keys),
                self._known.keys.most.tolist(),
                strict=True,
            )
            if 0 < len(rows) < most
        ]
        rows = np.unique(np.concatenate(near)) if near else np.zeros(0, np.int64)
        found = self._weigh(read, rows)
        linked = {
            self._known.row_person[row] for row in rows[found.scores > LINK_AT].tolist()
        }
        known = set(rows.tolist())
        others = {row for name in linked for row in self._known.members[name]} - known
        if others:
            found = self._weigh(read, np.array(sorted(known | others)))
        rows_of = {name: self._known.members[name] for name in sorted(linked)}
        several = sum(map(len, rows_of.values()))
        mine = np.isin(found.rows, [row for one in rows_of.values() for row in one])
        if several > 1 and not (
            len(linked) == 1 and found.scores[mine].min() > JOIN_AT
        ):
            self._among_several(read, found, rows_of)
        else:
            found.persons.extend(
                name for name in linked if self._linkage(found, name) > JOIN_AT
            )
        return found

    def _among_several(
        self, read: Records, found: Placed, rows_of: Mapping[str, list[int]]
    ) -> None:
        """
        Group a record with the records of all persons that it is like.

        With it in sight some may be one person, or one be two.
        """
        rows = np.array([row for one in rows_of.values() for row in one])
        places = np.searchsorted(found.rows, rows)
        one, other = np.triu_indices(len(rows), 1)
        among, quiet = self._known.weigher()(rows[one], rows[other])
        records = self._known.store.records.take(rows)
        unsure = np.append(
            vague(read, self._known.texts), vague(records, self._known.texts)
        )
        own = [-1, *rows.tolist()]
        found.groups = [
            [own[place] for place in members]
            for members in linkage(
                np.concatenate([found.scores[places], among]),
                np.concatenate([found.silent[places], quiet]),
                unsure,
            )
        ]
        (here,) = (group for group in found.groups if -1 in group)
        found.persons = sorted(
            {self._known.row_person[row] for row in here if row >= 0}
        )

    def _weigh(self, read: Records, rows: Array) -> Placed:
        left = self._known.store.records.take(rows)
        right = read.take(np.zeros(len(rows), np.int64))
        compared = compare(left, right, self._known.texts)
        shared = self._shared_with(compared, self._known.called.all[rows], read)
        weighed = self._known.scales.weigh(
            compared, left, right, parts=True, shared=shared
        )
        scores, silent = heard(compared, weighed)
        return Placed(rows, scores, silent, compared, weighed)

    def _shared_with(
        self, compared: Compared, called: Array, read: Records
    ) -> dict[str, Array]:
        """Say which of the record's values several people have, it among them."""
        own = names_of(read, self._known.texts)
        found = {}
        for field in self._known.shared.boxes:
            top = fields.prior_of(field).top
            if field not in compared.levels:
                continue
            same = compared.levels[field] == top
            if not same.any():
                continue
            names = np.unique(np.concatenate([called[same], own]))
            texts = self._known.texts.names.texts(names[names >= 0])
            people = how_many(texts)
            if people > MOST_PEOPLE:
                compared.levels[field][same] = UNKNOWN
            elif people > 1:
                found[field] = np.unique(compared.same[field][same])
        return found

    def _linkage(self, found: Placed, person: str) -> float:
        mine = np.isin(found.rows, self._known.members[person])
        return linkage_of_one(found.scores[mine], found.silent[mine])

    def _match(self, placed: Placed) -> Match:
        if not placed.persons:
            return self._nobody(placed)
        if placed.groups:
            known = [[r for r in group if r >= 0] for group in placed.groups]
            named = self._known.named([group for group in known if group])
            (here,) = (group for group in placed.groups if -1 in group)
            mine = np.isin(placed.rows, here)
        else:
            named = {}
            mine = np.isin(placed.rows, self._known.members[placed.persons[0]])
        best = int(np.where(mine, placed.scores, -np.inf).argmax())
        record_id = self._known.row_id[int(placed.rows[best])]
        return Match(
            person_id=named.get(record_id, placed.persons[0]),
            confidence=float(probability(placed.scores[best])),
            record_id=record_id,
            because=line_of(placed.compared, placed.weighed, best),
        )

    def _nobody(self, placed: Placed) -> Match:
        """Say that nobody known is the same, and who comes nearest if anybody does."""
        best = int(placed.scores.argmax()) if len(placed.scores) else -1
        likely = float(probability(placed.scores[best])) if best >= 0 else 0.0
        because = _NOBODY
        if best >= 0 and placed.scores[best] >= DOUBT_AT:
            key = self._known.row_id[int(placed.rows[best])]
            line = line_of(placed.compared, placed.weighed, best)
            because = f"{_NOBODY}; nearest is {key}: {line}"
        return Match(
            person_id=None,
            confidence=round(1.0 - min(likely, 0.5), 6),
            record_id=None,
            because=because,
        )

    def _settle(self, row: int, placed: Placed) -> str:
        """Give the new row its person; returns her id."""
        groups = [[row if r < 0 else r for r in one] for one in placed.groups]
        if not groups:
            members = [r for name in placed.persons for r in self._known.members[name]]
            groups = [[*members, row]]
        self._known.settle(groups)
        return self._known.row_person[row]


def build_index(table: pa.Table, *, country: str = "GB", seed: int = 0) -> Index:
    """
    Find the persons of a table, ready for more records one by one.

    Args:
        table: Records, columns as they come; `record_id` names them, else they are
            `record:<row from 1>`.
        country: ISO 3166 code, for phone numbers without a country.
        seed: For the choice of random pairs to learn from.

    Raises:
        BadInput: A record id stands twice, or it is no table with rows.

    Example:
        >>> import pyarrow as pa
        >>> table = pa.table({"record_id": ["a"], "email": ["j@o.example"]})
        >>> index = build_index(table)
        >>> index.match({"email": "J@O.example"}).person_id
        'a'
    """
    if not isinstance(table, pa.Table) or not table.num_rows:
        message = (
            "build_index needs a pyarrow.Table with rows: pyarrow.Table.from_pylist or "
            "pyarrow.parquet.read_table makes one."
        )
        raise BadInput(message)
    texts = Texts()
    reader = Reader(mapping_of(table), texts, source="table", country=country)
    persons = persons_of(reader.read(table), texts, record_keys(table), seed=seed)
    return Index(Known(reader, table.column_names, texts, persons))


def _text(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    return as_texts(pa.array([value]))[0].as_py() or ""
