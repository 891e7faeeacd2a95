"""A copy is made while the server works; one is not put in its place meanwhile."""

from __future__ import annotations

import threading
import time

from pathlib import Path

from tests.builders.server import Server, new_key, new_served_shop, running, stored
from tests.builders.shop import command, in_process


def _track(server: Server, key: str, number: int) -> None:
    event = {"event": "Seen", "userId": "u1", "messageId": f"m-{number}"}
    assert server.ask("/v1/track", event, key=key).status == 200


def _noted(folder: Path) -> list[str]:
    found = command("audit", "show", "--json", "--last", "0", "--shop", str(folder))
    return [one["subject"] for one in found.json() if one["action"] == "backed up"]


def test_a_copy_beside_a_server_has_all_that_was_acknowledged(tmp_path: Path) -> None:
    """Events go on coming; it comes back whole, and stands in the audit."""
    folder = new_served_shop(tmp_path / "shop")
    key = new_key(folder, "write")
    copy = tmp_path / "copy.zip"
    done: list[int] = []
    with running(folder, "--no-rounds") as server:
        for number in range(50):
            _track(server, key, number)

        def go_on() -> None:
            number = 50
            while not copy.exists():
                _track(server, key, number)
                done.append(number)
                number += 1

        busy = threading.Thread(target=go_on)
        busy.start()
        ran = in_process("backup", str(copy), "--keys", "--shop", str(folder))
        assert ran.code == 0, ran.err
        busy.join(60)
        until = time.monotonic() + 2
        while _noted(folder) != [str(copy)]:
            assert time.monotonic() < until, "the note was not taken into the audit"
            time.sleep(0.1)
        assert server.ask("/readyz").status == 200
    assert done
    other = tmp_path / "elsewhere"
    ran = in_process("restore", str(copy), "--without-forgotten", "--shop", str(other))
    assert ran.code == 0, ran.err
    ids = {name for _, name in stored(other)}
    assert {f"m-{number}" for number in range(50)} <= ids
    assert ids <= {name for _, name in stored(folder)}
    assert command("doctor", "--json", "--shop", str(other)).json()["health"] == "look"


def test_no_copy_is_put_in_the_place_of_what_is_served(tmp_path: Path) -> None:
    """Who tries is told who is at work; nothing is lost."""
    folder = new_served_shop(tmp_path / "shop")
    key = new_key(folder, "write")
    copy = tmp_path / "copy.zip"
    assert in_process("backup", str(copy), "--shop", str(folder)).code == 0
    with running(folder, "--no-rounds") as server:
        _track(server, key, 1)
        order = "restore", str(copy), "--replace", "--shop", str(folder)
        ran = in_process(*order)
        assert ran.code != 0
        assert "is at work" in ran.err
        _track(server, key, 2)
    assert {"m-1", "m-2"} == {name for _, name in stored(folder)}


def test_a_note_left_while_nobody_was_there_is_taken_by_the_next_one(
    tmp_path: Path,
) -> None:
    """A server that was killed between copy and note has lost none."""
    folder = new_served_shop(tmp_path / "shop")
    server_key = new_key(folder, "write")
    assert server_key
    notes = folder / ".shopkeeper/notes"
    notes.write_text(
        '{"action":"backed up","subject":"x.zip","actor":"operator",'
        '"at":"2026-11-02T10:00:00+00:00"}\n{"action":"half',
        encoding="utf-8",
    )
    assert in_process("run", str(folder)).code == 0
    assert _noted(folder) == ["x.zip"]
    assert not notes.exists()
