"""How two birth dates stand to each other."""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.similar import UNKNOWN


class Born(IntEnum):
    """Levels of birth dates; higher speaks more for one person."""

    GENERATION = 0
    OTHER = 1
    SAME_YEAR = 2
    TWO_PARTS = 3
    SAME_AS_FAR_AS_KNOWN = 4
    SLIP = 5
    SAME = 6


_TEN_POWERS = 10 ** np.arange(7, -1, -1)
_SLIPS = 2
_PARENT = 15, 50  # years between parent and child


def born_levels(left: Array, right: Array) -> Array:
    """
    Judge pairs of dates.

    Args:
        left: (n,) int32, yyyymmdd, 0 for parts not known; 0: nothing.
        right: (n,) the same.

    Returns:
        (n,) int8: `Born`, or -1 where either is missing. One digit other, two
        neighbours swapped, or day and month the wrong way round is a slip. As many
        years apart as parent and child are a generation.
    """
    found = np.full(len(left), UNKNOWN, np.int8)
    known = (left > 0) & (right > 0)
    whole = known & (left % 100 > 0) & (right % 100 > 0)
    found[known & ~whole] = _as_far_as_known(
        left[known & ~whole], right[known & ~whole]
    )
    found[whole & (left == right)] = Born.SAME
    unlike = np.flatnonzero(whole & (left != right))
    if len(unlike):
        found[unlike] = _whole(left[unlike], right[unlike])
    return found


def _as_far_as_known(left: Array, right: Array) -> Array:
    # An age is a year, give or take one.
    year = np.abs(left // 10_000 - right // 10_000) <= 1
    one, other = left // 100 % 100, right // 100 % 100
    month = (one == 0) | (other == 0) | (one == other)
    return np.where(year & month, Born.SAME_AS_FAR_AS_KNOWN, Born.OTHER)


def _whole(left: Array, right: Array) -> Array:
    year = left // 10_000 == right // 10_000
    month = left // 100 % 100 == right // 100 % 100
    day = left % 100 == right % 100
    found = np.where(year, Born.SAME_YEAR, Born.OTHER).astype(np.int8)
    found[year.astype(np.int8) + month + day == _SLIPS] = Born.TWO_PARTS
    first = (left % 10_000 == 101) | (right % 10_000 == 101)  # noqa: PLR2004
    # Nobody knew the day: the first of January stands for the year.
    found[year & first] = Born.TWO_PARTS
    one, other = _digits(left), _digits(right)
    apart = one != other
    count = apart.sum(axis=1)
    beside = (apart[:, :-1] & apart[:, 1:]).any(axis=1) & (count == _SLIPS)
    swapped = beside & (np.sort(one, axis=1) == np.sort(other, axis=1)).all(axis=1)
    turned = (
        year & (left // 100 % 100 == right % 100) & (left % 100 == right // 100 % 100)
    )
    found[(count == 1) | swapped | turned] = Born.SLIP
    years = np.abs(left // 10_000 - right // 10_000)
    parent = (years >= _PARENT[0]) & (years <= _PARENT[1])
    found[parent & (found == Born.OTHER)] = Born.GENERATION
    return found


def _digits(numbers: Array) -> Array:
    return (numbers[:, None] // _TEN_POWERS) % 10
