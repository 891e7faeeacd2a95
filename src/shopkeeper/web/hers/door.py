"""Who may see somebody's page: a link names it, a code in this browser opens it."""

from __future__ import annotations

import time

from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from shopkeeper.flow.her_door import HerSession, PageLink, is_of
from shopkeeper.web.pages.forms import Form, read_form
from shopkeeper.web.pages.rendering import page, see_other
from shopkeeper.web.problems import Problem, Reply
from shopkeeper.web.staff import demand_own_origin, where_of
from shopkeeper.web.ways import Asked


COOKIE = "__Host-shopkeeper-you"
# Lax: she comes from her mailbox, which is another site, and still is let in.
_GUARDS = "HttpOnly; Secure; SameSite=Lax; Path=/"
_SECRET = 64  # characters
_LONGEST_TOKEN = 100
_NOWHERE = (
    "This link leads nowhere any more, or never did. Links end after a while: ask us "
    "for a new one."
)
_NOT_IN = "This page was closed meanwhile: open your link again, and let yourself in."
_ANOTHER_PAGE = "That form was not of this page: open your link again."


@dataclass(frozen=True)
class Inside:
    """
    Somebody on her own page.

    Attributes:
        link: Which page.
        session: In which browser.
        path: Of the page.
    """

    link: PageLink
    session: HerSession
    path: str


async def link_of(asked: Asked) -> PageLink:
    """
    Return the link that is asked for.

    Raises:
        Problem: 404; nobody learns whether it was one once.
    """
    token = token_of(asked)
    found = None
    if len(token) <= _LONGEST_TOKEN and token.isascii():
        found = await asked.room.serving.hers.link(token)
    if found is None:
        raise Problem(404, _NOWHERE)
    return found


def token_of(asked: Asked) -> str:
    """Return the token in the path."""
    found: str = asked.scope["path_params"]["token"]
    return found


def path_of(asked: Asked) -> str:
    """Return the path of the page that is asked for; its link was found before."""
    return f"/you/{token_of(asked)}"


async def inside(asked: Asked) -> Inside | None:
    """
    Return whose page it is, if this browser was let in to it; else None.

    Raises:
        Problem: 404 where the link leads nowhere.
    """
    link = await link_of(asked)
    secret = _cookie(asked)
    if secret is None:
        return None
    door = asked.room.serving.hers.door
    session = door.find(secret, link, now=time.monotonic())
    return None if session is None else Inside(link, session, path_of(asked))


async def deed(asked: Asked) -> tuple[Inside, Form]:
    """
    Return who does something on her own page, and what her form says.

    Raises:
        Problem: 403 where it is not she, by a form of this very page.
    """
    demand_own_origin(asked.headers)
    form = read_form(asked)
    here = await inside(asked)
    if here is None:
        raise Problem(403, _NOT_IN)
    if not is_of(here.session, form.get("csrf")):
        raise Problem(403, _ANOTHER_PAGE)
    return here, form


async def at_the_door(asked: Asked, *, status: int = 200, says: str = "") -> Reply:
    """Show the shop's name and a button, and nothing of anybody."""
    hers = asked.room.serving.hers
    link = await link_of(asked)
    return page(
        asked, "hers/door.html", status=status, path=path_of(asked), says=says,
        is_asked=hers.door.is_asked(link, now=time.monotonic()),
    )  # fmt: skip


async def ask_for_code(asked: Asked) -> Reply:
    """Send a code to an address of hers; whoever asks learns nothing by it."""
    demand_own_origin(asked.headers)
    read_form(asked)
    link, hers = await link_of(asked), asked.room.serving.hers
    where = where_of(asked.scope, asked.headers)
    wait = hers.door.may_ask(link, where, now=time.monotonic())
    if wait > 0:
        says = "A code was sent a short while ago: look for it, or ask again later."
        raise Problem(429, says, retry_after_s=int(wait) + 1)
    hers.send_code(link)
    return see_other(path_of(asked))


async def come_in(asked: Asked) -> Reply:
    """Let this browser in by its code."""
    demand_own_origin(asked.headers)
    form = read_form(asked)
    link, door = await link_of(asked), asked.room.serving.hers.door
    secret = door.come_in(link, form.get("code", most=100), now=time.monotonic())
    if secret is None:
        says = (
            "That code does not open this page. Look again: it is the newest one that "
            "counts, for 15 minutes. After five tries ask for another."
        )
        return await at_the_door(asked, status=403, says=says)
    cookie = f"{COOKIE}={secret}; {_GUARDS}".encode()
    return see_other(path_of(asked), (b"set-cookie", cookie))


async def go_out(asked: Asked) -> Reply:
    """Let this browser out."""
    here, _ = await deed(asked)
    asked.room.serving.hers.door.leave(here.session)
    return see_other(here.path, gone())


def gone() -> tuple[bytes, bytes]:
    """Return the header that takes her cookie away."""
    return b"set-cookie", f"{COOKIE}=; Max-Age=0; {_GUARDS}".encode()


def _cookie(asked: Asked) -> str | None:
    try:
        cookies = SimpleCookie(asked.headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return None
    found = cookies.get(COOKIE)
    if found is None or len(found.value) != _SECRET:
        return None
    return found.value
