"""What she said of what we know: right, wrong, it is rather so, or forget it.

An answer is appended and never changed; it makes a fact of her own, and it may take
one out of what holds. Her own word outranks all: what she denied does not come back
because a list says it again, but only when she says so herself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from shopkeeper.remember.precedence import comparable
from shopkeeper.vocabulary import (
    Evidence,
    Fact,
    FactValue,
    Predicates,
    Standing,
    fact_id,
)


# Source: contracts.md, section 2, start values of confidence.
_TOLD = 0.98


class Verdict(StrEnum):
    """What an answer of hers says of a fact."""

    CONFIRMED = "confirmed"
    CORRECTED = "corrected"
    NOT_HERS = "not_hers"
    FORGET = "forget"


class Answer(Struct, frozen=True, kw_only=True):
    """
    What she said of one fact.

    Attributes:
        record_id: Where it is written down; with `source` before the colon.
        person: Own person id whose answer it is.
        at: When she said it. UTC.
        verdict: What she said of it.
        fact: Id of the fact it is about.
        about: The fact's predicate.
        value: The fact's value.
        standing: The fact's standing.
        words: Hers, verbatim; the evidence of what follows from it.
        new_about: For a correction: what it is about.
        new_value: For a correction: how it is.
        by: Who of ours wrote it down; None where she did.
        sensitive: Is what she says never to be said?
        heard_in: Record id of the reply in which it was read; empty where she said it
            to us.
        start: Where in the reply the words begin.
    """

    record_id: str
    person: str
    at: datetime
    verdict: Verdict
    fact: str
    about: str
    value: FactValue
    standing: Standing
    words: str
    new_about: str = ""
    new_value: FactValue = ""
    by: str | None = None
    sensitive: bool = False
    heard_in: str = ""
    start: int = 0


def told_in(answers: Iterable[Answer]) -> list[Fact]:
    """Return what she told by answering: what she confirmed, and her corrections."""
    found = []
    for one in answers:
        if one.about == "promise.open":
            continue  # who keeps a promise is written down by what becomes of it
        if one.verdict is Verdict.CONFIRMED:
            found.append(_told(one, one.about, one.value))
        elif one.verdict is Verdict.CORRECTED:
            found.append(_told(one, one.new_about, one.new_value))
    return found


def _told(one: Answer, about: str, value: FactValue) -> Fact:
    record_id = one.heard_in or one.record_id
    source = record_id.partition(":")[0]
    evidence = (
        Evidence(
            source=source, record_id=record_id, start=one.start,
            end=one.start + len(one.words),
        ),
    )  # fmt: skip
    return Fact(
        id=fact_id(evidence, about, value),
        person=one.person,
        about=about,
        value=value,
        standing=Standing.TOLD,
        confidence=_TOLD,
        learned_at=one.at,
        evidence=evidence,
        source=source,
        author=one.by,
        sensitive=one.sensitive,
        answers=one.fact,
    )


def refused_by(
    answers: Iterable[Answer], predicates: Predicates, now_of: Mapping[str, str]
) -> Callable[[Fact], bool]:
    """
    Return what tells whether she took a fact out of what holds.

    A fact that she denied, or wants forgotten, stays out whoever repeats it, until
    she says it herself later. A correction takes out her own earlier word, and what
    precedence would leave standing beside it; a list that says otherwise is left
    standing as the loser that it is (contracts.md, section 2, rule 4).

    Args:
        answers: All of them, in any order.
        predicates: The shop's.
        now_of: Own person id to current person id.
    """
    ids: set[str] = set()
    values: dict[tuple[str, str, str], datetime] = {}
    for one in answers:
        if one.verdict is Verdict.CONFIRMED:
            continue
        if one.verdict is Verdict.CORRECTED:
            if one.standing is Standing.TOLD:
                ids.add(one.fact)
            if _settles_itself(one, predicates):
                continue
        key = (now_of.get(one.person, one.person), one.about, comparable(one.value))
        values[key] = max(one.at, values.get(key, one.at))

    def refused(fact: Fact) -> bool:
        if fact.id in ids:
            return True
        person = now_of.get(fact.person, fact.person)
        at = values.get((person, fact.about, comparable(fact.value)))
        if at is None:
            return False
        return fact.standing is not Standing.TOLD or fact.learned_at <= at

    return refused


def _settles_itself(one: Answer, predicates: Predicates) -> bool:
    """Tell whether her new word beats the old one by precedence alone."""
    predicate = predicates.find(one.about)
    single = predicate is not None and not predicate.many
    same = comparable(one.value) == comparable(one.new_value)
    return one.new_about == one.about and (single or same)


def denied_in(
    answers: Iterable[Answer], now_of: Mapping[str, str]
) -> set[tuple[str, str, str]]:
    """Return (person, predicate, value) of what she said is not so."""
    return {
        (now_of.get(one.person, one.person), one.about, comparable(one.value))
        for one in answers
        if one.verdict is Verdict.NOT_HERS
    }
