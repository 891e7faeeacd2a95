"""
Is it the time of the year for it? The same days of earlier years, feasts in step.

Christmas is on the same day each year, Easter is not: a day shortly before a feast
is compared with the day as long before that feast a year ago. What was bought in
those days, over what one would expect of as many ordinary days, is the season: of
everything, of a thing leaning on that, and of a person with a thing leaning on both.
Nothing is said of a year that is not wholly known. What one year before tells may be
chance: it counts where it is far from ordinary (a pudding at Christmas); what lies
nearer counts as far as earlier years, asked the same, say that it should.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from numpy.typing import NDArray


Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Feasts = Mapping[str, Sequence[int]]
"""By name of a holiday its days, in days since 1970."""

NO_FEASTS: Feasts = {}

AHEAD_DAYS = 28
"""How far a habit looks ahead: four weeks hold a next visit of most people."""

_YEAR_DAYS = 365
_RUN_UP_DAYS = 14  # before a feast; people buy for it
_SAME_FEAST_DAYS = 45  # Easter moves by 35 days
_EPOCH = date(1970, 1, 1)
# What is bought up to twice as much as usual is no thing of a season; up to six times
# where one year alone says so: that is as often a thing that went out of fashion.
_ORDINARY, _ORDINARY_ONCE = 2.0, 6.0
# So many purchases expected of ordinary days count as much as what is leant on.
_WORTH_OF_ALL, _WORTH_OF_THING, _WORTH_OF_PERSON = 50.0, 3.0, 6.0


@dataclass(frozen=True)
class Window:
    """
    The days of an earlier year that are like those to come.

    Attributes:
        days: In days since 1970, ascending.
        since: The year they belong to begins after this day.
        until: It ends with this one.
    """

    days: Ints
    since: int
    until: int

    @property
    def share(self) -> float:
        """How much of the year they are."""
        return len(self.days) / _YEAR_DAYS


def feasts_of(calendar: str, first: int, last: int) -> Feasts:
    """
    Return the days of a calendar's holidays, with a year more on either side.

    Args:
        calendar: A name of the `holidays` package, such as `GB-SCT`, or `none`.
        first: First day of interest, in days since 1970.
        last: The last.

    Raises:
        KeyError: If the package knows no such calendar.
    """
    if calendar == "none" or last < first:
        return {}
    import holidays  # noqa: PLC0415 a sixth of a second, and few commands need it

    years = range(_year(first) - 1, _year(last) + 2)
    place, _, part = calendar.partition("-")
    if place in holidays.list_supported_financial():
        named = holidays.financial_holidays(place, years=years)
    elif place in (known := holidays.list_supported_countries()) and (
        not part or part in known[place]
    ):
        named = holidays.country_holidays(place, subdiv=part or None, years=years)
    else:
        raise KeyError(calendar)
    found: dict[str, list[int]] = {}
    for day, names in sorted(named.items()):
        for name in names.split("; "):
            found.setdefault(name, []).append((day - _EPOCH).days)
    return found


def year_cuts(first: int, until: int, feasts: Feasts) -> list[int]:
    """
    Return the days like *until* of earlier years that themselves know a year.

    What is learned there is learned of the same season.
    """
    found = []
    for back in range(1, (until - first + 1) // _YEAR_DAYS):
        days = _years_ago(np.array([until + 1]), back, feasts)
        found += [day - 1 for day in days if first + _YEAR_DAYS <= day <= until]
    return found


def windows_at(first: int, until: int, ahead: int, feasts: Feasts) -> list[Window]:
    """
    Return the days like the *ahead* days after *until*, of each earlier year.

    Args:
        first: The first day that is known.
        until: The day of the question; the windows lie before it.
        ahead: How many days are asked about; of more than a year, a year.
        feasts: Days of holidays.
    """
    asked = np.arange(until + 1, until + 1 + min(ahead, _YEAR_DAYS))
    found = []
    for back in range(1, (until - first + 1) // _YEAR_DAYS + 1):
        days = np.unique(_years_ago(asked, back, feasts)).astype(np.int64)
        days = days[(days >= first) & (days <= until)]
        if len(days):
            ends = until - _YEAR_DAYS * (back - 1)
            found.append(Window(days, ends - _YEAR_DAYS, ends))
    return found


def season_of_all(day: Ints, windows: Sequence[Window]) -> float:
    """Return how much more is bought in *windows* than elsewhere; 1 is ordinary."""
    first = int(day.min(initial=0))
    sold = np.bincount(day - first)
    days = first + np.arange(len(sold))
    inside, expected = 0.0, 0.0
    for one in windows:
        inside += float(sold[np.isin(days, one.days)].sum())
        year = (days > one.since) & (days <= one.until)
        expected += float(sold[year].sum()) * one.share
    return (inside + _WORTH_OF_ALL) / (expected + _WORTH_OF_ALL)


def season_of_things(
    day: Ints, item: Ints, width: int, windows: Sequence[Window]
) -> Floats:
    """
    Return how much more each thing (width,) is bought in *windows* than elsewhere.

    A thing that was not yet sold by a window is judged by the others; without any,
    by everything.
    """
    since = np.full(width, np.iinfo(np.int64).max)
    np.minimum.at(since, item, day)
    return season_of(
        day, item, since=since, windows=windows,
        lean=np.full(width, season_of_all(day, windows)), worth=_WORTH_OF_THING,
    )  # fmt: skip


def season_of_persons(
    day: Ints, of: Ints, since: Ints, windows: Sequence[Window], lean: Floats
) -> Floats:
    """
    Return the logarithm of how much more each buys in *windows* than elsewhere (n,).

    Args:
        day: Days of purchases (m,).
        of: Whose, or which pair's, each is (m,): 0 to n - 1.
        since: Her first day (n,); years before it say nothing of her.
        windows: Days of earlier years that are like those asked about.
        lean: What is believed where she tells little (n,).
    """
    ratio = season_of(
        day, of, since=since, windows=windows, lean=lean, worth=_WORTH_OF_PERSON
    )
    return np.log(ratio)


@dataclass(frozen=True)
class InSeason:
    """
    What each pair (n,) does at this time of the year, where that is what matters.

    Attributes:
        weight: How far it is a thing of the season, now: 0 for what is bought all
            the year round and out of season, towards 1 for a Christmas pudding.
        per_visit: How likely she buys it when she comes, by these days of before.
    """

    weight: Floats
    per_visit: Floats

    def blended(self, chance: Floats, visits: Floats | None = None) -> Floats:
        """
        Return chances (n,) of what is learned from lately, and of the season.

        Args:
            chance: By what is learned.
            visits: How often she is expected to come (n,); None for one visit.
        """
        there = self.per_visit
        if visits is not None:
            there = -np.expm1(-visits * self.per_visit)
        mixed: Floats = chance + self.weight * (there - chance)
        return mixed

    def take(self, rows: Ints | Bools) -> InSeason:
        """Return these *rows* only."""
        return InSeason(self.weight[rows], self.per_visit[rows])


def in_season(
    bought: tuple[Ints, Ints],
    visits: tuple[Ints, Ints],
    whose: Ints,
    windows: Sequence[Window],
    usual: tuple[Floats, Floats],
) -> InSeason:
    """
    Say what pairs do in the days of *windows*, leaning on what all do with the thing.

    Args:
        bought: Pairs (0 to n - 1) and days of purchases (m,).
        visits: Persons and days of visits (v,).
        whose: Person of each pair (n,).
        windows: Days of earlier years.
        usual: How much more than other things that of each pair is bought in them,
            and how often a visit of its buyers in them has it (n,).
    """
    often, share = usual
    ordinary = _ORDINARY if len(windows) > 1 else _ORDINARY_ONCE
    pair, day = bought
    person, came = visits
    days = np.concatenate([one.days for one in windows] or [np.zeros(0, np.int64)])
    bought_then = np.bincount(pair[np.isin(day, days)], minlength=len(whose))
    width = 1 + max(int(person.max(initial=-1)), int(whose.max(initial=-1)))
    came_then = np.bincount(person[np.isin(came, days)], minlength=width)[whose]
    return InSeason(
        weight=1 - ordinary / np.maximum(often, ordinary),
        per_visit=(bought_then + share) / (came_then + 1.0),
    )


def season_of(
    day: Ints,
    of: Ints,
    *,
    since: Ints,
    windows: Sequence[Window],
    lean: Floats,
    worth: float,
) -> Floats:
    """
    Return purchases in *windows* over those expected of ordinary days (n,).

    Args:
        day: Days of purchases (m,).
        of: Which of n each is of (m,).
        since: From when on each was there (n,).
        windows: Days of earlier years.
        lean: The ratio before any purchase (n,).
        worth: How many expected purchases it counts as.
    """
    width = len(since)
    inside, expected = np.zeros(width), np.zeros(width)
    for one in windows:
        there = since <= one.days[-1]
        hit = np.isin(day, one.days)
        inside += np.bincount(of[hit], minlength=width) * there
        year = (day > one.since) & (day <= one.until)
        expected += np.bincount(of[year], minlength=width) * (one.share * there)
    ratio: Floats = (inside + worth * lean) / (expected + worth)
    return ratio


def _years_ago(asked: Ints, back: int, feasts: Feasts) -> list[int]:
    """
    Return the days like those *asked*, so many years ago.

    A day now ordinary that then was shortly before a feast has none.
    """
    shift = round(_YEAR_DAYS * back + back / 4)
    # Of two feasts the nearer one: those that come first are put in last.
    before = {
        day: ago
        for feast, ago in _pairs(asked, shift, feasts)
        for day in range(feast - _RUN_UP_DAYS, feast + 1)
    }
    busy = {now - then for now, then in before.items()}
    # A run-up of then that is none now tells nothing of ordinary days.
    then_busy = {
        day - ago
        for days in feasts.values()
        for day in days
        for ago in range(_RUN_UP_DAYS + 1)
    } - busy
    in_step = [day - before[day] for day in asked.tolist() if day in before]
    plain = [day - shift for day in asked.tolist() if day not in before]
    return in_step + [day for day in plain if day not in then_busy]


def _pairs(asked: Ints, shift: int, feasts: Feasts) -> list[tuple[int, int]]:
    """Feasts near the days asked about, the latest first, and how far back it was."""
    found = []
    for days in feasts.values():
        for day in days:
            if asked[0] <= day <= asked[-1] + _RUN_UP_DAYS:
                then = min(days, key=lambda one: abs(day - shift - one))
                if abs(day - shift - then) <= _SAME_FEAST_DAYS:
                    found.append((day, day - then))
    return sorted(found, reverse=True)


def _year(day: int) -> int:
    return date.fromordinal(_EPOCH.toordinal() + day).year
