# /// script
# requires-python = ">=3.11"
# dependencies = ["lightgbm==4.6.0", "numpy", "pyarrow", "scipy"]
# ///
"""Her usual and what is new to her by a LightGBM re-rank, written plainly.

uv run --script peers_rerank.py LINES

LINES is a file of person, item and at. What she bought, and the nearest by cosine to
it, are described in a dozen numbers at four earlier days, and everybody's next baskets
then train one model of binary trees; it ranks both lists of everybody. One thread; it
prints CPU seconds from lines in memory to lists, and how many people they are of.
"""

from __future__ import annotations

import json
import sys
import time

import lightgbm
import numpy as np
import pyarrow.parquet as pq

from scipy import sparse


SLOTS, CANDIDATES = 10, 30
CUTS_DAYS = (14, 28, 42, 63)
ROUNDS, LEAVES, RATE = 100, 31, 0.1
BLOCK = 500


class Known:
    """What is known at the end of a day: counts, last days, and neighbours."""

    def __init__(self, rows: np.ndarray, shape: tuple[int, int], until: int) -> None:
        """Count purchases: *rows* are person, item and day (3, n), each once."""
        person, item, day = rows[:, rows[2] <= until]
        self.shape, self.until = shape, until
        keys, start, self.days = np.unique(
            person * shape[1] + item, return_index=True, return_counts=True
        )
        self.person, self.item = np.divmod(keys, shape[1])
        ends = start + self.days - 1
        self.first, self.last = day[start], day[ends]
        faded = np.add.reduceat(0.5 ** ((until - day) / 45), start)
        self.visits = np.bincount(
            np.unique(person * 100_000 + day) // 100_000, minlength=shape[0]
        )
        self.buyers = np.bincount(self.item, minlength=shape[1])
        self.sold = [
            np.bincount(item[day > until - days], minlength=shape[1])
            for days in (14, 45)
        ]
        self.again = np.bincount(self.item[self.days > 1], minlength=shape[1])
        table = (self.person, self.item)
        self.faded = sparse.csr_matrix((faded, table), shape=shape)
        self.counts = sparse.csr_matrix((self.days, table), shape=shape)

    def cosine(self) -> sparse.csr_matrix:
        """Return the cosine of items' buyers, the nearest fifty of each."""
        bought = self.counts.astype(bool).astype(np.float32)
        scaled = bought @ sparse.diags(1 / np.sqrt(np.maximum(self.buyers, 1)))
        scaled = scaled.tocsr().astype(np.float32)
        kept = []
        for first in range(0, self.shape[1], BLOCK):
            block = (scaled.T.tocsr()[first : first + BLOCK] @ scaled).toarray()
            block[np.arange(len(block)), first + np.arange(len(block))] = 0
            worst = np.argpartition(-block, 50, axis=1)[:, 50:]
            np.put_along_axis(block, worst, 0, axis=1)
            kept.append(sparse.csr_matrix(block))
        return sparse.vstack(kept, format="csr")

    def candidates(self) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
        """Return persons, items, what describes them, and whether they are hers."""
        near = self.cosine()
        found = []
        for first in range(0, self.shape[0], BLOCK):
            scores = (self.faded[first : first + BLOCK] @ near).toarray()
            own = self.counts[first : first + BLOCK].toarray() > 0
            fresh = np.where(own, -1, scores)
            best = np.argpartition(-fresh, CANDIDATES, axis=1)[:, :CANDIDATES]
            chosen = own.copy()
            np.put_along_axis(chosen, best, values=True, axis=1)
            row, item = np.nonzero(chosen)
            found.append([first + row, item, scores[row, item], own[row, item]])
        person, item, score, own = (
            np.concatenate(parts) for parts in zip(*found, strict=True)
        )
        place = np.minimum(
            np.searchsorted(
                self.person * self.shape[1] + self.item, person * self.shape[1] + item
            ),
            len(self.days) - 1,
        )
        gap = (self.last - self.first) / np.maximum(self.days - 1, 1)
        hers = np.stack([self.days, self.until - self.last, gap], axis=1)[place]
        hers[~own.astype(bool)] = -1
        numbers = (
            hers,
            score,
            np.asarray(self.faded[person, item]).ravel(),
            self.visits[person],
            self.buyers[item],
            self.sold[0][item],
            self.sold[1][item],
            self.again[item] / np.maximum(self.buyers[item], 1),
            own,
        )
        return person, item, np.column_stack(numbers), own.astype(bool)


def main() -> None:
    """Read, learn, rank, and print what it took."""
    table = pq.read_table(sys.argv[1], columns=["person", "item", "at"])
    begun = time.process_time()
    person, item = (
        table[name].combine_chunks().dictionary_encode() for name in ("person", "item")
    )
    day = table["at"].to_numpy().astype("datetime64[D]").astype(np.int64)
    shape = len(person.dictionary), len(item.dictionary)
    keys = person.indices.to_numpy().astype(np.int64) * shape[1]
    keys = np.unique((keys + item.indices.to_numpy()) * 100_000 + day)
    rows = np.stack([*np.divmod(keys // 100_000, shape[1]), keys % 100_000])
    until = int(rows[2].max())
    model = learn(rows, shape, until)
    person, item, numbers, own = Known(rows, shape, until).candidates()
    score = model.predict(numbers, num_threads=1)
    lists = [best(person[which], item[which], score[which]) for which in (own, ~own)]
    spent = time.process_time() - begun
    listed = [len(one) for one in lists]
    print(json.dumps({"seconds": spent, "people": shape[0], "listed": listed}))


def learn(rows: np.ndarray, shape: tuple[int, int], until: int) -> lightgbm.Booster:
    """Train on everybody's first day after each of some earlier days."""
    described, came = [], []
    for back in CUTS_DAYS:
        cut = until - back
        person, item, numbers, _ = Known(rows, shape, cut).candidates()
        later = rows[:, rows[2] > cut]
        first = np.full(shape[0], np.iinfo(np.int64).max)
        np.minimum.at(first, later[0], later[2])
        basket = later[:, later[2] == first[later[0]]]
        asked = np.isin(person, basket[0])
        described.append(numbers[asked])
        keys = person[asked] * shape[1] + item[asked]
        came.append(np.isin(keys, basket[0] * shape[1] + basket[1]))
    cases = lightgbm.Dataset(np.concatenate(described), np.concatenate(came))
    setting = {
        "objective": "binary", "num_leaves": LEAVES, "learning_rate": RATE,
        "num_threads": 1, "verbose": -1, "seed": 0, "deterministic": True,
    }  # fmt: skip
    return lightgbm.train(setting, cases, num_boost_round=ROUNDS)


def best(person: np.ndarray, item: np.ndarray, score: np.ndarray) -> np.ndarray:
    """Return the persons and items of the ten best of each (m, 2)."""
    order = np.lexsort((-score, person))
    person, item = person[order], item[order]
    start = np.flatnonzero(np.diff(person, prepend=-1))
    sizes = np.diff(start, append=len(person))
    kept = np.arange(len(person)) - np.repeat(start, sizes) < SLOTS
    return np.stack([person[kept], item[kept]], axis=1)


if __name__ == "__main__":
    main()
