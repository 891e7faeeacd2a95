"""How often each value stands in the records."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.arrays import Array, Floats
from shopkeeper.recognise.linking.compare import Compared
from shopkeeper.recognise.linking.places import Place
from shopkeeper.recognise.linking.records import Records


WORLD = 1000.0
"""What is common in the world counts as so many records more.

So a table of two rows knows that a birth date is rare and a first name is not.
"""

_HOUSE = 1 / 10_000
_STREET = 1 / 5000
_POSTCODE = 1 / 5000
_CITY = 1 / 200


class Rarity:
    """
    Frequencies of values among records; grows with them.

    Args:
        records: Those to count.
    """

    def __init__(self, records: Records) -> None:
        self.n = 0
        self._codes: dict[str, _Coded] = {}
        self._born = _Sparse()
        self._homes = _Sparse()
        self.add(records)

    def add(self, records: Records) -> None:
        """Count more records."""
        self.n += len(records)
        for name, codes in _columns(records):
            self._codes.setdefault(name, _Coded()).add(codes)
        self._born.add(records.born)
        self._homes.add(homes(records))

    def share(self, field: str, same: Array, left: Records) -> Floats:
        """
        Return how frequent the value is that both records of a pair have.

        Args:
            field: Any but the place.
            same: (n,) codes of what they share, for fields that have codes.
            left: One record of each pair, (n,).

        Returns:
            (n,) between 0 and 1.
        """
        common = fields.prior_of(field).common
        if field == fields.BORN:
            return self._born.share(left.born, common)
        return self._coded(field, same, common)

    def place(self, levels: Array, left: Records) -> Floats:
        """
        Return how frequent the place is that both records of a pair have.

        Args:
            levels: (n,) `Place` in which they agree.
            left: One record of each pair, (n,).

        Returns:
            (n,) between 0 and 1; 1 for levels that are no place of their own.
        """
        found = np.ones(len(levels))
        house = levels == Place.SAME_HOUSE
        if house.any():
            found[house] = self._homes.share(homes(left)[house], _HOUSE)
        for level, name, codes, common in (
            (Place.SAME_STREET, "street", left.street, _STREET),
            (Place.SAME_POSTCODE, "postcode", left.postcode, _POSTCODE),
            (Place.SAME_CITY, "city", left.city, _CITY),
        ):
            here = levels == level
            if here.any():
                found[here] = self._coded(name, codes[here], common)
        return found

    def _coded(self, name: str, codes: Array, common: float) -> Floats:
        known = self._codes.get(name)
        return known.share(codes, common) if known else np.full(len(codes), common)


class _Coded:
    """Counts of codes, which are small and dense."""

    def __init__(self) -> None:
        self._counts = np.zeros(16, np.int32)
        self._total = 0

    def add(self, codes: Array) -> None:
        known = codes[codes >= 0]
        if not len(known):
            return
        most = int(known.max()) + 1
        if most > len(self._counts):
            room = np.zeros(2 * most, np.int32)
            room[: len(self._counts)] = self._counts
            self._counts = room
        if len(known) == 1:
            self._counts[known[0]] += 1
        else:
            self._counts[:most] += np.bincount(known, minlength=most).astype(np.int32)
        self._total += len(known)

    def share(self, codes: Array, common: float) -> Floats:
        inside = (codes >= 0) & (codes < len(self._counts))
        seen = np.where(inside, self._counts[np.where(inside, codes, 0)], 0)
        found: Floats = (seen + WORLD * common) / (self._total + WORLD)
        return found


class _Sparse:
    """Counts of any numbers above 0: sorted, and a few that came later."""

    def __init__(self) -> None:
        self._values: Array = np.zeros(0, np.int64)
        self._counts: Array = np.zeros(0, np.int64)
        self._later: dict[int, int] = {}
        self._total = 0

    def add(self, values: Array) -> None:
        known = values[values > 0]
        self._total += len(known)
        if len(values) == 1:
            for value in known.tolist():
                self._later[value] = self._later.get(value, 0) + 1
            return
        both = np.concatenate([self._values, known.astype(np.int64)])
        counts = np.concatenate([self._counts, np.ones(len(known), np.int64)])
        self._values, places = np.unique(both, return_inverse=True)
        self._counts = np.bincount(places, weights=counts).astype(np.int64)

    def share(self, values: Array, common: float) -> Floats:
        seen = np.zeros(len(values))
        if len(self._values):
            places = np.searchsorted(self._values, values)
            places = np.minimum(places, len(self._values) - 1)
            there = self._values[places] == values
            seen = np.where(there, self._counts[places], 0).astype(float)
        if self._later:
            seen += [self._later.get(value, 0) for value in values.tolist()]
        found: Floats = (seen + WORLD * common) / (self._total + WORLD)
        return found


def homes(records: Records) -> Array:
    """Return street and house number as one number, (n,); 0 where either is missing."""
    both = (records.street >= 0) & (records.house >= 0)
    packed = (records.street.astype(np.int64) << 32) | records.house.clip(0)
    return np.where(both, packed + 1, 0)


def _columns(records: Records) -> Iterator[tuple[str, Array]]:
    yield fields.GIVEN, records.given[:, 0]
    yield fields.SECOND, records.given[:, 1]
    yield fields.FAMILY, records.family
    yield "street", records.street
    yield "postcode", records.postcode
    yield "city", records.city
    yield fields.EMAIL, records.emails.ravel()
    yield fields.PHONE, records.phones.ravel()
    for key, codes in records.marks.items():
        yield fields.mark(*key), codes
    for name, codes in records.traits.items():
        yield fields.trait(name), codes


def share_of(
    rarity: Rarity, field: str, compared: Compared, left: Records, right: Records
) -> Floats:
    """
    Return how frequent the value is that both records of each pair have, (n,).

    Of a street that one of them misspelt, the spelling that is more frequent.
    """
    if field == fields.PLACE:
        levels = compared.levels[field]
        return np.maximum(rarity.place(levels, left), rarity.place(levels, right))
    return rarity.share(field, compared.same.get(field, left.born), left)
