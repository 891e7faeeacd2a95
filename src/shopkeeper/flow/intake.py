"""Something arrived: keep it as received, once, or keep why it could not be read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from shopkeeper.flow.door import Door, Refuses
from shopkeeper.flow.house import House
from shopkeeper.flow.wires import is_fed_by_wire, wire_pins
from shopkeeper.recognise.columns import (
    Meaning,
    TableMapping,
    key_candidates,
    profile,
    time_parser,
)
from shopkeeper.recognise.ports import Batch, RowSource
from shopkeeper.recognise.row_keys import unique_column
from shopkeeper.vocabulary import Shop, Source


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class TakenIn(Struct, frozen=True, kw_only=True):
    """
    What became of the rows of one source.

    Attributes:
        source: Its name.
        new: Rows that were not there before.
        known: Rows that were.
        quarantined: Rows that could not be read, new ones only.
        refused: Rows of people who were forgotten, which the files still hold.
        mapping: What its columns were taken for; None where there are no rows.
    """

    source: str
    new: int = 0
    known: int = 0
    quarantined: int = 0
    refused: int = 0
    mapping: TableMapping | None = None


def take_in(
    house: House, source: Source, tables: Sequence[RowSource], *, now: datetime
) -> TakenIn:
    """
    Take the rows of *source* into the ledger, batch by batch.

    Each batch is one commit, so a run that is killed goes on where it stopped, and
    one that is repeated adds nothing.

    Args:
        house: The shop.
        source: Where the rows are from.
        tables: Its tables; row numbers of several files begin with the file's name.
        now: When the rows are received.
    """
    house.records.open_source(
        source.name,
        department=source.department,
        owner=source.owner,
        holds=str(source.holds),
    )
    new = known = bad = refused = 0
    door = Door(house)
    mapping = None
    files = {table.name.partition("/")[0] for table in tables}
    key = _key_column(house, source, tables)
    for table in tables:
        # Row numbers of several files would run into each other; keys of the
        # rows' own mean the same row in whichever file they stand.
        numbered = len(files) > 1 and not key and table.kind != "mbox"
        prefix = f"{table.name.partition('/')[0]}:" if numbered else ""
        mapping = map_columns(source, house.shop, table.columns, table.sample())
        happened = _happening(source, house.shop, mapping)
        own = key if key in table.columns else None
        refuses = door.of_table(source, mapping, keyed=bool(own))
        for whole in table.batches(key=own or None):
            batch = _let_in(door, refuses, source, whole)
            refused += len(whole.rows) + len(whole.bad)
            refused -= len(batch.rows) + len(batch.bad)
            accepted = house.records.accept(
                source.name,
                batch.columns,
                [f"{prefix}{key}" for key in batch.keys] if prefix else batch.keys,
                batch.rows,
                happened(batch.rows),
                received_at=now,
            )
            new, known = new + accepted.new, known + accepted.known
            bad += house.records.quarantine(
                source.name,
                [(f"{table.name} row {n}", raw, why) for n, raw, why in batch.bad],
                at=now,
            )
            house.progress(f"reading {source.name}", new + known, 0)
    return TakenIn(
        source=source.name, new=new, known=known, quarantined=bad, refused=refused,
        mapping=mapping,
    )  # fmt: skip


def _let_in(door: Door, refuses: Refuses, source: Source, batch: Batch) -> Batch:
    """Leave out the rows of people who were forgotten, and her address in others."""
    if door.open:
        return batch
    both = [
        (key, door.masked_row(row))
        for key, row in zip(batch.keys, batch.rows, strict=True)
        if not refuses(key, row)
    ]
    bad = [one for one in batch.bad if not door.refuses_raw(source.name, one.raw)]
    return replace(
        batch, keys=[key for key, _ in both], rows=[row for _, row in both], bad=bad
    )


def _key_column(house: House, source: Source, tables: Sequence[RowSource]) -> str:
    """Return the column that names the rows, decided when they were first read."""
    known = house.records.key_column(source.name)
    if known is not None:
        return known
    found: str | None = None
    if tables:
        first = tables[0]
        mapping = map_columns(source, house.shop, first.columns, first.sample())
        candidates = key_candidates(mapping)
        pinned = [
            column.name
            for column in candidates
            if column.meaning is Meaning.ROW_KEY and column.name in source.columns
        ]
        names = [column.name for column in candidates]
        found = pinned[0] if pinned else unique_column(tables, names)
    house.records.settle_key(source.name, found or "")
    return found or ""


def map_columns(
    source: Source, shop: Shop, names: Sequence[str], sample: Sequence[Sequence[str]]
) -> TableMapping:
    """Say what the columns of a table of *source* mean, pins included."""
    pins = {name: pin for name, pin in source.columns.items() if name in names}
    if is_fed_by_wire(source):
        pins = wire_pins(source, names)
    return profile(
        names,
        sample,
        holds=source.holds,
        time_zone=source.time_zone or shop.time_zone,
        pins=pins,
    )


def _happening(
    source: Source, shop: Shop, mapping: TableMapping
) -> Callable[[Sequence[Sequence[str]]], list[int | None]]:
    column = mapping.first(Meaning.AT)
    if column is None:
        return lambda rows: [None] * len(rows)
    parse = time_parser(column, source.time_zone or shop.time_zone)
    index = column.index
    seen: dict[str, int | None] = {}

    def happened(rows: Sequence[Sequence[str]]) -> list[int | None]:
        for text in {row[index] for row in rows}.difference(seen):
            moment = parse(text) if text else None
            seen[text] = None if moment is None else (moment - _EPOCH) // _MICROSECOND
        return [seen[row[index]] for row in rows]

    return happened
