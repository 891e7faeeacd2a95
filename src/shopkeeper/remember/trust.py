"""How far a source is to be trusted: it earns or loses it by her own word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from msgspec import Struct

from shopkeeper.remember.precedence import comparable
from shopkeeper.vocabulary import Fact, Standing


# Source: contracts.md, section 2: (confirmed + 40) / (confirmed + denied + 40).
_BENEFIT_OF_THE_DOUBT = 40


class Trust(Struct, frozen=True, kw_only=True):
    """
    How often her own word bore a source out, and how often it did not.

    Attributes:
        confirmed: People whose word agrees with what the source has.
        denied: People whose word makes it wrong.

    Example:
        >>> round(Trust(confirmed=1, denied=4).value, 3)
        0.911
    """

    confirmed: int = 0
    denied: int = 0

    @property
    def value(self) -> float:
        """Return by how much what the source records is multiplied; 1 unjudged."""
        believed = self.confirmed + _BENEFIT_OF_THE_DOUBT
        return believed / (believed + self.denied)


def trust_of(
    recorded: Iterable[Fact],
    told: Iterable[Fact],
    current: Mapping[str, str],
    *,
    denies: Callable[[Fact, str], bool],
    denied: Callable[[Fact], bool] = lambda _: False,
) -> dict[tuple[str, str], Trust]:
    """
    Compare what sources recorded with what people said themselves.

    Nothing else judges: two systems that differ are not one truth and one error.
    One person judges one value of a source once, on however many rows it stands.

    Args:
        recorded: Facts of sources.
        told: Facts; those of standing `told` judge.
        current: Own person id to current person id.
        denies: Whether another word of hers makes a fact wrong. It need not: who
            likes to be called Stu is still Stuart on her papers.
        denied: Whether she said of a fact itself that it is not so.

    Returns:
        Trust by source and predicate, where anybody's word judged it.
    """
    words: dict[tuple[str, str], dict[str, str]] = {}
    for fact in told:
        if fact.standing is Standing.TOLD:
            key = (current.get(fact.person, fact.person), fact.about)
            value = comparable(fact.value)
            words.setdefault(key, {})[value] = str(fact.value)
    verdicts: dict[tuple[str, str], dict[tuple[str, str], bool]] = {}
    for fact in recorded:
        person, value = current.get(fact.person, fact.person), comparable(fact.value)
        said = words.get((person, fact.about), {})
        right = value in said
        if right or denied(fact) or any(denies(fact, word) for word in said.values()):
            of_source = verdicts.setdefault((fact.source or "", fact.about), {})
            of_source[person, value] = right
    return {
        key: Trust(
            confirmed=sum(given.values()), denied=len(given) - sum(given.values())
        )
        for key, given in verdicts.items()
    }
