"""By when? Each rule of data/listen/RULES.md, (a), `deadline`."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from shopkeeper.listen.deadlines import find_times
from shopkeeper.vocabulary import Calendar


LONDON = ZoneInfo("Europe/London")
TUESDAY = datetime(2026, 3, 10, 10, tzinfo=LONDON)
SATURDAY = datetime(2026, 3, 14, 10, tzinfo=LONDON)


def deadline(
    words: str, said_at: datetime | None = TUESDAY, calendar: Calendar | None = None
) -> str:
    """Resolve the one time named in *words*."""
    times = find_times(words.lower(), said_at, calendar or Calendar())
    return "; ".join(str(t.value and t.value.isoformat()) for t in times)


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("within six working days", "2026-03-18"),
        ("within 5-7 business days", "2026-03-19"),
        ("in 3 to 5 working days", "2026-03-17"),
        ("5 bd", "2026-03-17"),
        ("3 working days from Friday", "2026-03-18"),
        ("up to four days", "2026-03-14"),
        ("in a couple of days", "2026-03-12"),
        ("2 to 3 weeks", "2026-03-31"),
        ("in three weeks' time", "2026-03-31"),
        ("in two weeks at the latest", "2026-03-24"),
        ("in a fortnight", "2026-03-24"),
        ("in a month", "2026-04-10"),
        ("for three months", "2026-06-10"),
        ("for a year", "2027-03-10"),
        ("within seven days of today", "2026-03-17"),
    ],
)
def test_a_length_of_time_ends_on_its_last_day(words: str, day: str) -> None:
    """Ranges count their latest bound; working days begin with the next one."""
    assert deadline(words) == day


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("within 48 hours", "2026-03-12T10:00:00+00:00"),
        ("within 24h", "2026-03-11T10:00:00+00:00"),
        ("in the next hour", "2026-03-10T11:00:00+00:00"),
        ("within the hour", "2026-03-10T11:00:00+00:00"),
        ("in half an hour", "2026-03-10T10:30:00+00:00"),
        ("within an hour and a half", "2026-03-10T11:30:00+00:00"),
        ("30 mins", "2026-03-10T10:30:00+00:00"),
    ],
)
def test_hours_and_minutes_simply_pass(words: str, moment: str) -> None:
    """Elapsed time is a date-time, counted from the moment of speaking."""
    assert deadline(words) == moment


def test_hours_pass_over_a_change_of_the_clocks() -> None:
    """On 29 March 2026 London goes from 01:00 to 02:00: 24 hours end an hour later."""
    said_at = datetime(2026, 3, 28, 18, tzinfo=LONDON)
    assert deadline("within 24 hours", said_at) == "2026-03-29T19:00:00+01:00"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("by Friday", "2026-03-13"),
        ("this Friday", "2026-03-13"),
        ("on Tuesday", "2026-03-17"),
        ("next Friday", "2026-03-20"),
        ("before Friday", "2026-03-12"),
        ("every Friday", "2026-03-13"),
        ("Monday or Tuesday", "2026-03-17"),
        ("from Monday to Wednesday", "2026-03-18"),
        ("Wednesday next week", "2026-03-18"),
        ("Monday week", "2026-03-23"),
        ("a week on Monday", "2026-03-23"),
        ("by Thu 12th", "2026-03-12"),
        ("the day after tomorrow", "2026-03-12"),
        ("later this week", "2026-03-13"),
        ("by the end of this week", "2026-03-13"),
        ("within the week", "2026-03-13"),
        ("next wk", "2026-03-20"),
        ("end of next week", "2026-03-20"),
        ("early next week", "2026-03-17"),
        ("by the weekend", "2026-03-15"),
        ("before the weekend", "2026-03-13"),
        ("in the week of 16 March", "2026-03-20"),
    ],
)
def test_weekdays_and_weeks_lie_ahead(words: str, day: str) -> None:
    """A weekday is the first after the day of speaking; a week ends on Friday."""
    assert deadline(words) == day


def test_on_a_saturday_this_week_is_the_one_about_to_begin() -> None:
    """Said on a Saturday, the end of the week is next Friday."""
    assert deadline("by the end of the week", SATURDAY) == "2026-03-20"
    assert deadline("this weekend", SATURDAY) == "2026-03-15"


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("on Saturday 14 March", "2026-03-14"),
        ("on 14 March 2027", "2027-03-14"),
        ("by March 31st", "2026-03-31"),
        ("by 31/03", "2026-03-31"),
        ("12/04/2026", "2026-04-12"),
        ("on 2026-05-04", "2026-05-04"),
        ("No later than the 15th", "2026-03-15"),
        ("for the 3rd", "2026-04-03"),
        ("before the 20th", "2026-03-19"),
        ("mid-May", "2026-05-15"),
        ("in May", "2026-05-31"),
        ("by May", "2026-05-01"),
        ("before May", "2026-04-30"),
        ("until June", "2026-05-31"),
        ("till the end of June", "2026-06-30"),
        ("next month", "2026-04-30"),
        ("at the end of the month", "2026-03-31"),
        ("end of the quarter", "2026-03-31"),
        ("end of the year", "2026-12-31"),
        ("by Christmas", "2026-12-25"),
        ("by Easter", "2026-04-05"),
    ],
)
def test_dates_are_the_first_not_before_the_day_of_speaking(
    words: str, day: str
) -> None:
    """A date without a year is the next such day; a bare month means its last."""
    assert deadline(words) == day


@pytest.mark.parametrize(
    ("words", "moment"),
    [
        ("tomorrow before noon", "2026-03-11T12:00:00+00:00"),
        ("this afternoon", "2026-03-10T17:00:00+00:00"),
        ("tonight", "2026-03-10T21:00:00+00:00"),
        ("by end of day", "2026-03-10T17:00:00+00:00"),
        ("COB Friday", "2026-03-13T17:00:00+00:00"),
        ("by end of play tomorrow", "2026-03-11T17:00:00+00:00"),
        ("first thing tomorrow", "2026-03-11T10:00:00+00:00"),
        ("tomorrow morning", "2026-03-11T12:00:00+00:00"),
        ("Thursday afternoon", "2026-03-12T17:00:00+00:00"),
        ("by tomorrow evening", "2026-03-11T21:00:00+00:00"),
        ("by midnight on Friday", "2026-03-13T23:59:00+00:00"),
        ("by 6pm", "2026-03-10T18:00:00+00:00"),
        ("before 5pm on Friday", "2026-03-13T17:00:00+00:00"),
        ("for Tuesday at 10:00", "2026-03-17T10:00:00+00:00"),
        ("between 8 and 12 on Thursday", "2026-03-12T12:00:00+00:00"),
        ("between 2 and 4pm tomorrow", "2026-03-11T16:00:00+00:00"),
        ("on 2 April between 9 and 5", "2026-04-02T17:00:00+01:00"),
        ("Wednesday the 18th of March at half past three", "2026-03-18T15:30:00+00:00"),
        ("Mon 9am", "2026-03-16T09:00:00+00:00"),
        ("at 3 tomorrow", "2026-03-11T15:00:00+00:00"),
    ],
)
def test_a_time_of_day_makes_a_moment_in_her_zone(words: str, moment: str) -> None:
    """Named hours and parts of the day are date-times with their offset."""
    assert deadline(words) == moment


def test_an_hour_that_is_over_today_means_tomorrow() -> None:
    """Said at ten, "by 9am" is tomorrow."""
    assert deadline("by 9am") == "2026-03-11T09:00:00+00:00"


def test_after_an_event_without_a_date_there_is_no_deadline() -> None:
    """Days counted from an undated event cannot be resolved."""
    (when,) = find_times("within 5 days of receiving it", TUESDAY, Calendar())
    assert when.value is None
    assert when.after_event


def test_without_the_moment_of_speaking_only_full_dates_are_known() -> None:
    """Relative times are null where nobody knows when it was said."""
    assert deadline("by Friday", None) == "None"
    assert deadline("within 3 working days", None) == "None"
    assert deadline("on 14 March 2027", None) == "2027-03-14"


def test_a_shops_own_holidays_are_not_working_days() -> None:
    """Easter 2026: Good Friday and, in England, Monday are no working days."""
    said_at = datetime(2026, 4, 2, 10, tzinfo=LONDON)
    assert deadline("2 working days", said_at) == "2026-04-06"
    england = Calendar(holidays="GB-ENG")
    assert deadline("2 working days", said_at, england) == "2026-04-08"


def test_a_holiday_named_in_the_text_is_not_counted() -> None:
    """The words themselves may take a weekday out."""
    words = "2 working days as Wednesday is a bank holiday"
    assert deadline(words).startswith("2026-03-13")


@pytest.mark.parametrize(
    "words", ["shortly", "soon", "in due course", "in the summer", "on your next bill"]
)
def test_vague_words_name_no_time(words: str) -> None:
    """Soon is no date."""
    assert deadline(words) == ""


def test_a_time_beyond_the_calendar_is_none() -> None:
    """Near the year 9999 nothing can be counted on, and nothing crashes."""
    late = datetime(9999, 12, 30, 10, tzinfo=LONDON)
    for words in ("in 3 weeks", "next month", "by the end of next year", "next Friday"):
        assert deadline(words, late) in ("", "None")
    assert deadline("quarter to 0 tomorrow") in ("", "2026-03-11")
