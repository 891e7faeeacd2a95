"""A file of JSON lines that is appended to, never rewritten, by several processes."""

from __future__ import annotations

import fcntl
import os

from pathlib import Path


def append_line(path: Path, line: bytes) -> None:
    """Append a line, on disk when this returns; readable by its owner alone."""
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        end = os.lseek(handle, 0, os.SEEK_END)
        torn = end > 0 and os.pread(handle, 1, end - 1) != b"\n"
        if torn:  # by a power cut: that line was never acknowledged
            whole = os.pread(handle, end, 0).rfind(b"\n") + 1
            os.ftruncate(handle, whole)
        os.write(handle, line + b"\n")
        os.fsync(handle)
    finally:
        os.close(handle)


def whole_lines(path: Path) -> list[bytes]:
    """Return the lines that have their end: what follows the last was never kept."""
    return [one for one in path.read_bytes().split(b"\n")[:-1] if one.strip()]
