"""A small shop in a folder: told file by file, worked as the command works it."""

from __future__ import annotations

import contextlib
import io
import os
import subprocess
import sys
import warnings

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from typing import Any

import msgspec

from shopkeeper import bootstrap
from shopkeeper.adapters.files.town_files import write_town_file
from shopkeeper.cli import main
from shopkeeper.flow.house import House
from shopkeeper.flow.planning import signature_for, start_plan
from shopkeeper.flow.rounds import RoundDone, work_round
from shopkeeper.flow.sending import Sent, send_due
from shopkeeper.town import Town, contents_and_plans
from shopkeeper.vocabulary import Touch, TouchState


NOW = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)
"""A Monday morning, in no quiet hour of the shop's country."""

HEAD = """\
[shop]
name = "Corner Shop"
country = "GB"
time_zone = "Europe/London"

[channels.email]
send = "file:out"
from = "Corner Shop <hello@corner.example>"

[quiet]
weekend = false
"""
STAFF = """
[[people]]
id = "mara"
name = "Mara Stein"
department = "leadership"
roles = ["sponsor", "content", "experience"]

[[people]]
id = "rosa"
name = "Rosa Imlach"
department = "marketing"
roles = ["owner"]

[[people]]
id = "anil"
name = "Anil Deshpande"
department = "analysis"
roles = ["analysis", "development"]

[[people]]
id = "tilda"
name = "Tilda Croy"
department = "help desk"
roles = ["front_line"]
minutes_per_day = 60
"""
SIGNERS = {
    "sponsor": "mara",
    "content": "mara",
    "experience": "mara",
    "analysis": "anil",
    "development": "anil",
}
HELLO = "{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}"
EVERYBODY = "stage in (prospect, new, regular, drifting, leaving, left, returned)"


def content(key: str, body: str, *, purpose: str = "relationship") -> str:
    """Write a content for e-mail."""
    return (
        f'+++\nkey = "{key}"\npurpose = "{purpose}"\nchannels = ["email"]\n'
        f'subject = "A word from us"\n+++\n{body}\n'
    )


def plan(key: str, *, holdout: float = 0.0, again: str = "1 day", **step: str) -> str:
    """Write a plan of one step, for everybody unless the step says otherwise."""
    first = {
        "content": key,
        "audience": EVERYBODY,
        "need": EVERYBODY,
        "fallback": "silence",
        "again_after": again,
    } | step
    dates = {"starts": "2026-10-01", "ends": "2027-01-31", "review_by": "2026-12-01"}
    dates |= {name: first.pop(name) for name in list(first) if name in dates}
    days = "\n".join(f"{name} = {day}" for name, day in dates.items())
    lines = "\n".join(
        f"{name} = {value}" if value in ("true", "false") else f'{name} = "{value}"'
        for name, value in first.items()
    )
    return f"""\
key = "{key}"
owner = "rosa"
sponsor = "mara"
intent = "be there for her"
sells = false
brand_promise = "we know who comes through our door"
{days}
holdout = {holdout}

[[steps]]
key = "first"
channels = ["email"]
measure = {{outcome = "purchase", within = "30 days", better = "more"}}
{lines}
"""


@dataclass(frozen=True)
class Ran:
    """How a command ended."""

    code: int
    out: str
    err: str

    def json(self) -> Any:
        """Read what it printed."""
        return msgspec.json.decode(self.out)


@dataclass(frozen=True)
class Worked:
    """What a round came to, and what was sent behind it."""

    counts: Mapping[str, int]
    sent: Sent | None


@dataclass
class SmallShop:
    """
    A shop in a folder.

    Attributes:
        folder: Where it lies.
        settings: Tables of `shop.toml` beyond head and staff.
        head: What `shop.toml` begins with.
        staff: Its `[[people]]`.
    """

    folder: Path
    settings: str = ""
    head: str = HEAD
    staff: str = STAFF
    sources: list[str] = field(default_factory=list)

    def write(self, name: str, text: str) -> Path:
        """Write a file of the shop."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def has(self, name: str, holds: str, rows: str, *lines: str) -> SmallShop:
        """Give it a source: a CSV, and further lines of its table in `shop.toml`."""
        self.write(f"exports/{name}.csv", rows)
        told = [
            "\n[[sources]]",
            f'name = "{name}"',
            f'department = "{name}"',
            f'read = "exports/{name}.csv"',
            f'holds = "{holds}"',
            *lines,
        ]
        self.sources.append("\n".join(told) + "\n")
        return self

    def says(self, key: str, body: str = HELLO, purpose: str = "relationship") -> None:
        """Give it a content."""
        self.write(f"content/{key}.md", content(key, body, purpose=purpose))

    def plans(self, key: str, body: str = HELLO, **step: Any) -> SmallShop:
        """Give it a plan with a content of the same key."""
        self.says(key, body, step.pop("purpose", "relationship"))
        self.write(f"plans/{key}.toml", plan(key, **step))
        return self

    def opens(self, *, now: datetime = NOW, start: bool = True) -> SmallShop:
        """Write `shop.toml`; sign and start every plan unless told otherwise."""
        told = self.head + self.settings + self.staff + "".join(self.sources)
        self.write("shop.toml", told)
        bootstrap.make_demo_state(self.folder, 7)
        if start:
            sign_and_start(self.folder, SIGNERS, now=now)
        return self

    def work(self, now: datetime = NOW, *, send: bool = True, seed: int = 0) -> Worked:
        """Work a round as `run --send` does; without *send* as `run` does."""
        return work(self.folder, now=now, send=send, seed=seed)

    def touches(self) -> list[Touch]:
        """Return everything in the outbox, oldest first."""
        with self.looked_at() as house:
            return house.outbox.all()

    def sent(self) -> list[Touch]:
        """Return what went out."""
        return [one for one in self.touches() if one.state is TouchState.SENT]

    def mails(self) -> list[EmailMessage]:
        """Read back what lies in `out/`, as a mail program would."""
        return [read_mail(path) for path in sorted(self.folder.glob("out/*.eml"))]

    @contextlib.contextmanager
    def looked_at(self) -> Iterator[House]:
        """Open it for looking only."""
        with bootstrap.shop_at(self.folder, writable=False) as house:
            yield house

    def command(self, *words: str, now: datetime | None = NOW) -> Ran:
        """Run a command about this shop, `--shop` and `--now` added."""
        when = () if now is None else ("--now", now.isoformat())
        return command(*words, "--shop", str(self.folder), *when)

    def person(self, who: str, now: datetime = NOW) -> dict[str, Any]:
        """Return `person WHO --json`."""
        ran = self.command("person", who, "--json", now=now)
        assert ran.code == 0, ran.err
        found: dict[str, Any] = ran.json()
        return found


def town_shop(folder: Path, town: Town) -> SmallShop:
    """Open the shop of a town, its plans signed and started."""
    papers = contents_and_plans(town)
    shop = SmallShop(folder)
    for name, text in papers.all.items():
        shop.write(name, text)
    for file in town.files:
        write_town_file(folder, file, time_zone="Europe/London")
    bootstrap.make_demo_state(folder, town.seed)
    sign_and_start(folder, papers.signers, now=town.now)
    return shop


def sign_and_start(folder: Path, signers: Mapping[str, str], *, now: datetime) -> None:
    """Let all five roles sign each plan, and its owner start it."""
    with bootstrap.shop_at(folder) as house:
        for key in house.plans:
            for role, who in signers.items():
                signature = signature_for(house, key, role=role, by=who, now=now)
                bootstrap.write_signature(bootstrap.find_plan(folder, key), signature)
    with bootstrap.shop_at(folder) as house:
        for key, one in house.plans.items():
            start_plan(house, key, by=one.owner, now=now)


def work(folder: Path, *, now: datetime, send: bool = True, seed: int = 0) -> Worked:
    """Work a round over the shop in *folder*, and send what is due."""
    with bootstrap.shop_at(folder, seed=seed) as house:
        done: RoundDone = work_round(
            house, lambda source: bootstrap.table_readers(folder, source), now=now
        )
        return Worked(done.counts, send_due(house, now=now) if send else None)


def command(*words: str) -> Ran:
    """Run the command line in this process."""
    out, err = io.StringIO(), io.StringIO()
    before, sys.argv = sys.argv, ["shopkeeper", *words]
    code = 0
    try:
        with (
            warnings.catch_warnings(),
            contextlib.redirect_stdout(out),
            contextlib.redirect_stderr(err),
        ):
            # It reads the words from `sys.argv`, as it does in a shell.
            warnings.filterwarnings("ignore", message="Cyclopts application invoked")
            main()
    except SystemExit as end:
        code = end.code if isinstance(end.code, int) else int(end.code is not None)
    finally:
        sys.argv = before
    return Ran(code, out.getvalue(), err.getvalue())


def started(words: Sequence[str], **more: Any) -> subprocess.Popen[str]:
    """Start the command line in a process of its own, for killing and racing."""
    call = [sys.executable, "-c", "from shopkeeper.cli import main; main()", *words]
    return subprocess.Popen(
        call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **more
    )


def in_process(*words: str, **more: Any) -> Ran:
    """Run the command line in a process of its own, to its end."""
    process = started(words, **more)
    out, err = process.communicate()
    return Ran(process.returncode, out, err)


def read_mail(path: Path) -> EmailMessage:
    """Read a mail as a mail program would."""
    parser = BytesParser(EmailMessage, policy=policy.default)
    return parser.parsebytes(path.read_bytes())


def photograph(folder: Path, *leaving_out: str) -> dict[str, bytes]:
    """Return every file under *folder* by its path, but for some names."""
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and path.name not in leaving_out
    }


def is_root() -> bool:
    """Say whether permissions mean nothing here."""
    return os.geteuid() == 0
