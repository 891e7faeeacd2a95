"""
How often would the usual have been right? The last part of the calendar tells.

The past before it is all that is looked at to guess; the same definitions as in
the public evaluation: the first day after the cut is her next basket, recall is
the share of it among ten guesses, and the mean is over people who came again.
"""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from shopkeeper.remember.due import due_within, next_purchase, recently
from shopkeeper.remember.history import Bools, Floats, History, Ints, as_date
from shopkeeper.remember.regulars import (
    Habits,
    habits_at,
    learn_regulars,
    next_baskets,
    rank_regulars,
    ranks,
)


_SLOTS = 10
_HELD_OUT = 5  # one fifth of the calendar
_RECENT_DAYS = 120
_WITHIN_DAYS = 14

Figures = Mapping[str, float | int | str | None]


def backtest(
    history: History, *, held_out_days: int | None = None, within: int = _WITHIN_DAYS
) -> dict[str, Figures]:
    """
    Guess the last part of the calendar from the rest, and count.

    Args:
        history: The whole of it.
        held_out_days: Length of the last part; a fifth where not given.
        within: Window of `due` in days.

    Returns:
        `usual` with `recall_at_10`, `most_bought_by_her`,
        `most_bought_by_all`, `persons` and `cut`; `due` with `auc`, `pairs`
        and `within`. What cannot be told is None.
    """
    if history.is_empty:
        return {"usual": _nothing_usual(), "due": {"auc": None, "pairs": 0}}
    span = history.until - int(history.day.min()) + 1
    cut = history.until - (held_out_days or max(span // _HELD_OUT, 1))
    past = history.as_of(cut)
    if past.is_empty:
        return {"usual": _nothing_usual(), "due": {"auc": None, "pairs": 0}}
    usual = _usual(history, past) if history.has_items else _nothing_usual()
    return {"usual": usual, "due": _due(history, past, within)}


def auc(happened: Bools, score: Floats) -> float | None:
    """Return the chance that one who did scores above one who did not, ties half."""
    positive = int(happened.sum())
    negative = len(happened) - positive
    if not positive or not negative:
        return None
    from scipy.stats import rankdata  # noqa: PLC0415 half a second, and few ask

    above = float(rankdata(score)[happened].sum()) - positive * (positive + 1) / 2
    return round(above / (positive * negative), 6)


def _nothing_usual() -> dict[str, float | int | str | None]:
    return {
        "recall_at_10": None,
        "most_bought_by_her": None,
        "most_bought_by_all": None,
        "persons": 0,
    }


def _usual(history: History, past: History) -> Figures:
    habits = habits_at(past, past.until)
    person, item = next_baskets(history, past.until)
    seen = np.isin(person, habits.person)
    person, item = person[seen], item[seen]
    model = learn_regulars(past)
    rows, _, _ = rank_regulars(habits, model, top=_SLOTS)
    sold = np.bincount(past.item, minlength=len(history.items))
    by_all = np.lexsort((np.arange(len(sold)), -sold))[:_SLOTS]
    hers = _most_bought_by_her(habits, sold)
    size = np.bincount(person, minlength=len(history.persons))
    came = size[size > 0]
    width = len(history.items)
    wanted = person * width + item

    def recall(found: Bools) -> float | None:
        hits = np.bincount(person[found], minlength=len(history.persons))[size > 0]
        return round(float((hits / came).mean()), 6) if len(came) else None

    def among(rows: Ints) -> Bools:
        hit: Bools = np.isin(wanted, habits.person[rows] * width + habits.item[rows])
        return hit

    return {
        "recall_at_10": recall(among(rows)),
        "most_bought_by_her": recall(among(hers)),
        "most_bought_by_all": recall(np.isin(item, by_all)),
        "persons": len(came),
        "cut": as_date(past.until).isoformat(),
    }


def _most_bought_by_her(habits: Habits, sold: Ints) -> Ints:
    """Rows of pairs: by number of days, the latest, then most bought by all."""
    popular = sold[habits.item]
    order = np.lexsort(
        (habits.item, -popular, -habits.last, -habits.days, habits.person)
    )
    chosen: Ints = order[ranks(habits.person[order]) <= _SLOTS]
    return chosen


def _due(history: History, past: History, within: int) -> Figures:
    by_person = not history.has_items
    within = min(within, history.until - past.until)
    said = due_within(past, within, by_person=by_person)
    judged = recently(said.asked, past.until, _RECENT_DAYS)
    asked, probability = said.asked.take(judged), said.probability[judged]
    again = next_purchase(history, asked, past.until, by_person=by_person)
    happened = (again > 0) & (again <= past.until + within)
    return {
        "auc": auc(happened, probability),
        "pairs": len(probability),
        "within": within,
    }
