"""The small words of time in a sentence: days, clock times, lengths.

Each is found by one pattern and read into an `Atom`; `deadlines` puts
neighbours together. Source: data/listen/RULES.md, (a), `deadline`.
"""

from __future__ import annotations

import re

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time, timedelta

from shopkeeper.listen.workdays import (
    end_of_month,
    monday_of,
    next_date,
    next_day_number,
)


@dataclass(frozen=True, slots=True)
class Atom:
    """
    One small word of time.

    Attributes:
        start: Place of its first sign in the sentence.
        end: Place behind its last.
        kind: `date`, `weekday`, `week`, `clock` or `span`.
        day: The day of a `date`; the Monday of a `week`; None where undatable.
        number: 0 (Monday) to 6 of a `weekday`; the count of a `span`; the day
            within a `week` that it means by itself.
        unit: Of a `span`: `minute hour working_day day month`.
        clock: Of a `clock`: the time of day.
        sure: Of a `clock`: was the hour itself named?
        inside: A stretch whose end is meant even after "before".
        past: Is it behind the moment of speaking by its own words?
    """

    start: int
    end: int
    kind: str
    day: date | None = None
    number: int = 0
    unit: str = ""
    clock: time | None = None
    sure: bool = False
    inside: bool = False
    past: bool = False


_UNITS = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
    "twenty",
]
_NUMBERS = {word: n for n, word in enumerate(_UNITS)} | {
    "a": 1, "an": 1, "the next": 1,  "next": 1, "a couple of": 2,
    "couple of": 2, "a couple": 2, "twenty-four": 24, "twenty four": 24, "thirty": 30,
    "forty-eight": 48, "forty eight": 48, "forty-five": 45, "forty five": 45,
    "sixty": 60, "seventy-two": 72, "seventy two": 72, "ninety": 90,
}  # fmt: skip
_WORD = "|".join(sorted(map(re.escape, _NUMBERS), key=len, reverse=True))
NUMBER = rf"(?:\d{{1,3}}|(?:{_WORD})(?![a-z]))"
YEAR = r"(?:19|20|21)\d\d|9999"
_MONTHS = {
    name: n
    for n, names in enumerate(
        [
            "january jan",
            "february feb",
            "march mar",
            "april apr",
            "may",
            "june jun",
            "july jul",
            "august aug",
            "september sept sep",
            "october oct",
            "november nov",
            "december dec",
        ],
        start=1,
    )
    for name in names.split()
}
MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")(?![a-z])\.?"
_DAYS = {
    name: n
    for n, names in enumerate(
        [
            "monday mondays mon",
            "tuesday tuesdays tues tue",
            "wednesday wednesdays weds wed",
            "thursday thursdays thurs thur thu",
            "friday fridays fri",
            "saturday saturdays sat",
            "sunday sundays sun",
        ]
    )
    for name in names.split()
}
DAY = "(?:" + "|".join(sorted(_DAYS, key=len, reverse=True)) + r")(?![a-z'])\.?"
NTH = r"(?:st|nd|rd|th)"
HOUR = r"(?:[01]?\d|2[0-4])"
HOUR_WORD = "(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)"
AMPM = r"(?:\s?[ap]\.?m\b\.?)"

Reader = Callable[[re.Match[str], date | None], Atom | None]


def atom(match: re.Match[str], kind: str, **rest: object) -> Atom:
    return Atom(match.start(), match.end(), kind, **rest)  # type: ignore[arg-type]


def dated(
    of: Callable[[date], date | None],
    *,
    inside: bool = False,
    clock: time | None = None,
) -> Reader:
    """Make a reader of a day that is counted from the day of speaking."""

    def read(match: re.Match[str], today: date | None) -> Atom:
        day = of(today) if today else None
        return atom(match, "date", day=day, inside=inside, clock=clock)

    return read


def week(weeks: int, number: int, *, inside: bool = True) -> Reader:
    def read(match: re.Match[str], today: date | None) -> Atom:
        day = monday_of(today) + timedelta(weeks=weeks) if today else None
        return atom(match, "week", day=day, number=number, inside=inside)

    return read


def day_after(match: re.Match[str], today: date | None) -> Atom:
    """Read "the next day": the day after the one named before it, else tomorrow."""
    day = today + timedelta(days=1) if today else None
    return atom(match, "day_after", day=day)


def clock(hour: int, minute: int = 0) -> Reader:
    def read(match: re.Match[str], _: date | None) -> Atom:
        return atom(match, "clock", clock=time(hour, minute))

    return read


def weekend(weeks: int) -> Reader:
    def read(match: re.Match[str], today: date | None) -> Atom:
        if today is None:
            return atom(match, "date")
        sunday = today + timedelta(days=6 - today.weekday(), weeks=weeks)
        # Before the weekend is before its Saturday.
        if re.search(r"\bbefore (?:the |this |next )?$", match.string[: match.start()]):
            sunday -= timedelta(days=1)
        return atom(match, "date", day=sunday)

    return read


def feast(of_year: Callable[[int], date]) -> Reader:
    def day_of(today: date) -> date:
        this = of_year(today.year)
        return this if this >= today else of_year(today.year + 1)

    return dated(day_of)


def full_date(match: re.Match[str], today: date | None) -> Atom | None:
    month = _MONTHS[match["month"].rstrip(".")]
    number, year = int(match["day"]), match["year"]
    try:
        if year:
            return atom(match, "date", day=date(int(year), month, number))
        day = next_date(today, month, number) if today else None
    except ValueError:
        return None
    return atom(match, "date", day=day)


def numeric_date(match: re.Match[str], today: date | None) -> Atom | None:
    first, second, year = int(match["a"]), int(match["b"]), match["y"]
    december = 12
    number, month = (second, first) if second > december else (first, second)
    try:
        if year:
            full = int(year) + (2000 if len(year) <= len("26") else 0)
            return atom(match, "date", day=date(full, month, number))
        date(2024, month, number)
        day = next_date(today, month, number) if today else None
    except ValueError:
        return None
    return atom(match, "date", day=day)


def iso_date(match: re.Match[str], _: date | None) -> Atom | None:
    try:
        return atom(match, "date", day=date.fromisoformat(match.group()))
    except ValueError:
        return None


def nth(match: re.Match[str], today: date | None) -> Atom | None:
    number = int(match["day"])
    longest = 31
    if not 1 <= number <= longest:
        return None
    return atom(match, "date", day=next_day_number(today, number) if today else None)


def bare_month(match: re.Match[str], today: date | None) -> Atom | None:
    """Read "in May" (its last day), "by May" and "before June" (the first)."""
    if today is None:
        return atom(match, "date")
    month = _MONTHS[match["month"].rstrip(".")]
    year = int(match["year"]) if match["year"] else None
    first = date(year or today.year, month, 1)
    if year is None and end_of_month(first) < today:
        first = first.replace(year=first.year + 1)
    how = match["how"].split()[-1]
    if match["start_of"]:
        how = "by"
    days = {
        "by": first, "beginning": first, "start": first, "mid": first.replace(day=15),
        "of": end_of_month(first), "early": first.replace(day=10),
        **dict.fromkeys(("before", "until", "till", "til"), first - timedelta(days=1)),
    }  # fmt: skip
    if how == "of" and match["how"].startswith("mid"):
        how = "mid"
    return atom(match, "date", day=days.get(how, end_of_month(first)), inside=True)


def weekday(match: re.Match[str], today: date | None) -> Atom:
    number = _DAYS[match["name"].rstrip(".")]
    how = match["how"] or ""
    if how.startswith("next") and today is not None:
        monday = today - timedelta(days=today.weekday()) + timedelta(weeks=1)
        return atom(match, "date", day=monday + timedelta(days=number))
    return atom(match, "weekday", number=number, past=how.startswith("last"))


def weekday_and_weeks(match: re.Match[str], today: date | None) -> Atom:
    number = _DAYS[(match["name"] or match["name2"]).rstrip(".")]
    weeks = number_of(match["weeks"]) if match["weeks"] else 1
    if match["fortnight"] or match["fortnight2"]:
        weeks = 2
    if today is None:
        return atom(match, "date")
    ahead = timedelta(days=(number - today.weekday() - 1) % 7 + 1, weeks=weeks)
    return atom(match, "date", day=today + ahead)


def number_of(word: str) -> int:
    """Read a number in figures or words; an unknown word counts one."""
    return int(word) if word.isdigit() else _NUMBERS.get(word, 1)


_UNIT_OF = {
    "min": ("minute", 1), "hour": ("hour", 1), "hr": ("hour", 1), "h": ("hour", 1),
    "day": ("day", 1), "d": ("day", 1), "night": ("day", 1), "week": ("day", 7),
    "wk": ("day", 7), "fortnight": ("day", 14), "month": ("month", 1),
    "mth": ("month", 1), "quarter": ("month", 3), "year": ("month", 12),
    "yr": ("month", 12), "bd": ("working_day", 1), "wd": ("working_day", 1),
}  # fmt: skip


def span(match: re.Match[str], _: date | None) -> Atom | None:
    unit, times = _UNIT_OF[re.sub(r"(?:utes?|s|\.)+$", "", match["unit"])]
    count = number_of(match["count"]) * times
    if match["half"]:
        if unit != "hour":
            return None
        return atom(match, "span", number=30 + 60 * count, unit="minute")
    if match["working"]:
        if unit == "hour":
            count = -(-count // 8)  # a working day has eight hours
        unit = "working_day"
    return atom(match, "span", number=count, unit=unit)


def minutes(number: int) -> Reader:
    """Make a reader of a fixed number of minutes."""

    def read(match: re.Match[str], _: date | None) -> Atom:
        return atom(match, "span", number=number, unit="minute")

    return read


def _later_hour(text: str, ampm: str | None, from_hour: int | None) -> time | None:
    """Read an hour; without am or pm, 1 to 7 are of the afternoon."""
    parts = re.split(r"[:.h]", text)
    hour = int(parts[0])
    minute = int(parts[1]) if len(parts) > 1 and parts[1] else 0
    named_exactly = len(parts) > 1 and len(parts[0]) > 1
    # "At 7:30" is a morning's; "by 7" an evening's.
    half, opening = 12, 8 if len(parts) == 1 else 7
    if ampm:
        hour = hour % half + (half if ampm.strip().startswith("p") else 0)
    elif (
        not named_exactly
        and 0 < hour < half
        and (hour < opening or (from_hour or 0) >= half)
    ):
        hour += half
    sixty, day = 60, 24
    if minute >= sixty or hour > day:
        return None
    return time(23, 59) if hour == day else time(hour, minute)


def hour(match: re.Match[str], _: date | None) -> Atom | None:
    clock = _later_hour(match["h"], match["ap"], None)
    return atom(match, "clock", clock=clock, sure=True) if clock else None


def hours(match: re.Match[str], _: date | None) -> Atom | None:
    clock = _later_hour(
        match["to"], match["ap"], int(re.split(r"[:.h]", match["fr"])[0])
    )
    return atom(match, "clock", clock=clock, sure=True) if clock else None


def spoken_hour(match: re.Match[str], _: date | None) -> Atom | None:
    clock = _later_hour(str(number_of(match["h"])), None, None)
    if clock is None:
        return None
    part = match["part"]
    past = 30 if part.startswith("half") else 15 if part.endswith("past") else -15
    whole = clock.hour * 60 + past
    return atom(match, "clock", clock=time(whole // 60, whole % 60), sure=True)


def spoken_minutes(match: re.Match[str], _: date | None) -> Atom | None:
    """Read "ten past nine"; halves and quarters are `spoken_hour`'s."""
    clock = _later_hour(str(number_of(match["h"])), None, None)
    if clock is None:
        return None
    part, side = match["part"].rsplit(" ", 1)
    minutes = 25 if part == "twenty-five" else number_of(part)
    whole = clock.hour * 60 + (minutes if side == "past" else -minutes)
    return atom(match, "clock", clock=time(whole // 60, whole % 60), sure=True)


def word_hour(match: re.Match[str], _: date | None) -> Atom | None:
    """Read "by four" and "at eleven fifteen"."""
    clock = _later_hour(str(number_of(match["h"])), None, None)
    if clock is None:
        return None
    found = match.groupdict().get("m")
    minute = {"fifteen": 15, "thirty": 30}.get(found or "", 45 if found else 0)
    return atom(match, "clock", clock=clock.replace(minute=minute), sure=True)


def four_digits(match: re.Match[str], _: date | None) -> Atom | None:
    """Read "0930"."""
    digits = match["h"]
    moment = time(int(digits[:2]), int(digits[2:]))
    return atom(match, "clock", clock=moment, sure=True)
