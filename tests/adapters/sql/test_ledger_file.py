"""What only the ledger in a file promises."""

import sqlite3

import pytest

from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import text
from sqlalchemy.exc import DatabaseError

from shopkeeper.adapters.sql.database import open_database
from shopkeeper.adapters.sql.migrate import HEAD, migrate, version_of
from shopkeeper.adapters.sql.schema import metadata
from shopkeeper.vocabulary import BadInput
from tests.builders import utc
from tests.builders.ledger import books_in_sqlite


URL = "sqlite:///ledger.sqlite3"
NOW = utc("2026-03-02 09:00")


@pytest.fixture(name="database")
def _database(tmp_path):
    database = open_database(URL, tmp_path)
    migrate(database)
    yield database
    database.close()


def test_the_migrations_make_exactly_the_schema(database):
    """A column that only one of the two knows is a ledger nobody can upgrade."""
    context = MigrationContext.configure(database.connection)

    assert [] == compare_metadata(context, metadata)
    assert HEAD == version_of(database)


def test_what_was_committed_survives_a_restart(tmp_path):
    """Rows, people and their numbers."""
    with books_in_sqlite(tmp_path) as books:
        books.records.open_source("till", department="", owner="", holds="people")
        books.records.accept("till", ["a"], ["1"], [["x"]], [None], received_at=NOW)
        before = books.identity.enrol({"s": "till"}, at=NOW)

    with books_in_sqlite(tmp_path) as books:
        assert {"till": 1} == books.records.counts()
        assert before == books.identity.enrol({"s": "till"}, at=NOW)


def test_an_error_inside_a_transaction_takes_all_of_it_back(database):
    """Half a batch is no batch."""

    def stumble():
        with database.transaction() as connection:
            connection.execute(text("INSERT INTO layouts (columns) VALUES ('[]')"))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        stumble()

    assert [] == database.all(text("SELECT * FROM layouts"))


def test_the_promises_about_the_disk_are_switched_on(database):
    """reliability.md, section 0: WAL with FULL, and deleted bytes overwritten."""
    pragmas = ("journal_mode", "synchronous", "secure_delete")
    found = [database.all(text(f"PRAGMA {name}"))[0][0] for name in pragmas]

    assert ["wal", 2, 1] == found


def test_a_reader_cannot_write(database, tmp_path):
    """Readers open read-only and never checkpoint."""
    reader = open_database(URL, tmp_path, writable=False)
    with pytest.raises(DatabaseError, match="readonly"):
        reader.connection.execute(text("INSERT INTO layouts (columns) VALUES ('[]')"))
    reader.close()
    assert HEAD == version_of(database)


def test_a_ledger_of_a_later_version_is_refused(database):
    """An old program must not touch what it does not understand."""
    with database.transaction() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(BadInput, match="install the shopkeeper that wrote it"):
        migrate(database)


def test_a_file_that_is_no_database_is_named(tmp_path):
    """With what to do."""
    (tmp_path / "ledger.sqlite3").write_text("not a database, but long enough" * 99)

    with pytest.raises(BadInput, match="restore a backup"):
        open_database(URL, tmp_path)


def test_a_reader_of_a_shop_that_never_ran_is_told_so(tmp_path):
    """Nothing is made by looking."""
    with pytest.raises(BadInput, match="shopkeeper run"):
        open_database(URL, tmp_path, writable=False)
    assert [] == list(tmp_path.iterdir())


def test_a_changed_audit_entry_is_found(tmp_path):
    """Edited, deleted or swapped: the chain shows where."""
    with books_in_sqlite(tmp_path) as books:
        for name in ("a", "b", "c"):
            books.audit.note("look", name, actor="mo", at=NOW, detail=name)
    path = tmp_path / "ledger.sqlite3"
    for change, broken in (
        ("UPDATE audit SET actor = 'eve' WHERE sequence = 2", 2),
        ("DELETE FROM audit WHERE sequence = 1", 2),
    ):
        copy = sqlite3.connect(":memory:")
        with sqlite3.connect(path) as original:
            original.backup(copy)
        original.close()
        copy.execute(change)
        copy.commit()
        changed = sqlite3.connect(tmp_path / f"{broken}.sqlite3")
        copy.backup(changed)
        changed.close()
        copy.close()
        (tmp_path / "x").mkdir(exist_ok=True)
        (tmp_path / f"{broken}.sqlite3").replace(tmp_path / "x" / "ledger.sqlite3")
        with books_in_sqlite(tmp_path / "x") as books:
            assert broken == books.audit.broken_at()


def test_what_is_said_of_a_person_in_the_audit_is_gone_with_her_key(tmp_path):
    """The chain still verifies; the words are noise."""
    with books_in_sqlite(tmp_path) as books:
        person = books.identity.enrol({"s": "till"}, at=NOW)["s"]
        books.audit.note(
            "note", person, actor="mo", at=NOW, person=person, detail="canary"
        )
        assert "canary" == books.audit.entries()[0].detail
    path = tmp_path / "ledger.sqlite3"
    assert b"canary" not in path.read_bytes()
    with sqlite3.connect(path) as ledger:
        ledger.execute("UPDATE people SET wrapped_key = NULL")
    ledger.close()

    with books_in_sqlite(tmp_path) as books:
        assert books.audit.entries()[0].detail is None
        assert books.audit.broken_at() is None
