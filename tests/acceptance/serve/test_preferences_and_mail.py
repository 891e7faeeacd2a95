"""How she wants to be written to, her link to leave, and mails that come back."""

from __future__ import annotations

import sqlite3

from datetime import timedelta
from email.message import EmailMessage

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.knowing import current_ids
from shopkeeper.say.tokens import unsubscribe_token
from tests.builders.pages import HEAD, page_shop
from tests.builders.server import new_key, running
from tests.builders.shop import EVERYBODY, NOW, SIGNERS, plan
from tests.builders.shop import sign_and_start as signed_and_started


INBOX = """
[channels.email]
send = "file:out"
from = "Corner Shop <hello@corner.example>"
unsubscribe = "https://corner.example/u/"

[[sources]]
name = "inbox"
holds = "messages"
department = "shop"
"""
LETTER = """\
+++
key = "letter"
subject = "Hello"
purpose = "relationship"
channels = ["email"]
+++
{% say %}Hello {{ person.called }}, good to see you.{% or %}Good to see you.{% endsay %}
"""


@pytest.fixture(scope="module", name="shop")
def _shop(tmp_path_factory):
    shop = page_shop(tmp_path_factory.mktemp("mail") / "shop")
    told = (shop.folder / "shop.toml").read_text(encoding="utf-8")
    assert told.startswith(HEAD[:20])
    shop.write("shop.toml", told + INBOX)
    shop.write("content/letter.md", LETTER)
    shop.write(
        "plans/letter.toml",
        plan("letter", content="letter", audience=EVERYBODY, need=EVERYBODY),
    )
    signed_and_started(shop.folder, SIGNERS, now=NOW)
    shop.work(NOW + timedelta(days=1), send=False)
    return shop


@pytest.fixture(scope="module", name="served")
def _served(shop):
    keys = {kind: new_key(shop.folder, kind) for kind in ("write", "browser", "api")}
    keys["mail"] = new_key(shop.folder, "write", "inbox")
    with running(shop.folder, "--no-rounds") as server:
        yield server, keys


def person_id(folder, address: str) -> str:
    """Return whose an address is."""
    with bootstrap.shop_at(folder, writable=False) as house:
        for one in house.identity.identifiers(list(house.identity.seniority())):
            if one.identifier.value == address:
                return current_ids(house)[one.person]
    raise AssertionError(address)


def ledger_bytes(folder) -> list[tuple]:
    """Return what is in the books that an unsubscribe would touch."""
    line = sqlite3.connect(folder / ".shopkeeper" / "ledger.sqlite3")
    try:
        return [
            row
            for table in ("suppressions", "consents", "audit", "outbox_states")
            for row in line.execute(f"SELECT * FROM {table}").fetchall()  # noqa: S608
        ]
    finally:
        line.close()


def test_a_yes_needs_its_proof_and_leaves_it_in_the_books(served) -> None:
    """Text, version, time and proof; an offer is said on the page from then on."""
    server, keys = served
    person = person_id(server.folder, "jenny@corner.example")
    path = f"/api/people/{person}/consents"
    asked = {"person": {"id": person}, "slots": ["offer"]}
    (before,) = server.ask("/api/decide", asked, key=keys["api"]).json
    assert before["value"] is None

    yes = {"purpose": "marketing", "granted": True, "text": "Yes, write to me.",
           "version": "3"}  # fmt: skip
    refused = server.ask(path, yes, key=keys["api"])
    assert refused.status == 403
    assert "proof" in refused.json["detail"]
    said = server.ask(path, {**yes, "proof": "form 17"}, key=keys["api"])
    assert said.status == 200, said.text
    last = said.json[-1]
    assert (last["state"], last["text"], last["version"], last["proof"]) == (
        "granted", "Yes, write to me.", "3", "form 17",
    )  # fmt: skip
    assert last["at"].startswith(NOW.date().isoformat())
    assert server.ask(path, key=keys["api"]).json == said.json
    (after,) = server.ask("/api/decide", asked, key=keys["api"]).json
    assert after["value"] == "A tenth off today."

    no = {"purpose": "marketing", "granted": False}
    assert server.ask(path, no, key=keys["api"]).json[-1]["state"] == "revoked"
    (at_once,) = server.ask("/api/decide", asked, key=keys["api"]).json
    assert at_once["value"] is None


def test_preferences_are_shown_and_changed(served) -> None:
    """As `preferences` does; what is not named stays; a typing error is refused."""
    server, keys = served
    person = person_id(server.folder, "omar@corner.example")
    path = f"/api/people/{person}/preferences"
    wish = {"channels": {"post": False}, "frequency": "2", "called": "Omi",
            "pause_until": (NOW + timedelta(days=9)).isoformat()}  # fmt: skip
    said = server.ask(path, wish, key=keys["api"])
    assert said.status == 200, said.text
    now = server.ask(path, key=keys["api"]).json
    assert now == said.json
    assert (now["frequency"], now["called"]) == ("2", "Omi")
    assert now["channels"]["post"]["wanted"] is False
    assert now["paused_until"].startswith(f"{NOW + timedelta(days=9):%Y-%m-%d}")
    for bad in (
        {}, {"channel": {"post": False}}, {"purposes": {"everything": False}},
        {"frequency": "often"}, {"frequency": "\u00b2"},
        {"expires": "9999-12-31T23:59:59-14:00", "topics": {"tea": False}},
        {"pause_until": "2026-12-24"},
        {"called": "x", "by": "?"}, {"pause_until": "2020-01-01T00:00:00Z"},
    ):  # fmt: skip
        assert server.ask(path, bad, key=keys["api"]).status == 400, bad
    for yes in ({"resume": True}, {"purposes": {"marketing": True}}):
        assert server.ask(path, yes, key=keys["api"]).status == 403
    assert server.ask(path, key=keys["api"]).json == now
    for ending in ("preferences", "consents"):
        nobody = f"/api/people/nobody/{ending}"
        assert server.ask(nobody, key=keys["api"]).status == 404
        mine = f"/api/people/{person}/{ending}"
        for key, status in ((keys["write"], 403), (keys["browser"], 403), (None, 401)):
            assert server.ask(mine, key=key).status == status
            assert server.ask(mine, wish, key=key).status == status


def test_only_a_post_by_the_signed_address_ends_anything(shop, served) -> None:
    """GET and HEAD look; another body, another token, another method do nothing."""
    server, _ = served
    touch = next(one for one in shop.touches() if str(one.channel) == "email")
    with shop.looked_at() as house:
        token = unsubscribe_token(house.token, touch.message.message_id)
    path = f"/u/{token}"
    before = ledger_bytes(shop.folder)
    for _ in range(3):
        page = server.ask(path)
        assert page.status == 200
        assert 'method="post"' in page.text
        assert "@" not in page.text
        assert server.ask(path, method="HEAD").status == 200
    forged = f"/u/{token[:-1]}{'a' if token[-1] != 'a' else 'b'}"
    form = {"Content-Type": "application/x-www-form-urlencoded"}
    good = b"List-Unsubscribe=One-Click"
    for where, method, body, status in (
        (forged, "POST", good, 404), (forged, "GET", None, 404),
        (path, "POST", b"", 400), (path, "POST", b"List-Unsubscribe=No", 400),
        (path, "PUT", good, 405), (path, "DELETE", None, 405),
    ):  # fmt: skip
        said = server.ask(where, body, method=method, headers=form)
        assert said.status == status, (where, method, body)
    assert ledger_bytes(shop.folder) == before

    parts = (
        b'--x\r\nContent-Disposition: form-data; name="List-Unsubscribe"\r\n\r\n'
        b"One-Click\r\n--x--\r\n"
    )
    multi = {"Content-Type": "multipart/form-data; boundary=x"}
    assert server.ask(path, parts, headers=multi).status == 200
    first = ledger_bytes(shop.folder)
    assert len(first) > len(before)
    assert server.ask(path, good, headers=form).status == 200
    with shop.looked_at() as house:
        stops = [one for one in house.consents.suppressions() if one.person]
        assert {"she left by the link of a message"} <= {one.because for one in stops}


def mail(sender: str, subject: str, text: str) -> EmailMessage:
    """Write a mail to the shop."""
    found = EmailMessage()
    found["From"], found["To"] = sender, "hello@corner.example"
    found["Subject"], found["Date"] = subject, "Mon, 02 Nov 2026 09:00:00 +0000"
    found.set_content(text)
    return found


BOUNCE = b"""\
From: MAILER-DAEMON@mx.example
To: hello@corner.example
Subject: Undelivered
Message-ID: <bounce-1@mx.example>
Date: Mon, 02 Nov 2026 09:30:00 +0000
MIME-Version: 1.0
Content-Type: multipart/report; report-type=delivery-status; boundary="b"

--b
Content-Type: text/plain

Nobody there.

--b
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.example

Final-Recipient: rfc822; nameless@corner.example
Action: failed
Status: 5.1.1
Diagnostic-Code: smtp; 550 5.1.1 no such user

--b--
"""


def test_a_mail_is_kept_once_and_read_as_one_of_a_mailbox(shop, served) -> None:
    """An answer, a robot's, a bounce, one of our own; the next round hears them."""
    server, keys = served

    def send(raw: bytes) -> dict:
        said = server.ask("/v1/mail", raw, key=keys["mail"])
        assert said.status == 200, said.text
        found: dict = said.json
        return found

    broken, away = "My kettle arrived broken.", "I am away until June."
    answer = mail("Jenny <jenny@corner.example>", "Re: Hello", broken)
    answer["Message-ID"] = "<a-1@home.example>"
    robot = mail("omar@corner.example", "Out of office", away)
    robot["Message-ID"], robot["Auto-Submitted"] = "<a-2@home.example>", "auto-replied"
    nameless = mail("jenny@corner.example", "No id", "Do you have oolong?")
    ours = mail("Corner Shop <hello@corner.example>", "Re: Hello", "We are sorry.")
    ours["Message-ID"] = "<a-3@corner.example>"
    ours.replace_header("To", "jenny@corner.example")
    raws = [one.as_bytes() for one in (answer, robot, nameless, ours)] + [BOUNCE]
    for raw in raws:
        assert send(raw)["stored"] == 1
        assert (send(raw)["stored"], send(raw)["duplicate"]) == (0, 1)
    for key, status in ((keys["write"], 403), (keys["api"], 403), (None, 401)):
        assert server.ask("/v1/mail", answer.as_bytes(), key=key).status == status
    assert server.ask("/v1/mail", b"", key=keys["mail"]).status == 400
    assert len(send(b"\xff\xfe no headers at all")["quarantined"]) == 1
    # Events do not come by a key for mails.
    event = {"event": "x", "userId": "u", "messageId": "m"}
    assert server.ask("/v1/track", event, key=keys["mail"]).status == 403
    server.end()

    later = NOW + timedelta(days=2)
    shop.work(later, send=False)
    jenny = shop.person("jenny@corner.example", now=later)
    assert "problem.current" in {one["about"] for one in jenny["facts"]}
    with shop.looked_at() as house:
        closed = {
            one.address_hash
            for one in house.consents.suppressions()
            if one.record_id == "inbox:bounce-1@mx.example"
        }
        assert closed == {house.consents.hash_of_address("nameless@corner.example")}
        assert "inbox:a-2@home.example" not in {
            one.record_id for one in house.consents.suppressions()
        }
