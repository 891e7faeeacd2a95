"""Reads the cells of a column by its profile: one by one, or a whole array."""

from __future__ import annotations

import json

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shopkeeper.recognise.columns import dates, numerals
from shopkeeper.recognise.columns.meanings import ColumnProfile


_QUARTER_US = 15 * 60 * 1_000_000
_EPOCH = datetime(1970, 1, 1)  # noqa: DTZ001  # civil time: the zone is added below
_UTC_NAMES = frozenset({"UTC", "Etc/UTC", "Z"})


def time_parser(
    column: ColumnProfile | None, zone: str
) -> Callable[[str], datetime | None]:
    """
    Make a fast reader of a column's cells as moments in UTC.

    Args:
        column: How the column writes dates; None: ISO 8601.
        zone: IANA name of the clock where a cell names none.

    Returns:
        A function from a cell to a moment in UTC, None where it is no date. It
        remembers cells it has seen.
    """
    return dates.moment_parser(
        column.dates if column else None, UTC if zone in _UTC_NAMES else ZoneInfo(zone)
    )


def day_parser(column: ColumnProfile | None) -> Callable[[str], date | None]:
    """Make a reader of a column's cells as civil days; no zone moves them."""
    return dates.date_parser(column.dates if column else None)


def number_parser(column: ColumnProfile | None) -> Callable[[str], float | None]:
    """Make a fast reader of a column's cells as numbers, None where one is none."""
    return numerals.number_parser(column.numbers if column else None)


def parse_times(array: pa.Array, column: ColumnProfile | None, zone: str) -> pa.Array:
    """
    Read a whole column as moments.

    Args:
        array: Text, timestamps, dates, or numbers that stand for dates.
        column: How the column writes dates; None: ISO 8601.
        zone: IANA name of the clock where a cell names none.

    Returns:
        `timestamp[us, UTC]` of the same length; null where a cell is no date.
    """
    array = _whole(array)
    if pa.types.is_date(array.type):
        array = array.cast(pa.timestamp("us"))
    if pa.types.is_timestamp(array.type):
        us = array.cast(pa.timestamp("us", array.type.tz), safe=False)
        if array.type.tz is not None:
            return us.cast(pa.timestamp("us", "UTC"))
        return _from_civil(us.cast(pa.int64()), zone)
    parse = time_parser(column, zone)
    encoded = as_texts(array).dictionary_encode()
    moments = [_us(parse(text)) for text in encoded.dictionary.to_pylist()]
    found = pa.array(moments, pa.int64()).take(encoded.indices)
    return found.cast(pa.timestamp("us", "UTC"))


def parse_numbers(array: pa.Array, column: ColumnProfile | None) -> pa.Array:
    """
    Read a whole column as numbers.

    Returns:
        `float64` of the same length; null where a cell is no finite number.
    """
    array = _whole(array)
    if pa.types.is_integer(array.type) or pa.types.is_floating(array.type):
        found = array.cast(pa.float64(), safe=False)
        return pc.if_else(pc.is_finite(found), found, pa.scalar(None, pa.float64()))
    parse = number_parser(column)
    encoded = as_texts(array).dictionary_encode()
    values = [parse(text) for text in encoded.dictionary.to_pylist()]
    return pa.array(values, pa.float64()).take(encoded.indices)


def as_texts(array: pa.Array) -> pa.Array:
    """
    Write a whole column as text, faithfully.

    Whole numbers have no `.0`, times are ISO 8601 (in UTC where they have a zone),
    decimals stay as written, lists and structures become JSON; null stays null.
    """
    array = _whole(array)
    kind = array.type
    if pa.types.is_string(kind):
        return array
    if pa.types.is_timestamp(kind):
        return _moments_as_text(array)
    if pa.types.is_nested(kind) or pa.types.is_duration(kind):
        return _each(array, _json)
    if pa.types.is_binary(kind) or pa.types.is_fixed_size_binary(kind):
        return _each(array, _decoded)
    if pa.types.is_null(kind):
        return pa.nulls(len(array), pa.string())
    return array.cast(pa.string())


def sample_rows(table: pa.Table, most: int = 1000) -> list[list[str]]:
    """Return up to *most* rows of a table as text, from all over it, in order."""
    count = table.num_rows
    places = np.unique(np.linspace(0, count - 1, min(count, most)).astype(np.int64))
    part = table.take(pa.array(places)) if count else table
    columns = [as_texts(part.column(index)) for index in range(table.num_columns)]
    return _rows([column.to_pylist() for column in columns], part.num_rows)


def _rows(columns: Sequence[Sequence[str | None]], count: int) -> list[list[str]]:
    return [[column[row] or "" for column in columns] for row in range(count)]


def _whole(array: pa.Array) -> pa.Array:
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
        if isinstance(array, pa.ChunkedArray):
            array = pa.concat_arrays(array.chunks)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    return array


def _us(moment: datetime | None) -> int | None:
    if moment is None:
        return None
    return (moment.replace(tzinfo=None) - _EPOCH) // timedelta(microseconds=1)


def _from_civil(us: pa.Array, zone: str) -> pa.Array:
    """Move wall-clock microseconds to UTC, as `datetime` does, hour seen twice first.

    Zones change on quarter hours, so one look a quarter hour is exact.
    """
    if zone in _UTC_NAMES:
        return us.cast(pa.timestamp("us", "UTC"))
    wall = us.fill_null(0).to_numpy(zero_copy_only=False)
    quarters, places = np.unique(wall // _QUARTER_US, return_inverse=True)
    clock = ZoneInfo(zone)
    offsets = np.array(
        [_offset_us(int(one) * _QUARTER_US, clock) for one in quarters], dtype=np.int64
    )
    empty = us.is_null().to_numpy(zero_copy_only=False)
    moved = pa.array(wall - offsets[places], pa.int64(), mask=empty)
    return moved.cast(pa.timestamp("us", "UTC"))


def _offset_us(us: int, clock: ZoneInfo) -> int:
    wall = (_EPOCH + timedelta(microseconds=us)).replace(tzinfo=clock)
    return (wall.utcoffset() or timedelta()) // timedelta(microseconds=1)


def _moments_as_text(array: pa.Array) -> pa.Array:
    zoned = array.type.tz is not None
    us = array.cast(pa.timestamp("us", "UTC" if zoned else None), safe=False)
    us = us.cast(pa.timestamp("us"))
    whole = us.cast(pa.timestamp("s"), safe=False)
    exact = pc.all(pc.equal(whole.cast(pa.timestamp("us")), us)).as_py()
    text = pc.strftime(whole if exact in {True, None} else us, "%Y-%m-%dT%H:%M:%S")
    return pc.binary_join_element_wise(text, "+00:00", "") if zoned else text


def _each(array: pa.Array, write: Callable[[Any], str]) -> pa.Array:
    texts = [None if one is None else write(one) for one in array.to_pylist()]
    return pa.array(texts, pa.string())


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)


def _decoded(value: bytes) -> str:
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.hex()
