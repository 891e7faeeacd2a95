"""By when is this promise due, and on what does it hang?

Source: data/listen/RULES.md, (a), `deadline` and `conditional`. The words of a
promise are found elsewhere; here the times around them are told apart: those that
bound it, those of its condition, and those on which somebody said so.
"""

from __future__ import annotations

import re

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from shopkeeper.listen import promise_words as w
from shopkeeper.listen.deadlines import When, find_times
from shopkeeper.listen.text import Stretch
from shopkeeper.vocabulary import Calendar


# Where the clause of a condition ends without a comma: "if it comes I'll ring you".
_MAIN_CLAUSE = re.compile(
    r"\s(?:then|(?:i|we|you|he|she|they|it|that|someone|somebody)(?:'ll|'d| will"
    r"| would| can| shall| should| order| pay| send| bring| get)\b)"
)
_SAID = re.compile(
    r"\b(?:said|told|promised|undertook|agreed|assured|wrote|write|swore|mentioned"
    r"|confirmed|advised|quoted|informed|rang|called|reckoned|vowed|guaranteed)\b"
)
_SAID_THEN = re.compile(
    r"(?:^|\s)(?:on|since|back on|last|as of|of)?\s?(?:the\s)?"
    r"(?P<day>yesterday|today|this morning|(?:on |last )?(?:mon|tues|wednes|thurs|fri"
    r"|satur|sun)day(?! (?:week|the \d))|on the \d{1,2}(?:st|nd|rd|th))"
)
_THAT_WAS = re.compile(r"^(?:and )?(?:that|this|it) was (?:on |last |back )?")
_KEEPS_TIME = re.compile(r"\b(?:takes?|lasts?|needs?)\b")


@dataclass(frozen=True, slots=True)
class Due:
    """
    The bound of a promise.

    Attributes:
        deadline: Latest bound, inclusive; None where it cannot be dated.
        conditional: Does it hang on something?
        named: Was any time named for it?
    """

    deadline: date | datetime | None
    conditional: bool
    named: bool


def due_of(
    sentence: Stretch,
    start: int,
    end: int,
    *,
    others: Sequence[tuple[int, int]],
    after: Stretch | None,
    said_at: datetime | None,
    calendar: Calendar,
    reported: bool,
) -> Due:
    """
    Say by when a promise is due.

    Args:
        sentence: The sentence it stands in.
        start: Where its words begin in the sentence.
        end: Where they end.
        others: Places of the sentence's other promises.
        after: The sentence behind, which may say when it was told.
        said_at: When the message was said, in the zone it is meant in.
        calendar: The shop's working days.
        reported: Is it told by her of what we said?
    """
    low = sentence.low
    past = reported and bool(w.BEHIND.search(low))
    times = find_times(low, said_at, calendar, past=past)
    conditions = list(_conditions(low))
    bound = [
        time
        for time in times
        if not any(first <= time.start < last for first, last, _ in conditions)
    ]
    conditional, event, loose = _hangs_on(low, conditions, start)
    base = _told_on(low, after, said_at, calendar) if reported else None
    if base is not None:
        rest = [one for one in bound if not base[0] <= one.start < base[1]]
        bound = rest or bound  # "promised to call me yesterday" has no other
    mine = _choose(low, bound, start, end, others)
    if mine is None and "same day" in low and event:
        dated = [time for time in times if time.value is not None and not time.span]
        mine = dated[0] if dated else None
    if mine is None:
        return Due(None, conditional, named=False)
    deadline = mine.value
    if mine.span and reported:
        deadline = _from(base[2], low, mine, calendar) if base else None
    elif event and (mine.span or "same day" in low[mine.start : mine.end]):
        # A length of time that begins on a day nobody named has no end.
        deadline = None
    if loose:  # "tonight when the kids are down" is tonight
        conditional = False
    return Due(deadline, conditional or mine.after_event, named=True)


def _conditions(low: str) -> list[tuple[int, int, str]]:
    """Return the clauses a promise may hang on: `[start, end)` and their word."""
    found = []
    for match in w.CONDITION.finditer(low):
        first, last = match.span("rest")
        main = _MAIN_CLAUSE.search(low, first + 1, last)
        found.append((first, main.start() if main else last, match["word"]))
    return found


def stands_in_condition(low: str, place: int) -> bool:
    """Tell whether a place in a sentence is in an "if" or an "as soon as"."""
    return any(first <= place < last for first, last, _ in _conditions(low))


def _hangs_on(
    low: str, conditions: Sequence[tuple[int, int, str]], start: int
) -> tuple[bool, bool, bool]:
    """Tell whether it is conditional, on an undated event, by no more than a "when"."""
    for first, last, word in conditions:
        if first <= start < last:
            continue  # the promise is inside; something else hangs on this
        rest = low[first:last].strip()
        loose = word in ("after", "following", "upon", "when", "whenever")
        if loose and (
            not rest
            or (word == "following" and rest.startswith("up"))
            or re.match(r"(?:i |we |you )?(?:do |come |get |am |are )", rest)
            or _names_time(rest)
        ):
            continue
        return True, word != "if", loose and word != "upon"
    return False, False, False


def _names_time(rest: str) -> bool:
    return bool(find_times(rest[:40], datetime(2026, 1, 1), Calendar()))  # noqa: DTZ001 any day does


def _choose(
    low: str,
    times: Sequence[When],
    start: int,
    end: int,
    others: Sequence[tuple[int, int]],
) -> When | None:
    """Take the time behind the promise, else one within it, else one before it."""
    next_start = min((s for s, _ in others if s >= end), default=len(low) + 1)
    behind = [one for one in times if one.end > end and start < one.start < next_start]
    within = [one for one in times if start <= one.start and one.end <= end]
    before = [one for one in times if one.end <= start]
    if not _KEEPS_TIME.search(low, start, end):
        lengths = [one for one in within if one.span and not behind]
        within = [
            one for one in within if one not in lengths or "in " in low[start:end]
        ]
    chosen = next((one for one in behind if one.value is not None), None)
    chosen = chosen or next(iter(behind), None) or next(iter(within), None)
    chosen = chosen or (before[-1] if before else None)
    if chosen is None or isinstance(chosen.value, datetime) or chosen.value is None:
        return chosen
    clock = next((one for one in within if isinstance(one.value, datetime)), None)
    if clock is not None and clock is not chosen and isinstance(clock.value, datetime):
        moment = clock.value.replace(
            year=chosen.value.year, month=chosen.value.month, day=chosen.value.day
        )
        return replace(chosen, value=moment)  # "on the 07:40 to Crewe on Saturday"
    return chosen


def _told_on(
    low: str, after: Stretch | None, said_at: datetime | None, calendar: Calendar
) -> tuple[int, int, date] | None:
    """Find the day on which it was said: its place in the sentence, and the day."""
    if said_at is None:
        return None
    said = _SAID.search(low)
    if said is not None:
        start, stop = max(0, said.start() - 40), min(len(low), said.end() + 40)
        for match in _SAID_THEN.finditer(low, start, stop):
            if re.search(r"\bby $|\bby\s*$", low[: match.start() + 1]):
                continue
            day = _past_day(match["day"], said_at, calendar)
            if day is not None:
                return match.start("day"), match.end("day"), day
        dated = find_times(low[start:stop], said_at, calendar)
        for time in dated:
            then = _plain(time.value)
            if then is not None and then < said_at.date():
                return start + time.start, start + time.end, then
    if after is not None and _THAT_WAS.match(after.low):
        day = _past_day(after.low[:60], said_at, calendar)
        if day is not None:
            return 0, 0, day
    return None


def _past_day(said: str, said_at: datetime, calendar: Calendar) -> date | None:
    nth = re.search(r"\b(\d{1,2})(?:st|nd|rd|th)\b", said)
    today = said_at.date()
    if nth:
        days = (today - timedelta(days=back) for back in range(31))
        return next((day for day in days if day.day == int(nth[1])), None)
    times = find_times(said, said_at, calendar, past=True)
    then = _plain(times[0].value) if times else None
    return then if then is not None and then <= today else None


def _plain(value: date | datetime | None) -> date | None:
    return value.date() if isinstance(value, datetime) else value


def _from(day: date, low: str, time: When, calendar: Calendar) -> date | None:
    """Count a length of time from the day on which it was said."""
    moment = datetime(day.year, day.month, day.day)  # noqa: DTZ001 only its day counts
    found = find_times(low[time.start : time.end], moment, calendar)
    return _plain(found[0].value) if found else None
