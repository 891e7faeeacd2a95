"""Writes tables as the ending of the file says, whole or not at all."""

from __future__ import annotations

import csv
import math
import os

from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from shopkeeper.adapters.files.formulas import guard
from shopkeeper.adapters.files.opening import refuse
from shopkeeper.recognise.columns import as_texts


_ROWS = 50_000
# Excel's own limits.
_SHEET_ROWS = 1_048_576
_CELL_LETTERS = 32_767
_BORN = datetime(2000, 1, 1)  # noqa: DTZ001  # a workbook's clock has no zone


def write_table(path: Path, table: pa.Table) -> None:
    """
    Write *table* as the ending of *path* says: .csv, .tsv, .parquet, .jsonl, .xlsx.

    The file appears whole or not at all, and is the same bytes for the same table.
    Cells of CSV that a spreadsheet would run get an apostrophe before them, which
    reading takes away.

    Raises:
        BadInput: The ending is none of these, or the place cannot be written to.
    """
    write = _WRITERS.get(path.suffix.lower())
    if write is None:
        endings = ", ".join(sorted(_WRITERS))
        refuse(path, f"has an ending we do not write; take one of {endings}")
    part = path.with_name(f".{path.name}.part")
    try:
        write(part, table)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    except (OSError, xlsxwriter.exceptions.FileCreateError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        refuse(path, f"cannot be written ({reason}); choose a folder you may write to")
    finally:
        part.unlink(missing_ok=True)


def _write_csv(path: Path, table: pa.Table) -> None:
    _write_delimited(path, table, ",")


def _write_tsv(path: Path, table: pa.Table) -> None:
    _write_delimited(path, table, "\t")


def _write_delimited(path: Path, table: pa.Table, delimiter: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(
            file, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n"
        )
        out.writerow([guard(name) for name in table.column_names])
        for start in range(0, table.num_rows, _ROWS):
            part = table.slice(start, _ROWS)
            columns = [
                [guard(text) for text in as_texts(column).fill_null("").to_pylist()]
                for column in part.columns
            ]
            out.writerows(zip(*columns, strict=True))


def _write_parquet(path: Path, table: pa.Table) -> None:
    pq.write_table(table, path)


def _write_json(path: Path, table: pa.Table) -> None:
    encode = msgspec.json.Encoder().encode
    with path.open("wb") as file:
        for start in range(0, table.num_rows, _ROWS):
            for row in table.slice(start, _ROWS).to_pylist():
                file.write(encode(row) + b"\n")


def _write_workbook(path: Path, table: pa.Table) -> None:
    if table.num_rows >= _SHEET_ROWS:
        refuse(path, f"a sheet has {_SHEET_ROWS} rows at most; write .csv instead")
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
        "in_memory": True,
    }
    with xlsxwriter.Workbook(str(path), options) as book:
        book.set_properties({"created": _BORN})
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        moment = book.add_format({"num_format": "yyyy-mm-dd hh:mm:ss"})
        for place, name in enumerate(table.column_names):
            sheet.write_string(0, place, name)
            for row, cell in enumerate(table.column(place).to_pylist(), start=1):
                _write_cell(sheet, (row, place), cell, (day, moment))


def _write_cell(
    sheet: xlsxwriter.worksheet.Worksheet,
    place: tuple[int, int],
    cell: object,
    formats: tuple[object, object],
) -> None:
    if cell is None:
        return
    if isinstance(cell, bool):
        sheet.write_boolean(*place, cell)
    elif isinstance(cell, int | float) and _is_exact(cell):
        sheet.write_number(*place, cell)
    elif isinstance(cell, datetime) and cell.tzinfo is None and not cell.microsecond:
        sheet.write_datetime(*place, cell, formats[1])
    elif isinstance(cell, date) and not isinstance(cell, datetime):
        sheet.write_datetime(*place, cell, formats[0])
    else:
        text = cell.isoformat() if isinstance(cell, datetime) else str(cell)
        if len(text) > _CELL_LETTERS:
            message = f"row {place[0]} has a cell too long for Excel; write .csv"
            raise OSError(message)
        sheet.write_string(*place, text)


def _is_exact(cell: float) -> bool:
    """Tell whether a workbook, whose numbers are doubles, keeps the number."""
    if isinstance(cell, int):
        return abs(cell) <= 2**53
    return math.isfinite(cell)


_WRITERS: dict[str, Callable[[Path, pa.Table], None]] = {
    ".csv": _write_csv,
    ".tsv": _write_tsv,
    ".parquet": _write_parquet,
    ".jsonl": _write_json,
    ".xlsx": _write_workbook,
}
