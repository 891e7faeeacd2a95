"""A round worked again, killed, lost or raced changes nothing that it should not."""

from __future__ import annotations

import os
import shutil
import signal
import sqlite3
import time

from datetime import timedelta
from pathlib import Path

import pytest

from tests.builders.shop import (
    NOW,
    SmallShop,
    command,
    photograph,
    started,
)


DAY = timedelta(days=1)
WHOLE = 50_000


def told(shop: SmallShop) -> dict[str, object]:
    """Return what the shop tells of everybody, and of every message."""
    with shop.looked_at() as house:
        people = sorted(house.identity.seniority())
    everyone = {one: shop.command("person", one, "--json").out for one in people}
    letters = {
        one.message.message_id: (one.state, one.message) for one in shop.touches()
    }
    return {"people": everyone, "letters": letters}


def rows_of(folder: Path) -> list[tuple[object, ...]]:
    """Return every row the ledger keeps, when it was received aside."""
    ledger = f"file:{folder / '.shopkeeper/ledger.sqlite3'}?mode=ro"
    with sqlite3.connect(ledger, uri=True) as books:
        query = "select source_no, row_key, content, happened_us, fields from records"
        return sorted(books.execute(query).fetchall())


def test_a_second_run_adds_nothing(shop):
    """Same counts, the same bytes in out/, the same answers."""
    first = shop.work()
    before, out = told(shop), photograph(shop.folder / "out")
    again = shop.work()
    assert first.counts["new_rows"] == first.counts["rows"] > 30
    assert again.counts["rows"] == first.counts["rows"]
    assert again.counts["people"] == first.counts["people"]
    changes = ("new_rows", "facts_new", "facts_gone", "joins", "decisions", "touches")
    assert [again.counts[name] for name in changes] == [0] * len(changes)
    assert told(shop) == before
    assert photograph(shop.folder / "out") == out


def test_the_round_is_remembered_as_it_was_worked(shop):
    """`status` still says how many were decided for when it is worked again."""
    shop.work()
    before = shop.command("status", "--json").json()["last_round"]
    shop.work()
    assert shop.command("status", "--json").json()["last_round"] == before
    assert before["counts"]["decisions"] == 6


def test_two_shops_of_the_same_files_come_to_the_same(shop, tmp_path):
    """Nothing depends on where a shop lies or when it is worked."""
    copy = shutil.copytree(shop.folder, tmp_path / "elsewhere")
    shop.work()
    other = SmallShop(copy)
    other.work()
    assert told(other) == told(shop)


def test_a_new_day_is_decided_anew(shop):
    """Another round, other decisions; the old ones stay as they were."""
    shop.work()
    with shop.looked_at() as house:
        first = house.decisions.all()
    shop.work(now=NOW + DAY)
    with shop.looked_at() as house:
        both = house.decisions.all()
    assert [one for one in both if one.round == first[0].round] == first
    assert len({one.round for one in both}) == 2


def test_the_seed_is_kept_with_each_decision(shop):
    """Who wants to replay it needs the seed."""
    shop.work(seed=41)
    with shop.looked_at() as house:
        assert {one.seed for one in house.decisions.all()} == {41}


def test_a_lost_warehouse_is_made_again_from_the_ledger(shop):
    """The same people, facts, decisions and messages."""
    shop.work()
    before = told(shop)
    shutil.rmtree(shop.folder / ".shopkeeper/warehouse")
    shop.work()
    assert told(shop) == before


def big(folder: Path, rows: int = WHOLE) -> SmallShop:
    """Return a shop with one long file, and nothing planned."""
    cells = "".join(
        f"O{n:06d},C{n % 997:03d},Tea {n % 7},2026-0{1 + n % 9}-11T10:00:00Z,1,3.50\n"
        for n in range(rows)
    )
    head = "order_id,customer_no,item,ordered_at,quantity,price\n"
    return SmallShop(folder).has("orders", "orders", head + cells).opens(start=False)


def kill_in_intake(shop: SmallShop, beyond: int) -> bool:
    """Run the shop, and kill it once more than *beyond* rows are kept."""
    words = ("run", str(shop.folder), "--now", NOW.isoformat())
    process = started(words)
    ledger = f"file:{shop.folder / '.shopkeeper/ledger.sqlite3'}?mode=ro"
    try:
        while process.poll() is None:
            try:
                with sqlite3.connect(ledger, uri=True, timeout=0.05) as books:
                    (kept,) = books.execute("select count(*) from records").fetchone()
            except sqlite3.Error:
                kept = 0
            if kept > beyond:
                process.send_signal(signal.SIGKILL)
                break
            time.sleep(0.005)
    finally:
        process.communicate()
    return process.returncode == -signal.SIGKILL


@pytest.mark.parametrize(
    ("rows", "kills"),
    [
        (20_000, (0,)),
        pytest.param(WHOLE, (0, 12_000, 24_000, 36_000), marks=pytest.mark.slow),
    ],
)
def test_a_run_that_is_killed_goes_on_where_it_stopped(tmp_path, rows, kills):
    """kill -9, again and again, while rows come in: none is lost or doubled."""
    clean = big(tmp_path / "clean", rows)
    clean.work(send=False)
    shop = big(tmp_path / "killed", rows)
    killed = [kill_in_intake(shop, beyond) for beyond in kills]
    assert any(killed)
    assert shop.work(send=False).counts["rows"] == rows
    assert rows_of(shop.folder) == rows_of(clean.folder)


def test_the_second_of_two_runs_is_told_of_the_first(tmp_path):
    """One sentence naming the process, exit 2, and nothing done."""
    shop = big(tmp_path / "busy", 400)
    first = started(("run", str(shop.folder), "--now", NOW.isoformat()))
    os.kill(first.pid, signal.SIGSTOP) if _owns(shop, first.pid) else None
    try:
        before = photograph(shop.folder)
        second = command("run", str(shop.folder), "--now", NOW.isoformat())
        assert photograph(shop.folder) == before
    finally:
        os.kill(first.pid, signal.SIGCONT)
        first.communicate()
    assert second.code == 2
    assert f"Process {first.pid} is at work in {shop.folder}" in second.err
    assert second.err.count("\n") == 1


def _owns(shop: SmallShop, pid: int) -> bool:
    """Wait until the process owns the shop."""
    owner = shop.folder / ".shopkeeper/owner"
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if owner.exists() and owner.read_text().strip() == str(pid):
            return True
        time.sleep(0.002)
    return pytest.fail("the first run never owned the shop")


def test_a_changed_row_replaces_what_it_said(shop):
    """One row, one truth: what it said before is no fact any more."""
    shop.work(send=False)
    assert shop.person("C2")["called"] == "Bea"
    _edit(shop, "Bea,Moss", "Beatrix,Moss")
    done = shop.work(now=NOW + DAY, send=False)
    assert (done.counts["new_rows"], done.counts["rows"]) == (1, 33)
    person = shop.person("C2", now=NOW + DAY)
    assert person["called"] == "Beatrix"
    names = [one["value"] for one in person["facts"] if one["about"] == "person.called"]
    assert names == ["Beatrix"]


def test_a_changed_row_is_still_the_same_person(shop):
    """Her id, her touches and her consents are hers, whatever her row says now."""
    shop.work()
    before = shop.person("bea@post.example")
    _edit(shop, "Bea,Moss", "Beatrix,Moss-Hill")
    shop.work(now=NOW + DAY)
    after = shop.person("bea@post.example", now=NOW + DAY)
    assert after["person_id"] == before["person_id"]
    assert after["touches"][0] == before["touches"][0]
    assert {one["state"] for one in after["touches"][1:]} == {"held"}
    assert after["consents"] == before["consents"]


def test_a_row_that_changes_back_says_what_it_said_first(shop):
    """There, and back again."""
    shop.work(send=False)
    first = shop.person("C2")
    _edit(shop, "Bea,Moss", "Beatrix,Moss")
    shop.work(now=NOW + DAY, send=False)
    _edit(shop, "Beatrix,Moss", "Bea,Moss")
    shop.work(now=NOW + 2 * DAY, send=False)
    again = shop.person("C2", now=NOW + 2 * DAY)
    assert again["called"] == "Bea"
    assert again["person_id"] == first["person_id"]


def _edit(shop: SmallShop, was: str, becomes: str) -> None:
    path = shop.folder / "exports/crm.csv"
    text = path.read_text()
    assert was in text
    path.write_text(text.replace(was, becomes))
