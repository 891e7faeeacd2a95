"""Rows as received, and the values in them that can tell who somebody is."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from shopkeeper.vocabulary.closed_sets import IdentifierKind, Verdict


class Record(Struct, frozen=True, kw_only=True):
    """
    One row from one source, as received.

    Attributes:
        source: Name of the source in `shop.toml`, or the stem of a file.
        row_key: The row's own key, or its number from 1.
        received_at: When the shop took it in. UTC.
        happened_at: The row's own time in UTC, or None where it has none.
        fields: Column to text, as written. Empty cells are left out.
    """

    source: str
    row_key: str
    received_at: datetime
    happened_at: datetime | None
    fields: Mapping[str, str]

    @property
    def id(self) -> str:
        """Name the record as everything else refers to it."""
        return f"{self.source}:{self.row_key}"


class Identifier(Struct, frozen=True, kw_only=True):
    """
    A value that can tell who somebody is.

    Attributes:
        kind: What it is.
        namespace: The source it is valid in; empty for e-mail and phone.
        value: Normalised, for comparing.
        as_written: As the row had it.
        verified: Declared so by a pinned column or a signature, never guessed.
        one_per_person: Declared: nobody has two of these.
    """

    kind: IdentifierKind
    namespace: str
    value: str
    as_written: str
    verified: bool = False
    one_per_person: bool = False


class IdentityDecision(Struct, frozen=True, kw_only=True):
    """
    What was decided about two people, by whom and why. Appended, never changed.

    Attributes:
        sequence: Place in the ledger's order, from 1; 0 before it is appended.
        verdict: `join`, `part` or `doubt`.
        left: The older person (the one kept by a join).
        right: The younger person (the one aliased by a join).
        because: One line for people.
        by: `rule:<name>` or `human:<staff id>`.
        at: When. UTC.
        undoes: Sequence of the join this `part` takes back, or None.
        confidence: Probability that the two are one person, as then known.
    """

    sequence: int = 0
    verdict: Verdict
    left: str
    right: str
    because: str
    by: str
    at: datetime
    undoes: int | None = None
    confidence: float = 1.0
