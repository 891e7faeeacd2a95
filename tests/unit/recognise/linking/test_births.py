"""Two birth dates are the same, a slip apart, or of two people."""

from __future__ import annotations

from datetime import date

import numpy as np
import pytest

from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.recognise.linking.births import Born, born_levels
from shopkeeper.recognise.linking.similar import UNKNOWN


def level(left: int, right: int) -> int:
    """Return the level of one pair of dates, the same both ways round."""
    one, other = np.array([left, right], np.int32), np.array([right, left], np.int32)
    first, second = born_levels(one, other).tolist()
    assert first == second
    return first


@pytest.mark.parametrize(
    ("left", "right", "expected"),
    [
        (19800304, 19800304, Born.SAME),
        (19800304, 19800403, Born.SLIP),  # day and month turned
        (19800304, 19800305, Born.SLIP),
        (19800304, 19810304, Born.SLIP),
        (19800312, 19800321, Born.SLIP),  # neighbours swapped
        (19800304, 19080304, Born.SLIP),
        (17650181, 17650118, Born.SLIP),  # a day that no calendar has
        (19800101, 19800704, Born.TWO_PARTS),  # nobody knew the day
        (19801231, 19751231, Born.TWO_PARTS),
        (19800304, 19800328, Born.TWO_PARTS),
        (19800304, 19800811, Born.SAME_YEAR),
        (19800304, 19471126, Born.GENERATION),  # parent and child, perhaps
        (19800304, 18471126, Born.OTHER),
        (19800304, 19881126, Born.OTHER),
        (19800304, 19800000, Born.SAME_AS_FAR_AS_KNOWN),
        (19800304, 19810000, Born.SAME_AS_FAR_AS_KNOWN),  # from an age
        (19800304, 19820000, Born.OTHER),
        (19800300, 19800304, Born.SAME_AS_FAR_AS_KNOWN),
        (19800300, 19800404, Born.OTHER),
        (19800304, 0, UNKNOWN),
        (0, 0, UNKNOWN),
    ],
)
def test_birth_dates_stand_on_a_scale(left, right, expected):
    """What is not known speaks neither for nor against."""
    assert level(left, right) == expected


@given(st.dates(date(1900, 1, 1)), st.dates(date(1900, 1, 1)))
def test_two_dates_say_the_same_both_ways_round_and_alone(one, other):
    """Among others they are judged as alone."""
    left, right = (int(day.strftime("%Y%m%d")) for day in (one, other))
    found = level(left, right)
    assert (found == Born.SAME) is (one == other)
    others = np.array([left, 19800304, right, 0, 19800000])
    assert born_levels(others, others[[2, 0, 0, 1, 1]])[0] == found
