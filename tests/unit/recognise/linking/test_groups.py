"""A person is records that all pairs of them together speak for."""

from __future__ import annotations

from collections.abc import Collection
from itertools import combinations

import numpy as np
import pytest

from shopkeeper.recognise.linking.groups import (
    JOIN_AT,
    TOGETHER,
    Groups,
    components,
    group,
    linkage,
    linkage_of_one,
)
from tests.unit.recognise.linking.made import persons


Pairs = dict[tuple[int, int], float]


def groups_of(
    size: int,
    scores: Pairs,
    *,
    vague: Collection[int] = (),
    silent: Collection[tuple[int, int]] = (),
    other: float = -30.0,
) -> list[list[int]]:
    """Join *size* records by the scores of their pairs, all others *other*."""
    every = list(combinations(range(size), 2))
    found = linkage(
        np.array([scores.get(pair, other) for pair in every]),
        np.array([pair in silent for pair in every]),
        np.array([row in vague for row in range(size)]),
    )
    return sorted(sorted(one) for one in found)


@pytest.mark.parametrize(
    ("scores", "found"),
    [
        ({(0, 1): 9, (0, 2): 9, (1, 2): 9}, [[0, 1, 2]]),
        ({(0, 1): 9, (1, 2): 9, (0, 2): 0}, [[0, 1, 2]]),
        ({(0, 1): 9, (1, 2): 6, (0, 2): -30}, [[0, 1], [2]]),
        ({(0, 1): 60, (1, 2): 11, (0, 2): -25}, [[0, 1], [2]]),
        ({(0, 1): JOIN_AT, (0, 2): 1, (1, 2): 1}, [[0], [1], [2]]),
        ({(0, 1): JOIN_AT + 0.1, (0, 2): 1, (1, 2): 1}, [[0, 1], [2]]),
    ],
)
def test_what_speaks_against_is_heard(scores, found):
    """A record between father and son goes to the one, and joins them not."""
    assert groups_of(3, scores) == found


def test_a_chain_does_not_hold():
    """Each link is good, its ends are strangers."""
    chain = {(row, row + 1): 8.0 for row in range(9)}
    assert max(len(one) for one in groups_of(10, chain)) == 2


def test_one_doubtful_pair_among_many_good_ones_is_outvoted():
    """Records of one person may differ where she married and moved."""
    scores: Pairs = dict.fromkeys(combinations(range(5), 2), 11.0)
    assert groups_of(5, scores | {(0, 4): -6.0}) == [[0, 1, 2, 3, 4]]


def test_two_that_say_too_little_do_not_speak_against():
    """A mailbox alone, and a birth date alone, are both the third record's."""
    scores = {(0, 1): 9.0, (1, 2): 9.0, (0, 2): -16.0}
    assert groups_of(3, scores) == [[0, 1], [2]]
    assert groups_of(3, scores, silent={(0, 2)}) == [[0, 1, 2]]


@pytest.mark.parametrize(
    ("nearer", "found"),
    [(9.0, [[0], [1], [2]]), (7.5, [[0], [1], [2]]), (4.0, [[0, 1], [2]])],
)
def test_an_initial_that_fits_two_people_is_nobodys(nearer, found):
    """J. Oak, where John and Jane live; nearly as well is too well."""
    scores = {(0, 1): 9.0, (0, 2): nearer}
    assert groups_of(3, scores, vague={0}) == found
    assert groups_of(3, scores) == [[0, 1], [2]]


def test_an_initial_stays_nobodys_when_one_of_two_people_has_a_second_record():
    """Which of them it is has not become clearer."""
    scores = {(0, 1): 11.0, (0, 2): 11.0, (0, 3): 5.0, (1, 2): -20.0, (2, 3): 9.0}
    assert groups_of(4, scores, vague={0}) == [[0], [1], [2, 3]]


def test_an_initial_that_fits_two_records_of_one_person_is_hers():
    """They are no rivals."""
    scores = {(0, 1): 9.0, (0, 2): 9.0, (1, 2): 8.0}
    assert groups_of(3, scores, vague={0}) == [[0, 1, 2]]


@pytest.mark.parametrize(
    ("scores", "silent", "fit"),
    [
        ([9.0], [False], 9.0), ([30.0, 30.0], [False, False], 12.0),
        ([9.0, -16.0], [False, False], 2.75), ([9.0, -16.0], [False, True], 6.75),
        ([9.0, -90.0], [False, False], 0.5),
    ],
)  # fmt: skip
def test_one_record_fits_a_person_by_her_best_and_her_mean(scores, silent, fit):
    """The same rule, where a record comes alone."""
    assert linkage_of_one(np.array(scores), np.array(silent)) == fit


def crowded(count: int, score: float) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Return all pairs of *count* records, each of one score."""
    left, right = np.triu_indices(count, 1)
    return left, right, np.full(len(left), score)


def test_a_component_that_is_no_crowd_stays_whole():
    """However weak its links."""
    near = components(TOGETHER + 2, *crowded(TOGETHER, 0.5))
    assert len(set(near.tolist())) == 3


@pytest.mark.parametrize("score", [0.5, 30.0, 500.0])
def test_a_crowd_of_equally_loud_pairs_is_nobody(score):
    """More records than anybody has are cut until nothing is left."""
    near = components(TOGETHER + 1, *crowded(TOGETHER + 1, score))
    assert len(set(near.tolist())) == TOGETHER + 1


def test_a_crowd_is_cut_where_it_is_weakest():
    """Two crowds of strong pairs that one weak pair joined."""
    half = TOGETHER // 2 + 1
    left, right, scores = crowded(half, 20.0)
    both = np.r_[left, left + half, 0], np.r_[right, right + half, half]
    near = components(2 * half, *both, np.r_[scores, scores, 1.0])
    assert len(set(near[:half].tolist())) == len(set(near[half:].tolist())) == 1
    assert near[0] != near[half]


def grouped(count: int, scores: Pairs) -> Groups:
    """Group records of which only some pairs have a score above -30."""
    left, right = map(np.array, zip(*scores, strict=True))

    def score(one, other):
        pairs = zip(one.tolist(), other.tolist(), strict=True)
        found = np.array([scores.get(pair, -30.0) for pair in pairs])
        return found, np.zeros(len(found), bool)

    values = np.array(list(scores.values()))
    return group(left, right, values, score, np.zeros(count, bool))


def test_a_person_is_known_by_the_smallest_of_her_rows():
    """And each of her records by its best pair within her."""
    found = grouped(7, {(1, 3): 9.0, (1, 6): 8.0, (3, 6): 7.0, (2, 5): 5.0, (0, 4): 1})
    assert found.label.tolist() == [0, 1, 2, 1, 4, 2, 1]
    assert found.partner.tolist() == [-1, 3, 5, 1, -1, 2, 1]
    assert found.best.tolist() == [-np.inf, 9.0, 5.0, 9.0, -np.inf, 5.0, 8.0]


def test_pairs_that_were_no_candidates_are_heard_within_a_component():
    """Two strangers whom a third is like, though nobody compared them before."""
    found = grouped(3, {(0, 1): 9.0, (1, 2): 6.0})
    assert persons(found.label) == {frozenset({0, 1}), frozenset({2})}
