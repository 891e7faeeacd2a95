"""Days of the civil calendar: working days, months, feasts.

Source: data/listen/RULES.md, (a), `deadline`.
"""

from __future__ import annotations

import calendar as civil

from collections.abc import Container
from datetime import date, timedelta
from functools import lru_cache

import holidays as public

from shopkeeper.vocabulary import BadInput, Calendar


_MOST_WORKING_DAYS = 1000  # longer than any promise; bounds the walk


def add_working_days(day: date, count: int, calendar: Calendar) -> date:
    """
    Return the *count*-th working day after *day*.

    Day 1 is the next working day. Counts above a thousand are taken as that.
    """
    closed = holidays_of(calendar.holidays)
    left = min(count, _MOST_WORKING_DAYS)
    while left > 0 and calendar.working_days:
        day += timedelta(days=1)
        if day.weekday() in calendar.working_days and day not in closed:
            left -= 1
    return day


@lru_cache(maxsize=16)
def holidays_of(name: str) -> Container[date]:
    """
    Return the days on which nobody works, by a name of the `holidays` package.

    Args:
        name: `GB`, `GB-SCT` and so on, or `none`.

    Raises:
        BadInput: If the package knows no such place.
    """
    if name == "none":
        return frozenset()
    country, _, part = name.partition("-")
    try:
        return public.country_holidays(country, subdiv=part or None)
    except NotImplementedError:
        msg = f"No holidays are known for {name!r}: use a name like GB-SCT, or none."
        raise BadInput(msg) from None


def add_months(day: date, count: int) -> date:
    """Return the same day *count* months on, or the last day of that month."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, days_in_month(year, month + 1)))


def days_in_month(year: int, month: int) -> int:
    """Return the number of days of a month."""
    return civil.monthrange(year, month)[1]


def end_of_month(day: date) -> date:
    """Return the last day of the month of *day*."""
    return day.replace(day=days_in_month(day.year, day.month))


def end_of_quarter(day: date) -> date:
    """Return the last day of the quarter of *day*."""
    return end_of_month(date(day.year, (day.month - 1) // 3 * 3 + 3, 1))


def monday_of(day: date) -> date:
    """
    Return the Monday of the week that *day* speaks of as "this week".

    On a Saturday or Sunday that is the week about to begin.
    """
    saturday = 5
    shift = 7 if day.weekday() >= saturday else 0
    return day - timedelta(days=day.weekday()) + timedelta(days=shift)


def weekday_after(day: date, weekday: int) -> date:
    """Return the first such weekday after *day* (0 is Monday)."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def weekday_before(day: date, weekday: int) -> date:
    """Return the last such weekday before *day* (0 is Monday)."""
    return day - timedelta(days=(day.weekday() - weekday - 1) % 7 + 1)


def next_date(day: date, month: int, number: int) -> date | None:
    """Return the first such day and month not before *day*; None if there is none."""
    for year in range(day.year, day.year + 9):
        if number <= days_in_month(year, month):
            found = date(year, month, number)
            if found >= day:
                return found
    return None


def next_day_number(day: date, number: int) -> date | None:
    """Return the first day with that number in its month, not before *day*."""
    first = day.replace(day=1)
    for ahead in range(13):
        month = add_months(first, ahead)
        if number <= days_in_month(month.year, month.month):
            found = month.replace(day=number)
            if found >= day:
                return found
    return None


def easter(year: int) -> date:
    """Return Easter Sunday (the anonymous Gregorian computus, Nature, 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)
