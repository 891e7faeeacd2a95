"""How a day is written where people read it."""

from __future__ import annotations

from datetime import date, timedelta


def written_day(day: date) -> str:
    """
    Return a day in words that no country reads as another day.

    Example:
        >>> written_day(date(2026, 5, 3))
        '3 May 2026'
    """
    return f"{day.day} {day:%B %Y}"


def ago(age: timedelta) -> str:
    """
    Say how long ago something was, as roughly as one would say it aloud.

    Example:
        >>> ago(timedelta(days=22)), ago(timedelta(days=1, hours=3)), ago(timedelta())
        ('3 weeks ago', 'yesterday', 'today')
    """
    days = max(age, timedelta()) // timedelta(days=1)
    if days < _DAYS_TELL:
        return {0: "today", 1: "yesterday"}.get(days, f"{days} days ago")
    for unit, length, until in _UNITS:
        if days < until:
            number = round(days / length)
            return f"{number} {unit}{'' if number == 1 else 's'} ago"
    return f"{round(days / _YEAR)} years ago"


_DAYS_TELL = 14
_YEAR = 365
# Weeks are told for two months, months for two years.
_UNITS = (("week", 7, 60), ("month", 30.4, 2 * _YEAR))
