"""The door: log in, log out, stop everything."""

from __future__ import annotations

from shopkeeper.vocabulary import AccessRole
from shopkeeper.web.console.frame import (
    back_to,
    deed_way,
    in_house,
    page_way,
    query_of,
    refused_here,
    show,
)
from shopkeeper.web.pages.forms import MOST_FORM, read_form
from shopkeeper.web.pages.rendering import HTML, page, see_other
from shopkeeper.web.problems import Problem, Reply
from shopkeeper.web.sessions import cookie_of, enter, no_cookie
from shopkeeper.web.staff import demand_own_origin, roles_of, session_of
from shopkeeper.web.ways import Asked, Way


MAY_GO_ON = (AccessRole.OWNER, AccessRole.SPONSOR, AccessRole.ADMIN)
_TOO_MANY = 429


def ways() -> list[Way]:
    """List the routes."""
    return [
        Way(
            method="GET", path="/", does=_home, media=HTML, statuses=(303,),
            summary="Lead to the console.", refuses_as=refused_here,
        ),
        Way(
            method="GET", path="/login", does=_door, media=HTML, statuses=(303,),
            summary="The form to log in.", refuses_as=refused_here,
        ),
        Way(
            method="POST", path="/login", does=_log_in, media=HTML, form=True,
            most=MOST_FORM, statuses=(303, 400, 403, 413, 415, 429),
            summary="Log in; the answer sets a cookie.", refuses_as=refused_here,
        ),
        deed_way("/logout", _log_out, "Log out."),
        page_way("/stop", _ask, "Ask whether everything is to be stopped."),
        deed_way("/stop", _stop, "Stop everything, at once."),
        deed_way("/go-on", _go_on, "Take the stop of everything back."),
    ]  # fmt: skip


async def _home(asked: Asked) -> Reply:
    del asked
    return see_other("/today")


async def _door(asked: Asked) -> Reply:
    if session_of(asked.room.serving, asked.headers) is not None:
        return see_other(_whereto(query_of(asked).get("to", "")))
    await asked.room.serving.looker.warm()
    return _form(asked, to=query_of(asked).get("to", ""))


def _form(
    asked: Asked, *, to: str, who: str = "", says: str = "", status: int = 200
) -> Reply:
    return page(
        asked, "console/login.html", status=status, to=_whereto(to), who=who, says=says,
        demo=asked.room.serving.shop.demo,
    )  # fmt: skip


def _whereto(path: str) -> str:
    """Lead nowhere but to a page of the console."""
    good = path.startswith("/") and not path.startswith(("//", "/\\"))
    plain = path.isascii() and path.isprintable() and len(path) < 300  # noqa: PLR2004
    return path if good and plain else "/today"


async def _log_in(asked: Asked) -> Reply:
    demand_own_origin(asked.headers)
    form = read_form(asked)
    who, to = form.get("who", most=200), form.get("to", most=500)
    raw = form.fields.get("password", ("",))[-1]  # not trimmed: it may end in a space
    try:
        secret, _ = await enter(asked, who, raw)
    except Problem as problem:
        status = _TOO_MANY if problem.status == _TOO_MANY else 403
        return _form(asked, to=to, who=who, says=problem.detail, status=status)
    return see_other(_whereto(to), cookie_of(secret))


async def _log_out(asked: Asked) -> Reply:
    asked.room.serving.door.end(in_house(asked))
    return see_other("/login", no_cookie())


async def _ask(asked: Asked) -> Reply:
    roles = roles_of(asked.room.serving, in_house(asked))
    ours = asked.room.serving.shop.people
    return await show(
        asked, "stop.html", "/stop",
        may_go_on=any(one in MAY_GO_ON for one in roles),
        who=[one.name for one in ours if set(one.roles) & set(MAY_GO_ON)],
    )  # fmt: skip


async def _stop(asked: Asked) -> Reply:
    await asked.room.serving.staff.stop_all(by=in_house(asked).staff)
    return back_to("/stop", "stopped")


async def _go_on(asked: Asked) -> Reply:
    await asked.room.serving.staff.go_on(by=in_house(asked).staff)
    return back_to("/today", "goes-on")
