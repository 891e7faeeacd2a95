"""
Who will need what again in the next days? A probability for each pair.

Three answers are weighed against each other by a logistic regression that learns
from earlier windows of the same history: her rhythm with the thing, her visits and
what she buys when she comes, and what its habit looks like (`habits`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from shopkeeper.remember import habits, rhythm, seasons, visits
from shopkeeper.remember.comings import season_of_coming
from shopkeeper.remember.history import Bools, Floats, Gathered, History, Ints
from shopkeeper.remember.logistic import Logistic, fit_logistic
from shopkeeper.remember.seasons import InSeason


ENOUGH_DAYS = 3
"""A rhythm needs two gaps; contracts.md, section 4, asks from there on."""

NAMES = (
    *rhythm.NAMES,
    "season",
    *(f"habit_{name}" for name in habits.NAMES[1:-1]),
    *visits.NAMES,
)
"""What the numbers that describe a pair are; of a person only those up to season."""

_CUTS = 6
_MOST_PEOPLE = 2000  # a window: beyond, every second or third person says as much
_RHYTHM = len(rhythm.NAMES)
_SEASON = len(rhythm.NAMES)  # the column after those of the rhythm
_SEASONAL = 0.2  # from this weight on it is a thing of the season
_OF_SEASON = 1.0  # how far from nothing it may be learned: twice as much bought then
_SPREAD = 0.5  # of what is weighed beside the rhythm; before any data it is nothing


@dataclass(frozen=True)
class Due:
    """
    Probabilities of a purchase in the days after the history ends.

    Attributes:
        asked: The pairs, or persons, that they are about (n,).
        probability: Of at least one purchase in the window (n,).
        model: What corrected the bare rhythm.
    """

    asked: Gathered
    probability: Floats
    model: Logistic


@dataclass(frozen=True)
class _Described:
    """
    What is asked (n,), and what describes it.

    Attributes:
        asked: The pairs, or persons.
        numbers: `NAMES` (n, k).
        season: What they do at this time of the year.
        visits: How often each is expected to come within the window.
    """

    asked: Gathered
    numbers: Floats
    season: InSeason
    visits: Floats


def due_within(history: History, days: int, *, by_person: bool = False) -> Due:
    """
    Say how likely each thing bought on three days or more is bought again soon.

    Args:
        history: What is known.
        days: Length of the window that begins on the day after `history.until`.
        by_person: Ask for a purchase of anything, a row for each person.
    """
    shared = rhythm.spread_of_all(
        things(history, history.until, by_person=by_person)[0]
    )

    def describe(until: int, every: int) -> _Described:
        people = np.arange(len(history.persons)) % every == 0
        return _describe(history, until, days, shared, people, by_person=by_person)

    now = describe(history.until, 1)
    every = 1 + len(history.persons) // _MOST_PEOPLE
    described, came = [np.zeros((0, now.numbers.shape[1]))], [np.zeros(0)]
    for cut in _cuts(history, days):
        then = describe(cut, every)
        again = next_purchase(history, then.asked, cut, by_person=by_person)
        # What is a thing of the season is told by the season, and not learned from.
        kept = then.season.weight < _SEASONAL
        described.append(then.numbers[kept])
        happened = (again > 0) & (again <= cut + days)
        came.append(happened[kept].astype(np.float64))
    model = _fit(np.concatenate(described), np.concatenate(came))
    chance = now.season.blended(model.probability(now.numbers), now.visits)
    return Due(now.asked, np.round(chance, 6), model)


def _fit(described: Floats, came: Floats) -> Logistic:
    """
    Fit to earlier windows; without any it is the rhythm with its stated prior.

    The rhythm keeps its own scale, which the prior is about; what is weighed
    beside it is brought to mean 0 and deviation 1.
    """
    beside = described.shape[1] - _RHYTHM
    centre, scale = np.zeros(described.shape[1]), np.ones(described.shape[1])
    prior = np.append(rhythm.PRIOR, np.zeros(beside))
    spread = np.append(rhythm.SPREAD, np.full(beside, _SPREAD))
    spread[_SEASON] = _OF_SEASON
    if len(described):
        centre[_RHYTHM:] = described[:, _RHYTHM:].mean(axis=0)
        scale[_RHYTHM:] = np.maximum(described[:, _RHYTHM:].std(axis=0), 1e-6)
    else:
        scale[_RHYTHM:] = np.inf
    # Where no earlier day knows a year before it, there is nothing to scale by.
    centre[_SEASON], scale[_SEASON] = 0, 1
    fitted = fit_logistic(
        (described - centre) / scale, came, prior=prior, spread=spread, standard=False
    )
    return replace(fitted, centre=centre, scale=scale)


def things(
    history: History, until: int, *, by_person: bool
) -> tuple[Gathered, Gathered]:
    """Return what was bought on enough days, and its buyers' shopping days."""
    shoppers = history.shoppers(until)
    asked = shoppers if by_person else history.pairs(until)
    asked = asked.take(asked.days >= ENOUGH_DAYS)
    return asked, shoppers.take(np.searchsorted(shoppers.person, asked.person))


def next_purchase(
    history: History, asked: Gathered, after: int | Ints, *, by_person: bool
) -> Ints:
    """Return the first day after *after* that it was bought on (n,), -1 if none."""
    days = np.broadcast_to(np.asarray(after, dtype=np.int64), asked.person.shape)
    if by_person:
        order = np.lexsort((history.day, history.person))
        keys = history.person[order]
        return rhythm.next_days(keys, history.day[order], asked.person, days)
    width = len(history.items)
    keys = history.person * width + history.item
    return rhythm.next_days(keys, history.day, asked.person * width + asked.item, days)


def _cuts(history: History, days: int) -> list[int]:
    """Earlier days to learn from: windows that touch, and this season's of before."""
    if history.is_empty:
        return []
    first = int(history.day.min())
    cuts = [history.until - days * back for back in range(1, _CUTS + 1)]
    cuts += seasons.year_cuts(first, history.until, history.feasts)
    return [cut for cut in cuts if cut > first]


def _describe(
    history: History,
    until: int,
    days: int,
    shared: float,
    people: Bools,
    *,
    by_person: bool,
) -> _Described:
    """Return what is asked about some *people* at the end of a day, and describe it."""
    asked, shopper = things(history, until, by_person=by_person)
    chosen = people[asked.person]
    asked, shopper = asked.take(chosen), shopper.take(chosen)
    elapsed = (until - asked.last).astype(np.float64)
    numbers = rhythm.features(
        asked,
        rhythm.Wait(elapsed, elapsed, elapsed + days),
        shared=shared,
        shopper=shopper,
        until=until,
    )
    if by_person:
        season = season_of_coming(history, asked, until, days)
        none = np.zeros(len(season))
        numbers = np.column_stack([numbers, season])
        return _Described(asked, numbers, InSeason(none, none), none)
    lines = habits.lines_of(history, history.day <= until)
    goods = habits.goods_at(lines, until, days)
    lines = lines.of(people)
    whole = habits.habits_of(lines, goods, until)
    coming = visits.by_visits(lines, goods, whole, until, days)
    often = whole.days >= ENOUGH_DAYS  # in the order of *asked*: person, then item
    usual = whole.numbers[often]
    beside = (usual[:, -1:], usual[:, 1:-1], coming[often])  # season, habit, visits
    return _Described(
        asked,
        np.concatenate([numbers, *beside], axis=1),
        whole.season.take(often),
        np.exp(coming[often, visits.NAMES.index("visits_120")]),
    )


def recently(asked: Gathered, until: int, days: int) -> Bools:
    """Tell which were bought in the last *days* (n,)."""
    return asked.last >= until - days
