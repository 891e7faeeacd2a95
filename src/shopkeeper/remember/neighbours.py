"""
Which things go with those she buys, and what is taken up by new buyers now?

Two items are near if the same people buy them: the cosine between their sets
of buyers (Linden, Smith and York 2003, "Amazon.com Recommendations:
Item-to-Item Collaborative Filtering", IEEE Internet Computing 7(1)). Each item
keeps a list of its nearest only, so no person is compared with any other.
Tastes are the leading singular vectors of who bought what (Cremonesi, Koren and
Turrin 2010, "Performance of Recommender Algorithms on Top-N Recommendation
Tasks", RecSys, section 3.2, PureSVD), with purchases and baskets weighted.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from scipy import sparse
from scipy.sparse.linalg import svds

from shopkeeper.remember.habits import Lines, goods_at
from shopkeeper.remember.history import Floats, Ints


# Only the most bought items have neighbours, and things bought by one person
# alone have none: of rarer ones too little is known.
_MOST_ITEMS = 4000
_LEAST_BUYERS = 2
_MOST_NEAR = 50  # of each item
_HALF_LIFE_DAYS = 90.0
_PER_VISIT = 0.7
_FORGOTTEN = 0.002  # 17 visits ago
_TAKEN_UP_DAYS = (14, 45)
# How many tastes, and how much a thing that many buy counts less. Measured at
# earlier days of retail and of groceries: a few broad tastes are best where there
# are few kinds of things, more of them where there are many.
_TASTES = ((32, 0.25), (12, 0.5))
_TASTE_PER_VISIT = 0.97
_CELLS = 1_000_000  # of a block: 8 MB of numbers


@dataclass(frozen=True)
class Neighbours:
    """
    What a day knew of which items go together; places are those in `items`.

    Attributes:
        items: Numbers of the items that have neighbours, most bought first (m,).
        place: For each item its place, or -1 (items,).
        near: The cosine between items, 0 with themselves and beyond the nearest
            (m, m).
        faded: Her purchases, each halved every 90 days (persons, m).
        lately: Her purchases, each counting less visit by visit (persons, m).
        bought: 1 where she bought it (persons, m).
        tastes: Of persons and of items, in few numbers: who shares them, buys
            alike; two pairs of (persons, k) and (m, k).
        buyers: How many bought each (m,).
        taken_up: How many bought it for the first time lately, in the last 14 and 45
            days (2 arrays).
        sold: How often it was bought in the last 14 and 45 days (2 arrays).
        basket: Is it bought in baskets larger than usual (m,)?
    """

    items: Ints
    place: Ints
    near: sparse.csr_matrix
    faded: sparse.csr_matrix
    lately: sparse.csr_matrix
    bought: sparse.csr_matrix
    tastes: tuple[tuple[Floats, Floats], ...]
    buyers: Floats
    taken_up: tuple[Floats, ...]
    sold: tuple[Floats, ...]
    basket: Floats


def neighbours_at(lines: Lines, until: int) -> Neighbours:
    """Gather what goes together, by *lines*, at the end of the day *until*."""
    goods = goods_at(lines, until)
    # Ties go to the order of the letters.
    chosen = np.lexsort((np.arange(lines.items), -goods.buyers))[:_MOST_ITEMS]
    chosen = chosen[goods.buyers[chosen] >= _LEAST_BUYERS]
    place = np.full(lines.items, -1)
    place[chosen] = np.arange(len(chosen))
    known = place[lines.item] >= 0
    where = (lines.person[known], place[lines.item[known]])

    def counted(weights: Floats) -> sparse.csr_matrix:
        table = sparse.csr_matrix(
            (weights[known], where), shape=(lines.persons, len(chosen))
        )
        table.sum_duplicates()
        return table

    faded = counted(0.5 ** ((until - lines.day) / _HALF_LIFE_DAYS))
    bought = faded.copy()
    bought.data = np.ones_like(bought.data)
    begins = np.ones(len(lines.person), dtype=bool)
    begins[1:] = (np.diff(lines.person) != 0) | (np.diff(lines.item) != 0)
    lately = counted(_PER_VISIT ** lines.ago.astype(np.float64))
    lately.data[lately.data < _FORGOTTEN] = 0
    lately.eliminate_zeros()
    kept = counted(_TASTE_PER_VISIT ** lines.ago.astype(np.float64))
    kept.data = np.log1p(3 * kept.data)
    return Neighbours(
        items=chosen,
        place=place,
        near=nearness(bought),
        faded=faded,
        lately=lately,
        bought=bought,
        tastes=tuple(
            tastes(kept, goods.buyers[chosen], many, less) for many, less in _TASTES
        ),
        buyers=goods.buyers[chosen],
        taken_up=tuple(
            _counts(lines, begins & (lines.day > until - days))[chosen]
            for days in _TAKEN_UP_DAYS
        ),
        sold=tuple(
            _counts(lines, lines.day > until - days)[chosen] for days in _TAKEN_UP_DAYS
        ),
        basket=goods.basket[chosen],
    )


def nearness(bought: sparse.csr_matrix) -> sparse.csr_matrix:
    """
    Return the cosine between items and their nearest (n_items, n_items).

    Args:
        bought: 1 where a person bought an item (n_persons, n_items).
    """
    buyers = np.asarray(bought.sum(axis=0), dtype=np.float64).ravel()
    length = sparse.diags(1 / np.sqrt(np.maximum(buyers, 1)))
    by_person = (bought @ length).tocsr()
    by_item = by_person.T.tocsr()
    kept = [sparse.csr_matrix((0, by_item.shape[0]))]
    for rows in blocks(by_item.shape):
        block = np.round((by_item[rows] @ by_person).toarray(), 9)
        itself = np.arange(rows.start, rows.stop)
        block[itself - rows.start, itself] = 0
        if block.shape[1] > _MOST_NEAR:
            least = np.partition(block, -_MOST_NEAR, axis=1)[:, -_MOST_NEAR]
            block[block < least[:, None]] = 0
        kept.append(sparse.csr_matrix(block))
    whole = sparse.vstack(kept, format="csr")
    return whole.maximum(whole.T).tocsr()


def tastes(
    weights: sparse.csr_matrix, buyers: Floats, many: int, less: float
) -> tuple[Floats, Floats]:
    """
    Return tastes of persons (n_persons, k) and of items (n_items, k).

    The product of both says how much of each item her baskets lead one to expect.

    Args:
        weights: How much she bought of each (n_persons, n_items).
        buyers: How many bought each (n_items,).
        many: How many tastes.
        less: The power of the number of buyers by which a thing counts less.
    """
    many = min(many, min(weights.shape) - 1)
    if many < 1 or not weights.nnz:
        return np.zeros((weights.shape[0], 1)), np.zeros((weights.shape[1], 1))
    common = (buyers + 3) ** less
    scaled = (weights @ sparse.diags(1 / common)).tocsr()
    length = np.sqrt(np.asarray(scaled.multiply(scaled).sum(axis=1)).ravel())
    scaled = (sparse.diags(1 / np.sqrt(np.maximum(length, 1e-9))) @ scaled).tocsr()
    persons, size, items = svds(scaled, k=many, v0=np.ones(min(scaled.shape)))
    return persons * size, items.T * common[:, None]


def blocks(shape: tuple[int, int]) -> Iterator[slice]:
    """Cut rows so that a block of them times all columns fits in the memory."""
    size = max(1, _CELLS // max(shape[1], 1))
    for first in range(0, shape[0], size):
        yield slice(first, min(first + size, shape[0]))


def speaks_most(known: Neighbours, row: Ints, wanted: Ints, hers: Floats) -> Ints:
    """
    Return for each of *wanted* (n,) the place of what of hers adds most to it.

    Args:
        known: What goes together.
        row: Whose it is: a row of *hers* (n,).
        wanted: Places of items (n,).
        hers: Faded purchases of some people (p, m).

    Returns:
        Places, -1 where nothing of hers is near.
    """
    lists = known.near[wanted]
    sizes = np.diff(lists.indptr)
    found = np.full(len(wanted), -1, dtype=np.int64)
    some = np.flatnonzero(sizes)
    if not len(some):
        return found
    adds = np.round(lists.data * hers[np.repeat(row, sizes), lists.indices], 9)
    start = lists.indptr[some]
    most = np.maximum.reduceat(adds, start)
    # Of what adds equally, what most people buy.
    is_most = adds == np.repeat(most, sizes[some])
    places = np.where(is_most, lists.indices, len(known.items))
    found[some] = np.where(most > 0, np.minimum.reduceat(places, start), -1)
    return found


def _counts(lines: Lines, kept: np.ndarray) -> Floats:
    counted: Floats = np.bincount(lines.item[kept], minlength=lines.items).astype(
        np.float64
    )
    return counted
