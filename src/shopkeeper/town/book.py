"""Keep a department's rows beside the truth about each of them."""

from __future__ import annotations

import csv
import io
import json

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from shopkeeper.town.model import Cell, Statement, TownFile


@dataclass(frozen=True, kw_only=True)
class Habit:
    """
    How a department keeps its file; the fields are those of `TownFile`.

    Attributes:
        key: The column whose values name the rows, or None: their numbers do.
    """

    name: str
    path: str
    holds: str
    department: str
    format: str
    columns: tuple[str, ...]
    key: str | None = None
    encoding: str = ""
    delimiter: str = ""
    sheet: str = ""
    title: tuple[str, ...] = ()


@dataclass(frozen=True)
class Behind:
    """
    Who stands behind a row.

    Attributes:
        person: Whose row it is; None: nobody's (a test account, a passer-by).
        also: Others it speaks for as well ("Ann & Bob").
    """

    person: str | None
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Slip:
    """A row that is wrong: what it says, what is so, and on which predicate."""

    record_id: str
    person: str
    about: str
    recorded: str
    really: str


@dataclass
class Book:
    """
    One department's file in the making.

    Example:
        >>> book = Book(Habit(name="s", path="s.csv", holds="people", department="d",
        ...     format="csv", columns=("no", "first"), key="no", delimiter=";"))
        >>> book.add("p0001", ("K-1", "Ann"), says={"person.called": "Ann"})
        's:K-1'
        >>> book.file().text
        'no;first\\r\\nK-1;Ann\\r\\n'
    """

    habit: Habit
    rows: list[tuple[Cell, ...]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    behind: dict[str, Behind] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    statements: list[Statement] = field(default_factory=list)
    slips: list[Slip] = field(default_factory=list)

    def add(
        self,
        person: str | None,
        cells: Sequence[Cell],
        *,
        also: Iterable[str] = (),
        says: Mapping[str, str] | None = None,
        denies: Mapping[str, str] | None = None,
    ) -> str:
        """
        Write a row.

        Args:
            person: Whose it is in truth, or None.
            cells: In the order of the columns. Empty text is an empty cell.
            also: Others it speaks for.
            says: What it states, by predicate (`name.full` for a whole name).
            denies: What it says is not so.

        Returns:
            The row's record id.
        """
        values = tuple(self._as_kept(cell) for cell in cells)
        number = len(self.rows) + 1
        by_number = str(number)
        if self.habit.sheet:
            by_number = f"{self.habit.sheet}!{number + len(self.habit.title) + 1}"
        key = by_number
        if self.habit.key is not None:
            key = str(values[self.habit.columns.index(self.habit.key)])
        record_id = f"{self.habit.name}:{key}"
        self.rows.append(values)
        self.keys.append(key)
        self.behind[record_id] = Behind(person, tuple(also))
        self.aliases[f"{self.habit.name}:{by_number}"] = record_id
        if person is not None:
            self._note(record_id, person, says or {}, denies=False)
            self._note(record_id, person, denies or {}, denies=True)
        return record_id

    def slip(self, record_id: str, about: str, recorded: str, really: str) -> None:
        """Remember that a row of somebody's is wrong."""
        person = self.behind[record_id].person
        if person is not None:
            self.slips.append(Slip(record_id, person, about, recorded, really))

    def file(self) -> TownFile:
        """Close the book."""
        habit = self.habit
        return TownFile(
            name=habit.name,
            path=habit.path,
            holds=habit.holds,
            department=habit.department,
            format=habit.format,
            encoding=habit.encoding,
            delimiter=habit.delimiter,
            columns=habit.columns,
            rows=tuple(self.rows),
            keys=tuple(self.keys),
            text=self._text(),
            sheet=habit.sheet,
            title=habit.title,
        )

    def _note(
        self, record_id: str, person: str, said: Mapping[str, str], *, denies: bool
    ) -> None:
        self.statements.extend(
            Statement(
                record_id=record_id,
                person=person,
                about=about,
                value=value,
                denies=denies,
            )
            for about, value in said.items()
            if value.strip()
        )

    def _as_kept(self, cell: Cell) -> Cell:
        """Lose what the file's encoding cannot keep, as the department's tool does."""
        if isinstance(cell, str) and self.habit.encoding not in {"", "utf-8"}:
            kept = cell.encode(self.habit.encoding, errors="replace")
            return kept.decode(self.habit.encoding)
        return cell

    def _text(self) -> str | None:
        if self.habit.format == "csv":
            out = io.StringIO()
            writer = csv.writer(out, delimiter=self.habit.delimiter)
            writer.writerow(self.habit.columns)
            writer.writerows(self.rows)
            return out.getvalue()
        if self.habit.format == "jsonl":
            lines = (
                nested(dict(zip(self.habit.columns, row, strict=True)))
                for row in self.rows
            )
            return "".join(json.dumps(x, ensure_ascii=False) + "\n" for x in lines)
        if self.habit.format == "txt":
            return "\n".join("\n".join(str(c) for c in row) + "\n" for row in self.rows)
        return None


def nested(flat: Mapping[str, Cell]) -> dict[str, object]:
    """
    Turn dotted names into nested objects, leaving empty ones out.

    Example:
        >>> nested({"a.b": 1, "a.c": None, "d": "x"})
        {'a': {'b': 1}, 'd': 'x'}
    """
    found: dict[str, object] = {}
    for name, value in flat.items():
        if value is None or value == "":
            continue
        *path, last = name.split(".")
        place = found
        for step in path:
            inner = place.setdefault(step, {})
            if not isinstance(inner, dict):
                msg = f"{name} is both a value and a group."
                raise TypeError(msg)
            place = inner
        place[last] = value.isoformat() if isinstance(value, datetime) else value
    return found
