"""The reference books of decisions, consents and rounds."""

from __future__ import annotations

import hashlib
import hmac

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from shopkeeper.vocabulary import Consent, Decision, Keys, Suppression


class MemoryDecisionBook:
    """A `DecisionBook` that forgets everything when the process ends."""

    def __init__(self) -> None:
        self._decisions: dict[str, Decision] = {}
        self._arms: dict[str, dict[str, str]] = {}

    def record(self, made: Iterable[Decision]) -> int:
        """Append decisions; an id that is there stays as it is."""
        before = len(self._decisions)
        for one in made:
            self._decisions.setdefault(one.id, one)
        return len(self._decisions) - before

    def decision(self, decision_id: str) -> Decision | None:
        """Return one decision, or None."""
        return self._decisions.get(decision_id)

    def of_round(self, round_: str) -> dict[str, Decision]:
        """Return the decisions of a round by person."""
        return {one.person: one for one in self.all() if one.round == round_}

    def of_persons(self, persons: Sequence[str]) -> list[Decision]:
        """Return all decisions about these person ids, oldest first."""
        return [one for one in self.all() if one.person in persons]

    def all(self) -> list[Decision]:
        """Return every decision, oldest first."""
        return sorted(self._decisions.values(), key=lambda one: (one.at, one.id))

    def fix_arms(self, plan: str, arm_of: Mapping[str, str], *, at: datetime) -> None:
        """Store the arm of each person of *plan*; a stored one is never changed."""
        del at
        self._arms[plan] = {**arm_of, **self._arms.get(plan, {})}

    def arms(self, plan: str) -> dict[str, str]:
        """Return the stored arms of *plan* by person."""
        return dict(self._arms.get(plan, {}))

    def arms_of(self, plans: Sequence[str], persons: Sequence[str]) -> dict[str, str]:
        """Return the stored arms of these person ids: plan to arm, first person's."""
        found: dict[str, str] = {}
        for plan in plans:
            for person in persons:
                if person in self._arms.get(plan, {}):
                    found.setdefault(plan, self._arms[plan][person])
        return found


class MemoryConsentBook:
    """A `ConsentBook` that forgets everything when the process ends."""

    def __init__(self, keys: Keys) -> None:
        self._keys = keys
        self.stated: list[Consent] = []
        self._suppressions: dict[Suppression, datetime | None] = {}

    def state(self, stated: Iterable[Consent]) -> int:
        """Append statements; the same one again changes nothing."""
        new = [one for one in dict.fromkeys(stated) if one not in self.stated]
        self.stated += new
        return len(new)

    def suppress(self, wanted: Iterable[Suppression]) -> int:
        """Append suppressions; the same one again changes nothing."""
        new = {one: one.until for one in wanted if one not in self._suppressions}
        self._suppressions |= new
        return len(new)

    def lift(self, lifted: Iterable[Suppression], *, at: datetime) -> int:
        """Let suppressions end at *at*; see the port."""
        count = 0
        for one in list(lifted):
            for stated, until in self._suppressions.items():
                same = msgspec.structs.replace(stated, until=until) == one
                if same and (until is None or until > at):
                    self._suppressions[stated] = at
                    count += 1
        return count

    def hash_of_address(self, address: str) -> str:
        """Return the keyed hash of an address, hex; case and blanks do not count."""
        plain = "address\x1f" + "".join(address.split()).casefold()
        return hmac.new(self._keys.pepper, plain.encode(), hashlib.sha256).hexdigest()

    def consents(self, persons: Sequence[str] | None = None) -> list[Consent]:
        """Return every statement, or those of these person ids, oldest first."""
        found = [one for one in self.stated if persons is None or one.person in persons]
        return sorted(found, key=lambda one: one.at)

    def suppressions(
        self, persons: Sequence[str] | None = None, addresses: Sequence[str] = ()
    ) -> list[Suppression]:
        """Return every suppression, or those of persons and addresses, oldest first."""
        hashes = {self.hash_of_address(one) for one in addresses}
        found = [
            one
            for one in self.suppressed
            if persons is None or one.person in persons or one.address_hash in hashes
        ]
        return sorted(found, key=lambda one: one.at)

    @property
    def suppressed(self) -> list[Suppression]:
        """Every suppression as it holds now, in the order they were written down."""
        return [
            msgspec.structs.replace(one, until=until)
            for one, until in self._suppressions.items()
        ]


class MemoryRoundBook:
    """A `RoundBook` that forgets everything when the process ends."""

    def __init__(self) -> None:
        self._begun: dict[str, datetime] = {}
        self._done: dict[str, Mapping[str, int]] = {}

    def begin(self, key: str, *, at: datetime, seed: int) -> bool:
        """Note that a round begins; False where it was finished before."""
        del seed
        self._begun.setdefault(key, at)
        return key not in self._done

    def finish(self, key: str, *, summary: Mapping[str, int]) -> None:
        """Note that a round is done, with counts for `status`."""
        self._done[key] = dict(summary)

    def last(self) -> tuple[str, datetime, Mapping[str, int]] | None:
        """Return key, moment and counts of the last finished round."""
        if not self._done:
            return None
        key = max(self._done, key=lambda done: self._begun[done])
        return key, self._begun[key], self._done[key]
