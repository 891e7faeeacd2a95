"""Small seeded helpers: the same seed gives the same town on every machine."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import TypeVar

import numpy as np


T = TypeVar("T")


def stream(seed: int, part: int) -> np.random.Generator:
    """Return the dice of one *part* of the town, so that parts do not shift others."""
    return np.random.default_rng([seed, part])


def pick(rng: np.random.Generator, things: Sequence[T]) -> T:
    """Return one of *things*."""
    return things[int(rng.integers(len(things)))]


def chance(rng: np.random.Generator, probability: float) -> bool:
    """Return True with *probability*."""
    return bool(rng.random() < probability)


def between(rng: np.random.Generator, start: datetime, end: datetime) -> datetime:
    """Return a moment in `[start, end)`, to the minute, between 9:00 and 17:59 UTC."""
    days = max(1, (end - start).days)
    day = start + timedelta(days=int(rng.integers(days)))
    moment = day.replace(
        hour=9 + int(rng.integers(9)),
        minute=int(rng.integers(60)),
        second=0,
        microsecond=0,
    )
    return max(start, min(moment, end - timedelta(minutes=1)))


def shuffled(rng: np.random.Generator, things: Sequence[T]) -> list[T]:
    """Return *things* in another order."""
    return [things[int(i)] for i in rng.permutation(len(things))]
