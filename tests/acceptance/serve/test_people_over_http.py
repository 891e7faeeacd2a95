"""Everything kept of one person, and to be forgotten, asked of a running server."""

from __future__ import annotations

import json
import threading

from collections.abc import Generator
from contextlib import contextmanager

import pytest

from shopkeeper import bootstrap
from shopkeeper.flow.exporting import export_json
from shopkeeper.flow.knowing import current_ids
from tests.acceptance.serve.test_forgotten_at_the_wire import (
    CANARIES,
    DEVICE,
    FAMILY,
    GIVEN,
    MAIL,
    PHONE,
    SEEN,
    USER,
)
from tests.acceptance.serve.test_staff import inside
from tests.builders.canaries import hits
from tests.builders.pages import page_shop
from tests.builders.server import Server, new_key, running
from tests.builders.shop import NOW


@pytest.fixture(scope="module", name="served")
def _served(tmp_path_factory):
    """Serve a shop in which she is known by a list, by events, and by decisions."""
    shop = page_shop(tmp_path_factory.mktemp("people") / "shop")
    crm = shop.folder / "exports/crm.csv"
    row = f"{USER},{GIVEN} {FAMILY},{MAIL}\n"
    crm.write_text(crm.read_text(encoding="utf-8") + row, encoding="utf-8")
    kinds = ("write", "browser", "api", "identity")
    keys = {kind: new_key(shop.folder, kind) for kind in kinds}
    with running(shop.folder, "--no-rounds") as server:
        for number, said in enumerate(_events()):
            sent = {**said, "messageId": f"before-{number}"}
            server.ask("/v1/track", sent, key=keys["write"])
    shop.work(NOW, send=False)
    with running(shop.folder, "--no-rounds") as server:
        yield server, keys


def _events() -> tuple[dict, ...]:
    return (
        {"userId": USER, "anonymousId": DEVICE, "event": SEEN},
        {"userId": USER, "event": "x", "traits": {"phone": PHONE}},
    )


def person_id(server: Server, address: str) -> str:
    """Return whose an address is."""
    with bootstrap.shop_at(server.folder, writable=False) as house:
        known = {
            one.identifier.value: one.person
            for one in house.identity.identifiers(list(house.identity.seniority()))
        }
        return current_ids(house)[known[address]]


def hero(server: Server, key: str, user: str = USER) -> dict:
    """Ask for a slot for her."""
    asked = {"person": {"user_id": user}, "slots": ["hero"]}
    (said,) = server.ask("/api/decide", asked, key=key).json
    return said


def test_the_export_is_the_command_lines(served) -> None:
    """All of her, nothing of others, and who asked is in the audit."""
    server, keys = served
    person = person_id(server, MAIL)
    hero(server, keys["api"])
    path = f"/api/people/{person}/export"
    said = server.ask(path, key=keys["api"])
    assert said.status == 200
    assert said.headers["cache-control"] == "no-store"
    for value in CANARIES:
        assert value in said.text
    for value in ("omar", "jenny@corner.example"):
        assert value not in said.text
    with bootstrap.shop_at(server.folder, writable=False) as house:
        again = json.loads(json.dumps(export_json(house, person, now=NOW)))
        notes = [one for one in house.audit.entries() if one.action == "exported"]
        assert house.audit.broken_at() is None
    told = said.json
    for one in (told, again):
        one.pop("done_by_us")  # which has this export in it now
    assert told == again
    assert [one.actor.split()[0] for one in notes] == ["key"]
    assert server.ask("/api/people/nobody/export", key=keys["api"]).status == 404
    assert server.ask(f"{path}?by=somebody", key=keys["api"]).status == 400


@pytest.mark.parametrize("kind", ["write", "browser", "identity", None])
def test_only_a_program_of_the_shop_may(served, kind) -> None:
    """Deny by default; nothing is changed."""
    server, keys = served
    person = person_id(server, MAIL)
    key = keys[kind] if kind else None
    expected = 403 if kind else 401
    assert server.ask(f"/api/people/{person}/export", key=key).status == expected
    gone = server.ask(f"/api/people/{person}", key=key, method="DELETE")
    assert gone.status == expected
    assert hits(server.folder / ".shopkeeper", [MAIL])


def test_who_is_logged_in_is_the_author_whatever_she_says(served) -> None:
    """`by` somebody else is overruled; a key's `by` is believed, as its program's."""
    server, _ = served
    password = bootstrap.set_password(server.folder, "rosa", None)[1]
    her = inside(server, "rosa", password)
    person = person_id(server, "omar@corner.example")
    path = f"/api/people/{person}"
    assert her.ask(f"GET {path}/export?by=tilda").status == 200
    gone = her.ask(f"DELETE {path}?by=tilda")
    assert gone.status == 200, gone.text
    assert (gone.json["done"], gone.json["by"]) == (True, "rosa")
    crm = server.folder / "exports/crm.csv"
    rows = crm.read_text(encoding="utf-8").splitlines(keepends=True)
    crm.write_text("".join(one for one in rows if "omar" not in one), encoding="utf-8")
    # A reader beside the server, which has just searched the ledger's own files.
    with bootstrap.shop_at(server.folder, writable=False) as house:
        noted = house.audit.entries()
        assert house.audit.broken_at() is None
    done = [
        (one.action, one.actor)
        for one in noted
        if one.action in ("exported", "forgotten") and one.actor.split()[0] != "key"
    ]
    assert done == [("exported", "rosa"), ("forgotten", "rosa")]


@contextmanager
def _going_on(server: Server, keys: dict[str, str]) -> Generator[None]:
    """Send her events and ask for her, twice at once; nothing may fail."""
    ending = threading.Event()
    wrong: list[str] = []

    def go_on(name: str) -> None:
        number = 0
        while not ending.is_set():
            number += 1
            for said in _events():
                sent = {**said, "messageId": f"{name}-{number}-{said['event']}"}
                got = server.ask("/v1/track", sent, key=keys["write"])
                if got.status != 200:
                    wrong.append(got.text)
            asked = {"person": {"user_id": USER}, "slots": ["hero", "greeting"]}
            got = server.ask("/api/decide", asked, key=keys["api"])
            if got.status != 200:
                wrong.append(got.text)

    threads = [threading.Thread(target=go_on, args=(name,)) for name in ("a", "b")]
    for one in threads:
        one.start()
    try:
        yield
    finally:
        ending.set()
        for one in threads:
            one.join(60)
    assert wrong == []


def test_forgotten_while_her_clients_go_on_sending_and_asking(served) -> None:
    """No byte below the shop's folder, no answer, and no way back in."""
    server, keys = served
    person = person_id(server, MAIL)
    before = hero(server, keys["api"])
    assert before["value"] == f"Hello {GIVEN} {FAMILY}, good to see you."
    with _going_on(server, keys):
        gone = server.ask(f"/api/people/{person}", key=keys["api"], method="DELETE")
    assert gone.status == 200, gone.text
    receipt = gone.json
    assert (receipt["done"], receipt["pending"], receipt["found"]) == (True, "", {})
    assert [one["rows"] for one in receipt["source_rows"]] == [["3"]]
    assert [one for one in CANARIES if one in gone.text] == []
    crm = server.folder / "exports/crm.csv"
    rows = crm.read_text(encoding="utf-8").splitlines()
    crm.write_text("\n".join(rows[:-1]) + "\n", encoding="utf-8")

    # Asked afterwards: answers, and every byte below the shop's folder.
    said = hero(server, keys["api"])
    assert (said["value"], said["decision_id"]) == (None, None)
    for path in ("moment", "export"):
        assert server.ask(f"/api/people/{person}/{path}", key=keys["api"]).status == 404
    late = {**_events()[1], "messageId": "late", "timestamp": "2026-11-01T10:00:00Z"}
    assert server.ask("/v1/track", late, key=keys["write"]).json["refused"] == 1
    answers = [
        server.ask(path, key=keys["api"]).text
        for path in ("/api/quarantine", "/metrics", "/api/openapi.json")
    ]
    assert [one for one in CANARIES for text in answers if one in text] == []
    assert hits(server.folder, CANARIES) == []
    assert "".join(server.errors).count(GIVEN) == 0

    again = server.ask(f"/api/people/{person}", key=keys["api"], method="DELETE")
    assert (again.status, again.json["already"]) == (200, True)
    nobody = server.ask("/api/people/nobody", key=keys["api"], method="DELETE")
    assert nobody.status == 404
    # Everybody else is answered as before.
    other = hero(server, keys["api"], "jenny")
    assert other["value"] == "Hello Jenny, good to see you."
    server.end()
    assert hits(server.folder, CANARIES) == []
    with bootstrap.shop_at(server.folder) as house:
        assert house.audit.broken_at() is None
