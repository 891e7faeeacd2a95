"""Rows as received, kept in the ledger."""

from __future__ import annotations

import hashlib

from collections.abc import Sequence
from datetime import datetime

import msgspec
import pyarrow as pa

from sqlalchemy import ColumnElement, Table, bindparam, func, select

from shopkeeper.adapters.sql.database import Database, from_us, to_us
from shopkeeper.adapters.sql.schema import layouts, quarantine, records, sources
from shopkeeper.recognise.books import Accepted, QuarantinedRow
from shopkeeper.vocabulary import Record


_COLUMNS = (
    "source_no", "row_key", "content", "layout_no", "received_us", "happened_us",
    "fields",
)  # fmt: skip
_DIGEST = 16
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


class SqlRecords:
    """`Records` in the ledger's database."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._encode = msgspec.json.Encoder().encode

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
                quarantine.c.because,
            )
            .join_from(
                quarantine, sources, sources.c.source_no == quarantine.c.source_no
            )
            .order_by(quarantine.c.sequence)
        )  # fmt: skip
        return [
            QuarantinedRow(source=name, place=place, raw=raw, because=because)
            for name, place, raw, because in rows
        ]

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
