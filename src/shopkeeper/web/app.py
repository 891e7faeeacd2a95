"""All routes, each behind its gate. A route nobody reviewed cannot be built."""

from __future__ import annotations

import socket

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from importlib import metadata
from typing import Any

import msgspec

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from shopkeeper.bootstrap import Serving
from shopkeeper.web import (
    deciding,
    hers,
    people,
    preferring,
    running,
    sessions,
    tracking,
)  # fmt: skip
from shopkeeper.web.bodies import Receive
from shopkeeper.web.console import door, messages, person, plans, seeing, today
from shopkeeper.web.console import people as console_people
from shopkeeper.web.lmtp import taking_mail
from shopkeeper.web.logs import Log
from shopkeeper.web.openapi import describe
from shopkeeper.web.pages import files
from shopkeeper.web.problems import Problem, Reply, as_reply
from shopkeeper.web.ways import Gate, Room, Scope, Send, Way, send_reply
from shopkeeper.web.who import read_who


_PREFLIGHT = (
    (b"access-control-allow-origin", b"*"),
    (b"access-control-allow-methods", b"GET, POST"),
    (
        b"access-control-allow-headers",
        b"authorization, content-type, if-none-match, x-retry-count",
    ),
    (b"access-control-max-age", b"86400"),
)


def all_ways() -> list[Way]:
    """List every route there is."""
    return [
        *tracking.ways(), *deciding.ways(), *people.ways(), *preferring.ways(),
        *running.ways(), *sessions.ways(), *files.ways(), *hers.ways(),
        *door.ways(), *today.ways(), *console_people.ways(), *person.ways(),
        *messages.ways(), *plans.ways(), *seeing.ways(),
    ]  # fmt: skip


class App:
    """
    The application: plain paths are looked up, all else is Starlette's.

    Walking through a list of patterns and layers would be a third of the time of a
    call that is tracked.

    Attributes:
        whole: Every route, and what is answered where there is none.
        room: What all routes share.
    """

    def __init__(self, whole: Starlette, room: Room, gates: dict[str, Gate]) -> None:
        self.whole = whole
        self.room = room
        self._gates = gates

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] == "http":
            gate = self._gates.get(f"{scope['method']} {scope['path']}")
            if gate is not None:
                await gate(scope, receive, send)
                return
        await self.whole(scope, receive, send)


def make_app(
    serving: Serving, *, log: Log | None = None, mail: socket.socket | None = None
) -> App:
    """
    Build the application around a shop that is served.

    Args:
        serving: The shop.
        log: Where trouble is said.
        mail: Where mails come by LMTP, if they do.

    Raises:
        ValueError: If nobody has said who may use a route.
    """
    ways = all_ways()
    who = read_who(way.name for way in ways)
    room = Room(serving, log=log or Log())
    of_the_api = [way for way in ways if way.refuses_as is None]
    described = describe(of_the_api, who, version=metadata.version("shopkeeper"))
    room.document = msgspec.json.encode(described)
    gates = {way.name: Gate(way, room, who[way.name]) for way in ways}
    routes = [Route(way.path, gates[way.name], methods=[way.method]) for way in ways]
    pages = dict.fromkeys(way.path for way in ways if way.open_to_pages)
    routes += [Route(path, _Preflight(), methods=["OPTIONS"]) for path in pages]

    async def refuse(request: Request, error: Exception) -> Response:
        """Answer what has no route."""
        del request
        status = getattr(error, "status_code", 500)
        says = (
            "There is no such path: /api/openapi.json lists those there are."
            if status == 404  # noqa: PLR2004
            else "This path is not asked this way: /api/openapi.json says how."
        )
        reply = as_reply(Problem(status, says), request_id=serving.new_id())
        headers = {name.decode(): value.decode() for name, value in reply.headers}
        allowed = getattr(error, "headers", None) or {}
        return Response(reply.body, reply.status, {**headers, **allowed})

    @asynccontextmanager
    async def life(_app: Starlette) -> AsyncGenerator[None]:
        """Work rounds, and take mails, while the server is there."""
        async with (
            serving.rounds(room.log.say),
            taking_mail(serving, mail, room.log.say),
        ):
            yield

    handlers: Any = {404: refuse, 405: refuse}
    app = Starlette(routes=routes, exception_handlers=handlers, lifespan=life)
    # A redirect would carry a key to another address of the same path.
    app.router.redirect_slashes = False
    plain = {way.name: gates[way.name] for way in ways if "{" not in way.path}
    return App(app, room, plain)


class _Preflight:
    """Tells a browser that pages of any origin may send here."""

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer the question before the question."""
        del scope, receive
        await send_reply(send, Reply(204, b"", ()), _PREFLIGHT)
