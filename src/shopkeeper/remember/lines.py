"""Lines of a file of purchases: their days, their moments, and names as numbers."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc


_EPOCH = date(1970, 1, 1)


def known_by(
    at: pa.ChunkedArray, as_of: date | datetime, time_zone: str
) -> pa.ChunkedArray:
    """Tell which times were known at a day, which is included, or a moment."""
    if isinstance(as_of, datetime):
        since = as_of - datetime.combine(_EPOCH, time(), UTC)
        return pc.less_equal(
            moments_us(at, time_zone), since // timedelta(microseconds=1)
        )
    end = datetime.combine(as_of + timedelta(days=1), time())
    return pc.less(_civil(at, time_zone), pa.scalar(end, pa.timestamp("us")))


def day_of(at: pa.ChunkedArray, time_zone: str) -> pa.ChunkedArray:
    """Return the civil day of times, in days since 1970."""
    civil = _civil(at, time_zone)
    return pc.cast(pc.cast(civil, pa.date32(), safe=False), pa.int32())


def moments_us(at: pa.ChunkedArray, time_zone: str) -> pa.ChunkedArray:
    """Times as UTC microseconds since 1970."""
    if at.type.tz is not None or time_zone == "UTC":
        return pc.cast(pc.cast(at, pa.timestamp("us", "UTC"), safe=False), pa.int64())
    civil = pc.cast(at, pa.timestamp("us"), safe=False)
    # In autumn an hour comes twice and in spring one is missing; which of the
    # two is meant decides nothing here, since days are counted by the wall.
    moment = pc.assume_timezone(
        civil, time_zone, ambiguous="earliest", nonexistent="earliest"
    )
    return pc.cast(pc.cast(moment, pa.timestamp("us", "UTC")), pa.int64())


def numbered(column: pa.ChunkedArray) -> tuple[list[str], pa.Array]:
    """Names in the order of their letters, and the number of each row's, or null."""
    encoded = pc.dictionary_encode(pc.cast(column, pa.string())).combine_chunks()
    if isinstance(encoded, pa.ChunkedArray):
        encoded = pa.chunked_array([], encoded.type).combine_chunks()
    names = encoded.dictionary.to_pylist()
    # An engine orders text by its UTF-8 bytes; so does Python.
    order = sorted(range(len(names)), key=names.__getitem__)
    number = np.empty(len(names), dtype=np.int32)
    number[order] = np.arange(len(names), dtype=np.int32)
    nobody = np.array([not name for name in names], dtype=bool)
    numbers = pa.array(number, mask=nobody).take(encoded.indices)
    return [names[place] for place in order], numbers


def or_null(table: pa.Table, name: str, kind: pa.DataType) -> pa.Array:
    if name in table.column_names:
        return pc.cast(table[name], kind)
    return pa.nulls(table.num_rows, kind)


def _civil(at: pa.ChunkedArray, time_zone: str) -> pa.ChunkedArray:
    """Times as the clock on the wall shows them."""
    if at.type.tz is None:
        return pc.cast(at, pa.timestamp("us"), safe=False)
    moment = pc.cast(at, pa.timestamp("us", "UTC"), safe=False)
    if time_zone == "UTC":
        return pc.cast(moment, pa.timestamp("us"))
    return pc.local_timestamp(pc.cast(moment, pa.timestamp("us", time_zone)))
