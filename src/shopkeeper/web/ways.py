"""One route: who asks, what for, and what is answered. Nothing gets around it."""

from __future__ import annotations

import base64
import binascii
import time

from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from shopkeeper.bootstrap import Serving
from shopkeeper.flow.access import AccessKey
from shopkeeper.flow.staff_door import Session
from shopkeeper.web.bodies import Receive, read_body
from shopkeeper.web.counting import Counts
from shopkeeper.web.logs import Log
from shopkeeper.web.paces import Paces
from shopkeeper.web.problems import Problem, Reply, as_reply
from shopkeeper.web.staff import (
    demand_no_forgery,
    demand_own_origin,
    roles_of,
    session_of,
)
from shopkeeper.web.who import STAFF, Role


Scope = MutableMapping[str, Any]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]

_PROXIED = (b"x-forwarded-for", b"forwarded", b"x-real-ip", b"via")
_CORS = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-expose-headers", b"etag, retry-after"),
)
_OF_STAFF = (
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"x-content-type-options", b"nosniff"),
    (b"referrer-policy", b"no-referrer"),
)
_SAFE = ("GET", "HEAD", "OPTIONS")
_LONGEST_KEY = 200
NO_KEY = (
    "No key that is known came with this request: send one as the user of Basic "
    "authentication, or as Bearer; `shopkeeper keys new` makes one."
)


class _WithKey(msgspec.Struct):
    """The part of a body that names its key, where no header does."""

    writeKey: str = ""  # noqa: N815 Segment's name


@dataclass
class Room:
    """What all routes share: the shop that is served, the counts, the log."""

    serving: Serving
    counts: Counts = field(default_factory=Counts)
    log: Log = field(default_factory=Log)
    document: bytes = b""
    paces: Paces = field(default_factory=Paces)


@dataclass
class Asked:
    """
    A request by somebody who may ask.

    Attributes:
        room: What all routes share.
        scope: ASGI's.
        headers: Of the request; of several of one name the last.
        body: Inflated.
        key: With which it came; None where none is needed.
        started: When it began, by the monotonic clock.
        session: Whose it is, if somebody has logged in.
    """

    room: Room
    scope: Scope
    headers: Mapping[bytes, bytes]
    body: bytes
    key: AccessKey | None
    started: float
    session: Session | None = None


@dataclass(frozen=True, kw_only=True)
class Way:
    """
    A route.

    Attributes:
        method: GET, POST or DELETE.
        path: With its parameters in braces.
        does: Answers.
        summary: One line, for the description of the API.
        takes: Type of the body, or None.
        gives: Type of the answer.
        media: Media type of the answer.
        statuses: What else may be answered, besides 200 and 401.
        most: Bytes of a body, inflated.
        events: Does a request of this route carry events?
        open_to_pages: May pages of any origin ask?
        key_in_path: Is the key a part of the path?
        key_in_body: May the key stand in the body?
        refuses: Type of an answer that refuses in another way than problem details.
        refuses_with: Statuses of such an answer.
        unchanged: May 304 be answered?
        asks: What may stand in the query: name to description.
        raw: Media types of a body that is taken as it is.
        form: Does a form of a page of ours send the body?
        refuses_as: Writes a refusal as a page; None for one in JSON.
    """

    method: str
    path: str
    does: Callable[[Asked], Awaitable[Reply]]
    summary: str
    takes: Any = None
    gives: Any = None
    media: str = "application/json"
    statuses: tuple[int, ...] = ()
    most: int = 0
    events: bool = False
    open_to_pages: bool = False
    key_in_path: bool = False
    key_in_body: bool = False
    refuses: Any = None
    refuses_with: tuple[int, ...] = ()
    unchanged: bool = False
    asks: Mapping[str, str] = field(default_factory=dict)
    raw: tuple[str, ...] = ()
    form: bool = False
    refuses_as: Callable[[Room, Scope, Problem, str], Reply] | None = None

    @property
    def name(self) -> str:
        """Method and path, as `who.toml` writes them."""
        return f"{self.method} {self.path}"


class Gate:
    """A route as an ASGI application: lets in, counts, and answers every error."""

    def __init__(self, way: Way, room: Room, roles: frozenset[Role]) -> None:
        self._way = way
        self._room = room
        self._roles = roles
        self._kinds = frozenset(role.value for role in roles)
        self._staff = roles & STAFF

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        room, way = self._room, self._way
        started = time.perf_counter()
        key: AccessKey | None = None
        session: Session | None = None
        try:
            headers = dict(scope["headers"])
            key = self._key_of(scope, headers)
            if key is None and self._staff:
                session = self._logged_in(headers)
            if session is not None:
                body = await self._body_of(session, receive, headers)
            elif key is None and not self._by_place(scope, headers):
                if not (way.key_in_body and b"authorization" not in headers):
                    raise Problem(401, NO_KEY)  # noqa: TRY301 answered below
                body = await self._body(receive, headers)
                key = self._in_body(body)
                self._demand_role(key)
            else:
                if key is not None:
                    self._demand_role(key)
                body = await self._body(receive, headers)
            reply = await way.does(
                Asked(room, scope, headers, body, key, started, session)
            )
        except Problem as problem:
            if way.events:
                room.counts.received += problem.events
                room.counts.events["refused"] += problem.events
            reply = self._refused(problem, key, scope)
        except Exception as error:  # noqa: BLE001 nobody sees more than its number
            name = room.serving.new_id()
            room.log.trouble(way.name, name, error)
            says = "Something went wrong here; it is in the log under this number."
            reply = self._written(Problem(500, says), name, scope)
        room.counts.requests[way.name, reply.status] += 1
        more = _CORS if way.open_to_pages else ()
        if session is not None:
            stated = {name for name, _ in reply.headers}
            more = (*more, *(one for one in _OF_STAFF if one[0] not in stated))
        await send_reply(send, reply, more)

    def _refused(self, problem: Problem, key: AccessKey | None, scope: Scope) -> Reply:
        name = self._room.serving.new_id()
        self._room.log.refused(
            self._way.name, problem.status, name, key.id if key else None
        )
        return self._written(problem, name, scope)

    def _written(self, problem: Problem, name: str, scope: Scope) -> Reply:
        if self._way.refuses_as is None:
            return as_reply(problem, request_id=name)
        return self._way.refuses_as(self._room, scope, problem, name)

    async def _body_of(
        self, session: Session, receive: Receive, headers: Mapping[bytes, bytes]
    ) -> bytes:
        body = await self._body(receive, headers)
        if self._way.method not in _SAFE:
            demand_no_forgery(session, headers, body if self._way.form else b"")
        return body

    async def _body(self, receive: Receive, headers: Mapping[bytes, bytes]) -> bytes:
        if not self._way.most:
            return b""
        # Refused before it is read, where the sender says how long it is.
        length = headers.get(b"content-length", b"")
        if length.isdigit() and int(length) > self._way.most:
            raise Problem(
                413, f"The body is larger than {self._way.most // 1024} KB: send less."
            )
        return await read_body(
            receive, headers.get(b"content-encoding", b""), self._way.most
        )

    def _key_of(self, scope: Scope, headers: Mapping[bytes, bytes]) -> AccessKey | None:
        text = _stated_key(headers.get(b"authorization", b""))
        if not text and self._way.key_in_path:
            text = scope["path_params"]["key"]
        if not text or len(text) > _LONGEST_KEY:
            return None
        return self._room.serving.ring.find(text)

    def _in_body(self, body: bytes) -> AccessKey:
        try:
            text = msgspec.json.decode(body, type=_WithKey).writeKey
        except (msgspec.MsgspecError, UnicodeError, RecursionError):
            text = ""
        key = self._room.serving.ring.find(text[:_LONGEST_KEY]) if text else None
        if key is None:
            raise Problem(401, NO_KEY)
        return key

    def _logged_in(self, headers: Mapping[bytes, bytes]) -> Session | None:
        """Return whose cookie came with the request, if she may be here."""
        if b"cookie" not in headers or b"authorization" in headers:
            return None
        serving = self._room.serving
        session = session_of(serving, headers)
        if session is None:
            return None
        if self._way.method not in _SAFE:
            demand_own_origin(headers)
        roles = {role.value for role in roles_of(serving, session)}
        if not roles & {role.value for role in self._staff}:
            raise Problem(403, f"Your roles do not let you use {self._way.name}.")
        return session

    def _demand_role(self, key: AccessKey) -> None:
        if Role.ANYONE not in self._roles and key.kind.value not in self._kinds:
            raise Problem(
                403, f"A key of the kind {key.kind} may not use {self._way.name}."
            )
        if not self._room.paces.may(key.id, key.pace):
            says = f"More than {key.pace:,} requests a second came with this key."
            raise Problem(429, says, retry_after_s=1)

    def _by_place(self, scope: Scope, headers: Mapping[bytes, bytes]) -> bool:
        if Role.ANYONE in self._roles:
            return True
        if Role.NEAR not in self._roles or any(name in headers for name in _PROXIED):
            return False
        client = scope.get("client")
        return client is not None and client[0] in ("127.0.0.1", "::1")


async def send_reply(
    send: Send, reply: Reply, more: tuple[tuple[bytes, bytes], ...] = ()
) -> None:
    """Send an answer."""
    length = (b"content-length", str(len(reply.body)).encode())
    await send(
        {
            "type": "http.response.start",
            "status": reply.status,
            "headers": [*reply.headers, *more, length],
        }
    )
    await send({"type": "http.response.body", "body": reply.body})


def _stated_key(header: bytes) -> str:
    """Return the key in an `Authorization`: the user of Basic, or a Bearer."""
    scheme, _, rest = header.partition(b" ")
    if scheme.lower() == b"bearer":
        return rest.strip().decode("latin-1")
    if scheme.lower() != b"basic":
        return ""
    try:
        clear = base64.b64decode(rest.strip(), validate=True)
    except (ValueError, binascii.Error):
        return ""
    return clear.partition(b":")[0].decode("utf-8", "replace")


__all__ = [
    "Asked",
    "Gate",
    "Room",
    "Way",
    "send_reply",
]
