"""
Which things that she never bought go with those she buys?

Two items are near if the same people buy them: the cosine between their sets
of buyers (Linden, Smith and York 2003, "Amazon.com Recommendations:
Item-to-Item Collaborative Filtering", IEEE Internet Computing 7(1)). What she
bought lately counts more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scipy import sparse

from shopkeeper.remember.history import Floats, History, Ints


# Measured on the retail file before 2010-10-03: recall .079 against .074 with
# every purchase counted alike.
_HALF_LIFE_DAYS = 90.0
# Only the most bought items have neighbours, and things bought by one person
# alone have none: a table of 4,000 items by 4,000 is 190 MB at the worst, and of
# rarer ones too little is known.
_MOST_ITEMS = 4000
_LEAST_BUYERS = 2
_CELLS = 4_000_000  # of a block: 32 MB of numbers


@dataclass(frozen=True)
class Suggestions:
    """
    Things new to each person, best first; arrays (n,).

    Attributes:
        person: Number of the person, ascending.
        item: Number of the item.
        rank: From 1 within her.
        score: Sum of nearness to what she bought.
        near: Number of the item of hers that speaks for it most.
    """

    person: Ints
    item: Ints
    rank: Ints
    score: Floats
    near: Ints


def suggest_new(history: History, *, top: int) -> Suggestions:
    """Rank for each person what she never bought, by what goes with hers."""
    buyers = history.goods(history.until).persons
    # Ties go to what more people buy, then to the order of the letters.
    chosen = np.lexsort((np.arange(len(buyers)), -buyers))[:_MOST_ITEMS]
    chosen = chosen[buyers[chosen] >= _LEAST_BUYERS]
    place = np.full(len(buyers), -1)
    place[chosen] = np.arange(len(chosen))
    column = place[history.item]
    known = column >= 0
    shape = (len(history.persons), len(chosen))
    faded = 0.5 ** ((history.until - history.day[known]) / _HALF_LIFE_DAYS)
    where = (history.person[known], column[known])
    hers = sparse.csr_matrix((faded, where), shape=shape)
    hers.sum_duplicates()
    bought = hers.copy()
    bought.data = np.ones_like(bought.data)
    near = nearness(bought)
    rows: list[tuple[int, Ints, Floats, Ints]] = []
    for block in _blocks(shape):
        for row, best, score, speaks in _rank_block(hers[block], near, top):
            rows.append((block.start + row, chosen[best], score, chosen[speaks]))
    return _suggestions(rows)


def nearness(bought: sparse.csr_matrix) -> sparse.csr_matrix:
    """
    Return the cosine between items (n_items, n_items), 0 with themselves.

    Args:
        bought: 1 where a person bought an item (n_persons, n_items).
    """
    buyers = np.asarray(bought.sum(axis=0), dtype=np.float64).ravel()
    length = sparse.diags(1 / np.sqrt(np.maximum(buyers, 1)))
    by_person = (bought @ length).tocsr()
    by_item = by_person.T.tocsr()
    kept = [sparse.csr_matrix((0, by_item.shape[0]))]
    for rows in _blocks(by_item.shape):
        block = (by_item[rows] @ by_person).toarray()
        itself = np.arange(rows.start, rows.stop)
        block[itself - rows.start, itself] = 0
        kept.append(sparse.csr_matrix(block))
    return sparse.vstack(kept, format="csr")


def _blocks(shape: tuple[int, int]) -> Iterator[slice]:
    """Cut rows so that a block of them times all columns fits in the memory."""
    size = max(1, _CELLS // max(shape[1], 1))
    for first in range(0, shape[0], size):
        yield slice(first, min(first + size, shape[0]))


def _rank_block(
    hers: sparse.csr_matrix, near: sparse.csr_matrix, top: int
) -> Iterator[tuple[int, Ints, Floats, Ints]]:
    """Rank a block of people: row, items best first, scores, what speaks for each."""
    scores = np.round((hers @ near).toarray(), 9)
    scores[hers.nonzero()] = 0
    for row, score in enumerate(scores):
        best = np.argsort(-score, kind="stable")[:top]
        best = best[score[best] > 0]
        if len(best):
            mine = slice(hers.indptr[row], hers.indptr[row + 1])
            speaks = _speaks_most(near, hers.indices[mine], hers.data[mine], best)
            yield row, best, np.round(score[best], 6), speaks


def _speaks_most(
    near: sparse.csr_matrix, own: Ints, weight: Floats, best: Ints
) -> Ints:
    """Return for each of *best* (n,) the item of hers that adds most to it."""
    adds = np.zeros((len(own), len(best)))
    place = np.full(near.shape[1], -1)
    place[best] = np.arange(len(best))
    for row, item in enumerate(own):
        mine = slice(near.indptr[item], near.indptr[item + 1])
        column = place[near.indices[mine]]
        hit = column >= 0
        adds[row, column[hit]] = near.data[mine][hit]
    adds = np.round(adds * weight[:, None], 9)
    chosen: Ints = own[np.argmax(adds, axis=0)].astype(np.int64)
    return chosen


def _suggestions(rows: list[tuple[int, Ints, Floats, Ints]]) -> Suggestions:
    whole = [np.zeros(0, dtype=np.int64)]
    sizes = [len(items) for _, items, _, _ in rows]
    return Suggestions(
        person=np.repeat([row for row, *_ in rows], sizes).astype(np.int64),
        item=np.concatenate(whole + [items for _, items, _, _ in rows]),
        rank=np.concatenate(whole + [np.arange(1, size + 1) for size in sizes]),
        score=np.concatenate([np.zeros(0)] + [scores for _, _, scores, _ in rows]),
        near=np.concatenate(whole + [near for *_, near in rows]),
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
    new = suggest_new(history, top=top)
    for person, item, near in zip(new.person, new.item, new.near, strict=True):
        pair = history.items[item], history.items[near]
        found.setdefault(history.persons[person], []).append(pair)
    return found
