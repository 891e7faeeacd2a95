"""An upgrade that is killed leaves the old ledger or the new one, and nothing else."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys

from pathlib import Path

import pytest

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from shopkeeper.adapters.sql.database import open_database
from shopkeeper.adapters.sql.migrate import HEAD, migrate, version_of
from shopkeeper.adapters.sql.schema import metadata
from shopkeeper.vocabulary import BadInput


URL = "sqlite:///ledger.sqlite3"
OLD = {"0001": 1, "0002": 5, "0003": 3}  # and before which statements of it

# In a process of its own: it makes copies of an old ledger and upgrades each in a
# child, which kills itself before the statement whose number is next, or before the
# commit.
CHILDREN = """
import json, os, shutil, signal, sys
from pathlib import Path
from sqlalchemy import event
from sqlalchemy.engine import Engine
from shopkeeper.adapters.sql.database import open_database
from shopkeeper.adapters.sql.migrate import migrate
import alembic.command, alembic.config

folder, every = Path(sys.argv[1]), int(sys.argv[2])

def upgrade(where, last):
    count = 0
    def maybe(*_):
        nonlocal count
        count += 1
        if count == last:
            os.kill(os.getpid(), signal.SIGKILL)
    event.listen(Engine, "before_cursor_execute", maybe)
    event.listen(Engine, "commit", maybe)
    database = open_database("sqlite:///ledger.sqlite3", where)
    migrate(database)
    database.close()

killed, number = [], 1
while True:
    where = folder / f"killed-{number}"
    where.mkdir()
    shutil.copy(folder / "ledger.sqlite3", where)
    child = os.fork()
    if not child:
        upgrade(where, number)
        os._exit(0)
    if os.WIFSIGNALED(os.waitpid(child, 0)[1]):
        killed.append(number)
        number += every
    else:
        break
print(json.dumps(killed))
"""


def _old(folder: Path, version: str) -> None:
    """Make a ledger as an earlier version left it, with a row of each kind it had."""
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    database = open_database(URL, folder)
    config = Config()
    scripts = Path(__file__).parents[3] / "src/shopkeeper/adapters/sql/migrations"
    config.set_main_option("script_location", str(scripts))
    config.set_main_option("path_separator", "os")
    with database.transaction() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, version)
    database.close()
    line = sqlite3.connect(folder / "ledger.sqlite3")
    with line:
        for (name,) in line.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
            " AND name NOT LIKE 'sqlite_%' AND name != 'alembic_version'"
        ).fetchall():
            columns = line.execute(f"PRAGMA table_info({name})").fetchall()
            values = [_value(kind) for _, _, kind, *_ in columns]
            marks = ", ".join("?" * len(values))
            line.execute(f"INSERT INTO {name} VALUES ({marks})", values)  # noqa: S608
    line.close()


def _value(kind: str) -> object:
    low = kind.lower()
    if "blob" in low:
        return b"1"
    if "text" in low or "char" in low or "json" in low:
        return '{"id": "1", "purpose": "service"}'
    return 1


def _shape(folder: Path) -> list[tuple[str, ...]]:
    line = sqlite3.connect(folder / "ledger.sqlite3")
    try:
        return line.execute(
            "SELECT type, name, sql FROM sqlite_master ORDER BY type, name"
        ).fetchall()
    finally:
        line.close()


def _counts(folder: Path, tables: list[str]) -> dict[str, int]:
    line = sqlite3.connect(folder / "ledger.sqlite3")
    try:
        count = "SELECT count(*) FROM {}"
        return {name: line.execute(count.format(name)).fetchone()[0] for name in tables}
    finally:
        line.close()


@pytest.mark.parametrize("version", OLD)
def test_whenever_it_is_killed_it_is_old_or_new(tmp_path: Path, version: str) -> None:
    """Before each of its statements and before its commit; then it goes on."""
    _old(tmp_path, version)
    before = _shape(tmp_path)
    tables = [
        one[1] for one in before
        if one[0] == "table" and not one[1].startswith(("sqlite_", "alembic"))
    ]  # fmt: skip
    held = _counts(tmp_path, tables)
    ran = subprocess.run(
        [sys.executable, "-c", CHILDREN, str(tmp_path), str(OLD[version])],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert ran.returncode == 0, ran.stderr
    killed = json.loads(ran.stdout)
    assert len(killed) > 3, "it was not killed in the middle"
    found = set()
    for number in killed:
        folder = tmp_path / f"killed-{number}"
        # Whoever only looks finds the old version whole, or the new one.
        reader = open_database(URL, folder, writable=False)
        left = version_of(reader)
        reader.close()
        found.add(left)
        assert left in (version, HEAD)
        if left == version:
            assert _shape(folder) == before, number
        assert _counts(folder, tables) == held or left == HEAD, number
        database = open_database(URL, folder)
        migrate(database)
        assert version_of(database) == HEAD
        context = MigrationContext.configure(database.connection)
        assert compare_metadata(context, metadata) == []
        database.close()
    whole = tmp_path / f"killed-{killed[-1] + OLD[version]}"
    expected = _counts(whole, tables)
    for number in killed:
        assert _counts(tmp_path / f"killed-{number}", tables) == expected, number
    assert version in found


def test_a_reader_says_what_to_do_with_an_old_ledger(tmp_path: Path) -> None:
    """It cannot upgrade, and does not guess."""
    from shopkeeper.bootstrap import demand_version  # noqa: PLC0415

    _old(tmp_path, "0001")
    reader = open_database(URL, tmp_path, writable=False)
    with pytest.raises(BadInput, match="another version"):
        demand_version(reader)
    reader.close()
