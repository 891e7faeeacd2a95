"""A value that many have is frequent, and one nobody had yet is not impossible."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.places import Place
from shopkeeper.recognise.linking.rarity import Rarity
from shopkeeper.recognise.linking.records import Records, empty
from tests.unit.recognise.linking.made import crowd, read


def shares(rarity: Rarity, records: Records) -> dict[str, list[float]]:
    """Return how frequent each value of some records is."""
    house = np.full(len(records), Place.SAME_HOUSE)
    return {
        "born": rarity.share(fields.BORN, records.born, records).tolist(),
        "given": rarity.share(fields.GIVEN, records.given[:, 0], records).tolist(),
        "family": rarity.share(fields.FAMILY, records.family, records).tolist(),
        "phone": rarity.share(fields.PHONE, records.phones[:, 0], records).tolist(),
        "house": rarity.place(house, records).tolist(),
    }


ROWS = [
    {"first": "Ann", "born": "1980-04-03", "street": "1 Elm Row", "phone": ""},
    {"first": "Ann", "born": "1980-04-03", "street": "1 Elm Row", "phone": ""},
    {
        "first": "Una",
        "born": "1975-10-20",
        "street": "9 Oak Row",
        "phone": "0712036114",
    },
]


def test_what_more_records_have_is_more_frequent():
    """A name, a birth date, a house."""
    records, _ = read(*ROWS)
    found = shares(Rarity(records), records)
    for field in ("given", "born", "house"):
        ann, again, una = found[field]
        assert 1 > ann == again > una > 0


def test_a_table_of_two_rows_knows_the_world():
    """That a birth date is rare and a first name is not."""
    records, _ = read(*ROWS[:2])
    found = shares(Rarity(records), records)
    assert found["given"][0] > 2 * found["born"][0]


def test_what_nobody_has_is_as_frequent_as_in_the_world():
    """A field that no record ever had, and a value that none had."""
    rarity = Rarity(empty(0))
    records, _ = read(*ROWS)
    found = shares(rarity, records)
    assert found["given"] == pytest.approx([fields.prior_of(fields.GIVEN).common] * 3)
    assert found["born"] == pytest.approx([fields.prior_of(fields.BORN).common] * 3)
    other = Rarity(records.take(np.array([0])))
    assert 0 < shares(other, records)["given"][2] < shares(other, records)["given"][0]


@pytest.mark.parametrize("steps", [[5], [1, 1, 1, 1, 1], [2, 1, 2], [1, 3, 1]])
def test_counting_bit_by_bit_is_counting_at_once(steps):
    """One record at a time, or a table and then some."""
    records, _, _ = crowd(200)
    whole = shares(Rarity(records), records)
    cut = np.cumsum([0, *steps]) * len(records) // 5
    few = [records.take(np.arange(*ends)) for ends in pairwise(cut)]
    rarity = Rarity(few[0])
    for part in few[1:]:
        half = len(part) // 2
        for rows in (*np.arange(half)[:, None], np.arange(half, len(part))):
            rarity.add(part.take(rows))
    assert rarity.n == len(records)
    for field, found in shares(rarity, records).items():
        assert found == pytest.approx(whole[field]), field


def test_only_places_that_are_one_are_counted():
    """Of those that are merely near, nothing is frequent or rare."""
    records, _ = read({"street": "1 Elm Row", "city": "Leeds", "postcode": "LS1 4AB"})
    rarity = Rarity(records)
    found = {
        level: float(rarity.place(np.array([level]), records)[0]) for level in Place
    }
    rare = [Place.SAME_CITY, Place.SAME_POSTCODE, Place.SAME_STREET, Place.SAME_HOUSE]
    assert {level for level, share in found.items() if share < 1} == set(rare)
    assert found[Place.SAME_CITY] > found[Place.SAME_STREET] > found[Place.SAME_HOUSE]
