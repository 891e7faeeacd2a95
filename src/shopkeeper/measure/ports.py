"""What `measure` needs from the outside world, in its own words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from shopkeeper.vocabulary import Outcome


class OutcomeBook(Protocol):
    """Keeps what happened after decisions."""

    def note(self, outcomes: Iterable[Outcome]) -> int:
        """Append outcomes; an id that is there stays as it is. Return the new ones."""

    def all(self) -> list[Outcome]:
        """Return every outcome, oldest first."""
