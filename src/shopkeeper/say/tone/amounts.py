"""Amounts as they are written and as they are spoken: £62.50, sixty pounds, free."""

from __future__ import annotations

import re

from dataclasses import dataclass


_ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen",
    "seventeen", "eighteen", "nineteen",
)  # fmt: skip
_TENS = ("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
_SMALL = {word: number for number, word in enumerate(_ONES)} | {
    word: 10 * number for number, word in enumerate(_TENS, 2)
}
_SPOKEN = "|".join(sorted(_SMALL, key=len, reverse=True))
NUMBER_WORD = (
    rf"(?:a hundred|(?:{_SPOKEN})(?:[ -](?:{_SPOKEN}|hundred))*"
    rf"(?: (?:and )?(?:{_SPOKEN})(?:[ -](?:{_SPOKEN}))?)?)"
)
_DIGITS = r"\d{1,3}(?:[, ]\d{3})+(?:\.\d+)?|\d+(?:[.,]\d{1,2})?"
_SIGNS = {"£": "£", "€": "€", "$": "$", "gbp": "£", "eur": "€", "usd": "$"}
_NAMES = {
    "pound": "£", "pounds": "£", "quid": "£", "euro": "€", "euros": "€",
    "dollar": "$", "dollars": "$",
}  # fmt: skip
_WRITTEN = re.compile(
    rf"(?P<sign>[£€$₹₦₱₩¥₪₫₺₴฿]|\b(?:gbp|eur|usd|chf|sek|nok|dkk|kr)\b) ?(?P<a>{_DIGITS})"
    rf"|(?P<b>{_DIGITS}) ?(?P<name>[£€$₹₦₱₩¥₪₫₺₴฿]|(?:pounds?|quid|euros?|dollars?|gbp|eur|usd|chf|sek"
    rf"|nok|dkk|kr|francs?|kron(?:er|or|a|e))\b)(?: (?:and )?(?P<cents>\d{{1,2}})\b(?! \w+day))?"
    rf"|(?P<pence>{_DIGITS}) ?(?:p|pence|cents?|ct|c)\b(?!\.?m)"
    rf"|(?P<share>{_DIGITS}) ?(?:%|per ?cent\b)"
    r"|\b(?:a )?(?P<note>fiver|tenner)s?\b"
    rf"|\b(?P<spoken>{NUMBER_WORD}) (?P<of>pounds?|quid|euros?|dollars?|pence|per ?cent|cents)\b"
    rf"(?: (?:and )?(?P<small>{NUMBER_WORD})(?= ?pence|[.,;]|$| ))?"
)


_ANY_AMOUNT = re.compile(
    r"[£€$₹₦₱₩¥₪₫₺₴฿]|\d ?(?:%|per|p\b|c\b|ct\b|pence|cent|pound|quid|euro|dollar|gbp|eur|usd|chf|sek|nok|dkk|kr|francs)"
    r"|\b(?:gbp|eur|usd|chf|sek|nok|dkk|kr) ?\d|pounds?\b|quid|euros?\b|dollars?\b|pence|cents?\b|fiver|tenner"
)


@dataclass(frozen=True, slots=True)
class Amount:
    """Money or a percentage in a text: `[start, end)` of its words."""

    value: float
    unit: str
    start: int
    end: int

    def same(self, other: Amount) -> bool:
        """Is it the same amount? A currency that is not named may be any."""
        share = (self.unit == "%") == (other.unit == "%")
        return share and abs(self.value - other.value) < 0.005


def number_of(words: str) -> float | None:
    """
    Read a number in words.

    Example:
        >>> number_of("twenty-five"), number_of("two hundred and ten"), number_of("x")
        (25.0, 210.0, None)
    """
    total, current, seen = 0, 0, False
    for word in re.split(r"[ -]+", words.strip()):
        if word in _SMALL:
            current += _SMALL[word]
            seen = True
        elif word == "hundred":
            current = max(current, 1) * 100
            seen = True
        elif word in {"a", "and"}:
            continue
        else:
            return None
    return float(total + current) if seen else None


def value_of(digits: str) -> float:
    """Read `1,250.00`, `1 250` and the continental `12,50`."""
    plain = digits.replace(" ", "")
    if re.fullmatch(r"\d+,\d{1,2}", plain):
        return float(plain.replace(",", "."))
    return float(plain.replace(",", ""))


def bare(amount: Amount, low: str) -> bool:
    """Does the number stand in the text without its sign ("2.40 each")?"""
    number = f"{amount.value:g}"
    forms = {number, f"{amount.value:.2f}", f"{amount.value:,.0f}" if amount.value >= 1000 else number}  # fmt: skip
    return any(
        re.search(
            rf"(?<![\d.,:/£€$-]){re.escape(form)}(?![\d:/-]|[.,]\d|st|nd|rd|th| ?[ap]m)",
            low,
        )
        for form in forms
    )


def amounts_in(low: str) -> tuple[Amount, ...]:
    """
    Find the amounts of a text in small letters.

    Example:
        >>> [(one.value, one.unit) for one in amounts_in("£4, then nine pounds; 20 %")]
        [(4.0, '£'), (9.0, '£'), (20.0, '%')]
    """
    if not _ANY_AMOUNT.search(low):
        return ()
    found = []
    for match in _WRITTEN.finditer(low):
        value, unit = _amount(match)
        if value is not None:
            found.append(Amount(value, unit, *match.span()))
    return tuple(found)


def _amount(match: re.Match[str]) -> tuple[float | None, str]:
    if match["a"]:
        return value_of(match["a"]), _SIGNS.get(match["sign"], match["sign"])
    if match["b"]:
        cents = int(match["cents"] or 0) / 100
        name = match["name"]
        return value_of(match["b"]) + cents, _NAMES.get(name, _SIGNS.get(name, name))
    if match["pence"]:
        return value_of(match["pence"]) / 100, "£"
    if match["note"]:
        return {"fiver": 5.0, "tenner": 10.0}[match["note"]], "£"
    if match["share"]:
        return value_of(match["share"]), "%"
    return _spoken(match)


def _spoken(match: re.Match[str]) -> tuple[float | None, str]:
    value = number_of(match["spoken"])
    if value is None:
        return None, ""
    if match["of"].startswith("per"):
        return value, "%"
    if match["of"] in {"pence", "cents"}:
        return value / 100, "£"
    small = number_of(match["small"]) if match["small"] else None
    return value + (small or 0) / 100, _NAMES.get(match["of"], "£")
