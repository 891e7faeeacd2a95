"""Does she come, and does she buy it when she comes? Asked apart."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.remember.due import due_within, next_purchase
from shopkeeper.remember.habits import goods_at, habits_of, lines_of
from shopkeeper.remember.visits import NAMES, by_visits, per_visit, visits_to_come
from tests.unit.remember.histories import history_of


def test_how_often_she_comes_is_a_rate_that_forgets():
    """
    Every third day for a year; the same, but silent for the last hundred days.
    """
    days = np.arange(0, 365, 3)
    person = np.repeat([0, 1], len(days))
    age = np.concatenate([days, days + 100])

    often, silent = visits_to_come(person, age, 2, 45.0)

    assert often == pytest.approx(1 / 3, rel=0.1)
    assert silent < often / 3


def test_what_she_buys_when_she_comes_leans_on_others_where_she_came_seldom():
    """
    Bread each time in ten visits; oil in one of one, which nobody buys again.
    """
    rows = [("a", 3 * n, "bread") for n in range(10)]
    rows += [("b", 27, "oil")] + [(f"c{n}", 5, "oil") for n in range(9)]
    rows += [(f"c{n}", 9, "soap") for n in range(9)]
    history = history_of(rows, until=30)
    lines = lines_of(history, history.day > 0)
    goods = goods_at(lines, history.until)
    habits = habits_of(lines, goods, history.until)

    found = per_visit(lines, goods, habits, 1.0)

    said = dict(
        zip(
            [(history.persons[p], history.items[i])
             for p, i in zip(habits.person, habits.item, strict=True)],
            found, strict=True,
        )
    )  # fmt: skip
    usual = goods.next_visit[0]
    bread, oil = (usual[history.items.index(name)] for name in ("bread", "oil"))
    assert said["a", "bread"] == pytest.approx((10 + 2 * bread) / 12)
    assert said["b", "oil"] == pytest.approx((1 + 2 * oil) / 3)
    assert oil < bread


def _shoppers(seed):
    """Buy salt in a quarter of the visits and milk in most; how often varies."""
    dice = np.random.default_rng(seed)
    rows = []
    for person in range(400):
        gap, at = dice.uniform(2, 25), dice.uniform(0, 10)
        while at < 400:
            name = f"p{person:03}"
            rows.append((name, int(at), "paper"))
            rows += [(name, int(at), "milk")] * (dice.random() < 0.8)
            rows += [(name, int(at), "salt")] * (dice.random() < 0.25)
            at += max(1.0, dice.exponential(gap))
    return rows


def test_visits_and_what_is_bought_in_them_are_right_where_that_is_the_truth():
    """
    Independent purchases: what is said is what happens, and it tells them apart.
    """
    whole = history_of(_shoppers(4), until=400)
    known = whole.as_of(int(whole.until) - 30)
    lines = lines_of(known, known.day > 0)
    goods = goods_at(lines, known.until)
    habits = habits_of(lines, goods, known.until)
    days = 14

    described = by_visits(lines, goods, habits, known.until, days)

    logit = described[:, NAMES.index("by_visits_120")]
    said = 1 / (1 + np.exp(-logit))
    found = due_within(known, days)
    again = next_purchase(whole, found.asked, known.until, by_person=False)
    happened = (again > 0) & (again <= known.until + days)
    often = habits.days >= 3
    assert said[often].mean() == pytest.approx(happened.mean(), abs=0.05)
    order = np.argsort(said[often])
    low, high = happened[order[:200]].mean(), happened[order[-200:]].mean()
    assert high > low + 0.4
    for part in np.array_split(np.argsort(found.probability), 5):
        assert found.probability[part].mean() == pytest.approx(
            happened[part].mean(), abs=0.08
        )
