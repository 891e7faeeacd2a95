"""The reference book of who is who."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from shopkeeper.recognise.books import KnownIdentifier
from shopkeeper.recognise.opaque import opaque_id
from shopkeeper.vocabulary import IdentifierKind, IdentityDecision, Keys, PersonId


class MemoryIdentityBook:
    """An `IdentityBook` that forgets everything when the process ends."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self._profiles: dict[str, PersonId] = {}
        self._numbers: dict[PersonId, int] = {}
        self._decisions: list[IdentityDecision] = []
        self._known: list[KnownIdentifier] = []

    def enrol(
        self, signatures: Mapping[str, str], *, at: datetime
    ) -> dict[str, PersonId]:
        """Give each profile a person; a known profile keeps hers."""
        del at
        for signature in signatures:
            if signature not in self._profiles:
                number = len(self._numbers) + 1
                person = opaque_id(number, self._keys.ids)
                self._numbers[person] = number
                self._profiles[signature] = person
        return {name: self._profiles[name] for name in signatures}

    def adopt(self, heirs: Mapping[str, tuple[PersonId, str]]) -> None:
        """Give new profiles to persons that are there."""
        for signature, (person, _) in heirs.items():
            self._profiles.setdefault(signature, person)

    def profiles(self) -> dict[str, PersonId]:
        """Return every profile's own person id."""
        return dict(self._profiles)

    def seniority(self, only: Sequence[str] | None = None) -> dict[PersonId, int]:
        """Return every person's number, or those of some; joining keeps the lower."""
        if only is None:
            return dict(self._numbers)
        wanted = set(only)
        return {one: no for one, no in self._numbers.items() if one in wanted}

    def decide(self, decisions: Iterable[IdentityDecision]) -> int:
        """Append decisions, and return the sequence of the last."""
        for one in decisions:
            sequence = len(self._decisions) + 1
            self._decisions.append(msgspec.structs.replace(one, sequence=sequence))
        return len(self._decisions)

    def decisions(self) -> list[IdentityDecision]:
        """Return every decision, oldest first."""
        return list(self._decisions)

    def decision(self, sequence: int) -> IdentityDecision | None:
        """Return the decision of that number, or None."""
        found = self._decisions[sequence - 1 : sequence] if sequence > 0 else []
        return found[0] if found else None

    def is_taken_back(self, sequence: int) -> bool:
        """Did a later decision undo the one of that number?"""
        return any(one.undoes == sequence for one in self._decisions)

    def identify(self, known: Iterable[KnownIdentifier]) -> int:
        """Note identifiers; the same one again changes nothing."""
        before = len(self._known)
        for entry in known:
            if _name(entry) not in {_name(other) for other in self._known}:
                self._known.append(entry)
        return len(self._known) - before

    def identifiers(self, persons: Sequence[str]) -> list[KnownIdentifier]:
        """Return the identifiers of these own person ids."""
        return [entry for entry in self._known if entry.person in persons]

    def holders(
        self, values: Sequence[tuple[IdentifierKind, str]]
    ) -> list[KnownIdentifier]:
        """Return who has any of these (kind, value), under own person ids."""
        return [
            one
            for one in self._known
            if (one.identifier.kind, one.identifier.value) in values
        ]

    def someone_has(self, values: Sequence[tuple[IdentifierKind, str]]) -> bool:
        """Say whether any of these (kind, value) is an identifier of somebody here."""
        known = {(one.identifier.kind, one.identifier.value) for one in self._known}
        return not known.isdisjoint(values)


def _name(entry: KnownIdentifier) -> tuple[str, ...]:
    one = entry.identifier
    return entry.person, entry.source, str(one.kind), one.namespace, one.value
