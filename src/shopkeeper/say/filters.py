"""The filters a content may use.

Filters on plain words are few and cannot grow without end; those on what is known
about a person are fewer: only such as leave the words of the value as they are.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Mapping
from datetime import date
from html import escape as html_escape
from html import unescape

from liquid.exceptions import FilterArgumentError

from shopkeeper.say.dates import formatted_day


MOST_SIGNS = 5_000  # of what one filter makes; a whole letter is shorter

Filter = Callable[..., object]


class Day:
    """A day as a variable of a content: printed in words, formatted by `date`."""

    def __init__(self, day: date, words: str, language: str = "en") -> None:
        self.day = day
        self.words = words
        self.language = language

    def __str__(self) -> str:
        return self.words


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _capped(make: Callable[..., str]) -> Filter:
    """Keep a filter from growing what it gets without end."""

    def filtered(value: object, *arguments: object) -> str:
        texts = [_text(argument) for argument in arguments]
        made = make(_text(value), *texts)
        if len(made) > MOST_SIGNS:
            msg = f"a filter made more than {MOST_SIGNS} characters"
            raise FilterArgumentError(msg, token=None)
        return made

    return filtered


def _replace(text: str, old: str, new: str = "") -> str:
    # Looked at before it is made: chains of `replace` blow memory up
    # (reliability.md, section 0, item 8).
    times = text.count(old)
    if len(text) + times * (len(new) - len(old)) > MOST_SIGNS:
        msg = f"`replace` would make more than {MOST_SIGNS} characters"
        raise FilterArgumentError(msg, token=None)
    return text.replace(old, new)


def _capitalize(text: str) -> str:
    """Make the first letter a capital and leave the others: McDonald, not Mcdonald."""
    return text[:1].upper() + text[1:]


def _truncate(text: str, most: str = "50", end: str = "...") -> str:
    room = _whole(most)
    return text if len(text) <= room else text[: max(room - len(end), 0)] + end


def _whole(text: str) -> int:
    if not re.fullmatch(r"[0-9]{1,4}", text):
        msg = f"{text!r} is no whole number up to 9999"
        raise FilterArgumentError(msg, token=None)
    return int(text)


def _date(value: object, form: object) -> str:
    if isinstance(value, Day):
        return formatted_day(value.day, _text(form), value.language)
    return _text(value)


def _default(value: object, other: object = "") -> object:
    return other if value is None or _text(value) == "" else value


def _squish(text: str) -> str:
    return " ".join(text.split())


def _escape(text: str) -> str:
    return html_escape(text).replace("&#x27;", "&#39;")


# Each with the fewest and the most arguments it takes.
IMPERSONAL: Mapping[str, tuple[Filter, int, int]] = {
    "append": (_capped(lambda text, more: text + more), 1, 1),
    "capitalize": (_capped(_capitalize), 0, 0),
    "date": (_date, 1, 1),
    "default": (_default, 1, 1),
    "downcase": (_capped(str.lower), 0, 0),
    "escape": (_capped(_escape), 0, 0),
    "escape_once": (_capped(lambda text: _escape(unescape(text))), 0, 0),
    "lstrip": (_capped(str.lstrip), 0, 0),
    "prepend": (_capped(lambda text, more: more + text), 1, 1),
    "remove": (_capped(_replace), 1, 1),
    "replace": (_capped(_replace), 2, 2),
    "rstrip": (_capped(str.rstrip), 0, 0),
    "squish": (_capped(_squish), 0, 0),
    "strip": (_capped(str.strip), 0, 0),
    "truncate": (_capped(_truncate), 0, 2),
    "upcase": (_capped(str.upper), 0, 0),
}

# These leave every word of the value in place. `append` and `prepend` add beside it.
KEEPING = frozenset(
    [
        "capitalize",
        "downcase",
        "escape",
        "escape_once",
        "lstrip",
        "rstrip",
        "squish",
        "strip",
        "upcase",
    ]
)
ADDING = frozenset({"append", "prepend"})
NEEDLESS = frozenset({"default"})
# These write a number, and what they add is no part of its value; a list is written
# as one says it.
SHAPING = frozenset({"money", "number", "plural"})
LISTING = "list"
PERSONAL = KEEPING | ADDING | NEEDLESS | SHAPING | {"date", LISTING}
