"""How she wants to be written to; the link of a message; mails that come back.

Sources: RFC 8058 (one click: POST alone ends anything); RFC 5322 (a mail).
"""

from __future__ import annotations

import html
import re

from datetime import UTC, datetime
from typing import Any

import msgspec

from shopkeeper.flow.preferring import Change, Preferences, preferences_json
from shopkeeper.say.tokens import ONE_CLICK
from shopkeeper.vocabulary import BadInput, NotAllowed, NotFound
from shopkeeper.web.people import PRIVATE, named_by, person_named
from shopkeeper.web.problems import Problem, Reply
from shopkeeper.web.shapes import (
    Aside,
    ConsentMade,
    PreferenceChange,
    PreferencesNow,
    Statement,
    Taken,
)
from shopkeeper.web.ways import Asked, Way


_MOST_BYTES = 16 * 1024
_MOST_MAIL = 10 * 1024 * 1024
_PAGE = (
    (b"content-type", b"text/html; charset=utf-8"),
    (b"cache-control", b"no-store"),
    (b"referrer-policy", b"no-referrer"),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    (
        b"content-security-policy",
        b"default-src 'none'; form-action 'self'; frame-ancestors 'none'",
    ),
)
# RFC 8058, 3.2: a form may come as multipart, too.
_IN_PARTS = re.compile(
    r'name="?List-Unsubscribe"?[^\r\n]*(?:\r?\n[^\r\n]+)*\r?\n\r?\nOne-Click\s',
    re.IGNORECASE,
)
_encode = msgspec.json.Encoder().encode
_read_change = msgspec.json.Decoder(PreferenceChange, strict=True).decode
_read_consent = msgspec.json.Decoder(ConsentMade, strict=True).decode


def ways() -> list[Way]:
    """List the routes."""
    return [
        Way(
            method="GET", path="/api/people/{id}/preferences", does=_preferences,
            gives=PreferencesNow, statuses=(404,),
            summary="Say how she wants to be written to, and by which word.",
        ),
        Way(
            method="POST", path="/api/people/{id}/preferences", does=_prefer,
            takes=PreferenceChange, gives=PreferencesNow, most=_MOST_BYTES,
            statuses=(400, 403, 404, 408, 413, 415),
            summary="Write down what she changes; a yes needs its proof.",
        ),
        Way(
            method="GET", path="/api/people/{id}/consents", does=_consents,
            gives=list[Statement], statuses=(404,),
            summary="List her statements: text, version, time, proof.",
        ),
        Way(
            method="POST", path="/api/people/{id}/consents", does=_consent,
            takes=ConsentMade, gives=list[Statement], most=_MOST_BYTES,
            statuses=(400, 403, 404, 408, 413, 415),
            summary="Write down a statement of hers; a yes needs its proof.",
        ),
        Way(
            method="GET", path="/u/{token}", does=_look, media="text/html",
            statuses=(404,), summary="A page with a button to leave; changes nothing.",
        ),
        Way(
            method="POST", path="/u/{token}", does=_leave, media="text/html",
            statuses=(400, 404, 408, 413, 415), most=_MOST_BYTES,
            summary="One-click unsubscribe (RFC 8058), by the signed address alone.",
        ),
        Way(
            method="POST", path="/v1/mail", does=_mail, gives=Taken, most=_MOST_MAIL,
            statuses=(400, 403, 408, 413, 415),
            raw=("message/rfc822", "application/octet-stream"),
            summary="Take a mail as it is: an answer, a bounce, a complaint.",
        ),
    ]  # fmt: skip


async def _preferences(asked: Asked) -> Reply:
    try:
        found = await asked.room.serving.preferences(person_named(asked))
    except NotFound as error:
        raise Problem(404, str(error)) from None
    return Reply(200, _encode(preferences_json(found)), PRIVATE)


async def _consents(asked: Asked) -> Reply:
    try:
        found = await asked.room.serving.preferences(person_named(asked))
    except NotFound as error:
        raise Problem(404, str(error)) from None
    return Reply(200, _encode(preferences_json(found)["consents"]), PRIVATE)


async def _prefer(asked: Asked) -> Reply:
    wanted = _read(_read_change, asked)
    told = msgspec.structs.asdict(wanted)
    found = await _change(asked, Change(**told))
    return Reply(200, _encode(preferences_json(found)), PRIVATE)


async def _consent(asked: Asked) -> Reply:
    said: ConsentMade = _read(_read_consent, asked)
    wish = Change(
        purposes={} if said.topic else {said.purpose: said.granted},
        topics={said.topic: said.granted} if said.topic else {},
        text=said.text, version=said.version, expires=said.expires,
        proof=said.proof, by=said.by,
    )  # fmt: skip
    found = await _change(asked, wish)
    return Reply(200, _encode(preferences_json(found)["consents"]), PRIVATE)


def _read(reads: Any, asked: Asked) -> Any:
    try:
        return reads(asked.body)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as error:
        says = " ".join(str(error).split())[:200].rstrip(".")
        raise Problem(400, f"The body says nothing that can be kept: {says}.") from None


async def _change(asked: Asked, wish: Change) -> Preferences:
    try:
        wish = msgspec.structs.replace(
            wish, pause_until=_utc(wish.pause_until), expires=_utc(wish.expires),
            by=named_by(asked, wish.by),
        )  # fmt: skip
    except OverflowError:
        raise Problem(400, "A moment is beyond the calendar.") from None
    try:
        return await asked.room.serving.prefer(person_named(asked), wish)
    except NotFound as error:
        raise Problem(404, str(error)) from None
    except NotAllowed as error:
        raise Problem(403, str(error)) from None
    except BadInput as error:
        raise Problem(400, str(error)) from None


def _utc(moment: datetime | None) -> datetime | None:
    return None if moment is None else moment.astimezone(UTC)


async def _look(asked: Asked) -> Reply:
    serving = asked.room.serving
    token = asked.scope["path_params"]["token"]
    method = asked.scope["method"]
    answer = await serving.one_click(method, token, "")
    if not answer.page:
        raise Problem(404, "This address is of no message of ours.")
    name = html.escape(serving.shop.name)
    return _page(
        f"{name}: leave",
        f"<p>{name}: no more messages like this one?</p>"
        f'<form method="post"><button name="List-Unsubscribe" value="One-Click">'
        "Stop them</button></form>",
    )


async def _leave(asked: Asked) -> Reply:
    serving = asked.room.serving
    body = asked.body.decode("latin-1")
    if asked.headers.get(b"content-type", b"").lower().startswith(b"multipart/"):
        body = ONE_CLICK if _IN_PARTS.search(body) else ""
    token = asked.scope["path_params"]["token"]
    answer = await serving.one_click("POST", token, body)
    if answer.status == 404:  # noqa: PLR2004
        raise Problem(404, "This address is of no message of ours.")
    if answer.ends is None:
        raise Problem(400, f"The body is not {ONE_CLICK} (RFC 8058): nothing changed.")
    name = html.escape(serving.shop.name)
    return _page(f"{name}: done", f"<p>Done. {name} sends you no more of these.</p>")


def _page(title: str, body: str) -> Reply:
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width">'
        f"<title>{title}</title></head><body><main>{body}</main></body></html>"
    )
    return Reply(200, text.encode(), _PAGE)


async def _mail(asked: Asked) -> Reply:
    room, key = asked.room, asked.key
    source = key.source if key else None
    if source is None or source not in room.serving.mailed:
        says = (
            "The source of this key takes no mails: make a key for one that "
            'holds = "messages" and has no `read`.'
        )
        raise Problem(403, says)
    if not asked.body.strip():
        raise Problem(400, "The body is empty: send the mail as it came.")
    done = await room.serving.take_mail(source, asked.body)
    aside = [Aside("", "cannot be read as a mail")] * done.quarantined
    taken = Taken(
        stored=done.new, duplicate=done.known, quarantined=aside, refused=done.refused
    )
    return Reply(200, _encode(taken))
