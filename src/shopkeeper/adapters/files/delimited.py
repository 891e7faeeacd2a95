"""Reads CSV as departments write it: any usual delimiter, quotes, ragged rows."""

from __future__ import annotations

import csv
import io

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct

from shopkeeper.adapters.files.formulas import may_hold_guards, unguard
from shopkeeper.adapters.files.opening import (
    Alphabet,
    alphabet_of,
    check_file,
    refuse,
)
from shopkeeper.recognise.columns import column_names, first_row_is_header
from shopkeeper.recognise.ports import BadRow, Batch


# A mail's whole body may stand in one cell; Python's own limit is 128 KiB.
csv.field_size_limit(1 << 24)
_LOOK_CHARACTERS = 1 << 18
_LOOK_ROWS = 500
_PLACES = 24
# Commas come last: they stand inside numbers and texts of files that use another.
_DELIMITERS = ("\t", ";", "|", ",")
_SHORT_HABIT = 0.02


class Layout(Struct, frozen=True, kw_only=True):
    """
    How a delimited file is laid out.

    Attributes:
        alphabet: How its bytes are letters.
        delimiter: What parts its cells; None: runs of blanks.
        columns: Names of its columns.
        skipped: Lines above the first data row that are not blank, header included.
        titles: Those of them above the header.
        pads: Does it leave out empty cells at a row's end as a habit?
    """

    alphabet: Alphabet
    delimiter: str | None
    columns: tuple[str, ...]
    skipped: int
    titles: tuple[str, ...]
    pads: bool


def layout_of(path: Path) -> Layout:
    """
    Find out how a delimited file is laid out.

    Raises:
        BadInput: It is no table: empty, one column, a header without rows, no text.
    """
    check_file(path)
    alphabet = alphabet_of(path)
    with _opened(path, alphabet) as file:
        text = file.read(_LOOK_CHARACTERS)
    if len(text) == _LOOK_CHARACTERS and "\n" in text:
        text = text[: text.rindex("\n") + 1]
    if not text.strip():
        refuse(path, "holds nothing but blanks; export it again, with its rows")
    delimiter, rows = _delimiter_of(path, text)
    width = Counter(map(len, rows)).most_common(1)[0][0]
    start = next(
        index
        for index, row in enumerate(rows)
        if 2 * len(row) > width or index > 20  # noqa: PLR2004
    )
    titles = tuple(" ".join(_readable(row)) for row in rows[:start])
    rows = rows[start:]
    width = len(rows[0]) if len(rows[0]) > 1 else width
    headed = first_row_is_header(rows)
    if headed and len(rows) == 1:
        refuse(path, "has a header but no rows; export it again, with its rows")
    header = rows[0] if headed else [""] * max(width, len(rows[0]))
    body = rows[1:] if headed else rows
    short = sum(len(row) < len(header) for row in body) / len(body)
    return Layout(
        alphabet=alphabet,
        delimiter=delimiter,
        columns=column_names(_readable(header)),
        skipped=start + (1 if headed else 0),
        titles=titles,
        pads=short > _SHORT_HABIT,
    )


class DelimitedReader:
    """Reads the rows of one delimited file, without holding them all."""

    kind = "csv"

    def __init__(self, path: Path) -> None:
        """Look at the file's layout; rows are read when asked for."""
        self._path = path
        self.layout = layout_of(path)
        self.name = path.stem
        self.columns = self.layout.columns
        self._guarded = may_hold_guards(path)

    def sample(self, most: int = 2000) -> list[list[str]]:
        """Return rows from all over the file, in order, each as long as the header."""
        with _opened(self._path, self.layout.alphabet) as file:
            head = islice(self._records(file), self.layout.skipped, most // 2)
            rows = [row for row in head if len(row) == len(self.columns)]
        if self._path.stat().st_size > _LOOK_CHARACTERS:
            # Quotes and line ends are not in the cells: take half as much again.
            text = "".join(cell + "   " for row in rows for cell in row)
            seen = len(text.encode(self.layout.alphabet.encoding, "replace"))
            rows += self._from_within(seen * 3 // 2, most // 2 // _PLACES)
        return rows

    def batches(
        self, size: int = 10_000, *, key: str | None = None, lenient: bool = False
    ) -> Iterator[Batch]:
        """
        Yield all rows in order.

        Args:
            size: Rows in a batch, at most.
            key: Column that names the row; else its number from 1 does.
            lenient: Keep rows of another length: short ones are filled with empty
                cells, of long ones the last cell takes the rest.
        """
        place = self.columns.index(key) if key is not None else None
        titles = [BadRow(0, line, "stands above the header") for line in self._titles]
        number = 1
        with _opened(self._path, self.layout.alphabet) as file:
            records = self._records(file)
            for _ in range(self.layout.skipped):
                next(records, None)
            while rows := self._take(records, size):
                numbers = range(number, number + len(rows))
                number += len(rows)
                kept: Sequence[int] = numbers
                bad = titles
                titles = []
                if self._need_care(rows):
                    kept, rows, worse = self._cared_for(numbers, rows, lenient=lenient)
                    bad = bad + worse
                keys = (
                    list(map(str, kept))
                    if place is None
                    else [row[place] for row in rows]
                )
                yield Batch(columns=self.columns, keys=keys, rows=rows, bad=bad)

    @property
    def _titles(self) -> tuple[str, ...]:
        return self.layout.titles

    def _take(self, records: Iterator[list[str]], size: int) -> list[list[str]]:
        try:
            rows = list(islice(records, size))
        except csv.Error as error:
            refuse(
                self._path,
                f"cannot be read as CSV ({error}); look for a quotation mark that "
                "is opened and never closed",
            )
        return [list(map(unguard, row)) for row in rows] if self._guarded else rows

    def _need_care(self, rows: list[list[str]]) -> bool:
        widths = set(map(len, rows))
        return widths != {len(self.columns)} or self.layout.alphabet.broken

    def _cared_for(
        self, numbers: range, rows: list[list[str]], *, lenient: bool
    ) -> tuple[list[int], list[list[str]], list[BadRow]]:
        width = len(self.columns)
        kept: list[int] = []
        good: list[list[str]] = []
        bad: list[BadRow] = []
        for number, row in zip(numbers, rows, strict=True):
            cells = row
            if len(row) < width and (lenient or self.layout.pads):
                cells = row + [""] * (width - len(row))
            elif len(row) > width and (lenient or not any(row[width:])):
                rest = [cell for cell in row[width - 1 :] if cell]
                joined = (self.layout.delimiter or " ").join(rest)
                cells = [*row[: width - 1], joined]
            reason = self._fault(cells, width)
            if reason and not (lenient and len(cells) == width):
                bad.append(BadRow(number, self._raw(row), reason))
            else:
                kept.append(number)
                good.append(_readable(cells) if reason else cells)
        return kept, good, bad

    def _fault(self, cells: list[str], width: int) -> str | None:
        if len(cells) != width:
            return f"has {len(cells)} cells where the header has {width}"
        if self.layout.alphabet.broken and not _is_readable("".join(cells)):
            return "holds bytes that are no UTF-8"
        return None

    def _raw(self, row: list[str]) -> str:
        return (self.layout.delimiter or " ").join(_readable(row))

    def _records(self, file: io.TextIOBase) -> Iterator[list[str]]:
        return filter(None, _cells(file, self.layout.delimiter))

    def _from_within(self, after: int, each: int) -> list[list[str]]:
        """Look at some rows at even places after byte *after*, no row twice."""
        size = self._path.stat().st_size
        encoding = self.layout.alphabet.encoding
        wide = encoding.startswith(("utf-16", "utf-32"))
        step = (size - after) // (_PLACES + 1)
        if wide or step <= 0:
            return []
        rows: list[list[str]] = []
        with self._path.open("rb") as file:
            for place in range(1, _PLACES + 1):
                file.seek(after + step * place)
                lost = len(file.readline())
                most = max(min(each * 400, step - lost), 0)
                block = file.read(most).decode(encoding, "replace")
                text = block[: block.rfind("\n") + 1]
                found = _cells(io.StringIO(text, newline=""), self.layout.delimiter)
                try:
                    rows += [
                        row
                        for row in islice(found, each)
                        if len(row) == len(self.columns)
                    ]
                except csv.Error:
                    continue
        return rows


def _opened(path: Path, alphabet: Alphabet) -> io.TextIOWrapper:
    return path.open(encoding=alphabet.encoding, errors=alphabet.errors, newline="")


def _cells(file: io.TextIOBase, delimiter: str | None) -> Iterator[list[str]]:
    if delimiter is None:
        return map(str.split, file)
    return csv.reader(file, delimiter=delimiter)


def _delimiter_of(path: Path, text: str) -> tuple[str | None, list[list[str]]]:
    """Take the delimiter that gives most rows the same number of cells."""
    best: tuple[float, str | None, list[list[str]]] = (0.0, None, [])
    for delimiter in (*_DELIMITERS, None):
        try:
            found = _cells(io.StringIO(text, newline=""), delimiter)
            rows = [row for row in islice(found, _LOOK_ROWS) if row]
        except csv.Error:
            continue
        if not rows:
            continue
        width, times = Counter(map(len, rows)).most_common(1)[0]
        consistent = times / len(rows)
        # A better one must be clearly better: the order above breaks near ties.
        if width > 1 and consistent > best[0] + 0.05:
            needed = 0.95 if delimiter is None else 0.0
            if consistent > needed:
                best = (consistent, delimiter, rows)
    if best[0] < 0.5:  # noqa: PLR2004
        refuse(
            path,
            "has one column only; part its cells by commas, semicolons or tabs",
        )
    return best[1], best[2]


def _is_readable(text: str) -> bool:
    return not any("\udc80" <= one <= "\udcff" for one in text)


def _readable(cells: list[str]) -> list[str]:
    return [
        cell.encode("utf-8", "surrogateescape").decode("utf-8", "replace")
        for cell in cells
    ]
