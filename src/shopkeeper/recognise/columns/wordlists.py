"""Sets of words, written as one reads them."""

from __future__ import annotations


def word_set(text: str) -> frozenset[str]:
    """
    Return the blank-separated words of *text*.

    Example:
        >>> sorted(word_set("yes no"))
        ['no', 'yes']
    """
    return frozenset(text.split())
