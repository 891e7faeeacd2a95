"""Reads Parquet: whole with its types, or batch by batch as text."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from shopkeeper.adapters.files.opening import check_file, refuse
from shopkeeper.recognise.columns import as_texts, column_names, sample_rows
from shopkeeper.recognise.ports import Batch


# A sample looks into about so many parts of a large file.
_GROUPS = 8
_DAMAGED = (
    "is damaged or cut off Parquet ({error}); copy it again from where it came from"
)


def read_parquet(path: Path) -> pa.Table:
    """
    Read a Parquet file with its own types; dictionaries become plain columns.

    Raises:
        BadInput: It is no Parquet, is cut off, or has no rows.
    """
    check_file(path)
    try:
        table = pq.read_table(path)
        table.validate(full=True)
        names = column_names(table.column_names)
        columns = [_plain(column) for column in table.columns]
        table = pa.table(dict(zip(names, columns, strict=True)))
    except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
        refuse(path, _DAMAGED.format(error=_short(error)))
    if not table.num_rows:
        refuse(path, "has columns but no rows; export it again, with its rows")
    if table.num_columns == 1:
        refuse(path, "has one column only; a table needs at least two")
    return table


class ParquetReader:
    """Reads the rows of one Parquet file as text, without holding them all."""

    kind = "parquet"

    def __init__(self, path: Path) -> None:
        """Read the file's footer; rows are read when asked for."""
        check_file(path)
        self._path = path
        self.name = path.stem
        try:
            footer = pq.ParquetFile(path)
            names, rows = footer.schema_arrow.names, footer.metadata.num_rows
        except (pa.ArrowException, OSError, ValueError) as error:
            refuse(path, _DAMAGED.format(error=_short(error)))
        if not rows:
            refuse(path, "has columns but no rows; export it again, with its rows")
        if len(names) == 1:
            refuse(path, "has one column only; a table needs at least two")
        self.columns = column_names(names)

    def sample(self, most: int = 2000) -> list[list[str]]:
        """Return up to *most* rows from all over the file, in order."""
        try:
            with pq.ParquetFile(self._path) as file:
                groups = file.num_row_groups
                step = max(1, groups // _GROUPS)
                table = file.read_row_groups(list(range(0, groups, step)))
                columns = [_plain(column) for column in table.columns]
        except (pa.ArrowException, OSError, ValueError, OverflowError) as error:
            refuse(self._path, _DAMAGED.format(error=_short(error)))
        return sample_rows(pa.table(columns, names=list(self.columns)), most)

    def batches(
        self, size: int = 10_000, *, key: str | None = None, lenient: bool = False
    ) -> Iterator[Batch]:
        """Yield all rows in order, as text."""
        del lenient
        place = self.columns.index(key) if key is not None else None
        number = 1
        try:
            with pq.ParquetFile(self._path) as file:
                for part in file.iter_batches(batch_size=size):
                    part.validate(full=True)
                    texts = [
                        as_texts(_plain(one)).fill_null("") for one in part.columns
                    ]
                    columns = [one.to_pylist() for one in texts]
                    rows = list(map(list, zip(*columns, strict=True)))
                    keys = (
                        [str(number + index) for index in range(len(rows))]
                        if place is None
                        else columns[place]
                    )
                    number += len(rows)
                    yield Batch(columns=self.columns, keys=keys, rows=rows)
        except (pa.ArrowException, OSError, ValueError) as error:
            refuse(self._path, _DAMAGED.format(error=_short(error)))


def _plain(column: pa.Array) -> pa.Array:
    kind = column.type
    if pa.types.is_dictionary(kind):
        return column.cast(kind.value_type)
    if pa.types.is_large_string(kind) or pa.types.is_string_view(kind):
        return column.cast(pa.string())
    return column


def _short(error: Exception) -> str:
    return " ".join(str(error).split())[:120] or type(error).__name__
