"""Reads JSON lines as a table: nested objects become dotted columns."""

from __future__ import annotations

import json

from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec

from shopkeeper.adapters.files.opening import alphabet_of, check_file, refuse
from shopkeeper.recognise.ports import BadRow, Batch


_DEEPEST = 20


class JsonReader:
    """Reads the objects of a JSON lines file (or one JSON array) as rows of text."""

    kind = "jsonl"

    def __init__(self, path: Path) -> None:
        """
        Read the file once for its columns.

        Raises:
            BadInput: No line holds an object, or they have one field only.
        """
        check_file(path)
        self._path = path
        self._alphabet = alphabet_of(path)
        self.name = path.stem
        names: dict[str, None] = {}
        count = 0
        for _, row in self._objects():
            if isinstance(row, dict):
                names.update(dict.fromkeys(row))
                count += 1
        if not count:
            refuse(path, "holds no JSON object; write one object a line")
        if len(names) < 2:  # noqa: PLR2004
            refuse(path, "has one field only; a table needs at least two")
        self.columns = tuple(names)

    def sample(self, most: int = 2000) -> list[list[str]]:
        """Return the first *most* rows."""
        good = (row for _, row in self._objects() if isinstance(row, dict))
        return [self._cells(row) for row in islice(good, most)]

    def batches(
        self, size: int = 10_000, *, key: str | None = None, lenient: bool = False
    ) -> Iterator[Batch]:
        """Yield all rows in order; a line that is no object is a bad row."""
        del lenient
        rows: list[list[str]] = []
        keys: list[str] = []
        bad: list[BadRow] = []
        for number, row in self._objects():
            if isinstance(row, BadRow):
                bad.append(row)
                continue
            rows.append(self._cells(row))
            keys.append(str(number) if key is None else row.get(key, ""))
            if len(rows) == size:
                yield Batch(columns=self.columns, keys=keys, rows=rows, bad=bad)
                rows, keys, bad = [], [], []
        if rows or bad:
            yield Batch(columns=self.columns, keys=keys, rows=rows, bad=bad)

    def _cells(self, row: dict[str, str]) -> list[str]:
        return [row.get(name, "") for name in self.columns]

    def _objects(self) -> Iterator[tuple[int, dict[str, str] | BadRow]]:
        """Yield each row's number, and its flat object or what is wrong with it."""
        number = 0
        for text in self._lines():
            if text and not text.isspace():
                number += 1
                yield number, _row_of(number, text)

    def _lines(self) -> Iterator[str]:
        with self._path.open(
            encoding=self._alphabet.encoding, errors=self._alphabet.errors
        ) as file:
            start = file.read(1)
            while start.isspace():
                start = file.read(1)
            if start != "[":
                yield start + file.readline()
                yield from file
                return
            try:
                whole = msgspec.json.decode((start + file.read()).encode())
            except (msgspec.DecodeError, UnicodeError, RecursionError):
                refuse(self._path, "begins as a JSON array but is none; check its end")
        for one in whole:
            yield msgspec.json.encode(one).decode()


def _row_of(number: int, text: str) -> dict[str, str] | BadRow:
    shown = text.strip().encode("utf-8", "surrogateescape").decode("utf-8", "replace")
    try:
        found = msgspec.json.decode(text)
    except (msgspec.DecodeError, UnicodeError, RecursionError) as error:
        return BadRow(number, shown, f"is not JSON: {error}")
    if not isinstance(found, dict):
        return BadRow(number, shown, "is JSON, but no object")
    flat: dict[str, str] = {}
    _flatten(found, "", flat, 0)
    return flat


def _flatten(
    found: dict[str, object], above: str, flat: dict[str, str], depth: int
) -> None:
    for name, value in found.items():
        if isinstance(value, dict) and value and depth < _DEEPEST:
            _flatten(value, f"{above}{name}.", flat, depth + 1)
        elif isinstance(value, str):
            flat[above + name] = value
        elif isinstance(value, bool):
            flat[above + name] = "true" if value else "false"
        elif value is not None:
            flat[above + name] = json.dumps(value, ensure_ascii=False)
        else:
            flat.setdefault(above + name, "")
