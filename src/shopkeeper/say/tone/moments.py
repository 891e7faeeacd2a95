"""Dates, times and spans as people write them, and whether two mean the same.

`by` of an open thing says "Thursday 14 May"; the letter may say "not later than the
14th". What both say must agree, and they must share something that tells the day.
"""

from __future__ import annotations

import datetime as dt
import re

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache

from shopkeeper.say.tone.amounts import NUMBER_WORD, number_of


_MONTHS = (
    "january", "february", "march", "april", "may", "june", "july", "august",
    "september", "october", "november", "december",
)  # fmt: skip
_DAYS = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip
_ORDINALS = (
    "first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth",
    "ninth", "tenth", "eleventh", "twelfth", "thirteenth", "fourteenth", "fifteenth",
    "sixteenth", "seventeenth", "eighteenth", "nineteenth", "twentieth",
    "twenty-first", "twenty-second", "twenty-third", "twenty-fourth", "twenty-fifth",
    "twenty-sixth", "twenty-seventh", "twenty-eighth", "twenty-ninth", "thirtieth",
    "thirty-first",
)  # fmt: skip
_MONTH_OF = {name: number for number, name in enumerate(_MONTHS, 1)} | {
    name[:3]: number for number, name in enumerate(_MONTHS, 1)
} | {"sept": 9}  # fmt: skip
_DAY_OF = (
    {name: number for number, name in enumerate(_DAYS)}
    | {name[:3]: number for number, name in enumerate(_DAYS)}
    | {"tues": 1, "weds": 2, "thur": 3, "thurs": 3}
)
_ORDINAL_OF = {name: number for number, name in enumerate(_ORDINALS, 1)} | {
    name.replace("-", " "): number for number, name in enumerate(_ORDINALS, 1)
}
_MONTH = (
    r"(?:january|february|march|april|may|june|july|august|september|october|november"
    r"|december|jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec)\b\.?"
)
_WEEKDAY = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|\b(?:mon|tue|tues|wed|weds|thu|thur"
    r"|thurs|fri|sat|sun)\b"
)
_SPOKEN_DAY = "|".join(sorted(_ORDINAL_OF, key=len, reverse=True))
_COUNT = rf"(?:\d+|{NUMBER_WORD}|an?|half an?|a couple of|a few|the next|this|next)"
_UNIT = r"(?:minute|min|hour|hr|day|night|week|fortnight|month|year|season|quarter)s?"
_PATTERNS = tuple(
    (
        re.compile(pattern),
        tuple(name for name in ("month", "oday", "day") if f"<{name}>" in pattern),
    )
    for pattern in (
        r"\b(?P<year>20\d\d)-(?P<mon>\d\d)-(?P<day>\d\d)\b",
        (
            rf"\b(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.? (?:day )?(?:of )?(?P<month>{_MONTH})"
            r"(?:,? (?P<year>20\d\d)\b)?"
        ),
        (
            rf"\b(?P<month>{_MONTH}) (?:the )?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\b(?!:)"
            r"(?:,? (?P<year>20\d\d)\b)?"
        ),
        rf"\b(?:the )?(?P<oday>{_SPOKEN_DAY})(?: day)? of (?P<month>{_MONTH})",
        rf"\b(?P<month>{_MONTH}) (?:the )?(?P<oday>{_SPOKEN_DAY})\b",
        r"\b(?P<day>\d{1,2})[/.](?P<mon>\d{1,2})(?:[/.](?:20)?\d\d)?\b(?! ?(?:p\.?m|a\.?m|%|pounds?|euros?))",
        rf"\b(?:the )?(?P<end>end|last day|close|last|middle) of (?:the )?(?P<month>{_MONTH})",
        rf"\b(?P<end>mid)[- ](?P<month>{_MONTH})",
        r"\b(?P<end>end|last day|close) of (?:the |this |next )?(?P<unit>week|month|year|day|quarter|season)\b",
        r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)\b(?! (?:floor|birthday|time|century|row|street))",
        rf"\b(?:on|by|before|until|till|from|since|than) the (?P<oday>{_SPOKEN_DAY})\b(?=$|[.,;:!?)]| (?:and|at|or|to)\b)",
        rf"\b(?P<month>{_MONTH})(?: (?P<year>20\d\d)\b)?",
    )
)
_CLOCK = re.compile(
    r"\b(?P<h>\d{1,2})[:.](?P<m>[0-5]\d)\b ?(?P<ap>[ap]\.?m\b)?"
    r"|\b(?P<h2>\d{1,2}) ?(?P<ap2>[ap]\.?m\b)"
    rf"|\b(?:half past|(?P<quarter>quarter) (?P<qp>past|to)) (?P<h3>\d{{1,2}}|{NUMBER_WORD})\b"
    r"|\b(?P<h6>\d{1,2}) (?=(?:on )?(?:mon|tue|wed|thu|fri|sat|sun|(?:mon|tues|wednes|thurs|fri|satur|sun)day)\b)"
    rf"|\b(?P<h4>\d{{1,2}}|{NUMBER_WORD}) o'? ?clock"
    rf"|\b(?:at|by|before|until|till|from|between|after|and|around|past) (?P<h5>\d{{1,2}}|one|two|three|four|five|six|seven"
    r"|eight|nine|ten|eleven|twelve)(?=$|[.,:](?!\d)|[;!?)]|(?: (?:today|tomorrow|tonight|sharp|on|in the|and|at the latest"
    r"|this|or|mon|tue|wed|thu|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday)\b))"
    r"|\b(?P<noon>noon|midday|lunchtime|midnight)\b"
)
_WEEKDAYS = re.compile(rf"(?P<weekday>{_WEEKDAY})s?\b")
_RELATIVE = re.compile(
    r"\b(?P<rel>today|tomorrow|tonight|this (?:morning|afternoon|evening|week|month)"
    r"|next (?:week|month|year)|yesterday|weekend|christmas|easter|new year|whitsun|michaelmas"
    r"|diwali|eid|spring|summer|autumn|winter)\b"
)
_SPAN = re.compile(rf"\b(?P<n>{_COUNT})[ -](?:working |business |clear |full |more )?(?P<unit>{_UNIT})\b")  # fmt: skip
_IN_DAYS = {"day": 1.0, "night": 1.0, "week": 7.0, "fortnight": 14.0, "month": 30.0,
            "quarter": 91.0, "year": 365.0, "hour": 1 / 24, "hr": 1 / 24,
            "minute": 1 / 1440, "min": 1 / 1440}  # fmt: skip


# Without a digit or one of these a text says nothing of time.
_ANY_MONTH = re.compile(r"jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec")
_ANY_ORDINAL = re.compile(r"(?:first|second|third|[a-z]th)\b")
_ANY_CLOCK = re.compile(
    r"\d|clock|noon|midday|lunchtime|midnight|half past|quarter|\b(?:at|by|before|until|till|from|between|after|and|around"
    r"|past) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)\b"
)
_ANY_UNIT = re.compile(
    r"(?:minute|min|hour|hr|day|night|week|fortnight|month|year|season|quarter)s?\b"
)
_ANY_WEEKDAY = re.compile(r"day|mon\b|tue|wed|thu|fri\b|sat\b|sun\b")
_ANY_TIME = re.compile(
    r"day|week|month|year|hour|night|fortnight|minute|season|quarter|clock|noon|half past|jan|feb|march|apr|may|june"
    r"|july|aug|sep|oct|nov|dec|mon\b|tue|wed|thu|fri|sat\b|sun\b|today|tomorrow|morning|afternoon|evening|christmas"
    r"|easter|michaelmas|diwali|eid|spring|summer|autumn|winter|weekend|whitsun|end of|midnight|(?:at|by|before|until"
    r"|till|from|between|after|and|around|past|on the) (?:one|two|three|four|five|six|seven|eight|nine|ten|eleven"
    r"|twelve|\w+th|first|second|third)\b"
)


@dataclass(frozen=True, slots=True)
class Moment:
    """
    What some words say of a time; what they leave open is None.

    Attributes:
        start: Where the words begin.
        end: Where they end.
        day: Of the month, from 1.
        month: From 1.
        weekday: Monday is 0.
        hour: On a clock of twelve: 0 to 11.
        minute: Past the hour.
        days: A span of time, in days.
        word: A word for a time: "today", "end month", "season".
        year: Where it is named.
    """

    start: int
    end: int
    day: int | None = None
    month: int | None = None
    weekday: int | None = None
    hour: int | None = None
    minute: int | None = None
    days: float | None = None
    word: str | None = None
    year: int | None = None


def moments_in(low: str) -> tuple[Moment, ...]:
    """
    Find the times of a text in small letters.

    Example:
        >>> [(one.day, one.month) for one in moments_in("by 14 may, not the 12th")]
        [(14, 5), (12, None)]
    """
    digits = any(letter.isdigit() for letter in low)
    if not digits and not _ANY_TIME.search(low):
        return ()
    has = {
        "month": _ANY_MONTH.search(low) is not None,
        "oday": _ANY_ORDINAL.search(low) is not None,
        "day": digits,
    }
    found: list[Moment] = []
    for pattern, needs in _PATTERNS:
        if all(has[name] for name in needs):
            _take(pattern, _calendar, low, found)
    for gate, pattern, read in (
        (_ANY_CLOCK, _CLOCK, _clock), (_ANY_UNIT, _SPAN, _span),
        (_ANY_WEEKDAY, _WEEKDAYS, _weekday), (_RELATIVE, _RELATIVE, _relative),
    ):  # fmt: skip
        if gate.search(low):
            _take(pattern, read, low, found)
    return tuple(sorted(found, key=lambda one: one.start))


def _take(
    pattern: re.Pattern[str],
    read: Callable[[re.Match[str]], Moment | None],
    low: str,
    found: list[Moment],
) -> None:
    """Add what a pattern finds where nothing was found before."""
    for match in pattern.finditer(low):
        if all(match.end() <= one.start or one.end <= match.start() for one in found):
            moment = read(match)
            if moment is not None:
                found.append(moment)


def _calendar(match: re.Match[str]) -> Moment | None:
    got = match.groupdict()
    name = (got.get("month") or "").rstrip(".")
    month = _MONTH_OF.get(name) or (int(got["mon"]) if got.get("mon") else None)
    day = int(got["day"]) if got.get("day") else _ORDINAL_OF.get(got.get("oday") or "")
    if (day is not None and not 1 <= day <= 31) or (month and month > 12):
        return None
    end = got.get("end")
    if day is None and end is None and name in {"may", "march", "mar", "dec", "jan"}:
        # "may" and "march" are words, too.
        before = match.string[max(0, match.start() - 12) : match.start()]
        if not re.search(r"(?:\b(?:in|by|until|till|of|since|from|before|early|late|mid|this|next|last|end of) )$", before):  # fmt: skip
            return None
    word = None
    if end:
        word = "mid" if end in {"mid", "middle"} else "end"
        if got.get("unit"):
            word = f"end {got['unit']}"
        elif word == "end" and month:
            day, word = _last_of(month), None
    year = int(got["year"]) if got.get("year") else None
    return Moment(*match.span(), day=day, month=month, word=word, year=year)


def _last_of(month: int) -> int:
    return (dt.date(2027 + month // 12, month % 12 + 1, 1) - dt.timedelta(days=1)).day


def _clock(match: re.Match[str]) -> Moment | None:
    got = match.groupdict()
    minute = 0
    if got["noon"]:
        hour = 12
    else:
        spoken = next(
            got[name] for name in ("h", "h2", "h3", "h4", "h5", "h6") if got[name]
        )
        number = float(spoken) if spoken.isdigit() else number_of(spoken)
        if number is None or number > 24:
            return None
        hour = int(number)
        minute = int(got["m"] or 0)
        if got["h3"]:
            minute = 15 if got["quarter"] else 30
            if got["qp"] == "to":
                hour, minute = hour - 1, 45
    return Moment(*match.span(), hour=hour % 12, minute=minute)


def _span(match: re.Match[str]) -> Moment | None:
    unit = match["unit"].rstrip("s")
    if unit == "season":
        return Moment(*match.span(), word="season")
    spoken = match["n"]
    if spoken.isdigit():
        count: float | None = float(spoken)
    else:
        count = {"a": 1, "an": 1, "half a": 0.5, "half an": 0.5, "a couple of": 2,
                 "this": 1, "the next": 1}.get(spoken)  # fmt: skip
        if spoken in {"next", "this"}:
            return Moment(*match.span(), word=f"{spoken} {unit}")
        count = number_of(spoken) if count is None else count
    if count is None:
        return None
    return Moment(*match.span(), days=count * _IN_DAYS[unit])


def _weekday(match: re.Match[str]) -> Moment:
    return Moment(*match.span(), weekday=_DAY_OF[match["weekday"]])


def _relative(match: re.Match[str]) -> Moment:
    word = match["rel"]
    if word in {"tonight", "this morning", "this afternoon", "this evening"}:
        word = "today"
    return Moment(*match.span(), word=word)


def agree(one: Iterable[Moment], other: Iterable[Moment]) -> bool | None:
    """
    Say whether two texts mean the same time.

    Args:
        one: Moments of the one, as a whole one time ("Thursday", "14 May").
        other: Those of the other.

    Returns:
        True if they share something that tells it and differ in nothing; False if they
        differ; None if they share nothing.

    Example:
        >>> due = moments_in("thursday 14 may")
        >>> agree(due, moments_in("not later than the 14th"))
        True
        >>> agree(due, moments_in("by 15 may")), agree(due, moments_in("soon"))
        (False, None)
    """
    mine, theirs = _merged(tuple(one)), _merged(tuple(other))
    shared = [name for name in mine if name in theirs]
    if not shared:
        return None
    for name in shared:
        if not _same_value(name, mine[name], theirs[name]):
            return False
    telling = {"day", "weekday", "hour", "days", "word"}
    if telling & set(shared):
        return True
    # A month alone tells it only where no more is known.
    return True if "day" not in mine else None


def _same_value(name: str, mine: object, theirs: object) -> bool:
    if name == "days" and isinstance(mine, float) and isinstance(theirs, float):
        # Four weeks and a month are one to those who wait.
        return abs(mine - theirs) <= 0.12 * max(mine, theirs)
    return mine == theirs


@lru_cache(maxsize=8192)
def _merged(moments: tuple[Moment, ...]) -> dict[str, object]:
    merged: dict[str, object] = {}
    for moment in moments:
        for name in ("day", "month", "weekday", "hour", "days", "word", "minute"):
            value = getattr(moment, name)
            if value is not None:
                merged.setdefault(name, value)
        if moment.year and moment.month and moment.day:
            try:
                date = dt.date(moment.year, moment.month, moment.day)
            except ValueError:
                continue
            merged.setdefault("weekday", date.weekday())
    return merged
