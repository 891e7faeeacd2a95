"""
Is she still there, and how often will she come? For everybody with a purchase.

BG/NBD gives both; what it overlooks (a regular rhythm, a season) is learned by
asking the same question at an earlier day of the same history, whose answer is
known by now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scipy.optimize import brentq

from shopkeeper.remember import bgnbd
from shopkeeper.remember.history import Floats, Gathered, History
from shopkeeper.remember.logistic import Logistic, fit_logistic, logit_of, sigmoid


_DAYS_PER_WEEK = 7
NAMES = ("one", "bg/nbd", "days", "late", "away")
"""What the numbers that describe a person are, in their order."""

# Before any data: the model is right.
_PRIOR = np.array([0.0, 1.0, 0.0, 0.0, 0.0])
_SPREAD = np.array([0.5, 0.25, 0.25, 0.25, 0.25])
# One earlier window has a season of its own, which the next one need not have.
# Measured at ten cuts of CDNOW and of retail before 2010-10-03: log loss .513
# with a quarter of the shift kept, .518 with all of it, .519 by the model alone.
_LEVEL_KEPT = 0.25
_FARTHEST = 60.0
_FEW = 500


@dataclass(frozen=True)
class Alive:
    """
    What is to be expected of each person in the days after the history ends.

    Attributes:
        shoppers: Her shopping days (n,).
        probability: Of a purchase in the window (n,).
        expected: Number of days with a purchase in it (n,).
        fit: The model behind both, by maximum likelihood.
        correction: What corrected the probability.
    """

    shoppers: Gathered
    probability: Floats
    expected: Floats
    fit: bgnbd.BgNbd
    correction: Logistic


def counts_of(shoppers: Gathered, until: int) -> bgnbd.Counts:
    """Return the counts the model needs, in weeks."""
    return bgnbd.Counts(
        repeats=(shoppers.days - 1).astype(np.float64),
        recency=(shoppers.last - shoppers.first) / _DAYS_PER_WEEK,
        age=(until - shoppers.first) / _DAYS_PER_WEEK,
    )


def alive_within(history: History, days: int) -> Alive:
    """
    Say how likely each person buys in the next *days*, and how often.

    Args:
        history: What is known.
        days: Length of the window that begins on the day after `history.until`.
    """
    shoppers = history.shoppers(history.until)
    counts = counts_of(shoppers, history.until)
    fitted = bgnbd.fit(counts)
    model = _leaning(fitted, counts)
    correction = _learn(history, days)
    described = _describe(model, counts, shoppers, history.until, days)
    expected = bgnbd.expected_purchases(model, counts, days / _DAYS_PER_WEEK)
    return Alive(
        shoppers=shoppers,
        probability=np.round(correction.probability(described), 6),
        expected=np.round(np.minimum(expected, np.full(len(expected), float(days))), 6),
        fit=fitted,
        correction=correction,
    )


def _leaning(fitted: bgnbd.BgNbd, counts: bgnbd.Counts) -> bgnbd.BgNbd:
    """Of few people predict from a fit that leans on what is usual elsewhere."""
    return bgnbd.fit(counts, lean=1.0) if fitted.rows < _FEW else fitted


def _learn(history: History, days: int) -> Logistic:
    """Ask the same at an earlier day; a shorter window where little is known."""
    described, came = np.zeros((0, len(_PRIOR))), np.zeros(0)
    if not history.is_empty:
        first = int(history.day.min())
        window = min(days, (history.until - first) // 2)
        cut = history.until - window
        known = history.shoppers(cut)
        counts = counts_of(known, cut)
        if window > 0 and len(known.days):
            model = _leaning(bgnbd.fit(counts), counts)
            described = _describe(model, counts, known, cut, window)
            later = np.unique(history.person[history.day > cut])
            came = np.isin(known.person, later).astype(np.float64)
    learned = fit_logistic(
        described, came, prior=_PRIOR, spread=_SPREAD, standard=False
    )
    return _keep_shape(learned, described)


def _keep_shape(learned: Logistic, described: Floats) -> Logistic:
    """Take back most of what the correction did to the level of all together."""
    if not len(described):
        return learned
    level = float(sigmoid(described[:, 1]).mean())
    logit = learned.logit(described)

    def too_high(shift: float) -> float:
        return float(sigmoid(logit - shift).mean()) - level

    shift = float(brentq(too_high, -_FARTHEST, _FARTHEST))
    coefficients = learned.coefficients.copy()
    coefficients[0] -= (1 - _LEVEL_KEPT) * shift
    return replace(learned, coefficients=coefficients)


def _describe(
    model: bgnbd.BgNbd,
    counts: bgnbd.Counts,
    shoppers: Gathered,
    until: int,
    days: int,
) -> Floats:
    """Describe persons in numbers (n, 5): what the model says, and her rhythm."""
    said = bgnbd.any_purchase(model, counts, days / _DAYS_PER_WEEK)
    elapsed = until - shoppers.last
    late = elapsed / np.where(shoppers.gap > 0, shoppers.gap, max(days, 1))
    columns = [
        np.ones(len(elapsed)),
        logit_of(said),
        np.log(shoppers.days / 3),
        np.log1p(np.minimum(late, 20)) - np.log(2),
        np.log((elapsed + 1) / (days + 1)),
    ]
    return np.stack(columns, axis=1)
