"""
Which of the things she bought before will be in her next basket?

A logistic regression over pairs of person and item learns from earlier days of
the same history what a regular looks like in this shop; `habits` describes the
pairs. What it learns from is bounded, however many people there are.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from shopkeeper.remember.gathering import among
from shopkeeper.remember.habits import (
    NAMES,
    Habits,
    Lines,
    goods_at,
    habits_at,
    habits_of,
    joined,
    lines_of,
)
from shopkeeper.remember.history import Bools, Floats, History, Ints
from shopkeeper.remember.logistic import Logistic, fit_logistic
from shopkeeper.remember.ordering import integers
from shopkeeper.remember.seasons import year_cuts


__all__ = [
    "NAMES", "Habits", "habits_at", "learn_regulars", "list_regulars",
    "next_baskets", "rank_regulars", "ranks", "starts",
]  # fmt: skip

# Weeks and months are what shops live by; several short ones see more seasons.
_CUTS_DAYS = (14, 28, 42, 63)
_MILLION = 1_000_000
_MOST_PEOPLE = 1000  # a cut: beyond, every second or third person says as much

# What a regular looks like before any data: bought often, then lately; of all
# things, what others buy again.
_BEFORE = {
    "one": -2.0, "days": 0.5, "visits_85": 0.5, "lately_45": 0.2, "bought_again": 0.2,
    "sold_30": 0.1, "once": -0.2,
}  # fmt: skip
_PRIOR = np.array([_BEFORE.get(name, 0.0) for name in NAMES])
_SPREAD = np.array([3.0] + [1.0] * (len(NAMES) - 1))


def next_baskets(history: History, after: int) -> tuple[Ints, Ints]:
    """Return persons and items (n,) of each person's first day after *after*."""
    later = history.day > after
    person, day = history.person[later], history.day[later]
    first = np.full(len(history.persons), np.iinfo(np.int64).max)
    np.minimum.at(first, person, day)
    chosen = day == first[person]
    return person[chosen], history.item[later][chosen]


def learn_regulars(history: History) -> Logistic:
    """
    Learn from earlier days of *history* what comes back in a next basket.

    It asks at days of the calendar, and of everybody before her last visit. Each
    basket counts the same, however large, as it does where the lists are judged
    (mean recall over persons).
    """
    history = history.sample
    described, came, counts = [np.zeros((0, len(NAMES)))], [np.zeros(0)], [np.zeros(0)]
    for cut in cuts_of(history, _CUTS_DAYS):
        lines = lines_of(history, history.day <= cut)
        _ask(lines, cut, next_baskets(history, cut), described, came, counts)
    latest = in_last_basket(history)
    lines = lines_of(history, ~latest)
    person, item = history.person[latest], history.item[latest]
    _ask(lines, history.until, (person, item), described, came, counts)
    weights = np.concatenate(counts)
    return fit_logistic(
        np.concatenate(described),
        np.concatenate(came),
        weights=weights / max(float(weights.mean()), 1e-12) if len(weights) else None,
        prior=_PRIOR,
        spread=_SPREAD,
        as_is=[NAMES.index("season")],
    )


def cuts_of(history: History, back: Sequence[int]) -> list[int]:
    """Return the last days so many days *back*, and those of this season before."""
    cuts = [history.until - days for days in back]
    if history.is_empty:
        return cuts
    first = int(history.day.min())
    return cuts + year_cuts(first, history.until, history.feasts)


def _ask(
    lines: Lines,
    until: int,
    basket: tuple[Ints, Ints],
    described: list[Floats],
    came: list[Floats],
    counts: list[Floats],
) -> None:
    """Add cases: what was known of some people's pairs, and was it in the basket?"""
    person, item = basket
    size = np.bincount(person, minlength=lines.persons)
    asked = np.flatnonzero(
        (size > 0) & (np.bincount(lines.person, minlength=len(size)) > 0)
    )
    asked = asked[:: 1 + len(asked) // _MOST_PEOPLE]
    people = np.zeros(lines.persons, dtype=bool)
    people[asked] = True
    habits = habits_of(lines.of(people), goods_at(lines, until), until)
    keys = habits.person * lines.items + habits.item
    described.append(habits.numbers)
    wanted = np.sort(person * lines.items + item)
    came.append(among(keys, wanted).astype(np.float64))
    # What is a thing of the season is told by the season.
    counts.append((1 - habits.season.weight) / size[habits.person])


def in_last_basket(history: History) -> Bools:
    """Tell which purchases (n,) are of the last day of someone who came before, too."""
    first = np.full(len(history.persons), np.iinfo(np.int64).max)
    np.minimum.at(first, history.person, history.day)
    last = np.full(len(history.persons), np.iinfo(np.int64).min)
    np.maximum.at(last, history.person, history.day)
    latest: Bools = (history.day == last[history.person]) & (first < last)[
        history.person
    ]
    return latest


def rank_regulars(
    habits: Habits, model: Logistic, *, top: int
) -> tuple[Ints, Ints, Floats]:
    """
    Rank for each person what she bought before, best first; ties to the latest.

    Returns:
        Rows of `habits` (m,), ranks from 1 (m,), and for each the probability
        that it is in her next basket (m,); at most *top* a person.
    """
    learned = model.probability(habits.numbers)
    score = np.round(habits.season.blended(learned), 6)
    # Two keys are sorted sooner than five; what ties in all stays in the item's order.
    first = habits.person * _MILLION - (score * _MILLION).round().astype(np.int64)
    most = 1 + int(habits.buyers.max(initial=0))
    order = np.lexsort((-(habits.last * most + habits.buyers), first))
    rank = ranks(habits.person[order])
    kept = rank <= top
    return order[kept], rank[kept], score[order][kept]


def list_regulars(
    history: History, model: Logistic, *, top: int, things: Bools | None = None
) -> tuple[Habits, Ints, Floats]:
    """
    Rank for everybody what she bought before, some people after others.

    What she brought back since she bought it last is left out.

    Args:
        history: What is known.
        model: Learned of everybody.
        top: How many things each list holds.
        things: Which items (n_items,) may be listed; None for all.

    Returns:
        The habits that are listed (m,), without what describes them; ranks from 1
        (m,), and probabilities (m,).
    """
    lines = lines_of(history, history.day <= history.until)
    goods = goods_at(lines, history.until)
    nobody = habits_of(lines.between(0, 0), goods, history.until)
    kept = [_bare(nobody)]
    rank, score = [np.zeros(0, dtype=np.int64)], [np.zeros(0)]
    for first, part in lines.parts():
        habits = habits_of(part, goods, history.until)
        listed = ~_brought_back(history, habits, first)
        if things is not None:
            listed &= things[habits.item]
        habits = habits.take(np.flatnonzero(listed))
        rows, places, chances = rank_regulars(habits, model, top=top)
        found = _bare(habits).take(rows)
        kept.append(replace(found, person=found.person + first))
        rank.append(places)
        score.append(chances)
    whole = joined(kept)
    return whole, np.concatenate(rank), np.concatenate(score)


def _brought_back(history: History, habits: Habits, first: int) -> Bools:
    """Tell which pairs (n,) came back on their last day or after it."""
    back = history.returned
    if not back.num_rows:
        return np.zeros(len(habits.person), dtype=bool)
    width = len(history.items)
    keys = integers(back["person"]) * width + integers(back["item"])
    order = np.argsort(keys, kind="stable")
    keys, days = keys[order], integers(back["day"])[order]
    asked = (habits.person + first) * width + habits.item
    place = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
    found: Bools = (keys[place] == asked) & (days[place] >= habits.last)
    return found


def _bare(habits: Habits) -> Habits:
    """Leave out what describes the pairs: of many people it is large."""
    return replace(habits, numbers=habits.numbers[:, :0])


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
