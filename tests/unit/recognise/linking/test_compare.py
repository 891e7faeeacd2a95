"""Two records say the same about each other, field by field, either way round."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.births import Born
from shopkeeper.recognise.linking.compare import (
    Compared,
    Second,
    Suffix,
    Value,
    compare,
    known_fields,
)
from shopkeeper.recognise.linking.similar import Name
from tests.unit.recognise.linking.made import read


def pair(one: dict[str, str], other: dict[str, str]) -> Compared:
    """Compare two rows; all columns of either are there for both."""
    both = dict.fromkeys([*one, *other], "")
    records, texts = read(both | one, both | other)
    return compare(records.take(np.array([0])), records.take(np.array([1])), texts)


def levels(one: dict[str, str], other: dict[str, str]) -> dict[str, int]:
    """Return what two rows say of each other: known fields, and `crossed`."""
    found, back = pair(one, other), pair(other, one)
    said = {name: int(at[0]) for name, at in found.levels.items() if at[0] >= 0}
    assert said == {n: int(at[0]) for n, at in back.levels.items() if at[0] >= 0}
    return said | ({"crossed": 1} if found.crossed[0] else {})


GIVEN, SECOND, FAMILY = fields.GIVEN, fields.SECOND, fields.FAMILY
ANN = {"first": "Ann", "last": "Oak"}


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (ANN, ANN, {GIVEN: Name.SAME, FAMILY: Name.SAME}),
        ({"name": "Oak, Ann"}, {"name": "Ann Oak"},
         {GIVEN: Name.SAME, FAMILY: Name.SAME}),
        ({"first": "John", "last": "Smith"}, {"first": "Smith", "last": "John"},
         {GIVEN: Name.SAME, FAMILY: Name.SAME, "crossed": 1}),
        ({"first": "Anna", "middle": "Marie"}, {"first": "Marie"},
         {GIVEN: Name.SHORT}),
        ({"first": "Tom", "middle": "Lee"}, {"first": "Max", "middle": "Lee"},
         {GIVEN: Name.OTHER}),
        ({"first": "Tom", "middle": "Lee"}, {"first": "Tom", "middle": "Lee"},
         {GIVEN: Name.SAME, SECOND: Second.SAME}),
        ({"first": "Tom", "middle": "Lee"}, {"first": "Tom", "middle": "L."},
         {GIVEN: Name.SAME, SECOND: Second.INITIAL}),
        ({"first": "Tom", "middle": "Lee"}, {"first": "Tom", "middle": "Max"},
         {GIVEN: Name.SAME, SECOND: Second.OTHER}),
        ({"first": "Tom", "middle": "Lee Max"}, {"first": "Tom", "middle": "Max"},
         {GIVEN: Name.SAME, SECOND: Second.SAME}),
    ],
)  # fmt: skip
def test_names_are_compared_whole(one, other, expected):
    """Crossed columns, a second name used as first, brothers with one second name."""
    assert levels(one, other) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [("Jr", "Sr", Suffix.OTHER), ("II", "III", Suffix.OTHER), ("Jr", "jr.", 2),
     ("Jr", "", Suffix.ONE_HAS_NONE), ("", "", None)],
)  # fmt: skip
def test_suffixes_tell_father_and_son(one, other, expected):
    """Where one of them has none, they may be one."""
    found = levels({"suffix": one}, {"suffix": other})
    assert found.get(fields.SUFFIX) == expected


MARK = fields.mark("customer_number", "shop")


@pytest.mark.parametrize(
    ("one", "other", "field", "expected"),
    [
        ({"email": "ann@oak.example"}, {"email": "ANN@oak.example"}, fields.EMAIL, 2),
        ({"email": "ann@oak.example; ann@elm.example"}, {"email": "ann@elm.example"},
         fields.EMAIL, Value.SAME),
        ({"email": "ann@oak.example"}, {"email": "anm@oak.example"}, fields.EMAIL, 1),
        ({"email": "ann@oak.example"}, {"email": "kim@elm.example"}, fields.EMAIL, 0),
        ({"phone": "07120361140"}, {"phone": "+44 7120 361140"}, fields.PHONE, 2),
        ({"phone": "07120361140"}, {"phone": "07120361104"}, fields.PHONE, 1),
        ({"number": "C881"}, {"number": "C881"}, MARK, Value.SAME),
        ({"number": "C881"}, {"number": "C818"}, MARK, Value.SLIP),
        ({"number": "C881"}, {"number": "D202"}, MARK, Value.OTHER),
        ({"gender": "F"}, {"gender": "f"}, "trait:gender", Value.SAME),
        ({"born": "1980-04-03"}, {"born": "1980-03-04"}, fields.BORN, Born.SLIP),
    ],
)  # fmt: skip
def test_values_are_the_same_a_slip_apart_or_others(one, other, field, expected):
    """One of two mailboxes is enough."""
    assert levels(one, other) == {field: expected}


def test_what_only_one_record_says_is_not_compared():
    """No level, and no field known."""
    found = pair(ANN, {"email": "ann@oak.example", "born": "1980-04-03"})
    assert {int(level[0]) for level in found.levels.values()} == {-1}
    assert known_fields(found).tolist() == [0]


def test_a_second_name_a_suffix_and_a_trait_tell_nobody_apart():
    """Of the fields that do, it is counted in how many both say something."""
    one = {**ANN, "middle": "Lee", "suffix": "Jr", "gender": "f"}
    assert known_fields(pair(one, one)).tolist() == [2]


def test_an_identifier_of_one_side_only_is_no_field():
    """Records of two tables have other numbers."""
    shop, texts = read({**ANN, "number": "C1"})
    till, _ = read(ANN, texts=texts)
    assert MARK not in compare(shop, till, texts).levels
    assert MARK in compare(shop, shop, texts).levels
