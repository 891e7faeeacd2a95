"""Opens any file that a department keeps, by its ending."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from shopkeeper.adapters.files.delimited import DelimitedReader
from shopkeeper.adapters.files.json_rows import JsonReader
from shopkeeper.adapters.files.mail import is_maildir, is_mbox, read_mail
from shopkeeper.adapters.files.note_text import read_notes
from shopkeeper.adapters.files.opening import check_file, refuse
from shopkeeper.adapters.files.parquet_rows import ParquetReader
from shopkeeper.adapters.files.workbook import read_workbook
from shopkeeper.recognise.ports import RowSource
from shopkeeper.vocabulary import Holds


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
