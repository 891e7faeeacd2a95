"""Run `shopkeeper recognise` and read what it wrote."""

from __future__ import annotations

import contextlib
import io

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from shopkeeper.cli import app
from shopkeeper.vocabulary import ShopkeeperError


def run(*words: object, code: int = 0) -> tuple[str, str]:
    """Run the command, insist on its exit code; return what it wrote."""
    out, err = io.StringIO(), io.StringIO()
    found: object = 0
    with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
        try:
            app(["recognise", *map(str, words)])
        except ShopkeeperError as error:
            err.write(str(error))
            found = error.exit_code
        except SystemExit as end:
            found = end.code or 0
    assert found == code, err.getvalue()
    return out.getvalue(), err.getvalue()


def table(path: Path, rows: list[dict[str, object]]) -> Path:
    """Write rows as Parquet."""
    pq.write_table(pa.Table.from_pylist(rows), path)
    return path


def people_of(path: Path) -> dict[str, str]:
    """Return record to person of a people file."""
    rows = pq.read_table(path).to_pylist()
    return {row["record_id"]: row["person_id"] for row in rows}
