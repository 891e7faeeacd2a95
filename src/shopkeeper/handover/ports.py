"""What `handover` needs from the outside world, in its own words."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

from shopkeeper.vocabulary import Handover


class Desk(Protocol):
    """Keeps what waits for a human, and who did it."""

    def lay(self, handovers: Iterable[Handover]) -> int:
        """Lay handovers on the desk; an id that is there stays. Return the new ones."""

    def find(self, handover_id: str) -> Handover | None:
        """Return one handover, or None."""

    def note(self, handover: Handover) -> None:
        """Append the new state of a handover that is on the desk."""

    def all(self) -> list[Handover]:
        """Return every handover as it stands now, oldest first."""
