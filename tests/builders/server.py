"""A server in a process of its own, over a shop that is fed over HTTP."""

from __future__ import annotations

import base64
import http.client
import json
import os
import re
import signal
import sqlite3
import subprocess
import sys
import threading

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from shopkeeper import bootstrap


SHOP = """\
[shop]
name = "Harbour Books"
time_zone = "Europe/London"

[[sources]]
name = "website"
holds = "events"
department = "e-commerce"

[[sources]]
name = "app"
holds = "events"
department = "e-commerce"
"""
START = "from shopkeeper.cli import main; main()"


@dataclass
class Answer:
    """What came back: status, headers in lower case, and the body as read."""

    status: int
    headers: Mapping[str, str]
    text: str

    @property
    def json(self) -> Any:
        """Read the body."""
        return json.loads(self.text)


@dataclass
class Server:
    """A server that runs, and how to talk with it."""

    folder: Path
    process: subprocess.Popen[str]
    port: int
    errors: list[str] = field(default_factory=list)
    reader: threading.Thread | None = None

    @property
    def url(self) -> str:
        """Its address."""
        return f"http://127.0.0.1:{self.port}"

    def ask(
        self,
        path: str,
        body: object = None,
        *,
        key: str | None = None,
        method: str | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Ask once, on a connection of its own."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        more = dict(headers or {})
        if key is not None:
            more["Authorization"] = basic(key)
        if body is not None and not isinstance(body, bytes):
            body = json.dumps(body).encode()
        try:
            line.request(
                method or ("GET" if body is None else "POST"), path, body, more
            )
            got = line.getresponse()
            named = {name.lower(): value for name, value in got.getheaders()}
            return Answer(got.status, named, got.read().decode())
        finally:
            line.close()

    def counts(self) -> dict[str, int]:
        """Return the counters of events."""
        text = self.ask("/metrics").text
        found = re.findall(
            r'^shopkeeper_events_total{outcome="(\w+)"} (\d+)', text, re.MULTILINE
        )
        whole = re.search(
            r"^shopkeeper_events_received_total (\d+)", text, re.MULTILINE
        )
        assert whole is not None
        return {name: int(n) for name, n in found} | {"received": int(whole[1])}

    def kill(self) -> None:
        """End it as nothing else would: in the middle of whatever it does."""
        self.process.send_signal(signal.SIGKILL)
        self._over()

    def end(self) -> None:
        """Ask it to end; it has to end well."""
        self.process.send_signal(signal.SIGTERM)
        self._over()
        assert self.process.returncode == 0, "".join(self.errors)

    def _over(self) -> None:
        self.process.wait(60)
        if self.reader is not None:
            self.reader.join(60)
        for pipe in (self.process.stdout, self.process.stderr):
            if pipe is not None:
                pipe.close()


def basic(key: str) -> str:
    """Write a key as the user of Basic authentication."""
    return "Basic " + base64.b64encode(f"{key}:".encode()).decode()


def new_key(folder: Path, kind: str, source: str | None = "website") -> str:
    """Make a key."""
    return bootstrap.new_access_key(folder, kind, source)[1]


def new_served_shop(folder: Path) -> Path:
    """Write a shop with two sources that are fed over HTTP."""
    folder.mkdir(exist_ok=True)
    (folder / "shop.toml").write_text(SHOP, encoding="utf-8")
    return folder


def start(folder: Path, *options: str) -> Server:
    """Start a server on any port, and wait until it says that it is ready."""
    source = str(Path(bootstrap.__file__).parents[1])
    process = subprocess.Popen(
        [sys.executable, "-c", START, "serve", str(folder), "--port", "0", *options],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        env={**os.environ, "PYTHONPATH": source},  # noqa: TID251 a process of its own
    )  # fmt: skip
    assert process.stdout is not None
    assert process.stderr is not None
    line = process.stdout.readline()
    found = re.search(r"http://\S+:(\d+)$", line.strip())
    if found is None:
        raise AssertionError(line + "".join(process.communicate()))
    server = Server(folder, process, int(found[1]))

    def listen() -> None:
        assert process.stderr is not None
        server.errors.extend(process.stderr)

    server.reader = threading.Thread(target=listen, daemon=True)
    server.reader.start()
    return server


@contextmanager
def running(folder: Path, *options: str) -> Generator[Server]:
    """Start a server, and stop it in the end; it has to end well."""
    server = start(folder, *options)
    try:
        yield server
    finally:
        if server.process.poll() is None:
            server.end()


def stored(folder: Path) -> list[tuple[str, str]]:
    """Return source and message id of every event in the ledger, as they came."""
    line = sqlite3.connect(folder / ".shopkeeper" / "ledger.sqlite3")
    try:
        return line.execute(
            "SELECT name, row_key FROM records JOIN sources USING (source_no)"
            " ORDER BY sequence"
        ).fetchall()
    finally:
        line.close()
