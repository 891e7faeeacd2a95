"""Asks a ledger's engine how it is, and how it keeps what it says it has kept."""

from __future__ import annotations

import sqlite3

from collections.abc import Mapping

from sqlalchemy.exc import DatabaseError

from shopkeeper.adapters.sql.database import Database


_OF_SERVER = (
    "server_version", "fsync", "full_page_writes", "synchronous_commit",
    "data_checksums",
)  # fmt: skip


def linked_sqlite() -> str:
    """Return the version of SQLite that this Python has."""
    return sqlite3.sqlite_version


def settings_of_engine(database: Database) -> Mapping[str, str]:
    """Return what the engine says of itself; all that is asked for, as text."""
    if database.several_writers:
        return {
            name: str(database.connection.exec_driver_sql(f"SHOW {name}").scalar())
            for name in _OF_SERVER
        }
    found = {}
    for name in ("journal_mode", "quick_check(1)"):
        try:
            row = database.connection.exec_driver_sql(f"PRAGMA {name}").scalar()
        except DatabaseError as error:
            row = str(error.orig)
        found[name.partition("(")[0]] = str(row)
    return found
