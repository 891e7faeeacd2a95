"""What is present of a person when a plan asks about her."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from msgspec import Struct

from shopkeeper.vocabulary import (
    Channel,
    ConsentState,
    Fact,
    FactValue,
    Purpose,
    Silence,
    Stage,
)


class Present(Struct, frozen=True, kw_only=True):
    """A value that holds of her: with the fact it comes from, and since when. UTC."""

    value: FactValue
    fact: str
    at: datetime


class View(Struct, frozen=True, kw_only=True):
    """
    One person as the plan language sees her.

    Attributes:
        present: Predicate to its present values: what lost, expired or may not
            be used (a sensitive one without her explicit consent) is not here.
        stage: Where she is; None where nobody knows.
        stage_facts: Ids of the facts the stage stands on.
        silence: What it means that she does not answer.
        consents: Purpose to state, as it stands now; a missing one is unknown.
        last_touch: When she was last touched, on any channel. UTC.
        last_touch_by_channel: The same for each channel.
    """

    present: Mapping[str, tuple[Present, ...]] = {}
    stage: Stage | None = None
    stage_facts: tuple[str, ...] = ()
    silence: Silence = Silence.NONE
    consents: Mapping[Purpose, ConsentState] = {}
    last_touch: datetime | None = None
    last_touch_by_channel: Mapping[Channel, datetime] = {}


def present(facts: Iterable[Fact]) -> Mapping[str, tuple[Present, ...]]:
    """
    Sort present facts by predicate, as a `View` wants them.

    A fact holds since `true_since`, or since it was learned where nobody
    knows better.
    """
    by_name: dict[str, list[Present]] = {}
    for fact in facts:
        since = fact.true_since or fact.learned_at
        one = Present(value=fact.value, fact=fact.id, at=since)
        by_name.setdefault(fact.about, []).append(one)
    return {name: tuple(values) for name, values in by_name.items()}
