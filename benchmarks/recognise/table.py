"""Say who is who: `shopkeeper recognise` beside Splink 5 and GoldenMatch.

uv run python benchmarks/recognise/table.py                  all sets, all three
uv run python benchmarks/recognise/table.py --sets traps,unique --no-peers
uv run python benchmarks/recognise/table.py --cache DIR      peers run once, are kept
uv run python benchmarks/recognise/table.py --scale 1000000 10000000   how it grows, too
uv run python benchmarks/recognise/table.py --write          into RESULTS.md

The peers are installed aside, for this only, by uv. The data and the ruler are in
`../shared`, beside this checkout.
"""

from __future__ import annotations

import argparse
import contextlib
import sys
import tempfile

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import scale

from running import (
    DATA,
    HERE,
    OURS,
    PEERS,
    Ran,
    Task,
    make,
    rule,
    run_ours,
    run_peer,
    shared_or_exit,
)


sys.path.insert(0, str(HERE.parent))
from run import RESULTS, SECTION, page, setting


REAL = ("historical50k_half", "baseball_half", "households_dev")
SMALL = tuple(
    name + numbered
    for name in ("febrl1", "febrl2", "febrl3")
    for numbered in ("", "_no_ssn")
)
SETS = (*REAL, *SMALL, "traps", "unique")
CROWD = 50_000  # persons, among whom the traps stand
# What README.md beside the data says an expert's Splink 5 model reached.
TOLD = {
    "historical50k_half": (0.836, 0.015),
    "baseball_half": (0.9989, 0.0022),
    "households_dev": (0.910, 0.095),
    "febrl3": (0.995, 0.0),
}

HEAD = """| set | records | tool | B-cubed F1 | pair F1 | falsely merged \
| CPU s | wall s | peak MiB |
|---|--:|---|--:|--:|--:|--:|--:|--:|"""
UNIQUE_HEAD = """| one record a person | records | pairs joined, all wrong | persons \
falsely merged | CPU s | wall s | peak MiB |
|---|--:|--:|--:|--:|--:|--:|"""

SAYS = f"""## recognise: who is who, beside Splink 5 and GoldenMatch

One run each, one tool after another on the same machine, each a process of its own from
its start to its end. *Falsely merged* is the share of true persons whose cluster holds
another person too; all figures by `shared/eval/recognise.py`. Ours and GoldenMatch get
the files as they are and no word about them (GoldenMatch those of households under each
other in one table: it refuses files of differing columns). Splink gets an expert's
model for each set, at .99: `benchmarks/recognise/peers_splink.py`. *traps* are the
invented hard cases among {CROWD:,} ordinary persons of `shopkeeper.town.crowd`.
"""


@dataclass(frozen=True, kw_only=True)
class Line:
    """
    One tool on one set.

    Attributes:
        task: The set.
        ran: What it cost, or why there is nothing to rule.
        ruled: What the ruler said; empty if there was nothing to rule.
    """

    task: Task
    ran: Ran
    ruled: dict

    @property
    def tool(self) -> str:
        """Return the tool's name without its version."""
        return self.ran.tool.split()[0]


def main() -> None:
    """Measure what is asked, print it, and put it into the table if told to."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sets", default=",".join(SETS), help="default: %(default)s")
    parser.add_argument("--no-peers", action="store_true", help="ours only")
    parser.add_argument("--no-ours", action="store_true", help="peers only")
    parser.add_argument("--cache", type=Path, help="keep peers and their people here")
    parser.add_argument("--scale", type=int, nargs="+", help="grow to so many rows")
    parser.add_argument("--write", action="store_true", help="put it into RESULTS.md")
    wanted = parser.parse_args()
    names = [name for name in wanted.sets.split(",") if name]
    if unknown := set(names).difference(SETS):
        parser.error(f"{', '.join(sorted(unknown))}: name some of {', '.join(SETS)}")
    part = wanted.no_peers or wanted.no_ours or set(names) != set(SETS)
    if wanted.write and part:
        parser.error("--write wants all sets and all tools, or the table has gaps")
    tools = [] if wanted.no_ours else [OURS]
    tools += [] if wanted.no_peers else list(PEERS)
    shared_or_exit()
    with place(wanted.cache) as kept:
        sections = {"recognise": measure(names, tools, kept)}
        if wanted.scale:
            sizes = sorted({scale.SIZES[0], *wanted.scale})
            sections["recognise_scale"] = scale.measure(sizes, tools, kept)
    sections = {name: f"{text}\n{setting()}\n" for name, text in sections.items()}
    print("\n".join(sections.values()))
    if wanted.write:
        record(sections)


@contextlib.contextmanager
def place(cache: Path | None) -> Iterator[Path]:
    """Give a folder for peers and people: the one named, or one for this run."""
    if cache:
        cache.mkdir(parents=True, exist_ok=True)
        yield cache.resolve()
    else:
        with tempfile.TemporaryDirectory() as folder:
            yield Path(folder)


def measure(names: Sequence[str], tools: Sequence[str], kept: Path) -> str:
    """
    Run *tools* on the sets of *names* and write what was found as Markdown.

    Args:
        names: Some of SETS.
        tools: "shopkeeper", and names of peers.
        kept: Folder for what the peers need and make.
    """
    lines = [
        line(tool, task, kept)
        for task in tasks(names, kept)
        for tool in tools
    ]  # fmt: skip
    parts = [SAYS, HEAD, *map(as_row, lines), "", *notes(lines)]
    if "unique" in names and OURS in tools:
        parts += ["", UNIQUE_HEAD, *(wrong_joins(name, kept) for name in REAL)]
    return "\n".join(parts).rstrip() + "\n"


def tasks(names: Sequence[str], kept: Path) -> Iterator[Task]:
    """Find or make the sets that are named, but for `unique`, which is apart."""
    for name in names:
        if name == "traps":
            folder = kept / "made" / f"traps-{CROWD}"
            make("traps", DATA / name, str(CROWD), folder)
            yield task_of(name, folder)
        elif name != "unique":
            yield task_of(name, DATA / name)


def task_of(name: str, folder: Path) -> Task:
    """Take a folder of records and truth as a task."""
    files = tuple(f for f in sorted(folder.glob("*.parquet")) if f.stem != "truth")
    return Task(name=name, files=files, truth=folder / "truth.parquet")


def line(tool: str, task: Task, kept: Path) -> Line:
    """Run one tool on one set and rule it."""
    print(f"{task.name}, {tool} …", file=sys.stderr, flush=True)
    if tool == OURS:
        ran = run_ours(task, kept / f"ours-{task.name}.parquet")
    else:
        ran = run_peer(tool, task, kept)
    return Line(task=task, ran=ran, ruled={} if ran.failed else rule(ran, task))


def as_row(one: Line) -> str:
    """Write a line of the table."""
    ran, ruled = one.ran, one.ruled
    found = (
        f"{ruled['b_cubed']['f1']:.4f} | {ruled['pairs']['f1']:.4f} | "
        f"{ruled['share_falsely_merged']:.2%}"
        if ruled
        else f"{ran.failed} | |"
    )
    records = f"{ruled['records']:,}" if ruled else ""
    return (
        f"| {one.task.name} | {records} | {ran.tool}{' †' * ran.earlier} | {found} | "
        f"{ran.cpu_s:.1f} | {ran.wall_s:.1f} | {ran.peak_mib:,.0f} |"
    )


def notes(lines: Sequence[Line]) -> Iterator[str]:
    """Say what the rows come to: the bars, the traps, and what was not run now."""
    said = {(one.task.name, one.tool): figures(one) for one in lines if one.ruled}
    ours = {name: found for (name, tool), found in said.items() if tool == OURS}
    for peer in PEERS:
        theirs = {name: found for (name, tool), found in said.items() if tool == peer}
        yield from bars(f"{peer} run here", ours, theirs)
    if ours:
        yield from bars("splink as the data's README tells it", ours, TOLD)
    for one in lines:
        if right := one.ruled.get("cases_right"):
            shares = ", ".join(
                f"{kind} {right[kind]['right']} of {right[kind]['cases']}"
                for kind in ("NOT", "YES", "MIX")
            )
            yield f"- Trap cases right, {one.ran.tool}: {shares}."
    if any(one.ran.earlier for one in lines):
        yield (
            "- † ran earlier, here, with the same version, model and records; its "
            "people were ruled again, its times are of then."
        )


def figures(one: Line) -> tuple[float, float]:
    """Return B-cubed F1 and the share falsely merged."""
    return one.ruled["b_cubed"]["f1"], one.ruled["share_falsely_merged"]


def bars(
    peer: str,
    ours: dict[str, tuple[float, float]],
    theirs: dict[str, tuple[float, float]],
) -> Iterator[str]:
    """Compare by the three bars, over the sets that both have."""
    both = [name for name in ours if name in theirs]
    real = [name for name in REAL if name in both]
    if real:
        gain = sum(ours[name][0] - theirs[name][0] for name in real) / len(real)
        merged = [sum(side[name][1] for name in real) for side in (ours, theirs)]
        ratio = f"{merged[0] / merged[1]:.2f} x" if merged[1] else "none of theirs"
        among = "" if len(real) == len(REAL) else f" (only {', '.join(real)})"
        yield (
            f"- Against {peer}{among}: mean B-cubed F1 {gain:+.4f}; mean share falsely "
            f"merged {merged[0] / len(real):.2%} against {merged[1] / len(real):.2%} "
            f"({ratio})."
        )
    if both:
        worst = min(both, key=lambda name: ours[name][0] - theirs[name][0])
        least = ours[worst][0] - theirs[worst][0]
        yield f"- Against {peer}, worst of {len(both)} sets: {worst}, {least:+.4f}."


def wrong_joins(name: str, kept: Path) -> str:
    """Give ours one record of each person, and count what it joins all the same."""
    print(f"{name}, one record a person …", file=sys.stderr, flush=True)
    folder = kept / "made" / f"unique-{name}"
    make("unique", DATA / name, folder)
    task = task_of(name, folder)
    ran = run_ours(task, kept / f"ours-unique-{name}.parquet")
    if ran.failed:
        return f"| {name} | | {ran.failed} | | | | |"
    ruled, joined = rule(ran, task), int(make("joins", ran.people))
    return (
        f"| {name} | {ruled['records']:,} | {joined:,} | "
        f"{ruled['persons_falsely_merged']:,} | {ran.cpu_s:.1f} | {ran.wall_s:.1f} | "
        f"{ran.peak_mib:,.0f} |"
    )


def record(sections: dict[str, str]) -> None:
    """Put *sections* into RESULTS.md; the others stay."""
    written = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    new = page(dict(SECTION.findall(written)) | sections)
    if lost := [name for name in sections if f"<!-- {name} -->" not in new]:
        print(f"run.py does not know {', '.join(lost)}: name it there", file=sys.stderr)
        raise SystemExit(2)
    RESULTS.write_text(new, encoding="utf-8")
    print(f"{RESULTS.relative_to(HERE.parents[1])} is written", file=sys.stderr)


if __name__ == "__main__":
    main()
