"""One record at a time against many known, and what is written down of it.

    uv run python benchmarks/recognise/online.py [--records 1000000]

Beside it stands what the data's notes give for Splink 5: 389 ms for one record
against a million. People are made up (`shopkeeper.town.crowd`, seed printed).
"""

from __future__ import annotations

import argparse
import datetime as dt
import subprocess
import sys
import tempfile
import time

from collections.abc import Callable
from pathlib import Path

import numpy as np

from shopkeeper import bootstrap
from shopkeeper.flow.arriving import arrive
from shopkeeper.recognise import build_index
from shopkeeper.town.crowd import make_crowd


SEED = 3
SPLINK_MS = 389.0
TOGETHER = 8
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)


def main() -> None:
    """Make people, build the index, and time each way to hold records against it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    count = parser.parse_args().records
    table = make_crowd(int(count / 1.6), seed=SEED).records
    known = table.num_rows - 16_000
    start = time.process_time()
    index = build_index(table.slice(0, known))
    print(f"seed {SEED}; {known:,} records known; built in "
          f"{time.process_time() - start:.0f} CPU s")  # fmt: skip
    rows = table.slice(known, 6000).to_pylist()
    for name, one, some in (
        ("match", index.match, rows[:2000]),
        ("add", index.add, rows[2000:4000]),
    ):
        p50, p99 = timed(one, some)
        print(f"| {name} | p50 {p50:.2f} ms | p99 {p99:.2f} ms | "
              f"{p50 / SPLINK_MS:.4f} of Splink's |")  # fmt: skip
    arrivals(index, rows[4000:])
    start, wall = time.process_time(), time.perf_counter()
    index.add_all(table.slice(known + 6000, 10_000))
    print(f"| 10,000 at once | {time.process_time() - start:.1f} CPU s | "
          f"{time.perf_counter() - wall:.1f} s |")  # fmt: skip


def timed(one: Callable[[dict], object], rows: list[dict]) -> tuple[float, float]:
    """Return median and 99th percentile of *one* over *rows*, in milliseconds."""
    taken = []
    for row in rows:
        start = time.perf_counter()
        one(row)
        taken.append(1000 * (time.perf_counter() - start))
    return float(np.percentile(taken, 50)), float(np.percentile(taken, 99))


def arrivals(index, rows: list[dict]) -> None:
    """Match, assign and make durable with the reason, a few at a time."""
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        shop = Path(folder) / "shop"
        command = [sys.executable, "-m", "shopkeeper", "init", str(shop)]
        subprocess.run(command, check=True, capture_output=True)
        with bootstrap.shop_at(shop) as house:
            for start in range(0, len(rows), TOGETHER):
                some = {
                    str(start + place): {
                        k: v for k, v in row.items() if k != "record_id"
                    }
                    for place, row in enumerate(rows[start : start + TOGETHER])
                }
                began = time.perf_counter()
                arrive(house, index, some, source="web", now=NOW)
                taken.append(1000 * (time.perf_counter() - began))
    each = sum(taken) / len(rows)
    print(f"| arrivals, {TOGETHER} at a time | {1000 / each:.0f} a second | "
          f"p99 {np.percentile(taken, 99):.1f} ms |")  # fmt: skip


if __name__ == "__main__":
    main()
