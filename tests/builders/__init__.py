"""Short ways to say ordinary things, so a test shows only what matters to it."""

from __future__ import annotations

from datetime import UTC, datetime


def utc(text: str) -> datetime:
    """Read "2026-03-02 22:30" as a moment in UTC."""
    return datetime.fromisoformat(text).replace(tzinfo=UTC)
