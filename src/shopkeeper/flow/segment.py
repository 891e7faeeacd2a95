"""What a call in the Segment shape says: one event, read, checked and laid flat.

Source of the shape: Segment's public specification of its tracking API. What each
key may do is reliability.md, section 0, item 6: a key that stands in a page is known
to everybody, so what comes with it is a visitor's word and nothing more, unless the
user id in it is signed.
"""

from __future__ import annotations

import hashlib
import json

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import msgspec

from msgspec import Struct

from shopkeeper.recognise.books import Event
from shopkeeper.vocabulary import BadInput


KINDS = ("identify", "track", "page", "screen", "group", "alias")
SHORT: Mapping[str, str] = {kind[0]: kind for kind in KINDS}
"""The browser's one-letter paths."""

MOST_BYTES = 32 * 1024  # an event, inflated
MOST_IN_BATCH = 500 * 1024  # a batch, inflated
VISITOR = "visitor."
"""Before the name of what a visitor claims: kept, shown, and it identifies nobody."""
RECEIVED = "received"
"""The column of the event's own bytes."""
SIGNED = "verifiedUserId"
"""The column of user ids that their shop has signed."""

# What a visitor may say in the same column as a server: what she did, and with what.
_DEEDS = frozenset(
    {
        "type", "event", "name", "category", "timestamp", "anonymousId",
        "properties.product_id", "properties.sku", "properties.name",
        "properties.title", "properties.category", "properties.brand",
        "properties.variant", "properties.price", "properties.quantity",
        "properties.currency", "properties.order_id", "properties.value",
        "properties.revenue", "properties.total", "properties.path",
        "context.page.path",
    }
)  # fmt: skip
# Changes whenever the same event is sent again.
_EACH_TIME = frozenset({"sentAt", "writeKey", "_metadata", "receivedAt"})
# What says nothing, and columns that nobody fills but us.
_OURS = _EACH_TIME | {RECEIVED, SIGNED, "visitor"}
_LONGEST_ID = 512
_DEEPEST = 20
_SKEW = timedelta(seconds=30)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_DIGEST = 16


class Trust(StrEnum):
    """Whose word an event is: a server's of the shop, or anybody's with a browser."""

    SERVER = "server"
    BROWSER = "browser"


class BadEvent(BadInput):
    """An event that cannot be taken; the sentence says why."""


class Call(Struct, frozen=True):
    """
    What is known of an event besides its bytes.

    Attributes:
        trust: Whose word it is.
        signed: Says whether a user id and its signature belong together.
        now: When it came.
        new_id: Makes an id for an event that has none.
        kind: What it is, where the address says so.
        sent_at: When its batch was sent, by the sender's clock.
    """

    trust: Trust
    signed: Callable[[str, str], bool]
    now: datetime
    new_id: Callable[[], str]
    kind: str | None = None
    sent_at: object = None


def read_event(raw: bytes, call: Call) -> Event:
    """
    Read one event.

    Args:
        raw: Its bytes, JSON.
        call: What is known besides.

    Raises:
        BadEvent: If it cannot be taken; with the reason.
    """
    if len(raw) > MOST_BYTES:
        msg = f"is larger than {MOST_BYTES // 1024} KB: send less with one event"
        raise BadEvent(msg)
    found = decode_object(raw)
    kind = _kind(found, call.kind)
    key = _text_id(found, "messageId") or call.new_id()
    user, anonymous = _text_id(found, "userId"), _text_id(found, "anonymousId")
    _check(kind, found, user, anonymous)
    happened = _happened(found, call)
    signature = _signature(found)
    for name in _OURS:
        found.pop(name, None)
    found["type"] = kind  # stated in the address or in the event: it says the same
    flat: dict[str, str] = {}
    lay_flat(found, flat)
    digest = digest_of(flat)
    cells = {name: cell for name, cell in flat.items() if cell and name}
    cells.pop("messageId", None)
    if user and signature and call.signed(user, signature):
        _take_signed(cells, call.trust)
    elif call.trust is Trust.BROWSER:
        cells = as_visitor(cells)
    if happened is not None:
        cells["timestamp"] = happened.isoformat()
    cells["messageId"] = key
    cells[RECEIVED] = raw.decode()
    return Event(key, cells, microseconds(happened), digest)


def decode_object(raw: bytes) -> dict[str, object]:
    """
    Read JSON that must be an object.

    Raises:
        BadEvent: If it is not.
    """
    try:
        found = msgspec.json.decode(raw)
    except (msgspec.DecodeError, UnicodeError, RecursionError, ValueError) as error:
        msg = f"is not JSON: {_short(error)}"
        raise BadEvent(msg) from None
    if not isinstance(found, dict):
        msg = "is JSON, but no object: wrap it in { }"
        raise BadEvent(msg)
    return found


def lay_flat(
    found: Mapping[str, object], flat: dict[str, str], above: str = "", depth: int = 0
) -> None:
    """Lay nested objects flat: `traits.email`, as the columns of a file are named."""
    for name, value in found.items():
        if isinstance(value, str):
            flat[above + name] = value
        elif isinstance(value, dict) and value and depth < _DEEPEST:
            lay_flat(value, flat, f"{above}{name}.", depth + 1)
        elif isinstance(value, bool):
            flat[above + name] = "true" if value else "false"
        elif isinstance(value, float):
            flat[above + name] = repr(value)
        elif value is not None:
            flat[above + name] = _as_json(value)


def _as_json(value: object) -> str:
    try:
        return json.dumps(value, ensure_ascii=False)
    except (RecursionError, ValueError):
        msg = "is nested too deeply, or holds a number nobody can write"
        raise BadEvent(msg) from None


def digest_of(flat: Mapping[str, str]) -> bytes:
    """Digest what an event says, in whichever order it says it."""
    told = msgspec.json.encode(flat, order="sorted")
    return hashlib.blake2b(told, digest_size=_DIGEST).digest()


def as_visitor(cells: Mapping[str, str]) -> dict[str, str]:
    """Keep what a visitor did; set aside who she says she is."""
    return {
        name if name in _DEEDS else f"{VISITOR}{name}": cell
        for name, cell in cells.items()
    }


def microseconds(moment: datetime | None) -> int | None:
    """Turn a moment into microseconds since 1970-01-01 00:00 UTC."""
    return None if moment is None else (moment - _EPOCH) // _MICROSECOND


def _take_signed(cells: dict[str, str], trust: Trust) -> None:
    cells[SIGNED] = cells.pop("userId")
    previous = cells.get("previousId")
    # Her signature says who she is, not who somebody else was.
    if trust is Trust.BROWSER and previous and previous != cells.get("anonymousId"):
        cells[f"{VISITOR}previousId"] = cells.pop("previousId")


def _kind(found: Mapping[str, object], stated: str | None) -> str:
    kind = stated or found.get("type")
    if kind not in KINDS:
        msg = f"has no `type` of {', '.join(KINDS)}"
        raise BadEvent(msg)
    return str(kind)


def _text_id(found: Mapping[str, object], name: str) -> str:
    value = found.get(name)
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, int):
        value = _as_json(value)
    if not isinstance(value, str):
        msg = f"`{name}` is no text: write one"
        raise BadEvent(msg)
    plain = value.isprintable() or not any(ord(letter) < 32 for letter in value)  # noqa: PLR2004
    if len(value) > _LONGEST_ID or not plain:
        msg = (
            f"`{name}` is longer than {_LONGEST_ID} letters, or has control characters"
        )
        raise BadEvent(msg)
    return value if name == "messageId" else value.strip()


def _check(kind: str, found: Mapping[str, object], user: str, anonymous: str) -> None:
    if kind == "alias":
        if not (user and _text_id(found, "previousId")):
            msg = "is an alias without `userId` and `previousId`"
            raise BadEvent(msg)
        return
    if not (user or anonymous):
        msg = "has neither `userId` nor `anonymousId`"
        raise BadEvent(msg)
    if kind == "track" and not (isinstance(found.get("event"), str) and found["event"]):
        msg = "is a track without an `event`"
        raise BadEvent(msg)
    if kind == "group" and not _text_id(found, "groupId"):
        msg = "is a group without a `groupId`"
        raise BadEvent(msg)
    for name in ("traits", "properties", "context"):
        if not isinstance(found.get(name) or {}, dict):
            msg = f"`{name}` is no object"
            raise BadEvent(msg)


def _signature(found: Mapping[str, object]) -> str:
    context = found.get("context")
    if not isinstance(context, dict):
        return ""
    stated = context.get("user_hash") or context.get("user_jwt")
    return stated if isinstance(stated, str) else ""


def _happened(found: Mapping[str, object], call: Call) -> datetime | None:
    """Say when by our clock: what the sender's shows as it sends tells how far off."""
    stated = found.get("timestamp") or found.get("originalTimestamp")
    if stated is None:
        return None
    happened = moment_of(stated)
    if happened is None:
        msg = "`timestamp` is no moment in ISO 8601"
        raise BadEvent(msg)
    sent = moment_of(found.get("sentAt") or call.sent_at)
    if sent is not None and abs(call.now - sent) > _SKEW:
        try:
            happened += call.now - sent
        except OverflowError:
            return call.now
    return min(happened, call.now)


def moment_of(value: object) -> datetime | None:
    """Read a moment of ISO 8601; without an offset in UTC. None where it is none."""
    if not isinstance(value, str):
        return None
    try:
        found = datetime.fromisoformat(value)
        whole = found if found.tzinfo else found.replace(tzinfo=UTC)
        return whole.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200]


__all__ = [
    "KINDS",
    "MOST_BYTES",
    "MOST_IN_BATCH",
    "RECEIVED",
    "SHORT",
    "SIGNED",
    "VISITOR",
    "BadEvent",
    "Call",
    "Trust",
    "as_visitor",
    "decode_object",
    "digest_of",
    "lay_flat",
    "microseconds",
    "moment_of",
    "read_event",
]
