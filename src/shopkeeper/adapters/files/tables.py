"""Whole tables of files, read as departments keep them."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa

from shopkeeper.adapters.files.held_rows import HeldRows
from shopkeeper.adapters.files.parquet_rows import read_parquet
from shopkeeper.adapters.files.reading import PARQUET, open_tables
from shopkeeper.adapters.files.writing import write_table
from shopkeeper.recognise.ports import BadRow, FileTable, RowSource
from shopkeeper.vocabulary import Holds


__all__ = ["read_tables", "write_table"]


def read_tables(path: Path, *, holds: Holds | None = None) -> list[FileTable]:
    """
    Read all tables of a file.

    Every row of the file has its row in the table: where a CSV row is too short it
    ends in nulls, where it is too long the last cell takes the rest.

    Args:
        path: CSV, Parquet, JSON lines, a workbook, mbox, Maildir or text; its
            ending tells which.
        holds: What its rows are about, where known.

    Raises:
        BadInput: The file cannot be read; one sentence says what to do.
    """
    if path.suffix.lower() in PARQUET:
        data = read_parquet(path)
        return [FileTable(name=path.stem, kind="parquet", first_row=1, data=data)]
    return [_whole(table) for table in open_tables(path, holds=holds)]


def _whole(table: RowSource) -> FileTable:
    parts: list[list[pa.Array]] = [[] for _ in table.columns]
    bad: list[BadRow] = []
    for batch in table.batches(lenient=True):
        bad += batch.bad
        for place, cells in enumerate(zip(*batch.rows, strict=True)):
            texts = [cell or None for cell in cells]
            parts[place].append(pa.array(texts, pa.string()))
    columns = [pa.chunked_array(part, pa.string()) for part in parts]
    numbers, keys = None, None
    if isinstance(table, HeldRows):
        numbers, keys = table.numbers, table.keys
    return FileTable(
        name=table.name,
        kind=table.kind,
        first_row=numbers[0] if numbers else 1,
        data=pa.table(dict(zip(table.columns, columns, strict=True))),
        row_numbers=numbers,
        keys=keys,
        bad=bad,
    )
