"""The power fails while mails leave: what was let go is on disk, whatever else is.

Source: reliability.md, A2 and section 0, item 3. A file system on a loop device; the
sender is stopped in its tracks, the image is copied as it lies on the "disk" (what was
not synced is not in it), and the copy is mounted as after a cut. Needs root and loop
devices; skipped with a plain word where they are not.
"""

from __future__ import annotations

import os
import random
import shutil
import signal
import sqlite3
import subprocess
import time

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.faults.sink import Sink, sink
from tests.faults.stage import Senders, Stage, later, senders, set_stage


GONE = {"committing", "sent", "in_doubt"}


@contextmanager
def mounted(image: Path, at: Path) -> Generator[Path]:
    """Mount an image; skip where that is not possible."""
    at.mkdir(exist_ok=True)
    done = subprocess.run(
        ["mount", "-o", "loop", image, at], check=False, capture_output=True, text=True
    )
    if done.returncode:
        pytest.skip(f"no loop devices here: {done.stderr.strip()}")
    try:
        yield at
    finally:
        for _ in range(50):
            if not subprocess.run(["umount", at], check=False).returncode:
                break
            time.sleep(0.1)


@pytest.fixture(name="disk")
def _disk(tmp_path) -> Generator[tuple[Path, Path]]:
    if os.geteuid() != 0 or shutil.which("mkfs.ext4") is None:
        pytest.skip("power cuts need root and mkfs.ext4: not tried here")
    image = tmp_path / "disk.img"
    with image.open("wb") as file:
        file.truncate(48 * 2**20)
    subprocess.run(["mkfs.ext4", "-q", "-F", image], check=True)
    with mounted(image, tmp_path / "disk") as at:
        yield image, at


def cut(image: Path, work: Path) -> tuple[dict[str, str], str]:
    """Return where each letter stands after a cut now, and whether it is whole."""
    copy = work / "after.img"
    shutil.copyfile(image, copy)
    with mounted(copy, work / "after") as at:
        path = at / "shop" / ".shopkeeper" / "ledger.sqlite3"
        ledger = sqlite3.connect(path)
        whole = ledger.execute("PRAGMA integrity_check").fetchone()[0]
        rows = ledger.execute(
            "SELECT json_extract(body, '$.address'), state FROM outbox"
        ).fetchall()
        ledger.close()
    copy.unlink()
    return dict(rows), whole


def cuts(
    stage: Stage, warm: Senders, out: Sink, image: Path, work: Path, *, number: int,
    seed: int, twin: str = "",
) -> tuple[int, int]:  # fmt: skip
    """Cut the power so often; return what was let go and lost, and what is broken."""
    dice = random.Random(seed)
    lost: set[str] = set()
    broken = 0
    pid = warm.start(stage, later(0), twin=twin)
    for _ in range(number):
        goal = len(out.arrived) + 1 + dice.randint(0, 3)
        while len(out.arrived) < goal and not warm.ended(pid):
            time.sleep(0.002)
        if warm.ended(pid):
            break
        os.kill(pid, signal.SIGSTOP)
        came = {to for to, _ in out.arrived}
        states, whole = cut(image, work)
        os.kill(pid, signal.SIGCONT)
        broken += whole != "ok"
        lost |= {to for to in came if states.get(to) not in GONE}
    if not warm.ended(pid):
        warm.kill(pid)
    return len(lost), broken


@pytest.mark.parametrize(
    ("people", "number"), [(150, 20), pytest.param(600, 100, marks=pytest.mark.slow)]
)
def test_what_left_is_on_disk_before_it_left(tmp_path, disk, people, number):
    """A power cut loses no mail that anybody got, and breaks no ledger."""
    image, at = disk
    with senders() as warm, sink(seed=9) as out:
        stage = set_stage(at / "shop", people, port=out.port)
        stage.agree()
        os.sync()
        lost, broken = cuts(stage, warm, out, image, tmp_path, number=number, seed=9)
    print(f"seed 9: {number} power cuts, {lost} lost, {broken} corrupt")
    assert (lost, broken) == (0, 0)


def test_a_sender_that_does_not_wait_for_the_disk_is_caught(tmp_path, disk):
    """The control: with `synchronous=OFF` what left is not on the disk."""
    image, at = disk
    with senders() as warm, sink(seed=9) as out:
        stage = set_stage(at / "shop", 80, port=out.port)
        stage.agree()
        os.sync()
        lost, _ = cuts(
            stage, warm, out, image, tmp_path, number=5, seed=9, twin="no disk"
        )
    print(f"seed 9: {lost} lost, as there must be")
    assert lost > 0
