"""The present rows of each source, with what their columns mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from shopkeeper.flow.house import House
from shopkeeper.flow.intake import map_columns
from shopkeeper.recognise.columns import Meaning, TableMapping, sample_rows
from shopkeeper.vocabulary import Source


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_OWN = 3  # row_key, received_us and happened_us stand before the row's own columns


@dataclass(frozen=True, kw_only=True)
class SourceRows:
    """
    The rows of one source as they are now.

    Attributes:
        source: Where they are from.
        mapping: What its columns mean.
        data: The row's own columns, text, in the mapping's order.
        record_ids: One a row.
        received_us: When each was received, microseconds UTC.
        happened_us: Each row's own time, or null.
    """

    source: Source
    mapping: TableMapping
    data: pa.Table
    record_ids: list[str]
    received_us: pa.Array
    happened_us: pa.Array

    def __len__(self) -> int:
        return len(self.record_ids)

    def column(self, *meanings: Meaning) -> pa.Array | None:
        """Return the surest column of the first of *meanings* there is, as text."""
        found = self.mapping.first(*meanings)
        return None if found is None else self.data.column(found.index)

    def cells(self, *meanings: Meaning) -> list[str | None]:
        """Return the cells of `column`; None for each row where there is none."""
        found = self.column(*meanings)
        return [None] * len(self) if found is None else found.to_pylist()

    def times(self) -> list[datetime]:
        """Return when each row happened, else when it was received. UTC."""
        both = zip(
            self.happened_us.to_pylist(), self.received_us.to_pylist(), strict=True
        )
        return [
            _EPOCH + timedelta(microseconds=received if happened is None else happened)
            for happened, received in both
        ]

    def received(self) -> list[datetime]:
        """Return when each row came to us as it is now. UTC."""
        return [
            _EPOCH + timedelta(microseconds=one) for one in self.received_us.to_pylist()
        ]


def present_rows(house: House, source: Source) -> SourceRows:
    """Read the present rows of *source* from the ledger, and map their columns."""
    table = house.records.present(source.name)
    data = table.select(table.column_names[_OWN:])
    names = [name.removeprefix("f:") for name in data.column_names]
    mapping = map_columns(source, house.shop, names, sample_rows(data))
    keys = table.column("row_key").to_pylist()
    return SourceRows(
        source=source,
        mapping=mapping,
        data=data,
        record_ids=[f"{source.name}:{key}" for key in keys],
        received_us=table.column("received_us"),
        happened_us=table.column("happened_us"),
    )
