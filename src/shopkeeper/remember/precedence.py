"""Which of two facts stands, and what holds at present.

Source: contracts.md, section 2, rule 4: told beats recorded beats observed beats
inferred beats impression; of her own words the later wins; within any other
standing nothing settles it. Values are equal after trimming, NFKC and case folding.
"""

from __future__ import annotations

import unicodedata

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

from msgspec import Struct

from shopkeeper.remember.fit_to_speak import fit, trimmed
from shopkeeper.vocabulary import Fact, FactValue, Predicate, Predicates, Standing


_RANK: Mapping[Standing, int] = {standing: standing.rank for standing in Standing}
_NO_MATTER_WHEN = datetime.min.replace(tzinfo=UTC)


class Present(Struct, frozen=True, kw_only=True):
    """
    What holds about one person at a moment.

    Attributes:
        current: Single-valued predicate to its present fact. A predicate whose
            facts contradict each other unsettled is not here.
        many: Many-valued predicate to its facts, best first.
        losers: Facts that another one beats; they stay visible.
        conflicts: Ids of the facts of a predicate that hold different values.
        unsettled: Predicates of which nothing says which value is right.
    """

    current: Mapping[str, Fact]
    many: Mapping[str, tuple[Fact, ...]]
    losers: tuple[Fact, ...]
    conflicts: tuple[tuple[str, ...], ...]
    unsettled: tuple[str, ...]


def comparable(value: FactValue) -> str:
    """
    Return *value* in the form in which two values are compared.

    Example:
        >>> comparable(" ZOE\N{COMBINING DIAERESIS}") == comparable("Zoë")
        True
    """
    text = value if isinstance(value, str) else str(value)
    if text.isascii():
        return trimmed(text).casefold()
    folded = unicodedata.normalize("NFKC", trimmed(text)).casefold()
    return trimmed(unicodedata.normalize("NFKC", folded))


def beats(one: Fact, other: Fact) -> bool:
    """Tell whether precedence says that *one* stands and *other* does not."""
    return strength(one) > strength(other)


def strength(fact: Fact) -> tuple[int, datetime]:
    """Return how much *fact* weighs: its standing; of her own words, when."""
    told = fact.standing is Standing.TOLD
    return -_RANK[fact.standing], fact.learned_at if told else _NO_MATTER_WHEN


def confidence_now(fact: Fact, predicate: Predicate, now: datetime) -> float:
    """
    Return how sure *fact* is today: its confidence faded by its half-life.

    For screens and ranking; it decides no rung. Source: contracts.md, section 2.
    """
    if predicate.half_life is None:
        return fact.confidence
    age = max(now - fact.learned_at, now - now)
    return float(fact.confidence * 2.0 ** -(age / predicate.half_life))


def best_first(
    facts: Iterable[Fact], predicate: Predicate, now: datetime
) -> tuple[Fact, ...]:
    """Order facts of one predicate: surest today, then newest, then by id."""
    return tuple(
        sorted(
            facts,
            key=lambda fact: (
                -confidence_now(fact, predicate, now),
                -fact.learned_at.timestamp(),
                fact.id,
            ),
        )
    )


def holds(fact: Fact, predicate: Predicate, now: datetime) -> bool:
    """
    Tell whether *fact* is there at *now*: not erased, expired, future, kept or unfit.

    What does not hold contradicts nothing.
    """
    if fact.erased or fact.learned_at > now or gone(fact, now):
        return False
    return fit(fact.value, predicate, told=fact.standing is Standing.TOLD).counts


def gone(fact: Fact, now: datetime) -> bool:
    """Tell whether *fact* expired by *now*, or was a promise that is kept."""
    if fact.expires is not None and fact.expires <= now:
        return True
    return fact.kept_at is not None and fact.about == "promise.open"


def present(facts: Iterable[Fact], *, predicates: Predicates, now: datetime) -> Present:
    """
    Say what holds about one person at *now*.

    Args:
        facts: All of them about one person; those of unknown predicates are left
            out.
        predicates: The shop's predicates.
        now: The moment looked at, with offset.
    """
    groups: dict[str, list[Fact]] = {}
    for fact in facts:
        predicate = predicates.find(fact.about)
        if predicate is not None and holds(fact, predicate, now):
            groups.setdefault(fact.about, []).append(fact)
    current: dict[str, Fact] = {}
    many: dict[str, tuple[Fact, ...]] = {}
    losers: list[Fact] = []
    conflicts: list[tuple[str, ...]] = []
    unsettled: list[str] = []
    for about, group in sorted(groups.items()):
        predicate = predicates.find(about)
        assert predicate is not None  # noqa: S101 only such facts were grouped
        ordered = best_first(group, predicate, now)
        if predicate.many:
            many[about] = ordered
            continue
        standing = _standing(ordered)
        values = {comparable(fact.value) for fact in group}
        if len(values) > 1:
            conflicts.append(tuple(sorted(fact.id for fact in group)))
            losers += [fact for fact in ordered if _lost(fact, ordered)]
        if len({comparable(fact.value) for fact in standing}) == 1:
            current[about] = standing[0]
        else:
            unsettled.append(about)
    return Present(
        current=current,
        many=many,
        losers=tuple(losers),
        conflicts=tuple(conflicts),
        unsettled=tuple(unsettled),
    )


def _standing(facts: Sequence[Fact]) -> list[Fact]:
    return [fact for fact in facts if not _lost(fact, facts)]


def _lost(fact: Fact, facts: Sequence[Fact]) -> bool:
    mine = comparable(fact.value)
    return any(
        beats(other, fact) and comparable(other.value) != mine for other in facts
    )
