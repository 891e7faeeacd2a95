"""Forms of one name are near each other, two names are not."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from shopkeeper.recognise.linking.lexicon import Lexicon
from shopkeeper.recognise.linking.similar import (
    UNKNOWN,
    Name,
    family_levels,
    given_levels,
    judged,
    mailbox_levels,
    number_levels,
    text_levels,
)


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("jenny", "jennifer", Name.SHORT), ("bob", "robert", Name.SHORT),
        ("liz", "elizabeth", Name.SHORT), ("fran", "francesca", Name.SHORT),
        ("jhon", "john", Name.SLIP), ("margaret", "margret", Name.SLIP),
        ("jacqueline", "jaqcueline", Name.SLIP),
        ("j", "john", Name.INITIAL), ("j", "ann", Name.OTHER),
        ("john", "joan", Name.FAR), ("julia", "julie", Name.FAR),
        ("kim", "tim", Name.OTHER), ("ann", "thomas", Name.OTHER),
    ],
)  # fmt: skip
def test_given_names_stand_on_a_scale(left, right, level):
    """A slip is no other name: Joan is no slip for John."""
    assert given_levels([left], [right]).tolist() == [level]


@pytest.mark.parametrize(
    ("left", "right", "level"),
    [
        ("oakhurst", "oakhrust", Name.SLIP), ("smith", "smyth", Name.SLIP),
        ("mac donald", "macdonald", Name.SLIP), ("oak", "oak ash", Name.PART),
        ("van der berg", "berg", Name.PART), ("o", "oak", Name.INITIAL),
        ("oak", "elm", Name.OTHER), ("oakhurst", "elmgrove", Name.OTHER),
        ("thorne", "thornton", Name.FAR),
    ],
)  # fmt: skip
def test_family_names_stand_on_a_scale(left, right, level):
    """Half of a double name is a part of it."""
    assert family_levels([left], [right]).tolist() == [level]


@pytest.mark.parametrize(
    ("judge", "left", "right", "level"),
    [
        (text_levels, "carpenter", "carpentre", 1), (text_levels, "york", "leeds", 0),
        (number_levels, "LS14AB", "LS14BA", 1), (number_levels, "LS14AB", "LS14AC", 1),
        (number_levels, "LS14AB", "M11AA", 0),
    ],
)  # fmt: skip
def test_other_values_are_nearly_the_same_or_not(judge, left, right, level):
    """One slip apart, or more."""
    assert judge([left], [right]).tolist() == [level]


NAMES = [
    "j", "ann", "anna", "anne", "john", "jhon", "joan", "jon", "jonathan", "robert",
    "bob", "rob", "bobby", "mary ann", "maryann", "mary", "elisabeth", "elizabeth",
    "bess", "oak", "oak ash", "ash oak", "smith", "smyth", "smithson", "schmidt",
    "o", "ohara", "ohare", "van der berg", "vanderberg", "müller", "mueller",
]  # fmt: skip


@pytest.mark.parametrize(
    "judge", [given_levels, family_levels, text_levels, number_levels]
)
def test_every_judge_says_the_same_both_ways_round(judge):
    """Otherwise the order of records would decide who is who."""
    left, right = zip(*product(NAMES, NAMES), strict=True)
    assert judge(left, right).tolist() == judge(right, left).tolist()


@pytest.mark.parametrize("judge", [given_levels, family_levels])
def test_many_pairs_are_judged_as_each_alone(judge):
    """Each different pair once, however often and whichever way round."""
    lexicon = Lexicon()
    codes = [lexicon.code(name) for name in NAMES] + [-1]
    left, right = map(np.array, zip(*product(codes, codes), strict=True))
    many = judged(left, right, lexicon, judge)
    alone = [
        judged(one[None], other[None], lexicon, judge)[0]
        for one, other in zip(left, right, strict=True)
    ]
    assert many.tolist() == alone
    assert set(many[(left < 0) | (right < 0)].tolist()) == {UNKNOWN}
    assert set(many[(left == right) & (left >= 0)].tolist()) == {Name.SAME}


@pytest.mark.parametrize(
    ("one", "other", "level"),
    [
        ("ann.oak@elm.example", "ann.oka@elm.example", 1),
        ("wsmith1@elm.example", "wsmith2@elm.example", 0),
        ("wsmith@elm.example", "wsmith2@elm.example", 0),
        ("ann@elm.example", "kim@elm.example", 0),
    ],
)
def test_a_number_is_no_slip_in_a_mailbox(one, other, level):
    """It is how namesakes get boxes of their own."""
    assert mailbox_levels([one], [other]).tolist() == [level]
