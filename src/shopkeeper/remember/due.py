"""Who will need what again in the next days? A probability for each pair."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from shopkeeper.remember import rhythm
from shopkeeper.remember.history import Bools, Floats, Gathered, History, Ints
from shopkeeper.remember.logistic import Logistic


ENOUGH_DAYS = 3
"""A rhythm needs two gaps; contracts.md, section 4, asks from there on."""

_CUTS = 6


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
    asked, shopper = things(history, history.until, by_person=by_person)
    shared = rhythm.spread_of_all(asked)
    described, came = [np.zeros((0, len(rhythm.PRIOR)))], [np.zeros(0)]
    for cut in _cuts(history, days):
        known, hers = things(history, cut, by_person=by_person)
        described.append(_describe(known, hers, shared, cut, days))
        again = next_purchase(history, known, cut, by_person=by_person)
        came.append(((again > 0) & (again <= cut + days)).astype(np.float64))
    model = rhythm.fit_rhythm(np.concatenate(described), np.concatenate(came))
    now = _describe(asked, shopper, shared, history.until, days)
    return Due(asked, np.round(model.probability(now), 6), model)


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
    asked: Gathered, shopper: Gathered, shared: float, until: int, days: int
) -> Floats:
    elapsed = (until - asked.last).astype(np.float64)
    wait = rhythm.Wait(elapsed, elapsed, elapsed + days)
    return rhythm.features(asked, wait, shared=shared, shopper=shopper, until=until)


def recently(asked: Gathered, until: int, days: int) -> Bools:
    """Tell which were bought in the last *days* (n,)."""
    return asked.last >= until - days
