"""The fast way finds the persons that the plain judge finds, pair by pair."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.recognise.linking.link import link
from tests.plain.linking import FORBIDDEN, LOUDEST, QUIETEST, judged
from tests.unit.recognise.linking.made import persons, read


MILL = {"street": "5 Mill Road", "postcode": "LS1 4AB", "city": "Leeds"}
FLAT = {"street": "Flat 2, 9 Elm Row", "postcode": "LS1 4AC", "city": "Leeds"}
OAK = {"last": "Oakhurst", "phone": "01134960018", "suffix": "", "number": "", **MILL}
PEOPLE = [
    OAK | {"first": "John", "born": "1951-10-27", "email": "oak@oak.example"},
    OAK | {"first": "John", "born": "1980-04-03", "email": "jo@oak.example"},
    OAK | {"first": "Jenny", "born": "1953-02-11", "email": "oak@oak.example"},
    OAK | {"first": "Joan", "born": "1980-04-03", "email": "joan@elm.example"} | FLAT,
    {"first": "Tom", "last": "Ash", "born": "1975-01-01", "email": "tom@ash.example",
     "phone": "07120361449", "suffix": "", "number": "C881", **FLAT},
    {"first": "Thea", "last": "Ash", "born": "1975-06-21", "email": "", "suffix": "",
     "phone": "07120361494", "number": "C918", **FLAT},
]  # fmt: skip
WRONG = {
    "first": ["J.", "Jon", "Jennifer", "Thomas", "T.", "Oakhurst", ""],
    "last": ["Oakhrust", "Elm", "John", "O."],
    "born": ["1980-03-04", "1980", "1951-01-01"],
    "street": ["5 Hihg Road", "Mill Road", "9 Elm Row"],
    "suffix": ["Jr", "Sr"],
    "number": ["C881", "C918", "D202"],
}


class EveryPair:
    """A blocker that leaves out nothing."""

    def __init__(self, count: int) -> None:
        self._count = count

    def pairs(self, keys):
        """Return all pairs of rows, whatever their keys."""
        assert sum(1 for _ in keys)
        left, right = np.triu_indices(self._count, 1)
        return left.astype(np.int32), right.astype(np.int32)


def made_up(seed: int) -> list[dict[str, str]]:
    """Return 10 to 40 records of a few people, with gaps and slips."""
    dice = np.random.default_rng(seed)
    rows = []
    for _ in range(dice.integers(10, 41)):
        row = dict(PEOPLE[dice.integers(len(PEOPLE))])
        for name, others in WRONG.items():
            if dice.random() < 0.2:
                row[name] = others[dice.integers(len(others))]
        rows.append({k: v if dice.random() < 0.75 else "" for k, v in row.items()})
    return rows


@settings(max_examples=15, deadline=None, derandomize=True)
@given(st.integers(0, 2**32 - 1))
def test_where_every_pair_is_compared_the_same_persons_are_found(seed):
    """And each pair is worth what it is worth alone."""
    records, texts = read(*made_up(seed))
    found = link(records, texts, blocker=EveryPair(len(records)), seed=seed % 7)
    judge = judged(found.weigher.records, texts, found.weigher.scales)
    scores, silent = found.weigher(*np.triu_indices(len(records), 1))
    clipped = scores.clip(QUIETEST, LOUDEST)
    heard = np.where(silent, clipped.clip(0), clipped)
    heard = np.where(scores <= FORBIDDEN, -np.inf, heard)
    assert clipped == pytest.approx(list(judge.said.values()), abs=1e-3)
    assert heard == pytest.approx(list(judge.heard.values()))
    assert persons(found.groups.label) == judge.persons(len(records))


def test_blocking_loses_next_to_no_pair_that_would_be_joined():
    """Of all pairs joined where every pair is compared, in fifty little sets."""
    every, lost = 0, 0
    for seed in range(50):
        records, texts = read(*made_up(seed))
        whole = link(records, texts, blocker=EveryPair(len(records)))
        model = whole.weigher.scales.model
        blocked = link(records, texts, model=model)
        joined, kept = (joined_by(one.groups.label) for one in (whole, blocked))
        every += len(joined)
        lost += len(joined - kept)
    assert every > 500
    assert lost < 0.02 * every


def joined_by(label: np.ndarray) -> set[tuple[int, int]]:
    """Return the pairs of rows that are one person."""
    return {pair for rows in persons(label) for pair in combinations(sorted(rows), 2)}
