"""From a fact to the row or the sentence that it stands on, in one step."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shopkeeper.flow.house import House
from shopkeeper.flow.spoken import spoken_by_id, words_of
from shopkeeper.flow.telling import departments, iso, span
from shopkeeper.flow.trusting import read_trust, trust_in
from shopkeeper.vocabulary import Fact, NotFound


_SHORTEST = 4
_NEAREST = 6


def fact_why_json(house: House, fact_id: str) -> dict[str, Any]:
    """
    Say what a fact stands on: whose word, and each row or sentence.

    Args:
        house: The shop.
        fact_id: Its id, or the first letters of it, four or more.

    Raises:
        NotFound: If there is no such fact, or several begin so; these are named.
    """
    matches = list(house.facts.find([fact_id]).values())
    if not matches and len(fact_id) >= _SHORTEST:
        matches = house.facts.beginning(fact_id)
    if len(matches) != 1:
        near = ", ".join(f"{one.id} ({one.about})" for one in matches[:_NEAREST])
        msg = f"Several facts begin with {fact_id!r}: {near}."
        if not matches:
            msg = (
                f"There is no fact {fact_id!r}: `shopkeeper person WHO` lists those of "
                "a person with their ids."
            )
        raise NotFound(msg)
    fact = matches[0]
    return {
        "fact": {
            "id": fact.id, "about": fact.about, "value": fact.value,
            "standing": str(fact.standing), "confidence": round(fact.confidence, 6),
            "source": fact.source, "author": fact.author,
            "learned_at": iso(fact.learned_at),
            "sensitive": is_sensitive(house, fact),
            "trust": trust_in(fact, read_trust(house)),
        },
        "evidence": evidence_json(house, [fact]),
    }  # fmt: skip


def evidence_json(house: House, facts: Iterable[Fact]) -> list[dict[str, Any]]:
    """
    Return each row and sentence that facts stand on, once, in their order.

    Of what somebody said only the words themselves are given, and not the rest of the
    letter: it may hold what is nobody's business here.
    """
    stretches = dict.fromkeys(one for fact in facts for one in fact.evidence)
    said = spoken_by_id(house, [one.record_id for one in stretches])
    kept_by = departments(house)
    found = []
    for one in stretches:
        utterance = said.get(one.record_id)
        fields = None
        if one.start is None:
            record = house.records.one(one.record_id)
            fields = None if record is None else _fields(record.fields)
        found.append(
            {
                "record_id": one.record_id, "source": one.source,
                "department": kept_by.get(one.source), "span": span(one),
                "words": words_of(one, said), "fields": fields,
                "thread": None if utterance is None else utterance.thread,
                "at": None if utterance is None else iso(utterance.said_at),
                "speaker": None if utterance is None else str(utterance.speaker),
            }
        )  # fmt: skip
    return found


def is_sensitive(house: House, fact: Fact) -> bool:
    """Tell whether a fact is of the kind that is kept apart."""
    predicate = house.predicates.find(fact.about)
    return fact.sensitive or (predicate is not None and predicate.sensitive)


def _fields(fields: Any) -> dict[str, str]:
    return {
        str(name): str(cell)
        for name, cell in dict(fields).items()
        if cell not in (None, "")
    }
