"""What `plan` needs from the outside world, in its own words."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from shopkeeper.vocabulary import PlanState


class AuditEntry(Struct, frozen=True, kw_only=True):
    """
    Something somebody did in the shop, by ids alone.

    Attributes:
        sequence: Place in the chain, from 1.
        at: When. UTC.
        actor: Staff id, or `rule:<name>`.
        action: What was done, one word or two.
        subject: Id of what it was done to.
        detail: Values in words; None once the person's key is gone.
        person: Whose key they are kept under, or None.
    """

    sequence: int
    at: datetime
    actor: str
    action: str
    subject: str
    detail: str | None
    person: str | None = None


class PlanBook(Protocol):
    """Knows which plans run, and whether everything is stopped."""

    def note(self, plan: str, state: PlanState, *, by: str, at: datetime) -> None:
        """Append that a plan was started or stopped."""

    def states(self) -> Mapping[str, PlanState]:
        """Return the present state of every plan ever started."""

    def stop_all(self, *, by: str, at: datetime) -> None:
        """Stop everything, at once."""

    def go_on(self, *, by: str, at: datetime) -> None:
        """Take the stop of everything back."""

    def stopped(self) -> bool:
        """Say whether everything is stopped."""


class Audit(Protocol):
    """A chain of who did what; it cannot be changed without showing."""

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
        """Append an entry; *detail* is kept under the key of *person*."""

    def entries(self) -> list[AuditEntry]:
        """Return the chain, oldest first."""

    def broken_at(self) -> int | None:
        """Return the first sequence where the chain does not verify, or None."""
