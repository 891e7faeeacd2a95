"""Purchases in the order of person, item and day, a part of the people at a time."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from numpy.typing import NDArray

from shopkeeper.remember.gathering import Ints, begins


_LARGEST = 2**63
_BLOCK, _MOST_BLOCKS = 250_000, 256


def blocks(lines: pa.Table, persons: int) -> Iterator[pa.Table]:
    """
    Cut lines by persons, in their order, into blocks that near memory holds.

    What is about one person hangs on no other, and grouping a few millions at a
    time takes less than grouping all: most of the work would be waiting.
    """
    count = min(-(-lines.num_rows // _BLOCK), _MOST_BLOCKS)
    if count < 2:  # noqa: PLR2004 all in one
        yield lines
        return
    person = pc.fill_null(lines["person"], 0).to_numpy().astype(np.int64)
    block = (person * count // max(persons, 1)).astype(np.uint8)
    order = np.argsort(block, kind="stable")
    ends = np.cumsum(np.bincount(block, minlength=count))
    lines = lines.combine_chunks()
    for end, start in zip(ends, [0, *ends[:-1]], strict=True):
        rows = pa.array(order[start:end])
        yield pa.table([_taken(column, rows) for column in lines.columns], lines.schema)


def _taken(column: pa.ChunkedArray, rows: pa.Array) -> pa.ChunkedArray | pa.Array:
    """Fetch rows of a column; of one that holds nothing there is nothing to fetch."""
    if column.null_count == len(column):
        return pa.nulls(len(rows), column.type)
    return column.take(rows)


def in_order(found: pa.Table) -> pa.Table:
    """Order by person, item and day; on one number, where one can hold all three."""
    person, item, day = (integers(found[name]) for name in ("person", "item", "day"))
    if not len(day):
        return found
    least, widest = int(day.min()), int(item.max()) + 1
    width = int(day.max()) - least + 1
    if (int(person.max()) + 1) * widest * width < _LARGEST:
        keys = (person * widest + item) * width + (day - least)
        order = np.argsort(keys)
        # Read back out of the number: quicker than fetching from all over.
        pair, day = np.divmod(keys[order], width)
        person, item = np.divmod(pair, widest)
        day += least
    else:
        order = np.lexsort((day, item, person))
        person, item, day = person[order], item[order], day[order]
    record_id = found["record_id"].combine_chunks()
    if record_id.null_count < len(record_id):
        record_id = record_id.take(pa.array(order))
    return pa.table(
        {
            "person": person.astype(np.int32),
            "item": item.astype(np.int32),
            "day": day.astype(np.int32),
            "at_us": found["at_us"].to_numpy()[order],
            "record_id": record_id,
        }
    )


def cuts(person: NDArray[np.signedinteger]) -> Iterator[slice]:
    """Cut persons (m,), in their order, where one begins, about every `_BLOCK` rows."""
    first = 0
    while first < len(person) or not first:
        end = first + _BLOCK
        if end < len(person):
            end = int(np.searchsorted(person, person[end], side="left"))
            if end <= first:  # she has more rows than a block
                end = int(np.searchsorted(person, person[first], side="right"))
        yield slice(first, min(end, len(person)))
        first = max(end, 1)


def visits(person: Ints, day: Ints) -> tuple[Ints, Ints]:
    """Persons and days (m,) of purchases, each once, in that order."""
    if not len(day):
        return person, day
    least = int(day.min())
    width = int(day.max()) - least + 1
    # Sorted and told apart by their neighbours: far quicker than asking for a set.
    keys = np.sort(person * width + (day - least))
    keys = keys[begins(keys)]
    person, day = np.divmod(keys, width)
    return person, day + least


def integers(column: pa.ChunkedArray) -> Ints:
    """Return a column as numbers."""
    return np.asarray(column.to_numpy(), dtype=np.int64)
