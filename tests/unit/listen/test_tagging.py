"""The chain that tags tokens, beside a plain sum over all paths."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from shopkeeper.listen.reading import read
from shopkeeper.listen.tagging import (
    NEVER,
    allowed,
    counts_of,
    likeliest,
    marginals,
    stretches,
)
from shopkeeper.listen.tokens import BUCKETS, Hit, Tokens, Words, tokens_of
from tests.unit.listen.saying import said


WORDS = Words(["ring", "you"], np.array([[1, 2, 3], [4, 5, 6]]))


def cut(text: str, *hits: Hit) -> Tokens:
    """Cut a message of a customer into tokens."""
    return tokens_of(read(said(text)), WORDS, hits, [])


@pytest.mark.parametrize("seed", range(5))
def test_marginals_are_sums_over_all_paths(seed: int) -> None:
    """Every way through a sentence, weighed by its score, and nothing else."""
    dice = np.random.default_rng(seed)
    kinds, lengths = 1, np.array([3, 1, 4])
    scores = dice.normal(size=(int(lengths.sum()), 3))
    steps = dice.normal(size=(4, 3)) + allowed(kinds)
    found = marginals(scores, lengths, steps)
    start = 0
    for length in lengths:
        weight = np.zeros((length, 3))
        for path in itertools.product(range(3), repeat=int(length)):
            score = steps[3, path[0]] + sum(
                scores[start + place, tag] for place, tag in enumerate(path)
            )
            score += sum(steps[a, b] for a, b in itertools.pairwise(path))
            for place, tag in enumerate(path):
                weight[place, tag] += np.exp(score)
        wanted = weight / weight.sum(axis=1, keepdims=True)
        np.testing.assert_allclose(found[start : start + length], wanted, atol=1e-9)
        start += int(length)


def test_a_stretch_goes_on_only_where_it_began() -> None:
    """Into "goes on" leads its own "begins" and itself, nothing else."""
    steps = allowed(2)
    assert steps.shape == (6, 5)
    assert list(np.flatnonzero(steps[:, 2] == 0)) == [1, 2]
    assert steps[0, 4] == NEVER
    assert (steps[:, [0, 1, 3]] == 0).all()


def test_tags_become_stretches_of_the_text_within_one_sentence() -> None:
    """Places are those of the message, blanks and signs left out at the end."""
    tokens = cut("Ring you. Now then!")
    tags = np.array([1, 2, 2, 2, 0])
    likely = np.full((len(tokens), 3), 0.4)
    found = [(one.start, one.end, one.sentence) for one in
             stretches(tokens, tags, likely, ["x"])]  # fmt: skip
    assert found == [(0, 8, 0), (10, 18, 1)]
    assert [likeliest(np.eye(3)[[2, 0]]).tolist()] == [[2, 0]]


def test_tokens_know_what_a_grammar_found() -> None:
    """A hit changes the features of its tokens and of their neighbours, no others."""
    plain, told = (
        cut("one two three four"),
        cut("one two three four", Hit(0, 3, "need")),
    )
    changed = (plain.features != told.features).any(axis=1)
    assert changed.tolist() == [True, True, False, False]
    assert plain.features.max() < BUCKETS


def test_the_same_words_have_the_same_features_whatever_the_company() -> None:
    """A message is cut the same alone and among others."""
    one, other = cut("Please ring you back."), cut("No.")
    both = counts_of([one, other])
    np.testing.assert_array_equal(
        both[: len(one)].toarray().sum(axis=1), counts_of([one]).toarray().sum(axis=1)
    )
    assert both.shape == (len(one) + len(other), BUCKETS)


def test_an_empty_message_has_no_tokens() -> None:
    """Nothing said, nothing to look at."""
    assert len(cut("")) == 0
    assert counts_of([cut("")]).shape == (0, BUCKETS)
