"""The reference warehouse."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

import pyarrow as pa

from shopkeeper.recognise.prints import MASK


class MemoryWarehouse:
    """A `Warehouse` that forgets everything when the process ends."""

    def __init__(self) -> None:
        self._generation = 0
        self._tables: dict[str, pa.Table] = {}

    def write(self, tables: Mapping[str, pa.Table]) -> int:
        """Write a new generation, make it current, and return its number."""
        self._generation += 1
        self._tables = dict(tables)
        return self._generation

    def current(self) -> int:
        """Return the number of the current generation, 0 where there is none."""
        return self._generation

    def names(self) -> list[str]:
        """List the tables of the current generation."""
        return sorted(self._tables)

    def read(self, name: str) -> pa.Table | None:
        """Return a table of the current generation, or None."""
        return self._tables.get(name)

    def rows_of(
        self, name: str, persons: AbstractSet[str]
    ) -> list[dict[str, Any]] | None:
        """Return the rows of a table whose `person` is one of these; None: no table."""
        table = self._tables.get(name)
        if table is None:
            return None
        return [row for row in table.to_pylist() if row["person"] in persons]

    def part(self, name: str, persons: AbstractSet[str]) -> pa.Table | None:
        """Return the rows of a table whose `person` is one of these, as a table."""
        table = self._tables.get(name)
        if table is None:
            return None
        hers = [person in persons for person in table["person"].to_pylist()]
        return table.filter(pa.array(hers, pa.bool_()))

    def forget(
        self, ids: AbstractSet[str], texts: AbstractSet[str] = frozenset()
    ) -> int:
        """Leave out each row in which one of *ids* stands."""
        left_out = 0
        for name, table in self._tables.items():
            rows = [
                row
                for row in table.to_pylist()
                if ids.isdisjoint(cell for cell in row.values() if type(cell) is str)
            ]
            for row in rows:
                for column, cell in row.items():
                    for text in texts:
                        if isinstance(cell, str):
                            row[column] = cell.replace(text, MASK * len(text))
            left_out += table.num_rows - len(rows)
            self._tables[name] = pa.Table.from_pylist(rows, schema=table.schema)
        return left_out
