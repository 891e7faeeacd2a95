"""The reference promise ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from shopkeeper.vocabulary import Promise, PromiseStep, as_it_stands


class MemoryPromiseBook:
    """A `PromiseBook` that forgets everything when the process ends."""

    def __init__(self) -> None:
        self._made: dict[str, Promise] = {}
        self._steps: dict[str, list[PromiseStep]] = {}
        self._known: set[str] = set()

    def keep(self, made: Iterable[Promise]) -> int:
        """Keep promises as they were made; one that is there keeps its steps."""
        before = len(self._known)
        for one in made:
            self._made[one.id] = one
            self._known.add(one.id)
        return len(self._known) - before

    def settle(self, made: Iterable[Promise], *, at: datetime) -> int:
        """Make *made* all that were made by *at*; those made later stay."""
        self._made = {
            key: one
            for key, one in self._made.items()
            if one.made_at is not None and one.made_at > at
        }
        return self.keep(made)

    def note(self, steps: Iterable[PromiseStep]) -> None:
        """Append steps, in their order."""
        for one in steps:
            self._steps.setdefault(one.promise, []).append(one)

    def of_persons(self, persons: Sequence[str]) -> list[Promise]:
        """Return the promises of these person ids as they stand, in order of id."""
        return [one for one in self.all() if one.person in persons]

    def all(self) -> list[Promise]:
        """Return every promise as it stands, in order of id."""
        return [
            as_it_stands(self._made[key], self._steps.get(key, ()))
            for key in sorted(self._made)
        ]

    def steps(self) -> dict[str, list[PromiseStep]]:
        """Return all steps by promise id, each list oldest first."""
        return {key: list(steps) for key, steps in self._steps.items()}
