"""The reference book of outcomes."""

from __future__ import annotations

from collections.abc import Iterable

from shopkeeper.vocabulary import Outcome


class MemoryOutcomeBook:
    """An `OutcomeBook` that forgets everything when the process ends."""

    def __init__(self) -> None:
        self._outcomes: dict[str, Outcome] = {}

    def note(self, new: Iterable[Outcome]) -> int:
        """Append outcomes; an id that is there stays as it is."""
        before = len(self._outcomes)
        for one in new:
            self._outcomes.setdefault(one.id, one)
        return len(self._outcomes) - before

    def all(self) -> list[Outcome]:
        """Return every outcome, oldest first."""
        return sorted(self._outcomes.values(), key=lambda one: (one.at, one.id))
