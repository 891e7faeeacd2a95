"""Who is one person in these files?"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import pyarrow as pa

from msgspec import Struct

from shopkeeper.recognise.columns import TableMapping
from shopkeeper.recognise.linking.blocking import Blocker
from shopkeeper.recognise.linking.link import PairScorer
from shopkeeper.recognise.linking.persons import Doubt, Persons, persons_of
from shopkeeper.recognise.linking.reading import Reader
from shopkeeper.recognise.linking.records import Texts, joined
from shopkeeper.recognise.ports import FileTable
from shopkeeper.recognise.rows import mapping_of
from shopkeeper.vocabulary import BadInput


_ID_COLUMN = "record_id"


class TablesRead(Struct, frozen=True, kw_only=True):
    """
    Tables with their rows' ids and what was made of them.

    Attributes:
        record_ids: All rows, table by table.
        mappings: Name of each table, and what its columns were taken for.
        persons: Who is who.
    """

    record_ids: Sequence[str]
    mappings: Sequence[tuple[str, TableMapping]]
    persons: Persons


def recognise_tables(
    tables: Sequence[tuple[str, FileTable]],
    *,
    country: str = "GB",
    blocker: Blocker | None = None,
    scorer: PairScorer | None = None,
    seed: int = 0,
) -> TablesRead:
    """
    Find the persons in some tables.

    Args:
        tables: Each with the file it is from, as the user named it.
        country: ISO 3166 code, for phone numbers without a country.
        blocker: Finds the pairs to compare; plain sorting by default.
        scorer: Weighs those pairs; this process by default.
        seed: For the choice of random pairs to learn from.

    Raises:
        BadInput: A record id is missing or stands twice.
    """
    ids = record_ids(tables)
    texts = Texts()
    parts = []
    mappings: list[tuple[str, TableMapping]] = []
    for _, table in tables:
        mapping = mapping_of(table.data)
        reader = Reader(mapping, texts, source=table.name, country=country)
        parts.append(reader.read(table.data))
        mappings.append((table.name, mapping))
    every = [one for own in ids for one in own]
    records = [joined(parts)]
    del parts, ids
    found = persons_of(
        records.pop(), texts, every, blocker=blocker, scorer=scorer, seed=seed
    )
    return TablesRead(record_ids=every, mappings=mappings, persons=found)


def people_table(
    found: TablesRead, previous: Mapping[str, str] | None = None
) -> pa.Table:
    """Return `people` of contracts.md, section 4: one row for each input row."""
    persons, sure = found.persons.people(previous)
    return pa.table(
        {
            "record_id": pa.array(found.record_ids, pa.string()),
            "person_id": pa.array(persons, pa.string()),
            "confidence": pa.array(sure, pa.float64()),
        }
    )


def doubts_table(doubts: Sequence[Doubt]) -> pa.Table:
    """Return `doubts` of contracts.md, section 4."""
    columns = {
        "record_id_a": ([one.record_id_a for one in doubts], pa.string()),
        "record_id_b": ([one.record_id_b for one in doubts], pa.string()),
        "confidence": ([one.confidence for one in doubts], pa.float64()),
        "because": ([one.because for one in doubts], pa.string()),
    }
    return pa.table({name: pa.array(*column) for name, column in columns.items()})


def previous_names(tables: Sequence[FileTable], file: str) -> dict[str, str]:
    """
    Read an earlier `people` file.

    Raises:
        BadInput: It has no `record_id` and `person_id`.
    """
    names: dict[str, str] = {}
    for table in tables:
        if not {_ID_COLUMN, "person_id"} <= set(table.data.column_names):
            message = (
                f"{file}: an earlier people file has the columns record_id and "
                "person_id; give one that recognise wrote."
            )
            raise BadInput(message)
        ids = _texts(table.data, _ID_COLUMN)
        names.update(zip(ids, _texts(table.data, "person_id"), strict=True))
    return names


def record_ids(tables: Sequence[tuple[str, FileTable]]) -> list[list[str]]:
    """
    Give each row its id, as contracts.md, section 4 says.

    Returns:
        For each table the ids of its rows: its own `record_id`, with the file's stem
        before it in all files if any id stands in two; else the stem and the row.

    Raises:
        BadInput: An id is missing, or stands twice.
    """
    own = [_own_ids(file, table) for file, table in tables]
    _check_twice(tables, own)
    clash = _in_two_files(tables, own)
    found = []
    for (_, table), ids in zip(tables, own, strict=True):
        stem = table.name.partition("/")[0]
        if ids is None:
            found.append(_numbered(table))
        else:
            found.append([f"{stem}:{one}" for one in ids] if clash else ids)
    _check_unique(tables, found)
    return found


def _own_ids(file: str, table: FileTable) -> list[str] | None:
    if _ID_COLUMN not in table.data.column_names:
        return None
    ids = _texts(table.data, _ID_COLUMN)
    for index, one in enumerate(ids):
        if not one:
            message = (
                f"{file}, row {table.row_number(index)}: record_id is empty; give "
                "every row one, or leave the column out."
            )
            raise BadInput(message)
    return ids


def _in_two_files(
    tables: Sequence[tuple[str, FileTable]], own: Sequence[list[str] | None]
) -> bool:
    of_file: dict[str, set[str]] = {}
    for (file, _), ids in zip(tables, own, strict=True):
        of_file.setdefault(file, set()).update(ids or [])
    if len(of_file) == 1:
        return False
    return len(set().union(*of_file.values())) < sum(map(len, of_file.values()))


def _numbered(table: FileTable) -> list[str]:
    rows = range(table.data.num_rows)
    return [f"{table.name}:{table.row_number(index)}" for index in rows]


def _check_twice(
    tables: Sequence[tuple[str, FileTable]], own: Sequence[list[str] | None]
) -> None:
    seen: dict[tuple[str, str], int] = {}
    if len({file for file, _ in tables}) == len(tables) and all(
        len(set(ids)) == len(ids) for ids in own if ids
    ):
        return
    for (file, table), ids in zip(tables, own, strict=True):
        for index, one in enumerate(ids or []):
            row = table.row_number(index)
            if (file, one) in seen:
                message = (
                    f"{file}, row {row}: record_id {one!r} stands there already, in "
                    f"row {seen[file, one]}; make record ids unique."
                )
                raise BadInput(message)
            seen[file, one] = row


def _check_unique(
    tables: Sequence[tuple[str, FileTable]], ids: Sequence[Sequence[str]]
) -> None:
    if len(tables) == 1:
        return  # they were looked at before, or are the numbers of its rows
    seen: dict[str, str] = {}
    for (file, _), own in zip(tables, ids, strict=True):
        for one in own:
            if one in seen:
                message = (
                    f"{file}: the record {one!r} is in {seen[one]} too; give each "
                    "file once, and files of one name another name."
                )
                raise BadInput(message)
            seen[one] = file


def _texts(table: pa.Table, column: str) -> list[str]:
    values = table.column(column).to_pylist()
    return ["" if value is None else str(value).strip() for value in values]
