"""A message becomes a file with one recipient, whatever anybody is called."""

from __future__ import annotations

from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path

import pytest

from shopkeeper.adapters.files.carriers import FileCarrier
from shopkeeper.vocabulary import (
    BadInput,
    Channel,
    Message,
    Purpose,
    Touch,
    TouchState,
)


NOW = datetime(2026, 11, 2, 10, tzinfo=UTC)
SENDER = "Corner Shop <hello@corner.example>"
HOSTILE = [
    "Ann\r\nBcc: all@evil.example", "Ann\nBcc: all@evil.example",
    "Ann\rBcc: all@evil.example", "Ann\x0bBcc: all@evil.example",
    "Ann\x0cBcc: all@evil.example", "Ann\x1cBcc: all@evil.example",
    "Ann\x85Bcc: all@evil.example", "Ann\u2028Bcc: all@evil.example",
    "Ann\u2029Bcc: all@evil.example", "Ann\r\n\r\n<script>alert(1)</script>",
    "Ann\0", "Ann\x7f", "\r\n", "\n", "Ann\r\n Bcc: folded@evil.example",
    "=?utf-8?q?Ann=0D=0ABcc:_all@evil.example?=", "=?utf-8?b?QW5uDQpCY2M6IHg=?=",
    "=?x?q?=0a?=", "Ann =?utf-8?q?=0a?= Lee", "Ann\r\nTo: other@evil.example",
    "Ann\r\nFrom: boss@evil.example", "Ann\r\nContent-Type: text/html",
    "Ann\nX-Mailer: evil", "Ann\r\nSubject: other", "Ann\x1d\x1e", "\x08Ann",
    "\x1b[31mAnn", "Ann\t\nBcc: x@evil.example", "Ann\r\n.\r\nMAIL FROM:<x@evil>",
    "Ann\u2028\u2029", "Ann\x85\x85", "\n\n\n", "Ann\r", "=?=", "Ann=?utf-8?q?x",
]  # fmt: skip
ODD = [
    "Ann", "Ann O'Neill", "Zoë", "李安", "Ann, Lee", 'Ann "the Reader" Lee',
    "Ann <ann@evil.example>", "Ann; Bcc: x", "Ann: Lee", "a" * 200, "(Ann)",
    "Ann\\Lee",
    "Ann \u202e Lee", "Ann = Lee", "10 % off?", "🎈 balloons", "To: you",
]  # fmt: skip
NO_ADDRESS = [
    "ann@post.example, bob@evil.example", "ann@post.example,bob@evil.example",
    "Ann <ann@post.example>, Bob <bob@evil.example>", "friends: ann@post.example;",
    "ann@post.example; bob@evil.example", "", " ", "<>", "friends:;", ",",
    "ann@post.example bob@evil.example", "Ann <ann@post.example>",
    "ann@post.example (Bob <b@evil.example>), c@d.e",
]  # fmt: skip


def touch(
    *,
    address: str = "ann@post.example",
    subject: str | None = "A word from us",
    body: str = "Hello Ann,\n\nGood to know you.",
    channel: Channel = Channel.EMAIL,
) -> Touch:
    """Return a touch on its way."""
    message = Message(
        message_id="m1", person="p1", subject=subject, preheader=None, body=body
    )
    return Touch(
        message=message, decision_id="d1", person="p1", round="r1", decided_at=NOW,
        channel=channel, address=address, purpose=Purpose.SERVICE, plan="hello",
        step="first", content="hello", state=TouchState.COMMITTING, because="", at=NOW,
    )  # fmt: skip


def carried(folder: Path, one: Touch, sender: str = SENDER) -> EmailMessage | None:
    """Carry a mail; return what a mail program reads, or None where it was refused."""
    try:
        FileCarrier(folder, sender=sender).carry(one)
    except BadInput:
        assert not list(folder.glob("*")), "a refused mail leaves nothing behind"
        return None
    (path,) = folder.glob("*")
    return BytesParser(EmailMessage, policy=policy.default).parsebytes(
        path.read_bytes()
    )


def demand_one_plain_mail(mail: EmailMessage) -> None:
    """Demand the headers we wrote, each once, and one recipient."""
    assert sorted(mail.keys()) == sorted(
        ["From", "To", "Subject", "Date", "Message-ID", "Auto-Submitted",
         "Content-Type", "Content-Transfer-Encoding", "MIME-Version"]
    )  # fmt: skip
    assert [one.addr_spec for one in mail["To"].addresses] == ["ann@post.example"]
    assert [one.addr_spec for one in mail["From"].addresses] == ["hello@corner.example"]
    assert mail.get_content_type() == "text/plain"
    assert not mail.defects


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_hostile_subject_adds_no_header(tmp_path, text):
    """It is refused: reliability.md, section 0."""
    assert carried(tmp_path, touch(subject=text)) is None


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_hostile_sender_adds_no_header(tmp_path, text):
    """Nor does what stands in `shop.toml`."""
    sender = f"{text} <hello@corner.example>"
    assert carried(tmp_path, touch(), sender) is None


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_hostile_address_adds_no_header(tmp_path, text):
    """Nor what stands where an address should."""
    assert carried(tmp_path, touch(address=f"ann@post.example{text}")) is None
    assert carried(tmp_path, touch(address=f"{text} <ann@post.example>")) is None


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
def test_a_hostile_body_stays_a_body(tmp_path, text):
    """Whatever she is called, it ends no headers and starts none."""
    mail = carried(tmp_path, touch(body=f"Hello {text},\nBcc: x@evil.example"))
    assert mail is not None
    demand_one_plain_mail(mail)


@pytest.mark.parametrize("text", ODD, ids=ascii)
def test_an_odd_subject_reads_back_as_it_was(tmp_path, text):
    """Other scripts, quotation marks, long lines: as written, or refused."""
    mail = carried(tmp_path, touch(subject=text))
    assert mail is not None
    demand_one_plain_mail(mail)
    assert mail["Subject"] == text


@pytest.mark.parametrize("address", NO_ADDRESS, ids=ascii)
def test_what_is_not_one_address_is_refused(tmp_path, address):
    """Two recipients, a group, nobody: a letter has one reader."""
    assert carried(tmp_path, touch(address=address)) is None


@pytest.mark.parametrize(
    "body",
    ["Hello", "", "a" * 5000, "Zoë\n\n.\nFrom here\n", "\n\nBcc: x@evil.example"],
)
def test_the_body_reads_back_as_it_was(tmp_path, body):
    """Long lines, lines of a dot, and other scripts."""
    mail = carried(tmp_path, touch(body=body))
    assert mail is not None
    demand_one_plain_mail(mail)
    assert mail.get_content().replace("\r\n", "\n").rstrip("\n") == body.rstrip("\n")


@pytest.mark.parametrize("text", HOSTILE[:10], ids=ascii)
def test_a_hostile_number_makes_no_text_message(tmp_path, text):
    """Its first line is the number, and nothing else."""
    one = touch(address=f"+447700900101{text}", channel=Channel.SMS)
    with pytest.raises(BadInput):
        FileCarrier(tmp_path, sender=SENDER).carry(one)
    assert not list(tmp_path.iterdir())


def test_a_page_shows_words_and_no_markup(tmp_path):
    """A name is text on a page, too."""
    words = "Hello <script>alert(1)</script> & you"
    one = touch(body=words, subject="<b>x</b>", channel=Channel.WEB)
    FileCarrier(tmp_path, sender=SENDER).carry(one)
    (path,) = tmp_path.glob("*.html")
    page = path.read_text()
    assert "<script>" not in page
    assert "<b>" not in page
    assert "&lt;script&gt;" in page


def test_a_message_carried_again_is_the_same_file(tmp_path):
    """Same bytes, one file: a retry leaves no second letter."""
    carrier = FileCarrier(tmp_path / "out", sender=SENDER)
    name = carrier.carry(touch())
    before = (tmp_path / name).read_bytes()
    assert carrier.carry(touch()) == name == "out/m1.eml"
    assert (tmp_path / name).read_bytes() == before
    assert len(list((tmp_path / "out").iterdir())) == 1


def test_a_text_message_names_whom_it_is_for(tmp_path):
    """One file, one number, the words."""
    one = touch(address="+447700900101", subject=None, channel=Channel.SMS)
    name = FileCarrier(tmp_path, sender=SENDER).carry(one)
    assert name.endswith("m1.txt")
    text = (tmp_path / "m1.txt").read_text()
    assert text.splitlines()[0] == "To: +447700900101"
