"""A generation in memory, so that one person's rows are found in microseconds.

Columns stay columns: a person is turned into rows only when somebody asks for her.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from collections.abc import Set as AbstractSet
from datetime import UTC, datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shopkeeper.remember.ports import Warehouse


class HeldWarehouse:
    """
    A `Warehouse` whose tables are read once for each generation.

    Args:
        under: Where they are kept.
        names: Of the tables that are asked for by person.
    """

    def __init__(self, under: Warehouse, names: tuple[str, ...]) -> None:
        self._under = under
        self._names = names
        self._held: dict[str, _Table] = {}

    def load(self) -> None:
        """Read the current generation: nothing of it is read again until the next."""
        self._held = {
            name: _Table(table)
            for name in self._names
            if (table := self._under.read(name)) is not None
        }

    def rows_of(
        self, name: str, persons: AbstractSet[str]
    ) -> list[dict[str, Any]] | None:
        """Return the rows of a table whose `person` is one of these; None: no table."""
        if name not in self._names:
            return self._under.rows_of(name, persons)
        table = self._held.get(name)
        if table is None:
            return None
        return [row for person in sorted(persons) for row in table.rows_of(person)]

    def part(self, name: str, persons: AbstractSet[str]) -> pa.Table | None:
        """Return the rows of a table whose `person` is one of these, as a table."""
        if name not in self._names:
            return self._under.part(name, persons)
        table = self._held.get(name)
        if table is None:
            return None
        parts = [table.part_of(person) for person in sorted(persons)]
        return pa.concat_tables(parts) if parts else table.nobody

    def write(self, tables: Mapping[str, pa.Table]) -> int:
        """Write a new generation, make it current, and return its number."""
        return self._under.write(tables)

    def current(self) -> int:
        """Return the number of the current generation, 0 where there is none."""
        return self._under.current()

    def names(self) -> list[str]:
        """List the tables of the current generation."""
        return self._under.names()

    def read(self, name: str) -> pa.Table | None:
        """Return a table of the current generation, or None."""
        return self._under.read(name)

    def forget(
        self, ids: AbstractSet[str], texts: AbstractSet[str] = frozenset()
    ) -> int:
        """Leave people out of all that is kept, and of what is held here."""
        left_out = self._under.forget(ids, texts)
        self.load()
        return left_out


class _Table:
    """
    A table with an index of its persons.

    A person's rows are found by a number made of her id: sorting numbers takes a tenth
    of sorting words, and no column has to be put in another order.
    """

    def __init__(self, table: pa.Table) -> None:
        if table["person"].null_count:  # what is nobody's is asked for by nobody
            table = table.filter(pc.is_valid(table["person"]))
        whole = table["person"].combine_chunks()
        persons = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
        self._cells = [
            (field.name, _reader(table[field.name], field.type))
            for field in table.schema
        ]
        # As bytes of one width: a tenth of the memory of words.
        self._persons = _of_one_width(persons)
        numbers = _numbers(self._persons)
        order = numbers.argsort(kind="stable")
        self._numbers = numbers[order]
        self._order = order.astype("u4")
        self._width = self._persons.dtype.itemsize
        self._whole = table
        self.nobody = table.slice(0, 0)

    def rows_of(self, person: str) -> list[dict[str, Any]]:
        """Return one person's rows."""
        return [
            {name: cell(row) for name, cell in self._cells}
            for row in self._places_of(person)
        ]

    def part_of(self, person: str) -> pa.Table:
        """Return one person's rows as a table."""
        return self._whole.take(pa.array(self._places_of(person), pa.int64()))

    def _places_of(self, person: str) -> list[int]:
        wanted = person.encode("ascii", "replace")
        if not 0 < len(wanted) <= self._width:
            return []
        number = _number(wanted, self._width)
        place = int(self._numbers.searchsorted(number))
        found: list[int] = []
        while place < len(self._numbers) and self._numbers[place] == number:
            row = int(self._order[place])
            if self._persons[row] == wanted:
                found.append(row)
            place += 1
        return found


def _of_one_width(persons: pa.Array) -> np.ndarray[Any, Any]:
    """Return words as bytes, filled up with zeros to a multiple of eight."""
    longest = pc.max(pc.binary_length(persons)).as_py() or 1
    width = -(-longest // _WORD) * _WORD
    padded = pc.ascii_rpad(persons.fill_null(""), width, padding="\0")
    data = padded.buffers()[2]
    if data is None:
        return np.zeros(0, f"S{width}")
    first = padded.buffers()[1]
    start = np.frombuffer(first, "i4")[padded.offset] if first is not None else 0
    count = len(padded)
    return np.frombuffer(data, "u1", count * width, int(start)).view(f"S{width}")


def _numbers(words: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Make a number of each word: another for nearly each other one."""
    parts = words.view("<u8").reshape(len(words), words.dtype.itemsize // _WORD)
    found = np.zeros(len(words), "u8")
    for at in range(parts.shape[1]):
        found = (found ^ parts[:, at]) * np.uint64(_MIX)
    return found


def _number(word: bytes, width: int) -> np.uint64:
    """Make the number of one word."""
    found = 0
    padded = word.ljust(width, b"\0")
    for at in range(0, width, _WORD):
        part = int.from_bytes(padded[at : at + _WORD], "little")
        found = ((found ^ part) * _MIX) & _ALL
    return np.uint64(found)


def _reader(column: pa.ChunkedArray, kind: pa.DataType) -> Callable[[int], Any]:
    """Return what reads one cell of a column, in less than a microsecond if it can."""
    whole = column.combine_chunks()
    cells = whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole
    if not len(cells) or cells.null_count == len(cells):
        return lambda _at: None
    if kind == pa.timestamp("us", "UTC"):
        return _moments(cells)
    if pa.types.is_list(kind):
        return _lists(cells)
    if pa.types.is_string(kind):
        coded = cells.dictionary_encode()
        if len(coded.dictionary) <= _MOST_WORDS:
            words = [*coded.dictionary.to_pylist(), None]
            codes = coded.indices.fill_null(len(words) - 1).to_numpy()
            return lambda at: words[codes[at]]
    return lambda at: cells[at].as_py()


def _moments(cells: pa.Array) -> Callable[[int], datetime | None]:
    # Arrow looks the zone up for each moment it hands out.
    numbers = cells.cast(pa.int64()).fill_null(_NEVER).to_numpy()

    def moment(at: int) -> datetime | None:
        number = int(numbers[at])
        return None if number == _NEVER else _EPOCH + timedelta(microseconds=number)

    return moment


def _lists(cells: pa.Array) -> Callable[[int], list[Any] | None]:
    """Read lists: nearly all of them are empty."""
    lengths = cells.value_lengths().fill_null(-1).to_numpy(zero_copy_only=False)
    if not lengths.any():
        return lambda _at: []
    short = lengths.astype("i4")
    return lambda at: [] if short[at] == 0 else cells[at].as_py()


_WORD = 8
_MIX = 0x9E3779B97F4A7C15  # odd, so that no two words of eight bytes share a number
_ALL = 2**64 - 1
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NEVER = -(2**63)
_MOST_WORDS = 1_000
"""Of a column with no more different words a cell is a number and a word."""
