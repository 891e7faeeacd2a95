"""What a TOML value may be, and what to say where it is something else.

Each reader turns a TOML value into ours or raises ValueError with the rest of
a sentence that begins with the key.
"""

from __future__ import annotations

import re
import zoneinfo

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import TypeVar

from shopkeeper.adapters.files.toml_table import nearest


Word = TypeVar("Word", bound=StrEnum)

_DURATION = re.compile(r"(\d{1,10}) *(second|minute|hour|day|week|month|year)s?")
# A year is 365 days: contracts.md, section 2. A month is 30.
_LARGEST = 1e12  # what nobody counts to; and it leaves no room for infinity
_LONGEST = timedelta(days=36_500)  # so that no moment leaves the calendar
_UNITS = {
    "year": timedelta(days=365),
    "month": timedelta(days=30),
    "week": timedelta(weeks=1),
    "day": timedelta(days=1),
    "hour": timedelta(hours=1),
    "minute": timedelta(minutes=1),
    "second": timedelta(seconds=1),
}
_WRITTEN = (
    "year",
    "day",
    "hour",
    "minute",
    "second",
)  # nobody says 4 weeks for 28 days
_WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def text(value: object) -> str:
    """Read words: one line, not blank."""
    if not isinstance(value, str):
        msg = f"must be text in quotes, not {value!r}"
        raise ValueError(msg)  # noqa: TRY004 the caller turns ValueError into a line
    if not value.strip():
        msg = "is empty: write something or leave the line out"
        raise ValueError(msg)
    if any(ord(letter) < ord(" ") or letter == "\x7f" for letter in value):
        msg = "has a line break or control character: write it on one line"
        raise ValueError(msg)
    return value


def long_text(value: object) -> str:
    """Read words over as many lines as they need."""
    if not isinstance(value, str) or not value.strip():
        msg = f"must be text in quotes, not {value!r}"
        raise ValueError(msg)
    return value


def flag(value: object) -> bool:
    """Read true or false."""
    if not isinstance(value, bool):
        msg = f"must be true or false, not {value!r}"
        raise ValueError(msg)  # noqa: TRY004 see text
    return value


def amount(value: object) -> float:
    """Read a number that is not negative."""
    if isinstance(value, bool) or not isinstance(value, int | float):
        msg = f"must be a number, not {value!r}"
        raise ValueError(msg)  # noqa: TRY004 see text
    if not 0 <= value <= _LARGEST:
        msg = f"must be from zero to a million million, not {value!r}"
        raise ValueError(msg)
    return float(value)


def share(value: object) -> float:
    """Read a number from 0 to 1."""
    if amount(value) > 1:
        msg = f"must be from 0 to 1, not {value!r}"
        raise ValueError(msg)
    return amount(value)


def choice(kind: type[Word]) -> Callable[[object], Word]:
    """Read a word of a closed set."""

    def read(value: object) -> Word:
        known = [word.value for word in kind]
        if not isinstance(value, str) or value not in known:
            near = nearest(str(value), known)
            msg = f"is {value!r}, unknown: did you mean `{near}`? ({', '.join(known)})"
            raise ValueError(msg)
        return kind(value)

    return read


def choices(kind: type[Word]) -> Callable[[object], tuple[Word, ...]]:
    """Read a list of words of a closed set."""

    def read(value: object) -> tuple[Word, ...]:
        if not isinstance(value, list):
            msg = f'must be a list such as ["{next(iter(kind))}"], not {value!r}'
            raise ValueError(msg)  # noqa: TRY004 see text
        return tuple(dict.fromkeys(choice(kind)(word) for word in value))

    return read


def duration(value: object) -> timedelta:
    """
    Read a length of time, longer than nothing.

    Example:
        >>> duration("2 weeks").days
        14
    """
    found = _DURATION.fullmatch(value.strip()) if isinstance(value, str) else None
    count, unit = (int(found[1]), _UNITS[found[2]]) if found else (0, _LONGEST)
    if not 0 < count <= _LONGEST // unit:
        msg = f'must be a length of time such as "30 days", not {value!r}'
        raise ValueError(msg)
    return count * unit


def duration_or_none(value: object) -> timedelta | None:
    """Read a length of time, or "none"."""
    return None if value == "none" else duration(value)


def write_duration(length: timedelta) -> str:
    """
    Write a length of time as `duration` reads it.

    Example:
        >>> write_duration(timedelta(days=30))
        '30 days'
    """
    for unit in _WRITTEN:
        count, rest = divmod(length, _UNITS[unit])
        if count and not rest:
            return f"{count} {unit}{'s' if count != 1 else ''}"
    msg = f"{length} is no whole number of seconds"
    raise ValueError(msg)


def clock(value: object) -> time:
    """Read a time of day: "09:00", or TOML's own 09:00:00."""
    if isinstance(value, time):
        return value
    try:
        return time.fromisoformat(_only_clock(value))
    except ValueError:
        msg = f'must be a time of day such as "09:00", not {value!r}'
        raise ValueError(msg) from None


def _only_clock(value: object) -> str:
    if isinstance(value, str) and re.fullmatch(r"\d{2}:\d{2}(:\d{2})?", value):
        return value
    raise ValueError


def day(value: object) -> date:
    """Read a civil day: 2026-03-01, with or without quotes."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return value
    try:
        if not isinstance(value, str) or not re.fullmatch(r"\d{4}-\d\d-\d\d", value):
            raise ValueError  # noqa: TRY301 one message for both
        return date.fromisoformat(value)
    except ValueError:
        msg = f"must be a day such as 2026-03-01, not {value!r}"
        raise ValueError(msg) from None


def moment(zone_name: str) -> Callable[[object], datetime]:
    """
    Read a moment; without an offset it is meant in *zone_name*.

    Source: contracts.md, section 0, Time. Moments come back in UTC.
    """

    def read(value: object) -> datetime:
        try:
            at = value if isinstance(value, datetime) else _moment_of(value)
            if at.tzinfo is None:
                at = at.replace(tzinfo=zoneinfo.ZoneInfo(zone_name))
            return at.astimezone(UTC)
        except (ValueError, OverflowError):
            example = '"2026-11-02T09:00:00+00:00"'
            msg = f"must be a moment such as {example}, not {value!r}"
            raise ValueError(msg) from None

    return read


def _moment_of(value: object) -> datetime:
    # A bare date is a day, and a day is no moment.
    if isinstance(value, str) and re.match(r"\d{4}-\d\d-\d\d[T ]", value):
        return datetime.fromisoformat(value)
    raise ValueError


def zone(value: object) -> str:
    """Read a time zone's IANA name."""
    name = text(value)
    known = zoneinfo.available_timezones()
    if name not in known:
        msg = (
            f"is {name!r}, no IANA time zone: did you mean "
            f"`{_nearest_zone(name, known)}`?"
        )
        raise ValueError(msg)
    return name


def _nearest_zone(name: str, known: set[str]) -> str:
    # "London" is nearer to "Europe/London" than to any zone of its length.
    same_city = [
        zone for zone in known if zone.rpartition("/")[2].lower() == name.lower()
    ]
    return nearest(name, same_city or known)


def weekdays(value: object) -> tuple[int, ...]:
    """Read days of the week, Monday as 0, in the week's order."""
    if not isinstance(value, list):
        msg = f'must be a list such as ["Mon", "Tue"], not {value!r}'
        raise ValueError(msg)  # noqa: TRY004 see text
    for word in value:
        if word not in _WEEKDAYS:
            near = nearest(str(word), _WEEKDAYS)
            msg = f"is {word!r}, no day: did you mean `{near}`?"
            raise ValueError(msg)
    return tuple(sorted({_WEEKDAYS.index(word) for word in value}))


def write_weekdays(days: tuple[int, ...]) -> list[str]:
    """Write days of the week as `weekdays` reads them."""
    return [_WEEKDAYS[number] for number in days]


def holiday_calendar(value: object) -> str:
    """Read a name of the `holidays` package, such as `GB-SCT`, or `none`."""
    name = text(value)
    if name == "none":
        return name
    import holidays  # noqa: PLC0415 a sixth of a second, and few commands need it

    places = holidays.list_supported_countries()
    markets = holidays.list_supported_financial()
    land, dash, part = name.partition("-")
    if not dash and land in {*places, *markets}:
        return name
    if dash and part in {*places.get(land, ()), *markets.get(land, ())}:
        return name
    known = [*places, *markets, *(f"{land}-{part}" for part in places.get(land, ()))]
    msg = (
        f"is {name!r}, no calendar of the `holidays` package: did you mean "
        f'`{nearest(name, known)}`? ("none" for none)'
    )
    raise ValueError(msg)
