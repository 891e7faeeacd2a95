"""Who is who, kept in the ledger."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, select

from shopkeeper.adapters.sql.cipher import keyed_hash, new_wrapped_key
from shopkeeper.adapters.sql.database import Database, chunks, from_us, some, to_us
from shopkeeper.adapters.sql.schema import (
    identifiers,
    identity_decisions,
    people,
    profiles,
)
from shopkeeper.recognise.books import KnownIdentifier
from shopkeeper.recognise.opaque import opaque_id
from shopkeeper.vocabulary import (
    Identifier,
    IdentifierKind,
    IdentityDecision,
    Keys,
    PersonId,
    Verdict,
)


_ASKED_FOR_ALONE = 500
_OF_PERSONS = (
    select(identifiers)
    .where(identifiers.c.person.in_(some("persons")))
    .order_by(identifiers.c.sequence)
)
_HOLDERS = select(identifiers).where(identifiers.c.keyed_hash.in_(some("hashes")))


class SqlIdentityBook:
    """
    An `IdentityBook` in the ledger's database.

    Args:
        database: The open ledger.
        keys: The shop's.
        repeatable: True for a demonstration: people's keys follow from the
            shop's, so that the same seed makes the same bytes.
    """

    def __init__(
        self, database: Database, keys: Keys, *, repeatable: bool = False
    ) -> None:
        self._database = database
        self._keys = keys
        self._seed = keys.wrap if repeatable else None

    def enrol(
        self, signatures: Mapping[str, str], *, at: datetime
    ) -> dict[str, PersonId]:
        """Give each profile a person; a known profile keeps hers."""
        with self._database.transaction() as connection:
            known = self._profiles_of(signatures)
            new = [name for name in signatures if name not in known]
            last = connection.execute(select(func.max(people.c.person_no))).scalar()
            number, person_rows, profile_rows = int(last or 0), [], []
            for signature in new:
                number += 1
                person = opaque_id(number, self._keys.ids)
                wrapped = new_wrapped_key(self._keys.wrap, person, seed=self._seed)
                person_rows.append((number, person, wrapped, to_us(at)))
                profile_rows.append((signature, person, signatures[signature]))
                known[signature] = person
            self._database.insert_tuples(
                people, ("person_no", "id", "wrapped_key", "created_us"), person_rows
            )
            self._database.insert_tuples(
                profiles, ("signature", "person", "source"), profile_rows
            )
        return {name: known[name] for name in signatures}

    def adopt(self, heirs: Mapping[str, tuple[PersonId, str]]) -> None:
        """Give new profiles to persons that are there."""
        rows = [(name, person, source) for name, (person, source) in heirs.items()]
        self._database.insert_tuples(profiles, ("signature", "person", "source"), rows)

    def profiles(self) -> dict[str, PersonId]:
        """Return every profile's own person id."""
        rows = self._database.all(select(profiles.c.signature, profiles.c.person))
        return {signature: PersonId(person) for signature, person in rows}

    def _profiles_of(self, signatures: Collection[str]) -> dict[str, PersonId]:
        """Return the profiles among *signatures*; of a few, ask for these alone."""
        if len(signatures) > _ASKED_FOR_ALONE:
            return self.profiles()
        rows = self._database.all(
            select(profiles.c.signature, profiles.c.person).where(
                profiles.c.signature.in_(list(signatures))
            )
        )
        return {signature: PersonId(person) for signature, person in rows}

    def seniority(self, only: Sequence[str] | None = None) -> dict[PersonId, int]:
        """Return every person's number, or those of some; joining keeps the lower."""
        # Whose key is gone was forgotten: her number is never given again.
        query = select(people.c.id, people.c.person_no).where(
            people.c.wrapped_key.is_not(None)
        )
        if only is None:
            rows = self._database.all(query)
        else:
            rows = [
                row
                for part in chunks(only)
                for row in self._database.all(query.where(people.c.id.in_(part)))
            ]
        return {PersonId(person): int(number) for person, number in rows}

    def decide(self, decisions: Iterable[IdentityDecision]) -> int:
        """Append decisions, and return the sequence of the last."""
        columns = (
            "verdict", "left_person", "right_person", "because", "decided_by",
            "at_us", "undoes", "confidence",
        )  # fmt: skip
        rows = [
            (
                str(one.verdict), one.left, one.right, one.because, one.by,
                to_us(one.at), one.undoes, one.confidence,
            )
            for one in decisions
        ]  # fmt: skip
        with self._database.transaction():
            self._database.gate(shut=True)
            self._database.insert_tuples(identity_decisions, columns, rows)
        last = self._database.connection.execute(
            select(func.max(identity_decisions.c.sequence))
        ).scalar()
        return int(last or 0)

    def decisions(self) -> list[IdentityDecision]:
        """Return every decision, oldest first."""
        rows = self._database.all(
            select(identity_decisions).order_by(identity_decisions.c.sequence)
        )
        return [_decision(row) for row in rows]

    def decision(self, sequence: int) -> IdentityDecision | None:
        """Return the decision of that number, or None."""
        rows = self._database.all(
            select(identity_decisions).where(identity_decisions.c.sequence == sequence)
        )
        return _decision(rows[0]) if rows else None

    def is_taken_back(self, sequence: int) -> bool:
        """Did a later decision undo the one of that number?"""
        rows = self._database.all(
            select(identity_decisions.c.sequence)
            .where(identity_decisions.c.undoes == sequence)
            .limit(1)
        )
        return bool(rows)

    def identify(self, known: Iterable[KnownIdentifier]) -> int:
        """Note identifiers; the same one again changes nothing."""
        columns = (
            "person", "source", "kind", "namespace", "value", "as_written",
            "keyed_hash", "verified", "one_per_person",
        )  # fmt: skip
        rows = []
        for entry in known:
            one = entry.identifier
            rows.append(
                (
                    entry.person, entry.source, str(one.kind), one.namespace,
                    one.value, one.as_written,
                    self._hash(str(one.kind), one.value),
                    int(one.verified), int(one.one_per_person),
                )
            )  # fmt: skip
        return self._database.insert_tuples(identifiers, columns, rows)

    def identifiers(self, persons: Sequence[str]) -> list[KnownIdentifier]:
        """Return the identifiers of these own person ids."""
        found: list[Any] = []
        for part in chunks(persons):
            found += self._database.all(_OF_PERSONS, persons=part)
        return [_known(row) for row in found]

    def holders(
        self, values: Sequence[tuple[IdentifierKind, str]]
    ) -> list[KnownIdentifier]:
        """Return who has any of these (kind, value), under own person ids."""
        hashes = [self._hash(str(kind), value) for kind, value in values]
        if not hashes:
            return []
        return [_known(row) for row in self._database.all(_HOLDERS, hashes=hashes)]

    def someone_has(self, values: Sequence[tuple[IdentifierKind, str]]) -> bool:
        """Say whether any of these (kind, value) is an identifier of somebody here."""
        hashes = [self._hash(str(kind), value) for kind, value in values]
        query = select(identifiers.c.sequence).where(
            identifiers.c.keyed_hash.in_(hashes)
        )
        return bool(self._database.all(query.limit(1)))

    def _hash(self, kind: str, value: str) -> bytes:
        return keyed_hash(self._keys.pepper, kind, value)


def _known(row: Any) -> KnownIdentifier:
    return KnownIdentifier(
        person=row.person,
        source=row.source,
        identifier=Identifier(
            kind=IdentifierKind(row.kind), namespace=row.namespace,
            value=row.value, as_written=row.as_written,
            verified=bool(row.verified), one_per_person=bool(row.one_per_person),
        ),
    )  # fmt: skip


def _decision(row: Any) -> IdentityDecision:
    return IdentityDecision(
        sequence=row.sequence, verdict=Verdict(row.verdict), left=row.left_person,
        right=row.right_person, because=row.because, by=row.decided_by,
        at=from_us(row.at_us), undoes=row.undoes, confidence=row.confidence,
    )  # fmt: skip
