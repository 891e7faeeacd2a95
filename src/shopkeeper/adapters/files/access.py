"""The keys that let somebody in: `.shopkeeper/access`, appended to, never rewritten.

A file and not a table, so that a key can be made and taken back while `serve` owns
the ledger: it looks at the file five times a second.
"""

from __future__ import annotations

import secrets
import time

from pathlib import Path

import msgspec

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from shopkeeper.adapters.files.appending import append_line, whole_lines
from shopkeeper.flow.access import AccessKey, KeyKind, digest_of_key
from shopkeeper.vocabulary import BadInput


_LOOK_EVERY_S = 0.2
_NONCE = 12


class _Revoked(msgspec.Struct, frozen=True):
    """A line that takes a key back."""

    revoked: str
    at: str


class FileKeyRing:
    """`KeyRing` in a file of JSON lines, readable by its owner alone."""

    def __init__(self, path: Path, wrap: bytes) -> None:
        self._path = path
        self._wrap = wrap
        self._looked = 0.0
        self._stamp: tuple[int, int] | None = None
        self._keys: dict[str, AccessKey] = {}
        self._digests: dict[str, AccessKey] = {}
        self._secrets: dict[str, list[bytes]] = {}

    def add(self, key: AccessKey, *, text: str) -> None:
        """Keep a key."""
        if key.kind is KeyKind.IDENTITY:
            nonce = secrets.token_bytes(_NONCE)
            sealed = nonce + AESGCM(self._wrap).encrypt(
                nonce, text.encode(), key.id.encode()
            )
            key = msgspec.structs.replace(key, secret=sealed.hex())
        self._append(msgspec.json.encode(key))

    def all(self) -> list[AccessKey]:
        """Return every key, oldest first."""
        self._read()
        return list(self._keys.values())

    def revoke(self, key_id: str, *, at: str) -> None:
        """Take a key back."""
        self._append(msgspec.json.encode(_Revoked(key_id, at)))

    def find(self, text: str) -> AccessKey | None:
        """Return the key that *text* is, if it opens anything."""
        self._look()
        return self._digests.get(digest_of_key(text))

    def secrets(self, source: str) -> list[bytes]:
        """Return the secrets with which the user ids of *source* are signed."""
        self._look()
        return self._secrets.get(source, [])

    def _look(self) -> None:
        now = time.monotonic()
        if now - self._looked >= _LOOK_EVERY_S:
            self._read()
            self._looked = now

    def _read(self) -> None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._take({}, None)
            return
        stamp = (found.st_size, found.st_mtime_ns)
        if stamp == self._stamp:
            return
        keys: dict[str, AccessKey] = {}
        for line in whole_lines(self._path):
            self._add_line(keys, line)
        self._take(keys, stamp)

    def _add_line(self, keys: dict[str, AccessKey], line: bytes) -> None:
        try:
            raw = msgspec.json.decode(line, type=dict[str, object])
            if "revoked" in raw:
                gone = msgspec.convert(raw, _Revoked)
                if gone.revoked in keys:
                    keys[gone.revoked] = msgspec.structs.replace(
                        keys[gone.revoked], revoked_at=gone.at
                    )
                return
            key = msgspec.convert(raw, AccessKey)
            keys[key.id] = key
        except msgspec.MsgspecError:
            # One key, or one that was taken back? Nobody may come in on a guess.
            msg = f"{self._path} is damaged: make it anew with `shopkeeper keys new`."
            raise BadInput(msg) from None

    def _take(self, keys: dict[str, AccessKey], stamp: tuple[int, int] | None) -> None:
        self._stamp, self._keys = stamp, keys
        open_ones = [key for key in keys.values() if key.revoked_at is None]
        self._digests = {key.digest: key for key in open_ones}
        self._secrets = {}
        for key in open_ones:
            if key.secret is not None and key.source is not None:
                sealed = bytes.fromhex(key.secret)
                clear = AESGCM(self._wrap).decrypt(
                    sealed[:_NONCE], sealed[_NONCE:], key.id.encode()
                )
                self._secrets.setdefault(key.source, []).append(clear)

    def _append(self, line: bytes) -> None:
        append_line(self._path, line)
