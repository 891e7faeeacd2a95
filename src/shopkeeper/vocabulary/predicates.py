"""The registry of what facts can be about.

Source: contracts.md, section 2, the table of predicates.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Iterator
from datetime import timedelta

from shopkeeper.vocabulary.closed_sets import EVENT_WORDS, Side, Standing, ValueType
from shopkeeper.vocabulary.facts import Predicate


_YEAR = timedelta(days=365)  # contracts.md, section 2: a year is 365 days
_FAMILY_WORD = re.compile(r"[a-z0-9_]+")


def _p(
    name: str,
    value: ValueType = ValueType.TEXT,
    *standings: Standing,
    at_least: float = 0.9,
    half_life: timedelta | None,
    many: bool = False,
    side: Side = Side.SERVICE,
    never: bool = False,
    sensitive: bool = False,
) -> Predicate:
    return Predicate(
        name=name, value=value, many=many, side=side, says=frozenset(standings),
        at_least=at_least, half_life=half_life, never=never, sensitive=sensitive,
    )  # fmt: skip


_RECORDED, _OBSERVED = Standing.RECORDED, Standing.OBSERVED
_TEXT, _DATE, _EITHER = ValueType.TEXT, ValueType.DATE, ValueType.TEXT_OR_DATE
_DAYS = timedelta(days=1)

BUILT_IN: tuple[Predicate, ...] = (
    _p("person.called", _TEXT, _RECORDED, half_life=5 * _YEAR, side=Side.PRIVATE),
    _p("usual.item", _TEXT, _RECORDED, _OBSERVED, at_least=0.8, half_life=180 * _DAYS,
       many=True),
    _p("usual.last_item", _TEXT, _RECORDED, _OBSERVED, at_least=0.8,
       half_life=180 * _DAYS),
    _p("usual.due_on", _DATE, _OBSERVED, at_least=0.8, half_life=30 * _DAYS),
    _p("order.late", _TEXT, _RECORDED, half_life=30 * _DAYS, many=True),
    _p("order.status", _TEXT, _RECORDED, half_life=30 * _DAYS, many=True),
    _p("need.current", _TEXT, _RECORDED, at_least=0.8, half_life=30 * _DAYS, many=True),
    _p("problem.current", _TEXT, _RECORDED, at_least=0.8, half_life=30 * _DAYS,
       many=True),
    _p("promise.open", _TEXT, _RECORDED, half_life=None, many=True),
    _p("event.*", _EITHER, half_life=_YEAR, side=Side.PRIVATE),
    _p("interest.*", _TEXT, half_life=_YEAR, side=Side.PRIVATE),
    _p("preference.*", _TEXT, half_life=2 * _YEAR, side=Side.PRIVATE),
    _p("job.title", _TEXT, _RECORDED, half_life=_YEAR, side=Side.JOB),
    _p("job.company", _TEXT, _RECORDED, half_life=_YEAR, side=Side.JOB),
    _p("person.register", _TEXT, half_life=2 * _YEAR, never=True),
    _p("journey.*", _TEXT, half_life=180 * _DAYS, never=True),
    _p("impression.*", ValueType.NUMBER, half_life=60 * _DAYS, never=True),
    _p("sensitive.*", _TEXT, half_life=None, never=True, sensitive=True,
       side=Side.PRIVATE),
)  # fmt: skip


class Predicates:
    """
    The built-in predicates and a shop's own, looked up by a fact's `about`.

    Raises:
        ValueError: If a name stands twice.

    Example:
        >>> Predicates().find("interest.rowing").half_life.days
        365
        >>> Predicates().find("interest.") is None
        True
    """

    def __init__(self, own: Iterable[Predicate] = ()) -> None:
        own = tuple(own)
        self._by_name: dict[str, Predicate] = {p.name: p for p in BUILT_IN}
        for predicate in own:
            if predicate.name in self._by_name:
                msg = f"The predicate {predicate.name} stands twice."
                raise ValueError(msg)
            self._by_name[predicate.name] = predicate

    def __iter__(self) -> Iterator[Predicate]:
        return iter(self._by_name.values())

    def find(self, about: str) -> Predicate | None:
        """Return the predicate of *about*, or None where there is none."""
        exact = self._by_name.get(about)
        if exact is not None:
            return None if about.endswith("*") else exact
        family, _, word = about.partition(".")
        if not _FAMILY_WORD.fullmatch(word):
            return None
        if family == "event" and word not in EVENT_WORDS:
            return None
        return self._by_name.get(f"{family}.*")
