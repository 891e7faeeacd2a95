"""A shop's books and papers in one file, and back: everything whole, or nothing."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any

from shopkeeper.vocabulary import BadInput


LEDGER = "ledger.sqlite3"
KEYS = "keys"
FORGOTTEN = "forgotten"
_MANIFEST = "manifest.json"
_FORMAT = 1
_PAPERS = ("shop.toml", "content", "plans", "tone")
_BLOCK = 1 << 20


def write_backup(
    path: Path,
    folder: Path,
    books: Mapping[str, Path],
    *,
    shop: str,
    at: datetime,
) -> int:
    """
    Write a backup, readable by its owner alone; it appears whole or not at all.

    Args:
        path: Where to.
        folder: The shop's, for its papers.
        books: Name inside to file: the ledger's copy, the list of the forgotten, and
            the keys where they are wanted.
        shop: The shop's name.
        at: When.

    Returns:
        Its size in bytes.

    Raises:
        BadInput: If it is there, or cannot be written.
    """
    if path.exists():
        msg = f"{path} is there already: name another file, or take it away."
        raise BadInput(msg)
    files = {**_papers(folder), **books}
    part = path.with_name(f".{path.name}.part")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        handle = os.open(part, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "r+b") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
                for name, one in sorted(files.items()):
                    packed.write(one, name)
                manifest = {
                    "format": _FORMAT, "shop": shop, "at": at.isoformat(),
                    "files": {name: _digest(one) for name, one in files.items()},
                }  # fmt: skip
                packed.writestr(_MANIFEST, json.dumps(manifest, indent=1))
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    except OSError as error:
        msg = f"{path} cannot be written ({error.strerror}): choose another place."
        raise BadInput(msg) from None
    finally:
        part.unlink(missing_ok=True)
    return path.stat().st_size


def unpack_backup(path: Path, into: Path) -> dict[str, Any]:
    """
    Unpack a backup into an empty folder, and return what its manifest says.

    Raises:
        BadInput: If it is none of ours, is damaged, or wants to write elsewhere.
    """
    try:
        with zipfile.ZipFile(path) as packed:
            manifest: dict[str, Any] = json.loads(packed.read(_MANIFEST))
            for name, digest in manifest["files"].items():
                place = PurePosixPath(name)
                if place.is_absolute() or ".." in place.parts:
                    _refuse(path, f"wants to write {name!r}")
                target = into / place
                target.parent.mkdir(parents=True, exist_ok=True)
                with packed.open(name) as inside, target.open("wb") as file:
                    while block := inside.read(_BLOCK):
                        file.write(block)
                if _digest(target) != digest:
                    _refuse(path, f"is damaged at {name}")
            if manifest["format"] != _FORMAT or LEDGER not in manifest["files"]:
                _refuse(path, "is of another version")
    except (OSError, zipfile.BadZipFile, KeyError, ValueError, AttributeError) as error:
        if isinstance(error, FileNotFoundError):
            msg = f"{path} is not there: name a file that `backup` wrote."
            raise BadInput(msg) from None
        _refuse(path, "is no backup of ours, or is damaged")
    return manifest


def papers_in(folder: Path) -> dict[str, str]:
    """Return the papers of an unpacked backup by name."""
    return {
        name: path.read_text(encoding="utf-8") for name, path in _papers(folder).items()
    }


def _refuse(path: Path, why: str) -> None:
    msg = f"{path} {why}: take another backup."
    raise BadInput(msg)


def _papers(folder: Path) -> dict[str, Path]:
    found = {}
    for name in _PAPERS:
        home = folder / name
        paths = [home] if home.is_file() else sorted(home.rglob("*"))
        for path in paths:
            if path.is_file() and path.suffix in (".md", ".toml"):
                found[path.relative_to(folder).as_posix()] = path
    return found


def _digest(path: Path) -> str:
    digest = hashlib.blake2b(digest_size=32)
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
    return digest.hexdigest()
