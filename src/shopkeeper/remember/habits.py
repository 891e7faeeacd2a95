"""
What a day knows about each pair of person and item, in numbers.

One pass over purchases in order of person, item and day; time grows with their
number. Ages are counted in days and in her own visits, because who comes twice
a week and who comes twice a year have the same habit at another pace.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import numpy as np

from shopkeeper.remember.history import Bools, Floats, History, Ints
from shopkeeper.remember.seasons import (
    AHEAD_DAYS,
    Feasts,
    InSeason,
    Window,
    in_season,
    season_of_all,
    season_of_persons,
    season_of_things,
    windows_at,
)


NAMES = (
    "one", "days", "share", "since_first", "visits_95", "visits_85", "visits_60",
    "lately_14", "lately_45", "lately_120", "visits_ago", "days_ago", "once",
    "gap_visits", "late_visits", "late_days", "irregular", "late_for_all",
    "small", "small_93", "small_80", "basket", "basket_of_all",
    "sold_7", "sold_30", "sold_90", "sold", "buyers", "bought_again", "next_visit",
    "next_three", "shopping_days", "basket_size", "away", "shopping_gap", "repeats",
    "kind_visits", "kind_lately", "kind_ago", "kind_share", "kind_after", "kinds",
    "season",
)  # fmt: skip
"""What the numbers that describe a pair are, in their order."""

_PER_VISIT = (0.95, 0.85, 0.6)
_HALF_LIVES_DAYS = (14.0, 45.0, 120.0)
_SMALL_PER_VISIT = (1.0, 0.93, 0.8)
_SOLD_DAYS = (7, 30, 90)
_WORTH = 10.0  # what is usual counts as much as so many cases
_NEXT = (1, 3)
_MOST_LINES = 50_000  # described at once: what is needed stays near


@dataclass(frozen=True)
class Lines:
    """
    Purchases in the order of person, item and day (n,), each once.

    Attributes:
        person: Number of the person.
        item: Number of the item.
        day: Day in days since 1970.
        persons: How many numbers of persons there are.
        items: How many numbers of items there are.
        ago: How many visits of hers came after this one.
        basket: How many items she bought on that day.
        feasts: Days of holidays, by name.
        kinds: Number of the category of each item (items,), or None.
        each: How many people each of these stands for.
    """

    person: Ints
    item: Ints
    day: Ints
    persons: int
    items: int
    ago: Ints
    basket: Ints
    feasts: Feasts
    kinds: Ints | None
    each: int = 1

    def of(self, people: Bools) -> Lines:
        """Return the lines of these *people* only; they are whole persons."""
        kept = people[self.person]
        return Lines(
            self.person[kept], self.item[kept], self.day[kept], self.persons,
            self.items, self.ago[kept], self.basket[kept], self.feasts,
            self.kinds, self.each,
        )  # fmt: skip

    def between(self, first: int, end: int) -> Lines:
        """Return the lines of persons from *first* to before *end*, counted from 0."""
        mine = slice(*np.searchsorted(self.person, [first, end]))
        return Lines(
            self.person[mine] - first, self.item[mine], self.day[mine], end - first,
            self.items, self.ago[mine], self.basket[mine], self.feasts,
            self.kinds, self.each,
        )  # fmt: skip

    def among(self, people: Ints) -> Lines:
        """Return the lines of these *people*, ascending, counted from 0."""
        row = np.full(self.persons, -1)
        row[people] = np.arange(len(people))
        theirs = self.of(row >= 0)
        return replace(theirs, person=row[theirs.person], persons=len(people))

    def some(self, most: int) -> Lines:
        """Return the lines of at most so many people, every second or third."""
        people = np.unique(self.person[starts_of(self)])
        every = -(-len(people) // most)
        if every <= 1:
            return self
        return replace(self.among(people[::every]), each=self.each * every)

    def parts(self, most: int = _MOST_LINES) -> Iterator[tuple[int, Lines]]:
        """Yield the lines of some people after others, and the first one's number."""
        ends = np.searchsorted(self.person, np.arange(1, self.persons + 1))
        first = 0
        while first < self.persons:
            done = ends[first - 1] if first else 0
            end = max(first + 1, int(np.searchsorted(ends, done + most, "right")))
            yield first, self.between(first, end)
            first = end


@dataclass(frozen=True)
class Goods:
    """
    The commodity's habit: what everybody did with each item; arrays (items,).

    Attributes:
        sold: Purchases in the last 7, 30 and 90 days, and at all (4 arrays).
        buyers: How many bought it.
        again: Share of its buyers who bought it again, leaning on all items.
        next_visit: How often it came again in the next visit, and in the next three.
        gap: Mean logarithm of the days between two purchases of one person.
        basket: Is it bought in baskets larger than usual for who buys it?
        season: How much more it is bought at this time of the year; 1 is ordinary.
        season_of_all: The same of everything together.
        then_per_visit: How often its buyers' visits had it then.
        windows: The days of earlier years that tell of it.
    """

    sold: tuple[Floats, ...]
    buyers: Floats
    again: Floats
    next_visit: tuple[Floats, ...]
    gap: Floats
    basket: Floats
    season: Floats
    season_of_all: float
    then_per_visit: Floats
    windows: Sequence[Window]


@dataclass(frozen=True)
class Habits:
    """
    Everything a day knew about pairs of person and item (n,).

    Attributes:
        person: Number of the person, ascending.
        item: Number of the item, ascending within her.
        days: On how many days she bought it.
        last: The last of them.
        visits: On how many days she bought anything.
        buyers: How many people bought the item.
        numbers: What describes the pair (n, `NAMES`).
        season: What she does with it at this time of the year.
    """

    person: Ints
    item: Ints
    days: Ints
    last: Ints
    visits: Ints
    buyers: Ints
    numbers: Floats
    season: InSeason

    def take(self, rows: Ints) -> Habits:
        """Return these *rows* only."""
        return Habits(
            **{
                name: values.take(rows) if name == "season" else values[rows]
                for name, values in vars(self).items()
            }
        )


def joined(parts: Sequence[Habits]) -> Habits:
    """Put together the habits of people who follow each other."""
    columns = {
        name: np.concatenate([vars(one)[name] for one in parts])
        for name in vars(parts[0])
        if name != "season"
    }
    return Habits(
        **columns,
        season=InSeason(
            weight=np.concatenate([one.season.weight for one in parts]),
            per_visit=np.concatenate([one.season.per_visit for one in parts]),
        ),
    )


def lines_of(history: History, known: Bools) -> Lines:
    """Return the purchases of *history* that are *known* (n,)."""
    whose, visit = history.visits[0], history.visit[known]
    size = np.bincount(visit, minlength=len(whose))
    came = size > 0
    ends = np.cumsum(np.bincount(whose[came], minlength=len(history.persons)))
    ago = ends[whose] - np.cumsum(came)
    return Lines(
        history.person[known], history.item[known], history.day[known],
        len(history.persons), len(history.items), ago[visit], size[visit],
        history.feasts, history.kinds, history.each,
    )  # fmt: skip


def goods_at(lines: Lines, until: int, ahead: int = AHEAD_DAYS) -> Goods:
    """
    Gather each commodity's habit at the end of the day *until*.

    Args:
        lines: Purchases until then.
        until: The day of the question.
        ahead: How many days after it are asked about.
    """
    item, width = lines.item, lines.items
    sold = [
        np.bincount(item[lines.day > until - days], minlength=width)
        for days in _SOLD_DAYS
    ]
    sold.append(np.bincount(item, minlength=width))
    start = starts_of(lines)
    counts = np.diff(np.append(start, len(item)))
    buyers = np.bincount(item[start], minlength=width)
    again = np.bincount(item[start[counts > 1]], minlength=width)
    follows = np.ones(max(len(item) - 1, 0), dtype=bool)
    follows[start[1:] - 1] = False
    before = np.flatnonzero(follows)
    step = lines.ago[before] - lines.ago[before + 1]
    gaps = _logs(lines.day[before + 1] - lines.day[before])
    first = int(lines.day.min(initial=until + 1))
    windows = windows_at(first, until, ahead, lines.feasts)
    return Goods(
        sold=tuple(one.astype(np.float64) * lines.each for one in sold),
        buyers=buyers.astype(np.float64) * lines.each,
        again=_leaning(again, buyers),
        next_visit=tuple(
            _leaning(
                np.bincount(item[before[step <= visits]], minlength=width),
                np.bincount(item[lines.ago >= 1], minlength=width),
            )
            for visits in _NEXT
        ),
        gap=_mean_leaning(gaps, item[before], width),
        basket=relative_basket(lines),
        season=season_of_things(lines.day, item, width, windows),
        season_of_all=season_of_all(lines.day, windows),
        then_per_visit=_per_visit_then(lines, start, windows),
        windows=windows,
    )


def habits_of(lines: Lines, goods: Goods, until: int) -> Habits:
    """Describe each pair of *lines*, as of the end of the day *until*."""
    start = starts_of(lines)
    days = np.diff(np.append(start, len(lines.person)))
    person, item = lines.person[start], lines.item[start]
    visits = _visits(lines)
    found = Habits(
        person=person,
        item=item,
        days=days,
        last=lines.day[start + days - 1],
        visits=visits[person],
        buyers=goods.buyers[item].astype(np.int64),
        numbers=np.empty((len(NAMES), len(start))).T,  # column by column
        season=_in_season(lines, start, days, goods),
    )
    columns = (
        np.ones(len(start)),
        *_often(lines, start, days, visits),
        *_lately(lines, start, days, until),
        *_rhythm(lines, start, days, goods, until),
        *_basket(lines, start, days, goods),
        *_goods(goods, item),
        *_hers(lines, person, visits, until),
        *_kinds(lines, start, days, until),
        _season(lines, start, days, goods),
    )
    for place, column in enumerate(columns):
        found.numbers[:, place] = column
    return found


def habits_at(history: History, until: int) -> Habits:
    """Describe everybody's pairs as they were known at the end of the day *until*."""
    lines = lines_of(history, history.day <= until)
    return habits_of(lines, goods_at(lines, until), until)


def _often(lines: Lines, start: Ints, days: Ints, visits: Ints) -> tuple[Floats, ...]:
    """How often: counts, share of her visits, and each halved visit by visit."""
    since = lines.ago[start] + 1
    faded = [
        np.log(_sums(powers(rate, lines.ago), start) + 0.003) for rate in _PER_VISIT
    ]
    return (
        np.log(days),
        np.log(days / visits[lines.person[start]]),
        np.log((days + 0.3) / (since + 0.3)),
        *faded,
    )


def _lately(lines: Lines, start: Ints, days: Ints, until: int) -> tuple[Floats, ...]:
    """How lately: each purchase halved in so many days, and the last one's age."""
    age = until - lines.day
    faded = [
        np.log(_sums(powers(0.5 ** (1 / half), age), start) + 0.003)
        for half in _HALF_LIVES_DAYS
    ]
    end = start + days - 1
    return (
        *faded,
        np.log1p(lines.ago[end]),
        np.log1p(age[end]),
        (days == 1).astype(np.float64),
    )


def _rhythm(
    lines: Lines, start: Ints, days: Ints, goods: Goods, until: int
) -> tuple[Floats, ...]:
    """Her own gap in visits and in days, how late she is by it, and by all's."""
    end = start + days - 1
    twice = days > 1
    gaps = np.maximum(days - 1, 1)
    elapsed = until - lines.day[end] + 1.0
    in_visits = (lines.ago[start] - lines.ago[end]) / gaps
    in_days = (lines.day[end] - lines.day[start]) / gaps
    steps = np.diff(lines.day, prepend=lines.day[:1]).astype(np.float64)
    steps[start] = 0
    varies = np.maximum(_sums(steps**2, start) / gaps - in_days**2, 0)
    return (
        np.where(twice, np.log(in_visits + 0.5), 0),
        np.where(twice, np.log((lines.ago[end] + 1) / (in_visits + 1)), 0),
        np.where(twice, np.log(elapsed / (in_days + 3)), 0),
        np.where(days > 2, np.log1p(varies / np.maximum(in_days, 1) ** 2), 1),  # noqa: PLR2004 two gaps
        np.log(elapsed) - goods.gap[lines.item[start]],
    )


def _basket(lines: Lines, start: Ints, days: Ints, goods: Goods) -> tuple[Floats, ...]:
    """
    In how large a basket: what is bought alone is all of a small basket.

    The next basket is as often a small one as a large one, but most purchases are
    in large ones; so purchases are counted, too, as shares of their basket.
    """
    counted = [
        np.log(_sums(powers(rate, lines.ago) / lines.basket, start) + 1e-4)
        for rate in _SMALL_PER_VISIT
    ]
    size = _logs(lines.basket)
    hers = _mean(size, lines.person, lines.persons)[lines.person[start]]
    own = (_sums(size, start) + hers) / (days + 1) - hers
    return (*counted, own, goods.basket[lines.item[start]])


def _goods(goods: Goods, item: Ints) -> tuple[Floats, ...]:
    """The commodity's habit, by which one purchase of hers is judged."""
    *lately, ever = goods.sold
    return (
        *(np.log(one + 0.5)[item] for one in lately),
        np.log(ever + 0.5)[item],
        np.log(goods.buyers + 0.5)[item],
        np.log(goods.again)[item],
        *(np.log(one)[item] for one in goods.next_visit),
    )


def _kinds(
    lines: Lines, start: Ints, days: Ints, until: int
) -> Iterable[Floats | float]:
    """
    What she does with the whole category: she needs bread, whichever loaf it was.

    How often and how lately she bought of it, which share of that was this item, how
    many of her visits since this item had another one, and how many items she knows.
    """
    if lines.kinds is None:
        return (0.0,) * 6
    key, of = np.unique(
        lines.person * (int(lines.kinds.max(initial=0)) + 1) + lines.kinds[lines.item],
        return_inverse=True,
    )
    many = int(lines.ago.max(initial=0)) + 1
    visits = np.unique(of * many + lines.ago)  # of a category, latest first
    whose, ago = visits // many, visits % many
    latest = np.full(len(key), many)
    np.minimum.at(latest, whose, ago)
    pair = of[start]
    last = lines.ago[start + days - 1]
    since = np.searchsorted(visits, pair * many + last)
    since -= np.searchsorted(visits, pair * many)
    lately = np.bincount(of, powers(0.5 ** (1 / 30), until - lines.day))
    bought = powers(0.9, lines.ago)
    share = (_sums(bought, start) + 0.05) / (np.bincount(of, bought)[pair] + 0.05)
    return (
        np.log(np.bincount(whose, powers(0.85, ago))[pair] + 0.01),
        np.log(lately[pair] + 0.01),
        np.log1p(latest[pair]),
        np.log(share),
        np.log1p(since),
        np.log(np.bincount(pair)[pair]),
    )


def _hers(lines: Lines, person: Ints, visits: Ints, until: int) -> tuple[Floats, ...]:
    """What she does at all: it moves her probabilities, not her order."""
    first = np.full(lines.persons, until)
    np.minimum.at(first, lines.person, lines.day)
    last = np.zeros(lines.persons, dtype=np.int64)
    np.maximum.at(last, lines.person, lines.day)
    bought = np.bincount(lines.person, minlength=lines.persons)
    different = np.bincount(person, minlength=lines.persons)
    came = np.maximum(visits, 1)
    return (
        np.log(came)[person],
        np.log(np.maximum(bought, 1) / came)[person],
        np.log1p(np.maximum(until - last, 0))[person],
        np.log1p(np.maximum(last - first, 0) / np.maximum(came - 1, 1))[person],
        np.log(np.maximum(bought, 1) / np.maximum(different, 1))[person],
    )


def _season(lines: Lines, start: Ints, days: Ints, goods: Goods) -> Floats:
    """Does she buy it at this time of the year?"""
    if not goods.windows:
        return np.zeros(len(start))
    since = np.full(lines.persons, np.iinfo(np.int64).max)
    np.minimum.at(since, lines.person, lines.day)
    return season_of_persons(
        lines.day,
        np.repeat(np.arange(len(start)), days),
        since[lines.person[start]],
        goods.windows,
        goods.season[lines.item[start]],
    )


def _in_season(lines: Lines, start: Ints, days: Ints, goods: Goods) -> InSeason:
    """What did she buy when she came at this time of the year?"""
    item = lines.item[start]
    if not goods.windows:
        return InSeason(np.zeros(len(start)), np.zeros(len(start)))
    return in_season(
        (np.repeat(np.arange(len(start)), days), lines.day),
        visits_of(lines),
        lines.person[start],
        goods.windows,
        (goods.season[item] / goods.season_of_all, goods.then_per_visit[item]),
    )


def _per_visit_then(lines: Lines, start: Ints, windows: Sequence[Window]) -> Floats:
    """How often a buyer's visit (items,) had it in the days of *windows*."""
    if not windows:
        return np.zeros(lines.items)
    days = np.concatenate([one.days for one in windows])
    then = np.isin(lines.day, days)
    bought = np.bincount(lines.item[then], minlength=lines.items)
    # The lines of a basket are a visit together.
    shares = 1 / lines.basket[then]
    came = np.bincount(lines.person[then], shares, minlength=lines.persons).round()
    visits = np.bincount(
        lines.item[start], came[lines.person[start]], minlength=lines.items
    )
    return np.minimum(bought / np.maximum(visits, 1), 1)


def visits_of(lines: Lines) -> tuple[Ints, Ints]:
    """Return each visit's person and day (v,)."""
    visits = _visits(lines)
    ends = np.cumsum(visits)
    day = np.empty(int(visits.sum()), dtype=np.int64)
    day[ends[lines.person] - 1 - lines.ago] = lines.day
    return np.repeat(np.arange(lines.persons), visits), day


def relative_basket(lines: Lines) -> Floats:
    """Is each item (items,) bought in baskets larger than usual for who buys it?"""
    size = _logs(lines.basket)
    over = size - _mean(size, lines.person, lines.persons)[lines.person]
    sums = np.bincount(lines.item, over, minlength=lines.items)
    return sums / (np.bincount(lines.item, minlength=lines.items) + _WORTH / 2)


def _visits(lines: Lines) -> Ints:
    """Count on how many days each person bought (persons,)."""
    visits = np.zeros(lines.persons, dtype=np.int64)
    np.maximum.at(visits, lines.person, lines.ago + 1)
    return visits


def starts_of(lines: Lines) -> Ints:
    """Return where each pair of *lines* begins."""
    if not len(lines.person):
        return np.zeros(0, dtype=np.int64)
    changes = (np.diff(lines.person) != 0) | (np.diff(lines.item) != 0)
    return np.append(0, np.flatnonzero(changes) + 1)


def _sums(values: Floats, start: Ints) -> Floats:
    """Add up each pair's values."""
    if not len(start):
        return np.zeros(0)
    total: Floats = np.add.reduceat(values, start)
    return total


def powers(base: float, exponents: Ints) -> Floats:
    """Raise a number to many small powers; a table is quicker than so many powers."""
    table = base ** np.arange(int(exponents.max(initial=0)) + 1, dtype=np.float64)
    powers: Floats = table[exponents]
    return powers


def _logs(numbers: Ints) -> Floats:
    """Take logarithms of many small numbers, 1 or more, from a table."""
    table = np.log(np.arange(1, int(numbers.max(initial=1)) + 1))
    logs: Floats = table[numbers - 1]
    return logs


def _leaning(happened: Ints, cases: Ints) -> Floats:
    """Return shares (items,) that lean on the share of all where cases are few."""
    usual = (happened.sum() + 0.5) / (cases.sum() + 1)
    share: Floats = (happened + _WORTH * usual) / (cases + _WORTH)
    return share


def _mean(values: Floats, of: Ints, width: int) -> Floats:
    count = np.bincount(of, minlength=width)
    mean: Floats = np.bincount(of, values, minlength=width) / np.maximum(count, 1)
    return mean


def _mean_leaning(values: Floats, of: Ints, width: int) -> Floats:
    usual = float(values.mean()) if len(values) else 3.0  # e^3 days: three weeks
    sums = np.bincount(of, values, minlength=width) + _WORTH / 2 * usual
    mean: Floats = sums / (np.bincount(of, minlength=width) + _WORTH / 2)
    return mean
