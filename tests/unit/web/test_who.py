"""Who may use which route is one reviewed file, and nothing gets past it."""

from __future__ import annotations

import re

import pytest

from shopkeeper.web.app import all_ways
from shopkeeper.web.openapi import describe
from shopkeeper.web.who import Role, check_who, read_who


ROUTES = [way.name for way in all_ways()]


def test_every_route_stands_in_the_file_and_every_line_has_its_route() -> None:
    """The file is what is served, no more and no less."""
    who = read_who(ROUTES)
    assert set(who) == set(ROUTES)
    assert len(ROUTES) == len(set(ROUTES))


def test_a_route_that_nobody_reviewed_cannot_be_built() -> None:
    """Deny by default: forgetting a line is an error, not an open door."""
    with pytest.raises(ValueError, match="DELETE /api/everybody"):
        read_who([*ROUTES, "DELETE /api/everybody"])
    with pytest.raises(ValueError, match="no such route"):
        read_who(ROUTES[1:])


def test_a_line_with_no_role_or_an_unknown_one_is_an_error() -> None:
    """A slip of the pen opens nothing."""
    with pytest.raises(ValueError, match="lets nobody"):
        check_who({"GET /x": []}, ["GET /x"])
    with pytest.raises(ValueError, match="everybody"):
        check_who({"GET /x": ["everybody"]}, ["GET /x"])


HER_DEEDS = (
    "code", "in", "out", "fact", "like", "no-more", "write", "copy", "leave",
)  # fmt: skip


def test_what_needs_no_key_is_known_by_name() -> None:
    """Whoever adds one has to say so here, too."""
    who = read_who(ROUTES)
    open_ones = {route for route, roles in who.items() if Role.ANYONE in roles}
    assert open_ones == {
        "GET /livez",
        "GET /readyz",
        "GET /api/openapi.json",
        "GET /static/{name}",
        "GET /words.js",
        "GET /u/{token}",
        "POST /u/{token}",
        "POST /api/session",  # a password is what it asks for
        "GET /",  # leads on, and shows nothing
        "GET /login",
        "POST /login",  # likewise a password
        # A link, and a code that went to an address of hers, is what they ask for.
        "GET /you/{token}",
        *(f"POST /you/{{token}}/{deed}" for deed in HER_DEEDS),
    }
    public = {route for route, roles in who.items() if Role.BROWSER in roles}
    assert {one for one in public if not re.match(r"(POST|GET) /v1/", one)} == {
        "POST /api/decide",
        "POST /ofrep/v1/evaluate/flags",
        "POST /ofrep/v1/evaluate/flags/{key}",
    }
    assert "POST /v1/cloudevents" not in public


def test_the_description_has_every_route_and_its_refusals() -> None:
    """Made of the same list and the same types."""
    told = describe(all_ways(), read_who(ROUTES), version="1")
    found = [
        f"{method.upper()} {path}"
        for path, methods in told["paths"].items()
        for method in methods
    ]
    assert sorted(found) == sorted(ROUTES)
    batch = told["paths"]["/v1/batch"]["post"]
    assert {"200", "400", "401", "413", "429", "503"} <= set(batch["responses"])
    assert batch["security"] == [{"key": []}, {"bearer": []}]
    assert "Taken" in told["components"]["schemas"]
