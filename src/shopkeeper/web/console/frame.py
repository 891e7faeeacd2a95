"""What every page of the console has: who is in, the rooms, the way to stop all."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from functools import cache, wraps
from typing import Any, TypeVar
from urllib.parse import parse_qs, quote

from shopkeeper.flow.planning import staff_of
from shopkeeper.flow.staff_door import Session
from shopkeeper.vocabulary import BadInput, NotAllowed, NotFound, Staff
from shopkeeper.web.console.words import DONE, filters, plainly
from shopkeeper.web.pages.forms import MOST_FORM
from shopkeeper.web.pages.rendering import (
    HTML,
    environment,
    page,
    refused_page,
    see_other,
)
from shopkeeper.web.problems import Problem, Reply
from shopkeeper.web.staff import roles_of
from shopkeeper.web.ways import Asked, Room, Scope, Way
from shopkeeper.web.who import stated_who


_T = TypeVar("_T")
Does = Callable[[Asked], Awaitable[Reply]]

ROOMS = (
    ("Today", "/today"),
    ("People", "/people"),
    ("Desk", "/desk"),
    ("Doubts", "/doubts"),
    ("Messages", "/messages"),
    ("Plans", "/plans"),
    ("Results", "/results"),
    ("Mirror", "/mirror"),
    ("Settings", "/settings"),
)
_UNAUTHORIZED = 401
_STATUSES = (303, 400, 403, 404, 408, 413, 415)


def page_way(path: str, does: Does, summary: str) -> Way:
    """Return a route that shows a page."""
    return Way(
        method="GET", path=path, does=_in_words(does), media=HTML, summary=summary,
        statuses=_STATUSES, refuses_as=refused_here,
    )  # fmt: skip


def deed_way(path: str, does: Does, summary: str) -> Way:
    """Return a route that does what a form asks for."""
    return Way(
        method="POST", path=path, does=_in_words(does), media=HTML, summary=summary,
        statuses=_STATUSES, refuses_as=refused_here, form=True, most=MOST_FORM,
    )  # fmt: skip


def _in_words(does: Does) -> Does:
    """Say why something is not done as the rule itself says it."""

    @wraps(does)
    async def work(asked: Asked) -> Reply:
        try:
            return await does(asked)
        except NotFound as error:
            raise Problem(404, plainly(str(error))) from None
        except NotAllowed as error:
            raise Problem(403, plainly(str(error))) from None
        except BadInput as error:
            raise Problem(400, plainly(str(error))) from None

    return work


def refused_here(room: Room, scope: Scope, problem: Problem, request_id: str) -> Reply:
    """Lead whoever has not logged in to the door; tell others why it is not done."""
    if problem.status == _UNAUTHORIZED:
        where = str(scope["path"]) if scope["method"] == "GET" else "/today"
        return see_other(f"/login?to={quote(where, safe='/')}")
    return refused_page(room, scope, problem, request_id, home="/today")


def in_house(asked: Asked) -> Session:
    """Return the session of whoever asks; nobody else gets past the gate."""
    assert asked.session is not None  # noqa: S101 the gate saw to it
    return asked.session


def me(asked: Asked) -> Staff:
    """Return who of ours asks."""
    return staff_of(asked.room.serving.shop, in_house(asked).staff)


def may(asked: Asked, route: str) -> bool:
    """Say whether whoever asks may use a route, for showing it or not."""
    roles = {one.value for one in roles_of(asked.room.serving, in_house(asked))}
    return bool(roles & _who()[route])


@cache
def _who() -> dict[str, frozenset[str]]:
    return {route: frozenset(roles) for route, roles in stated_who().items()}


async def look(asked: Asked, read: Callable[[Any], _T]) -> _T:
    """Look into the shop, as a page does."""
    return await asked.room.serving.looker.look(read)


def note_look(asked: Asked, person: str) -> None:
    """Note in the audit that whoever asks looked at somebody (reliability.md, E9)."""
    serving = asked.room.serving
    serving.note_of_staff("looked at", in_house(asked).staff, person=person)


async def show(
    asked: Asked, template: str, here: str, *, status: int = 200, **values: Any
) -> Reply:
    """
    Answer with a page of the console.

    Args:
        asked: The request.
        template: Under `templates/console/`.
        here: Path of the room it is in.
        status: Of HTTP.
        values: What stands in it.
    """
    serving = asked.room.serving
    stopped = await serving.looker.look(lambda seen: seen.house.plan_book.stopped())
    stopped = stopped or serving.staff.is_stopping
    query = query_of(asked)
    _prepare()
    return page(
        asked, f"console/{template}", status=status,
        me=me(asked), csrf=in_house(asked).token, here=here,
        rooms=[one for one in ROOMS if may(asked, f"GET {one[1]}")],
        stopped=stopped, may=lambda route: may(asked, route),
        done=DONE.get(query.get("done", "")), now=serving.now(),
        zone=serving.shop.time_zone, q=query.get("q", "")[:200], **values,
    )  # fmt: skip


@cache
def _prepare() -> None:
    environment().filters.update(filters())


def query_of(asked: Asked) -> dict[str, str]:
    """Return what stands in the query, of several of one name the last."""
    raw = asked.scope.get("query_string", b"").decode("latin-1")
    try:
        found = parse_qs(raw, max_num_fields=20)
    except ValueError:
        return {}
    return {name: values[-1] for name, values in found.items()}


def named_in_path(asked: Asked, name: str = "id") -> str:
    """Return what the path names."""
    found: str = asked.scope["path_params"][name]
    return found


def back_to(path: str, done: str, anchor: str = "") -> Reply:
    """Lead back to a page that says what was done."""
    mark = "&" if "?" in path else "?"
    end = f"#{anchor}" if anchor else ""
    return see_other(f"{path}{mark}done={done}{end}")
