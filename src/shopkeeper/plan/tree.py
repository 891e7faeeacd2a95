"""What the audience and need language says, as a typed tree.

Source: contracts.md, section 3. Two-valued: what nothing is known of makes a
comparison false, `!=` and `not in` included; `not` in front turns that round.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum

from msgspec import Struct


Value = str | int | float | date

STAGE = "stage"
CONSENT = "consent"
LAST_TOUCH = "last_touch"
SILENCE = "silence"
DUE_ON = "usual.due_on"  # the one predicate for which `within` looks ahead

# So that no window leaves the calendar.
LONGEST = timedelta(days=36_500)


class Comparison(StrEnum):
    """How a value is compared."""

    IS = "="
    IS_NOT = "!="
    LESS = "<"
    AT_MOST = "<="
    MORE = ">"
    AT_LEAST = ">="


class Unit(StrEnum):
    """Units of a window. A month is 30 days, a year 365 (contracts.md, section 2)."""

    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"

    @property
    def days(self) -> int:
        """Return the length of one."""
        return {"day": 1, "week": 7, "month": 30, "year": 365}[self.value]


class Known(Struct, frozen=True):
    """Something is known of it; for a consent: it is granted."""

    name: str


class Compare(Struct, frozen=True):
    """One of its values compares so; for `!=`: it has values, and none is this."""

    name: str
    how: Comparison
    value: Value


class OneOf(Struct, frozen=True):
    """One of its values is in the list; negated: it has values, and none is."""

    name: str
    values: tuple[Value, ...]
    negated: bool = False


class Within(Struct, frozen=True):
    """
    It happened in the time before now, or is due in the time after.

    `dated`: the value itself is the day it happened, where it is a day.
    """

    name: str
    count: int
    unit: Unit
    dated: bool = False

    @property
    def length(self) -> timedelta:
        """Return the length of the window."""
        return timedelta(days=self.count * self.unit.days)


class Not(Struct, frozen=True):
    """The part does not hold."""

    part: Expression


class And(Struct, frozen=True):
    """All parts hold; two or more."""

    parts: tuple[Expression, ...]


class Or(Struct, frozen=True):
    """At least one part holds; two or more."""

    parts: tuple[Expression, ...]


Leaf = Known | Compare | OneOf | Within
Expression = Leaf | Not | And | Or


def names_in(expression: Expression) -> frozenset[str]:
    """
    Return every name that a tree speaks of.

    Example:
        >>> sorted(names_in(And((Known("stage"), Not(Known("a.b"))))))
        ['a.b', 'stage']
    """
    match expression:
        case And(parts) | Or(parts):
            return frozenset(name for part in parts for name in names_in(part))
        case Not(part):
            return names_in(part)
        case _:
            return frozenset({expression.name})


def show(expression: Expression) -> str:
    """
    Write a tree as the parser reads it, with as few brackets as it needs.

    Example:
        >>> show(And((Known("stage"), Not(Or((Known("a.b"), Known("c.d")))))))
        'stage and not (a.b or c.d)'
    """
    match expression:
        case And(parts):
            return " and ".join(_bracketed(part, And, Or) for part in parts)
        case Or(parts):
            return " or ".join(_bracketed(part, Or) for part in parts)
        case Not(part):
            return f"not {_bracketed(part, And, Or)}"
        case _:
            return _show_leaf(expression)


def _bracketed(part: Expression, *kinds: type[And | Or]) -> str:
    return f"({show(part)})" if isinstance(part, kinds) else show(part)


def _show_leaf(leaf: Leaf) -> str:
    match leaf:
        case Known(name):
            return name
        case Compare(name, how, value):
            return f"{name} {how.value} {show_value(value)}"
        case OneOf(name, values, negated):
            listed = ", ".join(show_value(value) for value in values)
            return f"{name} {'not in' if negated else 'in'} ({listed})"
        case Within(name, count, unit):
            return f"{name} within {count} {unit.value}{'s' if count != 1 else ''}"


def show_value(value: Value) -> str:
    """Write a value: words of closed sets bare, other text in quotes."""
    if isinstance(value, StrEnum):
        return value.value
    if isinstance(value, str):
        escaped = value.replace("\\", "\\\\").replace('"', '\\"')
        return f'"{escaped}"'
    return value.isoformat() if isinstance(value, date) else repr(value)
