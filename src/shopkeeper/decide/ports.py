"""What `decide` needs from the outside world, in its own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from shopkeeper.vocabulary import Consent, Decision, Suppression


class DecisionBook(Protocol):
    """Keeps every decision with its propensity, reasons and arms."""

    def record(self, decisions: Iterable[Decision]) -> int:
        """Append decisions; an id that is there stays as it is. Return the new ones."""

    def decision(self, decision_id: str) -> Decision | None:
        """Return one decision, or None."""

    def of_round(self, round_: str) -> dict[str, Decision]:
        """Return the decisions of a round by person."""

    def of_persons(self, persons: Sequence[str]) -> list[Decision]:
        """Return all decisions about these person ids, oldest first."""

    def all(self) -> list[Decision]:
        """Return every decision, oldest first."""

    def fix_arms(self, plan: str, arms: Mapping[str, str], *, at: datetime) -> None:
        """Store the arm of each person of *plan*; a stored one is never changed."""

    def arms(self, plan: str) -> dict[str, str]:
        """Return the stored arms of *plan* by person."""

    def arms_of(self, plans: Sequence[str], persons: Sequence[str]) -> dict[str, str]:
        """Return the stored arms of these person ids: plan to arm, first person's."""


class ConsentBook(Protocol):
    """Keeps what people allowed and where nothing may go. Only ever appended.

    What she takes back herself gets an end.
    """

    def state(self, consents: Iterable[Consent]) -> int:
        """Append statements, each once. Return how many were new."""

    def suppress(self, suppressions: Iterable[Suppression]) -> int:
        """Append suppressions; the same one again changes nothing."""

    def lift(self, suppressions: Iterable[Suppression], *, at: datetime) -> int:
        """
        Let suppressions end at *at*, because she herself said so; return how many.

        Nothing is deleted: each stays, with its end. One that ended stays as it is.
        """

    def hash_of_address(self, address: str) -> str:
        """Return the keyed hash of an address, hex; case and blanks do not count."""

    def consents(self, persons: Sequence[str] | None = None) -> list[Consent]:
        """Return every statement, or those of these person ids, oldest first."""

    def suppressions(
        self, persons: Sequence[str] | None = None, addresses: Sequence[str] = ()
    ) -> list[Suppression]:
        """Return every suppression, or those of persons and addresses, oldest first."""


class RoundBook(Protocol):
    """Knows which rounds were worked."""

    def begin(self, key: str, *, at: datetime, seed: int) -> bool:
        """Note that a round begins; False where it was finished before."""

    def finish(self, key: str, *, summary: Mapping[str, int]) -> None:
        """Note that a round is done, with counts for `status`."""

    def last(self) -> tuple[str, datetime, Mapping[str, int]] | None:
        """Return key, moment and counts of the last finished round."""
