"""`shopkeeper remember`: purchases in; the usual, what is due, who is there out."""

from __future__ import annotations

import sys

from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Literal


if TYPE_CHECKING:  # these take their time, and --help must not wait for them
    from shopkeeper.flow.purchase_files import Purchases
    from shopkeeper.flow.remember_files import Question, Remembered


def remember(  # noqa: PLR0913 the contracted options
    purchases: Path,
    /,
    *,
    out: Path,
    as_of: str | None = None,
    top: int = 10,
    within: int = 14,
    days: int = 90,
    by: Literal["item", "category"] = "item",
    format: Literal["parquet", "csv", "jsonl", "xlsx"] = "parquet",  # noqa: A002
    time_zone: str | None = None,
    holidays: str = "none",
    html: Path | None = None,
    now: str | None = None,
) -> None:
    """
    Remember what people buy, from a file of purchases.

    Args:
        purchases: person, at and, where known, item, category, quantity; other
            names are guessed, and shown.
        out: Folder for regulars, new, due and alive, and fit.json.
        as_of: Day (included) or moment up to which purchases are looked at; needed.
        top: How many things each list holds.
        within: Window of `due` in days.
        days: Window of `alive` in days.
        by: What `due` is about.
        format: How the tables are written.
        time_zone: Whose days are counted; else the file's own zone, else UTC.
        holidays: Whose feasts move through the year, such as GB-SCT: days before
            Easter are compared with those before Easter of other years.
        html: Write a page here, too: who the regulars are, what is usual, due, and
            who is drifting.
        now: Stands for --as-of where that is not given.
    """
    from shopkeeper.flow.remember_files import Question

    question = Question(
        as_of=_as_of(as_of or now, time_zone),
        top=_at_least_one("--top", top),
        within_days=_at_least_one("--within", within),
        days=_at_least_one("--days", days),
        by=by,
        holidays=holidays,
    )
    read, found = _answer(purchases, question, time_zone)
    _write(found, out, format)
    if html is not None:
        from shopkeeper.cli.page import write_page
        from shopkeeper.cli.remember_page import remember_page
        from shopkeeper.flow.remember_report import report_of

        page = remember_page(report_of(found, question, read), name=purchases.name)
        write_page(html, f"What they buy: {purchases.name}", page)
        _say(f"page: {html}")


def _answer(
    path: Path, question: Question, time_zone: str | None
) -> tuple[Purchases, Remembered]:
    from shopkeeper import bootstrap
    from shopkeeper.flow.purchase_files import understand_purchases
    from shopkeeper.flow.remember_files import remember_files

    tables = bootstrap.read_tables(path)
    read = understand_purchases(tables, name=str(path), time_zone=time_zone)
    for row in read.mapping:
        _say("  ".join(part for part in row if part))
    found = remember_files(
        read,
        question,
        engine=bootstrap.embedded_engine(),
        name=str(path),
        progress=_progress,
    )
    return read, found


def _write(found: Remembered, out: Path, ending: str) -> None:
    from shopkeeper import bootstrap

    _make_folder(out)
    for name, table in found.tables.items():
        bootstrap.write_table(out / f"{name}.{ending}", table)
    # One line of JSON lines is JSON.
    bootstrap.write_json_lines(out / "fit.json", [found.fit])
    for line in found.rests_on:
        _say(line)
    _say(found.summary)


def _as_of(text: str | None, time_zone: str | None) -> date:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    from shopkeeper.vocabulary import BadInput

    if text is None:
        msg = "--as-of is missing: give the last day to look at, such as 2026-10-31."
        raise BadInput(msg)
    try:
        zone = ZoneInfo(time_zone) if time_zone else UTC
    except (ZoneInfoNotFoundError, ValueError):
        msg = f"--time-zone {time_zone}: write an IANA name such as Europe/London."
        raise BadInput(msg) from None
    try:
        return date.fromisoformat(text)
    except ValueError:
        pass
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        msg = f"--as-of {text}: write a day such as 2026-10-31."
        raise BadInput(msg) from None
    return moment if moment.tzinfo else moment.replace(tzinfo=zone)


def _at_least_one(option: str, value: int) -> int:
    from shopkeeper.vocabulary import BadInput

    if value < 1:
        msg = f"{option} {value}: write a number of 1 or more."
        raise BadInput(msg)
    return value


def _make_folder(out: Path) -> None:
    from shopkeeper.vocabulary import BadInput

    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        msg = f"--out {out}: it cannot be made ({error.strerror}); name another folder."
        raise BadInput(msg) from None


def _progress(doing: str) -> None:
    if sys.stderr.isatty():
        _say(f"{doing} …")


def _say(line: str) -> None:
    print(line, file=sys.stderr)  # noqa: T201
