"""What the cells of a column look like, whatever its name."""

from __future__ import annotations

import re

from collections.abc import Callable, Sequence

from msgspec import Struct

from shopkeeper.recognise.columns.allowing import (
    is_clear_permission,
    share_allowing,
)
from shopkeeper.recognise.columns.dates import looks_like_date
from shopkeeper.recognise.columns.numerals import (
    NumberForm,
    learn_number_form,
    read_number,
)
from shopkeeper.recognise.columns.wordlists import word_set


_EMAIL = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]{2,}")
_URL = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
_UUID = re.compile(r"[0-9a-f]{8}-?(?:[0-9a-f]{4}-?){3}[0-9a-f]{12}", re.IGNORECASE)
_PHONE = re.compile(r"\+?\(?\d[\d\s()./-]{4,22}\d(?:\s*(?:x|ext\.?)\s*\d{1,5})?")
_INTEGER = re.compile(r"[-+]?\d+")
_CODE = re.compile(r"(?=[^\d]*\d)[A-Za-z0-9][\w./:#-]*")
_LETTERS = re.compile(r"[^\W\d_][^\d_@/\\<>{}=]*")
_FLAGS = word_set(
    "yes no y n true false t f 1 0 ja nein oui non si sí nee x j wahr falsch on off"
    " in out subscribed unsubscribed"
)
_SMALL = 60


class Looks(Struct, frozen=True, kw_only=True):
    """
    Shares (0..1) of a column's filled cells that look like something.

    Attributes:
        count: Number of filled cells seen.
        filled: Share of rows with a cell.
        distinct: Number of different cells over number of cells.
        permission: Share of cells that speak of permission and of nothing else.
        allowing: Share of cells that say yes or no, those included.
        nested: Share of cells that are JSON objects or lists.
        words: Blank-separated words in a cell, on average.
        length: Characters in a cell, on average.
        vocabulary: The different cells in lower case, where they are few.
        smallest: Least number among the numeric cells, or 0.
        largest: Greatest number among the numeric cells, or 0.
        number_form: How its numbers are written.
    """

    count: int
    filled: float
    distinct: float
    email: float
    url: float
    uuid: float
    phone: float
    date: float
    integer: float
    number: float
    letters: float
    code: float
    flag: float
    permission: float
    allowing: float
    nested: float
    words: float
    length: float
    vocabulary: frozenset[str]
    smallest: float
    largest: float
    number_form: NumberForm

    @property
    def identifier(self) -> float:
        """Return the share of cells that could be an id: one word, not a fraction."""
        fractions = max(self.number - self.integer, 0.0)
        one_word = 1.0 if self.words < 1.3 else 0.2  # noqa: PLR2004
        return max(one_word - fractions - self.date - 0.9 * self.email, 0.0)

    def among(self, words: frozenset[str]) -> float:
        """Return the share of the column's different cells that are among *words*."""
        if not self.vocabulary:
            return 0.0
        return len(self.vocabulary & words) / len(self.vocabulary)


def looks_of(cells: Sequence[str]) -> Looks:
    """
    Look at the cells of one column.

    Args:
        cells: Sampled cells as text; empty ones are cells nobody filled.
    """
    filled = [text for cell in cells if (text := cell.strip())]
    count = len(filled)
    form = learn_number_form(filled)
    numbers = [
        number for text in filled if (number := read_number(text, form)) is not None
    ]
    different = {text.casefold() for text in filled}
    share = _sharing(filled)
    return Looks(
        count=count,
        filled=count / len(cells) if cells else 0.0,
        distinct=len(different) / count if count else 0.0,
        email=share(lambda text: "@" in text and bool(_EMAIL.fullmatch(text))),
        url=share(lambda text: bool(_URL.fullmatch(text))),
        uuid=share(lambda text: bool(_UUID.fullmatch(text))),
        phone=share(_is_phone),
        date=share(looks_like_date),
        integer=share(lambda text: bool(_INTEGER.fullmatch(text))),
        number=len(numbers) / count if count else 0.0,
        letters=share(lambda text: bool(_LETTERS.fullmatch(text))),
        code=share(lambda text: bool(_CODE.fullmatch(text))),
        flag=share(lambda text: text.casefold() in _FLAGS),
        permission=share(is_clear_permission),
        allowing=share_allowing(filled),
        nested=share(lambda text: text[0] + text[-1] in {"{}", "[]"}),
        words=sum(len(text.split()) for text in filled) / count if count else 0.0,
        length=sum(map(len, filled)) / count if count else 0.0,
        vocabulary=frozenset(different if len(different) <= _SMALL else ()),
        smallest=min(numbers, default=0.0),
        largest=max(numbers, default=0.0),
        number_form=form,
    )


def _sharing(filled: list[str]) -> Callable[[Callable[[str], bool]], float]:
    def share(test: Callable[[str], bool]) -> float:
        return sum(map(test, filled)) / len(filled) if filled else 0.0

    return share


def _is_phone(text: str) -> bool:
    if not _PHONE.fullmatch(text) or looks_like_date(text):
        return False
    digits = sum(map(str.isdigit, text))
    return 6 <= digits <= 15  # noqa: PLR2004  # E.164 allows fifteen
