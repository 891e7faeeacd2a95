"""A shop with many people and a letter for each of them, and senders to kill."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from shopkeeper import bootstrap
from shopkeeper.flow.agreeing import about_to_reach, approve, open_channel
from shopkeeper.flow.rounds import work_round
from shopkeeper.vocabulary import Channel, TouchState
from tests.builders.shop import NOW, SIGNERS, STAFF, content, plan, sign_and_start


HEAD = """\
[shop]
name = "Corner Shop"
country = "GB"
time_zone = "Europe/London"

[stores]
ledger = "{ledger}"

[quiet]
from = "23:58"
to = "23:59"
weekend = false

[channels.email]
send = "smtp://127.0.0.1:{port}"
from = "Corner Shop <hello@corner.example>"
reply_to = "Tilda Croy <tilda@corner.example>"
return_path = "bounces@corner.example"
unsubscribe = "https://corner.example/u/"
tasks = {tasks}

[[sources]]
name = "crm"
department = "crm"
read = "crm.csv"
holds = "people"
"""
SQLITE = "sqlite:///.shopkeeper/ledger.sqlite3"
LETTER = (
    "{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}\n\nGood to know."
)


def address(number: int) -> str:
    """Return where person *number* is written to."""
    return f"p{number:05}@people.example"


@dataclass(frozen=True)
class Stage:
    """A shop in a folder whose letters wait."""

    folder: Path

    def settings(self, *, port: int, ledger: str = SQLITE, tasks: int = 1) -> None:
        """Say where letters go, and have two people agree to it."""
        told = HEAD.format(port=port, ledger=ledger, tasks=tasks) + STAFF
        (self.folder / "shop.toml").write_text(told, encoding="utf-8")

    def agree(self) -> None:
        """Have two people let mail reach people, and one look at whom it reaches."""
        with bootstrap.shop_at(self.folder) as house:
            for who in ("mara", "anil"):
                open_channel(house, Channel.EMAIL, by=who, now=NOW)
            people = about_to_reach(house, "hello", now=NOW).people
            if people:
                approve(house, "hello", by="mara", people=people, now=NOW)

    def states(self) -> Mapping[str, TouchState]:
        """Return where each letter stands, by address."""
        with bootstrap.shop_at(self.folder, writable=False) as house:
            return {one.address: one.state for one in house.outbox.all()}

    def waiting(self) -> int:
        """Count the letters that are not settled yet."""
        open_ones = (TouchState.APPROVED, TouchState.ATTEMPTING, TouchState.COMMITTING)
        return sum(state in open_ones for state in self.states().values())


def set_stage(
    folder: Path, people: int, *, port: int = 1, ledger: str = SQLITE, tasks: int = 1
) -> Stage:
    """Make a shop of many people, and decide a letter for each; none has left."""
    folder.mkdir(parents=True, exist_ok=True)
    stage = Stage(folder)
    rows = [f"C{n:05},{address(n)}" for n in range(people)]
    head = "customer_no,email"
    (folder / "crm.csv").write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    for name, text in (
        ("content/hello.md", content("hello", LETTER)),
        ("plans/hello.toml", plan("hello", again="60 days")),
    ):
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    stage.settings(port=port, ledger=ledger, tasks=tasks)
    sign_and_start(folder, SIGNERS, now=NOW)
    with bootstrap.shop_at(folder) as house:
        work_round(
            house, lambda source: bootstrap.table_readers(folder, source), now=NOW
        )
    return stage


def copied(stage: Stage, folder: Path) -> Stage:
    """Take the same stage once more, untouched."""
    shutil.copytree(stage.folder, folder)
    return Stage(folder)


class Senders:
    """
    Starts processes that send, in no time: they are forked off one that is warm.

    Each is a process of its own, opens the shop by itself, and may be killed, stopped
    and continued by its number.
    """

    def __init__(self) -> None:
        self._warm = subprocess.Popen(
            [sys.executable, "-m", "tests.faults.senders"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def start(
        self, stage: Stage, now: datetime, *, twin: str = "", lease: float = 180
    ) -> int:
        """Start one; return its process number."""
        told = {
            "folder": str(stage.folder), "now": now.isoformat(), "twin": twin,
            "lease": lease,
        }  # fmt: skip
        return int(self._ask(told))

    def ended(self, pid: int) -> bool:
        """Say whether it has come to its end."""
        return self._ask({"ended": pid}) == "yes"

    def wait(self, pid: int, seconds: float) -> bool:
        """Wait so long; say whether it has come to its end."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if self.ended(pid):
                return True
            time.sleep(0.02)
        return False

    def kill(self, pid: int) -> None:
        """Kill it at once, and wait until it is gone."""
        os.kill(pid, signal.SIGKILL)
        assert self.wait(pid, 10)

    def close(self) -> None:
        """Let the warm one go."""
        assert self._warm.stdin is not None
        self._warm.stdin.close()
        self._warm.wait(10)
        if self._warm.stdout is not None:
            self._warm.stdout.close()

    def _ask(self, told: Mapping[str, object]) -> str:
        assert self._warm.stdin is not None
        assert self._warm.stdout is not None
        self._warm.stdin.write(json.dumps(told) + "\n")
        self._warm.stdin.flush()
        return self._warm.stdout.readline().strip()


@contextmanager
def senders() -> Generator[Senders]:
    """Have senders at hand."""
    made = Senders()
    try:
        yield made
    finally:
        made.close()


def later(number: int) -> datetime:
    """Return a moment so many retries later."""
    return NOW + number * timedelta(minutes=5)
