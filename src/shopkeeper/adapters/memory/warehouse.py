"""The reference warehouse."""

from __future__ import annotations

from collections.abc import Mapping

import pyarrow as pa


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
