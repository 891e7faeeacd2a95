"""Mails to people, by SMTP, each held at its final dot until the gate opens.

Sources: RFC 5321, sections 4.1.1.4 and 4.5.3.2; RFC 1047: the reply behind the dot is
the one that gets lost, so what follows it decides what we know. Before the dot, nothing
has been handed over: closing the connection takes the mail back. Behind it, a reply is
knowledge, and no reply is doubt.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl

from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import SplitResult, unquote, urlsplit

import msgspec

from shopkeeper.adapters.smtp.page import LAYOUT, page_maker
from shopkeeper.adapters.smtp.signing import signer
from shopkeeper.say.mail import AsPage, Envelope, Stationery, as_mail
from shopkeeper.say.ports import Gate
from shopkeeper.vocabulary import (
    BadInput,
    Carried,
    ChannelSettings,
    Touch,
    TouchState,
)


_DOWN = timedelta(minutes=5)
_LATER = timedelta(minutes=2)
_TIMEOUT = 60.0  # seconds, for each reply; RFC 5321 would let a server take ten minutes
_AGAIN = range(400, 500)
_GOOD = range(200, 300)
_DOT = b".\r\n"
_SOON = 1.0  # seconds


class Unreachable(Exception):
    """The server is not there, or does not want to talk with us."""


class SmtpWire:
    """
    A `Wire` for e-mail.

    Args:
        server: `smtp://user@host:port` (STARTTLS wherever it is offered, and always
            with a user) or `smtps://…`.
        paper: What all mails have in common.
        sign: Signs a mail, or None.
        page: Makes the page of it, or None.
        password: Of the user.
        tasks: So many connections at a time. What is on its way when this process is
            killed comes to be in doubt: with one, that is one mail.
        clock: Dates the mails.
        timeout: Of each reply, in seconds.
    """

    def __init__(
        self,
        server: str,
        paper: Stationery,
        *,
        sign: Callable[[bytes], bytes] | None = None,
        page: AsPage | None = None,
        password: str | None = None,
        tasks: int = 1,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        timeout: float = _TIMEOUT,
    ) -> None:
        self._server: SplitResult = urlsplit(server)
        self._paper = paper
        self._sign = sign
        self._page = page
        self._password = password
        self._tasks = tasks
        self._clock = clock
        self._timeout = timeout

    def deliver(self, touches: Sequence[Touch], gate: Gate) -> None:
        """Bring them to their final dot, ask the gate, and let them go."""
        asyncio.run(self._deliver(touches, gate))

    def preview(self, touch: Touch, to: str) -> Carried:
        """Send one to an address of our own staff, marked as a preview."""
        marked = msgspec.structs.replace(
            touch,
            address=to,
            message=msgspec.structs.replace(
                touch.message, subject=f"[Preview] {touch.message.subject or ''}"
            ),
        )
        gate = _AlwaysOpen()
        # A preview has no link to leave by, and its bounces are nobody's.
        plain = msgspec.structs.replace(self._paper, way_out=False, return_path=None)
        here, self._paper = self._paper, plain
        try:
            self.deliver([marked], gate)
        finally:
            self._paper = here
        return gate.became

    def finish(self) -> None:
        """Do nothing: every mail has left by itself."""

    async def _deliver(self, touches: Sequence[Touch], gate: Gate) -> None:
        queue, clerk = deque(touches), _Clerk(gate)
        try:
            await asyncio.gather(
                *(self._task(queue, clerk) for _ in range(min(self._tasks, len(queue))))
            )
        finally:
            clerk.finish()

    async def _task(self, queue: deque[Touch], clerk: _Clerk) -> None:
        session = _Session(self._server, self._password, self._timeout)
        try:
            while queue:
                touch = queue.popleft()
                try:
                    envelope = self._built(touch)
                except BadInput as error:
                    clerk.note(touch, TouchState.FAILED, str(error))
                    continue
                try:
                    await session.send(touch, envelope, clerk)
                except Unreachable as error:
                    # One connection told us: nobody else has to try in vain.
                    for one in (touch, *queue):
                        clerk.note(
                            one, TouchState.APPROVED, str(error), _DOWN, counts=False
                        )
                    queue.clear()
        finally:
            await session.close()

    def _built(self, touch: Touch) -> Envelope:
        envelope = as_mail(touch, self._paper, now=self._clock(), page=self._page)
        if self._sign is None:
            return envelope
        return msgspec.structs.replace(envelope, data=self._sign(envelope.data))


class _Clerk:
    """Asks the gate and reports to it: what waits at the same time, in one go."""

    def __init__(self, gate: Gate) -> None:
        self._gate = gate
        self._asking: list[tuple[Touch, asyncio.Future[bool]]] = []
        self._became: list[tuple[Touch, Carried]] = []
        self._soon = False

    async def may_go(self, touch: Touch) -> bool:
        """Wait until `committing` is on disk for it, or something says no."""
        answer: asyncio.Future[bool] = asyncio.get_running_loop().create_future()
        self._asking.append((touch, answer))
        if not self._soon:
            self._soon = True
            asyncio.get_running_loop().call_soon(self._work)
        return await answer

    def note(
        self,
        touch: Touch,
        state: TouchState,
        because: str,
        again_in: timedelta | None = None,
        *,
        counts: bool = True,
        of_her: bool = False,
    ) -> None:
        """Have it written down what became of a touch, soon."""
        carried = Carried(
            state=state, because=because, again_in=again_in, counts=counts,
            of_her=of_her,
        )  # fmt: skip
        self._became.append((touch, carried))
        if len(self._became) == 1:
            # With the next one that asks, or soon, where nobody does.
            asyncio.get_running_loop().call_later(_SOON, self.finish)

    def _work(self) -> None:
        self._soon = False
        asking, self._asking = self._asking, []
        became, self._became = self._became, []
        try:
            passed = self._gate.open([touch for touch, _ in asking], became)
        except Exception as error:  # noqa: BLE001 the task that asked is to hear it
            for _, answer in asking:
                if not answer.done():
                    answer.set_exception(error)
            return
        for touch, answer in asking:
            if not answer.done():
                answer.set_result(touch.message.message_id in passed)

    def finish(self) -> None:
        """Have everything written down that is known by now."""
        became, self._became = self._became, []
        if became:
            self._gate.note(became)


class _Session:
    """One connection, kept for as many mails as the server takes."""

    def __init__(
        self, server: SplitResult, password: str | None, timeout: float
    ) -> None:
        self._server, self._password, self._timeout = server, password, timeout
        self._client: Any = None

    async def send(self, touch: Touch, envelope: Envelope, clerk: _Clerk) -> None:
        """
        Send one mail; what became of it is noted.

        Raises:
            Unreachable: If there is no server to send it by; nothing is noted.
        """
        from aiosmtplib import SMTPException  # noqa: PLC0415

        await self._connect()
        try:
            refused = await self._up_to_the_dot(envelope)
        except (SMTPException, OSError) as error:
            self._drop()
            because = f"the connection broke before it left ({_words(error)})"
            clerk.note(touch, TouchState.APPROVED, because, _LATER)
            return
        if refused is not None:
            code, words, of_her = refused
            state, again = _after_a_no(code)
            clerk.note(touch, state, f"{code} {words}", again, of_her=of_her)
            return
        last = asyncio.ensure_future(self._through_the_gate(touch, clerk))
        try:
            await asyncio.shield(last)
        except asyncio.CancelledError:
            # Told to end: what is past the gate is heard out, so that it is known.
            await last
            raise

    async def _through_the_gate(self, touch: Touch, clerk: _Clerk) -> None:
        if not await clerk.may_go(touch):
            # In the middle of DATA there is no way back but to hang up (RFC 5321,
            # 4.1.1.4: without the dot the server has received nothing).
            self._drop()
            return
        await self._dot(touch, clerk)

    async def close(self) -> None:
        """Say goodbye, if anybody is there."""
        if self._client is not None and self._client.is_connected:
            line = self._client.transport
            try:
                with contextlib.suppress(Exception):  # we are leaving anyway
                    async with asyncio.timeout(2):
                        await self._client.quit()
            finally:
                # The goodbye of TLS would outlive the loop; nothing waits for it, nor
                # for any goodbye where we are told to end at once.
                line.abort()
        self._drop()

    async def _connect(self) -> None:
        if self._client is not None and self._client.is_connected:
            return
        from aiosmtplib import (  # noqa: PLC0415
            SMTP,
            SMTPAuthenticationError,
            SMTPException,
        )

        server = self._server
        secure = server.scheme == "smtps"
        user = unquote(server.username) if server.username else None
        self._client = SMTP(
            hostname=server.hostname,
            port=server.port or (465 if secure else 25),
            username=user,
            password=self._password,
            use_tls=secure,
            # With a password only over TLS; without one wherever it is offered.
            start_tls=False if secure else (True if user else None),
            tls_context=ssl.create_default_context(),
            timeout=self._timeout,
        )
        try:
            await self._client.connect()
        except SMTPAuthenticationError as error:
            self._drop()
            says = f"{error.code} {_one_line(error.message)}"
            msg = f"{server.hostname} does not let us in ({says})"
            raise Unreachable(msg) from None
        except (SMTPException, OSError, ValueError) as error:
            self._drop()
            msg = f"{server.hostname} cannot be reached ({_words(error)})"
            raise Unreachable(msg) from None

    async def _up_to_the_dot(self, envelope: Envelope) -> tuple[int, str, bool] | None:
        """
        Bring everything but the dot.

        Returns:
            Code and words of a refusal, and whether it is whom it was for that was
            refused: the same words behind MAIL FROM would be said of us.
        """
        from aiosmtplib import SMTPResponseException  # noqa: PLC0415

        client = self._client
        of_her = False
        try:
            await client.mail(envelope.sender)
            of_her = True
            await client.rcpt(envelope.recipient)
            of_her = False
            reply = await client.execute_command(b"DATA")
        except SMTPResponseException as error:
            await self._start_over()
            return error.code, _one_line(error.message), of_her
        if reply.code != 354:  # noqa: PLR2004 RFC 5321, 4.2.3: go ahead
            await self._start_over()
            return reply.code, _one_line(reply.message), False
        client.protocol.write(_stuffed(envelope.data))
        return None

    async def _dot(self, touch: Touch, clerk: _Clerk) -> None:
        from aiosmtplib import SMTPException, SMTPServerDisconnected  # noqa: PLC0415

        protocol = self._client.protocol
        try:
            if protocol is None:
                msg = "nobody is there any more"
                raise SMTPServerDisconnected(msg)
            protocol.write(_DOT)
        except (SMTPException, OSError):
            # The dot was never written: that is knowledge, too.
            self._drop()
            because = "the connection broke before the last byte"
            clerk.note(touch, TouchState.APPROVED, because, _LATER)
            return
        try:
            reply = await protocol.read_response(timeout=self._timeout)
        except (SMTPException, OSError) as error:
            self._drop()
            because = f"it left, and no answer came ({_words(error)})"
            clerk.note(touch, TouchState.IN_DOUBT, because)
            return
        words = f"{reply.code} {_one_line(reply.message)}"
        if reply.code in _GOOD:
            clerk.note(touch, TouchState.SENT, words)
            return
        state, again = _after_a_no(reply.code)
        # Some look only here whether anybody is there, and say so by RFC 3463's code;
        # without it, what is refused behind the dot is what was written.
        of_her = reply.message.startswith("5.1.")
        clerk.note(touch, state, words, again, of_her=of_her)

    async def _start_over(self) -> None:
        from aiosmtplib import SMTPException  # noqa: PLC0415

        try:
            await self._client.rset()
        except (SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        """Hang up, without a word."""
        if self._client is not None:
            if self._client.transport is not None:
                self._client.transport.abort()
            self._client.close()
        self._client = None


class _AlwaysOpen:
    """The gate of a preview: it goes to our own staff only."""

    def __init__(self) -> None:
        self.became = Carried(state=TouchState.FAILED, because="nothing happened")

    def open(
        self,
        touches: Sequence[Touch],
        became: Sequence[tuple[Touch, Carried]] = (),
    ) -> frozenset[str]:
        del became
        return frozenset(one.message.message_id for one in touches)

    def note(self, became: Sequence[tuple[Touch, Carried]]) -> None:
        self.became = became[-1][1]


def _after_a_no(code: int) -> tuple[TouchState, timedelta | None]:
    if code in _AGAIN:
        return TouchState.APPROVED, _LATER
    return TouchState.FAILED, None


def _stuffed(data: bytes) -> bytes:
    """Double the dots that begin a line (RFC 5321, 4.5.2); lines end as they must."""
    if not data.endswith(b"\r\n"):
        data += b"\r\n"
    data = data.replace(b"\r\n.", b"\r\n..")
    return b"." + data if data.startswith(b".") else data


def _one_line(words: str) -> str:
    return " ".join(words.split())[:200]


def _words(error: BaseException) -> str:
    return _one_line(str(error)) or type(error).__name__


def smtp_wire(
    settings: ChannelSettings, *, sender: str, key: bytes, folder: Path, language: str
) -> SmtpWire:
    """
    Make the wire that `[channels.email]` states.

    Args:
        settings: Of the channel.
        sender: Whom mails are from.
        key: The shop's for tokens.
        folder: The shop's; files are named relative to it.
        language: The shop's.

    Raises:
        BadInput: If the extra is not installed, or a file cannot be read.
    """
    try:
        import aiosmtplib  # noqa: F401, PLC0415

        layout = folder / "content" / "layout.mjml"
        page = page_maker(
            layout.read_text(encoding="utf-8") if layout.exists() else LAYOUT
        )
        sign = (
            signer(settings.dkim, folder / settings.dkim_key)
            if settings.dkim and settings.dkim_key
            else None
        )
    except ModuleNotFoundError:
        msg = "Sending mail needs the extra `mail`: pip install 'shopkeeper[mail]'."
        raise BadInput(msg) from None
    secret = None
    if settings.secret:
        try:
            secret = (folder / settings.secret).read_text(encoding="utf-8").strip()
        except OSError as error:
            msg = f"{folder / settings.secret} cannot be read: {error.strerror}."
            raise BadInput(msg) from None
    return SmtpWire(
        settings.send,
        Stationery(
            from_=sender,
            key=key,
            reply_to=settings.reply_to,
            return_path=settings.return_path,
            unsubscribe=settings.unsubscribe,
            her_page=settings.her_page,
            language=language,
        ),
        sign=sign,
        page=page,
        password=secret,
        tasks=settings.tasks,
    )
