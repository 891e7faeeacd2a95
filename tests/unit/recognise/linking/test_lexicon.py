"""Different values have different numbers, and keep them."""

from __future__ import annotations

import numpy as np

from shopkeeper.recognise.linking.lexicon import NONE, Lexicon


def test_each_value_has_one_code_in_the_order_they_came():
    """And nothing has none."""
    lexicon = Lexicon()
    assert [lexicon.code(text) for text in ("b", "a", "b", "")] == [0, 1, 0, NONE]
    assert len(lexicon) == 2
    assert (lexicon.text(1), lexicon.text(NONE)) == ("a", "")
    assert lexicon.texts(np.array([1, 0, 1])) == ["a", "b", "a"]


def test_what_came_last_can_be_forgotten():
    """A record that was only asked about leaves nothing behind."""
    lexicon = Lexicon()
    for text in "abc":
        lexicon.code(text)
    assert lexicon.since(1) == ["b", "c"]
    lexicon.cut(1)
    assert len(lexicon) == 1
    assert [lexicon.code(text) for text in "ca"] == [1, 0]
