"""What does she ask to be called, and is it a name at all?

Source: data/listen/RULES.md, (c), `form_of_address`.
"""

from __future__ import annotations

import re

from shopkeeper.listen import fact_words as w
from shopkeeper.listen.fact_values import value_of
from shopkeeper.listen.function_words import is_function_word


_ASKED = re.compile(r"(?:call|address|refer|know) |(?:to )?be(?:ing)? ")
_SURE = re.compile(
    r"\b(?:call me|from now on|goe?s? by|prefers|(?:to be|being) (?:called|known))\b"
)
# "Call me Monday" and "call me regarding…" are about a telephone.
_NO_NAME = re.compile(
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tonight|noon|midday|morning|afternoon"
    r"|evening|lunchtime|sometime|any ?time|asap|straight|regarding|concerning|re"
    r"|urgent|crazy|mad|old|old-fashioned|cynical|paranoid|picky|fussy|names|\d.*"
)
_MONTH = re.compile(
    r"(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december)\b(?P<day> (?:the )?\d)?"
)
_CORRECTED = re.compile(
    r"(?:(?:hi|hello|no|oh|actually|sorry|and|ps)[,:]? )*"
    r"(?:it's|it is|that's|i'm|i am) (?P<name>[^\W\d_][\w'-]*)"
    r"(?P<aside>,? (?:by the way|btw|actually|please))?"
    r"(?:,? (?P<how>never|not) (?P<other>[^\W\d_][\w'-]*))(?:,? (?:please|thanks))?"
)


def asks_for_name(low: str, written: str, *, capital: bool = False) -> float | None:
    """
    Tell how surely a clause says what to call her; None if it does not.

    Args:
        low: Its words, plain.
        written: Its words as written, as long.
        capital: Must the name have a capital? In a question "could you call me
            regarding my order" looks just like one.
    """
    match = w.FORM_OF_ADDRESS.search(low)
    if match is None:
        return None
    if _ASKED.match(match.group()):
        name = value_of("form_of_address", low, written)
        if not _is_name(name) or (capital and not _has_capital(name, written)):
            return None
    return 0.97 if _SURE.search(low) else 0.8


def puts_right(low: str) -> bool:
    """Tell whether a sentence puts something right: "it's this, not that"."""
    return _CORRECTED.fullmatch(low) is not None


def corrects_name(low: str, written: str) -> bool:
    """
    Tell whether a sentence puts her name right.

    "It's Jo, not Joanne" does; "It's Leeds, not York" may be about a place.

    Example:
        >>> corrects_name("it's bea, never beatrice", "It's Bea, never Beatrice")
        True
    """
    match = _CORRECTED.fullmatch(low)
    if match is None:
        return False
    both = [written[slice(*match.span(group))] for group in ("name", "other")]
    if not all(_is_name(one) and _has_capital(one, written) for one in both):
        return False
    short, long = sorted((match["name"], match["other"]), key=len)
    return match["how"] == "never" or bool(match["aside"]) or long.startswith(short)


def _is_name(said: str) -> bool:
    low = said.lower()
    first = re.match(r"[\w'-]*", low)
    word = first.group() if first else ""
    month = _MONTH.match(low)
    if month and (month["day"] or said[:1].islower()):
        return False
    if not word or is_function_word(word) or _NO_NAME.fullmatch(word):
        return False
    return not (said[:1].islower() and word.endswith("ly"))


def _has_capital(said: str, written: str) -> bool:
    return said[:1].isupper() and not written.isupper()
