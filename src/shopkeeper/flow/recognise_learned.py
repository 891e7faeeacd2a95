"""What the files taught about how often records of one person differ."""

from __future__ import annotations

import numpy as np

from msgspec import Struct

from shopkeeper.flow.recognise_said import in_words
from shopkeeper.flow.recognise_sources import says_what
from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.groups import DOUBT_AT, JOIN_AT
from shopkeeper.recognise.linking.link import Linked
from shopkeeper.recognise.linking.shared import MOST_PEOPLE
from shopkeeper.recognise.linking.weigh import probability


_EQUAL = 0.005  # a share that differs less from where it started was not learned


class Agreement(Struct, frozen=True, kw_only=True):
    """
    How often what two records say of a field agrees.

    Attributes:
        field: In words.
        same: Share among pairs of records of one person that is the same.
        partly: Share that is alike, or the same in part.
        other: Share that is another.
        strangers: Share among pairs of records of strangers that is the same.
        learned: Whether the files taught it; else it is what was believed before.
    """

    field: str
    same: float
    partly: float
    other: float
    strangers: float
    learned: bool


class Learned(Struct, frozen=True, kw_only=True):
    """
    How it was decided.

    Attributes:
        agreements: Field by field, the fields that tell most people first.
        prior: Share of all pairs of records that are one person's.
        households: Share of all pairs that are two people's of one household.
        from_records: Records that was learned from.
        join_at: Probability from which two groups of records are one person.
        doubt_at: Probability from which a human should look.
        most_people: A value beside more given names than this joins nobody.
    """

    agreements: tuple[Agreement, ...]
    prior: float
    households: float
    from_records: int
    join_at: float
    doubt_at: float
    most_people: int


def learned_of(linked: Linked) -> Learned:
    scales = linked.weigher.scales
    model = scales.model
    # Matches grow as the records, pairs as their square.
    scale = model.n / max(scales.rarity.n, model.n, 1)
    has = says_what(linked.weigher.records)
    fields_there = [field for field in model.same if has[field].sum() > 1]
    return Learned(
        agreements=tuple(
            Agreement(
                field=in_words(field),
                same=same[-1],
                partly=float(sum(same[1:-1])),
                other=same[0],
                strangers=model.chance[field][-1],
                learned=bool(
                    np.abs(np.array(same) - fields.start(field)).max() > _EQUAL
                ),
            )
            for field in fields_there
            for same in [model.same[field]]
        ),
        prior=model.otherwise * scale,
        households=model.households * scale,
        from_records=model.n,
        join_at=float(probability(np.array(JOIN_AT))),
        doubt_at=float(probability(np.array(DOUBT_AT))),
        most_people=MOST_PEOPLE,
    )
