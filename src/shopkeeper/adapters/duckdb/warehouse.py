"""Generations of Parquet in a folder.

Nobody holds a database file open: a second process could not even read it. A
generation is written whole, then `CURRENT` is swapped; the last two are kept
(design.md, section 2).
"""

from __future__ import annotations

import os
import shutil

from collections.abc import Mapping
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq


_KEPT = 2


class ParquetWarehouse:
    """A `Warehouse` in *folder*, which is made when first written to."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def write(self, tables: Mapping[str, pa.Table]) -> int:
        """Write a new generation, make it current, and return its number."""
        number = self.current() + 1
        home = self._folder / str(number)
        if home.exists():  # left behind by a run that was killed
            shutil.rmtree(home)
        home.mkdir(parents=True)
        for name, table in sorted(tables.items()):
            pq.write_table(table, home / f"{name}.parquet")
        swapped = self._folder / "CURRENT.new"
        swapped.write_text(f"{number}\n", encoding="utf-8")
        os.replace(swapped, self._folder / "CURRENT")  # noqa: PTH105 as atomic as it gets
        for old in self._folder.iterdir():
            if old.name.isdecimal() and int(old.name) <= number - _KEPT:
                shutil.rmtree(old)
        return number

    def current(self) -> int:
        """Return the number of the current generation, 0 where there is none."""
        pointer = self._folder / "CURRENT"
        return int(pointer.read_text(encoding="utf-8")) if pointer.exists() else 0

    def names(self) -> list[str]:
        """List the tables of the current generation."""
        home = self._folder / str(self.current())
        return sorted(path.stem for path in home.glob("*.parquet"))

    def read(self, name: str) -> pa.Table | None:
        """Return a table of the current generation, or None."""
        path = self._folder / str(self.current()) / f"{name}.parquet"
        return pq.read_table(path) if path.exists() else None
