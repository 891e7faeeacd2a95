"""Records to persons: block, compare, learn, weigh, group."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from shopkeeper.recognise.linking.arrays import Array, Bools, Floats
from shopkeeper.recognise.linking.blocking import Blocker, Found, Sorting
from shopkeeper.recognise.linking.compare import Compared, compare
from shopkeeper.recognise.linking.groups import Groups, group
from shopkeeper.recognise.linking.keys import Keys
from shopkeeper.recognise.linking.learn import Pairs, first_model, learn
from shopkeeper.recognise.linking.rarity import Rarity
from shopkeeper.recognise.linking.records import Records, Texts
from shopkeeper.recognise.linking.shared import Shared, shared_values
from shopkeeper.recognise.linking.weigh import Model, Scales, Weighed, heard


LEARN_FROM = 500_000
"""Candidate pairs that a model is learned from, or somewhat more."""

_CHUNK = 1 << 17
_SOME = 1 << 22
_WORKERS = 2
_FORGET = -6.0
"""Score below which a pair is not even worth a doubt."""


@dataclass(slots=True)
class Weigher:
    """
    Compares and weighs pairs of rows of one table.

    Attributes:
        records: The table, without the values that stopped joining.
        texts: What its codes stand for.
        scales: What was learned, ready to weigh with.
    """

    records: Records
    texts: Texts
    scales: Scales

    def __call__(self, left: Array, right: Array) -> tuple[Floats, Bools]:
        """
        Score pairs of rows.

        Returns:
            (n,) scores, and (n,) whether the two say too little about each other for
            their score to speak against anything.
        """
        scores = np.empty(len(left))
        silent = np.empty(len(left), bool)

        def weigh(start: int) -> None:
            part = slice(start, start + _CHUNK)
            one, other = self.records.take(left[part]), self.records.take(right[part])
            compared = compare(one, other, self.texts)
            weighed = self.scales.weigh(compared, one, other)
            scores[part], silent[part] = heard(compared, weighed)

        self.texts.sounds.refresh()
        starts = range(0, len(left), _CHUNK)
        if len(starts) > 1:
            # Most of it is done outside the interpreter's lock.
            with ThreadPoolExecutor(_WORKERS) as workers:
                list(workers.map(weigh, starts))
        elif starts:
            weigh(0)
        return scores, silent

    def explain(self, left: Array, right: Array) -> tuple[Compared, Weighed]:
        """Compare and weigh pairs of rows, keeping the weight of each field."""
        one, other = self.records.take(left), self.records.take(right)
        compared = compare(one, other, self.texts)
        return compared, self.scales.weigh(compared, one, other, parts=True)


PairScorer = Callable[[Weigher, Array, Array], Array]
"""Has a weigher score many pairs of rows, (n,), wherever there are hands."""


@dataclass(slots=True)
class Linked:
    """
    What was made of some records.

    Attributes:
        weigher: Weighs any pair of them.
        keys: The kinds of keys they were blocked by.
        groups: Which records are one person.
        left: Rows of pairs that were compared and are not plainly two people.
        right: The other rows.
        scores: Their scores.
        shared: Values on several people.
    """

    weigher: Weigher
    keys: Keys
    groups: Groups
    left: Array
    right: Array
    scores: Array
    shared: Shared


def link(
    records: Records,
    texts: Texts,
    *,
    blocker: Blocker | None = None,
    scorer: PairScorer | None = None,
    model: Model | None = None,
    seed: int = 0,
    unique: frozenset[str] = frozenset(),
) -> Linked:
    """
    Find the persons behind records.

    Args:
        records: Some.
        texts: What their codes stand for.
        blocker: Finds candidate pairs; plain sorting by default.
        scorer: Scores the candidate pairs; the weigher itself, here, by default.
        model: What was learned before; learned from the records by default.
        seed: For the choice of random pairs.
        unique: Fields of which nobody has two values.
    """
    blocker = blocker or Sorting()
    shared = shared_values(records, texts)
    records = shared.without_stopped(records)
    rarity = Rarity(records)
    keys = Keys(records, texts)
    left, right = blocker.pairs(keys.of(records))
    if model is None:
        model = _learned(records, texts, rarity, shared, (left, right), seed)
    weigher = Weigher(records, texts, Scales(model, rarity, shared.boxes, unique))
    left, right, scores = _possible(weigher, left, right, scorer)
    groups = group(left, right, scores, weigher, vague(records, texts))
    return Linked(weigher, keys, groups, left, right, scores, shared)


def _possible(
    weigher: Weigher, left: Array, right: Array, scorer: PairScorer | None
) -> tuple[Array, Array, Array]:
    """Score pairs, and leave out those that are plainly two people."""
    kept, found = [], []
    # Elsewhere they go all at once; here some, for most are left out again.
    step = max(len(left), 1) if scorer else _SOME
    for start in range(0, len(left), step):
        part = slice(start, start + step)
        some = left[part], right[part]
        scores = scorer(weigher, *some) if scorer else weigher(*some)[0]
        rows = np.flatnonzero(scores > _FORGET)
        kept.append(rows + start)
        found.append(scores[rows].astype(np.float32))
    if not kept:
        return left, right, np.zeros(0, np.float32)
    rows = np.concatenate(kept)
    return left[rows], right[rows], np.concatenate(found)


def vague(records: Records, texts: Texts) -> Bools:
    """Say which records show no given name, or its initial only, (n,)."""
    texts.sounds.refresh()
    return np.asarray(texts.sounds.length(records.given[:, 0]) <= 1)


def _learned(
    records: Records,
    texts: Texts,
    rarity: Rarity,
    shared: Shared,
    candidates: Found,
    seed: int,
) -> Model:
    model = first_model(records, texts, seed=seed)
    if len(records) < 2:  # noqa: PLR2004 -- nobody to compare with
        return model
    left, right, times = _some(candidates, len(records), seed)
    one, other = records.take(left), records.take(right)
    pairs = Pairs(left, right, compare(one, other, texts), times)
    model = learn(model, pairs, records, rarity, shared.boxes)
    # Once more with what grouping makes of it, so that fathers and sons do not pass
    # for one person with two birth dates.
    weigher = Weigher(records, texts, Scales(model, rarity, shared.boxes))
    scores = weigher.scales.weigh(pairs.compared, one, other).score
    label = group(left, right, scores, weigher, vague(records, texts)).label
    within = np.asarray(label[left] == label[right])
    return learn(model, pairs, records, rarity, shared.boxes, within=within)


def _some(candidates: Found, records: int, seed: int) -> tuple[Array, Array, float]:
    """
    Choose candidate pairs to learn from: all that some records are in.

    So what is near a record is seen together, and each pair is as likely as any other.

    Returns:
        Rows of the pairs, and how many each of them stands for.
    """
    left, right = candidates
    if len(left) <= LEARN_FROM:
        return left, right, 1.0
    # Of a pair either record may be chosen.
    share = 1.0 - np.sqrt(1.0 - LEARN_FROM / len(left))
    chosen = np.random.default_rng(seed).random(records) < share
    some = np.flatnonzero(chosen[left] | chosen[right])
    return left[some], right[some], len(left) / max(len(some), 1)
