"""Is what is new to her near to what she buys, and said to be what it is?"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pyarrow as pa
import pytest

from scipy import sparse

from shopkeeper.flow.purchase_files import Purchases
from shopkeeper.flow.remember_files import Question, remember_files
from shopkeeper.remember import history as histories
from shopkeeper.remember import neighbours
from shopkeeper.remember.habits import lines_of
from shopkeeper.remember.neighbours import (
    nearness,
    neighbours_at,
    speaks_most,
    tastes,
)
from shopkeeper.remember.new import NAMES, learn_new, suggest_new
from tests.unit.remember.histories import ENGINE, day, history_of, purchases


def _kinds(people=60, days=200, *, seed=1):
    """Two kinds of people, each of ten things; everybody tries three things a visit."""
    dice = np.random.default_rng(seed)
    return [
        (f"{'ab'[n % 2]}{n:03}", at, f"{'ab'[n % 2]} thing {dice.integers(10)}")
        for n in range(people)
        for at in range(n % 20, days, 20)
        for _ in range(2)
    ]


def test_nearness_is_the_cosine_of_buyers_and_the_same_both_ways():
    """
    By hand: tea has three buyers, pots two of them, nails one other.
    """
    bought = sparse.csr_matrix([[1, 1, 0], [1, 1, 0], [1, 0, 0], [0, 0, 1.0]])

    found = nearness(bought).toarray()

    np.testing.assert_allclose(
        found, [[0, 2 / 6**0.5, 0], [2 / 6**0.5, 0, 0], [0, 0, 0]], atol=1e-6
    )


def test_an_item_keeps_its_nearest_only():
    """
    Of 300 things that go together, none keeps a list of all; both ways stay equal.
    """
    dice = np.random.default_rng(2)
    bought = sparse.csr_matrix((dice.random((400, 300)) < 0.2).astype(float))

    found = nearness(bought)

    assert found.nnz < 300 * 300 / 2
    assert 0 == abs(found - found.T).nnz
    plain = (bought.T @ bought).toarray() / np.sqrt(
        np.outer(bought.sum(axis=0), bought.sum(axis=0))
    )
    np.fill_diagonal(plain, 0)
    assert (found.toarray().max(axis=1) > plain.max(axis=1) - 1e-6).all()


def test_who_shares_a_taste_is_expected_to_buy_alike():
    """
    Two kinds of people: what is expected of each stays within her kind.
    """
    holes = np.random.default_rng(3).random((40, 12)) < 0.8
    weights = sparse.csr_matrix(np.kron(np.eye(2), np.ones((20, 6))) * holes)

    expected = tastes(weights, np.full(12, 20.0), 2, 0.5).expected(weights)

    assert expected[0, :6].min() > expected[0, 6:].max()
    assert expected[25, 6:].min() > expected[25, :6].max()


def test_what_adds_most_speaks_for_it():
    """
    Pots go with tea and a little with nails; of two that add alike, the more bought.
    """
    rows = [(f"p{n}", 1, thing) for n in range(9) for thing in ("tea", "pot")]
    rows += [("p0", 2, "nails"), ("q", 2, "nails"), ("q", 3, "tea")]
    history = history_of(rows, until=10)
    lines = lines_of(history, history.day > 0)
    known = neighbours_at(lines, history.until)
    place = {history.items[item]: spot for spot, item in enumerate(known.items)}
    hers = np.zeros((2, len(place)))
    hers[0, [place["tea"], place["nails"]]] = 1.0

    found = speaks_most(known, np.array([0, 1]), np.array([place["pot"]] * 2), hers)

    assert [place["tea"], -1] == found.tolist()


def test_new_things_are_of_her_kind_and_never_hers():
    """
    Of the other kind's things none stands in the first places.
    """
    history = history_of(_kinds(), until=200)

    found = suggest_new(history, learn_new(history), top=10)

    pairs = set(zip(history.person.tolist(), history.item.tolist(), strict=True))
    assert not pairs & set(zip(found.person.tolist(), found.item.tolist(), strict=True))
    first = found.rank == 1
    same = [
        history.persons[person][0] == history.items[item][0]
        for person, item in zip(found.person[first], found.item[first], strict=True)
    ]
    # Who has all ten things of her kind is left with the other's.
    have = np.bincount([person for person, _ in pairs])[found.person[first]]
    assert np.mean(np.array(same)[have < 10]) > 0.9
    assert (have < 10).sum() > 20


def test_a_category_she_buys_speaks_for_its_other_things():
    """
    Some buy what nobody else does: of what goes with it only its category tells.
    """
    dice = np.random.default_rng(5)
    many = [
        (f"p{n:03}", at, f"{n % 4}:{dice.integers(40)}")
        for n in range(160)
        for at in range(n % 20, 200, 20)
        for _ in range(2)
    ]
    alone = [
        (f"q{n:03}", at, f"{n % 4}:her {n}")
        for n in range(40)
        for at in (120, 160, 190)
    ]
    table = purchases(many + alone)
    kinds = pa.array([row[2].split(":")[0] for row in many + alone])

    def share_of_her_kind(lines):
        history = histories.read_history(lines, engine=ENGINE, as_of=day(200))
        found = suggest_new(history, learn_new(history), top=5)
        theirs = np.array([name[0] == "q" for name in history.persons])[found.person]
        kind = np.array([int(name[1:]) % 4 for name in history.persons])[found.person]
        of = np.array([int(name.split(":")[0]) for name in history.items])[found.item]
        return np.mean((kind == of)[theirs])

    assert share_of_her_kind(table.append_column("category", kinds)) > 0.95
    assert share_of_her_kind(table) < 0.5


def test_what_is_new_says_nothing_of_the_days_after():
    """
    The model and the list of a day are those of a history that ends there.
    """
    whole = history_of(_kinds(), until=200)
    known = whole.as_of(whole.until - 50)
    alone = history_of(_kinds(), until=150)

    one, other = learn_new(known), learn_new(alone)

    assert len(NAMES) == len(one.coefficients)
    np.testing.assert_allclose(one.coefficients, other.coefficients, atol=1e-6)


def test_what_is_new_is_learned_of_some_people_and_said_to_all(monkeypatch):
    """
    A third of the people tell what goes together, and how much it tells.
    """
    history = history_of(_kinds(), until=200)
    whole = suggest_new(history, learn_new(history), top=3)
    monkeypatch.setattr(histories, "ENOUGH_PEOPLE", 30)
    monkeypatch.setattr(neighbours, "_MOST_PEOPLE", 30)
    again = replace(history)  # a history remembers its sample

    model = learn_new(again)
    found = suggest_new(again, model, top=3)

    assert 0 < model.cases < learn_new(history).cases
    assert set(whole.person.tolist()) == set(found.person.tolist())
    of_all, of_some = (_of_her_kind(history, one) for one in (whole, found))
    assert of_some > of_all - 0.1


def _of_her_kind(history, found):
    """Return how many first places are of the kind that she buys."""
    first = found.rank == 1
    return np.mean(
        [
            history.persons[person][0] == history.items[item][0]
            for person, item in zip(found.person[first], found.item[first], strict=True)
        ]
    )


def test_of_whom_nothing_is_near_the_list_says_what_others_take_up():
    """
    She bought one thing that nobody else did.
    """
    rows = [*_kinds(), ("odd", 190, "a thing of her own")]

    found = remember_files(
        Purchases(table=purchases(rows), mapping=(), time_zone="UTC", without_time=0),
        Question(as_of=day(200), top=3),
        engine=ENGINE, name="rows", progress=lambda _: None,
    ).tables["new"].to_pylist()  # fmt: skip

    hers = [row for row in found if row["person"] == "odd"]
    assert [1, 2, 3] == [row["rank"] for row in hers]
    assert {"what others take up now; too little is known of her"} == {
        row["because"] for row in hers
    }
    assert any(row["because"].startswith("goes with ") for row in found)


@pytest.mark.parametrize(
    "rows",
    [
        [("a", 1, "x")],
        [(f"p{n}", 1, f"i{n % 3}") for n in range(30)],
        [("a", n, f"i{n % 4}") for n in range(300)],
        [(f"p{n % 9}", n, "x") for n in range(300)],
        [(f"p{n}", at, f"i{n}") for n in range(40) for at in range(0, 100, 10)],
        [(f"p{n}", at, f"i{k}") for n in range(40) for at in (0, 50) for k in range(5)],
        [("a", -20000, "x"), ("a", 5, "x"), ("b", -25000, "y"), ("b", 6, "x")],
        [("a", 1, "x", -1.0), ("a", 2, "x", 1.0)],
    ],
    ids=["one line", "one day", "one person", "one item", "nothing in common",
         "all alike", "before 1970", "a return first"],
)  # fmt: skip
def test_a_history_that_tells_little_gives_numbers_all_the_same(rows):
    """
    No line is lost, no number is missing, and chances lie between none and all.
    """
    found = remember_files(
        Purchases(table=purchases(rows), mapping=(), time_zone="UTC", without_time=0),
        Question(as_of=day(400)),
        engine=ENGINE, name="rows", progress=lambda _: None,
    ).tables  # fmt: skip

    bought = {(row[0], row[2]) for row in rows if (*row, 1.0)[3] > 0}
    listed = found["regulars"].select(["person", "item"]).to_pylist()
    assert bought == {(row["person"], row["item"]) for row in listed}
    for name, column in (
        ("regulars", "score"),
        ("new", "score"),
        ("due", "probability"),
    ):
        said = found[name][column].to_numpy()
        assert ((said >= 0) & (said <= 1)).all(), name
