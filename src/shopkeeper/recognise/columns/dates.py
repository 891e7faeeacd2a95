"""Days and moments, in the order their writer had in mind.

The order of day and month is learned for each column from its values: one cell
above twelve settles it for all. Where no cell does, the smaller steps from row to
row decide, then the habit of the shop's part of the world.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta, timezone, tzinfo
from enum import StrEnum

from msgspec import Struct


class DateStyle(StrEnum):
    """How a column writes its days."""

    ISO = "iso"
    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"
    YEAR_DAY_MONTH = "year, day, month"
    EIGHT_YMD = "yyyymmdd"
    EIGHT_DMY = "ddmmyyyy"
    EIGHT_MDY = "mmddyyyy"
    NAMED = "month by name"
    EPOCH_S = "seconds since 1970"
    EPOCH_MS = "milliseconds since 1970"
    EPOCH_US = "microseconds since 1970"
    EXCEL = "days since 1900"


class DateForm(Struct, frozen=True, kw_only=True):
    """
    How one column writes its dates.

    Attributes:
        style: The order of its parts.
        settled: False where the values allow another order just as well.
        pivot: Two-digit years above it are of the last century.
    """

    style: DateStyle
    settled: bool = True
    pivot: int = 69


_CACHE = 200_000
# `dd/mm/yyyy hh:mm` and `yyyy-mm-dd hh:mm`, with seconds or without: where the
# minutes begin, and how long the whole is.
_MINUTES = 14
_CLOCK_LENGTHS = frozenset({16, 19})
_LAST_MINUTE = timedelta(minutes=59)
_CLOCK = (
    r"(?:[T ,]\s*|\s*[-\u2013]\s+)(\d{1,2})[:h.](\d{2})"
    r"(?:[:.](\d{2})(?:[.,](\d{1,9}))?)?"
    r"(?:\s*([AaPp])\.?[Mm]\.?)?(?:\s*Uhr)?"
    r"\s*(Z|z|UTC|GMT|[+-]\d{2}(?::?\d{2})?)?(?:\s*\([A-Za-z ]+\))?"
)
_NUMERIC = re.compile(
    r"(\d{1,4})([-/.\s\u2010])\s?(\d{1,2})\2\s?(\d{1,4})\.?(?:" + _CLOCK + r")?"
)
_EIGHT = re.compile(r"(\d{8})(?:(?:T|\s|)(\d{2}):?(\d{2}):?(\d{2})?)?(Z?)(?:\.0+)?")
_NAMED = re.compile(
    r"(?:[^\W\d]+[.,]*\s+)?(\d{1,2})(?:st|nd|rd|th|er|\.)?[\s\-/]*(?:de |of )?"
    r"([^\W\d]{3,10})\.?,?[\s\-/]*(?:de |del )?'?(\d{4}|\d{2})(?:" + _CLOCK + r")?"
)
_NAMED_FIRST = re.compile(
    r"(?:[^\W\d]+[.,]*\s+)?([^\W\d]{3,10})\.?[\s\-/]+(\d{1,2})(?:st|nd|rd|th)?"
    r"(?:,\s*|[\s\-/]+)(\d{4})(?:" + _CLOCK + r")?"
)
_PLAIN_NUMBER = re.compile(r"\d{5,17}(?:\.\d+)?")

#: The first letters of each month in the languages of `words`.
_MONTHS = {
    start: number
    for number, starts in enumerate(
        (
            "jan ene gen",
            "feb fev fév",
            "mar mär mae mrt maa",
            "apr avr abr",
            "may mai mei mag",
            "jun juin giu",
            "jul juil lug",
            "aug aoû aou ago",
            "sep set",
            "oct okt ott",
            "nov",
            "dec dez déc dic",
        ),
        start=1,
    )
    for start in starts.split()
}
_EXCEL_START = datetime(1899, 12, 30)  # noqa: DTZ001  # a civil day, zone added later
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# What follows the hour, made once: a `timedelta` costs more than looking it up.
_MINUTE = {f"{at:02}": timedelta(minutes=at) for at in range(60)}
_SECOND = {f":{at:02}": timedelta(seconds=at) for at in range(60)}
_SECOND[""] = timedelta(0)
_EPOCH_STEPS = {
    DateStyle.EPOCH_S: 1_000_000,
    DateStyle.EPOCH_MS: 1_000,
    DateStyle.EPOCH_US: 1,
}
_FALLBACKS = (DateStyle.ISO, DateStyle.NAMED)
_YEARS = range(1500, 2201)


def read_moment(text: str, form: DateForm) -> datetime | None:
    """
    Read one cell by the form of its column.

    Returns:
        A moment with zone where the cell names one, else a civil time without;
        None where the cell is no date in this form, nor plainly another.
    """
    text = text.strip()
    if not text:
        return None
    for style in (form.style, *_FALLBACKS):
        try:
            found = _READERS[style](text, style, form.pivot)
        except (ValueError, OverflowError):
            continue
        if found is not None and found.year in _YEARS:
            return found
    return None


def moment_parser(
    form: DateForm | None, zone: tzinfo
) -> Callable[[str], datetime | None]:
    """
    Make a fast reader of one column's moments.

    A cell without a zone is on *zone*'s clock; a bare day begins at its midnight. An
    hour that the clock shows twice is the first of the two.

    Returns:
        A function from a cell to a moment in UTC, or None where it is no date.
    """
    return _Moments(form or DateForm(style=DateStyle.ISO), zone).parse


class _Moments:
    """Remembers the cells of a column, and the hours they begin with."""

    def __init__(self, form: DateForm, zone: tzinfo) -> None:
        self._form = form
        self._zone = zone
        self._seen: dict[str, datetime | None] = {}
        self._hours: dict[str, datetime | None] = {}

    def parse(self, text: str) -> datetime | None:
        """Read one cell as a moment in UTC."""
        seen = self._seen
        if text in seen:
            return seen[text]
        if len(seen) >= _CACHE:
            seen.clear()
            self._hours.clear()
        by_clock = len(text) in _CLOCK_LENGTHS and text[_MINUTES - 1] == ":"
        seen[text] = found = self._by_hour(text) if by_clock else self._whole(text)
        return found

    def _whole(self, text: str) -> datetime | None:
        return _in_utc(read_moment(text, self._form), self._zone)

    def _by_hour(self, text: str) -> datetime | None:
        start, rest = text[:_MINUTES], text[_MINUTES:]
        if start not in self._hours:
            self._hours[start] = self._hour(start)
        hour = self._hours[start]
        minute, second = _MINUTE.get(rest[:2]), _SECOND.get(rest[2:])
        if hour is None or minute is None or second is None:
            return self._whole(text)
        return hour + minute + second

    def _hour(self, start: str) -> datetime | None:
        """Return where an hour begins, if no clock is turned within it."""
        first, last = self._whole(start + "00"), self._whole(start + "59")
        same = first and last and last - first == _LAST_MINUTE
        return first if same else None


def date_parser(form: DateForm | None) -> Callable[[str], date | None]:
    """Make a reader of one column's civil days (birth dates): no zone moves them."""
    form = form or DateForm(style=DateStyle.ISO)

    def parse(text: str) -> date | None:
        found = read_moment(text, form)
        return found.date() if found else None

    return parse


def fits_style(text: str, style: DateStyle, pivot: int) -> bool:
    """Tell whether a cell is a date in *style*."""
    found = read_style(text, style, pivot)
    return found is not None and found.year in _YEARS


def read_style(text: str, style: DateStyle, pivot: int) -> datetime | None:
    """Read a cell in one style and no other; None where it is no such date."""
    try:
        return _READERS[style](text.strip(), style, pivot)
    except (ValueError, OverflowError):
        return None


def _in_utc(found: datetime | None, zone: tzinfo) -> datetime | None:
    if found is None:
        return None
    try:
        return (found if found.tzinfo else found.replace(tzinfo=zone)).astimezone(UTC)
    except OverflowError:
        return None


def _read_iso(text: str, style: DateStyle, pivot: int) -> datetime | None:
    if len(text) > 7 and text[4] == "-" and text[:4].isdigit():  # noqa: PLR2004
        try:
            return datetime.fromisoformat(text)
        except ValueError:
            pass
    return _read_numeric(text, style, pivot)


def _read_numeric(text: str, style: DateStyle, pivot: int) -> datetime | None:
    match = _NUMERIC.fullmatch(text)
    if not match:
        return None
    first, _, second, third, *clock = match.groups()
    if len(first) == 4:  # noqa: PLR2004  # the year comes first
        if style is DateStyle.YEAR_DAY_MONTH:
            return _moment(first, third, second, clock)
        return _moment(first, second, third, clock) if style is DateStyle.ISO else None
    if style is DateStyle.DAY_FIRST and len(third) in {2, 4}:
        return _moment(_year(third, pivot), second, first, clock)
    if style is DateStyle.MONTH_FIRST and len(third) in {2, 4}:
        return _moment(_year(third, pivot), first, second, clock)
    return None


def _read_eight(text: str, style: DateStyle, pivot: int) -> datetime | None:
    match = _EIGHT.fullmatch(text)
    if not match:
        return None
    day, hour, minute, second, zulu = match.groups()
    clock = [hour, minute, second, None, None, zulu or None]
    del pivot  # the year is written in full
    if style is DateStyle.EIGHT_YMD:
        return _moment(day[:4], day[4:6], day[6:], clock)
    if style is DateStyle.EIGHT_DMY:
        return _moment(day[4:], day[2:4], day[:2], clock)
    return _moment(day[4:], day[:2], day[2:4], clock)


def _read_named(text: str, style: DateStyle, pivot: int) -> datetime | None:
    del style
    if text[:1].isdigit() and text[1:2] in "/." and not any(map(str.isalpha, text)):
        return None
    if match := _NAMED.fullmatch(text):
        day, month, year, *clock = match.groups()
    elif match := _NAMED_FIRST.fullmatch(text):
        month, day, year, *clock = match.groups()
    else:
        return None
    word = month.casefold()
    number = _MONTHS.get(word[:4]) or _MONTHS.get(word[:3])
    return _moment(_year(year, pivot), str(number), day, clock) if number else None


def _read_epoch(text: str, style: DateStyle, pivot: int) -> datetime | None:
    del pivot
    if not _PLAIN_NUMBER.fullmatch(text):
        return None
    step = _EPOCH_STEPS[style]
    found = _EPOCH + timedelta(microseconds=round(float(text) * step))
    return found if 1990 <= found.year <= 2100 else None  # noqa: PLR2004


def _read_excel(text: str, style: DateStyle, pivot: int) -> datetime | None:
    del style, pivot
    if not _PLAIN_NUMBER.fullmatch(text) or len(text.split(".", maxsplit=1)[0]) != 5:  # noqa: PLR2004
        return None
    seconds = round(float(text) * 86_400)
    return _EXCEL_START + timedelta(seconds=seconds)


def _year(text: str, pivot: int) -> str:
    if len(text) != 2:  # noqa: PLR2004
        return text
    return ("19" if int(text) > pivot else "20") + text


def _moment(
    year: str, month: str, day: str, clock: Sequence[str | None]
) -> datetime | None:
    hour, minute, second, fraction, half, offset = clock
    hours = int(hour or 0)
    if half:
        hours = hours % 12 + (12 if half in "Pp" else 0)
    zone = _offset(offset) if offset else None
    return datetime(
        int(year),
        int(month),
        int(day),
        hours,
        int(minute or 0),
        int(second or 0),
        int(f"{fraction or '0':0<6.6}"),
        tzinfo=zone,
    )


def _offset(text: str) -> tzinfo:
    if text[0] not in "+-":
        return UTC
    digits = text[1:].replace(":", "")
    delta = timedelta(hours=int(digits[:2]), minutes=int(digits[2:] or 0))
    return timezone(-delta if text[0] == "-" else delta)


_READERS: dict[DateStyle, Callable[[str, DateStyle, int], datetime | None]] = {
    DateStyle.ISO: _read_iso,
    DateStyle.DAY_FIRST: _read_numeric,
    DateStyle.MONTH_FIRST: _read_numeric,
    DateStyle.YEAR_DAY_MONTH: _read_numeric,
    DateStyle.EIGHT_YMD: _read_eight,
    DateStyle.EIGHT_DMY: _read_eight,
    DateStyle.EIGHT_MDY: _read_eight,
    DateStyle.NAMED: _read_named,
    DateStyle.EPOCH_S: _read_epoch,
    DateStyle.EPOCH_MS: _read_epoch,
    DateStyle.EPOCH_US: _read_epoch,
    DateStyle.EXCEL: _read_excel,
}


def looks_like_date(text: str) -> bool:
    """Tell whether a cell is plainly a date; a bare number is not plain."""
    return any(
        fits_style(text, style, 69)
        for style in (
            DateStyle.ISO,
            DateStyle.DAY_FIRST,
            DateStyle.MONTH_FIRST,
            DateStyle.NAMED,
        )
    )
