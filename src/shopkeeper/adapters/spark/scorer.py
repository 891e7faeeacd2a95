"""Scores pairs on Spark, with the very kernel that scores them here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np
import pyarrow as pa

from shopkeeper.adapters.spark.session import Session
from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.link import Weigher


_AT_ONCE = 16_000_000


class SparkScorer:
    """
    Scores candidate pairs in batches, wherever Spark has hands.

    Args:
        session: From `open_session`; its owner stops it.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def __call__(self, weigher: Weigher, left: Array, right: Array) -> Array:
        """
        Score pairs of rows.

        Args:
            weigher: The kernel, with the records; each worker gets it once.
            left: (n,) int32 rows.
            right: (n,) int32: the other rows.

        Returns:
            (n,) scores, as `weigher(left, right)` has them.
        """
        scores = np.empty(len(left))
        kernel = self._session.sparkContext.broadcast(weigher)
        for start in range(0, len(left), _AT_ONCE):
            part = slice(start, start + _AT_ONCE)
            places = np.arange(start, start + len(left[part]))
            pairs = pa.table({"place": places, "one": left[part], "other": right[part]})
            found = (
                self._session.createDataFrame(pairs)
                .mapInArrow(_scoring(kernel), "place long, score double")
                .toArrow()
            )
            # Workers are done in any order.
            scores[found["place"].to_numpy()] = found["score"].to_numpy()
        kernel.destroy()
        return scores


def _scoring(
    kernel: Any,
) -> Callable[[Iterable[pa.RecordBatch]], Iterator[pa.RecordBatch]]:
    """Return what a worker does with batches of `place, one, other`."""

    def scored(batches: Iterable[pa.RecordBatch]) -> Iterator[pa.RecordBatch]:
        weigher: Weigher = kernel.value
        for batch in batches:
            left, right = batch["one"].to_numpy(), batch["other"].to_numpy()
            scores, _ = weigher(left, right)
            yield pa.record_batch({"place": batch["place"], "score": scores})

    return scored
