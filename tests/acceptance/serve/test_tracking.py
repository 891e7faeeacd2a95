"""Events over HTTP: what is acknowledged, what is refused and why, who is let in."""

from __future__ import annotations

import gzip
import socket
import time
import zlib

import pytest

from shopkeeper import bootstrap
from tests.builders.server import Server, new_key, start, stored


def call(number: str, **more: object) -> dict[str, object]:
    """Return a track call."""
    return {
        "type": "track", "event": "Product Viewed", "userId": "u1",
        "messageId": number, "timestamp": "2026-11-20T10:00:00Z", **more,
    }  # fmt: skip


def test_an_event_that_is_acknowledged_is_in_the_ledger(server, keys) -> None:
    """200 means on disk."""
    said = server.ask("/v1/track", call("ack-1"), key=keys["write"])

    assert (said.status, said.json["stored"]) == (200, 1)
    assert ("website", "ack-1") in stored(server.folder)


def test_the_same_event_is_kept_once_whichever_way_it_comes_again(server, keys) -> None:
    """Alone, in a batch, twice in one batch, with another sentAt."""
    batch = [call("twice-1"), {**call("twice-1"), "sentAt": "2026-11-20T10:00:03Z"}]
    first = server.ask("/v1/batch", {"batch": batch}, key=keys["write"])
    alone = {k: v for k, v in call("twice-1").items() if k != "type"}
    again = server.ask("/v1/track", alone, key=keys["write"])

    assert (first.json["stored"], first.json["duplicate"]) == (1, 1)
    assert (again.json["stored"], again.json["duplicate"]) == (0, 1)
    assert stored(server.folder).count(("website", "twice-1")) == 1


def test_equal_ids_of_two_sources_are_two_events(server, keys) -> None:
    """An id is unique within its source, for ever, and nowhere else."""
    for key in ("write", "app"):
        said = server.ask("/v1/track", call("both-1"), key=keys[key])
        assert said.json["stored"] == 1
    found = [source for source, name in stored(server.folder) if name == "both-1"]
    assert sorted(found) == ["app", "website"]


def test_an_id_with_another_body_is_set_aside_and_named(server, keys) -> None:
    """Neither overwrites: the first stays, the second is shown."""
    server.ask("/v1/track", call("clash-1"), key=keys["write"])
    other = call("clash-1", event="Order Completed")
    said = server.ask("/v1/track", other, key=keys["write"])

    assert said.status == 200
    (aside,) = said.json["quarantined"]
    assert aside["messageId"] == "clash-1"
    assert "something else" in aside["because"]
    assert stored(server.folder).count(("website", "clash-1")) == 1


def test_one_bad_event_sinks_no_other_and_is_replayed_when_corrected(
    server, keys
) -> None:
    """In quarantine with its reason; a replay takes it, and it is there once."""
    batch = [call("good-1"), {"type": "track", "userId": "u1"}, 7, call("good-2")]
    said = server.ask("/v1/batch", {"batch": batch}, key=keys["write"]).json
    assert (said["stored"], len(said["quarantined"])) == (2, 2)

    rows = server.ask("/api/quarantine", key=keys["api"]).json
    mine = [row for row in rows if "without an `event`" in row["because"]]
    seven = [row for row in rows if row["raw"] == "7"]
    good = '{"type": "track", "event": "Seen", "userId": "u1", "messageId": "better"}'
    fixed = {
        "fixed": [
            {"number": mine[0]["number"], "raw": good},
            {"number": seven[0]["number"], "raw": good},
        ]
    }
    done = server.ask("/api/quarantine/replay", fixed, key=keys["api"]).json

    assert (done["stored"], done["duplicate"]) == (1, 1)
    left = [
        row["number"] for row in server.ask("/api/quarantine", key=keys["api"]).json
    ]
    assert not {mine[0]["number"], seven[0]["number"]} & set(left)
    assert stored(server.folder).count(("website", "better")) == 1


@pytest.mark.parametrize(
    ("path", "body", "status"),
    [
        ("/v1/track", b"{", 400),
        ("/v1/track", b"[]", 400),
        ("/v1/track", b'{"event": "Seen"}', 400),
        ("/v1/track", b'{"event": "", "userId": "u"}', 400),
        ("/v1/track", b'{"event": "Seen", "userId": "u", "timestamp": "soon"}', 400),
        ("/v1/alias", b'{"userId": "u"}', 400),
        ("/v1/group", b'{"userId": "u"}', 400),
        ("/v1/batch", b'{"batch": {}}', 400),
        ("/v1/track", b'{"event": "Seen", "x": "' + b"x" * 33_000 + b'"}', 413),
        ("/v1/batch", b'{"batch": ["' + b"x" * 513_000 + b'"]}', 413),
    ],
)
def test_what_cannot_be_taken_is_refused_with_its_reason(
    server, keys, path, body, status
) -> None:
    """As problem details, and counted as one."""
    before = server.counts()["refused"]
    said = server.ask(path, body, key=keys["write"])

    assert said.status == status
    assert said.headers["content-type"] == "application/problem+json"
    assert said.json["status"] == status
    assert len(said.json["detail"]) > 20
    assert server.counts()["refused"] == before + 1


def test_every_event_received_has_one_fate(server, keys) -> None:
    """stored + duplicate + quarantined + refused = received."""
    server.ask("/v1/track", {"event": "Seen"}, key=keys["write"])
    server.ask("/v1/track", call("no key"))
    counts = server.counts()

    assert counts["refused"] >= 2
    fates = sum(counts[name] for name in counts if name != "received")
    assert fates == counts["received"]


def test_compressed_calls_are_read_and_bombs_are_refused_early(server, keys) -> None:
    """The cap is on inflated bytes: 1 MB that would be 1 GB costs nothing."""
    inflated = b'{"batch": [' + b" " * 1000 + b"]}"
    said = server.ask(
        "/v1/batch", gzip.compress(inflated), key=keys["write"],
        headers={"Content-Encoding": "gzip"},
    )  # fmt: skip
    assert said.status == 200

    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    part = b"\0" * 10_000_000
    bomb = b"".join(packer.compress(part) for _ in range(30)) + packer.flush()
    memory = _memory(server)
    for _ in range(10):
        began = time.perf_counter()
        said = server.ask(
            "/v1/batch", bomb, key=keys["write"], headers={"Content-Encoding": "gzip"}
        )
        assert said.status == 413
        assert time.perf_counter() - began < 5
    assert _memory(server) - memory < 50_000_000
    broken = server.ask(
        "/v1/batch", b"\x1f\x8bnot", key=keys["write"],
        headers={"Content-Encoding": "gzip"},
    )  # fmt: skip
    assert broken.status == 400


def _memory(server: Server) -> int:
    path = f"/proc/{server.process.pid}/statm"
    with open(path, encoding="ascii") as file:  # noqa: PTH123 no path of ours
        return int(file.read().split()[1]) * 4096


@pytest.mark.parametrize(
    ("path", "kind", "status"),
    [
        ("/v1/track", None, 401),
        ("/v1/track", "api", 403),
        ("/v1/track", "identity", 403),
        ("/v1/cloudevents", "browser", 403),
        ("/api/quarantine", None, 401),
        ("/api/quarantine", "write", 403),
        ("/api/quarantine", "browser", 403),
        ("/v1/projects/nobody/settings", None, 401),
    ],
)
def test_who_has_no_right_is_refused(server, keys, path, kind, status) -> None:
    """Every key opens what it is for, and nothing else."""
    body = call("nobody's") if path in ("/v1/track", "/v1/cloudevents") else None
    said = server.ask(path, body, key=keys[kind] if kind else None)

    assert said.status == status
    assert ("website", "nobody's") not in stored(server.folder)


def test_a_key_that_is_taken_back_opens_nothing_within_a_second(server) -> None:
    """While the server runs; what was refused with it is counted."""
    key = new_key(server.folder, "write")
    time.sleep(0.3)
    assert server.ask("/v1/track", call("before"), key=key).status == 200
    bootstrap.revoke_access_key(server.folder, key)
    time.sleep(1)
    assert server.ask("/v1/track", call("after"), key=key).status == 401


def test_no_key_can_be_read_anywhere_in_the_folder(server, keys) -> None:
    """They are shown once and kept as hashes; a signing secret is wrapped."""
    files = [one for one in server.folder.rglob("*") if one.is_file()]
    assert len(files) > 3
    for kind, key in keys.items():
        secret = key.split("_")[-1].encode()
        found = [one.name for one in files if secret in one.read_bytes()]
        assert found == [], kind


def test_a_page_of_any_origin_may_send_with_its_key(server, keys) -> None:
    """The browser asks first; the settings tell its client where to send."""
    asked = server.ask("/v1/t", method="OPTIONS")
    assert asked.status == 204
    assert asked.headers["access-control-allow-origin"] == "*"
    assert "authorization" in asked.headers["access-control-allow-headers"]

    body = {**call("page-1"), "anonymousId": "a1", "writeKey": keys["browser"]}
    said = server.ask("/v1/t", body, headers={"Content-Type": "text/plain"})
    assert said.status == 200
    assert said.headers["access-control-allow-origin"] == "*"

    settings = server.ask(f"/v1/projects/{keys['browser']}/settings").json
    assert settings["integrations"]["Segment.io"]["apiHost"].endswith("/v1")


def test_numbers_and_health_say_nothing_about_anybody(server, keys) -> None:
    """/metrics is asked on the machine itself; past a proxy it needs a key."""
    assert server.ask("/livez").status == 200
    assert server.ask("/readyz").status == 200
    metrics = server.ask("/metrics")
    assert metrics.text.endswith("# EOF\n")
    assert "u1" not in metrics.text
    far = {"X-Forwarded-For": "192.0.2.1"}
    assert server.ask("/metrics", headers=far).status == 401
    assert server.ask("/metrics", headers=far, key=keys["api"]).status == 200


def test_stalled_senders_hold_nobody_up(server, keys) -> None:
    """A hundred connections that begin a body and go silent."""
    head = b"POST /v1/track HTTP/1.1\r\nHost: x\r\nContent-Length: 100\r\n\r\n{"
    lines = [socket.create_connection(("127.0.0.1", server.port)) for _ in range(100)]
    try:
        for line in lines:
            line.sendall(head)
        took = []
        for number in range(20):
            began = time.perf_counter()
            said = server.ask("/v1/track", call(f"calm-{number}"), key=keys["write"])
            took.append(time.perf_counter() - began)
            assert said.status == 200
        assert sorted(took)[-2] < 2
    finally:
        for line in lines:
            line.close()


def test_a_second_server_names_the_first(server) -> None:
    """One owner: it ends with a sentence."""
    with pytest.raises(AssertionError, match=str(server.process.pid)):
        start(server.folder)


def test_the_log_names_nobody(server, keys) -> None:
    """Ids and actions: no address, no user id, no path as it came."""
    canary = "canary-7f3a@harbour.example"
    bad = {"event": 7, "userId": canary, "traits": {"email": canary}}
    assert server.ask("/v1/track", bad, key=keys["write"]).status == 400
    assert server.ask(f"/v1/{canary}", bad, key=keys["write"]).status == 404
    assert server.ask("/v1/track", b"{" + canary.encode(), key=canary).status == 401
    time.sleep(0.5)
    text = "".join(server.errors)
    assert '"status":400' in text
    assert "canary" not in text
    assert "canary" not in server.ask("/metrics").text
