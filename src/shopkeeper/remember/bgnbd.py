"""
How often somebody comes back, and when she stopped: BG/NBD.

Fader, Hardie and Lee (2005), "Counting Your Customers the Easy Way: An
Alternative to the Pareto/NBD Model", Marketing Science 24(2). While she is a
customer she buys at her own steady rate (gamma over people: r, alpha); after
each purchase she stops with her own probability (beta over people: a, b).
Time is in weeks.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, roots_jacobi


_Floats = NDArray[np.float64]

_NODES = 40
_BOUND = (-7.0, 9.0)  # of the logarithms: beyond, the likelihood is flat
_SPREAD = 1.5  # of the logarithms around the start, where the fit leans on it
_FLAT_AFTER = 300.0  # p ~ Beta(a, b + x) is as good as a point from here on


@dataclass(frozen=True)
class Counts:
    """
    Purchases of people (n,): the sufficient statistics of the model.

    Attributes:
        repeats: Number of days with a purchase after the first.
        recency: Weeks from the first to the last of them.
        age: Weeks from the first to the end of what is known.
    """

    repeats: _Floats
    recency: _Floats
    age: _Floats


@dataclass(frozen=True)
class BgNbd:
    """Fitted parameters, the log likelihood (natural, summed over people), people."""

    r: float
    alpha: float
    a: float
    b: float
    log_likelihood: float
    rows: int


def log_likelihood(
    counts: Counts, r: float, alpha: float, a: float, b: float
) -> _Floats:
    """Return the log likelihood of each person (n,). Source: the paper, section 5."""
    x, recency, age = counts.repeats, counts.recency, counts.age
    # What only the number of purchases tells is the same for many people.
    which = x.astype(np.int64)
    distinct = np.arange(int(which.max(initial=0)) + 1)
    shared = gammaln(r + distinct) - gammaln(r) + r * np.log(alpha)
    shared += betaln(a, b + distinct) - betaln(a, b)
    left = betaln(a + 1, b + np.maximum(distinct, 1) - 1) - betaln(a, b + distinct)
    stayed = (r + x) * np.log(alpha + age)
    odds = left[which] + stayed - (r + x) * np.log(alpha + recency)
    either = np.maximum(odds, 0) + np.log(1 + np.exp(-np.abs(odds)))
    value: _Floats = shared[which] - stayed + np.where(x > 0, either, 0)
    return value


def fit(counts: Counts, *, lean: float = 0.0) -> BgNbd:
    """
    Fit by maximum likelihood.

    Args:
        counts: Of everybody.
        lean: How many people's worth the start of the search counts, for few
            people, whose likelihood is highest at the end of the world.

    Returns:
        The parameters. With nobody who came back the likelihood is flat in
        some of them and they stay near their start; predictions are then near
        nothing, which is what the data say.
    """
    rows, people = alike(counts)
    if not len(people):
        return BgNbd(1.0, 1.0, 1.0, 1.0, 0.0, 0)
    start = np.log([0.5, max(float(np.mean(rows.age)) / 4, 0.1), 1.0, 2.0])

    def cost(logs: _Floats) -> float:
        total = float(people @ log_likelihood(rows, *np.exp(logs)))
        away = float(((logs - start) ** 2).sum()) / (2 * _SPREAD**2)
        return (lean * away - total) / float(people.sum())

    near = minimize(cost, start, method="L-BFGS-B", bounds=[_BOUND] * 4)
    best = minimize(
        cost,
        near.x,
        method="Nelder-Mead",
        bounds=[_BOUND] * 4,
        options={"xatol": 1e-5, "fatol": 1e-10, "maxiter": 2000},
    )
    r, alpha, a, b = (float(value) for value in np.exp(best.x))
    total = float(people @ log_likelihood(rows, r, alpha, a, b))
    return BgNbd(r, alpha, a, b, total, int(people.sum()))


def still_there(model: BgNbd, counts: Counts) -> _Floats:
    """Return the probability (n,) that she has not stopped. Paper, equation 11 ff."""
    x = counts.repeats
    odds = (
        np.log(model.a)
        - np.log(model.b + np.maximum(x, 1) - 1)
        + (model.r + x)
        * (np.log(model.alpha + counts.age) - np.log(model.alpha + counts.recency))
    )
    value: _Floats = np.where(x > 0, 1 / (1 + np.exp(np.minimum(odds, 700))), 1.0)
    return value


def any_purchase(model: BgNbd, counts: Counts, weeks: float) -> _Floats:
    """
    Return the probability (n,) of at least one purchase in the next *weeks*.

    She can stop only after a purchase, so if she is still there, none comes
    with the chance of a plain gamma-Poisson.
    """
    stay_away = (model.r + counts.repeats) * (
        np.log(model.alpha + counts.age) - np.log(model.alpha + counts.age + weeks)
    )
    value: _Floats = still_there(model, counts) * -np.expm1(stay_away)
    return value


def expected_purchases(model: BgNbd, counts: Counts, weeks: float) -> _Floats:
    """
    Return the expected number (n,) of purchases in the next *weeks*.

    The paper's equation 10 is a hypergeometric function that loses its digits
    for busy customers and at a = 1. We integrate its last step numerically:
    given p, the rate fades as she may stop after each purchase, and p has a
    beta distribution whose Gauss-Jacobi nodes are exact for polynomials.
    """
    shape, rate = model.r + counts.repeats, model.alpha + counts.age
    total = np.zeros(len(shape))
    for repeats in np.unique(counts.repeats):
        rows = counts.repeats == repeats
        node, weight = _beta_nodes(model.a, model.b + float(repeats))
        grow = np.log1p(np.outer(weeks / rate[rows], node))
        total[rows] = -np.expm1(-shape[rows][:, None] * grow) / node @ weight
    value: _Floats = still_there(model, counts) * total
    return value


def _beta_nodes(a: float, b: float) -> tuple[_Floats, _Floats]:
    """Nodes in (0, 1) and weights that sum to 1, for the mean over Beta(a, b)."""
    if a + b > _FLAT_AFTER:
        return np.array([a / (a + b)]), np.ones(1)
    node, weight = roots_jacobi(_NODES, b - 1, a - 1)
    return (1 + node) / 2, weight / weight.sum()


def alike(counts: Counts) -> tuple[Counts, _Floats]:
    """Return distinct triples and how many people share each: a fit needs no more."""
    rows = np.stack([counts.repeats, counts.recency, counts.age], axis=1)
    distinct, people = np.unique(rows, axis=0, return_counts=True)
    return Counts(*distinct.T), people.astype(np.float64)
