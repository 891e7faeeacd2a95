"""Which of the shop's own labels fits a text? A small linear model, learned from its
examples.

One-vs-rest ridge regression on hashed n-grams (Rifkin and Klautau, "In defense of
one-vs-all classification", 2004), its scores made probabilities by a logistic curve
fitted on held-out examples (Platt, 1999).
"""

from __future__ import annotations

import io
import json

from collections.abc import Sequence
from zipfile import BadZipFile

import numpy as np

from msgspec import Struct
from numpy.typing import NDArray
from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags
from scipy.special import expit

from shopkeeper.listen.label_features import features_of
from shopkeeper.vocabulary import BadInput


Floats = NDArray[np.float64]

_FORMAT = "shopkeeper labels 1"
_RIDGE = 1.0
_STEPS = 60  # of conjugate gradients; the residual is then far below the noise
_SMALL = 1e-6
_HELD_OUT = 0.15
_FEW = 5  # held-out examples below which a label takes the common threshold
_LEAST = 20  # examples below which nothing can be held out
_KNOWN_SHARE = 0.05  # of held-out texts that may be called unknown


class Label(Struct, frozen=True, kw_only=True):
    """A label and the probability that it fits."""

    label: str
    confidence: float


class Labelled(Struct, frozen=True, kw_only=True):
    """
    What a text is labelled.

    Attributes:
        labels: Those above their threshold, best first.
        label: The best, whether or not it reaches its threshold.
        label_confidence: Its probability; one minus it is the out-of-scope score.
        known: Is the text like those the model has learned from?
    """

    labels: tuple[Label, ...]
    label: str
    label_confidence: float
    known: bool


class LabelModel:
    """
    A learned linear model.

    Attributes:
        names: Labels, sorted.
        buckets: `(n_features,)` hashed features it knows, ascending.
        weight: `(n_features,)` inverse document frequency.
        matrix: `(n_features, n_labels)`.
        offset: `(n_labels,)`.
        slope: Two numbers of the logistic curve: factor and shift.
        thresholds: `(n_labels,)` probabilities from which a label counts.
        known_from: Probability of the best label from which a text is known.
    """

    def __init__(
        self,
        *,
        names: Sequence[str],
        buckets: NDArray[np.int64],
        weight: Floats,
        matrix: Floats,
        offset: Floats,
        slope: Floats,
        thresholds: Floats,
        known_from: float,
    ) -> None:
        self.names = tuple(names)
        self.buckets = buckets
        self.weight = weight
        self.matrix = matrix
        self.offset = offset
        self.slope = slope
        self.thresholds = thresholds
        self.known_from = known_from

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Return `(n_texts, n_labels)` probabilities, each label by itself."""
        scores = _weighed(texts, self.buckets, self.weight) @ self.matrix + self.offset
        return _calibrated(np.asarray(scores), self.slope)

    def label(self, texts: Sequence[str]) -> list[Labelled]:
        """Label each text."""
        found = []
        for row in self.probabilities(texts):
            order = np.argsort(-row, kind="stable")
            best = int(order[0])
            found.append(
                Labelled(
                    labels=tuple(
                        Label(label=self.names[i], confidence=round(float(row[i]), 4))
                        for i in order
                        if row[i] >= self.thresholds[i]
                    ),
                    label=self.names[best],
                    label_confidence=round(float(row[best]), 6),
                    known=bool(row[best] >= self.known_from),
                )
            )
        return found


def train(
    texts: Sequence[str], labels: Sequence[Sequence[str]], *, seed: int
) -> LabelModel:
    """
    Learn labels from examples. The same examples and seed give the same model.

    Args:
        texts: What was said.
        labels: The labels of each text; none is allowed.
        seed: Of the dice that choose what is held out.

    Raises:
        BadInput: If there are fewer than two labels.
    """
    names = sorted({name for some in labels for name in some})
    if len(names) < len("ab"):
        msg = "The examples hold fewer than two labels: nothing can be told apart."
        raise BadInput(msg)
    truth = np.zeros((len(texts), len(names)))
    column = {name: i for i, name in enumerate(names)}
    for row, some in enumerate(labels):
        for name in some:
            truth[row, column[name]] = 1.0
    counts = features_of(texts)
    held = _held_out(len(texts), seed)
    if held.any():
        part = _fit(counts[~held], truth[~held])
        scores = _scores(counts[held], part)
        slope = _curve(scores, truth[held])
        sure = _calibrated(scores, slope)
        thresholds = _thresholds(sure, truth[held])
        known_from = float(np.quantile(sure.max(axis=1), _KNOWN_SHARE))
    else:
        slope, known_from = np.array([4.0, -2.0]), 0.5
        thresholds = np.full(len(names), 0.5)
    buckets, weight, matrix, offset = _fit(counts, truth)
    return LabelModel(
        names=names,
        buckets=buckets,
        weight=weight,
        matrix=matrix,
        offset=offset,
        slope=slope,
        thresholds=thresholds,
        known_from=known_from,
    )


_Fitted = tuple[NDArray[np.int64], Floats, Floats, Floats]


def _held_out(count: int, seed: int) -> NDArray[np.bool_]:
    held = np.zeros(count, dtype=bool)
    if count >= _LEAST:
        order = np.random.default_rng(seed).permutation(count)
        held[order[: int(count * _HELD_OUT)]] = True
    return held


def _fit(counts: csr_matrix, truth: Floats) -> _Fitted:
    """Fit the ridge in its dual form by conjugate gradients, all labels at once."""
    seen = np.asarray((counts > 0).sum(axis=0)).ravel()
    buckets = np.flatnonzero(seen > 0)
    weight = np.log((1 + counts.shape[0]) / (1 + seen[buckets])) + 1.0
    rows = _unit(counts[:, buckets], weight)
    offset = truth.mean(axis=0)
    target = truth - offset
    dual = np.zeros_like(target)
    rest, step = target.copy(), target.copy()
    size = (rest * rest).sum(axis=0)
    for _ in range(_STEPS):
        moved = rows @ (rows.T @ step) + _RIDGE * step
        along = size / np.maximum((step * moved).sum(axis=0), 1e-300)
        dual += along * step
        rest -= along * moved
        left = (rest * rest).sum(axis=0)
        if float(left.max()) < _SMALL:
            break
        step = rest + (left / np.maximum(size, 1e-300)) * step
        size = left
    # Half precision is far finer than what the examples can tell.
    matrix = np.asarray(rows.T @ dual).astype(np.float16).astype(np.float64)
    return buckets.astype(np.int64), weight, matrix, offset


def _unit(rows: csr_matrix, weight: Floats) -> csr_matrix:
    weighed = csr_matrix(rows @ diags(weight))
    norms = np.sqrt(np.asarray(weighed.multiply(weighed).sum(axis=1)).ravel())
    return csr_matrix(diags(1.0 / np.maximum(norms, 1e-12)) @ weighed)


def _scores(counts: csr_matrix, fitted: _Fitted) -> Floats:
    buckets, weight, matrix, offset = fitted
    return np.asarray(_unit(counts[:, buckets], weight) @ matrix) + offset


def _weighed(
    texts: Sequence[str], buckets: NDArray[np.int64], weight: Floats
) -> csr_matrix:
    return _unit(features_of(texts)[:, buckets], weight)


def _calibrated(scores: Floats, slope: Floats) -> Floats:
    return np.asarray(expit(slope[0] * scores + slope[1]))


def _curve(scores: Floats, truth: Floats) -> Floats:
    """Fit one logistic curve over all labels (Platt, 1999)."""
    flat, hit = scores.ravel(), truth.ravel()

    def loss(slope: Floats) -> float:
        z = slope[0] * flat + slope[1]
        return float(np.mean(np.logaddexp(0.0, z) - hit * z))

    fitted = minimize(loss, np.array([5.0, -3.0]), method="Nelder-Mead")
    return np.asarray(fitted.x)


def _thresholds(sure: Floats, truth: Floats) -> Floats:
    """Choose for each label the probability from which it counts, by F1."""
    common = _best_threshold(sure.ravel(), truth.ravel())
    return np.array(
        [
            _best_threshold(sure[:, i], truth[:, i])
            if truth[:, i].sum() >= _FEW
            else common
            for i in range(truth.shape[1])
        ]
    )


def _best_threshold(sure: Floats, hit: Floats) -> float:
    order = np.argsort(-sure, kind="stable")
    right = np.cumsum(hit[order])
    f1 = 2 * right / (np.arange(1, len(hit) + 1) + max(hit.sum(), 1.0))
    best = int(np.argmax(f1))
    chosen = sure[order]
    # Half-way to the next one, so that a text like the last still counts.
    below = chosen[best + 1] if best + 1 < len(chosen) else 0.0
    return float(np.clip((chosen[best] + below) / 2, 0.05, 0.95))


def to_bytes(model: LabelModel) -> bytes:
    """Return a model as one file: arrays and a little JSON, nothing that runs."""
    head = {
        "format": _FORMAT,
        "names": model.names,
        "known_from": model.known_from,
    }
    file = io.BytesIO()
    np.savez_compressed(
        file,
        head=np.frombuffer(json.dumps(head).encode(), dtype=np.uint8),
        buckets=model.buckets,
        weight=model.weight,
        matrix=model.matrix.astype(np.float16),
        offset=model.offset,
        slope=model.slope,
        thresholds=model.thresholds,
    )
    return file.getvalue()


def from_bytes(data: bytes, *, name: str) -> LabelModel:
    """
    Read a model back.

    Args:
        data: What `to_bytes` gave.
        name: The file's name, for errors.

    Raises:
        BadInput: If it is no such file.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            head = json.loads(bytes(file["head"]))
            if head["format"] == _FORMAT:
                return LabelModel(
                    names=head["names"],
                    buckets=file["buckets"],
                    weight=file["weight"],
                    matrix=file["matrix"].astype(np.float64),
                    offset=file["offset"],
                    slope=file["slope"],
                    thresholds=file["thresholds"],
                    known_from=float(head["known_from"]),
                )
    except (ValueError, KeyError, OSError, EOFError, TypeError, BadZipFile):
        pass
    msg = f"{name} is no model of `shopkeeper listen train`: train one and name it"
    raise BadInput(msg)
