"""Malformed and surprising events: kept, set aside or refused, and never an accident.

Reliability A6 and A7: 6,500 of them and more; a fifth in the default run.
"""

from __future__ import annotations

import http.client
import json

import pytest

from tests.builders.server import basic, stored


FIELDS = (
    "messageId", "userId", "anonymousId", "event", "timestamp", "type", "name",
    "traits", "properties", "context", "previousId", "groupId", "sentAt",
)  # fmt: skip
STRINGS = (
    "", " ", "null", "undefined", "NaN", "Infinity", "true", "0", "-1", "1e309",
    "\x00", "a\x00b", "\x1b[31m", "\r\nX: y", "\t", "\x7f", "\x85", "\u2028", "\ufeff",
    "\u202eabc", "\u200b", "\uff41\uff42", "\U0001d56c",
    "\U0001f469\u200d\U0001f467", "e\u0301" * 50, "\ufdfa" * 200,
    "\U0001f469\u200d\U0001f467", "e\u0301" * 50, "\ufdfa" * 200,
    "'; DROP TABLE records; --", '" OR 1=1 --', "{{ person.called }}", "{% raw %}",
    "${jndi:ldap://x}", "=cmd|' /C calc'!A0", "<script>alert(1)</script>",
    "../../etc/passwd", "file:///etc/passwd", "http://169.254.169.254/", "%00", "%s%n",
    "x" * 513, "x" * 30_000, "9" * 400, "1970-01-01T00:00:00Z", "9999-12-31T23:59:59Z",
    "0001-01-01T00:00:00+14:00", "2026-02-30", "2026-11-20T25:00:00Z", "soon",
    "visitor.userId", "verifiedUserId", "received", "info@", "anonymous", "00000000",
)  # fmt: skip
VALUES = (
    None, True, False, 0, -1, 2**31, 2**63, -(2**63) - 1, 10**400, 0.1, 1e300, [],
    {}, [[]], [None], {"": ""}, {"a": {"b": {"c": []}}}, [1, "x", {"y": 2}],
    {"$ne": None}, {"__proto__": {"x": 1}}, {"a.b": 1, "a": {"b": 2}}, {"x" * 300: 1},
    {str(n): n for n in range(300)},
)  # fmt: skip
# Texts that are JSON, nearly JSON, or nothing of the kind; what parsers fall over.
TEXTS = (
    b"", b" ", b"null", b"true", b"7", b'""', b"[]", b"{}", b"[[", b"{", b'{"a"', b"}",
    b'{"a":}', b"{'a':1}", b'{"a":1,}', b"[1,]", b"NaN", b"[NaN]", b"-Infinity",
    b"0x10", b"01", b"1.", b".1", b"+1", b"1e", b'{"a":1}{"b":2}', b'{"a":1} x',
    b"\xef\xbb\xbf{}", b"\xff\xfe{\x00}\x00", b"\x00", b"\x80", b'"\xff"',
    b'"\xc0\xaf"',
    b'"\xed\xa0\x80"', b'"\\ud800"', b'"\\udc00\\ud800"', b'"\\u12"', b'"\\x41"',
    b'"\t"', b'"\x00"', b'"a\nb"', b"[" * 5000, b'{"a":' * 5000,
    b"[" * 5000 + b"]" * 5000,
    b'{"a":' * 2000 + b"1" + b"}" * 2000, b"1" * 5000, b"-" + b"9" * 5000,
    b"1e99999", b"-1e-99999", b"/**/{}", b"{}//", b"<xml/>", b"a=b&c=d", b"\x1f\x8b",
    b'{"userId":"u","event":"E","userId":"v"}', b'{"batch":null}', b'{"batch":{}}',
    b'{"batch":[null,1,"x",[],{}]}', b'{"batch":[{"type":"track"}', b'{"batch":[]}',
    b'{"userId":"u","event":"E","n":' + b"9" * 5000 + b"}",
    b'{"userId":"u","event":"E","n":1e999}', b'{"userId":"\\ud800","event":"E"}',
    b'{"userId":"u","event":"E","p":' + b'{"a":' * 500 + b"1" + b"}" * 500 + b"}",
    b'{"userId":"u","event":"E","p":' + b"[" * 900 + b"]" * 900 + b"}",
)  # fmt: skip
GOOD = {"type": "track", "event": "E", "userId": "u", "anonymousId": "a"}
PATHS = ("track", "identify", "page", "group", "alias", "t", "i", "b", "batch")


def hostile() -> list[tuple[str, bytes]]:
    """List every call: a path and a body."""
    calls = []
    for value in (*STRINGS, *VALUES):
        for field in FIELDS:
            body = {**GOOD, field: value}
            for path in ("track", "identify", "page", "alias", "batch"):
                whole = {"batch": [body]} if path == "batch" else body
                text = json.dumps(whole, ensure_ascii=False)
                calls.append((f"/v1/{path}", text.encode("utf-8", "surrogatepass")))
        for name in ("properties", "traits", "context", "user_hash"):
            body = {**GOOD, name: {"x": value, "email": value}, "messageId": value}
            for path in ("track", "page"):
                text = json.dumps(body, ensure_ascii=False)
                calls.append((f"/v1/{path}", text.encode("utf-8", "surrogatepass")))
        cloud = {"specversion": "1.0", "id": "1", "source": "/", "type": "t"}
        for name in (
            "id",
            "source",
            "type",
            "time",
            "data",
            "subject",
            "ext",
            "userid",
        ):
            text = json.dumps({**cloud, name: value}, ensure_ascii=False)
            calls.append(("/v1/cloudevents", text.encode("utf-8", "surrogatepass")))
    calls += [(f"/v1/{path}", text) for text in TEXTS for path in PATHS]
    calls += [("/v1/cloudevents", text) for text in TEXTS]
    return calls


def send_all(server, key: str, calls: list[tuple[str, bytes]]) -> dict[int, int]:
    """Send every call on one connection after the other; count the answers."""
    statuses: dict[int, int] = {}
    line = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
    for path, body in calls:
        headers = {"Authorization": basic(key), "Content-Type": "application/json"}
        if path == "/v1/cloudevents":
            headers["Content-Type"] = "application/cloudevents+json"
        line.request("POST", path, body, headers)
        said = line.getresponse()
        told = said.read()
        statuses[said.status] = statuses.get(said.status, 0) + 1
        assert said.status < 500, (path, body[:300], told)
        json.loads(told)
    line.close()
    return statuses


def _hold(server, keys, calls) -> None:
    before = server.counts()
    statuses = send_all(server, keys["write"], calls)
    after = server.counts()

    assert statuses[200] > len(calls) // 10
    assert statuses[400] > len(calls) // 10
    gained = {name: after[name] - before[name] for name in after}
    fates = sum(count for name, count in gained.items() if name != "received")
    assert fates == gained["received"]
    assert len(stored(server.folder)) >= gained["stored"]
    assert server.ask("/readyz").status == 200


def test_a_fifth_of_the_hostile_events_brings_no_accident(server, keys) -> None:
    """Every fifth: 0 answers of 500 or more, and every event has one fate."""
    calls = hostile()
    assert len(calls) > 6500
    _hold(server, keys, calls[::5])


@pytest.mark.slow
def test_no_hostile_event_brings_an_accident(server, keys) -> None:
    """All of them."""
    _hold(server, keys, hostile())


def test_one_poison_in_each_batch_sinks_no_other(server, keys) -> None:
    """Twenty batches of a hundred with one each: 1,980 kept, 20 set aside."""
    stored_now = aside = 0
    for number in range(20):
        batch = [
            {
                "type": "track",
                "event": "E",
                "userId": "u",
                "messageId": f"p{number}-{n}",
            }
            for n in range(100)
        ]
        batch[number] = {"type": "track", "userId": {"odd": number}, "event": "E"}
        said = server.ask("/v1/batch", {"batch": batch}, key=keys["write"]).json
        stored_now += said["stored"]
        aside += len(said["quarantined"])
    assert (stored_now, aside) == (1980, 20)
