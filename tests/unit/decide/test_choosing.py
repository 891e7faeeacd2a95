"""Do the dice fall as often as we say they do?"""

from collections import Counter

import pytest

from scipy.stats import chisquare

from shopkeeper.decide import Queued, arm, choose, lottery, propensities, uniform
from shopkeeper.vocabulary import Option


OPTIONS = (
    Option(key="p/a/email", value=0.3),
    Option(key="p/a/sms", value=0.3),
    Option(key="p/b/post", value=0.9, out_because="quiet"),
    Option(key="human", value=0.1),
    Option(key="silence"),
)
MANY = 20_000


def thrown(person, *, seed=7, epsilon=0.3, options=OPTIONS):
    """Throw the dice for one person."""
    return choose(
        options, seed=seed, person=str(person), round_key="r", epsilon=epsilon
    )


def test_over_many_people_choices_fall_as_often_as_their_propensities_say():
    """
    Chi-square over 20,000 people; the seed is fixed, so this cannot flicker.
    """
    expected = propensities(OPTIONS, 0.3)
    counts = Counter(thrown(person).chosen.key for person in range(MANY))

    assert set(counts) == set(expected)
    found = [counts[key] for key in expected]
    test = chisquare(found, [MANY * chance for chance in expected.values()])
    assert test.pvalue > 0.001


def test_propensities_sum_to_one_and_leave_out_what_is_masked():
    """
    Of four that are in, the best keeps 1 - epsilon + epsilon / 4.
    """
    chances = propensities(OPTIONS, 0.3)

    assert sum(chances.values()) == pytest.approx(1.0)
    assert chances == pytest.approx(
        {"p/a/email": 0.775, "p/a/sms": 0.075, "human": 0.075, "silence": 0.075}
    )


def test_the_propensity_told_is_that_of_the_chosen_one():
    """
    Also where the dice explored.
    """
    for person in range(200):
        choice = thrown(person)
        assert choice.propensity == choice.propensities[choice.chosen.key]
        assert choice.best.key == "p/a/email"


def test_a_replay_throws_the_same():
    """
    The dice are named by seed, round, person and slot, and by nothing else.
    """
    assert thrown("ada") == thrown("ada")
    others = [thrown("ada", seed=seed).chosen.key for seed in range(100)]
    assert len(set(others)) > 1


def test_without_dice_the_best_is_always_chosen():
    """
    Epsilon zero: certain, and says so.
    """
    choice = thrown("ada", epsilon=0)

    assert (choice.chosen.key, choice.propensity) == ("p/a/email", 1.0)


def test_without_silence_and_all_masked_there_is_nothing_to_choose():
    """
    The caller forgot that silence is always an option.
    """
    with pytest.raises(ValueError, match="silence is always an option"):
        propensities([Option(key="x", out_because="quiet")], 0.1)


def test_one_key_twice_is_refused():
    """
    A choice between two options of one name could not be replayed.
    """
    with pytest.raises(ValueError, match="twice"):
        propensities([Option(key="x"), Option(key="x")], 0.1)


def test_uniform_is_uniform():
    """
    Twenty bins of 20,000 throws.
    """
    bins = Counter(int(20 * uniform("seed", str(number))) for number in range(MANY))

    assert chisquare([bins[one] for one in range(20)]).pvalue > 0.001


def test_the_holdout_has_its_share_and_arms_do_not_move_with_it():
    """
    With a larger holdout, those in it before stay in it.
    """
    people = [str(number) for number in range(5000)]
    small = {one for one in people if arm("plan", "salt", one, 0.1) == "holdout"}
    large = {one for one in people if arm("plan", "salt", one, 0.2) == "holdout"}

    assert 0.08 < len(small) / 5000 < 0.12
    assert small < large


def test_two_plans_draw_their_holdouts_apart():
    """
    One unlucky tenth of the people must not be left alone by every plan.
    """
    people = [str(number) for number in range(5000)]
    both = [
        one
        for one in people
        if arm("a", "salt", one, 0.5) == arm("b", "salt", one, 0.5) == "holdout"
    ]

    assert 0.22 < len(both) / 5000 < 0.28


def drawn(queue, *, capacity=60.0, seed=3):
    """Draw a lottery of one hour."""
    return lottery(queue, capacity_minutes=capacity, seed=seed, round_key="r")


def test_the_lottery_never_promises_more_minutes_than_there_are():
    """
    And it fills the hour: short matters do not wait behind a long one.
    """
    queue = [
        Queued(person=str(number), minutes=25 if number % 2 else 10)
        for number in range(20)
    ]
    winners = drawn(queue)
    minutes = {one.person: one.minutes for one in queue}
    used = sum(minutes[person] for person in winners)

    assert used <= 60
    rest = [minutes[one.person] for one in queue if one.person not in winners]
    assert min(rest) > 60 - used


def test_the_lottery_does_not_mind_the_order_of_the_queue():
    """
    Nor does it favour anybody: each of 20 equals wins 4 in 20 times.
    """
    queue = [Queued(person=str(number), minutes=15) for number in range(20)]
    assert drawn(queue) == drawn(queue[::-1])

    wins = Counter(one for seed in range(2000) for one in drawn(queue, seed=seed))
    assert sum(wins.values()) == 4 * 2000
    # Wins of one draw exclude each other, so the usual chi-square errs high.
    assert chisquare(list(wins.values())).pvalue > 0.001


def test_problems_are_drawn_before_anything_else():
    """
    The lottery is among equals.
    """
    queue = [
        Queued(person=str(number), minutes=15, tier=number % 2) for number in range(20)
    ]

    assert all(int(person) % 2 == 0 for person in drawn(queue))
