"""The clients people use already, unmodified, pointed at our address."""

from __future__ import annotations

import json
import shutil
import subprocess
import time

from pathlib import Path

import pytest

from tests.builders.server import stored


JS = Path(__file__).parents[2] / "browser"
NODE = shutil.which("node")
CHROMIUM = shutil.which("chromium")

needs_node = pytest.mark.skipif(
    NODE is None or not (JS / "node_modules").is_dir(),
    reason="needs node, and `npm ci --prefix tests/browser`",
)
needs_chromium = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium")


def kinds(server) -> list[str]:
    """Return the message ids there are."""
    return [name for source, name in stored(server.folder) if source == "website"]


def wait_for(server, before: int, more: int) -> None:
    """Wait until so many more are there."""
    for _ in range(200):
        if len(kinds(server)) >= before + more:
            break
        time.sleep(0.1)
    assert len(kinds(server)) == before + more


@pytest.mark.parametrize("gzip", [False, True])
def test_segment_analytics_python(server, keys, gzip) -> None:
    """All its calls, plain and compressed."""
    from segment.analytics.client import Client  # noqa: PLC0415 an optional peer

    before = len(kinds(server))
    client = Client(keys["write"], host=server.url, gzip=gzip, sync_mode=False)
    client.identify("u1", {"email": "jenny@harbour.example"})
    client.track("u1", "Order Completed", {"order_id": "7", "total": 12.5})
    client.page("u1", "Books", "Sea")
    client.screen("u1", "Books", "Sea")
    client.group("u1", "club")
    client.alias("a1", "u1")
    client.shutdown()
    wait_for(server, before, 6)


def test_rudder_sdk_python(server, keys) -> None:
    """The same shape from another house."""
    from rudderstack.analytics.client import Client  # noqa: PLC0415 an optional peer

    before = len(kinds(server))
    client = Client(keys["write"], host=server.url)
    client.identify("u1", {"email": "jenny@harbour.example"})
    client.track("u1", "Order Completed", {"order_id": "7"})
    client.shutdown()
    wait_for(server, before, 2)


@needs_node
def test_segment_analytics_node(server, keys) -> None:
    """A server of the shop in JavaScript."""
    before = len(kinds(server))
    done = subprocess.run(
        [NODE, "server.mjs", server.url, keys["write"]], cwd=JS, text=True,
        capture_output=True, timeout=120, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    wait_for(server, before, 6)


@needs_node
@needs_chromium
def test_segment_analytics_next_in_a_browser(server, keys, tmp_path) -> None:
    """A page: settings, preflight, calls; a visitor's address stays a claim."""
    before = len(kinds(server))
    done = subprocess.run(
        [NODE, "page.mjs", server.url, keys["browser"], str(CHROMIUM), str(tmp_path)],
        cwd=JS, text=True, capture_output=True, timeout=180, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == {"delivered": 3, "failed": 0}
    wait_for(server, before, 3)
