"""Does an audience or a need hold for this person, and because of what?

Source: contracts.md, section 3.
"""

from __future__ import annotations

import operator
import re
import unicodedata

from collections.abc import Callable, Iterable
from datetime import date, datetime, time

from msgspec import Struct

from shopkeeper.plan.tree import (
    CONSENT,
    DUE_ON,
    LAST_TOUCH,
    SILENCE,
    STAGE,
    And,
    Compare,
    Comparison,
    Expression,
    Known,
    Leaf,
    Not,
    OneOf,
    Or,
    Value,
    Within,
    show,
)
from shopkeeper.plan.view import Present, View
from shopkeeper.vocabulary import Channel, ConsentState, Purpose


_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
_ORDER: dict[Comparison, Callable[[float, float], bool]] = {
    Comparison.LESS: operator.lt,
    Comparison.AT_MOST: operator.le,
    Comparison.MORE: operator.gt,
    Comparison.AT_LEAST: operator.ge,
}


_ALWAYS = datetime.combine(date.min, time())


class Because(Struct, frozen=True, kw_only=True):
    """
    Whether it holds, in words, and on which facts.

    Attributes:
        holds: The answer.
        says: One line for people; it names predicates, and no values of hers
            beyond her stage.
        facts: Ids of the facts it stood on.
    """

    holds: bool
    says: str
    facts: tuple[str, ...]


def holds(expression: Expression, view: View, now: datetime) -> bool:
    """
    Say whether an audience or a need holds.

    Args:
        expression: As `parse` returns it.
        view: The person.
        now: The moment asked about; civil days are those of its own offset,
            so pass it on the shop's clock.
    """
    match expression:
        case And(parts):
            return all(holds(part, view, now) for part in parts)
        case Or(parts):
            return any(holds(part, view, now) for part in parts)
        case Not(part):
            return not holds(part, view, now)
        case _:
            return _leaf_holds(expression, view, now)


def because(expression: Expression, view: View, now: datetime) -> Because:
    """
    Say whether it holds, why, and on which facts; arguments as for `holds`.

    What decided is named: for `and` that fails the first part that fails, for
    `or` that holds the first that holds, else all parts.
    """
    match expression:
        case And(parts):
            return _joined((because(part, view, now) for part in parts), stop=False)
        case Or(parts):
            return _joined((because(part, view, now) for part in parts), stop=True)
        case Not(part):
            inner = because(part, view, now)
            return Because(holds=not inner.holds, says=inner.says, facts=inner.facts)
        case _:
            return _leaf_because(expression, view, now)


def _joined(parts: Iterable[Because], *, stop: bool) -> Because:
    seen = []
    for part in parts:
        if part.holds is stop:
            return part
        seen.append(part)
    facts = tuple(dict.fromkeys(fact for part in seen for fact in part.facts))
    says = ", and ".join(part.says for part in seen)
    return Because(holds=not stop, says=says, facts=facts)


def _leaf_because(leaf: Leaf, view: View, now: datetime) -> Because:
    answer = _leaf_holds(leaf, view, now)
    values = _values(leaf.name, view, now)
    if leaf.name == STAGE and view.stage is not None:
        says = f"her stage is {view.stage.value}"
    elif leaf.name.startswith(f"{CONSENT}."):
        says = f"{leaf.name} is {_consent(leaf.name, view).value}"
    elif not values:
        says = f"nothing is known of {leaf.name}"
    elif isinstance(leaf, Known):
        says = f"{leaf.name} is known"
    else:
        says = show(leaf) if answer else f"it is not so that {show(leaf)}"
    decisive = [one for one in values if _single(leaf, one, now)] or values
    facts = (*(one.fact for one in decisive), *_stage_facts(leaf.name, view))
    return Because(holds=answer, says=says, facts=tuple(f for f in facts if f))


def _stage_facts(name: str, view: View) -> tuple[str, ...]:
    return view.stage_facts if name == STAGE else ()


def _leaf_holds(leaf: Leaf, view: View, now: datetime) -> bool:
    if isinstance(leaf, Known) and leaf.name.startswith(f"{CONSENT}."):
        # A bare consent is a yes: a "no" is known, too, and must not count.
        return _consent(leaf.name, view) is ConsentState.GRANTED
    values = _values(leaf.name, view, now)
    if _negated(leaf):
        return bool(values) and not any(_single(leaf, one, now) for one in values)
    return any(_single(leaf, one, now) for one in values)


def _negated(leaf: Leaf) -> bool:
    if isinstance(leaf, Compare):
        return leaf.how is Comparison.IS_NOT
    return isinstance(leaf, OneOf) and leaf.negated


def _single(leaf: Leaf, one: Present, now: datetime) -> bool:
    """Look at one value; a negated leaf is looked at without its negation."""
    match leaf:
        case Known():
            return True
        case OneOf(_, values):
            if isinstance(one.value, str) and one.value in values:
                return True
            return any(_equal(one, value) for value in values)
        case Within():
            return _within(leaf, one, now)
        case Compare(_, Comparison.IS | Comparison.IS_NOT, value):
            return _equal(one, value)
        case Compare(_, how, value):
            sides = _numbers(one, value)
            return sides is not None and _ORDER[how](*sides)


def _equal(one: Present, value: Value) -> bool:
    if isinstance(value, str):
        if one.value == value:
            return True
        return isinstance(one.value, str) and _plain(one.value) == _plain(value)
    sides = _numbers(one, value)
    return sides is not None and sides[0] == sides[1]


def _plain(text: str) -> str:
    # Source: contracts.md, section 2, rule 4: how values are compared.
    if text.isascii():
        return text.strip().lower()
    return unicodedata.normalize("NFKC", text).strip().casefold()


def _numbers(one: Present, value: Value) -> tuple[float, float] | None:
    """Put both on one scale (days by their ordinal), or None where they have none."""
    if isinstance(value, date):
        day = day_of(one.value)
        return None if day is None else (day.toordinal(), value.toordinal())
    if isinstance(one.value, bool) or not isinstance(one.value, int | float):
        return None
    return (one.value, value) if isinstance(value, int | float) else None


def day_of(value: object) -> date | None:
    """
    Read the civil day that a fact's value is, or None where it is none.

    Example:
        >>> day_of("2026-03-01"), day_of("soon")
        (datetime.date(2026, 3, 1), None)
    """
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        return None
    try:
        return date.fromisoformat(value)
    except ValueError:
        return None


def _within(leaf: Within, one: Present, now: datetime) -> bool:
    day = day_of(one.value) if leaf.dated else None
    if leaf.name == DUE_ON:
        # Overdue, however long, or due in the window that begins now.
        return day is not None and day <= now.date() + leaf.length
    if day is None:
        return now - leaf.length <= one.at <= now
    return now.date() - leaf.length <= day <= now.date()


def _values(name: str, view: View, now: datetime) -> tuple[Present, ...]:
    """Return what is present of a name: predicates and the rest alike."""
    if name == STAGE:
        return () if view.stage is None else (_stated(view.stage.value),)
    if name == SILENCE:
        return (_stated(view.silence.value),)
    first, _, rest = name.partition(".")
    if first == CONSENT:
        return (_stated(_consent(name, view).value),)
    if first == LAST_TOUCH:
        at = view.last_touch_by_channel.get(Channel(rest)) if rest else view.last_touch
        return () if at is None else (_touched(at, now),)
    return view.present.get(name, ())


def _stated(word: str) -> Present:
    return Present(value=word, fact="", at=_ALWAYS)


def _touched(at: datetime, now: datetime) -> Present:
    day = at.astimezone(now.tzinfo).date()
    return Present(value=day.isoformat(), fact="", at=at)


def _consent(name: str, view: View) -> ConsentState:
    purpose = Purpose(name.removeprefix(f"{CONSENT}."))
    return view.consents.get(purpose, ConsentState.UNKNOWN)
