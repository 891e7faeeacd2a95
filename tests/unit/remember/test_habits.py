"""Do the numbers that describe a habit say what their names say?"""

from __future__ import annotations

import math

from functools import partialmethod

import numpy as np
import pytest

from shopkeeper.flow.purchase_files import Purchases
from shopkeeper.flow.remember_files import Question, remember_files
from shopkeeper.remember.habits import (
    NAMES,
    Lines,
    goods_at,
    habits_at,
    habits_of,
    lines_of,
)
from shopkeeper.remember.history import read_history
from shopkeeper.remember.neighbours import neighbours_at
from shopkeeper.remember.new import learn_new, suggest_new, suggest_to
from shopkeeper.remember.regulars import learn_regulars, list_regulars, rank_regulars
from tests.unit.remember.histories import (
    ENGINE,
    day,
    history_of,
    purchases,
    rhythms,
)


def _described(history, until=None):
    """By names of person and item, the numbers by their names."""
    habits = habits_at(history, history.until if until is None else until)
    return {
        (history.persons[person], history.items[item]): dict(
            zip(NAMES, numbers, strict=True)
        )
        for person, item, numbers in zip(
            habits.person, habits.item, habits.numbers, strict=True
        )
    }


def test_the_numbers_of_a_pair_are_those_one_counts_by_hand():
    """
    Tea on days 0, 10 and 30, jam with it on day 10, a visit for soap on day 34.
    """
    rows = [("a", 0, "tea"), ("a", 10, "tea"), ("a", 10, "jam"), ("a", 30, "tea"),
            ("a", 34, "soap"), ("b", 33, "tea"), ("b", 36, "tea")]  # fmt: skip

    history = history_of(rows, until=40)

    tea = _described(history)["a", "tea"]
    assert tea["days"] == pytest.approx(math.log(3))
    assert tea["share"] == pytest.approx(math.log(3 / 4))  # of four visits
    assert tea["visits_60"] == pytest.approx(math.log(0.6**3 + 0.6**2 + 0.6 + 0.003))
    assert tea["visits_ago"] == pytest.approx(math.log(1 + 1))  # soap came after
    assert tea["days_ago"] == pytest.approx(math.log(1 + 10))
    assert tea["gap_visits"] == pytest.approx(math.log(1 + 0.5))
    assert tea["late_days"] == pytest.approx(math.log(11 / (15 + 3)))
    assert tea["small"] == pytest.approx(math.log(1 + 1 / 2 + 1 + 1e-4))
    assert tea["sold_7"] == pytest.approx(math.log(1 + 0.5))  # day 36 of 34 to 40
    assert tea["sold_30"] == pytest.approx(math.log(3 + 0.5))
    assert tea["buyers"] == pytest.approx(math.log(2 + 0.5))
    assert tea["shopping_days"] == pytest.approx(math.log(4))
    assert tea["away"] == pytest.approx(math.log(1 + 6))
    assert _described(history)["a", "jam"]["once"] == 1


def test_what_is_bought_alone_is_told_from_what_goes_with_a_load():
    """
    Milk alone every time, flour with nine others: as often, another basket.
    """
    rows = [("a", 10 * n, "milk") for n in range(5)]
    rows += [("a", 10 * n + 5, "flour") for n in range(5)]
    rows += [("a", 10 * n + 5, f"other {m}") for n in range(5) for m in range(9)]

    found = _described(history_of(rows, until=60))

    milk, flour = found["a", "milk"], found["a", "flour"]
    assert milk["days"] == flour["days"]
    assert milk["small"] - flour["small"] == pytest.approx(math.log(10), abs=0.01)
    assert milk["basket"] < 0 < flour["basket"]
    assert milk["basket_of_all"] < 0 < flour["basket_of_all"]


def test_a_habit_is_the_same_whoever_else_is_described():
    """
    Some people's pairs alone, with everybody's commodities.
    """
    history = history_of(rhythms(40, 200, seed=4), until=200)
    cut = history.until - 50
    lines = lines_of(history, history.day <= cut)
    goods = goods_at(lines, cut)
    people = np.arange(len(history.persons)) % 3 == 0

    whole, part = habits_of(lines, goods, cut), habits_of(lines.of(people), goods, cut)

    assert 0 < len(part.person) < len(whole.person)
    kept = people[whole.person]
    assert (part.item == whole.item[kept]).all()
    np.testing.assert_allclose(part.numbers, whole.numbers[kept])


def test_one_person_alone_is_answered_as_among_all():
    """
    A batch of one: the same habits, the same regulars, the same new things.
    """
    history = history_of(rhythms(40, 200, seed=4), until=200)
    everybody = history.day <= history.until
    lines = lines_of(history, everybody)
    goods = goods_at(lines, history.until)
    whole = habits_of(lines, goods, history.until)
    model, new = learn_regulars(history), learn_new(history)
    known = neighbours_at(lines, history.until)
    of_all = suggest_new(history, new, top=5)

    for person in (0, 17, 39):
        hers = habits_of(lines.between(person, person + 1), goods, history.until)
        mine = whole.person == person
        np.testing.assert_allclose(hers.numbers, whole.numbers[mine])
        found, _, _ = rank_regulars(hers, model, top=5)
        among, _, _ = rank_regulars(whole, model, top=5)
        among = among[whole.person[among] == person]
        assert hers.item[found].tolist() == whole.item[among].tolist()
        alone = suggest_to(lines.between(person, person + 1), known, new, top=5)
        assert alone.item.tolist() == of_all.item[of_all.person == person].tolist()
        assert alone.near.tolist() == of_all.near[of_all.person == person].tolist()


@pytest.mark.parametrize("most", [1, 30, 10**9])
def test_some_people_after_others_are_listed_as_all_at_once(monkeypatch, most):
    """
    However few lines are looked at together; one person is never cut in two.
    """
    history = history_of(rhythms(20, 200, seed=4), until=200)
    model = learn_regulars(history)
    whole = habits_at(history, history.until)
    rows, ranked, said = rank_regulars(whole, model, top=5)
    monkeypatch.setattr(Lines, "parts", partialmethod(Lines.parts, most=most))

    habits, rank, score = list_regulars(history, model, top=5)

    assert whole.person[rows].tolist() == habits.person.tolist()
    assert whole.item[rows].tolist() == habits.item.tolist()
    assert ranked.tolist() == rank.tolist()
    np.testing.assert_allclose(said, score, atol=2e-6)


def test_a_habit_knows_nothing_of_the_days_after():
    """
    As of a day, and of a history that ends there: the same numbers.
    """
    history = history_of(rhythms(30, 200, seed=2), until=200)
    cut = history.until - 60

    known = habits_at(history.as_of(cut), cut)

    np.testing.assert_array_equal(known.numbers, habits_at(history, cut).numbers)
    assert np.isfinite(known.numbers).all()


def test_equal_things_are_ranked_by_the_latest():
    """
    All described alike, so that only the ties are left.
    """
    rows = [("a", 3, "ale"), ("a", 9, "bun"), ("a", 6, "cup")]
    history = history_of(rows, until=10)
    habits = habits_at(history, history.until)
    habits.numbers[:] = habits.numbers[0]

    found, _, score = rank_regulars(habits, learn_regulars(history), top=3)

    assert 1 == len(set(score.tolist()))
    names = [history.items[item] for item in habits.item[found]]
    assert ["bun", "cup", "ale"] == names


def test_of_whom_little_is_known_the_list_says_so():
    """
    By what others buy again; of a regular there is nothing to excuse.
    """
    rows = [*rhythms(30, 200, seed=3), ("new", 190, "item 1"), ("new", 190, "fad")]
    rows += [(f"p{n:04}", 150 + n, "fad") for n in range(20)]

    found = remember_files(
        Purchases(
            table=purchases(rows), mapping=(), time_zone="UTC", without_time=0
        ),
        Question(as_of=day(200)),
        engine=ENGINE, name="rows", progress=lambda _: None,
    ).tables["regulars"].to_pylist()  # fmt: skip

    hers = [row for row in found if row["person"] == "new"]
    assert ["item 1", "fad"] == [row["item"] for row in hers]
    assert all(
        row["because"].endswith("; she came on 1 day, so by what others buy again")
        for row in hers
    )
    assert all("others" not in row["because"] for row in found if row["person"] < "new")


def test_what_she_does_with_the_category_is_counted_over_its_items():
    """
    Rye on days 0 and 10, wheat on day 20, oil on day 25: bread is rye and wheat.
    """
    rows = [("a", 0, "rye", "bread"), ("a", 10, "rye", "bread"),
            ("a", 20, "wheat", "bread"), ("a", 25, "oil", "pantry")]  # fmt: skip
    table = purchases([row[:3] for row in rows])
    table = table.append_column("category", [[row[3] for row in rows]])
    history = read_history(table, engine=ENGINE, as_of=day(30))

    rye, oil = (_described(history)["a", name] for name in ("rye", "oil"))

    assert rye["kind_visits"] == pytest.approx(
        math.log(0.85 + 0.85**2 + 0.85**3 + 0.01)
    )
    assert rye["kind_ago"] == pytest.approx(math.log(1 + 1))  # the oil came after
    assert rye["kind_after"] == pytest.approx(math.log(1 + 1))  # the wheat
    assert rye["kinds"] == pytest.approx(math.log(2))
    hers, all_of_it = 0.9**2 + 0.9**3, 0.9 + 0.9**2 + 0.9**3
    assert rye["kind_share"] == pytest.approx(
        math.log((hers + 0.05) / (all_of_it + 0.05))
    )
    assert oil["kinds"] == oil["kind_after"] == 0


def test_items_without_a_category_are_each_their_own():
    """
    One named, one empty, one null: nothing is lumped together for want of a name.
    """
    rows = [("a", 0, "rye"), ("a", 1, "oil"), ("a", 2, "salt")]
    table = purchases(rows).append_column("category", [["bread", "", None]])

    kinds = read_history(table, engine=ENGINE, as_of=day(30)).kinds

    assert kinds is not None
    assert len(set(kinds.tolist())) == 3
    assert read_history(purchases(rows), engine=ENGINE, as_of=day(30)).kinds is None
