"""She ordered just now: what the books have not got yet, and what is not due any more.

An event of an order says that she bought, before the order itself is in the books.
What she bought it does not say as surely as they do: so it makes no purchase. But
whether her usual is still due nobody knows then, until the books have the order.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from shopkeeper.vocabulary import Fact


# Source: Segment's public specification of commerce events; "purchase" as GA4 has it.
ORDER_EVENTS = frozenset({"order completed", "order_completed", "purchase"})
_DUE = "usual.due_on"


def is_order(event: str | None) -> bool:
    """
    Say whether an event tells that something was ordered.

    Example:
        >>> is_order("Order Completed"), is_order("Product Viewed")
        (True, False)
    """
    return event is not None and event.strip().casefold() in ORDER_EVENTS


def without_due(
    facts: Sequence[Fact], *, ordered_at: datetime | None, bought_at: datetime | None
) -> tuple[Fact, ...]:
    """
    Leave out what was due before she ordered.

    Args:
        facts: Hers.
        ordered_at: When an event last said that she ordered. UTC.
        bought_at: When she last bought, as the books know it; a day may be all they
            know. UTC.
    """
    if ordered_at is None:
        return tuple(facts)
    if bought_at is not None and bought_at.date() >= ordered_at.date():
        return tuple(facts)  # the books have it: what is due was counted with it
    return tuple(fact for fact in facts if fact.about != _DUE)
