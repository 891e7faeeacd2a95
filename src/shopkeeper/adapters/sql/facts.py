"""Facts, kept in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from sqlalchemy import ColumnElement, Select, func, select

from shopkeeper.adapters.sql.database import Database, chunks, some, to_us
from shopkeeper.adapters.sql.schema import fact_states, facts
from shopkeeper.vocabulary import Fact


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Fact).decode


class SqlFactBook:
    """A `FactBook` in the ledger's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def settle(self, facts_now: Iterable[Fact], *, at: datetime) -> tuple[int, int]:
        """Make *facts_now* the derived facts that hold from now on."""
        wanted = {fact.id: fact for fact in facts_now}
        with self._database.transaction():
            rows = self._database.all(
                select(facts.c.id, facts.c.body).where(facts.c.given == 0)
            )
            known = {row.id: row.body for row in rows}
            holding = self._holding()
            bodies = {key: _encode(fact).decode() for key, fact in wanted.items()}
            self._rewrite(wanted, bodies, known)
            self._add([wanted[key] for key in wanted if key not in known], 0, at)
            back = [key for key in wanted if key not in holding]
            gone = [key for key in known if key in holding and key not in wanted]
            self._state(back, holds=1, because="the records say so", at=at)
            self._state(gone, holds=0, because="the records no longer say so", at=at)
        return len(back), len(gone)

    def add(self, new: Iterable[Fact], *, at: datetime) -> int:
        """Add derived facts to those that hold, until `settle` decides anew."""
        wanted = {fact.id: fact for fact in new}
        with self._database.transaction():
            holding: set[str] = set()
            for part in chunks(wanted):
                rows = self._database.all(_HOLDING_AMONG, ids=part)
                holding |= {row.id for row in rows}
            back = [key for key in wanted if key not in holding]
            self._add([wanted[key] for key in back], 0, at)
            self._state(back, holds=1, because="it was said", at=at)
        return len(back)

    def give(self, fact: Fact, *, at: datetime) -> None:
        """Add a fact that somebody gave; it stays until it is withdrawn."""
        with self._database.transaction():
            self._add([fact], 1, at)
            self._state([fact.id], holds=1, because="given", at=at)

    def amend(self, changed: Iterable[Fact]) -> None:
        """Write facts that are there as they are now; whether they hold stays."""
        with self._database.transaction() as connection:
            for one in changed:
                connection.execute(
                    facts.update()
                    .where(facts.c.id == one.id)
                    .values(body=_encode(one).decode())
                )

    def withdraw(self, fact_id: str, *, because: str, at: datetime) -> None:
        """Note that a fact no longer holds."""
        self._state([fact_id], holds=0, because=because, at=at)

    def of_persons(self, persons: Sequence[str]) -> list[Fact]:
        """Return the facts that hold about these person ids, in order of id."""
        found = []
        for part in chunks(persons):
            rows = self._database.all(_HOLDING_OF, persons=part)
            found += [_decode(row.body) for row in rows]
        return sorted(found, key=lambda fact: fact.id)

    def ever_of(self, persons: Sequence[str]) -> list[Fact]:
        """Return the facts about these person ids, withdrawn ones included."""
        found = []
        for part in chunks(persons):
            query = select(facts.c.body).where(facts.c.person.in_(part))
            found += self._decoded(query)
        return sorted(found, key=lambda fact: fact.id)

    def about(self, predicate: str) -> list[Fact]:
        """Return everybody's facts of one predicate that hold, in order of id."""
        query = _holding_now().where(facts.c.about == predicate)
        return self._decoded(query.order_by(facts.c.id))

    def present(self) -> list[Fact]:
        """Return every fact that holds, in order of id."""
        return self._decoded(_holding_now().order_by(facts.c.id))

    def find(self, fact_ids: Sequence[str]) -> dict[str, Fact]:
        """Return facts by id, withdrawn ones included."""
        found: dict[str, Fact] = {}
        for part in chunks(fact_ids):
            query = select(facts.c.body).where(facts.c.id.in_(part))
            found |= {fact.id: fact for fact in self._decoded(query)}
        return found

    def beginning(self, start: str) -> list[Fact]:
        """Return facts whose ids begin so, withdrawn ones included, by id."""
        query = select(facts.c.body).where(
            facts.c.id.startswith(start, autoescape=True)
        )
        return self._decoded(query.order_by(facts.c.id))

    def _decoded(self, query: Select[Any]) -> list[Fact]:
        return [_decode(row.body) for row in self._database.all(query)]

    def _holding(self) -> set[str]:
        return {row.id for row in self._database.all(_holding_now())}

    def _add(self, new: Sequence[Fact], given: int, at: datetime) -> None:
        self._database.insert_tuples(
            facts,
            ("id", "person", "about", "body", "given", "added_us"),
            [
                (one.id, one.person, one.about, _encode(one).decode(), given, to_us(at))
                for one in new
            ],
        )

    def _rewrite(
        self, wanted: dict[str, Fact], bodies: dict[str, str], known: dict[str, str]
    ) -> None:
        # The same evidence, read again: how sure we are of it may have moved.
        with self._database.transaction() as connection:
            for key, body in bodies.items():
                if key in known and known[key] != body:
                    connection.execute(
                        facts.update()
                        .where(facts.c.id == key)
                        .values(body=body, person=wanted[key].person)
                    )

    def _state(
        self, keys: Sequence[str], *, holds: int, because: str, at: datetime
    ) -> None:
        self._database.insert_tuples(
            fact_states,
            ("fact", "holds", "because", "at_us"),
            [(key, holds, because, to_us(at)) for key in keys],
        )


def _holding_now() -> Select[Any]:
    last = (
        select(func.max(fact_states.c.sequence).label("sequence"))
        .group_by(fact_states.c.fact)
        .subquery()
    )
    return (
        select(facts.c.id, facts.c.body)
        .join_from(facts, fact_states, fact_states.c.fact == facts.c.id)
        .join(last, last.c.sequence == fact_states.c.sequence)
        .where(fact_states.c.holds == 1)
    )


def _holding_where(wanted: ColumnElement[bool]) -> Select[Any]:
    """As `_holding_now`, for some of them: no other one's states are looked at."""
    newest = fact_states.alias()
    last = (
        select(func.max(newest.c.sequence))
        .where(newest.c.fact == facts.c.id)
        .correlate(facts)
        .scalar_subquery()
    )
    return (
        select(facts.c.id, facts.c.body)
        .join_from(facts, fact_states, fact_states.c.sequence == last)
        .where(wanted, fact_states.c.holds == 1)
    )


_HOLDING_OF = _holding_where(facts.c.person.in_(some("persons")))
_HOLDING_AMONG = _holding_where(facts.c.id.in_(some("ids")))
