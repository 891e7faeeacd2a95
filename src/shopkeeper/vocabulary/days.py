"""How a day is written where people read it."""

from __future__ import annotations

from datetime import date


def written_day(day: date) -> str:
    """
    Return a day in words that no country reads as another day.

    Example:
        >>> written_day(date(2026, 5, 3))
        '3 May 2026'
    """
    return f"{day.day} {day:%B %Y}"
