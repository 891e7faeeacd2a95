"""Reading the audience and need language.

Source: contracts.md, section 3. The grammar, loosest binding first:

    or_:      and_ ("or" and_)*
    and_:     not_ ("and" not_)*
    not_:     "not" not_ | "(" or_ ")" | leaf
    leaf:     NAME [compare value | ["not"] "in" "(" value ("," value)* ")"
                    | "within" NUMBER unit]
    value:    "text" | 'text' | word | number | 2026-03-01
"""

from __future__ import annotations

import re

from collections.abc import Callable, Iterator
from datetime import date
from typing import NoReturn

from msgspec import Struct

from shopkeeper.plan.names import Subject, known_names, nearest, subject
from shopkeeper.plan.tree import (
    LONGEST,
    And,
    Compare,
    Comparison,
    Expression,
    Known,
    Not,
    OneOf,
    Or,
    Unit,
    Value,
    Within,
)
from shopkeeper.vocabulary import BadInput, Predicates


_TOKEN = re.compile(
    r"""(?P<blank>\s+)
      | (?P<text>"(?:[^"\\]|\\.)*"|'[^']*')
      | (?P<day>\d{4}-\d{2}-\d{2})
      | (?P<number>[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)
      | (?P<word>[A-Za-z_]\w*(?:\.\w+)*)
      | (?P<mark><=|>=|!=|=|<|>|\(|\)|,)
    """,
    re.VERBOSE | re.ASCII | re.DOTALL,
)
_KEYWORDS = frozenset({"and", "or", "not", "in", "within"})
_DEEPEST = 50  # brackets and nots; more is no audience anybody can read


class _Token(Struct, frozen=True):
    kind: str
    written: str
    at: int


def parse(text: str, predicates: Predicates, *, where: str = "") -> Expression:
    """
    Read an audience or a need.

    Args:
        text: As written in the plan.
        predicates: The built-in ones and the shop's own.
        where: What an error begins with, such as `plan running-low, audience`.

    Raises:
        BadInput: Naming line and column, counted from 1, and the nearest
            known name.

    Example:
        >>> parse("stage in (new, regular) and not problem.current", Predicates()).parts
        (OneOf(name='stage', values=(<Stage.NEW: 'new'>, <Stage.REGULAR: 'regular'>), \
negated=False), Not(part=Known(name='problem.current')))
    """
    return _Parser(text, predicates, where).whole()


class _Parser:
    def __init__(self, text: str, predicates: Predicates, where: str) -> None:
        self.text = text
        self.predicates = predicates
        self.where = where
        self.tokens = list(self.read())
        self.next = 0
        self.depth = 0

    def fail(self, says: str, at: int) -> NoReturn:
        line = self.text.count("\n", 0, at) + 1
        column = at - self.text.rfind("\n", 0, at)
        before = f"{self.where}, " if self.where else ""
        msg = f"{before}line {line}, column {column}: {says}"
        raise BadInput(msg)

    def read(self) -> Iterator[_Token]:
        at = 0
        while at < len(self.text):
            found = _TOKEN.match(self.text, at)
            if found is None:
                self.fail(f"`{self.text[at]}` has no meaning here: take it out", at)
            if found.lastgroup != "blank":
                yield _Token(str(found.lastgroup), found[0], at)
            at = found.end()
        yield _Token("end", "the end", len(self.text))

    def peek(self) -> _Token:
        return self.tokens[self.next]

    def take(self, *written: str) -> _Token | None:
        token = self.peek()
        if token.kind in {"word", "mark"} and token.written in written:
            self.next += 1
            return token
        return None

    def want(self, written: str) -> None:
        token = self.peek()
        if self.take(written) is None:
            self.fail(f"expected `{written}`, found {_found(token)}", token.at)

    def whole(self) -> Expression:
        if self.peek().kind == "end":
            self.fail("this says nothing: write, say, stage in (new, regular)", 0)
        expression = self.or_()
        token = self.peek()
        if token.kind != "end":
            says = f"expected `and`, `or` or the end, found {_found(token)}"
            self.fail(says, token.at)
        return expression

    def or_(self) -> Expression:
        parts = self.chain("or", self.and_)
        return parts[0] if len(parts) == 1 else Or(parts)

    def and_(self) -> Expression:
        parts = self.chain("and", self.not_)
        return parts[0] if len(parts) == 1 else And(parts)

    def chain(
        self, word: str, part: Callable[[], Expression]
    ) -> tuple[Expression, ...]:
        parts = [part()]
        while self.take(word):
            parts.append(part())
        return tuple(parts)

    def not_(self) -> Expression:
        token = self.peek()
        self.depth += 1
        if self.depth > _DEEPEST:
            self.fail("this is nested too deeply: write it with fewer brackets", 0)
        if self.take("not"):
            expression: Expression = Not(self.not_())
        elif self.take("("):
            expression = self.or_()
            self.want(")")
        else:
            expression = self.leaf(token)
        self.depth -= 1
        return expression

    def leaf(self, token: _Token) -> Expression:
        if token.kind != "word" or token.written in _KEYWORDS:
            self.fail(f"expected a name, found {_found(token)}", token.at)
        about = subject(token.written, self.predicates)
        if about is None:
            near = nearest(token.written, known_names(self.predicates))
            says = f"unknown name `{token.written}`: did you mean `{near}`?"
            self.fail(says, token.at)
        self.next += 1
        if how := self.take(*Comparison):
            comparison = Comparison(how.written)
            return Compare(about.name, comparison, self.value(about, comparison))
        if self.take("in"):
            return OneOf(about.name, self.values(about))
        if negation := self.take("not"):
            if not self.take("in"):
                says = f"`in` may follow `not` here; else write not ({about.name} …)"
                self.fail(says, negation.at)
            return OneOf(about.name, self.values(about), negated=True)
        if window := self.take("within"):
            return self.within(about, window)
        return Known(about.name)

    def values(self, about: Subject) -> tuple[Value, ...]:
        self.want("(")
        values = [self.value(about, Comparison.IS)]
        while self.take(","):
            values.append(self.value(about, Comparison.IS))
        self.want(")")
        return tuple(values)

    def value(self, about: Subject, how: Comparison) -> Value:
        token = self.peek()
        self.next += 1
        try:
            return about.fit(_value_of(token), how)
        except ValueError as reason:
            self.fail(str(reason), token.at)

    def within(self, about: Subject, window: _Token) -> Within:
        if not about.windows:
            says = f"`{about.name}` happens at no time: compare it by =, != or in"
            self.fail(says, window.at)
        number, word = self.peek(), self.tokens[min(self.next + 1, self.end)]
        unit = _UNITS.get(word.written) if word.kind == "word" else None
        if number.kind != "number" or not number.written.isdigit() or unit is None:
            says = "expected a length of time after `within`, such as 7 days"
            self.fail(says, number.at)
        self.next += 2
        count = int(number.written) if len(number.written) < len("100000") else 0
        if not 0 < count * unit.days <= LONGEST.days:
            self.fail("a window is from 1 day to 100 years", number.at)
        return Within(about.name, count, unit, about.dated)

    @property
    def end(self) -> int:
        return len(self.tokens) - 1


_UNITS = {name: unit for unit in Unit for name in (unit.value, f"{unit.value}s")}


def _found(token: _Token) -> str:
    return token.written if token.kind == "end" else f"`{token.written}`"


def _value_of(token: _Token) -> Value:
    written = token.written
    if token.kind == "text":
        inside = written[1:-1]
        return re.sub(r"\\(.)", r"\1", inside) if written[0] == '"' else inside
    if token.kind == "day":
        return _day(written)
    if token.kind == "number":
        return (
            int(written) if re.fullmatch(r"[+-]?\d{1,18}", written) else _real(written)
        )
    if token.kind == "word" and written not in _KEYWORDS:
        return written
    hint = " (equal is a single =)" if written == "=" else ""
    msg = f"expected a value, found {_found(token)}{hint}"
    raise ValueError(msg)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError:
        msg = f"there is no day {written}: correct it"
        raise ValueError(msg) from None


def _real(written: str) -> float:
    number = float(written)
    if number in {float("inf"), float("-inf")}:
        msg = f"{written} is too large a number: write a smaller one"
        raise ValueError(msg)
    return number
