"""Days and moments are read in the order their writer had in mind."""

from __future__ import annotations

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.recognise.columns import DateForm, DateStyle, learn_form
from shopkeeper.recognise.columns.dates import (
    date_parser,
    moment_parser,
    read_moment,
)
from tests.builders import utc


WRITERS = {
    DateStyle.ISO: "%Y-%m-%d %H:%M:%S",
    DateStyle.DAY_FIRST: "%d/%m/%Y %H:%M:%S",
    DateStyle.MONTH_FIRST: "%m/%d/%Y %I:%M:%S %p",
    DateStyle.EIGHT_YMD: "%Y%m%d%H%M%S",
    DateStyle.NAMED: "%d %b %Y %H:%M:%S",
}
MOMENTS = st.datetimes(datetime(1995, 1, 1), datetime(2099, 12, 31)).map(
    lambda at: at.replace(microsecond=0)
)


@given(MOMENTS, st.sampled_from(sorted(WRITERS)))
def test_what_a_style_writes_that_style_reads(at: datetime, style: DateStyle) -> None:
    """Writing and reading in one style gives the same moment."""
    text = at.strftime(WRITERS[style])
    assert read_moment(text, DateForm(style=style)) == at


@given(
    st.lists(MOMENTS, min_size=40, max_size=40),
    st.sampled_from(sorted(WRITERS)),
    st.sampled_from([DateStyle.DAY_FIRST, DateStyle.MONTH_FIRST]),
)
def test_the_order_of_day_and_month_is_learned_from_the_values(
    moments: list[datetime],
    style: DateStyle,
    habit: DateStyle,
) -> None:
    """One cell above twelve settles the order, whatever the habit of the place."""
    cells = [at.strftime(WRITERS[style]) for at in moments]
    cells.append(datetime(2020, 1, 31).strftime(WRITERS[style]))
    learned = learn_form(cells, day_first=habit is DateStyle.DAY_FIRST)
    assert learned is not None
    form, share = learned
    assert share == 1.0
    assert [read_moment(cell, form) for cell in cells[:-1]] == moments


def test_a_log_of_low_days_is_read_so_that_its_steps_are_small() -> None:
    """A till log of the first days of December is no log of the first of months."""
    cells = [f"{day:02d}/12/2009 07:45" for day in range(1, 10) for _ in range(5)]
    learned = learn_form(cells, day_first=False)
    assert learned is not None
    assert learned[0] == DateForm(style=DateStyle.DAY_FIRST, settled=True)


def test_an_order_that_nothing_settles_follows_the_habit_and_says_so() -> None:
    """Birth dates that all allow both orders go by the place, not settled."""
    cells = ["01/02/1980", "11/05/1955", "03/09/1971", "07/04/1990"]
    for day_first in (True, False):
        learned = learn_form(cells, day_first=day_first, birth=True)
        assert learned is not None
        expected = DateStyle.DAY_FIRST if day_first else DateStyle.MONTH_FIRST
        assert (learned[0].style, learned[0].settled) == (expected, False)


@pytest.mark.parametrize(
    ("text", "style", "expected"),
    [
        ("01/12/2009 07:45", DateStyle.DAY_FIRST, "2009-12-01 07:45"),
        ("20091201", DateStyle.EIGHT_YMD, "2009-12-01"),
        ("1 Dec 2009", DateStyle.NAMED, "2009-12-01"),
        ("1. Dezember 2009", DateStyle.NAMED, "2009-12-01"),
        ("Dec 1, 2009", DateStyle.NAMED, "2009-12-01"),
        ("1 de diciembre de 2009", DateStyle.NAMED, "2009-12-01"),
        ("1er déc. 2009", DateStyle.NAMED, "2009-12-01"),
        ("1-Dec-09", DateStyle.NAMED, "2009-12-01"),
        ("Tue, 1 Dec 2009 07:45:00 +0000", DateStyle.NAMED, "2009-12-01 07:45"),
        ("1259653500", DateStyle.EPOCH_S, "2009-12-01 07:45"),
        ("1259653500000", DateStyle.EPOCH_MS, "2009-12-01 07:45"),
        ("40148", DateStyle.EXCEL, "2009-12-01"),
        ("40148.322916667", DateStyle.EXCEL, "2009-12-01 07:45"),
        ("2009-12-01T07:45:00Z", DateStyle.DAY_FIRST, "2009-12-01 07:45"),
        ("01.12.2009, 07:45 Uhr", DateStyle.DAY_FIRST, "2009-12-01 07:45"),
        ("12/1/09 7:45 am", DateStyle.MONTH_FIRST, "2009-12-01 07:45"),
    ],
)
def test_usual_ways_to_write_a_date_are_read(
    text: str, style: DateStyle, expected: str
) -> None:
    """Each way departments write the same morning gives that morning."""
    assert moment_parser(DateForm(style=style), UTC)(text) == utc(expected)


@pytest.mark.parametrize(
    "text", ["", "n/a", "31/02/2009", "99/99/2009", "0000-00-00", "12", "next week"]
)
def test_what_is_no_date_is_none(text: str) -> None:
    """A cell that is no date gives nothing, and no error."""
    assert moment_parser(DateForm(style=DateStyle.DAY_FIRST), UTC)(text) is None


@given(
    MOMENTS,
    st.sampled_from(
        ["Europe/London", "Australia/Lord_Howe", "America/St_Johns", "Asia/Kolkata"]
    ),
    st.sampled_from(["%d/%m/%Y %H:%M", "%d/%m/%Y %H:%M:%S", "%Y-%m-%d %H:%M:%S"]),
)
def test_the_fast_reader_agrees_with_the_plain_one(
    at: datetime, zone: str, pattern: str
) -> None:
    """Adding minutes to an hour gives what reading the whole gives, clocks turned."""
    form, clock = DateForm(style=DateStyle.DAY_FIRST), ZoneInfo(zone)
    text = at.strftime(pattern)
    plain = read_moment(text, form)
    assert plain is not None
    expected = plain.replace(tzinfo=clock).astimezone(UTC)
    assert moment_parser(form, clock)(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("04/10/2020 02:10", "2020-10-03 15:40"),
        ("04/10/2020 02:45", "2020-10-03 15:45"),
    ],
)
def test_minutes_are_not_added_across_a_turned_clock(text: str, expected: str) -> None:
    """On Lord Howe the clock skips half an hour within the hour."""
    parse = moment_parser(
        DateForm(style=DateStyle.DAY_FIRST), ZoneInfo("Australia/Lord_Howe")
    )
    assert parse(text) == utc(expected)


@pytest.mark.parametrize(
    "text", ["01/12/2009 07:60", "01/12/2009 07:4x", "01/12/2009 07:45:99"]
)
def test_the_fast_reader_refuses_what_no_clock_shows(text: str) -> None:
    """Minutes and seconds above 59 are no time."""
    assert moment_parser(DateForm(style=DateStyle.DAY_FIRST), UTC)(text) is None


def test_a_birth_date_is_a_day_that_no_zone_moves() -> None:
    """A birth date of two digits lies in the past, on the day as written."""
    form, _ = learn_form(["31.12.49", "01.01.72"], day_first=True, birth=True) or (
        None,
        0,
    )
    assert date_parser(form)("31.12.49") == date(1949, 12, 31)
