"""What is a score worth? Probabilities and thresholds, from left-out examples.

Logistic curves (Platt, 1999) of a score and of its lead over the next best. What they
make of a text on which no label fits is learned from the examples, too: each, with the
scores of its own labels struck out, is one of those (Hendrycks and Gimpel, 2017, have
none and rank by the probability alone).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.special import expit


Floats = NDArray[np.float64]
Scores = NDArray[np.float32]

FEW = 20  # examples below which no curve can be fitted
_SURE = 0.99
_KNOWN_SHARE = 0.05  # of left-out texts with a label that may be called unknown
_FEW_OF_LABEL = 5
_LEAST, _MOST = 0.0005, 0.9995


@dataclass(frozen=True, kw_only=True)
class Curves:
    """
    From scores to probabilities.

    Attributes:
        best: `(4,)` of the best label of a text: shift, score, lead, lead squared.
        rest: `(3,)` of every other label: shift, score, its distance to the best.
    """

    best: Floats
    rest: Floats

    def probabilities(self, scores: Scores) -> Floats:
        """Return `(n_texts, n_labels)`: the probability of each label by itself."""
        first, lead = _best(scores)
        top = expit(_signs(scores, first, lead) @ self.best)
        score = scores.astype(np.float64)
        behind = score - score.max(axis=1, keepdims=True)
        found = expit(self.rest[0] + self.rest[1] * score + self.rest[2] * behind)
        found = np.minimum(found, top[:, None])
        found[np.arange(len(scores)), first] = top
        return np.asarray(np.clip(found, _LEAST, _MOST))


# Where there are too few examples to fit anything: a score of one half is even.
PLAIN = Curves(best=np.array([-2.0, 4.0, 2.0, 0.0]), rest=np.array([-2.0, 4.0, 1.0]))


def curves_of(scores: Scores, truth: NDArray[np.float32]) -> Curves:
    """
    Fit curves to the scores of left-out examples.

    Args:
        scores: `(n_texts, n_labels)`.
        truth: `(n_texts, n_labels)` of ones and zeros.
    """
    if len(scores) < FEW:
        return PLAIN
    first, lead = _best(scores)
    rows = np.arange(len(scores))
    signs = _signs(scores, first, lead)
    right = truth[rows, first]
    best = _scaled(_outside(signs, right, scores, truth), signs, right)
    others = np.ones(scores.shape, dtype=bool)
    others[rows, first] = False
    score = scores.astype(np.float64)
    behind = score - score.max(axis=1, keepdims=True)
    signs = np.stack([np.ones(others.sum()), score[others], behind[others]], axis=1)
    return Curves(best=best, rest=_logistic(signs, truth[others], PLAIN.rest))


def thresholds_of(sure: Floats, truth: NDArray[np.float32]) -> Floats:
    """Choose for each label the probability from which it counts, by F1."""
    if len(sure) < FEW:
        return np.full(truth.shape[1], 0.5)
    common = _best_threshold(sure.ravel(), truth.ravel())
    enough = truth.sum(axis=0) >= _FEW_OF_LABEL
    return np.array(
        [
            _best_threshold(sure[:, i], truth[:, i]) if enough[i] else common
            for i in range(truth.shape[1])
        ]
    )


def sure_from(confidence: Floats, right: NDArray[np.bool_]) -> float:
    """Return the confidence from which 99 in 100 are right; 1 if there is none."""
    order = np.argsort(-confidence, kind="stable")
    share = np.cumsum(right[order]) / np.arange(1, len(order) + 1)
    good = np.flatnonzero(share >= _SURE)
    return float(confidence[order[good[-1]]]) if len(good) else 1.0


def known_from(confidence: Floats) -> float:
    """
    Return the confidence from which a text is like those learned from.

    Args:
        confidence: `(n_texts,)` of the best label of left-out examples that have one.
    """
    return float(np.quantile(confidence, _KNOWN_SHARE)) if len(confidence) else 0.5


def _best(scores: Scores) -> tuple[NDArray[np.int64], Scores]:
    """Return each text's best label, and its lead over the second."""
    first = scores.argmax(axis=1)
    two = np.partition(scores, -2, axis=1)[:, -2:]
    return first, two[:, 1] - two[:, 0]


def _signs(scores: Scores, first: NDArray[np.int64], lead: Scores) -> Floats:
    top = scores[np.arange(len(scores)), first].astype(np.float64)
    return np.stack([np.ones(len(top)), top, lead, np.square(lead)], axis=1)


def _outside(
    signs: Floats,
    right: NDArray[np.float32],
    scores: Scores,
    truth: NDArray[np.float32],
) -> Floats:
    """Tell right answers from wrong ones, and from those to texts of no label."""
    struck = np.where(truth > 0, np.float32(-1), scores)
    none = _signs(struck, *_best(struck))
    all_signs = np.concatenate([signs, none])
    hit = np.concatenate([right, np.zeros(len(none), dtype=np.float32)])
    return _logistic(all_signs, hit, PLAIN.best)


def _scaled(curve: Floats, signs: Floats, right: NDArray[np.float32]) -> Floats:
    """Keep the order of *curve*, and make it right for texts that have a label."""
    z = signs @ curve
    line = np.stack([np.ones(len(z)), z], axis=1)
    shift, factor = _logistic(line, right, np.array([0.0, 1.0]))
    scaled = curve * max(float(factor), 0.05)
    scaled[0] += shift
    return np.asarray(scaled)


def _logistic(signs: Floats, hit: NDArray[np.float32], start: Floats) -> Floats:
    """Fit a logistic curve, drawn a little towards the plain one."""
    right = hit.astype(np.float64)

    def loss(curve: Floats) -> tuple[float, Floats]:
        z = signs @ curve
        away = curve - start
        value = np.sum(np.logaddexp(0.0, z) - right * z) + 0.01 * np.sum(away * away)
        slope = signs.T @ (expit(z) - right) + 0.02 * away
        return float(value), slope

    return np.asarray(minimize(loss, start, jac=True, method="L-BFGS-B").x)


def _best_threshold(sure: Floats, hit: NDArray[np.float32]) -> float:
    order = np.argsort(-sure, kind="stable")
    right = np.cumsum(hit[order])
    f1 = 2 * right / (np.arange(1, len(hit) + 1) + max(float(hit.sum()), 1.0))
    best = int(np.argmax(f1))
    chosen = sure[order]
    # Half-way to the next one, so that a text like the last still counts.
    below = chosen[best + 1] if best + 1 < len(chosen) else 0.0
    return float(np.clip((chosen[best] + below) / 2, 0.02, 0.95))
