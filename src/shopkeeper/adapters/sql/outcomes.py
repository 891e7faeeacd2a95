"""What happened after decisions, kept in the ledger."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from sqlalchemy import select

from shopkeeper.adapters.sql.database import Database, to_us
from shopkeeper.adapters.sql.schema import outcomes
from shopkeeper.vocabulary import Outcome


class SqlOutcomeBook:
    """An `OutcomeBook` in the ledger's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, new: Iterable[Outcome]) -> int:
        """Append outcomes; an id that is there stays as it is."""
        return self._database.insert_tuples(
            outcomes,
            ("id", "person", "outcome", "body", "at_us"),
            [
                (
                    one.id, one.person, one.outcome,
                    msgspec.json.encode(one).decode(), to_us(one.at),
                )
                for one in new
            ],
        )  # fmt: skip

    def all(self) -> list[Outcome]:
        """Return every outcome, oldest first."""
        query = select(outcomes.c.body).order_by(outcomes.c.at_us, outcomes.c.id)
        return [
            msgspec.json.decode(row.body, type=Outcome)
            for row in self._database.all(query)
        ]
