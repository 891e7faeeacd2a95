"""DuckDB joins the keys of records as sorting them does."""

from __future__ import annotations

import numpy as np
import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.adapters.duckdb.engine import DuckEngine
from shopkeeper.recognise.linking.blocking import InEngine, Sorting
from shopkeeper.recognise.linking.keys import Key, Keys, Kind
from shopkeeper.recognise.linking.reading import Reader
from shopkeeper.recognise.linking.records import Texts
from shopkeeper.recognise.rows import mapping_of
from shopkeeper.town.crowd import make_crowd


# Kinds of keys: how many records may share one, and each row's few values.
_keys = st.lists(
    st.tuples(st.integers(1, 5), st.lists(st.lists(st.integers(1, 4), max_size=2))),
    max_size=4,
)


@pytest.fixture(name="duck", scope="module")
def _duck():
    engine = DuckEngine(memory="200MB", threads=2)
    yield InEngine(engine)
    engine.close()


def pairs_of(blocker, keys: list[Key]) -> list[tuple[int, int]]:
    """Return the pairs that a blocker finds, in its order."""
    left, right = blocker.pairs(iter(keys))
    assert left.dtype == right.dtype == np.int32
    return list(zip(left.tolist(), right.tolist(), strict=True))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_engine_finds_the_pairs_of_a_crowd_that_sorting_finds(duck, seed) -> None:
    """
    The same records are compared, whichever of the two is chosen.
    """
    table = make_crowd(2000, seed=seed).records
    texts = Texts()
    records = Reader(mapping_of(table), texts, source="crowd").read(table)
    keys = list(Keys(records, texts).of(records))

    found = pairs_of(duck, keys)

    assert len(found) > 5000
    assert found == pairs_of(Sorting(), keys)


@settings(max_examples=60, deadline=None)
@given(kinds=_keys)
def test_the_engine_finds_the_pairs_of_any_keys_that_sorting_finds(duck, kinds) -> None:
    """
    One number in two kinds is two keys; a key that she has twice pairs her with
    nobody twice, and counts twice towards the most.
    """
    keys = [
        Key(
            Kind("any", (), most),
            np.array([one for row in rows for one in row], np.uint64),
            np.repeat(np.arange(len(rows)), [len(row) for row in rows]),
        )
        for most, rows in kinds
    ]

    assert pairs_of(duck, keys) == pairs_of(Sorting(), keys)


def test_a_number_in_two_kinds_of_keys_is_two_keys(duck) -> None:
    """
    A city and a year are not shared because their keys are one number.
    """
    city = Key(Kind("city", ()), np.array([7], np.uint64), np.array([0]))
    year = Key(Kind("year", ()), np.array([7, 9, 9], np.uint64), np.array([1, 2, 3]))

    assert pairs_of(duck, [city, year]) == pairs_of(Sorting(), [city, year]) == [(2, 3)]
