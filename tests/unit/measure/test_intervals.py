"""Does the interval hold however often one looks, and does it ever tell?"""

import numpy as np
import pytest

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.measure import (
    Sums,
    add,
    boundary,
    interval,
    log_evidence,
    sample_ratio_p,
    sums_of,
)


RUNS = 1000
PEOPLE = 600
EVERY = 20


def arm(n, yes):
    """Sums of n people, of whom some said yes."""
    return Sums(n=n, sum=float(yes), sum_squares=float(yes))


def evidence_against_no_effect(treated, holdout):
    """
    The plain version for delta = 0, where both rates are the common one.

    Arrays of n and yes, any shape. An independent way to the same number.
    """
    (n1, s1), (n0, s0) = treated, holdout

    def log_likelihood(n, yes, rate):
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.where(yes > 0, yes * np.log(rate), 0.0) + np.where(
                n > yes, (n - yes) * np.log1p(-rate), 0.0
            )

    both = (s1 + s0) / (n1 + n0)
    return 2 * (
        log_likelihood(n1, s1, s1 / n1)
        + log_likelihood(n0, s0, s0 / n0)
        - log_likelihood(n1, s1, both)
        - log_likelihood(n0, s0, both)
    )


def looks(*, rate, effect, share, seed, people=PEOPLE):
    """Simulate runs that are looked at after every 20 people: (runs, looks) each."""
    dice = np.random.default_rng(seed)
    held_out = dice.random((RUNS, people)) < share
    yes = dice.random((RUNS, people)) < np.where(held_out, rate, rate + effect)
    at = np.arange(EVERY - 1, people, EVERY)

    def counted(who):
        n = np.cumsum(who, axis=1)[:, at]
        said_yes = np.cumsum(who & yes, axis=1)[:, at]
        return n, said_yes

    return counted(~held_out), counted(held_out)


def share_of_runs_that_tell(**settings_):
    """Say in what share of runs any look, ten people in each arm, told an effect."""
    treated, holdout = looks(**settings_)
    shown = np.minimum(treated[0], holdout[0]) >= 10
    n1, n0 = np.maximum(treated[0], 1), np.maximum(holdout[0], 1)
    found = evidence_against_no_effect((n1, treated[1]), (n0, holdout[1]))
    limits = {
        pair: boundary(arm(pair[0], 0), arm(pair[1], 0))
        for pair in {*zip(n1.ravel().tolist(), n0.ravel().tolist(), strict=True)}
    }
    limit = np.vectorize(lambda one, other: limits[one, other])(n1, n0)
    return ((found > limit) & shown).any(axis=1).mean()


@pytest.mark.parametrize("share", [0.1, 0.5])
@pytest.mark.parametrize("rate", [0.02, 0.2, 0.9])
def test_at_most_one_run_in_twenty_ever_sees_an_effect_that_is_not_there(rate, share):
    """
    1,000 A/A runs, each looked at after every 20 of 600 people; seed 11.
    """
    assert share_of_runs_that_tell(rate=rate, effect=0, share=share, seed=11) <= 0.05


@pytest.mark.slow
@pytest.mark.parametrize("share", [0.1, 0.3, 0.5])
@pytest.mark.parametrize("rate", [0.01, 0.03, 0.1, 0.2, 0.5, 0.8, 0.97])
def test_nor_does_it_over_a_grid_of_rates_and_shares_and_4000_people(rate, share):
    """
    What the module's words claim: 3.9 % at most, a look after every 20 people.
    """
    told = share_of_runs_that_tell(
        rate=rate, effect=0, share=share, seed=1, people=4000
    )

    assert told <= 0.05


def test_an_obvious_effect_is_told():
    """
    30 % against 10 %, half and half: at least 95 of 100 runs tell within 600 people.
    """
    assert share_of_runs_that_tell(rate=0.1, effect=0.2, share=0.5, seed=12) >= 0.95


@given(n1=st.integers(10, 300), n0=st.integers(10, 300), data=st.data())
@settings(max_examples=60, deadline=None)
def test_the_interval_excludes_no_effect_just_where_the_plain_version_does(
    n1, n0, data
):
    """
    Two ways to one verdict: halving, and the formula for no effect.
    """
    one = arm(n1, data.draw(st.integers(0, n1)))
    other = arm(n0, data.draw(st.integers(0, n0)))
    plain = evidence_against_no_effect(
        *[(np.array([a.n]), np.array([a.sum])) for a in (one, other)]
    )[0]
    found = interval(one, other)

    assert log_evidence(one, other, 0.0) == pytest.approx(plain, abs=1e-6)
    assert (found.low > 0 or found.high < 0) == (plain > boundary(one, other))
    assert -1 <= found.low <= found.effect <= found.high <= 1


def test_the_truth_stays_inside_at_every_look_where_there_is_an_effect():
    """
    25 % against 15 %, 150 runs, a look after every 100 people: at most 1 in 20 miss.
    """
    treated, holdout = looks(rate=0.15, effect=0.1, share=0.3, seed=13)
    missed = 0
    for run in range(150):
        for look in range(4, treated[0].shape[1], 5):
            one, other = (
                arm(n[run, look], s[run, look]) for n, s in (treated, holdout)
            )
            if log_evidence(one, other, 0.1) > boundary(one, other):
                missed += 1
                break

    assert missed <= 0.05 * 150


def test_exchanging_the_arms_turns_the_interval_round():
    """
    More of it here is less of it there.
    """
    one, other = arm(120, 40), arm(30, 5)
    here, there = interval(one, other), interval(other, one)

    assert here.effect == pytest.approx(-there.effect)
    assert (here.low, here.high) == pytest.approx((-there.high, -there.low))


def test_an_interval_of_amounts_is_refused():
    """
    It is for yes and no; amounts would get bounds that do not hold.
    """
    with pytest.raises(ValueError, match="yes or no"):
        interval(sums_of([3.5, 1.0]), arm(10, 1))
    with pytest.raises(ValueError, match="empty"):
        interval(arm(0, 0), arm(10, 1))


@given(
    values=st.lists(st.integers(-50, 50).map(float), min_size=2, max_size=20),
    at=st.integers(0, 20),
)
def test_sums_of_parts_add_up_to_the_sums_of_the_whole(values, at):
    """
    So that a database, or ten, can count; and mean and variance are numpy's.
    """
    whole = sums_of(values)

    assert add(sums_of(values[:at]), sums_of(values[at:])) == whole
    assert whole.mean == pytest.approx(np.mean(values))
    assert whole.variance == pytest.approx(np.var(values, ddof=1), abs=1e-6)


def test_a_holdout_of_the_wrong_size_is_found_and_a_right_one_is_not():
    """
    A tenth was planned.
    """
    assert sample_ratio_p(arm(900, 0), arm(100, 0), 0.1) > 0.5
    assert sample_ratio_p(arm(800, 0), arm(200, 0), 0.1) < 0.001
    assert sample_ratio_p(arm(900, 0), arm(0, 0), 0.0) == 1.0


def test_the_sample_ratio_may_be_looked_at_as_often_as_one_likes():
    """
    1,000 honest draws looked at after every 20 people: below .05 at most 1 in 20.
    """
    treated, holdout = looks(rate=0.5, effect=0, share=0.1, seed=14)
    values = {
        pair: sample_ratio_p(arm(pair[0], 0), arm(pair[1], 0), 0.1)
        for pair in {
            *zip(treated[0].ravel().tolist(), holdout[0].ravel().tolist(), strict=True)
        }
    }
    alarms = sum(
        any(values[pair] < 0.05 for pair in zip(*run, strict=True))
        for run in zip(treated[0].tolist(), holdout[0].tolist(), strict=True)
    )

    assert alarms <= 0.05 * RUNS
