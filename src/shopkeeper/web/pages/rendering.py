"""A page: a template, what stands in it, and what a browser may do with it.

Sources: CSP level 3; ASVS 5.0, V3.4 (headers of a browser); reliability.md, E1.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from http import HTTPStatus
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from shopkeeper.web.pages.files import address_of
from shopkeeper.web.problems import Problem, Reply
from shopkeeper.web.ways import Asked, Room


HTML = "text/html"
POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
    "form-action 'self'; frame-ancestors 'none'; base-uri 'none'; connect-src 'self'"
)
PAGE_HEADERS = (
    (b"content-type", b"text/html; charset=utf-8"),
    (b"content-security-policy", POLICY.encode()),
    (b"x-content-type-options", b"nosniff"),
    (b"x-frame-options", b"DENY"),
    # Nothing to others; not `no-referrer`, under which a browser sends `Origin: null`
    # with our own forms (Fetch, "append a request Origin header").
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"permissions-policy", b"camera=(), geolocation=(), microphone=()"),
    (b"cache-control", b"no-store"),
)
_KIND = {
    401: "Please come in by the door first",
    403: "That was not allowed",
    404: "There is nothing here",
    408: "That took too long",
    413: "That was too much at once",
    415: "That came in another form than ours",
    429: "That was often, and fast",
    503: "Not just now",
}


@cache
def environment() -> Environment:
    """Return what reads the templates: everything escaped, nothing missing."""
    env = Environment(
        loader=PackageLoader("shopkeeper.web.pages"), autoescape=True,
        undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True,
        auto_reload=False,
    )  # fmt: skip
    env.globals["static"] = address_of
    return env


def page(
    asked: Asked,
    template: str,
    *,
    status: int = 200,
    more: tuple[tuple[bytes, bytes], ...] = (),
    **values: Any,
) -> Reply:
    """
    Answer with a page.

    Args:
        asked: The request; the page knows the shop's name as `shop` by it.
        template: Path under `templates/`.
        status: Of HTTP.
        more: Headers besides those of every page, such as a cookie.
        values: What stands in it, by name. Everything is escaped.
    """
    return _written(asked.room, template, values, status, more)


def refused_page(
    room: Room,
    scope: Mapping[str, Any],
    problem: Problem,
    request_id: str,
    *,
    home: str = "",
) -> Reply:
    """
    Answer a refusal with a page that says what to do; `Way.refuses_as`.

    Args:
        room: What all routes share.
        scope: ASGI's.
        problem: Why.
        request_id: By which the log has it.
        home: Where the page leads back to; empty: nowhere.
    """
    del scope
    status = problem.status
    title = _KIND.get(status) or HTTPStatus(status).phrase
    later = problem.retry_after_s
    more = () if later is None else ((b"retry-after", str(later).encode()),)
    values = {
        "title": title,
        "says": problem.detail,
        "number": request_id,
        "home": home,
    }
    return _written(room, "refused.html", values, status, more)


def see_other(path: str, *more: tuple[bytes, bytes]) -> Reply:
    """
    Lead on to a page of ours after a deed, so that looking again repeats nothing.

    Args:
        path: Of this server, from its root on; of our own making.
        more: Further headers, such as a cookie.

    Raises:
        ValueError: If the path leads elsewhere.
    """
    if not path.startswith("/") or path.startswith(("//", "/\\")) or "\n" in path:
        msg = f"Not a path of this server: {path!r}."
        raise ValueError(msg)
    headers = (
        (b"location", path.encode("ascii")),
        (b"cache-control", b"no-store"),
        (b"referrer-policy", b"no-referrer"),
    )
    return Reply(303, b"", (*headers, *more))


def _written(
    room: Room,
    template: str,
    values: Mapping[str, Any],
    status: int,
    more: tuple[tuple[bytes, bytes], ...],
) -> Reply:
    made = environment().get_template(template)
    text = made.render(shop=room.serving.shop.name, **values)
    return Reply(status, text.encode("utf-8", "replace"), (*PAGE_HEADERS, *more))
