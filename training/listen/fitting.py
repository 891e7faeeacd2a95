"""Fitting of the small models: exact gradients, L-BFGS, ridge penalties."""

from __future__ import annotations

import numpy as np

from scipy.optimize import minimize
from scipy.sparse import csr_matrix

from shopkeeper.listen.hashed import Weights
from shopkeeper.listen.tagging import allowed, in_batches, put_likely, sweep


LEAST = 2  # a feature seen once tells nothing of others


def _seen(counts: csr_matrix) -> np.ndarray:
    return np.flatnonzero(
        np.bincount(counts.indices, minlength=counts.shape[1]) >= LEAST
    )


def fit_logistic(
    counts: csr_matrix, truth: np.ndarray, *, ridge: float, weight=None
) -> Weights:
    """Fit one logistic regression for each column of *truth*."""
    kept = _seen(counts)
    rows = counts[:, kept].tocsr()
    back = rows.T.tocsr()
    weight = np.ones(len(truth)) if weight is None else weight
    table, offset = np.zeros((len(kept), truth.shape[1])), np.zeros(truth.shape[1])
    for column in range(truth.shape[1]):
        hit = truth[:, column]

        def loss(values, hit=hit):
            score = rows @ values[:-1] + values[-1]
            sure = 1 / (1 + np.exp(-score))
            off = weight * (sure - hit)
            value = float((weight * (np.logaddexp(0, score) - hit * score)).sum())
            value += 0.5 * ridge * float(values[:-1] @ values[:-1])
            return value, np.append(back @ off + ridge * values[:-1], off.sum())

        found = minimize(
            loss, np.zeros(len(kept) + 1), jac=True, method="L-BFGS-B",
            options={"maxiter": 150},
        ).x  # fmt: skip
        table[:, column], offset[column] = found[:-1], found[-1]
    return Weights(kept, table, offset)


def fit_any(
    counts: csr_matrix, groups: np.ndarray, truth: np.ndarray, *, ridge: float
) -> Weights:
    """
    Fit a logistic regression of rows where only groups of rows are labelled.

    A group holds if any of its rows does (noisy or; Viola, Platt and Zhang, 2005).

    Args:
        counts: `(n_rows, n_features)`, the rows of a group next to each other.
        groups: `(n_groups + 1,)` where each group begins; the last is the end.
        truth: `(n_groups,)` 0 or 1.
        ridge: Penalty.
    """
    kept = _seen(counts)
    rows = counts[:, kept].tocsr()
    back = rows.T.tocsr()
    whose = np.repeat(np.arange(len(truth)), np.diff(groups))
    holds = truth > 0

    def loss(values):
        score = rows @ values[:-1] + values[-1]
        no = -np.logaddexp(0, score)  # log of not
        none = np.add.reduceat(no, groups[:-1])
        any_of = np.log(-np.expm1(np.minimum(none, -1e-12)))
        value = float(-(np.where(holds, any_of, none)).sum())
        value += 0.5 * ridge * float(values[:-1] @ values[:-1])
        sure = np.exp(score + no)
        pull = np.where(holds, np.exp(none - any_of), -1.0)[whose]
        slope = -pull * sure
        return value, np.append(back @ slope + ridge * values[:-1], slope.sum())

    begin = np.zeros(len(kept) + 1)
    begin[-1] = -2.0
    found = minimize(
        loss, begin, jac=True, method="L-BFGS-B", options={"maxiter": 200}
    ).x  # fmt: skip
    return Weights(kept, found[:-1][:, None], found[-1:])


def fit_softmax(
    counts: csr_matrix, truth: np.ndarray, *, classes: int, ridge: float
) -> Weights:
    """Fit a multinomial logistic regression."""
    kept = _seen(counts)
    rows = counts[:, kept].tocsr()
    back = rows.T.tocsr()
    hit = np.eye(classes)[truth]
    size = len(kept) * classes

    def loss(values):
        table = values[:size].reshape(len(kept), classes)
        score = rows @ table + values[size:]
        top = score.max(axis=1, keepdims=True)
        odds = np.exp(score - top)
        total = odds.sum(axis=1, keepdims=True)
        sure = odds / total
        value = float((np.log(total) + top).sum() - (score * hit).sum())
        value += 0.5 * ridge * float(values[:size] @ values[:size])
        off = sure - hit
        return value, np.concatenate([(back @ off + ridge * table).ravel(), off.sum(0)])

    found = minimize(
        loss, np.zeros(size + classes), jac=True, method="L-BFGS-B",
        options={"maxiter": 150},
    ).x  # fmt: skip
    return Weights(kept, found[:size].reshape(len(kept), classes), found[size:])


def fit_chain(
    counts: csr_matrix,
    lengths: np.ndarray,
    tags: np.ndarray,
    *,
    kinds: int,
    ridge: float,
) -> tuple[Weights, np.ndarray]:
    """
    Fit a linear-chain conditional random field.

    Returns:
        Its weights, and `(n_tags + 1, n_tags)` steps from tag to tag.
    """
    kept = _seen(counts)
    rows = counts[:, kept].tocsr()
    back = rows.T.tocsr()
    many = 2 * kinds + 1
    hit = np.eye(many)[tags]
    seen = back @ hit
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    begins = np.zeros(len(tags), bool)
    begins[starts] = True
    before = np.where(begins, many, np.concatenate([[0], tags[:-1]]))
    stepped = np.zeros((many + 1, many))
    np.add.at(stepped, (before, tags), 1)
    batches = list(in_batches(lengths))
    never = allowed(kinds)
    size = len(kept) * many

    def loss(values):
        table = values[:size].reshape(len(kept), many)
        steps = values[size:].reshape(many + 1, many)
        score = rows @ table
        total, sure, moves = _expected(score, batches, steps + never)
        value = total - float((score * hit).sum()) - float((steps * stepped).sum())
        value += 0.5 * ridge * float(values[:size] @ values[:size])
        value += 0.05 * float((steps * steps).sum())
        slope = back @ sure - seen + ridge * table
        return value, np.concatenate([
            slope.ravel(), (moves - stepped + 0.1 * steps).ravel()
        ])  # fmt: skip

    found = minimize(
        loss, np.zeros(size + (many + 1) * many), jac=True, method="L-BFGS-B",
        options={"maxiter": 160, "maxcor": 8},
    ).x  # fmt: skip
    weights = Weights(kept, found[:size].reshape(len(kept), many), np.zeros(many))
    return weights, found[size:].reshape(many + 1, many)


def _expected(score, batches, steps):
    """Sum over all paths: log of the total, tags and steps to be expected."""
    many = score.shape[1]
    sure, moves, total = np.zeros_like(score), np.zeros_like(steps), 0.0
    move = np.exp(steps[:many])
    for places, there in batches:
        one = sweep(score, places, there, steps)
        put_likely(one, sure)
        total += float(((np.log(one.size) + one.top.T) * one.here).sum())
        for step in range(len(one.size) - 1, 0, -1):
            part = one.local[:, step] * one.behind[step] / one.size[step][:, None]
            before = one.ahead[step - 1] * one.here[step][:, None]
            moves[:many] += move * (before.T @ part)
        moves[many] += (one.ahead[0] * one.behind[0]).sum(axis=0)
    return total, sure, moves
