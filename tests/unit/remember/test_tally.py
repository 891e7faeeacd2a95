"""Baskets are added and taken back, and whoever is forgotten was never there."""

from __future__ import annotations

from datetime import date

import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.remember.alive import counts_of
from shopkeeper.remember.tally import (
    Tallies,
    Tally,
    add_basket,
    forget,
    take_basket,
)
from tests.unit.remember.histories import START, history_of


_baskets = st.lists(
    st.tuples(
        st.sampled_from(["ann", "bob", "eva"]),
        st.integers(-5, 20),
        st.sets(st.sampled_from(["tea", "jam", "rye"]), max_size=3),
    ),
    max_size=25,
)


def _built(baskets):
    tallies = Tallies()
    for basket in baskets:
        tallies = add_basket(tallies, *basket)
    return tallies


@settings(max_examples=200, deadline=None)
@given(baskets=_baskets, dice=st.randoms(use_true_random=False))
def test_forgetting_is_as_if_she_had_never_come(baskets, dice):
    """
    Equal to a rebuild without her, in whatever order the baskets came.
    """
    others = [basket for basket in baskets if basket[0] != "ann"]
    dice.shuffle(others)

    assert forget(_built(baskets), "ann") == _built(others)
    assert "ann" not in forget(_built(baskets), "ann").persons.names()


@settings(max_examples=200, deadline=None)
@given(baskets=_baskets, dice=st.randoms(use_true_random=False), taken=st.integers(0))
def test_taking_a_basket_back_is_as_if_it_had_never_been(baskets, dice, taken):
    """
    Any one of them, and then all of them, in any order.
    """
    if not baskets:
        return
    whole = _built(baskets)
    one = baskets[taken % len(baskets)]
    rest = list(baskets)
    rest.remove(one)

    assert take_basket(whole, *one) == _built(rest)

    dice.shuffle(baskets)
    for basket in baskets:
        whole = take_basket(whole, *basket)
    assert whole == Tallies()


@settings(max_examples=60, deadline=None)
@given(baskets=_baskets, until=st.integers(-6, 21))
def test_it_holds_what_a_history_read_anew_holds(baskets, until):
    """
    The models' counts, the days of each thing, and what all did with it.
    """
    rows = [(who, day, item) for who, day, items in baskets for item in items]
    tallies = _built([basket for basket in baskets if basket[2]])
    history = history_of(rows, until=21, plain=True)
    start = (START - date(1970, 1, 1)).days

    shoppers = history.shoppers(start + until)
    counts = counts_of(shoppers, start + until)
    for row, person in enumerate(shoppers.person):
        hers = tallies.of(history.persons[person]).counts(until)
        for name in ("repeats", "recency", "age"):
            assert getattr(counts, name)[row] == getattr(hers, name)[0], name

    goods = history.goods(start + 21)
    for number, item in enumerate(history.items):
        held = tallies.goods.get(item)
        assert held == (goods.persons[number], goods.again[number], goods.days[number])
    pairs = history.pairs(start + 21)
    for person, item, days in zip(pairs.person, pairs.item, pairs.days, strict=True):
        hers = tallies.of(history.persons[person])
        assert days == len(hers.days_of(history.items[item]))


def test_a_tally_that_was_kept_does_not_change():
    """
    Who holds the old value still sees the old value.
    """
    before = add_basket(Tallies(), "ann", 3, ["tea"])

    after = forget(add_basket(before, "ann", 4, ["tea", "jam"]), "ann")

    assert before.of("ann") == Tally(visits=((3, 1),), items={"tea": ((3, 1),)})
    assert after.of("ann") == Tally()


def test_a_basket_that_was_never_added_cannot_be_taken():
    """
    Nothing goes below nothing.
    """
    with pytest.raises(ValueError, match="never added"):
        take_basket(add_basket(Tallies(), "ann", 3, ["tea"]), "ann", 4, ["tea"])
