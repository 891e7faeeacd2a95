"""The reference desk."""

from __future__ import annotations

from collections.abc import Iterable

from shopkeeper.vocabulary import Handover


class MemoryDesk:
    """A `Desk` that forgets everything when the process ends."""

    def __init__(self) -> None:
        self._handovers: dict[str, Handover] = {}

    def lay(self, new: Iterable[Handover]) -> int:
        """Lay handovers on the desk; an id that is there stays."""
        before = len(self._handovers)
        for one in new:
            self._handovers.setdefault(one.id, one)
        return len(self._handovers) - before

    def find(self, handover_id: str) -> Handover | None:
        """Return one handover, or None."""
        return self._handovers.get(handover_id)

    def note(self, handover: Handover) -> None:
        """Append the new state of a handover that is on the desk."""
        self._handovers[handover.id] = handover

    def all(self) -> list[Handover]:
        """Return every handover as it stands now, oldest first."""
        return list(self._handovers.values())
