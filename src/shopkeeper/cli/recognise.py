"""`shopkeeper recognise`: who is one person in these files?"""

from __future__ import annotations

import json
import sys

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

from cyclopts import Parameter

from shopkeeper.vocabulary.errors import BadInput


if TYPE_CHECKING:
    from shopkeeper.flow.recognise_files import TablesRead
    from shopkeeper.recognise.linking.explain import Why


def recognise(
    *files: Path,
    out: Path | None = None,
    doubts: Path | None = None,
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
    previous
        An earlier people file: persons keep their ids.
    why
        Two record ids: print as JSON what speaks for and against one person.
    engine
        The machine's own process (duckdb), or a cluster (spark; not in this release).
    country
        ISO 3166 code, for phone numbers written without a country.
    now
        Accepted as everywhere; nothing here depends on it.
    seed
        For the random pairs that show what strangers have in common.
    """
    _check(files, out, why, engine)
    _check_now(now)
    found = _read(files, country, seed)
    if why is not None:
        _show_why(*found.persons.why(*why))
    _write(found, out, doubts, previous)
    sys.stderr.write(f"Seed {seed}.\n")


def _read(files: tuple[Path, ...], country: str, seed: int) -> TablesRead:
    from shopkeeper.bootstrap import read_tables
    from shopkeeper.flow.recognise_files import recognise_tables

    tables = [(str(file), table) for file in files for table in read_tables(file)]
    return recognise_tables(tables, country=country.upper(), seed=seed)


def _write(
    found: TablesRead, out: Path | None, doubts: Path | None, previous: Path | None
) -> None:
    from shopkeeper.bootstrap import read_tables, write_table
    from shopkeeper.flow import recognise_files as flow

    names = None
    if previous is not None:
        names = flow.previous_names(read_tables(previous), str(previous))
    if doubts is not None:
        write_table(doubts, flow.doubts_table(found))
    if out is not None:
        people = flow.people_table(found, names)
        write_table(out, people)
        _summarise(found, len(set(people.column("person_id").to_pylist())))


def _check(
    files: tuple[Path, ...],
    out: Path | None,
    why: tuple[str, str] | None,
    engine: str,
) -> None:
    if not files:
        message = "Name at least one file: shopkeeper recognise FILE… --out people.csv"
        raise BadInput(message)
    if out is None and why is None:
        message = "Say where the people go: --out people.parquet (or ask --why A B)."
        raise BadInput(message)
    if engine == "spark":
        message = (
            "--engine spark is not in this release, and needs the extra `spark` "
            "(pip install 'shopkeeper[spark]') and Java 17; leave the option out to "
            "use the machine's own process."
        )
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


def _summarise(found: TablesRead, persons: int) -> None:
    write = sys.stderr.write
    for name, mapping in found.mappings:
        taken = ", ".join(
            f"{one.name} = {one.meaning.replace('_', ' ')}" for one in mapping.columns
        )
        write(f"{name}: {taken}\n")
    stopped = found.persons.stopped()
    for one in stopped[:20]:
        # Enough to find it in the file; logs are no place for whole addresses.
        value = f"{one.value[:4]}…{one.value[-2:]}"
        write(
            f"Joins nobody: {one.field} {value} stands beside "
            f"{one.people} different given names.\n"
        )
    if len(stopped) > 20:  # noqa: PLR2004 -- a screenful
        write(f"… and {len(stopped) - 20} more values that join nobody.\n")
    write(
        f"{len(found.record_ids)} records, {persons} persons, "
        f"{len(found.persons.doubts())} doubts, "
        f"{found.persons.households()} values of several people, "
        f"{len(stopped)} that join nobody.\n"
    )
