"""What now, for this person: moments, decisions and feature flags.

Sources: OpenFeature Remote Evaluation Protocol, `service/openapi.yaml` of its
specification 0.2; RFC 9110, section 13 (If-None-Match).
"""

from __future__ import annotations

import gzip
import hashlib

from functools import cache
from importlib import resources
from typing import Any

import msgspec

from shopkeeper.bootstrap import Busy
from shopkeeper.flow.access import AccessKey, KeyKind
from shopkeeper.flow.online import NOT_A_SLOT, Offer, Visitor
from shopkeeper.vocabulary import NotFound
from shopkeeper.web.problems import Problem, Reply
from shopkeeper.web.shapes import (
    DecideOrder,
    Flag,
    FlagContext,
    FlagOrder,
    FlagRefusal,
    Flags,
    NeedNow,
    OfferGiven,
    Person,
    PersonMoment,
)
from shopkeeper.web.ways import Asked, Way


_PATIENCE_S = 2.0  # a page does not wait longer
_MOST_BYTES = 64 * 1024
_MOST_SLOTS = 100
_KEEP_NOTHING = (
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
)
_SCRIPT = "text/javascript"
_SCRIPT_HEADERS = (
    (b"content-type", b"text/javascript; charset=utf-8"),
    (b"cache-control", b"public, max-age=300"),
    (b"vary", b"accept-encoding"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"cross-origin"),
)
_REFUSALS = (400, 408, 413, 415, 503)
_encode = msgspec.json.Encoder().encode
_read_order = msgspec.json.Decoder(DecideOrder, strict=True).decode
_read_flag = msgspec.json.Decoder(FlagOrder, strict=True).decode


def ways() -> list[Way]:
    """List the routes."""
    return [
        Way(
            method="POST", path="/api/decide", does=_decide, takes=DecideOrder,
            gives=list[OfferGiven], statuses=_REFUSALS, most=_MOST_BYTES,
            summary="Decide what is said to a person in each slot of a page.",
            open_to_pages=True, key_in_body=True,
        ),
        Way(
            method="GET", path="/words.js", does=_script, media=_SCRIPT,
            summary="A script for pages without a client: fills slots, or leaves them.",
            open_to_pages=True,
        ),
        Way(
            method="GET", path="/api/people/{id}/moment", does=_moment,
            gives=PersonMoment, statuses=(404,),
            summary="Who she is, where she is, what she needs now.",
        ),
        Way(
            method="GET", path="/api/decisions/{id}/why", does=_why, gives=dict,
            statuses=(404,), summary="Why it was decided so: options, chances, facts.",
        ),
        Way(
            method="POST", path="/ofrep/v1/evaluate/flags/{key}", does=_flag,
            takes=FlagOrder, gives=Flag, statuses=_REFUSALS, most=_MOST_BYTES,
            summary="OFREP: one content for pages, as a flag.", open_to_pages=True,
            refuses=FlagRefusal, refuses_with=(400, 404),
        ),
        Way(
            method="POST", path="/ofrep/v1/evaluate/flags", does=_flags,
            takes=FlagOrder, gives=Flags, statuses=_REFUSALS, most=_MOST_BYTES,
            summary="OFREP: every content for pages; 304 where nothing changed.",
            open_to_pages=True, refuses=FlagRefusal, refuses_with=(400,),
            unchanged=True,
        ),
    ]  # fmt: skip


async def _decide(asked: Asked) -> Reply:
    try:
        order = _read_order(asked.body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        says = "The body is no {person: {...}, slots: [...]}: "
        raise Problem(400, says + _short(error)) from None
    if len(order.slots) > _MOST_SLOTS:
        raise Problem(400, f"At most {_MOST_SLOTS} slots are asked for at once.")
    offers = await _offers(asked, _visitor(asked, order.person), order.slots)
    public = _is_public(asked)
    found = [
        OfferGiven(
            slot=one.slot, decision_id=one.decision_id,
            # What else we weighed, and why, is the shop's and hers, not a page's.
            option=None if public else one.option,
            value=one.value, propensity=None if public else one.propensity,
            because=one.why if public else one.because, why=one.why,
            why_url=_why_url(one),
        )
        for one in offers
    ]  # fmt: skip
    return Reply(200, _encode(found), _KEEP_NOTHING)


async def _script(asked: Asked) -> Reply:
    body, packed, tag = _words_script()
    if tag in _tags(asked.headers.get(b"if-none-match", b"")):
        return Reply(304, b"", (*_SCRIPT_HEADERS, (b"etag", tag)))
    headers = (*_SCRIPT_HEADERS, (b"etag", tag))
    if b"gzip" in asked.headers.get(b"accept-encoding", b""):
        return Reply(200, packed, (*headers, (b"content-encoding", b"gzip")))
    return Reply(200, body, headers)


@cache
def _words_script() -> tuple[bytes, bytes, bytes]:
    """Return the script, plain and packed, and its tag."""
    file = resources.files("shopkeeper.web").joinpath("words.js")
    body = file.read_text("utf-8").encode()
    tag = b'"' + hashlib.blake2b(body, digest_size=12).hexdigest().encode() + b'"'
    return body, gzip.compress(body, 9, mtime=0), tag


async def _moment(asked: Asked) -> Reply:
    serving = asked.room.serving
    person = asked.scope["path_params"]["id"]
    try:
        moment = serving.online.moment(person, now=serving.now())
    except NotFound as error:
        raise Problem(404, str(error)) from None
    found = PersonMoment(
        person=moment.person, at=moment.at.isoformat(), stage=str(moment.stage),
        because=moment.stage_because,
        needs=[
            NeedNow(one.what, list(one.facts), one.about, one.pressure)
            for one in moment.needs
        ],
        evidence=list(moment.evidence), unknown=list(moment.unknown),
    )  # fmt: skip
    return Reply(200, _encode(found), _KEEP_NOTHING)


async def _why(asked: Asked) -> Reply:
    try:
        found = asked.room.serving.online.why(asked.scope["path_params"]["id"])
    except NotFound as error:
        raise Problem(404, str(error)) from None
    return Reply(200, _encode(found), _KEEP_NOTHING)


async def _flag(asked: Asked) -> Reply:
    key = asked.scope["path_params"]["key"]
    context = _context(asked, key)
    if isinstance(context, Reply):
        return context
    if key not in asked.room.serving.online.ready.slots:
        return _refused(404, "FLAG_NOT_FOUND", f"{NOT_A_SLOT}: {key}.", key)
    (offer,) = await _offers(asked, _targeted(asked, context), [key])
    return Reply(200, _encode(_as_flag(offer, public=_is_public(asked))), _KEEP_NOTHING)


async def _flags(asked: Asked) -> Reply:
    context = _context(asked, None)
    if isinstance(context, Reply):
        return context
    slots = sorted(asked.room.serving.online.ready.slots)
    offers = await _offers(asked, _targeted(asked, context), slots)
    public = _is_public(asked)
    body = _encode(Flags([_as_flag(one, public=public) for one in offers]))
    tag = b'"' + hashlib.blake2b(body, digest_size=12).hexdigest().encode() + b'"'
    headers = (*_KEEP_NOTHING, (b"etag", tag))
    if tag in _tags(asked.headers.get(b"if-none-match", b"")):
        return Reply(304, b"", headers[1:])
    return Reply(200, body, headers)


async def _offers(asked: Asked, visitor: Visitor, slots: list[str]) -> list[Offer]:
    try:
        return await asked.room.serving.decide(visitor, slots, patience_s=_PATIENCE_S)
    except Busy:
        says = "What is decided cannot be kept now: the page keeps its own words."
        raise Problem(503, says, retry_after_s=1) from None


def _as_flag(offer: Offer, *, public: bool) -> Flag:
    said = offer.value is not None
    told: dict[str, str | float] = {"why": offer.why}
    if offer.decision_id is not None:
        told |= {"decisionId": offer.decision_id, "whyUrl": _why_url(offer) or ""}
    if not public:
        told["because"] = offer.because
        if offer.propensity is not None:
            told["propensity"] = offer.propensity
    return Flag(
        key=offer.slot,
        reason="TARGETING_MATCH" if said else "DEFAULT",
        variant="said" if said else "own",
        metadata=told,
        value=offer.value if offer.value is not None else msgspec.UNSET,
    )


def _context(asked: Asked, key: str | None) -> FlagContext | Reply:
    try:
        order = _read_flag(asked.body)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        return _refused(400, "PARSE_ERROR", _short(error), key)
    context = order.context
    if context is None or not (context.targeting_key or "").strip():
        says = "context.targetingKey says who is asked for: a user id or anonymous id."
        return _refused(400, "TARGETING_KEY_MISSING", says, key)
    return context


def _refused(status: int, code: str, details: str, key: str | None) -> Reply:
    body = FlagRefusal(errorCode=code, errorDetails=details, key=key or msgspec.UNSET)
    return Reply(status, _encode(body), _KEEP_NOTHING)


def _visitor(asked: Asked, person: Person) -> Visitor:
    key = _key(asked)
    if key.kind is KeyKind.BROWSER:
        return _signed(asked, key.source, person.user_id, person.user_hash)
    source = person.source or key.source or _only_source(asked)
    return Visitor(
        person=person.id, source=source, user_id=person.user_id,
        anonymous_id=person.anonymous_id,
    )  # fmt: skip


def _targeted(asked: Asked, context: FlagContext) -> Visitor:
    key = _key(asked)
    named = context.targeting_key
    if key.kind is KeyKind.BROWSER:
        return _signed(asked, key.source, named, context.user_hash)
    source = context.source or key.source or _only_source(asked)
    visitor = Visitor(source=source, user_id=named)
    if asked.room.serving.online.person_of(visitor) is None:
        return Visitor(source=source, anonymous_id=named)
    return visitor


def _signed(
    asked: Asked, source: str | None, user: str | None, signature: str | None
) -> Visitor:
    """Believe a page only what its shop has signed: its key is known to everybody."""
    serving = asked.room.serving
    if source is None or not (user and signature):
        return Visitor()
    if not serving.signed(source, serving.now())(user, signature):
        return Visitor()
    return Visitor(source=source, user_id=user)


def _only_source(asked: Asked) -> str | None:
    wired = asked.room.serving.wired
    return next(iter(wired)) if len(wired) == 1 else None


def _key(asked: Asked) -> AccessKey:
    assert asked.key is not None  # noqa: S101 the gate lets nobody in without one
    return asked.key


def _is_public(asked: Asked) -> bool:
    return _key(asked).kind is KeyKind.BROWSER


def _why_url(offer: Offer) -> str | None:
    return f"/api/decisions/{offer.decision_id}/why" if offer.decision_id else None


def _tags(header: bytes) -> list[bytes]:
    return [one.strip().removeprefix(b"W/") for one in header.split(b",")]


def _short(error: Any) -> str:
    return " ".join(str(error).split())[:200].rstrip(".") + "."


__all__ = ["ways"]
