"""Columns are remembered between groups of events, and a group may be taken back."""

from __future__ import annotations

import pytest

from shopkeeper.adapters.sql.database import open_database
from shopkeeper.adapters.sql.migrate import migrate
from shopkeeper.adapters.sql.records import SqlRecords
from shopkeeper.recognise.books import Event, Kept
from tests.builders import utc


NOW = utc("2026-03-02 09:00")


def test_a_layout_that_was_taken_back_is_made_again(tmp_path) -> None:
    """Else the rows after it would name a layout that is not there."""
    database = open_database("sqlite:///ledger.sqlite3", tmp_path)
    migrate(database)
    records = SqlRecords(database)
    records.open_source("web", department="d", owner="", holds="events")
    event = Event("1", {"messageId": "1", "fresh": "column"}, None, b"d" * 16)

    def broken() -> None:
        with database.transaction():
            assert records.keep_events("web", [event], received_at=NOW) == [Kept.NEW]
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        broken()
    assert records.keep_events("web", [event], received_at=NOW) == [Kept.NEW]
    found = records.one("web:1")
    database.close()

    assert found is not None
    assert found.fields == {"messageId": "1", "fresh": "column"}
