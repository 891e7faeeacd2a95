"""How alike two different texts are, on a short scale."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import IntEnum

import numpy as np

from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.lexicon import Lexicon
from shopkeeper.recognise.nicknames import FORMAL, KNOWN


UNKNOWN = -1
"""Level where one of the two says nothing."""

Judge = Callable[[Sequence[str], Sequence[str]], Array]
"""Judges pairs of different texts: two lists of k to (k,) int8."""


class Name(IntEnum):
    """How two names stand to each other; higher speaks more for one person."""

    OTHER = 0
    FAR = 1
    INITIAL = 2
    PART = 3
    SHORT = 4
    SLIP = 5
    SAME = 6


_MANY = 64
_FEW_LETTERS = 4
_MORE_LETTERS = 7
_CLOSE = 0.92
_FAR = 0.8


def levels(
    lexicon: Lexicon,
    left: Array,
    right: Array,
    judge: Judge,
) -> Array:
    """
    Judge pairs of codes, each different pair once.

    Args:
        lexicon: What the codes stand for.
        left: (n,) codes, none of them missing.
        right: (n,) codes, none of them missing.
        judge: From two lists of texts to (k,) int8, the same both ways round.

    Returns:
        (n,) int8.
    """
    if len(left) <= _MANY:
        return judge(lexicon.texts(left), lexicon.texts(right))
    low = np.minimum(left, right).astype(np.int64)
    high = np.maximum(left, right).astype(np.int64)
    pairs, places = np.unique((low << 32) | high, return_inverse=True)
    found = judge(lexicon.texts(pairs >> 32), lexicon.texts(pairs & 0xFFFFFFFF))
    return found[places]


def judged(left: Array, right: Array, lexicon: Lexicon, judge: Judge) -> Array:
    """Judge pairs of names: (n,) int8, -1 where either is missing."""
    missing = (left < 0) | (right < 0)
    found = np.where(missing, UNKNOWN, Name.SAME).astype(np.int8)
    unlike = np.flatnonzero(~missing & (left != right))
    if len(unlike):
        found[unlike] = levels(lexicon, left[unlike], right[unlike], judge)
    return found


def given_levels(left: Sequence[str], right: Sequence[str]) -> Array:
    """Judge given names that are not the same."""
    found = _edits(left, right, family=False)
    for place, (one, other) in enumerate(zip(left, right, strict=True)):
        if len(one) == 1 or len(other) == 1:
            found[place] = Name.INITIAL if one[0] == other[0] else Name.OTHER
        elif _forms(one) & _forms(other) or _shortened(one, other):
            found[place] = Name.SHORT
        elif found[place] == Name.SLIP and one in KNOWN and other in KNOWN:
            found[place] = Name.FAR  # Joan is no slip for John
    return found


def family_levels(left: Sequence[str], right: Sequence[str]) -> Array:
    """Judge family names that are not the same."""
    found = _edits(left, right, family=True)
    for place, (one, other) in enumerate(zip(left, right, strict=True)):
        if " " in one or " " in other:
            if one.replace(" ", "") == other.replace(" ", ""):
                found[place] = Name.SLIP
            elif found[place] < Name.SLIP:
                mine, hers = one.split(), other.split()
                if any(len(word) > 1 and word in hers for word in mine):
                    found[place] = Name.PART
        elif len(one) == 1 or len(other) == 1:
            found[place] = Name.INITIAL if one[0] == other[0] else Name.OTHER
    return found


def text_levels(left: Sequence[str], right: Sequence[str]) -> Array:
    """Judge any texts: 0 other, 1 nearly the same."""
    likeness = cpdist(left, right, scorer=JaroWinkler.normalized_similarity)
    return (likeness >= _CLOSE).astype(np.int8)


def number_levels(left: Sequence[str], right: Sequence[str]) -> Array:
    """Judge numbers and codes: 0 other, 1 one slip apart."""
    apart = cpdist(left, right, scorer=OSA.distance, score_cutoff=1)
    return (apart <= 1).astype(np.int8)


def _edits(left: Sequence[str], right: Sequence[str], *, family: bool) -> Array:
    if not left:
        return np.zeros(0, np.int8)
    apart = np.asarray(cpdist(left, right, scorer=OSA.distance, score_cutoff=2))
    likeness = np.asarray(cpdist(left, right, scorer=JaroWinkler.normalized_similarity))
    longest = np.maximum(_lengths(left), _lengths(right))
    slip = (apart <= 1) & (longest >= _FEW_LETTERS)
    slip |= (apart <= 2) & (longest >= _MORE_LETTERS)  # noqa: PLR2004
    slip |= (likeness >= _CLOSE) & (longest >= _MORE_LETTERS)
    far = likeness >= (_FAR + 0.05 if family else _FAR)
    found = np.where(slip, Name.SLIP, np.where(far, Name.FAR, Name.OTHER))
    return found.astype(np.int8)


def _lengths(texts: Sequence[str]) -> Array:
    return np.fromiter((len(text) for text in texts), np.int32, len(texts))


def _forms(word: str) -> frozenset[str]:
    return FORMAL.get(word, frozenset()) | {word}


def _shortened(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= 3 and len(long) - len(short) >= 2 and long.startswith(short)  # noqa: PLR2004
