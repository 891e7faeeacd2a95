"""Why a message was written: words, claims, evidence, decision."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from shopkeeper.flow.house import House
from shopkeeper.flow.spoken import spoken_by_id, words_of
from shopkeeper.flow.telling import departments, iso, span
from shopkeeper.remember.freshness import freshness
from shopkeeper.vocabulary import (
    Decision,
    Evidence,
    Fact,
    Message,
    NotFound,
    Touch,
    Utterance,
)


_NEAREST = 3
_SHORTEST = 4


def _begins(touch: Touch, start: str) -> bool:
    return len(start) >= _SHORTEST and touch.message.message_id.startswith(start)


def why_json(house: House, message_id: str) -> dict[str, Any]:
    """
    Say why a message was written: words, claims, evidence, decision.

    Raises:
        NotFound: If there is no such message; the nearest are named.
    """
    touch = house.outbox.touch(message_id)
    if touch is None:
        everything = house.outbox.all()
        known = [one.message.message_id for one in everything]
        begins = [one for one in everything if _begins(one, message_id)]
        touch = begins[0] if len(begins) == 1 else None
    if touch is None:
        start = [name for name in known if name.startswith(message_id[:3])]
        near = ", ".join((start or known)[:_NEAREST]) or "none yet"
        msg = f"There is no message {message_id!r}. Some that there are: {near}."
        raise NotFound(msg)
    decision = house.decisions.decision(touch.decision_id)
    if decision is None:
        msg = f"The decision behind {message_id} is gone: restore a backup."
        raise NotFound(msg)
    facts = house.facts.find(
        [key for claim in touch.message.claims for key in claim.facts]
    )
    kept_by = departments(house)
    # As fresh as it was when the words were chosen.
    fresh = {
        key: freshness(fact, house.predicates.find(fact.about), decision.at).words
        for key, fact in facts.items()
    }
    said = spoken_by_id(
        house, [one.record_id for fact in facts.values() for one in fact.evidence]
    )
    return {
        "message": message_json(touch.message)
        | {"state": str(touch.state), "because": touch.because},
        "claims": [
            {
                "part": claim.part, "start": claim.start, "end": claim.end,
                "facts": list(claim.facts), "said": list(claim.said),
                "evidence": [
                    _evidence_json(facts[key], one, kept_by, said)
                    | {"freshness": fresh[key]}
                    for key in claim.facts
                    for one in facts[key].evidence
                ],
            }
            for claim in touch.message.claims
        ],
        "decision": decision_json(decision),
    }  # fmt: skip


def decision_json(decision: Decision) -> dict[str, Any]:
    """Return a decision with every option, its value and why it was out."""
    return {
        "decision_id": decision.id, "at": iso(decision.at),
        "policy": decision.policy, "seed": decision.seed,
        "options": [
            {
                "option": one.key, "value": round(one.value, 6),
                "out_because": one.out_because,
            }
            for one in decision.options
        ],
        "chosen": decision.chosen, "propensity": decision.propensity,
        "because": decision.because,
        "would_change": list(decision.would_change),
    }  # fmt: skip


def why_decided_json(house: House, decision_id: str) -> dict[str, Any]:
    """
    Say why it was decided so: options, chance, and the facts it stood on.

    Raises:
        NotFound: If there is no such decision.
    """
    decision = house.decisions.decision(decision_id)
    if decision is None:
        msg = f"There is no decision {decision_id!r}: an answer of `decide` names one."
        raise NotFound(msg)
    facts = house.facts.find(list(decision.facts))
    kept_by = departments(house)
    said = spoken_by_id(
        house, [one.record_id for fact in facts.values() for one in fact.evidence]
    )
    return decision_json(decision) | {
        "person": decision.person, "slot": decision.slot, "arms": dict(decision.arms),
        "facts": [
            {
                "id": key, "about": fact.about, "value": fact.value,
                "standing": str(fact.standing),
                "evidence": [
                    _evidence_json(fact, one, kept_by, said) for one in fact.evidence
                ],
            }
            for key, fact in facts.items()
        ],
    }  # fmt: skip


def message_json(message: Message) -> dict[str, Any]:
    """Return a message as `say` writes it (contracts.md, section 4)."""
    held = message.held
    return {
        "message_id": message.message_id, "person": message.person,
        "subject": message.subject, "preheader": message.preheader,
        "body": message.body, "rungs": list(message.rungs),
        "claims": [
            {
                "part": one.part, "start": one.start, "end": one.end,
                "facts": list(one.facts), "said": list(one.said),
            }
            for one in message.claims
        ],
        "held": None
        if held is None
        else {"until": iso(held.until), "because": held.because},
    }  # fmt: skip


def _evidence_json(
    fact: Fact,
    evidence: Evidence,
    kept_by: Mapping[str, str],
    said: Mapping[str, Utterance],
) -> dict[str, Any]:
    utterance = said.get(evidence.record_id)
    return {
        "fact": fact.id,
        "source": evidence.source,
        "record_id": evidence.record_id,
        "span": span(evidence),
        "department": kept_by.get(evidence.source),
        "words": words_of(evidence, said),
        "thread": None if utterance is None else utterance.thread,
        "author": fact.author,
    }
