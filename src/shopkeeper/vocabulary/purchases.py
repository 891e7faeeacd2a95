"""What somebody bought, and when."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct


class Purchase(Struct, frozen=True, kw_only=True):
    """
    One line of one order, after recognising whose it is.

    Attributes:
        person: Who bought.
        at: When, UTC.
        item: What, as a person would say it; None where the file has no items.
        category: Kind of thing, where known.
        quantity: How many; zero or below does not count as a purchase.
        record_id: The row it came from.
    """

    person: str
    at: datetime
    item: str | None = None
    category: str | None = None
    quantity: float = 1.0
    record_id: str = ""
