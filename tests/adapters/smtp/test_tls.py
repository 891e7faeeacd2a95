"""The password is told over TLS to the server it is meant for, and to nobody else."""

from __future__ import annotations

import socket
import ssl

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import msgspec
import pytest

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from shopkeeper.adapters.smtp.wire import SmtpWire
from shopkeeper.say.mail import Stationery
from shopkeeper.vocabulary import Carried, TouchState
from tests.contract.test_ledger_books import a_touch


USER, PASSWORD = "hello", "right"
PAPER = Stationery(from_="Corner Shop <hello@corner.example>", key=b"k" * 32)
NOW = datetime.now(UTC)  # noqa: TID251 certificates are judged by the clock


@dataclass(frozen=True)
class Papers:
    """A certificate of our own making, and its key, as files."""

    certificate: Path
    key: Path


def papers(folder: Path, name: str, *, ends: timedelta = timedelta(days=1)) -> Papers:
    """Make a certificate for a server of this name."""
    key = ec.generate_private_key(ec.SECP256R1())
    who = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    names: list[x509.GeneralName] = [x509.DNSName(name)]
    if name == "localhost":
        names.append(x509.IPAddress(ip_address("127.0.0.1")))
    made = (
        x509.CertificateBuilder()
        .subject_name(who)
        .issuer_name(who)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - timedelta(days=2))
        .not_valid_after(NOW + ends)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    found = Papers(folder / f"{name}.crt", folder / f"{name}.key")
    found.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    found.key.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return found


@dataclass
class Office:
    """A server that asks for a log-in; what it took, and how it was told."""

    port: int = 0
    took: list[str] = field(default_factory=list)
    over_tls: list[bool] = field(default_factory=list)
    logins: list[tuple[bytes, bytes]] = field(default_factory=list)

    async def handle_DATA(  # noqa: N802 the library's name
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a mail, and note whether anybody could have read along."""
        del server
        self.took += envelope.rcpt_tos
        self.over_tls.append(session.ssl is not None)
        return "250 OK"

    def authenticate(
        self,
        server: SMTP,
        session: Session,
        envelope: Envelope,
        mechanism: str,
        told: object,
    ) -> AuthResult:
        """Note what was told, and let in whoever knows it."""
        del server, session, envelope, mechanism
        assert isinstance(told, LoginPassword)
        self.logins.append((told.login, told.password))
        right = (told.login, told.password) == (USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=False)


@contextmanager
def office(
    given: Papers, *, offers: bool = True, at_once: bool = False
) -> Generator[Office]:
    """Run a server; *offers* STARTTLS, or speaks TLS *at once*, or neither."""
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(given.certificate, given.key)
    made = Office()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    asks = offers and not at_once  # over TLS from the start it need not ask
    controller = Controller(
        made, hostname="127.0.0.1", port=port,
        tls_context=context if offers and not at_once else None,
        ssl_context=context if at_once else None,
        require_starttls=offers and not at_once,
        authenticator=made.authenticate, auth_required=asks,
        auth_require_tls=offers and not at_once,
    )  # fmt: skip
    controller.start()
    made.port = port
    try:
        yield made
    finally:
        controller.stop()


class Gate:
    """Lets everybody through, and keeps what became of her."""

    def __init__(self) -> None:
        self.asked = 0
        self.became: Carried | None = None

    def open(self, touches, became=()):
        """Let them through."""
        self.asked += len(touches)
        self.note(became)
        return frozenset(one.message.message_id for one in touches)

    def note(self, became):
        """Keep what became of her."""
        for _, carried in became:
            self.became = carried


def send(url: str, password: str | None = PASSWORD) -> Gate:
    """Send one mail."""
    gate, touch = Gate(), a_touch("m" + "0" * 26)
    message = msgspec.structs.replace(touch.message, claims=())
    wire = SmtpWire(url, PAPER, password=password, timeout=10)
    wire.deliver([msgspec.structs.replace(touch, message=message)], gate)
    return gate


@pytest.fixture(name="trusted")
def _trusted(tmp_path, monkeypatch) -> Papers:
    """Make papers that this machine trusts, as it trusts those of the authorities."""
    made = papers(tmp_path, "localhost")
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    return made


def test_with_a_user_it_is_starttls_and_then_the_log_in(trusted):
    """A server that offers it gets the password behind the TLS, and the mail."""
    with office(trusted) as post:
        gate = send(f"smtp://{USER}@localhost:{post.port}")
    assert gate.became is not None
    assert gate.became.state is TouchState.SENT
    assert post.logins == [(USER.encode(), PASSWORD.encode())]
    assert post.over_tls == [True]
    assert len(post.took) == 1


def test_smtps_speaks_tls_from_the_first_byte(trusted):
    """As port 465 does."""
    with office(trusted, at_once=True) as post:
        gate = send(f"smtps://{USER}@localhost:{post.port}")
    assert gate.became is not None
    assert gate.became.state is TouchState.SENT
    assert post.logins == [(USER.encode(), PASSWORD.encode())]


def test_a_server_without_tls_never_hears_the_password(trusted):
    """Somebody on the way may have taken the offer out: then nothing goes."""
    with office(trusted, offers=False) as post:
        gate = send(f"smtp://{USER}@localhost:{post.port}")
    _nothing_left(gate, post)


@pytest.mark.parametrize("scheme", ["smtp", "smtps"])
def test_a_server_that_nobody_vouches_for_never_hears_the_password(tmp_path, scheme):
    """Its certificate is its own word alone."""
    made = papers(tmp_path, "localhost")
    with office(made, at_once=scheme == "smtps") as post:
        gate = send(f"{scheme}://{USER}@localhost:{post.port}")
    _nothing_left(gate, post)


def test_a_server_of_another_name_never_hears_the_password(tmp_path, monkeypatch):
    """A true certificate, but somebody else's."""
    made = papers(tmp_path, "else.example")
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    with office(made) as post:
        gate = send(f"smtp://{USER}@localhost:{post.port}")
    _nothing_left(gate, post)


def test_a_certificate_that_ended_yesterday_is_none(tmp_path, monkeypatch):
    """Nobody renews what he does not own any more."""
    made = papers(tmp_path, "localhost", ends=-timedelta(days=1))
    monkeypatch.setenv("SSL_CERT_FILE", str(made.certificate))
    with office(made) as post:
        gate = send(f"smtp://{USER}@localhost:{post.port}")
    _nothing_left(gate, post)


def test_a_wrong_password_is_told_and_nothing_is_lost(trusted):
    """Nothing was tried with her: it waits, and is not held against the letter."""
    with office(trusted) as post:
        gate = send(f"smtp://{USER}@localhost:{post.port}", "wrong")
    assert len(post.logins) > 0
    assert post.took == []
    assert gate.became is not None
    assert gate.became.state is TouchState.APPROVED
    assert gate.became.counts is False
    assert "does not let us in (535" in gate.became.because
    assert "wrong" not in gate.became.because


def test_without_a_user_tls_is_taken_wherever_it_is_offered(trusted):
    """A server on this machine may offer none; one that does is taken at its word."""
    with office(trusted) as post:
        gate = send(f"smtp://localhost:{post.port}", None)
    # It asks for a log-in that nobody gave; what counts is that TLS was spoken.
    assert post.took == []
    assert gate.became is not None
    assert "530" in gate.became.because


def _nothing_left(gate: Gate, post: Office) -> None:
    """No log-in, no mail, no gate; and it is tried again later."""
    assert post.logins == []
    assert post.took == []
    assert gate.asked == 0
    assert gate.became is not None
    assert gate.became.state is TouchState.APPROVED
    assert gate.became.counts is False
    assert "cannot be reached" in gate.became.because
