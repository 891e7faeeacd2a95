"""The fields that are compared, and what is known of each before any data is seen.

The tables are our own start values: shares of pairs with each level, lowest level
first. What a data set shows of itself outweighs them (`learn`), within bounds.
"""

from __future__ import annotations

import numpy as np

from msgspec import Struct

from shopkeeper.recognise.linking.arrays import Floats


class Prior(Struct, frozen=True):
    """
    Shares of pairs with each level of a field, where both say something.

    Attributes:
        same: Among pairs of records of one person.
        chance: Among pairs of records of strangers.
        household: Among pairs of records of two people of one household; None: as
            among strangers.
        common: How frequent a value of the field is in the world.
        most: Shares of the lowest levels that are believed of one person at most.
    """

    same: tuple[float, ...]
    chance: tuple[float, ...]
    household: tuple[float, ...] | None
    common: float
    most: tuple[float, ...] = ()

    @property
    def top(self) -> int:
        """The level of values that are the same."""
        return len(self.same) - 1


GIVEN = "given name"
SECOND = "second name"
FAMILY = "family name"
BORN = "birth date"
SUFFIX = "suffix"
PLACE = "place"
EMAIL = "e-mail"
PHONE = "phone"

_PRIORS = {
    GIVEN: Prior(
        (0.01, 0.01, 0.02, 0.0005, 0.04, 0.08, 0.84),
        (0.955, 0.02, 0.01, 0.0001, 0.004, 0.004, 0.007),
        None,
        1 / 300,
        (0.08, 0.05),
    ),
    FAMILY: Prior(
        (0.04, 0.01, 0.002, 0.01, 0.002, 0.09, 0.85),
        (0.985, 0.008, 0.0005, 0.002, 0.001, 0.003, 0.001),
        (0.10, 0.01, 0.002, 0.03, 0.002, 0.03, 0.826),
        1 / 2000,
        (0.12, 0.03),
    ),
    SECOND: Prior((0.06, 0.14, 0.80), (0.90, 0.08, 0.02), None, 1 / 300),
    BORN: Prior(
        (0.001, 0.004, 0.004, 0.01, 0.012, 0.04, 0.93),
        (0.44, 0.535, 0.02, 0.003, 0.0005, 0.0003, 0.0001),
        (0.45, 0.45, 0.06, 0.018, 0.002, 0.008, 0.012),
        1 / 20_000,
        (0.004, 0.03, 0.02, 0.03),
    ),
    SUFFIX: Prior((0.005, 0.295, 0.70), (0.3, 0.55, 0.15), None, 1 / 3),
    PLACE: Prior(
        (0.20, 0.05, 0.03, 0.12, 0.05, 0.55),
        (0.97, 0.02, 0.002, 0.002, 0.001, 0.0005),
        (0.12, 0.05, 0.03, 0.08, 0.05, 0.67),
        1 / 10_000,
    ),
    EMAIL: Prior((0.18, 0.02, 0.80), (0.998, 0.001, 0.0002), (0.98, 0.01, 0.01), 1e-5),
    PHONE: Prior((0.18, 0.02, 0.80), (0.998, 0.001, 0.0002), (0.88, 0.02, 0.10), 1e-5),
}
_MARK = Prior((0.04, 0.01, 0.95), (0.999, 0.0005, 0.0001), (0.99, 0.005, 0.005), 1e-5)
_TRAIT = Prior((0.15, 0.02, 0.83), (0.9, 0.02, 0.08), None, 1 / 30)
_WHERE = Prior((0.15, 0.02, 0.83), (0.9, 0.02, 0.08), (0.35, 0.05, 0.60), 1 / 30)
_WHERE_WORDS = ("birth", "place", "city", "region", "state", "country")

_TRUST = {EMAIL: 0.97, PHONE: 0.93}
_TRUST_MARK = 0.98

NAMESAKES = 0.03
"""Share of pairs within a household that have one given name: father and son."""

NAMESAKES_APART = 1.1
"""Bits: nearly all of them are a generation apart, and of the others only half."""

SHARED_BOX = 0.9
"""Share of pairs within a household with one mailbox, where several use it."""


def mark(kind: str, namespace: str) -> str:
    """Name the field of an identifier."""
    return f"mark:{kind}:{namespace}"


def trait(name: str) -> str:
    """Name the field of any other column."""
    return f"trait:{name}"


def prior_of(field: str) -> Prior:
    """Return what is known of *field* beforehand."""
    if field in _PRIORS:
        return _PRIORS[field]
    if is_mark(field):
        return _MARK
    where = any(word in field for word in _WHERE_WORDS)
    return _WHERE if where else _TRAIT


def trust(field: str) -> float | None:
    """
    Return how often two records with one such value are of one person.

    Where no second first name stands beside it; None for fields that are no
    identifiers.
    """
    return _TRUST_MARK if is_mark(field) else _TRUST.get(field)


def is_mark(field: str) -> bool:
    """Is it an identifier that a system or a state gave?"""
    return field.startswith("mark:")


def is_trait(field: str) -> bool:
    """Is it a column of which only a little may be concluded?"""
    return field.startswith("trait:")


def tells(field: str) -> bool:
    """Does the field tell people apart, more than a trait or a second name does?"""
    return is_mark(field) or (field in _PRIORS and field not in {SECOND, SUFFIX})


def in_words(field: str) -> str:
    """
    Name a field for people.

    Example:
        >>> in_words(mark("national_id", ""))
        'national id'
    """
    kind, _, rest = field.partition(":")
    name = rest.partition(":")[0] if kind == "mark" else rest
    return (name or kind).replace("_", " ")


def start(field: str) -> Floats:
    """Return the shares among records of one person, summing to 1."""
    same = np.array(prior_of(field).same)
    shares: Floats = same / same.sum()
    return shares
