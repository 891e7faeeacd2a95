"""How fast `remember` counts, answers for one person, adds and forgets, and grows.

uv run python benchmarks/remember/speed.py                 1, 5 and 25 million lines
uv run python benchmarks/remember/speed.py --lines 1000000 4000000
uv run python benchmarks/remember/speed.py --write         into RESULTS.md

Put `taskset -c 0` before it. Histories are made up from a seed. Each size runs in a
process of its own, three times, the largest once, which may not hold more than
`--memory` GiB; after it DuckDB groups the same lines by person, item and day.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import resource
import statistics
import subprocess
import sys
import time


os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shopkeeper.adapters.duckdb.engine import DuckEngine
from shopkeeper.remember import alive, due, regulars, rhythm
from shopkeeper.remember.history import History, read_history
from shopkeeper.remember.logistic import Logistic
from shopkeeper.remember.tally import Tallies, add_basket, forget


HERE = Path(__file__).parent
SIZES = (1_000_000, 5_000_000, 25_000_000)
A_PERSON = 60  # lines, in the mean
ITEMS, DAYS = 5_000, 700
AS_OF = date(2025, 6, 30)
RUNS, LARGE = 3, 20_000_000  # lines from which on one run must do
SEED = 0
PEER = (
    "SELECT person, item, CAST(at_time AS DATE) AS day, count(*) AS n FROM lines "
    "WHERE quantity > 0 GROUP BY person, item, CAST(at_time AS DATE)"
)

SAYS = f"""## remember: how fast

Made-up lines (seed {SEED}): {A_PERSON} of each person in the mean, {ITEMS:,} items,
{DAYS} days. *Counting* goes from lines in memory to what each person did with each
item, each person's days and each item's buyers. *Plain group-by* is DuckDB over the
same lines, by person, item and day, without gaps, names in order and the rest; the
ratio is ours to its rate. One thread, CPU seconds of the first time in a process
(medians of {RUNS} processes, the largest of one).
"""
HEAD = (
    "| lines | counting, CPU s | lines per CPU s | plain group-by, CPU s | ratio | "
    "most held |\n|--:|--:|--:|--:|--:|--:|"
)


def main() -> None:
    """Measure, print, and put it into the table if told to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--lines", type=int, nargs="+", default=SIZES)
    parser.add_argument("--memory", type=int, default=12, help="GiB (default 12)")
    parser.add_argument("--one", choices=("count", "person", "state"))
    parser.add_argument("--write", action="store_true", help="put it into RESULTS.md")
    wanted = parser.parse_args()
    if wanted.one:
        limit = wanted.memory * 2**30
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        print(json.dumps(PARTS[wanted.one](wanted.lines[0])))
        return
    told = []
    print(f"{SAYS}\n{HEAD}")
    counted = []
    for size in wanted.lines:
        counted.append(counting(size, wanted.memory))
        told.append(row(counted[-1]))
        print(told[-1], flush=True)
    notes = [growth(counted)] if len(counted) > 1 else []
    notes += [
        in_words(child(part, wanted.lines[0], wanted.memory))
        for part in ("person", "state")
    ]
    listed = "\n".join(f"- {note}" for note in notes)
    print(f"\n{listed}")
    if wanted.write:
        sys.path[:0] = [str(HERE.parent), str(HERE.parent / "recognise")]
        from run import setting  # noqa: PLC0415
        from table import record  # noqa: PLC0415

        rows = "\n".join(told)
        text = f"{SAYS}\n{HEAD}\n{rows}\n\n{listed}\n\n{setting()}\n"
        record({"remember_speed": text})


def counting(size: int, memory: int) -> Mapping[str, float]:
    """Count so many lines in several processes; the median of each figure."""
    runs = [child("count", size, memory) for _ in range(RUNS if size < LARGE else 1)]
    return {name: statistics.median(run[name] for run in runs) for name in runs[0]}


def child(part: str, size: int, memory: int) -> Mapping[str, float]:
    """Measure one thing in a process of its own."""
    done = subprocess.run(
        [sys.executable, __file__, "--one", part, "--lines", str(size),
         "--memory", str(memory)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def row(one: Mapping[str, float]) -> str:
    """Write a size as a row of the table."""
    rate = one["lines"] / one["ours"]
    return (
        f"| {one['lines']:,.0f} | {one['ours']:.2f} | {rate:,.0f} | "
        f"{one['peer']:.2f} | {one['peer'] / one['ours']:.2f} | {one['gib']:.1f} GiB |"
    )


def growth(counted: Sequence[Mapping[str, float]]) -> str:
    """Fit the exponent of CPU seconds over lines."""
    sizes = [math.log(one["lines"]) for one in counted]
    ours, peer = (
        statistics.linear_regression(sizes, [math.log(one[who]) for one in counted])
        for who in ("ours", "peer")
    )
    return (
        f"CPU seconds grow as lines to the power {ours.slope:.2f} (at most 1.1, aim "
        f"1.05); the plain group-by's to {peer.slope:.2f}. Asked for: 1.4 million "
        "lines per CPU second, aim 2 million."
    )


def in_words(figures: Mapping[str, float | str]) -> str:
    """Fill the sentence that came with the figures."""
    return str(figures["says"]).format(**figures)


def lines_of(count: int) -> pa.Table:
    """Make up so many lines of purchases."""
    dice = np.random.default_rng(SEED)
    people = max(count // A_PERSON, 1)
    person = dice.integers(0, people, count)
    item = (dice.zipf(1.3, count) % ITEMS * 7 + person * 13) % ITEMS
    at = dice.integers(0, DAYS * 86_400, count).astype("timedelta64[s]")
    persons = pa.array([f"p{number:08}" for number in range(people)])
    items = pa.array([f"item {number:05}" for number in range(ITEMS)])
    return pa.table(
        {
            "person": persons.take(pa.array(person)),
            "item": items.take(pa.array(item)),
            "at": pa.array(np.datetime64("2023-01-01", "us") + at),
            "quantity": np.ones(count),
        }
    )


def count(size: int) -> Mapping[str, float]:
    """Count lines once, as a command does, and let DuckDB group the same."""
    lines = lines_of(size)
    engine = DuckEngine(memory="4GB", threads=1)
    peer = duckdb.connect(config={"threads": 1, "memory_limit": "4GB"})
    peer.register(
        "lines", lines.rename_columns(["person", "item", "at_time", "quantity"])
    )

    def ours() -> None:
        history = read_history(lines, engine=engine, as_of=AS_OF)
        history.pairs(history.until)
        history.shoppers(history.until)
        history.goods(history.until)

    def theirs() -> None:
        peer.sql(PEER).to_arrow_table()

    found = {"lines": float(size)}
    for name, work in (("ours", ours), ("peer", theirs)):
        begun = time.process_time()
        work()
        found[name] = time.process_time() - begun
    found["gib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return found


def person(size: int) -> Mapping[str, float | str]:
    """Learn of everybody, then answer for one person at a time, from her lines."""
    lines = lines_of(size // 10)
    engine = DuckEngine(memory="4GB", threads=1)
    history = read_history(lines, engine=engine, as_of=AS_OF)
    learned = alive.learn_alive(history, 90)
    ranking, rhythms = regulars.learn_regulars(history), due.due_within(history, 14)
    taken = []
    for number in range(1_000):
        hers = lines.filter(pc.equal(lines["person"], f"p{number:08}"))
        begun = time.perf_counter()
        one = read_history(hers, engine=engine, as_of=AS_OF)
        alive.say_alive(learned, one, 90)
        regulars.rank_regulars(regulars.habits_at(one, one.until), ranking, top=10)
        due_of(one, rhythms.model)
        taken.append((time.perf_counter() - begun) * 1000)
    low, high = statistics.median(taken), sorted(taken)[989]
    return {
        "median": low,
        "p99": high,
        "says": "One person, from her lines to her regulars, what is due and whether "
        "she is there: median {median:.1f} ms, p99 {p99:.1f} ms of the clock (at most "
        "10, aim 5); reading her lines is in it, finding them is not.",
    }


def due_of(one: History, model: Logistic) -> None:
    """Say what is due, by a model learned of everybody."""
    asked, shopper = due.things(one, one.until, by_person=False)
    elapsed = (one.until - asked.last).astype(float)
    wait = rhythm.Wait(elapsed, elapsed, elapsed + 14)
    shared = rhythm.spread_of_all(asked)
    described = rhythm.features(
        asked, wait, shared=shared, shopper=shopper, until=one.until
    )
    model.probability(described)


def state(size: int) -> Mapping[str, float | str]:
    """Add baskets to and forget people from the tallies of many."""
    dice = np.random.default_rng(SEED)
    people = size // 10
    tallies = Tallies()
    for number in range(people):
        tallies = add_basket(tallies, f"p{number}", int(number % DAYS), ["a", "b"])
    added, forgotten = [], []
    for _ in range(3_000):
        who = f"p{dice.integers(0, people)}"
        items = [f"item {n}" for n in dice.integers(0, ITEMS, 5)]
        begun = time.perf_counter()
        tallies = add_basket(tallies, who, int(dice.integers(0, DAYS)), items)
        added.append((time.perf_counter() - begun) * 1000)
        begun = time.perf_counter()
        forget(tallies, who)
        forgotten.append((time.perf_counter() - begun) * 1000)
    busy, forget_busy = busy_person(tallies)
    return {
        "people": people,
        "add": statistics.median(added),
        "add99": sorted(added)[2969],
        "forget": statistics.median(forgotten),
        "forget99": sorted(forgotten)[2969],
        "busy": busy,
        "forget_busy": forget_busy,
        "says": "Among {people:,} people: adding a basket of five {add:.3f} ms, p99 "
        "{add99:.3f} (at most .1); forgetting a person {forget:.3f} ms, p99 "
        "{forget99:.3f} (at most 1). Somebody with 1,000 different things: {busy:.3f} "
        "and {forget_busy:.2f} ms.",
    }


def busy_person(tallies: Tallies) -> tuple[float, float]:
    """Milliseconds of a basket of hers, and of forgetting her."""
    for place in range(0, 1_000, 5):
        items = [f"item {place + n}" for n in range(5)]
        tallies = add_basket(tallies, "busy", place % DAYS, items)
    items = [f"item {n}" for n in range(5)]

    def clock(work: Callable[[], object]) -> float:
        taken = []
        for _ in range(50):
            begun = time.perf_counter()
            work()
            taken.append((time.perf_counter() - begun) * 1000)
        return statistics.median(taken)

    return (
        clock(lambda: add_basket(tallies, "busy", 1, items)),
        clock(lambda: forget(tallies, "busy")),
    )


PARTS: Mapping[str, Callable[[int], Mapping[str, float | str]]] = {
    "count": count,
    "person": person,
    "state": state,
}


if __name__ == "__main__":
    main()
