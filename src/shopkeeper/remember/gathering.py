"""
What was done by a day, gathered in memory from purchases in their order.

The same features as `queries.PAIRS`, `PERSONS` and `ITEMS`, which are what many
machines would run; `tests/contract/test_engine.py` holds the three to be equal.
Here the purchases are numbered and in order, so that a group is a run of rows
and nothing is hashed, sorted or asked of an engine again, at each of the many
days a history is asked about.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numpy.typing import NDArray


Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

LATELY_DAYS = 30


@dataclass(frozen=True)
class Runs:
    """
    Runs of rows that belong together; arrays (n_runs,).

    Attributes:
        start: The first row of each.
        days: How many rows it has, a day each.
        first: The first of the days.
        last: The last of them.
        gap_squares: Sum of the squares of the gaps between them.
        gap: Median gap in days; 0 where there is none.
    """

    start: Ints
    days: Ints
    first: Ints
    last: Ints
    gap_squares: Ints
    gap: Floats


def begins(*keys: Ints) -> Bools:
    """Tell where a run begins (m,): where one of the *keys* (m,) changes."""
    changes = np.zeros(len(keys[0]), dtype=bool)
    changes[:1] = True
    for key in keys:
        changes[1:] |= key[1:] != key[:-1]
    return changes


def among(keys: Ints, known: Ints) -> Bools:
    """Tell which of *keys* (n,) are among those *known* (m,), ascending."""
    if not len(known):
        return np.zeros(len(keys), dtype=bool)
    place = np.searchsorted(known, keys)
    found: Bools = known[np.minimum(place, len(known) - 1)] == keys
    return found


def gather(begin: Bools, day: Ints) -> Runs:
    """
    Gather runs of rows.

    Args:
        begin: Does a run begin here (m,)?
        day: The day of each row (m,), ascending within its run.
    """
    start = np.flatnonzero(begin)
    days = np.diff(start, append=len(day))
    end = start + days - 1
    first, last = day[start], day[end]
    gap = np.zeros(len(day), dtype=np.int64)
    gap[1:] = np.diff(day)
    gap[start] = 0
    squares = np.zeros(len(start), dtype=np.int64)
    if len(start):
        squares = np.add.reduceat(gap * gap, start)
    return Runs(start, days, first, last, squares, _median(gap, start, days))


def _median(gap: Ints, start: Ints, days: Ints) -> Floats:
    """Median (n,) of the gaps of each run, all rows of it but the first."""
    found = np.zeros(len(start))
    one, two = days == 2, days == 3  # noqa: PLR2004 rows, a gap fewer
    found[one] = gap[start[one] + 1]
    found[two] = (gap[start[two] + 1] + gap[start[two] + 2]) / 2
    more = np.flatnonzero(days > 3)  # noqa: PLR2004
    if not len(more):
        return found
    # The gaps of the longer runs, sorted within each: by run first, then by gap.
    count = days[more] - 1
    ends = np.cumsum(count)
    begin = ends - count
    rows = np.arange(ends[-1]) + np.repeat(start[more] + 1 - begin, count)
    width = int(gap[rows].max()) + 1
    keys = np.repeat(np.arange(len(more)), count) * width + gap[rows]
    keys.sort()
    middle = keys[begin + (count - 1) // 2] + keys[begin + count // 2]
    found[more] = (middle - 2 * width * np.arange(len(more))) / 2
    return found
