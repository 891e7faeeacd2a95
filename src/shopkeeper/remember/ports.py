"""What `remember` needs from the outside world, in its own words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime
from typing import Any, Protocol

import pyarrow as pa

from shopkeeper.vocabulary import Fact


class FactBook(Protocol):
    """
    Keeps facts. Each is appended once; whether it still holds is appended, too.

    Derived facts are what the records say today; given facts are what a person
    of ours or she herself told the shop directly.
    """

    def settle(self, facts: Iterable[Fact], *, at: datetime) -> tuple[int, int]:
        """
        Make *facts* the derived ones that hold from now on.

        What is new is added, what is gone is withdrawn, what came back is
        restored; given facts are left alone.

        Returns:
            How many were added or restored, and how many withdrawn.
        """

    def add(self, facts: Iterable[Fact], *, at: datetime) -> int:
        """
        Add derived facts to those that hold, until `settle` decides anew.

        One that is there and holds stays as it is; one that was withdrawn holds again.

        Returns:
            How many were added or restored.
        """

    def give(self, fact: Fact, *, at: datetime) -> None:
        """Add a fact that somebody gave; it stays until it is withdrawn."""

    def amend(self, facts: Iterable[Fact]) -> None:
        """Write facts that are there as they are now; whether they hold stays."""

    def withdraw(self, fact_id: str, *, because: str, at: datetime) -> None:
        """Note that a fact no longer holds."""

    def of_persons(self, persons: Sequence[str]) -> list[Fact]:
        """Return the facts that hold about these person ids, in order of id."""

    def ever_of(self, persons: Sequence[str]) -> list[Fact]:
        """Return the facts about these person ids, withdrawn ones included, by id."""

    def about(self, predicate: str) -> list[Fact]:
        """Return everybody's facts of one predicate that hold, in order of id."""

    def present(self) -> list[Fact]:
        """Return every fact that holds, in order of id."""

    def find(self, fact_ids: Sequence[str]) -> dict[str, Fact]:
        """Return facts by id, withdrawn ones included."""

    def beginning(self, start: str) -> list[Fact]:
        """Return facts whose ids begin so, withdrawn ones included, by id."""


class Engine(Protocol):
    """Runs one relational expression over named tables."""

    def run(self, sql: str, tables: Mapping[str, pa.Table]) -> pa.Table:
        """Run *sql* (DuckDB's dialect) over *tables* and return all of its rows."""


class Warehouse(Protocol):
    """Keeps what can be rebuilt, a generation at a time."""

    def write(self, tables: Mapping[str, pa.Table]) -> int:
        """Write a new generation, make it current, and return its number."""

    def current(self) -> int:
        """Return the number of the current generation, 0 where there is none."""

    def names(self) -> list[str]:
        """List the tables of the current generation."""

    def read(self, name: str) -> pa.Table | None:
        """Return a table of the current generation, or None."""

    def rows_of(
        self, name: str, persons: AbstractSet[str]
    ) -> list[dict[str, Any]] | None:
        """Return the rows of a table whose `person` is one of these; None: no table."""

    def part(self, name: str, persons: AbstractSet[str]) -> pa.Table | None:
        """Return the rows of a table whose `person` is one of these, as a table."""

    def forget(
        self, ids: AbstractSet[str], texts: AbstractSet[str] = frozenset()
    ) -> int:
        """
        Write every generation that is kept anew, without some people.

        Args:
            ids: Person ids and record ids: a row that holds one is left out.
            texts: What is taken out, letter for letter, of the words in other rows.

        Returns:
            How many rows were left out of the current generation.
        """


class Eraser(Protocol):
    """Takes a person out of the ledger for good, rows, indexes, log and all."""

    def erase(
        self,
        owns: Sequence[str],
        *,
        rows: Collection[int],
        record_ids: Collection[str],
        set_aside: Collection[tuple[str, str]] = (),
        heard_of_others: Collection[tuple[str, str, str]] = (),
        open_plans: Collection[str] = (),
        at: datetime,
    ) -> Mapping[str, int]:
        """
        Delete what is hers, and empty what has to stay for counts.

        Args:
            owns: All ids that are hers, the current one first.
            rows: Sequences of the received rows that are hers.
            record_ids: What is read of those rows leads to these.
            set_aside: Place and text of rows that could not be read, and are hers.
            heard_of_others: Person, kind and value: an address of hers that somebody
                named, and that was taken for the speaker's.
            open_plans: Plans whose result she leaves: her window is still open.
            at: Now.

        Returns:
            How many rows of each table were deleted or emptied.
        """

    def rewrite(self, rows: Mapping[int, Mapping[str, str]]) -> None:
        """Write some received rows anew: by sequence, and of each cell by column."""

    def blank(self, texts: Collection[str]) -> Mapping[str, int]:
        """
        Take texts out of all that is kept, letter for letter.

        Returns:
            How many rows of each table were changed.
        """

    def copy_to(self, path: str) -> None:
        """
        Write the whole ledger, as it is now, to a file that is not there yet.

        Raises:
            BadInput: If the ledger is no file.
        """

    def reopen(self, address_hashes: Collection[str]) -> int:
        """Open addresses that were closed because their owner was forgotten."""

    def search(self, texts: Collection[str]) -> Mapping[str, int]:
        """
        Count where any of *texts* stands in the ledger, if it is no file of the shop's.

        Of a file every byte is looked at from outside; then nothing is counted here.
        """

    def settle(self, *, whole: bool = False) -> bool:
        """
        Let nothing of what was deleted stand in the file or its log.

        Args:
            whole: Write the whole file anew, too.

        Returns:
            False where somebody reads an older state, so that its log has to stay.
        """


class Traces(Protocol):
    """What the shop left of a person outside its two stores."""

    def remove(self, names: Collection[str]) -> list[str]:
        """Remove files that begin with one of *names* where messages are written."""

    def search(self, texts: Collection[str]) -> dict[str, int]:
        """Return each file in which any of *texts* stands, in whatever form."""

    def amount(self) -> int:
        """Return how many bytes `search` looks through."""


class Journal(Protocol):
    """What has to be finished, if the process dies; and the list that outlives it."""

    def begin(self, work: Mapping[str, Sequence[str]]) -> None:
        """Write down, on disk, what is about to be erased: ids only."""

    def pending(self) -> list[Mapping[str, Sequence[str]]]:
        """Return what was begun and not ended, oldest first."""

    def end(self) -> None:
        """Note that all that was begun is done."""

    def remember(self, hashes: Sequence[str], *, at: datetime) -> None:
        """Append keyed hashes to the list of the forgotten, on disk."""

    def remembered(self) -> list[str]:
        """Return the list of the forgotten, oldest first, each once."""
