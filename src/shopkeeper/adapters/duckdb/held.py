"""A generation in memory, so that one person's rows are found in microseconds.

Columns stay columns: a person is turned into rows only when somebody asks for her.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import pyarrow as pa

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
        self._tables: dict[str, pa.Table] = {}
        self._keys: dict[str, _Cells] = {}

    def load(self) -> None:
        """Read the current generation: nothing of it is read again until the next."""
        tables: dict[str, pa.Table] = {}
        for name in self._names:
            table = self._under.read(name)
            if table is not None:
                tables[name] = table.sort_by("person").combine_chunks()
        keys = {
            name: _Cells(table["person"].combine_chunks())
            for name, table in tables.items()
        }
        self._tables, self._keys = tables, keys

    def rows_of(
        self, name: str, persons: AbstractSet[str]
    ) -> list[dict[str, Any]] | None:
        """Return the rows of a table whose `person` is one of these; None: no table."""
        if name not in self._names:
            return self._under.rows_of(name, persons)
        keys = self._keys.get(name)
        if keys is None:
            return None
        found: list[dict[str, Any]] = []
        for person in sorted(persons):
            first = bisect_left(keys, person)
            last = bisect_right(keys, person, lo=first)
            if last > first:
                found += self._tables[name].slice(first, last - first).to_pylist()
        return found

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


class _Cells:
    """A column of text as a sequence that can be searched."""

    def __init__(self, column: pa.Array) -> None:
        self._column = column

    def __len__(self) -> int:
        return len(self._column)

    def __getitem__(self, at: int) -> str:
        return str(self._column[at].as_py())
