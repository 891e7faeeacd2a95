"""The plain twins: slow, obviously right, each from its paper or in a sentence.

python peers.py usual PAST NEXT OUT          TIFU-KNN and popularity
python peers.py cosine PAST NEXT OUT         her most bought, and cosine neighbours
python peers.py gap PAST NEXT OUT DAY DAYS   need by her own rate

PAST and NEXT are files of person, item and at. NEXT, the baskets to come, is only
for tuning TIFU-KNN, on up to 400 people: that flatters it.
"""

from __future__ import annotations

import sys

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from itertools import product
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from scipy import sparse


SLOTS = 10
TUNED_ON = 400
GROUPS = (2, 4, 7)
WITHIN = (0.8, 0.9, 1.0)
BETWEEN = (0.3, 0.6, 0.9)
OWN = (0.3, 0.5, 0.7, 0.8, 0.9)
NEAREST = (50, 100, 300, 900)


@dataclass(frozen=True, eq=False)
class Past:
    """
    Purchases, each once a person, item and day.

    Attributes:
        names: Of persons, and of items.
        person: Number of the person (n,).
        item: Number of the item (n,).
        day: Day since 1970 (n,).
    """

    names: tuple[list[str], list[str]]
    person: np.ndarray
    item: np.ndarray
    day: np.ndarray

    @classmethod
    def read(cls, path: Path, thing: str = "item") -> Past:
        """Read a file."""
        table = pq.read_table(path, columns=["person", thing, "at"])
        columns = [np.array(table[name].to_pylist(), str) for name in ("person", thing)]
        day = table["at"].to_numpy().astype("datetime64[D]").astype(np.int64)
        (persons, person), (items, item) = (
            np.unique(column, return_inverse=True) for column in columns
        )
        rows = np.unique(np.stack([person, item, day]), axis=1)
        return cls((persons.tolist(), items.tolist()), *rows)

    def counts(self) -> sparse.csr_matrix:
        """On how many days each bought each (persons, items)."""
        return self.summed(np.ones(len(self.day)))

    def summed(self, weights: np.ndarray) -> sparse.csr_matrix:
        """Add up a weight of each purchase (persons, items)."""
        shape = tuple(len(names) for names in self.names)
        table = sparse.csr_matrix((weights, (self.person, self.item)), shape=shape)
        table.sum_duplicates()
        return table

    def items_of(self, person: int) -> set[int]:
        """Return what she bought."""
        first, last = np.searchsorted(self.person, [person, person + 1])
        return set(self.item[first:last].tolist())


def main() -> None:
    """Do what is asked."""
    what, past, following, out = sys.argv[1], *map(Path, sys.argv[2:5])
    out.mkdir(parents=True, exist_ok=True)
    if what == "gap":
        by_own_rate(past, out, int(sys.argv[5]), int(sys.argv[6]))
        return
    known = Past.read(past)
    if what == "usual":
        lists, setting = tifu(known, read_next(following, known))
        write_lists(out / "regulars.parquet", known, lists)
        write_lists(out / "new.parquet", known, popular(known))
        print(f"group, within, between, own, nearest {setting}")
    else:
        write_lists(out / "regulars.parquet", known, her_most_bought(known))
        write_lists(out / "new.parquet", known, cosine(known))


def read_next(path: Path, past: Past) -> dict[int, set[int]]:
    """Return by number of a person what her next basket holds that is known."""
    table = pq.read_table(path, columns=["person", "item", "at"])
    numbers = [{name: n for n, name in enumerate(names)} for names in past.names]
    later = defaultdict(lambda: defaultdict(set))
    for person, item, at in zip(*(c.to_pylist() for c in table.columns), strict=True):
        if str(person) in numbers[0]:
            number = numbers[1].get(str(item), -1)  # what nobody ever bought counts
            later[numbers[0][str(person)]][str(at)[:10]].add((number, str(item)))
    return {
        person: {
            n if n >= 0 else -1 - hash(name) % 10**9 for n, name in days[min(days)]
        }
        for person, days in later.items()
    }


def some_people(wanted: dict[int, set[int]]) -> list[int]:
    """Draw up to 400 people to tune on."""
    dice = np.random.default_rng(1)
    people = sorted(wanted)
    return sorted(dice.permutation(people)[:TUNED_ON].tolist())


def mean_recall(lists: dict[int, np.ndarray], wanted: dict[int, set[int]]) -> float:
    """Mean share of the basket that is in the list."""
    return float(np.mean([
        len(wanted[who].intersection(items.tolist())) / len(wanted[who])
        for who, items in lists.items()
    ]))  # fmt: skip


def tifu(past: Past, wanted: dict[int, set[int]]) -> tuple[dict, tuple]:
    """
    TIFU-KNN: Hu, He, Gao, Zhang 2020, "Modeling Personalized Item Frequency
    Information for Next-basket Recommendation", SIGIR, section 4.
    """
    people = some_people(wanted)
    found = [
        (recall_of(past, people, wanted, (*decay, own, many)), (*decay, own, many))
        for decay in product(GROUPS, WITHIN, BETWEEN)
        for own, many in product((0.5, 0.7, 0.9), (300,))
    ]
    decay = max(found)[1][:3]
    found += [
        (recall_of(past, people, wanted, (*decay, own, many)), (*decay, own, many))
        for own, many in product(OWN, NEAREST)
    ]
    *decay, own, many = setting = max(found)[1]
    table = vectors(past, *decay)
    everybody = list(range(table.shape[0]))
    return blended(table, everybody, nearest(table, everybody, many), own), setting


def recall_of(past: Past, people: list[int], wanted: dict, setting: tuple) -> float:
    """Try one setting on some people."""
    *decay, own, many = setting
    table, near = neighbourhood(past, tuple(decay), tuple(people))
    return mean_recall(blended(table, people, near[:, :many], own), wanted)


@lru_cache(maxsize=1)
def neighbourhood(past: Past, decay: tuple, people: tuple) -> tuple:
    """Vectors, and the nearest of some people: one is enough to keep."""
    table = vectors(past, *decay)
    return table, nearest(table, list(people), max(NEAREST))


def vectors(past: Past, group: int, within: float, between: float) -> sparse.csr_matrix:
    """Equations 1 to 3: baskets decay within groups, groups among each other."""
    ago, visits = np.zeros(len(past.day), np.int64), np.zeros(len(past.names[0]), int)
    for person in range(len(visits)):
        rows = slice(*np.searchsorted(past.person, [person, person + 1]))
        days, at = np.unique(past.day[rows], return_inverse=True)
        ago[rows], visits[person] = len(days) - 1 - at, len(days)
    of, groups = ago // group, -(-visits // group)
    oldest = visits - (groups - 1) * group
    size = np.where(of == (groups - 1)[past.person], oldest[past.person], group)
    weight = within ** (ago % group) / size * between**of / groups[past.person]
    return past.summed(weight)


def nearest(table: sparse.csr_matrix, people: list[int], many: int) -> np.ndarray:
    """The nearest others by Euclidean distance, nearest first."""
    squares = np.asarray(table.multiply(table).sum(axis=1)).ravel()
    many = min(many, table.shape[0] - 1)
    found = []
    for first in range(0, len(people), 200):
        some = people[first : first + 200]
        distance = squares - 2 * (table[some] @ table.T).toarray()
        distance[np.arange(len(some)), some] = np.inf
        near = np.argpartition(distance, many - 1, axis=1)[:, :many]
        order = np.argsort(np.take_along_axis(distance, near, axis=1), axis=1)
        found.append(np.take_along_axis(near, order, axis=1))
    return np.concatenate(found)


def blended(
    table: sparse.csr_matrix, people: list[int], near: np.ndarray, own: float
) -> dict[int, np.ndarray]:
    """Equation 4: her vector and the mean of her neighbours'; the ten best of all."""
    lists = {}
    for first in range(0, len(people), 200):
        some, others = people[first : first + 200], near[first : first + 200]
        places = np.repeat(np.arange(len(some)), others.shape[1]), others.ravel()
        mean = sparse.csr_matrix(
            (np.full(others.size, 1 / others.shape[1]), places),
            shape=(len(some), table.shape[0]),
        )
        scores = (own * table[some] + (1 - own) * (mean @ table)).tocsr()
        for row, person in enumerate(some):
            mine = slice(scores.indptr[row], scores.indptr[row + 1])
            lists[person] = scores.indices[mine][best_of(scores.data[mine])]
    return lists


def best_of(scores: np.ndarray) -> np.ndarray:
    """Places of the ten best, best first."""
    some = np.arange(len(scores))
    if len(scores) > SLOTS:
        some = np.argpartition(-scores, SLOTS)[:SLOTS]
    return some[np.argsort(-scores[some], kind="stable")]


def popular(past: Past) -> dict[int, np.ndarray]:
    """What most people-days bought and she never did."""
    order = np.argsort(-np.bincount(past.item), kind="stable")[:5000]
    lists = {}
    for person in range(len(past.names[0])):
        hers = past.items_of(person)
        fresh = (item for item in order.tolist() if item not in hers)
        lists[person] = np.array([item for item, _ in zip(fresh, range(SLOTS))])  # noqa: B905
    return lists


def her_most_bought(past: Past) -> dict[int, np.ndarray]:
    """By number of days, ties by the latest, then by most bought by all."""
    sold = np.bincount(past.item)
    lists = {}
    for person in range(len(past.names[0])):
        rows = slice(*np.searchsorted(past.person, [person, person + 1]))
        items, days = np.unique(past.item[rows], return_counts=True)
        last = np.zeros(len(items), np.int64)
        np.maximum.at(last, np.searchsorted(items, past.item[rows]), past.day[rows])
        lists[person] = items[np.lexsort((-sold[items], -last, -days))][:SLOTS]
    return lists


def cosine(past: Past) -> dict[int, np.ndarray]:
    """Summed cosine between what she bought and what she did not, all items."""
    bought = past.counts()
    bought.data[:] = 1
    buyers = np.asarray(bought.sum(axis=0)).ravel()
    scaled = (bought @ sparse.diags(1 / np.sqrt(buyers))).tocsr()
    lists = {}
    for first in range(0, bought.shape[0], 50):
        hers = bought[first : first + 50]
        # (hers D^-1/2 B') (B D^-1/2): the items' cosines, never all at once.
        by_person = (hers @ sparse.diags(1 / np.sqrt(buyers))) @ bought.T
        scores = (by_person @ scaled).toarray()
        scores[hers.nonzero()] = -1
        for row, line in enumerate(scores):
            lists[first + row] = best_of(line)
    return lists


def by_own_rate(path: Path, out: Path, until: int, days: int) -> None:
    """A Poisson rate: days bought over days known, since the first of them."""
    past = Past.read(path, "category")
    pairs, start, count = np.unique(
        np.stack([past.person, past.item]),
        axis=1,
        return_index=True,
        return_counts=True,
    )
    often = count >= 3
    known = until - past.day[start] + 1
    chance = -np.expm1(-count / known * days)
    table = {
        "person": [past.names[0][n] for n in pairs[0][often]],
        "category": [past.names[1][n] for n in pairs[1][often]],
        "probability": chance[often],
    }
    pq.write_table(pa.table(table), out / "due.parquet")


def write_lists(path: Path, past: Past, lists: dict[int, np.ndarray]) -> None:
    """Write lists as the contract has them."""
    path.parent.mkdir(parents=True, exist_ok=True)
    rows = [
        (past.names[0][person], past.names[1][item], rank)
        for person, items in lists.items()
        for rank, item in enumerate(items.tolist(), start=1)
        if item >= 0
    ]
    columns = list(zip(*rows, strict=True))
    names = ("person", "item", "rank")
    pq.write_table(pa.table(dict(zip(names, map(list, columns), strict=True))), path)


if __name__ == "__main__":
    main()
