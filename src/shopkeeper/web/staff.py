"""Who is logged in; and what keeps others from using their cookie.

Source: ASVS, V3 and V7; the prefix `__Host-` is of RFC 6265bis, section 4.1.3.2.
"""

from __future__ import annotations

import ipaddress
import time

from collections.abc import Mapping
from http.cookies import CookieError, SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

from shopkeeper.bootstrap import Serving
from shopkeeper.flow.staff_door import Session, is_hers
from shopkeeper.vocabulary import AccessRole
from shopkeeper.web.problems import Problem


COOKIE = "__Host-shopkeeper"
_SECRET = 64  # characters
_MOST_FIELDS = 200


def session_of(serving: Serving, headers: Mapping[bytes, bytes]) -> Session | None:
    """Return who is logged in by the cookie of a request, or None."""
    try:
        cookies = SimpleCookie(headers.get(b"cookie", b"").decode("latin-1"))
    except CookieError:
        return None
    found = cookies.get(COOKIE)
    if found is None or len(found.value) != _SECRET:
        return None
    return serving.door.find(found.value, now=time.monotonic())


def roles_of(serving: Serving, session: Session) -> tuple[AccessRole, ...]:
    """Return what somebody may do, as shop.toml says; nothing, if she left."""
    for one in serving.shop.people:
        if one.id == session.staff:
            return one.roles
    return ()


def demand_no_forgery(
    session: Session, headers: Mapping[bytes, bytes], form: bytes = b""
) -> None:
    """
    Refuse what changes something, unless one of our own pages asks for it.

    Args:
        session: Whose it is.
        headers: Of the request.
        form: What a form sent; its field `csrf` does for the header.

    Raises:
        Problem: 403.
    """
    demand_own_origin(headers)
    token = headers.get(b"x-csrf-token", b"").decode("latin-1")
    if not token and form:
        token = _in_form(form)
    if not is_hers(session, token):
        says = "The header X-CSRF-Token is not the one that GET /api/session gives."
        raise Problem(403, says)


def _in_form(form: bytes) -> str:
    try:
        fields = parse_qs(form.decode("ascii"), max_num_fields=_MOST_FIELDS)
    except ValueError:
        return ""
    return fields.get("csrf", [""])[-1]


def demand_own_origin(headers: Mapping[bytes, bytes]) -> None:
    """
    Refuse a request by a page of somebody else.

    Raises:
        Problem: 403.
    """
    origin = headers.get(b"origin")
    site = headers.get(b"sec-fetch-site", b"same-origin")
    host = headers.get(b"host", b"").decode("latin-1").lower()
    if origin is not None:
        try:
            whose = urlsplit(origin.decode("latin-1").lower()).netloc
        except ValueError:
            whose = ""
    else:
        whose = host
    if whose != host or site not in (b"same-origin", b"none"):
        raise Problem(403, "A page of another origin asked for this.")


def where_of(scope: Mapping[str, Any], headers: Mapping[bytes, bytes]) -> str:
    """Return from where it is asked; of a proxy on this machine what that says."""
    client = scope.get("client")
    near = client[0] if client else ""
    last = headers.get(b"x-forwarded-for", b"").decode("latin-1").split(",")[-1].strip()
    try:
        if last and ipaddress.ip_address(near).is_loopback:
            return str(ipaddress.ip_address(last))
    except ValueError:
        pass
    return near
