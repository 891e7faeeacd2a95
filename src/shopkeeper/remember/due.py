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
class Window:
    """
    What is asked.

    Attributes:
        days: How many days after the day of the question it is about.
        spread: Of log gaps, that all people with a rhythm share.
        by_person: Is it about a purchase of anything? A row for each person.
    """

    days: int
    spread: float
    by_person: bool


@dataclass(frozen=True)
class Learned:
    """
    What was learned of everybody, enough to answer about anybody.

    Attributes:
        window: What is asked.
        model: What corrects the bare rhythm.
    """

    window: Window
    model: Logistic


@dataclass(frozen=True)
class _Described:
    """
    What describes pairs, or persons (n,).

    Attributes:
        numbers: `NAMES` (n, k).
        season: What they do at this time of the year.
        visits: How often each is expected to come within the window.
    """

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
    return say_due(learn_due(history, days, by_person=by_person), history)


def learn_due(history: History, days: int, *, by_person: bool = False) -> Learned:
    """Learn from earlier windows of *history* what is bought again in *days*."""
    history = history.sample
    known = things(history, history.until, by_person=by_person)[0]
    window = Window(days, rhythm.spread_of_all(known), by_person)
    width = _SEASON + 1 if by_person else len(NAMES)
    described, came = [np.zeros((0, width))], [np.zeros(0)]
    for cut in _cuts(history, days):
        asked, shopper = things(history, cut, by_person=by_person)
        people = _some(asked.person, len(history.persons))
        chosen = people[asked.person]
        asked, shopper = asked.take(chosen), shopper.take(chosen)
        if by_person:
            then = _of_persons(history, asked, shopper, cut, window)
        else:
            lines = habits.lines_of(history, history.day <= cut)
            goods = habits.goods_at(lines, cut, days)
            then = _of_pairs(lines.of(people), goods, asked, shopper, cut, window)
        again = next_purchase(history, asked, cut, by_person=by_person)
        # What is a thing of the season is told by the season, and not learned from.
        kept = then.season.weight < _SEASONAL
        described.append(then.numbers[kept])
        happened = (again > 0) & (again <= cut + days)
        came.append(happened[kept].astype(np.float64))
    return Learned(window, _fit(np.concatenate(described), np.concatenate(came)))


def say_due(
    learned: Learned, history: History, goods: habits.Goods | None = None
) -> Due:
    """
    Say how likely each thing is bought again in as many days as were learned of.

    Args:
        learned: Of everybody.
        history: Of those who are asked about: all, some, or one.
        goods: What everybody does with each thing, as of the same day; without it,
            what those do who are asked about.
    """
    until, window, model = history.until, learned.window, learned.model
    asked, shopper = things(history, until, by_person=window.by_person)
    if window.by_person:
        now = _of_persons(history, asked, shopper, until, window)
        return Due(asked, np.round(model.probability(now.numbers), 6), model)
    lines = habits.lines_of(history, history.day <= until)
    goods = goods or habits.goods_at(lines, until, window.days)
    said: list[Floats] = [np.zeros(0)]
    for first, part in lines.parts():
        end = first + part.persons
        mine = slice(*np.searchsorted(asked.person, [first, end]).tolist())
        some = asked.take(mine), shopper.take(mine)
        now = _of_pairs(part, goods, *some, until, window)
        said.append(now.season.blended(model.probability(now.numbers), now.visits))
    chance: Floats = np.concatenate(said)
    return Due(asked, chance.round(6), model)


def _some(person: Ints, persons: int) -> Bools:
    """Choose so many of those who are asked about (persons,) that they are enough."""
    chosen = np.zeros(persons, dtype=bool)
    chosen[person] = True
    asked = np.flatnonzero(chosen)
    chosen[:] = False
    chosen[asked[:: 1 + len(asked) // _MOST_PEOPLE]] = True
    return chosen


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


def _of_persons(
    history: History, asked: Gathered, shopper: Gathered, until: int, window: Window
) -> _Described:
    """Describe whether she buys anything, as of the end of the day *until*."""
    season = season_of_coming(history, asked, until, window.days)
    numbers = [_rhythm_of(asked, shopper, until, window), season]
    none = np.zeros(len(season))
    return _Described(np.column_stack(numbers), InSeason(none, none), none)


def _of_pairs(
    lines: habits.Lines,
    goods: habits.Goods,
    asked: Gathered,
    shopper: Gathered,
    until: int,
    window: Window,
) -> _Described:
    """Describe what was bought on enough days by the people of *lines*."""
    whole = habits.habits_of(lines, goods, until)
    coming = visits.by_visits(lines, goods, whole, until, window.days)
    often = whole.days >= ENOUGH_DAYS  # in the order of *asked*: person, then item
    usual = whole.numbers[often]
    numbers = (
        _rhythm_of(asked, shopper, until, window),
        usual[:, -1:],  # season
        usual[:, 1:-1],
        coming[often],
    )
    return _Described(
        np.concatenate(numbers, axis=1),
        whole.season.take(often),
        np.exp(coming[often, visits.NAMES.index("visits_120")]),
    )


def _rhythm_of(
    asked: Gathered, shopper: Gathered, until: int, window: Window
) -> Floats:
    elapsed = (until - asked.last).astype(np.float64)
    wait = rhythm.Wait(elapsed, elapsed, elapsed + window.days)
    return rhythm.features(
        asked, wait, shared=window.spread, shopper=shopper, until=until
    )


def recently(asked: Gathered, until: int, days: int) -> Bools:
    """Tell which were bought in the last *days* (n,)."""
    return asked.last >= until - days
