"""For how long does she want to be left alone?

Source: data/listen/RULES.md, (b): a duration where she names one, else the day on which
contact may start again, where it can be dated.
"""

from __future__ import annotations

import re

from datetime import datetime, timedelta

from shopkeeper.listen.deadlines import find_times
from shopkeeper.listen.time_atoms import NUMBER, number_of
from shopkeeper.vocabulary import Calendar


_MANY = {"half a": 0.5, "half": 0.5}
_UNIT = (
    r"(?P<unit>days?|weeks?|wks?|fortnights?|months?|mths?|mos|years?|yrs?|quarters?)"
)
_LENGTH = rf"(?P<n>{NUMBER}|half a|half)?[ -]?{_UNIT}\b"
_ASKED = re.compile(
    r"\b(?:for|over|in|during)\s(?:about |at least |the next |the coming |another "
    rf"|next |these |the )*{_LENGTH}"
)
_NAMED = re.compile(rf"\b{_LENGTH.replace('?[ -]?', '[ -]?')}(?! (?:ago|old|now)\b)")


def pause_in(
    stretch: str, said_at: datetime | None, calendar: Calendar, *, sure: bool = False
) -> str | None:
    """
    Read "for three months" and "until September" as a pause.

    Args:
        stretch: Plain words.
        said_at: When they were said, where she is.
        calendar: The shop's working days.
        sure: Is it known that she asks for a pause? Then any length of time is its.
    """
    length = _ASKED.search(stretch) or (_NAMED.search(stretch) if sure else None)
    if length:
        return _duration(length["n"] or "a", length["unit"])
    until = re.search(
        r"\b(?:(?:until|till|til)(?: after)?|before|(?:again|back|resume|start"
        r"|write|contact me)"
        r"(?: again)? (?:in|on|from|after)|not (?:in|this|during)|this|during|over"
        r"|after)\s(?P<rest>.+)",
        stretch,
    )
    if until is None or said_at is None:
        return None
    return _resumes(until, said_at, calendar)


def _resumes(until: re.Match[str], said_at: datetime, calendar: Calendar) -> str | None:
    times = find_times("in " + until["rest"], said_at, calendar)
    dated = [time for time in times if time.value is not None]
    if not dated or dated[0].start > len("in the end of"):
        return None
    value = dated[0].value
    day = value.date() if isinstance(value, datetime) else value
    if day is None or day <= said_at.date():
        return None
    named_end = re.match(
        r"(?:the |this )?(?:end|month|year|week|quarter|weekend)", until["rest"]
    )
    starts_with = until.group().split()[0]
    if re.match(r"(?:until|till?) after\b", until.group()):
        starts_with = "after"
    month = re.match(
        r"(?:the )?(?:january|february|march|april|may|june|july|august"
                     r"|september|october|november|december)\b(?! \d)",
                     until["rest"])  # fmt: skip
    if month and starts_with not in ("after", "this", "during", "over"):
        day = day.replace(day=1)
    elif starts_with in ("after", "this", "during", "over") or named_end:
        day += timedelta(days=1)
    return f"pause:{day.isoformat()}"


def _duration(count: str, unit: str) -> str:
    number = _MANY.get(count) or number_of(count)
    letter = unit[0].upper()
    if letter == "F":
        number, letter = number * 2, "W"
    elif letter == "Q":
        number, letter = number * 3, "M"
    if number < 1:  # half a year, half a month
        number, letter = {"Y": (6, "M"), "M": (2, "W")}.get(letter, (1, letter))
    return f"pause:P{round(number)}{letter}"
