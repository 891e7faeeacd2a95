"""People who log in, log out, and take another password."""

from __future__ import annotations

import time

from typing import TypeVar

import msgspec

from shopkeeper.bootstrap import Serving
from shopkeeper.flow.staff_door import Session, demand_password
from shopkeeper.vocabulary import BadInput
from shopkeeper.web.problems import Problem, Reply
from shopkeeper.web.shapes import LogIn, NewPassword, WhoIsIn
from shopkeeper.web.staff import COOKIE, demand_own_origin, roles_of, where_of
from shopkeeper.web.ways import Asked, Way


_GUARDS = "HttpOnly; Secure; SameSite=Strict; Path=/"
_JSON = (b"content-type", b"application/json")
_MOST = 4096
_T = TypeVar("_T")
_WRONG = "Name and password do not belong together, or there is no such account."


def ways() -> list[Way]:
    """List the routes."""
    return [
        Way(
            method="POST", path="/api/session", does=_log_in, takes=LogIn,
            gives=WhoIsIn, statuses=(400, 403, 413, 429), most=_MOST,
            summary="Log in; the answer sets a cookie.",
        ),
        Way(
            method="GET", path="/api/session", does=_who, gives=WhoIsIn,
            summary="Say who is logged in.",
        ),
        Way(
            method="DELETE", path="/api/session", does=_log_out, gives=dict,
            summary="Log out.",
        ),
        Way(
            method="POST", path="/api/session/password", does=_change,
            takes=NewPassword, gives=WhoIsIn, statuses=(400, 413, 429), most=_MOST,
            summary="Take another password; every other session of hers ends.",
        ),
    ]  # fmt: skip


async def _log_in(asked: Asked) -> Reply:
    demand_own_origin(asked.headers)
    media = asked.headers.get(b"content-type", b"").partition(b";")[0].strip().lower()
    body = _read(asked.body if media == b"application/json" else b"", LogIn)
    secret, session = await enter(asked, body.who, body.password)
    return _told(asked, session, cookie=secret)


async def enter(asked: Asked, who: str, password: str) -> tuple[str, Session]:
    """
    Begin a session; return what goes into her cookie, and the session.

    Raises:
        Problem: 403 for a wrong password, 429 after too many.
    """
    serving, where = asked.room.serving, where_of(asked.scope, asked.headers)
    _demand_patience(serving, who, where)
    account = await serving.check_password(who, password)
    if account is None:
        raise Problem(403, _WRONG)
    secret, session = serving.door.begin(account, where, now=time.monotonic())
    serving.note_of_staff("logged in", session.staff)
    return secret, session


def cookie_of(secret: str) -> tuple[bytes, bytes]:
    """Return the header that gives somebody her cookie."""
    return b"set-cookie", f"{COOKIE}={secret}; {_GUARDS}".encode()


def no_cookie() -> tuple[bytes, bytes]:
    """Return the header that takes a cookie back."""
    return b"set-cookie", f"{COOKIE}=; Max-Age=0; {_GUARDS}".encode()


async def _who(asked: Asked) -> Reply:
    return _told(asked, _session(asked))


async def _log_out(asked: Asked) -> Reply:
    asked.room.serving.door.end(_session(asked))
    return Reply(200, b"{}", (_JSON, no_cookie()))


async def _change(asked: Asked) -> Reply:
    body, session = _read(asked.body, NewPassword), _session(asked)
    serving, where = asked.room.serving, where_of(asked.scope, asked.headers)
    _demand_patience(serving, session.staff, where)
    if await serving.check_password(session.staff, body.old) is None:
        raise Problem(400, "The old password is another one.")
    try:
        demand_password(body.new, who=session.staff)
    except BadInput as error:
        raise Problem(400, str(error)) from None
    account = await serving.set_password(session.staff, body.new)
    secret, fresh = serving.door.begin(account, where, now=time.monotonic())
    serving.note_of_staff("took another password", session.staff)
    return _told(asked, fresh, cookie=secret)


def _told(asked: Asked, session: Session, *, cookie: str | None = None) -> Reply:
    roles = roles_of(asked.room.serving, session)
    body = msgspec.json.encode(WhoIsIn(session.staff, list(roles), session.token))
    headers = [_JSON, (b"cache-control", b"no-store")]
    if cookie is not None:
        headers.append(cookie_of(cookie))
    return Reply(200, body, tuple(headers))


def _session(asked: Asked) -> Session:
    assert asked.session is not None  # noqa: S101 nobody else gets past the gate
    return asked.session


def _read(body: bytes, shape: type[_T]) -> _T:
    try:
        return msgspec.json.decode(body, type=shape)
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        says = "The body is not what /api/openapi.json says, as application/json."
        raise Problem(400, says) from None


def _demand_patience(serving: Serving, who: str, where: str) -> None:
    now = time.monotonic()
    left = serving.door.wait_s(who, where, now=now)
    if left > 0:
        says = "There were too many wrong passwords: wait, and try again."
        raise Problem(429, says, retry_after_s=int(left) + 1)
    serving.door.tries(who, where, now=now)
