"""What was said, heard once, and what becomes of it in the shop."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from msgspec import structs

from shopkeeper.decide import Word
from shopkeeper.flow.coming_back import NO_WORD, is_mail
from shopkeeper.flow.house import House
from shopkeeper.flow.rows import SourceRows, present_rows
from shopkeeper.flow.told_us import (
    ANSWER,
    NOTE,
    PRESSED,
    WRITTEN,
    answer_utterances,
    notes,
    written,
    written_as,
)
from shopkeeper.flow.topics_meant import OurTopics, in_our_words
from shopkeeper.listen import (
    OpenLoop,
    Understood,
    becomes,
    confirmed_by,
    content_of,
    ear_name,
    hear,
)
from shopkeeper.recognise.books import KnownIdentifier
from shopkeeper.recognise.columns import Meaning
from shopkeeper.vocabulary import (
    Brief,
    Channel,
    Fact,
    Handover,
    HandoverState,
    Heard,
    Holds,
    LoopState,
    Promise,
    Speaker,
    Suppression,
    Utterance,
    hash_of,
)


_SPEAKERS: Mapping[str, Speaker] = {
    **dict.fromkeys(
        ("customer", "client", "user", "her", "in", "inbound", "incoming", "contact"),
        Speaker.CUSTOMER,
    ),
    **dict.fromkeys(
        ("agent", "staff", "us", "out", "outbound", "outgoing", "support", "rep",
         "bot", "company", "shop"),
        Speaker.AGENT,
    ),
    **dict.fromkeys(("rep_note", "note", "internal"), Speaker.REP_NOTE),
}  # fmt: skip
# Somebody who wants to be forgotten is answered within a month: GDPR, article 12(3).
# What else asks for a human is no news after that either.
_MONTH = timedelta(days=30)
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)
_MINUTES = 15.0  # as long as any moment given to a human
_A_SENTENCE = 2.0  # as long as it takes to say that a wish is heard


@dataclass(frozen=True, kw_only=True)
class Asking:
    """That a human should look at what somebody said, and why; `due` if it must be."""

    person: str
    utterance: str
    because: str
    at: datetime
    due: datetime | None
    minutes: float = _MINUTES


@dataclass
class HeardHere:
    """What all utterances of a shop come to, by own person id."""

    facts: list[Fact] = field(default_factory=list)
    identifiers: list[KnownIdentifier] = field(default_factory=list)
    suppressions: list[Suppression] = field(default_factory=list)
    promises: dict[str, list[Promise]] = field(default_factory=dict)
    loops: dict[str, list[OpenLoop]] = field(default_factory=dict)
    words: dict[str, list[Word]] = field(default_factory=dict)
    asks_human: list[Asking] = field(default_factory=list)
    said: list[tuple[str, Utterance]] = field(default_factory=list)
    content: dict[str, LoopState] = field(default_factory=dict)


def hear_rows(
    house: House,
    everything: Sequence[SourceRows],
    own: Mapping[str, str],
    *,
    now: datetime,
) -> HeardHere:
    """
    Hear what is new in the sources that hold messages or notes, and in our own notes.

    Args:
        house: The shop.
        everything: Rows of all sources.
        own: Record id to own person id; what is nobody's is heard by nobody.
        now: Utterances after it are not heard yet.
    """
    found = HeardHere()
    topics = OurTopics(house)
    for source, spoken in _spoken(house, everything):
        utterances = [one for one in spoken if one.id in own]
        heard = _heard(house, utterances)
        for one in utterances:
            if one.said_at is not None and one.said_at > now:
                continue
            person = own[one.id]
            found.said.append((person, one))
            content = content_of(one, heard[one.id])
            if content is not None:
                found.content[one.id] = content
            received = one.said_at or now
            understood = becomes(
                heard[one.id],
                one,
                person=person,
                source=source,
                record_id=one.id,
                received_at=received,
            )
            understood = in_our_words(topics, understood, one.text)
            if source == ANSWER:
                understood = _wishes_in(understood)
            understood = as_she_means_it(understood, one)
            _keep(found, understood, person, one, source)
            found.asks_human += askings(
                one,
                understood,
                person=person,
                at=received,
                erase="erase" in heard[one.id].stops,
            )
    return found


def _spoken(
    house: House, everything: Sequence[SourceRows]
) -> Iterator[tuple[str, list[Utterance]]]:
    """Yield each source in which something is said, with what is said there."""
    for rows in everything:
        if rows.source.holds in (Holds.MESSAGES, Holds.NOTES) or is_mail(rows):
            yield rows.source.name, utterances_of(rows, house)
    yield NOTE, [said for _, said in notes(house)]
    yield WRITTEN, [said for _, said in written(house)]
    yield (
        ANSWER,
        [
            said
            for _, said in answer_utterances(house)
            if said.text not in PRESSED.values()
        ],
    )


def spoken_now(house: House, record_ids: Collection[str]) -> dict[str, Utterance]:
    """Return some of what is said in the shop, by record id, as it stands now."""
    everything = [
        present_rows(house, source)
        for source in house.shop.sources
        if house.records.knows(source.name)
    ]
    return {
        one.id: one
        for _, spoken in _spoken(house, everything)
        for one in spoken
        if one.id in record_ids
    }


def keep_what_was_heard(
    house: House, before: Mapping[str, Utterance], after: Mapping[str, Utterance]
) -> None:
    """
    Keep what was heard in words out of which somebody's address was taken.

    What the gap itself says is nothing: the rest is as it was understood.
    """
    changed = {
        key: (one, after[key])
        for key, one in before.items()
        if key in after and after[key].text != one.text
    }
    known = house.heard.find([_content_key(old) for old, _ in changed.values()])
    house.heard.keep(
        (_content_key(new), _with_gaps(known[_content_key(old)], old.text, new.text))
        for old, new in changed.values()
        if _content_key(old) in known
    )


def _with_gaps(heard: Heard, old: str, new: str) -> Heard:
    def same(start: int, end: int) -> bool:
        return old[start:end] == new[start:end]

    return structs.replace(
        heard,
        facts=tuple(
            structs.replace(one, span=new[one.start : one.end])
            for one in heard.facts
            if same(one.start, one.end) or str(one.value) in new
        ),
        promises=tuple(
            structs.replace(one, what=one.what if one.what in new else "")
            for one in heard.promises
        ),
    )


def askings(
    said: Utterance,
    understood: Understood,
    *,
    person: str,
    at: datetime,
    erase: bool,
) -> list[Asking]:
    """
    Say what a human has to look at, or to confirm to her.

    Args:
        said: What was said.
        understood: What became of it.
        person: Own person id.
        at: When it was said, or received.
        erase: Does she want to be forgotten? Then it has a day.
    """
    found = [
        Asking(
            person=person, utterance=said.id, because=because, at=at,
            due=at + _MONTH if erase else None,
        )
        for because in understood.asks_human
    ]  # fmt: skip
    stops = {one.scope: one.because for one in understood.suppressions}
    if erase or not stops or said.speaker is not Speaker.CUSTOMER:
        return found  # who wrote the note was there, and said so
    confirm = Asking(
        person=person,
        utterance=said.id,
        because=confirmed_by(stops),
        at=at,
        due=None,
        minutes=_A_SENTENCE,
    )
    return [*found, confirm]


def understand(house: House, person: str, said: Utterance) -> tuple[Heard, Understood]:
    """Say what one of our own notes says and becomes; nothing is written down."""
    heard = hear(said, calendar=house.shop.calendar)
    understood = becomes(
        heard,
        said,
        person=person,
        source=said.id.partition(":")[0],
        record_id=said.id,
        received_at=said.said_at or _LONG_AGO,
    )
    return heard, in_our_words(OurTopics(house), understood, said.text)


def as_she_means_it(understood: Understood, said: Utterance) -> Understood:
    """
    Open a loop for what she wrote on her page, if nothing in it opened one of its kind.

    She said herself that it is a question, an idea or a complaint: no ear knows better.
    """
    kind = written_as(said.id)
    if kind is None or any(one.kind == kind for one in understood.open_loops):
        return understood
    whole = OpenLoop(
        kind=kind, what=said.text, since=said.said_at or _LONG_AGO,
        utterance=said.id, start=0, end=len(said.text),
    )  # fmt: skip
    return structs.replace(understood, open_loops=(*understood.open_loops, whole))


def utterances_of(rows: SourceRows, house: House) -> list[Utterance]:
    """
    Return what was said in each row that has words, in the rows' order.

    Of mail, what a robot answered and what a server reported is nobody's word.
    """
    zone = rows.source.time_zone or house.shop.time_zone
    is_notes = rows.source.holds is Holds.NOTES
    timed = rows.mapping.first(Meaning.AT) is not None
    by_mail = is_mail(rows)
    cells = zip(
        rows.record_ids,
        rows.cells(Meaning.TEXT),
        rows.cells(Meaning.SUBJECT),
        rows.cells(Meaning.SPEAKER),
        rows.cells(Meaning.CHANNEL),
        rows.cells(Meaning.AUTHOR),
        rows.cells(Meaning.THREAD),
        rows.times(),
        rows.happened_us.to_pylist(),
        rows.cells(Meaning.OUTCOME) if by_mail else [None] * len(rows),
        strict=True,
    )
    found = []
    for record, text, _, speaker, how, author, thread, at, happened, is_ in cells:
        if not (text or "").strip() or is_ in NO_WORD:
            continue
        usual = Speaker.REP_NOTE if is_notes else Speaker.CUSTOMER
        who = _SPEAKERS.get((speaker or "").strip().casefold(), usual)
        found.append(
            Utterance(
                id=record,
                text=text or "",
                speaker=Speaker.REP_NOTE if is_notes else who,
                channel=how or (str(Channel.EMAIL) if by_mail else None),
                said_at=at if timed and happened is not None else None,
                time_zone=zone,
                thread=thread,
                author=author,
            )
        )
    return found


def _heard(house: House, utterances: Sequence[Utterance]) -> dict[str, Heard]:
    keys = {one.id: _content_key(one) for one in utterances}
    known = house.heard.find(list(keys.values()))
    new = [one for one in utterances if keys[one.id] not in known]
    fresh = {}
    for count, one in enumerate(new, start=1):
        fresh[keys[one.id]] = hear(one, calendar=house.shop.calendar)
        if count % 100 == 0:
            house.progress("listening", count, len(new))
    house.heard.keep(fresh.items())
    known |= fresh
    return {one.id: known[keys[one.id]] for one in utterances}


def _wishes_in(understood: Understood) -> Understood:
    """Keep of an answer her wishes alone: what it answers is written beside it."""
    return Understood(
        facts=(), blames_us=(), identifiers=(), open_loops=(), promises=(),
        timeline=(), suppressions=understood.suppressions,
        asks_human=understood.asks_human if understood.suppressions else (),
    )  # fmt: skip


def _content_key(one: Utterance) -> str:
    """Name what was heard and by which ear: what another one heard is heard again."""
    said = "" if one.said_at is None else one.said_at.isoformat()
    return hash_of(
        ear_name(), one.id, one.text, one.speaker, one.channel or "", said,
        one.time_zone,
    )  # fmt: skip


def _keep(
    found: HeardHere, understood: Understood, person: str, one: Utterance, source: str
) -> None:
    found.facts += understood.facts
    found.suppressions += understood.suppressions
    found.identifiers += [
        KnownIdentifier(person=person, source=source, identifier=identifier)
        for identifier in understood.identifiers
    ]
    found.promises.setdefault(person, []).extend(understood.promises)
    found.loops.setdefault(person, []).extend(understood.open_loops)
    if one.said_at is not None and one.speaker is not Speaker.REP_NOTE:
        found.words.setdefault(person, []).append(
            Word(at=one.said_at, by=one.speaker, channel=_channel(one.channel))
        )


def asked_handovers(
    asked: Iterable[Asking], now_of: Mapping[str, str], *, now: datetime
) -> list[Handover]:
    """
    Put on the desk what a human has to look at, whatever is decided for her.

    Nothing is deleted by hearing alone: who asks to be forgotten is asked again by
    a human (contracts.md, section 4).
    """
    return [
        Handover(
            id=hash_of("asked", one.utterance, one.because),
            person=now_of[one.person],
            reason=one.because,
            minutes=one.minutes,
            for_="",
            state=HandoverState.WAITING,
            due=one.due,
            brief=Brief(
                title=one.because,
                lines=(f"What was said: {one.utterance}, {one.at.date()}",),
                facts=(one.utterance,),
            ),
            at=now,
        )
        for one in asked
        if one.due is not None or one.at > now - _MONTH
    ]


def _channel(word: str | None) -> Channel | None:
    """Read how something was said; any other word than a channel's is none."""
    name = (word or "").strip().casefold()
    return Channel(name) if name in set(Channel) else None
