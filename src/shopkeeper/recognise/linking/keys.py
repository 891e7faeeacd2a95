"""Blocking keys: what two records of one person are likely to share exactly.

Two records are compared only where they share at least one key. A key that many
records share tells nobody and is left out; the others find the pair.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from msgspec import Struct

from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.records import MarkKey, Records, Texts


MOST = 60
"""A key on more records than this finds no pairs."""

FEW = 25
"""The same for keys that many strangers share."""

FEWEST = 16
"""And for those that strangers share as a rule."""

_VALUES = 30
_NEW_YEAR = 101
_MIX = np.uint64(0x9E3779B97F4A7C15)
_STIR = np.uint64(0xBF58476D1CE4E5B9)
_SHIFT = np.uint64(29)
_LONGEST = 3


class Kind(Struct, frozen=True):
    """
    One kind of blocking key.

    Attributes:
        name: For people.
        parts: Names of the values it is made of, three at most.
        most: A value on more records than this finds no pairs.
    """

    name: str
    parts: tuple[str, ...]
    most: int = MOST


_KINDS = (
    Kind("family name and birth date", ("family", "born")),
    Kind("given name and birth date", ("name", "born")),
    Kind("names and year", ("low", "high", "year")),
    Kind("names and postcode", ("low", "high", "postcode")),
    Kind("names and city", ("low", "high", "city")),
    Kind("names", ("low", "high")),
    Kind("sounds and year", ("heard", "initial", "year")),
    Kind("sounds and day", ("heard", "initial", "day")),
    Kind("sound and birth date", ("heard", "born")),
    Kind("sound and postcode", ("heard", "postcode")),
    Kind("given name and postcode", ("name", "postcode")),
    Kind("birth date and postcode", ("born", "postcode")),
    Kind("given name and house", ("heard given", "street", "house")),
    Kind("family name and house", ("heard", "street", "house")),
    Kind("given name and street", ("name", "street")),
    Kind("birth date and house", ("born", "house")),
    Kind("second name and birth date", ("second", "born")),
    Kind("second name and family name", ("second", "family")),
    Kind("birth date and initial", ("born", "initial")),
    Kind("sounds", ("heard", "heard given"), FEW),
    Kind("postcode and year", ("postcode", "year")),
    Kind("sound and district", ("heard", "district"), FEW),
    Kind("postcode", ("postcode",), FEWEST),
    Kind("family name", ("family",), FEW),
    Kind("district and year", ("district", "year"), FEW),
    Kind("e-mail", ("email",)),
    Kind("second e-mail", ("email 2",)),
    Kind("phone", ("phone",)),
    Kind("second phone", ("phone 2",)),
)
# A person's second mailbox may be another record's first.
_SAME_SALT = {"second e-mail": "e-mail", "second phone": "phone"}


@dataclass(frozen=True, slots=True)
class Key:
    """
    The keys of one kind.

    Attributes:
        kind: Which.
        values: (k,) uint64.
        rows: (k,) int64: whose each is; ascending, twice where she has two values.
    """

    kind: Kind
    values: Array
    rows: Array


class Keys:
    """
    The kinds of keys that some data are blocked by.

    Args:
        records: The data; their columns decide which kinds there are.
        texts: What their codes stand for.
    """

    def __init__(self, records: Records, texts: Texts) -> None:
        self._sounds = texts.sounds
        self._marks: list[MarkKey] = sorted(records.marks)
        self._traits = [
            name for name in sorted(records.traits) if _tells(records.traits[name])
        ]
        kinds = list(_KINDS)
        kinds += [Kind(kind, (f"mark {kind} {space}",)) for kind, space in self._marks]
        for name in self._traits:
            value = f"trait {name}"
            kinds += [
                Kind(f"sound and {name}", ("heard", value)),
                Kind(f"birth date and {name}", ("born", value), FEW),
                Kind(f"given name and {name}", ("name", value), FEW),
                Kind(f"district and {name}", ("district", value), FEW),
            ]
        self.kinds = tuple(kinds)
        names = [_SAME_SALT.get(kind.name, kind.name) for kind in kinds]
        salts = {name: place + 1 for place, name in enumerate(dict.fromkeys(names))}
        # Far apart, so that keys of two kinds are never the same.
        self._salts = np.array([salts[name] for name in names], np.uint64) * _MIX
        self.most = np.array([kind.most for kind in kinds])
        self._sizes = np.array([len(kind.parts) for kind in kinds])
        # What each kind is made of, as wide as the longest: one row after the other.
        self._part_names = [
            (*kind.parts, *kind.parts[:1] * _LONGEST)[place]
            for kind in kinds
            for place in range(_LONGEST)
        ]

    def of(self, records: Records) -> Iterator[Key]:
        """Yield the keys of *records*, one kind after the other."""
        values = self._values(records)
        seconds = {first: second for second, first in _SAME_SALT.items()}
        places = {kind.name: place for place, kind in enumerate(self.kinds)}
        for kind, salt in zip(self.kinds, self._salts, strict=True):
            if kind.name in _SAME_SALT:
                continue
            found = _mixed(salt, [values[part] for part in kind.parts])
            rows = np.flatnonzero(found)
            found = found[rows]
            if kind.name in seconds:
                second = self.kinds[places[seconds[kind.name]]]
                more = _mixed(salt, [values[part] for part in second.parts])
                found = np.concatenate([found, more[more > 0]])
                rows = np.concatenate([rows, np.flatnonzero(more)])
                order = np.argsort(rows, kind="stable")
                found, rows = found[order], rows[order]
            yield Key(kind, found, rows)

    def of_one(self, record: Records) -> Array:
        """Return all keys of the one record in *record*: (kinds,) uint64."""
        values = {name: int(one[0]) for name, one in self._values(record).items()}
        parts = np.array([values[name] for name in self._part_names]).reshape(
            len(self.kinds), _LONGEST
        )
        found = self._salts.copy()
        there = np.ones(len(found), bool)
        for place in range(_LONGEST):
            used = self._sizes > place
            there &= ~used | (parts[:, place] >= 0)
            found = np.where(used, _stirred(found, parts[:, place]), found)
        return np.where(there, found | np.uint64(1), np.uint64(0))

    def _values(self, records: Records) -> dict[str, Array]:
        sounds = self._sounds
        sounds.refresh()
        given, family = records.given[:, 0], records.family
        name = np.where(sounds.length(given) > 1, given, -1)
        second = records.given[:, 1]
        born = np.where(records.born % 10_000 > 0, records.born, -1)
        day = born % 10_000
        postcode = records.postcode
        found = {
            "family": family,
            "name": name,
            "second": np.where(sounds.length(second) > 1, second, -1),
            # Columns that were swapped give one key both ways.
            "low": np.where(name < 0, -1, np.minimum(name, family)),
            "high": np.maximum(name, family),
            "heard": sounds.sound(family),
            "heard given": sounds.sound(name),
            "initial": sounds.initial(given),
            "born": born,
            "year": np.where(records.born > 0, records.born // 10_000, -1),
            # So many are born on the first of January because nobody knew the day.
            "day": np.where((born < 0) | (day == _NEW_YEAR), -1, day),
            "postcode": postcode,
            "district": sounds.district(postcode),
            "city": records.city,
            "street": records.street,
            "house": records.house,
            "email": records.emails[:, 0],
            "email 2": records.emails[:, 1],
            "phone": records.phones[:, 0],
            "phone 2": records.phones[:, 1],
        }
        nothing = np.full(len(family), -1, np.int32)
        for key in self._marks:
            found[f"mark {key[0]} {key[1]}"] = records.marks.get(key, nothing)
        for name_of_trait in self._traits:
            codes = records.traits.get(name_of_trait, nothing)
            found[f"trait {name_of_trait}"] = codes
        return found


def _tells(codes: Array) -> bool:
    """Does a trait have so many values that sharing one says something?"""
    known = codes[codes >= 0]
    if not len(known):
        return False
    counts = np.bincount(known)
    many = int((counts > 0).sum()) >= _VALUES
    return many and bool(counts.max() < len(known) / 4)


def _mixed(salt: np.uint64, parts: list[Array]) -> Array:
    found = np.full(len(parts[0]), salt)
    there = np.ones(len(found), bool)
    for part in parts:
        there &= part >= 0
        found = _stirred(found, part)
    return np.where(there, found | np.uint64(1), np.uint64(0))


def _stirred(found: Array, part: Array) -> Array:
    """Mix a part into a hash (after Steele, Lea and Flood's SplitMix64, 2014)."""
    mixed = (found ^ (part.astype(np.uint64) + _MIX)) * _STIR
    return np.asarray(mixed ^ (mixed >> _SHIFT))
