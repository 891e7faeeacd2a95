"""What `recognise` needs from the world, in its own words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple, Protocol

import pyarrow as pa


class BadRow(NamedTuple):
    """
    A row that could not be read as the others are, kept with the reason.

    Attributes:
        number: The row's number from 1; 0 for lines above the header.
        raw: What stood there, as far as it could be decoded.
        reason: One line for people.
    """

    number: int
    raw: str
    reason: str


@dataclass(frozen=True, kw_only=True)
class FileTable:
    """
    One table of a file as a department keeps it.

    Attributes:
        name: The file's stem, or `<stem>/<sheet>` for a workbook.
        kind: `csv`, `parquet`, `jsonl`, `xlsx`, `mbox` or `text`.
        first_row: Number of the first data row: 1, or the sheet's own number.
        data: The cells. Parquet keeps its types; all else is text, and an empty
            cell is null.
        row_numbers: Number of each row of `data`, where they have gaps.
        keys: The rows' own keys, where the format has them (mbox Message-IDs).
        bad: Rows that are not in `data`, with the reason.
    """

    name: str
    kind: str
    first_row: int
    data: pa.Table
    row_numbers: Sequence[int] | None = None
    keys: Sequence[str] | None = None
    bad: Sequence[BadRow] = ()

    def row_number(self, index: int) -> int:
        """Return the number by which people find row *index* (from 0) of `data`."""
        if self.row_numbers is None:
            return self.first_row + index
        return self.row_numbers[index]


@dataclass(frozen=True, kw_only=True)
class Batch:
    """
    Some consecutive rows of one table, as text.

    Attributes:
        columns: Names, as the header has them.
        keys: Row key of each row; as long as `rows`.
        rows: Cells as text, each row as long as `columns`; empty text is empty.
        bad: Rows of this stretch that could not be read, with the reason.
    """

    columns: tuple[str, ...]
    keys: list[str]
    rows: list[list[str]]
    bad: list[BadRow] = field(default_factory=list)


class RowSource(Protocol):
    """The rows of one table as text, read without holding the whole file."""

    @property
    def name(self) -> str:
        """The file's stem, or `<stem>/<sheet>`."""

    @property
    def kind(self) -> str:
        """`csv`, `parquet`, `jsonl`, `xlsx`, `mbox` or `text`."""

    @property
    def columns(self) -> tuple[str, ...]:
        """Names of the columns."""

    def sample(self, most: int = 2000) -> list[list[str]]:
        """Return about *most* rows from all over the table, in order."""

    def batches(
        self, size: int = 10_000, *, key: str | None = None, lenient: bool = False
    ) -> Iterator[Batch]:
        """
        Yield all rows in order, *size* at a time.

        Args:
            size: Rows in a batch, at most.
            key: Column that names the row; else the row's own number does.
            lenient: Keep rows that are shorter or longer than the header.
        """
