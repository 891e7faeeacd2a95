"""The server works rounds itself, and what it takes meanwhile waits and is kept."""

from __future__ import annotations

import time

from tests.builders.server import new_key, new_served_shop, running, stored


def test_a_round_is_worked_when_it_is_due_and_nothing_is_lost(tmp_path) -> None:
    """Sent before, during and after; all of it is there, and the round saw some."""
    folder = new_served_shop(tmp_path / "shop")
    settings = folder / "shop.toml"
    text = settings.read_text(encoding="utf-8") + '\n[rounds]\nevery = "8 seconds"\n'
    settings.write_text(text, encoding="utf-8")
    key = new_key(folder, "write")
    sent = 0
    with running(folder) as server:
        ends = time.monotonic() + 60
        while time.monotonic() < ends:
            call = {"event": "E", "userId": f"u{sent}", "messageId": str(sent)}
            assert server.ask("/v1/track", call, key=key).status == 200
            sent += 1
            worked = [line for line in server.errors if '"worked a round"' in line]
            if len(worked) >= 2 and '"people":0' not in worked[-1]:
                break
            time.sleep(0.05)
    assert '"people":' in worked[-1]
    assert '"people":0' not in worked[-1]
    assert len(stored(folder)) == sent


def test_without_rounds_none_is_worked(tmp_path) -> None:
    """`--no-rounds`: a large shop works them when it likes."""
    folder = new_served_shop(tmp_path / "shop")
    settings = folder / "shop.toml"
    text = settings.read_text(encoding="utf-8") + '\n[rounds]\nevery = "1 second"\n'
    settings.write_text(text, encoding="utf-8")
    with running(folder, "--no-rounds") as server:
        time.sleep(2.5)
        assert server.errors == []
