"""What the models of coming and staying away overlook of a person, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shopkeeper.remember import seasons
from shopkeeper.remember.gathering import begins
from shopkeeper.remember.history import Floats, Gathered, History, Ints


NAMES = (
    "days", "once", "late", "away", "age", "last_30", "last_90",
    "width", "again", "last_width", "season",
)  # fmt: skip
"""What the numbers that describe a person's coming are, in their order."""

_MONTH, _SEASON = 30, 90
_VERY_LATE = 20  # of her own gaps; from there on it is one


@dataclass(frozen=True)
class _Baskets:
    """
    What persons (n,) put into their baskets.

    Attributes:
        pairs: Items, each once a day.
        kinds: Different items.
        last: Items on the last day.
    """

    pairs: Floats
    kinds: Floats
    last: Floats


def describe_coming(
    history: History, shoppers: Gathered, until: int, days: int
) -> Floats:
    """
    Describe persons in numbers (n, 11), each near 0 for an ordinary one.

    Args:
        history: What is known, and perhaps more.
        shoppers: Everybody's shopping days until the day *until*.
        until: The day of the question; nothing after it is looked at.
        days: Length of the window asked for.
    """
    elapsed = until - shoppers.last
    late = elapsed / np.where(shoppers.gap > 0, shoppers.gap, max(days, 1))
    baskets = _baskets(history, shoppers, until)
    width = baskets.pairs / shoppers.days
    columns = [
        np.log(shoppers.days / 3),
        (shoppers.days == 1).astype(np.float64),
        np.log1p(np.minimum(late, _VERY_LATE)) - np.log(2),
        np.log((elapsed + 7) / (days + 7)),
        np.log((until - shoppers.first + 7) / (days + 7)),
        np.log1p(_lately(history, shoppers, until, _MONTH)),
        np.log1p(_lately(history, shoppers, until, _SEASON)),
        np.log(width),
        np.log(baskets.pairs / baskets.kinds),
        np.log(baskets.last / width),
        season_of_coming(history, shoppers, until, days),
    ]
    return np.stack(columns, axis=1)


def season_of_coming(
    history: History, asked: Gathered, until: int, days: int
) -> Floats:
    """
    Does she come at this time of the year? The logarithm of how much more (n,).

    Args:
        history: What is known, and perhaps more.
        asked: Persons' shopping days until the day *until* (n,).
        until: The day of the question.
        days: Length of the window asked for.
    """
    person, day = history.visits
    first = int(day.min(initial=until + 1))
    windows = seasons.windows_at(first, until, days, history.feasts)
    if not windows:
        return np.zeros(len(asked.person))
    known = day <= until
    of_all = seasons.season_of_all(day[known], windows)
    place = np.full(len(history.persons), -1)
    place[asked.person] = np.arange(len(asked.person))
    hers = (place[person] >= 0) & known
    return seasons.season_of_persons(
        day[hers],
        place[person[hers]],
        asked.first,
        windows,
        np.full(len(asked.person), of_all),
    )


def _lately(history: History, shoppers: Gathered, until: int, days: int) -> Floats:
    """Count her shopping days (n,) among the last *days*."""
    person, day = history.visits
    within = (day > until - days) & (day <= until)
    return _count(history, person[within], shoppers)


def _baskets(history: History, shoppers: Gathered, until: int) -> _Baskets:
    known = history.day <= until
    person, item = history.person, history.item
    # Purchases are in the order of person, item, day: a kind begins where the
    # item changes, and is known by *until* if its first day is.
    kinds = known & begins(person, item)
    last = np.full(len(history.persons), -(2**62), dtype=np.int64)
    last[shoppers.person] = shoppers.last
    return _Baskets(
        pairs=_count(history, person[known], shoppers),
        kinds=_count(history, person[kinds], shoppers),
        last=_count(history, person[history.day == last[person]], shoppers),
    )


def _count(history: History, person: Ints, shoppers: Gathered) -> Floats:
    every = np.bincount(person, minlength=len(history.persons))
    return every[shoppers.person].astype(np.float64)
