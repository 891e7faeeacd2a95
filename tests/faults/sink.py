"""A real SMTP server that misbehaves at the wire when it is told to."""

from __future__ import annotations

import random
import re
import time

from collections import Counter
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session


_NAME = re.compile(rb"^Message-ID: <([^@]+)@", re.MULTILINE)


@dataclass
class Sink:
    """
    What arrived, and how it behaves.

    Attributes:
        seed: Of its dice.
        later: Share of mails answered with 451, half of them behind the dot.
        lost: Share of mails it takes, and hangs up on instead of saying so.
        slow: Seconds before it answers behind the dot.
        arrived: Address and moment of each mail it took, in order.
        raw: Their bytes.
        lost_replies: How often it hung up.
        envelopes: Sender and recipients of each.
    """

    seed: int = 0
    later: float = 0.0
    lost: float = 0.0
    slow: float = 0.0
    keep: bool = False
    arrived: list[tuple[str, float]] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    envelopes: list[tuple[str, list[str]]] = field(default_factory=list)
    lost_replies: int = 0
    refused: int = 0
    port: int = 0

    def __post_init__(self) -> None:
        self._dice = random.Random(self.seed)

    async def handle_RCPT(  # noqa: N802 the library's name
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        to: str,
        options: list[str],
    ) -> str:
        """Take a recipient, or ask to come again."""
        del server, session, options
        if self._dice.random() < self.later / 2:
            self.refused += 1
            return "451 4.7.1 Come again later"
        envelope.rcpt_tos.append(to)
        return "250 OK"

    async def handle_DATA(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a mail, or not; and say so, or not."""
        del session
        if self.slow:
            time.sleep(self.slow)  # noqa: ASYNC251 it is to keep everybody waiting
        if self._dice.random() < self.later / 2:
            self.refused += 1
            return "451 4.3.0 Come again later"
        data = bytes(envelope.original_content or b"")
        self.envelopes.append((envelope.mail_from or "", list(envelope.rcpt_tos)))
        for to in envelope.rcpt_tos:
            self.arrived.append((to, time.time()))
        if self.keep:
            self.raw.append(data)
        if self._dice.random() < self.lost:
            self.lost_replies += 1
            server.transport.abort()
        return "250 OK"

    def copies(self) -> Counter[str]:
        """Count what came to each address."""
        return Counter(to for to, _ in self.arrived)

    def doubles(self) -> int:
        """Count the addresses to which more than one came."""
        return sum(count > 1 for count in self.copies().values())


@contextmanager
def sink(**how: object) -> Generator[Sink]:
    """Run a server on a free port of this machine."""
    made = Sink(**how)  # type: ignore[arg-type]
    controller = Controller(made, hostname="127.0.0.1", port=0)
    # The library's own start looks at the port it was given, which is none yet.
    controller.port = _free_port()
    controller.start()
    made.port = controller.port
    try:
        yield made
    finally:
        controller.stop()


def _free_port() -> int:
    import socket  # noqa: PLC0415

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
