"""
A purchase history as every question here looks at it: who, what, on which day.

Names are numbered once, in the order of their letters, so that everything
after is arithmetic on small integers and the order of the file is forgotten.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from numpy.typing import NDArray

from shopkeeper.remember import queries
from shopkeeper.remember.ports import Engine


Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ANYTHING = "anything"
"""What stands for the item in a history that has none."""

_EPOCH = date(1970, 1, 1)


@dataclass(frozen=True)
class Gathered:
    """
    What somebody did with something until a day, one row for each (n,).

    Attributes:
        person: Number of the person, ascending.
        item: Number of the item, ascending within her; zeros where the rows
            are about persons.
        days: On how many days she bought it.
        first: The first of them, in days since 1970.
        last: The last of them.
        gap_squares: Sum of the squares of the gaps between them.
        gap: Median gap in days; 0 where there is none.
    """

    person: Ints
    item: Ints
    days: Ints
    first: Ints
    last: Ints
    gap_squares: Ints
    gap: Floats

    def take(self, rows: Ints | Bools) -> Gathered:
        """Return these *rows* only."""
        return Gathered(
            **{name: values[rows] for name, values in vars(self).items()},
        )


@dataclass(frozen=True)
class Items:
    """
    What everybody did with each item until a day; arrays (n_items,).

    A small global table: on many machines it is sent to each of them.
    """

    persons: Ints
    again: Ints
    days: Ints
    lately: Ints


@dataclass(frozen=True)
class History:
    """
    Purchases up to a day, each once a person, item and day, in that order.

    Attributes:
        persons: Names of the persons, in the order of their letters.
        items: Names of the items, likewise.
        table: `person, item, day` as int32 numbers.
        record_ids: The row that stands for each purchase (n,), or None.
        at_us: Its moment in UTC microseconds (n,).
        returned: `person, item, day` as numbers: what was last brought back when.
        until: The last day that is known, in days since 1970. Included.
        has_items: Are the items real, or is there only `ANYTHING`?
        time_zone: Whose days they are.
        engine: What runs the queries.
    """

    persons: list[str]
    items: list[str]
    table: pa.Table
    record_ids: pa.Array
    at_us: Ints
    returned: pa.Table
    until: int
    has_items: bool
    time_zone: str
    engine: Engine

    @cached_property
    def person(self) -> Ints:
        """Number of the person of each purchase (n,)."""
        return _integers(self.table["person"])

    @cached_property
    def item(self) -> Ints:
        """Number of the item of each purchase (n,)."""
        return _integers(self.table["item"])

    @cached_property
    def day(self) -> Ints:
        """Day of each purchase (n,), in days since 1970."""
        return _integers(self.table["day"])

    @cached_property
    def is_empty(self) -> bool:
        """Did nobody buy anything?"""
        return bool(self.table.num_rows == 0)

    def as_of(self, until: int) -> History:
        """Return what was known at the end of the day *until*; numbers stay."""
        known = self.day <= until
        mask = pa.array(known)
        return replace(
            self,
            table=self.table.filter(mask),
            record_ids=self.record_ids.filter(mask),
            at_us=self.at_us[known],
            returned=self.returned.filter(pc.less_equal(self.returned["day"], until)),
            until=until,
        )

    def pairs(self, until: int) -> Gathered:
        """Gather what each person did with each item until a day."""
        return _gathered(self._run(queries.PAIRS, until))

    def shoppers(self, until: int) -> Gathered:
        """Gather each person's shopping days until a day."""
        return _gathered(self._run(queries.PERSONS, until))

    def goods(self, until: int) -> Items:
        """Gather what everybody did with each item until a day."""
        table = self._run(queries.ITEMS, until)
        where = _integers(table["item"])
        spread = {}
        for name in ("persons", "again", "days", "lately"):
            spread[name] = np.zeros(len(self.items), dtype=np.int64)
            spread[name][where] = _integers(table[name])
        return Items(**spread)

    def _run(self, sql: str, until: int) -> pa.Table:
        moment = pa.table({"until_day": pa.array([until], pa.int32())})
        return self.engine.run(sql, {"days": self.table, "until": moment})


def read_history(
    purchases: pa.Table,
    *,
    engine: Engine,
    as_of: date | datetime,
    time_zone: str = "UTC",
    thing: str = "item",
) -> History:
    """
    Read a history out of purchases, as far as it was known at a moment.

    Args:
        purchases: `person, at` (timestamp; one without a zone is civil time),
            and where known `item, category, quantity, record_id`.
        engine: What runs the queries.
        as_of: A day, which is included, or a moment, likewise. Nothing after
            it is used.
        time_zone: Whose days are counted, for times that have a zone.
        thing: `item` or `category`: which column tells what was bought. Without
            it everything bought is `ANYTHING`.

    Returns:
        The history; it may be empty.
    """
    named = thing in purchases.column_names and (
        purchases[thing].null_count < purchases.num_rows
    )
    lines = _lines(purchases, as_of, time_zone, thing if named else None)
    until = last_day(as_of, time_zone)
    found = engine.run(queries.PURCHASE_DAYS, {"lines": lines})
    persons, person = _numbered(found["person"])
    items, item = _numbered(found["item"])
    table = pa.table({"person": person, "item": item, "day": found["day"]})
    return History(
        persons=persons,
        items=items,
        table=table,
        record_ids=found["record_id"].combine_chunks(),
        at_us=_integers(found["at_us"]),
        returned=_returned(lines, engine, persons, items),
        until=until,
        has_items=named,
        time_zone=time_zone,
        engine=engine,
    )


def _lines(
    purchases: pa.Table, as_of: date | datetime, time_zone: str, thing: str | None
) -> pa.Table:
    """Lines known by then, as `PURCHASE_DAYS` reads them."""
    civil, at_us = _civil_and_us(purchases["at"], time_zone)
    lines = pa.table(
        {
            "person": pc.cast(purchases["person"], pa.string()),
            "item": pc.cast(purchases[thing], pa.string())
            if thing
            else pa.array([ANYTHING] * purchases.num_rows, pa.string()),
            "day": pc.cast(pc.cast(civil, pa.date32(), safe=False), pa.int32()),
            "at_us": at_us,
            "quantity": _or_null(purchases, "quantity", pa.float64()),
            "record_id": _or_null(purchases, "record_id", pa.string()),
        }
    )
    return lines.filter(_known(civil, at_us, as_of))


def _returned(
    lines: pa.Table, engine: Engine, persons: list[str], items: list[str]
) -> pa.Table:
    back = engine.run(queries.RETURN_DAYS, {"lines": lines})
    return pa.table(
        {
            "person": _numbers(back["person"], persons),
            "item": _numbers(back["item"], items),
            "day": back["day"],
        }
    ).drop_null()


def last_day(as_of: date | datetime, time_zone: str) -> int:
    """Return the day of *as_of* in a zone, in days since 1970."""
    if isinstance(as_of, datetime):
        as_of = as_of.astimezone(ZoneInfo(time_zone)).date()
    return (as_of - _EPOCH).days


def as_date(day: int) -> date:
    """Return the civil day of a number of days since 1970."""
    return _EPOCH + timedelta(days=int(day))


def as_moment(at_us: int) -> datetime:
    """Return the moment of UTC microseconds since 1970."""
    return datetime.combine(_EPOCH, time(), UTC) + timedelta(microseconds=int(at_us))


def _civil_and_us(at: pa.ChunkedArray, time_zone: str) -> tuple[pa.Array, pa.Array]:
    """Times as the clock on the wall shows them, and as UTC microseconds."""
    kind = at.type
    if pa.types.is_timestamp(kind) and kind.tz is not None:
        moment = pc.cast(at, pa.timestamp("us", "UTC"), safe=False)
        civil = pc.local_timestamp(pc.cast(moment, pa.timestamp("us", time_zone)))
        return civil, pc.cast(moment, pa.int64())
    civil = pc.cast(at, pa.timestamp("us"), safe=False)
    # In autumn an hour comes twice and in spring one is missing; which of the
    # two is meant decides nothing here, since days are counted by the wall.
    moment = pc.assume_timezone(
        civil, time_zone, ambiguous="earliest", nonexistent="earliest"
    )
    return civil, pc.cast(pc.cast(moment, pa.timestamp("us", "UTC")), pa.int64())


def _known(civil: pa.Array, at_us: pa.Array, as_of: date | datetime) -> pa.Array:
    if isinstance(as_of, datetime):
        since = as_of - datetime.combine(_EPOCH, time(), UTC)
        return pc.less_equal(at_us, since // timedelta(microseconds=1))
    end = datetime.combine(as_of + timedelta(days=1), time())
    return pc.less(civil, pa.scalar(end, pa.timestamp("us")))


def _or_null(table: pa.Table, name: str, kind: pa.DataType) -> pa.Array:
    if name in table.column_names:
        return pc.cast(table[name], kind)
    return pa.nulls(table.num_rows, kind)


def _numbered(column: pa.ChunkedArray) -> tuple[list[str], pa.Array]:
    """Names in the order of their letters, and the number of each row's."""
    names = sorted(pc.unique(column).to_pylist())
    return names, _numbers(column, names)


def _numbers(column: pa.ChunkedArray, names: list[str]) -> pa.Array:
    """The number of each row's name; null where it is none of *names*."""
    return pc.index_in(column, value_set=pa.array(names, pa.string()))


def _gathered(table: pa.Table) -> Gathered:
    person = _integers(table["person"])
    return Gathered(
        person=person,
        item=_integers(table["item"])
        if "item" in table.column_names
        else np.zeros_like(person),
        days=_integers(table["days"]),
        first=_integers(table["first_day"]),
        last=_integers(table["last_day"]),
        gap_squares=_integers(table["gap_squares"]),
        gap=np.asarray(table["median_gap"].to_numpy(), dtype=np.float64),
    )


def _integers(column: pa.ChunkedArray) -> Ints:
    return np.asarray(column.to_numpy(), dtype=np.int64)
