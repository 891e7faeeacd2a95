"""What events said that she ordered, and no round has seen yet."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from datetime import UTC, datetime

from shopkeeper.flow.house import House
from shopkeeper.remember.ordered import is_order


EVENT = "event"
"""The column of what was done."""
_BEGINNING = datetime(1970, 1, 1, tzinfo=UTC)


def orders_since_round(
    house: House, sources: Collection[str]
) -> Iterator[tuple[str, Mapping[str, str], datetime]]:
    """
    List what was ordered since the last round: source, cells, and when it was received.

    Args:
        house: The shop.
        sources: Names of those that are fed over HTTP.
    """
    last = house.rounds.last()
    since = _BEGINNING if last is None else last[1]
    for source in sorted(sources):
        if not house.records.knows(source):
            continue
        for cells, at in house.records.received_since(source, since):
            if is_order(cells.get(EVENT)):
                yield source, cells, at
