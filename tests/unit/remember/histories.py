"""Purchases with a known truth, for tests."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import numpy as np
import pyarrow as pa

from shopkeeper.adapters.duckdb.engine import DuckEngine
from shopkeeper.adapters.memory.engine import MemoryEngine
from shopkeeper.remember.history import History, read_history


START = date(2025, 1, 1)

ENGINE = DuckEngine(memory="400MB", threads=1)


def purchases(rows: list[tuple], *, shuffled: int | None = None) -> pa.Table:
    """Build a table of (person, day from START, item, quantity or nothing)."""
    rows = [(*row, 1.0)[:4] for row in rows]
    numbered = [(*row, f"orders:{place}") for place, row in enumerate(rows, start=1)]
    if shuffled is not None:
        order = np.random.default_rng(shuffled).permutation(len(numbered))
        numbered = [numbered[place] for place in order]
    at = [
        datetime.combine(START, datetime.min.time()) + timedelta(days=row[1], hours=10)
        for row in numbered
    ]
    return pa.table(
        {
            "person": pa.array([row[0] for row in numbered], pa.string()),
            "at": pa.array(at, pa.timestamp("us", "UTC")),
            "item": pa.array([row[2] for row in numbered], pa.string()),
            "quantity": pa.array([row[3] for row in numbered], pa.float64()),
            "record_id": pa.array([row[4] for row in numbered], pa.string()),
        }
    )


def history_of(rows, *, until: int, plain: bool = False, **named) -> History:
    """Read a history of such rows up to a day from START, that day included."""
    return read_history(
        purchases(rows, **named),
        engine=MemoryEngine() if plain else ENGINE,
        as_of=day(until),
    )


def day(number: int) -> date:
    """Return a day counted from START."""
    return START + timedelta(days=number)


def rhythms(
    people: int,
    days: int,
    *,
    seed: int,
    gap=(15, 45),
    spread: float = 0.25,
    stops: float = 0.0,
) -> list[tuple]:
    """
    Let people buy their own two things, each in its own rhythm.

    Args:
        people: How many.
        days: How long.
        seed: Of the dice.
        gap: Bounds of everybody's own median gap in days.
        spread: Standard deviation of the logarithm of a gap.
        stops: Probability of stopping for good after a purchase.
    """
    dice = np.random.default_rng(seed)
    rows = []
    for person in range(people):
        for thing in range(2):
            own = dice.uniform(*gap)
            at = dice.uniform(0, own)
            while at < days:
                name = f"item {person % 8 + thing}"
                rows.append((f"p{person:04}", int(at), name))
                if dice.random() < stops:
                    break
                at += max(1.0, own * np.exp(dice.normal(0, spread)))
    return rows
