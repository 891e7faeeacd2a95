"""Records as numbers: what comparing people needs, one array a field."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.lexicon import Lexicon
from shopkeeper.recognise.linking.sounds import Sounds


GIVEN_NAMES = 4
"""As many given names of a record are compared."""

SEVERAL = 2
"""As many mailboxes and phones of a record are compared."""

SUFFIXES = ("", "jr", "sr", "ii", "iii", "iv")
"""A suffix by its code; 0 is none."""


MarkKey = tuple[str, str]
"""Kind and namespace of an identifier."""


@dataclass(slots=True)
class Texts:
    """What the codes of each field stand for; shared by all records compared."""

    names: Lexicon = field(default_factory=Lexicon)
    emails: Lexicon = field(default_factory=Lexicon)
    phones: Lexicon = field(default_factory=Lexicon)
    houses: Lexicon = field(default_factory=Lexicon)
    streets: Lexicon = field(default_factory=Lexicon)
    units: Lexicon = field(default_factory=Lexicon)
    postcodes: Lexicon = field(default_factory=Lexicon)
    cities: Lexicon = field(default_factory=Lexicon)
    sources: Lexicon = field(default_factory=Lexicon)
    marks: dict[MarkKey, Lexicon] = field(default_factory=dict)
    traits: dict[str, Lexicon] = field(default_factory=dict)
    sounds: Sounds = field(init=False)

    def __post_init__(self) -> None:
        self.sounds = Sounds(self.names, self.postcodes)

    def mark(self, key: MarkKey) -> Lexicon:
        """Return the lexicon of one kind of identifier."""
        return self.marks.setdefault(key, Lexicon())

    def trait(self, name: str) -> Lexicon:
        """Return the lexicon of one other column."""
        return self.traits.setdefault(name, Lexicon())

    def lexicons(self) -> list[Lexicon]:
        """Return all lexicons, in one order."""
        return [
            self.names, self.emails, self.phones, self.houses, self.streets, self.units,
            self.postcodes, self.cities, self.sources, *self.marks.values(),
            *self.traits.values(),
        ]  # fmt: skip


@dataclass(slots=True)
class Records:
    """
    n records, each field an array of n rows; a code of -1 is "not known".

    Attributes:
        given: (n, 4) int32, given names in the order they are used, then initials.
        family: (n,) int32.
        suffix: (n,) int8, place in `SUFFIXES`.
        born: (n,) int32, yyyymmdd as written, 0 for parts not known; 0: nothing.
        emails: (n, 2) int32.
        phones: (n, 2) int32.
        house: (n,) int32: house number.
        street: (n,) int32: street without number.
        unit: (n,) int32.
        postcode: (n,) int32.
        city: (n,) int32.
        source: (n,) int32.
        marks: Kind and namespace of an identifier to (n,) int32.
        traits: Name of any other column that may tell people apart to (n,) int32.
    """

    given: Array
    family: Array
    suffix: Array
    born: Array
    emails: Array
    phones: Array
    house: Array
    street: Array
    unit: Array
    postcode: Array
    city: Array
    source: Array
    marks: dict[MarkKey, Array]
    traits: dict[str, Array]

    def __len__(self) -> int:
        return len(self.family)

    def cut(self, count: int) -> Records:
        """Return the first *count* records, without copying."""
        return Records(
            **{name: getattr(self, name)[:count] for name in FIELDS},
            marks={key: codes[:count] for key, codes in self.marks.items()},
            traits={key: codes[:count] for key, codes in self.traits.items()},
        )

    def take(self, rows: Array) -> Records:
        """Return the records at *rows*, in that order."""
        return Records(
            **{name: getattr(self, name)[rows] for name in FIELDS},
            marks={key: codes[rows] for key, codes in self.marks.items()},
            traits={key: codes[rows] for key, codes in self.traits.items()},
        )


FIELDS = (
    "given", "family", "suffix", "born", "emails", "phones", "house", "street", "unit",
    "postcode", "city", "source",
)  # fmt: skip


def empty(count: int) -> Records:
    """Return *count* records that say nothing."""

    def codes(*shape: int) -> Array:
        return np.full((count, *shape), -1, np.int32)

    return Records(
        given=codes(GIVEN_NAMES), family=codes(), suffix=np.zeros(count, np.int8),
        born=np.zeros(count, np.int32), emails=codes(SEVERAL), phones=codes(SEVERAL),
        house=codes(), street=codes(), unit=codes(), postcode=codes(), city=codes(),
        source=codes(), marks={}, traits={},
    )  # fmt: skip


def joined(parts: Sequence[Records]) -> Records:
    """Return all records of *parts*, one part after the other."""
    if len(parts) == 1:
        return parts[0]
    marks = dict.fromkeys(key for one in parts for key in one.marks)
    traits = dict.fromkeys(key for one in parts for key in one.traits)
    return Records(
        **{
            name: np.concatenate([getattr(one, name) for one in parts])
            for name in FIELDS
        },
        marks={
            key: np.concatenate([one.marks.get(key, _nothing(one)) for one in parts])
            for key in marks
        },
        traits={
            key: np.concatenate([one.traits.get(key, _nothing(one)) for one in parts])
            for key in traits
        },
    )


def _nothing(records: Records) -> Array:
    return np.full(len(records), -1, np.int32)
