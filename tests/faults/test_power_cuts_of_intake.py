"""The power fails under load: what was acknowledged is on the disk.

Reliability A2, for the way in; `test_power_cuts` has it for the way out
and says how it is done. Needs root and loop devices; skipped where they are not.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import threading
import time

from collections.abc import Generator
from pathlib import Path

import pytest

from tests.acceptance.serve.test_killed import send
from tests.builders import server as builders
from tests.builders.server import new_key, new_served_shop, running
from tests.faults.test_power_cuts import mounted


CARELESS = """
from shopkeeper.adapters.sql import database
plain = database._settings
def careless(*, writable):
    apply = plain(writable=writable)
    def later(connection, record):
        apply(connection, record)
        connection.execute("PRAGMA synchronous=OFF")
    return later
database._settings = careless
from shopkeeper.cli import main; main()
"""


@pytest.fixture(name="disk")
def _disk(tmp_path: Path) -> Generator[tuple[Path, Path]]:
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        pytest.skip("power cuts need root and mkfs.ext4: not tried here")
    image = tmp_path / "disk.img"
    with image.open("wb") as file:
        file.truncate(64 * 2**20)
    subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)
    with mounted(image, tmp_path / "disk") as at:
        yield image, at


def _after_a_cut(image: Path, work: Path) -> tuple[set[str], str]:
    """Return the events there are after a cut now, and whether the ledger is whole."""
    copy = work / "after.img"
    shutil.copyfile(image, copy)
    with mounted(copy, work / "after") as at:
        path = at / "shop" / ".shopkeeper" / "ledger.sqlite3"
        ledger = sqlite3.connect(path)
        whole = ledger.execute("PRAGMA integrity_check").fetchone()[0]
        rows = ledger.execute("SELECT row_key FROM records").fetchall()
        ledger.close()
    copy.unlink()
    return {key for (key,) in rows}, whole


def cuts(image: Path, at: Path, work: Path, *, number: int) -> tuple[int, int, int]:
    """Cut the power so often; return what was acknowledged, lost, and broken."""
    folder = new_served_shop(at / "shop")
    key = new_key(folder, "write")
    dice = random.Random(11)
    lost: set[str] = set()
    broken = 0
    stop = threading.Event()
    with running(folder, "--no-rounds") as server:
        state = {"port": server.port, "sent": set(), "acknowledged": set()}
        senders = [
            threading.Thread(target=send, args=(key, f"c{n}", state, stop))
            for n in range(4)
        ]
        os.sync()
        for one in senders:
            one.start()
        try:
            for _ in range(number):
                time.sleep(dice.uniform(0.1, 0.5))
                server.process.send_signal(signal.SIGSTOP)
                acknowledged = set(state["acknowledged"])
                there, whole = _after_a_cut(image, work)
                server.process.send_signal(signal.SIGCONT)
                broken += whole != "ok"
                lost |= acknowledged - there
        finally:
            stop.set()
            for one in senders:
                one.join(60)
    return len(state["acknowledged"]), len(lost), broken


@pytest.mark.parametrize("number", [4, pytest.param(100, marks=pytest.mark.slow)])
def test_what_was_acknowledged_is_there_after_a_power_cut(
    tmp_path: Path, disk: tuple[Path, Path], number: int
) -> None:
    """Seed 11: none lost, no ledger corrupt."""
    count, lost, broken = cuts(*disk, tmp_path, number=number)
    print(
        f"seed 11: {number} cuts, {count} acknowledged, {lost} lost, {broken} corrupt"
    )
    assert count > 50
    assert (lost, broken) == (0, 0)


@pytest.mark.slow
def test_a_server_that_does_not_wait_for_the_disk_is_caught(
    tmp_path: Path, disk: tuple[Path, Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The control: with `synchronous=OFF` acknowledged events are gone."""
    monkeypatch.setattr(builders, "START", CARELESS)
    _, lost, _ = cuts(*disk, tmp_path, number=6)
    print(f"seed 11: {lost} lost, as there must be")
    assert lost > 0
