"""What was heard, kept in the ledger."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime

import msgspec

from sqlalchemy import select

from shopkeeper.adapters.sql.database import Database, chunks
from shopkeeper.adapters.sql.schema import heard
from shopkeeper.vocabulary import Heard, HeardFact, HeardPromise, Quoted


_DAY = len("2026-03-02")


class SqlHeardBook:
    """A `HeardBook` in the ledger's database."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def keep(self, pairs: Iterable[tuple[str, Heard]]) -> None:
        """Keep pairs of (content key, heard); the same pair again changes nothing."""
        rows = [(key, msgspec.json.encode(one).decode()) for key, one in pairs]
        self._database.insert_tuples(heard, ("content_key", "heard"), rows)

    def find(self, keys: Sequence[str]) -> dict[str, Heard]:
        """Return what was heard under these content keys; others are left out."""
        found = {}
        for part in chunks(keys):
            query = select(heard).where(heard.c.content_key.in_(part))
            for key, body in self._database.all(query):
                found[key] = _decode(body)
        return found


def _decode(body: str) -> Heard:
    # By hand, because a deadline is a civil day or a moment, and a type for
    # "either" cannot tell two texts apart.
    raw = msgspec.json.decode(body)
    return Heard(
        id=raw["id"],
        promises=tuple(
            HeardPromise(**{**one, "deadline": _deadline(one["deadline"])})
            for one in raw["promises"]
        ),
        stops=tuple(raw["stops"]),
        facts=tuple(HeardFact(**one) for one in raw["facts"]),
        reply_wanted=raw["reply_wanted"],
        quoted=tuple(Quoted(**one) for one in raw["quoted"]),
    )


def _deadline(text: str | None) -> date | datetime | None:
    if text is None:
        return None
    if len(text) == _DAY:
        return date.fromisoformat(text)
    return datetime.fromisoformat(text)
