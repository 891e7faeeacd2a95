"""A TOML file whose every complaint names file, line and what to do."""

from __future__ import annotations

import difflib
import re
import tomllib

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from shopkeeper.adapters.files.toml_lines import KeyPath, key_lines
from shopkeeper.vocabulary import BadInput


T = TypeVar("T")

_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)$")


@dataclass(frozen=True, slots=True)
class TomlTable:
    """
    A table of a TOML file that can say where each of its keys stands.

    Attributes:
        where: The file, as an error names it.
        data: The table's keys and values.
        lines: Line of each path in the whole file.
        path: Path of this table in the file.
    """

    where: str
    data: Mapping[str, object]
    lines: Mapping[KeyPath, int]
    path: KeyPath = ()

    def error(self, says: str, *below: str | int) -> BadInput:
        """Make an error that names the line of what is *below*, or of the table."""
        path = (*self.path, *below)
        while path and path not in self.lines:
            path = path[:-1]
        return BadInput(f"{self.where}, line {self.lines.get(path, 1)}: {says}")

    def name(self, key: str | None = None) -> str:
        """Write the path of the table, or of a key in it, without numbers."""
        parts = [str(part) for part in self.path if isinstance(part, str)]
        return ".".join([*parts, key] if key else parts)

    def refuse_unknown(self, known: Collection[str]) -> None:
        """
        Refuse the first key that is not *known*.

        Raises:
            BadInput: Naming file, line and the nearest known key.
        """
        for key in self.data:
            if key not in known:
                says = (
                    f"unknown key `{self.name(key)}`: did you mean "
                    f"`{self.name(nearest(key, known))}`?"
                )
                raise self.error(says, key)

    def read(self, key: str, reader: Callable[[object], T], default: T) -> T:
        """
        Read a value, or take *default* where the key is not there.

        Args:
            key: A key of this table.
            reader: Turns the TOML value into ours, or raises ValueError with
                the rest of a sentence that begins with the key.
            default: For a missing key.

        Raises:
            BadInput: Naming file, line and key.
        """
        return self.need(key, reader) if key in self.data else default

    def need(self, key: str, reader: Callable[[object], T]) -> T:
        """
        Read a value that must be there.

        Raises:
            BadInput: If it is missing or wrong, naming file, line and key.
        """
        if key not in self.data:
            inside = f"[{self.name()}]" if self.path else "the file"
            says = f"{inside} has no `{key}`: add a line `{key} = …`"
            raise self.error(says)
        try:
            return reader(self.data[key])
        except ValueError as reason:
            says = f"`{self.name(key)}` {reason}"
            raise self.error(says, key) from None

    def table(self, key: str) -> TomlTable:
        """Open the table below *key*; a missing one is empty."""
        data = self.data.get(key, {})
        if not isinstance(data, dict):
            says = f"`{self.name(key)}` must be a table: write [{self.name(key)}]"
            raise self.error(says, key)
        return TomlTable(self.where, data, self.lines, (*self.path, key))

    def tables(self, key: str) -> tuple[TomlTable, ...]:
        """Open each `[[key]]`; a missing one is none."""
        rows = self.data.get(key, [])
        if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
            says = f"`{self.name(key)}` must be tables: write [[{self.name(key)}]]"
            raise self.error(says, key)
        return tuple(
            TomlTable(self.where, row, self.lines, (*self.path, key, number))
            for number, row in enumerate(rows)
        )


def read_toml(path: Path) -> tuple[TomlTable, str]:
    """
    Read a TOML file.

    Returns:
        Its outermost table, and its text as written.

    Raises:
        BadInput: If it cannot be read or is no TOML, naming file and line.
    """
    try:
        data = path.read_bytes()
    except OSError as error:
        reason = error.strerror or "it cannot be read"
        msg = f"{path}: {reason}: check that the file is there and readable"
        raise BadInput(msg) from None
    try:
        # Windows editors write a byte order mark; TOML itself has none.
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        msg = f"{path}, line {line}: this is not UTF-8: save the file as UTF-8"
        raise BadInput(msg) from None
    return parse_toml(text, where=str(path)), text


def parse_toml(text: str, *, where: str) -> TomlTable:
    """
    Parse TOML that stands in *where*.

    Raises:
        BadInput: If it is no TOML, naming file and line.
    """
    try:
        data = tomllib.loads(text)
    except RecursionError:
        msg = f"{where}: this is nested too deeply: write it with fewer brackets"
        raise BadInput(msg) from None
    except ValueError as error:
        raise BadInput(_no_toml(str(error), text, where)) from None
    # tomllib takes \r\n for \n, and so do the lines.
    return TomlTable(where, data, key_lines(text.replace("\r\n", "\n")))


def nearest(word: str, known: Collection[str]) -> str:
    """
    Return the *known* word most like *word*, capitals being no matter.

    Example:
        >>> nearest("holiday", ["opens", "holidays"])
        'holidays'
    """
    by_folded = {one.casefold(): one for one in sorted(known)}
    close = difflib.get_close_matches(word.casefold(), by_folded, n=1, cutoff=0.0)
    return by_folded[close[0]]


def _no_toml(complaint: str, text: str, where: str) -> str:
    place = _PLACE.search(complaint)
    line = text.count("\n") + (not text.endswith("\n"))
    column = ""
    if place and place[1]:
        line, column = int(place[1]), f", column {place[2]}"
    says = _PLACE.sub("", complaint)
    return f"{where}, line {line}{column}: this is not TOML ({says}): correct it there"
