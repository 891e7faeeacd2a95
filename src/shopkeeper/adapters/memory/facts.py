"""The reference book of facts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from shopkeeper.vocabulary import Fact


class MemoryFactBook:
    """A `FactBook` that forgets everything when the process ends."""

    def __init__(self) -> None:
        self._facts: dict[str, Fact] = {}
        self._given: set[str] = set()
        self._holding: set[str] = set()

    def settle(self, facts_now: Iterable[Fact], *, at: datetime) -> tuple[int, int]:
        """Make *facts_now* the derived facts that hold from now on."""
        del at
        wanted = {fact.id: fact for fact in facts_now}
        back = wanted.keys() - self._holding
        gone = self._holding - self._given - wanted.keys()
        self._facts |= {
            key: fact for key, fact in wanted.items() if key not in self._given
        }
        self._holding = (self._holding | wanted.keys()) - gone
        return len(back), len(gone)

    def add(self, facts: Iterable[Fact], *, at: datetime) -> int:
        """Add derived facts to those that hold, until `settle` decides anew."""
        del at
        wanted = {fact.id: fact for fact in facts}
        back = wanted.keys() - self._holding
        self._facts = wanted | self._facts
        self._holding |= wanted.keys()
        return len(back)

    def give(self, fact: Fact, *, at: datetime) -> None:
        """Add a fact that somebody gave; it stays until it is withdrawn."""
        del at
        self._facts.setdefault(fact.id, fact)
        self._given.add(fact.id)
        self._holding.add(fact.id)

    def amend(self, changed: Iterable[Fact]) -> None:
        """Write facts that are there as they are now; whether they hold stays."""
        for one in changed:
            if one.id in self._facts:
                self._facts[one.id] = one

    def withdraw(self, fact_id: str, *, because: str, at: datetime) -> None:
        """Note that a fact no longer holds."""
        del because, at
        self._holding.discard(fact_id)

    def of_persons(self, persons: Sequence[str]) -> list[Fact]:
        """Return the facts that hold about these person ids, in order of id."""
        return [fact for fact in self.present() if fact.person in persons]

    def ever_of(self, persons: Sequence[str]) -> list[Fact]:
        """Return the facts about these person ids, withdrawn ones included."""
        return [
            fact for _, fact in sorted(self._facts.items()) if fact.person in persons
        ]

    def about(self, predicate: str) -> list[Fact]:
        """Return everybody's facts of one predicate that hold, in order of id."""
        return [fact for fact in self.present() if fact.about == predicate]

    def present(self) -> list[Fact]:
        """Return every fact that holds, in order of id."""
        return [self._facts[key] for key in sorted(self._holding)]

    def find(self, fact_ids: Sequence[str]) -> dict[str, Fact]:
        """Return facts by id, withdrawn ones included."""
        return {key: self._facts[key] for key in fact_ids if key in self._facts}

    def beginning(self, start: str) -> list[Fact]:
        """Return facts whose ids begin so, withdrawn ones included, by id."""
        return [
            self._facts[key] for key in sorted(self._facts) if key.startswith(start)
        ]
