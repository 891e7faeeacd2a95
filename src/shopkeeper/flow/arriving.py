"""Somebody is here now: one record, recognised and written down at once."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from msgspec import Struct

from shopkeeper.flow.house import House
from shopkeeper.recognise.index import Index
from shopkeeper.recognise.matches import Match
from shopkeeper.vocabulary import IdentityDecision, PersonId, Verdict


class Arrived(Struct, frozen=True):
    """
    Who came.

    Attributes:
        own: The own person id that the record got, for ever.
        match: Who it was taken for, and why.
    """

    own: PersonId
    match: Match


def arrive(
    house: House,
    index: Index,
    records: Mapping[str, Mapping[str, object]],
    *,
    source: str,
    now: datetime,
) -> list[Arrived]:
    """
    Recognise records that came together and write down who they are, with the reasons.

    They are one transaction: when this returns, every decision is in the ledger and
    the index knows every record. Each sees those before it.

    Args:
        house: The shop; its identity book takes the own ids and the decisions.
        index: Everybody known, by own person id.
        records: Key within the source to column to value; the same key is the same
            record. A few at a time: all wait for the last.
        source: Where they are from.
        now: The moment.

    Raises:
        BadInput: A record was here before, or a column is not the index's. Then
            nothing is written down; make the index anew if any other error ends this.
    """
    for record in records.values():
        index.check(record)
    names = {f"arrival:{source}:{key}": key for key in records}
    with house.together():
        owns = house.identity.enrol(dict.fromkeys(names, source), at=now)
        index.check_new(owns.values())
        found = [
            (own, index.add({**records[names[name]], "record_id": own}))
            for name, own in owns.items()
        ]
        house.identity.decide(
            IdentityDecision(
                verdict=Verdict.JOIN,
                left=PersonId(match.record_id),
                right=own,
                because=match.because,
                by="rule:linking",
                at=now,
                confidence=match.confidence,
            )
            for own, match in found
            if match.record_id is not None
        )
    return [Arrived(own, match) for own, match in found]
