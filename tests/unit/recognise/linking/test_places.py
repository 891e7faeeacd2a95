"""A place is counted once, as fine as two records agree in it."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.recognise.linking.places import Place, place_levels
from shopkeeper.recognise.linking.similar import UNKNOWN
from tests.unit.recognise.linking.made import read


HOME = {"street": "5 High Street", "city": "Leeds", "postcode": "LS1 4AB"}


def level(one: dict[str, str], other: dict[str, str]) -> int:
    """Return the level of one pair of places, the same both ways round."""
    records, texts = read({"first": "Ann", **one}, {"first": "Ann", **other})
    here, there = records.take(np.array([0, 1])), records.take(np.array([1, 0]))
    first, second = place_levels(here, there, texts).tolist()
    assert first == second
    return first


@pytest.mark.parametrize(
    ("changed", "expected"),
    [
        ({}, Place.SAME_HOUSE),
        ({"street": "5 HIGH ST."}, Place.SAME_HOUSE),
        ({"street": "5 Hihg Street"}, Place.SAME_HOUSE),
        ({"street": "Flat 2, 5 High Street"}, Place.SAME_HOUSE),
        ({"postcode": ""}, Place.SAME_HOUSE),
        ({"postcode": "LS1 4BA"}, Place.SAME_HOUSE),  # a slip in the postcode
        ({"postcode": "LS9 7ZZ"}, Place.SAME_HOUSE),  # another, in the same town
        ({"street": "High Street"}, Place.SAME_STREET),
        ({"street": "9 High Street", "postcode": ""}, Place.SAME_STREET),
        ({"street": "9 High Street"}, Place.SAME_POSTCODE),
        ({"street": "9 Elm Grove"}, Place.SAME_POSTCODE),
        ({"street": "9 Elm Grove", "postcode": "LS1 4AC"}, Place.NEAR),
        ({"street": "9 Elm Grove", "postcode": "LS9 7ZZ"}, Place.SAME_CITY),
        ({"city": "York", "postcode": "YO9 7ZZ"}, Place.OTHER),  # its own High Street
        ({"street": "9 Elm Grove", "city": "York", "postcode": ""}, Place.OTHER),
        ({"street": "", "city": "", "postcode": ""}, UNKNOWN),
        ({"street": "", "city": "York", "postcode": ""}, Place.OTHER),
    ],
)
def test_places_stand_on_a_scale(changed, expected):
    """From the house to the town; a street of one name elsewhere is another."""
    assert level(HOME, HOME | changed) == expected


def test_parts_that_only_one_record_has_say_nothing():
    """A street on one side, a postcode on the other."""
    assert level({"street": "5 High Street"}, {"postcode": "LS1 4AB"}) == UNKNOWN


def test_two_flats_of_one_house_are_one_street():
    """Neighbours share more than a street, and are two households."""
    flats = [{"street": f"Flat {n}, 5 High Street"} for n in (2, 3)]
    assert level(*flats) == Place.SAME_STREET
