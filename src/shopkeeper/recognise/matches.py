"""Who a record is, and what it was weighed against."""

from __future__ import annotations

from dataclasses import dataclass, field

from msgspec import Struct

from shopkeeper.recognise.linking.arrays import Array, Bools, Floats
from shopkeeper.recognise.linking.compare import Compared
from shopkeeper.recognise.linking.weigh import Weighed


class Match(Struct, frozen=True, kw_only=True):
    """
    Who a record is.

    Attributes:
        person_id: Her id, or None where nobody known is the same.
        confidence: Probability that the record is hers; of somebody new, that it is
            nobody's we know, at least one half.
        record_id: The record of hers that says so best, or None.
        because: One line for people.
    """

    person_id: str | None
    confidence: float
    record_id: str | None
    because: str


@dataclass(slots=True)
class Placed:
    """
    Where one record belongs.

    Attributes:
        rows: Rows it was weighed against.
        scores: Their scores.
        silent: Whether they say too little to speak against anything.
        compared: What it and they say of each field.
        weighed: With the weight of each field.
        persons: Persons it belongs with, by name; several where it shows that they
            are one.
        groups: Rows of the persons it may belong with, as they are grouped with it in
            sight, where that was looked at; -1 is the record itself.
    """

    rows: Array
    scores: Floats
    silent: Bools
    compared: Compared
    weighed: Weighed
    persons: list[str] = field(default_factory=list)
    groups: list[list[int]] = field(default_factory=list)
