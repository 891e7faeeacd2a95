"""Which plans run, the stop switch, and the audit chain, kept in the ledger."""

from __future__ import annotations

import hashlib
import hmac

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select

from shopkeeper.adapters.sql.cipher import decrypt, encrypt, unwrap
from shopkeeper.adapters.sql.database import Database, from_us, to_us
from shopkeeper.adapters.sql.schema import audit, people, plan_states, stops
from shopkeeper.plan.ports import AuditEntry, Head
from shopkeeper.vocabulary import Keys, PlanState


_START = bytes(32)


class SqlPlanBook:
    """A `PlanBook` in the ledger's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def note(self, plan: str, state: PlanState, *, by: str, at: datetime) -> None:
        """Append that a plan was started or stopped."""
        row = {"plan": plan, "state": str(state), "by_staff": by, "at_us": to_us(at)}
        with self._database.transaction():
            self._database.gate(shut=True)
            self._database.insert_new(plan_states, [row])

    def states(self) -> Mapping[str, PlanState]:
        """Return the present state of every plan ever started."""
        query = select(plan_states.c.plan, plan_states.c.state).order_by(
            plan_states.c.sequence
        )
        return {plan: PlanState(state) for plan, state in self._database.all(query)}

    def stop_all(self, *, by: str, at: datetime) -> None:
        """Stop everything, at once."""
        self._switch(1, by, at)

    def go_on(self, *, by: str, at: datetime) -> None:
        """Take the stop of everything back."""
        self._switch(0, by, at)

    def stopped(self) -> bool:
        """Say whether everything is stopped."""
        query = select(stops.c.stopped).order_by(stops.c.sequence.desc()).limit(1)
        return bool(self._database.connection.execute(query).scalar())

    def _switch(self, stopped: int, by: str, at: datetime) -> None:
        row = {"stopped": stopped, "by_staff": by, "at_us": to_us(at)}
        with self._database.transaction():
            self._database.gate(shut=True)
            self._database.insert_new(stops, [row])


class SqlAudit:
    """
    An `Audit` in the ledger's database.

    Each entry's hash covers the one before and the encrypted detail, so the chain
    still verifies when a person's key is gone (reliability.md, E9).
    """

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def note(
        self,
        action: str,
        subject: str,
        *,
        actor: str,
        at: datetime,
        person: str | None = None,
        detail: str = "",
    ) -> None:
        """Append an entry; *detail* is kept under the key of *person*."""
        with self._database.transaction() as connection:
            self._database.gate(shut=True)  # two writers would fork the chain
            before = connection.execute(
                select(audit.c.hash).order_by(audit.c.sequence.desc()).limit(1)
            ).scalar()
            key = self._key_of(person)
            if key is None:
                detail, key = "", self._keys.audit
            sealed = encrypt(key, detail, context=subject)
            row = (to_us(at), actor, action, subject, person, sealed)
            self._database.insert_tuples(
                audit,
                ("at_us", "actor", "action", "subject", "person", "detail", "hash"),
                [(*row, self._chain(before or _START, row))],
            )

    def entries(self) -> list[AuditEntry]:
        """Return the chain, oldest first."""
        entries = []
        for row in self._database.all(select(audit).order_by(audit.c.sequence)):
            key = self._key_of(row.person)
            clear = (
                None if key is None else decrypt(key, row.detail, context=row.subject)
            )
            entries.append(
                AuditEntry(
                    sequence=row.sequence, at=from_us(row.at_us), actor=row.actor,
                    action=row.action, subject=row.subject, detail=clear,
                    person=row.person,
                )
            )  # fmt: skip
        return entries

    def broken_at(self) -> int | None:
        """Return the first sequence where the chain does not verify, or None."""
        before, expected = _START, 1
        for row in self._database.all(select(audit).order_by(audit.c.sequence)):
            body = (
                row.at_us, row.actor, row.action, row.subject, row.person, row.detail,
            )  # fmt: skip
            right = hmac.compare_digest(row.hash, self._chain(before, body))
            if not right or row.sequence != expected:
                return int(row.sequence)
            before, expected = row.hash, expected + 1
        return None

    def head(self) -> Head | None:
        """Return where the chain stands."""
        query = select(audit.c.sequence, audit.c.hash)
        row = self._database.connection.execute(
            query.order_by(audit.c.sequence.desc()).limit(1)
        ).first()
        return None if row is None else Head(row.sequence, row.hash.hex())

    def departs_from(self, heads: Iterable[Head]) -> Head | None:
        """Return the first of *heads* that is not in the chain, or None."""
        query = select(audit.c.sequence, audit.c.hash)
        known = {row.sequence: row.hash.hex() for row in self._database.all(query)}
        return next((one for one in heads if known.get(one.sequence) != one.hash), None)

    def _chain(self, before: bytes, row: tuple[object, ...]) -> bytes:
        body = b"\x1f".join(
            part if isinstance(part, bytes) else str(part).encode() for part in row
        )
        return hmac.digest(self._keys.audit, before + body, hashlib.sha256)

    def _key_of(self, person: str | None) -> bytes | None:
        if person is None:
            return self._keys.audit
        wrapped = self._database.connection.execute(
            select(people.c.wrapped_key).where(people.c.id == person)
        ).scalar()
        return None if wrapped is None else unwrap(self._keys.wrap, person, wrapped)
