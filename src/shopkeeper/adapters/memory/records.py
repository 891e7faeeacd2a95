"""The reference book of rows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from shopkeeper.recognise.books import (
    LONGEST_COLUMN,
    MOST_COLUMNS,
    Accepted,
    Event,
    Kept,
    QuarantinedRow,
)
from shopkeeper.vocabulary import Record


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_Row = tuple[tuple[str, ...], tuple[str, ...], int, int | None]


class MemoryRecords:
    """`Records` that forget everything when the process ends."""

    def __init__(self) -> None:
        self._sources: dict[str, int] = {}
        self._versions: dict[tuple[str, str], list[_Row]] = {}
        self._keys: dict[str, str] = {}
        self._bad: dict[tuple[str, str, str], QuarantinedRow] = {}
        self._number = 0
        self._digests: dict[tuple[str, str], bytes] = {}
        self._columns: dict[str, set[str]] = {}

    def open_source(self, name: str, *, department: str, owner: str, holds: str) -> int:
        """Make a source known."""
        del department, owner, holds
        return self._sources.setdefault(name, len(self._sources) + 1)

    def knows(self, source: str) -> bool:
        """Say whether a source of this name was ever opened."""
        return source in self._sources

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
        """Keep rows; the latest received of a key is the present one."""
        self._demand(source)
        received, new = _us(received_at), 0
        for key, cells, happened in zip(keys, rows, happened_us, strict=True):
            versions = self._versions.setdefault((source, key), [])
            same = [row for row in versions if row[1] == tuple(cells)]
            if same and versions[-1][1] == tuple(cells):
                continue
            versions += same or [(tuple(columns), tuple(cells), received, happened)]
            new += 1
        return Accepted(new=new, known=len(rows) - new)

    def keep_events(
        self, source: str, events: Sequence[Event], *, received_at: datetime
    ) -> list[Kept]:
        """Keep events, each id of a source once and for ever."""
        self._demand(source)
        found = []
        columns = self._columns.setdefault(source, set())
        for event in events:
            known = self._digests.setdefault((source, event.key), event.digest)
            if (source, event.key) in self._versions:
                same = known == event.digest
                found.append(Kept.KNOWN if same else Kept.OTHER)
                continue
            for name in event.cells:
                if len(columns) < MOST_COLUMNS and len(name) <= LONGEST_COLUMN:
                    columns.add(name)
            cells = {
                name: cell for name, cell in event.cells.items() if name in columns
            }
            row = (tuple(cells), tuple(cells.values()))
            self._versions[source, event.key] = [
                (*row, _us(received_at), event.happened_us)
            ]
            found.append(Kept.NEW)
        return found

    def key_column(self, source: str) -> str | None:
        """Return the column that names the rows, or None where undecided."""
        self._demand(source)
        return self._keys.get(source)

    def settle_key(self, source: str, column: str) -> None:
        """Decide once and for all which column names the rows."""
        self._demand(source)
        self._keys.setdefault(source, column)

    def quarantine(
        self, source: str, rows: Sequence[tuple[str, str, str]], *, at: datetime
    ) -> int:
        """Keep rows that could not be read."""
        del at
        self._demand(source)
        before = len(self._bad)
        for place, raw, because in rows:
            if (source, place, raw) not in self._bad:
                self._number += 1
                self._bad[source, place, raw] = QuarantinedRow(
                    source=source, place=place, raw=raw, because=because,
                    number=self._number,
                )  # fmt: skip
        return len(self._bad) - before

    def quarantined(self) -> list[QuarantinedRow]:
        """Return all rows that could not be read, oldest first."""
        return list(self._bad.values())

    def release(self, number: int) -> None:
        """Take a row out of quarantine."""
        self._bad = {key: row for key, row in self._bad.items() if row.number != number}

    def counts(self) -> dict[str, int]:
        """Return the number of present rows of each source."""
        return {
            name: sum(source == name for source, _ in self._versions)
            for name in sorted(self._sources)
        }

    def changed(self) -> dict[str, int]:
        """Return per source how many row keys had several contents."""
        several = [
            source
            for (source, _), versions in self._versions.items()
            if len({row[1] for row in versions}) > 1
        ]
        return {name: several.count(name) for name in set(several)}

    def received_since(
        self, source: str, since: datetime
    ) -> list[tuple[dict[str, str], datetime]]:
        """Return what a source got at *since* or later: cells by column, and when."""
        self._demand(source)
        rows = [
            row
            for (name, _), versions in self._versions.items()
            if name == source
            for row in versions
        ]
        found = []
        for names, cells, received, *_ in rows:
            at = _EPOCH + timedelta(microseconds=received)
            if at >= since:
                pairs = zip(names, cells, strict=False)
                found.append(({name: cell for name, cell in pairs if cell}, at))
        return found

    def present(self, source: str) -> pa.Table:
        """Return the rows of *source* as they are now."""
        self._demand(source)
        latest = {
            key: versions[-1]
            for (name, key), versions in self._versions.items()
            if name == source
        }
        names = list(dict.fromkeys(n for row in latest.values() for n in row[0]))
        fields = [dict(zip(row[0], row[1], strict=False)) for row in latest.values()]
        columns = {
            "row_key": pa.array(list(latest), pa.string()),
            "received_us": pa.array([row[2] for row in latest.values()], pa.int64()),
            "happened_us": pa.array([row[3] for row in latest.values()], pa.int64()),
        }
        for name in names:
            cells = [row.get(name) or None for row in fields]
            columns[f"f:{name}"] = pa.array(cells, pa.string())
        return pa.table(columns)

    def history(self, source: str) -> pa.Table:
        """Return every row of *source* ever received, earlier contents included."""
        self._demand(source)
        rows = [
            (key, *row)
            for (name, key), versions in self._versions.items()
            if name == source
            for row in versions
        ]
        names = list(dict.fromkeys(n for row in rows for n in row[1]))
        fields = [dict(zip(row[1], row[2], strict=False)) for row in rows]
        columns = {
            "sequence": pa.array(range(len(rows)), pa.int64()),
            "row_key": pa.array([row[0] for row in rows], pa.string()),
            "received_us": pa.array([row[3] for row in rows], pa.int64()),
            "happened_us": pa.array([row[4] for row in rows], pa.int64()),
        }
        for name in names:
            cells = [row.get(name) or None for row in fields]
            columns[f"f:{name}"] = pa.array(cells, pa.string())
        return pa.table(columns)

    def one(self, record_id: str) -> Record | None:
        """Return the present row with this record id, or None."""
        for (source, key), versions in self._versions.items():
            if f"{source}:{key}" == record_id:
                columns, cells, received, happened = versions[-1]
                return Record(
                    source=source,
                    row_key=key,
                    received_at=_moment(received),
                    happened_at=None if happened is None else _moment(happened),
                    fields={
                        name: cell
                        for name, cell in zip(columns, cells, strict=False)
                        if cell
                    },
                )
        return None

    def _demand(self, source: str) -> None:
        if source not in self._sources:
            msg = f"The source {source!r} was never opened."
            raise ValueError(msg)


def _us(moment: datetime) -> int:
    return (moment - _EPOCH) // timedelta(microseconds=1)


def _moment(microseconds: int) -> datetime:
    return _EPOCH + timedelta(microseconds=microseconds)
