"""The town's truth held against what two ways of mailing would have said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from shopkeeper.flow.deciding import Programme
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson
from shopkeeper.flow.touching import settled
from shopkeeper.say import Content
from shopkeeper.town import Judgement, Sent, Town, judge
from shopkeeper.vocabulary import Fact, Touch, TouchState


GOING = frozenset({TouchState.APPROVED, TouchState.SENT})


def sent_of(touches: Iterable[Touch], facts: Mapping[str, Fact]) -> list[Sent]:
    """Put our messages into the neutral form in which the town judges them."""
    found = []
    for touch in touches:
        claimed = [facts[key] for one in touch.message.claims for key in one.facts]
        called = [str(one.value) for one in claimed if one.about == "person.called"]
        found.append(
            Sent(
                occasion=touch.plan,
                silo="shopkeeper",
                purpose=str(touch.purpose),
                address=touch.address,
                channel=str(touch.channel),
                called=called[0] if called else None,
                claims=tuple(
                    dict.fromkeys(
                        (one.about, str(one.value))
                        for one in claimed
                        if one.about != "person.called"
                    )
                ),
                built_from=tuple(
                    dict.fromkeys(
                        evidence.record_id
                        for one in claimed
                        for evidence in one.evidence
                    )
                ),
                text=touch.message.body or "",
            )
        )
    return found


def judged(messages: Sequence[Sent], town: Town) -> Judgement:
    """Hold messages against the truth."""
    return judge(messages, town.truth)


def claims_not_carried(touches: Iterable[Touch], facts: Mapping[str, Fact]) -> int:
    """
    Count claims whose facts do not carry them.

    A claim carries if its span lies in its part, its facts are about the person
    written to, and each text that states a value stands in the span.
    """
    broken = 0
    for touch in touches:
        parts = {
            "subject": touch.message.subject,
            "preheader": touch.message.preheader,
            "body": touch.message.body,
        }
        for claim in touch.message.claims:
            text = (parts[claim.part] or "")[claim.start : claim.end]
            known = claim.facts and all(key in facts for key in claim.facts)
            said = all(word.casefold() in text.casefold() for word in claim.said)
            broken += not (known and said)
    return broken


def rungs_of(
    house: House,
    programme: Programme,
    touches: Sequence[Touch],
    people: Mapping[str, KnownPerson],
    town: Town,
    *,
    now: datetime,
) -> dict[str, Any]:
    """
    Count ladders: specific, vague, and those that could have been specific.

    A ladder could be specific if, for its most specific rung, the books hold a fact
    of each predicate that is true by the town; silence and vagueness are no way to
    win.
    """
    specific = vague = could = did = 0
    for touch in touches:
        content = programme.contents[touch.content]
        person = people[touch.person]
        true = _true_predicates(house, person, touch, town, now=now)
        for rung, needs in zip(touch.message.rungs, _ladders(content), strict=False):
            last = len(needs) - 1
            is_specific = rung < last
            specific += is_specific
            vague += not is_specific
            possible = any(one and one <= true for one in needs[:-1])
            could += possible
            did += possible and is_specific
    return {
        "specific": specific,
        "vague": vague,
        "could_be_specific": could,
        "specific_of_those": did,
    }


def _ladders(content: Content) -> list[tuple[frozenset[str], ...]]:
    return [ladder for part in content.parts for ladder in part.ladders]


def _true_predicates(
    house: House, person: KnownPerson, touch: Touch, town: Town, *, now: datetime
) -> set[str]:
    may = settled(house, person, now=now)
    known = [*(fact for group in may.facts.values() for fact in group)]
    known += [one.fact for one in may.left_out]
    reader = town.truth.readers(touch.address)
    return {
        fact.about
        for fact in known
        if any(town.truth.is_true(one, fact.about, str(fact.value)) for one in reader)
    }


def joins_of(whose: Mapping[str, str], town: Town) -> dict[str, int]:
    """Count pairs of records: rightly joined, wrongly joined, missed."""
    found = town.truth.judge_joins(whose)
    return {"right": found.right, "wrong": found.wrong, "missed": found.missed}


def held_reasons(touches: Iterable[Touch]) -> dict[str, int]:
    """Count what did not go, by reason; days and moments in a reason do not count."""
    counted = Counter(
        plain_reason(touch.because) for touch in touches if touch.state not in GOING
    )
    return dict(sorted(counted.items(), key=lambda one: (-one[1], one[0])))


def plain_reason(because: str) -> str:
    """Return a reason without what differs from person to person."""
    return because.partition(" on ")[0].partition(" (")[0].partition(":")[0]
