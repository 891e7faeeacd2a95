"""What came over HTTP is rows like any other: the next round sees it, as who said it.

Reliability A10 and section 0, item 6: a public key adds events to an unverified
visitor, and nothing else.
"""

from __future__ import annotations

import hmac
import json

from datetime import UTC, datetime

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.finding import NobodyMatches, find_person
from shopkeeper.flow.rounds import work_round
from shopkeeper.flow.telling import person_json
from tests.builders.server import new_key, new_served_shop, running


NOW = datetime(2026, 11, 23, 12, tzinfo=UTC)
VICTIM = "victim@harbour.example"
EVIL = "evil@x.test"


def event(kind: str, number: str, **more: object) -> dict[str, object]:
    """Return a call of that kind."""
    return {"type": kind, "messageId": number, **more}


def forgeries() -> list[dict[str, object]]:
    """List what a stranger with the public key may try against `victim`."""
    tries: list[dict[str, object]] = []
    for n, context in enumerate(
        ({}, {"user_hash": "0" * 64}, {"user_hash": ""}, {"user_hash": "a.b.c"},
         {"user_jwt": "eyJhbGciOiJub25lIn0.eyJzdWIiOiJ2aWN0aW0ifQ."},
         {"traits": {"email": EVIL}}, {"user_hash": ["x"]}),
    ):  # fmt: skip
        visitor = f"forger-{n}"
        mail = {"email": EVIL, "phone": "+441632960961"}
        same = {"anonymousId": visitor, "context": context}
        tries += [
            event("identify", f"f{n}-1", userId="victim", traits=mail, **same),
            event("track", f"f{n}-2", event="Order Completed", userId="victim",
                  properties={**mail, "user_id": "victim"}, **same),
            event("alias", f"f{n}-3", userId="victim", previousId=visitor, **same),
            event("alias", f"f{n}-4", userId=visitor, previousId="victim", **same),
            event("group", f"f{n}-5", userId="victim", groupId="g", **same),
            event("page", f"f{n}-6", properties={"email": VICTIM, "name": VICTIM},
                  anonymousId=visitor, verifiedUserId="victim", context=context),
            event("identify", f"f{n}-7", anonymousId=visitor, traits={"email": VICTIM},
                  verifiedUserId="victim", visitor={"userId": "victim"}),
            event("track", f"f{n}-8", anonymousId=visitor, event="consent",
                  properties={"purpose": "marketing", "state": "granted"}),
            event("track", f"f{n}-9", anonymousId=visitor, event="unsubscribe",
                  properties={"email": VICTIM}),
        ]  # fmt: skip
    return tries


@pytest.fixture(scope="module", name="worked")
def _worked(tmp_path_factory):
    """A shop that a server, pages, a signed-in page and forgers have sent to."""
    folder = new_served_shop(tmp_path_factory.mktemp("seen") / "shop")
    write, public = new_key(folder, "write"), new_key(folder, "browser")
    secret = new_key(folder, "identity")
    signed = hmac.new(secret.encode(), b"jenny", "sha256").hexdigest()
    with running(folder, "--no-rounds") as server:
        known = [
            event("identify", "k1", userId="victim", traits={"email": VICTIM}),
            event("identify", "k2", userId="other", traits={"email": "o@shop.example"}),
            event("track", "k3", userId="victim", event="Order Completed",
                  timestamp="2026-11-01T10:00:00Z", properties={"title": "Sea"}),
        ]  # fmt: skip
        assert server.ask("/v1/batch", {"batch": known}, key=write).json["stored"] == 3
        own = {"anonymousId": "jenny-browser", "context": {"user_hash": signed}}
        mail = {"email": "jenny@harbour.example"}
        hers = [
            event("track", "j0", anonymousId="jenny-browser", event="Product Viewed"),
            event("identify", "j1", userId="jenny", traits=mail, **own),
            # Her signature is hers alone: it makes nobody else of her.
            event("alias", "j2", userId="jenny", previousId="other", **own),
        ]
        said = server.ask("/v1/batch", {"batch": [*hers, *forgeries()]}, key=public)
        assert said.json["stored"] == len(hers) + len(forgeries())
    with bootstrap.shop_at(folder) as house:
        done = work_round(house, lambda _source: [], now=NOW)
        yield house, done


def person(house, who: str) -> dict:
    """Return what is known of somebody."""
    return person_json(house, find_person(house, who, now=NOW), now=NOW)


def test_events_are_rows_that_the_round_has_seen(worked) -> None:
    """With their identifiers, as files have them."""
    house, done = worked
    assert done.counts["rows"] >= 6 + len(forgeries())
    victim = person(house, VICTIM)
    assert {one["value"] for one in victim["identifiers"]} >= {"victim", VICTIM}


def test_a_forger_changes_no_address_and_joins_nobody(worked) -> None:
    """No merge, no address, no consent, whatever the public key was used for."""
    house, _ = worked
    with pytest.raises(NobodyMatches):
        find_person(house, EVIL, now=NOW)
    victim, other = person(house, VICTIM), person(house, "o@shop.example")
    said = json.dumps([victim, other])
    assert "forger" not in said
    assert EVIL not in said
    assert "960961" not in said
    assert victim["consents"] == []
    assert victim["suppressed"] == []
    assert victim["person_id"] != other["person_id"]


def test_a_forger_is_a_visitor_with_her_own_events(worked) -> None:
    """They are kept: nothing disappears silently."""
    house, _ = worked
    rows = house.records.present("website").column("row_key").to_pylist()
    assert {one["messageId"] for one in forgeries()} <= set(rows)


def test_a_signed_user_id_is_hers_and_verified(worked) -> None:
    """From the same public key: then her address counts, and her visits before."""
    house, _ = worked
    jenny = person(house, "jenny@harbour.example")
    found = {one["value"]: one for one in jenny["identifiers"]}
    assert found["jenny"]["verified"] is True
    assert "JENNY-BROWSER" in found
    assert "other" not in found
