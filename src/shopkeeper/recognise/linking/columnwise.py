"""The cells of a table, a column at a time: of all its rows, or of one."""

from __future__ import annotations

import re

from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np
import pyarrow as pa

from shopkeeper.recognise.columns import ColumnProfile, as_texts
from shopkeeper.recognise.linking.arrays import Array


# Soft hyphen, zero width, marks of direction, byte order: they come with copying.
_UNSEEN = re.compile("[\u00ad\u061c\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class Cells(Protocol):
    """Rows of one table, read a column at a time."""

    count: int

    def one(
        self, column: ColumnProfile, read: Callable[[str], int], none: int = -1
    ) -> Array:
        """Return (n,) int32: what *read* makes of each cell, *none* if it is empty."""

    def many(
        self, column: ColumnProfile, read: Callable[[str], list[int]], width: int
    ) -> Array:
        """Return (n, width) int32: what *read* makes of each cell, -1 if empty."""


class Whole:
    """
    All rows of a table; each different cell is read once.

    Args:
        table: Any.
    """

    def __init__(self, table: pa.Table) -> None:
        self._table = table
        self.count = table.num_rows

    def one(
        self, column: ColumnProfile, read: Callable[[str], int], none: int = -1
    ) -> Array:
        """Return (n,) int32: what *read* makes of each cell, *none* if it is empty."""
        texts, places = self._cells(column)
        values = [read(text) if text else none for text in texts]
        return np.array([*values, none], np.int32)[places]

    def many(
        self, column: ColumnProfile, read: Callable[[str], list[int]], width: int
    ) -> Array:
        """Return (n, width) int32: what *read* makes of each cell, -1 if empty."""
        texts, places = self._cells(column)
        nothing = [-1] * width
        values = [read(text) if text else nothing for text in texts]
        return np.array([*values, nothing], np.int32)[places]

    def _cells(self, column: ColumnProfile) -> tuple[list[str], Array]:
        encoded = as_texts(self._table.column(column.index)).dictionary_encode()
        places = encoded.indices.fill_null(len(encoded.dictionary))
        texts = [_seen(text) for text in encoded.dictionary.to_pylist()]
        return texts, places.to_numpy(zero_copy_only=False)


class Single:
    """
    One row, by the same functions.

    Args:
        row: Its cells, as wide as the table.
    """

    def __init__(self, row: Sequence[str | None]) -> None:
        self._row = row
        self.count = 1

    def one(
        self, column: ColumnProfile, read: Callable[[str], int], none: int = -1
    ) -> Array:
        """Return (1,) int32."""
        text = _seen(self._row[column.index] or "")
        return np.array([read(text) if text else none], np.int32)

    def many(
        self, column: ColumnProfile, read: Callable[[str], list[int]], width: int
    ) -> Array:
        """Return (1, width) int32."""
        text = _seen(self._row[column.index] or "")
        return np.array([read(text) if text else [-1] * width], np.int32)


def _seen(text: str) -> str:
    """Leave out what nobody sees: blanks around it, marks of direction."""
    return (text if text.isascii() else _UNSEEN.sub("", text)).strip()
