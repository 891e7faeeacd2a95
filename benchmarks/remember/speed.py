"""How fast `remember` counts, answers for one person, adds and forgets, and grows.

uv run python benchmarks/remember/speed.py                 1, 5 and 25 million lines
uv run python benchmarks/remember/speed.py --lines 1000000 4000000
uv run python benchmarks/remember/speed.py --write         into RESULTS.md

Put `taskset -c 0` before it. Histories are made up from a seed. Each size runs in a
process of its own, three times, the largest once, which may not hold more than
`--memory` GiB; after it DuckDB groups the same lines by person, item and day. All
answers for everybody, learning included, stand beside a LightGBM re-rank of the same
lines (`peers_rerank.py`, installed aside, by uv).
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
import tempfile
import time


os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import duckdb
import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from shopkeeper.adapters.duckdb.engine import DuckEngine
from shopkeeper.remember import alive, due, neighbours, new, regulars
from shopkeeper.remember.habits import goods_at, lines_of
from shopkeeper.remember.history import History, read_history
from shopkeeper.remember.tally import Tallies, add_basket, forget


HERE = Path(__file__).parent
SIZES = (1_000_000, 5_000_000, 25_000_000)
A_PERSON = 60  # lines, in the mean
ITEMS, DAYS = 5_000, 700
AS_OF = date(2025, 6, 30)
TOUCHED = 120  # bytes a line: what the work holds at its largest
RUNS, LARGE = 3, 20_000_000  # lines from which on one run must do
LEARNED = (1_000_000, 5_000_000)
WINDOW, WITHIN, SLOTS = 90, 14, 10  # days of alive, days of due, places of a list
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
(medians of {RUNS} processes, the largest of one). Before each, the process touches
and frees as much memory as the work will hold: a virtual machine may have to ask its
host for pages that nobody used lately, which here took up to 2.6 seconds of system
time for each GiB, by turns with .4, whatever program asked.
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
    parser.add_argument("--one", choices=tuple(PARTS))
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
        in_words(learning(size, wanted.memory))
        for size in LEARNED
        if size <= max(wanted.lines)
    ]
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
    ours, user, peer = (
        statistics.linear_regression(sizes, [math.log(one[who]) for one in counted])
        for who in ("ours", "ours_user", "peer")
    )
    return (
        f"CPU seconds grow as lines to the power {ours.slope:.3f} (at most 1.1, aim "
        f"1.05), without the system's part to {user.slope:.3f}; the plain group-by's "
        f"to {peer.slope:.3f}. Asked for: 1.4 million lines per CPU second, aim 2 "
        "million."
    )


def in_words(figures: Mapping[str, float | str]) -> str:
    """Fill the sentence that came with the figures."""
    return str(figures["says"]).format(**figures)


def made_up(count: int) -> pa.Table:
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
    lines = made_up(size)
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
        np.ones(size * TOUCHED, dtype=np.uint8)
        begun = resource.getrusage(resource.RUSAGE_SELF)
        work()
        ended = resource.getrusage(resource.RUSAGE_SELF)
        found[f"{name}_user"] = ended.ru_utime - begun.ru_utime
        found[name] = found[f"{name}_user"] + ended.ru_stime - begun.ru_stime
    found["gib"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
    return found


def learning(size: int, memory: int) -> Mapping[str, float | str]:
    """Answer all about everybody, and let the re-rank answer from the same lines."""
    ours = child("learned", size, memory)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "lines.parquet")
        pq.write_table(made_up(size), path)
        words = ["uv", "run", "--quiet", "--script", HERE / "peers_rerank.py", path]
        env = {**os.environ, "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
        env.pop("PYTHONPATH", None)
        done = subprocess.run(
            list(map(str, words)), check=True, capture_output=True, text=True, env=env
        )
    theirs = json.loads(done.stdout)
    rate, peer = (one["people"] / one["seconds"] for one in (ours, theirs))
    return {
        **ours,
        "rate": rate,
        "peer": peer,
        "ratio": rate / peer,
        "says": "Learned tier, {lines:,.0f} lines of {people:,.0f} people: "
        "**{rate:,.0f}** people per CPU second, all answers (alive, regulars, new, "
        "due), learning included ({learning:.1f} of {seconds:.1f} s); a LightGBM "
        "re-rank of regulars and new only: {peer:,.0f}, so {ratio:.1f} times (at least "
        "2,000, aim 10,000).",
    }


def learned(size: int) -> Mapping[str, float]:
    """Learn of everybody and answer everything about everybody, once."""
    lines = made_up(size)
    engine = DuckEngine(memory="4GB", threads=1)
    marks = [time.process_time()]
    history = read_history(lines, engine=engine, as_of=AS_OF)
    marks.append(time.process_time())
    models = Models(history)
    marks.append(time.process_time())
    models.answers(history)
    marks.append(time.process_time())
    return {
        "lines": float(size),
        "people": float(len(history.persons)),
        "learning": marks[2] - marks[1],
        "seconds": marks[3] - marks[0],
    }


class Models:
    """What was learned of everybody: enough to answer about anybody."""

    def __init__(self, history: History) -> None:
        """Learn."""
        self.alive = alive.learn_alive(history, WINDOW)
        self.usual = regulars.learn_regulars(history)
        self.due = due.learn_due(history, WITHIN)
        self.new = new.learn_new(history)

    def answers(self, history: History) -> None:
        """Answer everything about everybody."""
        alive.say_alive(self.alive, history, WINDOW)
        regulars.list_regulars(history, self.usual, top=SLOTS)
        due.say_due(self.due, history)
        new.suggest_new(history, self.new, top=SLOTS)


def person(size: int) -> Mapping[str, float | str]:
    """Learn of everybody, then answer for one person at a time, from her lines."""
    lines = made_up(size // 10)
    engine = DuckEngine(memory="4GB", threads=1)
    history = read_history(lines, engine=engine, as_of=AS_OF)
    models, until = Models(history), history.until
    everything = lines_of(history, history.day <= until)
    goods, soon = (goods_at(everything, until, days) for days in (28, WITHIN))
    known = neighbours.neighbours_at(everything, until)
    names = pa.array(history.items)
    taken = []
    for number in range(1_000):
        hers = lines.filter(pc.equal(lines["person"], f"p{number:08}"))
        begun = time.perf_counter()
        one = numbered_as(names, read_history(hers, engine=engine, as_of=AS_OF))
        alive.say_alive(models.alive, one, WINDOW)
        basket = lines_of(one, one.day <= until)
        habits = regulars.habits_of(basket, goods, until)
        regulars.rank_regulars(habits, models.usual, top=SLOTS)
        due.say_due(models.due, one, soon)
        new.suggest_to(basket, known, models.new, top=SLOTS)
        taken.append((time.perf_counter() - begun) * 1000)
    low, high = statistics.median(taken), sorted(taken)[989]
    return {
        "median": low,
        "p99": high,
        "says": "One person, from her lines to all answers (whether she is there, her "
        "regulars, what is due, what is new for her): median {median:.1f} ms, p99 "
        "{p99:.1f} ms of the clock (at most 10, aim 5); reading her lines is in it, "
        "finding them is not, and what is known of everybody and of items is kept.",
    }


def numbered_as(items: pa.Array, one: History) -> History:
    """Number her items as everybody's are; both are in the order of their letters."""
    numbers = pc.index_in(pa.array(one.items), items).cast(pa.int32())
    column = numbers.take(one.table["item"].combine_chunks())
    table = one.table.set_column(1, "item", column)
    return replace(one, items=items, table=table)


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
    "learned": learned,
    "person": person,
    "state": state,
}


if __name__ == "__main__":
    main()
