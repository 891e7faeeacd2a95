"""Is this user id signed by the shop? HMAC-SHA256 of it, or a JWT that names it.

Sources: RFC 2104 (HMAC), RFC 7515 and 7519 (JWT), RFC 8725 (which algorithms).
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac

from collections.abc import Callable, Sequence
from datetime import datetime

import msgspec


_ALGORITHMS = {"HS256": "sha256", "HS384": "sha384", "HS512": "sha512"}
_LONGEST = 4096
_PARTS = 3


def signed_by(secrets: Sequence[bytes], *, now: datetime) -> Callable[[str, str], bool]:
    """
    Return what says whether a user id and its signature belong together.

    Args:
        secrets: Of the source; several while one follows another.
        now: For the times in a JWT.

    Example:
        >>> from datetime import UTC
        >>> says = hmac.new(b"secret", b"ada", "sha256").hexdigest()
        >>> is_signed = signed_by([b"secret"], now=datetime(2026, 11, 2, tzinfo=UTC))
        >>> is_signed("ada", says), is_signed("eve", says)
        (True, False)
    """

    def check(user: str, signature: str) -> bool:
        if len(signature) > _LONGEST or not signature.isascii():
            return False
        if signature.count(".") == _PARTS - 1:
            return any(_jwt(secret, user, signature, now) for secret in secrets)
        stated = signature.lower()
        return any(
            hmac.compare_digest(
                hmac.new(secret, user.encode(), hashlib.sha256).hexdigest(), stated
            )
            for secret in secrets
        )

    return check


def _jwt(secret: bytes, user: str, token: str, now: datetime) -> bool:
    head, body, given = token.split(".")
    try:
        header, claims = _part(head), _part(body)
        signature = _bytes(given)
    except (ValueError, binascii.Error, msgspec.DecodeError, RecursionError):
        return False
    # The algorithm is one of ours; `none` and keys of another kind are not.
    name = header.get("alg")
    algorithm = _ALGORITHMS.get(name) if isinstance(name, str) else None
    if algorithm is None:
        return False
    if not hmac.compare_digest(
        hmac.digest(secret, f"{head}.{body}".encode(), algorithm), signature
    ):
        return False
    moment = now.timestamp()
    ends, begins = claims.get("exp", moment + 1), claims.get("nbf", moment)
    if not (isinstance(ends, (int, float)) and isinstance(begins, (int, float))):
        return False
    return claims.get("sub") == user and begins <= moment < ends


def _bytes(part: str) -> bytes:
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


def _part(part: str) -> dict[str, object]:
    return msgspec.json.decode(_bytes(part), type=dict[str, object])
