"""Rows as received, kept in the ledger."""

from __future__ import annotations

import hashlib

from collections.abc import Mapping, Sequence
from datetime import datetime

import msgspec
import pyarrow as pa

from sqlalchemy import ColumnElement, Table, bindparam, func, select

from shopkeeper.adapters.sql.database import Database, chunks, from_us, to_us
from shopkeeper.adapters.sql.schema import layouts, quarantine, records, sources
from shopkeeper.recognise.books import (
    LONGEST_COLUMN,
    MOST_COLUMNS,
    Accepted,
    Event,
    Kept,
    QuarantinedRow,
)
from shopkeeper.vocabulary import Record


_COLUMNS = (
    "source_no", "row_key", "content", "layout_no", "received_us", "happened_us",
    "fields",
)  # fmt: skip
_DIGEST = 16
_MOST_SHAPES = 5_000
_Row = tuple[int, str, int, int | None, str]

# A row that goes back to what it once was becomes the latest again.
_AGAIN = """
ON CONFLICT (source_no, row_key, content) DO UPDATE
SET sequence = (SELECT max(sequence) + 1 FROM records)
WHERE EXISTS (
    SELECT 1 FROM records AS later
    WHERE later.source_no = records.source_no AND later.row_key = records.row_key
    AND later.sequence > records.sequence
)
"""


class _Wire:
    """The columns of a source that is fed event by event, as they grow."""

    def __init__(self, source_no: int, columns: dict[str, int]) -> None:
        self.source_no = source_no
        self.columns = columns
        self._orders: dict[tuple[str, ...], list[str]] = {}
        # The layout of so many columns, unless something was taken back since.
        self.layout: tuple[int, int, int] | None = None

    def row(self, cells: Mapping[str, str]) -> list[str]:
        """Put cells in their places; a row ends with its last."""
        shape = tuple(cells)  # events of one kind have the same columns
        order = self._orders.get(shape)
        if order is None:
            order = self._order(shape)
            if len(self._orders) < _MOST_SHAPES:
                self._orders[shape] = order
        return [cells.get(name, "") for name in order]

    def _order(self, shape: Sequence[str]) -> list[str]:
        columns = self.columns
        for name in filter(None, shape):
            if len(columns) < MOST_COLUMNS and len(name) <= LONGEST_COLUMN:
                columns.setdefault(name, len(columns))
        places = {columns[name]: name for name in shape if name in columns}
        return [places.get(place, "") for place in range(max(places) + 1)]


class SqlRecords:
    """`Records` in the ledger's database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._encode = msgspec.json.Encoder().encode
        # Of sources that are fed event by event: number, columns and their layout.
        self._wires: dict[str, _Wire] = {}

    def open_source(self, name: str, *, department: str, owner: str, holds: str) -> int:
        """Make a source known, or bring its particulars up to date."""
        with self._database.transaction() as connection:
            found = connection.execute(
                select(sources.c.source_no).where(sources.c.name == name)
            ).scalar()
            values = {"department": department, "owner": owner, "holds": holds}
            if found is None:
                made = connection.execute(sources.insert().values(name=name, **values))
                return int(made.inserted_primary_key[0])  # type: ignore[index]
            connection.execute(
                sources.update().where(sources.c.source_no == found).values(**values)
            )
            return int(found)

    def knows(self, source: str) -> bool:
        """Say whether a source of this name was ever opened."""
        return source in self._sources()

    def accept(
        self,
        source: str,
        columns: Sequence[str],
        keys: Sequence[str],
        rows: Sequence[Sequence[str]],
        happened_us: Sequence[int | None],
        *,
        received_at: datetime,
    ) -> Accepted:
        """Keep rows as they are; a (source, key, content) that is there is known."""
        source_no = self._source_no(source)
        layout_no = self._layout_no(columns)
        received = to_us(received_at)
        encode, blake2b = self._encode, hashlib.blake2b
        bound = []
        for key, row, happened in zip(keys, rows, happened_us, strict=True):
            fields = encode(row)
            digest = blake2b(fields, digest_size=_DIGEST).digest()
            bound.append(
                (source_no, key, digest, layout_no, received, happened, fields.decode())
            )
        new = self._database.insert_tuples(records, _COLUMNS, bound, on_conflict=_AGAIN)
        return Accepted(new=new, known=len(bound) - new)

    def keep_events(
        self, source: str, events: Sequence[Event], *, received_at: datetime
    ) -> list[Kept]:
        """Keep events, each id of a source once and for ever."""
        wire = self._wires.get(source) or self._wire(source)
        self._database.alone(wire.source_no)
        seen = self._known(wire.source_no, [event.key for event in events])
        received, encode = to_us(received_at), self._encode
        found, bound = [], []
        for event in events:
            digest = seen.get(event.key)
            if digest is not None:
                same = digest == event.digest
                found.append(Kept.KNOWN if same else Kept.OTHER)
                continue
            seen[event.key] = event.digest
            fields = encode(wire.row(event.cells)).decode()
            bound.append((event, fields))
            found.append(Kept.NEW)
        if not bound:
            return found
        layout_no = self._layout_of(wire)
        rows = [
            (
                wire.source_no, event.key, event.digest, layout_no, received,
                event.happened_us, fields,
            )
            for event, fields in bound
        ]  # fmt: skip
        marks = ", ".join([self._database.mark] * len(_COLUMNS))
        text = f"INSERT INTO records ({', '.join(_COLUMNS)}) VALUES ({marks})"  # noqa: S608
        with self._database.transaction() as connection:
            connection.exec_driver_sql(text, rows)
        return found

    def _layout_of(self, wire: _Wire) -> int:
        # A layout that was made in a transaction is gone when that is taken back.
        stamp = (len(wire.columns), self._database.taken_back)
        if wire.layout is None or wire.layout[:2] != stamp:
            wire.layout = (*stamp, self._layout_no(list(wire.columns)))
        return wire.layout[2]

    def _known(self, source_no: int, keys: Sequence[str]) -> dict[str, bytes]:
        """Return the digests of those ids that are there."""
        found: dict[str, bytes] = {}
        for part in chunks(dict.fromkeys(keys)):
            mark = self._database.mark
            marks = ", ".join([mark] * len(part))
            text = (
                "SELECT row_key, content FROM records"  # noqa: S608 marks only
                f" WHERE source_no = {mark} AND row_key IN ({marks})"
            )
            rows = self._database.connection.exec_driver_sql(text, (source_no, *part))
            found.update((key, content) for key, content in rows)
        return found

    def _wire(self, source: str) -> _Wire:
        number = self._source_no(source)
        last = self._database.connection.execute(
            select(layouts.c.layout_no, layouts.c.columns)
            .join_from(records, layouts, layouts.c.layout_no == records.c.layout_no)
            .where(records.c.source_no == number)
            .order_by(records.c.sequence.desc())
            .limit(1)
        ).first()
        names = msgspec.json.decode(last.columns, type=list[str]) if last else []
        wire = _Wire(number, {name: place for place, name in enumerate(names)})
        self._wires[source] = wire
        return wire

    def received_since(
        self, source: str, since: datetime
    ) -> list[tuple[dict[str, str], datetime]]:
        """Return what a source got at *since* or later: cells by column, and when."""
        number, first = self._source_no(source), to_us(since)
        query = (
            select(records.c.fields, records.c.received_us, layouts.c.columns)
            .join_from(records, layouts, layouts.c.layout_no == records.c.layout_no)
            .where(records.c.source_no == number)
            .order_by(records.c.sequence.desc())
            .execution_options(yield_per=1000)
        )
        found: list[tuple[dict[str, str], datetime]] = []
        read = msgspec.json.Decoder(list[str | None]).decode
        names: dict[str, list[str]] = {}
        # Backwards, and no further than needed: they are numbered as they came.
        with self._database.connection.execute(query) as rows:
            for fields, received, columns in rows:
                if received < first:
                    break
                if columns not in names:
                    names[columns] = msgspec.json.decode(columns, type=list[str])
                pairs = zip(names[columns], read(fields), strict=False)
                cells = {name: cell for name, cell in pairs if cell}
                found.append((cells, from_us(received)))
        found.reverse()
        return found

    def key_column(self, source: str) -> str | None:
        """Return the column that names the rows, or None where undecided."""
        number = self._source_no(source)
        query = select(sources.c.key_column).where(sources.c.source_no == number)
        found: str | None = self._database.connection.execute(query).scalar()
        return found

    def settle_key(self, source: str, column: str) -> None:
        """Decide once and for all which column names the rows."""
        number = self._source_no(source)
        with self._database.transaction() as connection:
            connection.execute(
                sources.update()
                .where(sources.c.source_no == number, sources.c.key_column.is_(None))
                .values(key_column=column)
            )

    def quarantine(
        self, source: str, rows: Sequence[tuple[str, str, str]], *, at: datetime
    ) -> int:
        """Keep rows that could not be read: (place, raw text, reason)."""
        source_no = self._source_no(source)
        return self._database.insert_new(
            quarantine,
            [
                {
                    "source_no": source_no, "place": place, "raw": raw,
                    "because": because, "at_us": to_us(at),
                }
                for place, raw, because in rows
            ],
        )  # fmt: skip

    def quarantined(self) -> list[QuarantinedRow]:
        """Return all rows that could not be read, oldest first."""
        rows = self._database.all(
            select(
                sources.c.name, quarantine.c.place, quarantine.c.raw,
                quarantine.c.because, quarantine.c.sequence,
            )
            .join_from(
                quarantine, sources, sources.c.source_no == quarantine.c.source_no
            )
            .order_by(quarantine.c.sequence)
        )  # fmt: skip
        return [
            QuarantinedRow(
                source=name, place=place, raw=raw, because=because, number=number
            )
            for name, place, raw, because, number in rows
        ]

    def release(self, number: int) -> None:
        """Take a row out of quarantine."""
        with self._database.transaction() as connection:
            connection.execute(
                quarantine.delete().where(quarantine.c.sequence == number)
            )

    def counts(self) -> dict[str, int]:
        """Return the number of present rows of each source."""
        return {
            name: int(count)
            for name, count in self._database.all(
                select(sources.c.name, func.count(records.c.row_key.distinct()))
                .join_from(
                    sources,
                    records,
                    sources.c.source_no == records.c.source_no,
                    isouter=True,
                )
                .group_by(sources.c.name)
                .order_by(sources.c.name)
            )
        }

    def changed(self) -> dict[str, int]:
        """Return per source how many row keys were received with several contents."""
        several = (
            select(records.c.source_no)
            .group_by(records.c.source_no, records.c.row_key)
            .having(func.count() > 1)
            .subquery()
        )
        return {
            name: int(count)
            for name, count in self._database.all(
                select(sources.c.name, func.count())
                .join_from(several, sources, sources.c.source_no == several.c.source_no)
                .group_by(sources.c.name)
            )
        }

    def present(self, source: str) -> pa.Table:
        """
        Return the rows of *source* as they are now: of each key the latest.

        Returns:
            Columns `row_key`, `received_us`, `happened_us`, and each field by its
            own name prefixed `f:`, text, null where the row had none. In the order
            in which keys were first received.
        """
        latest = (
            select(func.max(records.c.sequence))
            .where(records.c.source_no == self._source_no(source))
            .group_by(records.c.row_key)
        )
        found = self._table(records.c.sequence.in_(latest))
        return found.drop_columns(["sequence"])

    def history(self, source: str) -> pa.Table:
        """
        Return every row of *source* ever received, earlier contents included.

        Returns:
            Columns as `present`, and before them `sequence`; oldest first.
        """
        return self._table(records.c.source_no == self._source_no(source))

    def _table(self, which: ColumnElement[bool]) -> pa.Table:
        rows = self._database.connection.execute(
            select(
                records.c.layout_no, records.c.sequence, records.c.row_key,
                records.c.received_us, records.c.happened_us, records.c.fields,
            )
            .where(which)
            .order_by(records.c.sequence)
        )  # fmt: skip
        names = self._layouts()
        groups: dict[int, list[_Row]] = {}
        for layout_no, *row in rows:
            groups.setdefault(layout_no, []).append(tuple(row))
        tables = [_as_table(names[no], group) for no, group in groups.items()]
        if not tables:
            return _as_table((), [])
        return pa.concat_tables(tables, promote_options="default").combine_chunks()

    def one(self, record_id: str) -> Record | None:
        """Return the present row with this record id, or None."""
        found = None
        for name, source_no in self._sources().items():
            if record_id.startswith(f"{name}:"):
                key = record_id[len(name) + 1 :]
                found = found or self._latest(name, source_no, key)
        return found

    def _latest(self, name: str, source_no: int, key: str) -> Record | None:
        row = self._database.connection.execute(
            select(records)
            .where(records.c.source_no == source_no, records.c.row_key == key)
            .order_by(records.c.sequence.desc())
            .limit(1)
        ).first()
        if row is None:
            return None
        columns = self._layouts()[row.layout_no]
        cells = msgspec.json.decode(row.fields, type=list[str | None])
        return Record(
            source=name,
            row_key=key,
            received_at=from_us(row.received_us),
            happened_at=None if row.happened_us is None else from_us(row.happened_us),
            fields={
                column: cell
                for column, cell in zip(columns, cells, strict=False)
                if cell not in (None, "")
            },
        )

    def _sources(self) -> dict[str, int]:
        rows = self._database.all(select(sources.c.name, sources.c.source_no))
        return {name: int(number) for name, number in rows}

    def _source_no(self, name: str) -> int:
        return self._number_of(sources, "name", name, "source_no")

    def _number_of(self, table: Table, column: str, value: str, number: str) -> int:
        found = self._database.connection.execute(
            select(table.c[number]).where(table.c[column] == bindparam("value")),
            {"value": value},
        ).scalar()
        if found is None:
            msg = f"The source {value!r} was never opened."
            raise ValueError(msg)
        return int(found)

    def _layout_no(self, columns: Sequence[str]) -> int:
        text = self._encode(list(columns)).decode()
        self._database.insert_new(layouts, [{"columns": text}])
        return self._number_of(layouts, "columns", text, "layout_no")

    def _layouts(self) -> dict[int, tuple[str, ...]]:
        rows = self._database.all(select(layouts.c.layout_no, layouts.c.columns))
        return {
            int(no): tuple(msgspec.json.decode(columns, type=list[str]))
            for no, columns in rows
        }


def _as_table(names: Sequence[str], rows: Sequence[_Row]) -> pa.Table:
    decode = msgspec.json.Decoder(list[str | None]).decode
    cells = [decode(fields) for *_, fields in rows]
    columns: dict[str, pa.Array] = {
        "sequence": pa.array([row[0] for row in rows], pa.int64()),
        "row_key": pa.array([row[1] for row in rows], pa.string()),
        "received_us": pa.array([row[2] for row in rows], pa.int64()),
        "happened_us": pa.array([row[3] for row in rows], pa.int64()),
    }
    for at, name in enumerate(names):
        column = [row[at] if at < len(row) and row[at] != "" else None for row in cells]
        columns[f"f:{name}"] = pa.array(column, pa.string())
    return pa.table(columns)
