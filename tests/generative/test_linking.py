"""Whatever crowd there is: what holds for each of its records and pairs."""

from __future__ import annotations

import numpy as np

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.recognise.columns import profile, sample_rows
from shopkeeper.recognise.linking.compare import compare
from shopkeeper.recognise.linking.link import link
from shopkeeper.recognise.linking.reading import Reader
from shopkeeper.recognise.linking.records import Texts
from shopkeeper.town.crowd import make_crowd
from tests.unit.recognise.linking.made import crowd, persons, said


SEEDS = st.integers(0, 10_000)
TROUBLE = st.sampled_from([0.0, 1.0, 4.0])


@settings(max_examples=12, deadline=None)
@given(SEEDS, TROUBLE)
def test_a_row_reads_alike_alone_and_in_its_table(seed, trouble):
    """Whoever reads it, and whatever was read before."""
    table = make_crowd(60, seed=seed, trouble=trouble).records
    mapping = profile(table.column_names, sample_rows(table))
    texts, others = Texts(), Texts()
    together = said(Reader(mapping, texts, source="crowd").read(table), texts)
    alone = Reader(mapping, others, source="crowd")
    rows = zip(*(column.to_pylist() for column in table.columns), strict=True)
    assert [said(alone.read_row(row), others)[0] for row in rows] == together


@settings(max_examples=12, deadline=None)
@given(SEEDS, TROUBLE)
def test_two_records_say_the_same_of_each_other_either_way_round(seed, trouble):
    """Field by field, with the names that stand in each other's column told."""
    records, texts, whose = crowd(150, seed=seed, trouble=trouble, each=3.0)
    left, right = np.triu_indices(len(records), 1)
    near = (whose[left] == whose[right]) | (np.arange(len(left)) % 29 == 0)
    one, other = records.take(left[near]), records.take(right[near])
    there, back = compare(one, other, texts), compare(other, one, texts)
    assert there.crossed.tolist() == back.crossed.tolist()
    straight = ~there.crossed
    assert there.levels.keys() == back.levels.keys()
    for field, levels in there.levels.items():
        assert levels[straight].tolist() == back.levels[field][straight].tolist()


@settings(max_examples=8, deadline=None)
@given(SEEDS)
def test_the_order_of_records_makes_no_difference(seed):
    """With what was learned before, a shuffled table has the same persons."""
    records, texts, _ = crowd(200, seed=seed, trouble=0.0, each=2.5)
    found = link(records, texts)
    order = np.random.default_rng(seed).permutation(len(records))
    model = found.weigher.scales.model
    again = link(records.take(order), texts, model=model)
    shuffled = {frozenset(order[list(one)]) for one in persons(again.groups.label)}
    assert shuffled == persons(found.groups.label)
