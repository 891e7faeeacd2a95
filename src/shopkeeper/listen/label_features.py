"""A text as numbers: words, pairs of words and pieces of words, hashed in whole arrays.

The texts of a batch are laid out as one array of bytes; the hash of any stretch is the
difference of two running sums (Karp and Rabin, 1987), so no loop runs over pieces.
"""

from __future__ import annotations

import re

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from numpy.typing import NDArray


BITS = 20
BUCKETS = 1 << BITS
PIECES_FROM = BUCKETS // 2  # below: words and pairs; from here: pieces of words
_LONGEST = 2000  # what a label stands on is said early
_WORDS = re.compile(r"[^\W_]+|[?!]")
_PIECES = (3, 4, 5)
_BASE = 0x9E3779B97F4A7C15 | 1
_PAIR = np.uint64(0xC2B2AE3D27D4EB4F)
_SALT = np.uint64(0xFF51AFD7ED558CCD)
_BLANK = 32
_BATCH = 512
_Hashes = NDArray[np.uint64]


@dataclass(frozen=True, kw_only=True)
class Features:
    """
    The features of some texts. One that stands twice does so as two entries.

    Attributes:
        rows: `(n,)` which text.
        buckets: `(n,)` which feature.
        count: How many texts.
    """

    rows: NDArray[np.int64]
    buckets: NDArray[np.int64]
    count: int


def features_of(texts: Sequence[str]) -> Features:
    """Find the features of each text."""
    parts = [
        hashed(texts[start : start + _BATCH])
        for start in range(0, max(len(texts), 1), _BATCH)
    ]
    return Features(
        rows=np.concatenate(
            [rows + number * _BATCH for number, (rows, _) in enumerate(parts)]
        ),
        buckets=np.concatenate([buckets for _, buckets in parts]),
        count=len(texts),
    )


def hashed(
    texts: Sequence[str],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Return row and bucket of every feature of a few texts."""
    lines = [" ".join(_WORDS.findall(text[:_LONGEST].lower())) for text in texts]
    joined = "\n".join(lines).encode("utf-8", "replace")
    signs = np.frombuffer(b" " + joined + b" ", dtype=np.uint8)
    line_end = signs == ord("\n")
    row_at = np.cumsum(line_end)
    blank = (signs == _BLANK) | line_end
    power, inverse = _powers(len(signs) + 1)
    values = np.where(blank, _BLANK, signs).astype(np.uint64)
    sums = np.concatenate([np.zeros(1, np.uint64), np.cumsum(values * power[:-1])])

    def stretch(start: NDArray[np.int64], end: NDArray[np.int64]) -> _Hashes:
        return np.asarray((sums[end] - sums[start]) * inverse[start])

    ends = np.flatnonzero(blank[1:] & ~blank[:-1]) + 1
    starts = np.flatnonzero(blank[:-1] & ~blank[1:]) + 1
    words = stretch(starts, ends)
    beside = row_at[starts[1:]] == row_at[starts[:-1]]
    pairs = (words[:-1] * _PAIR + words[1:])[beside]
    rows = [row_at[starts], row_at[starts[1:]][beside]]
    hashes = [words + _SALT, pairs]
    blanks = np.concatenate([[0], np.cumsum(blank)])
    for length in _PIECES:
        start = np.arange(len(signs) - length + 1)
        inside = (
            blanks[length - 1 : len(blanks) - 1][: len(start)]
            - blanks[1:][: len(start)]
        )
        start = start[inside == 0]
        # The row of its second sign: a piece may begin with the blank before a word.
        rows.append(row_at[start + 1])
        hashes.append(stretch(start, start + length) + np.uint64(length))
    mixed = np.concatenate(hashes)
    mixed ^= mixed >> np.uint64(31)
    mixed *= _SALT
    buckets = (mixed >> np.uint64(65 - BITS)).astype(np.int64)
    buckets[len(words) + len(pairs) :] += PIECES_FROM
    return np.concatenate(rows), buckets


def _powers(count: int) -> tuple[_Hashes, _Hashes]:
    """Return powers of the base and of its inverse, modulo 2^64."""
    power, inverse = _all_powers(1 << max(16, (count - 1).bit_length()))
    return power[:count], inverse[:count]


@lru_cache(maxsize=4)
def _all_powers(count: int) -> tuple[_Hashes, _Hashes]:
    back = pow(_BASE, -1, 1 << 64)
    found = []
    for base in (_BASE, back):
        steps = np.full(count, base, dtype=np.uint64)
        steps[0] = 1
        found.append(np.cumprod(steps))
    return found[0], found[1]
