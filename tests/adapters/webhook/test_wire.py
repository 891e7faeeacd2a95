"""A call that carries a message: signed, once, and nowhere else."""

from __future__ import annotations

import hashlib
import hmac
import json
import random
import threading

from base64 import b64decode
from collections import Counter
from collections.abc import Sequence
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from shopkeeper.adapters.webhook.wire import WebhookWire, signature, webhook_wire
from shopkeeper.vocabulary import (
    BadInput,
    Carried,
    Channel,
    ChannelSettings,
    Touch,
    TouchState,
)
from tests.builders import utc
from tests.contract.test_ledger_books import a_touch


SECRET = b"s" * 32
NOW = utc("2026-03-02 09:00")


class Service:
    """Somebody else's service: takes calls, and loses some of its answers."""

    def __init__(self, *, lost: float = 0.0, status: int = 200, seed: int = 1) -> None:
        self.calls: list[tuple[dict[str, str], bytes]] = []
        dice = random.Random(seed)
        calls = self.calls

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                calls.append(({k.lower(): v for k, v in self.headers.items()}, body))
                if dice.random() < lost:
                    self.connection.close()
                    self.close_connection = True
                    self.wfile = open("/dev/null", "wb")  # noqa: SIM115, PTH123
                    return
                self.send_response(status)
                if status == 302:
                    self.send_header("Location", "http://127.0.0.1:1/")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.handle_error = lambda *_: None  # type: ignore[method-assign]
        self.url = f"http://127.0.0.1:{self._server.server_port}/send"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


class OpenGate:
    """Lets everything pass, and remembers what became of it."""

    def __init__(self) -> None:
        self.became: dict[str, Carried] = {}

    def open(
        self,
        touches: Sequence[Touch],
        became: Sequence[tuple[Touch, Carried]] = (),
    ) -> frozenset[str]:
        self.note(became)
        return frozenset(one.message.message_id for one in touches)

    def note(self, became: Sequence[tuple[Touch, Carried]]) -> None:
        self.became |= {one.message.message_id: told for one, told in became}


@pytest.fixture(name="service")
def _service(request):
    made = Service(**getattr(request, "param", {}))
    yield made
    made.close()


def text(number: int) -> Touch:
    """Return a text message."""
    to = f"+4477009{number:05}"
    return a_touch(f"m{number}", channel=Channel.SMS, address=to)


@pytest.mark.parametrize("service", [{"lost": 0.1}], indirect=True)
def test_a_lost_answer_is_asked_for_again_under_the_same_key(service):
    """C14: as many keys as messages, and the same key has the same body."""
    wire, gate = WebhookWire(service.url, SECRET, clock=lambda: NOW), OpenGate()
    wire.deliver([text(n) for n in range(200)], gate)
    bodies: dict[str, set[bytes]] = {}
    for headers, body in service.calls:
        bodies.setdefault(headers["idempotency-key"], set()).add(body)
    assert len(bodies) == 200
    assert len(service.calls) > 200
    assert {len(one) for one in bodies.values()} == {1}
    counts = Counter(one.state for one in gate.became.values())
    assert counts[TouchState.SENT] >= 195
    assert counts[TouchState.SENT] + counts[TouchState.IN_DOUBT] == 200


def test_a_call_is_signed_over_id_time_and_body(service):
    """By the convention of Standard Webhooks; a changed call does not fit."""
    WebhookWire(service.url, SECRET, clock=lambda: NOW).deliver([text(1)], OpenGate())
    headers, body = service.calls[0]
    signed = f"{headers['webhook-id']}.{headers['webhook-timestamp']}.".encode() + body
    right = hmac.digest(SECRET, signed, hashlib.sha256)
    version, _, given = headers["webhook-signature"].partition(",")
    assert version == "v1"
    assert hmac.compare_digest(b64decode(given), right)
    other = signature(SECRET, "m1", headers["webhook-timestamp"], body + b" ")
    assert other != headers["webhook-signature"]
    assert json.loads(body)["to"] == "+447700900001"


@pytest.mark.parametrize(
    ("service", "state"),
    [
        ({"status": 302}, TouchState.FAILED),
        ({"status": 400}, TouchState.FAILED),
        ({"status": 429}, TouchState.APPROVED),
        ({"status": 500}, TouchState.IN_DOUBT),
    ],
    indirect=["service"],
)
def test_what_is_answered_decides_what_is_known(service, state):
    """Nobody is followed to another address; what broke behind the call is doubt."""
    gate = OpenGate()
    WebhookWire(service.url, SECRET, clock=lambda: NOW).deliver([text(1)], gate)
    assert gate.became["m1"].state is state


def test_where_nobody_is_nothing_was_tried():
    """It is not her turn that was used up."""
    gate = OpenGate()
    WebhookWire("http://127.0.0.1:1/", SECRET).deliver([text(1), text(2)], gate)
    assert {one.state for one in gate.became.values()} == {TouchState.APPROVED}
    assert not any(one.counts for one in gate.became.values())


def test_what_would_go_in_the_open_or_unsigned_is_refused(tmp_path):
    """https, and a secret that cannot be guessed."""
    with pytest.raises(BadInput, match="in the open"):
        WebhookWire("http://sms.example/send", SECRET)
    settings = ChannelSettings(send="https://sms.example/send")
    with pytest.raises(BadInput, match="needs a secret"):
        webhook_wire(settings, folder=tmp_path)
    (tmp_path / "short").write_text("abc")
    with pytest.raises(BadInput, match="less than 16 bytes"):
        webhook_wire(
            ChannelSettings(send="https://sms.example/send", secret="short"),
            folder=tmp_path,
        )
