"""Which pairs of records are compared at all."""

from __future__ import annotations

import sys

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

import numpy as np
import pyarrow as pa

from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.keys import Key


Found = tuple[Array, Array]
"""Two int32 arrays of rows, the smaller in the first; each pair once, in order."""

# Run by whatever engine there is. Keys of two kinds may be the same number, and a
# record may have a key twice (her second mailbox is her first again): both make no
# pair. Pairs that several keys find are sorted out afterwards, which is cheaper.
_PAIRS = """
WITH few AS (
    SELECT kind, key FROM keys
    GROUP BY kind, key HAVING COUNT(*) BETWEEN 2 AND MAX(most)
)
SELECT CAST(one.record AS BIGINT) * 4294967296 + other.record AS pair
FROM keys AS one
JOIN few ON few.kind = one.kind AND few.key = one.key
JOIN keys AS other
    ON other.kind = one.kind AND other.key = one.key AND other.record > one.record
"""
_AT_ONCE = 2_000_000


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
        return _each_once(found)


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
            found.append(pairs.column("pair").to_numpy())
        return _each_once(found)


def _tables(keys: Iterable[Key]) -> Iterator[pa.Table]:
    """Yield tables of `kind, key, record, most`, a few kinds of keys in each."""
    some: list[pa.Table] = []
    for kind, key in enumerate(keys):
        some.append(_table(kind, key))
        if sum(map(len, some)) >= _AT_ONCE:
            yield pa.concat_tables(some)
            some = []
    if some:
        yield pa.concat_tables(some)


def _table(kind: int, key: Key) -> pa.Table:
    return pa.table(
        {
            "kind": np.full(len(key.rows), kind, np.int32),
            "key": key.values.view(np.int64),
            "record": key.rows.astype(np.int32),
            "most": np.full(len(key.rows), key.kind.most, np.int32),
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


def _each_once(found: list[Array]) -> Found:
    """Unpack pairs, each once and in order; *found* is emptied on the way."""
    packed = np.empty(sum(map(len, found)), np.int64)
    end = len(packed)
    while found:
        part = found.pop()
        packed[end - len(part) : end] = part
        end -= len(part)
    packed.sort()  # `numpy.unique` takes fifty times as long
    once = np.ones(len(packed), bool)
    np.not_equal(packed[1:], packed[:-1], out=once[1:])
    end = 0
    for start in range(0, len(packed), _AT_ONCE):  # in place: there are many
        part = packed[start : start + _AT_ONCE][once[start : start + _AT_ONCE]]
        packed[end : end + len(part)] = part
        end += len(part)
    packed.resize(end, refcheck=False)
    halves = packed.view(np.int32).reshape(-1, 2)
    low, high = (0, 1) if sys.byteorder == "little" else (1, 0)
    return halves[:, high].copy(), halves[:, low].copy()
