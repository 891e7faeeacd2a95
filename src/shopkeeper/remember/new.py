"""
Which things that she never bought will she take up next?

Some are near to what she buys, some are what new buyers take up now. A logistic
regression learns from earlier days of the same history how much each tells in
this shop. Of whom nothing is near, the list is what is taken up, and says so.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scipy import sparse

from shopkeeper.remember.habits import Lines, lines_of
from shopkeeper.remember.history import Bools, Floats, History, Ints
from shopkeeper.remember.logistic import Logistic, fit_logistic
from shopkeeper.remember.neighbours import (
    Neighbours,
    blocks,
    neighbours_at,
    speaks_most,
)
from shopkeeper.remember.regulars import in_last_basket, next_baskets, ranks


NAMES = (
    "one", "taken_up_14", "taken_up_45", "sold_14", "sold_45", "buyers", "basket",
    "near_faded", "near_lately", "leads", "best_faded", "best_lately", "best_leads",
    "best_taste", "best_broad", "place_faded", "place_lately", "place_leads",
    "place_taste", "place_broad", "place_sold", "sum_faded", "sum_lately", "taste",
    "broad", "rising",
)  # fmt: skip
"""What the numbers that describe a thing new to her are, in their order."""

_CUTS_DAYS = (14, 28, 42)
_MOST_PEOPLE = 1000  # a cut
_CANDIDATES = 50  # by each way to look for them
_LEAST = 1e-4

_BEFORE = {
    "one": -4.0, "near_faded": 0.4, "best_lately": 0.3, "place_lately": 0.3,
    "sold_45": 0.2,
}  # fmt: skip
_PRIOR = np.array([_BEFORE.get(name, 0.0) for name in NAMES])
_SPREAD = np.array([3.0] + [1.0] * (len(NAMES) - 1))


@dataclass(frozen=True)
class Candidates:
    """
    Things that some people may take up (n,), one person after another.

    Attributes:
        person: Number of the person.
        place: Place of the item among the neighbours.
        numbers: What describes it (n, `NAMES`).
    """

    person: Ints
    place: Ints
    numbers: Floats


@dataclass(frozen=True)
class Suggestions:
    """
    Things new to each person, best first; arrays (n,).

    Attributes:
        person: Number of the person, ascending.
        item: Number of the item.
        rank: From 1 within her.
        score: Probability that she takes it up in her next basket.
        near: Number of the item of hers that speaks for it most; -1 where none
            does, and it is what others take up now.
    """

    person: Ints
    item: Ints
    rank: Ints
    score: Floats
    near: Ints


def suggest_new(history: History, model: Logistic, *, top: int) -> Suggestions:
    """Rank for each person what she never bought."""
    lines = lines_of(history, np.ones(len(history.person), dtype=bool))
    known = neighbours_at(lines, history.until)
    everybody = np.arange(len(history.persons))
    return suggest_to(everybody, known, model, top=top)


def suggest_to(
    people: Ints, known: Neighbours, model: Logistic, *, top: int
) -> Suggestions:
    """Rank for these *people*, in ascending order, what each never bought."""
    none = np.zeros(0, dtype=np.int64)
    kept, scores = [np.stack([none, none, none])], [np.zeros(0)]
    for rows in blocks((len(people), max(len(known.items), 1))):
        some = people[rows]
        found = _candidates(known, some, top)
        score = np.round(model.probability(found.numbers), 6)
        order = np.lexsort((found.place, -score, found.person))
        order = order[ranks(found.person[order]) <= top]
        person, place = found.person[order], found.place[order]
        row = np.searchsorted(some, person)
        near = speaks_most(known, row, place, known.faded[some].toarray())
        kept.append(np.stack([person, place, near]))
        scores.append(score[order])
    person, place, near = np.concatenate(kept, axis=1)
    return Suggestions(
        person=person,
        item=known.items[place],
        rank=ranks(person),
        score=np.concatenate(scores),
        near=np.where(near >= 0, known.items[near], -1) if len(near) else near,
    )


def learn_new(history: History) -> Logistic:
    """Learn from earlier days of *history* what people took up in a next basket."""
    described, came, counts = [np.zeros((0, len(NAMES)))], [np.zeros(0)], [np.zeros(0)]

    def ask(known_by_then: Bools, until: int, basket: tuple[Ints, Ints]) -> None:
        lines = lines_of(history, known_by_then)
        wanted = _not_bought(lines, *basket)
        size = np.bincount(wanted // lines.items, minlength=lines.persons)
        people = np.flatnonzero(size)
        people = people[:: 1 + len(people) // _MOST_PEOPLE]
        known = neighbours_at(lines, until)
        for rows in blocks((len(people), max(len(known.items), 1))):
            found = _candidates(known, people[rows], 0)
            keys = found.person * lines.items + known.items[found.place]
            described.append(found.numbers)
            came.append(np.isin(keys, wanted).astype(np.float64))
            counts.append(1 / size[found.person])

    for back in _CUTS_DAYS:
        cut = history.until - back
        ask(history.day <= cut, cut, next_baskets(history, cut))
    latest = in_last_basket(history)
    ask(~latest, history.until, (history.person[latest], history.item[latest]))
    weights = np.concatenate(counts)
    return fit_logistic(
        np.concatenate(described),
        np.concatenate(came),
        weights=weights / max(float(weights.mean()), 1e-12) if len(weights) else None,
        prior=_PRIOR,
        spread=_SPREAD,
    )


def new_for_her(history: History, *, top: int) -> dict[str, list[tuple[str, str]]]:
    """
    Suggest to each person what she never bought; a slot of its own, no facts.

    Returns:
        By person, best first: the item, and the item of hers that speaks for
        it most. People of whom nothing can be told are left out.
    """
    found: dict[str, list[tuple[str, str]]] = {}
    if history.is_empty or not history.has_items:
        return found
    new = suggest_new(history, learn_new(history), top=top)
    for person, item, near in zip(new.person, new.item, new.near, strict=True):
        if near >= 0:
            pair = history.items[item], history.items[near]
            found.setdefault(history.persons[person], []).append(pair)
    return found


def _not_bought(lines: Lines, person: Ints, item: Ints) -> Ints:
    """Keys of what is in the baskets of people seen before, and new to them."""
    seen = np.bincount(lines.person, minlength=lines.persons) > 0
    keys = (person * lines.items + item)[seen[person]]
    return keys[~np.isin(keys, lines.person * lines.items + lines.item)]


def _candidates(known: Neighbours, people: Ints, top: int) -> Candidates:
    """
    Find what each of *people* may take up, and describe it.

    Args:
        known: What goes together.
        people: Numbers of persons, as many as fit in a block.
        top: How many are wanted at least, where there are so many.
    """
    near, totals = [], []
    for table in (known.faded, known.lately):
        hers = table[people]
        near.append((hers @ known.near).toarray())
        totals.append(np.asarray(hers.sum(axis=1)).ravel() + 1e-6)
    # Of ten who buy what few buy, nine may buy what many buy: it leads there.
    root = np.sqrt(known.buyers)
    hers = _times(known.lately[people], 1 / root)
    near.append((hers @ known.near).toarray() * root)
    near += [hers[people] @ things.T for hers, things in known.tastes]
    own = known.bought[people].toarray() > 0
    chosen = np.zeros(own.shape, dtype=bool)
    now = np.log(known.taken_up[0] + known.taken_up[1] / 4 + known.buyers / 100 + 0.01)
    for scores in (*near, np.broadcast_to(now, own.shape)):
        _choose(np.where(own, -np.inf, scores), max(top, _CANDIDATES), chosen)
    row, place = np.nonzero(chosen & ~own)
    best = [np.where(own, 0, scores).max(axis=1, initial=0) for scores in near]
    at = [scores[row, place] for scores in near]
    columns = (
        np.ones(len(row)),
        *_of_items(known, place),
        *_nearness_of(at, [one[row] for one in best], [one[row] for one in totals]),
        *(_of_place(row, one) for one in (*at, known.sold[1][place])),
        at[0] / totals[0][row],
        at[1] / totals[1][row],
        at[3],
        at[4],
        np.log(known.taken_up[0] + 1)[place] - np.log(known.taken_up[1] + 1)[place],
    )
    return Candidates(people[row], place, np.stack(columns, axis=1))


def _choose(scores: Floats, most: int, chosen: Bools) -> None:
    """Mark the best of each row."""
    if scores.shape[1] <= most:
        chosen[:] = True
        return
    best = np.argpartition(-scores, most, axis=1)[:, :most]
    np.put_along_axis(chosen, best, values=True, axis=1)


def _of_items(known: Neighbours, place: Ints) -> tuple[Floats, ...]:
    return (
        *(np.log(counts + 0.5)[place] for counts in known.taken_up),
        *(np.log(counts + 0.5)[place] for counts in known.sold),
        np.log(known.buyers)[place],
        known.basket[place],
    )


def _nearness_of(
    at: list[Floats], best: list[Floats], totals: list[Floats]
) -> tuple[Floats, ...]:
    """Nearness (n,) as a share of what she bought, and of what is nearest to her."""
    faded, lately = totals
    share = [
        one / total for one, total in zip(at, (faded, lately, lately), strict=False)
    ]
    return (
        *(np.log(one + _LEAST) for one in share),
        *(
            np.maximum(one, 0) / (most + 1e-9)
            for one, most in zip(at, best, strict=True)
        ),
    )


def _of_place(row: Ints, score: Floats) -> Floats:
    """Minus the logarithm of the rank within each row, best first."""
    order = np.lexsort((-score, row))
    found = np.empty(len(row))
    found[order] = -np.log(ranks(row[order]) + 1.0)
    return found


def _times(table: sparse.csr_matrix, factor: Floats) -> sparse.csr_matrix:
    """Multiply the columns of a sparse table."""
    scaled = table.copy()
    scaled.data = scaled.data * factor[scaled.indices]
    return scaled
