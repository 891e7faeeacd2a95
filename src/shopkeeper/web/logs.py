"""What the server says of itself: JSON lines with ids and actions, no people.

No path with its values, no header, no body and no message of an error is written:
any of them may hold an address (reliability.md, D5).
"""

from __future__ import annotations

import sys
import time
import traceback

from datetime import UTC, datetime
from typing import TextIO

import msgspec


_MOST_A_SECOND = 20


class Log:
    """Writes lines to *out*; refusals at most twenty a second, the rest as a number."""

    def __init__(self, out: TextIO | None = None) -> None:
        self._out = out or sys.stderr
        self._second = 0
        self._written = 0
        self._left_out = 0

    def say(self, what: str, **ids: str | int | None) -> None:
        """Write one line."""
        at = datetime.now(UTC).isoformat(timespec="milliseconds")  # noqa: TID251 a log
        line = {"at": at, "what": what, **ids}
        self._out.write(msgspec.json.encode(line).decode() + "\n")
        self._out.flush()

    def refused(self, route: str, status: int, request: str, key: str | None) -> None:
        """Write that a request was refused."""
        second = int(time.monotonic())
        if second != self._second:
            if self._left_out:
                self.say("refused, not written one by one", count=self._left_out)
            self._second, self._written, self._left_out = second, 0, 0
        if self._written >= _MOST_A_SECOND:
            self._left_out += 1
            return
        self._written += 1
        self.say("refused", route=route, status=status, request=request, key=key)

    def trouble(self, route: str, request: str, error: BaseException) -> None:
        """Write where something went wrong: its kind and place, not its words."""
        frames = traceback.extract_tb(error.__traceback__)
        where = frames[-1] if frames else None
        place = f"{where.name}:{where.lineno}" if where else ""
        self.say(
            "trouble", route=route, request=request, kind=type(error).__name__,
            where=place,
        )  # fmt: skip
