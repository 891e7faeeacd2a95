"""How many requests a second a key may bring."""

from __future__ import annotations

import time


_BURST_S = 2.0


class Paces:
    """A bucket for each key that has a pace: it holds two seconds' worth."""

    def __init__(self) -> None:
        self._left: dict[str, tuple[float, float]] = {}

    def may(self, key: str, pace: int | None) -> bool:
        """
        Take one request of a key out of its bucket; False where it is empty.

        Args:
            key: Its id.
            pace: Requests a second, or None for as many as come.
        """
        if pace is None:
            return True
        now = time.perf_counter()
        most = pace * _BURST_S
        left, at = self._left.get(key, (most, now))
        left = min(most, left + (now - at) * pace)
        may = left >= 1
        self._left[key] = (left - 1 if may else left, now)
        return may
