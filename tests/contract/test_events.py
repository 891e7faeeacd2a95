"""What every book of rows promises of events that come one by one."""

from __future__ import annotations

from shopkeeper.recognise.books import MOST_COLUMNS, Event, Kept
from tests.builders import utc


NOW = utc("2026-03-02 09:00")


def event(key: str, says: str = "a", **cells: str) -> Event:
    """Return an event; of two that say the same the digests are equal."""
    return Event(key, {"messageId": key, **cells}, None, says.encode().ljust(16, b"."))


def keep(books, *events: Event, source: str = "web") -> list[Kept]:
    """Keep events of an opened source."""
    books.records.open_source(source, department="d", owner="", holds="events")
    return books.records.keep_events(source, events, received_at=NOW)


def test_an_event_is_kept_once_also_within_one_batch(books) -> None:
    """New, then known, however it comes again."""
    assert keep(books, event("1"), event("1"), event("2")) == [
        Kept.NEW, Kept.KNOWN, Kept.NEW,
    ]  # fmt: skip
    assert keep(books, event("2"), event("3")) == [Kept.KNOWN, Kept.NEW]
    assert books.records.counts() == {"web": 3}


def test_an_id_of_another_event_changes_nothing(books) -> None:
    """Neither in one batch nor later; another source has ids of its own."""
    assert keep(books, event("1"), event("1", "b")) == [Kept.NEW, Kept.OTHER]
    assert keep(books, event("1", "c", name="x")) == [Kept.OTHER]
    assert keep(books, event("1", "c"), source="app") == [Kept.NEW]
    record = books.records.one("web:1")
    assert record is not None
    assert record.fields == {"messageId": "1"}


def test_columns_come_as_they_come_and_are_rows_like_any_other(books) -> None:
    """`present` has them all; of an event without a cell it is null."""
    keep(books, event("1", city="Oban"), event("2", town="Leith"))
    keep(books, event("3", city="Wick", town="Wick"))
    table = books.records.present("web")
    assert table.column("row_key").to_pylist() == ["1", "2", "3"]
    assert table.column("f:city").to_pylist() == ["Oban", None, "Wick"]
    assert table.column("f:town").to_pylist() == [None, "Leith", "Wick"]


def test_nobody_widens_the_table_without_end(books) -> None:
    """A cell beyond the last column stays in the event's own bytes."""
    many = {f"c{number}": "x" for number in range(2 * MOST_COLUMNS)}
    assert keep(books, event("1", **many), event("2", late="y")) == [Kept.NEW] * 2
    names = books.records.present("web").column_names
    assert len([name for name in names if name.startswith("f:")]) == MOST_COLUMNS
    assert "f:late" not in names


def test_a_row_leaves_quarantine_by_its_number(books) -> None:
    """And only that one."""
    books.records.open_source("web", department="d", owner="", holds="events")
    books.records.quarantine("web", [("p", "1", "bad"), ("p", "2", "bad")], at=NOW)
    first, second = books.records.quarantined()
    books.records.release(first.number)
    assert [one.number for one in books.records.quarantined()] == [second.number]
