"""Events in: Segment's calls and CloudEvents."""

from __future__ import annotations

import time

from collections.abc import Sequence

import msgspec

from shopkeeper.bootstrap import Busy
from shopkeeper.flow.access import AccessKey, KeyKind
from shopkeeper.flow.cloudevents import BATCH, STRUCTURED
from shopkeeper.flow.segment import (
    KINDS,
    MOST_BYTES,
    MOST_IN_BATCH,
    SHORT,
    BadEvent,
    Call,
    Trust,
)
from shopkeeper.flow.tracking import Parcel, sort_out
from shopkeeper.web.binary_mode import from_headers
from shopkeeper.web.problems import Problem, Reply
from shopkeeper.web.shapes import (
    Aside,
    CloudEvent,
    SegmentBatch,
    SegmentCall,
    Settings,
    Taken,
)
from shopkeeper.web.ways import Asked, Way


PATIENCE_S = 10.0
_REFUSALS = (400, 403, 408, 413, 415, 429, 503)
_encode = msgspec.json.Encoder().encode


class _Batch(msgspec.Struct):
    """A batch, its calls still bytes."""

    batch: list[msgspec.Raw]
    sentAt: msgspec.Raw = msgspec.Raw(b"null")  # noqa: N815 Segment's name


_read_batch = msgspec.json.Decoder(_Batch).decode
_read_list = msgspec.json.Decoder(list[msgspec.Raw]).decode


def ways() -> list[Way]:
    """List the routes, those that are asked most first."""
    return [
        _segment("/v1/batch", None),
        *(_segment(f"/v1/{kind}", kind) for kind in ("track", "identify", "page")),
        *(_segment(f"/v1/{short}", kind) for short, kind in SHORT.items()),
        _segment("/v1/b", None),
        *(
            _segment(f"/v1/{kind}", kind)
            for kind in KINDS
            if kind not in ("track", "identify", "page")
        ),
        Way(
            method="POST", path="/v1/cloudevents", does=_cloudevents,
            summary="Take CloudEvents 1.0: binary, structured, or a batch.",
            takes=CloudEvent, gives=Taken, statuses=_REFUSALS, most=MOST_IN_BATCH,
            events=True,
        ),
        Way(
            method="GET", path="/v1/projects/{key}/settings", does=_settings,
            summary="Say to a page's client where to send.",
            gives=Settings, statuses=(403,), open_to_pages=True, key_in_path=True,
        ),
    ]  # fmt: skip


def _segment(path: str, kind: str | None) -> Way:
    async def one(asked: Asked) -> Reply:
        assert kind is not None  # noqa: S101 the other one is for batches
        return await _take_one(asked, "segment", asked.body, kind)

    return Way(
        method="POST", path=path, does=_take_batch if kind is None else one,
        summary=f"Take {'several calls' if kind is None else f'one `{kind}`'}.",
        takes=SegmentBatch if kind is None else SegmentCall, gives=Taken,
        statuses=_REFUSALS, most=MOST_IN_BATCH if kind is None else MOST_BYTES,
        events=True, open_to_pages=True, key_in_body=True,
    )  # fmt: skip


async def _take_batch(asked: Asked) -> Reply:
    try:
        found = _read_batch(asked.body)
        sent = msgspec.json.decode(found.sentAt)
    except msgspec.ValidationError:
        raise Problem(400, "The body is no object with a list `batch`.") from None
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        raise Problem(400, f"The body is not JSON: {_short(error)}.") from None
    raws = [bytes(raw) for raw in found.batch]
    return await _keep(asked, "segment", raws, kind=None, sent_at=sent)


async def _take_one(asked: Asked, shape: str, raw: bytes, kind: str | None) -> Reply:
    """Take one event: what a batch would set aside is refused, with the reason."""
    call = _call(asked, kind)
    parcel = sort_out(shape, _source(asked), [raw], [call])
    if parcel.aside:
        raise Problem(400, f"The event {parcel.aside[0].because}.")
    return await _put(asked, parcel)


async def _keep(
    asked: Asked,
    shape: str,
    raws: Sequence[bytes],
    *,
    kind: str | None,
    sent_at: object,
) -> Reply:
    call = _call(asked, kind, sent_at)
    parcel = sort_out(shape, _source(asked), raws, [call] * len(raws))
    return await _put(asked, parcel)


async def _put(asked: Asked, parcel: Parcel) -> Reply:
    room, size = asked.room, len(parcel.events) + len(parcel.aside)
    # Who is let in by a public key waits first.
    if _key(asked).kind is KeyKind.BROWSER and room.serving.is_pressed:
        raise _refusal(429, "Too much comes at once: wait, and send it again.", size)
    room.counts.received += size
    try:
        answer = await room.serving.keep(parcel, patience_s=PATIENCE_S)
    except Busy:
        room.counts.received -= size
        says = "Nothing of this was kept, for now: wait, and send it again."
        raise _refusal(503, says, size) from None
    events = room.counts.events
    events["stored"] += answer.stored
    events["duplicate"] += answer.duplicate
    events["quarantined"] += len(answer.quarantined)
    room.counts.took(time.perf_counter() - asked.started)
    aside = [Aside(key, because) for key, because in answer.quarantined]
    taken = Taken(stored=answer.stored, duplicate=answer.duplicate, quarantined=aside)
    return Reply(200, _encode(taken))


async def _cloudevents(asked: Asked) -> Reply:
    content = asked.headers.get(b"content-type", b"").decode("latin-1")
    kind = content.partition(";")[0].strip().lower()
    if kind == BATCH:
        try:
            raws = [bytes(raw) for raw in _read_list(asked.body)]
        except (msgspec.DecodeError, UnicodeError, RecursionError):
            raise Problem(400, "The body is no JSON list of events.") from None
        return await _keep(asked, "cloudevents", raws, kind=None, sent_at=None)
    if kind.startswith("application/cloudevents") and kind != STRUCTURED:
        raise Problem(415, f"Events come as {STRUCTURED}, {BATCH}, or binary.")
    raw = asked.body
    if kind != STRUCTURED:
        headers = [
            (name.decode("latin-1"), value.decode("latin-1"))
            for name, value in asked.headers.items()
        ]
        try:
            raw = from_headers(headers, asked.body)
        except BadEvent as error:
            raise Problem(400, f"The event {error}.") from None
    if len(raw) > MOST_BYTES:
        raise Problem(413, f"An event is at most {MOST_BYTES // 1024} KB.")
    return await _take_one(asked, "cloudevents", raw, None)


async def _settings(asked: Asked) -> Reply:
    host = asked.headers.get(b"host", b"").decode("latin-1")
    text = asked.scope["path_params"]["key"]
    secure = asked.headers.get(b"x-forwarded-proto", b"") == b"https"
    protocol = "https" if secure else asked.scope.get("scheme", "http")
    found = Settings(
        integrations={
            "Segment.io": {
                "apiKey": text, "apiHost": f"{host}/v1", "protocol": protocol,
                "unbundledIntegrations": [], "addBundledMetadata": False,
            }
        },
        plan={"track": {"__default": {"enabled": True, "integrations": {}}}},
        edgeFunction={},
    )  # fmt: skip
    return Reply(200, _encode(found))


def _call(asked: Asked, kind: str | None, sent_at: object = None) -> Call:
    serving, key = asked.room.serving, _key(asked)
    now = serving.now()
    trust = Trust.BROWSER if key.kind is KeyKind.BROWSER else Trust.SERVER
    return Call(
        trust, serving.signed(_source(asked), now), now, serving.new_id, kind, sent_at
    )


def _key(asked: Asked) -> AccessKey:
    assert asked.key is not None  # noqa: S101 the gate lets nobody in without one
    return asked.key


def _source(asked: Asked) -> str:
    name = _key(asked).source
    if name is None or name not in asked.room.serving.wired:
        raise Problem(403, "The source of this key is not fed over HTTP any more.")
    return name


def _refusal(status: int, detail: str, events: int) -> Problem:
    problem = Problem(status, detail, retry_after_s=1)
    problem.events = max(events, 1)
    return problem


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:200].rstrip(".")
