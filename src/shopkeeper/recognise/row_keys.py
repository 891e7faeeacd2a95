"""Which column names the rows of a source, decided once on all of its rows."""

from __future__ import annotations

from collections.abc import Sequence

from shopkeeper.recognise.ports import RowSource


def unique_column(tables: Sequence[RowSource], candidates: Sequence[str]) -> str | None:
    """
    Return the first of *candidates* that every row fills with another value.

    All rows are read, so that the answer does not hang on the first ones.

    Args:
        tables: Of one source; all must have the column.
        candidates: Column names, the likeliest first.
    """
    seen: dict[str, set[str]] = {
        name: set()
        for name in candidates
        if all(name in table.columns for table in tables)
    }
    count = 0
    for table in tables if seen else ():
        places = {name: table.columns.index(name) for name in seen}
        # Few at a time: rows that go at once never cost the garbage collector.
        for batch in table.batches(1_000):
            count += len(batch.rows)
            for name in list(seen):
                place = places[name]
                seen[name].update([row[place].strip() for row in batch.rows])
                if len(seen[name]) < count or "" in seen[name]:
                    del seen[name]
            if not seen:
                return None
    return next((name for name in candidates if name in seen), None)
