"""The reference carrier."""

from __future__ import annotations

from shopkeeper.vocabulary import BadInput, Channel, Touch


class MemoryCarrier:
    """A `Carrier` that keeps what it was given, for looking at."""

    def __init__(self) -> None:
        self.carried: dict[str, Touch] = {}

    def carry(self, touch: Touch) -> str:
        """Keep the message under its id, and say so."""
        subject = touch.message.subject or ""
        if touch.channel is Channel.EMAIL and not subject.isprintable():
            msg = f"{touch.message.message_id}: the subject holds what no header may."
            raise BadInput(msg)
        self.carried[touch.message.message_id] = touch
        return f"memory/{touch.message.message_id}"
