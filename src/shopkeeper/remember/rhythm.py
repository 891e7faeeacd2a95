"""
Will she buy it again between two days? Her own rhythm, leaning on everybody's.

Gaps between purchases are taken as lognormal around her median gap, with a
spread of her own that leans on the spread of all; a logistic regression over
earlier cuts of the same history then corrects what that overlooks (people who
stop, seasons, fashions).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scipy.special import log_ndtr

from shopkeeper.remember.history import Floats, Gathered, Ints
from shopkeeper.remember.logistic import Logistic, fit_logistic, logit_of


NAMES = (
    "one", "rhythm", "days", "rate", "gap", "late", "very_late", "irregular", "away",
    "shopping_rate", "window",
)  # fmt: skip
"""What the numbers that describe a question are, in their order."""

# Before any data: the rhythm is right but for a quarter of those at even odds,
# because people stop; nothing else matters.
PRIOR = np.array([-0.5, 1.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0, 0.0])
SPREAD = np.array([1.0, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5])

_SPREAD_OF_ALL = 0.8  # of log gaps, before any data: a factor of 2.2 either way
# Counts grow as time goes by, for everybody: a model that leans on them is surer
# of itself each month. So the number of days is capped and the rest are rates.
_SETTLED = 30
_WORTH = 3.0  # her own spread counts half with this many gaps


@dataclass(frozen=True)
class Wait:
    """
    Days after the last purchase (n,): asked is `start` < gap <= `end`.

    `elapsed` of them have gone by without one.
    """

    elapsed: Floats
    start: Floats
    end: Floats


def spread_of_all(gathered: Gathered) -> float:
    """Return the spread of log gaps (natural) that people with rhythm share."""
    known = gathered.days >= 4  # noqa: PLR2004 three gaps: a spread of its own
    if not known.any():
        return _SPREAD_OF_ALL
    squares = _own_variance(gathered)[known]
    gaps = gathered.days[known] - 1.0
    total = float(squares @ gaps) + 10 * _SPREAD_OF_ALL**2
    return float(np.sqrt(total / (gaps.sum() + 10)))


def chance(gathered: Gathered, wait: Wait, shared: float) -> Floats:
    """Return the probability (n,) by the rhythm alone, given what has gone by."""
    gaps = gathered.days - 1.0
    variance = (gaps * _own_variance(gathered) + _WORTH * shared**2) / (gaps + _WORTH)
    # The median gap is itself known from `gaps` gaps only.
    spread = np.sqrt(np.maximum(variance, 0.01) * (1 + 1 / np.maximum(gaps, 1)))
    centre = np.log(np.maximum(gathered.gap, 0.5))

    def log_beyond(days: Floats) -> Floats:
        late = (np.log(np.maximum(days, 0.25)) - centre) / spread
        value: Floats = log_ndtr(-late)
        return value

    gone = log_beyond(wait.elapsed)
    value: Floats = np.exp(log_beyond(np.maximum(wait.start, wait.elapsed)) - gone)
    value = value - np.exp(log_beyond(np.maximum(wait.end, wait.elapsed)) - gone)
    return np.clip(value, 0, 1)


def features(
    gathered: Gathered,
    wait: Wait,
    *,
    shared: float,
    shopper: Gathered,
    until: int,
) -> Floats:
    """
    Describe the question in numbers (n, 11), each near 0 for an ordinary case.

    Args:
        gathered: What is asked about: pairs, or persons.
        wait: Between which days.
        shared: Spread of log gaps of all.
        shopper: Her shopping days at all, a row for each of *gathered*.
        until: The day of the question.
    """
    gap = np.maximum(gathered.gap, 0.5)
    own = np.sqrt(_own_variance(gathered))
    hers = (until - shopper.last + 1.0) / (np.maximum(shopper.gap, 0.5) + 1)
    open_days = np.maximum(wait.end - np.maximum(wait.start, wait.elapsed), 0)
    late = wait.elapsed / gap
    columns = [
        np.ones(len(gap)),
        logit_of(chance(gathered, wait, shared)),
        np.log(np.minimum(gathered.days, _SETTLED) / 4),
        np.log(gathered.days / (until - gathered.first + 30) * 30),
        np.log(gap / 30),
        np.minimum(late, 4) - 1,
        np.maximum(np.minimum(late, 20) - 4, 0) / 4,
        own - shared,
        np.log(np.minimum(hers, 50)),
        np.log(shopper.days / (shopper.last - shopper.first + 30) * 30),
        np.log1p(open_days / gap) - np.log(2),
    ]
    return np.stack(columns, axis=1)


def fit_rhythm(described: Floats, happened: Floats) -> Logistic:
    """Fit the correction to earlier cases; without any it is the stated prior."""
    return fit_logistic(described, happened, prior=PRIOR, spread=SPREAD, standard=False)


def _own_variance(gathered: Gathered) -> Floats:
    """Variance of log gaps (n,), from their mean and squares; 0 with one gap."""
    gaps = np.maximum(gathered.days - 1, 1)
    mean = (gathered.last - gathered.first) / gaps
    squares = gathered.gap_squares / gaps
    # A lognormal's squared coefficient of variation is exp(variance) - 1.
    varies = np.maximum(squares - mean**2, 0) / np.maximum(mean, 0.5) ** 2
    value: Floats = np.log1p(varies * gaps / np.maximum(gaps - 1, 1))
    return value


def next_days(keys: Ints, days: Ints, asked: Ints, after: Ints) -> Ints:
    """
    Return for each *asked* key its first day after a day of its own (n,), else -1.

    Args:
        keys: Keys of purchases (m,), sorted.
        days: Their days (m,), ascending within a key.
        asked: Keys to look up (n,).
        after: A day for each of them (n,).
    """
    found = np.full(len(asked), -1, dtype=np.int64)
    if not len(keys):
        return found
    least = min(int(days.min()), int(after.min(initial=0)))
    width = max(int(days.max()), int(after.max(initial=0))) - least + 2
    place = np.searchsorted(
        keys * width + (days - least), asked * width + (after - least), side="right"
    )
    inside = place < len(keys)
    hit = np.flatnonzero(inside)[keys[place[inside]] == asked[inside]]
    found[hit] = days[place[hit]]
    return found
