"""How commands show things: words on a terminal, JSON for programs."""

from __future__ import annotations

import os
import re
import sys

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.table import Table


_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?\+00:00")


def out() -> Console:
    """Return the console for what a command was asked for."""
    return Console(highlight=False, soft_wrap=True)


def tell(line: str) -> None:
    """Write a line about the work itself, on stderr."""
    print(line, file=sys.stderr)  # noqa: T201


def progress() -> Callable[[str, int, int], None]:
    """Return what shows how far long work has come, where somebody is looking."""
    if not sys.stderr.isatty():
        return _show_nothing
    last = [""]

    def show(what: str, done: int, total: int) -> None:
        share = f" {done:,} of {total:,}" if total else f" {done:,}" if done else ""
        bar = ""
        if total:
            filled = round(20 * done / total)
            bar = f" [{'#' * filled}{'.' * (20 - filled)}]"
        line = f"{what}{share}{bar}"
        sys.stderr.write(f"\r{line:<{len(last[0])}}")
        sys.stderr.flush()
        last[0] = line

    return show


def _show_nothing(what: str, done: int, total: int) -> None:
    del what, done, total


def agreed(question: str) -> bool:
    """Ask for a yes where somebody sits at a terminal; elsewhere it is a no."""
    if not (sys.stdin.isatty() and sys.stderr.isatty()):
        return False
    sys.stderr.write(f"{question} [y/n] ")
    sys.stderr.flush()
    return sys.stdin.readline().strip().casefold() in ("y", "yes")


def end_of_progress() -> None:
    """Leave the line that `progress` wrote on."""
    if sys.stderr.isatty():
        sys.stderr.write("\r\033[K")
        sys.stderr.flush()


def command() -> str:
    """Return how the reader calls us, so that a line can be pasted as it stands."""
    ran_by_uv = "UV_RUN_RECURSION_DEPTH" in os.environ  # noqa: TID251 who called us
    return "uv run shopkeeper" if ran_by_uv else "shopkeeper"


def counted(
    number: int, word: str, *, grouped: bool = False, many: str | None = None
) -> str:
    """Return `1 pair` or `1200 pairs`; grouped: `1,200 pairs`."""
    shown = f"{number:,}" if grouped else f"{number}"
    return f"{shown} {word if number == 1 else many or word + 's'}"


def short(text: str, width: int = 40) -> str:
    """Return one line of at most *width* letters."""
    plain = " ".join(str(text).split())
    return plain if len(plain) <= width else plain[: width - 1] + "…"


def letter(found: Mapping[str, Any], console: Console, *, rows: int) -> None:
    """
    Print a message, and under it what carries each of its claims.

    Args:
        found: As `why --json` has it.
        console: Where to.
        rows: How many pieces of evidence to name for each claim.
    """
    message = found["message"]
    console.print()
    if message["subject"]:
        console.print(f"  [bold]{message['subject']}[/bold]")
    for line in (message["body"] or "").strip().splitlines():
        console.print(f"  {line}", markup=False)
    for claim in found["claims"]:
        text = message[claim["part"]][claim["start"] : claim["end"]]
        shown = claim["evidence"][:rows]
        carried = dict.fromkeys(one["record_id"] for one in shown)
        fresh = dict.fromkeys(one["freshness"] for one in shown)
        console.print(
            f"    ^ “{short(text, 56)}” stands on {', '.join(carried)}"
            + "".join(f" ({words})" for words in fresh),
            markup=False,
        )


def table(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> Table:
    """Make a plain table."""
    made = Table(*columns, box=None, padding=(0, 2, 0, 0), header_style="bold")
    for row in rows:
        made.add_row(*(str(cell) for cell in row))
    return made


def by_the_shops_clock(found: Any, time_zone: str) -> Any:
    """
    Return what is shown with its moments as the shop's clocks have them.

    What is printed as JSON stays in UTC; a day that people read is the shop's day.

    Args:
        found: JSON values, at any depth.
        time_zone: IANA name.

    Example:
        >>> by_the_shops_clock({"at": "2026-09-04T23:00:00+00:00"}, "Europe/London")
        {'at': '2026-09-05T00:00:00+01:00'}
    """
    if isinstance(found, dict):
        return {key: by_the_shops_clock(one, time_zone) for key, one in found.items()}
    if isinstance(found, list):
        return [by_the_shops_clock(one, time_zone) for one in found]
    if not isinstance(found, str) or not _MOMENT.fullmatch(found):
        return found
    try:
        there = datetime.fromisoformat(found).astimezone(ZoneInfo(time_zone))
    except (ValueError, OverflowError):  # no day of the calendar: as it stands
        return found
    return there.isoformat()
