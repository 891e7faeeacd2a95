"""Which pairs of records are compared at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Protocol

import numpy as np
import pyarrow as pa

from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.keys import Key


Found = tuple[Array, Array]
"""Two int32 arrays of rows, the smaller in the first; each pair once, in order."""

# Run by whatever engine there is. A record has one key of each kind at most, or the
# same key twice (her second mailbox is her first again), which makes no pair.
_PAIRS = """
WITH few AS (
    SELECT key FROM keys GROUP BY key HAVING COUNT(*) BETWEEN 2 AND MAX(most)
)
SELECT DISTINCT one.record AS one, other.record AS other
FROM keys AS one
JOIN few ON few.key = one.key
JOIN keys AS other ON other.key = one.key AND other.record > one.record
"""
_AT_ONCE = 6_000_000


class Runs(Protocol):
    """An engine that runs relational expressions."""

    def run(self, sql: str, tables: Mapping[str, pa.Table]) -> pa.Table:
        """Run *sql* over *tables* and return all of its rows."""


class Blocker(Protocol):
    """Finds the pairs of records that share a key."""

    def pairs(self, keys: Iterable[Key]) -> Found:
        """Return each pair of rows that share a key which is not on too many."""


class Sorting:
    """Sorts the keys of each kind: the plain way, for tables that fit."""

    def pairs(self, keys: Iterable[Key]) -> Found:
        """Return each pair of rows that share a key which is not on too many."""
        found = [np.zeros(0, np.int64)]
        for key in keys:
            found.extend(_of_one(key))
        return _unpacked(np.unique(np.concatenate(found)))


class InEngine:
    """
    Lets an engine join the keys with themselves.

    Args:
        engine: DuckDB, Spark, or another that runs the same SQL.
    """

    def __init__(self, engine: Runs) -> None:
        self._engine = engine

    def pairs(self, keys: Iterable[Key]) -> Found:
        """Return each pair of rows that share a key which is not on too many."""
        found = [np.zeros(0, np.int64)]
        for table in _tables(keys):
            pairs = self._engine.run(_PAIRS, {"keys": table})
            one = pairs.column("one").to_numpy().astype(np.int64)
            found.append((one << 32) | pairs.column("other").to_numpy())
        return _unpacked(np.unique(np.concatenate(found)))


def _tables(keys: Iterable[Key]) -> Iterator[pa.Table]:
    """Yield tables of `key, record, most`, a few kinds of keys in each."""
    some: list[Key] = []
    for key in keys:
        some.append(key)
        if sum(len(one.rows) for one in some) >= _AT_ONCE:
            yield _table(some)
            some = []
    if some:
        yield _table(some)


def _table(keys: Sequence[Key]) -> pa.Table:
    most = [np.full(len(key.rows), key.kind.most, np.int32) for key in keys]
    return pa.table(
        {
            "key": np.concatenate([key.values for key in keys]).view(np.int64),
            "record": np.concatenate([key.rows for key in keys]).astype(np.int32),
            "most": np.concatenate(most),
        }
    )


def _of_one(key: Key) -> list[Array]:
    order = np.argsort(key.values, kind="stable")
    rows, values = key.rows[order], key.values[order]
    starts = np.flatnonzero(np.r_[True, values[1:] != values[:-1]][: len(rows)])
    sizes = np.diff(np.r_[starts, len(rows)])
    found = []
    for size in np.unique(sizes[(sizes > 1) & (sizes <= key.kind.most)]).tolist():
        one, other = np.triu_indices(size, 1)
        members = starts[sizes == size][:, None]
        # Rows of one key are in order: the left is the smaller, or the same.
        left, right = rows[members + one].ravel(), rows[members + other].ravel()
        apart = left != right
        found.append((left[apart].astype(np.int64) << 32) | right[apart])
    return found


def _unpacked(packed: Array) -> Found:
    return (packed >> 32).astype(np.int32), (packed & 0xFFFFFFFF).astype(np.int32)
