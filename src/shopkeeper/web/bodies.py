"""Bodies of requests, never larger than they may be, inflated or not.

The cap is on inflated bytes and is looked at while inflating: a bomb is refused after
as many bytes as an honest body may have (reliability.md, A8).
"""

from __future__ import annotations

import asyncio
import zlib

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from shopkeeper.web.problems import Problem


Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]

PATIENCE_S = 20.0  # for a body to come whole
_GZIP_OR_ZLIB = 47


async def read_body(receive: Receive, encoding: bytes, most: int) -> bytes:
    """
    Read and inflate a body.

    Args:
        receive: ASGI's.
        encoding: The request's `content-encoding`.
        most: Bytes, inflated.

    Raises:
        Problem: 408, 413, 415, or 400 where it cannot be inflated.
    """
    message = await receive()
    if not message.get("more_body"):  # nearly always
        body = message.get("body", b"")
    else:
        try:
            async with asyncio.timeout(PATIENCE_S):
                body = await _rest(receive, message.get("body", b""), most)
        except TimeoutError:
            raise Problem(408, "The body did not come: send it again.") from None
    if len(body) > most:
        raise _too_large(most)
    name = encoding.strip().lower()
    if name in (b"", b"identity"):
        return bytes(body)
    if name not in (b"gzip", b"x-gzip", b"deflate"):
        raise Problem(415, "The body is encoded in a way other than gzip or deflate.")
    return inflate(body, most)


async def _rest(receive: Receive, first: bytes, most: int) -> bytes:
    body = bytearray(first)
    while True:
        if len(body) > most:
            raise _too_large(most)
        message = await receive()
        if message["type"] == "http.disconnect":
            raise Problem(400, "The connection ended before the body did.")
        body += message.get("body", b"")
        if not message.get("more_body"):
            return bytes(body)


def inflate(body: bytes, most: int) -> bytes:
    """
    Inflate gzip or zlib, *most* bytes at the most.

    Raises:
        Problem: 413 where it would be more, 400 where it is neither.
    """
    found = bytearray()
    while body:
        one = zlib.decompressobj(_GZIP_OR_ZLIB)
        try:
            found += one.decompress(body, most + 1 - len(found))
        except zlib.error:
            raise Problem(400, "The body is no gzip: send it plain.") from None
        if len(found) > most:
            raise _too_large(most)
        if not one.eof:
            raise Problem(400, "The body's gzip ends too early: send it again.")
        body = one.unused_data.lstrip(b"\0")
    return bytes(found)


def _too_large(most: int) -> Problem:
    return Problem(
        413, f"The body is larger than {most // 1024} KB, inflated: send less at once."
    )
