"""What a column's name says it means."""

from __future__ import annotations

import re
import unicodedata

from functools import lru_cache
from typing import NamedTuple

from shopkeeper.recognise.columns.meanings import Meaning
from shopkeeper.recognise.columns.words import (
    ALSO,
    ANOTHERS,
    ENDED,
    FILLERS,
    GENERIC,
    NAMES,
)


class Hint(NamedTuple):
    """A meaning that a name allows, how strongly (0..1), and why."""

    meaning: Meaning
    strength: float
    because: str


# A department's word comes before ours: its `birthday` is a date, no `birth_day`.
_BY_NAME: dict[str, Meaning] = {
    meaning.value.replace("_", ""): meaning for meaning in Meaning
} | {word: meaning for meaning, words in NAMES.items() for word in words.split()}
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SPLIT = re.compile(r"[^a-z0-9]+")
_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "o"})
_NUMBERED = re.compile(r"column_\d+")


@lru_cache(maxsize=4096)
def tokens(name: str) -> tuple[str, ...]:
    """
    Split a column's name into plain lower-case words.

    Example:
        >>> tokens("Kundennr."), tokens("orderDate"), tokens("E-Mail")
        (('kundennr',), ('order', 'date'), ('e', 'mail'))
    """
    text = _CAMEL.sub(" ", unicodedata.normalize("NFKC", name)).casefold()
    text = text.translate(_LETTERS)
    text = unicodedata.normalize("NFKD", text)
    text = "".join(one for one in text if not unicodedata.combining(one))
    return tuple(word for word in _SPLIT.split(text) if word)


def is_numbered(name: str) -> bool:
    """Tell whether the name was made for a file without a header."""
    return bool(_NUMBERED.fullmatch(name))


def is_known(name: str) -> bool:
    """Tell whether departments use this name for a column."""
    return any(hint.strength >= 0.8 for hint in hints(name))  # noqa: PLR2004


@lru_cache(maxsize=4096)
def hints(name: str) -> tuple[Hint, ...]:
    """Return what *name* may mean, strongest first; nothing where it is silent."""
    words = tokens(name)
    if not words or is_numbered(name):
        return ()
    found = _read(words, 0.95)
    if not found and words[-1].isdigit():
        found = _read(words[:-1], 0.9)
    return tuple(sorted(found, key=lambda hint: -hint.strength))


def _read(words: tuple[str, ...], strength: float) -> list[Hint]:
    """Look the whole name up, then less and less of its beginning."""
    foreign, another = 0, False
    for start in range(len(words)):
        rest = "".join(words[start:])
        if foreign and rest in GENERIC:
            return []
        if rest in _BY_NAME or rest in ALSO:
            sure = max(strength - 0.02 * start - 0.55 * min(foreign, 1), 0.1)
            return _hints_of(rest, sure, another=another)
        if words[start] in ENDED:
            return []
        if words[start] in ANOTHERS:
            another = True
        elif words[start] not in FILLERS and not words[start].isdigit():
            foreign += 1
    return []


def _hints_of(word: str, strength: float, *, another: bool) -> list[Hint]:
    if another:
        reason = "the name says it is about somebody else"
        return [Hint(Meaning.OF_ANOTHER, strength, reason)]
    first = _BY_NAME.get(word)
    found = [Hint(first, strength, "its name says so")] if first else []
    return found + [
        Hint(meaning, strength * 0.8, "its name may say so")
        for meaning in ALSO.get(word, ())
        if meaning is not first
    ]
