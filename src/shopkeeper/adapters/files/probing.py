"""Looks at the machine a shop lies on: its disk, how long that takes, its files."""

from __future__ import annotations

import os
import shutil
import stat
import tempfile
import time

from datetime import UTC, datetime
from pathlib import Path


_TIMES = 15
_PAGE = b"\x5a" * 4096


def fsync_seconds(folder: Path) -> list[float]:
    """Return how long each of some writes took to be on disk; none where none was."""
    found = []
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            for _ in range(_TIMES):
                os.write(file.fileno(), _PAGE)
                began = time.perf_counter()
                os.fsync(file.fileno())
                found.append(time.perf_counter() - began)
    except OSError:
        return []
    return found


def room_at(folder: Path) -> tuple[int, int]:
    """Return free and all bytes of the disk that holds *folder*."""
    usage = shutil.disk_usage(folder)
    return usage.free, usage.total


def file_system_of(folder: Path) -> str:
    """Return the kind of file system that holds *folder*; empty where unknown."""
    try:
        lines = Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return ""
    home, best, kind = folder.resolve(), -1, ""
    for line in lines:
        head, _, tail = line.partition(" - ")
        point = head.split(" ")[4].encode().decode("unicode_escape")
        if home.is_relative_to(point) and len(point) >= best:
            best, kind = len(point), tail.split(" ")[0]
    return kind


def newest_in(folder: Path) -> datetime | None:
    """Return when the newest file of *folder* was written."""
    times = [one.lstat().st_mtime for one in folder.glob("*") if one.is_file()]
    return datetime.fromtimestamp(max(times), UTC) if times else None


def open_to_others(path: Path) -> bool:
    """Say whether other users of the machine may read a file."""
    return bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))
