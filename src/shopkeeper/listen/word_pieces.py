"""A text as word pieces of BERT's vocabulary (Wu et al., 2016), by a table of words.

Most words of a message were seen before: each is cut once and remembered.
"""

from __future__ import annotations

import re
import unicodedata

from collections.abc import Mapping, Sequence
from functools import lru_cache


UNKNOWN = 100  # [UNK]
BEGIN, END = 101, 102  # [CLS], [SEP]
_LONGEST_WORD = 100
_MOST_REMEMBERED = 50_000
_WORDS = re.compile(r"[a-z0-9]+|[^\sa-z0-9]")  # of plain ASCII
# Every sign of these scripts is a word of its own, as where the vocabulary is from.
_SIGNS = re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0002fa1f]")


class WordPieces:
    """
    Cuts texts into pieces of a vocabulary.

    Attributes:
        vocabulary: Number of each piece; those inside a word begin with `##`.
    """

    def __init__(self, vocabulary: Mapping[str, int]) -> None:
        self.vocabulary = vocabulary
        self._seen: dict[str, tuple[int, ...]] = {}

    def __call__(self, text: str, *, most: int) -> list[int]:
        """Return the numbers of the first *most* pieces of *text*."""
        found: list[int] = []
        seen = self._seen
        for word in _words(text):
            pieces = seen.get(word)
            if pieces is None:
                pieces = self._cut(word)
                if len(seen) < _MOST_REMEMBERED:
                    seen[word] = pieces
            found.extend(pieces)
            if len(found) >= most:
                return found[:most]
        return found

    def _cut(self, word: str) -> tuple[int, ...]:
        """Cut a word, the longest piece first."""
        if len(word) > _LONGEST_WORD:
            return (UNKNOWN,)
        found, start = [], 0
        while start < len(word):
            mark = "##" if start else ""
            for end in range(len(word), start, -1):
                number = self.vocabulary.get(mark + word[start:end])
                if number is not None:
                    found.append(number)
                    start = end
                    break
            else:
                return (UNKNOWN,)
        return tuple(found)


def vocabulary_of(lines: Sequence[str]) -> dict[str, int]:
    """Number the pieces of a vocabulary, one a line."""
    return {piece: number for number, piece in enumerate(lines)}


def _words(text: str) -> list[str]:
    """Return words and marks in lower case, without accents and unseen signs."""
    if text.isascii() and text.isprintable():
        return _WORDS.findall(text.lower())
    return "".join(
        _kept(sign) for sign in unicodedata.normalize("NFD", text.lower())
    ).split()


@lru_cache(maxsize=4096)
def _kept(sign: str) -> str:
    """Return what stays of a sign: nothing, a blank, itself, or itself by itself."""
    kind = unicodedata.category(sign)
    if sign in "\t\n\r" or kind == "Zs":
        return " "
    if kind == "Mn" or kind.startswith("C") or sign == "\ufffd":
        return ""
    alone = (
        kind.startswith("P")
        or (sign.isascii() and not sign.isalnum())
        or _SIGNS.match(sign)
    )
    return f" {sign} " if alone else sign
