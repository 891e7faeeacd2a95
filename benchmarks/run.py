"""Run the benchmarks and write their table.

uv run python benchmarks/run.py               all of them
uv run python benchmarks/run.py intake help   some; the others' tables stay
uv run python benchmarks/run.py --runs 9
"""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import re
import sqlite3
import subprocess
import sys

from datetime import UTC, datetime
from pathlib import Path

from figures import as_markdown


HERE = Path(__file__).parent
RESULTS = HERE / "RESULTS.md"
NAMES = ("intake", "help", "say", "letter", "check", "send", "decide")
ELSEWHERE = (
    "recognise",
    "recognise_scale",
    "recognise_online",
    "labels",
    "heard",
    "calibration",
    "remember_alive",
    "remember_speed",
    "remember",
    "serving",
    "deciding_now",
    "console",
)  # written by benchmarks/recognise/, listen/, remember/ and the scripts of these names
MODULES = {
    "help": "starting",
    "say": "saying",
    "check": "checking",
    "send": "sending",
    "decide": "deciding",
}
SECTION = re.compile(r"<!-- (\w+) -->\n(.*?)<!-- end of \1 -->\n", re.DOTALL)

ABOUT = """# Benchmarks

Written by `uv run python benchmarks/run.py`; nothing here is typed by hand. Times are
CPU seconds, user and system together, medians of several runs; peers take turns
with ours in the same run, so their ratio means more than either rate. Speed is never
a timed test: these figures are compared by people.
"""


def main() -> None:
    """Run what is named, and put it in its place in the table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("names", nargs="*", metavar="name", help=", ".join(NAMES))
    parser.add_argument("--runs", type=int, default=5, help="how often (default 5)")
    wanted = parser.parse_args()
    if unknown := set(wanted.names).difference(NAMES):
        parser.error(f"{', '.join(sorted(unknown))}: name some of {', '.join(NAMES)}")
    # One thread each: a second one would hide CPU time from the wall, not from us.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    written = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
    sections = dict(SECTION.findall(written))
    for name in wanted.names or NAMES:
        module = importlib.import_module(MODULES.get(name, name))
        print(f"{name} …", file=sys.stderr, flush=True)
        found = as_markdown(module.measure(runs=wanted.runs))
        sections[name] = f"{found}\n{setting()}\n"
        print(found)
    RESULTS.write_text(page(sections), encoding="utf-8")
    print(f"{RESULTS.relative_to(HERE.parent)} is written", file=sys.stderr)


def page(sections: dict[str, str]) -> str:
    """Put the tables under each other, each between marks that name it."""
    parts = [
        f"<!-- {name} -->\n{sections[name]}<!-- end of {name} -->\n"
        for name in (*NAMES, *ELSEWHERE)
        if name in sections
    ]
    return "\n".join([ABOUT, *parts])


def setting() -> str:
    """Say where and when: commit, date, machine."""
    changed = "" if not git("status", "--porcelain", "src") else " with changes"
    return (
        f"Measured {datetime.now(UTC):%Y-%m-%d %H:%M} UTC at commit "
        f"{git('rev-parse', '--short', 'HEAD')}{changed}, on {os.cpu_count()} cores "
        f"({processor()}), load {os.getloadavg()[0]:.1f}, Python "
        f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}."
    )


def git(*words: str) -> str:
    """Ask git about this checkout."""
    return subprocess.run(
        ["git", *words],  # noqa: S607  # whichever git there is
        cwd=HERE, check=True, capture_output=True, text=True,
    ).stdout.strip()  # fmt: skip


def processor() -> str:
    """Name the processor, where the system tells."""
    told = Path("/proc/cpuinfo")
    lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
    names = [line.partition(":")[2].strip() for line in lines if "model name" in line]
    return names[0] if names else platform.machine()


if __name__ == "__main__":
    main()
