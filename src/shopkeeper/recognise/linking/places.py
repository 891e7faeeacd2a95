"""How two places stand to each other: the finest in which they agree.

Postcode, street and town say the same thing three times, so a place counts once.
"""

from __future__ import annotations

from enum import IntEnum

import numpy as np

from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.records import Records, Texts
from shopkeeper.recognise.linking.similar import (
    UNKNOWN,
    levels,
    number_levels,
    text_levels,
)


class Place(IntEnum):
    """Levels of places; higher is finer."""

    OTHER = 0
    SAME_CITY = 1
    NEAR = 2
    SAME_POSTCODE = 3
    SAME_STREET = 4
    SAME_HOUSE = 5


def place_levels(left: Records, right: Records, texts: Texts) -> Array:
    """
    Judge pairs of places.

    Returns:
        (n,) int8: `Place`, or -1 where they have no part of an address in common.
        Postcodes one slip apart are near; a street of one name in another town is
        another street; two flats of one house are one street.
    """
    postcodes = (left.postcode >= 0) & (right.postcode >= 0)
    streets = (left.street >= 0) & (right.street >= 0)
    cities = (left.city >= 0) & (right.city >= 0)
    some = postcodes | streets | cities
    found = np.where(some, Place.OTHER, UNKNOWN).astype(np.int8)
    city = cities & (left.city == right.city)
    found[city] = Place.SAME_CITY
    postcode = postcodes & (left.postcode == right.postcode)
    near = _near(postcodes & ~postcode, left, right, texts)
    found[near] = Place.NEAR
    found[postcode] = Place.SAME_POSTCODE
    street = streets & (left.street == right.street)
    street |= _alike(streets & ~street, left, right, texts, "street")
    # Another town, and no postcode that says otherwise: another street of that name.
    elsewhere = cities & ~city & ~postcode & ~near
    elsewhere &= ~_alike(elsewhere & street, left, right, texts, "city")
    street &= ~elsewhere & ~(postcodes & ~postcode & ~near & ~city)
    found[street] = Place.SAME_STREET
    houses = street & (left.house >= 0) & (right.house >= 0)
    house = houses & (left.house == right.house)
    flats = (left.unit >= 0) & (right.unit >= 0) & (left.unit != right.unit)
    found[house & ~flats] = Place.SAME_HOUSE
    found[houses & ~house & postcode] = Place.SAME_POSTCODE
    return found


def _near(rows: Array, left: Records, right: Records, texts: Texts) -> Array:
    found = np.zeros(len(rows), bool)
    unlike = np.flatnonzero(rows)
    if len(unlike):
        one, other = left.postcode[unlike], right.postcode[unlike]
        found[unlike] = levels(texts.postcodes, one, other, number_levels) == 1
    return found


def _alike(
    rows: Array, left: Records, right: Records, texts: Texts, field: str
) -> Array:
    found = np.zeros(len(rows), bool)
    unlike = np.flatnonzero(rows)
    if len(unlike):
        lexicon = texts.streets if field == "street" else texts.cities
        one, other = getattr(left, field)[unlike], getattr(right, field)[unlike]
        found[unlike] = levels(lexicon, one, other, text_levels) == 1
    return found
