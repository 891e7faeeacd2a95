"""The town's truth held against what two ways of mailing would have said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

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


def claims_not_carried(
    touches: Iterable[Touch],
    facts: Mapping[str, Fact],
    people: Mapping[str, KnownPerson],
) -> int:
    """
    Count claims whose facts do not carry them.

    A claim carries if its span lies in its part, its facts are about the person
    written to, and each text that states a value stands in the span.

    Args:
        touches: With the messages that make the claims.
        facts: By id, those that the claims name.
        people: By current id; a fact may be under any own id of hers.
    """
    broken = 0
    for touch in touches:
        texts, own = _texts(touch), people[touch.person].own
        for claim in touch.message.claims:
            text = texts[claim.part] or ""
            lies_in = 0 <= claim.start < claim.end <= len(text)
            span = text[claim.start : claim.end].casefold()
            hers = claim.facts and all(
                key in facts and facts[key].person in own for key in claim.facts
            )
            said = all(word.casefold() in span for word in claim.said)
            broken += not (lies_in and hers and said)
    return broken


def rungs_of(
    house: House,
    programme: Programme,
    touches: Sequence[Touch],
    people: Mapping[str, KnownPerson],
    town: Town,
    *,
    now: datetime,
) -> dict[str, int]:
    """
    Count ladders: specific, vague, and those that could have been specific.

    A ladder could be specific if, for its most specific rung, the books hold a fact
    of each predicate that is true by the town; silence and vagueness are no way to
    win.
    """
    return count_rungs(
        programme.contents,
        touches,
        lambda touch: _true_predicates(
            house, people[touch.person], touch, town, now=now
        ),
    )


def count_rungs(
    contents: Mapping[str, Content],
    touches: Iterable[Touch],
    had: Callable[[Touch], AbstractSet[str]],
) -> dict[str, int]:
    """
    Count ladders: specific, vague, and those that could have been specific.

    Args:
        contents: By key.
        touches: Messages written from them.
        had: Predicates with which a message's ladders could have been specific.
    """
    specific = vague = could = did = 0
    for touch in touches:
        known = had(touch)
        ladders = _ladders(contents[touch.content], touch)
        for rung, needs in zip(touch.message.rungs, ladders, strict=True):
            is_specific = rung < len(needs) - 1
            possible = any(one and one <= known for one in needs[:-1])
            specific, vague = specific + is_specific, vague + (not is_specific)
            could, did = could + possible, did + (possible and is_specific)
    return {
        "specific": specific,
        "vague": vague,
        "could_be_specific": could,
        "specific_of_those": did,
    }


def _ladders(content: Content, touch: Touch) -> list[tuple[frozenset[str], ...]]:
    """List the ladders that were climbed: an SMS has no subject, and no rung of it."""
    texts = _texts(touch)
    return [
        ladder
        for part in content.parts
        if texts[part.name] is not None
        for ladder in part.ladders
    ]


def _texts(touch: Touch) -> dict[str, str | None]:
    message = touch.message
    return {
        "subject": message.subject,
        "preheader": message.preheader,
        "body": message.body,
    }


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
