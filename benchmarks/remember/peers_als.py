# /// script
# requires-python = ">=3.11"
# dependencies = ["implicit==0.7.2", "numpy", "pyarrow", "scipy"]
# ///
"""What is new to her by ALS: `implicit`, the best of a small grid.

uv run --script peers_als.py PAST NEXT OUT

It is tuned on the next baskets of up to 400 people, like TIFU-KNN.
"""

from __future__ import annotations

import sys

from itertools import product
from pathlib import Path

import implicit
import numpy as np

from peers import SLOTS, Past, mean_recall, read_next, some_people, write_lists
from scipy import sparse


FACTORS = (16, 32, 64)
WEIGHTS = (1.0, 5.0)
REGULARIZATION = (0.1, 1.0)


def main() -> None:
    """Fit each of the grid, keep the best, and write its lists."""
    past, out = Past.read(Path(sys.argv[1])), Path(sys.argv[3])
    wanted = read_next(Path(sys.argv[2]), past)
    fresh = {person: items - past.items_of(person) for person, items in wanted.items()}
    people = some_people({who: items for who, items in fresh.items() if items})
    count = sparse.csr_matrix(past.counts(), dtype=np.float32)
    best: tuple[float, tuple, np.ndarray] | None = None
    for setting in product(FACTORS, WEIGHTS, REGULARIZATION):
        lists = recommend(count, *setting)
        recall = mean_recall({who: lists[who] for who in people}, fresh)
        if best is None or recall > best[0]:
            best = (recall, setting, lists)
    write_lists(out / "new.parquet", past, dict(enumerate(best[2])))
    print(f"factors, weight, regularization {best[1]}")


def recommend(
    count: sparse.csr_matrix, factors: int, weight: float, regularization: float
) -> np.ndarray:
    """Return for everybody the ten best items that she never bought."""
    trust = count.copy()
    trust.data = 1 + weight * np.log1p(trust.data)
    model = implicit.als.AlternatingLeastSquares(
        factors=factors, regularization=regularization, iterations=12,
        num_threads=1, random_state=1,
    )  # fmt: skip
    model.fit(trust, show_progress=False)
    people = np.arange(count.shape[0])
    return model.recommend(people, count, N=SLOTS, filter_already_liked_items=True)[
        0
    ].astype(np.int64)


if __name__ == "__main__":
    main()
