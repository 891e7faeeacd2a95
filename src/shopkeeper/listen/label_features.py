"""A text as numbers: hashed words, pairs of words and pieces of words."""

from __future__ import annotations

import re
import zlib

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise

import numpy as np

from scipy.sparse import csr_matrix

from shopkeeper.listen.text import plain


BUCKETS = 1 << 20
_LONGEST = 4000  # what a label stands on is said early
_WORDS = re.compile(r"[^\W_]+|[?!]")
_PIECES = (3, 4, 5)


def features_of(texts: Sequence[str]) -> csr_matrix:
    """
    Count the features of each text.

    Returns:
        `(n_texts, BUCKETS)`: 1 + log(count), not yet weighed.
    """
    places, buckets, values = [0], [], []
    for text in texts:
        counts = Counter(
            zlib.crc32(feature.encode("utf-8", "replace")) % BUCKETS
            for feature in _features(plain(text[:_LONGEST]))
        )
        for bucket in sorted(counts):
            buckets.append(bucket)
            values.append(1.0 + np.log(counts[bucket]))
        places.append(len(buckets))
    return csr_matrix(
        (np.array(values), np.array(buckets, dtype=np.int64), np.array(places)),
        shape=(len(texts), BUCKETS),
    )


def _features(low: str) -> Iterator[str]:
    words = _WORDS.findall(low)
    yield from (f"w {word}" for word in words)
    yield from (f"p {a} {b}" for a, b in pairwise(words))
    for word in words:
        framed = f"<{word}>"
        for length in _PIECES:
            yield from (
                f"c {framed[start : start + length]}"
                for start in range(len(framed) - length + 1)
            )
