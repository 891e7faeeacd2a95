"""Two taps after a call: a line goes in, it is shown as understood, a yes keeps it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from msgspec import Struct, structs

from shopkeeper.flow.door import Door
from shopkeeper.flow.heard_addresses import nobody_elses
from shopkeeper.flow.hearing import asked_handovers, askings, understand
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import current_ids, gather
from shopkeeper.flow.planning import staff_of
from shopkeeper.flow.stopping import everywhere
from shopkeeper.flow.telling import iso, promise_json
from shopkeeper.flow.told_us import NOTE, keep_note, note_utterance
from shopkeeper.flow.waiting import opened
from shopkeeper.listen import SaidBack, Understood, say_back
from shopkeeper.recognise.books import KnownIdentifier
from shopkeeper.remember.sayable import (
    CONTRADICTED,
    LOST,
    NEVER,
    SENSITIVE,
    STANDING,
    UNSURE,
    sayable,
)
from shopkeeper.vocabulary import BadInput, Shop, Utterance


NOBODY_NAMED = "operator"
_WORDS = {
    "": "may be said to her",
    SENSITIVE: "kept apart: never said, and used only if she agrees to it",
    NEVER: "used, never said to her; it fades",
    STANDING: "used, not said: she has not told us herself",
    UNSURE: "used, not said: we are not sure that we heard it right",
    CONTRADICTED: "not said while something else says otherwise: ask her",
    LOST: "not said: her own word says otherwise",
}
LONGEST = 20_000  # code points of a note: a line after a call, and some more


class Noted(Struct, frozen=True, kw_only=True):
    """
    A note as it was understood.

    Attributes:
        person: Current id of whom it is about.
        said: The note.
        lines: What was heard, what each became, and what was left out.
        understood: What it gives the shop.
        erase: Does she want to be forgotten?
        kept: Whether it is written down; else it was only shown.
        new: Whether it was not there before.
    """

    person: str
    said: Utterance
    lines: tuple[SaidBack, ...]
    understood: Understood
    erase: bool = False
    kept: bool = False
    new: bool = False


def author_of(shop: Shop, by: str | None) -> str:
    """
    Return who writes a note: the one named, or the only one there is.

    Raises:
        BadInput: If nobody on the staff is called so; the nearest is named.
    """
    if by is not None:
        return staff_of(shop, by).id
    return shop.people[0].id if len(shop.people) == 1 else NOBODY_NAMED


def understand_note(
    house: House,
    person: str,
    text: str,
    *,
    by: str | None,
    now: datetime,
    channel: str | None = None,
) -> Noted:
    """
    Say what would be kept of a note; nothing is written down.

    Args:
        house: The shop.
        person: Current id of whom it is about.
        text: The note.
        by: Who of ours writes it; see `author_of`.
        now: The moment.
        channel: How she said it; any word.

    Raises:
        BadInput: If there are no words, or too many, or *by* is nobody.
    """
    words, _ = Door(house).masked(text.strip())
    if not words:
        msg = "The note is empty: write down what she said, in a line."
        raise BadInput(msg)
    if len(words) > LONGEST:
        msg = f"The note has {len(words):,} letters, at most {LONGEST:,} are taken."
        raise BadInput(msg)
    author = author_of(house.shop, by)
    said = note_utterance(house, person, words, author=author, at=now, channel=channel)
    heard, understood = understand(house, person, said)
    return Noted(
        person=person,
        said=said,
        lines=tuple(say_back(said, heard, understood)),
        understood=understood,
        erase="erase" in heard.stops,
    )


def keep(house: House, noted: Noted, *, now: datetime) -> Noted:
    """
    Write a note down; what follows from it holds at once.

    The same words by the same author of the same moment again change nothing. A wish
    to be left alone stops from here on, the facts may be used, promises are open, and
    a human is asked where one should look.
    """
    understood, said = noted.understood, noted.said
    current = current_ids(house)
    with house.together():
        new = keep_note(house, noted.person, said)
        house.facts.add(understood.facts, at=now)
        heard = [
            KnownIdentifier(person=noted.person, source=NOTE, identifier=one)
            for one in understood.identifiers
        ]
        house.identity.identify(nobody_elses(house, heard, current))
        house.consents.suppress(everywhere(house, understood.suppressions))
        asked = askings(
            said, understood, person=noted.person, at=now, erase=noted.erase
        )
        house.desk.lay(asked_handovers(asked, current, now=now))
        house.promises.keep(understood.promises)
        house.loops.open(
            opened(house, one, noted.person, said) for one in understood.open_loops
        )
        if new:
            house.audit.note(
                "note written", said.id, actor=said.author or "", at=now,
                person=noted.person, detail=said.text,
            )  # fmt: skip
    return structs.replace(noted, kept=True, new=new)


def noted_json(house: House, noted: Noted, *, now: datetime) -> dict[str, Any]:
    """Return what `note --json` prints."""
    good_for = _good_for(house, noted, now=now)
    facts = {fact.id: fact for fact in noted.understood.facts}
    promises = {one.id: one for one in noted.understood.promises}
    return {
        "person_id": noted.person,
        "utterance": noted.said.id,
        "author": noted.said.author,
        "at": iso(noted.said.said_at),
        "text": noted.said.text,
        "kept": noted.kept,
        "new": noted.new,
        "heard": [
            {
                "kind": one.kind, "words": one.words, "span": [one.start, one.end],
                "became": one.became, "says": one.says, "because": one.because,
                "fact": one.fact,
                "good_for": good_for.get(one.fact or "", ""),
            }
            for one in noted.lines
        ],
        "facts": [
            {
                "id": one.id, "about": one.about, "value": one.value,
                "standing": str(one.standing), "confidence": one.confidence,
                "author": one.author, "sensitive": one.sensitive,
                "span": [one.evidence[0].start, one.evidence[0].end],
            }
            for one in facts.values()
        ],
        "promises": [promise_json(one) for one in promises.values()],
        "suppressed": sorted({one.scope for one in noted.understood.suppressions}),
        "asks_human": list(noted.understood.asks_human),
    }  # fmt: skip


def _good_for(house: House, noted: Noted, *, now: datetime) -> dict[str, str]:
    """Say of each fact of a note what it is good for, beside what is known of her."""
    known = gather(house, now=now, only=[noted.person])[noted.person]
    facts = {fact.id: fact for fact in known.facts}
    facts |= {fact.id: fact for fact in noted.understood.facts}
    may = sayable(
        facts.values(), person=noted.person, predicates=house.predicates, now=now
    )
    why = {one.fact.id: one.because for one in may.left_out}
    return {
        fact.id: _WORDS.get(why.get(fact.id, ""), f"not said: {why.get(fact.id)}")
        for fact in noted.understood.facts
    }
