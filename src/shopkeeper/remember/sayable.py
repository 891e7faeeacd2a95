"""Which facts about a person may be said to her, and why not the others.

Source: contracts.md, section 2, the five rules and the table of predicates.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.remember.fit_to_speak import Fit, fit
from shopkeeper.remember.precedence import (
    beats,
    best_first,
    comparable,
    gone,
    strength,
)
from shopkeeper.vocabulary import Fact, Predicate, Predicates, Standing


ANOTHER = "it is about another person"
UNKNOWN = "its `about` is unknown"
ERASED = "it was erased"
FUTURE = "it was learned after now"
EXPIRED = "it expired"
KEPT = "the promise was kept"
SENSITIVE = "it is sensitive"
NEVER = "its predicate may never be said"
STANDING = "its standing may not be said"
UNSURE = "it is not sure enough"
STALE = "it is older than one half-life"
LOST = "another fact takes precedence"
CONTRADICTED = "another fact contradicts it"
NO_CONFIDENCE = "its confidence is not between 0 and 1"


class LeftOut(Struct, frozen=True, kw_only=True):
    """
    A fact that may not be said.

    Attributes:
        fact: Which.
        because: Why, for people.
        used: May it still be used to decide? What may not is reported.
    """

    fact: Fact
    because: str
    used: bool = True


class Sayable(Struct, frozen=True, kw_only=True):
    """
    What may be said to one person at one moment.

    Attributes:
        facts: Predicate to the facts that may be said, best first, their values
            cleanly written. A value that several facts share stands once.
        left_out: The others.
    """

    facts: Mapping[str, tuple[Fact, ...]]
    left_out: tuple[LeftOut, ...]

    def reported(self) -> tuple[LeftOut, ...]:
        """Return what is not used at all: unknown, of a wrong type, or unfit."""
        return tuple(one for one in self.left_out if not one.used)


class _Candidate(Struct):
    """A fact that counts against others, whether or not it may be said itself."""

    fact: Fact
    predicate: Predicate
    fit: Fit
    against: str = ""


def sayable(
    facts: Iterable[Fact], *, person: str, predicates: Predicates, now: datetime
) -> Sayable:
    """
    Settle which of *facts* may be said to *person*.

    Args:
        facts: What is known, each with the current id of its person.
        person: The recipient.
        predicates: The shop's predicates.
        now: The moment of the message, with offset.

    Returns:
        What may be said by predicate, and the rest with the reason of each.
    """
    left_out: list[LeftOut] = []
    candidates: list[_Candidate] = []
    absent: set[str] = set()
    for fact in facts:
        predicate = predicates.find(fact.about)
        because, used = _not_there(fact, predicate, person, now)
        if because or predicate is None:
            left_out.append(LeftOut(fact=fact, because=because, used=used))
            if because != ANOTHER:
                absent.add(fact.id)
            continue
        judged = fit(fact.value, predicate, told=fact.standing is Standing.TOLD)
        if judged.counts:
            candidates.append(_Candidate(fact, predicate, judged))
        else:
            absent.add(fact.id)
            left_out.append(LeftOut(fact=fact, because=judged.because, used=False))
    _settle(candidates, absent)
    found: dict[str, list[Fact]] = {}
    rules: dict[str, Predicate] = {}
    for one in candidates:
        because = _unsayable(one, now) or one.against
        if because:
            left_out.append(LeftOut(fact=one.fact, because=because))
            continue
        rules[one.fact.about] = one.predicate
        found.setdefault(one.fact.about, []).append(_as_said(one))
    return Sayable(
        facts={
            about: _best(of_it, rules[about], now) for about, of_it in found.items()
        },
        left_out=tuple(left_out),
    )


def _not_there(
    fact: Fact, predicate: Predicate | None, person: str, now: datetime
) -> tuple[str, bool]:
    """Say why a fact neither speaks nor contradicts (rule 1), and if it is of use."""
    if fact.person != person:
        return ANOTHER, False
    if predicate is None:
        return UNKNOWN, False
    if fact.erased:
        return ERASED, True
    if fact.learned_at > now:
        return FUTURE, True
    if gone(fact, now):
        return (KEPT if fact.kept_at is not None else EXPIRED), True
    return "", True


def _unsayable(one: _Candidate, now: datetime) -> str:
    """Say why a fact may not be said by itself: rules 1, 2, 3 and 5, in that order."""
    return _unsayable_predicate(one) or _unsayable_today(one, now) or one.fit.because


def _unsayable_predicate(one: _Candidate) -> str:
    fact, predicate = one.fact, one.predicate
    if fact.sensitive or predicate.sensitive:
        return SENSITIVE
    if predicate.never:
        return NEVER
    if fact.standing is not Standing.TOLD and fact.standing not in predicate.says:
        return STANDING
    return ""


def _unsayable_today(one: _Candidate, now: datetime) -> str:
    fact, predicate = one.fact, one.predicate
    if not 0.0 <= fact.confidence <= 1.0:
        return NO_CONFIDENCE
    if fact.confidence < predicate.at_least:
        return UNSURE
    if predicate.half_life is not None and now - fact.learned_at > predicate.half_life:
        return STALE
    return ""


def _settle(candidates: list[_Candidate], absent: set[str]) -> None:
    """Note which candidates are contradicted: rule 4, over every pair."""
    if len(candidates) > 1:
        single: dict[str, list[_Candidate]] = {}
        for one in candidates:
            if not one.predicate.many:
                single.setdefault(one.fact.about, []).append(one)
        for group in single.values():
            if len(group) > 1:
                _settle_values(group)
    if any(one.fact.contradicted_by for one in candidates):
        _settle_named(candidates, absent)


def _settle_values(group: list[_Candidate]) -> None:
    """Oppose every pair of different values, the strongest facts first."""
    classes: dict[tuple[int, datetime], list[tuple[_Candidate, str]]] = {}
    for one in group:
        held = (one, comparable(one.fact.value))
        classes.setdefault(strength(one.fact), []).append(held)
    above: set[str] = set()
    for _, equals in sorted(classes.items(), reverse=True):
        beside = {value for _, value in equals}
        for one, value in equals:
            if len(above) > (value in above):
                one.against = LOST
            elif len(beside) > 1:
                one.against = CONTRADICTED
        above |= beside


def _settle_named(candidates: list[_Candidate], absent: set[str]) -> None:
    by_id = {one.fact.id: one for one in candidates}
    for one in candidates:
        for name in one.fact.contradicted_by:
            other = by_id.get(name)
            if other is not None and other is not one:
                _oppose(one, other)
            elif other is None and name not in absent:
                # What speaks against it is not here to be weighed: vague beats wrong.
                one.against = one.against or CONTRADICTED


def _oppose(one: _Candidate, other: _Candidate) -> None:
    if beats(one.fact, other.fact):
        other.against = LOST
    elif beats(other.fact, one.fact):
        one.against = LOST
    else:
        one.against = one.against or CONTRADICTED
        other.against = other.against or CONTRADICTED


def _as_said(one: _Candidate) -> Fact:
    spoken = one.fit.spoken
    if spoken is None or spoken == one.fact.value:
        return one.fact
    return replace(one.fact, value=spoken)


def _best(facts: list[Fact], predicate: Predicate, now: datetime) -> tuple[Fact, ...]:
    if len(facts) == 1:
        return (facts[0],)
    first: dict[str, Fact] = {}
    for fact in best_first(facts, predicate, now):
        first.setdefault(comparable(fact.value), fact)
    return tuple(first.values())
