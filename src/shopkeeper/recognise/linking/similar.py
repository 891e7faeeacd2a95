"""How alike two different texts are, on a short scale."""

from __future__ import annotations

import re

from collections.abc import Callable, Sequence
from enum import IntEnum

import numpy as np

from rapidfuzz.distance import OSA, JaroWinkler
from rapidfuzz.process import cpdist

from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.lexicon import Lexicon
from shopkeeper.recognise.nicknames import FORMAL, KNOWN


_NUMBER = re.compile(r"\d+")
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


_DIGITS = re.compile(r"\d+")
_MANY = 64
_FEW_LETTERS = 4
_MORE_LETTERS = 7
_CLOSE = 0.92
_FAR = 0.8
_FAR_FAMILY = 0.85
_PERHAPS = 0.7  # two names of which one begins with the other are at least so alike
_HERS = frozenset(
    ["a", "e", "ia", "na", "ina", "ine", "ette", "etta", "elle", "ella", "anne", "lyn"]
)
# Plain numbers: looking up a member of an enumeration costs more than the rest.
_OTHER, _FAR_LEVEL, _INITIAL, _PART, _SHORT, _SLIP = (
    int(Name.OTHER), int(Name.FAR), int(Name.INITIAL), int(Name.PART),
    int(Name.SHORT), int(Name.SLIP),
)  # fmt: skip


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
    found, likeness, lengths = _edits(left, right, _FAR)
    initials = np.minimum(*lengths) == 1
    _judge_initials(left, right, initials, found)
    # Only what is somewhat alike, or a name with short forms, is looked at closer.
    known = _known(left) & _known(right)
    closer = ~initials & (known | (likeness >= _PERHAPS))
    for place in np.flatnonzero(closer).tolist():
        one, other = left[place], right[place]
        if known[place] and _forms(one) & _forms(other):
            found[place] = _SHORT
        elif _his_and_hers(one, other):
            found[place] = _FAR_LEVEL
        elif _shortened(one, other):
            found[place] = _SHORT
        elif known[place] and found[place] == _SLIP:
            found[place] = _FAR_LEVEL  # Joan is no slip for John
    return found


def family_levels(left: Sequence[str], right: Sequence[str]) -> Array:
    """Judge family names that are not the same."""
    found, _, lengths = _edits(left, right, _FAR_FAMILY)
    _judge_initials(left, right, np.minimum(*lengths) == 1, found)
    several = [
        place
        for place, (one, other) in enumerate(zip(left, right, strict=True))
        if " " in one or " " in other
    ]
    for place in several:
        one, other = left[place], right[place]
        if one.replace(" ", "") == other.replace(" ", ""):
            found[place] = _SLIP
        elif found[place] < _SLIP:
            mine, hers = one.split(), other.split()
            if any(len(word) > 1 and word in hers for word in mine):
                found[place] = _PART
    return found


def _judge_initials(
    left: Sequence[str], right: Sequence[str], rows: Array, found: Array
) -> None:
    for place in np.flatnonzero(rows).tolist():
        same = left[place][0] == right[place][0]
        found[place] = _INITIAL if same else _OTHER


def _known(texts: Sequence[str]) -> Array:
    return np.fromiter((text in KNOWN for text in texts), bool, len(texts))


def text_levels(left: Sequence[str], right: Sequence[str]) -> Array:
    """Judge any texts: 0 other, 1 nearly the same."""
    likeness = cpdist(left, right, scorer=JaroWinkler.normalized_similarity)
    found = (likeness >= _CLOSE).astype(np.int8)
    for place in np.flatnonzero(found).tolist():
        # 12th Street and 13th Street are two.
        if _DIGITS.findall(left[place]) != _DIGITS.findall(right[place]):
            found[place] = 0
    return found


def number_levels(left: Sequence[str], right: Sequence[str]) -> Array:
    """Judge numbers and codes: 0 other, 1 one slip apart."""
    apart = cpdist(left, right, scorer=OSA.distance, score_cutoff=1)
    return (apart <= 1).astype(np.int8)


def mailbox_levels(left: Sequence[str], right: Sequence[str]) -> Array:
    """
    Judge mailboxes: 0 other, 1 one slip apart.

    A number is how namesakes get boxes of their own: `wsmith1` is not `wsmith2`.
    """
    found = number_levels(left, right)
    for place in np.flatnonzero(found).tolist():
        if _NUMBER.sub("", left[place]) == _NUMBER.sub("", right[place]):
            found[place] = 0
    return found


def _edits(
    left: Sequence[str], right: Sequence[str], least: float
) -> tuple[Array, Array, tuple[Array, Array]]:
    """Return levels by letters, how alike the texts are, and their lengths."""
    lengths = _lengths(left), _lengths(right)
    likeness = cpdist(left, right, scorer=JaroWinkler.normalized_similarity)
    apart = cpdist(left, right, scorer=OSA.distance, score_cutoff=2)
    longest = np.maximum(*lengths)
    slip = (apart <= 1) & (longest >= _FEW_LETTERS)
    slip |= (apart <= 2) & (longest >= _MORE_LETTERS)  # noqa: PLR2004
    slip |= (likeness >= _CLOSE) & (longest >= _MORE_LETTERS)
    found = np.where(slip, _SLIP, np.where(likeness >= least, _FAR_LEVEL, _OTHER))
    return found.astype(np.int8), likeness, lengths


def _lengths(texts: Sequence[str]) -> Array:
    return np.fromiter((len(text) for text in texts), np.int32, len(texts))


def _forms(word: str) -> frozenset[str]:
    return FORMAL.get(word, frozenset()) | {word}


def _his_and_hers(one: str, other: str) -> bool:
    """Paul and Paula, Joseph and Josephine: two names, however alike."""
    short, long = sorted((one, other), key=len)
    return long.startswith(short) and long[len(short) :] in _HERS


def _shortened(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return len(short) >= 3 and len(long) - len(short) >= 2 and long.startswith(short)  # noqa: PLR2004
