"""Who is still there: `shopkeeper remember` beside plain BG/NBD and Pareto/NBD.

uv run python benchmarks/remember/alive.py             all histories
uv run python benchmarks/remember/alive.py --only cdnow,sample
uv run python benchmarks/remember/alive.py --write     into RESULTS.md

Put `taskset -c 0` before it. The data and the ruler are in `../shared`, beside this
checkout. The peers are `slow_alive.py`: the papers' formulas, over every person.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time


os.environ.setdefault("OMP_NUM_THREADS", "1")

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import slow_alive


HERE = Path(__file__).parent
SHARED = HERE.parents[1].parent / "shared"
DATA = SHARED / "data" / "remember"
RULER = SHARED / "eval" / "remember.py"
OURS = "shopkeeper"
PEERS = {"BG/NBD, plain": slow_alive.bgnbd, "Pareto/NBD, plain": slow_alive.pareto_nbd}
COMMAND = "from shopkeeper.cli import main; main()"

SAYS = """## remember: who is still there

Judged by `shared/eval/remember.py alive`: what is expected of everybody seen by the
day, against the purchase days that came. *Chance* is the probability of any purchase.
Ours may learn from earlier days of the past alone; what it learns with, and that it
keeps the model's totals, was chosen at earlier cuts (CDNOW before 1997-10, retail
before 2010-10-03). CDNOW: first 39 weeks and the 39 after. Retail: a gift shop.
"""
HEAD = (
    "| history | by | persons | MAE | correlation | AUC | bias of total | chance: AUC, "
    "log loss | log likelihood | CPU s |\n|---|---|--:|--:|--:|--:|--:|---|--:|--:|"
)


@dataclass(frozen=True, kw_only=True)
class Past:
    """
    A history to be asked about.

    Attributes:
        name: In the table.
        file: Its purchases.
        as_of: The last day of the past.
        days: How many days are asked about.
        names: Its columns: person, at and perhaps item.
    """

    name: str
    file: Path
    as_of: str
    days: int
    names: Mapping[str, str]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One tool on one history: what the ruler says, the fit, and CPU seconds."""

    past: Past
    by: str
    figures: Mapping[str, float]
    likely: float
    cpu: float

    def __str__(self) -> str:
        """Write it as a row."""
        one, chance = self.figures, self.figures["alive"]
        return (
            f"| {self.past.name} | {self.by} | {one['persons']:,} | {one['mae']:.4f} | "
            f"{one['correlation']:.4f} | {one['auc_any_purchase']:.4f} | "
            f"{one['bias_of_total']:+.3f} | {chance['auc']:.4f}, "
            f"{chance['log_loss']:.4f} | {self.likely:,.1f} | {self.cpu:.1f} |"
        )


PASTS = {
    "cdnow": Past(
        name="CDNOW, all", file=DATA / "cdnow/CDNOW_master.txt",
        as_of="1997-09-30", days=273, names={"person": "1", "at": "2"},
    ),
    "sample": Past(
        name="CDNOW, one tenth", file=DATA / "cdnow/CDNOW_sample.txt",
        as_of="1997-09-30", days=273, names={"person": "1", "at": "3"},
    ),
    "retail": Past(
        name="retail, 90 days", file=DATA / "online_retail_II_year1_dev.parquet",
        as_of="2010-06-30", days=90,
        names={"person": "customer_id", "at": "t", "item": "stock_code"},
    ),
    "half": Past(
        name="retail, 183 days", file=DATA / "online_retail_II_year1_dev.parquet",
        as_of="2010-06-05", days=183,
        names={"person": "customer_id", "at": "t", "item": "stock_code"},
    ),
}  # fmt: skip


def main() -> None:
    """Run what is asked, print it, and put it into the table if told to."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--only", default=",".join(PASTS), help="default: %(default)s")
    parser.add_argument("--write", action="store_true", help="put it into RESULTS.md")
    wanted = parser.parse_args()
    names = wanted.only.split(",")
    if unknown := set(names) - set(PASTS):
        parser.error(f"{', '.join(sorted(unknown))}: name some of {', '.join(PASTS)}")
    if not RULER.exists():
        parser.error(f"{RULER} is missing: it is kept beside this checkout")
    if wanted.write and set(names) != set(PASTS):
        parser.error("--write wants all histories, or the table has gaps")
    print(f"{SAYS}\n{HEAD}")
    lines = []
    for line in measure(names):
        print(line, flush=True)
        lines.append(line)
    notes = "\n".join(f"- {note}" for note in asked(lines))
    print(f"\n{notes}")
    if wanted.write:
        sys.path[:0] = [str(HERE.parent), str(HERE.parent / "recognise")]
        from run import setting  # noqa: PLC0415
        from table import record  # noqa: PLC0415

        rows = "\n".join(map(str, lines))
        text = f"{SAYS}\n{HEAD}\n{rows}\n\n{notes}\n\n{setting()}\n"
        record({"remember_alive": text})


def measure(names: Sequence[str]) -> Iterator[Line]:
    """Let every tool answer for the histories."""
    with tempfile.TemporaryDirectory() as folder:
        for name in names:
            past, home = PASTS[name], Path(folder) / name
            cut(past, home)
            yield ours(past, home)
            for by, model in PEERS.items():
                yield theirs(past, home, by, model)


def cut(past: Past, home: Path) -> None:
    """Write the past, which is all that anybody gets, and the whole."""
    home.mkdir()
    source, names = past.file, past.names
    if source.suffix == ".txt":  # runs of blanks, and a first row that is no purchase
        rows = [line.split() for line in source.read_text("utf-8").splitlines()]
        places = [int(place) - 1 for place in names.values()]
        source, names = home / "all.csv", {name: name for name in past.names}
        with source.open("w", encoding="utf-8", newline="") as file:
            write = csv.writer(file)
            write.writerow(names)
            write.writerows(
                [row[place] for place in places]
                for row in rows
                if row and row[0].isdecimal()
            )
    rule("cut", home, source, past, *(w for n in names.items() for w in opted(*n)))


def opted(name: str, own: str) -> tuple[str, str]:
    """Name a column to the ruler."""
    return f"--{name}", own


def ours(past: Past, home: Path) -> Line:
    """Let the command answer, and judge it."""
    out, before = home / "ours", os.times()
    subprocess.run(
        [sys.executable, "-c", COMMAND, "remember", str(home / "past.parquet"),
         "--as-of", past.as_of, "--days", str(past.days), "--out", str(out)],
        check=True, capture_output=True,
    )  # fmt: skip
    after = os.times()
    cpu = after.children_user + after.children_system
    cpu -= before.children_user + before.children_system
    return judged(past, home, out, OURS, cpu)


def theirs(past: Past, home: Path, by: str, model: slow_alive.Model) -> Line:
    """Let a plain model answer, and judge it."""
    names, people = counted(home / "past.parquet", past.as_of)
    begun = time.process_time()
    said = model(people, past.days / 7)
    cpu = time.process_time() - begun
    out = home / f"{model.__name__}"
    out.mkdir()
    table = {"person": names, "alive": said.alive, "expected": said.expected}
    pq.write_table(pa.table(table), out / "alive.parquet")
    fit = {"name": "bg/nbd", "log_likelihood": said.log_likelihood}
    fit["parameters"] = dict(said.parameters)
    (out / "fit.json").write_text(json.dumps({"models": [fit]}), "utf-8")
    return judged(past, home, out, by, cpu)


def counted(path: Path, as_of: str) -> tuple[list[str], slow_alive.People]:
    """Return everybody's name, and her repeats and weeks, without any shortcut."""
    days: dict[str, set[int]] = {}
    table = pq.read_table(path, columns=["person", "at"])
    when = table["at"].to_numpy().astype("datetime64[D]").astype(int).tolist()
    for person, day in zip(table["person"].to_pylist(), when, strict=True):
        days.setdefault(person, set()).add(day)
    end = int(np.datetime64(as_of).astype(int))
    rows = [
        (len(seen) - 1, (max(seen) - min(seen)) / 7, (end - min(seen)) / 7)
        for seen in days.values()
    ]
    repeats, recency, age = np.array(rows, dtype=float).T
    return list(days), (repeats, recency, age)


def judged(past: Past, home: Path, out: Path, by: str, cpu: float) -> Line:
    """Ask the ruler."""
    figures = rule("alive", out, home / "purchases.parquet", past, "--days", past.days)
    models = json.loads((out / "fit.json").read_text("utf-8"))["models"]
    likely = next(one["log_likelihood"] for one in models if one["name"] == "bg/nbd")
    return Line(past=past, by=by, figures=figures, likely=likely, cpu=cpu)


def rule(
    what: str, folder: Path, file: Path, past: Past, *words: object
) -> Mapping[str, float]:
    """Run the ruler and read what it prints."""
    done = subprocess.run(
        [sys.executable, str(RULER), what, str(folder), str(file),
         "--as-of", past.as_of, *map(str, words)],
        check=True, capture_output=True, text=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def asked(lines: Sequence[Line]) -> Iterator[str]:
    """Hold what was reached against what was asked."""
    by = {(line.past.name, line.by): line for line in lines}
    ours_all = by.get(("CDNOW, all", OURS))
    if ours_all:
        one = ours_all.figures
        figures = one["mae"], one["correlation"], one["auc_any_purchase"]
        yield (
            f"CDNOW, all: MAE {figures[0]:.4f} (at most .80, aim .78), correlation "
            f"{figures[1]:.4f} (.67, .675), AUC {figures[2]:.4f} (.765, .775)."
        )
    if sample := by.get(("CDNOW, one tenth", OURS)):
        yield (
            f"CDNOW, one tenth: BG/NBD log likelihood {sample.likely:.2f} "
            "(the paper's table 2: -9582.4)."
        )
    for past in ("retail, 90 days", "retail, 183 days"):
        mine, plain = by.get((past, OURS)), by.get((past, "BG/NBD, plain"))
        if mine and plain:
            less = 1 - mine.figures["mae"] / plain.figures["mae"]
            more = mine.figures["auc_any_purchase"] / plain.figures["auc_any_purchase"]
            yield (
                f"{past}, against plain BG/NBD: MAE {less:+.1%} better, AUC "
                f"{more - 1:+.1%} better (no worse in either, aim 3 %)."
            )
    yield (
        "CPU seconds of ours are of the whole command, files, lists and `due` "
        "included; those of the peers of the model alone."
    )


if __name__ == "__main__":
    main()
