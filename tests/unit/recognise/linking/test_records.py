"""Records are rows of numbers that can be taken out and put together."""

from __future__ import annotations

import numpy as np

from shopkeeper.recognise.linking.records import Texts, empty, joined
from tests.unit.recognise.linking.made import read, said


def test_records_of_two_tables_are_put_together():
    """A column that one of them lacks is not known there."""
    texts = Texts()
    shop, _ = read({"first": "Ann", "number": "C17", "gender": "f"}, texts=texts)
    till, _ = read({"first": "Bob", "number": "17"}, texts=texts, source="till")
    both = joined([shop, till])
    assert said(both, texts) == said(shop, texts) + said(till, texts)
    assert len(both) == 2


def test_rows_are_taken_in_the_order_asked_for():
    """As often as asked for."""
    records, texts = read({"first": "Ann"}, {"first": "Bob", "gender": "m"})
    ann, bob = said(records, texts)
    assert said(records.take(np.array([1, 0, 1])), texts) == [bob, ann, bob]


def test_empty_records_say_nothing():
    """Not even whose they are."""
    assert said(empty(2), Texts()) == [{}, {}]
