"""
Which things that she never bought will she take up next?

Some are near to what she buys, some are what new buyers take up now. A logistic
regression learns from earlier days of the same history how much each tells in
this shop. Of whom nothing is near, the list is what is taken up, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from scipy import sparse

from shopkeeper.remember.gathering import among
from shopkeeper.remember.habits import Lines, lines_of
from shopkeeper.remember.history import Bools, Floats, History, Ints
from shopkeeper.remember.logistic import Logistic, fit_logistic
from shopkeeper.remember.neighbours import (
    Baskets,
    Neighbours,
    Singles,
    baskets_of,
    blocks,
    neighbours_at,
    nth_largest,
    reached_by,
    speaks_most,
)
from shopkeeper.remember.regulars import in_last_basket, next_baskets, ranks


NAMES = (
    "one", "taken_up_14", "taken_up_45", "sold_14", "sold_45", "buyers", "basket",
    "near_faded", "near_lately", "leads", "best_faded", "best_lately", "best_leads",
    "best_taste", "best_broad", "place_faded", "place_lately", "place_leads",
    "place_taste", "place_broad", "place_sold", "sum_faded", "sum_lately", "taste",
    "broad", "rising", "kind", "known_of_kind", "best_of_kind", "place_of_kind",
)  # fmt: skip
"""What the numbers that describe a thing new to her are, in their order."""

_CUTS_DAYS = (14, 28, 42)
_MOST_PEOPLE = 1000  # a cut
_CANDIDATES = 50  # by each way to look for them
_LEAST = 1e-4
_FOREMOST = 3  # times as many as are wanted
_NOTHING = np.finfo(np.float32).tiny

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
        row: Whose it is: her place among those asked about.
        place: Place of the item among the neighbours.
        numbers: What describes it (n, `NAMES`).
    """

    row: Ints
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
    return suggest_to(lines, neighbours_at(lines, history.until), model, top=top)


def suggest_to(
    lines: Lines, known: Neighbours, model: Logistic, *, top: int
) -> Suggestions:
    """Rank for the people of *lines* what each never bought, by what is *known*."""
    none = np.zeros(0, dtype=np.int64)
    kept, scores = [np.stack([none, none, none])], [np.zeros(0)]
    for rows in blocks((lines.persons, len(known.items))):
        hers = baskets_of(lines.between(rows.start, rows.stop), known)
        found = _candidates(known, hers, top)
        # How sure it is of each hardly moves their order: it is asked of some only.
        some = _foremost(found.row, model.logit(found.numbers), _FOREMOST * top)
        row, place = found.row[some], found.place[some]
        score = np.round(model.probability(found.numbers[some]), 6)
        best = np.lexsort((place, -score, row))
        best = best[ranks(row[best]) <= top]
        row, place = row[best], place[best]
        near = speaks_most(known, row, place, hers.faded.toarray())
        kept.append(np.stack([row + rows.start, place, near]))
        scores.append(score[best])
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
    history = history.sample
    described, came, counts = [np.zeros((0, len(NAMES)))], [np.zeros(0)], [np.zeros(0)]

    def ask(known_by_then: Bools, until: int, basket: tuple[Ints, Ints]) -> None:
        lines = lines_of(history, known_by_then)
        wanted = _not_bought(lines, *basket)
        size = np.bincount(wanted // lines.items, minlength=lines.persons)
        people = np.flatnonzero(size)
        people = people[:: 1 + len(people) // _MOST_PEOPLE]
        known, theirs = neighbours_at(lines, until), lines.among(people)
        for rows in blocks((len(people), len(known.items))):
            hers = baskets_of(theirs.between(rows.start, rows.stop), known)
            found = _candidates(known, hers, 0)
            person = people[rows][found.row]
            keys = person * lines.items + known.items[found.place]
            described.append(found.numbers)
            came.append(among(keys, wanted).astype(np.float64))
            counts.append(1 / size[person])

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
    new = keys[~among(keys, lines.person * lines.items + lines.item)]
    return np.sort(new)


def _candidates(known: Neighbours, hers: Baskets, top: int) -> Candidates:
    """
    Find what people may take up, and describe it.

    Args:
        known: What goes together.
        hers: What they bought, as many people as fit in a block.
        top: How many are wanted at least, where there are so many.
    """
    faded, lately = (_sums(table) for table in (hers.faded, hers.lately))
    near: list[Singles] = [
        (hers.faded @ known.near).toarray(),
        (hers.lately @ known.near).toarray(),
        (hers.lately @ known.leads).toarray(),
        *(one.expected(hers.kept).astype(np.float32) for one in known.tastes),
    ]
    chosen = _taken_up_now(known, hers, max(top, _CANDIDATES))
    of_kind = _of_kind(known, hers)
    if of_kind is not None:
        near.append(of_kind)
    best = []
    for scores in near:
        scores[hers.own] = 0
        best.append(scores.max(axis=1, initial=0))
        _choose(scores, max(top, _CANDIDATES), chosen)
    cells = np.flatnonzero(chosen)
    row, place = np.divmod(cells, chosen.shape[1])
    at = [scores.take(cells).astype(np.float64) for scores in near]
    by_kind = _by_kind(known, hers, row, place, at[5:], best[5:])
    at, best = at[:5], best[:5]
    share = [
        one / total[row]
        for one, total in zip(at, (faded, lately, lately), strict=False)
    ]
    columns = (
        np.ones(len(row)),
        *_of_items(known)[:, place],
        *(np.log(one + _LEAST) for one in share),
        *(
            np.maximum(one, 0) / (most[row] + 1e-9)
            for one, most in zip(at, best, strict=True)
        ),
        *_places(row, (*at, known.sold[1][place])),
        share[0],
        share[1],
        at[3],
        at[4],
        _rising(known)[place],
        *by_kind,
    )
    numbers = np.empty((len(columns), len(row))).T  # column by column
    for number, column in enumerate(columns):
        numbers[:, number] = column
    return Candidates(row, place, numbers)


def _of_kind(known: Neighbours, hers: Baskets) -> Singles | None:
    """What of a category others take up now, for who buys of the category (p, m)."""
    if known.kinds is None or hers.of_kind is None:
        return None
    kinds = known.kinds[0]
    now = _now(known)
    share = now / np.bincount(kinds, now)[kinds]
    found: Singles = hers.of_kind[0][:, kinds]
    found *= share.astype(np.float32)
    return found


def _by_kind(
    known: Neighbours,
    hers: Baskets,
    row: Ints,
    place: Ints,
    at: Sequence[Floats],
    best: Sequence[Singles],
) -> Iterator[Floats]:
    """What she does with the category of a thing; nothing where there are none."""
    if known.kinds is None or hers.of_kind is None:
        yield from (np.zeros(len(row)) for _ in range(4))
        return
    kind = known.kinds[0][place]
    much, different = (table[row, kind].astype(np.float64) for table in hers.of_kind)
    total = _sums(sparse.csr_matrix(hers.of_kind[0]))
    yield np.log(much / total[row] + 0.001)
    yield np.log1p(different)
    yield at[0] / (best[0][row] + 1e-9)
    yield from _places(row, at)


def _now(known: Neighbours) -> Floats:
    """Return how much each thing is taken up now (m,), never nothing."""
    value: Floats = known.taken_up[0] + known.taken_up[1] / 4 + known.buyers / 100
    return value


def _sums(table: sparse.csr_matrix) -> Floats:
    """Add up each row, a little more than nothing."""
    return np.asarray(table.sum(axis=1), dtype=np.float64).ravel() + 1e-6


def _taken_up_now(known: Neighbours, hers: Baskets, most: int) -> Bools:
    """Mark what others take up now and she has not (p, m)."""
    now = _now(known)
    chosen = np.zeros(hers.faded.shape, dtype=bool)
    chosen[hers.own] = True
    have = int(chosen.sum(axis=1).max(initial=0))
    first = np.argsort(-now, kind="stable")[: most + have]
    free = ~chosen[:, first]
    free &= np.cumsum(free, axis=1) <= most
    chosen[hers.own] = False
    chosen[:, first] = free
    return chosen


def _choose(scores: Singles, most: int, chosen: Bools) -> None:
    """Mark about so many of each row, the best, as far as anything speaks for them."""
    chosen |= scores >= np.maximum(reached_by(scores, most), _NOTHING)[:, None]


def _foremost(row: Ints, score: Floats, most: int) -> Ints:
    """Return about so many of each row, those with the highest scores."""
    table, column = _in_rows(row)
    table[row, column] = score
    if table.shape[1] <= most:
        return np.arange(len(row))
    return np.flatnonzero(score >= nth_largest(table, most)[row])


def _in_rows(row: Ints) -> tuple[Floats, Ints]:
    """Return a table of nothing with a line for each row, and the columns (n,)."""
    size = np.bincount(row, minlength=1)
    column = np.arange(len(row)) - np.repeat(np.cumsum(size) - size, size)
    return np.full((len(size), int(size.max())), -np.inf), column


def _of_items(known: Neighbours) -> Floats:
    """Describe items by what everybody does with them (k, m)."""
    return np.stack(
        [
            *(np.log(counts + 0.5) for counts in known.taken_up),
            *(np.log(counts + 0.5) for counts in known.sold),
            np.log(known.buyers),
            known.basket,
        ]
    )


def _rising(known: Neighbours) -> Floats:
    lately, long = known.taken_up
    value: Floats = np.log(lately + 1) - np.log(long + 1)
    return value


def _places(row: Ints, scores: Sequence[Floats]) -> Iterator[Floats]:
    """Minus the logarithms of the ranks within each row, best first; ties share one."""
    table, column = _in_rows(row)
    cells = row * table.shape[1] + column
    lost = np.full(table.shape, np.inf, dtype=np.float32)
    logs = -np.log(np.arange(table.shape[1]) + 2.0)
    in_order = np.arange(table.shape[1], dtype=np.int32)
    before = np.arange(len(table))[:, None] * table.shape[1]
    found = np.empty(table.size)
    for one in scores:
        lost.ravel()[cells] = -one
        order = np.argsort(lost, axis=1) + before
        ordered = lost.take(order)
        first = np.zeros(order.shape, dtype=np.int32)
        np.multiply(ordered[:, 1:] != ordered[:, :-1], in_order[1:], out=first[:, 1:])
        np.maximum.accumulate(first, axis=1, out=first)
        found[order] = logs.take(first)
        yield found.take(cells)
