"""From when on is she of age, by all that her rows and words say?"""

from __future__ import annotations

import re

from collections.abc import Iterable, Iterator
from datetime import date

from shopkeeper.flow.rows import SourceRows
from shopkeeper.listen import child_age
from shopkeeper.recognise.columns import Meaning
from shopkeeper.vocabulary import Utterance


_OF_AGE = 18
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_A_CHILD = "under 18"  # nobody knows for how long
_YES = frozenset(
    {
        "yes", "y", "true", "t", "1", "x", "ja", "j", "oui", "si", "sim",
        "minor", "child", "junior", "youth", "teen", "teens", "teenager", "kid", "kids",
        "mineur", "kind", "minderjaehrig", "minderjährig", "minderjarig", "menor",
    }
)  # fmt: skip
_NUMBER = re.compile(r"\d{1,3}")
_BELOW = re.compile(r"(?:<|under|below|unter|moins de|u)\s*-?\s*(\d{1,2})\b")


def births_in(rows: SourceRows) -> Iterator[str | None]:
    """
    Yield for each row what it says of her birth: a day, a year, or that she is young.

    An age is taken as the latest birth that it allows, so that nobody is taken for
    older than she is.
    """
    cells = (
        rows.cells(Meaning.BIRTH_DATE),
        rows.cells(Meaning.BIRTH_YEAR),
        rows.cells(Meaning.AGE),
        rows.cells(Meaning.AGE_GROUP),
    )
    if not any(any(column) for column in cells):
        yield from (None for _ in range(len(rows)))
        return
    for day, year, age, group, at in zip(*cells, rows.times(), strict=True):
        if day or year:
            yield " ".join(str(day or year).split())
        elif age and (years := _NUMBER.match(age.strip())):
            yield _latest_birth(int(years[0]), at.date())
        elif group and _is_young(group.strip().casefold()):
            yield _A_CHILD
        else:
            yield None


def births_told(
    said: Iterable[tuple[str, Utterance]],
) -> Iterator[tuple[str, str]]:
    """Yield who is told to be a child in words, and the latest birth that fits."""
    for own, one in said:
        age = child_age(one.text, one.speaker)
        if age is not None:
            day = None if one.said_at is None else one.said_at.date()
            yield own, _A_CHILD if day is None else _latest_birth(age, day)


def may_be_minor(born: Iterable[str], today: date) -> bool:
    """
    Tell whether one of her records has a birth that may be less than 18 years ago.

    Records that differ leave it open: then she may be.

    Args:
        born: Birth dates and years as written, or that she is under 18.
        today: The day looked at.

    Example:
        >>> may_be_minor(["2009-11-03"], date(2027, 11, 2))
        True
        >>> may_be_minor(["2009-11-02"], date(2027, 11, 2))
        False
        >>> may_be_minor(["03/04/1980", "1985"], date(2027, 11, 2))
        False
    """
    for text in born:
        if text == _A_CHILD:
            return True
        year = _YEAR.search(text)
        if year is None or not 1900 < int(year[0]) <= today.year:  # noqa: PLR2004
            continue
        age = today.year - int(year[0])
        try:
            day = date.fromisoformat(text[:10])
            age -= (today.month, today.day) < (day.month, day.day)
        except ValueError:
            age -= 1  # her birthday may be to come
        if age < _OF_AGE:
            return True
    return False


def _latest_birth(age: int, on: date) -> str:
    year = on.year - age
    day = 28 if (on.month, on.day) == (2, 29) else on.day
    return date(year, on.month, day).isoformat() if year > 0 else str(on.year)


def _is_young(group: str) -> bool:
    """Tell whether an age group, or a "yes" to being a child, is under 18."""
    if group in _YES:
        return True
    below = _BELOW.search(group)
    if below is not None:
        return int(below[1]) <= _OF_AGE
    lowest = _NUMBER.search(group)
    # A number by itself is a code of theirs, and no age.
    return lowest is not None and lowest[0] != group and int(lowest[0]) < _OF_AGE
