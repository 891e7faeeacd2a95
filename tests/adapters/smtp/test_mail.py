"""What is on the wire is what was meant, whatever anybody is called."""

from __future__ import annotations

import re

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

import msgspec
import pytest

from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.adapters.smtp.page import LAYOUT, page_maker
from shopkeeper.say.mail import Stationery, as_mail
from shopkeeper.say.tokens import (
    ONE_CLICK,
    message_returned,
    message_to_end,
    message_with_page,
    one_click,
    page_token,
    return_address,
    unsubscribe_token,
)
from shopkeeper.vocabulary import BadInput, Purpose
from tests.contract.test_ledger_books import NOW, a_touch
from tests.faults.names import HOSTILE


KEY = b"k" * 32
NAME = "m" + "0" * 26
PAPER = Stationery(
    from_="Corner Shop <hello@corner.example>",
    key=KEY,
    reply_to="Tilda Croy <tilda@corner.example>",
    return_path="bounces@corner.example",
    unsubscribe="https://corner.example/u/",
)
PAGE = page_maker()
FIELDS = ("subject", "preheader", "body", "to", "from", "reply_to", "plan")
HEADERS = {
    "from", "to", "subject", "date", "message-id", "auto-submitted", "reply-to",
    "list-unsubscribe", "list-unsubscribe-post", "list-id", "mime-version",
    "content-type", "content-transfer-encoding",
}  # fmt: skip


def letter(field: str = "", name: str = "") -> bytes | None:
    """Put a name into a field; return the mail, or None where it was refused."""
    touch, paper = a_touch(NAME), PAPER
    message = msgspec.structs.replace(touch.message, claims=(), body="Hello.")
    if field in ("subject", "preheader", "body"):
        message = msgspec.structs.replace(message, **{field: f"Hello {name}"})
    touch = msgspec.structs.replace(touch, message=message)
    if field == "to":
        touch = msgspec.structs.replace(touch, address=f"{name} <ann@post.example>")
    if field == "plan":
        touch = msgspec.structs.replace(touch, plan=name)
    if field == "from":
        paper = msgspec.structs.replace(paper, from_=f"{name} <hello@corner.example>")
    if field == "reply_to":
        paper = msgspec.structs.replace(paper, reply_to=f"{name} <t@corner.example>")
    try:
        return as_mail(touch, paper, now=NOW, page=PAGE).data
    except BadInput:
        return None


def read(data: bytes) -> EmailMessage:
    """Read it as a mail program would."""
    return BytesParser(EmailMessage, policy=policy.default).parsebytes(data)


def test_there_are_enough_hostile_names():
    """Eighty at least, no two the same."""
    assert len(set(HOSTILE)) >= 80


@pytest.mark.parametrize("field", FIELDS)
@pytest.mark.parametrize("name", HOSTILE, ids=ascii)
def test_a_hostile_name_adds_no_header_and_no_recipient(name, field):
    """C15: it is one mail to one person, or none at all."""
    data = letter(field, name)
    if data is None:
        return
    mail = read(data)
    keys = [key.lower() for key in mail]
    assert set(keys) <= HEADERS
    assert len(keys) == len(set(keys))
    assert [one.addr_spec for one in mail["To"].addresses] == ["jenny@leith.example"]
    assert [one.addr_spec for one in mail["From"].addresses] == ["hello@corner.example"]
    assert len(mail["Reply-To"].addresses) == 1
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    page = mail.get_body(("html",)).get_content()
    assert "<script>alert" not in page
    assert "<img src=x" not in page
    assert "\u202e" not in str(mail["Subject"])
    assert "[[" not in page.replace("Hello [[words]]", "").replace(
        "Hello [[leave]]", ""
    )


def test_the_library_alone_lets_a_name_in():
    """The control: what is built by hand of the same name has a header more."""
    name = "Ann\r\nBcc: all@evil.example"
    data = f"From: a@b.example\r\nTo: c@d.example\r\nSubject: Hello {name}\r\n\r\n"
    assert "Bcc" in read(data.encode())


@pytest.mark.parametrize("name", ["Zoë", "李安", "محمد", "O'Neill", "<b>Ann</b>"])
def test_a_name_of_anywhere_arrives_as_it_is(name):
    """Cowardice is a failure, too: what is only unusual is sent."""
    mail = read(letter("subject", name) or b"")
    assert str(mail["Subject"]) == f"Hello {name}"
    body = read(letter("body", name) or b"").get_body(("plain",)).get_content()
    assert body.startswith(f"Hello {name}")


@given(st.text(max_size=300), st.sampled_from(FIELDS))
def test_no_text_at_all_adds_a_header(text, field):
    """Whatever it is."""
    data = letter(field, text)
    if data is not None:
        mail = read(data)
        assert {key.lower() for key in mail} <= HEADERS
        assert len(mail["To"].addresses) == 1


@given(st.text(alphabet="a.\r\n", max_size=200))
def test_no_line_of_a_body_ends_a_mail(text):
    """C16: no bare CR or LF, and dots are doubled by whoever sends."""
    data = letter("body", text)
    assert data is not None
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data)
    assert all(len(line) <= 998 for line in data.split(b"\r\n"))


def test_it_says_what_it_is_and_how_to_leave():
    """RFC 3834, 8058, 2919; a human's address to answer to."""
    mail = read(letter() or b"")
    token = unsubscribe_token(KEY, NAME)
    assert mail["Auto-Submitted"] == "auto-generated"
    assert mail["Reply-To"] == "Tilda Croy <tilda@corner.example>"
    assert mail["List-Unsubscribe"] == f"<https://corner.example/u/{token}>"
    assert mail["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    assert mail["List-Id"] == "<tea.corner.example>"
    assert token in mail.get_body(("plain",)).get_content()
    assert token in mail.get_body(("html",)).get_content()
    assert mail.get_content_type() == "multipart/alternative"


def test_without_a_page_one_leaves_by_a_mail_that_says_stop():
    """RFC 2369: no marketing without a way out, in the head and in the words."""
    paper = msgspec.structs.replace(PAPER, unsubscribe=None)
    mail = read(as_mail(a_touch(NAME), paper, now=NOW, page=PAGE).data)
    leave = "mailto:tilda@corner.example?subject=stop&body=stop%20writing%20to%20me"
    assert mail["List-Unsubscribe"] == f"<{leave}>"
    assert mail["List-Unsubscribe-Post"] is None
    assert leave in mail.get_body(("plain",)).get_content()


def test_service_has_no_link_to_leave_by():
    """One does not leave one's own order."""
    touch = msgspec.structs.replace(a_touch(NAME), purpose=Purpose.SERVICE)
    mail = read(as_mail(touch, PAPER, now=NOW, page=PAGE).data)
    assert mail["List-Unsubscribe"] is None
    assert mail["List-Id"] is None


def test_each_half_leads_to_her_page_where_there_are_pages():
    """By a link of this message; a guessed one is of none, and ends nothing."""
    paper = msgspec.structs.replace(PAPER, her_page="https://corner.example/you/")
    touch = msgspec.structs.replace(a_touch(NAME), purpose=Purpose.SERVICE)
    mail = read(as_mail(touch, paper, now=NOW, page=PAGE).data)
    token = page_token(KEY, NAME)
    for kind in ("plain", "html"):
        half = mail.get_body((kind,))
        assert half is not None
        assert f"https://corner.example/you/{token}" in half.get_content()
    assert message_with_page(KEY, token) == NAME
    assert message_to_end(KEY, token) is None
    assert message_with_page(KEY, unsubscribe_token(KEY, NAME)) is None
    assert message_with_page(bytes(32), token) is None


def test_both_halves_say_the_same_words():
    """The page is made of the text, for which the claims hold."""
    body = "Hello Jenny,\n\nyour <tea> is here & waits.\nhttps://x.example/?a=1&b=2."
    message = msgspec.structs.replace(a_touch(NAME).message, body=body, claims=())
    touch = msgspec.structs.replace(a_touch(NAME), message=message)
    mail = read(as_mail(touch, PAPER, now=NOW, page=PAGE).data)
    page = mail.get_body(("html",)).get_content()
    assert "your &lt;tea&gt; is here &amp; waits.<br>" in page
    assert '<a href="https://x.example/?a=1&amp;b=2">' in page
    plain = mail.get_body(("plain",)).get_content()
    assert plain.replace("\r\n", "\n").startswith(body)


@pytest.mark.parametrize(
    ("hers", "shops", "is_in", "leaves"),
    [
        (None, "en", "en", "No more of these"),
        (None, "de-AT", "de-AT", "Nichts mehr davon"),
        ("fr", "de", "fr", "Ne plus en recevoir"),
    ],
)
def test_a_page_says_in_which_language_it_is(hers, shops, is_in, leaves):
    """A screen reader reads it aloud: in hers, else in the shop's."""
    touch = msgspec.structs.replace(a_touch(NAME), language=hers)
    paper = msgspec.structs.replace(PAPER, language=shops)
    mail = read(as_mail(touch, paper, now=NOW, page=PAGE).data)
    page = mail.get_body(("html",)).get_content()
    assert f'lang="{is_in}"' in page
    assert "und" not in re.findall(r'lang="([^"]*)"', page)
    assert leaves in page


@pytest.mark.parametrize("mark", ["[[title]]", "[[words]]", "[[leave]]"])
def test_a_layout_without_a_mark_is_refused(mark):
    """Words that are nowhere would be a mail without words."""
    with pytest.raises(BadInput, match=r"layout\.mjml has no"):
        page_maker(LAYOUT.replace(mark, ""))


def test_a_return_path_is_ours_or_it_is_nobodys():
    """C10: 500 forged reports, 0 believed; any case of letters comes back."""
    address = return_address(KEY, "bounces@corner.example", NAME)
    assert message_returned(KEY, f"<{address.upper()}>") == NAME
    assert len(address.partition("@")[0]) <= 64
    other = "m" + "1" * 26
    forged = [address.replace(NAME, other), "bounces@corner.example", "", "+@", "a+b@c"]
    forged += [address[:n] + "x" + address[n + 1 :] for n in range(8, 52)]
    forged += [
        return_address(bytes([n]) * 32, "bounces@corner.example", NAME)
        for n in range(100)
    ]
    assert not [one for one in forged if one != address and message_returned(KEY, one)]


def test_looking_changes_nothing_and_one_click_ends_it():
    """RFC 8058, 3.1 and 3.2: scanners look, people post."""
    token = unsubscribe_token(KEY, NAME)
    for method in ("GET", "HEAD"):
        answer = one_click(KEY, method, token, ONE_CLICK)
        assert (answer.ends, answer.status, answer.page) == (None, 200, True)
    assert one_click(KEY, "POST", token, ONE_CLICK).ends == NAME
    assert one_click(KEY, "POST", token, "").ends is None
    assert one_click(KEY, "PUT", token, ONE_CLICK).status == 405
    assert "@" not in token


def test_a_guessed_token_ends_nothing():
    """C9: altered or guessed."""
    token = unsubscribe_token(KEY, NAME)
    altered = [
        token[:n] + letter + token[n + 1 :]
        for n in range(len(token))
        for letter in "abc23-.@ é"
        if token[n] != letter
    ]
    altered += [unsubscribe_token(bytes([n]) * 32, NAME) for n in range(100)]
    altered += [return_address(KEY, "b@c.example", NAME), "", token * 2, token[:-1]]
    assert not [one for one in altered if message_to_end(KEY, one)]
    assert one_click(KEY, "POST", "nonsense", ONE_CLICK).status == 404
