"""What a content would say to somebody, with the evidence behind each phrase.

Nothing is decided, kept or sent. Quiet hours, budgets and plans are not looked at here:
they say when, and whether it is this message at all; a preview says which words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any
from zoneinfo import ZoneInfo

from shopkeeper.decide import may_contact
from shopkeeper.flow.behind import is_sensitive
from shopkeeper.flow.deciding import read_all
from shopkeeper.flow.explaining import message_json
from shopkeeper.flow.house import Checker, House
from shopkeeper.flow.knowing import KnownPerson, gather
from shopkeeper.flow.reaching import (
    TOPIC_STOPPED,
    recipients_of,
    stopped_topics,
    why_not_reached,
)
from shopkeeper.flow.say_files import variables_for
from shopkeeper.flow.spoken import spoken_by_id, words_of
from shopkeeper.flow.telling import departments, iso
from shopkeeper.flow.touching import certain_there, settled
from shopkeeper.remember.freshness import freshness
from shopkeeper.remember.sayable import Sayable
from shopkeeper.say import Content, compose, held_message
from shopkeeper.say.foreign_tags import words_to_look_at
from shopkeeper.say.rungs import WrittenLadder, written_ladders
from shopkeeper.say.wording import LABEL, label_of_all, shared_wordings
from shopkeeper.vocabulary import (
    BadInput,
    Channel,
    Fact,
    Held,
    Message,
    Recipient,
    hash_of,
)


NOT_KNOWN = "nothing is known about it"
KEPT_APART = "what is known is used at most, and never said"
NO_ADDRESS = "no address of hers is known on {channels}"
TWO_ROWS = "somebody else is written to at this address"
MOST_PEOPLE = 20


@dataclass(frozen=True, kw_only=True)
class _Preview:
    person: KnownPerson
    recipient: Recipient
    content: Content
    message: Message
    may: Sayable

    @property
    def personal(self) -> int:
        """How many ladders stand on a fact."""
        return len(self.message.claims)


def preview_json(
    house: House,
    key: str,
    people: Sequence[str] | None,
    *,
    now: datetime,
    most: int = MOST_PEOPLE,
    check: Checker | None = None,
) -> dict[str, Any]:
    """
    Say a content to people as if it went now, and show what stands behind it.

    Args:
        house: The shop.
        key: The content's.
        people: Current ids; None: *most* people are picked, the most specific, the
            vaguest and the held.
        now: The moment of the messages.
        most: How many to pick.
        check: Looks at each message; its findings are shown beside it.

    Raises:
        BadInput: If there is no such content, or it cannot be read.
    """
    contents = read_all(house.contents, house.predicates)
    if key not in contents:
        near = get_close_matches(key, contents, n=1, cutoff=0.0)
        hint = f"; did you mean {near[0]!r}?" if near else ": write content/<key>.md"
        msg = f"There is no content {key!r}{hint}"
        raise BadInput(msg)
    known = gather(house, now=now, only=people)
    made = [
        _preview(house, contents, key, person, now=now) for person in known.values()
    ]
    # Looked at over all that were made: twenty would look more alike than they are.
    shared = shared_wordings(one.message for one in made)
    shown = made if people is not None else _picked(made, most)
    wanted = {one: at for at, one in enumerate(people or ())}
    shown = sorted(shown, key=lambda one: wanted.get(one.person.id, 0))
    behind = _Behind(house, shown, now)
    return {
        "content": key,
        "purpose": str(contents[key].purpose),
        "channels": [str(channel) for channel in contents[key].channels],
        "languages": [
            name.removeprefix(f"{key}.")
            for name in contents
            if name.startswith(f"{key}.")
        ],
        "hidden_claims": [
            {
                "file": one_content.name, "part": one.part, "line": one.line,
                "column": one.column, "words": one.words, "says": one.advice(),
            }
            for one_content in _variants(contents, key)
            for one in words_to_look_at(one_content, language=house.shop.language)
        ],
        "looked_at": len(made),
        "label": label_of_all([one.message for one in made], shared),
        "people": [
            _person_json(house, one, behind, shared, check, now=now) for one in shown
        ],
    }  # fmt: skip


def _variants(contents: Mapping[str, Content], key: str) -> list[Content]:
    return [
        one
        for name, one in contents.items()
        if name == key or name.startswith(f"{key}.")
    ]


def _preview(
    house: House,
    contents: Mapping[str, Content],
    key: str,
    person: KnownPerson,
    *,
    now: datetime,
) -> _Preview:
    language = (person.language or "").replace("_", "-")
    tried = (person.language, language, language.partition("-")[0])
    content = next(
        (
            contents[f"{key}.{one}"]
            for one in tried
            if one and f"{key}.{one}" in contents
        ),
        contents[key],
    )
    may = settled(house, person, now=now)
    reached = recipients_of(house, person, now=now)
    open_ones = [one for one in content.channels if one in reached]
    if not open_ones:
        nowhere = Recipient(
            person=person.id, channel=content.channels[0], address="",
            language=person.language, time_zone=person.time_zone,
        )  # fmt: skip
        because = NO_ADDRESS.format(channels=", ".join(content.channels))
        if content.channels == (Channel.POST,):
            because = why_not_reached(house, person).get(Channel.POST, because)
        held = Held(until=None, because=because)
        message = held_message(_name(key, person), nowhere, held)
        return _Preview(
            person=person, recipient=nowhere, content=content, message=message, may=may
        )
    recipient = reached[open_ones[0]]
    refused = may_contact(recipient, content.purpose)
    if refused is None and content.topic in stopped_topics(person):
        refused = Held(until=None, because=TOPIC_STOPPED)
    if refused is not None:
        message = held_message(_name(key, person), recipient, refused)
    else:
        message = compose(
            content,
            recipient=recipient,
            sayable=certain_there(may.facts, person, recipient.address),
            shop_variables=variables_for(
                house.shop, there=recipient.time_zone,
                shops=ZoneInfo(house.shop.time_zone), now=now,
            ),
            message_id=_name(key, person),
        )  # fmt: skip
    return _Preview(
        person=person, recipient=recipient, content=content, message=message, may=may
    )


def _name(key: str, person: KnownPerson) -> str:
    return "preview-" + hash_of("preview", key, person.id)


def _picked(made: Sequence[_Preview], most: int) -> list[_Preview]:
    """Pick the most specific, the vaguest and the held, a third each."""
    free = sorted(
        (one for one in made if one.message.held is None),
        key=lambda one: (-one.personal, sum(one.message.rungs), one.person.id),
    )
    held = [one for one in made if one.message.held is not None]
    by_reason: dict[str, list[_Preview]] = {}
    for one in held:
        assert one.message.held is not None  # noqa: S101 they were chosen so
        by_reason.setdefault(one.message.held.because, []).append(one)
    turns = max((len(group) for group in by_reason.values()), default=0)
    mixed = [
        group[at]
        for at in range(turns)
        for group in by_reason.values()
        if at < len(group)
    ]
    few = mixed[: max(most // 3, most - len(free))]
    room = most - len(few)
    if len(free) <= room:
        return [*free, *few]
    first = room - room // 2
    return [*free[:first], *free[len(free) - room // 2 :], *few]


class _Behind:
    """The evidence of every fact that the shown messages stand on."""

    def __init__(self, house: House, shown: Iterable[_Preview], now: datetime) -> None:
        self._house = house
        self._now = now
        self.facts: dict[str, Fact] = {
            fact.id: fact for one in shown for fact in one.person.facts
        }
        self._kept_by = departments(house)
        self._said = spoken_by_id(
            house,
            [one.record_id for fact in self.facts.values() for one in fact.evidence],
        )

    def json(self, fact_id: str) -> dict[str, Any]:
        """Return a fact as it is shown beside its phrase."""
        fact = self.facts[fact_id]
        first = fact.evidence[0] if fact.evidence else None
        predicate = self._house.predicates.find(fact.about)
        return {
            "id": fact.id, "about": fact.about, "value": fact.value,
            "standing": str(fact.standing), "confidence": round(fact.confidence, 6),
            "source": fact.source, "author": fact.author,
            "department": None if first is None else self._kept_by.get(first.source),
            "record_id": None if first is None else first.record_id,
            "words": words_of(first, self._said),
            "learned_at": iso(fact.learned_at),
            "freshness": freshness(fact, predicate, self._now).words,
        }  # fmt: skip


def _person_json(
    house: House,
    one: _Preview,
    behind: _Behind,
    shared: Mapping[str, int],
    check: Checker | None,
    *,
    now: datetime,
) -> dict[str, Any]:
    message = one.message
    ladders = written_ladders(one.content, mail=one.recipient.channel is Channel.EMAIL)
    others = shared.get(message.message_id, 0)
    tokens = others and message.claims
    names = one.may.facts.get("person.called", ())
    texts = {"subject": message.subject, "preheader": message.preheader,
             "body": message.body}  # fmt: skip
    del now
    return {
        "person_id": one.person.id,
        "called": str(names[0].value) if names else None,
        "names": list(one.person.names),
        "channel": str(one.recipient.channel),
        "language": one.content.language or house.shop.language,
        "state": _state(message, ladders),
        "message": message_json(message),
        "phrases": [
            {
                "part": claim.part, "start": claim.start, "end": claim.end,
                "words": (texts[claim.part] or "")[claim.start : claim.end],
                "said": list(claim.said),
                "facts": [behind.json(fact) for fact in claim.facts],
            }
            for claim in message.claims
        ],
        "ladders": []
        if message.held is not None
        else [
            _ladder_json(house, one, ladder, rung)
            for ladder, rung in zip(ladders, message.rungs, strict=True)
        ],
        "same_words_for": others,
        "label": LABEL if tokens else None,
        "findings": []
        if check is None or message.held is not None
        else list(check(message, one.content)),
    }  # fmt: skip


def _state(message: Message, ladders: Sequence[WrittenLadder]) -> str:
    if message.held is not None:
        return "held"
    if not ladders:
        return "the same for everybody"
    if not any(message.rungs):
        return "specific"
    return "partly specific" if message.claims else "vague"


def _ladder_json(
    house: House, one: _Preview, ladder: WrittenLadder, rung: int
) -> dict[str, Any]:
    return {
        "part": ladder.part,
        "line": ladder.line,
        "rung": rung,
        "words": ladder.rungs[rung].words,
        "not_taken": [
            {
                "rung": at, "words": above.words,
                "because": _missing(house, one, above.needs),
            }
            for at, above in enumerate(ladder.rungs[:rung])
        ],
    }  # fmt: skip


def _missing(house: House, one: _Preview, needs: Iterable[str]) -> list[dict[str, Any]]:
    """Say of each predicate that may not be said why, fact by fact."""
    there = certain_there(one.may.facts, one.person, one.recipient.address)
    found: list[dict[str, Any]] = []
    for about in needs:
        if about in there:
            continue
        reasons = [left for left in one.may.left_out if left.fact.about == about]
        if about in one.may.facts:
            found.append(_reason(about, None, TWO_ROWS))
        elif not reasons:
            found.append(_reason(about, None, NOT_KNOWN))
        for left in reasons:
            apart = is_sensitive(house, left.fact)
            because = KEPT_APART if apart else left.because
            found.append(_reason(about, None if apart else left.fact, because))
    # Two rows that say the same for the same reason are one reason.
    once = {(one["about"], str(one["value"]), one["because"]): one for one in found}
    return list(once.values())


def _reason(about: str, fact: Fact | None, because: str) -> dict[str, Any]:
    return {
        "about": about,
        "value": None if fact is None else fact.value,
        "fact": None if fact is None else fact.id,
        "because": because,
    }
