"""Passwords as argon2id. Source: RFC 9106, section 4, the second recommended cost."""

from __future__ import annotations

import secrets

from functools import cached_property

from cryptography.exceptions import InvalidKey
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id


_SALT = 16
_LENGTH = 32
_ROUNDS = 3
_LANES = 4
_MEMORY_KIB = 64 * 1024


class Argon2idPasswords:
    """`Passwords` by argon2id: 64 MiB and three rounds for each."""

    def hash(self, password: str) -> str:
        """Hash a password."""
        return Argon2id(
            salt=secrets.token_bytes(_SALT), length=_LENGTH, iterations=_ROUNDS,
            lanes=_LANES, memory_cost=_MEMORY_KIB,
        ).derive_phc_encoded(_bytes(password))  # fmt: skip

    def verify(self, password: str, hashed: str | None) -> bool:
        """Check a password; as slow where there is no hash."""
        try:
            Argon2id.verify_phc_encoded(_bytes(password), hashed or self._nobodys)
        except InvalidKey:
            return False
        return hashed is not None

    @cached_property
    def _nobodys(self) -> str:
        """A hash of nobody's password: who is unknown must not be told by the time."""
        return self.hash(secrets.token_hex(_SALT))


def _bytes(password: str) -> bytes:
    return password.encode("utf-8", "surrogatepass")
