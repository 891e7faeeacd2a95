"""Days as people read them.

A letter in English says "1 December 2026"; in other languages the day stands in
figures, in the order that is usual there, unless its writer asks for a month's name:
then it is in the language of the letter, and never in English by default.
"""

from __future__ import annotations

import re

from datetime import date

from shopkeeper.say.tongues import TONGUES, tongue_of


# Languages by how they write a day in figures; others get the international form.
_DOTTED = frozenset(
    [
        "de",
        "da",
        "nb",
        "nn",
        "no",
        "fi",
        "cs",
        "sk",
        "pl",
        "ru",
        "uk",
        "tr",
        "et",
        "lv",
        "hr",
        "sl",
        "sr",
        "bg",
        "ro",
        "is",
    ]
)
_SLASHED = frozenset(
    ["fr", "es", "it", "pt", "ca", "gl", "el", "cy", "ga", "vi", "id", "ms"]
)

# What may stand beside a day in a format: words that are part of the date itself.
_BESIDE = re.compile(
    r"(?:[\s.,/\u2013-]|\b(?:st|nd|rd|th|the|of|on|de|den|der|do|del|le|el|il|o|er)\b)*"
)
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIRECTIVE = re.compile(r"%(-?[A-Za-z%])")
_ENGLISH = TONGUES["en"]
_NAMES = re.compile(r"%[BbhAa]")
_KINDS = {
    "d": "day", "-d": "day", "e": "day", "m": "month", "-m": "month", "B": "name",
    "b": "name", "h": "name", "Y": "year", "y": "year", "A": "weekday",
    "a": "weekday", "F": "whole",
}  # fmt: skip
# Orders in which figures alone are read as a day.
_FIGURES = (
    ["day", "month"], ["month", "day"], ["day", "month", "year"],
    ["month", "day", "year"], ["year", "month", "day"],
)  # fmt: skip


def as_day(text: str) -> date | None:
    """Return the day of a text such as `2026-12-01`, else None."""
    if not _DAY.fullmatch(text):
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def spoken_day(day: date, language: str) -> str:
    """
    Write a day as somebody who reads *language* would.

    Example:
        >>> spoken_day(date(2026, 12, 1), "en-GB")
        '1 December 2026'
        >>> spoken_day(date(2026, 12, 1), "de")
        '1.12.2026'
    """
    tongue = language[:3].casefold().partition("-")[0]
    if tongue == "en":
        return f"{day.day} {_ENGLISH.months[day.month - 1]} {day.year}"
    if tongue in _DOTTED:
        return f"{day.day}.{day.month}.{day.year}"
    if tongue in _SLASHED:
        return f"{day.day}/{day.month}/{day.year}"
    if tongue == "nl":
        return f"{day.day}-{day.month}-{day.year}"
    return day.isoformat()


def formatted_day(day: date, form: str, language: str = "en") -> str:
    """
    Write a day by a format of Liquid's `date` filter, names in *language*.

    A language whose names are not known here gets the day in figures instead: no
    letter is half in English.

    Example:
        >>> formatted_day(date(2026, 12, 1), "%A, %-d. %B", "de-AT")
        'Dienstag, 1. Dezember'
    """
    tongue = tongue_of(language)
    if tongue is None:
        if _NAMES.search(form):
            return spoken_day(day, language)
        tongue = _ENGLISH
    names = tongue.months[day.month - 1], tongue.weekdays[day.weekday()]
    return _DIRECTIVE.sub(lambda found: _directive(found.group(1), day, *names), form)


def unknown_directive(form: str) -> str:
    """Return the first directive of *form* that is none of ours, or nothing."""
    used = _DIRECTIVE.findall(form)
    return next((f"%{name}" for name in used if name not in {*_KINDS, "%"}), "")


def trouble_with(form: str) -> str:
    """
    Say why *form* is no format that states a day; empty where it is one.

    Example:
        >>> trouble_with("%-d %B %Y")
        ''
        >>> trouble_with("%Y")
        'it leaves no day that can be read one way'
    """
    used = _DIRECTIVE.findall(form)
    unknown = "%%" if "%" in used else unknown_directive(form)
    if unknown:
        return f"{unknown} is not one of %d %-d %e %m %-m %B %b %Y %y %A %a %F"
    if not _BESIDE.fullmatch(_DIRECTIVE.sub(" ", form).casefold()):
        return "other words belong beside the variable, not into its format"
    order = [_KINDS[name] for name in used]
    if len(order) != len(set(order)) or {"name", "month"} <= set(order):
        return "it says the same thing twice"
    return (
        "" if _is_read_one_way(order) else "it leaves no day that can be read one way"
    )


def _is_read_one_way(order: list[str]) -> bool:
    if "whole" in order:
        return len(order) == 1
    if "name" in order:
        return True
    if "weekday" in order and {"month", "year"}.isdisjoint(order):
        return True
    return [kind for kind in order if kind != "weekday"] in _FIGURES


def _directive(name: str, day: date, month: str, weekday: str) -> str:
    words = {
        "d": f"{day.day:02}", "-d": f"{day.day}", "e": f"{day.day:2}",
        "m": f"{day.month:02}", "-m": f"{day.month}", "B": month, "b": month[:3],
        "h": month[:3], "Y": f"{day.year:04}", "y": f"{day.year % 100:02}",
        "A": weekday, "a": weekday[:3], "F": day.isoformat(), "%": "%",
    }  # fmt: skip
    return words.get(name, "")
