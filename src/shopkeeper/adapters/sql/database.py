"""One open ledger: the connection, its promises, and its transactions.

Source of the settings: reliability.md, section 0. `synchronous=FULL` is the
promise that what was acknowledged is on disk; `secure_delete` is part of erasing;
and because the SQLite linked by many Pythons can corrupt a WAL database when two
connections commit and checkpoint at the wrong moment, exactly one connection
writes *and* checkpoints, and readers open read-only.
"""

from __future__ import annotations

import sqlite3

from collections.abc import Generator, Iterable, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import (
    BindParameter,
    Connection,
    Engine,
    Table,
    bindparam,
    create_engine,
    event,
    literal_column,
)
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import DatabaseError, IntegrityError, OperationalError
from sqlalchemy.pool import NullPool

from shopkeeper.adapters.sql.prepared import Prepared
from shopkeeper.vocabulary import BadInput


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_GATE = 0x5E4D04CE  # any number that nothing else locks
_MICROSECOND = timedelta(microseconds=1)
_MAPPED = 1 << 34  # bytes, of a file; what is not read takes no memory


# Tables that say something of few people, each with an index of its persons.
_SPARSE = ("consents", "loops", "promises", "outbox")


def to_us(moment: datetime) -> int:
    """Turn a moment into microseconds since 1970-01-01 00:00 UTC."""
    return (moment - _EPOCH) // _MICROSECOND


def from_us(microseconds: int) -> datetime:
    """Turn microseconds since 1970-01-01 00:00 UTC into a moment in UTC."""
    return _EPOCH + microseconds * _MICROSECOND


class Database:
    """
    A ledger's one connection.

    Attributes:
        connection: For statements inside or outside of `transaction`.
        writable: False for a reader.
        taken_back: How many transactions were.
        mark: Stands for a value in a statement that is written as text.
        several_writers: May others write at the same time? Never on SQLite.
    """

    def __init__(self, engine: Engine, *, writable: bool) -> None:
        self._engine = engine
        self.writable = writable
        self.connection: Connection = engine.connect()
        self.several_writers = self.connection.dialect.name == "postgresql"
        self.mark = "?" if self.connection.dialect.paramstyle == "qmark" else "%s"
        self._depth = 0
        self._prepared: dict[int, Prepared] = {}
        self._sparse: dict[tuple[str, ...], dict[str, int]] = {}
        self._driver: Any = None
        if self.connection.dialect.name == "sqlite":
            self._driver = self.connection.connection.driver_connection
        self.taken_back = 0

    def gate(self, *, shut: bool) -> None:
        """
        Stand at the gate that a message passes last, until this transaction ends.

        Whoever takes a permission away shuts it; whoever lets a message go passes
        through it. So what a sender reads behind it is the last word, and rows are
        numbered in the order in which others come to see them. On SQLite the one
        writer is alone anyway.
        """
        if self.several_writers:
            lock = "pg_advisory_xact_lock" if shut else "pg_advisory_xact_lock_shared"
            self.connection.exec_driver_sql(f"SELECT {lock}({_GATE})")

    def alone(self, source_no: int) -> None:
        """Let nobody else keep events of a source until this transaction ends."""
        if self.several_writers:
            lock = f"SELECT pg_advisory_xact_lock({_GATE}, {source_no})"
            self.connection.exec_driver_sql(lock)

    @contextmanager
    def transaction(self) -> Generator[Connection]:
        """
        Group what happens inside into one commit; nested ones join the outermost.

        Whatever is raised inside takes all of it back.
        """
        if self._depth:
            self._depth += 1
            try:
                yield self.connection
            finally:
                self._depth -= 1
            return
        if self.connection.in_transaction():  # a read left one open
            self.connection.commit()
        if not self.writable and self._driver is not None:
            with self._one_view():
                yield self.connection
            return
        try:
            with self.connection.begin():
                self._depth = 1
                try:
                    yield self.connection
                finally:
                    self._depth = 0
        except BaseException:
            self.taken_back += 1
            raise

    @contextmanager
    def _one_view(self) -> Generator[None]:
        """Read one state of the ledger; past SQLAlchemy, which takes longer."""
        self._driver.execute("BEGIN")
        self._sparse = {}
        self._depth = 1
        try:
            yield
        finally:
            self._depth = 0
            if self.connection.in_transaction():
                self.connection.commit()
            if self._driver.in_transaction:
                self._driver.execute("COMMIT")

    def insert_new(self, table: Table, rows: Sequence[dict[str, Any]]) -> int:
        """Insert rows, leave those alone that are there, return how many were new."""
        if not rows:
            return 0
        with self.transaction() as connection:
            statement = _dialect(connection).insert(table).on_conflict_do_nothing()
            if self.several_writers:
                new = statement.returning(literal_column("1"))
                return len(connection.execute(new, list(rows)).all())
            before = self._changes()
            connection.execute(statement, list(rows))
            return self._changes() - before

    def insert_tuples(
        self,
        table: Table,
        columns: Sequence[str],
        rows: Sequence[tuple[Any, ...]],
        *,
        on_conflict: str = "ON CONFLICT DO NOTHING",
    ) -> int:
        """As `insert_new`, for many rows of values in the order of *columns*."""
        if not rows:
            return 0
        marks = ", ".join([self.mark] * len(columns))
        names = ", ".join(table.c[name].name for name in columns)
        # Names come from the schema, values are bound.
        text = (
            f"INSERT INTO {table.name} ({names}) VALUES ({marks})"  # noqa: S608
            f" {on_conflict}"
        )
        with self.transaction() as connection:
            if self._driver is not None:  # past SQLAlchemy, which takes longer
                before = self._driver.total_changes
                try:
                    self._driver.executemany(text, rows)
                except sqlite3.Error as error:
                    raise _as_theirs(error, text) from error
                return int(self._driver.total_changes - before)
            result = connection.exec_driver_sql(text, list(rows))
            return int(result.rowcount)

    def all(self, statement: Any, **values: Any) -> Sequence[Any]:
        """Run a query, with values for what it leaves open, and return its rows."""
        if values and self._depth and self._driver is not None:
            # Written once and asked often: of nobody else are values left open.
            prepared = self._prepared.get(id(statement))
            if prepared is None:
                prepared = self._prepared[id(statement)] = Prepared(statement)
            with suppress(sqlite3.Error):  # the plain way says what is wrong
                return prepared.ask(self._driver, values)
        return self.connection.execute(statement, values).all()

    def has_none(self, table: str, persons: Sequence[str]) -> bool:
        """
        Say whether a table has surely nothing of these person ids.

        Of most people most tables have nothing: in a view of the ledger one question
        answers for all of them. Only where that is quicker; else it says no.
        """
        if self.writable or not self._depth or self._driver is None:
            return False
        key = tuple(persons)
        if key not in self._sparse:
            marks = ", ".join("?" * len(key))
            parts = [
                f"EXISTS(SELECT 1 FROM {one} WHERE person IN ({marks}))"  # noqa: S608 ours
                for one in _SPARSE
            ]
            asked = f"SELECT {', '.join(parts)}"
            found = self._driver.execute(asked, key * len(_SPARSE)).fetchone()
            self._sparse = {key: dict(zip(_SPARSE, found, strict=True))}
        return not self._sparse[key][table]

    def close(self) -> None:
        """Close; a writer folds the write-ahead log into the file first."""
        if self.connection.in_transaction():
            self.connection.commit()
        if self.writable and self.connection.dialect.name == "sqlite":
            # Past SQLAlchemy, which would begin a transaction around it.
            driver: Any = self.connection.connection.driver_connection
            driver.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()
        self._engine.dispose()

    def _changes(self) -> int:
        return 0 if self._driver is None else int(self._driver.total_changes)


def _as_theirs(error: sqlite3.Error, text: str) -> DatabaseError:
    """Return an error of SQLite as SQLAlchemy raises it."""
    kind = (
        IntegrityError
        if isinstance(error, sqlite3.IntegrityError)
        else (
            OperationalError
            if isinstance(error, sqlite3.OperationalError)
            else DatabaseError
        )
    )
    return kind(text, None, error)


def _dialect(connection: Connection) -> Any:
    return postgresql if connection.dialect.name == "postgresql" else sqlite


def open_database(url: str, folder: Path, *, writable: bool = True) -> Database:
    """
    Open the ledger at *url*, relative to the shop's *folder*.

    Raises:
        BadInput: If there is no such database, or it cannot be opened.
    """
    parsed = make_url(url)
    if parsed.get_backend_name() == "postgresql":
        return _open_server(parsed, writable=writable)
    if parsed.get_backend_name() != "sqlite":
        msg = f"The ledger {url} is neither SQLite nor PostgreSQL: name one of them."
        raise BadInput(msg)
    memory = parsed.database in (None, "", ":memory:")
    path = None if memory else folder / str(parsed.database)
    if path is not None and not writable and not path.exists():
        msg = f"{path} is not there yet: work a round first with `shopkeeper run`."
        raise BadInput(msg)
    if path is None:
        engine = create_engine("sqlite://")
    else:
        mode = "rwc" if writable else "ro"
        address = f"sqlite:///file:{path}?mode={mode}&uri=true"
        engine = create_engine(address, poolclass=NullPool)
    event.listen(engine, "connect", _settings(writable=writable))
    event.listen(engine, "begin", _begin(writable=writable))
    try:
        return Database(engine, writable=writable)
    except DatabaseError as error:
        msg = f"{path} cannot be opened as a ledger ({error.orig}): restore a backup."
        raise BadInput(msg) from None


def _open_server(url: URL, *, writable: bool) -> Database:
    shown = url.render_as_string(hide_password=True)
    try:
        engine = create_engine(url, poolclass=NullPool)
    except ModuleNotFoundError:
        msg = f"{shown} needs the extra `postgres`: pip install 'shopkeeper[postgres]'."
        raise BadInput(msg) from None

    def settle(connection: Any, _record: Any) -> None:
        with connection.cursor() as cursor:
            # What was acknowledged is on disk, whatever the server's own default.
            cursor.execute("SET synchronous_commit TO on")
            if not writable:
                cursor.execute("SET default_transaction_read_only TO on")
        connection.commit()

    event.listen(engine, "connect", settle)
    try:
        return Database(engine, writable=writable)
    except DatabaseError as error:
        first = str(error.orig).strip().splitlines()[0]
        msg = f"{shown} cannot be opened as a ledger ({first}): is the server running?"
        raise BadInput(msg) from None


def _begin(*, writable: bool) -> Any:
    # The driver would start a transaction late and leave schema changes outside
    # of it; SQLAlchemy's documentation of the dialect has this remedy.
    statement = "BEGIN IMMEDIATE" if writable else "BEGIN"

    def begin(connection: Connection) -> None:
        driver: Any = connection.connection.driver_connection
        if not driver.in_transaction:  # a reader has begun it itself
            connection.exec_driver_sql(statement)

    return begin


def _settings(*, writable: bool) -> Any:
    def apply(connection: Any, _record: Any) -> None:
        connection.isolation_level = None
        cursor = connection.cursor()
        if writable:
            cursor.execute("PRAGMA journal_mode=WAL")
            cursor.execute("PRAGMA synchronous=FULL")
            cursor.execute("PRAGMA secure_delete=ON")
        else:
            cursor.execute("PRAGMA query_only=ON")
            cursor.execute("PRAGMA wal_autocheckpoint=0")
            # Each commit empties a reader's own cache: so it reads the system's.
            cursor.execute(f"PRAGMA mmap_size={_MAPPED}")
        cursor.execute("PRAGMA busy_timeout=5000")
        cursor.execute("PRAGMA cache_size=-65536")
        cursor.close()

    return apply


def some(name: str) -> BindParameter[Any]:
    """Leave a list of values open in a query that is written once and asked often."""
    return bindparam(name, expanding=True)


def chunks(values: Iterable[str], size: int = 500) -> Generator[list[str]]:
    """Cut values into lists short enough for one IN (…)."""
    part: list[str] = []
    for value in values:
        part.append(value)
        if len(part) == size:
            yield part
            part = []
    if part:
        yield part


__all__ = [
    "Database",
    "chunks",
    "from_us",
    "open_database",
    "to_us",
]
