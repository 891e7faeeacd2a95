"""The glossary and the vocabulary are one list."""

from __future__ import annotations

import re

from pathlib import Path

from shopkeeper import vocabulary


GLOSSARY = Path(__file__).parents[2] / "docs" / "glossary.md"

# Words of the product that are no name in the code: four places, a way of writing.
# Its other own words (fact, claim, moment, touch, brief, promise) are values.
OWN_WORDS = {"Console", "Desk", "Her page", "Mirror", "Wording ladder"}


def entries() -> list[tuple[str, str]]:
    """Return each word with its explanation, in the order of the page."""
    parts = re.split(
        r"^\*\*([\w ]+)\.\*\*$",
        GLOSSARY.read_text(encoding="utf-8"),
        flags=re.MULTILINE,
    )
    return list(zip(parts[1::2], parts[2::2], strict=True))


def test_every_word_is_explained_once_and_nothing_else_is() -> None:
    """
    A word in the code without an entry is a word nobody agreed on.

    Constants and functions are words like the others: somebody will read them.
    """
    words = [word for word, _ in entries()]

    assert sorted(words) == sorted({*vocabulary.__all__, *OWN_WORDS})


def test_the_words_stand_in_the_order_of_the_alphabet() -> None:
    """
    Who looks a word up should find it.
    """
    words = [word.casefold() for word, _ in entries()]

    assert words == sorted(words)


def test_each_word_is_explained_in_a_sentence_or_three_of_plain_text() -> None:
    """
    A longer explanation belongs to a page of its own.
    """
    for word, text in entries():
        sentences = re.findall(r"\.(?:\s|$)", text)

        assert 1 <= len(sentences) <= 3, word
        assert len(text.split()) <= 45, word
        assert text.strip().endswith("."), word
