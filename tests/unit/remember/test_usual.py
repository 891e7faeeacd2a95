"""The usual as facts: true to their rows, and silent where nothing is known."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from shopkeeper.remember.backtest import auc, backtest
from shopkeeper.remember.new import new_for_her
from shopkeeper.remember.stage import stage_of, stages_of
from shopkeeper.remember.usual import usual_facts
from shopkeeper.vocabulary import Stage, Standing
from tests.unit.remember.histories import START, day, history_of, rhythms


def _of(facts, person, about):
    return [one for one in facts if (one.person, one.about) == (person, about)]


@pytest.fixture(name="facts", scope="module")
def _facts():
    rows = rhythms(150, 300, seed=9)
    rows += [("ann", at, "tea") for at in range(10, 300, 30)]
    return usual_facts(history_of(rows, until=300))


def test_a_usual_item_leads_to_its_newest_rows(facts):
    """
    Observed, at most five rows, as old as the newest of them.
    """
    (tea,) = _of(facts, "ann", "usual.item")

    assert "tea" == tea.value
    assert Standing.OBSERVED is tea.standing
    assert 5 == len(tea.evidence)
    assert {"orders"} == {one.source for one in tea.evidence}
    noon = datetime.combine(START, datetime.min.time(), UTC) + timedelta(hours=10)
    assert noon + timedelta(days=280) == tea.learned_at
    assert tea.confidence > 0.8


def test_she_is_due_one_interval_after_the_last_time(facts):
    """
    Every thirty days, last on day 280.
    """
    (due,) = _of(facts, "ann", "usual.due_on")

    assert day(310).isoformat() == due.value


def test_facts_are_named_by_their_evidence_and_not_twice(facts):
    """
    The same rows give the same ids in any order.
    """
    rows = rhythms(30, 200, seed=10)
    one = usual_facts(history_of(rows, until=200))
    other = usual_facts(history_of(rows, until=200, shuffled=3))

    assert [f.value for f in one] == [f.value for f in other]
    assert [f.confidence for f in one] == [f.confidence for f in other]
    assert len({fact.id for fact in facts}) == len(facts)


def test_what_she_brought_back_is_not_what_she_had_last():
    """
    The shoes went back the next day; the socks did not.
    """
    rows = [("a", 5, "shoes"), ("a", 5, "socks"), ("a", 6, "shoes", -1.0)]

    facts = usual_facts(history_of(rows, until=10))

    assert ["socks"] == [one.value for one in _of(facts, "a", "usual.last_item")]


def test_postage_is_nothing_she_bought():
    """
    It comes with every order and is nobody's usual.
    """
    rows = [("a", at, thing) for at in range(5) for thing in ("POSTAGE", "tea")]

    facts = usual_facts(history_of(rows, until=5))

    assert {"tea"} == {one.value for one in facts if one.about != "usual.due_on"}


def test_two_purchases_are_no_habit():
    """
    They are no usual item and say no due day.
    """
    facts = usual_facts(history_of([("a", 5, "tea"), ("a", 35, "tea")], until=40))

    assert {"usual.last_item"} == {one.about for one in facts}


def test_a_history_without_items_still_says_when_she_is_due():
    """
    And nothing about things.
    """
    rows = [("a", at, None) for at in range(0, 100, 10)]

    facts = usual_facts(history_of(rows, until=100))

    assert {"usual.due_on"} == {one.about for one in facts}


def test_nothing_known_is_no_fact():
    """
    An empty history, and a day before the first purchase.
    """
    assert [] == usual_facts(history_of([("a", 5, "tea")], until=4))
    assert {} == stages_of(history_of([("a", 5, "tea")], until=4))
    assert {} == new_for_her(history_of([("a", 5, "tea")], until=4), top=3)
    assert 0 == backtest(history_of([("a", 5, "tea")], until=4))["due"]["pairs"]


def test_her_stage_is_told_by_her_own_rhythm():
    """
    Sixty silent days: much for her who came weekly, nothing for the yearly guest.
    """
    rows = rhythms(100, 800, seed=11, gap=(20, 60))
    rows += [("weekly", at, "tea") for at in range(500, 740, 7)]
    rows += [("seldom", at, "tea") for at in (40, 390, 739)]
    rows += [("once", 790, "tea")]
    rows += [("back", at, "tea") for at in [*range(0, 200, 20), 780]]

    stages = stages_of(history_of(rows, until=800), persons=["nobody", "weekly"])

    assert stages["weekly"].stage in {Stage.LEAVING, Stage.LEFT}
    assert Stage.REGULAR is stages["seldom"].stage
    assert Stage.NEW is stages["once"].stage
    assert Stage.RETURNED is stages["back"].stage
    assert Stage.PROSPECT is stages["nobody"].stage
    assert stages["nobody"].fact is None
    assert "journey.stage" == stages["weekly"].fact.about
    assert "35 days" in stages["weekly"].because


@pytest.mark.parametrize(
    ("rare", "alive", "stage"),
    [
        (0.5, 0.5, Stage.REGULAR),
        (0.2, 0.5, Stage.DRIFTING),
        (0.07, 0.5, Stage.LEAVING),
        (0.02, 0.5, Stage.LEAVING),
        (0.02, 0.1, Stage.LEFT),
    ],
)
def test_the_longer_the_silence_the_further_she_is(rare, alive, stage):
    """
    Each bound belongs to the later stage.
    """
    assert stage is stage_of(9, rare, came_back=False, alive=alive)


def test_new_things_are_new_to_her_and_go_with_hers():
    """
    Everybody who has tea has a pot, but she.
    """
    rows = [(f"p{n}", n, thing) for n in range(20) for thing in ("tea", "pot")]
    rows += [(f"q{n}", n, "nails") for n in range(20)] + [("a", 3, "tea")]

    new = new_for_her(history_of(rows, until=30), top=3)

    assert [("pot", "tea")] == new["a"]
    assert "q1" not in new


def test_the_backtest_beats_what_everybody_buys_where_tastes_are_own():
    """
    And gives the same figures twice.
    """
    rows = rhythms(300, 300, seed=12)
    history = history_of(rows, until=300)

    found = backtest(history)

    usual = found["usual"]
    assert usual["persons"] > 200
    assert usual["recall_at_10"] > 0.9
    assert usual["recall_at_10"] >= usual["most_bought_by_her"] - 0.01
    assert found["due"]["auc"] > 0.6
    assert found == backtest(history_of(rows, until=300, shuffled=1))


def test_auc_counts_ties_half():
    """
    Nothing known is a half, all known is one, and one side alone is no answer.
    """
    happened = np.array([True, False, True, False])

    assert 0.5 == auc(happened, np.ones(4))
    assert 1.0 == auc(happened, happened.astype(float))
    assert auc(np.array([True, True]), np.ones(2)) is None
