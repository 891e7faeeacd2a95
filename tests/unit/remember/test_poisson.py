"""Counts that lean on what is said of them before."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper.remember.poisson import fit_poisson


_PRIOR, _SPREAD = np.array([0.0, 1.0]), np.array([0.5, 0.3])


def _cases(count, seed):
    dice = np.random.default_rng(seed)
    features = np.column_stack([np.ones(count), dice.normal(size=count)])
    return features, dice.poisson(np.exp(features @ [0.4, 0.5])).astype(float)


def test_many_cases_are_believed():
    """
    The coefficients are those that made the counts.
    """
    model = fit_poisson(*_cases(20_000, 1), prior=_PRIOR, spread=_SPREAD)

    assert model.coefficients == pytest.approx([0.4, 0.5], abs=0.03)
    assert model.dispersion == pytest.approx(1.0, abs=0.05)


def test_none_and_few_stay_with_the_prior():
    """
    Without cases it is the prior; with ten of the same it stays between.
    """
    none = fit_poisson(np.zeros((0, 2)), np.zeros(0), prior=_PRIOR, spread=_SPREAD)
    few = fit_poisson(*_cases(10, 2), prior=_PRIOR, spread=_SPREAD)

    assert none.coefficients.tolist() == [0.0, 1.0]
    assert 0.5 < few.coefficients[1] < 1.0


def test_counts_that_vary_wildly_move_it_less():
    """
    The same means, some people's worth twenty times: the prior weighs more.
    """
    features, counted = _cases(400, 3)
    dice = np.random.default_rng(4)
    wild = counted * np.where(dice.random(400) < 0.05, 20, 0)

    calm = fit_poisson(features, counted, prior=_PRIOR, spread=_SPREAD)
    moved = fit_poisson(features, wild, prior=_PRIOR, spread=_SPREAD)

    assert moved.dispersion > 5 * calm.dispersion
    assert abs(moved.coefficients[1] - 1) < abs(calm.coefficients[1] - 1)
