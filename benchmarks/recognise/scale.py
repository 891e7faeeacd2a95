"""How `shopkeeper recognise` and Splink 5 grow, on the same crowd in one run.

uv run python benchmarks/recognise/scale.py                   100,000 and 1,000,000
uv run python benchmarks/recognise/scale.py --ten-million     and 10,000,000
uv run python benchmarks/recognise/scale.py --sizes 100000 --no-peers --cache DIR
"""

from __future__ import annotations

import argparse
import math
import sys
import tempfile

from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path

from running import (
    HERE,
    OURS,
    RULER,
    Ran,
    Task,
    digest,
    make,
    rule,
    run_ours,
    run_peer,
)


TOWN = HERE.parents[1] / "src" / "shopkeeper" / "town"
SIZES = (100_000, 1_000_000)
TEN_MILLION = 10_000_000
GROWING = ("splink",)  # the peers that are let grow

HEAD = """| rows | tool | CPU s | wall s | peak MiB | B-cubed F1 | falsely merged |
|--:|---|--:|--:|--:|--:|--:|"""
SAYS = """## recognise: how it grows

The same file, made by `shopkeeper.town.crowd`, one tool after another. An exponent of 1
is growth in step with the rows, 2 with their pairs.
"""


def main() -> None:
    """Make the crowds, run the tools, print the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=list(SIZES))
    parser.add_argument("--ten-million", action="store_true", help="ten million, too")
    parser.add_argument("--no-peers", action="store_true", help="ours only")
    parser.add_argument("--no-ours", action="store_true", help="peers only")
    parser.add_argument("--cache", type=Path, help="keep crowds and peers here")
    wanted = parser.parse_args()
    sys.path.insert(0, str(HERE.parent))
    from run import setting  # noqa: PLC0415  # it lies in the folder above

    sizes = [*wanted.sizes, *([TEN_MILLION] if wanted.ten_million else [])]
    tools = [] if wanted.no_ours else [OURS]
    tools += [] if wanted.no_peers else list(GROWING)
    with tempfile.TemporaryDirectory() as folder:
        kept = (wanted.cache or Path(folder)).resolve()
        print(f"{measure(sorted(set(sizes)), tools, kept)}\n{setting()}")


def measure(sizes: Sequence[int], tools: Sequence[str], kept: Path) -> str:
    """
    Run *tools* on crowds of *sizes* and write what was found as Markdown.

    Args:
        sizes: Rows, ascending.
        tools: "shopkeeper", and names of peers; those that cannot grow are left out.
        kept: Folder for crowds, and what the peers need.
    """
    rows, found = [], {}
    for size in sizes:
        task = crowd_of(size, kept)
        for tool in (tool for tool in tools if tool in {OURS, *GROWING}):
            print(f"{size:,} rows, {tool} …", file=sys.stderr, flush=True)
            ran = (
                run_ours(task, kept / f"ours-crowd-{size}.parquet")
                if tool == OURS
                else run_peer(tool, task, kept, anew=True)  # the same run, the same day
            )
            found[size, tool] = ran
            rows.append(as_row(size, ran, task))
    parts = [SAYS, HEAD, *rows, "", *growth(found, sizes)]
    return "\n".join(parts).rstrip() + "\n"


def crowd_of(size: int, kept: Path) -> Task:
    """Make a crowd of *size* records, or find the one that the same code made."""
    code = digest(HERE / "sets.py", *sorted(TOWN.glob("*.py")))
    folder = kept / "made" / f"crowd-{size}-{code}"
    if not (folder / "truth.parquet").exists():
        make("crowd", str(size), folder)
    return Task(
        name="crowd",
        files=(folder / "records.parquet",),
        truth=folder / "truth.parquet",
    )


def as_row(size: int, ran: Ran, task: Task) -> str:
    """Write a line of the table."""
    told = f"{ran.failed} |"
    if not ran.failed and RULER.exists():
        ruled = rule(ran, task)
        told = f"{ruled['b_cubed']['f1']:.4f} | {ruled['share_falsely_merged']:.3%}"
    return (
        f"| {size:,} | {ran.tool} | {ran.cpu_s:.1f} | {ran.wall_s:.1f} | "
        f"{ran.peak_mib:,.0f} | {told} |"
    )


def growth(found: dict[tuple[int, str], Ran], sizes: Sequence[int]) -> Iterator[str]:
    """Say by which power of the rows each tool grows from one size to the next."""
    for tool in dict.fromkeys(tool for _, tool in found):
        for less, more in pairwise(sizes):
            start, end = found[less, tool], found[more, tool]
            if start.failed or end.failed:
                continue
            times = more / less
            yield (
                f"- {tool}, exponents from {less:,} to {more:,} rows: "
                f"CPU {power(start.cpu_s, end.cpu_s, times):.2f}, "
                f"wall {power(start.wall_s, end.wall_s, times):.2f}, "
                f"peak {power(start.peak_mib, end.peak_mib, times):.2f}."
            )


def power(less: float, more: float, times: float) -> float:
    """Return the exponent that takes *less* to *more* when the rows grow *times*."""
    return math.log(more / less) / math.log(times)


if __name__ == "__main__":
    main()
