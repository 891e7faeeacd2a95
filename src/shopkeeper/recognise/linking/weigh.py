"""How much speaks for two records being one person, and what against.

Weights are logarithms to base 2 of likelihood ratios (Fellegi and Sunter 1969), with
the frequency of a value in place of the average (Winkler 2000). Two records that
agree may be of one person, of strangers, or of two people of one household, whose
names, house, phone and mailbox agree *together*. The last is what the usual model
forgets: its weight is one more part of the score, and it is negative.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from msgspec import Struct

from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.arrays import Array, Bools, Floats
from shopkeeper.recognise.linking.births import Born
from shopkeeper.recognise.linking.compare import Compared, Suffix, known_fields
from shopkeeper.recognise.linking.places import Place
from shopkeeper.recognise.linking.rarity import Rarity, share_of
from shopkeeper.recognise.linking.records import Records


HOUSEHOLD = "may be of one household"
CROSSED = "names in each other's column"
NAMES_ALONE = "nothing but the names"
GENERATION = "a generation apart in one house"
CANNOT = -1000.0
"""Weight of what no other agreement outweighs: Jr and Sr, two verified ids."""

OF_NO_FIELD = frozenset({HOUSEHOLD, CROSSED, NAMES_ALONE, GENERATION})
"""Parts of a score that are no field's, by their names for people."""

_CROSSED = -3.0
# Namesakes are not one person, however rare the name: a human may say so.
_NAMES_ALONE_MOST = 2.3
_MORE_THAN_NAMES = 1.0
# Two of one household, by all that is known: no third record makes them one.
_TWO_PEOPLE = -2.0
_ONE_HOUSE = -6.0
_TOLD_APART = -40.0
# What a father and his son of one name share explains nothing away: they are two.
_PARENT_MOST = _TWO_PEOPLE - 0.5
_NAMES = frozenset({fields.GIVEN, fields.SECOND, fields.FAMILY, fields.SUFFIX})
_TRAIT_MOST = 6.0
_TRAIT_LEAST = -4.0
_TRAITS_MOST = 20.0
_LEAST_SHARE = 1e-15
# By level, the last for -1: is it a place of its own, whose frequency counts?
_COUNTED = np.array(
    [*(place not in {Place.OTHER, Place.NEAR} for place in Place), False]
)
_NOBODY = np.zeros(0, np.int64)


class Model(Struct, frozen=True, kw_only=True):
    """
    What a data set shows of itself.

    Attributes:
        same: Field to the shares of its levels among records of one person.
        chance: Field to the shares of its levels among records of strangers.
        trust: Field of an identifier to how often two records with one such value,
            on which no second first name stands, are of one person.
        matches: Pair of sources (smaller code first) to the share of their pairs of
            records that are one person's, were there `n` records.
        otherwise: The same for all sources, and for those not seen.
        households: Share of pairs that are of two people of one household.
        n: Records that the two shares are for.
    """

    same: dict[str, tuple[float, ...]]
    chance: dict[str, tuple[float, ...]]
    trust: dict[str, float]
    matches: dict[tuple[int, int], float]
    otherwise: float
    households: float
    n: int


@dataclass(slots=True)
class Weighed:
    """
    n pairs, weighed.

    Attributes:
        score: (n,) log to base 2 of the odds that they are one person.
        prior: (n,) before anything was looked at.
        household: (n,) weight of that the two may be of one household; at most 0.
        parts: Field to its weight (n,); prior and parts add up to the score. Empty
            where the parts were not asked for.
    """

    score: Floats
    prior: Floats
    household: Floats
    parts: dict[str, Floats]


class Scales:
    """
    A model made ready to weigh with.

    Args:
        model: What was learned.
        rarity: Frequencies among all records.
        shared: Field to the mailboxes, phones and ids that several people use: codes,
            sorted.
        unique: Fields of which nobody has two values: other values, other people.
    """

    def __init__(
        self,
        model: Model,
        rarity: Rarity,
        shared: Mapping[str, Array],
        unique: frozenset[str] = frozenset(),
    ) -> None:
        self.model = model
        self.rarity = rarity
        self.shared = shared
        self._unique = unique
        # One more entry, 1, for level -1: where nothing is said, nothing is weighed.
        self._same = {f: np.log2([*v, 1.0]) for f, v in model.same.items()}
        self._chance = {f: np.log2([*v, 1.0]) for f, v in model.chance.items()}
        self._house = {
            field: np.log2([*household, 1.0])
            for field in model.same
            if (household := fields.prior_of(field).household) is not None
        }
        sources = 1 + max((second for _, second in model.matches), default=0)
        self._matches = np.full((sources, sources), model.otherwise)
        for (one, other), share in model.matches.items():
            self._matches[one, other] = self._matches[other, one] = share

    def weigh(
        self,
        compared: Compared,
        left: Records,
        right: Records,
        *,
        parts: bool = False,
        shared: Mapping[str, Array] | None = None,
    ) -> Weighed:
        """
        Weigh pairs.

        Args:
            compared: What the two of each say about each other.
            left: n records.
            right: n records.
            parts: Keep the weight of each field.
            shared: Values that several people have, where they are known better.
        """
        shared = self.shared if shared is None else shared
        score, home = np.zeros(len(left)), np.zeros(len(left))
        traits, beside = np.zeros(len(left)), np.zeros(len(left))
        kept: dict[str, Floats] = {}
        for field in compared.levels:
            if field not in self._same or compared.levels[field].max(initial=-1) < 0:
                continue
            alone, together = self._field(field, compared, (left, right), shared)
            if fields.is_trait(field):
                # Columns that go together say the same again: there is a most.
                alone = np.minimum(alone, (_TRAITS_MOST - traits).clip(0.0))
                traits += alone.clip(0.0)
            if field not in _NAMES:
                beside += alone.clip(0.0)
            score += alone
            home += together
            kept[field] = alone
        if compared.crossed.any():
            kept[CROSSED] = np.where(compared.crossed, _CROSSED, 0.0)
            score += kept[CROSSED]
            home += kept[CROSSED]
        apart = _parent_and_child(compared)
        home += np.where(apart, fields.NAMESAKES_APART, 0.0)
        prior = self._prior(left.source, right.source)
        home += np.log2(max(self.model.households * self._scale, _LEAST_SHARE))
        household = -np.logaddexp2(0.0, home)
        kept[HOUSEHOLD] = household
        score += prior + household
        much = np.where(beside < _MORE_THAN_NAMES, score - _NAMES_ALONE_MOST, 0.0)
        kept[NAMES_ALONE] = -much.clip(0.0)
        score += kept[NAMES_ALONE]
        apart &= (household < _ONE_HOUSE) & _share_a_box(compared)
        much = np.where(apart, score - _PARENT_MOST, 0.0)
        kept[GENERATION] = -much.clip(0.0)
        score += kept[GENERATION]
        return Weighed(score, prior, household, kept if parts else {})

    @property
    def _scale(self) -> float:
        """Matches grow as the records, pairs as their square."""
        return self.model.n / max(self.rarity.n, self.model.n, 1)

    def _prior(self, left: Array, right: Array) -> Floats:
        size = len(self._matches)
        known = (left < size) & (right < size)
        shares = np.full(len(left), self.model.otherwise)
        shares[known] = self._matches[left[known], right[known]]
        found: Floats = np.log2((shares * self._scale).clip(_LEAST_SHARE, 0.5))
        return found

    def _field(
        self,
        field: str,
        compared: Compared,
        pair: tuple[Records, Records],
        boxes: Mapping[str, Array],
    ) -> tuple[Floats, Floats]:
        """Return the weight of a field for one person, and for one household."""
        left, right = pair
        levels = compared.levels[field]
        same, chance = self._same[field], self._chance[field]
        house = self._house.get(field)
        alone = (same - chance)[levels]
        together = (house - chance)[levels] if house is not None else 0.0 * alone
        if field in self._unique or field == fields.SUFFIX:
            alone[levels == Suffix.OTHER] = CANNOT
        if field == fields.SUFFIX:
            return alone, together
        exact = np.flatnonzero(self._exact(field, levels))
        if len(exact):
            level = levels[exact]
            share = share_of(self.rarity, field, compared, left, right)[exact]
            codes = compared.same[field][exact] if field in compared.same else level
            rare, shared = self._rare(field, codes, share, boxes)
            alone[exact] = same[level] + rare
            if house is not None:
                there = np.where(shared, np.log2(fields.SHARED_BOX), house[level])
                together[exact] = there + rare
            elif field in {fields.GIVEN, fields.SECOND}:
                together[exact] = np.log2(1.0 + fields.NAMESAKES / share)
        if fields.is_trait(field):
            alone = alone.clip(_TRAIT_LEAST, _TRAIT_MOST)
        return alone, together

    def _exact(self, field: str, levels: Array) -> Bools:
        if field == fields.PLACE:
            return np.asarray(_COUNTED[levels])
        return np.asarray(levels == fields.prior_of(field).top)

    def _rare(
        self, field: str, codes: Array, share: Floats, boxes: Mapping[str, Array]
    ) -> tuple[Floats, Bools]:
        """Return what equal values are worth, and whether several people have them."""
        rare = -np.log2(share)
        trust = self.model.trust.get(field)
        if trust is None:
            return rare, np.zeros(len(rare), bool)
        shared = _among(boxes.get(field, _NOBODY), codes)
        top = self.model.same[field][-1]
        chance = self.model.otherwise * self._scale * top * (1.0 - trust) / trust
        worth = np.maximum(rare, -np.log2(max(chance, _LEAST_SHARE)))
        return np.where(shared, rare, worth), shared


def probability(score: Array) -> Floats:
    """Turn scores (log to base 2 of odds) into probabilities, (n,), below 1."""
    found = 1.0 / (1.0 + np.exp2(-np.clip(score, -60.0, 60.0)))
    rounded: Floats = np.minimum(np.round(found, 6), 0.999999)
    return rounded


def heard(compared: Compared, weighed: Weighed) -> tuple[Floats, Bools]:
    """
    Say what weighed pairs say for or against in a group.

    Returns:
        (n,) scores, and (n,) whether the two say too little about each other for their
        score to speak against anything.
    """
    family = (weighed.score < _TWO_PEOPLE) & (weighed.household < _ONE_HOUSE)
    told = np.minimum(weighed.score, _TOLD_APART)
    silent = (known_fields(compared) <= 1) & (weighed.score >= weighed.prior)
    return np.where(family, told, weighed.score), silent


def _parent_and_child(compared: Compared) -> Bools:
    """Two of one first name in one house are parent and child, if they are two."""
    given, born = compared.levels[fields.GIVEN], compared.levels[fields.BORN]
    same = given == fields.prior_of(fields.GIVEN).top
    return np.asarray(same & (born == Born.GENERATION))


def _share_a_box(compared: Compared) -> Bools:
    """Have they one mailbox or phone, as families do, and no number of their own?"""
    box, own = np.zeros((2, len(compared.crossed)), bool)
    for field, levels in compared.levels.items():
        same = levels == fields.prior_of(field).top
        if field in {fields.EMAIL, fields.PHONE}:
            box |= same
        elif fields.is_mark(field):
            own |= same
    return np.asarray(box & ~own)


def _among(known: Array, codes: Array) -> Bools:
    if not len(known):
        return np.zeros(len(codes), bool)
    places = np.minimum(np.searchsorted(known, codes), len(known) - 1)
    return np.asarray(known[places] == codes)
