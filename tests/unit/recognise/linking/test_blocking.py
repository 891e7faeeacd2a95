"""Records that share a key are a pair, once, unless a crowd shares it."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.adapters.duckdb.engine import DuckEngine
from shopkeeper.recognise.linking.blocking import Blocker, InEngine, Sorting
from shopkeeper.recognise.linking.keys import FEW, MOST, Key, Keys, Kind
from tests.unit.recognise.linking.made import crowd, read


def key(most: int, *pairs: tuple[int, int]) -> Key:
    """Return the keys of one kind: of each row its value."""
    rows, values = zip(*sorted(pairs), strict=True) if pairs else ((), ())
    kind = Kind("names", ("low", "high"), most)
    return Key(kind, np.array(values, np.uint64), np.array(rows, np.int64))


def found_by(blocker: Blocker, *keys: Key) -> list[tuple[int, int]]:
    """Return the pairs that keys make."""
    left, right = blocker.pairs(keys)
    return list(zip(left.tolist(), right.tolist(), strict=True))


def plain(*keys: Key) -> list[tuple[int, int]]:
    """Find the pairs key by key: slow, and obviously right."""
    pairs = set()
    for one in keys:
        members = defaultdict(list)
        for row, value in zip(one.rows.tolist(), one.values.tolist(), strict=True):
            members[value].append(row)
        for rows in members.values():
            if len(rows) <= one.kind.most:
                pairs |= set(combinations(sorted(set(rows)), 2))
    return sorted(pairs)


@pytest.fixture(scope="module", name="engine")
def _engine():
    duck = DuckEngine(memory="200MB", threads=1)
    yield InEngine(duck)
    duck.close()


KEYS = st.builds(
    lambda most, pairs: key(most, *pairs),
    st.integers(2, 5),
    st.lists(st.tuples(st.integers(0, 12), st.integers(1, 4)), max_size=25),
)


@settings(max_examples=60, deadline=None)
@given(st.lists(KEYS, min_size=1, max_size=4))
def test_each_pair_that_shares_a_key_is_found_once(engine, keys):
    """The smaller row first, by sorting and by an engine."""
    expected = plain(*keys)
    assert found_by(Sorting(), *keys) == expected
    assert found_by(engine, *keys) == expected


def test_no_keys_make_no_pairs(engine):
    """An empty table, and one of a single record."""
    for keys in ([], [key(9)], [key(9, (0, 7))]):
        assert found_by(Sorting(), *keys) == found_by(engine, *keys) == []


def test_a_key_on_too_many_makes_no_pair():
    """On as many as it may be, it makes all of theirs."""
    assert len(found_by(Sorting(), key(4, *((row, 7) for row in range(4))))) == 6
    assert found_by(Sorting(), key(4, *((row, 7) for row in range(5)))) == []


@pytest.mark.parametrize(
    ("column", "value", "most"),
    [("email", "ann@oak.example", MOST), ("last", "Oak", FEW)],
)
def test_what_many_share_finds_nobody(column, value, most):
    """A mailbox on sixty records, a family name on a few dozen."""
    for count, found in ((most, most * (most - 1) // 2), (most + 1, 0)):
        records, texts = read(*[{column: value}] * count)
        left, _ = Sorting().pairs(Keys(records, texts).of(records))
        assert len(left) == found


def test_both_ways_find_the_same_pairs_in_a_crowd(engine):
    """And none is beside itself."""
    records, texts, _ = crowd(400, trouble=2.0, each=2.5)
    keys = list(Keys(records, texts).of(records))
    pairs = found_by(Sorting(), *keys)
    assert pairs == found_by(engine, *keys) == plain(*keys)
    assert all(left < right for left, right in pairs)
