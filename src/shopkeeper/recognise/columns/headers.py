"""Is the first row a header, or data like the others?"""

from __future__ import annotations

import re

from collections.abc import Sequence

from shopkeeper.recognise.columns.dates import looks_like_date
from shopkeeper.recognise.columns.naming import is_known
from shopkeeper.recognise.columns.numerals import NumberForm, read_number


_MOSTLY = 0.8
_IDENTIFIER = re.compile(r"[^\W\d][\w ]*[_.][\w .]*|[a-z]+[A-Z]\w*")


def first_row_is_header(rows: Sequence[Sequence[str]]) -> bool:
    """
    Tell whether the first of *rows* names the columns.

    A name departments use, or a word above a column of numbers, dates or addresses,
    is a header's. A first row that is typed as the others are, or whose cells come
    again below, is data. A row of words above words is taken for a header.

    Args:
        rows: The first rows of a file, each as long as its own cells.
    """
    first, body = rows[0], rows[1:]
    cells = [cell.strip() for cell in first]
    if any(_kind(cell) for cell in cells if cell) and not any(map(is_known, cells)):
        # A year or a number may be a column's name, if the others are names.
        typed = sum(bool(_kind(cell)) for cell in cells)
        if typed * 2 >= len(cells) or not body or _typed_alike(cells, body):
            return False
    if any(map(is_known, cells)) or any(map(_IDENTIFIER.fullmatch, cells)):
        return True
    above = _word_above_values(cells, body)
    if above:
        return True
    return not _comes_again(cells, body)


def column_names(header: Sequence[str]) -> tuple[str, ...]:
    """
    Make names of a header's cells: each filled, each once.

    Example:
        >>> column_names(["id", "", "id"])
        ('id', 'column_2', 'id_2')
    """
    names: list[str] = []
    for number, cell in enumerate(header, start=1):
        name = base = " ".join(cell.split()) or f"column_{number}"
        again = 2
        while name in names:
            name, again = f"{base}_{again}", again + 1
        names.append(name)
    return tuple(names)


def _kind(cell: str) -> str:
    if "@" in cell:
        return "address"
    if looks_like_date(cell):
        return "date"
    is_number = any(
        read_number(cell, NumberForm(decimal=mark)) is not None for mark in ".,"
    )
    return "number" if is_number else ""


def _column(body: Sequence[Sequence[str]], index: int) -> list[str]:
    return [cell for row in body if index < len(row) and (cell := row[index].strip())]


def _typed_alike(cells: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    for index, cell in enumerate(cells):
        kind, below = _kind(cell), _column(body, index)
        if kind and below:
            same = sum(_kind(one) == kind for one in below) / len(below)
            if same >= _MOSTLY:
                return True
    return False


def _word_above_values(cells: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    for index, cell in enumerate(cells):
        below = _column(body, index)
        if cell and not _kind(cell) and below:
            typed = sum(bool(_kind(one)) for one in below) / len(below)
            if typed >= _MOSTLY:
                return True
    return False


def _comes_again(cells: Sequence[str], body: Sequence[Sequence[str]]) -> bool:
    return any(
        cell and cell in _column(body, index) for index, cell in enumerate(cells)
    )
