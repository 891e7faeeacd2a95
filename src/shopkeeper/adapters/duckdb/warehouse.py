"""Generations of Parquet in a folder.

Nobody holds a database file open: a second process could not even read it. A
generation is written whole, then `CURRENT` is swapped; the last two are kept
(design.md, section 2).
"""

from __future__ import annotations

import os
import re
import shutil

from collections.abc import Collection, Mapping
from collections.abc import Set as AbstractSet
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from shopkeeper.recognise.prints import MASK


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
        return _read(path) if path.exists() else None

    def rows_of(
        self, name: str, persons: AbstractSet[str]
    ) -> list[dict[str, Any]] | None:
        """Return the rows of a table whose `person` is one of these; None: no table."""
        table = self.part(name, persons)
        if table is None:
            return None
        found: list[dict[str, Any]] = table.to_pylist()
        return found

    def part(self, name: str, persons: AbstractSet[str]) -> pa.Table | None:
        """Return the rows of a table whose `person` is one of these, as a table."""
        table = self.read(name)
        if table is None:
            return None
        wanted = pa.array(sorted(persons), pa.string())
        return table.filter(pc.is_in(table["person"], wanted))

    def forget(
        self, ids: AbstractSet[str], texts: AbstractSet[str] = frozenset()
    ) -> int:
        """Write every generation that is kept anew, without some people."""
        left_out = 0
        if not self._folder.exists():
            return 0
        current = self.current()
        for home in sorted(self._folder.iterdir()):
            if not home.name.isdecimal():
                continue
            if int(home.name) > current:  # left behind by a run that was killed
                shutil.rmtree(home)
                continue
            for path in sorted(home.glob("*.parquet")):
                table = _read(path)
                clean = _without(table, ids, texts)
                if clean is None:
                    continue
                if int(home.name) == current:
                    left_out += table.num_rows - clean.num_rows
                _replace(path, clean)
            for part in home.glob("*.part"):
                part.unlink()
        return left_out


def _read(path: Path) -> pa.Table:
    """Read one file; `read_table` would load what reads many, and pandas."""
    with pq.ParquetFile(path) as file:
        return file.read()


def _replace(path: Path, table: pa.Table) -> None:
    fresh = path.with_suffix(".part")
    pq.write_table(table, fresh)
    with fresh.open("rb+") as file:
        os.fsync(file.fileno())
    fresh.replace(path)


def _without(
    table: pa.Table, ids: Collection[str], texts: Collection[str]
) -> pa.Table | None:
    """Return the table without these people; None where none of them is in it."""
    wanted = pa.array(sorted(ids), pa.string())
    hers = None
    for name in table.column_names:
        if not pa.types.is_string(table.schema.field(name).type):
            continue
        found = pc.is_in(table[name], wanted)
        hers = found if hers is None else pc.or_(hers, found)
    clean = table
    if hers is not None and pc.any(hers).as_py():
        clean = table.filter(pc.invert(hers))
    clean = _blanked(clean, texts)
    return None if clean is table else clean


def _blanked(table: pa.Table, texts: Collection[str]) -> pa.Table:
    if not texts:
        return table
    longest = sorted(texts, key=lambda one: (-len(one), one))
    pattern = re.compile("|".join(map(re.escape, longest)), re.IGNORECASE)

    def blank(text: str | None) -> str | None:
        return None if text is None else pattern.sub(lambda m: MASK * len(m[0]), text)

    clean = table
    for at, field in enumerate(table.schema):
        kind = field.type
        cells = clean.column(at).to_pylist()
        if pa.types.is_string(kind):
            fresh: list[object] = [blank(cell) for cell in cells]
        elif pa.types.is_list(kind) and pa.types.is_string(kind.value_type):
            fresh = [cell and [blank(one) for one in cell] for cell in cells]
        else:
            continue
        if fresh != cells:
            clean = clean.set_column(at, field, pa.array(fresh, kind))
    return clean
