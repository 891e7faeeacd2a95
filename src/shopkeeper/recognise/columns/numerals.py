"""Numbers and money as people write them: 1.234,56 and £12.00 and (5)."""

from __future__ import annotations

import math
import re

from collections.abc import Callable, Sequence

from msgspec import Struct


class NumberForm(Struct, frozen=True, kw_only=True):
    """How one column writes its numbers: which sign stands before the cents."""

    decimal: str = "."


_CURRENCY = (
    r"EUR(?:OS?)?|USD|GBP|CHF|SEK|NOK|DKK|ISK|PLN|CZK|HUF|RON|JPY|CNY|INR|AUD|CAD|NZD"
    r"|ZAR|BRL|MXN|TRY|kr\.?|Kč|zł|Ft|Fr\.|Rs\.?|[A-Z]{0,2}[$\u00a3\u20ac\u00a5\u20b9]"
)
_MONEY = re.compile(
    r"(?P<minus>[-\u2212+]?)\s*"
    rf"(?:{_CURRENCY})?\s*"
    r"(?P<inner>[-\u2212+]?)\s*"
    r"(?P<digits>\d[\d.,'\u2019 \u00a0\u202f\u2009]*|[.,]\d+)"
    r"(?P<after>[-\u2212]?)\s*"
    rf"(?:{_CURRENCY}|,?--?)?",
    re.IGNORECASE,
)
_PLAIN = re.compile(r"[0-9]+(?:\.[0-9]+)?|\.[0-9]+")
_GROUPS = str.maketrans("", "", " \u00a0\u202f\u2009'\u2019")


def read_number(text: str, form: NumberForm | None = None) -> float | None:
    """
    Read a number or an amount of money.

    A currency before or behind is allowed, brackets and a minus on either side
    mean less than nothing.

    Example:
        >>> read_number("1.234,56 €", NumberForm(decimal=","))
        1234.56
        >>> read_number("(£5.00)")
        -5.0
        >>> read_number("12 of 13") is None
        True
    """
    text = text.strip()
    decimal = form.decimal if form else "."
    if decimal == "." and "_" not in text:
        try:
            plain = float(text)
        except ValueError:
            pass
        else:
            return plain if math.isfinite(plain) else None
    bracketed = text.startswith("(") and text.endswith(")")
    match = _MONEY.fullmatch(text[1:-1].strip() if bracketed else text)
    if not match:
        return None
    digits = _plain(match["digits"].strip(), decimal)
    if digits is None:
        return None
    # "5,-" is five with no cents, not five below nothing.
    round_sum = match["digits"].rstrip().endswith(decimal)
    signs = match["minus"] + match["inner"] + ("" if round_sum else match["after"])
    below = bracketed or any(sign in "-\u2212" for sign in signs)
    return -float(digits) if below else float(digits)


def number_parser(form: NumberForm | None) -> Callable[[str], float | None]:
    """Make a fast reader of one column's numbers; it remembers cells seen before."""
    seen: dict[str, float | None] = {}

    def parse(text: str) -> float | None:
        if text in seen:
            return seen[text]
        if len(seen) >= 200_000:  # noqa: PLR2004  # bounded memory
            seen.clear()
        seen[text] = found = read_number(text, form)
        return found

    return parse


def learn_number_form(values: Sequence[str]) -> NumberForm:
    """
    Learn which sign stands before the cents.

    Where both signs stand in one cell, the last is the decimal one; a comma followed
    by other than three digits is, too; a sign that stands twice only groups.
    """
    votes = {".": 0, ",": 0}
    for text in values:
        comma, point = text.rfind(","), text.rfind(".")
        if comma >= 0 and point >= 0:
            votes["," if comma > point else "."] += 2
        elif comma >= 0:
            votes[_vote(text, ",")] += 1
        elif point >= 0 and text.count(".") > 1:
            votes[","] += 1
        elif point >= 0 and _digits_after(text, ".") != 3:  # noqa: PLR2004
            votes["."] += 1
    return NumberForm(decimal="," if votes[","] > votes["."] else ".")


def _vote(text: str, mark: str) -> str:
    groups = text.count(mark) > 1 or _digits_after(text, mark) == 3  # noqa: PLR2004
    return "." if groups else mark


def _digits_after(text: str, mark: str) -> int:
    tail = text[text.rfind(mark) + 1 :]
    return len(tail) - len(tail.lstrip("0123456789"))


def _plain(digits: str, decimal: str) -> str | None:
    grouping = "." if decimal == "," else ","
    whole, mark, cents = digits.translate(_GROUPS).partition(decimal)
    if grouping in cents or decimal in cents:
        return None
    groups = whole.split(grouping)
    if any(len(group) != 3 for group in groups[1:]):  # noqa: PLR2004
        return None
    plain = "".join(groups) + ("." + cents if mark and cents else "")
    return plain if _PLAIN.fullmatch(plain) else None
