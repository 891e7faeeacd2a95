"""Decisions, arms, consents, suppressions and rounds, kept in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from sqlalchemy import Select, or_, select, update

from shopkeeper.adapters.sql.cipher import hash_address
from shopkeeper.adapters.sql.database import Database, chunks, from_us, some, to_us
from shopkeeper.adapters.sql.schema import (
    arms,
    consents,
    decisions,
    rounds,
    suppressions,
)
from shopkeeper.vocabulary import Consent, Decision, Keys, Suppression, hash_of


_encode = msgspec.json.Encoder().encode
_decision = msgspec.json.Decoder(Decision).decode
_consent = msgspec.json.Decoder(Consent).decode
_suppression = msgspec.json.Decoder(Suppression).decode


_ARMS_OF = select(arms.c.plan, arms.c.person, arms.c.arm).where(
    arms.c.plan.in_(some("plans")), arms.c.person.in_(some("persons"))
)
_CONSENTS = select(consents.c.body).order_by(consents.c.at_us, consents.c.key)
_CONSENTS_OF = _CONSENTS.where(consents.c.person.in_(some("persons")))


class SqlDecisionBook:
    """A `DecisionBook` in the ledger's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def record(self, made: Iterable[Decision]) -> int:
        """Append decisions; an id that is there stays as it is."""
        return self._database.insert_tuples(
            decisions,
            ("id", "round", "person", "body", "at_us"),
            [
                (one.id, one.round, one.person, _encode(one).decode(), to_us(one.at))
                for one in made
            ],
        )

    def decision(self, decision_id: str) -> Decision | None:
        """Return one decision, or None."""
        found = self._decoded(select(decisions.c.body).where(_is(decision_id)))
        return found[0] if found else None

    def of_round(self, round_: str) -> dict[str, Decision]:
        """Return the decisions of a round by person."""
        query = select(decisions.c.body).where(decisions.c.round == round_)
        return {one.person: one for one in self._decoded(query)}

    def of_persons(self, persons: Sequence[str]) -> list[Decision]:
        """Return all decisions about these person ids, oldest first."""
        found = []
        for part in chunks(persons):
            query = select(decisions.c.body).where(decisions.c.person.in_(part))
            found += self._decoded(query.order_by(decisions.c.sequence))
        return sorted(found, key=lambda one: (one.at, one.id))

    def all(self) -> list[Decision]:
        """Return every decision, oldest first."""
        return self._decoded(
            select(decisions.c.body).order_by(decisions.c.at_us, decisions.c.id)
        )

    def fix_arms(self, plan: str, arm_of: Mapping[str, str], *, at: datetime) -> None:
        """Store the arm of each person of *plan*; a stored one is never changed."""
        self._database.insert_tuples(
            arms,
            ("plan", "person", "arm", "at_us"),
            [(plan, person, arm, to_us(at)) for person, arm in arm_of.items()],
        )

    def arms(self, plan: str) -> dict[str, str]:
        """Return the stored arms of *plan* by person."""
        query = select(arms.c.person, arms.c.arm).where(arms.c.plan == plan)
        return {row.person: row.arm for row in self._database.all(query)}

    def arms_of(self, plans: Sequence[str], persons: Sequence[str]) -> dict[str, str]:
        """Return the stored arms of these person ids: plan to arm, first person's."""
        rows = self._database.all(_ARMS_OF, plans=plans, persons=persons)
        rank = {person: at for at, person in enumerate(persons)}
        ordered = sorted(rows, key=lambda row: -rank[row.person])
        return {row.plan: row.arm for row in ordered}

    def _decoded(self, query: Select[Any]) -> list[Decision]:
        return [_decision(row.body) for row in self._database.all(query)]


class SqlConsentBook:
    """A `ConsentBook` in the ledger's database, with the shop's keys."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys

    def state(self, stated: Iterable[Consent]) -> int:
        """Append statements; the same one again changes nothing."""
        rows = []
        for one in stated:
            body = _encode(one).decode()
            rows.append((hash_of(body), one.person, body, to_us(one.at)))
        with self._database.transaction():
            self._database.gate(shut=True)
            return self._database.insert_tuples(
                consents, ("key", "person", "body", "at_us"), rows
            )

    def suppress(self, wanted: Iterable[Suppression]) -> int:
        """Append suppressions; the same one again changes nothing."""
        rows = []
        for one in wanted:
            body = _encode(one).decode()
            until = None if one.until is None else to_us(one.until)
            rows.append(
                (
                    hash_of(body), one.person, one.scope, one.address_hash, until,
                    body, to_us(one.at),
                )
            )  # fmt: skip
        columns = (
            "key", "person", "scope", "address_hash", "until_us", "body", "at_us",
        )  # fmt: skip
        with self._database.transaction():
            self._database.gate(shut=True)
            return self._database.insert_tuples(suppressions, columns, rows)

    def lift(self, lifted: Iterable[Suppression], *, at: datetime) -> int:
        """Let suppressions end at *at*; see the port."""
        wanted = set(lifted)
        if not wanted:
            return 0
        rows = self._database.all(_suppressions_there())
        keys = [row.key for row in rows if _as_now(row) in wanted]
        count = 0
        with self._database.transaction() as connection:
            for part in chunks(keys):
                later = or_(
                    suppressions.c.until_us.is_(None),
                    suppressions.c.until_us > to_us(at),
                )
                done = connection.execute(
                    update(suppressions)
                    .where(suppressions.c.key.in_(part), later)
                    .values(until_us=to_us(at))
                )
                count += done.rowcount
        return count

    def hash_of_address(self, address: str) -> str:
        """Return the keyed hash of an address, hex; case and blanks do not count."""
        return hash_address(self._keys.pepper, address)

    def consents(self, persons: Sequence[str] | None = None) -> list[Consent]:
        """Return every statement, or those of these person ids, oldest first."""
        if persons is not None and self._database.has_none("consents", persons):
            return []
        found = (
            self._database.all(_CONSENTS)
            if persons is None
            else self._database.all(_CONSENTS_OF, persons=persons)
        )
        return [_consent(row.body) for row in found]

    def suppressions(
        self, persons: Sequence[str] | None = None, addresses: Sequence[str] = ()
    ) -> list[Suppression]:
        """Return every suppression, or those of persons and addresses, oldest first."""
        if persons is None:
            found = self._database.all(_suppressions_there())
        else:
            hashes = [self.hash_of_address(one) for one in addresses]
            found = self._database.all(_STOPS_OF, persons=persons, hashes=hashes)
        return [_as_now(row) for row in found]


def _suppressions_there() -> Select[Any]:
    return select(
        suppressions.c.key, suppressions.c.body, suppressions.c.until_us
    ).order_by(suppressions.c.at_us, suppressions.c.key)


def _as_now(row: Any) -> Suppression:
    """Return a suppression with its end as it is now: she may have lifted it."""
    until = None if row.until_us is None else from_us(row.until_us)
    return msgspec.structs.replace(_suppression(row.body), until=until)


_STOPS_OF = _suppressions_there().where(
    or_(
        suppressions.c.person.in_(some("persons")),
        suppressions.c.address_hash.in_(some("hashes")),
    )
)


class SqlRoundBook:
    """A `RoundBook` in the ledger's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(self, key: str, *, at: datetime, seed: int) -> bool:
        """Note that a round begins; False where it was finished before."""
        self._database.insert_tuples(
            rounds, ("key", "at_us", "seed"), [(key, to_us(at), seed)]
        )
        found = self._database.connection.execute(
            select(rounds.c.summary).where(rounds.c.key == key)
        ).scalar_one()
        return found is None

    def finish(self, key: str, *, summary: Mapping[str, int]) -> None:
        """Note that a round is done, with counts for `status`."""
        text = msgspec.json.encode(dict(summary)).decode()
        with self._database.transaction() as connection:
            connection.execute(
                update(rounds).where(rounds.c.key == key).values(summary=text)
            )

    def last(self) -> tuple[str, datetime, Mapping[str, int]] | None:
        """Return key, moment and counts of the last finished round."""
        row = self._database.connection.execute(
            select(rounds)
            .where(rounds.c.summary.is_not(None))
            .order_by(rounds.c.at_us.desc())
            .limit(1)
        ).first()
        if row is None:
            return None
        counts = msgspec.json.decode(row.summary, type=dict[str, int])
        return row.key, from_us(row.at_us), counts


def _is(decision_id: str) -> Any:
    return decisions.c.id == decision_id
