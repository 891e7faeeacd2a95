"""
What is kept of people, basket by basket: sums that can be added to and taken from.

A tally is a value. Adding a basket makes another tally; taking the same basket
away gives back the one before, whatever came between and in whatever order.
Forgetting somebody leaves what would be there had she never come: her own sums
go, and each thing's lose her share. Nobody else's are looked at.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Generic, NamedTuple, TypeVar
from zlib import crc32

import numpy as np

from shopkeeper.remember.bgnbd import Counts


Days = tuple[tuple[int, int], ...]
"""Days since 1970, ascending, and how many baskets of each held the thing."""

T = TypeVar("T")

_DAYS_PER_WEEK = 7
_BOXES = 2048


class Good(NamedTuple):
    """What everybody did with one thing: buyers, those who came again, days."""

    persons: int = 0
    again: int = 0
    days: int = 0


@dataclass(frozen=True)
class Tally:
    """
    What one person bought.

    Attributes:
        visits: Her days with a basket.
        items: Of each thing, the days on which it was in one.
    """

    visits: Days = ()
    items: Mapping[str, Days] = field(default_factory=dict)

    def counts(self, until: int) -> Counts:
        """Return what the models of coming need of her at a day: a batch of one."""
        days = [day for day, _ in self.visits if day <= until]
        first, last = (days[0], days[-1]) if days else (until, until)
        return Counts(
            repeats=np.array([max(len(days) - 1, 0)], dtype=np.float64),
            recency=np.array([(last - first) / _DAYS_PER_WEEK]),
            age=np.array([(until - first) / _DAYS_PER_WEEK]),
        )

    def days_of(self, item: str) -> tuple[int, ...]:
        """Return the days on which she bought a thing, ascending."""
        return tuple(day for day, _ in self.items.get(item, ()))


class Shelf(Generic[T]):
    """A mapping that is a value: a change copies the boxes it touches, no more."""

    __slots__ = ("_boxes",)

    def __init__(self, boxes: tuple[dict[str, T], ...] = ({},) * _BOXES) -> None:
        self._boxes = boxes

    def get(self, name: str) -> T | None:
        """Return what stands under a name, or None."""
        return self._boxes[_box(name)].get(name)

    def names(self) -> Iterator[str]:
        """Name what stands here, in no order that means anything."""
        return (name for box in self._boxes for name in box)

    def changed(self, changes: Mapping[str, T | None]) -> Shelf[T]:
        """Return the shelf with other things under some names; None: with none."""
        boxes = list(self._boxes)
        copied: dict[int, dict[str, T]] = {}
        for name, value in changes.items():
            place = _box(name)
            if place not in copied:
                copied[place] = boxes[place] = dict(boxes[place])
            if value is None:
                copied[place].pop(name, None)
            else:
                copied[place][name] = value
        return Shelf(tuple(boxes))

    def __eq__(self, other: object) -> bool:
        """Say whether both hold the same."""
        return isinstance(other, Shelf) and self._boxes == other._boxes

    __hash__ = None  # type: ignore[assignment]  # what it holds may not have one


@dataclass(frozen=True)
class Tallies:
    """
    What is kept of everybody.

    Attributes:
        persons: Of each person, her tally; who has none never came.
        goods: Of each thing, what everybody did with it.
    """

    persons: Shelf[Tally] = field(default_factory=Shelf)
    goods: Shelf[Good] = field(default_factory=Shelf)

    def of(self, person: str) -> Tally:
        """Return a person's tally; an empty one if she never came."""
        return self.persons.get(person) or Tally()


def add_basket(
    tallies: Tallies, person: str, day: int, items: Iterable[str]
) -> Tallies:
    """
    Return the tallies with one basket more.

    Args:
        tallies: Of everybody.
        person: Whose basket it is.
        day: Of the basket, in days since 1970; it need not be the newest.
        items: What was in it; a thing twice counts once. Returns are none.
    """
    return _with(tallies, person, day, set(items), 1)


def take_basket(
    tallies: Tallies, person: str, day: int, items: Iterable[str]
) -> Tallies:
    """
    Return the tallies without a basket that was added: exactly those before.

    Raises:
        ValueError: If there was no such basket.
    """
    return _with(tallies, person, day, set(items), -1)


def forget(tallies: Tallies, person: str) -> Tallies:
    """Return the tallies without a person, exactly as if she had never come."""
    hers = tallies.of(person)
    goods = {
        item: _good(tallies.goods.get(item), days, ())
        for item, days in hers.items.items()
    }
    return Tallies(
        tallies.persons.changed({person: None}), tallies.goods.changed(goods)
    )


def _with(
    tallies: Tallies, person: str, day: int, items: set[str], change: int
) -> Tallies:
    hers = tallies.of(person)
    kept = dict(hers.items)
    goods: dict[str, Good | None] = {}
    for item in items:
        before = kept.pop(item, ())
        after = _days(before, day, change)
        if after:
            kept[item] = after
        goods[item] = _good(tallies.goods.get(item), before, after)
    visits = _days(hers.visits, day, change)
    tally = Tally(visits, kept) if visits else None
    return Tallies(
        tallies.persons.changed({person: tally}), tallies.goods.changed(goods)
    )


def _days(days: Days, day: int, change: int) -> Days:
    """Count one basket of a day more or less; a day without any is gone."""
    place = bisect_left(days, (day,))
    count = days[place][1] if place < len(days) and days[place][0] == day else 0
    if count + change < 0:
        msg = "this basket was never added"
        raise ValueError(msg)
    now = ((day, count + change),) if count + change else ()
    return days[:place] + now + days[place + bool(count) :]


def _good(good: Good | None, before: Days, after: Days) -> Good | None:
    """Change what everybody did with a thing by what one person did; None: nobody."""
    persons, again, days = good or Good()
    now = Good(
        persons + bool(after) - bool(before),
        again + (len(after) > 1) - (len(before) > 1),
        days + len(after) - len(before),
    )
    return now if now.persons else None


def _box(name: str) -> int:
    return crc32(name.encode()) % _BOXES
