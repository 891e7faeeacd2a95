"""Records that others are added to, and the keys by which they are found."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.keys import Key
from shopkeeper.recognise.linking.records import FIELDS, Records, joined


class Store:
    """
    Records with room for more.

    Args:
        records: The first ones.
    """

    def __init__(self, records: Records) -> None:
        self._room = records
        self._count = len(records)

    def __len__(self) -> int:
        return self._count

    @property
    def records(self) -> Records:
        """All records, as they stand now."""
        return self._room.cut(self._count)

    def add(self, more: Records) -> None:
        """Add *more* at the end."""
        count = self._count + len(more)
        if count > len(self._room):
            spare = np.zeros(self._count + 2 * len(more) + 1024, np.int64)
            self._room = joined([self.records, more.take(spare % max(len(more), 1))])
        for name in FIELDS:
            getattr(self._room, name)[self._count : count] = getattr(more, name)
        part = slice(self._count, count)
        for key, codes in self._room.marks.items():
            codes[part] = more.marks.get(key, -1)
        for name, codes in self._room.traits.items():
            codes[part] = more.traits.get(name, -1)
        self._count = count


_NONE: list[int] = []


class Lookup:
    """
    Finds the records that share a key: sorted hashes, and a few that came later.

    Args:
        keys: All keys of the first records.
    """

    def __init__(self, keys: Iterable[Key]) -> None:
        every = list(keys)
        values = np.concatenate([np.zeros(0, np.uint64), *(k.values for k in every)])
        rows = [key.rows.astype(np.int32) for key in every]
        order = np.argsort(values)
        self._values = values[order]
        self._rows = np.concatenate([np.zeros(0, np.int32), *rows])[order]
        self._later: dict[int, list[int]] = {}

    def add(self, keys: Array, row: int) -> None:
        """Note the *keys* (uint64, 0 for none) of the record at *row*."""
        for key in np.unique(keys[keys > 0]).tolist():
            self._later.setdefault(key, []).append(row)

    def add_all(self, keys: Iterable[Key], start: int) -> None:
        """Note the keys of many records, whose first is at row *start*."""
        for key in keys:
            rows = (key.rows + start).tolist()
            for value, row in zip(key.values.tolist(), rows, strict=True):
                self._later.setdefault(value, []).append(row)

    def pairs(self, key: Key, start: int) -> Array:
        """
        Return the pairs that new records make with those known, by one kind of key.

        Args:
            key: Keys of the new records.
            start: Row of the first new record.

        Returns:
            (n,) int64: the known row in the upper half, the new one in the lower.
        """
        starts = np.searchsorted(self._values, key.values, "left")
        counts = np.searchsorted(self._values, key.values, "right") - starts
        later = [self._later.get(value, _NONE) for value in key.values.tolist()]
        known = counts + np.fromiter(map(len, later), np.int64, len(later))
        _, group, new = np.unique(key.values, return_inverse=True, return_counts=True)
        able = (known > 0) & (known + new[group] <= key.kind.most)
        rows = key.rows + start
        found = [np.zeros(0, np.int64)]
        some = able & (counts > 0)
        if some.any():
            many = counts[some]
            ends = np.cumsum(many)
            step = np.arange(int(ends[-1])) - np.repeat(ends - many, many)
            olds = self._rows[np.repeat(starts[some], many) + step]
            found.append((olds.astype(np.int64) << 32) | np.repeat(rows[some], many))
        for place in np.flatnonzero(able).tolist():
            olds = np.array(later[place], np.int64)
            found.append((olds << 32) | int(rows[place]))
        return np.concatenate(found)

    def holders(self, keys: Array) -> list[Array]:
        """Return for each of *keys* (uint64) the rows that have it."""
        starts = np.searchsorted(self._values, keys, "left")
        ends = np.searchsorted(self._values, keys, "right")
        found = []
        for key, start, end in zip(
            keys.tolist(), starts.tolist(), ends.tolist(), strict=True
        ):
            rows = self._rows[start:end]
            later = self._later.get(key) if key else None
            found.append(np.append(rows, later) if later else rows)
        return found
