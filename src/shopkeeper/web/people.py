"""What one person may ask of us: everything that is kept of her, and to be forgotten.

GDPR, articles 15, 17 and 20. The same functions as `export` and `forget`.
"""

from __future__ import annotations

from urllib.parse import parse_qs

import msgspec

from shopkeeper.flow.forgetting import receipt_json
from shopkeeper.flow.telling import as_json
from shopkeeper.vocabulary import BadInput, NotFound
from shopkeeper.web.problems import Problem, Reply
from shopkeeper.web.shapes import ForgetReceipt
from shopkeeper.web.ways import Asked, Way


PRIVATE = (
    (b"content-type", b"application/json"),
    (b"cache-control", b"no-store"),
)
BY = "Staff id or name of who asks; it is kept in the audit. Else the key is."
_YES = ("1", "true", "yes")
_encode = msgspec.json.Encoder().encode


def ways() -> list[Way]:
    """List the routes."""
    return [
        Way(
            method="GET", path="/api/people/{id}/export", does=_export, gives=dict,
            statuses=(400, 404), asks={"by": BY},
            summary="Give everything that is kept of one person.",
        ),
        Way(
            method="DELETE", path="/api/people/{id}", does=_forget,
            gives=ForgetReceipt, statuses=(400, 404),
            asks={
                "by": BY,
                "names": "`true`: take her name out of other people's words, too.",
            },
            summary="Forget one person, everywhere, for good; give a receipt.",
        ),
    ]  # fmt: skip


async def _export(asked: Asked) -> Reply:
    told = query(asked)
    try:
        found = await asked.room.serving.export(
            person_named(asked), by=named_by(asked, told.get("by")),
            through=through(asked),
        )  # fmt: skip
    except NotFound as error:
        raise Problem(404, str(error)) from None
    except BadInput as error:
        raise Problem(400, str(error)) from None
    return Reply(200, as_json(found).encode(), PRIVATE)


async def _forget(asked: Asked) -> Reply:
    told = query(asked)
    try:
        receipt = await asked.room.serving.forget(
            person_named(asked), by=named_by(asked, told.get("by")),
            through=through(asked),
            names=told.get("names", "").lower() in _YES,
        )  # fmt: skip
    except NotFound as error:
        raise Problem(404, str(error)) from None
    except BadInput as error:
        raise Problem(400, str(error)) from None
    return Reply(200, _encode(receipt_json(receipt)), PRIVATE)


def query(asked: Asked) -> dict[str, str]:
    """Return what stands in the query, of several of one name the last."""
    raw = asked.scope.get("query_string", b"").decode("latin-1")
    try:
        found = parse_qs(raw, max_num_fields=20)
    except ValueError:
        raise Problem(400, "The query has too many fields.") from None
    return {name: values[-1] for name, values in found.items()}


def person_named(asked: Asked) -> str:
    """Return the id of a person in the path."""
    found: str = asked.scope["path_params"]["id"]
    return found


def through(asked: Asked) -> str:
    """Name the key with which it was asked, for the audit."""
    return f"key {asked.key.id}" if asked.key is not None else "a session"


def named_by(asked: Asked, told: str | None) -> str | None:
    """Name who asks: whoever is logged in, whatever the request says; else as told."""
    return told if asked.session is None else asked.session.staff
