"""What `remember` needs from the outside world, in its own words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

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

    def present(self) -> list[Fact]:
        """Return every fact that holds, in order of id."""

    def find(self, fact_ids: Sequence[str]) -> dict[str, Fact]:
        """Return facts by id, withdrawn ones included."""


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
