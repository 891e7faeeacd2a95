"""A mail server hands mails over by LMTP: on disk before 250, once, one answer each."""

from __future__ import annotations

import asyncio
import re
import smtplib
import socket
import sqlite3

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Self

from shopkeeper.bootstrap import Busy
from shopkeeper.web.listening import bound
from shopkeeper.web.lmtp import MOST_BYTES, taking_mail
from tests.builders.server import Server, running
from tests.builders.shop import command


SHOP = """\
[shop]
name = "Corner Shop"

[channels.email]
send = "file:out"
from = "Corner Shop <hello@corner.example>"

[[sources]]
name = "inbox"
holds = "messages"
department = "shop"
"""
BOUNCES = '\n[[sources]]\nname = "bounces"\nholds = "outcomes"\ndepartment = "shop"\n'
ANSWER = """\
From: Jenny <jenny@home.example>\r
To: hello@corner.example\r
Subject: Re: Hello\r
Message-ID: <{id}@home.example>\r
\r
My kettle arrived broken.\r
"""


class Line:
    """A connection, one word after the other."""

    def __enter__(self) -> Self:
        """Talk."""
        return self

    def __exit__(self, *_: object) -> None:
        """Hang up."""
        self.file.close()
        self.socket.close()

    def __init__(self, port: int) -> None:
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=20)
        self.file = self.socket.makefile("rb")
        assert self.hears(1) == ["220"]

    def hears(self, count: int) -> list[str]:
        """Return the codes of so many answers."""
        codes: list[str] = []
        while len(codes) < count:
            line = self.file.readline().decode()
            assert line, codes
            if line[3] != "-":
                codes.append(line[:3])
        return codes

    def says(self, *lines: str, answers: int | None = None) -> list[str]:
        """Say lines at once, and return the codes that come back."""
        self.socket.sendall("".join(f"{one}\r\n" for one in lines).encode())
        return self.hears(len(lines) if answers is None else answers)

    def hands_over(self, mail: str, *to: str) -> list[str]:
        """Hand a mail over to so many; return what is said of each."""
        asked = [f"RCPT TO:<{one}>" for one in to]
        codes = self.says("MAIL FROM:<jenny@home.example>", *asked, "DATA")
        taken = codes[1:-1].count("250")
        if codes[-1] != "354":
            self.says("RSET")
            return codes[1:]
        self.socket.sendall(mail.encode() + b".\r\n")
        return self.hears(taken)


@contextmanager
def served(folder: Path, text: str = SHOP) -> Generator[tuple[Server, Line]]:
    """Serve a shop that takes mails, and greet it."""
    folder.mkdir(exist_ok=True)
    (folder / "shop.toml").write_text(text, encoding="utf-8")
    with running(folder, "--no-rounds", "--lmtp", "0") as server:
        assert server.process.stdout is not None
        said = server.process.stdout.readline()
        told = re.search(r"LMTP at 127\.0\.0\.1:(\d+)$", said)
        assert told is not None
        with Line(int(told[1])) as line:
            assert line.says("LHLO mail.corner.example") == ["250"]
            yield server, line


def kept(folder: Path) -> list[tuple[str, str]]:
    """Return source and key of every mail in the ledger."""
    line = sqlite3.connect(folder / ".shopkeeper" / "ledger.sqlite3")
    try:
        return line.execute(
            "SELECT name, row_key FROM records JOIN sources USING (source_no)"
            " ORDER BY sequence"
        ).fetchall()
    finally:
        line.close()


def test_what_was_answered_250_is_on_disk_though_the_server_is_killed(
    tmp_path: Path,
) -> None:
    """One answer for each recipient; the same mail again is the same."""
    with served(tmp_path / "shop") as (server, line):
        two = "hello@corner.example", "sales@corner.example"
        assert line.hands_over(ANSWER.format(id="a"), *two) == ["250", "250"]
        assert line.hands_over(ANSWER.format(id="a"), two[0]) == ["250"]
        assert line.hands_over(ANSWER.format(id="b"), two[1]) == ["250"]
        server.kill()
        keys = [("inbox", "a@home.example"), ("inbox", "b@home.example")]
        assert kept(tmp_path / "shop") == keys


def test_each_recipient_has_the_source_of_its_name(tmp_path: Path) -> None:
    """Of several sources the address names one; 550 for one that names none."""
    with served(tmp_path / "shop", SHOP + BOUNCES) as (server, line):
        codes = line.says(
            "MAIL FROM:<>", "RCPT TO:<inbox@corner.example>",
            "RCPT TO:<who@corner.example>", "RCPT TO:<bounces+x1@corner.example>",
            "DATA",
        )  # fmt: skip
        assert codes == ["250", "250", "550", "250", "354"]
        line.socket.sendall(ANSWER.format(id="a").encode() + b".\r\n")
        assert line.hears(2) == ["250", "250"]
        assert line.hands_over(ANSWER.format(id="a"), "who@corner.example") == [
            "550",
            "503",
        ]
        assert line.says("QUIT") == ["221"]
        server.end()
        names = [("inbox", "a@home.example"), ("bounces", "a@home.example")]
        assert kept(tmp_path / "shop") == names


def test_dots_ends_and_sizes(tmp_path: Path) -> None:
    """A dot that is doubled is one; no other end of line ends a mail; caps hold."""
    with served(tmp_path / "shop") as (server, line):
        with smtplib.LMTP("127.0.0.1", line.socket.getpeername()[1]) as client:
            client.sendmail(
                "jenny@home.example", ["hello@corner.example"],
                ANSWER.format(id="dots") + "..\r\n.hidden\r\n" + "x" * 9_000 + "\r\n",
            )  # fmt: skip
        smuggled = (
            ANSWER.format(id="one") + "a\n.\nMAIL FROM:<eve@evil.example>\r\nb\r.\r\n"
        )
        assert line.hands_over(smuggled, "hello@corner.example") == ["250"]
        assert line.says("NOOP") == ["250"]
        big = "MAIL FROM:<jenny@home.example> SIZE=99999999"
        assert line.says(big) == ["552"]
        much = ANSWER.format(id="much") + ("y" * 998 + "\r\n") * (
            MOST_BYTES // 1000 + 1
        )
        assert (
            line.hands_over(much, "a@corner.example", "b@corner.example") == ["552"] * 2
        )
        assert line.hands_over(ANSWER.format(id="two"), "hello@corner.example") == [
            "250"
        ]
        wrong = (
            "EHLO x",
            "MAIL FROM:jenny",
            "RCPT TO:<a@b.example>",
            "DATA",
            "z" * 9_000,
        )
        assert line.says(*wrong) == ["500", "501", "503", "503", "500"]
        assert line.says(*["HELO"] * 16, answers=16)[-1] == "421"
        server.end()
        found = [key for _, key in kept(tmp_path / "shop")]
        assert found == ["dots@home.example", "one@home.example", "two@home.example"]
        raw = (tmp_path / "shop/.shopkeeper/ledger.sqlite3").read_bytes()
        assert b".hidden" in raw
        assert b"..hidden" not in raw


class _Full:
    """A shop that can keep nothing now."""

    mailed = frozenset({"inbox"})

    async def take_mail(self, source: str, raw: bytes) -> None:
        """Keep it not."""
        raise Busy(source, len(raw))


def test_what_cannot_be_kept_is_left_with_the_mail_server() -> None:
    """451: it tries again; the log names nobody."""
    said: list[tuple[object, ...]] = []

    async def ask() -> list[str]:
        line = bound("127.0.0.1", 0)
        port = line.getsockname()[1]
        note = lambda *words, **more: said.append((*words, *more.values()))  # noqa: E731

        async with taking_mail(_Full(), line, note):

            def talk() -> list[str]:
                with Line(port) as one:
                    assert one.says("LHLO x") == ["250"]
                    to = "a@corner.example", "b@corner.example"
                    return one.hands_over(ANSWER.format(id="a"), *to)

            return await asyncio.to_thread(talk)

    assert asyncio.run(ask()) == ["451", "451"]
    assert said == [("a mail was not kept", "Busy")]


def test_a_wrong_address_is_one_sentence(tmp_path: Path) -> None:
    """And no traceback; the shop is not opened for it."""
    (tmp_path / "shop.toml").write_text(SHOP, encoding="utf-8")
    ran = command("serve", str(tmp_path), "--lmtp", "smtp")
    assert ran.code == 2
    assert "127.0.0.1:8424" in ran.err
    assert not (tmp_path / ".shopkeeper").exists()
