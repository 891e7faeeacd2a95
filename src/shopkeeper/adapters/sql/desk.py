"""The desk, kept in the ledger."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec

from sqlalchemy import Select, func, select

from shopkeeper.adapters.sql.database import Database, from_us, to_us
from shopkeeper.adapters.sql.schema import handover_states, handovers
from shopkeeper.vocabulary import Handover, HandoverState


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Handover).decode


class SqlDesk:
    """A `Desk` in the ledger's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def lay(self, new: Iterable[Handover]) -> int:
        """Lay handovers on the desk; an id that is there stays."""
        laid = 0
        with self._database.transaction():
            for one in new:
                row = {
                    "id": one.id,
                    "person": one.person,
                    "body": _encode(one).decode(),
                }
                added = self._database.insert_new(handovers, [row])
                if added:
                    self.note(one)
                laid += added
        return laid

    def find(self, handover_id: str) -> Handover | None:
        """Return one handover, or None."""
        found = self._as_now(_with_state().where(handovers.c.id == handover_id))
        return found[0] if found else None

    def note(self, handover: Handover) -> None:
        """Append the new state of a handover that is on the desk."""
        self._database.insert_tuples(
            handover_states,
            ("handover", "state", "by_staff", "proof", "at_us"),
            [
                (
                    handover.id, str(handover.state), handover.by, handover.proof,
                    to_us(handover.at),
                )
            ],
        )  # fmt: skip

    def all(self) -> list[Handover]:
        """Return every handover as it stands now, oldest first."""
        return self._as_now(_with_state())

    def _as_now(self, query: Select[Any]) -> list[Handover]:
        return [
            msgspec.structs.replace(
                _decode(row.body),
                state=HandoverState(row.state),
                by=row.by_staff,
                proof=row.proof,
                at=from_us(row.at_us),
            )
            for row in self._database.all(query)
        ]


def _with_state() -> Select[Any]:
    last = (
        select(func.max(handover_states.c.sequence).label("sequence"))
        .group_by(handover_states.c.handover)
        .subquery()
    )
    return (
        select(handovers.c.body, handover_states)
        .join_from(
            handovers, handover_states, handover_states.c.handover == handovers.c.id
        )
        .join(last, last.c.sequence == handover_states.c.sequence)
        .order_by(handovers.c.sequence)
    )
