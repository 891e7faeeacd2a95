"""What she waits for, kept in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import msgspec

from sqlalchemy import Select, func, select

from shopkeeper.adapters.sql.database import Database, chunks, from_us, some, to_us
from shopkeeper.adapters.sql.schema import loop_states, loops
from shopkeeper.vocabulary import Loop, LoopState, LoopStep


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Loop).decode


class SqlLoopBook:
    """A `LoopBook` in the ledger's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def open(self, new: Iterable[Loop]) -> int:
        """Open loops; one that is there keeps its state."""
        opened = 0
        with self._database.transaction() as connection:
            for one in new:
                body = _encode(one).decode()
                row = {"id": one.id, "person": one.person, "body": body}
                added = self._database.insert_new(loops, [row])
                if added:
                    self.note(one)
                else:
                    connection.execute(
                        loops.update()
                        .where(loops.c.id == one.id, loops.c.body != body)
                        .values(body=body, person=one.person)
                    )
                opened += added
        return opened

    def note(self, loop: Loop) -> None:
        """Append the state of a loop that is there as a step."""
        self._database.insert_tuples(
            loop_states,
            ("loop", "person", "state", "by_staff", "because", "at_us"),
            [
                (
                    loop.id, loop.person, str(loop.state), loop.by, loop.because,
                    to_us(loop.at),
                )
            ],
        )  # fmt: skip

    def find(self, loop_id: str) -> Loop | None:
        """Return one loop as it stands, or None."""
        found = self._as_now(_with_state().where(loops.c.id == loop_id))
        return found[0] if found else None

    def of_persons(self, persons: Sequence[str]) -> list[Loop]:
        """Return the loops of these person ids as they stand, oldest first."""
        if self._database.has_none("loops", persons):
            return []
        found = []
        for part in chunks(persons):
            found += self._as_now(_STATE_OF, persons=part)
        return sorted(found, key=_age)

    def all(self) -> list[Loop]:
        """Return every loop as it stands, oldest first."""
        return sorted(self._as_now(_with_state()), key=_age)

    def steps(self, loop_id: str) -> list[LoopStep]:
        """Return every step of one loop, oldest first."""
        query = (
            select(loop_states)
            .where(loop_states.c.loop == loop_id)
            .order_by(loop_states.c.sequence)
        )
        return [
            LoopStep(
                loop=row.loop, person=row.person, state=LoopState(row.state),
                at=from_us(row.at_us), by=row.by_staff, because=row.because,
            )
            for row in self._database.all(query)
        ]  # fmt: skip

    def _as_now(self, query: Select[Any], **values: Any) -> list[Loop]:
        return [
            msgspec.structs.replace(
                _decode(row.body), state=LoopState(row.state), by=row.by_staff,
                because=row.because, at=from_us(row.at_us),
            )
            for row in self._database.all(query, **values)
        ]  # fmt: skip


def _age(one: Loop) -> tuple[Any, str]:
    return one.since, one.id


def _with_state() -> Select[Any]:
    last = (
        select(func.max(loop_states.c.sequence).label("sequence"))
        .group_by(loop_states.c.loop)
        .subquery()
    )
    return (
        select(
            loops.c.body, loop_states.c.state, loop_states.c.by_staff,
            loop_states.c.because, loop_states.c.at_us,
        )
        .join_from(loops, loop_states, loop_states.c.loop == loops.c.id)
        .join(last, last.c.sequence == loop_states.c.sequence)
    )  # fmt: skip


def _state_of() -> Select[Any]:
    """As `_with_state`, for some people: nobody else's states are looked at."""
    newest = loop_states.alias()
    last = (
        select(func.max(newest.c.sequence))
        .where(newest.c.loop == loops.c.id)
        .correlate(loops)
        .scalar_subquery()
    )
    return (
        select(
            loops.c.body, loop_states.c.state, loop_states.c.by_staff,
            loop_states.c.because, loop_states.c.at_us,
        )
        .join_from(loops, loop_states, loop_states.c.sequence == last)
        .where(loops.c.person.in_(some("persons")))
    )  # fmt: skip


_STATE_OF = _state_of()
