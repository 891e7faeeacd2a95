"""Is a value fit to be spoken to the person it is about?

Source: contracts.md, section 2, rule 5. What fails it is not used at all and
contradicts nothing. Some values pass by the letter and are still no words for a
letter (a web address, `GhostRider`, a name in capitals that nobody can be sure how
to write): those are doubtful. They are not said, and yet they contradict.
"""

from __future__ import annotations

import math
import re
import unicodedata

from datetime import date

from msgspec import Struct

from shopkeeper.remember.fit_to_greet import greeting_of
from shopkeeper.remember.name_lists import EMPTY_VALUES
from shopkeeper.vocabulary import FactValue, Predicate, ValueType


MOST_LETTERS = 120

NOT_OF_ITS_TYPE = "its value is not of its predicate's type"
EMPTY = "its value is empty"
TOO_LONG = f"its value is longer than {MOST_LETTERS} characters"
SEVERAL_LINES = "its value has more than one line"
MARKUP = "its value holds markup"
TEMPLATE = "its value holds template signs"
CONTROL = "its value holds control or direction characters"
COLON = "its value ends with a colon"
DOUBTFUL = "its value may not read well"

# Nothing of these is seen: zero-width characters, joiners, fillers, selectors.
_UNSEEN = (
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u180e\u200b\u200c\u200d"
    "\u2060\u2061\u2062\u2063\u2064\u2800\u3164\ufeff\uffa0"
    + "".join(map(chr, range(0xFE00, 0xFE10)))
)
_BLANKS = (
    " \t\n\r\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007"
    "\u2008\u2009\u200a\u202f\u205f\u3000"
)
_TRIMMED = _BLANKS + _UNSEEN
_DIRECTION = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e"
                       "\u2066\u2067\u2068\u2069")  # fmt: skip
_NEW_LINES = re.compile("[\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029]")

_PLAIN = re.compile(
    r"[A-Za-z0-9][A-Za-z0-9 ,.'()!?/+&-]{0,118}[A-Za-z0-9.!?)]|[A-Za-z0-9]"
)
_ENTITY = re.compile(
    r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#[0-9]{1,7}|#[xX][0-9A-Fa-f]{1,6});"
)
_MARKUP = re.compile(
    r"</?[A-Za-z!?]|<!--|-->|\]\(|!\[|\*\*|~~|`|^#{1,6}\s|\[/?(?:b|i|u|url|img|color)\b"
)
_TEMPLATE = re.compile(
    r"[{}]|<%|%>|\[\[|\]\]|\*\||\|\*|%%|\$\(|%\([A-Za-z_]|%[A-Za-z_]\w*%|«\s*\w+\s*»"
)
_MOMENT = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]")  # a machine's, not a day
_ODD = re.compile(
    r"[<>\[\]\\\ufffd]|\$[A-Za-z_]|://|\bwww\.|\bjavascript:|%[sd]\b|__|"
    r"(?:^|\s)[*_][^\s*_][^*_]*[*_](?:\s|$)|"
    r"=\?[\w-]+\?[QqBb]\?|\bdata:[a-z]+/|\bon[a-z]{3,12}=|##\w+##|^\|.*\|$|^~.*~$|"
    r"^@\w+\.\w|[\u0334-\u0338\u0488\u0489\u20d0-\u20f0]|[\u0300-\u036f]{4}"
)
# A sentence that goes on after it would read as broken.
_LEFT_OPEN = re.compile(r"^[,;:!?)&]|[,;(&]$")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Fit(Struct, frozen=True, kw_only=True):
    """
    What a value is good for.

    Attributes:
        spoken: The value as it may be said; None where it may not.
        because: Why it may not be said; empty where it may.
        counts: Does it contradict others? Only what is surely unfit does not.
    """

    spoken: FactValue | None
    because: str = ""
    counts: bool = True


def fit(value: object, predicate: Predicate, *, told: bool = False) -> Fit:
    """
    Judge a value of *predicate*; *told* by her, a strange name is a name.

    Example:
        >>> from shopkeeper.vocabulary import Predicates
        >>> called = Predicates().find("person.called")
        >>> fit(" Jenny ", called).spoken
        'Jenny'
        >>> fit("{{first_name}}", called).because
        'its value holds template signs'
    """
    if predicate.value is ValueType.NUMBER:
        return _fit_number(value)
    if not isinstance(value, str):
        return _unfit(NOT_OF_ITS_TYPE)
    text = trimmed(value)
    if not text:
        return _unfit(EMPTY)
    if predicate.value is ValueType.DATE and as_day(text) is None:
        return _unfit(NOT_OF_ITS_TYPE)
    if predicate.name != "person.called" and _PLAIN.fullmatch(value):
        return _fit_plain(value)
    greets = predicate.name == "person.called"
    return _fit_text(value, text, greets=greets, told=told)


def trimmed(text: str) -> str:
    """Return *text* without blanks and zero-width characters around it."""
    return text.strip(_TRIMMED)


def as_day(text: str) -> date | None:
    """Return the day of a text such as `2026-12-01`, else None."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _fit_number(value: object) -> Fit:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return _unfit(NOT_OF_ITS_TYPE)
    if not math.isfinite(value):
        return _unfit(NOT_OF_ITS_TYPE)
    return Fit(spoken=value)


def _fit_plain(text: str) -> Fit:
    """Judge a text of plain letters, for which one look is enough."""
    folded = text.lower()
    if folded in EMPTY_VALUES or "www." in folded or _MOMENT.match(text):
        return _doubtful()
    if ("(" in text or ")" in text) and _breaks_off(text):
        return _doubtful()
    return Fit(spoken=text)


def _fit_text(value: str, text: str, *, greets: bool, told: bool) -> Fit:
    because = _surely_unfit(text)
    if because:
        return _unfit(because)
    if greets:
        greeting = greeting_of(text, told=told)
        if greeting.unfit:
            return _unfit(greeting.unfit)
        if greeting.words is None:
            return _doubtful()
        text = greeting.words
    # What was trimmed away is not only blanks: then what we print could not be
    # compared with the value any more.
    unseen_around = value.strip() != value.strip(_TRIMMED)
    if unseen_around or len(value) > MOST_LETTERS or _odd(text):
        return _doubtful()
    return Fit(spoken=text)


def _surely_unfit(text: str) -> str:
    if _NEW_LINES.search(text):
        return SEVERAL_LINES
    for sign in text:
        if sign in _DIRECTION or (
            not sign.isprintable() and unicodedata.category(sign) in {"Cc", "Cs"}
        ):
            return CONTROL
    if len(text) > MOST_LETTERS:
        return TOO_LONG
    if text.endswith((":", "\uff1a", "\ufe55")):
        return COLON
    return _signs_of_machines(text)


def _signs_of_machines(text: str) -> str:
    if _TEMPLATE.search(text):
        return TEMPLATE
    if _MARKUP.search(text) or _ENTITY.search(text):
        return MARKUP
    # The same signs as full-width forms: a mail program may well fold them.
    folded = text if text.isascii() else unicodedata.normalize("NFKC", text)
    if folded != text and (_TEMPLATE.search(folded) or _MARKUP.search(folded)):
        return MARKUP
    return ""


def _odd(text: str) -> bool:
    if text.casefold() in EMPTY_VALUES or _breaks_off(text):
        return True
    if _ODD.search(text) or _MOMENT.match(text):
        return True
    if not any(sign.isalnum() for sign in text):
        return True
    if text.isascii():
        return False
    return _broken(text) or any(_unsaid(text, at) for at in range(len(text)))


def _breaks_off(text: str) -> bool:
    """Tell whether a value would break the sentence it stands in."""
    if _LEFT_OPEN.search(text):
        return True
    if "(" not in text and ")" not in text:
        return False
    depth = 0
    for sign in text:
        depth += (sign == "(") - (sign == ")")
        if depth < 0:
            return True
    return depth != 0


def _unsaid(text: str, at: int) -> bool:
    """Tell whether the character at *at* is none that a reader sees."""
    sign = text[at]
    if sign in "\u200c\u200d" or sign in "\ufe0e\ufe0f":
        # Persian and Indic words and picture signs are written with joiners.
        return at == 0 or text[at - 1].isascii()
    if sign in _UNSEEN:
        return True
    return not sign.isprintable() and unicodedata.category(sign) != "Zs"


def _broken(text: str) -> bool:
    """Tell whether UTF-8 was once read as Latin-1: `RenÃ©e`."""
    try:
        return text.encode("cp1252").decode("utf-8") != text
    except UnicodeError:
        return False


def _unfit(because: str) -> Fit:
    return Fit(spoken=None, because=because, counts=False)


def _doubtful() -> Fit:
    return Fit(spoken=None, because=DOUBTFUL)
