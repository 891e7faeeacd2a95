"""What a data set shows of itself: how often fields differ in records of one person.

Expectation-maximisation over the pairs that blocking found (Dempster, Laird and Rubin
1977; Winkler 1988), with three kinds of pairs: one person, strangers, one household.
Nobody says which pairs match. Data in which nobody stands twice end with a prior near
zero, and so with nobody joined.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from msgspec.structs import replace

from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.arrays import Array, Bools, Floats
from shopkeeper.recognise.linking.compare import Compared, compare
from shopkeeper.recognise.linking.rarity import Rarity
from shopkeeper.recognise.linking.records import Records, Texts
from shopkeeper.recognise.linking.weigh import HOUSEHOLD, NAMES_ALONE, Model, Scales


_ROUNDS = 8
_RANDOM_PAIRS = 200_000
# In pairs of records: how long what is known beforehand is believed.
_TRUST_CHANCE = 200.0
_TRUST_START = 300.0
_TRUST_SOURCES = 50.0
_TRUST_VALUE = 20.0
_FIRST_MATCHES = 0.02  # for each record
_FIRST_HOUSEHOLDS = 2.0
_LEAST_MATCHES = 0.5
_MOST_SHARE = 0.3
_MOST_HOUSEHOLDS = 0.05
# From a few records nothing is learned: then this is what is believed.
_FEW_RECORDS = 300
_FIRST_OF_FEW = 0.3


@dataclass(slots=True)
class Pairs:
    """
    Candidate pairs, compared.

    Attributes:
        left: Rows of one record of each pair, (n,).
        right: Rows of the other.
        compared: What they say about each other.
        times: How many candidate pairs each of them stands for.
    """

    left: Array
    right: Array
    compared: Compared
    times: float = 1.0


def first_model(records: Records, texts: Texts, *, seed: int) -> Model:
    """
    Return what is known before candidate pairs are looked at.

    Args:
        records: Those to learn from.
        texts: What their codes stand for.
        seed: For the choice of random pairs, which show what strangers have in common.
    """
    count = len(records)
    dice = np.random.default_rng(seed)
    most = min(_RANDOM_PAIRS, count * (count - 1) // 2)
    left, right = dice.integers(0, max(count, 1), (2, most))
    apart = left != right
    left, right = left[apart], right[apart]
    compared = compare(records.take(left), records.take(right), texts)
    chance = {}
    for field, levels in compared.levels.items():
        prior = fields.prior_of(field)
        seen = np.bincount(levels[levels >= 0], minlength=prior.top + 1)
        shares = seen + _TRUST_CHANCE * np.array(prior.chance)
        chance[field] = tuple(shares / (seen.sum() + _TRUST_CHANCE))
    pairs = max(count * (count - 1) / 2, 1.0)
    first = _FIRST_MATCHES if count > _FEW_RECORDS else _FIRST_OF_FEW
    return Model(
        same={field: tuple(fields.start(field)) for field in chance},
        chance=chance,
        trust={
            field: known
            for field in chance
            if (known := fields.trust(field)) is not None
        },
        matches={},
        otherwise=min(first * count / pairs, _MOST_SHARE),
        households=min(_FIRST_HOUSEHOLDS * count / pairs, _MOST_HOUSEHOLDS),
        n=count,
    )


def learn(
    model: Model,
    pairs: Pairs,
    records: Records,
    rarity: Rarity,
    shared: Mapping[str, Array],
    *,
    within: Bools | None = None,
) -> Model:
    """
    Learn from candidate pairs.

    Args:
        model: What is known so far.
        pairs: All candidates among *records*, or some of them.
        records: The records.
        rarity: Frequencies among all records.
        shared: Values that several people have, by field.
        within: (n,) bool: pairs that grouping left together. Others then count as of
            two people, however alike: a father's record and his son's.
    """
    left, right = records.take(pairs.left), records.take(pairs.right)
    for _ in range(_ROUNDS if within is None else 1):
        scales = Scales(model, rarity, shared)
        weighed = scales.weigh(pairs.compared, left, right, parts=True)
        # That names alone join nobody is prudence, and nothing to learn from.
        alone = weighed.parts[NAMES_ALONE]
        score = weighed.score - alone
        one = 1.0 / (1.0 + np.exp2(-np.clip(score, -60.0, 60.0)))
        if within is not None:
            one = one * (within | (alone < 0))
        households = model.households
        if within is None:
            home = (1.0 - one) * (1.0 - np.exp2(weighed.parts[HOUSEHOLD]))
            every = len(records) * (len(records) - 1) / 2
            households = min(
                max(float(home.sum()) * pairs.times, 1.0) / every, _MOST_HOUSEHOLDS
            )
        model = replace(
            _counted(model, pairs, records, shared, one),
            households=households,
            n=len(records),
        )
    return model


def _counted(
    model: Model,
    pairs: Pairs,
    records: Records,
    shared: Mapping[str, Array],
    one: Floats,
) -> Model:
    """Count what pairs show, each by its probability of being one person's."""
    same, trust = {}, {}
    for field, levels in pairs.compared.levels.items():
        known = levels >= 0
        first = fields.start(field)
        seen = np.bincount(levels[known], weights=one[known], minlength=len(first))
        shares = (seen + _TRUST_START * first) / (seen.sum() + _TRUST_START)
        same[field] = _bounded(shares, fields.prior_of(field).most)
    named = pairs.compared.levels[fields.GIVEN] >= 0
    for field in model.trust:
        seen_with = named & (pairs.compared.levels[field] == fields.prior_of(field).top)
        if field in shared:  # a family's mailbox says nothing of the others
            seen_with &= ~np.isin(pairs.compared.same[field], shared[field])
        before = fields.trust(field) or 0.0
        matching = float(one[seen_with].sum()) + _TRUST_VALUE * before
        trust[field] = matching / (int(seen_with.sum()) + _TRUST_VALUE)
    count = len(records)
    matches = float(one.sum()) * pairs.times
    overall = max(matches, _LEAST_MATCHES) / (count * (count - 1) / 2)
    return replace(
        model,
        same=same,
        trust=trust,
        matches=_by_sources(pairs, records, one, overall),
        otherwise=min(overall, _MOST_SHARE),
    )


def _by_sources(
    pairs: Pairs, records: Records, one: Floats, overall: float
) -> dict[tuple[int, int], float]:
    """
    Say for each two sources how often a pair of their records matches.

    A register has each person once, and so next to no match with itself.
    """
    sources = np.bincount(records.source)
    size = len(sources)
    ends = records.source[pairs.left], records.source[pairs.right]
    place = np.minimum(*ends).astype(np.int64) * size + np.maximum(*ends)
    found = np.bincount(place, weights=one, minlength=size * size) * pairs.times
    shares = {}
    for first in range(size):
        for second in range(first, size):
            others = sources[second] - (first == second)
            many = sources[first] * others / (2 if first == second else 1)
            share = (found[first * size + second] + _TRUST_SOURCES) / (
                many + _TRUST_SOURCES / overall
            )
            shares[first, second] = float(min(share, 0.5))
    return shares


def _bounded(shares: Floats, most: tuple[float, ...]) -> tuple[float, ...]:
    """
    Keep what is believed of one person within bounds.

    Without them data of many families, or of nobody twice, would teach that one person
    has two first names and two birth dates.
    """
    kept = np.minimum(shares[: len(most)], most)
    rest = shares[len(most) :]
    return (*kept, *(rest * (1.0 - kept.sum()) / rest.sum()))
