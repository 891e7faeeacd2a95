"""Refusals, each with its reason. Source: RFC 9457."""

from __future__ import annotations

from http import HTTPStatus

import msgspec

from msgspec import Struct


MEDIA_TYPE = b"application/problem+json"


class Problem(Exception):
    """
    Why a request gets no other answer.

    Attributes:
        status: Of HTTP.
        detail: One sentence that says what to do.
        retry_after_s: Seconds after which it is worth another try, or None.
        events: How many events were refused with it; one, where nobody can tell.
    """

    def __init__(
        self, status: int, detail: str, *, retry_after_s: int | None = None
    ) -> None:
        super().__init__(detail)
        self.status = status
        self.detail = detail
        self.retry_after_s = retry_after_s
        self.events = 1


class ProblemDetails(Struct, frozen=True, kw_only=True):
    """A refusal as it is written. `instance` names this one in the server's log."""

    type: str = "about:blank"
    title: str
    status: int
    detail: str
    instance: str


class Reply(Struct, frozen=True):
    """An answer: status, body and headers besides its length."""

    status: int
    body: bytes
    headers: tuple[tuple[bytes, bytes], ...] = ((b"content-type", b"application/json"),)


def as_reply(problem: Problem, *, request_id: str) -> Reply:
    """Write a refusal."""
    body = msgspec.json.encode(
        ProblemDetails(
            title=HTTPStatus(problem.status).phrase,
            status=problem.status,
            detail=problem.detail,
            instance=f"urn:shopkeeper:request:{request_id}",
        )
    )
    headers = [(b"content-type", MEDIA_TYPE), (b"cache-control", b"no-store")]
    if problem.status == HTTPStatus.UNAUTHORIZED:
        headers.append((b"www-authenticate", b'Basic realm="shopkeeper"'))
    if problem.retry_after_s is not None:
        headers.append((b"retry-after", str(problem.retry_after_s).encode()))
    return Reply(problem.status, body, tuple(headers))
