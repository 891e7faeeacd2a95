"""
Which of the things she bought before will be in her next basket?

A logistic regression over pairs of person and item learns from earlier cuts
of the same history what a regular looks like in this shop: how often and how
lately she bought it, how much of her shopping it is, whether others buy it
now, and whether those who buy it buy it again.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shopkeeper.remember.history import Bools, Floats, Gathered, History, Ints, Items
from shopkeeper.remember.logistic import Logistic, fit_logistic


# Weeks and months are what shops live by. Measured on the retail file before
# 2010-10-03: any of 30, 60 or 14, 28, 42, 56 days back gives the same recall
# within .002; several short ones see more seasons.
_CUTS_DAYS = (14, 28, 42, 56)
_HALF_LIVES_DAYS = (30.0, 120.0)

_MOST_CASES = 200_000  # a cut: beyond, every second or third pair says as much

NAMES = (
    "one", "days", "share", "lately_30", "lately_120", "sold_lately", "sold",
    "bought_again", "once",
)  # fmt: skip
"""What the numbers that describe a pair are, in their order."""

# What a regular looks like before any data: bought often, then lately.
_PRIOR = np.array([-2.0, 1.0, 0.5, 0.2, 0.2, 0.1, 0.0, 0.2, -0.2])
_SPREAD = np.array([3.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0])


@dataclass(frozen=True)
class Habits:
    """
    Everything a day knew about pairs of person and item.

    Attributes:
        pairs: What she did with it (n,).
        shoppers: What she did at all, one row a person.
        goods: What everybody did with each item.
        lately: Her purchases of it, each halved every 30 and every 120 days (n, 2).
        until: The day, in days since 1970.
    """

    pairs: Gathered
    shoppers: Gathered
    goods: Items
    lately: Floats
    until: int

    def row_of_person(self) -> Ints:
        """Return for each pair (n,) the row of her in `shoppers`."""
        rows: Ints = np.searchsorted(self.shoppers.person, self.pairs.person)
        return rows


def habits_at(history: History, until: int) -> Habits:
    """Gather what was known at the end of the day *until*."""
    pairs = history.pairs(until)
    day = history.day[history.day <= until]
    of_pair = np.repeat(np.arange(len(pairs.days)), pairs.days)
    lately = [
        np.bincount(of_pair, 0.5 ** ((until - day) / half), minlength=len(pairs.days))
        for half in _HALF_LIVES_DAYS
    ]
    return Habits(
        pairs=pairs,
        shoppers=history.shoppers(until),
        goods=history.goods(until),
        lately=np.stack(lately, axis=1),
        until=until,
    )


def next_baskets(history: History, after: int) -> tuple[Ints, Ints]:
    """Return persons and items (n,) of each person's first day after *after*."""
    later = history.day > after
    person, day = history.person[later], history.day[later]
    first = np.full(len(history.persons), np.iinfo(np.int64).max)
    np.minimum.at(first, person, day)
    chosen = day == first[person]
    return person[chosen], history.item[later][chosen]


def features(habits: Habits) -> Floats:
    """
    Describe pairs in numbers (n, 9).

    Half a purchase, or one, is added before a logarithm where nothing may be.
    """
    pairs, goods = habits.pairs, habits.goods
    days = habits.shoppers.days[habits.row_of_person()]
    usually = goods.again.sum() / max(int(goods.persons.sum()), 1)
    again = (goods.again + 10 * usually + 0.01) / (goods.persons + 10)
    columns = [
        np.ones(len(pairs.days)),
        np.log(pairs.days),
        np.log(pairs.days / days),
        np.log(habits.lately[:, 0] + 0.01),
        np.log(habits.lately[:, 1] + 0.01),
        np.log(goods.lately[pairs.item] + 1),
        np.log(goods.days[pairs.item]),
        np.log(again[pairs.item]),
        (pairs.days == 1).astype(np.float64),
    ]
    return np.stack(columns, axis=1)


def learn_regulars(history: History) -> Logistic:
    """
    Learn from earlier days of *history* what comes back in a next basket.

    Each basket counts the same, however large, as it does where the lists are
    judged (mean recall over persons).
    """
    described, came, counts = [], [], []
    for back in _CUTS_DAYS:
        cut = history.until - back
        habits = habits_at(history, cut)
        person, item = next_baskets(history, cut)
        size = np.bincount(person, minlength=len(history.persons))
        asked = np.flatnonzero(size[habits.pairs.person] > 0)
        asked = asked[:: 1 + len(asked) // _MOST_CASES]
        wanted = _keys(history, person, item)
        keys = _keys(history, habits.pairs.person, habits.pairs.item)
        described.append(features(habits)[asked])
        came.append(np.isin(keys, wanted)[asked].astype(np.float64))
        counts.append(1 / size[habits.pairs.person[asked]])
    weights = np.concatenate(counts)
    return fit_logistic(
        np.concatenate(described),
        np.concatenate(came),
        weights=weights / max(float(weights.mean()), 1e-12) if len(weights) else None,
        prior=_PRIOR,
        spread=_SPREAD,
    )


def rank_regulars(
    habits: Habits, model: Logistic, *, top: int
) -> tuple[Ints, Ints, Floats]:
    """
    Rank for each person what she bought before, best first.

    Returns:
        Rows of `habits.pairs` (m,), ranks from 1 (m,), and for each the
        probability that it is in her next basket (m,); at most *top* a person.
    """
    pairs = habits.pairs
    score = np.round(model.probability(features(habits)), 6)
    popular = habits.goods.persons[pairs.item]
    order = np.lexsort((pairs.item, -popular, -pairs.last, -score, pairs.person))
    rank = ranks(pairs.person[order])
    kept = rank <= top
    return order[kept], rank[kept], score[order][kept]


def ranks(person: Ints) -> Ints:
    """Count from 1 within each run of equal persons (n,)."""
    start = np.flatnonzero(starts(person))
    sizes = np.diff(np.append(start, len(person)))
    counted: Ints = np.arange(len(person)) - np.repeat(start, sizes) + 1
    return counted


def starts(person: Ints) -> Bools:
    """Tell where a run of equal numbers begins (n,)."""
    begins: Bools = np.ones(len(person), dtype=bool)
    begins[1:] = person[1:] != person[:-1]
    return begins


def _keys(history: History, person: Ints, item: Ints) -> Ints:
    return person * len(history.items) + item
