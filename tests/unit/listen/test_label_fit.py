"""Features, the fit and its left-out scores, each beside a slow plain version."""

from __future__ import annotations

import re

from collections import Counter
from itertools import pairwise

import numpy as np

from shopkeeper.listen import label_fit
from shopkeeper.listen.label_confidence import (
    curves_of,
    known_from,
    sure_from,
    thresholds_of,
)
from shopkeeper.listen.label_features import features_of
from shopkeeper.listen.label_fit import fit, likeness_for, words_of
from shopkeeper.listen.sentence_vectors import unit


TEXTS = [
    f"{a} {b} {c}?"
    for a in ("where is", "i want", "please stop")
    for b in ("my order", "the blue lamp", "it", "your café post")
    for c in ("now", "today", "")
]


def plain_features(text: str) -> Counter[str]:
    """Say in words what the features of a text are."""
    words = re.findall(r"[^\W_]+|[?!]", text.lower())
    found = Counter(f"w {word}" for word in words)
    found.update(f"p {a} {b}" for a, b in pairwise(words))
    for word in words:
        framed = b" " + word.encode() + b" "
        for size in (3, 4, 5):
            for start in range(len(framed) - size + 1):
                found[f"c {framed[start : start + size]!r}"] += 1
    return found


def hashed_of(text: str) -> list[int]:
    """Return how often each bucket stands."""
    return sorted(Counter(features_of([text]).buckets.tolist()).values())


def test_the_features_are_words_pairs_and_pieces() -> None:
    """As many of each as the plain version counts."""
    for text in [*TEXTS, "the the the", "a", "", "ab cd ab", "naïve ÜBER"]:
        assert hashed_of(text) == sorted(plain_features(text).values())


def test_a_text_has_the_same_features_in_any_batch() -> None:
    """Also across the batches in which they are hashed."""
    many = TEXTS * 40
    found = features_of(many)
    for row in (0, 1, len(many) - 1):
        alone = features_of([many[row]]).buckets
        assert sorted(found.buckets[found.rows == row]) == sorted(alone)


def plain_likeness(vectors, rows, truth) -> np.ndarray:
    """Compare every text with every text, as it is defined."""
    like = likeness_for(truth)
    near = np.exp(like.near * (vectors @ vectors.T - 1))
    return near + like.words * (rows @ rows.T).toarray()


def example(seed: int = 0) -> tuple:
    """Return vectors, words and truth of some texts."""
    dice = np.random.default_rng(seed)
    vectors = unit(dice.standard_normal((len(TEXTS), 12)).astype(np.float32))
    features = features_of(TEXTS)
    rows = words_of(features).of(features)
    truth = (dice.random((len(TEXTS), 4)) < 0.3).astype(np.float32)
    return vectors, rows, truth, dice


def test_the_score_of_a_left_out_example_is_what_it_gets_when_left_out() -> None:
    """The closed form beside the fit made again without it."""
    vectors, rows, truth, dice = example()
    _, _, left_out = fit(vectors, rows, truth, dice)
    offset = truth.mean(axis=0)
    kernel = plain_likeness(vectors, rows, truth)
    for one in (0, 7, len(TEXTS) - 1):
        others = np.delete(np.arange(len(TEXTS)), one)
        ridge = likeness_for(truth).ridge * np.eye(len(others))
        shares = np.linalg.solve(
            kernel[np.ix_(others, others)] + ridge, (truth - offset)[others]
        )
        told = kernel[one, others] @ shares + offset
        assert np.allclose(left_out[one], told, atol=1e-3)


def test_the_scores_are_those_of_the_kernel() -> None:
    """Words are turned into weights of their own; that changes nothing."""
    vectors, rows, truth, dice = example(1)
    fitted, _, _ = fit(vectors, rows, truth, dice)
    kernel = plain_likeness(vectors, rows, truth)
    told = kernel @ fitted.shares + fitted.offset
    assert np.allclose(fitted.scores(vectors, rows), told, atol=1e-4)


def test_many_examples_with_all_as_supports_are_fitted_as_few_are() -> None:
    """The way for more than 16,000 beside the way for fewer."""
    vectors, rows, truth, _ = example(2)
    target = truth - truth.mean(axis=0)
    everyone = np.arange(len(TEXTS))
    shares, left_out = label_fit.fit_all(vectors, rows, target, likeness_for(truth))
    again, left_out_again = label_fit.fit_many(
        vectors, rows, target, everyone, likeness_for(truth)
    )
    assert np.allclose(shares, again, atol=0.05)
    assert np.allclose(left_out, left_out_again, atol=0.05)


def test_of_many_examples_some_are_supports(monkeypatch) -> None:
    """And confidence is learned from the others only."""
    monkeypatch.setattr(label_fit, "MOST_SUPPORTS", 20)
    monkeypatch.setattr(label_fit, "SUPPORTS_OF_MANY", 15)
    vectors, rows, truth, dice = example(3)
    fitted, judged, left_out = fit(vectors, rows, truth, dice)
    assert fitted.supports.shape[0] == 15
    supports = {row.tobytes() for row in fitted.supports}
    assert not supports & {vectors[one].tobytes() for one in judged}
    assert left_out.shape == (len(TEXTS) - 15, truth.shape[1])
    assert np.isfinite(left_out).all()


def test_confidence_is_how_often_it_is_right() -> None:
    """On scores whose worth is known: within three in a hundred."""
    dice = np.random.default_rng(5)
    truth = np.eye(6, dtype=np.float32)[dice.integers(0, 6, 4000)]
    scores = (0.5 * truth + 0.25 * dice.standard_normal(truth.shape)).astype(np.float32)
    sure = curves_of(scores, truth).probabilities(scores)
    right = truth[np.arange(len(truth)), sure.argmax(axis=1)]
    top = sure.max(axis=1)
    for low, high in ((0.3, 0.6), (0.6, 0.8), (0.8, 1.0)):
        some = (top >= low) & (top < high)
        assert some.sum() > 100
        assert abs(top[some].mean() - right[some].mean()) < 0.03


def test_a_text_of_no_label_is_less_sure_than_a_wrong_answer_between_two() -> None:
    """All its scores are low, and that is learned without any such example."""
    dice = np.random.default_rng(6)
    truth = np.eye(6, dtype=np.float32)[dice.integers(0, 6, 2000)]
    scores = (0.6 * truth + 0.15 * dice.standard_normal(truth.shape)).astype(np.float32)
    nothing = (0.15 * dice.standard_normal((500, 6))).astype(np.float32)
    curves = curves_of(scores, truth)
    inside = curves.probabilities(scores).max(axis=1)
    outside = curves.probabilities(nothing).max(axis=1)
    assert (inside[:500] > outside).mean() > 0.95


def test_sure_is_where_99_in_100_are_right() -> None:
    """And nowhere, where nothing is."""
    confidence = np.linspace(1, 0, 1000)
    right = np.arange(1000) < 495
    assert sure_from(confidence, right) == confidence[499]
    assert sure_from(confidence, np.zeros(1000, dtype=bool)) == 1.0


def test_one_in_twenty_of_the_known_may_be_called_unknown() -> None:
    """The others are known."""
    assert known_from(np.linspace(0, 1, 101)) == 0.05


def test_a_label_of_few_examples_takes_the_common_threshold() -> None:
    """Its own would be chance."""
    dice = np.random.default_rng(7)
    truth = (dice.random((300, 3)) < (0.4, 0.4, 0.01)).astype(np.float32)
    sure = np.clip(0.6 * truth + 0.4 * dice.random(truth.shape), 0, 1)
    one, other, rare = thresholds_of(sure, truth)
    assert 0.3 < min(one, other)
    assert 0.02 <= rare <= 0.95
