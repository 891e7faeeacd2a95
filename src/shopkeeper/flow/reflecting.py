"""What was understood is said back: a draft for a human, and that it was said."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from msgspec import Struct, structs

from shopkeeper.decide import may_contact
from shopkeeper.flow.explaining import message_json
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson, current_ids, gather
from shopkeeper.flow.moving_loops import move_loops
from shopkeeper.flow.planning import staff_of
from shopkeeper.flow.reaching import recipients_of
from shopkeeper.flow.spoken import spoken_of, words_of
from shopkeeper.flow.telling import iso
from shopkeeper.flow.told_us import Reflected, keep_reflected, reflections
from shopkeeper.flow.touching import settled
from shopkeeper.listen import is_erase
from shopkeeper.remember.fit_to_speak import fit
from shopkeeper.remember.sayable import UNSURE
from shopkeeper.say.reflection import (
    Greeting,
    Part,
    Sentence,
    asked_sentence,
    day_to_her,
    fact_sentence,
    reflection,
    stop_sentence,
    waiting_sentence,
)
from shopkeeper.vocabulary import (
    Channel,
    Evidence,
    Fact,
    LoopState,
    Message,
    NotAllowed,
    NotFound,
    Purpose,
    Speaker,
    Staff,
    Standing,
    Utterance,
)


_MONTH = timedelta(days=30)
_STOPPED = "she wants no messages at all: say it only while she speaks with you"


class Reflection(Struct, frozen=True, kw_only=True):
    """
    What would be said back to a person.

    Attributes:
        person: Her current id.
        utterances: What it is about, oldest first.
        sentences: What is said, each with what carries it.
        message: The words; without a body where there is nothing to say.
        unsaid: How many facts were heard there and may not be said.
        channels: Those by which it may go.
        held: Why nothing may be sent to her, or None.
        words: Sentence to the very words of hers behind it.
    """

    person: str
    utterances: tuple[Utterance, ...]
    sentences: tuple[Sentence, ...]
    message: Message
    unsaid: int
    channels: tuple[Channel, ...]
    held: str | None
    words: Mapping[str, str]


def reflect(
    house: House,
    person: str,
    *,
    of: str | None = None,
    by: str | None = None,
    now: datetime,
) -> Reflection:
    """
    Say back what was understood of an utterance, or of what is new.

    Args:
        house: The shop.
        person: Her current id.
        of: Record id of an utterance; None: what was said since the last
            reflection, at most a month ago.
        by: Staff id or name of who signs it; None: the shop.
        now: The moment.

    Raises:
        NotFound: If *of* is nothing that was said by, to or about her.
    """
    known = gather(house, now=now, only=[person])[person]
    said = _chosen(house, known, of, now=now)
    ids = {one.id for one in said}
    facts = [
        fact
        for fact in known.facts
        if fact.learned_at <= now and ids & {one.record_id for one in fact.evidence}
    ]
    may = settled(house, known, now=now)
    why = {one.fact.id: one.because for one in may.left_out}
    unsure = [one for one in facts if why.get(one.id) == UNSURE]
    asked = list(_asked(house, unsure, said))
    unsaid = why.keys() - {key for one in asked for key in one.asked}
    sentences = [
        *_facts(house, known, [one for one in facts if one.id not in why], said),
        *asked,
        *_stops(house, known, ids),
        *_waiting(known, said),
    ]
    called = may.facts.get("person.called", ())
    greeting = (
        Greeting(called=str(called[0].value), facts=(called[0].id,)) if called else None
    )
    signer = None if by is None else staff_of(house.shop, by)
    channels = _open_channels(house, known, now=now)
    return Reflection(
        person=person,
        utterances=tuple(said),
        sentences=tuple(sentences),
        message=reflection(
            sentences,
            person=person,
            greeting=greeting,
            signed=_signature(house, signer),
        ),
        unsaid=sum(fact.id in unsaid for fact in facts),
        channels=channels,
        held=_STOPPED if _is_stopped(known) else None,
        words=_words(sentences, said),
    )


def note_said(house: House, found: Reflection, *, by: str, now: datetime) -> Reflected:
    """
    Write down that somebody said it back to her; the same again changes nothing.

    Raises:
        NotAllowed: If there is nothing to say.
        BadInput: If *by* is nobody on the staff.
    """
    if found.message.body is None:
        msg = "There is nothing to say back: nothing that may be said was understood."
        raise NotAllowed(msg)
    threads = dict.fromkeys(one.thread for one in found.utterances if one.thread)
    carried = dict.fromkeys(
        key for one in found.sentences for key in (*one.facts, *one.asked)
    )
    one = Reflected(
        person=found.person,
        at=now,
        utterances=tuple(said.id for said in found.utterances),
        facts=tuple(carried),
        text=found.message.body,
        by=staff_of(house.shop, by).id,
        threads=tuple(threads),
    )
    with house.together():
        if keep_reflected(house, one):
            current = current_ids(house)
            move_loops(
                house,
                [own for own, person in current.items() if person == found.person],
                one.utterances,
                LoopState.REFLECTED,
                by=one.by,
                because="it was said back to her",
                at=now,
            )
            house.audit.note(
                "said back to her", found.message.message_id, actor=one.by, at=now,
                person=found.person, detail=one.text,
            )  # fmt: skip
    return one


def _chosen(
    house: House, known: KnownPerson, of: str | None, *, now: datetime
) -> list[Utterance]:
    everything = [
        one
        for one in spoken_of(house, known.own, now=now)
        if not one.id.startswith("answer:")
    ]
    if of is not None:
        found = [one for one in everything if one.id == of]
        if not found:
            some = ", ".join(one.id for one in everything[-3:]) or "nothing yet"
            msg = f"{of} is nothing that was said by, to or about her; there is {some}."
            raise NotFound(msg)
        return found
    before = [one.at for one in reflections(house, now=now) if one.person in known.own]
    since = max([now - _MONTH, *before])
    return [one for one in everything if one.said_at and one.said_at > since]


def _facts(
    house: House, known: KnownPerson, facts: Sequence[Fact], said: Sequence[Utterance]
) -> Iterator[Sentence]:
    due = {one.id: one.deadline for one in known.promises}
    zones = {one.id: one.time_zone for one in said}
    seen = set()
    for fact in sorted(facts, key=lambda one: _place(one, said)):
        predicate = house.predicates.find(fact.about)
        if predicate is None:
            continue
        spoken = fit(fact.value, predicate).spoken
        first = fact.evidence[0]
        deadline = due.get(fact.id)
        by = ""
        if deadline is not None:
            by = f", by {day_to_her(deadline, zones.get(first.record_id, 'UTC'))}"
        if spoken is None:
            continue
        sentence = fact_sentence(fact.about, spoken, fact.id, by=by)
        if sentence is not None and sentence.text not in seen:
            seen.add(sentence.text)
            yield structs.replace(
                sentence, record_id=first.record_id, start=first.start, end=first.end
            )


def _asked(
    house: House, unsure: Sequence[Fact], said: Sequence[Utterance]
) -> Iterator[Sentence]:
    """Ask about what she said and we may have heard wrong; never about a note."""
    hers = {one.id: one for one in said if one.speaker is Speaker.CUSTOMER}
    plain_words = house.predicates.find("need.current")
    seen = set()
    for fact in sorted(unsure, key=lambda one: _place(one, said)):
        first = fact.evidence[0]
        words = words_of(first, hers)
        if fact.standing is not Standing.TOLD or not words or plain_words is None:
            continue
        spoken = fit(words, plain_words).spoken
        if spoken is None or spoken in seen:
            continue
        sentence = asked_sentence(fact.about, str(spoken), fact.id)
        if sentence is not None:
            seen.add(spoken)
            yield structs.replace(
                sentence, record_id=first.record_id, start=first.start, end=first.end
            )


def _place(fact: Fact, said: Sequence[Utterance]) -> tuple[int, int, str]:
    order = {one.id: at for at, one in enumerate(said)}
    first = fact.evidence[0]
    return order.get(first.record_id, len(said)), first.start or 0, fact.id


def _stops(
    house: House, known: KnownPerson, ids: Collection[str]
) -> Iterator[Sentence]:
    seen = set()
    for one in known.suppressions:
        if one.record_id not in ids:
            continue
        until = ""
        if one.until is not None:
            zone = known.time_zone or house.shop.time_zone
            until = day_to_her(one.until, zone).partition(" at ")[0]
        erase = is_erase(one.because)
        text = stop_sentence(one.scope, until=until, erase=erase)
        if text not in seen:
            seen.add(text)
            yield Sentence(
                part=Part.STOPPED, text=text, record_id=one.record_id or "",
                start=one.start, end=one.end,
            )  # fmt: skip


def _waiting(known: KnownPerson, said: Sequence[Utterance]) -> Iterator[Sentence]:
    hers = {one.id for one in said if one.speaker is Speaker.CUSTOMER}
    seen = set()
    for loop in known.loops:
        if loop.utterance in hers and loop.kind not in seen:
            seen.add(loop.kind)
            yield Sentence(
                part=Part.WAITING,
                text=waiting_sentence(loop.kind),
                record_id=loop.utterance,
            )


def _is_stopped(known: KnownPerson) -> bool:
    return any(one.scope == "all" for one in known.suppressions)


def _open_channels(
    house: House, known: KnownPerson, *, now: datetime
) -> tuple[Channel, ...]:
    """Return the channels by which a plain notice may reach her."""
    return tuple(
        channel
        for channel, recipient in recipients_of(house, known, now=now).items()
        if may_contact(recipient, Purpose.SERVICE) is None
    )


def _signature(house: House, signer: Staff | None) -> list[str]:
    return [house.shop.name] if signer is None else [signer.name, house.shop.name]


def _words(sentences: Sequence[Sentence], said: Sequence[Utterance]) -> dict[str, str]:
    """Return the words behind each sentence: hers alone, never our shorthand."""
    by_id = {one.id: one for one in said if one.speaker is Speaker.CUSTOMER}
    found = {}
    for one in sentences:
        proof = Evidence(
            source="", record_id=one.record_id or "", start=one.start, end=one.end
        )
        words = words_of(proof, by_id)
        if words:
            found[one.text] = words
    return found


def reflection_json(
    found: Reflection, said_back: Reflected | None = None
) -> dict[str, Any]:
    """Return what `reflect --json` prints."""
    return {
        "person_id": found.person,
        "utterances": [
            {
                "record_id": one.id, "speaker": str(one.speaker),
                "at": iso(one.said_at), "thread": one.thread,
                "channel": one.channel, "author": one.author,
            }
            for one in found.utterances
        ],
        "message": message_json(found.message),
        "sentences": [
            {
                "part": str(one.part), "text": one.text, "facts": list(one.facts),
                "asked": list(one.asked),
                "record_id": one.record_id,
                "span": None if one.start is None else [one.start, one.end],
                "words": found.words.get(one.text),
            }
            for one in found.sentences
        ],
        "unsaid": found.unsaid,
        "channels": [str(one) for one in found.channels],
        "held": found.held,
        "said": None
        if said_back is None
        else {"by": said_back.by, "at": iso(said_back.at)},
    }  # fmt: skip
