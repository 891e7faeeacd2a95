"""BG/NBD and Pareto/NBD as their papers write them: plain, over every person, slow.

Nothing here is shared with `shopkeeper.remember`: rows are not gathered, integrals
are the papers' hypergeometric functions, and the search is Nelder and Mead's alone,
from the start that the papers' own worksheets use.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import betaln, gammaln, hyp2f1


Floats = NDArray[np.float64]
People = tuple[Floats, Floats, Floats]  # repeats, weeks to the last, weeks to the end


@dataclass(frozen=True)
class Said:
    """
    What a model says.

    Attributes:
        parameters: By their names in the paper.
        log_likelihood: Natural, summed over people.
        alive: Probability of a purchase in the window (n,).
        expected: Number of purchases in it (n,).
    """

    parameters: Mapping[str, float]
    log_likelihood: float
    alive: Floats
    expected: Floats


Model = Callable[[People, float], Said]


def bgnbd(people: People, weeks: float) -> Said:
    """Fader, Hardie and Lee (2005), equations 6 and 10."""
    x, recency, age = people

    def likely(r: float, alpha: float, a: float, b: float) -> Floats:
        common = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
        stayed = betaln(a, b + x) - betaln(a, b) - (r + x) * np.log(alpha + age)
        back = np.maximum(x, 1)
        left = betaln(a + 1, b + back - 1) - betaln(a, b)
        left = left - (r + x) * np.log(alpha + recency)
        return common + np.where(x > 0, np.logaddexp(stayed, left), stayed)

    (r, alpha, a, b), total = climb(likely)
    odds = a / (b + np.maximum(x, 1) - 1)
    odds = odds * np.exp((r + x) * np.log((alpha + age) / (alpha + recency)))
    here = np.where(x > 0, 1 / (1 + odds), 1.0)
    fades = np.exp((r + x) * np.log((alpha + age) / (alpha + age + weeks)))
    series = hyp2f1(r + x, b + x, a + b + x - 1, weeks / (alpha + age + weeks))
    expected = (a + b + x - 1) / (a - 1) * (1 - fades * series) * here
    named = {"r": r, "alpha": alpha, "a": a, "b": b}
    return Said(named, total, here * (1 - fades), np.maximum(expected, 0))


def pareto_nbd(people: People, weeks: float) -> Said:
    """Fader and Hardie's note on the Pareto/NBD (2005), equations 18, 19 and 41."""
    x, _, age = people

    def likely(r: float, alpha: float, s: float, beta: float) -> Floats:
        here, gone = pareto_parts(people, r, alpha, s, beta)
        common = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)
        return common + np.logaddexp(here, gone)

    (r, alpha, s, beta), total = climb(likely)
    here, gone = pareto_parts(people, r, alpha, s, beta)
    still = np.exp(here - np.logaddexp(here, gone))
    shrinks = ((beta + age) / (beta + age + weeks)) ** (s - 1)
    rate = (r + x) * (beta + age) / ((alpha + age) * (s - 1))
    # If she is there she is as a newcomer whose parameters hold what is known of her;
    # none in the window is then that newcomer's likelihood of none.
    named = {"r": r, "alpha": alpha, "s": s, "beta": beta}
    r, alpha, beta = r + x, alpha + age, beta + age
    new = np.zeros(len(x)), np.zeros(len(x)), np.full(len(x), weeks)
    none = r * np.log(alpha) + s * np.log(beta)
    none = none + np.logaddexp(*pareto_parts(new, r, alpha, s, beta))
    alive = still * np.clip(-np.expm1(none), 0, 1)
    return Said(named, total, alive, np.maximum(still * rate * (1 - shrinks), 0))


def pareto_parts(
    people: People,
    r: float | Floats,
    alpha: float | Floats,
    s: float,
    beta: float | Floats,
) -> tuple[Floats, Floats]:
    """Log likelihoods (n,) of being there still and of having stopped."""
    x, recency, age = people
    power, far = r + s + x, np.maximum(alpha, beta)
    second = np.where(np.less(alpha, beta), r + x, s + 1)
    apart = np.abs(alpha - beta)

    def piece(t: Floats) -> Floats:
        series = hyp2f1(power, second, power + 1, apart / (far + t))
        return np.log(series) - power * np.log(far + t)

    first, later = piece(recency), piece(age)
    between = np.log(np.maximum(-np.expm1(later - first), 1e-300))
    here = -(r + x) * np.log(alpha + age) - s * np.log(beta + age)
    return here, np.log(s / power) + first + between


def climb(likely: Callable[..., Floats]) -> tuple[Floats, float]:
    """Find the four likeliest parameters from 1, 1, 1, 1; (parameters, total)."""

    def cost(logs: Floats) -> float:
        with np.errstate(all="ignore"):
            total = likely(*np.exp(np.clip(logs, -7, 9))).sum()
        return -float(total) if np.isfinite(total) else 1e12

    best = minimize(
        cost, np.zeros(4), method="Nelder-Mead",
        options={"xatol": 1e-4, "fatol": 1e-4, "maxiter": 2000},
    )  # fmt: skip
    return np.exp(np.clip(best.x, -7, 9)), -float(best.fun)
