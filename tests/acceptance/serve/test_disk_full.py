"""A disk with no room: 503 and never 200; and it goes on by itself. Reliability A4.

The disk is the server's own limit on the size of files, lowered and raised from
outside while it runs: no root is needed.
"""

from __future__ import annotations

import resource
import time

from tests.builders.server import new_key, new_served_shop, running, stored


def test_nothing_is_acknowledged_that_found_no_room(tmp_path) -> None:
    """What was acknowledged is there, what was not is refused, and later it goes on."""
    folder = new_served_shop(tmp_path / "shop")
    key = new_key(folder, "write")
    acknowledged = []
    with running(folder, "--no-rounds") as server:
        pid, kind = server.process.pid, resource.RLIMIT_FSIZE
        ledger = folder / ".shopkeeper" / "ledger.sqlite3"
        room = ledger.with_name("ledger.sqlite3-wal").stat().st_size + 200_000
        _, most = resource.prlimit(pid, kind)
        resource.prlimit(pid, kind, (room, most))
        refused = 0
        for number in range(400):
            name = f"full-{number}"
            call = {"event": "E", "userId": "u", "messageId": name, "x": "y" * 5000}
            said = server.ask("/v1/track", call, key=key)
            if said.status == 200:
                acknowledged.append(name)
                continue
            refused += 1
            assert said.status == 503
            assert int(said.headers["retry-after"]) >= 1
            if refused >= 5:
                break
        assert refused
        assert acknowledged
        assert server.ask("/readyz").status == 503

        resource.prlimit(pid, kind, (most, most))
        began = time.monotonic()
        again = {"event": "E", "userId": "u", "messageId": "room again"}
        while server.ask("/v1/track", again, key=key).status != 200:
            assert time.monotonic() - began < 5
        assert server.ask("/readyz").status == 200
        counts = server.counts()
        assert counts["stored"] == len(acknowledged) + 1
        assert sum(counts.values()) == 2 * counts["received"]

    names = {name for _, name in stored(folder)}
    assert names == {*acknowledged, "room again"}
