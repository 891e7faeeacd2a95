"""Killed in the middle of its work, again and again: nothing is lost, nothing doubled.

Reliability A1. The controls are servers that break the promise: the harness has to
find them out, or it proves nothing.
"""

from __future__ import annotations

import http.client
import json
import random  # noqa: TID251 seeds are stated
import sqlite3
import threading
import time

from contextlib import closing

import psycopg
import pytest

from tests.builders.postgres import server
from tests.builders.server import basic, new_key, new_served_shop, start, stored


def send(key: str, name: str, state: dict, stop: threading.Event):
    """Send batches without end; after a lost answer send the same ones again."""
    rng = random.Random(name)
    number = 0
    batch: list[str] = []
    headers = {"Authorization": basic(key)}
    while not stop.is_set():
        if not batch:
            batch = [f"{name}-{number + n}" for n in range(rng.randint(1, 5))]
            number += len(batch)
            state["sent"].update(batch)
        calls = [
            {"type": "track", "event": "E", "userId": "u", "messageId": one}
            for one in batch
        ]
        try:
            with closing(
                http.client.HTTPConnection("127.0.0.1", state["port"], timeout=20)
            ) as line:
                body = json.dumps({"batch": calls})
                line.request("POST", "/v1/batch", body, headers)
                if rng.random() < 0.02:
                    continue  # hung up: nobody knows whether it was kept
                said = line.getresponse()
                told = json.loads(said.read())
        except (OSError, http.client.HTTPException, ValueError):
            time.sleep(0.02)
            continue
        if said.status == 200:
            assert told["stored"] + told["duplicate"] == len(batch)
            state["acknowledged"].update(batch)
            batch = []


def kill_again_and_again(folder, *, kills: int, clients: int = 8) -> dict:
    """Kill a server under load, start it again, and say what is where in the end."""
    key = new_key(folder, "write")
    serving = start(folder, "--no-rounds")
    state = {"port": serving.port, "sent": set(), "acknowledged": set()}
    stop = threading.Event()
    threads = [
        threading.Thread(target=send, args=(key, f"c{n}", state, stop))
        for n in range(clients)
    ]
    for thread in threads:
        thread.start()
    rng = random.Random(1)
    try:
        for _ in range(kills):
            time.sleep(rng.uniform(0.2, 0.8))
            serving.kill()
            serving = start(folder, "--no-rounds")
            state["port"] = serving.port
        time.sleep(1)
    finally:
        stop.set()
        for thread in threads:
            thread.join(60)
        serving.end()
    return state


def _agree(names: list[str], state: dict) -> None:
    assert len(state["acknowledged"]) > 100
    assert state["acknowledged"] - set(names) == set()
    assert len(names) == len(set(names))
    assert set(names) <= state["sent"]


def _check(folder, state) -> None:
    _agree([name for _, name in stored(folder)], state)
    line = sqlite3.connect(folder / ".shopkeeper" / "ledger.sqlite3")
    assert line.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    line.close()


def test_killed_under_load_it_loses_nothing_and_doubles_nothing(tmp_path) -> None:
    """Eight senders, two in a hundred hang up, all send again what was not answered."""
    folder = new_served_shop(tmp_path / "shop")
    _check(folder, kill_again_and_again(folder, kills=4))


@pytest.mark.slow
def test_killed_two_hundred_times_it_loses_nothing(tmp_path) -> None:
    """The whole of reliability A1."""
    folder = new_served_shop(tmp_path / "shop")
    _check(folder, kill_again_and_again(folder, kills=200))


@pytest.mark.slow
def test_killed_on_postgresql_it_loses_nothing(tmp_path) -> None:
    """The same promise by another ledger."""
    with server() as postgres:
        url = postgres.url()
        folder = new_served_shop(tmp_path / "shop")
        with (folder / "shop.toml").open("a", encoding="utf-8") as file:
            file.write(f'\n[stores]\nledger = "{url}"\n')
        state = kill_again_and_again(folder, kills=10)
        with psycopg.connect(url.replace("+psycopg", "")) as line:
            found = line.execute("SELECT row_key FROM records").fetchall()
        _agree([name for (name,) in found], state)


def test_a_lost_and_a_doubled_event_are_found(tmp_path) -> None:
    """The check's own check: take one acknowledged event away, and it fails."""
    folder = new_served_shop(tmp_path / "shop")
    state = kill_again_and_again(folder, kills=1, clients=4)
    _check(folder, state)
    line = sqlite3.connect(folder / ".shopkeeper" / "ledger.sqlite3")
    gone = next(iter(state["acknowledged"]))
    line.execute("DELETE FROM records WHERE row_key = ?", (gone,))
    line.commit()
    line.close()
    with pytest.raises(AssertionError):
        _check(folder, state)
