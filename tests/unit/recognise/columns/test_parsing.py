"""A whole column is read as its cells are, one by one."""

from __future__ import annotations

import decimal

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pyarrow as pa
import pytest

from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.recognise.columns import (
    ColumnProfile,
    DateForm,
    DateStyle,
    Meaning,
    as_texts,
    parse_numbers,
    parse_times,
    sample_rows,
    time_parser,
)
from tests.builders import utc


ZONES = ["UTC", "Europe/London", "Australia/Lord_Howe", "America/St_Johns"]
COLUMN = ColumnProfile(
    name="at",
    index=0,
    meaning=Meaning.AT,
    sure=1.0,
    because="",
    dates=DateForm(style=DateStyle.DAY_FIRST),
)


def _clock_changes_at(wall: datetime, zone: str) -> bool:
    before = wall - timedelta(microseconds=1)
    return _is_twice(before, zone) and not _is_twice(wall, zone)


def _is_twice(wall: datetime, zone: str) -> bool:
    there = wall.replace(tzinfo=ZoneInfo(zone))
    return there.utcoffset() != there.replace(fold=1).utcoffset()


@given(
    st.lists(st.datetimes(datetime(1990, 1, 1), datetime(2037, 1, 1)), max_size=20),
    st.sampled_from(ZONES),
)
def test_timestamps_and_their_texts_are_the_same_moments(
    moments: list[datetime], zone: str
) -> None:
    """Wall-clock columns, their texts, and cell by cell: one answer."""
    # In the very instant in which a clock was put back, pyarrow says it is not yet.
    moments = [one for one in moments if not _clock_changes_at(one, zone)]
    wall = pa.array(moments, pa.timestamp("us"))
    by_array = parse_times(wall, None, zone)
    by_text = parse_times(as_texts(wall), None, zone)
    parse = time_parser(None, zone)
    by_cell = [parse(text) for text in as_texts(wall).to_pylist()]
    assert by_array.to_pylist() == by_text.to_pylist() == by_cell


def test_days_numbers_and_dictionaries_are_read_as_times() -> None:
    """Arrow's own dates, eight digits and repeated texts all give the day."""
    expected = [utc("2009-12-01"), None]
    day = datetime(2009, 12, 1, tzinfo=UTC).date()
    for array in (
        pa.array([day, None]),
        pa.array(["01/12/2009", "no day"]),
        pa.array(["01/12/2009", None]).dictionary_encode(),
        pa.chunked_array([["01/12/2009"], [""]]),
    ):
        assert parse_times(array, COLUMN, "UTC").to_pylist() == expected


def test_numbers_of_any_type_are_read() -> None:
    """Ints, floats, decimals and texts give floats; nothing else gives any."""
    assert parse_numbers(pa.array([1, None]), None).to_pylist() == [1.0, None]
    assert parse_numbers(pa.array([1.5, float("nan")]), None).to_pylist() == [1.5, None]
    assert parse_numbers(pa.array(["(5)", "x"]), None).to_pylist() == [-5.0, None]
    money = pa.array([decimal.Decimal("1.50")])
    assert parse_numbers(money, None).to_pylist() == [1.5]


@pytest.mark.parametrize(
    ("array", "expected"),
    [
        (pa.array([7, None]), ["7", None]),
        (pa.array([7.0]), ["7"]),
        (pa.array([6.95], pa.float32()), ["6.95"]),
        (pa.array([decimal.Decimal("1.50")]), ["1.50"]),
        (pa.array([True]), ["true"]),
        (pa.array([datetime(2020, 1, 2, 3, 4)]), ["2020-01-02T03:04:00"]),
        (pa.array([utc("2020-01-02 03:04")]), ["2020-01-02T03:04:00+00:00"]),
        (pa.array([["a", "ü"]]), ['["a", "ü"]']),
        (pa.array([b"t\xc3\xa9", b"\xff"]), ["té", "ff"]),
        (pa.array([None]), [None]),
    ],
)
def test_values_become_text_faithfully(
    array: pa.Array, expected: list[str | None]
) -> None:
    """No `.0` on whole numbers, ISO times, decimals as written."""
    assert as_texts(array).to_pylist() == expected


def test_a_sample_is_from_all_over_the_table() -> None:
    """First and last rows are in it, in order, none twice."""
    table = pa.table({"n": list(range(10_000))})
    rows = [int(row[0]) for row in sample_rows(table, 100)]
    assert (rows[0], rows[-1], len(rows)) == (0, 9_999, 100)
    assert rows == sorted(set(rows))
