"""Are the probabilities those of the truth that made the data?"""

from __future__ import annotations

import numpy as np

from shopkeeper.remember.alive import alive_within
from shopkeeper.remember.due import due_within, next_purchase
from shopkeeper.remember.regulars import habits_at, learn_regulars, rank_regulars
from shopkeeper.remember.usual import came_true, sure_due, sure_items
from tests.unit.remember.histories import history_of, rhythms


def _gap(said, happened, parts=5):
    """Largest gap between what was said and what happened, over fifths."""
    order = np.argsort(said, kind="stable")
    return max(
        abs(said[part].mean() - happened[part].mean())
        for part in np.array_split(order, parts)
    )


def test_what_is_due_is_calibrated_and_ranked():
    """
    600 people with rhythms and a fortnight to come.
    """
    rows = rhythms(600, 400, seed=5, stops=0.03)
    whole = history_of(rows, until=400)
    known = whole.as_of(int(whole.until) - 40)

    found = due_within(known, 14)

    again = next_purchase(whole, found.asked, known.until, by_person=False)
    happened = (again > 0) & (again <= known.until + 14)
    assert len(happened) > 800
    assert _gap(found.probability, happened) < 0.07
    assert (
        found.probability[happened].mean() > found.probability[~happened].mean() + 0.2
    )


def test_confidence_in_the_usual_is_how_often_it_holds():
    """
    Items within two intervals, due days within a week either side.
    """
    rows = rhythms(600, 400, seed=6, stops=0.03)
    whole = history_of(rows, until=500)
    known = whole.as_of(int(whole.until) - 200)

    for by_person, sure in ((False, sure_items(known)), (True, sure_due(known))):
        holds = came_true(whole, sure.asked, known.until, by_person=by_person)
        assert len(holds) > 200
        assert _gap(sure.probability, holds) < 0.09
        if not by_person:
            high = sure.probability >= 0.8
            assert high.sum() > 200
            assert holds[high].mean() > 0.8


def test_people_are_alive_as_often_as_said():
    """
    Everybody with a purchase has a probability, and it is true on the whole.
    """
    rows = rhythms(800, 400, seed=7, gap=(20, 120), spread=0.6, stops=0.1)
    whole = history_of(rows, until=400)
    known = whole.as_of(int(whole.until) - 90)

    found = alive_within(known, 90)

    later = np.isin(found.shoppers.person, whole.person[whole.day > known.until])
    assert set(known.person.tolist()) == set(found.shoppers.person.tolist())
    assert _gap(found.probability, later) < 0.12
    assert (found.expected >= 0).all()


def test_few_data_leave_much_open():
    """
    Three purchases of one person are no certainty, whatever their rhythm.
    """
    rows = [("a", 10, "tea"), ("a", 40, "tea"), ("a", 70, "tea")]

    history = history_of(rows, until=80)

    assert 0.2 < sure_items(history).probability[0] < 0.8
    assert 0.05 < due_within(history, 14).probability[0] < 0.8
    assert 0.05 < alive_within(history, 90).probability[0] < 0.98


def test_what_she_buys_often_and_lately_comes_first():
    """
    Tea every fortnight, soap once long ago.
    """
    rows = rhythms(200, 300, seed=8)
    rows += [("a", day, "tea") for day in range(0, 300, 14)] + [("a", 3, "soap")]
    history = history_of(rows, until=300)
    habits = habits_at(history, history.until)

    found, rank, _ = rank_regulars(habits, learn_regulars(history), top=10)

    hers = habits.person[found] == history.persons.index("a")
    names = [history.items[item] for item in habits.item[found][hers]]
    assert ["tea", "soap"] == names
    assert [1, 2] == rank[hers].tolist()
