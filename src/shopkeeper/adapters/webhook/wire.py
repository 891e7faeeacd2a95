"""Messages to whoever carries them: a signed call, with a key that makes it once.

Sources: the Standard Webhooks convention (`webhook-id`, `webhook-timestamp`,
`webhook-signature`: v1, HMAC-SHA256 over id, time and body); the IETF draft of the
`Idempotency-Key` header; reliability.md, C14 and E4. The key is the message's id, and
the same message makes the same body, so a call whose answer was lost is made again: the
receiver can tell. Nobody is followed to another address.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import http.client
import json
import ssl

from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import urlsplit

import msgspec

from shopkeeper.say.ports import Gate
from shopkeeper.vocabulary import (
    BadInput,
    Carried,
    ChannelSettings,
    Touch,
    TouchState,
)


_LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
_GOOD = range(200, 300)
_LATER = timedelta(minutes=2)
_DOWN = timedelta(minutes=5)
_TOO_EARLY = (408, 425, 429)
_SERVERS_FAULT = range(500, 600)


class WebhookWire:
    """
    A `Wire` for any channel that somebody else's service carries.

    Args:
        url: Where to call; https, or this very machine.
        secret: Signs each call.
        tries: So many calls, with the same key, before no answer is doubt.
        clock: Dates the calls.
        timeout: Of each answer, in seconds.
    """

    def __init__(
        self,
        url: str,
        secret: bytes,
        *,
        tries: int = 3,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        timeout: float = 20.0,
    ) -> None:
        self._url = urlsplit(url)
        here = self._url.hostname in _LOOPBACK
        if self._url.scheme != "https" and not here:
            msg = f"{url} would be called in the open: write https://."
            raise BadInput(msg)
        self._secret = secret
        self._tries = tries
        self._clock = clock
        self._timeout = timeout

    def deliver(self, touches: Sequence[Touch], gate: Gate) -> None:
        """Ask the gate for each, and call."""
        for number, touch in enumerate(touches):
            if not self._reachable():
                down = Carried(
                    state=TouchState.APPROVED,
                    because=f"{self._url.hostname} cannot be reached",
                    again_in=_DOWN,
                    counts=False,
                )
                gate.note([(one, down) for one in touches[number:]])
                return
            if gate.open([touch]):
                gate.note([(touch, self._call(touch, test=False))])

    def preview(self, touch: Touch, to: str) -> Carried:
        """Send one to somebody of our own staff, marked as a preview."""
        name = f"preview-{touch.message.message_id}-{self._clock():%Y%m%d%H%M%S%f}"
        message = msgspec.structs.replace(touch.message, message_id=name)
        marked = msgspec.structs.replace(touch, address=to, message=message)
        return self._call(marked, test=True)

    def finish(self) -> None:
        """Do nothing: every call was made by itself."""

    def _call(self, touch: Touch, *, test: bool) -> Carried:
        body = body_of(touch, test=test)
        because = ""
        for _ in range(self._tries):
            try:
                status = self._post(touch.message.message_id, body)
            except (OSError, http.client.HTTPException) as error:
                says = str(error) or type(error).__name__
                because = f"it left, and no answer came ({says})"
                continue
            if status in _GOOD:
                return Carried(state=TouchState.SENT, because=f"answered {status}")
            if status in _SERVERS_FAULT:
                # It may have been done before it went wrong; the key says so.
                because = f"it left, and the answer was {status}"
                continue
            again = status in _TOO_EARLY
            return Carried(
                state=TouchState.APPROVED if again else TouchState.FAILED,
                because=f"answered {status}",
                again_in=_LATER if again else None,
            )
        return Carried(state=TouchState.IN_DOUBT, because=because)

    def _post(self, message_id: str, body: bytes) -> int:
        moment = str(int(self._clock().timestamp()))
        headers = {
            "Content-Type": "application/json",
            "Idempotency-Key": message_id,
            "webhook-id": message_id,
            "webhook-timestamp": moment,
            "webhook-signature": signature(self._secret, message_id, moment, body),
        }
        connection = self._connection()
        try:
            path = self._url.path or "/"
            query = f"?{self._url.query}" if self._url.query else ""
            connection.request("POST", path + query, body, headers)
            with connection.getresponse() as answer:
                answer.read(65_536)
                return answer.status
        finally:
            connection.close()

    def _reachable(self) -> bool:
        connection = self._connection()
        try:
            connection.connect()
        except OSError:
            return False
        finally:
            connection.close()
        return True

    def _connection(self) -> http.client.HTTPConnection:
        host, port = self._url.hostname or "", self._url.port
        if self._url.scheme == "https":
            return http.client.HTTPSConnection(
                host, port, timeout=self._timeout, context=ssl.create_default_context()
            )
        return http.client.HTTPConnection(host, port, timeout=self._timeout)


def body_of(touch: Touch, *, test: bool = False) -> bytes:
    """Write what the service is told; the same touch makes the same bytes."""
    message = touch.message
    told = {
        "type": "message.preview" if test else "message.send",
        "message_id": message.message_id,
        "channel": str(touch.channel),
        "to": touch.address,
        "subject": message.subject,
        "body": message.body,
        "purpose": str(touch.purpose),
        "plan": touch.plan,
        "step": touch.step,
    }
    return json.dumps(told, ensure_ascii=False, sort_keys=True).encode()


def signature(secret: bytes, message_id: str, moment: str, body: bytes) -> str:
    """Sign a call as Standard Webhooks do: `v1,` and base64 of the HMAC."""
    signed = b".".join((message_id.encode(), moment.encode(), body))
    digest = hmac.digest(secret, signed, hashlib.sha256)
    return f"v1,{base64.b64encode(digest).decode()}"


def webhook_wire(settings: ChannelSettings, *, folder: Path) -> WebhookWire:
    """
    Make the wire that a channel with an `https://` address states.

    Raises:
        BadInput: If it has no secret, or that cannot be read.
    """
    if not settings.secret:
        msg = f"{settings.send} needs a secret that signs: name its file in `secret`."
        raise BadInput(msg)
    path = folder / settings.secret
    try:
        text = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        msg = f"{path} cannot be read: {error.strerror}."
        raise BadInput(msg) from None
    try:
        # `whsec_` and base64, as the convention writes secrets; else as it stands.
        secret = (
            base64.b64decode(text.removeprefix("whsec_"), validate=True)
            if text.startswith("whsec_")
            else text.encode()
        )
    except ValueError:
        msg = f"{path}: what follows whsec_ is not base64."
        raise BadInput(msg) from None
    if len(secret) < 16:  # noqa: PLR2004 128 bits
        msg = f"{path} holds less than 16 bytes: make a longer secret."
        raise BadInput(msg)
    return WebhookWire(settings.send, secret)
