"""Arrays by their use, and one that grows."""

from __future__ import annotations

from typing import Any

import numpy as np

from numpy.typing import NDArray


Array = NDArray[Any]
"""Numbers of a type that the docstring names."""

Codes = NDArray[np.int32]
"""Codes of values, -1 where there is none."""

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Rows = NDArray[np.int64]
"""Places of records, from 0."""

_START = 16


class Growing:
    """
    A column that others are added to, without copying it each time.

    Args:
        kind: Type of its numbers.
        width: Numbers a row; 0 for a plain column.
    """

    def __init__(self, kind: type[np.generic], width: int = 0) -> None:
        self._room: Array = np.zeros((_START, width) if width else _START, kind)
        self._count = 0

    def __len__(self) -> int:
        return self._count

    def add(self, values: Array) -> None:
        """Add *values* at the end."""
        count = self._count + len(values)
        if count > len(self._room):
            room = np.zeros((2 * count, *self._room.shape[1:]), self._room.dtype)
            room[: self._count] = self._room[: self._count]
            self._room = room
        self._room[self._count : count] = values
        self._count = count

    def cut(self, count: int) -> None:
        """Keep the first *count* rows only."""
        self._count = count

    @property
    def all(self) -> Array:
        """All rows, as they stand now."""
        return self._room[: self._count]
