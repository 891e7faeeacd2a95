"""CloudEvents 1.0, sent by their own SDK: binary, structured, batch."""

from __future__ import annotations

import json
import sqlite3

from datetime import UTC, datetime

import pytest

from cloudevents.core.bindings.http import to_binary_event, to_structured_event
from cloudevents.core.v1.event import CloudEvent

from tests.builders.server import stored


def event(number: str, **more: object) -> CloudEvent:
    """Return an order as a producer would tell it."""
    attributes = {
        "type": "com.harbour.order.paid", "source": "/orders", "id": number,
        "time": datetime(2026, 11, 20, 10, tzinfo=UTC), "userid": "u7",
        "specversion": "1.0", "datacontenttype": "application/json",
    }  # fmt: skip
    return CloudEvent({**attributes, **more}, {"title": "Sea", "price": 12.5})


def to_dict(one: CloudEvent) -> dict:
    """Write it as JSON."""
    return json.loads(to_structured_event(one).body)


def cells(server, key: str) -> dict[str, str]:
    """Return the columns of an event as `run` will see them."""
    line = sqlite3.connect(server.folder / ".shopkeeper" / "ledger.sqlite3")
    columns, fields = line.execute(
        "SELECT columns, fields FROM records JOIN layouts USING (layout_no)"
        " WHERE row_key = ?", (key,),
    ).fetchone()  # fmt: skip
    line.close()
    found = dict(zip(json.loads(columns), json.loads(fields), strict=False))
    return {name: cell for name, cell in found.items() if cell}


@pytest.mark.parametrize("write", [to_binary_event, to_structured_event])
def test_the_sdk_sends_one_in_either_mode(server, keys, write) -> None:
    """It becomes the same row."""
    told = write(event(f"one-{write.__name__}"))
    said = server.ask(
        "/v1/cloudevents", told.body, key=keys["write"], headers=told.headers
    )

    assert (said.status, said.json["stored"]) == (200, 1), said.text
    found = cells(server, f"/orders#one-{write.__name__}")
    assert found["event"] == "com.harbour.order.paid"
    assert found["userId"] == "u7"
    assert found["properties.title"] == "Sea"
    assert found["timestamp"] == "2026-11-20T10:00:00+00:00"


def test_the_same_event_in_another_mode_is_the_same_event(server, keys) -> None:
    """An id belongs to its source; the mode is only an envelope."""
    for write, fate in (
        (to_structured_event, "stored"),
        (to_binary_event, "duplicate"),
    ):
        told = write(event("again"))
        said = server.ask(
            "/v1/cloudevents", told.body, key=keys["write"], headers=told.headers
        )
        assert said.json[fate] == 1
    told = to_structured_event(event("again", source="/refunds"))
    said = server.ask(
        "/v1/cloudevents", told.body, key=keys["write"], headers=told.headers
    )
    assert said.json["stored"] == 1


def test_a_batch_keeps_the_good_and_names_the_bad(server, keys) -> None:
    """As with every other batch."""
    batch = [
        to_dict(event("b-1")),
        {"specversion": "0.3", "id": "x"},
        to_dict(event("b-2")),
    ]
    said = server.ask(
        "/v1/cloudevents", json.dumps(batch).encode(), key=keys["write"],
        headers={"Content-Type": "application/cloudevents-batch+json"},
    )  # fmt: skip

    assert (said.json["stored"], len(said.json["quarantined"])) == (2, 1)
    assert ("website", "/orders#b-2") in stored(server.folder)


@pytest.mark.parametrize(
    "change",
    [
        {"specversion": "0.3"}, {"id": ""}, {"source": None}, {"type": 7},
        {"time": "yesterday"}, {"UPPER": "x"}, {"ext": {"a": 1}},
        {"data_base64": "not base64!", "data": None},
    ],
)  # fmt: skip
def test_what_is_no_cloudevent_is_refused(server, keys, change) -> None:
    """With the reason."""
    body = {**to_dict(event("bad")), **change}
    if change.get("data", 0) is None:
        del body["data"]
    said = server.ask(
        "/v1/cloudevents", body, key=keys["write"],
        headers={"Content-Type": "application/cloudevents+json"},
    )  # fmt: skip
    assert said.status == 400, said.text
    assert ("website", "/orders#bad") not in stored(server.folder)
