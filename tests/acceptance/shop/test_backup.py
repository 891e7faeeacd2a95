"""A copy comes back whole, sends nothing by itself, and brings nobody back."""

from __future__ import annotations

import shutil
import signal
import sqlite3
import subprocess
import time
import zipfile

from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest

from shopkeeper.vocabulary import TouchState
from tests.acceptance.shop.test_forget import CANARIES, HERS, LATER, fill
from tests.builders.canaries import hits
from tests.builders.shop import NOW, SmallShop, photograph, started


KILLS = 3  # and each step on its own, below


@pytest.fixture(name="lived_in", scope="module")
def _lived_in(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a shop in which she has left herself everywhere."""
    return fill(tmp_path_factory.mktemp("backup") / "corner").folder


@pytest.fixture(name="shop")
def _shop(lived_in: Path, tmp_path: Path) -> SmallShop:
    """Return a copy of that shop to oneself."""
    return SmallShop(shutil.copytree(lived_in, tmp_path / "corner"))


def _back_up(shop: SmallShop, name: str, *more: str) -> Path:
    path = shop.folder.parent / name
    ran = shop.command("backup", str(path), *more, now=LATER)
    assert ran.code == 0, ran.err
    return path


def _forget(shop: SmallShop) -> dict:
    ran = shop.command("forget", HERS["email"], "--json", now=LATER)
    assert ran.code == 0, ran.out + ran.err
    return ran.json()


def _everything(shop: SmallShop) -> list[str]:
    return [
        *hits(shop.folder / ".shopkeeper", CANARIES, "keys"),
        *hits(shop.folder / "out", CANARIES),
    ]


def test_a_copy_comes_back_as_it_was(shop, tmp_path):
    """The same people, facts and messages, in an empty folder, with its keys."""
    before = shop.person("bea@post.example")
    path = _back_up(shop, "all.zip", "--keys")
    assert path.stat().st_mode & 0o077 == 0
    other = SmallShop(tmp_path / "elsewhere")
    refused = other.command("restore", str(path), now=LATER)
    assert refused.code == 2
    assert "--without-forgotten" in refused.err
    ran = other.command("restore", str(path), "--without-forgotten", now=LATER)
    assert ran.code == 0, ran.err
    shutil.copytree(shop.folder / "exports", other.folder / "exports")
    (other.folder / ".shopkeeper/demo").write_text("7\n", encoding="utf-8")
    other.work(NOW + timedelta(days=1), send=False)
    after = other.person("bea@post.example")
    assert after["facts"] == before["facts"]
    assert after["identifiers"] == before["identifiers"]


def test_a_restore_that_is_refused_leaves_nothing(shop, tmp_path):
    """Neither in a folder that was not there, nor in one that holds something else."""
    path = _back_up(shop, "all.zip", "--keys")
    new = SmallShop(tmp_path / "elsewhere")
    assert new.command("restore", str(path), now=LATER).code == 2
    assert not new.folder.exists()
    there = SmallShop(tmp_path / "there")
    there.write("notes.txt", "mine")
    assert there.command("restore", str(path), now=LATER).code == 2
    assert list(photograph(there.folder)) == ["notes.txt"]
    assert [one.name for one in there.folder.iterdir()] == ["notes.txt"]


def test_without_the_keys_it_says_what_is_missing(shop, tmp_path):
    """And changes nothing."""
    path = _back_up(shop, "no-keys.zip")
    with zipfile.ZipFile(path) as packed:
        assert "keys" not in packed.namelist()
    other = SmallShop(tmp_path / "elsewhere")
    ran = other.command("restore", str(path), "--without-forgotten", now=LATER)
    assert ran.code == 2
    assert "bring the shop's keys back first" in ran.err
    assert not (other.folder / ".shopkeeper/ledger.sqlite3").exists()


def test_a_copy_made_after_holds_nothing_of_her(shop, tmp_path):
    """And one made before does: what is looked for can be found."""
    before = _back_up(shop, "before.zip")
    receipt = _forget(shop)
    assert [one["path"] for one in receipt["backups_that_hold_her"]] == [str(before)]
    after = _back_up(shop, "after.zip", "--keys")
    for path, empty in ((before, False), (after, True)):
        alone = tmp_path / path.stem
        alone.mkdir()
        shutil.copy(path, alone)
        assert (hits(alone, CANARIES) == []) is empty


def test_an_older_copy_does_not_bring_her_back(shop):
    """Not one byte, not with the next round, and nothing goes to her."""
    path = _back_up(shop, "before.zip")
    _forget(shop)
    refused = shop.command("restore", str(path), now=LATER)
    assert refused.code == 2
    assert "--replace" in refused.err
    ran = shop.command("restore", str(path), "--replace", now=LATER)
    assert ran.code == 0, ran.err
    assert "1 person forgotten again" in ran.err
    assert _everything(shop) == []
    shop.work(LATER)
    assert _everything(shop) == []
    assert shop.command("person", HERS["email"]).code == 1
    with shop.looked_at() as house:
        assert house.audit.broken_at() is None


def test_an_older_copy_on_a_new_disk_needs_the_list(shop, tmp_path):
    """Keys and list lie apart from the copy: with both she stays forgotten."""
    path = _back_up(shop, "before.zip")
    _forget(shop)
    other = SmallShop(tmp_path / "new-disk")
    state = other.folder / ".shopkeeper"
    state.mkdir(parents=True)
    for name in ("keys", "forgotten"):
        shutil.copy(shop.folder / ".shopkeeper" / name, state)
    ran = other.command("restore", str(path), now=LATER)
    assert ran.code == 0, ran.err
    assert _everything(other) == []


def test_a_restored_outbox_is_held(shop):
    """What waited may have gone since; a human lets go on."""
    shop.work(NOW + timedelta(days=20), send=False)
    waiting = {
        one.message.message_id
        for one in shop.touches()
        if one.state is TouchState.APPROVED
    }
    assert waiting
    path = _back_up(shop, "waiting.zip")
    later = NOW + timedelta(days=20)
    sent = shop.command("send", now=later)
    assert sent.code == 0
    assert shop.command("restore", str(path), "--replace", now=later).code == 0
    for file in shop.folder.glob("out/*"):
        file.unlink()
    assert shop.command("send", now=later).code == 0
    assert shop.command("run", "--send", now=later).code == 0
    assert list(shop.folder.glob("out/*")) == []
    states = {one.message.message_id: one.state for one in shop.touches()}
    assert {states[one] for one in waiting} == {TouchState.HELD}


def test_what_was_refused_since_is_refused_after(shop):
    """An older copy knows nothing of it; the books it replaces do."""
    path = _back_up(shop, "before.zip")
    stop = "please never write to me again, do not contact me any more"
    assert shop.command("note", "cleo@post.example", stop, "--yes").code == 0
    assert shop.person("cleo@post.example")["suppressed"]
    assert shop.command("restore", str(path), "--replace", now=LATER).code == 0
    shop.work(LATER, send=False)
    assert "all" in shop.person("cleo@post.example", now=LATER)["suppressed"]


@pytest.mark.parametrize("harm", ["cut", "changed", "elsewhere", "no zip"])
def test_a_copy_that_is_not_whole_is_refused(shop, harm):
    """And the shop is as it was."""
    path = _back_up(shop, "good.zip")
    bad = path.with_name("bad.zip")
    data = path.read_bytes()
    if harm == "cut":
        bad.write_bytes(data[: len(data) // 2])
    elif harm == "no zip":
        bad.write_bytes(b"nothing")
    else:
        with zipfile.ZipFile(path) as good, zipfile.ZipFile(bad, "w") as packed:
            for name in good.namelist():
                text = good.read(name)
                if harm == "changed" and name == "shop.toml":
                    text += b"# more"
                if harm == "elsewhere" and name == "manifest.json":
                    text = text.replace(b"shop.toml", b"../../x.toml")
                packed.writestr(name, text)
    left_out = ("owner", "probe", "ledger.sqlite3-shm", "ledger.sqlite3-wal")
    before = photograph(shop.folder, *left_out)
    ran = shop.command("restore", str(bad), "--replace", now=LATER)
    assert ran.code == 2, ran.err
    assert photograph(shop.folder, *left_out) == before


def _killed(words: list[str], seconds: float) -> bool:
    """Start a command and kill it after a while; was it still at work?"""
    process = started(words)
    try:
        process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGKILL)
        process.communicate()
        return True
    return False


def test_who_was_being_forgotten_when_we_died_is_forgotten_by_the_next(shop, tmp_path):
    """Killed at any moment: never half, and finished by whatever is run next."""
    when = ("--shop", "{}", "--now", LATER.isoformat())
    began = time.monotonic()
    twin = shutil.copytree(shop.folder, tmp_path / "timed")
    words = [one.format(twin) for one in ("forget", HERS["email"], *when)]
    assert not _killed(words, 120)
    whole = time.monotonic() - began
    dice = np.random.default_rng(4)
    died = 0
    for kill in range(KILLS):
        folder = shutil.copytree(shop.folder, tmp_path / f"killed{kill}")
        words = [one.format(folder) for one in ("forget", HERS["email"], *when)]
        # The beginning is only loading: what counts is at the end.
        died += _killed(words, whole * float(dice.uniform(0.35, 1.0)))
        again = SmallShop(folder)
        before = _everything(again)
        begun = (folder / ".shopkeeper/erasing").exists()
        assert again.command("stop", "--take-back", now=LATER).code == 0
        after = _everything(again)
        if begun:
            assert after == [], f"kill {kill}"
        else:  # not begun, or done
            assert after == before
            assert not before or len(before) > len(CANARIES) // 2
        with again.looked_at() as house:
            assert house.audit.broken_at() is None
    assert died, "nothing was killed: the control of this test"


def test_dying_between_any_two_steps_is_finished_by_the_next(shop, tmp_path):
    """Each step in turn is the last one: the control is the shop before it."""
    for step in ("warehouse", "files", "erase", "list", "settle", "end"):
        folder = shutil.copytree(shop.folder, tmp_path / step)
        again = SmallShop(folder)
        with pytest.raises(_Died):
            _forget_until(folder, step)
        if step in ("warehouse", "files", "erase"):
            assert _everything(again), step
        assert again.command("stop", "--take-back", now=LATER).code == 0
        assert _everything(again) == [], step
        assert not (folder / ".shopkeeper/erasing").exists()
        listed = (folder / ".shopkeeper/forgotten").read_text(encoding="utf-8")
        assert len(listed.splitlines()) > 20


class _Died(Exception):
    """The process is gone at this moment."""


def _forget_until(folder: Path, step: str) -> None:
    from dataclasses import replace  # noqa: PLC0415

    from shopkeeper import bootstrap  # noqa: PLC0415
    from shopkeeper.flow.finding import find_person  # noqa: PLC0415
    from shopkeeper.flow.forgetting import forget  # noqa: PLC0415

    class Dying:
        """Does what another does, and dies before some of it."""

        def __init__(self, other: object, dies: str) -> None:
            self._other, self._dies = other, dies

        def __getattr__(self, name: str) -> object:
            if name == self._dies:
                raise _Died
            return getattr(self._other, name)

    with bootstrap.shop_in_hand(folder) as (house, hands):
        person, place = find_person(house, HERS["email"], now=LATER), house
        if step == "warehouse":
            place = replace(house, warehouse=Dying(house.warehouse, "forget"))
        dying = replace(
            hands,
            journal=Dying(
                hands.journal, {"list": "remember", "end": "end"}.get(step, "")
            ),
            traces=Dying(hands.traces, "remove" if step == "files" else ""),
            eraser=Dying(
                hands.eraser,
                {"erase": "blank", "settle": "settle"}.get(step, ""),
            ),
        )
        forget(place, dying, person, by=None, now=LATER, opened=lambda _: ())


def test_a_reader_of_an_older_state_is_waited_for_and_said(shop):
    """Its log has to stay while it reads: that is said, and finished later."""
    ledger = shop.folder / ".shopkeeper/ledger.sqlite3"
    writer = sqlite3.connect(ledger)
    writer.execute("PRAGMA journal_mode=WAL")
    writer.execute("CREATE TABLE marked (x)")
    writer.commit()
    reader = sqlite3.connect(f"file:{ledger}?mode=ro", uri=True)
    reader.execute("BEGIN")
    reader.execute("SELECT count(*) FROM records").fetchone()
    writer.close()
    ran = shop.command("forget", HERS["email"], "--json", now=LATER)
    assert ran.code == 1
    assert "older state" in ran.json()["pending"]
    reader.close()
    assert shop.command("stop", "--take-back", now=LATER).code == 0
    assert _everything(shop) == []
