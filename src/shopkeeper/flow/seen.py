"""What was seen of each person on pages, rolled up by day: for her timeline."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime

import pyarrow as pa

from shopkeeper.flow.rows import SourceRows
from shopkeeper.recognise.columns import Meaning
from shopkeeper.remember.ordered import is_order
from shopkeeper.vocabulary import Holds


SEEN = "seen"


def seen_table(
    everything: Iterable[SourceRows],
    persons_of: Callable[[SourceRows], Sequence[str]],
    *,
    now: datetime,
) -> pa.Table:
    """
    Return what people did on pages, each thing once a day. Orders stand elsewhere.

    Args:
        everything: The rows of all sources.
        persons_of: Current person id of each row; empty where it is nobody's.
        now: The moment; what is later is left out.

    Returns:
        Columns `person`, `at` (the last time of that day; timestamp[us, UTC]),
        `event`, `item` (or null), `times` and `record_id` (of the last time).
    """
    found: dict[tuple[str, str, str, str | None], tuple[datetime, int, str]] = {}
    for rows in everything:
        if rows.source.holds is not Holds.EVENTS:
            continue
        told = zip(
            persons_of(rows),
            rows.cells(Meaning.EVENT),
            rows.cells(Meaning.ITEM_NAME, Meaning.ITEM),
            rows.times(),
            rows.record_ids,
            strict=True,
        )
        for person, event, item, at, record in told:
            if not person or not event or at > now or is_order(event):
                continue
            key = (person, f"{at:%Y-%m-%d}", event, item)
            last, times, name = found.get(key, (at, 0, record))
            newest = (at, record) if at >= last else (last, name)
            found[key] = (newest[0], times + 1, newest[1])
    ordered = sorted(found.items(), key=lambda one: (one[0][0], one[1][0], one[1][2]))
    return pa.table(
        {
            "person": pa.array([key[0] for key, _ in ordered], pa.string()),
            "at": pa.array([one[0] for _, one in ordered], pa.timestamp("us", "UTC")),
            "event": pa.array([key[2] for key, _ in ordered], pa.string()),
            "item": pa.array([key[3] for key, _ in ordered], pa.string()),
            "times": pa.array([one[1] for _, one in ordered], pa.int64()),
            "record_id": pa.array([one[2] for _, one in ordered], pa.string()),
        }
    )
