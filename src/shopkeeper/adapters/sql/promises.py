"""The promise ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from sqlalchemy import Select, select

from shopkeeper.adapters.sql.database import Database, chunks, from_us, some, to_us
from shopkeeper.adapters.sql.schema import promise_states, promises
from shopkeeper.vocabulary import Promise, PromiseState, PromiseStep, as_it_stands


_DAY = len("2026-03-02")


class SqlPromiseBook:
    """A `PromiseBook` in the ledger's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, made: Iterable[Promise]) -> int:
        """Keep promises as they were made; one that is there keeps its steps."""
        unique = {one.id: one for one in made}
        new = 0
        with self._database.transaction() as connection:
            known: dict[str, tuple[str, int]] = {}
            for part in chunks(unique):
                query = select(promises.c.id, promises.c.body, promises.c.holds)
                for row in self._database.all(query.where(promises.c.id.in_(part))):
                    known[row.id] = (row.body, row.holds)
            for key, one in unique.items():
                row = _row(one)
                if key not in known:
                    new += self._database.insert_new(promises, [row])
                elif known[key] != (row["body"], 1):
                    connection.execute(
                        promises.update().where(promises.c.id == key).values(**row)
                    )
        return new

    def settle(self, made: Iterable[Promise], *, at: datetime) -> int:
        """Make *made* all that were made by *at*; those made later stay."""
        unique = {one.id: one for one in made}
        with self._database.transaction() as connection:
            new = self.keep(unique.values())
            query = select(promises.c.id).where(
                promises.c.holds == 1,
                promises.c.made_us.is_(None) | (promises.c.made_us <= to_us(at)),
            )
            gone = [row.id for row in self._database.all(query)]
            for part in chunks(key for key in gone if key not in unique):
                connection.execute(
                    promises.update().where(promises.c.id.in_(part)).values(holds=0)
                )
        return new

    def note(self, steps: Iterable[PromiseStep]) -> None:
        """Append steps, in their order."""
        self._database.insert_tuples(
            promise_states,
            ("promise", "person", "state", "by_staff", "because", "at_us", "deadline"),
            [
                (
                    one.promise, one.person, str(one.state), one.by, one.because,
                    to_us(one.at),
                    None if one.deadline is None else one.deadline.isoformat(),
                )
                for one in steps
            ],
        )  # fmt: skip

    def of_persons(self, persons: Sequence[str]) -> list[Promise]:
        """Return the promises of these person ids as they stand, in order of id."""
        if self._database.has_none("promises", persons):
            return []
        found = []
        for part in chunks(persons):
            found += self._as_now(_HOLDING_OF, persons=part)
        return sorted(found, key=lambda one: one.id)

    def all(self) -> list[Promise]:
        """Return every promise as it stands, in order of id."""
        return self._as_now(_holding().order_by(promises.c.id))

    def steps(self) -> dict[str, list[PromiseStep]]:
        """Return all steps by promise id, each list oldest first."""
        return self._steps(select(promise_states))

    def _steps(self, query: Select[Any]) -> dict[str, list[PromiseStep]]:
        found: dict[str, list[PromiseStep]] = {}
        for row in self._database.all(query.order_by(promise_states.c.sequence)):
            day = None if row.deadline is None else date.fromisoformat(row.deadline)
            found.setdefault(row.promise, []).append(
                PromiseStep(
                    promise=row.promise, person=row.person,
                    state=PromiseState(row.state), at=from_us(row.at_us),
                    by=row.by_staff, because=row.because, deadline=day,
                )
            )  # fmt: skip
        return found

    def _as_now(self, query: Select[Any], **values: Any) -> list[Promise]:
        made = [_decode(row.body) for row in self._database.all(query, **values)]
        steps: dict[str, list[PromiseStep]] = {}
        for part in chunks(one.id for one in made):
            states = select(promise_states).where(promise_states.c.promise.in_(part))
            steps |= self._steps(states)
        return [as_it_stands(one, steps.get(one.id, ())) for one in made]


def _holding() -> Select[Any]:
    return select(promises.c.id, promises.c.body).where(promises.c.holds == 1)


_HOLDING_OF = _holding().where(promises.c.person.in_(some("persons")))


def _row(one: Promise) -> dict[str, Any]:
    return {
        "id": one.id, "person": one.person,
        "body": msgspec.json.encode(one).decode(),
        "made_us": None if one.made_at is None else to_us(one.made_at), "holds": 1,
    }  # fmt: skip


def _decode(body: str) -> Promise:
    # By hand: a deadline is a civil day or a moment, and both are texts in JSON.
    raw = msgspec.json.decode(body)
    for name in ("made_at", "at"):
        if raw[name] is not None:
            raw[name] = datetime.fromisoformat(raw[name])
    text = raw["deadline"]
    if text is not None:
        day = len(text) == _DAY
        raw["deadline"] = (
            date.fromisoformat(text) if day else datetime.fromisoformat(text)
        )
    return Promise(**{**raw, "state": PromiseState(raw["state"])})
