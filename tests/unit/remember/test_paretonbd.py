"""Does the second model find its truth, and keep its digits?"""

from __future__ import annotations

import numpy as np
import pytest

from scipy.special import gammaln, hyp2f1

from shopkeeper.remember import paretonbd
from shopkeeper.remember.bgnbd import Counts


_TRUTH = {"r": 0.6, "alpha": 8.0, "s": 0.6, "beta": 10.0}


def _people(count, seed):
    """Let people buy till they stop, as the model says; (counts, later 26 weeks)."""
    dice = np.random.default_rng(seed)
    rate = dice.gamma(_TRUTH["r"], 1 / _TRUTH["alpha"], count)
    stops = dice.exponential(1 / dice.gamma(_TRUTH["s"], 1 / _TRUTH["beta"], count))
    age = dice.uniform(26, 52, count)
    rows, later = [], []
    for own, stop, end in zip(rate, stops, age, strict=True):
        bought = np.cumsum(dice.exponential(1 / own, 1 + int(own * 78 * 3 + 20)))
        bought = bought[bought < stop]
        known = bought[bought <= end]
        rows.append((len(known), known[-1] if len(known) else 0.0, end))
        later.append(int(((bought > end) & (bought <= end + 26)).sum()))
    return Counts(*np.array(rows, dtype=float).T), np.array(later)


def test_our_integral_equals_the_hypergeometric_likelihood():
    """
    Source: Fader and Hardie's note, equations 18 and 19, where they keep digits.
    """
    counts = Counts(
        repeats=np.array([0.0, 1.0, 3.0, 9.0]),
        recency=np.array([0.0, 5.0, 30.0, 38.0]),
        age=np.array([38.0, 38.0, 38.5, 38.9]),
    )
    x, recency, age = counts.repeats, counts.recency, counts.age
    for r, alpha, s, beta in ((0.55, 10.6, 0.6, 11.7), (0.55, 14.0, 0.6, 9.0)):
        far, gap, power = max(alpha, beta), abs(alpha - beta), r + s + x
        second = s + 1 if alpha >= beta else r + x

        def part(t, far=far, power=power, second=second, gap=gap):
            shape = hyp2f1(power, second, power + 1, gap / (far + t))
            return shape / (far + t) ** power

        whole = (alpha + age) ** -(r + x) * (beta + age) ** -s
        whole += s / power * (part(recency) - part(age))
        paper = gammaln(r + x) - gammaln(r) + r * np.log(alpha) + s * np.log(beta)

        ours = paretonbd.log_likelihood(counts, r, alpha, s, beta)

        assert ours == pytest.approx(paper + np.log(whole), rel=1e-8)


def test_it_recovers_what_made_the_data_and_expects_what_comes():
    """
    Parameters within what 8,000 people tell; the number that comes within 6 %.
    """
    counts, later = _people(8_000, seed=4)

    model = paretonbd.fit(counts)

    assert model.rows == 8_000
    assert model.r == pytest.approx(_TRUTH["r"], rel=0.15)
    assert model.r / model.alpha == pytest.approx(0.6 / 8, rel=0.1)
    expected = paretonbd.expected_purchases(model, counts, 26)
    assert expected.sum() == pytest.approx(later.sum(), rel=0.06)
    chance = paretonbd.any_purchase(model, counts, 26)
    assert chance.sum() == pytest.approx((later > 0).sum(), rel=0.06)
    assert (chance <= expected + 1e-12).all()


def test_busy_people_do_not_break_it():
    """
    A thousand purchases in a thousand days: numbers, none of them NaN.
    """
    counts = Counts(
        repeats=np.array([0.0, 999.0, 999.0, 5_000.0]),
        recency=np.array([0.0, 142.0, 10.0, 714.0]),
        age=np.array([0.0, 142.9, 142.9, 714.3]),
    )
    for beta in (1e-3, 10.0, 8e3):
        model = paretonbd.ParetoNbd(0.5, 1e-3, 0.4, beta, 0.0, 4)

        said = paretonbd.any_purchase(model, counts, 13)

        assert np.isfinite(paretonbd.log_likelihood(counts, 0.5, 1e-3, 0.4, beta)).all()
        assert ((said >= 0) & (said <= 1)).all()
        assert np.isfinite(paretonbd.expected_purchases(model, counts, 13)).all()
        assert said[2] < 1e-6, "silent for 900 of her gaps"


def test_nobody_is_no_fit():
    """
    Without people the parameters are the start, and there is nothing to sum.
    """
    nobody = Counts(np.zeros(0), np.zeros(0), np.zeros(0))

    assert paretonbd.fit(nobody).rows == 0
