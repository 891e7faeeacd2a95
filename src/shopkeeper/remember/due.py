"""
Who will need what again in the next days? A probability for each pair.

Three answers are weighed against each other by a logistic regression that learns
from earlier windows of the same history: her rhythm with the thing, her visits and
what she buys when she comes, and what its habit looks like (`habits`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from shopkeeper.remember import habits, rhythm, visits
from shopkeeper.remember.history import Bools, Floats, Gathered, History, Ints
from shopkeeper.remember.logistic import Logistic, fit_logistic


ENOUGH_DAYS = 3
"""A rhythm needs two gaps; contracts.md, section 4, asks from there on."""

NAMES = (*rhythm.NAMES, *(f"habit_{name}" for name in habits.NAMES[1:]), *visits.NAMES)
"""What the numbers that describe a pair are; of a person only those of rhythm."""

_CUTS = 6
_MOST_PEOPLE = 2000  # a window: beyond, every second or third person says as much
_RHYTHM = len(rhythm.NAMES)
_SPREAD = 0.5  # of what is weighed beside the rhythm; before any data it is nothing


@dataclass(frozen=True)
class Due:
    """
    Probabilities of a purchase in the days after the history ends.

    Attributes:
        asked: The pairs, or persons, that they are about (n,).
        probability: Of at least one purchase in the window (n,).
        model: What corrected the bare rhythm.
    """

    asked: Gathered
    probability: Floats
    model: Logistic


def due_within(history: History, days: int, *, by_person: bool = False) -> Due:
    """
    Say how likely each thing bought on three days or more is bought again soon.

    Args:
        history: What is known.
        days: Length of the window that begins on the day after `history.until`.
        by_person: Ask for a purchase of anything, a row for each person.
    """
    shared = rhythm.spread_of_all(
        things(history, history.until, by_person=by_person)[0]
    )

    def describe(until: int, every: int) -> tuple[Gathered, Floats]:
        people = np.arange(len(history.persons)) % every == 0
        return _describe(history, until, days, shared, people, by_person=by_person)

    asked, features = describe(history.until, 1)
    every = 1 + len(history.persons) // _MOST_PEOPLE
    described, came = [np.zeros((0, features.shape[1]))], [np.zeros(0)]
    for cut in _cuts(history, days):
        known, numbers = describe(cut, every)
        described.append(numbers)
        again = next_purchase(history, known, cut, by_person=by_person)
        came.append(((again > 0) & (again <= cut + days)).astype(np.float64))
    model = _fit(np.concatenate(described), np.concatenate(came))
    return Due(asked, np.round(model.probability(features), 6), model)


def _fit(described: Floats, came: Floats) -> Logistic:
    """
    Fit to earlier windows; without any it is the rhythm with its stated prior.

    The rhythm keeps its own scale, which the prior is about; what is weighed
    beside it is brought to mean 0 and deviation 1.
    """
    beside = described.shape[1] - _RHYTHM
    centre, scale = np.zeros(described.shape[1]), np.ones(described.shape[1])
    prior = np.append(rhythm.PRIOR, np.zeros(beside))
    spread = np.append(rhythm.SPREAD, np.full(beside, _SPREAD))
    if len(described):
        centre[_RHYTHM:] = described[:, _RHYTHM:].mean(axis=0)
        scale[_RHYTHM:] = np.maximum(described[:, _RHYTHM:].std(axis=0), 1e-6)
    else:
        scale[_RHYTHM:] = np.inf
    fitted = fit_logistic(
        (described - centre) / scale, came, prior=prior, spread=spread, standard=False
    )
    return replace(fitted, centre=centre, scale=scale)


def things(
    history: History, until: int, *, by_person: bool
) -> tuple[Gathered, Gathered]:
    """Return what was bought on enough days, and its buyers' shopping days."""
    shoppers = history.shoppers(until)
    asked = shoppers if by_person else history.pairs(until)
    asked = asked.take(asked.days >= ENOUGH_DAYS)
    return asked, shoppers.take(np.searchsorted(shoppers.person, asked.person))


def next_purchase(
    history: History, asked: Gathered, after: int | Ints, *, by_person: bool
) -> Ints:
    """Return the first day after *after* that it was bought on (n,), -1 if none."""
    days = np.broadcast_to(np.asarray(after, dtype=np.int64), asked.person.shape)
    if by_person:
        order = np.lexsort((history.day, history.person))
        keys = history.person[order]
        return rhythm.next_days(keys, history.day[order], asked.person, days)
    width = len(history.items)
    keys = history.person * width + history.item
    return rhythm.next_days(keys, history.day, asked.person * width + asked.item, days)


def _cuts(history: History, days: int) -> list[int]:
    """Earlier days to learn from: windows that touch, the newest first."""
    if history.is_empty:
        return []
    first = int(history.day.min())
    cuts = [history.until - days * back for back in range(1, _CUTS + 1)]
    return [cut for cut in cuts if cut > first]


def _describe(
    history: History,
    until: int,
    days: int,
    shared: float,
    people: Bools,
    *,
    by_person: bool,
) -> tuple[Gathered, Floats]:
    """Return what is asked about some *people* at the end of a day, and describe it."""
    asked, shopper = things(history, until, by_person=by_person)
    chosen = people[asked.person]
    asked, shopper = asked.take(chosen), shopper.take(chosen)
    elapsed = (until - asked.last).astype(np.float64)
    numbers = rhythm.features(
        asked,
        rhythm.Wait(elapsed, elapsed, elapsed + days),
        shared=shared,
        shopper=shopper,
        until=until,
    )
    if by_person:
        return asked, numbers
    lines = habits.lines_of(history, history.day <= until)
    goods = habits.goods_at(lines, until)
    lines = lines.of(people)
    whole = habits.habits_of(lines, goods, until)
    coming = visits.by_visits(lines, goods, whole, until, days)
    often = whole.days >= ENOUGH_DAYS  # in the order of *asked*: person, then item
    beside = (whole.numbers[often, 1:], coming[often])
    return asked, np.concatenate([numbers, *beside], axis=1)


def recently(asked: Gathered, until: int, days: int) -> Bools:
    """Tell which were bought in the last *days* (n,)."""
    return asked.last >= until - days
