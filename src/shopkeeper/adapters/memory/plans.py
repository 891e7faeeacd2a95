"""The reference books of plans and of who did what."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from shopkeeper.plan.ports import AuditEntry, Head
from shopkeeper.vocabulary import PlanState, hash_of


class MemoryPlanBook:
    """A `PlanBook` that forgets everything when the process ends."""

    def __init__(self) -> None:
        self._states: dict[str, PlanState] = {}
        self._stopped = False

    def note(self, plan: str, state: PlanState, *, by: str, at: datetime) -> None:
        """Append that a plan was started or stopped."""
        del by, at
        self._states[plan] = state

    def states(self) -> Mapping[str, PlanState]:
        """Return the present state of every plan ever started."""
        return dict(self._states)

    def stop_all(self, *, by: str, at: datetime) -> None:
        """Stop everything, at once."""
        del by, at
        self._stopped = True

    def go_on(self, *, by: str, at: datetime) -> None:
        """Take the stop of everything back."""
        del by, at
        self._stopped = False

    def stopped(self) -> bool:
        """Say whether everything is stopped."""
        return self._stopped


class MemoryAudit:
    """An `Audit` that nobody can change, because nobody keeps it."""

    def __init__(self) -> None:
        self._entries: list[AuditEntry] = []

    def note(
        self,
        action: str,
        subject: str,
        *,
        actor: str,
        at: datetime,
        person: str | None = None,
        detail: str = "",
    ) -> None:
        """Append an entry; without a known person's key its detail is not kept."""
        self._entries.append(
            AuditEntry(
                sequence=len(self._entries) + 1,
                at=at,
                actor=actor,
                action=action,
                subject=subject,
                detail=detail if person is None else None,
                person=person,
            )
        )

    def entries(self) -> list[AuditEntry]:
        """Return the chain, oldest first."""
        return list(self._entries)

    def broken_at(self) -> int | None:
        """Return None: what only this process holds is not broken."""
        return None

    def head(self) -> Head | None:
        """Return where the chain stands."""
        return self._head(len(self._entries)) if self._entries else None

    def departs_from(self, heads: Iterable[Head]) -> Head | None:
        """Return the first of *heads* that is not in the chain, or None."""
        for one in heads:
            there = one.sequence <= len(self._entries)
            if not there or self._head(one.sequence).hash != one.hash:
                return one
        return None

    def _head(self, sequence: int) -> Head:
        return Head(sequence, hash_of(repr(self._entries[:sequence])))
