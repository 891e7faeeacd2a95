"""How fresh a fact is, in words for whoever looks at it.

A fact fades by half in one half-life (contracts.md, section 2). Up to half of that
it is fresh; from there on it fades, which is said beside it; beyond one half-life it
may be used and is not said any more, so it is time to ask her again.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum

from msgspec import Struct

from shopkeeper.vocabulary import Fact, Predicate, ago


class Fading(StrEnum):
    """How far a fact has faded."""

    LASTS = "lasts"
    FRESH = "fresh"
    FADES = "fades"
    FADED = "faded"


_WORDS = {
    Fading.LASTS: "does not fade",
    Fading.FRESH: "",
    Fading.FADES: "fades",
    Fading.FADED: "faded: ask again before saying it",
}


class Freshness(Struct, frozen=True, kw_only=True):
    """
    How fresh a fact is at a moment.

    Attributes:
        state: How far it has faded.
        words: `learned 3 weeks ago, fades`.
    """

    state: Fading
    words: str


def freshness(fact: Fact, predicate: Predicate | None, now: datetime) -> Freshness:
    """
    Say how fresh *fact* is at *now*.

    Args:
        fact: The fact.
        predicate: What it is about; None where the shop does not know it any more.
        now: The moment looked at, with offset.
    """
    age = max(now - fact.learned_at, timedelta())
    half_life = None if predicate is None else predicate.half_life
    if half_life is None:
        state = Fading.LASTS
    elif age > half_life:
        state = Fading.FADED
    else:
        state = Fading.FADES if 2 * age > half_life else Fading.FRESH
    said = _WORDS[state] if predicate is not None else ""
    return Freshness(
        state=state, words=f"learned {ago(age)}" + (f", {said}" if said else "")
    )
