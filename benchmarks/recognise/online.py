"""One record at a time against many known, and what is written down of it.

    uv run python benchmarks/recognise/online.py [--records 1000000] [--write]

Beside it stands what the data's notes give for Splink 5: 389 ms for one record
against a million. People are made up (`shopkeeper.town.crowd`).
"""

from __future__ import annotations

import argparse
import datetime as dt
import gc
import resource
import sys
import tempfile
import time

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pyarrow as pa

from shopkeeper import bootstrap
from shopkeeper.flow.arriving import arrive
from shopkeeper.flow.undoing import undo_join
from shopkeeper.recognise import build_index
from shopkeeper.town.crowd import make_crowd
from shopkeeper.vocabulary import IdentityDecision, Verdict


sys.path.insert(0, str(Path(__file__).parents[1]))
from run import setting


SEED = 3
SPLINK_MS = 389.0
RATES = (1, 8)  # arrivals that share a transaction
EACH = 2000  # records that each figure is from
BATCH = 10_000
UNDONE = 300
OTHERS = 50_000  # records, of which the share that arrives one by one is compared
NOW = dt.datetime(2026, 3, 2, 9, tzinfo=dt.UTC)
SHOP = """\
[shop]
name = "Corner Shop"
country = "GB"
time_zone = "Europe/London"

[[people]]
id = "mara"
name = "Mara Stein"
department = "service"
roles = ["front_line"]
"""
HEAD = """## recognise: one record at a time

{known:,} made-up records known (seed {seed}), in one process. Splink 5 takes
{splink:.0f} ms for one record against a million (by the notes beside the data).
*Arrivals* are matched, assigned, and made durable in the ledger with their reason.

| what | figure | bar |
|---|---|---|
"""


def main() -> None:
    """Make people, build the index, and time each way to hold records against it."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--write", action="store_true", help="put it into RESULTS.md")
    wanted = parser.parse_args()
    table = make_crowd(int(wanted.records / 1.6), seed=SEED).records
    known = table.num_rows - BATCH - (2 + len(RATES)) * EACH
    head = HEAD.format(known=known, seed=SEED, splink=SPLINK_MS)
    lines = [f"| {' | '.join(line)} |" for line in measure(table, known)]
    found = head + "\n".join(lines) + "\n"
    print(found)
    if wanted.write:
        from table import record  # noqa: PLC0415  # it imports much

        record({"recognise_online": f"{found}\n{setting()}\n"})


def measure(table: pa.Table, known: int) -> Iterator[tuple[str, str, str]]:
    """Yield what was measured, the figure, and what it should be."""
    start = time.process_time()
    index = build_index(table.slice(0, known))
    taken = time.process_time() - start
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    yield "index built", f"{taken:.0f} CPU s, {peak:.2f} GiB at most", ""
    gc.freeze()
    rows = table.slice(known, (2 + len(RATES)) * EACH).to_pylist()
    for name, one in (("matched", index.match), ("matched and taken in", index.add)):
        some, rows = rows[:EACH], rows[EACH:]
        p50, p99 = timed(one, some)
        yield (
            f"one record {name}",
            f"p50 {p50:.2f} ms, p99 {p99:.2f} ms ({SPLINK_MS / p50:.0f} x Splink 5)",
            "2 and 10 ms; aim 1 and 5",
        )
    for together in RATES:
        some, rows = rows[:EACH], rows[EACH:]
        rate, p99 = arrivals(index, some, together)
        yield (
            f"arrivals, {together} in a transaction",
            f"{rate:.0f} a second, p99 {p99:.1f} ms",
            "300 a second, 25 ms; aim 1,000 and 10",
        )
    start, wall = time.process_time(), time.perf_counter()
    index.add_all(table.slice(table.num_rows - BATCH))
    cpu, wall = time.process_time() - start, time.perf_counter() - wall
    yield f"{BATCH:,} records at once", f"{wall:.1f} s, {cpu:.1f} CPU s", "5 s"
    p50, p99 = timed_undoing()
    yield "a join undone", f"p50 {p50:.1f} ms, p99 {p99:.1f} ms", "50 ms"
    del index, table
    some = make_crowd(int(OTHERS / 1.6), seed=SEED).records
    dice = np.random.default_rng(SEED)
    some = some.take(pa.array(dice.permutation(some.num_rows)))
    for share in (0.01, 0.1, 0.5):
        same, repaired = one_by_one(some, share)
        what = f"{share:.0%} of {some.num_rows:,} records arriving one by one"
        yield (
            f"{what}: the person of the whole table",
            f"{same:.2%} of records; {repaired:.2%} after the nightly pass",
            "99.5 %; aim 99.9 %",
        )


def timed(one: Callable[[dict], object], rows: list[dict]) -> tuple[float, float]:
    """Return median and 99th percentile of *one* over *rows*, in milliseconds."""
    taken = []
    for row in rows:
        start = time.perf_counter()
        one(row)
        taken.append(1000 * (time.perf_counter() - start))
    return float(np.percentile(taken, 50)), float(np.percentile(taken, 99))


def arrivals(index, rows: list[dict], together: int) -> tuple[float, float]:
    """Match, assign and make durable with the reason; return a second's, and p99."""
    taken = []
    plain = [{k: v for k, v in row.items() if k != "record_id"} for row in rows]
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "shop.toml").write_text(SHOP, encoding="utf-8")
        with bootstrap.shop_at(Path(folder)) as house:
            for start in range(0, len(plain), together):
                some = plain[start : start + together]
                keyed = {f"{start + place}": row for place, row in enumerate(some)}
                began = time.perf_counter()
                arrive(house, index, keyed, source=f"web{together}", now=NOW)
                taken.append(1000 * (time.perf_counter() - began))
    return 1000 * len(rows) / sum(taken), float(np.percentile(taken, 99))


def timed_undoing() -> tuple[float, float]:
    """Take joins back in a ledger of a million decisions, in milliseconds."""
    taken = []
    with tempfile.TemporaryDirectory() as folder:
        Path(folder, "shop.toml").write_text(SHOP, encoding="utf-8")
        with bootstrap.shop_at(Path(folder)) as house:
            names = [f"own:{number}" for number in range(OTHERS)]
            owns = house.identity.enrol(dict.fromkeys(names, "crm"), at=NOW)
            people = list(owns.values())
            for _ in range(20):
                last = house.identity.decide(
                    IdentityDecision(
                        verdict=Verdict.JOIN, left=people[n], right=people[n + 1],
                        because="same e-mail", by="rule:email", at=NOW, confidence=1.0,
                    )
                    for n in range(OTHERS - 1)
                )  # fmt: skip
            for sequence in np.linspace(1, last, UNDONE).astype(int).tolist():
                began = time.perf_counter()
                undo_join(house, sequence, by="mara", now=NOW)
                taken.append(1000 * (time.perf_counter() - began))
    return float(np.percentile(taken, 50)), float(np.percentile(taken, 99))


def one_by_one(table: pa.Table, share: float) -> tuple[float, float]:
    """
    Let the last *share* of records arrive one by one.

    Returns:
        Shares of records whose person has the very records that she has where the
        whole table came at once: then, and after the nightly pass.
    """
    start = int(table.num_rows * (1 - share))
    index = build_index(table.slice(0, start))
    for row in table.slice(start).to_pylist():
        index.add(row)
    whole = persons(build_index(table))
    first = persons(index)
    index.repair()
    return tuple(
        sum(len(one) for one in found & whole) / table.num_rows
        for found in (first, persons(index))
    )


def persons(index) -> set[frozenset[str]]:
    """Return the persons of an index as sets of record ids."""
    found: dict[str, set[str]] = {}
    for row in index.people().to_pylist():
        found.setdefault(row["person_id"], set()).add(row["record_id"])
    return {frozenset(one) for one in found.values()}


if __name__ == "__main__":
    main()
