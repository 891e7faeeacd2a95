"""What `say` needs from the outside world, in its own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

from shopkeeper.vocabulary import Touch, TouchState


class Outbox(Protocol):
    """Keeps touches safe on their way out, and every state they were in."""

    def put(self, touches: Iterable[Touch]) -> int:
        """
        Take touches in; a message id that is there stays as it is.

        Raises:
            ValueError: If a touch that is to be sent has words that no claim list
                accompanies, or claims of another person.

        Returns:
            How many were new.
        """

    def touch(self, message_id: str) -> Touch | None:
        """Return one touch, or None."""

    def of_persons(self, persons: Sequence[str]) -> list[Touch]:
        """Return all touches of these person ids, oldest first."""

    def all(self) -> list[Touch]:
        """Return every touch, oldest first."""

    def due(self, *, now: datetime) -> list[Touch]:
        """Return approved touches whose moment is *now* or earlier, oldest first."""

    def advance(
        self,
        message_id: str,
        *,
        to: TouchState,
        because: str,
        at: datetime,
        until: datetime | None = None,
    ) -> bool:
        """
        Move a touch along `TOUCH_MOVES`.

        The statement that writes `committing` checks suppression and the stop
        switch in the same breath (reliability.md, section 0, item 1).

        Returns:
            False where the move is not allowed from its present state, or where
            it is suppressed or everything is stopped.
        """


class Carrier(Protocol):
    """Carries a message to a person on one channel."""

    def carry(self, touch: Touch) -> str:
        """Deliver, and return where it went, for people."""


class Writer(Protocol):
    """Puts a passage into other words while a content is written; never later."""

    def write(self, *, instructions: str, passage: str) -> str:
        """
        Return other words for *passage*.

        Raises:
            BadInput: If it cannot be reached, or answers something that is no text.
        """
