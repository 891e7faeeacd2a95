"""A CloudEvent in binary mode: attributes in headers, data in the body.

Source: the HTTP binding of CloudEvents 1.0.2, section 3.1.
"""

from __future__ import annotations

import base64

from collections.abc import Iterable
from urllib.parse import unquote

import msgspec

from shopkeeper.flow.cloudevents import json_of


def from_headers(headers: Iterable[tuple[str, str]], body: bytes) -> bytes:
    """
    Write a CloudEvent in binary mode the structured way.

    Args:
        headers: Of the request; those of the event begin with `ce-`.
        body: Its data, as `content-type` says.

    Raises:
        BadEvent: If its data is said to be JSON and is not.
    """
    event: dict[str, object] = {}
    content = ""
    for name, value in headers:
        lower = name.lower()
        if lower.startswith("ce-"):
            event[lower[3:]] = unquote(value)
        elif lower == "content-type":
            content = value
    if content:
        event["datacontenttype"] = content
    kind = content.partition(";")[0].strip().lower()
    if body and (not kind or kind == "application/json" or kind.endswith("+json")):
        event["data"] = json_of(body)
    elif body and kind.startswith("text/"):
        event["data"] = body.decode("utf-8", "replace")
    elif body:
        event["data_base64"] = base64.b64encode(body).decode()
    return msgspec.json.encode(event)
