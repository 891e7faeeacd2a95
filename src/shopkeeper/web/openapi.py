"""The description of the API, made of the routes and their types. OpenAPI 3.1."""

from __future__ import annotations

import re

from collections.abc import Iterable, Mapping
from http import HTTPStatus
from typing import Any

import msgspec

from shopkeeper.web.problems import ProblemDetails
from shopkeeper.web.shapes import CloudEvent
from shopkeeper.web.staff import COOKIE
from shopkeeper.web.ways import Way
from shopkeeper.web.who import STAFF, Role


_REF = "#/components/schemas/{name}"
_PARAMETER = re.compile(r"{(\w+)}")


def describe(
    ways: Iterable[Way], who: Mapping[str, frozenset[Role]], *, version: str
) -> dict[str, Any]:
    """Describe the API."""
    ways = list(ways)
    types = [
        one
        for way in ways
        for one in (way.takes, way.gives, way.refuses)
        if one is not None
    ]
    schemas, components = msgspec.json.schema_components(
        [*types, ProblemDetails, list[CloudEvent]], ref_template=_REF
    )
    of_type = {repr(one): schema for one, schema in zip(types, schemas, strict=False)}
    problem, several = schemas[-2], schemas[-1]
    paths: dict[str, dict[str, Any]] = {}
    for way in ways:
        operation = _operation(way, who[way.name], of_type, problem)
        if way.takes is CloudEvent:
            operation["requestBody"]["content"] = {
                "application/cloudevents+json": {"schema": of_type[repr(CloudEvent)]},
                "application/cloudevents-batch+json": {"schema": several},
            }
        paths.setdefault(way.path, {})[way.method.lower()] = operation
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Shopkeeper", "version": version,
            "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"},
        },
        "paths": paths,
        "components": {
            "schemas": components,
            "securitySchemes": {
                "key": {
                    "type": "http", "scheme": "basic",
                    "description": "The key is the user; there is no password.",
                },
                "bearer": {"type": "http", "scheme": "bearer"},
                "session": {
                    "type": "apiKey", "in": "cookie", "name": COOKIE,
                    "description": "Of POST /api/session. What changes something needs "
                    "the header X-CSRF-Token, too.",
                },
            },
        },
    }  # fmt: skip


def _operation(
    way: Way, roles: frozenset[Role], of_type: Mapping[str, Any], problem: Any
) -> dict[str, Any]:
    good: dict[str, Any] = {"description": HTTPStatus.OK.phrase}
    schema = of_type[repr(way.gives)] if way.gives is not None else {"type": "string"}
    good["content"] = {way.media: {"schema": schema}}
    refused = {"application/problem+json": {"schema": problem}}
    open_to_all = Role.ANYONE in roles
    statuses = {*way.statuses, *(() if open_to_all else (401, 403, 429))}
    found: dict[str, Any] = {
        "summary": way.summary,
        "operationId": re.sub(r"\W+", "_", way.name).strip("_").lower(),
        "x-roles": sorted(roles),
        "security": []
        if open_to_all or way.key_in_path
        else [
            *([{}] if Role.NEAR in roles else []),
            *([{"key": []}, {"bearer": []}] if roles - STAFF else []),
            *([{"session": []}] if roles & STAFF else []),
        ],
        "responses": {
            "200": good,
            **{
                str(status): {
                    "description": HTTPStatus(status).phrase, "content": refused
                }
                for status in sorted(statuses)
            },
        },
    }  # fmt: skip
    if way.refuses is not None:
        shape = of_type[repr(way.refuses)]
        for status in way.refuses_with:
            answer = {"description": HTTPStatus(status).phrase}
            content = {"application/json": {"schema": shape}}
            if status in way.statuses:  # a body may be refused before it is read
                content |= refused
            found["responses"][str(status)] = {**answer, "content": content}
    if way.unchanged:
        found["responses"]["304"] = {"description": HTTPStatus(304).phrase}
    if way.takes is not None:
        found["requestBody"] = {
            "required": True,
            "content": {"application/json": {"schema": of_type[repr(way.takes)]}},
        }
    if way.raw:
        found["requestBody"] = {
            "required": True,
            "content": {one: {"schema": {"type": "string"}} for one in way.raw},
        }
    text = {"schema": {"type": "string"}}
    parameters: list[dict[str, Any]] = [
        {"name": name, "in": "path", "required": True, **text}
        for name in _PARAMETER.findall(way.path)
    ] + [
        {"name": name, "in": "query", "description": says, **text}
        for name, says in way.asks.items()
    ]
    if parameters:
        found["parameters"] = parameters
    return found
