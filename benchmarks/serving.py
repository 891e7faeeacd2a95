"""Durable acknowledgements a second over HTTP, beside a bare endpoint that writes, too.

    python benchmarks/serving.py [--seconds 10] [--connections 64]

Both take the same calls in the same process model: one server process, one load
process, loopback. The bare endpoint is Starlette with nothing but the durable write:
it puts the body in a table of one SQLite file, group commit, `synchronous=FULL`; it
reads no JSON, knows no key, and removes no duplicate.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import os
import queue
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time

from collections.abc import Callable
from pathlib import Path

import uvloop

from starlette.applications import Starlette
from starlette.responses import Response
from starlette.routing import Route


ROOT = Path(__file__).parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "src")]

from run import RESULTS, SECTION, page, setting  # noqa: E402 after the path

from shopkeeper.web.listening import listen  # noqa: E402
from tests.builders.server import (  # noqa: E402
    basic,
    new_key,
    new_served_shop,
    stored,
)


BARE = "bare"


def call(name: str) -> bytes:
    """Write a call as a shop's server sends it: about 500 bytes."""
    return json.dumps(
        {
            "messageId": name, "userId": "u" + name, "event": "Order Completed",
            "timestamp": "2026-11-20T10:00:00.000Z", "sentAt": "2026-11-20T10:00:01Z",
            "context": {"library": {"name": "analytics-python", "version": "2.4.0"}},
            "properties": {
                "order_id": name, "total": 25.5, "currency": "GBP", "product_id": "p-1",
                "title": "A sea by another name", "category": "Books", "quantity": 1,
                "price": 25.5, "coupon": "none", "path": "/books/a-sea",
            },
        }
    ).encode()  # fmt: skip


async def load(port: int, key: str, *, connections: int, seconds: float) -> list[float]:
    """Send calls on so many connections, one after the other on each; time each."""

    def written(name: str) -> bytes:
        body = call(name)
        head = (
            f"POST /v1/track HTTP/1.1\r\nHost: x\r\n"
            f"Authorization: {basic(key)}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body

    return await load_requests(port, written, connections=connections, seconds=seconds)


async def load_requests(
    port: int, written: Callable[[str], bytes], *, connections: int, seconds: float
) -> list[float]:
    """Send what *written* writes; return how long each answer took."""
    took: list[float] = []
    ends = time.perf_counter() + seconds

    async def one(number: int) -> None:
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        count = 0
        while time.perf_counter() < ends:
            whole = written(f"{number}-{count}")
            count += 1
            began = time.perf_counter()
            writer.write(whole)
            answer = await reader.readuntil(b"\r\n\r\n")
            length = re.search(rb"content-length: (\d+)", answer)
            assert length is not None  # noqa: S101
            await reader.readexactly(int(length[1]))
            took.append(time.perf_counter() - began)
            assert answer.startswith(b"HTTP/1.1 200"), answer  # noqa: S101
        writer.close()

    await asyncio.gather(*(one(number) for number in range(connections)))
    return took


def _load(pipe, port: int, key: str, connections: int, seconds: float) -> None:
    asyncio.set_event_loop_policy(uvloop.EventLoopPolicy())
    pipe.send(asyncio.run(load(port, key, connections=connections, seconds=seconds)))


def measure(port: int, key: str, connections: int, seconds: float) -> list[float]:
    """Load from a process of its own."""
    ours, theirs = multiprocessing.Pipe()
    worker = multiprocessing.Process(
        target=_load, args=(theirs, port, key, connections, seconds)
    )
    worker.start()
    took = ours.recv()
    worker.join()
    return took


def serve_bare(path: str) -> None:
    """Serve the bare endpoint: the same durable write, and nothing else."""
    line: queue.SimpleQueue = queue.SimpleQueue()

    def write() -> None:
        database = sqlite3.connect(path, isolation_level=None)
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("PRAGMA synchronous=FULL")
        database.execute("CREATE TABLE events (n INTEGER PRIMARY KEY, body BLOB)")
        while True:
            group = [line.get()]
            while not line.empty():
                group.append(line.get())
            database.execute("BEGIN IMMEDIATE")
            bodies = [(body,) for body, _ in group]
            database.executemany("INSERT INTO events (body) VALUES (?)", bodies)
            database.execute("COMMIT")
            loop = group[0][1].get_loop()
            loop.call_soon_threadsafe(
                lambda g=group: [f.set_result(None) for _, f in g]
            )

    async def track(request):
        done = asyncio.get_running_loop().create_future()
        line.put((await request.body(), done))
        await done
        return Response(b'{"success":true}', media_type="application/json")

    threading.Thread(target=write, daemon=True).start()
    app = Starlette(routes=[Route("/v1/track", track, methods=["POST"])])
    listen(app, host="127.0.0.1", port=0, ready=lambda at: print(at, flush=True))


def _tell(futures) -> None:
    for future in futures:
        future.set_result(None)


def start(words: list[str]) -> tuple[subprocess.Popen, int]:
    """Start a server and return its port."""
    process = subprocess.Popen(
        words, stdout=subprocess.PIPE, text=True, stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
    )  # fmt: skip
    assert process.stdout is not None  # noqa: S101
    found = re.search(r":(\d+)$", process.stdout.readline().strip())
    assert found is not None  # noqa: S101
    return process, int(found[1])


def cpu_seconds(pid: int) -> float:
    """Return how long a process has computed: what others do meanwhile is not in it."""
    words = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2]
    user, system = words.split()[11:13]
    return (int(user) + int(system)) / os.sysconf("SC_CLK_TCK")


def one(name: str, folder: Path, connections: int, seconds: float) -> dict[str, float]:
    """Measure one of the two."""
    if name == BARE:
        key = "nobody"
        words = [sys.executable, __file__, "--serve-bare", str(folder / "bare.sqlite3")]
    else:
        shop = new_served_shop(folder / "shop")
        key = new_key(shop, "write")
        main = "from shopkeeper.cli import main; main()"
        words = [sys.executable, "-c", main, "serve", str(shop), "--port", "0"]
    process, port = start(words)
    try:
        before = cpu_seconds(process.pid)
        took = sorted(measure(port, key, connections, seconds))
        spent = cpu_seconds(process.pid) - before
    finally:
        process.terminate()
        process.wait()
    if name != BARE:  # what was acknowledged is there, once
        assert len({*stored(folder / "shop")}) == len(took)  # noqa: S101
    return {
        "a second": len(took) / seconds,
        "p50 ms": took[len(took) // 2] * 1000,
        "p99 ms": took[int(len(took) * 0.99)] * 1000,
        "CPU us a call": spent / len(took) * 1e6,
    }


def main() -> None:
    """Measure both in turns, and print the best of three of each."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--connections", type=int, default=64)
    parser.add_argument("--turns", type=int, default=3)
    parser.add_argument("--serve-bare")
    given = parser.parse_args()
    if given.serve_bare:
        serve_bare(given.serve_bare)
        return
    best: dict[str, dict[str, float]] = {}
    for _ in range(given.turns):
        for name in (BARE, "shopkeeper"):
            folder = Path(tempfile.mkdtemp())
            found = one(name, folder, given.connections, given.seconds)
            shutil.rmtree(folder)
            if found["a second"] > best.get(name, {"a second": 0})["a second"]:
                best[name] = found
    ratio = best["shopkeeper"]["a second"] / best[BARE]["a second"]
    lines = [
        "## serving: durable acknowledgements a second over HTTP",
        "",
        (
            f"{given.connections} connections of one load process, {given.seconds:.0f} "
            f"s, the best of {given.turns} turns of each; every acknowledged event was "
            "looked for in the ledger afterwards. *Bare* is Starlette with the same "
            "durable write and nothing else: no key, no reading, no duplicates. Rates "
            "and waits are of the whole machine, whatever else it does; processor time "
            "is the server's own."
        ),
        "",
        "| endpoint | acknowledged a second | p50 ms | p99 ms | CPU µs a call |",
        "|---|--:|--:|--:|--:|",
        *(
            f"| {name} | " + " | ".join(f"{cell:,.1f}" for cell in row.values()) + " |"
            for name, row in best.items()
        ),
        "",
        (
            f"Ratio {ratio:.2f} (bar 0.5). Bar 5,000 a second, p99 25 ms on two cores "
            "of its own; aim 10,000, 10 ms."
        ),
        "",
        f"{setting()}",
    ]
    text = "\n".join(lines) + "\n"
    print(text)
    sections = dict(SECTION.findall(RESULTS.read_text(encoding="utf-8")))
    sections["serving"] = text
    RESULTS.write_text(page(sections), encoding="utf-8")


if __name__ == "__main__":
    main()
