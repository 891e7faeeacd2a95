"""Weights of small linear models, looked up by hashed features."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from shopkeeper.listen.tokens import BUCKETS, Ints, bucket_of


Floats = NDArray[np.float64]


class Weights:
    """
    A table of weights: one row a feature that was learned, one column a class.

    Args:
        buckets: `(n,)` features it knows, each below `BUCKETS`.
        table: `(n, n_classes)` their weights.
        offset: `(n_classes,)` score of nothing at all.
    """

    def __init__(self, buckets: Ints, table: Floats, offset: Floats) -> None:
        self.buckets = buckets
        # One type throughout, or the whole table is copied at each question.
        self.table = np.ascontiguousarray(table, dtype=np.float32)
        self.offset = offset
        self._row = np.full(BUCKETS, -1, np.int32)  # as wide as scipy's own places
        self._row[buckets] = np.arange(len(buckets), dtype=np.int32)

    def scores(self, counts: csr_matrix) -> Floats:
        """
        Score rows of features.

        Args:
            counts: `(n_rows, BUCKETS)`.

        Returns:
            `(n_rows, n_classes)`.
        """
        place = self._row[counts.indices]
        known = np.flatnonzero(place >= 0)
        narrow = csr_matrix(
            (
                counts.data[known].astype(np.float32),
                place[known],
                np.searchsorted(known, counts.indptr).astype(np.int32),
            ),
            shape=(counts.shape[0], len(self.buckets)),
        )
        return np.asarray(narrow @ self.table).astype(np.float64) + self.offset

    def beside(self, other: Weights) -> Weights:
        """Return one table of both, the classes of the other behind its own."""
        buckets = np.union1d(self.buckets, other.buckets)
        width = self.table.shape[1]
        table = np.zeros((len(buckets), width + other.table.shape[1]), np.float32)
        table[np.searchsorted(buckets, self.buckets), :width] = self.table
        table[np.searchsorted(buckets, other.buckets), width:] = other.table
        return Weights(buckets, table, np.concatenate([self.offset, other.offset]))


def rows_of(feature_rows: Iterable[Sequence[str]]) -> csr_matrix:
    """Hash rows of named features: `(n_rows, BUCKETS)`, ones."""
    places, buckets = [0], []
    for names in feature_rows:
        found = sorted(set(map(bucket_of, names)))
        buckets += found
        places.append(len(buckets))
    return csr_matrix(
        (np.ones(len(buckets)), np.array(buckets, np.int64), np.array(places)),
        shape=(len(places) - 1, BUCKETS),
    )
