"""What `plan` needs from the outside world, in its own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
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


class Head(Struct, frozen=True):
    """
    Where the chain stood: who has kept it elsewhere sees what was changed before.

    Attributes:
        sequence: Of the chain's last entry.
        hash: Of that entry, hex; it covers all entries before.
        at: When it was written down; empty where that is not known.
    """

    sequence: int
    hash: str
    at: str = ""


class Anchor(Protocol):
    """Heads of the chain, kept where whoever changes the ledger does not come."""

    @property
    def place(self) -> str:
        """Where it is."""

    def heads(self) -> list[Head]:
        """
        Return all heads that were kept, oldest first.

        Raises:
            BadInput: If it cannot be read.
        """

    def keep(self, head: Head) -> bool:
        """Keep a head; False where that could not be done."""


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

    def head(self) -> Head | None:
        """Return where the chain stands; None where it has no entry."""

    def departs_from(self, heads: Iterable[Head]) -> Head | None:
        """Return the first of *heads* that is not in the chain, or None."""
