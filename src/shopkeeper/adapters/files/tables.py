"""Tables of files: read as departments keep them, written so that they open."""

from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from shopkeeper.recognise.ports import FileTable
from shopkeeper.vocabulary import BadInput


def read_tables(path: Path) -> list[FileTable]:
    """
    Read all tables of a file.

    Args:
        path: CSV, Parquet, JSON lines, xlsx, mbox or text; an ending tells which.

    Raises:
        BadInput: The file cannot be read; one sentence says what to do.
    """
    if path.suffix == ".parquet":
        data, kind = pq.read_table(path), "parquet"
    elif path.suffix == ".csv":
        data, kind = pyarrow.csv.read_csv(path), "csv"
    else:
        message = f"{path}: no reader for this ending yet"
        raise BadInput(message)
    return [FileTable(name=path.stem, kind=kind, first_row=1, data=data)]


def write_table(path: Path, table: pa.Table) -> None:
    """Write *table* as the ending of *path* says."""
    if path.suffix != ".parquet":
        message = f"{path}: no writer for this ending yet"
        raise BadInput(message)
    pq.write_table(table, path)
