"""Opens any file that a department keeps, by its ending."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from shopkeeper.adapters.files.delimited import DelimitedReader
from shopkeeper.adapters.files.json_rows import JsonReader
from shopkeeper.adapters.files.mail import is_maildir, is_mbox, read_mail
from shopkeeper.adapters.files.note_text import read_notes
from shopkeeper.adapters.files.opening import check_file, refuse
from shopkeeper.adapters.files.parquet_rows import ParquetReader
from shopkeeper.adapters.files.workbook import read_workbook
from shopkeeper.recognise.ports import Batch, TableReader
from shopkeeper.vocabulary import Holds


DELIMITED = frozenset({".csv", ".tsv", ".tab", ".psv", ".txt", ".dat"})
JSON = frozenset({".jsonl", ".ndjson", ".json"})
PARQUET = frozenset({".parquet", ".pq"})
WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"})
MAIL = frozenset({".mbox", ".mbx"})


def open_tables(path: Path, *, holds: Holds | None = None) -> list[TableReader]:
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


_READERS: tuple[tuple[frozenset[str], Callable[[Path], list[TableReader]]], ...] = (
    (DELIMITED, lambda path: [DelimitedReader(path)]),
    (JSON, lambda path: [JsonReader(path)]),
    (PARQUET, lambda path: [ParquetReader(path)]),
    (WORKBOOKS, lambda path: list(read_workbook(path))),
    (MAIL, lambda path: [read_mail(path)]),
    (frozenset({"notes"}), lambda path: [read_notes(path)]),
)


def rows_of(
    path: Path,
    *,
    holds: Holds | None = None,
    key: str | None = None,
    size: int = 10_000,
) -> Iterator[Batch]:
    """
    Yield the rows of all tables of a file, as text, *size* at a time.

    Args:
        path: A file, or a Maildir.
        holds: What its rows are about, where known.
        key: Column that names the row, in the tables that have it; else its number
            does (`<sheet>!<row>` of a workbook, the Message-ID of a mail).
        size: Rows in a batch, at most.
    """
    for table in open_tables(path, holds=holds):
        own = key if key in table.columns else None
        yield from table.batches(size, key=own)


def unique_column(table: TableReader, candidates: Sequence[str]) -> str | None:
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
