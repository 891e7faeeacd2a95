"""A PostgreSQL server of a test's own, where one is installed."""

from __future__ import annotations

import itertools
import os
import shutil
import subprocess
import tempfile

from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import pytest


NOT_HERE = "no PostgreSQL server is installed here (Debian: apt install postgresql)"


def programs() -> Path | None:
    """Return the folder of the server's programs, the newest first, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), reverse=True)
    if found:
        return found[0].parent
    path = shutil.which("initdb")
    return Path(path).resolve().parent if path else None


@dataclass
class Server:
    """A running server; each call of `url` is a new and empty database."""

    folder: Path
    bin: Path
    _numbers: itertools.count[int] = field(default_factory=itertools.count)

    def url(self) -> str:
        """Make a database and return its address."""
        name = f"shop{next(self._numbers)}"
        made = ["createdb", "-h", str(self.folder), "-U", "postgres", name]
        subprocess.run([self.bin / made[0], *made[1:]], check=True)
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def copied(self, url: str) -> str:
        """Make a copy of a database that nobody uses; return its address."""
        name = f"shop{next(self._numbers)}"
        self._ask(f"CREATE DATABASE {name} TEMPLATE {_name(url)}")
        return f"postgresql+psycopg://postgres@/{name}?host={self.folder}"

    def files_of(self, url: str) -> Path:
        """Return the folder of a database's own files, as they are on the disk now."""
        self._ask("CHECKPOINT")
        oid = self._ask(f"SELECT oid FROM pg_database WHERE datname = '{_name(url)}'")  # noqa: S608
        return self.folder / "data" / "base" / oid.strip()

    def _ask(self, words: str) -> str:
        told = [self.bin / "psql", "-h", self.folder, "-U", "postgres", "-Atqc", words]
        ran = subprocess.run(told, check=True, capture_output=True, text=True)
        return ran.stdout


def dumped(url: str) -> bytes:
    """Return all that a database holds, as its own tool writes it."""
    host = url.partition("host=")[2]
    programs_at = programs()
    assert programs_at is not None
    told = [programs_at / "pg_dump", "-h", host, "-U", "postgres", _name(url)]
    return subprocess.run(told, check=True, capture_output=True).stdout


def _name(url: str) -> str:
    return url.partition("@/")[2].partition("?")[0]


@contextmanager
def server() -> Generator[Server]:
    """Start a server that listens on a socket in a folder; skip where there is none."""
    programs_at = programs()
    if programs_at is None:
        pytest.skip(NOT_HERE)
    # Not below pytest's own folder, which other users may not enter; the server
    # does not run as root. And short: a socket's path has 107 characters at most.
    folder = Path(tempfile.mkdtemp(prefix="pg-"))
    user = "postgres" if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    run = {"user": user, "cwd": folder} if user else {"cwd": folder}
    data = folder / "data"
    start = [
        programs_at / "pg_ctl", "-D", data, "-w", "-s", "-l", folder / "log", "-o",
        f"-k {folder} -c listen_addresses= -c fsync=off -c max_connections=60",
        "start",
    ]  # fmt: skip
    stop = [programs_at / "pg_ctl", "-D", data, "-s", "-m", "immediate", "stop"]
    try:
        subprocess.run(
            [programs_at / "initdb", "-D", data, "-U", "postgres", "-A", "trust"],
            check=True, stdout=subprocess.DEVNULL, **run,
        )  # fmt: skip
        subprocess.run(start, check=True, stdout=subprocess.DEVNULL, **run)
        try:
            folder.chmod(0o755)
            yield Server(folder, programs_at)
        finally:
            subprocess.run(stop, check=True, **run)
    finally:
        shutil.rmtree(folder, ignore_errors=True)
