"""Writes the files of a made-up town as its departments keep them."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from shopkeeper.town import TownFile


_MADE = datetime(2026, 11, 2, tzinfo=UTC)  # so that the same town has the same bytes


def write_town_file(folder: Path, file: TownFile, *, time_zone: str) -> Path:
    """
    Write one file under *folder*, in its department's own format.

    Args:
        folder: The shop's.
        file: What to write.
        time_zone: Whose clock a workbook's times are told by.
    """
    path = folder / file.path
    path.parent.mkdir(parents=True, exist_ok=True)
    if file.format == "xlsx":
        _write_workbook(path, file, ZoneInfo(time_zone))
    elif file.format == "parquet":
        pq.write_table(_as_table(file), path)
    else:
        path.write_bytes((file.text or "").encode(file.encoding or "utf-8"))
    return path


def _write_workbook(path: Path, file: TownFile, zone: ZoneInfo) -> None:
    book = xlsxwriter.Workbook(str(path), {"default_date_format": "dd/mm/yyyy hh:mm"})
    book.set_properties({"created": _MADE.replace(tzinfo=None)})
    sheet = book.add_worksheet(file.sheet or None)
    lines = [(title,) for title in file.title]
    for number, row in enumerate([*lines, file.columns, *file.rows]):
        for place, cell in enumerate(row):
            if isinstance(cell, datetime):
                local = cell.astimezone(zone) if cell.tzinfo else cell
                sheet.write_datetime(number, place, local.replace(tzinfo=None))
            elif isinstance(cell, str):
                sheet.write_string(number, place, cell)
            elif cell is not None:
                sheet.write(number, place, cell)
    book.close()


def _as_table(file: TownFile) -> pa.Table:
    return pa.table(
        {
            name: pa.array([row[place] for row in file.rows])
            for place, name in enumerate(file.columns)
        }
    )
