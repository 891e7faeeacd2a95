"""Purchases of a file in our own words, whatever its columns are called."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shopkeeper.recognise.columns import (
    ColumnProfile,
    Meaning,
    TableMapping,
    as_texts,
    delivered,
    describe,
    names_the_item,
    not_kept,
    parse_numbers,
    parse_times,
    profile,
    sample_rows,
)
from shopkeeper.recognise.ports import FileTable
from shopkeeper.remember.gifts import GIFT, gifts_of
from shopkeeper.vocabulary import BadInput, Holds


@dataclass(frozen=True, kw_only=True)
class Purchases:
    """
    Purchases of a file in our own words.

    Attributes:
        table: `person, at, quantity` and, where known, `item, item_name, category`.
        mapping: What each column was taken for: table, column, meaning, how
            sure, why.
        time_zone: Whose days are counted.
        without_time: Lines whose time could not be read; they are left out.
        such_as: What one of them has in place of a time; empty where it has nothing.
    """

    table: pa.Table
    mapping: Sequence[tuple[str, str, str, str, str]]
    time_zone: str
    without_time: int
    such_as: str = ""


def understand_purchases(
    tables: Sequence[FileTable], *, name: str, time_zone: str | None = None
) -> Purchases:
    """
    Find person, time, item and so on among the columns of a file.

    Raises:
        BadInput: If no table has a column for the person and one for the time.
    """
    found, mapping, unread, such_as = [], [], 0, ""
    zone = time_zone or _zone_of(tables)
    for table in tables:
        rows = sample_rows(table.data)
        guessed = profile(
            table.data.column_names, rows, holds=Holds.ORDERS, time_zone=zone
        )
        mapping += [(table.name, *row) for row in describe(guessed)]
        one = _purchases_of(table, guessed, zone)
        if one is not None:
            read, missing, example = one
            found.append(read)
            unread += missing
            such_as = such_as or example
    if not found:
        msg = (
            f"{name}: no column says who bought, or none says when; name them "
            "`person` and `at`."
        )
        raise BadInput(msg)
    whole = pa.concat_tables(found, promote_options="default")
    return Purchases(
        table=whole, mapping=tuple(mapping), time_zone=zone, without_time=unread,
        such_as=such_as,
    )  # fmt: skip


def _zone_of(tables: Sequence[FileTable]) -> str:
    """Return the zone that a file itself names for its times, else UTC."""
    for table in tables:
        for field in table.data.schema:
            if pa.types.is_timestamp(field.type) and field.type.tz is not None:
                return str(field.type.tz)
    return "UTC"


def _purchases_of(
    table: FileTable, mapping: TableMapping, zone: str
) -> tuple[pa.Table, int, str] | None:
    """Take a table's purchases; how many lines had no readable time, and one such."""
    person = _column(mapping, "person") or mapping.person
    at = _column(mapping, "at") or mapping.first(Meaning.AT)
    if person is None or at is None:
        return None
    data = table.data
    columns = {
        "person": as_texts(data.column(person.index)),
        "at": parse_times(data.column(at.index), at, zone),
    }
    item = _column(mapping, "item") or mapping.first(Meaning.ITEM, Meaning.ITEM_NAME)
    category = _column(mapping, "category") or mapping.first(Meaning.CATEGORY)
    quantity = _column(mapping, "quantity") or mapping.first(Meaning.QUANTITY)
    if item is not None:
        columns["item"] = as_texts(data.column(item.index))
    name = mapping.first(Meaning.ITEM_NAME)
    if item is not None and name is not None and name.index != item.index:
        named = as_texts(data.column(name.index))
        if names_the_item(columns["item"], named):
            columns["item_name"] = named
    if category is not None:
        columns["category"] = as_texts(data.column(category.index))
    if quantity is not None:
        columns["quantity"] = parse_numbers(data.column(quantity.index), quantity)
    for column in mapping.all(Meaning.STATUS):
        many = columns.get("quantity", pa.array(np.ones(data.num_rows)))
        ended = not_kept(as_texts(data.column(column.index)))
        columns["quantity"] = pc.if_else(ended, pa.scalar(0.0), many)
    read = pa.table(columns)
    sent = delivered(
        mapping, lambda column: pa.chunked_array([as_texts(data.column(column.index))])
    )
    if sent is not None:
        days = pc.cast(read["at"], pa.date32(), safe=False).to_pylist()
        persons = read["person"].to_pylist()
        gifts = gifts_of(persons, days, sent.to, sent.home, sent.marked)
        read = read.append_column(GIFT, pa.array(gifts))
    timed = read.filter(pc.is_valid(read["at"]))
    written = as_texts(data.column(at.index)).filter(pc.is_null(read["at"]))
    example = next((one for one in written.to_pylist() if one and one.strip()), "")
    return timed, read.num_rows - timed.num_rows, example


def _column(mapping: TableMapping, name: str) -> ColumnProfile | None:
    """Return the column that has the contract's own name; a name is no guess."""
    return next((one for one in mapping.columns if one.name.lower() == name), None)
