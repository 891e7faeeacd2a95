"""Reads workbooks: every sheet is a table, rows keep the sheet's own numbers."""

from __future__ import annotations

import zipfile
import zlib

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path

from python_calamine import (
    CalamineError,
    CalamineSheet,
    CalamineWorkbook,
    PasswordError,
)

from shopkeeper.adapters.files.held_rows import HeldRows
from shopkeeper.adapters.files.opening import check_file, refuse
from shopkeeper.recognise.columns import column_names, first_row_is_header
from shopkeeper.recognise.ports import BadRow


# Deflate packs at most 1,032 to 1, so a smaller file cannot exceed the limit.
_MOST_INFLATED = 1 << 30
_DEFLATE_RATIO = 1032
_CHUNK = 1 << 20
_LOOK_ROWS = 200
_Cell = str | float | bool | date | datetime | time | timedelta


def read_workbook(path: Path) -> list[HeldRows]:
    """
    Read all sheets that are tables; lines of title above a header are set aside.

    Raises:
        BadInput: It is no workbook, is locked or damaged, unpacks to more than a
            gibibyte, or no sheet of it is a table.
    """
    check_file(path)
    _check_bomb(path)
    try:
        with CalamineWorkbook.from_path(path) as book:
            sheets = [
                (name, _cells(book.get_sheet_by_name(name)))
                for name in book.sheet_names
            ]
    except PasswordError:
        refuse(path, "is locked by a password; save it without one")
    except (CalamineError, OSError, ValueError, zipfile.BadZipFile) as error:
        said = " ".join(str(error).split())[:120]
        refuse(path, f"is damaged or no workbook ({said}); save it again as .xlsx")
    tables: list[HeldRows] = []
    left_out: list[BadRow] = []
    for name, cells in sheets:
        table = _table_of(f"{path.stem}/{name}", cells)
        if table is not None:
            tables.append(table)
        elif cells:
            reason = "the sheet is no table of two columns or more with rows"
            left_out.append(BadRow(0, name, reason))
    if not tables:
        refuse(path, "has no sheet with a header, two columns and rows; fill one in")
    tables[0].bad[:0] = left_out
    return tables


def _check_bomb(path: Path) -> None:
    if path.stat().st_size * _DEFLATE_RATIO < _MOST_INFLATED:
        return
    total = 0
    try:
        with zipfile.ZipFile(path) as packed:
            for member in packed.infolist():
                with packed.open(member) as file:
                    while chunk := file.read(_CHUNK):
                        total += len(chunk)
                        if total > _MOST_INFLATED:
                            refuse(
                                path,
                                "unpacks to more than a gibibyte; split it, "
                                "or export it as CSV",
                            )
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, RuntimeError):
        return  # no zip, or a damaged one: the workbook reader says which


def _cells(sheet: CalamineSheet) -> list[tuple[int, list[str]]]:
    """Return the rows that hold anything, each with its number in the sheet."""
    rows = sheet.to_python(skip_empty_area=False)
    numbered = (
        (number, [_text(one) for one in row]) for number, row in enumerate(rows, 1)
    )
    return [(number, row) for number, row in numbered if any(row)]


def _table_of(name: str, cells: list[tuple[int, list[str]]]) -> HeldRows | None:
    used = [place for place in range(_width(cells)) if any(r[place] for _, r in cells)]
    if len(used) < 2:  # noqa: PLR2004
        return None
    rows = [(number, row[used[0] : used[-1] + 1]) for number, row in cells]
    start = _header_place([row for _, row in rows])
    titles = [
        BadRow(number, " ".join(filter(None, row)), "stands above the header")
        for number, row in rows[:start]
    ]
    rows = rows[start:]
    headed = first_row_is_header([row for _, row in rows[:_LOOK_ROWS]])
    header = rows[0][1] if headed else [""] * len(rows[0][1])
    body = rows[1:] if headed else rows
    if not body:
        return None
    numbers = [number for number, _ in body]
    sheet = name.rpartition("/")[2]
    return HeldRows(
        name=name,
        kind="xlsx",
        columns=column_names(header),
        rows=[row for _, row in body],
        numbers=numbers,
        keys=[f"{sheet}!{number}" for number in numbers],
        bad=titles,
    )


def _width(cells: list[tuple[int, list[str]]]) -> int:
    return max((len(row) for _, row in cells), default=0)


def _header_place(rows: Sequence[Sequence[str]]) -> int:
    """Return where the table begins: the first row filled at least half as others."""
    filled = [sum(map(bool, row)) for row in rows[:_LOOK_ROWS]]
    usual = sorted(filled)[len(filled) // 2]
    return next(
        place
        for place, count in enumerate(filled)
        if count >= max(2, usual / 2) or place == len(filled) - 1
    )


def _text(cell: _Cell) -> str:
    if isinstance(cell, str):
        return cell
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        whole = cell.is_integer() and abs(cell) < 1e15  # noqa: PLR2004
        return str(int(cell)) if whole else repr(cell)
    if isinstance(cell, datetime | date | time):
        return cell.isoformat()
    return str(cell)
