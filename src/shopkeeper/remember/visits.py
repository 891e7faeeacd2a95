"""
Will she come, and will she buy it when she comes? Two questions, answered apart.

How often she comes is hers alone, and changes; what she buys when she comes leans
on what others do. Their product says how likely she buys it in so many days.
"""

from __future__ import annotations

import numpy as np

from shopkeeper.remember.gathering import begins
from shopkeeper.remember.habits import Goods, Habits, Lines, starts_of, visits_of
from shopkeeper.remember.history import Floats, Ints
from shopkeeper.remember.logistic import logit_of


NAMES = (
    "by_visits_45", "visits_45", "per_visit_95", "by_visits_120", "visits_120",
    "per_visit_98",
)  # fmt: skip
"""What `by_visits` gives, in its order."""

# Lately, and for long: a purchase is halved in so many days, a basket counts less
# than the one after it.
_MEMORIES = ((45.0, 0.95), (120.0, 0.98))
_WORTH = 2.0  # visits: what others do counts as much
_USUAL_GAP_DAYS = 14.0  # of visits, before any data; it counts a fifth of a visit


def by_visits(
    lines: Lines, goods: Goods, habits: Habits, until: int, days: int
) -> Floats:
    """
    Describe pairs (n, 6) by her visits to come and by what she buys when she comes.

    Args:
        lines: Purchases, in order.
        goods: What others do with each item.
        habits: The pairs of *lines*.
        until: The day of the question.
        days: Length of the window that begins on the day after it.
    """
    person, day = visits_of(lines)
    age = until - day
    columns = []
    for half_life, rate in _MEMORIES:
        visits = visits_to_come(person, age, lines.persons, half_life) * days
        each = per_visit(lines, goods, habits, rate)
        coming = visits[habits.person]
        bought = -np.expm1(-coming * each)  # visits as they come: Poisson, thinned
        columns += [logit_of(bought), np.log(coming), np.log(each)]
    return np.stack(columns, axis=1)


def visits_to_come(person: Ints, age: Ints, persons: int, half_life: float) -> Floats:
    """
    Return how often each person comes in a day (persons,).

    Args:
        person: Number of the person of each visit (n,), ascending.
        age: How many days ago it was (n,).
        persons: How many numbers of persons there are.
        half_life: In how many days a visit counts half.
    """
    came = np.bincount(person, 0.5 ** (age / half_life), minlength=persons)
    first = np.zeros(persons)
    start = np.flatnonzero(begins(person))
    if len(start):
        first[person[start]] = np.maximum.reduceat(age, start)
    # As many days as would hold the same share of a visit a day.
    known = half_life / np.log(2) * (1 - 0.5 ** ((first + 7) / half_life))
    rate: Floats = (came + 0.2) / (known + 0.2 * _USUAL_GAP_DAYS)
    return rate


def per_visit(lines: Lines, goods: Goods, habits: Habits, rate: float) -> Floats:
    """
    Return how likely she buys it when she comes (n,), leaning on what others do.

    Each basket counts less than the one after it, by *rate*.
    """
    counts = rate ** np.arange(int(lines.ago.max(initial=0)) + 1, dtype=np.float64)
    start = starts_of(lines)
    own = np.add.reduceat(counts[lines.ago], start) if len(start) else np.zeros(0)
    baskets = np.cumsum(counts)[habits.visits - 1]
    usual = goods.next_visit[0][habits.item]
    share: Floats = (own + _WORTH * usual) / (baskets + _WORTH)
    return share
