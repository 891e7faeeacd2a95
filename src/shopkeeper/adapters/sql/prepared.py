"""A query that is written once and asked often, past SQLAlchemy, on SQLite alone.

Compiling and wrapping a statement costs SQLAlchemy ten times what SQLite takes to find
one person's rows by an index. The text is still SQLAlchemy's: it is written down once,
and asked of the same connection inside the same transaction.
"""

from __future__ import annotations

import re

from collections import namedtuple
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy.dialects import sqlite


_OPEN = re.compile(r"__\[POSTCOMPILE_(\w+)\]|(?<!:):(\w+)")


class Prepared:
    """
    One statement, with lists of values left open.

    Args:
        statement: A `select` of plain columns.
    """

    def __init__(self, statement: Any) -> None:
        self.statement = statement  # held, so that its place in memory stays its own
        compiled = statement.compile(dialect=sqlite.dialect(paramstyle="named"))
        self._names: list[tuple[str, bool]] = []
        self._parts: list[str] = []
        text, end = str(compiled), 0
        for found in _OPEN.finditer(text):
            self._parts.append(text[end : found.start()])
            self._names.append((found[1] or found[2], found[1] is not None))
            end = found.end()
        self._parts.append(text[end:])
        self._fixed = dict(compiled.params)
        self._texts: dict[tuple[int, ...], str] = {}
        keys = [column.key for column in statement.selected_columns]
        self._row: Callable[[Sequence[Any]], Any] = _row_of(keys)

    def ask(self, driver: Any, values: Mapping[str, Any]) -> list[Any]:
        """Ask it of a connection of `sqlite3`."""
        bound: list[Any] = []
        sizes: list[int] = []
        for name, is_list in self._names:
            value = values[name] if name in values else self._fixed[name]
            if is_list:
                bound += value
                sizes.append(len(value))
            else:
                bound.append(value)
        shape = tuple(sizes)
        text = self._texts.get(shape)
        if text is None:
            text = self._texts[shape] = self._written(shape)
        return [self._row(one) for one in driver.execute(text, bound)]

    def _written(self, sizes: tuple[int, ...]) -> str:
        left = iter(sizes)
        written = [self._parts[0]]
        for (_, is_list), part in zip(self._names, self._parts[1:], strict=True):
            # SQLite takes `IN ()`, which holds of nothing.
            written.append(", ".join(["?"] * next(left)) if is_list else "?")
            written.append(part)
        return "".join(written)


def _row_of(keys: Sequence[str]) -> Callable[[Sequence[Any]], Any]:
    makes: Any = namedtuple  # noqa: PYI024 its names are known only now
    row: Any = makes("Row", keys, rename=True)
    made: Callable[[Sequence[Any]], Any] = row._make
    return made
