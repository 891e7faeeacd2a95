"""Asked what to say now: to whom it is said, why, by which chance, and to whom not."""

from __future__ import annotations

import hmac
import json
import sqlite3

import msgspec
import pytest

from shopkeeper import bootstrap
from shopkeeper.vocabulary import Decision
from tests.builders.pages import page_shop
from tests.builders.server import new_key, running


@pytest.fixture(scope="module", name="served")
def _served(tmp_path_factory):
    folder = page_shop(tmp_path_factory.mktemp("pages") / "shop").folder
    kinds = ("write", "browser", "api", "identity")
    keys = {kind: new_key(folder, kind) for kind in kinds}
    with running(folder, "--no-rounds") as server:
        yield server, keys


@pytest.fixture(name="server")
def _server(served):
    return served[0]


@pytest.fixture(name="keys")
def _keys(served):
    return served[1]


def ask(served, person: object, *slots: str, key: str = "api") -> list[dict]:
    """Ask for slots."""
    server, keys = served
    body = {"person": person, "slots": list(slots)}
    said = server.ask("/api/decide", body, key=keys[key])
    assert said.status == 200, said.text
    return said.json


def logged(server) -> dict[str, Decision]:
    """Return the decisions in the ledger, by id."""
    line = sqlite3.connect(server.folder / ".shopkeeper" / "ledger.sqlite3")
    try:
        rows = line.execute("SELECT body FROM decisions").fetchall()
    finally:
        line.close()
    made = [msgspec.json.decode(body, type=Decision) for (body,) in rows]
    return {one.id: one for one in made}


def test_she_is_told_what_may_be_said_to_her_and_it_is_on_disk(served) -> None:
    """With its exact chance, and why, for staff and for her."""
    hero, offer = ask(served, {"user_id": "jenny"}, "hero", "offer")

    assert hero["value"] == "Hello Jenny, good to see you."
    assert hero["option"] == "hero/first/web"
    assert "Jenny" in hero["why"]
    made = logged(served[0])[hero["decision_id"]]
    assert (
        made.propensity == hero["propensity"] == pytest.approx(1 - 0.0001 / 2, abs=1e-9)
    )
    assert {one.key for one in made.options} == {"hero/first/web", "silence"}
    # No consent, no selling: the page's own words, with the reason.
    assert offer["value"] is None
    assert "not agreed to marketing" in offer["because"]
    assert logged(served[0])[offer["decision_id"]].propensity == 1.0


def test_the_same_again_is_the_same_decision(served) -> None:
    """No new dice while nothing changed, and nothing more in the log."""
    (first,) = ask(served, {"user_id": "omar"}, "hero")
    before = len(logged(served[0]))
    again = ask(served, {"user_id": "omar"}, "hero", "hero")
    assert again == [first, first]
    assert len(logged(served[0])) == before


@pytest.mark.parametrize(
    "person",
    [
        {"user_id": "nobody-we-know"}, {"anonymous_id": "a-new-browser"},
        {"id": "p-not-there"}, {}, {"source": "elsewhere", "user_id": "jenny"},
    ],
)  # fmt: skip
def test_who_is_not_known_reads_the_pages_own_words(served, person) -> None:
    """And nothing is decided for nobody."""
    before = len(logged(served[0]))
    (said,) = ask(served, person, "hero")
    assert said["value"] is None
    assert said["decision_id"] is None
    assert "do not know her" in said["because"]
    assert len(logged(served[0])) == before


def test_a_slot_nobody_wrote_for_keeps_its_words(served) -> None:
    """It is no error: pages are older and newer than contents."""
    (said,) = ask(served, {"user_id": "jenny"}, "no-such-slot")
    assert said["value"] is None
    assert said["decision_id"] is None


def test_a_step_that_asks_for_something_personal_says_nothing_general(served) -> None:
    """Without a name that may be said, the page's own words are better."""
    (said,) = ask(served, {"user_id": "nameless"}, "greeting")
    assert said["value"] is None
    assert "nothing specific" in said["because"]


def test_what_she_ordered_a_second_ago_is_not_running_low(served) -> None:
    """The event is on disk, and the very next answer knows of it."""
    server, keys = served
    (before,) = ask(served, {"user_id": "jenny"}, "due")
    assert before["value"] == "Your Dark roast may be running low."

    event = {"event": "Order Completed", "userId": "jenny", "messageId": "just-now"}
    assert server.ask("/v1/track", event, key=keys["write"]).json["stored"] == 1
    (after,) = ask(served, {"user_id": "jenny"}, "due")

    assert after["value"] is None
    assert after["decision_id"] != before["decision_id"]
    assert {before["decision_id"], after["decision_id"]} <= logged(server).keys()


def test_a_pages_key_is_told_of_nobody_but_whom_the_shop_has_signed(served) -> None:
    """The key is public: whoever reads it must not read of Jenny by it."""
    _, keys = served
    signature = hmac.new(keys["identity"].encode(), b"jenny", "sha256").hexdigest()
    (person,) = {
        one.person for one in logged(served[0]).values() if "jenny" in str(one)
    } or {"p"}
    for forged in (
        {"user_id": "jenny"}, {"user_id": "jenny", "user_hash": "0" * 64},
        {"user_id": "omar", "user_hash": signature}, {"id": person},
        {"anonymous_id": "jenny"},
    ):  # fmt: skip
        (said,) = ask(served, forged, "hero", key="browser")
        assert said["value"] is None
        assert said["decision_id"] is None

    signed = {"user_id": "jenny", "user_hash": signature}
    (said,) = ask(served, signed, "hero", key="browser")
    assert said["value"] == "Hello Jenny, good to see you."
    assert said["because"] == said["why"]
    assert (said["option"], said["propensity"]) == (None, None)


def test_her_moment_is_told_to_programs_of_the_shop_alone(served) -> None:
    """Stage, needs and what is not known; 404 for nobody."""
    server, keys = served
    ask(served, {"user_id": "jenny"}, "hero")
    with bootstrap.shop_at(server.folder, writable=False) as house:
        known = {
            one.identifier.value: one.person
            for one in house.identity.identifiers(list(house.identity.seniority()))
        }
    person = known["jenny@corner.example"]
    said = server.ask(f"/api/people/{person}/moment", key=keys["api"])
    assert said.status == 200
    assert said.json["stage"] == "regular"
    assert server.ask("/api/people/nobody/moment", key=keys["api"]).status == 404
    path = f"/api/people/{person}/moment"
    assert server.ask(path, key=keys["browser"]).status == 403
    assert server.ask(path).status == 401
    why = ask(served, {"id": person}, "hero")[0]
    told = server.ask(why["why_url"], key=keys["api"]).json
    assert told["chosen"] == "hero/first/web"
    assert {one["option"] for one in told["options"]} == {"hero/first/web", "silence"}
    assert server.ask(why["why_url"], key=keys["browser"]).status == 403


@pytest.mark.parametrize(
    "body",
    [b"", b"{", b"[]", b'{"slots": []}', b'{"person": {}, "slots": "hero"}',
     json.dumps({"person": {}, "slots": ["x"] * 101}).encode()],
)  # fmt: skip
def test_what_cannot_be_read_is_refused_with_its_reason(served, body) -> None:
    """As everywhere: problem details."""
    server, keys = served
    said = server.ask("/api/decide", body, key=keys["api"])
    assert said.status == 400
    assert len(said.json["detail"]) > 20
