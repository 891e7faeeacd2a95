"""What happened, as numbers. Source: OpenMetrics 1.0."""

from __future__ import annotations

from collections import Counter


MEDIA_TYPE = b"application/openmetrics-text; version=1.0.0; charset=utf-8"
OUTCOMES = ("stored", "duplicate", "quarantined", "refused")
_BUCKETS_S = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0)


class Counts:
    """
    Counts events and requests since the process began.

    Attributes:
        received: Events that came.
        events: Outcome to events; adds up to `received` once all are answered.
        requests: Route and status to requests.
    """

    def __init__(self) -> None:
        self.received = 0
        self.events: Counter[str] = Counter(dict.fromkeys(OUTCOMES, 0))
        self.requests: Counter[tuple[str, int]] = Counter()
        self._buckets = [0] * (len(_BUCKETS_S) + 1)
        self._seconds = 0.0

    def took(self, seconds: float) -> None:
        """Note how long an acknowledgement took."""
        self._seconds += seconds
        for place, most in enumerate(_BUCKETS_S):
            if seconds <= most:
                self._buckets[place] += 1
                return
        self._buckets[-1] += 1

    def as_text(self, *, waiting: int, up: bool) -> bytes:
        """Write all of it as OpenMetrics."""
        name = "shopkeeper_events"
        lines = [
            f"# TYPE {name} counter",
            f"# HELP {name} Events by what became of them.",
            *(f'{name}_total{{outcome="{o}"}} {self.events[o]}' for o in OUTCOMES),
            f"# TYPE {name}_received counter",
            f"# HELP {name}_received Events that came; the outcomes add up to it.",
            f"{name}_received_total {self.received}",
            f"# TYPE {name}_waiting gauge",
            f"# HELP {name}_waiting Events that are not on disk yet.",
            f"{name}_waiting {waiting}",
            "# TYPE shopkeeper_keeping gauge",
            "# HELP shopkeeper_keeping 1 while what comes can be kept.",
            f"shopkeeper_keeping {int(up)}",
            "# TYPE shopkeeper_requests counter",
            "# HELP shopkeeper_requests Requests by route and status.",
        ]
        lines += [
            f'shopkeeper_requests_total{{route="{route}",status="{status}"}} {count}'
            for (route, status), count in sorted(self.requests.items())
        ]
        name = "shopkeeper_acknowledgement_seconds"
        lines += [f"# TYPE {name} histogram", f"# UNIT {name} seconds"]
        so_far = 0
        for most, count in zip((*_BUCKETS_S, "+Inf"), self._buckets, strict=True):
            so_far += count
            lines.append(f'{name}_bucket{{le="{most}"}} {so_far}')
        lines += [f"{name}_count {so_far}", f"{name}_sum {self._seconds:.6f}", "# EOF"]
        return ("\n".join(lines) + "\n").encode()
