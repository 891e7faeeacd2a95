"""Rows that were read whole: workbooks, mail and notes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from shopkeeper.recognise.ports import BadRow, Batch


class HeldRows:
    """The rows of one table, held in memory, offered as other readers do."""

    def __init__(  # the parts of a table
        self,
        *,
        name: str,
        kind: str,
        columns: Sequence[str],
        rows: list[list[str]],
        numbers: Sequence[int],
        keys: Sequence[str] | None = None,
        bad: Sequence[BadRow] = (),
    ) -> None:
        """
        Hold what was read.

        Args:
            name: The table's name.
            kind: The file's kind.
            columns: Column names.
            rows: Cells as text, each row as long as *columns*.
            numbers: The number by which people find each row.
            keys: The rows' own keys, where the format has them.
            bad: Rows that could not be read.
        """
        self.name = name
        self.kind = kind
        self.columns = tuple(columns)
        self.numbers = numbers
        self.keys = keys
        self.bad = list(bad)
        self._rows = rows

    def sample(self, most: int = 2000) -> list[list[str]]:
        """Return up to about *most* rows from all over the table, in order."""
        return self._rows[:: max(1, len(self._rows) // most)]

    def batches(
        self, size: int = 10_000, *, key: str | None = None, lenient: bool = False
    ) -> Iterator[Batch]:
        """Yield all rows in order; every row is as long as the header already."""
        del lenient
        place = self.columns.index(key) if key is not None else None
        bad = self.bad
        for start in range(0, max(len(self._rows), 1), size):
            rows = self._rows[start : start + size]
            if place is not None:
                keys = [row[place] for row in rows]
            else:
                keys = list(self._own_keys(start, start + len(rows)))
            yield Batch(columns=self.columns, keys=keys, rows=rows, bad=bad)
            bad = []

    def _own_keys(self, start: int, end: int) -> Sequence[str]:
        if self.keys is not None:
            return self.keys[start:end]
        return [str(number) for number in self.numbers[start:end]]
