"""Workbooks, Parquet, JSON lines, mail and notes give their rows faithfully."""

from __future__ import annotations

from datetime import datetime
from email.message import EmailMessage
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import xlsxwriter

from shopkeeper.adapters.files.note_text import split_entries
from shopkeeper.adapters.files.reading import open_tables
from shopkeeper.adapters.files.tables import read_tables
from shopkeeper.recognise.columns import Meaning, profile
from shopkeeper.recognise.ports import BadRow, Batch
from shopkeeper.vocabulary import Holds


def only_batch(path: Path, holds: Holds | None = None) -> Batch:
    """Read a file of one table and one batch."""
    [table] = open_tables(path, holds=holds)
    [batch] = list(table.batches())
    return batch


def test_sheets_keep_their_own_row_numbers(tmp_path: Path) -> None:
    """Titles, an indented table and blank rows do not move a row's number."""
    path = tmp_path / "cards.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        day = book.add_format({"num_format": "dd/mm/yyyy"})
        sheet = book.add_worksheet("Cards")
        sheet.write(1, 1, "Loyalty cards")
        sheet.write_row(3, 1, ["card", "name", "since", "paid"])
        sheet.write_row(4, 1, [770040013, "Ann", "", 2.5])
        sheet.write_datetime(4, 3, datetime(2020, 1, 2), day)
        sheet.write_row(6, 1, ["0012", "Jo", "", 3])
        book.add_worksheet("Empty")
        other = book.add_worksheet("More")
        other.write_row(0, 0, ["card", "name"])
        other.write_row(1, 0, ["1", "May"])
    cards, more = read_tables(path)
    assert (cards.name, cards.kind, cards.first_row) == ("cards/Cards", "xlsx", 5)
    assert [cards.row_number(place) for place in range(2)] == [5, 7]
    assert cards.data.to_pylist() == [
        {"card": "770040013", "name": "Ann", "since": "2020-01-02", "paid": "2.5"},
        {"card": "0012", "name": "Jo", "since": None, "paid": "3"},
    ]
    assert list(cards.bad) == [BadRow(2, "Loyalty cards", "stands above the header")]
    assert (more.name, more.first_row) == ("cards/More", 2)
    assert [key for t in open_tables(path) for b in t.batches() for key in b.keys] == [
        "Cards!5",
        "Cards!7",
        "More!2",
    ]


def test_parquet_keeps_types_whole_and_is_text_in_rows(tmp_path: Path) -> None:
    """Whole tables keep their types; rows are ISO times and plain numbers."""
    path = tmp_path / "orders.parquet"
    at = datetime(2009, 12, 1, 7, 45)
    table = pa.table(
        {
            "at": pa.array([at, None], pa.timestamp("ns")),
            "n": pa.array([12, 1], pa.int32()),
            "price": pa.array([6.95, 2.0], pa.float32()),
            "item": pa.array(["tea", "cake"]).dictionary_encode(),
        }
    )
    pq.write_table(table, path)
    [whole] = read_tables(path)
    assert whole.data.schema.field("n").type == pa.int32()
    assert whole.data.schema.field("item").type == pa.string()
    assert only_batch(path).rows == [
        ["2009-12-01T07:45:00", "12", "6.95", "tea"],
        ["", "1", "2", "cake"],
    ]


def test_json_objects_are_flattened_with_dots(tmp_path: Path) -> None:
    """The Segment shape keeps its names, and messageId names the row."""
    path = tmp_path / "events.jsonl"
    path.write_text(
        '{"messageId":"m1","event":"Viewed","timestamp":"2026-01-02T03:04:05Z",'
        '"userId":"u1","properties":{"price":6.5,"tags":["a","b"],"gift":true}}\n'
        "\n"
        '{"messageId":"m2","event":"Left","timestamp":"2026-01-03T03:04:05Z",'
        '"anonymousId":"d1","context":{"traits":{"email":"a@b.example"}}}\n'
        "broken\n[1]\n",
        encoding="utf-8",
    )
    [table] = open_tables(path, holds=Holds.EVENTS)
    [batch] = list(table.batches(key="messageId"))
    first = dict(zip(batch.columns, batch.rows[0], strict=True))
    second = dict(zip(batch.columns, batch.rows[1], strict=True))
    assert batch.keys == ["m1", "m2"]
    assert first["properties.price"] == "6.5"
    assert first["properties.tags"] == '["a", "b"]'
    assert first["properties.gift"] == "true"
    assert second["context.traits.email"] == "a@b.example"
    assert [(row.number, row.raw) for row in batch.bad] == [(3, "broken"), (4, "[1]")]
    mapping = profile(table.columns, table.sample(), holds=Holds.EVENTS)
    email = mapping.first(Meaning.EMAIL)
    assert email is not None
    assert email.name == "context.traits.email"


def test_one_json_array_is_read_as_its_lines_would_be(tmp_path: Path) -> None:
    """An export that is one array has the same rows."""
    path = tmp_path / "people.json"
    path.write_text('[{"id": 1, "name": "Ann"},\n {"id": 2, "name": "Jo"}]')
    assert only_batch(path).rows == [["1", "Ann"], ["2", "Jo"]]


def mail(number: int, subject: str, text: str) -> EmailMessage:
    """Make one mail."""
    message = EmailMessage()
    message["From"] = "Zoé Petit <zoe@b.example>"
    message["To"] = "help@shop.example"
    message["Date"] = "Tue, 03 Mar 2026 09:00:00 +0100"
    message["Subject"] = subject
    message["Message-ID"] = f"<{number}@b.example>"
    message.set_content(text)
    message.add_alternative(f"<p>{text}</p>", subtype="html")
    return message


def test_an_mbox_and_a_maildir_give_the_same_messages(tmp_path: Path) -> None:
    """Message-ID is the key; sender, day and plain text are columns."""
    messages = [mail(1, "Où est mon thé ?", "It is late."), mail(2, "Thanks", "Bye")]
    box = tmp_path / "help.mbox"
    box.write_bytes(
        b"".join(
            b"From zoe@b.example Tue Mar  3 09:00:00 2026\n" + one.as_bytes() + b"\n"
            for one in messages
        )
    )
    folder = tmp_path / "help"
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True)
    for number, one in enumerate(messages):
        (folder / "cur" / f"{number}.x:2,S").write_bytes(one.as_bytes())
    batch, same = only_batch(box), only_batch(folder)
    assert batch.keys == same.keys == ["1@b.example", "2@b.example"]
    assert batch.rows == same.rows
    row = dict(zip(batch.columns, batch.rows[0], strict=True))
    assert (row["email"], row["name"]) == ("zoe@b.example", "Zoé Petit")
    assert (row["sender"], row["thread"]) == ("customer", "1@b.example")
    assert (row["at"], row["text"]) == ("2026-03-03T09:00:00+01:00", "It is late.")
    assert row["subject"] == "Où est mon thé ?"


def test_a_bounce_says_who_cannot_be_reached(tmp_path: Path) -> None:
    """RFC 3464: failed with 5.x.x is hard, and names the recipient."""
    path = tmp_path / "bounces.mbox"
    path.write_text(
        "From MAILER-DAEMON Tue Mar  3 09:00:00 2026\n"
        "From: MAILER-DAEMON@mx.example\nMessage-ID: <b1@mx.example>\n"
        "Date: Tue, 03 Mar 2026 09:00:00 +0000\nMIME-Version: 1.0\n"
        'Content-Type: multipart/report; report-type=delivery-status; boundary="x"\n\n'
        "--x\nContent-Type: text/plain\n\nSorry.\n"
        "--x\nContent-Type: message/delivery-status\n\n"
        "Reporting-MTA: dns; mx.example\n\n"
        "Final-Recipient: rfc822; ann@b.example\nAction: failed\nStatus: 5.1.1\n\n"
        "--x--\n"
    )
    batch = only_batch(path, Holds.OUTCOMES)
    row = dict(zip(batch.columns, batch.rows[0], strict=True))
    assert (row["outcome"], row["email"]) == ("hard_bounce", "ann@b.example")


def test_notes_are_parted_by_dated_heads(tmp_path: Path) -> None:
    """Day, author, name and address of a head become columns."""
    path = tmp_path / "notes.txt"
    path.write_text(
        "2026-05-06 15:18 Kirsty Petrie <k@b.example> (by mo)\n"
        "Asked about the café.\n\nA bit flat.\n"
        "2026-05-12 13:38 tilda on Margaret Irvine\nLikes crime novels.\n"
        "12 May 2026: Rang Jo on 07700 900123 about tea.\n",
        encoding="utf-8",
    )
    batch = only_batch(path, Holds.NOTES)
    rows = [dict(zip(batch.columns, row, strict=True)) for row in batch.rows]
    assert [row["at"] for row in rows] == [
        "2026-05-06 15:18",
        "2026-05-12 13:38",
        "12 May 2026",
    ]
    assert [(row["author"], row["name"]) for row in rows[:2]] == [
        ("mo", "Kirsty Petrie"),
        ("tilda", "Margaret Irvine"),
    ]
    assert rows[0]["email"] == "k@b.example"
    assert rows[0]["text"] == "Asked about the café.\n\nA bit flat."
    assert rows[2]["phone"] == "07700 900123"
    assert batch.keys == ["1", "2", "3"]


def test_notes_without_dates_are_parted_by_blank_lines() -> None:
    """A plain notebook still has its entries."""
    entries = split_entries("Ann likes tea.\nAlways.\n\n \nJo moved.\n")
    assert [entry.text for entry in entries] == ["Ann likes tea.\nAlways.", "Jo moved."]


def test_text_is_a_table_where_the_source_holds_no_notes(tmp_path: Path) -> None:
    """The same ending is a table for orders."""
    path = tmp_path / "orders.txt"
    path.write_text("customer_id\tat\n1\t2020-01-02\n")
    assert only_batch(path, Holds.ORDERS).rows == [["1", "2020-01-02"]]
