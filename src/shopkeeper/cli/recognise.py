"""`shopkeeper recognise`: who is one person in these files?"""

from __future__ import annotations

import json
import sys

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from shopkeeper.vocabulary.errors import BadInput


if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pyarrow as pa

    from shopkeeper.flow.recognise_files import TablesRead
    from shopkeeper.recognise.linking.explain import Why
    from shopkeeper.recognise.linking.persons import Doubt
    from shopkeeper.recognise.ports import FileTable

    Page = Callable[[pa.Table, Sequence[Doubt]], None]


def recognise(
    *files: Path,
    out: Path | None = None,
    doubts: Path | None = None,
    html: Path | None = None,
    previous: Path | None = None,
    why: Annotated[tuple[str, str] | None, Parameter(name="--why")] = None,
    engine: Literal["duckdb", "spark"] = "duckdb",
    country: str = "GB",
    now: str | None = None,
    seed: int = 0,
) -> None:
    """
    Find out which records are one person.

    Weighs all that records say: names, birth dates, places, mailboxes, phones and
    numbers, and how rare each is. Learns from the files themselves how often such
    things differ; needs no labels, no column names and no threshold. Families stay
    apart. Unsure pairs stay two and are written to --doubts.

    Parameters
    ----------
    files
        Tables: CSV, Parquet, JSON lines or xlsx.
    out
        Where to write record_id, person_id, confidence; the ending says how.
    doubts
        Where to write the pairs a human should look at.
    html
        Where to write a page for people: how complete the files are, what was joined
        and why, what is in doubt. It shows real records.
    previous
        An earlier people file: persons keep their ids.
    why
        Two record ids: print as JSON what speaks for and against one person.
    engine
        What finds the pairs to compare and weighs them: this machine (duckdb), or a
        cluster (spark; needs the extra `spark` and Java 17). Both say the same.
    country
        ISO 3166 code, for phone numbers written without a country.
    now
        Accepted as everywhere; nothing here depends on it.
    seed
        For the random pairs that show what strangers have in common.
    """
    _check(files, out or html, why)
    _check_places(files, out=out, doubts=doubts, html=html, previous=previous)
    _check_country(country)
    _check_now(now)
    tables = _tables(files)
    found = _read(tables, country, seed, engine)
    if why is not None:
        _show_why(*found.persons.why(*why))
    page = partial(_write_page, html, found, tables, seed) if html else None
    del tables  # of many millions of rows they are most of what is held
    _write(found, out, doubts, previous, page)
    sys.stderr.write(f"Seed {seed}.\n")


def _tables(files: tuple[Path, ...]) -> list[tuple[str, FileTable]]:
    from shopkeeper.bootstrap import read_tables

    return [(str(file), table) for file in files for table in read_tables(file)]


def _read(
    tables: Sequence[tuple[str, FileTable]], country: str, seed: int, engine: str
) -> TablesRead:
    from shopkeeper.bootstrap import recognise_engine
    from shopkeeper.flow.recognise_files import recognise_tables

    blocker, scorer = recognise_engine(engine)
    return recognise_tables(
        tables, country=country.upper(), blocker=blocker, scorer=scorer, seed=seed
    )


def _write(
    found: TablesRead,
    out: Path | None,
    doubts: Path | None,
    previous: Path | None,
    page: Page | None,
) -> None:
    from shopkeeper.bootstrap import read_tables, write_table
    from shopkeeper.flow import recognise_files as flow

    names = None
    if previous is not None:
        names = flow.previous_names(read_tables(previous), str(previous))
    wanted = doubts is not None or page is not None
    every = found.persons.doubts() if wanted else None
    if doubts is not None:
        write_table(doubts, flow.doubts_table(every or ()))
    if out is not None or page is not None:
        people = flow.people_table(found, names)
        if out is not None:
            write_table(out, people)
        if page is not None:
            page(people, every or ())
        persons = people.column("person_id").unique()
        open_ = found.persons.open_doubts() if every is None else len(every)
        _summarise(found, len(persons), open_)


def _write_page(
    path: Path,
    found: TablesRead,
    tables: Sequence[tuple[str, FileTable]],
    seed: int,
    people: pa.Table,
    doubts: Sequence[Doubt],
) -> None:
    from importlib.metadata import version

    from shopkeeper.cli.page import write_page
    from shopkeeper.cli.recognise_page import page_of
    from shopkeeper.flow.recognise_report import report_of

    report = report_of(found, tables, people, doubts)
    body = page_of(report, seed=seed, version=version("shopkeeper"))
    write_page(path, "Who is who", body)


def _check(
    files: tuple[Path, ...],
    wanted: Path | None,
    why: tuple[str, str] | None,
) -> None:
    if not files:
        message = "Name at least one file: shopkeeper recognise FILE… --out people.csv"
        raise BadInput(message)
    if wanted is None and why is None:
        message = "Say where the people go: --out people.parquet (or ask --why A B)."
        raise BadInput(message)


def _check_places(
    files: tuple[Path, ...], *, previous: Path | None, **written: Path | None
) -> None:
    read = {
        path.resolve(): path for path in (*files, *([previous] if previous else []))
    }
    seen: dict[Path, str] = {}
    for name, path in written.items():
        if path is None:
            continue
        place = path.resolve()
        if place in read and not (name == "out" and read[place] == previous):
            message = f"--{name} {path} is a file that is read; write to another place."
            raise BadInput(message)
        if place in seen:
            message = f"--{seen[place]} and --{name} are one place, {path}; name two."
            raise BadInput(message)
        seen[place] = name


def _check_country(country: str) -> None:
    from shopkeeper.recognise.normalise import COUNTRIES

    if country.upper() not in COUNTRIES:
        message = f"--country {country}: write an ISO 3166 code such as GB or US."
        raise BadInput(message)


def _check_now(now: str | None) -> None:
    from datetime import datetime

    try:
        datetime.fromisoformat(now or "2000-01-01")
    except ValueError:
        message = f"--now {now}: write a moment as 2026-03-02T09:00:00+00:00."
        raise BadInput(message) from None


def _show_why(found: Why, path: tuple[str, ...]) -> None:
    def parts(each: tuple[object, ...]) -> list[dict[str, object]]:
        return [
            {name: getattr(part, name) for name in ("field", "a", "b", "weight")}
            for part in each
        ]

    answer = {
        "same": found.same,
        "confidence": found.confidence,
        "score": found.score,
        "base": 2,
        "prior": found.prior,
        "for": parts(found.for_),
        "against": parts(found.against),
        "path": list(path),
        "says": found.says,
    }
    sys.stdout.write(json.dumps(answer, ensure_ascii=False, indent=2) + "\n")


def _summarise(found: TablesRead, persons: int, doubts: int) -> None:
    from shopkeeper.cli.showing import counted
    from shopkeeper.flow.recognise_report import masked

    write = sys.stderr.write
    for name, mapping in found.mappings:
        taken = ", ".join(
            f"{one.name} = {one.meaning.replace('_', ' ')}" for one in mapping.columns
        )
        write(f"{name}: {taken}\n")
    stopped = found.persons.stopped()
    for one in stopped[:20]:
        # Enough to find it in the file; logs are no place for whole addresses.
        write(
            f"Joins nobody: {one.field} {masked(one.value)} stands beside "
            f"{one.people} different given names.\n"
        )
    if len(stopped) > 20:  # noqa: PLR2004 -- a screenful
        write(f"… and {len(stopped) - 20} more values that join nobody.\n")
    told = (
        counted(len(found.record_ids), "record"),
        counted(persons, "person"),
        counted(doubts, "doubt"),
        f"{counted(found.persons.households(), 'value')} of several people",
        f"{len(stopped)} that join nobody",
    )
    write(", ".join(told) + ".\n")
