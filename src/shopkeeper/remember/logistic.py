"""
Probabilities that learn from the past, and lean on a stated prior till they can.

A logistic regression with a Gaussian prior around stated coefficients, fitted
by Newton's method. What it predicts is averaged over what the data leave open
(MacKay 1992, "The evidence framework applied to classification networks",
equation 2.8), so that few data give probabilities near "cannot tell".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from numpy.typing import NDArray


_Floats = NDArray[np.float64]

_STEPS = 50
_CLOSE_ENOUGH = 1e-9
_LONGEST = 4.0  # step of a coefficient, on the logit scale
_BLOCK = 10_000  # cases answered at once: what is needed stays near
_NO_SPREAD = 1e-6  # a feature that is the same in all cases says nothing
_FARTHEST = 30.0  # on the logit scale; e^-30 is as good as never


@dataclass(frozen=True)
class Logistic:
    """
    A fitted model.

    Attributes:
        centre: What is taken off each feature first (k,); 0 for the intercept.
        scale: What it is divided by then (k,); 1 for the intercept.
        coefficients: Weights of the features (k,).
        covariance: What the data leave open about them (k, k).
        cases: How many cases it has seen.
        happened: In how many of them it happened.
        log_likelihood: Natural, summed over the cases, each counting once.
    """

    centre: _Floats
    scale: _Floats
    coefficients: _Floats
    covariance: _Floats
    cases: int
    happened: int
    log_likelihood: float

    def logit(self, features: _Floats) -> _Floats:
        """Return the log odds (n,) of cases with *features* (n, k)."""
        return (features - self.centre) / self.scale @ self.coefficients

    def probability(self, features: _Floats) -> _Floats:
        """Return the probability (n,), averaged over what is not known."""
        said = np.empty(len(features))
        weights = self.coefficients / self.scale
        for first in range(0, len(features), _BLOCK):
            rows = slice(first, first + _BLOCK)
            centred = features[rows] - self.centre
            mean, open_ = centred @ weights, centred @ self._along
            variance = np.einsum("nk,nk->n", open_, open_)
            said[rows] = sigmoid(mean / np.sqrt(1 + np.pi * variance / 8))
        return said

    @cached_property
    def _along(self) -> _Floats:
        """What is open (k, k), along directions of which the squares add up."""
        size, along = np.linalg.eigh(self.covariance)
        found: _Floats = along * np.sqrt(np.maximum(size, 0)) / self.scale[:, None]
        return found


def sigmoid(logit: _Floats) -> _Floats:
    """Return the probability of log odds."""
    value: _Floats = 1 / (1 + np.exp(-np.clip(logit, -_FARTHEST, _FARTHEST)))
    return value


def logit_of(probability: _Floats) -> _Floats:
    """Return the log odds of probabilities, kept off 0 and 1."""
    inside = np.clip(probability, 1e-6, 1 - 1e-6)
    value: _Floats = np.log(inside) - np.log1p(-inside)
    return value


def fit_logistic(
    features: _Floats,
    happened: _Floats,
    *,
    weights: _Floats | None = None,
    prior: _Floats,
    spread: _Floats,
    standard: bool = True,
    as_is: Sequence[int] = (),
) -> Logistic:
    """
    Fit to cases.

    Args:
        features: (n, k); the first column is 1 throughout.
        happened: 1 where it happened, else 0 (n,).
        weights: How much each case counts (n,), or None for 1.
        prior: Coefficients before any data (k,), of the features as scaled.
        spread: Standard deviation of the prior around them (k,).
        standard: Bring each feature to mean 0 and deviation 1 first.
        as_is: Columns that keep their own scale all the same: those whose prior
            is about it, because few histories hold a case to learn from.

    Returns:
        The model; without cases it is the prior.
    """
    count = features.shape[1]
    weights = np.ones(len(happened)) if weights is None else weights
    centre, scale = np.zeros(count), np.ones(count)
    if standard and len(features):
        centre[1:] = features[:, 1:].mean(axis=0)
        spreads = features[:, 1:].std(axis=0)
        scale[1:] = np.where(spreads > _NO_SPREAD, spreads, 1.0)
        centre[list(as_is)], scale[list(as_is)] = 0, 1
    scaled = (features - centre) / scale
    precision = np.diag(1 / spread**2)
    found = _climb(scaled, happened, weights, prior, precision)
    chance = sigmoid(scaled @ found)
    return Logistic(
        centre=centre,
        scale=scale,
        coefficients=found,
        covariance=np.linalg.inv(_curve(scaled, weights, chance) + precision).astype(
            np.float64
        ),
        log_likelihood=float(
            happened @ np.log(chance) + (1 - happened) @ np.log1p(-chance)
        ),
        cases=len(happened),
        happened=int(happened.sum()),
    )


def _climb(
    scaled: _Floats,
    happened: _Floats,
    weights: _Floats,
    prior: _Floats,
    precision: _Floats,
) -> _Floats:
    """Newton's method from the prior up to the likeliest coefficients (k,)."""
    found = prior.astype(np.float64)
    for _ in range(_STEPS):
        chance = sigmoid(scaled @ found)
        slope = scaled.T @ (weights * (happened - chance)) - precision @ (found - prior)
        step = np.linalg.solve(_curve(scaled, weights, chance) + precision, slope)
        far = float(np.abs(step).max())
        # A whole step can overshoot where the cases part cleanly.
        found = found + step * min(1.0, _LONGEST / max(far, 1e-12))
        if far < _CLOSE_ENOUGH:
            break
    return found


def _curve(scaled: _Floats, weights: _Floats, chance: _Floats) -> _Floats:
    """Return minus the second derivative of the log likelihood (k, k)."""
    rooted = scaled * np.sqrt(weights * chance * (1 - chance))[:, None]
    curve: _Floats = rooted.T @ rooted  # of itself: half the work
    return curve
