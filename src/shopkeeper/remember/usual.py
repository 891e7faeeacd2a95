"""
The usual: what she buys regularly, what she had last, when she is next due.

Each is a fact that leads to its rows. Its confidence is the probability that it
holds, learned from earlier days of the same history, when the answer is known
by now. Source of what "holds" means: design.md, section 3.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from shopkeeper.remember import rhythm
from shopkeeper.remember.due import next_purchase, things
from shopkeeper.remember.evidence import newest_rows
from shopkeeper.remember.goods import is_a_thing
from shopkeeper.remember.history import (
    Bools,
    Floats,
    Gathered,
    History,
    Ints,
    as_date,
    as_moment,
)
from shopkeeper.remember.regulars import ranks, starts
from shopkeeper.remember.telling_goods import is_telling
from shopkeeper.vocabulary import Evidence, Fact, Standing, fact_id


MOST_ITEMS = 10
"""Of what one person buys regularly, this many of the surest are facts."""

_INTERVALS = 2.0  # a usual item holds if she buys it within two of her intervals
_DAYS_EITHER_SIDE = 7  # a due day holds if she buys within a week of it
_CUTS = 8
# A row of an order system is right 95 times in a hundred: contracts.md, section
# 2, start value of what is recorded. No later purchase can confirm or deny it.
_LAST_ITEM = 0.95


@dataclass(frozen=True)
class Sure:
    """
    Things that may be said to hold, and how likely each of them does.

    Attributes:
        asked: Pairs, or persons (n,).
        probability: That it holds (n,).
    """

    asked: Gathered
    probability: Floats


def usual_facts(history: History, *, taste: History | None = None) -> list[Fact]:
    """
    State everybody's usual as facts, in order of person, predicate and value.

    Args:
        history: What is known: when she comes is told by all of it.
        taste: The same without what she bought for others, where that is known:
            what she likes and had last is told by her own things alone.

    Returns:
        `usual.item` for what was bought on three days or more and whose time
        is not over (at most `MOST_ITEMS` a person), `usual.last_item` for
        each person, and `usual.due_on` for those who came on three days or
        more and are not more than a week late. What is over is no fact: who
        has stopped is told by her stage.
    """
    if history.is_empty:
        return []
    facts = _due_facts(history, sure_due(history))
    taste = history if taste is None else taste
    if taste.has_items and not taste.is_empty:
        facts += _item_facts(taste, sure_items(taste))
        facts += _last_facts(taste)
    return sorted(facts, key=lambda fact: (fact.person, fact.about, str(fact.value)))


def sure_items(history: History) -> Sure:
    """Say how likely each regular item is bought again within two intervals."""
    return _sure(history, by_person=False)


def sure_due(history: History) -> Sure:
    """Say how likely each person buys within a week of when she is due."""
    return _sure(history, by_person=True)


def due_day(asked: Gathered) -> Ints:
    """Return the day (n,) on which her next purchase is due, by her median gap."""
    due: Ints = asked.last + np.maximum(np.rint(asked.gap), 1).astype(np.int64)
    return due


def window(asked: Gathered, *, by_person: bool) -> tuple[Ints, Ints]:
    """Return the first and last day (n,) on which a purchase makes it hold."""
    if by_person:
        due = due_day(asked)
        return due - _DAYS_EITHER_SIDE, due + _DAYS_EITHER_SIDE
    return asked.last + 1, asked.last + np.floor(_INTERVALS * asked.gap).astype(int)


def _sure(history: History, *, by_person: bool) -> Sure:
    now, hers = things(history, history.until, by_person=by_person)
    shared = rhythm.spread_of_all(now)
    described, came = [np.zeros((0, len(rhythm.PRIOR)))], [np.zeros(0)]
    for cut in _cuts(history):
        known, shopper = things(history, cut, by_person=by_person)
        last = window(known, by_person=by_person)[1]
        # Only where the answer is in by now: else the slow ones that happened
        # to come early would speak for all slow ones.
        told = (last > cut) & (last <= history.until)
        known, shopper = known.take(told), shopper.take(told)
        holds = came_true(history, known, cut, by_person=by_person)
        described.append(_describe(known, shopper, shared, cut, by_person=by_person))
        came.append(holds.astype(np.float64))
    model = rhythm.fit_rhythm(np.concatenate(described), np.concatenate(came))
    is_open = window(now, by_person=by_person)[1] > history.until
    now, hers = now.take(is_open), hers.take(is_open)
    features = _describe(now, hers, shared, history.until, by_person=by_person)
    return Sure(now, np.round(model.probability(features), 4))


def came_true(history: History, asked: Gathered, cut: int, *, by_person: bool) -> Bools:
    """Tell by a longer *history* what held (n,) of what was asked at the day *cut*."""
    first, last = window(asked, by_person=by_person)
    before = np.maximum(first - 1, cut)
    again = next_purchase(history, asked, before, by_person=by_person)
    held: Bools = (again >= first) & (again <= last)
    return held


def _cuts(history: History) -> list[int]:
    """Earlier days to learn from: in the later half of what is known."""
    span = history.until - int(history.day.min())
    step = max(span // (2 * _CUTS), 7)
    cuts = [history.until - step * back for back in range(1, _CUTS + 1)]
    return [cut for cut in cuts if cut > history.until - span]


def _describe(
    asked: Gathered, shopper: Gathered, shared: float, until: int, *, by_person: bool
) -> Floats:
    first, last = window(asked, by_person=by_person)
    wait = rhythm.Wait(
        elapsed=(until - asked.last).astype(np.float64),
        start=(first - 1 - asked.last).astype(np.float64),
        end=(last - asked.last).astype(np.float64),
    )
    return rhythm.features(asked, wait, shared=shared, shopper=shopper, until=until)


def _item_facts(history: History, sure: Sure) -> list[Fact]:
    things_only = _things(history)[sure.asked.item]
    asked, chances = sure.asked.take(things_only), sure.probability[things_only]
    order = np.lexsort((asked.item, -asked.days, -chances, asked.person))
    order = order[ranks(asked.person[order]) <= MOST_ITEMS]
    asked, probability = asked.take(order), chances[order]
    rows = newest_rows(history, asked.person, asked.item)
    return [
        _fact(
            history, person, "usual.item", history.items[item].strip(), chance, evidence
        )
        for person, item, chance, evidence in zip(
            asked.person, asked.item, probability, rows, strict=True
        )
    ]


def _things(history: History) -> Bools:
    """Tell which items (n_items,) are things that may be told: no postage, no Bible."""
    return np.array(
        [is_a_thing(name) and not is_telling(name) for name in history.items],
        dtype=bool,
    )


def _due_facts(history: History, sure: Sure) -> list[Fact]:
    rows = newest_rows(history, sure.asked.person, None)
    return [
        _fact(history, person, "usual.due_on", as_date(due).isoformat(), chance, found)
        for person, due, chance, found in zip(
            sure.asked.person, due_day(sure.asked), sure.probability, rows, strict=True
        )
    ]


def _last_facts(history: History) -> list[Fact]:
    """Of her last basket, what she has bought most often and did not bring back."""
    pairs = history.pairs(history.until)
    width = len(history.items)
    brought = history.returned
    back = {
        int(person) * width + int(item): int(day)
        for person, item, day in zip(
            *(brought[name].to_pylist() for name in ("person", "item", "day")),
            strict=True,
        )
    }
    shoppers = history.shoppers(history.until)
    last = shoppers.last[np.searchsorted(shoppers.person, pairs.person)]
    key = pairs.person * width + pairs.item
    kept = np.array(
        [back.get(one, -1) < day for one, day in zip(key.tolist(), last, strict=True)],
        dtype=bool,
    )
    pairs = pairs.take((pairs.last == last) & kept & _things(history)[pairs.item])
    order = np.lexsort((pairs.item, -pairs.days, pairs.person))
    order = order[starts(pairs.person[order])]
    person, item = pairs.person[order], pairs.item[order]
    rows = newest_rows(history, person, item)
    return [
        _fact(
            history, who, "usual.last_item", history.items[what].strip(), _LAST_ITEM,
            found[:1],
        )
        for who, what, found in zip(person, item, rows, strict=True)
    ]  # fmt: skip


def _fact(
    history: History,
    person: int,
    about: str,
    value: str,
    confidence: float,
    rows: Sequence[int],
) -> Fact:
    evidence = evidence_of(history, rows)
    return Fact(
        id=fact_id(evidence, about, value)
        if evidence
        else fact_id((), about, f"{history.persons[person]}\x1f{value}"),
        person=history.persons[person],
        about=about,
        value=value,
        standing=Standing.OBSERVED,
        confidence=float(confidence),
        learned_at=as_moment(history.at_us[rows[0]]),
        evidence=evidence,
        source=evidence[0].source if evidence else None,
    )


def evidence_of(history: History, rows: Sequence[int]) -> tuple[Evidence, ...]:
    """Return the rows of the source that purchases stand on, in their order."""
    found = (history.record_ids[row].as_py() for row in rows)
    return tuple(
        Evidence(source=record_id.partition(":")[0], record_id=record_id)
        for record_id in found
        if record_id
    )
