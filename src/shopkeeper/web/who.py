"""Who may use which route: `who.toml`, read and held against the routes there are."""

from __future__ import annotations

import tomllib

from collections.abc import Iterable, Mapping
from enum import StrEnum
from importlib import resources

from shopkeeper.vocabulary import AccessRole


class Role(StrEnum):
    """Who asks. A closed set; `who.toml` says what each is."""

    ANYONE = "anyone"
    NEAR = "near"
    WRITE = "write"
    BROWSER = "browser"
    API = "api"
    OWNER = "owner"
    ADMIN = "admin"
    FRONT_LINE = "front_line"
    SPONSOR = "sponsor"
    CONTENT = "content"
    EXPERIENCE = "experience"
    ANALYSIS = "analysis"
    DEVELOPMENT = "development"
    IDENTITY = "identity"  # a secret that signs, never one that asks: in no line


STAFF = frozenset(Role(one.value) for one in AccessRole)
"""Those who log in: every role of `[[people]]` in shop.toml."""


def read_who(routes: Iterable[str]) -> Mapping[str, frozenset[Role]]:
    """
    Return who may use each of *routes*, as the reviewed file says.

    Args:
        routes: Method and path of each, such as `GET /livez`.

    Raises:
        ValueError: If a route does not stand in the file, or one there is not.
    """
    return check_who(stated_who(), routes)


def stated_who() -> Mapping[str, list[str]]:
    """Return what the reviewed file says: of each route, who may use it."""
    text = resources.files("shopkeeper.web").joinpath("who.toml").read_text("utf-8")
    found: Mapping[str, list[str]] = tomllib.loads(text)["routes"]
    return found


def check_who(
    stated: Mapping[str, list[str]], routes: Iterable[str]
) -> Mapping[str, frozenset[Role]]:
    """Hold what is stated against the routes there are."""
    there = set(routes)
    if missing := sorted(there - stated.keys()):
        msg = f"who.toml does not say who may use {', '.join(missing)}."
        raise ValueError(msg)
    if left := sorted(stated.keys() - there):
        msg = f"who.toml speaks of {', '.join(left)}: there is no such route."
        raise ValueError(msg)
    if empty := sorted(route for route, roles in stated.items() if not roles):
        msg = f"who.toml lets nobody use {', '.join(empty)}: leave the route out."
        raise ValueError(msg)
    return {
        route: frozenset(Role(role) for role in roles)
        for route, roles in stated.items()
    }
