"""Whatever crowd a shop has: what holds once linking joins, too."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from msgspec.structs import replace

from shopkeeper.recognise import Node, Resolution, resolve
from shopkeeper.recognise.nodes import birth_agreement
from shopkeeper.recognise.weigh import parts_between
from shopkeeper.vocabulary import IdentityDecision, Verdict
from tests.builders import utc
from tests.unit.recognise.people import crowd, crowd_and_truth


NOW = utc("2026-03-02 10:00")
SEEDS = pytest.mark.parametrize("seed", [1, 2, 3])
PEOPLE = 500


def persons(found: Resolution) -> set[frozenset[str]]:
    """Return the persons as sets of own ids."""
    groups: dict[str, set[str]] = {}
    for own, person in found.persons.items():
        groups.setdefault(person, set()).add(own)
    return {frozenset(group) for group in groups.values()}


def numbered(*decisions: IdentityDecision) -> list[IdentityDecision]:
    """Return decisions as the ledger numbers them."""
    return [replace(one, sequence=n) for n, one in enumerate(decisions, start=1)]


def shuffled(nodes: tuple[Node, ...], seed: int) -> list[Node]:
    """Return the nodes in another order."""
    order = np.random.default_rng(seed).permutation(len(nodes))
    return [nodes[place] for place in order]


@SEEDS
def test_neither_the_order_of_nodes_nor_that_of_their_arrival_makes_a_difference(seed):
    """The same decisions; and the same persons whoever came first."""
    nodes = crowd(PEOPLE, seed)
    found = resolve(nodes, [], now=NOW)
    assert any(one.by == "rule:linking" for one in found.joins)
    assert resolve(shuffled(nodes, seed), [], now=NOW) == found
    late = [replace(one, age=n) for n, one in enumerate(shuffled(nodes, seed + 1))]
    assert persons(resolve(late, [], now=NOW)) == persons(found)


@SEEDS
def test_a_round_run_again_decides_nothing(seed):
    """Neither to join nor to part nor to doubt."""
    nodes = crowd(PEOPLE, seed)
    first = resolve(nodes, [], now=NOW)
    history = numbered(*first.parts, *first.joins, *first.doubts)
    again = resolve(nodes, history, now=NOW)
    assert (again.joins, again.parts, again.doubts) == ((), (), ())
    assert again.persons == first.persons


@SEEDS
def test_nobody_is_joined_across_what_forbids_it(seed):
    """No two first names, birth dates or verified ids in one person."""
    by_key = {one.key: one for one in crowd(PEOPLE, seed)}
    for group in persons(resolve(by_key.values(), [], now=NOW)):
        for left, right in combinations(sorted(group), 2):
            assert not parts_between(by_key[left], by_key[right])
            assert birth_agreement(
                by_key[left].birth_date, by_key[right].birth_date
            ) in {"same", "like", "unknown"}


@SEEDS
def test_what_linking_joins_is_one_person_as_good_as_always(seed):
    """One pair in fifty may be wrong, not more; and of the doubts one in five."""
    truth = {node.key: person for node, person in crowd_and_truth(PEOPLE, seed)}
    nodes = [node for node, _ in crowd_and_truth(PEOPLE, seed)]
    found = resolve(nodes, [], now=NOW)
    linked = [one for one in found.joins if one.by == "rule:linking"]
    wrong = [one for one in linked if truth[one.left] != truth[one.right]]
    assert len(linked) >= 5
    assert len(wrong) <= len(linked) / 50
    doubted = [truth[one.left] == truth[one.right] for one in found.doubts]
    assert sum(doubted) >= 0.8 * len(doubted)


@SEEDS
def test_what_a_human_undid_of_it_stays_undone(seed):
    """And what she says of a few does not turn the rest upside down."""
    nodes = crowd(PEOPLE, seed)
    first = resolve(nodes, [], now=NOW)
    history = numbered(*first.joins, *first.doubts)
    undone = [one for one in history if one.by == "rule:linking"][:3]
    for one in undone:
        part = replace(
            one, verdict=Verdict.PART, by="human:priya", undoes=one.sequence,
            sequence=len(history) + 1,
        )  # fmt: skip
        history.append(part)
    for _ in range(2):
        found = resolve(nodes, history, now=NOW)
        for one in undone:
            assert found.persons[one.left] != found.persons[one.right]
        assert len(persons(found) ^ persons(first)) <= 6 * len(undone)
        history = numbered(*history, *found.parts, *found.joins, *found.doubts)
    last = resolve(nodes, history, now=NOW)
    assert (last.joins, last.parts) == ((), ())
