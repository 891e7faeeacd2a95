"""Forks senders off a warm process; `tests.faults.stage.Senders` talks with it."""

from __future__ import annotations

import json
import os
import sys
import traceback

from datetime import datetime, timedelta
from pathlib import Path

import aiosmtplib  # noqa: F401 warm
import css_inline  # noqa: F401
import mjml  # noqa: F401
import psycopg  # noqa: F401

from shopkeeper import bootstrap
from shopkeeper.flow.sending import send_due
from tests.faults import twins


def main() -> None:
    """Read orders, one a line, and answer each with a line."""
    ended: set[int] = set()
    for line in sys.stdin:
        told = json.loads(line)
        if "ended" in told:
            pid = told["ended"]
            if pid not in ended and os.waitpid(pid, os.WNOHANG)[0]:
                ended.add(pid)
            print("yes" if pid in ended else "no", flush=True)
            continue
        pid = os.fork()
        if pid == 0:
            os._exit(_send(told))
        print(pid, flush=True)


def _send(told: dict) -> int:
    log = Path(told["folder"]) / "senders.log"
    try:
        os.close(0)
        with bootstrap.shop_at(Path(told["folder"]), beside=True) as opened:
            opened.outbox._lease = timedelta(seconds=told["lease"])
            house = twins.BROKEN[told["twin"]](opened) if told["twin"] else opened
            send_due(house, now=datetime.fromisoformat(told["now"]))
    except BaseException:  # noqa: BLE001 the process ends here
        with log.open("a") as file:
            file.write(traceback.format_exc() + "\n")
        return 1
    return 0


if __name__ == "__main__":
    main()
