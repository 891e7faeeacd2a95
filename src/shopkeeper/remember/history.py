"""
A purchase history as every question here looks at it: who, what, on which day.

Names are numbered once, in the order of their letters, so that everything
after is arithmetic on small integers and the order of the file is forgotten.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from numpy.typing import NDArray

from shopkeeper.remember import queries
from shopkeeper.remember.gathering import LATELY_DAYS, Runs, begins, gather
from shopkeeper.remember.lines import (
    day_of,
    known_by,
    moments_us,
    numbered,
    or_null,
)
from shopkeeper.remember.ordering import blocks, cuts, in_order, integers, visits
from shopkeeper.remember.ports import Engine
from shopkeeper.remember.seasons import NO_FEASTS, Feasts


Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]

ANYTHING = "anything"
"""What stands for the item in a history that has none."""

ENOUGH_PEOPLE = 4000
"""Of so many it is learned: every second or third says as much."""

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

    def take(self, rows: Ints | Bools | slice) -> Gathered:
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
        feasts: Days of holidays, by name.
        kinds: Number of the category of each item (n_items,); None where the
            purchases name none.
        each: How many people each of those in the table stands for.
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
    feasts: Feasts = field(default_factory=dict)
    kinds: Ints | None = None
    each: int = 1

    @cached_property
    def person(self) -> Ints:
        """Number of the person of each purchase (n,)."""
        return integers(self.table["person"])

    @cached_property
    def item(self) -> Ints:
        """Number of the item of each purchase (n,)."""
        return integers(self.table["item"])

    @cached_property
    def day(self) -> Ints:
        """Day of each purchase (n,), in days since 1970."""
        return integers(self.table["day"])

    @cached_property
    def is_empty(self) -> bool:
        """Did nobody buy anything?"""
        return bool(self.table.num_rows == 0)

    def as_of(self, until: int) -> History:
        """Return what was known at the end of the day *until*; numbers stay."""
        returned = self.returned.filter(pc.less_equal(self.returned["day"], until))
        return replace(self._only(self.day <= until), returned=returned, until=until)

    @cached_property
    def sample(self) -> History:
        """People enough to learn what this shop's customers do; numbers stay."""
        return self.some(ENOUGH_PEOPLE)

    def some(self, most: int) -> History:
        """Return every second or third person, at most so many; numbers stay."""
        every = -(-len(self.persons) // most)
        if every <= 1:
            return self
        found = self._only(self.person % every == 0)
        return replace(found, each=self.each * every)

    def _only(self, kept: Bools) -> History:
        """Return these purchases (n,) only."""
        mask = pa.array(kept)
        return replace(
            self,
            table=self.table.filter(mask),
            record_ids=self.record_ids.filter(mask),
            at_us=self.at_us[kept],
        )

    @cached_property
    def visits(self) -> tuple[Ints, Ints]:
        """Persons and days (m,) on which they bought anything, in that order."""
        found = [visits(person, day) for person, _, day in self._parts()]
        person, day = zip(*found, strict=True)
        return np.concatenate(person), np.concatenate(day)

    @cached_property
    def visit(self) -> Ints:
        """The place in `visits` of each purchase (n,)."""
        whose, when = self.visits
        if not len(when):
            return np.zeros(0, dtype=np.int64)
        first, width = int(when.min()), int(when.max() - when.min()) + 1
        return np.searchsorted(
            whose * width + (when - first), self.person * width + (self.day - first)
        )

    def pairs(self, until: int) -> Gathered:
        """Gather what each person did with each item until a day."""

        def parts() -> Iterator[Gathered]:
            for person, item, day in self._parts(until):
                runs = gather(begins(person, item), day)
                yield _gathered(runs, person[runs.start], item[runs.start])

        return _joined(parts(), self.table.num_rows)

    def shoppers(self, until: int) -> Gathered:
        """Gather each person's shopping days until a day."""
        whose, when = self.visits

        def parts() -> Iterator[Gathered]:
            for part in cuts(whose):
                known = when[part] <= until
                person, day = whose[part][known], when[part][known]
                runs = gather(begins(person), day)
                yield _gathered(runs, person[runs.start], np.zeros_like(runs.start))

        return _joined(parts(), len(whose))

    def _parts(self, until: int | None = None) -> Iterator[tuple[Ints, Ints, Ints]]:
        """Cut person, item and day where a person begins, small enough to be near."""
        columns = [self.table[name].to_numpy() for name in ("person", "item", "day")]
        for part in cuts(columns[0]):
            person, item, day = (column[part].astype(np.int64) for column in columns)
            known = slice(None) if until is None else day <= until
            yield person[known], item[known], day[known]

    def goods(self, until: int) -> Items:
        """Gather what everybody did with each item until a day."""
        sums = np.zeros((4, len(self.items)), dtype=np.int64)
        for person, item, day in self._parts(until):
            start = np.flatnonzero(begins(person, item))
            again = start[np.diff(start, append=len(item)) > 1]
            lately = day > until - LATELY_DAYS
            asked = item[start], item[again], item, item[lately]
            for row, items in enumerate(asked):
                sums[row] += np.bincount(items, minlength=len(self.items))
        return Items(*sums)


def read_history(
    purchases: pa.Table,
    *,
    engine: Engine,
    as_of: date | datetime,
    time_zone: str = "UTC",
    thing: str = "item",
    feasts: Feasts = NO_FEASTS,
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
        feasts: Days of holidays, by name; in other years they are elsewhere.

    Returns:
        The history; it may be empty.
    """
    named = thing in purchases.column_names and (
        purchases[thing].null_count < purchases.num_rows
    )
    known = known_by(purchases["at"], as_of, time_zone)
    if not pc.all(known).as_py():
        purchases = purchases.filter(known)
    persons, person = numbered(purchases["person"])
    items, item = _items(purchases, thing if named else None)
    kinds = _kinds(purchases, item, len(items)) if thing == "item" else None
    lines = _lines(purchases, time_zone, person, item)
    found = pa.concat_tables(
        in_order(engine.run(queries.PURCHASE_DAYS, {"lines": block}))
        for block in blocks(lines, len(persons))
    ).combine_chunks()
    returns = lines.filter(pc.less(lines["quantity"], 0))
    # Most histories of one person have none, and a question costs its asking.
    back = (
        engine.run(queries.RETURN_DAYS, {"lines": returns})
        if returns.num_rows
        else returns.select(["person", "item", "day"])
    )
    # Who only brought things back is nobody here: numbers close up, in order.
    person_of, persons = _used(persons, integers(found["person"]))
    item_of, items = _used(items, integers(found["item"]))
    return History(
        persons=persons,
        items=items,
        table=_renumbered(found, person_of, item_of),
        record_ids=found["record_id"].combine_chunks(),
        at_us=integers(found["at_us"]),
        returned=_renumbered(back, person_of, item_of).drop_null(),
        until=last_day(as_of, time_zone),
        has_items=named,
        time_zone=time_zone,
        engine=engine,
        feasts=feasts,
        kinds=None if kinds is None else kinds[_valid(item_of)],
    )


def _kinds(purchases: pa.Table, item: pa.Array, items: int) -> Ints | None:
    """Number the category that each item (items,) is mostly of; its own if none."""
    if items < 1 or "category" not in purchases.column_names:
        return None
    names, category = numbered(purchases["category"])
    named = pc.and_(pc.is_valid(category), pc.is_valid(item))
    if not names or not pc.any(named).as_py():
        return None
    keys = integers(item.filter(named)) * len(names)
    keys += integers(category.filter(named))
    pairs, times = np.unique(keys, return_counts=True)
    order = np.lexsort((-pairs, times))  # the last one written stays
    found: Ints = np.arange(items) + len(names)
    found[pairs[order] // len(names)] = pairs[order] % len(names)
    return found


def _lines(
    purchases: pa.Table, time_zone: str, person: pa.Array, item: pa.Array
) -> pa.Table:
    """Lines as `PURCHASE_DAYS` reads them."""
    quantity = or_null(purchases, "quantity", pa.float64())
    least = pc.min(quantity).as_py()
    if least is not None and least > 0:  # each is a purchase, as one that says nothing
        quantity = pa.nulls(len(quantity), quantity.type)
    return pa.table(
        {
            "person": person,
            "item": item,
            "day": day_of(purchases["at"], time_zone),
            "at_us": moments_us(purchases["at"], time_zone),
            "quantity": quantity,
            "record_id": or_null(purchases, "record_id", pa.string()),
        }
    )


def _items(purchases: pa.Table, thing: str | None) -> tuple[list[str], pa.Array]:
    if thing is None:
        zeros = np.zeros(purchases.num_rows, dtype=np.int32)
        return [ANYTHING], pa.array(zeros)
    return numbered(purchases[thing])


def _valid(column: pa.Array) -> Bools:
    valid: Bools = pc.is_valid(column).to_numpy(zero_copy_only=False)
    return valid


def _used(names: list[str], numbers: Ints) -> tuple[pa.Array, list[str]]:
    """New numbers of *names*, null where none of *numbers* is theirs; names left."""
    used = np.zeros(len(names), dtype=bool)
    used[numbers] = True
    new = np.cumsum(used, dtype=np.int32) - np.int32(1)
    kept = [name for name, is_used in zip(names, used, strict=True) if is_used]
    return pa.array(new, mask=~used), kept


def _renumbered(table: pa.Table, person_of: pa.Array, item_of: pa.Array) -> pa.Table:
    def number(name: str, number_of: pa.Array) -> pa.Array:
        column = table[name].combine_chunks()
        # All are used: every number stays what it was.
        return number_of.take(column) if number_of.null_count else column

    return pa.table(
        {
            "person": number("person", person_of),
            "item": number("item", item_of),
            "day": table["day"],
        }
    )


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


def _gathered(runs: Runs, person: Ints, item: Ints) -> Gathered:
    return Gathered(
        person=person,
        item=item,
        days=runs.days,
        first=runs.first,
        last=runs.last,
        gap_squares=runs.gap_squares,
        gap=runs.gap,
    )


def _joined(parts: Iterator[Gathered], most: int) -> Gathered:
    """
    Put together what was gathered of people who follow each other.

    Args:
        parts: Each is copied and let go, so that the next finds room where it was.
        most: No more rows than these are in all of them.
    """
    room: dict[str, NDArray[Any]] = {}
    end = 0
    for part in parts:
        columns = vars(part)
        start, end = end, end + len(part.person)
        for name, column in columns.items():
            if name not in room:
                room[name] = np.empty(most, dtype=column.dtype)
            room[name][start:end] = column
    return Gathered(**{name: column[:end] for name, column in room.items()})
