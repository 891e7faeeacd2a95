"""
Where is she on her way with the shop? From her own rhythm, not from a calendar.

A silence of 60 days is nothing for someone who comes twice a year and a
farewell for someone who came every week. So each silence is measured by how
rare it is among her own gaps (leaning on those of everybody while she has few).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from scipy.special import ndtr

from shopkeeper.remember import rhythm
from shopkeeper.remember.alive import alive_within
from shopkeeper.remember.due import ENOUGH_DAYS
from shopkeeper.remember.evidence import newest_rows
from shopkeeper.remember.history import (
    Bools,
    Floats,
    Gathered,
    History,
    as_moment,
)
from shopkeeper.remember.usual import evidence_of
from shopkeeper.vocabulary import Fact, Stage, Standing, fact_id


# How many of a hundred silences of hers are as long: one in five is ordinary,
# one in fifteen is drifting apart, one in fifty is rare enough to call it off.
# Our own defaults; no source knows better ones.
_ORDINARY, _DRIFTING, _LEAVING = 0.20, 0.07, 0.02
_LEFT_ALIVE = 0.15  # nobody has left who is this likely to come within the window
_WINDOW_DAYS = 90


@dataclass(frozen=True)
class StageOf:
    """
    Where one person is, and why.

    Attributes:
        person: Who.
        stage: Where.
        because: One line for people.
        evidence: Ids of the facts it stands on.
        fact: The same as a fact, `journey.stage`; None for a prospect, whom no
            purchase speaks for.
    """

    person: str
    stage: Stage
    because: str
    evidence: tuple[str, ...]
    fact: Fact | None


def stages_of(
    history: History,
    *,
    persons: Iterable[str] = (),
    facts: Sequence[Fact] = (),
) -> dict[str, StageOf]:
    """
    Say where everybody is.

    Args:
        history: What is known.
        persons: People to speak of beside those with purchases: prospects.
        facts: What is known about them; `usual.*` facts are the evidence.

    Returns:
        By person, in the order of their letters.
    """
    found = {person: _prospect(person) for person in persons}
    if not history.is_empty:
        found |= _buyers(history, _usual_ids(facts))
    return dict(sorted(found.items()))


def silence(shoppers: Gathered, days: Floats, shared: float, typical: float) -> Floats:
    """
    Return the share (n,) of her gaps that are longer than *days*.

    Args:
        shoppers: Shopping days of persons (n,).
        days: How long the silence is (n,).
        shared: Spread of log gaps of everybody.
        typical: Median gap of everybody in days, for those without one.
    """
    centre = np.where(shoppers.days > 1, np.maximum(shoppers.gap, 1), typical)
    known = np.maximum(shoppers.days - 1, 0)
    # One gap says little about the next: its own error adds to the spread.
    spread = shared * np.sqrt(1 + 1 / np.maximum(known, 0.5))
    share: Floats = ndtr(-(np.log(np.maximum(days, 0.5)) - np.log(centre)) / spread)
    return share


def silences(history: History, shoppers: Gathered) -> Floats:
    """Return how many of her gaps (n,) are as long as her silence is by now, 0..1."""
    elapsed = (history.until - shoppers.last).astype(np.float64)
    shared = rhythm.spread_of_all(shoppers)
    return silence(shoppers, elapsed, shared, _typical_gap(shoppers, history))


def bands_of(shoppers: Gathered, rare: Floats) -> dict[str, Bools]:
    """
    Sort everybody (n,) by how rare her silence is, as `stage_of` does.

    Returns:
        `early` (too few days to tell), `regular`, `drifting` and `quiet`; each
        person is in exactly one.
    """
    here = rare > _ORDINARY
    return {
        "early": here & (shoppers.days < ENOUGH_DAYS),
        "regular": here & (shoppers.days >= ENOUGH_DAYS),
        "drifting": ~here & (rare > _DRIFTING),
        "quiet": rare <= _DRIFTING,
    }


def stage_of(days: int, rare: float, *, came_back: bool, alive: float) -> Stage:
    """
    Decide the stage of one person with a purchase.

    Args:
        days: On how many days she bought.
        rare: Share of her gaps that are longer than her present silence.
        came_back: Was one of her last two gaps a farewell by then?
        alive: Probability of a purchase in the next 90 days.
    """
    if rare <= _LEAVING and alive < _LEFT_ALIVE:
        return Stage.LEFT
    if rare <= _DRIFTING:
        return Stage.LEAVING
    if rare <= _ORDINARY:
        return Stage.DRIFTING
    if came_back:
        return Stage.RETURNED
    return Stage.NEW if days < ENOUGH_DAYS else Stage.REGULAR


def _buyers(
    history: History, evidence: Mapping[str, tuple[str, ...]]
) -> dict[str, StageOf]:
    alive = alive_within(history, _WINDOW_DAYS)
    shoppers = alive.shoppers
    shared = rhythm.spread_of_all(shoppers)
    elapsed = (history.until - shoppers.last).astype(np.float64)
    rare = silences(history, shoppers)
    rows = newest_rows(history, shoppers.person, None)
    found = {}
    for row, person in enumerate(shoppers.person):
        name = history.persons[person]
        days = int(shoppers.days[row])
        recent = [int(history.day[place]) for place in rows[row]]
        back = _came_back(recent, float(shoppers.gap[row]), shared)
        stage = stage_of(
            days, float(rare[row]), came_back=back, alive=float(alive.probability[row])
        )
        found[name] = StageOf(
            person=name,
            stage=stage,
            because=_because(days, float(shoppers.gap[row]), int(elapsed[row])),
            evidence=evidence.get(name, ()),
            fact=_fact(history, name, stage, float(rare[row]), rows[row]),
        )
    return found


def _typical_gap(shoppers: Gathered, history: History) -> float:
    """Median of people's median gaps; where nobody came twice, a third of the time."""
    gaps = shoppers.gap[shoppers.days > 1]
    if len(gaps):
        return float(np.median(gaps))
    return max((history.until - int(history.day.min())) / 3, 1.0)


def _came_back(recent: Sequence[int], gap: float, shared: float) -> bool:
    """Was one of her last two gaps so long that she had been leaving?"""
    if len(recent) < ENOUGH_DAYS:
        return False
    longest = max(recent[0] - recent[1], recent[1] - recent[2])
    late = np.log(longest) - np.log(max(gap, 1))
    return bool(ndtr(-late / shared) <= _LEAVING)


def _because(days: int, gap: float, elapsed: int) -> str:
    if elapsed <= 0:
        last = "today"
    else:
        last = "yesterday" if elapsed == 1 else f"{elapsed} days ago"
    if days == 1:
        return f"bought once, {last}; one purchase has no rhythm yet"
    often = "about every day" if gap <= 1 else f"about every {round(gap)} days"
    early = "; too few to be sure of a rhythm" if days < ENOUGH_DAYS else ""
    return f"bought on {days} days, {often}, last {last}{early}"


def _prospect(person: str) -> StageOf:
    return StageOf(person, Stage.PROSPECT, "no purchase is known", (), None)


def _fact(
    history: History, person: str, stage: Stage, rare: float, rows: Sequence[int]
) -> Fact:
    """State the stage; as sure as her silence is rare, or as it is ordinary."""
    away = stage in (Stage.DRIFTING, Stage.LEAVING, Stage.LEFT)
    confidence = 1 - rare if away else 0.5 + 0.5 * rare
    rows_of = evidence_of(history, rows)
    value = stage.value
    return Fact(
        id=fact_id(rows_of, "journey.stage", value if rows_of else f"{person} {value}"),
        person=person,
        about="journey.stage",
        value=value,
        standing=Standing.INFERRED,
        confidence=round(confidence, 4),
        learned_at=as_moment(history.at_us[rows[0]]),
        evidence=rows_of,
        source=rows_of[0].source if rows_of else None,
    )


def _usual_ids(facts: Sequence[Fact]) -> dict[str, tuple[str, ...]]:
    """Ids of each person's facts about her rhythm and what she had last."""
    found: dict[str, tuple[str, ...]] = {}
    for fact in facts:
        if fact.about in {"usual.due_on", "usual.last_item"}:
            found[fact.person] = (*found.get(fact.person, ()), fact.id)
    return found
