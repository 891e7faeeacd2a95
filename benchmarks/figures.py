"""What a benchmark measures, how often, and how it is written down."""

from __future__ import annotations

import gc
import statistics
import time

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field


HEAD = "| what | runs | CPU s, median (range) | per CPU s | against its peer | bar |"


@dataclass(frozen=True, kw_only=True)
class Figure:
    """
    One line of the table: the same work, several times.

    Attributes:
        name: What was run.
        unit: What is counted: rows, people, messages, or starts.
        count: How many of them in one run.
        cpu: CPU seconds of each run, user and system together, all threads.
        bar: The rate or the CPU seconds it must keep, in words; empty for a peer.
        peer: Name of the figure that its ratio is against; empty for none.
    """

    name: str
    unit: str
    count: int
    cpu: tuple[float, ...]
    bar: str = ""
    peer: str = ""

    @property
    def median(self) -> float:
        """Return the median of the CPU seconds."""
        return statistics.median(self.cpu)

    @property
    def rate(self) -> float:
        """Return how many a CPU second does, at the median."""
        return self.count / self.median


@dataclass(frozen=True, kw_only=True)
class Table:
    """
    What one benchmark found.

    Attributes:
        title: What it is about.
        says: What was done, in a sentence or two.
        figures: Its lines, peers beside ours.
        notes: What else was measured, a line each.
    """

    title: str
    says: str
    figures: Sequence[Figure]
    notes: Sequence[str] = field(default_factory=tuple)


@contextmanager
def cpu_seconds(into: list[float]) -> Iterator[None]:
    """Add the CPU seconds that the block takes to *into*."""
    gc.collect()
    start = time.process_time()
    yield
    into.append(time.process_time() - start)


def alternate(runs: int, **works: Callable[[], None]) -> dict[str, tuple[float, ...]]:
    """
    Do each work *runs* times, in turn, so that all see the same machine.

    Returns:
        The CPU seconds of each, by its name.
    """
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(runs):
        for name, work in works.items():
            with cpu_seconds(taken[name]):
                work()
    return {name: tuple(seconds) for name, seconds in taken.items()}


def as_markdown(table: Table) -> str:
    """Write a table as Markdown."""
    by_name = {figure.name: figure for figure in table.figures}
    lines = [
        f"## {table.title}",
        "",
        table.says,
        "",
        HEAD,
        "|---|--:|--:|--:|--:|---|",
    ]
    for one in table.figures:
        peer = by_name.get(one.peer)
        ratio = f"{one.rate / peer.rate:.2f} x {one.peer}" if peer else ""
        spread = f"{one.median:.3f} ({min(one.cpu):.3f} to {max(one.cpu):.3f})"
        rate = f"{one.rate:,.0f} {one.unit}" if one.count > 1 else ""
        lines.append(
            f"| {one.name} | {len(one.cpu)} | {spread} | {rate} | {ratio} | {one.bar} |"
        )
    lines += ["", *(f"- {note}" for note in table.notes)]
    return "\n".join(lines).rstrip() + "\n"
