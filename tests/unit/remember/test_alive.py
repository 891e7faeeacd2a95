"""Who is still there: learned from an earlier day, and never a hole."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.remember import alive, bgnbd, paretonbd
from shopkeeper.remember.comings import NAMES, describe_coming
from tests.unit.remember.histories import day, history_of, rhythms


def _dice_people(count, days, seed, *, stops=0.1):
    """Let people come at their own steady rate and stop with a chance."""
    dice = np.random.default_rng(seed)
    rows = []
    for person in range(count):
        at, gap = dice.uniform(0, days / 3), dice.uniform(5, 60)
        while at < days:
            rows += [
                (f"p{person:04}", int(at), f"i{dice.integers(9)}")
                for _ in range(dice.integers(1, 4))
            ]
            if dice.random() < stops:
                break
            at += dice.exponential(gap)
    return rows


def _answer(history, days):
    learned = alive.learn_alive(history, days)
    return learned, alive.say_alive(learned, history, days)


def test_what_is_expected_comes_in_the_right_order():
    """
    Of 800 people, those who came again stand higher than a coin would put them.
    """
    rows = _dice_people(800, 400, 1)
    learned, said = _answer(history_of(rows, until=300), 90)
    names = {row[0] for row in rows if row[1] <= 300}
    came = {row[0] for row in rows if 300 < row[1] <= 390}
    happened = np.array([name in came for name in sorted(names)])

    above = said.expected[happened][:, None] > said.expected[~happened][None, :]

    assert above.mean() > 0.75
    assert said.probability.mean() == pytest.approx(happened.mean(), abs=0.05)
    assert learned.window == 90


def test_a_batch_of_one_is_answered_as_its_part_of_all():
    """
    From her own purchases and what was learned of everybody.
    """
    rows = _dice_people(700, 300, 9)
    learned, said = _answer(history_of(rows, until=300), 60)

    for place, name in ((0, "p0000"), (350, "p0350"), (699, "p0699")):
        own = history_of([row for row in rows if row[0] == name], until=300)
        one = alive.say_alive(learned, own, 60)

        assert one.probability[0] == pytest.approx(said.probability[place], abs=1e-6)
        assert one.expected[0] == pytest.approx(said.expected[place], abs=1e-6)


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [("a", 5, "tea")],
        [("a", 5, "tea"), ("b", 5, "tea"), ("b", 5, "jam")],
        [("a", n, "tea") for n in range(300)],
        [(f"p{n}", 5, "tea") for n in range(700)],
        [(f"p{n}", 5 + n % 2, "tea") for n in range(700)],
        [("a", -9_000, "tea"), ("b", 299, "tea"), ("a", 300, "tea")],
    ],
    ids=["none", "one", "one_day", "daily", "many_once", "two_days", "far_apart"],
)
def test_there_is_never_a_hole(rows):
    """
    Everybody has a probability and a number, whatever the history is.
    """
    learned, said = _answer(history_of(rows, until=300), 90)

    assert len(said.probability) == len({row[0] for row in rows})
    assert np.isfinite(said.probability).all()
    assert np.isfinite(said.expected).all()
    assert ((said.probability >= 0) & (said.probability <= said.expected)).all()
    assert (said.expected <= 90).all()
    assert np.isfinite(learned.fit.log_likelihood)


def test_what_a_person_is_described_by_lies_before_the_day():
    """
    A history that goes on describes the same people in the same numbers.
    """
    rows = rhythms(40, 300, seed=2)
    until = (day(200) - day(0)).days + 20_089  # START in days since 1970
    short, long = history_of(rows, until=200), history_of(rows, until=300)
    assert short.until == until

    one = describe_coming(short, short.shoppers(until), until, 30)
    other = describe_coming(long, long.shoppers(until), until, 30)

    assert one.shape == (len(short.persons), len(NAMES))
    assert np.array_equal(one, other)


def test_the_better_order_at_the_earlier_day_decides_between_the_models():
    """
    Who came by the order of the one or of the other; of few people it is not asked.
    """
    history = history_of(_dice_people(900, 300, 5), until=300)
    then = alive._ask(history, history.until - 90, 90)  # noqa: SLF001
    pareto, plain = paretonbd.fit(then.counts), bgnbd.fit(then.counts)

    def came_by(model):
        number = then.expected(model)
        return (number > np.quantile(number, 0.7)).astype(float)

    found = alive._better(then, plain, came_by(pareto))  # noqa: SLF001

    assert found is not None
    assert found.rows == len(then.counts.repeats)
    assert alive._better(then, plain, came_by(plain)) is None  # noqa: SLF001
    few = history_of(_dice_people(60, 300, 5), until=300)
    assert alive.learn_alive(few, 90).pareto is None


def test_learning_moves_people_among_their_like_and_not_the_sums():
    """
    Newcomers and those who came back each keep the number the model gave them.
    """
    history = history_of(_dice_people(800, 300, 7), until=300)

    learned, said = _answer(history, 60)

    asked = alive._ask(history, history.until, 60)  # noqa: SLF001
    plain = asked.expected(learned.pareto or learned.model)
    for rows in (said.shoppers.days == 1, said.shoppers.days > 1):
        assert said.expected[rows].sum() == pytest.approx(plain[rows].sum(), rel=1e-3)
    assert not np.allclose(said.expected, plain, rtol=0.05)
