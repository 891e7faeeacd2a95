"""The shop's secrets, kept in `.shopkeeper/keys`, readable by its owner alone."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import tempfile

from pathlib import Path

from shopkeeper.vocabulary import BadInput, Keys


_NAMES = ("pepper", "token", "wrap", "audit", "ids")
_LENGTH = 32


def keys_from_seed(seed: int) -> Keys:
    """Derive all keys from *seed*: for demonstrations, where nothing is secret."""
    return Keys(
        **{
            name: hashlib.blake2b(
                f"{name}:{seed}".encode(),
                digest_size=_LENGTH,
                person=b"shopkeeper-demo",
            ).digest()
            for name in _NAMES
        }
    )


def new_keys() -> Keys:
    """Draw all keys afresh."""
    return Keys(**{name: secrets.token_bytes(_LENGTH) for name in _NAMES})


def write_keys(path: Path, keys: Keys) -> None:
    """
    Write keys that are not there yet, whole or not at all.

    Raises:
        FileExistsError: If there are some: they are never replaced.
    """
    text = json.dumps({name: getattr(keys, name).hex() for name in _NAMES}, indent=1)
    handle, fresh = tempfile.mkstemp(dir=path.parent, prefix="keys.")  # 0600
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text + "\n")
            file.flush()
            os.fsync(file.fileno())
        os.link(fresh, path)  # unlike a rename it replaces nothing
    finally:
        Path(fresh).unlink()


def read_keys(path: Path) -> Keys:
    """
    Read the keys at *path*.

    Raises:
        BadInput: If they are missing or damaged. Without them addresses cannot be
            recognised, and nothing may be sent.
    """
    try:
        raw = json.loads(path.read_text(encoding="utf-8"))
        keys = {name: bytes.fromhex(raw[name]) for name in _NAMES}
        if any(len(key) != _LENGTH for key in keys.values()):
            raise ValueError  # noqa: TRY301 damaged in one more way
        return Keys(**keys)
    except FileNotFoundError:
        msg = f"{path} is missing: restore the shop's keys from their backup."
        raise BadInput(msg) from None
    except (ValueError, KeyError, TypeError):
        msg = f"{path} is damaged: restore the shop's keys from their backup."
        raise BadInput(msg) from None
