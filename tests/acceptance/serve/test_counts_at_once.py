"""What she did or said a second ago counts in the next answer, and after a restart."""

from __future__ import annotations

import pytest

from shopkeeper.flow.since_round import NOTHING, Reading
from tests.acceptance.serve.test_preferences_and_mail import INBOX, mail, person_id
from tests.builders.pages import page_shop
from tests.builders.server import Server, new_key, running, start
from tests.builders.shop import NOW


COMPLAINT = """\
From: fbl@provider.example
To: hello@corner.example
Subject: FW: Hello
Message-ID: <fbl-1@provider.example>
MIME-Version: 1.0
Content-Type: multipart/report; report-type=feedback-report; boundary="b"

--b
Content-Type: text/plain

A complaint.

--b
Content-Type: message/feedback-report

Feedback-Type: abuse
User-Agent: Provider/1
Version: 1
Original-Rcpt-To: nameless@corner.example

--b
Content-Type: message/rfc822

From: Corner Shop <hello@corner.example>
To: nameless@corner.example
Subject: Hello

Good to see you.

--b--
"""


@pytest.fixture(name="shop", scope="module")
def _shop(tmp_path_factory):
    shop = page_shop(tmp_path_factory.mktemp("once") / "shop")
    told = (shop.folder / "shop.toml").read_text(encoding="utf-8")
    shop.write("shop.toml", told + INBOX)
    keys = {kind: new_key(shop.folder, kind) for kind in ("write", "browser", "api")}
    return shop, keys | {"mail": new_key(shop.folder, "write", "inbox")}


def said_to(server: Server, key: str, user: str, slot: str) -> tuple[str | None, str]:
    """Return the words of a slot for her, and why."""
    asked = {"person": {"user_id": user}, "slots": [slot]}
    (one,) = server.ask("/api/decide", asked, key=key).json
    return one["value"], one["because"]


def hears(server: Server, key: str, user: str, slot: str) -> bool:
    """Say whether words are there for her; now and then the dice leave her alone."""
    words, because = said_to(server, key, user, slot)
    return words is not None or because.startswith("the dice, to learn")


def test_a_reply_a_complaint_and_a_no_count_at_once(shop) -> None:
    """Killed and started again, the server knows of them still."""
    shop, keys = shop
    api = keys["api"]
    server = start(shop.folder, "--no-rounds")
    for user in ("jenny", "omar", "nameless"):
        person = person_id(shop.folder, f"{user}@corner.example")
        yes = {"purpose": "marketing", "granted": True, "proof": "form 1"}
        path = f"/api/people/{person}/consents"
        assert server.ask(path, yes, key=api).status == 200
        assert hears(server, api, user, "offer")
    # A page's key says it of a visitor, and a look is a look: nothing changes.
    wish = {"traits": {"email_opt_in": False}, "event": "x"}
    for key, event in (
        ("browser", {**wish, "userId": "omar", "messageId": "1"}),
        ("write", {"event": "Product Viewed", "userId": "omar", "messageId": "2"}),
    ):
        assert server.ask("/v1/track", event, key=keys[key]).status == 200
    assert hears(server, api, "omar", "offer")

    answer = mail("Jenny <jenny@corner.example>", "Re: Hello", "My kettle is broken.")
    answer["Message-ID"] = "<a-1@home.example>"
    for raw in (answer.as_bytes(), COMPLAINT.encode()):
        assert server.ask("/v1/mail", raw, key=keys["mail"]).json["stored"] == 1
    event = {**wish, "userId": "omar", "messageId": "3"}
    assert server.ask("/v1/identify", event, key=keys["write"]).json["stored"] == 1

    def holds(server: Server) -> None:
        for slot in ("hero", "offer"):
            words, because = said_to(server, api, "jenny", slot)
            assert words is None
            assert "people are talking with her" in because
        for user in ("omar", "nameless"):
            words, because = said_to(server, api, user, "offer")
            assert words is None
            assert "she took back her consent to marketing" in because
            assert hears(server, api, user, "hero")

    holds(server)
    server.kill()
    with running(shop.folder, "--no-rounds") as again:
        holds(again)


def test_what_says_nothing_of_her_wishes_costs_nothing(shop) -> None:
    """Only an order and a "no" are of consequence before the next round."""
    shop, _ = shop
    with shop.looked_at() as house:
        reading = Reading(house)
        for cells in (
            {"event": "Product Viewed", "userId": "u", "properties.option": "blue"},
            {"event": "Searched", "traits.email_opt_in": "true", "userId": "u"},
            {"visitor.traits.email_opt_in": "false", "anonymousId": "a"},
        ):
            assert reading.event("website", cells, NOW) == NOTHING
        said = {"userId": "u", "traits.unsubscribed": "true"}
        assert len(reading.event("website", said, NOW).refused) == 1
        bought = reading.event("website", {"event": "Order Completed"}, NOW)
        assert bought.ordered_at == NOW
        robot = {"sender": "customer", "outcome": "auto_reply", "email": "a@b.example"}
        assert reading.mail(robot, NOW) == ([], NOTHING)
