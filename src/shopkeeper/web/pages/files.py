"""Files a page loads: a fixed list, each under an address that changes with it."""

from __future__ import annotations

import gzip
import hashlib

from functools import cache
from importlib import resources
from typing import NamedTuple

from shopkeeper.web.problems import Problem, Reply
from shopkeeper.web.ways import Asked, Way


FILES = {
    "shop.css": "text/css; charset=utf-8",
    "shop.svg": "image/svg+xml",
    "console.js": "text/javascript; charset=utf-8",
}
"""What there is, with its media type. Nothing else is handed out."""

_FOR_EVER = (
    (b"cache-control", b"public, max-age=31536000, immutable"),
    (b"vary", b"accept-encoding"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-origin"),
    (b"content-security-policy", b"default-src 'none'"),
)
_NONE = "There is no such file."


class _File(NamedTuple):
    """A file as it is handed out."""

    name: str
    media: str
    body: bytes
    packed: bytes


def ways() -> list[Way]:
    """List the routes."""
    return [
        Way(
            method="GET", path="/static/{name}", does=_hand_out, media="text/css",
            statuses=(404,), summary="A file that pages load.",
        ),
    ]  # fmt: skip


def address_of(file: str) -> str:
    """
    Return under which path a page loads a file of the list.

    Raises:
        KeyError: If it is not on the list.
    """
    return f"/static/{_named()[file]}"


async def _hand_out(asked: Asked) -> Reply:
    found = _files().get(asked.scope["path_params"]["name"])
    if found is None:
        raise Problem(404, _NONE)
    headers = ((b"content-type", found.media.encode()), *_FOR_EVER)
    if b"gzip" in asked.headers.get(b"accept-encoding", b""):
        return Reply(200, found.packed, (*headers, (b"content-encoding", b"gzip")))
    return Reply(200, found.body, headers)


@cache
def _named() -> dict[str, str]:
    return {file.name: address for address, file in _files().items()}


@cache
def _files() -> dict[str, _File]:
    """Read every file of the list, by the name in its address."""
    found = {}
    folder = resources.files("shopkeeper.web.pages").joinpath("static")
    for name, media in FILES.items():
        body = folder.joinpath(name).read_bytes()
        stem, dot, ending = name.rpartition(".")
        mark = hashlib.blake2b(body, digest_size=6).hexdigest()
        packed = gzip.compress(body, 9, mtime=0)
        found[f"{stem}-{mark}{dot}{ending}"] = _File(name, media, body, packed)
    return found
