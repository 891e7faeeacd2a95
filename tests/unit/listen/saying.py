"""Short ways to say something to the listening ear."""

from __future__ import annotations

from datetime import datetime

from shopkeeper.listen import hear
from shopkeeper.vocabulary import Calendar, Heard, Speaker, Utterance


SAID_AT = datetime.fromisoformat("2026-03-10T10:00:00+00:00")  # a Tuesday


def said(
    text: str,
    speaker: str = "customer",
    channel: str | None = None,
    at: datetime | None = SAID_AT,
) -> Utterance:
    """Make an utterance of a Tuesday morning in London."""
    return Utterance(
        id="u1",
        text=text,
        speaker=Speaker(speaker),
        channel=channel,
        said_at=at,
        time_zone="Europe/London",
        author="mo" if speaker == "rep_note" else None,
    )


def heard(text: str, speaker: str = "customer", channel: str | None = None) -> Heard:
    """Hear *text*, said on a Tuesday morning in London."""
    return hear(said(text, speaker, channel), calendar=Calendar())


def promised(text: str, speaker: str = "agent") -> list[str]:
    """Return what was promised, by whom if by her, and by when."""
    return [
        one.what
        + (" (hers)" if one.owner == "hers" else "")
        + (f" by {one.deadline.isoformat()[:16]}" if one.deadline else "")
        for one in heard(text, speaker).promises
    ]
