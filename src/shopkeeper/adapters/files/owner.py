"""One owner: of a shop in SQLite one process at a time writes.

Source: design.md, section 2.
"""

from __future__ import annotations

import fcntl
import os

from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

from shopkeeper.vocabulary import ShopBusy


@contextmanager
def owning(path: Path) -> Generator[None]:
    """
    Own the shop while the block runs.

    The lock belongs to the process, so one that was killed leaves none behind.

    Args:
        path: The lock file; it holds the owner's process number.

    Raises:
        ShopBusy: If another process owns the shop; its number is named.
    """
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        owner = os.read(handle, 32).decode(errors="replace").strip() or "unknown"
        os.close(handle)
        msg = f"Process {owner} is at work in {path.parent.parent}: wait, or stop it."
        raise ShopBusy(msg) from None
    os.ftruncate(handle, 0)
    os.write(handle, f"{os.getpid()}\n".encode())
    try:
        yield
    finally:
        os.close(handle)
