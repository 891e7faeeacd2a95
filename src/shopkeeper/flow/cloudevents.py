"""What a CloudEvent says, read into the same row as any other event.

Source: CloudEvents 1.0.2, its JSON format and its binding to HTTP.
"""

from __future__ import annotations

import base64
import binascii

from collections.abc import Mapping

import msgspec

from shopkeeper.flow.segment import (
    MOST_BYTES,
    RECEIVED,
    BadEvent,
    Call,
    decode_object,
    digest_of,
    lay_flat,
    microseconds,
    moment_of,
)
from shopkeeper.recognise.books import Event


STRUCTURED = "application/cloudevents+json"
BATCH = "application/cloudevents-batch+json"

_NEEDED = ("id", "source", "specversion", "type")
_OPTIONAL = ("datacontenttype", "dataschema", "subject", "time")
_BODY = ("data", "data_base64")
# How senders name the person: an extension attribute, or a field of the data.
_PERSON = {"userid": "userId", "anonymousid": "anonymousId"}
_LONGEST = 512


def read_cloudevent(raw: bytes, call: Call) -> Event:
    """
    Read one CloudEvent in the structured way.

    Raises:
        BadEvent: If it is none, or of another version; with the reason.
    """
    if len(raw) > MOST_BYTES:
        msg = f"is larger than {MOST_BYTES // 1024} KB: send less with one event"
        raise BadEvent(msg)
    found = decode_object(raw)
    _check(found)
    happened = None
    if found.get("time") is not None:
        happened = moment_of(found["time"])
        if happened is None:
            msg = "`time` is no moment of RFC 3339"
            raise BadEvent(msg)
        happened = min(happened, call.now)
    whole: dict[str, str] = {}
    lay_flat(found, whole)
    if whole.get("datacontenttype", "").startswith("application/json"):
        del whole["datacontenttype"]  # stated or not, it says the same
    cells = _cells(found)
    if happened is not None:
        cells["timestamp"] = happened.isoformat()
    # Unique is an id together with its source (section 3.1 of the specification).
    key = f"{found['source']}#{found['id']}"
    cells["messageId"] = key
    cells[RECEIVED] = raw.decode()
    return Event(
        key, {name: cell for name, cell in cells.items() if cell},
        microseconds(happened), digest_of(whole),
    )  # fmt: skip


def _check(found: Mapping[str, object]) -> None:
    for name in _NEEDED:
        value = found.get(name)
        if not isinstance(value, str) or not value or len(value) > _LONGEST:
            msg = f"has no `{name}`, or one that is no text of 1 to {_LONGEST} letters"
            raise BadEvent(msg)
        if any(ord(letter) < 32 for letter in value):  # noqa: PLR2004
            msg = f"`{name}` has control characters"
            raise BadEvent(msg)
    if found["specversion"] != "1.0":
        msg = "is of a version other than CloudEvents 1.0"
        raise BadEvent(msg)
    for name, value in found.items():
        if name in _BODY:
            continue
        if not (name.isascii() and name.isalnum() and name == name.lower()):
            msg = "has an attribute whose name is not of the letters a-z and digits"
            raise BadEvent(msg)
        if isinstance(value, (dict, list, float)):
            msg = f"`{name}` is an attribute and can be no object, list or fraction"
            raise BadEvent(msg)
    if "data" in found and "data_base64" in found:
        msg = "has both `data` and `data_base64`"
        raise BadEvent(msg)


def _cells(found: Mapping[str, object]) -> dict[str, str]:
    flat: dict[str, str] = {"type": "track", "event": str(found["type"])}
    for name, value in found.items():
        if name not in (*_NEEDED, *_BODY, "time") and name not in _PERSON:
            lay_flat({f"cloudevent.{name}": value}, flat)
    flat["cloudevent.source"] = str(found["source"])
    data = _data(found)
    if isinstance(data, dict):
        for name, value in data.items():
            within = name in ("userId", "anonymousId") or name == "traits"
            lay_flat({name: value} if within else {f"properties.{name}": value}, flat)
    elif data is not None:
        lay_flat({"properties.data": data}, flat)
    for name, ours in _PERSON.items():
        if found.get(name) is not None:
            lay_flat({ours: found[name]}, flat)
    return flat


def _data(found: Mapping[str, object]) -> object:
    if "data_base64" not in found:
        return found.get("data")
    try:
        body = base64.b64decode(str(found["data_base64"]), validate=True)
    except (ValueError, binascii.Error):
        msg = "`data_base64` is not Base64"
        raise BadEvent(msg) from None
    content = str(found.get("datacontenttype", ""))
    if "json" in content:
        return json_of(body)
    return None  # kept as it came, in `received`


def json_of(body: bytes) -> object:
    """
    Read data that is said to be JSON.

    Raises:
        BadEvent: If it is not.
    """
    try:
        return msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeError, RecursionError, ValueError):
        msg = "its data is said to be JSON and is not"
        raise BadEvent(msg) from None


__all__ = ["BATCH", "STRUCTURED", "json_of", "read_cloudevent"]
