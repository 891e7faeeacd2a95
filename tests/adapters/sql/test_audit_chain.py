"""Whoever changes the audit past the program is found out."""

from __future__ import annotations

import sqlite3

from datetime import timedelta
from pathlib import Path

import pytest

from shopkeeper.adapters.files.anchor import FileAnchor
from shopkeeper.adapters.sql.database import open_database
from shopkeeper.adapters.sql.migrate import migrate
from shopkeeper.adapters.sql.plans import SqlAudit
from shopkeeper.plan.ports import Head
from shopkeeper.vocabulary import BadInput
from tests.builders import utc
from tests.builders.ledger import KEYS


NOW = utc("2026-03-02 09:00")
URL = "sqlite:///ledger.sqlite3"
ENTRIES = 12
EDITS = {
    "at_us": 7, "actor": "eve", "action": "nothing", "subject": "nobody",
    "person": "p-1", "detail": b"\0" * 40, "hash": b"\0" * 32,
}  # fmt: skip


@pytest.fixture(name="folder")
def _folder(tmp_path: Path) -> Path:
    """Return a folder with a ledger whose audit has some entries."""
    database = open_database(URL, tmp_path)
    migrate(database)
    audit = SqlAudit(database, KEYS)
    for number in range(ENTRIES):
        at = NOW + timedelta(minutes=number)
        audit.note("looked at", f"p-{number}", actor="mara", at=at, detail="x")
    database.close()
    return tmp_path


def _judged(folder: Path, heads: list[Head]) -> tuple[bool, bool]:
    """Say whether the chain alone shows something, and whether the anchor does."""
    database = open_database(URL, folder, writable=False)
    try:
        audit = SqlAudit(database, KEYS)
        return audit.broken_at() is not None, audit.departs_from(heads) is not None
    finally:
        database.close()


def _head(folder: Path) -> Head:
    database = open_database(URL, folder, writable=False)
    try:
        head = SqlAudit(database, KEYS).head()
        assert head is not None
        return head
    finally:
        database.close()


def _change(folder: Path, *statements: tuple[str, tuple]) -> None:
    line = sqlite3.connect(folder / "ledger.sqlite3")
    with line:
        for text, values in statements:
            assert line.execute(text, values).rowcount
    line.close()


def test_each_changed_cell_of_each_row_is_found(folder: Path) -> None:
    """Any column, any row: 84 changes, 84 found; taken back, it verifies again."""
    assert _judged(folder, [_head(folder)]) == (False, False)
    line = sqlite3.connect(folder / "ledger.sqlite3")
    for sequence in range(1, ENTRIES + 1):
        for name, value in EDITS.items():
            read = f"SELECT {name} FROM audit WHERE sequence = ?"  # noqa: S608
            write = f"UPDATE audit SET {name} = ? WHERE sequence = ?"  # noqa: S608
            before = line.execute(read, (sequence,)).fetchone()[0]
            with line:
                line.execute(write, (value, sequence))
            assert _judged(folder, [])[0], (sequence, name)
            with line:
                line.execute(write, (before, sequence))
    line.close()
    assert _judged(folder, [_head(folder)]) == (False, False)


def test_a_row_taken_out_or_two_changed_round_are_found(folder: Path) -> None:
    """By the chain alone, wherever it is not the end."""
    one, two = 4, 9
    _change(folder, ("UPDATE audit SET sequence = 999 WHERE sequence = ?", (one,)))
    assert _judged(folder, [])[0]
    _change(
        folder,
        ("UPDATE audit SET sequence = ? WHERE sequence = ?", (one, two)),
        ("UPDATE audit SET sequence = ? WHERE sequence = 999", (two,)),
    )
    assert _judged(folder, [])[0]


@pytest.mark.parametrize("left", range(ENTRIES))
def test_an_end_that_is_cut_off_shows_by_the_anchor_alone(
    folder: Path, left: int
) -> None:
    """The chain verifies; what was kept outside does not."""
    head = _head(folder)
    _change(folder, ("DELETE FROM audit WHERE sequence > ?", (left,)))
    assert _judged(folder, [head]) == (False, True)


def test_a_chain_written_anew_with_the_keys_shows_by_the_anchor(folder: Path) -> None:
    """Who has ledger and keys makes a chain that verifies, and no earlier head."""
    head = _head(folder)
    line = sqlite3.connect(folder / "ledger.sqlite3")
    with line:
        line.execute("DELETE FROM audit WHERE sequence > 3")
    line.close()
    database = open_database(URL, folder)
    for _ in range(ENTRIES):
        SqlAudit(database, KEYS).note("looked at", "p", actor="eve", at=NOW)
    database.close()
    alone, anchored = _judged(folder, [head])
    assert anchored
    assert not alone


def test_an_anchor_keeps_what_was_written_and_no_half_of_a_line(tmp_path: Path) -> None:
    """A power cut leaves half a line; the next is whole again."""
    path = tmp_path / "elsewhere.anchor"
    anchor = FileAnchor(path, tmp_path / "shop")
    one, two = Head(1, "a" * 64, "2026"), Head(2, "b" * 64, "2026")
    assert anchor.heads() == []
    assert anchor.keep(one)
    with path.open("ab") as file:
        file.write(b'{"sequence":9,"ha')
    assert anchor.heads() == [one]
    assert anchor.keep(two)
    assert anchor.heads() == [one, two]
    path.write_bytes(b'{"sequence":"x"}\n')
    with pytest.raises(BadInput, match="damaged"):
        anchor.heads()


def test_an_anchor_within_the_shop_or_out_of_reach(tmp_path: Path) -> None:
    """The first is refused; the second is told, and ends nothing."""
    with pytest.raises(BadInput, match="elsewhere"):
        FileAnchor(tmp_path / "shop" / "x", tmp_path / "shop")
    away = FileAnchor(tmp_path / "not" / "there", tmp_path / "shop")
    assert not away.keep(Head(1, "a" * 64))
