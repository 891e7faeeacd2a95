"""The outbox, kept in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

import msgspec

from sqlalchemy import Select, func, select, text

from shopkeeper.adapters.sql.cipher import hash_address
from shopkeeper.adapters.sql.database import Database, chunks, from_us, to_us
from shopkeeper.adapters.sql.schema import outbox, outbox_states
from shopkeeper.vocabulary import TOUCH_MOVES, Keys, Touch, TouchState, demand_claims


_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Touch).decode

# One statement: the move, and everything that forbids it, see the same moment.
_ADVANCE = text(
    """
INSERT INTO outbox_states (message_id, state, because, at_us, until_us)
SELECT o.message_id, :to_state, :because, :at_us, :until_us
FROM outbox AS o
WHERE o.message_id = :message_id
AND (
    SELECT s.state FROM outbox_states AS s
    WHERE s.message_id = o.message_id ORDER BY s.sequence DESC LIMIT 1
) IN (SELECT value FROM json_each(:allowed))
AND (
    :guarded = 0
    OR (
        COALESCE((SELECT stopped FROM stops ORDER BY sequence DESC LIMIT 1), 0) = 0
        AND NOT EXISTS (
            SELECT 1 FROM suppressions AS p
            WHERE (p.person = o.person OR p.address_hash = o.address_hash)
            AND (p.scope = 'all' OR p.scope = o.channel
                 OR (p.scope = 'marketing' AND :purpose = 'marketing')
                 OR p.scope LIKE 'pause:%' OR p.scope = 'erase')
            AND (p.until_us IS NULL OR p.until_us > :at_us)
        )
    )
)
"""
)


class SqlOutbox:
    """An `Outbox` in the ledger's database."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def put(self, touches: Iterable[Touch]) -> int:
        """Take touches in; a message id that is there stays as it is."""
        new = 0
        with self._database.transaction():
            for touch in touches:
                demand_claims(touch)
                new += self._put(touch)
        return new

    def _put(self, touch: Touch) -> int:
        # A touch that will never go blocks nobody else at the same address, and
        # what has no address is at nobody's.
        never = (TouchState.DECLINED, TouchState.HANDED_OVER)
        idle = touch.state in never or not touch.address
        address_hash = (
            touch.message.message_id
            if idle
            else hash_address(self._keys.pepper, touch.address)
        )
        added = self._database.insert_new(
            outbox,
            [
                {
                    "message_id": touch.message.message_id, "person": touch.person,
                    "address_hash": address_hash, "plan": touch.plan,
                    "step": touch.step, "round": touch.round,
                    "channel": str(touch.channel), "body": _encode(touch).decode(),
                    "put_us": to_us(touch.at),
                }
            ],
        )  # fmt: skip
        if added:
            self._note(
                touch.message.message_id, touch.state, touch.because, touch.at,
                touch.until,
            )  # fmt: skip
        return added

    def touch(self, message_id: str) -> Touch | None:
        """Return one touch, or None."""
        found = self._as_now(_with_state().where(outbox.c.message_id == message_id))
        return found[0] if found else None

    def of_persons(self, persons: Sequence[str]) -> list[Touch]:
        """Return all touches of these person ids, oldest first."""
        found = []
        for part in chunks(persons):
            found += self._as_now(_with_state().where(outbox.c.person.in_(part)))
        return sorted(found, key=_age)

    def all(self) -> list[Touch]:
        """Return every touch, oldest first."""
        return sorted(self._as_now(_with_state()), key=_age)

    def due(self, *, now: datetime) -> list[Touch]:
        """Return approved touches whose moment is *now* or earlier, oldest first."""
        query = (
            _with_state()
            .where(outbox_states.c.state == str(TouchState.APPROVED))
            .where(func.coalesce(outbox_states.c.until_us, 0) <= to_us(now))
        )
        return sorted(self._as_now(query), key=_age)

    def advance(
        self,
        message_id: str,
        *,
        to: TouchState,
        because: str,
        at: datetime,
        until: datetime | None = None,
    ) -> bool:
        """Move a touch along `TOUCH_MOVES`; see the port."""
        touch = self.touch(message_id)
        if touch is None:
            return False
        allowed = [str(state) for state, moves in TOUCH_MOVES.items() if to in moves]
        with self._database.transaction() as connection:
            made = connection.execute(
                _ADVANCE,
                {
                    "to_state": str(to), "because": because, "at_us": to_us(at),
                    "until_us": None if until is None else to_us(until),
                    "message_id": message_id,
                    "allowed": msgspec.json.encode(allowed).decode(),
                    "guarded": int(to is TouchState.COMMITTING),
                    "purpose": str(touch.purpose),
                },
            )  # fmt: skip
            return bool(made.rowcount)

    def _note(
        self,
        message_id: str,
        state: TouchState,
        because: str,
        at: datetime,
        until: datetime | None,
    ) -> None:
        self._database.insert_tuples(
            outbox_states,
            ("message_id", "state", "because", "at_us", "until_us"),
            [
                (
                    message_id, str(state), because, to_us(at),
                    None if until is None else to_us(until),
                )
            ],
        )  # fmt: skip

    def _as_now(self, query: Select[Any]) -> list[Touch]:
        return [
            msgspec.structs.replace(
                _decode(row.body),
                state=TouchState(row.state),
                because=row.because,
                at=from_us(row.at_us),
                until=None if row.until_us is None else from_us(row.until_us),
            )
            for row in self._database.all(query)
        ]


def _with_state() -> Select[Any]:
    last = (
        select(func.max(outbox_states.c.sequence).label("sequence"))
        .group_by(outbox_states.c.message_id)
        .subquery()
    )
    return (
        select(
            outbox.c.sequence, outbox.c.body, outbox_states.c.state,
            outbox_states.c.because, outbox_states.c.at_us, outbox_states.c.until_us,
        )
        .join_from(
            outbox, outbox_states, outbox_states.c.message_id == outbox.c.message_id
        )
        .join(last, last.c.sequence == outbox_states.c.sequence)
        .order_by(outbox.c.sequence)
    )  # fmt: skip


def _age(touch: Touch) -> tuple[datetime, str]:
    return touch.decided_at, touch.message.message_id
