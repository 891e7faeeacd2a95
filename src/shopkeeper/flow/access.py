"""Keys that let somebody in: made, shown once, kept as hashes, taken back."""

from __future__ import annotations

import hashlib

from collections.abc import Callable
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from shopkeeper.vocabulary import NotFound


_SECRET = 20  # bytes: 160 bits; nobody guesses one (reliability.md, E8)
_SIGNING = 32  # bytes: with its prefix, what HS512 asks for (RFC 7518, section 3.2)
_ID = 4
_PACE_OF_PAGES = 1_000  # requests a second of all pages with one key


class KeyKind(StrEnum):
    """
    What a key is for: a server that sends events, a page that does, a program that
    asks, or the shop's signature under a user id.
    """

    WRITE = "write"
    BROWSER = "browser"
    API = "api"
    IDENTITY = "identity"


class AccessKey(Struct, frozen=True, kw_only=True):
    """
    A key as it is kept: nobody can read the key itself from it.

    Attributes:
        id: By which people name it; part of the key.
        kind: What it is for.
        source: Name of the source it belongs to; None for `api`.
        digest: SHA-256 of the key, hex. Of a secret this long, no slow hash is needed.
        secret: Only of `identity`, with which signatures are checked: the secret,
            wrapped by the shop's key, hex.
        made_at: ISO 8601.
        revoked_at: ISO 8601, or None.
        per_second: Requests a second, or None for what its kind has.
    """

    id: str
    kind: KeyKind
    source: str | None
    digest: str
    made_at: str
    secret: str | None = None
    revoked_at: str | None = None
    per_second: int | None = None

    @property
    def pace(self) -> int | None:
        """Requests a second; of a key that everybody can read never without end."""
        public = self.kind is KeyKind.BROWSER
        return _PACE_OF_PAGES if self.per_second is None and public else self.per_second


class KeyRing(Protocol):
    """The keys of a shop."""

    def add(self, key: AccessKey, *, text: str) -> None:
        """Keep a key; *text* is the key itself, kept only as far as its kind needs."""

    def all(self) -> list[AccessKey]:
        """Return every key, oldest first, revoked ones too."""

    def revoke(self, key_id: str, *, at: str) -> None:
        """Take a key back; from now on it opens nothing."""

    def find(self, text: str) -> AccessKey | None:
        """Return the key that *text* is, if it is one and not revoked."""

    def secrets(self, source: str) -> list[bytes]:
        """Return the secrets with which the user ids of *source* are signed."""


def make_key(
    ring: KeyRing,
    kind: KeyKind,
    *,
    source: str | None,
    random: Callable[[int], bytes],
    now: str,
    per_second: int | None = None,
) -> tuple[AccessKey, str]:
    """
    Make a key, and return it with its text, which is never shown again.

    Args:
        ring: Where it is kept.
        kind: What it is for.
        source: Whose it is; None for `api`.
        random: Draws so many bytes.
        now: ISO 8601.
        per_second: Requests a second it may bring, or None for what its kind has.
    """
    name = random(_ID).hex()
    length = _SIGNING if kind is KeyKind.IDENTITY else _SECRET
    text = f"sk_{kind}_{name}_{random(length).hex()}"
    key = AccessKey(
        id=name,
        kind=kind,
        source=source,
        digest=digest_of_key(text),
        made_at=now,
        per_second=per_second,
    )
    ring.add(key, text=text)
    return key, text


def revoke_key(ring: KeyRing, key_id: str, *, now: str) -> AccessKey:
    """
    Take a key back, named by its id or by itself.

    Raises:
        NotFound: If there is no such key.
    """
    parts = key_id.split("_")
    name = parts[2] if len(parts) > 3 else key_id  # noqa: PLR2004 sk, kind, id, secret
    for key in ring.all():
        if key.id == name:
            ring.revoke(name, at=now)
            return key
    msg = f"There is no key {name}: `shopkeeper keys list` shows those there are."
    raise NotFound(msg)


def digest_of_key(text: str) -> str:
    """Hash a key as it is kept."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
