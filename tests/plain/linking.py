"""
The judge of linking: every pair, one at a time, and groups joined one by one.

Slow, and obviously right. It is told what was learned, and shares with the fast way
only what compares and weighs one pair.
"""

from __future__ import annotations

import math

from dataclasses import dataclass, field
from itertools import combinations, product

import numpy as np

from shopkeeper.recognise.linking.compare import compare, known_fields
from shopkeeper.recognise.linking.groups import JOIN_AT, RIVAL
from shopkeeper.recognise.linking.records import Records, Texts
from shopkeeper.recognise.linking.weigh import Scales


LOUDEST, QUIETEST = 12.0, -25.0  # of one pair, however sure
# Two of one household, by all that is known: no third record makes them one.
TWO_PEOPLE, FAMILY = -2.0, -6.0
TOLD_APART = -40.0
FORBIDDEN = -500.0  # Jr and Sr, two verified ids: not even by way of others
LOUD, TIE = 80.0, 1e-6  # what is above the most still breaks ties
ALIKE = 1e-9  # sums in another order

Group = tuple[int, ...]
"""Rows, ascending."""


@dataclass(slots=True)
class Judge:
    """
    What all pairs of some records say, and who is who by it.

    Attributes:
        said: Pair of rows to what it says for their being one person.
        heard: The same as it is heard against others: pairs of which next to nothing
            is known speak against nothing.
        vague: Rows that show no given name, or its initial only.
        refused: Pairs of groups of which nobody knows whether they are one.
    """

    said: dict[tuple[int, int], float] = field(default_factory=dict)
    heard: dict[tuple[int, int], float] = field(default_factory=dict)
    vague: set[int] = field(default_factory=set)
    refused: set[tuple[Group, Group]] = field(default_factory=set)

    def persons(self, count: int) -> set[frozenset[int]]:
        """Join the two groups that fit best, again and again, while any fit."""
        groups: list[Group] = [(row,) for row in range(count)]
        while pairs := [
            pair
            for pair in combinations(sorted(groups), 2)
            if pair not in self.refused and self.fit(*pair) > JOIN_AT
        ]:
            best = max(self.fit(*pair) for pair in pairs)
            one, other = next(p for p in pairs if self.fit(*p) > best - ALIKE)
            refused = self.rivalled(one, other, groups)
            if refused:
                self.refused |= refused
                continue
            groups = [each for each in groups if each not in (one, other)]
            groups.append(tuple(sorted(one + other)))
        return {frozenset(one) for one in groups}

    def fit(self, one: Group, other: Group) -> float:
        """Say how well two groups fit: half their best pair, half all of them."""
        best = self.best(one, other)
        return (best + min(best, self.mean(one, other))) / 2

    def best(self, one: Group, other: Group) -> float:
        """Say what the best pair between two groups says."""
        return max(self.said[min(pair), max(pair)] for pair in product(one, other))

    def mean(self, one: Group, other: Group) -> float:
        """Say what the pairs between two groups say on average."""
        pairs = [(min(pair), max(pair)) for pair in product(one, other)]
        return sum(self.heard[pair] for pair in pairs) / len(pairs)

    def rivalled(
        self, one: Group, other: Group, groups: list[Group]
    ) -> set[tuple[Group, Group]]:
        """
        Say whom a vague group may not be joined to, as it fits two people alike.

        They are two people where their pairs speak against each other.
        """
        found = set()
        for mine, hers in ((one, other), (other, one)):
            if not self.vague.issuperset(mine):
                continue
            enough = self.best(mine, hers) - RIVAL
            rivals = [
                third
                for third in groups
                if third not in (mine, hers)
                and self.best(mine, third) > enough
                and self.mean(hers, third) < 0
            ]
            for refused in (hers, *rivals) if rivals else ():
                found.add(tuple(sorted((mine, refused))))
        return found


def judged(records: Records, texts: Texts, scales: Scales) -> Judge:
    """Compare and weigh every pair of *records*, each pair alone."""
    judge = Judge()
    alone = [records.take(np.array([row])) for row in range(len(records))]
    for pair in combinations(range(len(records)), 2):
        left, right = (alone[row] for row in pair)
        compared = compare(left, right, texts)
        weighed = scales.weigh(compared, left, right)
        plain = float(weighed.score[0])
        score = min(max(plain, QUIETEST), LOUDEST)
        if weighed.score[0] < TWO_PEOPLE and weighed.household[0] < FAMILY:
            score, plain = QUIETEST, min(plain, TOLD_APART)
        little = known_fields(compared)[0] <= 1
        silent = little and weighed.score[0] >= weighed.prior[0]
        judge.said[pair] = score + TIE * (min(max(plain, -LOUD), LOUD) - LOUD)
        judge.heard[pair] = max(score, 0.0) if silent else score
        if plain <= FORBIDDEN:
            judge.heard[pair] = -math.inf
    names = [texts.names.text(code) for code in records.given[:, 0].tolist()]
    judge.vague = {row for row, name in enumerate(names) if len(name) <= 1}
    return judge
