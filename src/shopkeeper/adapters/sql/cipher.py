"""A key for each person, wrapped by the shop's; without it her words are noise.

Erasing a person destroys her wrapped key. What was encrypted under it stays where
the audit chain needs its bytes, and nobody can read it any more.
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM


_NONCE = 12


def new_wrapped_key(wrap: bytes, label: str, *, seed: bytes | None = None) -> bytes:
    """
    Make a key for *label* (a person id) and wrap it with the shop's key.

    Args:
        wrap: The shop's wrapping key, 32 bytes.
        label: Bound to the key, so that keys cannot be swapped between people.
        seed: Only for demonstrations told from a seed: makes the key repeatable.
    """
    if seed is None:
        key, nonce = secrets.token_bytes(32), secrets.token_bytes(_NONCE)
    else:
        key = hmac.digest(seed, b"key" + label.encode(), "sha256")
        nonce = hmac.digest(seed, b"nonce" + label.encode(), "sha256")[:_NONCE]
    return nonce + AESGCM(wrap).encrypt(nonce, key, label.encode())


def unwrap(wrap: bytes, label: str, wrapped: bytes) -> bytes:
    """Take a person's key out of its wrapping."""
    return AESGCM(wrap).decrypt(wrapped[:_NONCE], wrapped[_NONCE:], label.encode())


def encrypt(key: bytes, text: str, *, context: str) -> bytes:
    """Encrypt *text*; the nonce is made of both, so the same text reads the same."""
    nonce = hmac.digest(key, f"{context}\x1f{text}".encode(), "sha256")[:_NONCE]
    return nonce + AESGCM(key).encrypt(nonce, text.encode(), context.encode())


def decrypt(key: bytes, data: bytes, *, context: str) -> str | None:
    """Return the text, or None where key or context are not the right ones."""
    try:
        clear = AESGCM(key).decrypt(data[:_NONCE], data[_NONCE:], context.encode())
    except InvalidTag:
        return None
    return clear.decode()


def keyed_hash(pepper: bytes, *parts: str) -> bytes:
    """Hash an identifier so that only the shop's pepper can ask for it: 32 bytes."""
    joined = "\x1f".join(parts).encode("utf-8", "surrogatepass")
    return hmac.digest(pepper, joined, hashlib.sha256)


def hash_address(pepper: bytes, address: str) -> str:
    """Hash where a message goes, hex; case and blanks do not count."""
    return keyed_hash(pepper, "address", "".join(address.split()).casefold()).hex()
