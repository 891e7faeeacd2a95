"""
How often somebody comes back, and when she stopped: Pareto/NBD.

Schmittlein, Morrison and Colombo (1987), "Counting Your Customers: Who Are They
and What Will They Do Next?", Management Science 33(1). She buys at her own
steady rate (gamma over people: r, alpha) until she stops, which can happen at
any time and not only after a purchase (gamma over people: s, beta). Formulas as
in Fader and Hardie (2005), "A Note on Deriving the Pareto/NBD Model and Related
Expressions". Time is in weeks.

Their hypergeometric functions lose their digits for busy people. We put
w = ((alpha + recency) / (alpha + tau))^(r + s + x) into the integral over the
time tau of stopping; what is left to integrate lies between two ratios of
alpha and beta, whatever the counts.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import gammaln

from shopkeeper.remember.bgnbd import Counts, alike


_Floats = NDArray[np.float64]

_NODES, _WEIGHTS = np.polynomial.legendre.leggauss(32)
_BOUND = (-7.0, 9.0)  # of the logarithms: beyond, the likelihood is flat
_MOST = 20_000  # distinct rows that a fit looks at
_TINY = 1e-300
_ZERO = 1e-9


@dataclass(frozen=True)
class ParetoNbd:
    """Fitted parameters, the log likelihood (natural, summed over people), people."""

    r: float
    alpha: float
    s: float
    beta: float
    log_likelihood: float
    rows: int


def log_likelihood(
    counts: Counts, r: float, alpha: float, s: float, beta: float
) -> _Floats:
    """Return the log likelihood of each person (n,). Source: the note, equation 18."""
    here, gone = _here_and_gone(counts, r, alpha, s, beta)
    shared = gammaln(r + counts.repeats) - gammaln(r)
    value: _Floats = (
        shared + r * np.log(alpha) + s * np.log(beta) + np.logaddexp(here, gone)
    )
    return value


def fit(counts: Counts) -> ParetoNbd:
    """
    Fit by maximum likelihood.

    Of more than 20,000 distinct rows every second, third and so on is looked
    at, in their order; the log likelihood is then of those, scaled to all.
    """
    rows, people = alike(counts)
    if not len(people):
        return ParetoNbd(1.0, 1.0, 1.0, 1.0, 0.0, 0)
    everybody = float(people.sum())
    step = -(-len(people) // _MOST)
    rows = Counts(rows.repeats[::step], rows.recency[::step], rows.age[::step])
    people = people[::step] / people[::step].sum()
    age = max(float(counts.age.mean()) / 4, 0.1)
    start = np.log([0.5, age, 0.6, age])

    def cost(logs: _Floats) -> float:
        return -float(people @ log_likelihood(rows, *np.exp(logs)))

    near = minimize(cost, start, method="L-BFGS-B", bounds=[_BOUND] * 4)
    best = minimize(
        cost,
        near.x,
        method="Nelder-Mead",
        bounds=[_BOUND] * 4,
        options={"xatol": 1e-4, "fatol": 1e-9, "maxiter": 1000},
    )
    r, alpha, s, beta = (float(value) for value in np.exp(best.x))
    return ParetoNbd(r, alpha, s, beta, -float(best.fun) * everybody, round(everybody))


def still_there(model: ParetoNbd, counts: Counts) -> _Floats:
    """Return the probability (n,) that she has not stopped."""
    here, gone = _here_and_gone(counts, model.r, model.alpha, model.s, model.beta)
    value: _Floats = np.exp(here - np.logaddexp(here, gone))
    return value


def any_purchase(model: ParetoNbd, counts: Counts, weeks: float) -> _Floats:
    """
    Return the probability (n,) of at least one purchase in the next *weeks*.

    If she is still there, her rate and her time of stopping are as those of a
    newcomer whose parameters hold what is known of her; the chance of none is
    then the likelihood of nobody coming in *weeks*.
    """
    shape, rate = model.r + counts.repeats, model.alpha + counts.age
    stop = model.beta + counts.age
    new = Counts(np.zeros(len(shape)), np.zeros(len(shape)), np.full(len(shape), weeks))
    here, gone = _here_and_gone(new, shape, rate, model.s, stop)
    none = np.exp(
        shape * np.log(rate) + model.s * np.log(stop) + np.logaddexp(here, gone)
    )
    value: _Floats = still_there(model, counts) * np.clip(1 - none, 0, 1)
    return value


def expected_purchases(model: ParetoNbd, counts: Counts, weeks: float) -> _Floats:
    """Return the expected number (n,) in the next *weeks*. The note, equation 41."""
    stop = model.beta + counts.age
    longer = np.log(stop) - np.log(stop + weeks)
    power = model.s - 1
    # Where the power is 0, what stands over it is its limit, a logarithm.
    span = np.where(
        abs(power) < _ZERO, -longer, -np.expm1(power * longer) / (power or 1.0)
    )
    rate = (model.r + counts.repeats) / (model.alpha + counts.age)
    value: _Floats = still_there(model, counts) * rate * stop * span
    return value


def _here_and_gone(
    counts: Counts,
    r: float | _Floats,
    alpha: float | _Floats,
    s: float,
    beta: float | _Floats,
) -> tuple[_Floats, _Floats]:
    """Log likelihoods (n,) of still being there and of having stopped."""
    x, recency, age = counts.repeats, counts.recency, counts.age
    here = -(r + x) * np.log(alpha + age) - s * np.log(beta + age)
    power = r + s + x
    least = np.exp(power * (np.log(alpha + recency) - np.log(alpha + age)))
    total = np.zeros(len(x))
    for node, weight in zip((_NODES + 1) / 2, _WEIGHTS / 2, strict=True):
        reached = least + (1 - least) * node
        until = (alpha + recency) * np.exp(-np.log(np.maximum(reached, _TINY)) / power)
        total += weight * (until / (beta - alpha + until)) ** (s + 1)
    gone = (
        np.log(s / power)
        - power * np.log(alpha + recency)
        + np.log(np.maximum(total * (1 - least), _TINY))
    )
    return here, gone
