"""Does the model find the truth that made the data?"""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from scipy.special import hyp2f1

from shopkeeper.remember import bgnbd


_SHARED = Path(__file__).parents[3].parent / "shared"


def _buyers(people, weeks, seed, *, r, alpha, a, b):
    """Let people buy and stop as the model says they do; one row a person."""
    dice = np.random.default_rng(seed)
    rate = dice.gamma(r, 1 / alpha, people)
    quits = dice.beta(a, b, people)
    age = dice.uniform(weeks / 2, weeks, people)
    bought = []
    for person in range(people):
        times, at = [], 0.0
        while dice.random() >= (quits[person] if times else 0.0):
            at += dice.exponential(1 / rate[person])
            if at > 2 * weeks:
                break
            times.append(at)
        bought.append(times)
    return bought, age


def _counts(bought, age):
    inside = [
        [t for t in times if t <= end] for times, end in zip(bought, age, strict=True)
    ]
    return bgnbd.Counts(
        repeats=np.array([len(times) for times in inside], dtype=float),
        recency=np.array([times[-1] if times else 0.0 for times in inside]),
        age=age,
    )


def test_it_recovers_the_parameters_that_made_the_data():
    """
    Within what 8,000 people can tell.
    """
    truth = {"r": 0.6, "alpha": 5.0, "a": 0.8, "b": 2.5}
    bought, age = _buyers(8_000, 52, 11, **truth)

    found = bgnbd.fit(_counts(bought, age))

    assert found.r == pytest.approx(truth["r"], rel=0.1)
    assert found.alpha == pytest.approx(truth["alpha"], rel=0.15)
    assert found.a / (found.a + found.b) == pytest.approx(0.8 / 3.3, rel=0.1)


def test_what_it_expects_is_what_comes():
    """
    The number of purchases, and of people with any, within 6 %.
    """
    truth = {"r": 0.6, "alpha": 5.0, "a": 0.8, "b": 2.5}
    bought, age = _buyers(8_000, 52, 12, **truth)
    counts = _counts(bought, age)
    model = bgnbd.fit(counts)

    later = [
        sum(end < t <= end + 26 for t in times)
        for times, end in zip(bought, age, strict=True)
    ]

    expected = bgnbd.expected_purchases(model, counts, 26)
    assert expected.sum() == pytest.approx(sum(later), rel=0.06)
    chance = bgnbd.any_purchase(model, counts, 26)
    assert chance.sum() == pytest.approx(sum(n > 0 for n in later), rel=0.06)


def test_our_integral_equals_the_paper_s_equation_10():
    """
    Where the hypergeometric function of the paper keeps its digits.
    """
    counts = bgnbd.Counts(
        repeats=np.array([0.0, 1.0, 2.0, 7.0]),
        recency=np.array([0.0, 3.0, 30.0, 36.0]),
        age=np.array([38.0, 38.0, 38.0, 38.9]),
    )
    m = bgnbd.BgNbd(0.243, 4.414, 0.793, 2.426, 0.0, 4)
    x, t = counts.repeats, 39.0
    series = hyp2f1(m.r + x, m.b + x, m.a + m.b + x - 1, t / (m.alpha + counts.age + t))
    fades = ((m.alpha + counts.age) / (m.alpha + counts.age + t)) ** (m.r + x)
    paper = (m.a + m.b + x - 1) / (m.a - 1) * (1 - fades * series)

    ours = bgnbd.expected_purchases(m, counts, t)

    assert ours == pytest.approx(paper * bgnbd.still_there(m, counts), rel=1e-9)


def test_it_equals_the_published_fit_of_the_cdnow_sample():
    """
    r .243, alpha 4.414, a .793, b 2.426, log likelihood -9582.4 (the paper, table 2).
    """
    path = _SHARED / "data/remember/cdnow/CDNOW_sample.txt"
    if not path.exists():
        pytest.skip(f"{path} is not here")
    days: dict[str, set[int]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            _, person, when, *_ = line.split()
            day = np.datetime64(f"{when[:4]}-{when[4:6]}-{when[6:]}").astype(int)
            days.setdefault(person, set()).add(int(day))
    end = int(np.datetime64("1997-09-30").astype(int))
    known = [sorted(day for day in seen if day <= end) for seen in days.values()]

    found = bgnbd.fit(
        bgnbd.Counts(
            repeats=np.array([len(seen) - 1.0 for seen in known]),
            recency=np.array([(seen[-1] - seen[0]) / 7 for seen in known]),
            age=np.array([(end - seen[0]) / 7 for seen in known]),
        )
    )

    assert found.rows == 2357
    assert found.log_likelihood == pytest.approx(-9582.4, abs=0.05)
    assert (found.r, found.alpha) == pytest.approx((0.243, 4.414), abs=5e-3)
    assert (found.a, found.b) == pytest.approx((0.793, 2.426), abs=5e-3)


def test_a_regular_who_fell_silent_is_less_likely_still_there():
    """
    Ten purchases in twenty weeks, then nothing for thirty.
    """
    counts = bgnbd.Counts(
        repeats=np.array([10.0, 10.0]),
        recency=np.array([49.0, 20.0]),
        age=np.array([50.0, 50.0]),
    )

    here, silent = bgnbd.still_there(bgnbd.BgNbd(1, 4, 0.8, 2.5, 0, 2), counts)

    assert here > 0.9
    assert silent < 0.1
