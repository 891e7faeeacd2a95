"""A personal variable and its filters: only such as leave the words of its value."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from functools import partial

from liquid import Token
from liquid.builtin.expressions import (
    Filter,
    FilteredExpression,
    StringLiteral,
)
from liquid.builtin.expressions.primitive import IntegerLiteral
from liquid.expression import Expression

from shopkeeper.say.amounts import CURRENCIES, money, number, plural
from shopkeeper.say.dates import trouble_with, unknown_directive
from shopkeeper.say.filters import (
    ADDING,
    IMPERSONAL,
    LISTING,
    NEEDLESS,
    PERSONAL,
    SHAPING,
)
from shopkeeper.say.names import nearest
from shopkeeper.say.printing import Personal, PersonalList
from shopkeeper.vocabulary import Predicate, ValueType


class Refused(Exception):
    """A place in a part and why it may not stand so; `content` makes a sentence."""

    def __init__(self, token: Token | None, because: str) -> None:
        super().__init__(because)
        self.at = -1 if token is None else token.start_index
        self.because = because


def personal_of(
    expression: FilteredExpression,
    about: str,
    variable: str | None,
    predicate: Predicate,
) -> Personal:
    """
    Make what prints a personal variable; `all.usual.item | list` prints several.

    Raises:
        Refused: If a filter would not leave the words of its value, or is none.
    """
    dated = predicate.value in {ValueType.DATE, ValueType.TEXT_OR_DATE}
    filters = list(expression.filters or ())
    made = Personal(about, variable=variable, dated=dated)
    if filters and filters[0].name == LISTING and variable is None:
        made = _list_of(filters.pop(0), about, dated=dated)
    seen: set[str] = set()
    for at, one in enumerate(filters):
        if one.name in SHAPING:
            _shape(made, one, predicate, first=not at)
            continue
        _check_arguments(one.name, one.token, one.args)
        if one.name not in PERSONAL or one.name == LISTING:
            msg = f"`{one.name}` does not leave the words of `{about}` as they are; "
            raise Refused(one.token, f"{msg}use one of {', '.join(sorted(PERSONAL))}")
        texts = [_literal(argument.value, one.token) for argument in one.args]
        if one.name == "date":
            if not dated or at:
                msg = f"`date` comes first, on a day; `{about}` is none here"
                raise Refused(one.token, msg)
            trouble = trouble_with(texts[0])
            if trouble:
                raise Refused(one.token, f"the format {texts[0]!r}: {trouble}")
            made.form = texts[0]
        elif one.name not in NEEDLESS:
            if one.name in seen and one.name not in ADDING:
                raise Refused(one.token, f"`{one.name}` stands twice")
            step = IMPERSONAL[one.name][0]
            made.steps.append((_step(step, texts), one.name in ADDING))
        seen.add(one.name)
    return made


def is_list(expression: FilteredExpression) -> bool:
    """Tell whether an expression prints all of many as a list."""
    return any(one.name == LISTING for one in (expression.filters or ())[:1])


def _list_of(one: Filter, about: str, *, dated: bool) -> PersonalList:
    """Read `list`, `list: 3`, `list: "or"` or `list: 3, "or"`."""
    made = PersonalList(about, dated=dated)
    for argument in one.args:
        value = argument.value
        if isinstance(value, IntegerLiteral) and value.value >= 1:
            made.most = value.value
        elif isinstance(value, StringLiteral) and value.value in {"and", "or"}:
            made.either = value.value == "or"
        else:
            msg = '`list` takes how many at most, and "or": list: 3, "or"'
            raise Refused(one.token, msg)
    return made


def _shape(made: Personal, one: Filter, predicate: Predicate, *, first: bool) -> None:
    """Let a number be written as money, with its thousands apart, or with a plural."""
    if predicate.value is not ValueType.NUMBER or not first:
        msg = f"`{one.name}` comes first, on a number; `{made.about}` is none here"
        raise Refused(one.token, msg)
    texts = [_literal(argument.value, one.token) for argument in one.args]
    if one.name == "plural" and 1 < len(texts) < 5:  # noqa: PLR2004 forms there are
        made.shape = plural(texts)
    elif one.name == "money" and len(texts) < 2:  # noqa: PLR2004 its own, or none
        if texts and texts[0] not in CURRENCIES:
            near = get_close_matches(texts[0].upper(), sorted(CURRENCIES), 1, 0.5)
            hint = f"; did you mean {near[0]}?" if near else ""
            msg = f"{texts[0]!r} is no currency: write its code, such as EUR{hint}"
            raise Refused(one.token, msg)
        made.shape = money(texts[0] if texts else None)
    elif one.name == "number" and not texts:
        made.shape = number
    else:
        uses = 'money, money: "EUR", number, plural: "book", "books"'
        raise Refused(one.token, f"`{one.name}` is used as one of {uses}")


def _step(filtered: object, texts: list[str]) -> partial[str]:
    assert callable(filtered)  # noqa: S101 a filter of our own table
    return partial(_apply, filtered, tuple(texts))


def _apply(filtered: object, texts: tuple[str, ...], value: str) -> str:
    assert callable(filtered)  # noqa: S101 a filter of our own table
    return str(filtered(value, *texts))


def _literal(value: Expression, token: Token) -> str:
    if not isinstance(value, StringLiteral):
        raise Refused(token, "beside a personal variable a filter takes plain texts")
    return value.value


def check_filters(expression: FilteredExpression) -> None:
    """
    Check the filters of an impersonal expression.

    Raises:
        Refused: If there is no such filter, or it is used in a wrong way.
    """
    for one in expression.filters or ():
        _check_arguments(one.name, one.token, one.args)
        if one.name == "date":
            form = _literal(one.args[0].value, one.token)
            unknown = unknown_directive(form)
            if unknown:
                raise Refused(one.token, f"{unknown} is no directive of `date` here")


def _check_arguments(name: str, token: Token, arguments: Sequence[object]) -> None:
    if name not in IMPERSONAL:
        msg = f"there is no filter `{name}`{nearest(name, tuple(IMPERSONAL))}"
        raise Refused(token, msg)
    _, least, most = IMPERSONAL[name]
    if not least <= len(arguments) <= most:
        raise Refused(token, f"`{name}` takes {least} to {most} values after its colon")
    if any(getattr(argument, "name", None) for argument in arguments):
        raise Refused(token, f"`{name}` takes plain values, without names")
