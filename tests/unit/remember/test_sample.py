"""Of many people some tell what all do, and one is answered as among all."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow.compute as pc
import pytest

from shopkeeper.remember import alive
from shopkeeper.remember import history as histories
from shopkeeper.remember.due import learn_due, say_due
from shopkeeper.remember.gathering import among
from shopkeeper.remember.habits import goods_at, lines_of
from shopkeeper.remember.neighbours import nth_largest, reached_by
from shopkeeper.remember.regulars import learn_regulars, list_regulars
from tests.unit.remember.histories import history_of, rhythms


@pytest.fixture(scope="module")
def shop():
    """Return a history of 300 people."""
    return history_of(rhythms(300, 200, seed=8), until=200)


def test_few_people_are_all_looked_at(shop):
    """
    Below the bound a sample is the history itself.
    """
    assert shop.some(300) is shop
    assert shop.sample is shop


def test_some_people_are_whole_and_stand_for_all(shop):
    """
    Of three hundred at most a hundred: every third, with all that she bought.
    """
    some = shop.some(100)

    kept = np.unique(some.person)
    assert len(kept) <= 100
    assert np.isin(shop.person, kept).sum() == len(some.person)
    assert 3 == some.each
    goods, of_all = (
        goods_at(lines_of(one, one.day > 0), one.until) for one in (some, shop)
    )
    assert goods.buyers.sum() == pytest.approx(of_all.buyers.sum(), rel=0.1)
    assert goods.sold[-1].sum() == pytest.approx(of_all.sold[-1].sum(), rel=0.1)
    assert goods.again == pytest.approx(of_all.again, rel=0.3)


def test_what_is_learned_of_some_ranks_as_what_is_learned_of_all(shop, monkeypatch):
    """
    A third of the people, and two lists that hardly differ.
    """
    usual = learn_regulars(shop)
    monkeypatch.setattr(histories, "ENOUGH_PEOPLE", 100)

    fewer = learn_regulars(replace(shop))  # a history remembers its sample

    assert 0 < fewer.cases < usual.cases
    listed = [list_regulars(shop, one, top=3)[0] for one in (usual, fewer)]
    assert _shared(*listed) > 0.85


def test_who_comes_is_learned_of_some_and_said_of_all(shop, monkeypatch):
    """
    The probabilities hardly move.
    """
    whole = alive.say_alive(alive.learn_alive(shop, 60), shop, 60)
    monkeypatch.setattr(alive, "_MOST_PEOPLE", 100)

    learned = alive.learn_alive(shop, 60)
    part = alive.say_alive(learned, shop, 60)

    assert 100 == learned.fit.rows
    assert len(whole.probability) == len(part.probability)
    assert abs(whole.probability - part.probability).mean() < 0.1


def test_what_is_due_for_one_is_what_is_due_for_her_among_all(shop):
    """
    A batch of one, with what everybody does with each thing.
    """
    learned = learn_due(shop, 14)
    whole = say_due(learned, shop)
    lines = lines_of(shop, shop.day <= shop.until)
    goods = goods_at(lines, shop.until, 14)

    for person in (0, 17, 299):
        hers = shop.table.filter(pc.equal(shop.table["person"], person))
        alone = say_due(learned, replace(shop, table=hers), goods)
        mine = whole.asked.person == person
        assert alone.asked.item.tolist() == whole.asked.item[mine].tolist()
        assert alone.probability == pytest.approx(whole.probability[mine], abs=2e-6)


def test_about_as_many_reach_it_as_are_asked_for():
    """
    In a row of noise, in one of zeros, and in one that few columns stand out of.
    """
    dice = np.random.default_rng(5)
    scores = dice.normal(size=(200, 1030)).astype(np.float32)

    above = (scores >= reached_by(scores, 50)[:, None]).sum(axis=1)

    assert above.mean() == pytest.approx(50, abs=3)
    assert above.min() > 25
    assert above.max() < 90
    assert 0 == reached_by(np.zeros((1, 1030), dtype=np.float32), 50)[0]
    few = np.zeros((1, 1030), dtype=np.float32)
    few[0, [3, 700, 1028]] = 1  # in three hands of six
    assert 0 == reached_by(few, 50)[0]
    assert 1 == reached_by(few, 3)[0]
    assert 0 == reached_by(scores[:, :60], 50).max()


def test_the_nth_largest_is_that_of_sorting():
    """
    Ties and all.
    """
    table = np.random.default_rng(6).integers(0, 5, (40, 30)).astype(np.float64)

    found = nth_largest(table, 7)

    assert (-np.sort(-table, axis=1))[:, 6].tolist() == found.tolist()


def test_among_is_a_look_into_an_ordered_list():
    """
    Before the first, between, and after the last; and in an empty one.
    """
    keys = np.array([0, 2, 3, 9, 2])

    assert [0, 1, 0, 0, 1] == among(keys, np.array([2, 4, 8])).astype(int).tolist()
    assert not among(keys, np.array([], dtype=np.int64)).any()


def _shared(one, other):
    """Return how many of the pairs of one list are in the other."""
    pairs = [
        set(zip(found.person.tolist(), found.item.tolist(), strict=True))
        for found in (one, other)
    ]
    return len(pairs[0] & pairs[1]) / len(pairs[0])
