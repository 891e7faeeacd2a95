"""Keyed hashes of what would tell a forgotten person again, kept in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import delete, select

from shopkeeper.adapters.sql.cipher import keyed_hash
from shopkeeper.adapters.sql.database import Database, to_us
from shopkeeper.adapters.sql.schema import forgotten
from shopkeeper.recognise.prints import Print
from shopkeeper.vocabulary import Keys


class SqlForgottenBook:
    """A `ForgottenBook` in the ledger's database, with the shop's keys."""

    def __init__(self, database: Database, keys: Keys) -> None:
        self._database = database
        self._keys = keys
        self._known: set[bytes] | None = None

    def is_empty(self) -> bool:
        """Say whether nobody was ever forgotten."""
        return not self._hashes()

    def keep(self, prints: Iterable[Print], *, at: datetime) -> list[str]:
        """Keep prints as keyed hashes, and return all of these, hex."""
        hashes = sorted({self._hash(one).hex() for one in prints})
        self.keep_hashes(hashes, at=at)
        return hashes

    def keep_hashes(self, hashes: Iterable[str], *, at: datetime) -> int:
        """Keep hashes of another copy of this book; return how many were new."""
        rows = [(bytes.fromhex(one), to_us(at)) for one in hashes]
        self._known = None
        return self._database.insert_tuples(forgotten, ("keyed_hash", "at_us"), rows)

    def hashes(self) -> list[str]:
        """Return every keyed hash, hex."""
        return sorted(one.hex() for one in self._hashes())

    def knows(self, prints: Sequence[Print]) -> list[bool]:
        """Say of each print whether it is one of somebody forgotten."""
        known = self._hashes()
        return [bool(known) and self._hash(one) in known for one in prints]

    def drop(self, prints: Iterable[Print]) -> int:
        """Let somebody in again, by a print that she herself named."""
        hashes = [self._hash(one) for one in prints]
        self._known = None
        with self._database.transaction() as connection:
            gone = connection.execute(
                delete(forgotten).where(forgotten.c.keyed_hash.in_(hashes))
            )
            return int(gone.rowcount)

    def _hashes(self) -> set[bytes]:
        if self._known is None:
            rows = self._database.all(select(forgotten.c.keyed_hash))
            self._known = {bytes(row[0]) for row in rows}
        return self._known

    def _hash(self, one: Print) -> bytes:
        # Apart from every other use of the pepper.
        return keyed_hash(self._keys.pepper, "forgotten", *one)
