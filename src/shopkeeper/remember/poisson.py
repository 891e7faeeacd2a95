"""
Counts that learn from the past, and lean on a stated prior till they can.

A Poisson regression with a Gaussian prior around stated coefficients, fitted by
Newton's method. People's counts vary more than Poisson's; by how much more is
taken from the data (Wedderburn 1974, quasi-likelihood), and the prior weighs by
it: otherwise few people would move the coefficients far.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numpy.typing import NDArray


_Floats = NDArray[np.float64]

_STEPS = 50
_CLOSE_ENOUGH = 1e-9
_LONGEST = 1.0  # step of a coefficient
_FARTHEST = 20.0  # of the logarithm of a mean, below 0 and, halved, above


@dataclass(frozen=True)
class Poisson:
    """
    A fitted model.

    Attributes:
        coefficients: Weights of the features (k,).
        dispersion: How many times more counts vary than Poisson's; 1 or more.
        cases: How many cases it has seen.
        log_likelihood: Natural, summed over the cases, but for the constant
            that no coefficient changes.
    """

    coefficients: _Floats
    dispersion: float
    cases: int
    log_likelihood: float

    def mean(self, features: _Floats) -> _Floats:
        """Return the expected count (n,) of cases with *features* (n, k)."""
        return _mean(features, self.coefficients)


def fit_poisson(
    features: _Floats, counted: _Floats, *, prior: _Floats, spread: _Floats
) -> Poisson:
    """
    Fit to cases.

    Args:
        features: (n, k).
        counted: What was counted in each case (n,).
        prior: Coefficients before any data (k,).
        spread: Standard deviation of the prior around them (k,).

    Returns:
        The model; without cases it is the prior.
    """
    if not len(counted):
        return Poisson(prior.astype(np.float64), 1.0, 0, 0.0)
    found = _climb(features, counted, prior, spread)
    mean = _mean(features, found)
    varies = ((counted - mean) ** 2 / np.maximum(mean, 1e-3)).mean()
    dispersion = max(float(varies), 1.0)
    found = _climb(features, counted, prior, spread / np.sqrt(dispersion))
    mean = _mean(features, found)
    likely = float(counted @ np.log(mean) - mean.sum())
    return Poisson(found, dispersion, len(counted), likely)


def _climb(
    features: _Floats, counted: _Floats, prior: _Floats, spread: _Floats
) -> _Floats:
    """Newton's method from the prior up to the likeliest coefficients (k,)."""
    found = prior.astype(np.float64)
    precision = np.diag(1 / spread**2)
    for _ in range(_STEPS):
        mean = _mean(features, found)
        slope = features.T @ (counted - mean) - precision @ (found - prior)
        curve = (features * mean[:, None]).T @ features + precision
        step = np.linalg.solve(curve, slope)
        far = float(np.abs(step).max())
        found = found + step * min(1.0, _LONGEST / max(far, 1e-12))
        if far < _CLOSE_ENOUGH:
            break
    return found


def _mean(features: _Floats, coefficients: _Floats) -> _Floats:
    value: _Floats = np.exp(np.clip(features @ coefficients, -_FARTHEST, _FARTHEST / 2))
    return value
