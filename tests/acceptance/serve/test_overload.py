"""More than it takes: some have to come later, and what was taken is there, once.

Reliability A11.
"""

from __future__ import annotations

import http.client
import json
import re
import threading
import time

from collections import Counter
from contextlib import closing
from pathlib import Path

from shopkeeper import bootstrap
from tests.builders.server import basic, new_served_shop, running, stored


CONNECTIONS = 24
SECONDS = 2.0
PACE = 300
MOST_MB = 512


def test_what_is_too_much_is_refused_and_never_lost(tmp_path: Path) -> None:
    """Answers of 200 are as many as events in the ledger; the others say when."""
    folder = new_served_shop(tmp_path / "shop")
    key = bootstrap.new_access_key(folder, "write", "website", per_second=PACE)[1]
    answers: Counter[int] = Counter()
    waits: set[str | None] = set()
    lock = threading.Lock()

    def ask(name: int, port: int) -> None:
        headers = {"Authorization": basic(key)}
        ends = time.monotonic() + SECONDS
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as line:
            number = 0
            while time.monotonic() < ends:
                number += 1
                event = {"event": "E", "userId": "u", "messageId": f"{name}-{number}"}
                line.request("POST", "/v1/track", json.dumps(event), headers)
                said = line.getresponse()
                said.read()
                with lock:
                    answers[said.status] += 1
                    if said.status != 200:
                        waits.add(said.headers["Retry-After"])

    with running(folder, "--no-rounds") as server:
        senders = [
            threading.Thread(target=ask, args=(name, server.port))
            for name in range(CONNECTIONS)
        ]
        for one in senders:
            one.start()
        for one in senders:
            one.join(60)
        assert server.ask("/readyz").status == 200
        status = Path(f"/proc/{server.process.pid}/status").read_text(encoding="ascii")
        counts = server.counts()
    assert set(answers) <= {200, 429, 503}
    assert answers[429] > 0
    assert None not in waits
    assert answers[200] == len(stored(folder)) == counts["stored"]
    peak = re.search(r"VmHWM:\s+(\d+)", status)
    assert peak is not None
    assert int(peak[1]) < MOST_MB * 1024
