"""By when? Times named in a sentence, resolved against the moment of speaking.

Source: data/listen/RULES.md, (a), `deadline`: the latest bound, inclusive.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from typing import TypeVar

from shopkeeper.listen.time_atoms import Atom
from shopkeeper.listen.time_patterns import PATTERNS
from shopkeeper.listen.workdays import (
    add_months,
    add_working_days,
    monday_of,
    weekday_after,
    weekday_before,
)
from shopkeeper.vocabulary import Calendar


@dataclass(frozen=True, slots=True)
class When:
    """
    A time named in a sentence.

    Attributes:
        start: Where the phrase begins, its small words ("by", "within") included.
        end: Where it ends.
        value: The latest bound; None where it cannot be dated.
        after_event: Does it count from something that has no date?
        span: Is it a bare length of time ("three days")?
        before: Does it stand under a "before"?
    """

    start: int
    end: int
    value: date | datetime | None
    after_event: bool = False
    span: bool = False
    before: bool = False


_LEAD = re.compile(
    r"(?:\b(?:by|on|at|before|b4|no later than|not later than|at the latest|latest"
    r"|within|in|inside|for|until|till|til|from|around|about|some ?time|over the next"
    r"|over|the next|the|this|up to|between|during|as of|starting|roughly"
    r"|approximately|approx|another|a further|any ?time|at most|no more than|not more"
    r"|than|less than|under|max(?:imum)?|either|due|wk of|week of|week commencing|w/c"
    r"|within a maximum of|at some point|as early as|as late as|hopefully by)"
    r"\s+)+$"
)
_TRAIL = re.compile(
    r"(?:,? (?:at the (?:very )?latest|latest|or so|or sooner|onwards?|tops|max|at most"
    r"|from (?:now|today)|or thereabouts|time|gmt|bst|uk time|sharp|on the dot))+"
    r"(?![a-z])|'s? time\b|\+"
)
_JOIN = re.compile(
    r"[\s,(@-]*(?:(?:at|on|by|in|of|the|from|latest|around|about|no later than|and|or"
    r"|to"
    r"|before|between|until|till|but|after|this|following|starting|any ?time|at the"
    r"|sometime|as of|for|w/c|week)[\s,(-]*){0,4}"
)
_EVENT = re.compile(
    r"\s*(?:'|s')?\s*(?:of|after|from|once|when|upon|following|starting)\s+(?!now\b"
    r"|(?:a|my|me|us|our|here|tom)\b"
    r"|today"
    r"\b|this (?:call|chat|message|e-?mail))"
)
_BEFORE = re.compile(
    r"\b(?:before|b4|ahead of|prior to)\s+(?:the\s+|this\s+|next\s+)?$"
)
_WEEK_OF = re.compile(r"\b(?:week|wk) (?:of|beginning)|week commencing|w/c")
_BANK = re.compile(
    r"\b(monday|tuesday|wednesday|thursday|friday)(?:'s| is| being)? (?:a |the )?"
    r"(?:bank|public|national) holiday"
)
_NOON = 12
_DAY_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday")


def find_times(
    low: str,
    said_at: datetime | None,
    calendar: Calendar,
    *,
    past: bool = False,
) -> list[When]:
    """
    Find the times named in a plain sentence.

    Args:
        low: The sentence, plain.
        said_at: When it was said, in the zone in which it is meant; None: only
            full dates can be resolved.
        calendar: Which days are working days, and when the shop closes.
        past: Do its words make a bare weekday lie behind ("did not come on Monday")?

    Returns:
        In order of place.
    """
    atoms = _days_after(_atoms_of(low, said_at.date() if said_at else None, calendar))
    reading = _Reading(low, said_at, _without_named_holiday(low, calendar), past)
    found = (_safely(lambda: reading.when(group)) for group in _groups(low, atoms))  # noqa: B023 called at once
    return [when for when in found if when is not None]


_T = TypeVar("_T")


def _safely(read: Callable[[], _T]) -> _T | None:
    """Read a time; one beyond the calendar's last year is none."""
    try:
        return read()
    except (OverflowError, ValueError):
        return None


def _without_named_holiday(low: str, calendar: Calendar) -> Calendar:
    """Take out a weekday that the text itself calls a holiday."""
    named = _BANK.search(low)
    if named is None:
        return calendar
    closed = _DAY_NAMES.index(named[1])
    days = tuple(day for day in calendar.working_days if day != closed)
    return Calendar(
        working_days=days,
        opens=calendar.opens,
        closes=calendar.closes,
        holidays=calendar.holidays,
    )


# Without one of these there is no time in a sentence, and nothing to look for.
_HINT = re.compile(
    r"\d|day|night|nite|week|month|year|hour|min|noon|morn|even|tomor|t[mo]m?[or]|eod"
    r"|cob|cop|eob|eo[wmqy]|mon|tue|wed|thu|fri|sat|sun|wk|jan|feb|mar|apr|may|jun|jul"
    r"|aug|sep|oct|nov|dec|xmas|christmas|easter|halloween|valentine|quarter|now on"
    r"|fortnight|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|here"
    r"|forward|moment|lunch|arvo|aft|eve|close|first|p\.?m|a\.?m|2m|tm|thirt|fort|twent"
)


@lru_cache(maxsize=512)
def _atoms_of(low: str, today: date | None, calendar: Calendar) -> tuple[Atom, ...]:
    return tuple(_atoms(low, today, calendar)) if _HINT.search(low) else ()


def _atoms(low: str, today: date | None, calendar: Calendar) -> list[Atom]:
    found: list[Atom] = []
    taken: list[tuple[int, int]] = []
    for pattern, read in PATTERNS:
        for match in pattern.finditer(low):
            start, end = match.span()
            if any(start < e and s < end for s, e in taken):
                continue
            atom = _safely(lambda: read(match, today))  # noqa: B023 called at once
            if atom is not None:
                if atom.clock == time(17) and not atom.sure and "noon" not in match[0]:
                    atom = replace(atom, clock=calendar.closes)
                found.append(atom)
                taken.append((start, end))
    return sorted(found, key=lambda atom: atom.start)


def _days_after(atoms: Sequence[Atom]) -> list[Atom]:
    """Date each "the next day" by the day that is named before it."""
    last: date | None = None
    dated: list[Atom] = []
    for atom in atoms:
        if atom.kind == "day_after":
            day = last + timedelta(days=1) if last else atom.day
            dated.append(replace(atom, kind="date", day=day))
            continue
        last = atom.day or last
        dated.append(atom)
    return dated


def _groups(low: str, atoms: Sequence[Atom]) -> list[list[Atom]]:
    groups: list[list[Atom]] = []
    for atom in atoms:
        if groups:
            last = groups[-1][-1]
            between = low[last.end : atom.start]
            trailed = _TRAIL.match(between)
            rest = between[trailed.end() :] if trailed else between
            if _JOIN.fullmatch(rest) and not (
                last.kind == "span" and atom.kind == "span"
            ):
                groups[-1].append(atom)
                continue
        groups.append([atom])
    return groups


@dataclass(frozen=True, slots=True)
class _Reading:
    low: str
    said_at: datetime | None
    calendar: Calendar
    past: bool

    def when(self, group: Sequence[Atom]) -> When:
        lead = _LEAD.search(self.low, max(0, group[0].start - 60), group[0].start)
        start = lead.start() if lead else group[0].start
        trail = _TRAIL.match(self.low, group[-1].end)
        end = trail.end() if trail else group[-1].end
        spans = [atom for atom in group if atom.kind == "span"]
        days = [atom for atom in group if atom.kind in ("date", "weekday", "week")]
        before = any(_BEFORE.search(self.low[: atom.start]) for atom in days)
        clocks = [atom for atom in group if atom.clock is not None]
        value: date | datetime | None
        after_event = False
        if spans:
            event = _EVENT.match(self.low, end)
            after_event = event is not None and not days
            value = None if after_event else self._counted(spans[0], days)
            if isinstance(value, datetime):
                clocks = []
        else:
            value = self._day(days, before=before)
            if value and lead and _WEEK_OF.search(lead.group()):
                value = monday_of(value) + timedelta(days=4)
        if clocks and not after_event:
            value = self._at(value, clocks, dated=bool(days or spans))
        return When(
            start=start,
            end=end,
            value=value,
            after_event=after_event,
            span=bool(spans) and not days,
            before=before,
        )

    def _counted(self, span: Atom, days: Sequence[Atom]) -> date | datetime | None:
        """Count a length of time from the day it names, else from now."""
        if self.said_at is None and not days:
            return None
        if span.unit in {"minute", "hour"}:
            if self.said_at is None:
                return None
            minutes = span.number * (60 if span.unit == "hour" else 1)
            # Elapsed time, also over a change of the clocks.
            moment = self.said_at.astimezone(UTC) + timedelta(minutes=minutes)
            return moment.astimezone(self.said_at.tzinfo)
        base = self._day(days, before=False) if days else None
        if base is None:
            base = self.said_at.date() if self.said_at and not days else None
        return None if base is None else self._days_on(base, span)

    def _days_on(self, base: date, span: Atom) -> date:
        """Count days, working days or months from a day."""
        if span.unit == "working_day":
            return add_working_days(base, span.number, self.calendar)
        if span.unit == "month":
            return add_months(base, span.number)
        return base + timedelta(days=span.number)

    def _day(self, days: Sequence[Atom], *, before: bool) -> date | None:
        """Take the latest of the days named; one date outranks its weekday."""
        dates = [atom for atom in days if atom.kind == "date"]
        weeks = [atom for atom in days if atom.kind == "week"]
        weekdays = [atom for atom in days if atom.kind == "weekday"]
        inside = False
        if dates:
            known = [atom.day for atom in dates if atom.day is not None]
            day = max(known) if known else None
            inside = dates[0].inside
        elif weeks:
            monday = weeks[0].day
            number = weekdays[-1].number if weekdays else weeks[0].number
            day = monday + timedelta(days=number) if monday else None
            inside = weeks[0].inside and not weekdays
        elif weekdays and self.said_at is not None:
            day = self._weekday(weekdays)
        else:
            return None
        return day - timedelta(days=1) if day and before and not inside else day

    def _weekday(self, weekdays: Sequence[Atom]) -> date:
        today = self.said_at.date() if self.said_at else date.min
        last = weekdays[-1]
        if self.past or last.past:
            return weekday_before(today, last.number)
        first = weekday_after(today, weekdays[0].number)
        return first if len(weekdays) == 1 else weekday_after(first, last.number)

    def _at(
        self, day: date | None, clocks: Sequence[Atom], *, dated: bool
    ) -> date | datetime | None:
        """Put the time of day, the surest of those named, on its day."""
        if self.said_at is None:
            return day
        named = [atom for atom in clocks if atom.sure] or [
            min(clocks, key=lambda atom: atom.clock or time.max)
        ]
        clock = named[-1].clock or time.min
        morning = any(atom.clock == time(12) and not atom.sure for atom in clocks)
        if morning and clock.hour > _NOON:
            clock = clock.replace(hour=clock.hour - _NOON)  # "seven in the morning"
        if day is None:
            if dated:
                return None
            day = self.said_at.date()
            if clock <= self.said_at.time():
                day += timedelta(days=1)
        return datetime.combine(day, clock, self.said_at.tzinfo)
