"""The public half of the key that signs mails, as the DNS has to say it.

Source: RFC 6376, section 3.6.1.
"""

from __future__ import annotations

import base64

from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    PublicFormat,
    load_pem_private_key,
)

from shopkeeper.flow.examining import SigningKey


def signing_key(name: str, path: Path, *, open_to_others: bool) -> SigningKey:
    """Read the key at *path*, and write what has to be published under *name*."""
    try:
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError as error:
        return SigningKey(name, "", 0, f"{path} cannot be read: {error.strerror}")
    except (ValueError, TypeError):
        return SigningKey(name, "", 0, f"{path} is no private key without a password")
    if not isinstance(key, RSAPrivateKey):
        return SigningKey(name, "", 0, f"{path} is no key of RSA")
    public = key.public_key().public_bytes(
        Encoding.DER, PublicFormat.SubjectPublicKeyInfo
    )
    record = f"v=DKIM1; k=rsa; p={base64.b64encode(public).decode()}"
    return SigningKey(name, "rsa", key.key_size, record, open_to_others)
