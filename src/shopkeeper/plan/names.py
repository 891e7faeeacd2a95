"""The names the plan language knows, and what each may be compared with."""

from __future__ import annotations

import difflib

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from msgspec import Struct

from shopkeeper.plan.tree import (
    CONSENT,
    LAST_TOUCH,
    SILENCE,
    STAGE,
    Comparison,
    Value,
)
from shopkeeper.vocabulary import (
    EVENT_WORDS,
    Channel,
    ConsentState,
    Predicates,
    Purpose,
    Silence,
    Stage,
    ValueType,
)


_EQUALITY = (Comparison.IS, Comparison.IS_NOT)


class Subject(Struct, frozen=True, kw_only=True):
    """
    A name, and what may be said of it.

    Attributes:
        name: As written.
        words: The closed set its values come from, or None.
        kinds: Types a value may have otherwise.
        windows: May `within` follow?
        dated: Are its values days?
    """

    name: str
    words: type[StrEnum] | None = None
    kinds: tuple[type, ...] = ()
    windows: bool = True
    dated: bool = False

    def fit(self, value: Value, how: Comparison) -> Value:
        """
        Return the value as the tree keeps it.

        Raises:
            ValueError: With a sentence, if the two cannot be compared.
        """
        if self.words is not None:
            return self._word(self.words, value, how)
        if how not in _EQUALITY and isinstance(value, str):
            msg = f"words have no order: compare `{self.name}` by = or !="
            raise ValueError(msg)
        if not isinstance(value, self.kinds):
            msg = f"`{self.name}` is compared with {self._asks()}"
            raise ValueError(msg)  # noqa: TRY004 the parser adds the column
        return value

    def _word(self, words: type[StrEnum], value: Value, how: Comparison) -> Value:
        known = [word.value for word in words]
        if how not in _EQUALITY:
            msg = f"`{self.name}` has no order: compare it by =, != or in"
            raise ValueError(msg)
        if value not in known:
            near = nearest(str(value), known)
            msg = f"`{self.name}` is never `{value}`: did you mean `{near}`?"
            raise ValueError(msg)
        return words(str(value))

    def _asks(self) -> str:
        ways = []
        if str in self.kinds:
            ways.append('words in quotes, such as "tea"')
        if date in self.kinds:
            ways.append("a day, such as 2026-03-01")
        if int in self.kinds:
            ways.append("a number, such as 3")
        return " or ".join(ways)


_KINDS: dict[ValueType, tuple[type, ...]] = {
    ValueType.TEXT: (str,),
    ValueType.DATE: (date,),
    ValueType.TEXT_OR_DATE: (str, date),
    ValueType.NUMBER: (int, float),
}


def subject(name: str, predicates: Predicates) -> Subject | None:
    """Return what may be said of a name, or None for one nobody knows."""
    first, dot, rest = name.partition(".")
    if name == STAGE:
        return Subject(name=name, words=Stage, windows=False)
    if name == SILENCE:
        return Subject(name=name, words=Silence, windows=False)
    if first == CONSENT and dot and rest in set(Purpose):
        return Subject(name=name, words=ConsentState, windows=False)
    if name == LAST_TOUCH or (first == LAST_TOUCH and rest in set(Channel)):
        return Subject(name=name, kinds=(date,))
    predicate = predicates.find(name)
    if predicate is None:
        return None
    return Subject(
        name=name,
        kinds=_KINDS[predicate.value],
        dated=predicate.value in {ValueType.DATE, ValueType.TEXT_OR_DATE},
    )


def known_names(predicates: Predicates) -> list[str]:
    """List every name that can be listed: the open families are left out."""
    return [
        STAGE,
        SILENCE,
        *(f"{CONSENT}.{purpose.value}" for purpose in Purpose),
        LAST_TOUCH,
        *(f"{LAST_TOUCH}.{channel.value}" for channel in Channel),
        *(one.name for one in predicates if not one.name.endswith("*")),
        *(f"event.{word}" for word in sorted(EVENT_WORDS)),
    ]


def nearest(word: str, known: Collection[str]) -> str:
    """
    Return the *known* word most like *word*.

    Example:
        >>> nearest("stge", ["stage", "last_touch"])
        'stage'
    """
    close = difflib.get_close_matches(word.lower(), sorted(known), n=1, cutoff=0.0)
    return close[0]
