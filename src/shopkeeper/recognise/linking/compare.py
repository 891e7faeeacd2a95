"""What two records say about each other, field by field, each on a short scale.

Values that are equal are told apart from values that are merely alike; how rare an
equal value is, is looked at when it is weighed.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.arrays import Array, Bools
from shopkeeper.recognise.linking.births import born_levels
from shopkeeper.recognise.linking.lexicon import Lexicon
from shopkeeper.recognise.linking.places import place_levels
from shopkeeper.recognise.linking.records import Records, Texts
from shopkeeper.recognise.linking.similar import (
    UNKNOWN,
    Judge,
    Name,
    family_levels,
    given_levels,
    judged,
    levels,
    mailbox_levels,
    number_levels,
    text_levels,
)


class Second(IntEnum):
    """How second given names stand to each other."""

    OTHER = 0
    INITIAL = 1
    SAME = 2


class Suffix(IntEnum):
    """Jr and Sr are two people; Jr and nothing may be one."""

    OTHER = 0
    ONE_HAS_NONE = 1
    SAME = 2


class Value(IntEnum):
    """How two values that tell people stand to each other."""

    OTHER = 0
    SLIP = 1
    SAME = 2


# What a level of names is worth, to see whether they fit better crosswise.
_WORTH = np.array([0.0, 0.5, 0.5, 1.0, 2.0, 2.0, 3.0, 0.0])
_ENOUGH = 2.0
_CLEARLY = 1.5


@dataclass(slots=True)
class Compared:
    """
    n pairs, field by field.

    Attributes:
        levels: Field to (n,) int8; -1 where one of the two says nothing.
        same: Field to (n,) int32: the code of what both have, where `levels` is at
            its highest; its frequency says how much that counts.
        crossed: (n,) bool: given and family name stand in each other's column.
    """

    levels: dict[str, Array]
    same: dict[str, Array]
    crossed: Bools


def compare(left: Records, right: Records, texts: Texts) -> Compared:
    """
    Compare records pair by pair.

    Args:
        left: n records.
        right: n records, each beside one of *left*.
        texts: What their codes stand for.
    """
    texts.sounds.refresh()
    found: dict[str, Array] = {}
    same: dict[str, Array] = {}
    crossed = _names(left, right, texts, found, same)
    found[fields.BORN] = born_levels(left.born, right.born)
    found[fields.SUFFIX] = _suffixes(left.suffix, right.suffix)
    found[fields.PLACE] = place_levels(left, right, texts)
    for field, mine, hers, lexicon in (
        (fields.EMAIL, left.emails, right.emails, texts.emails),
        (fields.PHONE, left.phones, right.phones, texts.phones),
    ):
        judge = mailbox_levels if field == fields.EMAIL else number_levels
        found[field], same[field] = _several(mine, hers, lexicon, judge)
    for key, codes in left.marks.items():
        if key in right.marks:
            field = fields.mark(*key)
            lexicon = texts.mark(key)
            found[field] = _value(codes, right.marks[key], lexicon, number_levels)
            same[field] = codes
    for name, codes in left.traits.items():
        if name in right.traits:
            field = fields.trait(name)
            lexicon = texts.trait(name)
            found[field] = _value(codes, right.traits[name], lexicon, text_levels)
            same[field] = codes
    return Compared(found, same, crossed)


def known_fields(compared: Compared) -> Array:
    """Return in how many fields that tell people both records say something, (n,)."""
    found = np.zeros(len(compared.crossed), np.int8)
    for field, at in compared.levels.items():
        if fields.tells(field):
            found += at >= 0
    return found


def _names(
    left: Records,
    right: Records,
    texts: Texts,
    found: dict[str, Array],
    same: dict[str, Array],
) -> Bools:
    first, other = left.given[:, 0], right.given[:, 0]
    family, hers = left.family, right.family
    given = judged(first, other, texts.names, given_levels)
    called = _called_by_second(left.given, right.given, texts)
    given[called & (given >= 0) & (given < Name.SHORT)] = Name.SHORT
    found[fields.GIVEN] = given
    found[fields.FAMILY] = judged(family, hers, texts.names, family_levels)
    same[fields.GIVEN], same[fields.FAMILY] = first.copy(), family.copy()
    crossed = _cross(left, right, texts, found, same)
    second, same[fields.SECOND] = _seconds(left.given, right.given, texts)
    # Brothers share a second name: it says nothing where the first is another.
    second[(given >= 0) & (given <= Name.FAR)] = UNKNOWN
    found[fields.SECOND] = second
    return crossed


def _called_by_second(left: Array, right: Array, texts: Texts) -> Bools:
    """Does one go by a name that is the other's second?"""
    found = np.zeros(len(left), bool)
    for mine, hers in ((left, right), (right, left)):
        seconds = mine[:, 1:]
        same = (seconds >= 0) & (seconds == hers[:, :1])
        rows = np.flatnonzero(same.any(axis=1))
        if len(rows):
            found[rows] |= texts.sounds.length(hers[rows, 0]) > 1
    return found


def _cross(
    left: Records,
    right: Records,
    texts: Texts,
    found: dict[str, Array],
    same: dict[str, Array],
) -> Bools:
    """
    See names that stand in each other's column; writes their levels.

    So do the only names of two records, one of them in the wrong column. Which of two
    crossed names is the given one nobody knows: the better level counts as the given
    name's, so that the answer is the same both ways round.
    """
    first, other = left.given[:, 0], right.given[:, 0]
    family, hers = left.family, right.family
    straight = _WORTH[found[fields.GIVEN]] + _WORTH[found[fields.FAMILY]]
    able = (first >= 0) & (hers >= 0) | (other >= 0) & (family >= 0)
    rows = np.flatnonzero((straight < _ENOUGH) & able)
    crossed = np.zeros(len(first), bool)
    if not len(rows):
        return crossed
    there = judged(first[rows], hers[rows], texts.names, family_levels)
    here = judged(family[rows], other[rows], texts.names, family_levels)
    better = _WORTH[there] + _WORTH[here] > straight[rows] + _CLEARLY
    rows, there, here = rows[better], there[better], here[better]
    crossed[rows] = True
    # A lone name counts as the family's, which is the rarer.
    lone = (there < 0) | (here < 0)
    high, low = np.maximum(there, here), np.minimum(there, here)
    found[fields.GIVEN][rows] = np.where(lone, UNKNOWN, high)
    found[fields.FAMILY][rows] = np.where(lone, high, low)
    one, two = first[rows], family[rows]
    best = np.where(
        there == here, np.maximum(one, two), np.where(there > here, one, two)
    )
    same[fields.GIVEN][rows] = best
    same[fields.FAMILY][rows] = np.where(lone, best, np.minimum(one, two))
    return crossed


def _seconds(left: Array, right: Array, texts: Texts) -> tuple[Array, Array]:
    """Return levels, and the codes of second names that both have."""
    left, right = _true_seconds(left, texts), _true_seconds(right, texts)
    mine, hers = left[:, 1], right[:, 1]
    found = np.where((mine < 0) | (hers < 0), UNKNOWN, Second.OTHER).astype(np.int8)
    shared = np.full(len(left), -1, np.int32)
    known = np.flatnonzero(found >= 0)
    if not len(known):
        return found, shared
    sounds = texts.sounds
    a, b = mine[known], hers[known]
    alike = sounds.initial(a) == sounds.initial(b)
    level = np.where(alike, Second.INITIAL, Second.OTHER)
    for names in range(1, left.shape[1]):
        one = left[known, names]
        for others in range(1, right.shape[1]):
            same = (one >= 0) & (one == right[known, others])
            same &= sounds.length(one) > 1
            level[same] = Second.SAME
            shared[known[same]] = np.maximum(shared[known[same]], one[same])
    found[known] = level
    return found, shared


def _true_seconds(given: Array, texts: Texts) -> Array:
    """Leave out `William` behind `Bill`: it says the first name again."""
    formal = texts.sounds.formal
    rest = given[:, 1:]
    if rest.max(initial=-1) < 0:
        return given
    first = formal(given[:, 0])
    kept = rest.copy()
    for place, names in enumerate(rest.T):
        kept[(names >= 0) & (formal(names) == first), place] = -1
    order = np.argsort(kept < 0, axis=1, kind="stable")
    kept = np.take_along_axis(kept, order, axis=1)
    return np.concatenate([given[:, :1], kept], axis=1)


def _suffixes(left: Array, right: Array) -> Array:
    found = np.where(left == right, Suffix.SAME, Suffix.OTHER)
    found = np.where((left == 0) | (right == 0), Suffix.ONE_HAS_NONE, found)
    return np.where((left == 0) & (right == 0), UNKNOWN, found).astype(np.int8)


def _several(
    left: Array, right: Array, lexicon: Lexicon, judge: Judge
) -> tuple[Array, Array]:
    """Compare mailboxes or phones, of which a record may have two."""
    missing = (left.max(axis=1) < 0) | (right.max(axis=1) < 0)
    found = np.where(missing, UNKNOWN, Value.OTHER).astype(np.int8)
    same = np.full(len(left), -1, np.int32)
    if missing.all():
        return found, same
    for mine in left.T:
        for hers in right.T:
            same = np.where((mine >= 0) & (mine == hers), np.maximum(same, mine), same)
    found[same >= 0] = Value.SAME
    first = (left[:, 0] >= 0) & (right[:, 0] >= 0)
    unlike = np.flatnonzero((found == Value.OTHER) & first)
    if len(unlike):
        one, other = left[unlike, 0], right[unlike, 0]
        found[unlike] = levels(lexicon, one, other, judge)
    return found, same


def _value(left: Array, right: Array, lexicon: Lexicon, judge: Judge) -> Array:
    missing = (left < 0) | (right < 0)
    found = np.where(missing, UNKNOWN, Value.SAME).astype(np.int8)
    unlike = np.flatnonzero(~missing & (left != right))
    if len(unlike):
        found[unlike] = levels(lexicon, left[unlike], right[unlike], judge)
    return found
