"""How complete the sources are, and whom several of them know."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np

from msgspec import Struct
from scipy.sparse import coo_matrix

from shopkeeper.flow.recognise_files import TablesRead
from shopkeeper.recognise.columns import Meaning, TableMapping
from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.arrays import Array, Bools
from shopkeeper.recognise.linking.reading import Reader
from shopkeeper.recognise.linking.records import Records, Texts
from shopkeeper.recognise.ports import FileTable


CROSSED = 12
"""Sources held beside each other, at most: those with the most records."""


class Filled(Struct, frozen=True):
    """One kind of information, and how many records have a usable one."""

    kind: str
    records: int


class SourceFigures(Struct, frozen=True, kw_only=True):
    """
    How complete a source is.

    Attributes:
        name: The table's, or as a column of it names its source.
        records: How many it has.
        persons: How many persons they are.
        elsewhere: How many of these another source knows, too.
        filled: Each kind of information that any source has.
    """

    name: str
    records: int
    persons: int
    elsewhere: int
    filled: tuple[Filled, ...]


class Column(Struct, frozen=True):
    """What a column was taken for, why, and whether it was compared."""

    name: str
    meaning: Meaning
    because: str
    compared: bool


class TableFigures(Struct, frozen=True, kw_only=True):
    """
    What a table's columns were taken for.

    Attributes:
        name: The table's.
        records: How many rows it has.
        columns: All of them, in the table's order.
    """

    name: str
    records: int
    columns: tuple[Column, ...]

    @property
    def unknown(self) -> tuple[str, ...]:
        """Return the columns nobody understood."""
        return tuple(one.name for one in self.columns if one.meaning is Meaning.UNKNOWN)


class Crossing(Struct, frozen=True, kw_only=True):
    """
    Persons whom two sources know.

    Attributes:
        sources: Names of the sources.
        persons: For each source, for each source: persons known to both; on the
            diagonal all persons of the source.
        left_out: How many sources are not in it.
        several: Persons known in two sources and more, of all.
    """

    sources: tuple[str, ...]
    persons: tuple[tuple[int, ...], ...]
    left_out: int
    several: int


def knows_whom(source: Array, person: Array) -> tuple[Array, Array]:
    """Return each source with each of its persons, once."""
    packed = np.unique((source.astype(np.int64) << 32) | person)
    return packed >> 32, packed & 0xFFFFFFFF


def sources_of(
    found: TablesRead, source: Array, knows: tuple[Array, Array]
) -> Iterator[SourceFigures]:
    linked = found.persons.linked
    texts, row = linked.weigher.texts, found.persons.row
    size = len(texts.sources)
    records = np.bincount(source, minlength=size)
    persons = np.bincount(knows[0], minlength=size)
    many = np.bincount(knows[1], minlength=1)[knows[1]] > 1
    elsewhere = np.bincount(knows[0][many], minlength=size)
    filled = {
        kind: np.bincount(source[has[row]], minlength=size)
        for kind, has in _kinds(linked.weigher.records).items()
    }
    for code in np.flatnonzero(records).tolist():
        yield SourceFigures(
            name=texts.sources.text(code),
            records=int(records[code]),
            persons=int(persons[code]),
            elsewhere=int(elsewhere[code]),
            filled=tuple(
                Filled(kind, int(counts[code]))
                for kind, counts in filled.items()
                if counts.any()
            ),
        )


def _kinds(records: Records) -> dict[str, Bools]:
    """Return for each kind of information which rows have it, (n,)."""
    kinds: dict[str, Bools] = {}
    for field, has in says_what(records).items():
        if field not in {fields.SECOND, fields.SUFFIX} and not fields.is_trait(field):
            kind = fields.in_words(field)
            kinds[kind] = kinds[kind] | has if kind in kinds else has
    return kinds


def says_what(records: Records) -> dict[str, Bools]:
    """Return for each field which rows say something there, (n,)."""
    places = (records.street, records.postcode, records.city)
    found: dict[str, Bools] = {
        fields.GIVEN: records.given[:, 0] >= 0,
        fields.SECOND: records.given[:, 1] >= 0,
        fields.FAMILY: records.family >= 0,
        fields.SUFFIX: records.suffix > 0,
        fields.BORN: records.born > 0,
        fields.PLACE: np.any([codes >= 0 for codes in places], axis=0),
        fields.EMAIL: records.emails[:, 0] >= 0,
        fields.PHONE: records.phones[:, 0] >= 0,
    }
    for key, codes in records.marks.items():
        found[fields.mark(*key)] = codes >= 0
    for name, codes in records.traits.items():
        found[fields.trait(name)] = codes >= 0
    return found


def tables_of(
    found: TablesRead, tables: Sequence[tuple[str, FileTable]]
) -> Iterator[TableFigures]:
    for (name, mapping), (_, table) in zip(found.mappings, tables, strict=True):
        used = _used(mapping)
        yield TableFigures(
            name=name,
            records=table.data.num_rows,
            columns=tuple(
                Column(one.name, one.meaning, one.because, one.index in used)
                for one in mapping.columns
            ),
        )


def _used(mapping: TableMapping) -> frozenset[int]:
    return frozenset(Reader(mapping, Texts(), source="").used())


def crossing_of(source: Array, knows: tuple[Array, Array], texts: Texts) -> Crossing:
    records = np.bincount(source, minlength=1)
    order = np.argsort(-records, kind="stable")
    order = order[records[order] > 0]
    chosen = order[:CROSSED]
    place = np.full(len(records), -1)
    place[chosen] = np.arange(len(chosen))
    ends = place[knows[0]], knows[1]
    inside = ends[0] >= 0
    shape = (len(chosen), int(knows[1].max(initial=0)) + 1)
    ones = np.ones(int(inside.sum()), np.int64)
    known = coo_matrix((ones, (ends[0][inside], ends[1][inside])), shape).tocsr()
    both = (known @ known.T).toarray().tolist()
    return Crossing(
        sources=tuple(texts.sources.texts(chosen)),
        persons=tuple(tuple(line) for line in both),
        left_out=len(order) - len(chosen),
        several=int((np.bincount(knows[1], minlength=1) > 1).sum()),
    )
