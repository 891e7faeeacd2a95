"""
Is she still there, and how often will she come? For everybody with a purchase.

Two models of coming and of stopping answer from her counts alone. Which of them
is believed, and what both overlook (a rhythm, a season, full baskets), is
learned by asking the same question at an earlier day of the same history, whose
answer is known by now.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from scipy.optimize import brentq

from shopkeeper.remember import bgnbd, comings, paretonbd
from shopkeeper.remember.history import Floats, Gathered, History
from shopkeeper.remember.logistic import Logistic, fit_logistic, logit_of, sigmoid
from shopkeeper.remember.poisson import Poisson, fit_poisson


_DAYS_PER_WEEK = 7
NAMES = ("one", "model", *comings.NAMES)
"""What the numbers that describe a person are, in their order."""

# Before any data: the model is right.
_PRIOR = np.array([0.0, 1.0, *[0.0] * len(comings.NAMES)])
_SPREAD = np.array([0.5, *[0.25] * (len(_PRIOR) - 1)])
_SPREAD_OF_COUNTS = np.full(len(_PRIOR), 0.3)
# One earlier window has a season of its own, which the next one need not have.
# Measured at ten cuts of CDNOW and of retail before 2010-10-03: log loss .513
# with a quarter of the shift kept, .518 with all of it, .519 by the model alone.
_LEVEL_KEPT = 0.25
_FARTHEST = 60.0
_FEW = 500
_MOST_PEOPLE = 25_000  # beyond, every second or third says as much
_SMALLEST = 1e-6


@dataclass(frozen=True)
class Learned:
    """
    What was learned of everybody, enough to answer about anybody.

    Attributes:
        fit: BG/NBD by maximum likelihood; always there.
        model: The same, leaning on what is usual elsewhere where people are few.
        pareto: Pareto/NBD, where it ordered people better at the earlier day.
        correction: What corrects the probability.
        counted: What corrects the number.
        once: Brings the number of those who came once back to the model's sum.
        again: The same for those who came back.
        window: Days of the earlier window that was learned from; 0 for none.
    """

    fit: bgnbd.BgNbd
    model: bgnbd.BgNbd
    pareto: paretonbd.ParetoNbd | None
    correction: Logistic
    counted: Poisson
    once: float
    again: float
    window: int


@dataclass(frozen=True)
class Alive:
    """
    What is to be expected of each person in the days after the history ends.

    Attributes:
        shoppers: Her shopping days (n,).
        probability: Of a purchase in the window (n,).
        expected: Number of days with a purchase in it (n,).
    """

    shoppers: Gathered
    probability: Floats
    expected: Floats


@dataclass(frozen=True)
class _Asked:
    """
    A question about everybody at a day.

    Attributes:
        shoppers: Her shopping days until then (n,).
        counts: The same as the models have it (n,).
        weeks: How long the window is.
        coming: What the models overlook (n, k).
    """

    shoppers: Gathered
    counts: bgnbd.Counts
    weeks: float
    coming: Floats

    def expected(self, model: bgnbd.BgNbd | paretonbd.ParetoNbd) -> Floats:
        """Say how often each comes (n,), by the model alone; above 0."""
        if isinstance(model, bgnbd.BgNbd):
            number = bgnbd.expected_purchases(model, self.counts, self.weeks)
        else:
            number = paretonbd.expected_purchases(model, self.counts, self.weeks)
        return np.maximum(number, _SMALLEST)

    def features(self, said: Floats) -> Floats:
        """Describe persons (n, k) by what a model said, and what it overlooks."""
        one = np.ones(len(said))
        return np.column_stack([one, said, self.coming])

    def chances(self, model: bgnbd.BgNbd) -> Floats:
        """Describe persons (n, k) for the probability of any purchase."""
        said = bgnbd.any_purchase(model, self.counts, self.weeks)
        return self.features(logit_of(said))


def counts_of(shoppers: Gathered, until: int) -> bgnbd.Counts:
    """Return the counts the model needs, in weeks."""
    return bgnbd.Counts(
        repeats=(shoppers.days - 1).astype(np.float64),
        recency=(shoppers.last - shoppers.first) / _DAYS_PER_WEEK,
        age=(until - shoppers.first) / _DAYS_PER_WEEK,
    )


def alive_within(history: History, days: int) -> Alive:
    """Learn of everybody in a *history* and say how likely each comes in *days*."""
    return say_alive(learn_alive(history, days), history, days)


def learn_alive(history: History, days: int) -> Learned:
    """
    Learn of everybody who comes back, and how often.

    Args:
        history: What is known.
        days: Length of the window that begins on the day after `history.until`.
    """
    history = history.some(_MOST_PEOPLE)
    now = _ask(history, history.until, days)
    fit, model = _fit(now.counts)
    window = _window(history, days)
    then = _ask(history, history.until - window, window) if window else None
    came = _came(history, then)
    earlier = None if then is None else _fit(then.counts)[1]
    better = _better(then, earlier, came)
    pareto = paretonbd.fit(now.counts) if better else None
    learned = Learned(
        fit=fit,
        model=model,
        pareto=pareto,
        correction=_learn_chances(then, earlier, came),
        counted=_learn_counts(then, better or earlier, came),
        once=1.0,
        again=1.0,
        window=window,
    )
    return _with_totals(learned, now)


def say_alive(learned: Learned, history: History, days: int) -> Alive:
    """
    Say how likely each person buys in the next *days*, and how often.

    Args:
        learned: Of everybody, about as many days.
        history: Of those who are asked about: all, some, or one.
        days: Length of the window that begins on the day after `history.until`.
    """
    asked = _ask(history, history.until, days)
    number = _number(learned, asked)
    expected: Floats = np.minimum(number, days).round(6).astype(np.float64)
    # A purchase at all is never likelier than the number of them is large.
    chance: Floats = learned.correction.probability(asked.chances(learned.model))
    chance = np.minimum(chance, expected).round(6).astype(np.float64)
    return Alive(
        shoppers=asked.shoppers,
        probability=chance,
        expected=expected,
    )


def _number(learned: Learned, asked: _Asked) -> Floats:
    """Expect a number of purchases (n,), as corrected."""
    said = asked.expected(learned.pareto or learned.model)
    number = learned.counted.mean(asked.features(np.log(said)))
    return number * np.where(asked.shoppers.days == 1, learned.once, learned.again)


def _with_totals(learned: Learned, now: _Asked) -> Learned:
    """
    Bring the sums over newcomers and over those who came back to the model's.

    What was learned moves people among their like; how many purchases there
    will be in all is the model's to say. Measured at seven cuts of CDNOW and of
    retail before 2010-10-03: the level of one window, kept whole or in part,
    made the next one's error smaller at two of them and larger at five.
    """
    said = now.expected(learned.pareto or learned.model)
    number, once = _number(learned, now), now.shoppers.days == 1
    kept = [
        float(said[rows].sum() / number[rows].sum()) if rows.any() else 1.0
        for rows in (once, ~once)
    ]
    return replace(learned, once=kept[0], again=kept[1])


def _ask(history: History, until: int, days: int) -> _Asked:
    shoppers = history.shoppers(until)
    return _Asked(
        shoppers=shoppers,
        counts=counts_of(shoppers, until),
        weeks=days / _DAYS_PER_WEEK,
        coming=comings.describe_coming(history, shoppers, until, days),
    )


def _fit(counts: bgnbd.Counts) -> tuple[bgnbd.BgNbd, bgnbd.BgNbd]:
    """Fit BG/NBD; of few people, one that leans on what is usual elsewhere, too."""
    fitted = bgnbd.fit(counts)
    few = fitted.rows < _FEW
    return fitted, bgnbd.fit(counts, lean=1.0) if few else fitted


def _window(history: History, days: int) -> int:
    """Return the days of an earlier window; a shorter one where little is known."""
    if history.is_empty:
        return 0
    return max(min(days, (history.until - int(history.day.min())) // 2), 0)


def _came(history: History, then: _Asked | None) -> Floats:
    """Count the days (n,) on which those who were asked about came after."""
    if then is None:
        return np.zeros(0)
    cut = history.until - round(then.weeks * _DAYS_PER_WEEK)
    after = history.day > cut
    width = history.until - cut + 1
    visits = np.unique(history.person[after] * width + (history.day[after] - cut))
    came = np.bincount(visits // width, minlength=len(history.persons))
    return came[then.shoppers.person].astype(np.float64)


def _better(
    then: _Asked | None, plain: bgnbd.BgNbd | None, came: Floats
) -> paretonbd.ParetoNbd | None:
    """
    Return Pareto/NBD as of the earlier day if it puts people in a better order.

    By the order and not by the number: one window's level is its own.
    """
    if then is None or plain is None or len(came) < _FEW:
        return None
    if not 0 < (came > 0).sum() < len(came):
        return None
    from scipy.stats import rankdata  # noqa: PLC0415 half a second, and few ask

    pareto = paretonbd.fit(then.counts)
    ranks = (rankdata(then.expected(model)) for model in (pareto, plain))
    theirs, ours = (float(rank[came > 0].sum()) for rank in ranks)
    return pareto if theirs > ours else None


def _learn_chances(
    then: _Asked | None, model: bgnbd.BgNbd | None, came: Floats
) -> Logistic:
    described = np.zeros((0, len(_PRIOR)))
    if then is not None and model is not None:
        described = then.chances(model)
    learned = fit_logistic(
        described,
        (came > 0).astype(np.float64),
        prior=_PRIOR,
        spread=_SPREAD,
        standard=False,
    )
    return _keep_shape(learned, described)


def _learn_counts(
    then: _Asked | None, model: bgnbd.BgNbd | paretonbd.ParetoNbd | None, came: Floats
) -> Poisson:
    described = np.zeros((0, len(_PRIOR)))
    if then is not None and model is not None:
        described = then.features(np.log(then.expected(model)))
    return fit_poisson(described, came, prior=_PRIOR, spread=_SPREAD_OF_COUNTS)


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
