"""The two books `recognise` keeps: rows as received, and who they belong to."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Protocol

import pyarrow as pa

from msgspec import Struct

from shopkeeper.recognise.prints import Print
from shopkeeper.vocabulary import (
    Identifier,
    IdentifierKind,
    IdentityDecision,
    PersonId,
    Record,
)


MOST_COLUMNS = 500
"""Of a source that is fed event by event: nobody widens its table without end."""
LONGEST_COLUMN = 200
"""Letters of a column's name; longer ones stay in the event's own bytes."""


class Accepted(Struct, frozen=True, kw_only=True):
    """What became of a batch: rows that were new, and rows known before."""

    new: int
    known: int


class QuarantinedRow(Struct, frozen=True, kw_only=True):
    """
    A row that could not be read: where it stood, what it was, and why.

    Attributes:
        number: By which it is named when it is tried again.
    """

    source: str
    place: str
    raw: str
    because: str
    number: int = 0


class Event(Struct, frozen=True):
    """
    One event, ready to be kept.

    Attributes:
        key: Its message id.
        cells: Column to text, laid flat as a file's are; without empty ones.
        happened_us: When it happened, microseconds UTC, or None.
        digest: Of all it says, 16 bytes; equal when the same event is sent again.
    """

    key: str
    cells: dict[str, str]
    happened_us: int | None
    digest: bytes


class Kept(StrEnum):
    """
    What became of an event: new; known; or its id belongs to another one.
    """

    NEW = "new"
    KNOWN = "known"
    OTHER = "other"


class KnownIdentifier(Struct, frozen=True, kw_only=True):
    """An identifier, whose it is (own person id), and the source that says so."""

    person: str
    source: str
    identifier: Identifier


class Records(Protocol):
    """Keeps every row of every source as received."""

    def open_source(self, name: str, *, department: str, owner: str, holds: str) -> int:
        """Make a source known, or bring its particulars up to date."""

    def knows(self, source: str) -> bool:
        """Say whether a source of this name was ever opened."""

    def accept(
        self,
        source: str,
        columns: Sequence[str],
        keys: Sequence[str],
        rows: Sequence[Sequence[str]],
        happened_us: Sequence[int | None],
        *,
        received_at: datetime,
    ) -> Accepted:
        """
        Keep rows; one whose (source, key, content) is there already adds nothing.

        Args:
            source: Name of an opened source.
            columns: Names of the cells, in order.
            keys: Row key of each row.
            rows: Cells as text, in the order of *columns*; empty text is empty.
            happened_us: Each row's own time, microseconds UTC, or None.
            received_at: Now.

        Raises:
            ValueError: If the source was never opened.
        """

    def keep_events(
        self, source: str, events: Sequence[Event], *, received_at: datetime
    ) -> list[Kept]:
        """
        Keep events, each id of a source once and for ever.

        Unlike a row, an event never changes: one whose id is there with another
        digest is not kept. Columns are added as they come, `MOST_COLUMNS` at most;
        beyond them a cell is left to the event's own bytes.

        Args:
            source: Name of an opened source.
            events: In the order in which they came.
            received_at: Now.

        Returns:
            What became of each, in order.

        Raises:
            ValueError: If the source was never opened.
        """

    def received_since(
        self, source: str, since: datetime
    ) -> list[tuple[dict[str, str], datetime]]:
        """Return what a source got at *since* or later: cells by column, and when."""

    def key_column(self, source: str) -> str | None:
        """
        Return the column that names the rows of *source*.

        Returns:
            Its name, empty where the row's number does, None where nobody has
            decided yet.
        """

    def settle_key(self, source: str, column: str) -> None:
        """Decide once and for all which column names the rows; empty: their number."""

    def quarantine(
        self, source: str, rows: Sequence[tuple[str, str, str]], *, at: datetime
    ) -> int:
        """Keep rows that could not be read: (place, raw text, reason)."""

    def quarantined(self) -> list[QuarantinedRow]:
        """Return all rows that could not be read, oldest first."""

    def release(self, number: int) -> None:
        """Take a row out of quarantine: it could be read after all."""

    def counts(self) -> dict[str, int]:
        """Return the number of present rows of each source."""

    def changed(self) -> dict[str, int]:
        """Return per source how many row keys were received with several contents."""

    def present(self, source: str) -> pa.Table:
        """
        Return the rows of *source* as they are now: of each key the latest received.

        Returns:
            Columns `row_key`, `received_us`, `happened_us`, then each field by its
            own name prefixed `f:`, text, null where the row had none.
        """

    def history(self, source: str) -> pa.Table:
        """
        Return every row of *source* ever received, earlier contents included.

        Returns:
            Columns as `present`, and before them `sequence`; oldest first.
        """

    def one(self, record_id: str) -> Record | None:
        """Return the present row with this record id, or None."""


class IdentityBook(Protocol):
    """Keeps who is who: people, their profiles, identifiers, and every decision."""

    def enrol(
        self, signatures: Mapping[str, str], *, at: datetime
    ) -> dict[str, PersonId]:
        """
        Give each profile a person; a known profile keeps hers.

        Args:
            signatures: Profile signature to source name, in the order in which new
                people are to be numbered.
            at: Now.

        Returns:
            Signature to the profile's own person id, for all of *signatures*.
        """

    def adopt(self, heirs: Mapping[str, tuple[PersonId, str]]) -> None:
        """
        Give new profiles to persons that are there; a known profile keeps its own.

        Args:
            heirs: Signature to own person id and source name.
        """

    def profiles(self) -> dict[str, PersonId]:
        """Return every profile's own person id."""

    def seniority(self, only: Sequence[str] | None = None) -> dict[PersonId, int]:
        """
        Return the number of everybody who is here; joining keeps the lower.

        Args:
            only: Own ids to look for; everybody's where None.
        """

    def decide(self, decisions: Iterable[IdentityDecision]) -> int:
        """Append decisions, and return the sequence of the last."""

    def decisions(self) -> list[IdentityDecision]:
        """Return every decision, oldest first."""

    def decision(self, sequence: int) -> IdentityDecision | None:
        """Return the decision of that number, or None."""

    def is_taken_back(self, sequence: int) -> bool:
        """Did a later decision undo the one of that number?"""

    def identify(self, known: Iterable[KnownIdentifier]) -> int:
        """Note identifiers; the same one again changes nothing."""

    def identifiers(self, persons: Sequence[str]) -> list[KnownIdentifier]:
        """Return the identifiers of these own person ids."""

    def holders(
        self, values: Sequence[tuple[IdentifierKind, str]]
    ) -> list[KnownIdentifier]:
        """Return who has any of these (kind, value), under own person ids."""

    def someone_has(self, values: Sequence[tuple[IdentifierKind, str]]) -> bool:
        """Say whether any of these (kind, value) is an identifier of somebody here."""


class ForgottenBook(Protocol):
    """
    Knows keyed hashes of what would tell a forgotten person again, and nothing else.

    A hash cannot be turned back: who wants to know whether somebody is in here has
    to name her, and to have the shop's keys.
    """

    def is_empty(self) -> bool:
        """Say whether nobody was ever forgotten."""

    def keep(self, prints: Iterable[Print], *, at: datetime) -> list[str]:
        """Keep prints as keyed hashes, and return all of these, hex."""

    def keep_hashes(self, hashes: Iterable[str], *, at: datetime) -> int:
        """Keep hashes of another copy of this book; return how many were new."""

    def hashes(self) -> list[str]:
        """Return every keyed hash, hex."""

    def knows(self, prints: Sequence[Print]) -> list[bool]:
        """Say of each print whether it is one of somebody forgotten."""

    def drop(self, prints: Iterable[Print]) -> int:
        """Let somebody in again, by a print that she herself named; return how many."""


class NobodyForgotten:
    """A `ForgottenBook` of a house in which nobody can be forgotten."""

    def is_empty(self) -> bool:
        """Nobody is."""
        return True

    def keep(self, prints: Iterable[Print], *, at: datetime) -> list[str]:
        """Refuse."""
        raise NotImplementedError

    def keep_hashes(self, hashes: Iterable[str], *, at: datetime) -> int:
        """Refuse."""
        raise NotImplementedError

    def hashes(self) -> list[str]:
        """Have none."""
        return []

    def knows(self, prints: Sequence[Print]) -> list[bool]:
        """Know nobody."""
        return [False] * len(prints)

    def drop(self, prints: Iterable[Print]) -> int:
        """Have nothing to let in."""
        del prints
        return 0
