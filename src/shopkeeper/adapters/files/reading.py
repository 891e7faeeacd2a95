"""Opens any file that a department keeps, by its ending."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from shopkeeper.adapters.files.delimited import DelimitedReader
from shopkeeper.adapters.files.json_rows import JsonReader
from shopkeeper.adapters.files.mail import is_maildir, is_mbox, read_mail
from shopkeeper.adapters.files.note_text import read_notes
from shopkeeper.adapters.files.opening import check_file, refuse
from shopkeeper.adapters.files.parquet_rows import ParquetReader
from shopkeeper.adapters.files.workbook import read_workbook
from shopkeeper.recognise.columns import key_candidates, profile
from shopkeeper.recognise.ports import Batch, RowSource, TableReader
from shopkeeper.vocabulary import ColumnPin, Holds


DELIMITED = frozenset({".csv", ".tsv", ".tab", ".psv", ".txt", ".dat"})
JSON = frozenset({".jsonl", ".ndjson", ".json"})
PARQUET = frozenset({".parquet", ".pq"})
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
MAIL = frozenset({".mbox", ".mbx"})


def open_tables(path: Path, *, holds: Holds | None = None) -> list[RowSource]:
    """
    Open a file as tables of text, to be read a batch at a time.

    Args:
        path: A file, or a Maildir.
        holds: What its rows are about, where known: `.txt` that holds notes is free
            text, else a table.

    Raises:
        BadInput: The file cannot be read; one sentence says what to do.
    """
    if is_maildir(path):
        return [read_mail(path)]
    check_file(path)
    ending = path.suffix.lower()
    if ending == ".txt" and holds is Holds.NOTES:
        ending = "notes"
    elif not ending and is_mbox(path):
        ending = ".mbox"
    for endings, opened in _READERS:
        if ending in endings:
            return opened(path)
    return refuse(
        path,
        "has an ending we do not read; take one of .csv, .tsv, .txt, .parquet, "
        ".jsonl, .xlsx, .mbox",
    )


_READERS: tuple[tuple[frozenset[str], Callable[[Path], list[RowSource]]], ...] = (
    (DELIMITED, lambda path: [DelimitedReader(path)]),
    (JSON, lambda path: [JsonReader(path)]),
    (PARQUET, lambda path: [ParquetReader(path)]),
    (WORKBOOKS, lambda path: list(read_workbook(path))),
    (MAIL, lambda path: [read_mail(path)]),
    (frozenset({"notes"}), lambda path: [read_notes(path)]),
)


class KeyedTable:
    """A table whose row keys are chosen: a column's cells, or the rows' numbers."""

    def __init__(self, rows: RowSource, key: str | None) -> None:
        """Offer *rows*, each named by its cell in *key*, or by its number."""
        self.name = rows.name
        self.kind = rows.kind
        self.columns = rows.columns
        self.key = key
        self._rows = rows

    def sample(self, most: int = 2000) -> list[list[str]]:
        """Return about *most* rows from all over the table, in order."""
        return self._rows.sample(most)

    def batches(self, size: int = 10_000) -> Iterator[Batch]:
        """Yield all rows in order, *size* at a time."""
        return self._rows.batches(size, key=self.key)


def rows_of(
    path: Path,
    *,
    holds: Holds | None = None,
    pins: Mapping[str, ColumnPin] | None = None,
) -> list[TableReader]:
    """
    Open the tables of a file with their row keys chosen.

    A row's key is its cell in a column pinned as `row_key`; else in an id column that
    every row of the whole file fills, each with another value; else its number
    (`<sheet>!<row>` of a workbook, the Message-ID of a mail).

    Args:
        path: A file, or a Maildir.
        holds: What its rows are about, where known.
        pins: Columns the shop declared; those that a table lacks are let be.
    """
    return [_keyed(rows, holds, pins or {}) for rows in open_tables(path, holds=holds)]


def _keyed(
    rows: RowSource, holds: Holds | None, pins: Mapping[str, ColumnPin]
) -> TableReader:
    if rows.kind == "mbox":
        return KeyedTable(rows, None)
    here = {name: pin for name, pin in pins.items() if name in rows.columns}
    mapping = profile(rows.columns, rows.sample(), holds=holds, pins=here)
    candidates = key_candidates(mapping)
    if candidates and candidates[0].sure == 1.0:
        return KeyedTable(rows, candidates[0].name)
    return KeyedTable(rows, unique_column(rows, [one.name for one in candidates]))


def unique_column(table: RowSource, candidates: Sequence[str]) -> str | None:
    """
    Return the first of *candidates* that every row fills with another value.

    The whole table is read, so that the answer does not hang on its first rows.
    """
    seen: dict[str, set[str]] = {name: set() for name in candidates}
    places = {name: table.columns.index(name) for name in candidates}
    count = 0
    for batch in table.batches():
        count += len(batch.rows)
        for name in list(seen):
            place, values = places[name], seen[name]
            values.update([row[place].strip() for row in batch.rows])
            if len(values) < count or "" in values:
                del seen[name]
        if not seen:
            return None
    return next((name for name in candidates if name in seen), None)
