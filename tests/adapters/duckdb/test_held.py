"""A generation in memory gives the rows that its files would."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest

from shopkeeper.adapters.duckdb.held import HeldWarehouse
from shopkeeper.adapters.duckdb.warehouse import ParquetWarehouse


PEOPLE = [f"p{number:x}" for number in range(1, 4_000, 7)] + ["someone-with-a-long-id"]


def _table(seed: int) -> pa.Table:
    """Make rows of every kind of column there is; some people have several."""
    dice = np.random.default_rng(seed)
    count = 900
    at = datetime(2026, 11, 2, 9, 30, 0, 123456, tzinfo=UTC)
    lists = [[], ["a"], ["a", "b"], None]
    return pa.table(
        {
            "person": pa.array([PEOPLE[one] for one in dice.integers(0, 500, count)]),
            "at": pa.array(
                [at if one else None for one in dice.integers(0, 4, count)],
                pa.timestamp("us", "UTC"),
            ),
            "word": pa.array([f"w{one}" for one in dice.integers(0, 9, count)]),
            "own": pa.array([f"text {one}" for one in dice.integers(0, 9**9, count)]),
            "often": pa.array(
                [lists[one] for one in dice.integers(0, 4, count)],
                pa.list_(pa.string()),
            ),
            "never": pa.nulls(count, pa.string()),
            "empty": pa.array([[]] * count, pa.list_(pa.string())),
            "number": pa.array(dice.integers(0, 9, count)),
        }
    )


@pytest.mark.parametrize("seed", range(3))
def test_rows_in_memory_are_those_of_the_files(tmp_path: Path, seed: int) -> None:
    """For people with rows, with several, with none, and for nobody."""
    under = ParquetWarehouse(tmp_path)
    none = _table(seed).slice(0, 0)
    under.write({"things": _table(seed), "nothing": none, "others": _table(9)})
    held = HeldWarehouse(under, ("things", "nothing", "missing"))
    held.load()
    for person in [*PEOPLE, "", "p", "nobody", "someone-with-a-longer-id-than-any"]:
        for name in ("things", "nothing", "missing", "others"):
            assert held.rows_of(name, {person}) == under.rows_of(name, {person}), name
    both = held.rows_of("things", {PEOPLE[0], PEOPLE[1]})
    assert both is not None
    assert len(both) == len(under.rows_of("things", {PEOPLE[0], PEOPLE[1]}) or ())
