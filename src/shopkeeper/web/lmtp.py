"""Takes mails from the mail server beside us: LMTP, an answer for each recipient.

250 is said after the commit, and not before; what cannot be kept now is asked for again
(451), and the mail server keeps it. There are no keys in LMTP: whoever reaches the
port may hand mails in, so it is this machine's alone unless somebody says otherwise.

Sources: RFC 2033 (LMTP); RFC 5321, section 4 (commands, dots, limits); RFC 1870 (SIZE);
RFC 2034 (enhanced codes).
"""

from __future__ import annotations

import asyncio
import re
import socket

from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager, suppress
from typing import Protocol


MOST_BYTES = 10 * 1024 * 1024  # as POST /v1/mail
_MOST_RECIPIENTS = 100
_MOST_AT_ONCE = 50
_MOST_MISTAKES = 20
_LONGEST_LINE = 4_096  # of a command
_PATIENCE_S = 300.0  # RFC 5321, 4.5.3.2
_END = b"\r\n"
_PATH = re.compile(rb"<((?:[^<>\s]|\\.)*)>((?:\s+[^\s<>]+)*)\s*")
_SIZE = re.compile(rb"\bSIZE=(\d+)", re.IGNORECASE)
_LHLO = (
    "250-{host}", "250-PIPELINING", "250-8BITMIME", "250-SMTPUTF8",
    "250-ENHANCEDSTATUSCODES", f"250 SIZE {MOST_BYTES}",
)  # fmt: skip

Say = Callable[..., None]


class TakesMail(Protocol):
    """A shop that mails may be handed to."""

    mailed: frozenset[str]

    async def take_mail(self, source: str, raw: bytes) -> object:
        """Keep a mail; return when it is on disk."""


@asynccontextmanager
async def taking_mail(
    serving: TakesMail, line: socket.socket | None, say: Say
) -> AsyncGenerator[None]:
    """Take mails that come by *line* while the block runs; none where it is None."""
    if line is None:
        yield
        return
    talks: set[asyncio.Task[None]] = set()

    async def answer(
        reader: asyncio.StreamReader, writer: asyncio.StreamWriter
    ) -> None:
        task = asyncio.current_task()
        assert task is not None  # noqa: S101 it is running
        talks.add(task)
        with suppress(asyncio.CancelledError):  # the server ends: so does the task
            await _Talk(serving, reader, writer, say).go_on(busy=len(talks))
        talks.discard(task)

    server = await asyncio.start_server(answer, sock=line, limit=_LONGEST_LINE)
    try:
        yield
    finally:
        server.close()
        for task in list(talks):
            task.cancel()
        await asyncio.gather(*talks, return_exceptions=True)


class _Gone(Exception):
    """The other side has gone, or said nothing for too long."""


class _Talk:
    """One connection."""

    def __init__(
        self,
        serving: TakesMail,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        say: Say,
    ) -> None:
        self._serving = serving
        self._reader = reader
        self._writer = writer
        self._say = say
        self._greeted = False
        self._mistakes = 0
        self._sender: bytes | None = None
        self._for: list[tuple[bytes, str]] = []

    async def go_on(self, *, busy: int) -> None:
        """Answer until one of both goes."""
        try:
            if busy > _MOST_AT_ONCE:
                await self._tell("421 4.3.2 Too many come at once: try again later")
                return
            await self._tell(f"220 {socket.gethostname()} Shopkeeper LMTP")
            while await self._one():
                pass
        except (_Gone, ConnectionError, TimeoutError):
            pass
        finally:
            self._writer.close()
            with suppress(ConnectionError, asyncio.CancelledError):
                await self._writer.wait_closed()

    async def _one(self) -> bool:
        """Answer one command; False at the end."""
        line = await self._line()
        if line is None:
            return await self._wrong("500 5.5.2 The line is too long")
        word, _, rest = line.partition(b" ")
        name = word.upper()
        if name == b"QUIT":
            await self._tell("221 2.0.0 Goodbye")
            return False
        if name == b"LHLO" and rest.strip():
            self._greeted = True
            self._begin_anew()
            host = socket.gethostname()
            await self._tell(*(one.format(host=host) for one in _LHLO))
        elif name in (b"RSET", b"NOOP"):
            if name == b"RSET":
                self._begin_anew()
            await self._tell("250 2.0.0 As you say")
        elif name == b"VRFY":
            await self._tell("252 2.1.5 Send it, and see")
        elif name in (b"MAIL", b"RCPT", b"DATA"):
            return await self._envelope(name, rest)
        else:
            return await self._wrong("500 5.5.1 This is LMTP: LHLO, MAIL, RCPT, DATA")
        return True

    async def _envelope(self, name: bytes, rest: bytes) -> bool:
        if not self._greeted:
            return await self._wrong("503 5.5.1 Say LHLO first")
        if name == b"MAIL":
            return await self._from(rest)
        if self._sender is None:
            return await self._wrong("503 5.5.1 Say MAIL FROM first")
        if name == b"RCPT":
            return await self._to(rest)
        if rest.strip() or not self._for:
            return await self._wrong("503 5.5.1 No valid recipients")
        await self._data()
        return True

    async def _from(self, rest: bytes) -> bool:
        found = _path(rest, b"FROM:")
        if self._sender is not None or found is None:
            return await self._wrong("501 5.5.4 Say MAIL FROM:<address>, once")
        size = _SIZE.search(found[1])
        if size is not None and int(size[1]) > MOST_BYTES:
            await self._tell("552 5.3.4 The mail is too large")
            return True
        self._sender = found[0]
        await self._tell("250 2.1.0 Sender accepted")
        return True

    async def _to(self, rest: bytes) -> bool:
        found = _path(rest, b"TO:")
        if found is None or not found[0]:
            return await self._wrong("501 5.5.4 Say RCPT TO:<address>")
        if len(self._for) >= _MOST_RECIPIENTS:
            await self._tell("452 4.5.3 Too many recipients: send the rest again")
            return True
        source = _source_of(found[0], self._serving.mailed)
        if source is None:
            await self._tell("550 5.1.1 No source takes mails to this address")
            return True
        self._for.append((found[0], source))
        await self._tell("250 2.1.5 Recipient accepted")
        return True

    async def _data(self) -> None:
        await self._tell("354 Begin; end with a dot on a line by itself")
        body = await self._body()
        wanted, sender = list(self._for), self._sender or b""
        self._begin_anew()
        if body is None:
            await self._tell(*["552 5.3.4 The mail is too large"] * len(wanted))
            return
        told: dict[str, str] = {}
        for source in dict.fromkeys(one for _, one in wanted):
            to = [address for address, one in wanted if one == source]
            head = b"".join(b"Delivered-To: " + one + _END for one in to)
            head = b"Return-Path: <" + sender + b">" + _END + head
            told[source] = await self._keep(source, head + body)
        await self._tell(*(told[source] for _, source in wanted))

    async def _keep(self, source: str, raw: bytes) -> str:
        try:
            # Where that is too short and it is kept after all, it is kept once.
            async with asyncio.timeout(_PATIENCE_S):
                await self._serving.take_mail(source, raw)
        except Exception as error:  # noqa: BLE001 the mail server has it still
            self._say("a mail was not kept", kind=type(error).__name__)
            return "451 4.3.0 It cannot be kept now: try again later"
        return "250 2.0.0 It is on disk"

    def _begin_anew(self) -> None:
        self._sender = None
        self._for = []

    async def _wrong(self, text: str) -> bool:
        self._mistakes += 1
        if self._mistakes > _MOST_MISTAKES:
            await self._tell("421 4.7.0 Too many mistakes")
            return False
        await self._tell(text)
        return True

    async def _tell(self, *lines: str) -> None:
        self._writer.write("".join(f"{one}\r\n" for one in lines).encode())
        async with asyncio.timeout(_PATIENCE_S):
            await self._writer.drain()

    async def _line(self) -> bytes | None:
        """Read a command; None where it is too long."""
        line, whole = await self._read()
        while not whole:  # to its end, so that the rest is no command
            line, whole = b"", (await self._read())[1]
            if whole:
                return None
        return line

    async def _body(self) -> bytes | None:
        """Read a mail up to its dot; None where it is too large."""
        found = bytearray()
        begins = True
        while True:
            line, whole = await self._read()
            if begins and whole and line == b".":
                return None if len(found) > MOST_BYTES else bytes(found)
            if begins and line.startswith(b"."):
                line = line[1:]
            if len(found) <= MOST_BYTES:
                found += line + (_END if whole else b"")
            begins = whole

    async def _read(self) -> tuple[bytes, bool]:
        """Read up to the end of a line, or as much of it as there is room for."""
        async with asyncio.timeout(_PATIENCE_S):
            try:
                return (await self._reader.readuntil(_END))[:-2], True
            except asyncio.LimitOverrunError as error:
                # Not into the middle of an end of line.
                return await self._reader.readexactly(max(error.consumed, 1)), False
            except asyncio.IncompleteReadError:
                raise _Gone from None


def _path(rest: bytes, word: bytes) -> tuple[bytes, bytes] | None:
    """Read `FROM:<address> SIZE=…`; None where it is no such thing."""
    if rest[: len(word)].upper() != word:
        return None
    found = _PATH.fullmatch(rest[len(word) :].strip())
    return None if found is None else (found[1], found[2])


def _source_of(address: bytes, mailed: frozenset[str]) -> str | None:
    """
    Return the source that an address is of: its name, or the only one there is.

    Example:
        >>> _source_of(b"inbox+x@corner.example", frozenset({"inbox", "bounces"}))
        'inbox'
        >>> _source_of(b"hello@corner.example", frozenset({"inbox"}))
        'inbox'
        >>> _source_of(b"hello@corner.example", frozenset({"inbox", "bounces"})) is None
        True
    """
    local = address.rpartition(b"@")[0] or address
    name = local.partition(b"+")[0].decode("utf-8", "replace").lower()
    named = {one.lower(): one for one in mailed}
    if name in named:
        return named[name]
    return next(iter(mailed)) if len(mailed) == 1 else None
