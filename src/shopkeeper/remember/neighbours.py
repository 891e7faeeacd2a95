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
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import numpy as np

from numpy.typing import NDArray
from scipy import sparse
from scipy.sparse.linalg import ArpackError, svds

from shopkeeper.remember.habits import Lines, powers, relative_basket, starts_of
from shopkeeper.remember.history import Floats, Ints


Singles = NDArray[np.float32]

# Only the most bought items have neighbours, and things bought by one person
# alone have none: of rarer ones too little is known.
_MOST_ITEMS = 4000
_FEW_ITEMS = 200  # of so few, all vectors are quicker than the leading ones
_LEAST_BUYERS = 2
_MOST_NEAR = 50  # of each item
_HALF_LIFE_DAYS = 90.0
_PER_VISIT = 0.7
_KIND_PER_VISIT = 0.93
_FORGOTTEN = 0.002  # 17 visits ago
_TAKEN_UP_DAYS = (14, 45)
# How many tastes, and how much a thing that many buy counts less. Measured at
# earlier days of retail and of groceries: a few broad tastes are best where there
# are few kinds of things, more of them where there are many.
_TASTES = ((32, 0.25), (12, 0.5))
_TASTE_PER_VISIT = 0.97
_CLOSE_ENOUGH = 1e-3  # of a taste
_CELLS = 500_000  # of a block: 2 MB of numbers, near the processor
_MOST_PEOPLE = 10_000  # tell what goes together: beyond, some say as much


@dataclass(frozen=True)
class Neighbours:
    """
    What a day knew of which items go together; places are those in `items`.

    Attributes:
        items: Numbers of the items that have neighbours, most bought first (m,).
        place: For each item its place, or -1 (items,).
        until: The day.
        near: The cosine between items, 0 with themselves and beyond the nearest
            (m, m).
        leads: The same, where what few buy leads to what many buy (m, m).
        tastes: Of items, in few numbers (m, k): who shares them, is bought alike;
            several of them.
        buyers: How many bought each (m,).
        taken_up: How many bought it for the first time lately, in the last 14 and 45
            days (2 arrays).
        sold: How often it was bought in the last 14 and 45 days (2 arrays).
        basket: Is it bought in baskets larger than usual (m,)?
        kinds: Number of the category of each (m,), counted from 0, and of every item
            (items,), -1 where none of `items` is of it; None where the shop has none.
    """

    items: Ints
    place: Ints
    until: int
    near: sparse.csr_matrix
    leads: sparse.csr_matrix
    tastes: tuple[Tastes, ...]
    buyers: Floats
    taken_up: tuple[Floats, ...]
    sold: tuple[Floats, ...]
    basket: Floats
    kinds: tuple[Ints, Ints] | None = None


@dataclass(frozen=True)
class Tastes:
    """
    The leading directions of who bought what, and how common each item is.

    Attributes:
        items: Of each item (m, k).
        common: What an item counts less by (m,).
    """

    items: Floats
    common: Floats

    def expected(self, kept: sparse.csr_matrix) -> Floats:
        """
        Return how much of each item their baskets lead one to expect (p, m).

        Args:
            kept: How much each person bought of each item (p, m).
        """
        hers: Floats = _scaled(kept, self.common) @ self.items
        return hers @ self._of_common

    @cached_property
    def _of_common(self) -> Floats:
        return self.items.T * self.common


@dataclass(frozen=True)
class Baskets:
    """
    What some people bought, each a row; columns are the places of `Neighbours`.

    Attributes:
        faded: Purchases, each halved every 90 days (p, m).
        lately: Purchases, each counting less visit by visit (p, m).
        kept: Purchases by visits, long remembered (p, m).
        own: Row and place of each thing that they bought (2 arrays).
        of_kind: How much they bought of each category, counting less visit by visit,
            and how many different things of it (2 arrays of (p, kinds)), or None.
    """

    faded: sparse.csr_matrix
    lately: sparse.csr_matrix
    kept: sparse.csr_matrix
    own: tuple[Ints, Ints]
    of_kind: tuple[Singles, Singles] | None = None


def neighbours_at(lines: Lines, until: int) -> Neighbours:
    """
    Gather what goes together, by *lines*, at the end of the day *until*.

    Counts are everybody's; what goes together, some people tell as well as all.
    """
    start = starts_of(lines)
    buyers = np.bincount(lines.item[start], minlength=lines.items)
    # Ties go to the order of the letters.
    chosen = np.lexsort((np.arange(lines.items), -buyers))[:_MOST_ITEMS]
    chosen = chosen[buyers[chosen] >= _LEAST_BUYERS]
    place = np.full(lines.items, -1)
    place[chosen] = np.arange(len(chosen))
    some = lines.some(_MOST_PEOPLE)
    theirs = _baskets_of(some, place, len(chosen), until)
    near = nearness(
        sparse.csr_matrix(
            (
                np.ones_like(theirs.faded.data),
                theirs.faded.indices,
                theirs.faded.indptr,
            ),
            shape=theirs.faded.shape,
        )
    )
    common = buyers[chosen].astype(np.float64) * lines.each
    newly = np.zeros(len(lines.person), dtype=bool)
    newly[start] = True

    def count(kept: np.ndarray) -> Floats:
        counted = np.bincount(lines.item[kept], minlength=lines.items)[chosen]
        return counted.astype(np.float64) * lines.each

    lately = [lines.day > until - days for days in _TAKEN_UP_DAYS]
    return Neighbours(
        items=chosen,
        place=place,
        until=until,
        near=near,
        leads=_leading(near, np.sqrt(common)),
        tastes=tuple(tastes(theirs.kept, common, many, less) for many, less in _TASTES),
        buyers=common,
        taken_up=tuple(count(newly & one) for one in lately),
        sold=tuple(count(one) for one in lately),
        basket=relative_basket(some)[chosen],
        kinds=None if lines.kinds is None else _kinds_among(lines.kinds, chosen),
    )


def baskets_of(lines: Lines, known: Neighbours) -> Baskets:
    """Return what the people of *lines* bought, as of the day of *known*."""
    found = _baskets_of(lines, known.place, len(known.items), known.until)
    if known.kinds is None:
        return found
    return replace(found, of_kind=_of_kind(lines, *known.kinds))


def _kinds_among(kinds: Ints, chosen: Ints) -> tuple[Ints, Ints]:
    """Number the categories of the *chosen* items anew: theirs, and everything's."""
    there, theirs = np.unique(kinds[chosen], return_inverse=True)
    again = np.full(int(kinds.max(initial=0)) + 1, -1)
    again[there] = np.arange(len(there))
    return theirs, again[kinds]


def _of_kind(lines: Lines, theirs: Ints, every: Ints) -> tuple[Singles, Singles]:
    width = int(theirs.max(initial=-1)) + 1

    def table(kept: Ints, weights: Floats | None) -> Singles:
        kind = every[lines.item[kept]]
        some = kind >= 0
        cell = lines.person[kept][some] * width + kind[some]
        heavy = None if weights is None else weights[some]
        sums = np.bincount(cell, heavy, minlength=lines.persons * width)
        return sums.reshape(lines.persons, width).astype(np.float32)

    whole = np.arange(len(lines.item))
    return table(whole, powers(_KIND_PER_VISIT, lines.ago)), table(
        starts_of(lines), None
    )


def _baskets_of(lines: Lines, place: Ints, width: int, until: int) -> Baskets:
    start = starts_of(lines)
    at, row = place[lines.item[start]], lines.person[start]
    known = at >= 0
    at, row = at[known], row[known]
    ends = np.append(0, np.cumsum(np.bincount(row, minlength=lines.persons)))

    def table(weights: Floats) -> sparse.csr_matrix:
        sums = np.add.reduceat(weights, start) if len(start) else np.zeros(0)
        return sparse.csr_matrix(
            (sums[known].astype(np.float32), at, ends), shape=(lines.persons, width)
        )

    lately = table(powers(_PER_VISIT, lines.ago))
    lately.data[lately.data < _FORGOTTEN] = 0
    lately.eliminate_zeros()
    kept = table(powers(_TASTE_PER_VISIT, lines.ago)).astype(np.float64)
    kept.data = np.log1p(3 * kept.data)
    return Baskets(
        faded=table(powers(0.5 ** (1 / _HALF_LIFE_DAYS), until - lines.day)),
        lately=lately,
        kept=kept,
        own=(row, at),
    )


def nearness(bought: sparse.csr_matrix) -> sparse.csr_matrix:
    """
    Return the cosine between items and their nearest (n_items, n_items).

    Args:
        bought: 1 where a person bought an item (n_persons, n_items).
    """
    by_person = bought.astype(np.float32).tocsr()
    by_item = by_person.T.tocsr()
    length = np.sqrt(np.maximum(np.diff(by_item.indptr), 1)).astype(np.float32)
    kept = [sparse.csr_matrix((0, by_item.shape[0]), dtype=np.float32)]
    for rows in blocks(by_item.shape):
        block = (by_item[rows] @ by_person).tocsr()  # whole numbers: exact
        row = np.repeat(np.arange(block.shape[0]), np.diff(block.indptr))
        block.data /= length[block.indices] * length[row + rows.start]
        block.data[block.indices == row + rows.start] = 0
        if block.shape[1] > _MOST_NEAR:
            least = nth_largest(block.toarray(), _MOST_NEAR)
            block.data[block.data < least[row]] = 0
        block.eliminate_zeros()
        kept.append(block)
    whole = sparse.vstack(kept, format="csr")
    return whole.maximum(whole.T).tocsr()


def _leading(near: sparse.csr_matrix, root: Floats) -> sparse.csr_matrix:
    """Of ten who buy what few buy, nine may buy what many buy: it leads there."""
    from_few = sparse.diags(1 / np.maximum(root, 1)) @ near @ sparse.diags(root)
    return from_few.tocsr().astype(np.float32)


def tastes(
    weights: sparse.csr_matrix, buyers: Floats, many: int, less: float
) -> Tastes:
    """
    Return what items have in common for those who buy them.

    Args:
        weights: How much each person bought of each (n_persons, n_items).
        buyers: How many bought each (n_items,).
        many: How many tastes.
        less: The power of the number of buyers by which a thing counts less.
    """
    many = min(many, min(weights.shape) - 1)
    common = (buyers + 3) ** less
    if many < 1 or not weights.nnz:
        return Tastes(np.zeros((weights.shape[1], 1)), common)
    scaled = _scaled(weights, common)
    return Tastes(_strongest(scaled, many), common)


def _strongest(table: sparse.csr_matrix, many: int) -> Floats:
    """Return the leading right singular vectors of a table, as columns (m, k)."""
    if table.shape[1] > _FEW_ITEMS:
        start = np.ones(min(table.shape))
        try:
            _, _, items = svds(table, k=many, tol=_CLOSE_ENOUGH, v0=start)
        except ArpackError:  # many are equally strong; slower, and always there
            pass
        else:
            vectors: Floats = items.T
            return vectors
    _, vectors = np.linalg.eigh((table.T @ table).toarray())
    leading: Floats = vectors[:, -many:]
    return leading


def _scaled(weights: sparse.csr_matrix, common: Floats) -> sparse.csr_matrix:
    """Let what is common count less, and who buys much not count for so many."""
    scaled = weights.copy()
    scaled.data = scaled.data / common[scaled.indices]
    squares = np.bincount(
        np.repeat(np.arange(scaled.shape[0]), np.diff(scaled.indptr)),
        scaled.data**2,
        minlength=scaled.shape[0],
    )
    length = np.maximum(squares, 1e-18) ** 0.25
    scaled.data /= np.repeat(length, np.diff(scaled.indptr))
    return scaled


def blocks(shape: tuple[int, int]) -> Iterator[slice]:
    """Cut rows so that a block of them times all columns fits in the memory."""
    size = max(1, _CELLS // max(shape[1], 1))
    for first in range(0, shape[0], size):
        yield slice(first, min(first + size, shape[0]))


def nth_largest(table: NDArray[Any], most: int) -> NDArray[Any]:
    """Return of each row of a *table* the value that so many reach."""
    # From the other end: many are 0, and those would all be looked at again.
    turned = -table
    turned.partition(most - 1, axis=1)
    least: NDArray[Any] = -turned[:, most - 1]
    return least


def reached_by(scores: Singles, most: int) -> Singles:
    """
    Return what about *most* of each row reach (p,), without sorting the row.

    The columns are dealt out to twice as many hands. Were the best dealt at random,
    they would lie in 1 - (1 - 1 / hands) ** most of the hands; so many hands' best
    reach what is asked for.
    """
    hands = 2 * most
    rounds, rest = divmod(scores.shape[1], hands)
    if not rounds:
        return np.zeros(len(scores), dtype=np.float32)
    dealt = scores[:, : rounds * hands].reshape(len(scores), rounds, hands)
    best = dealt.max(axis=1)
    left = scores[:, rounds * hands :]
    np.maximum(best[:, :rest], left, out=best[:, :rest])
    return nth_largest(best, round(hands * (1 - (1 - 1 / hands) ** most)))


def speaks_most(
    known: Neighbours, row: Ints, wanted: Ints, hers: Floats | Singles
) -> Ints:
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
