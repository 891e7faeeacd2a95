"""How far a source is to be trusted: it earns or loses it by her own word."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from shopkeeper.remember.precedence import comparable
from shopkeeper.vocabulary import Fact, Standing


# Source: contracts.md, section 2: (confirmed + 40) / (confirmed + denied + 40).
_BENEFIT_OF_THE_DOUBT = 40


def trust_of(
    recorded: Iterable[Fact],
    told: Iterable[Fact],
    current: Mapping[str, str],
    *,
    denies: Callable[[Fact, str], bool],
    denied: Callable[[Fact], bool] = lambda _: False,
) -> dict[tuple[str, str], float]:
    """
    Compare what sources recorded with what people said themselves.

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
    counts: dict[tuple[str, str], list[int]] = {}
    for fact in recorded:
        said = words.get((current.get(fact.person, fact.person), fact.about))
        no = denied(fact)
        if said is None and not no:
            continue
        said = said or {}
        right = comparable(fact.value) in said
        if right or no or any(denies(fact, word) for word in said.values()):
            counts.setdefault((fact.source or "", fact.about), [0, 0])[not right] += 1
    return {
        key: (confirmed + _BENEFIT_OF_THE_DOUBT)
        / (confirmed + denied + _BENEFIT_OF_THE_DOUBT)
        for key, (confirmed, denied) in counts.items()
    }
