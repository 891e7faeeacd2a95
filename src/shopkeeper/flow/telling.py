"""What the shop tells about one person."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.decide import Candidate, PersonCase, decide, mask_at_sending
from shopkeeper.flow.deciding import PATIENCE, Programme, programme
from shopkeeper.flow.finding import called, told_apart
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson, gather
from shopkeeper.flow.rounds import floored_us
from shopkeeper.flow.spoken import spoken_by_id, words_of
from shopkeeper.flow.touching import chosen_option, settled
from shopkeeper.flow.trusting import read_trust, trust_in
from shopkeeper.flow.wondering import (
    ask_json,
    case_now,
    questions_about,
    unknown_json,
)
from shopkeeper.handover import desk_json
from shopkeeper.remember.conflicts import Conflict, conflicts_in
from shopkeeper.remember.freshness import freshness
from shopkeeper.remember.precedence import confidence_now, holds
from shopkeeper.remember.precedence import present as present_facts
from shopkeeper.vocabulary import (
    Decision,
    Evidence,
    Fact,
    Loop,
    Promise,
    PromiseState,
    Standing,
    Touch,
    TouchState,
    Utterance,
    ago,
    round_key,
)


# What has gone is not next any more.
_DONE = frozenset({TouchState.SENT, TouchState.IN_DOUBT, TouchState.FAILED})


class AtHand(Struct, frozen=True, kw_only=True):
    """
    What a caller has in hand already, and need not be looked up among everybody.

    Attributes:
        known: She.
        plans: What the shop means to do.
        said: What was said by, to and about her, by record id.
        told_apart_by: What tells her from her namesakes.
    """

    known: KnownPerson
    plans: Programme
    said: Mapping[str, Utterance]
    told_apart_by: str


def at_hand(house: House, person: str, *, now: datetime) -> AtHand:
    """Look up what is known of one person among everybody."""
    known = gather(house, now=now, only=[person])[person]
    said = spoken_by_id(
        house,
        [one.record_id for fact in known.facts for one in fact.evidence]
        + [one.record_id for one in known.suppressions if one.record_id],
    )
    return AtHand(
        known=known, plans=programme(house, now=now), said=said,
        told_apart_by=told_apart(house, known, now=now),
    )  # fmt: skip


def person_json(
    house: House,
    person: str,
    *,
    now: datetime,
    hand: AtHand | None = None,
    records: bool = True,
) -> dict[str, Any]:
    """
    Return all that is known of one person (contracts.md, section 5).

    Args:
        house: The shop.
        person: Her current id.
        now: The moment.
        hand: What was looked up already.
        records: List each of her records, too: of some people there are thousands.
    """
    hand = hand or at_hand(house, person, now=now)
    known, plans, said = hand.known, hand.plans, hand.said
    may = settled(house, known, now=now)
    sayable = {fact.id for group in may.facts.values() for fact in group}
    found = present_facts(known.facts, predicates=house.predicates, now=now)
    handovers = [one for one in house.desk.all() if one.person in known.own]
    case = case_now(house, known, plans, now=now)
    moment = case.moment
    questions = questions_about(house, known, plans, case, now=now)
    touches = house.outbox.of_persons(known.own)
    trust = read_trust(house)
    return {
        "person_id": person,
        "called": called(house, known, now=now),
        "called_by": _called_by(may.facts.get("person.called", ()), now),
        "told_apart_by": hand.told_apart_by,
        "identifiers": _identifiers_json(known),
        "records": _records_json(house, person) if records else [],
        "facts": [
            _fact_json(house, fact, said, may_be_said=fact.id in sayable, now=now)
            | {"trust": trust_in(fact, trust)}
            for fact in known.facts
            if fact.learned_at <= now
        ],
        "conflicts": [list(ids) for ids in found.conflicts],
        "settled": [_settled_json(one) for one in conflicts_in(found, known.facts)],
        "unknown": [unknown_json(one) for one in questions],
        "ask": ask_json(case, questions),
        "moment": {
            "stage": str(moment.stage),
            "because": moment.stage_because,
            "needs": [
                {"what": need.what, "facts": list(need.facts)} for need in moment.needs
            ],
            "evidence": list(moment.evidence),
        },
        "promises": [promise_json(one) for one in known.promises],
        "open_loops": [loop_json(one) for one in known.loops],
        "consents": [
            {
                "purpose": str(one.purpose), "topic": one.topic,
                "channel": None if one.channel is None else str(one.channel),
                "state": str(one.state), "at": iso(one.at),
                "expires": iso(one.expires), "text": one.text,
                "version": one.version, "proof": one.proof,
            }
            for one in known.consents
        ],
        "suppressed": sorted({one.scope for one in known.suppressions}),
        "stops": _stops_json(known, said),
        "touches": [_touch_json(one) for one in touches]
        + [
            {
                "message_id": None, "decision_id": one.id, "channel": None,
                "at": iso(one.at), "state": "handed_over", "because": one.reason,
            }
            for one in handovers
            if one.asks is None
        ],
        "next": next_json(house, known, plans, case, now=now),
    }  # fmt: skip


def next_json(
    house: House,
    person: KnownPerson,
    plans: Programme,
    case: PersonCase,
    *,
    now: datetime,
) -> dict[str, str | None]:
    """Say what would be done next for her, decided now and kept nowhere."""
    key = round_key(house.shop.name, floored_us(now, house.shop.rounds_every))
    done = {
        touch.decision_id
        for touch in house.outbox.of_persons(person.own)
        if touch.state in _DONE
    }
    made = [
        one
        for one in house.decisions.of_persons(person.own)
        if one.round == key and one.id not in done
    ]
    decision = made[-1] if made else None
    if decision is None or _is_overtaken(decision, case, plans, now=now):
        (decision,) = decide(
            [case], plans.rules, round_key=key, seed=house.seed, drawn={person.id}
        )
    option = chosen_option(decision)
    return {
        "option": option.key,
        "channel": None if option.channel is None else str(option.channel),
        "because": decision.because,
    }


def _is_overtaken(
    decision: Decision, case: PersonCase, plans: Programme, *, now: datetime
) -> bool:
    """Say whether something forbids by now what was decided: a refusal, a stop."""
    option = chosen_option(decision)
    if option.plan is None or option.channel is None:
        return False
    others = tuple(
        one
        for one in case.touches
        if (one.plan, one.step) != (option.plan, option.step) or one.at < decision.at
    )
    out = mask_at_sending(
        Candidate(option=option), replace(case, touches=others), plans.rules
    )
    # What is forbidden for some hours waits, and is next all the same.
    return out is not None and (out.until is None or out.until > now + PATIENCE)


def desk_lines(house: House) -> list[dict[str, Any]]:
    """Return what lies on the desk (contracts.md, section 5)."""
    return desk_json(house.desk.all())


def _identifiers_json(person: KnownPerson) -> list[dict[str, Any]]:
    merged: dict[tuple[str, str, str], dict[str, Any]] = {}
    for entry in person.identifiers:
        one = entry.identifier
        row = merged.setdefault(
            (str(one.kind), one.namespace, one.value),
            {
                "kind": str(one.kind), "value": one.value, "verified": False,
                "sources": [],
            },
        )  # fmt: skip
        row["verified"] = row["verified"] or one.verified
        if entry.source not in row["sources"]:
            row["sources"].append(entry.source)
    return list(merged.values())


def _records_json(house: House, person: str) -> list[dict[str, Any]]:
    table = house.warehouse.part("whose", {person})
    if table is None:
        return []
    kept_by = departments(house)
    rows = zip(
        table.column("record_id").to_pylist(),
        table.column("source").to_pylist(),
        strict=True,
    )
    return [
        {"record_id": record, "source": source, "department": kept_by.get(source)}
        for record, source in rows
    ]


def _fact_json(
    house: House,
    fact: Fact,
    said: Mapping[str, Utterance],
    *,
    may_be_said: bool,
    now: datetime,
) -> dict[str, Any]:
    predicate = house.predicates.find(fact.about)
    first = fact.evidence[0] if fact.evidence else None
    return {
        "id": fact.id, "about": fact.about, "value": fact.value,
        "standing": str(fact.standing), "confidence": round(fact.confidence, 6),
        "confidence_now": None
        if predicate is None
        else round(confidence_now(fact, predicate, now), 6),
        "source": fact.source, "author": fact.author,
        "learned_at": iso(fact.learned_at),
        "freshness": freshness(fact, predicate, now).words, "span": span(first),
        "sensitive": fact.sensitive or bool(predicate and predicate.sensitive),
        "may_be_said": may_be_said,
        "counts": predicate is not None and holds(fact, predicate, now),
        "evidence": [one.record_id for one in fact.evidence],
        "words": words_of(first, said),
        "thread": said[first.record_id].thread
        if first is not None and first.record_id in said
        else None,
        "answers": fact.answers,
    }  # fmt: skip


def _called_by(names: Sequence[Fact], now: datetime) -> dict[str, Any] | None:
    """Say on whose word she is called so: hers, or that of a list."""
    if not names:
        return None
    fact = names[0]
    if fact.standing is Standing.TOLD:
        says = f"she told {fact.author or 'us'}"
    elif fact.author is not None:
        says = f"{fact.author} wrote it down"
    else:
        source = (fact.source or "a record").replace("_", " ")
        says = f"{source} has it in a column of its own"
    when = ago(now - fact.learned_at)
    return {"fact": fact.id, "says": f"{says}, {when}"}


def _settled_json(one: Conflict) -> dict[str, Any]:
    """Return which of two answers counts, and by which rule."""
    return {
        "about": one.about, "facts": list(one.facts), "chosen": one.chosen,
        "because": one.because,
    }  # fmt: skip


def span(evidence: Evidence | None) -> list[int | None] | None:
    """Return where in an utterance the evidence stands, None for a row."""
    if evidence is None or evidence.start is None:
        return None
    return [evidence.start, evidence.end]


def _stops_json(
    person: KnownPerson, said: Mapping[str, Utterance]
) -> list[dict[str, Any]]:
    """Return each wish to be left alone once, with the sentence that proves it."""
    found: dict[tuple[str, str | None, datetime], dict[str, Any]] = {}
    for one in person.suppressions:
        proof = Evidence(
            source="", record_id=one.record_id or "", start=one.start, end=one.end
        )
        utterance = said.get(proof.record_id)
        found.setdefault(
            (one.scope, one.record_id, one.at),
            {
                "scope": one.scope, "because": one.because, "at": iso(one.at),
                "until": iso(one.until), "record_id": one.record_id,
                "span": span(proof), "words": words_of(proof, said),
                "thread": None if utterance is None else utterance.thread,
            },
        )  # fmt: skip
    return list(found.values())


def promise_json(one: Promise) -> dict[str, Any]:
    """Return a promise as `person --json` has it."""
    return {
        "id": one.id, "what": one.what, "owner": one.owner, "made_by": one.made_by,
        "deadline": None if one.deadline is None else one.deadline.isoformat(),
        "state": str(PromiseState(one.state)), "utterance": one.utterance,
        "by": one.by, "because": one.because,
    }  # fmt: skip


def loop_json(one: Loop) -> dict[str, Any]:
    """Return what she waits for, with the very words it came from."""
    return {
        "id": one.id, "kind": str(one.kind), "what": one.what, "since": iso(one.since),
        "utterance": one.utterance, "span": [one.start, one.end],
        "thread": one.thread, "owner": one.owner, "due": one.due.isoformat(),
        "state": str(one.state),
    }  # fmt: skip


def _touch_json(touch: Touch) -> dict[str, Any]:
    return {
        "message_id": touch.message.message_id, "decision_id": touch.decision_id,
        "channel": str(touch.channel), "at": iso(touch.at),
        "state": str(touch.state), "because": touch.because,
    }  # fmt: skip


def departments(house: House) -> dict[str, str]:
    """Return the department that keeps each source."""
    return {source.name: source.department for source in house.shop.sources}


def iso(moment: datetime | None) -> str | None:
    """Write a moment for a file, None for none."""
    return None if moment is None else moment.isoformat()


def as_json(value: object) -> str:
    """Write a value as JSON for people and programs."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
