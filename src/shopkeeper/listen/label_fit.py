"""How well does each label fit each text? Kernel ridge regression over two likenesses.

Texts are alike by what they mean (vectors) and by their words and pieces of words; each
label is regressed on the examples (Rifkin and Klautau, "In defense of one-vs-all
classification", 2004). What each example would have got, had it not been among them,
follows in closed form (Allen's PRESS; Rifkin and Lippert, 2007): nothing needs to be
held out to learn what a score is worth.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from numpy.typing import NDArray
from scipy.linalg import cho_factor, cho_solve, solve_triangular
from scipy.linalg.lapack import spotri
from scipy.sparse import csr_matrix

from shopkeeper.listen.label_features import BUCKETS, PIECES_FROM, Features


Floats = NDArray[np.float32]

MOST_SUPPORTS = 16_000  # examples up to which all are supports
SUPPORTS_OF_MANY = 5_000
_ENOUGH = 100  # examples a label; with fewer, words tell less and meaning more
_JITTER = 1e-3
_BATCH = 4_000


class Words:
    """
    Which words and pieces of words count, and how much.

    Attributes:
        buckets: `(n_words,)` hashed features that are known, ascending.
        weight: `(n_words,)` inverse document frequency.
    """

    def __init__(self, buckets: NDArray[np.int64], weight: Floats) -> None:
        self.buckets = buckets
        self.weight = weight
        self._pieces_from = int(np.searchsorted(buckets, PIECES_FROM))
        self._place = np.full(BUCKETS, -1, dtype=np.int32)
        self._place[buckets] = np.arange(len(buckets))

    def of(self, features: Features) -> csr_matrix:
        """
        Return `(n_texts, n_words)` weighed rows of length one, at most.

        Words and pairs together count as much as pieces of words together.
        """
        place = self._place[features.buckets]
        known = place >= 0
        place, rows = place[known], features.rows[known]
        order = np.argsort(rows, kind="stable")
        place, rows = place[order], rows[order]
        values = self.weight[place]
        half = 2 * rows + (place >= self._pieces_from)
        squares = np.bincount(half, np.square(values), minlength=2 * features.count)
        values /= np.sqrt(2 * squares[half]).astype(np.float32)
        ends = np.cumsum(np.bincount(rows, minlength=features.count))
        return csr_matrix(
            (values, place, np.concatenate([[0], ends])),
            shape=(features.count, len(self.buckets)),
        )


@dataclass(frozen=True, kw_only=True)
class Likeness:
    """
    How alike are two texts? By what they mean, exp(-near (1 - cosine)), and by words.

    Attributes:
        near: How fast likeness of meaning fades.
        words: What words count beside it.
        ridge: How far examples are believed: less is more.
    """

    near: float
    words: float
    ridge: float

    def of(
        self, a: Floats, words_a: csr_matrix, b: Floats, words_b: csr_matrix
    ) -> Floats:
        """Return `(n_a, n_b)`."""
        found = self.meaning(a, b)
        for start in range(0, len(a), 1000):
            part = words_a[start : start + 1000]
            alike = (part @ words_b.T).toarray()
            found[start : start + 1000] += np.float32(self.words) * alike
        return found

    def meaning(self, a: Floats, b: Floats) -> Floats:
        """Return `(n_a, n_b)`: the first part alone."""
        found = a @ b.T
        found -= 1.0
        found *= np.float32(self.near)
        return np.asarray(np.exp(found, out=found))


def likeness_for(truth: Floats) -> Likeness:
    """Choose by how many examples a label has: cross-validated on training parts."""
    labels = max(truth.shape[1], 1)
    enough = min(float(truth.sum()) / labels / _ENOUGH, 1.0)
    return Likeness(
        near=2.0 + 2.0 * enough, words=0.1 + 0.4 * enough, ridge=0.05 + 0.1 * enough
    )


@dataclass(frozen=True, kw_only=True)
class Fitted:
    """
    Scores of labels for texts.

    Attributes:
        supports: `(n_supports, n)` vectors of examples.
        shares: `(n_supports, n_labels)` what being like each says of each label.
        words: `(n_words, n_labels)` what each word says of each label.
        offset: `(n_labels,)`.
        likeness: By which texts were compared.
    """

    supports: Floats
    shares: Floats
    words: Floats
    offset: Floats
    likeness: Likeness

    def scores(self, vectors: Floats, rows: csr_matrix) -> Floats:
        """
        Return `(n_texts, n_labels)`: about one where a label fits, else zero.

        Args:
            vectors: `(n_texts, n)` of length one.
            rows: `(n_texts, n_words)` as of `Words.of`.
        """
        found = np.asarray(rows @ self.words) + self.offset
        for start in range(0, len(vectors), 256):
            part = vectors[start : start + 256]
            alike = self.likeness.meaning(part, self.supports)
            found[start : start + 256] += alike @ self.shares
        return np.asarray(found, dtype=np.float32)


def words_of(features: Features) -> Words:
    """Learn which words there are, and how rare each is."""
    pairs = np.unique(features.rows * BUCKETS + features.buckets)
    seen = np.bincount(pairs % BUCKETS, minlength=BUCKETS)
    buckets = np.flatnonzero(seen)
    weight = np.log((1 + features.count) / (1 + seen[buckets])) + 1.0
    return Words(buckets.astype(np.int64), weight.astype(np.float32))


def fit(
    vectors: Floats, rows: csr_matrix, truth: Floats, dice: np.random.Generator
) -> tuple[Fitted, NDArray[np.int64], Floats]:
    """
    Fit all labels at once.

    Args:
        vectors: `(n_texts, n)` of length one.
        rows: `(n_texts, n_words)` as of `Words.of`.
        truth: `(n_texts, n_labels)` of ones and zeros.
        dice: Which examples are supports, where there are too many.

    Returns:
        The fit; `(n_judged,)` which examples can be judged as if they had been left
        out; and `(n_judged, n_labels)` what these would then have got.
    """
    offset = truth.mean(axis=0)
    target = truth - offset
    likeness = likeness_for(truth)
    everyone = np.arange(len(vectors))
    if len(vectors) <= MOST_SUPPORTS:
        chosen = judged = everyone
        shares, left_out = fit_all(vectors, rows, target, likeness)
    else:
        chosen = np.sort(dice.permutation(len(vectors))[:SUPPORTS_OF_MANY])
        shares, left_out = fit_many(vectors, rows, target, chosen, likeness)
        # Supports shape what the others are compared with: never quite left out.
        judged = np.setdiff1d(everyone, chosen)
    fitted = Fitted(
        supports=vectors[chosen],
        shares=shares,
        words=np.asarray(likeness.words * (rows[chosen].T @ shares), dtype=np.float32),
        offset=offset,
        likeness=likeness,
    )
    return fitted, judged, left_out[judged] + offset


def fit_all(
    vectors: Floats, rows: csr_matrix, target: Floats, likeness: Likeness
) -> tuple[Floats, Floats]:
    """Let every example be a support; leave-one-out from the inverse's diagonal."""
    kernel = likeness.of(vectors, rows, vectors, rows)
    kernel[np.diag_indices(len(kernel))] += likeness.ridge
    factor, lower = cho_factor(
        kernel.T, lower=True, overwrite_a=True, check_finite=False
    )
    shares = cho_solve((factor, lower), target, check_finite=False)
    inverse, _ = spotri(factor, lower=True, overwrite_c=True)
    own = np.diagonal(inverse)[:, None]
    return np.asarray(shares, np.float32), np.asarray(target - shares / own, np.float32)


def fit_many(
    vectors: Floats,
    rows: csr_matrix,
    target: Floats,
    chosen: NDArray[np.int64],
    likeness: Likeness,
) -> tuple[Floats, Floats]:
    """Let some examples be supports for all (the subset of regressors)."""
    supports, words = vectors[chosen], csr_matrix(rows[chosen])
    gram = np.float32(likeness.ridge) * likeness.of(supports, words, supports, words)
    gram[np.diag_indices(len(gram))] += _JITTER
    right = np.zeros((len(chosen), target.shape[1]), dtype=np.float32)
    starts = range(0, len(vectors), _BATCH)
    for start in starts:
        part = slice(start, start + _BATCH)
        kernel = likeness.of(vectors[part], csr_matrix(rows[part]), supports, words)
        gram += kernel.T @ kernel
        right += kernel.T @ target[part]
    factor, lower = cho_factor(gram, lower=True, overwrite_a=True, check_finite=False)
    shares = np.asarray(cho_solve((factor, lower), right), np.float32)
    left_out = np.zeros_like(target)
    for start in starts:
        part = slice(start, start + _BATCH)
        kernel = likeness.of(vectors[part], csr_matrix(rows[part]), supports, words)
        half = solve_triangular(factor, kernel.T, lower=True, check_finite=False)
        own = np.minimum((half * half).sum(axis=0), 0.99)[:, None]
        error = (target[part] - kernel @ shares) / (1 - own)
        left_out[part] = target[part] - error
    return shares, left_out
