"""What is known about a person, on whose word, and how sure."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from shopkeeper.vocabulary.closed_sets import Side, Standing, ValueType


FactValue = str | int | float | bool


class Evidence(Struct, frozen=True, kw_only=True):
    """
    Where a fact can be looked up: a row, or a stretch of what was said.

    Attributes:
        source: The source the row came from.
        record_id: `<source>:<row_key>` of the row or utterance.
        start: First code point of the span, for an utterance. Included.
        end: Last code point of the span. Excluded.
    """

    source: str
    record_id: str
    start: int | None = None
    end: int | None = None


class Fact(Struct, frozen=True, kw_only=True):
    """
    One thing known about one person.

    Attributes:
        id: `fact_id` of evidence, predicate and value.
        person: Whom it is about: the person id its evidence first belonged to.
        about: The predicate's name.
        value: Text, number, or an ISO date as text.
        standing: On whose word.
        confidence: Probability that it was true at `learned_at`, 0..1.
        learned_at: Time of the newest evidence, not of import. UTC.
        evidence: Rows or spans it leads back to; empty only for facts given
            to a verb on files.
        true_since: Since when it holds, where known.
        source: Name of the source that carries it.
        author: Who said or wrote it down.
        expires: After this moment it says nothing.
        kept_at: For promises: when it was kept.
        contradicted_by: Ids of facts that this one names as contradicting it.
        erased: Taken back by the person.
        sensitive: Never said; used only with explicit consent.
        answers: Id of the fact that she confirmed or corrected with this one.
    """

    id: str
    person: str
    about: str
    value: FactValue
    standing: Standing
    confidence: float
    learned_at: datetime
    evidence: tuple[Evidence, ...] = ()
    true_since: datetime | None = None
    source: str | None = None
    author: str | None = None
    expires: datetime | None = None
    kept_at: datetime | None = None
    contradicted_by: tuple[str, ...] = ()
    erased: bool = False
    sensitive: bool = False
    answers: str | None = None


class Unknown(Struct, frozen=True, kw_only=True):
    """That we do not know, as a value, with the reason."""

    because: str


class Predicate(Struct, frozen=True, kw_only=True):
    """
    What facts can be about.

    Attributes:
        name: `usual.item`, or `interest.*` for a family of names.
        value: What kind of value it takes.
        many: May a person have several at once?
        side: Part of her life it belongs to.
        says: Standings that may be said to her; what she told us always may,
            unless `never` is set.
        at_least: Confidence a fact needs to be said.
        half_life: Age at which it is half as sure; None: does not fade.
        never: May it never be said, whoever told it?
        sensitive: Is it of a kind the law protects?
    """

    name: str
    value: ValueType
    many: bool = False
    side: Side = Side.SERVICE
    says: frozenset[Standing] = frozenset()
    at_least: float = 0.9
    half_life: timedelta | None = None
    never: bool = False
    sensitive: bool = False
