"""What she waits for: loops and promises, kept up with what was said and done."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from msgspec.structs import replace

from shopkeeper.flow.house import House
from shopkeeper.flow.rows import SourceRows
from shopkeeper.listen import (
    Deed,
    OpenLoop,
    advance,
    follow,
    is_open,
    open_loop,
    promise_states,
)
from shopkeeper.listen.loops import GONE, SAID_AGAIN
from shopkeeper.recognise.columns import Meaning
from shopkeeper.vocabulary import (
    LOOP_MOVES,
    AccessRole,
    Fact,
    Holds,
    Loop,
    LoopState,
    Promise,
    PromiseState,
    PromiseStep,
    Shop,
    Speaker,
    Staff,
    Utterance,
)


Thing = TypeVar("Thing")

OPEN_PROMISE = "promise.open"
_DONE = frozenset({PromiseState.KEPT, PromiseState.REPAIRED})


def keep_loops(
    house: House,
    heard: Mapping[str, Sequence[OpenLoop]],
    said: Iterable[tuple[str, Utterance]],
    content: Mapping[str, LoopState],
    now_of: Mapping[str, str],
    *,
    now: datetime,
) -> int:
    """
    Open a loop for whatever asks for an answer, and follow each in its thread.

    The same again changes nothing. A loop whose words the records do not hold any
    more is withdrawn, and comes back with them.

    Args:
        house: The shop.
        heard: What asks for an answer, by own person id.
        said: Own person id and utterance, all that was said.
        content: Of utterances in which she is content, what `content_of` read.
        now_of: Own person id to current person id.
        now: What is said after it counts later.

    Returns:
        How many were new.
    """
    everything = list(said)
    utterances = {one.id: one for _, one in everything}
    found = [
        opened(house, one, own, utterances.get(one.utterance))
        for own, loops in heard.items()
        for one in loops
    ]
    new = house.loops.open(found)
    here = {one.id for one in found}
    threads = _threads(everything, now_of)
    for loop in house.loops.all():
        if loop.id in here:
            _follow(house, loop, threads, content, now_of, now=now)
        elif loop.since <= now and LoopState.WITHDRAWN in LOOP_MOVES[loop.state]:
            gone = advance(loop, LoopState.WITHDRAWN, by=None, because=GONE, at=now)
            house.loops.note(gone)
    return new


def opened(house: House, one: OpenLoop, own: str, said: Utterance | None) -> Loop:
    """
    Open a loop for what asks for an answer, with its owner and its day.

    Args:
        house: The shop.
        one: As heard.
        own: Own person id.
        said: The utterance it was heard in, where it is at hand. What a colleague
            wrote down is in her head: she answers it.
    """
    source = one.utterance.partition(":")[0]
    writer = None
    if said is not None and said.speaker is Speaker.REP_NOTE:
        writer = staff_named(house.shop, said.author)
    return open_loop(
        one,
        person=own,
        thread=None if said is None else said.thread,
        owner=owner_of(house.shop, source) if writer is None else writer.id,
        calendar=house.shop.calendar,
        time_zone=house.shop.time_zone,
    )


def _follow(
    house: House,
    loop: Loop,
    threads: Mapping[tuple[str, str], Sequence[tuple[str, Utterance]]],
    content: Mapping[str, LoopState],
    now_of: Mapping[str, str],
    *,
    now: datetime,
) -> None:
    if loop.state is LoopState.WITHDRAWN:
        loop = advance(
            loop, LoopState.HEARD, by=None, because=SAID_AGAIN, at=loop.since
        )
        house.loops.note(loop)
    source = loop.utterance.partition(":")[0]
    person = now_of.get(loop.person, loop.person)
    talk = [
        one
        for whose, one in threads.get((source, loop.thread or ""), ())
        # Somebody else in the same thread opens nothing of hers again.
        if one.speaker is not Speaker.CUSTOMER or whose == person
    ]
    for moved in follow(loop, talk, now=now, content=content):
        house.loops.note(moved)


def _threads(
    said: Iterable[tuple[str, Utterance]], now_of: Mapping[str, str]
) -> dict[tuple[str, str], list[tuple[str, Utterance]]]:
    """Group what was said by source and thread: two sources may number alike."""
    found: dict[tuple[str, str], list[tuple[str, Utterance]]] = {}
    for own, one in said:
        if one.thread:
            place = (one.id.partition(":")[0], one.thread)
            found.setdefault(place, []).append((now_of.get(own, own), one))
    return found


def owner_of(shop: Shop, source: str) -> str:
    """
    Say who answers what came in by a source: its owner, else the front line.

    Returns:
        A staff id where the owner is one of the staff; else what `shop.toml` names;
        else the first of the front line; empty where there is none.
    """
    stated = next((one.owner for one in shop.sources if one.name == source), "")
    staff = staff_named(shop, stated)
    if staff is not None:
        return staff.id
    return stated or front_line(shop)


def staff_named(shop: Shop, name: str | None) -> Staff | None:
    """Return the member of staff of an id, an address or a name; None: no such."""
    word = (name or "").strip().casefold()
    for one in shop.people:
        known = {one.id.casefold(), one.name.casefold(), (one.email or "").casefold()}
        if word and word in known:
            return one
    return None


def front_line(shop: Shop) -> str:
    """Return the id of the first of the front line; empty where there is none."""
    for one in shop.people:
        if AccessRole.FRONT_LINE in one.roles:
            return one.id
    return ""


def keep_promises(
    house: House,
    made: Mapping[str, Sequence[Promise]],
    said: Iterable[tuple[str, Utterance]],
    everything: Sequence[SourceRows],
    whose: Mapping[str, str],
    now_of: Mapping[str, str],
    *,
    now: datetime,
) -> None:
    """
    Keep what was promised, and note what became of it since.

    Args:
        house: The shop.
        made: What was promised, by own person id.
        said: Own person id and utterance, all that was said.
        everything: Rows of all sources: an order may say that it was done.
        whose: Record id to own person id.
        now_of: Own person id to current person id.
        now: The moment of looking.
    """
    house.promises.settle((one for ones in made.values() for one in ones), at=now)
    stand = {one.id: one for one in house.promises.all()}
    steps = house.promises.steps()
    talk = _grouped(said, now_of)
    deeds = _grouped(_deeds(everything, whose), now_of)
    of_person = _grouped(((own, p) for own, ones in made.items() for p in ones), now_of)
    for person, promises in of_person.items():
        became = promise_states(
            promises, talk.get(person, ()), now,
            time_zone=house.shop.time_zone, steps=steps, deeds=deeds.get(person, ()),
        )  # fmt: skip
        for one in became:
            if one.state is not stand[one.id].state:
                house.promises.note([_step(one, now)])


def _step(one: Promise, now: datetime) -> PromiseStep:
    return PromiseStep(
        promise=one.id, person=one.person, state=one.state, at=one.at or now,
        by=None, because=one.because,
    )  # fmt: skip


def _grouped(
    things: Iterable[tuple[str, Thing]], now_of: Mapping[str, str]
) -> dict[str, list[Thing]]:
    found: dict[str, list[Thing]] = {}
    for own, thing in things:
        found.setdefault(now_of.get(own, own), []).append(thing)
    return found


def _deeds(
    everything: Sequence[SourceRows], whose: Mapping[str, str]
) -> Iterator[tuple[str, Deed]]:
    """Read what orders say was done, by own person id and each number it goes by."""
    for rows in everything:
        if rows.source.holds is not Holds.ORDERS:
            continue
        status = rows.cells(Meaning.STATUS)
        baskets = rows.cells(Meaning.BASKET)
        for record, word, basket, received in zip(
            rows.record_ids, status, baskets, rows.received(), strict=True
        ):
            own = whose.get(record)
            if own is None or not word:
                continue
            for number in {record.partition(":")[2], basket or ""} - {""}:
                yield (
                    own,
                    Deed(number=number, status=word, at=received, record_id=record),
                )


def said_no_more(facts: Iterable[Fact], promises: Iterable[Promise]) -> list[Fact]:
    """
    Mark what was promised and is not open any more, so that it is not said as such.

    Kept or made good, a fact has its `kept_at`; what a human says will not be kept
    ends when she says so.
    """
    stand = {one.id: one for one in promises}
    return [_marked(fact, stand.get(fact.id)) for fact in facts]


def _marked(fact: Fact, promise: Promise | None) -> Fact:
    if promise is None or fact.about != OPEN_PROMISE:
        return fact
    if promise.state in _DONE:
        return replace(fact, kept_at=promise.at)
    refused = promise.by is not None and not promise.renewed
    if promise.state is PromiseState.BROKEN and refused:
        return replace(fact, expires=promise.at)
    return fact


def waits_now(loops: Iterable[Loop], *, now: datetime) -> list[Loop]:
    """Return the loops that are open, of what was said by *now*."""
    return [one for one in loops if one.since <= now and is_open(one)]
