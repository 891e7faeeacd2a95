"""Somebody was forgotten: no client's event brings her back, whatever it says."""

from __future__ import annotations

import json
import shutil

from pathlib import Path

import pytest

from tests.builders.canaries import hits
from tests.builders.pages import page_shop
from tests.builders.server import new_key, running
from tests.builders.shop import NOW, SmallShop


CANARIES = (
    "jenny-7731", "jenny.vexill@kestrel.example", "+447700900731", "Zoraquill",
    "Umbravane", "dev-7731-aaaa-bbbb-0000", "looked-at-Brindlemoss",
)  # fmt: skip
USER, MAIL, PHONE, GIVEN, FAMILY, DEVICE, SEEN = CANARIES


@pytest.fixture(scope="module", name="forgotten")
def _forgotten(tmp_path_factory):
    """Return a shop that has forgotten her, and the receipt."""
    shop = page_shop(tmp_path_factory.mktemp("wire") / "shop")
    crm = shop.folder / "exports/crm.csv"
    kept = crm.read_text(encoding="utf-8")
    row = f"{USER},{GIVEN} {FAMILY},{MAIL}\n"
    crm.write_text(kept + row, encoding="utf-8")
    shop.work(NOW, send=False)
    write, page = (new_key(shop.folder, kind) for kind in ("write", "browser"))
    with running(shop.folder, "--no-rounds") as server:
        for number, said in enumerate(
            (
                {"userId": USER, "anonymousId": DEVICE, "event": SEEN},
                {"userId": USER, "event": "x", "traits": {"phone": PHONE}},
            )
        ):
            sent = {**said, "messageId": f"before-{number}"}
            assert server.ask("/v1/track", sent, key=write).json["stored"] == 1
        # A page's claim, kept as a claim.
        sent = {"userId": USER, "anonymousId": "another-browser", "messageId": "p-0",
                "traits": {"email": MAIL, "firstName": GIVEN}}  # fmt: skip
        assert server.ask("/v1/identify", sent, key=page).json["stored"] == 1
        # Unreadable: no `event`.
        sent = {"type": "track", "userId": USER, "traits": {"name": GIVEN}}
        said = server.ask("/v1/batch", {"batch": [sent]}, key=write).json
        assert len(said["quarantined"]) == 1
    shop.work(NOW, send=False)
    assert {one.rpartition(": ")[2] for one in hits(state(shop.folder), CANARIES)} == {
        *CANARIES
    }
    done = shop.command("forget", MAIL, "--json", now=NOW)
    assert done.code == 0, done.err
    crm.write_text(kept, encoding="utf-8")  # as the receipt asks
    return shop.folder, done.json()


def state(folder: Path) -> Path:
    """Return what the shop keeps."""
    return folder / ".shopkeeper"


@pytest.fixture(name="folder")
def _folder(forgotten, tmp_path):
    return shutil.copytree(forgotten[0], tmp_path / "shop")


def test_what_her_clients_sent_was_erased(forgotten) -> None:
    """Also what a page claimed of her, and what could not be read."""
    folder, receipt = forgotten
    assert receipt["done"] is True
    assert hits(folder, CANARIES) == []


EVENTS = (
    {"type": "track", "event": "Seen", "userId": USER},
    {"type": "track", "event": "Seen", "userId": "unknown", "anonymousId": DEVICE},
    {"type": "identify", "userId": "new-id", "traits": {"email": MAIL.upper()}},
    {"type": "identify", "userId": "newer-id", "traits": {"phone": "07700 900731"}},
    {"type": "alias", "userId": "newest-id", "previousId": USER},
    {"type": "track", "userId": USER, "traits": {"name": GIVEN}},  # unreadable
)


@pytest.mark.parametrize("kind", ["write", "browser"])
def test_her_events_are_refused_whatever_they_name_her_by(folder, kind) -> None:
    """Counted, told to servers; a page's key does not say who was forgotten."""
    key = new_key(folder, kind)
    batch = [
        {**one, "messageId": f"{kind}-{number}", "context": {"who": GIVEN}}
        for number, one in enumerate(EVENTS)
    ]
    # As clients write an @ that must not be found.
    raw = json.dumps({"batch": batch}).replace("@", "\\u0040").encode()
    with running(folder, "--no-rounds") as server:
        said = server.ask("/v1/batch", raw, key=key).json
        counts = server.counts()
        for _ in range(2):  # again, as a client does that was not answered
            server.ask("/v1/track", {**batch[0], "messageId": "before-0"}, key=key)
    assert counts["refused"] == len(EVENTS)
    assert counts["received"] == sum(counts.values()) - counts["received"]
    told = (len(EVENTS), 0) if kind == "browser" else (0, len(EVENTS))
    assert (said["stored"], said["refused"]) == told
    assert said["quarantined"] == []
    SmallShop(folder).work(NOW, send=False)
    left = hits(folder, CANARIES)
    assert left == []


def test_an_event_of_somebody_else_comes_in_without_her_address(folder) -> None:
    """Letter for letter, also in the bytes as they came."""
    key = new_key(folder, "write")
    told = {"note": f"to {MAIL}, phone {PHONE}", "coupon": "TENTH-7"}
    sent = {"userId": "omar", "event": "Friend Invited", "messageId": "friend"}
    sent |= {"properties": told}
    with running(folder, "--no-rounds") as server:
        assert server.ask("/v1/track", sent, key=key).json["stored"] == 1
        raw = json.dumps({**sent, "messageId": "friend2"}).replace("@", "\\u0040")
        assert server.ask("/v1/track", raw.encode(), key=key).json["stored"] == 1
    assert hits(folder, CANARIES) == []
    assert hits(state(folder), ["TENTH-7"])


def test_a_replay_does_not_bring_her_back(folder) -> None:
    """What was set aside before, or is corrected into an event of hers, goes."""
    key, asks = new_key(folder, "write"), new_key(folder, "api")
    with running(folder, "--no-rounds") as server:
        server.ask("/v1/batch", {"batch": [{"type": "odd"}]}, key=key)
        rows = server.ask("/api/quarantine", key=asks).json
        number = rows[-1]["number"]
        fixed = json.dumps({"type": "track", "event": "Seen", "userId": USER})
        order = {"fixed": [{"number": number, "raw": fixed}]}
        done = server.ask("/api/quarantine/replay", order, key=asks).json
        assert (done["stored"], done["refused"]) == (0, 1)
        left = server.ask("/api/quarantine", key=asks).json
        assert number not in [one["number"] for one in left]
    assert hits(folder, CANARIES) == []
