"""She writes to us on her page: a question, an idea or a complaint, and it is heard.

What she writes is her word like any other: it stands on her timeline, wishes in it hold
at once, and a named human has it on the desk with the day by which she hears of it.
"""

from __future__ import annotations

from datetime import datetime, time
from zoneinfo import ZoneInfo

from shopkeeper.flow.door import Door
from shopkeeper.flow.heard_addresses import nobody_elses
from shopkeeper.flow.hearing import (
    Asking,
    as_she_means_it,
    asked_handovers,
    askings,
    understand,
)
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import current_ids
from shopkeeper.flow.stopping import everywhere
from shopkeeper.flow.told_us import WRITTEN, keep_written, written_utterance
from shopkeeper.flow.waiting import opened
from shopkeeper.recognise.books import KnownIdentifier
from shopkeeper.vocabulary import BadInput, Loop, LoopKind


LONGEST_TEXT = 5_000  # code points
_DESK = {
    LoopKind.QUESTION: "she asks something on her page",
    LoopKind.IDEA: "she has an idea for us, on her page",
    LoopKind.COMPLAINT: "she complains on her page",
}


def write_in(
    house: House, person: str, kind: LoopKind, text: str, *, now: datetime
) -> Loop:
    """
    Keep what she writes; return what she waits for now.

    The same words of the same moment again change nothing.

    Args:
        house: The shop.
        person: Her current id.
        kind: As what she means it.
        text: Her words.
        now: The moment.

    Raises:
        BadInput: If there are no words, or too many.
    """
    words, _ = Door(house).masked(text.strip())
    if not words:
        msg = "There were no words in it: write a line, and send it again."
        raise BadInput(msg)
    if len(words) > LONGEST_TEXT:
        msg = (
            f"That was longer than {LONGEST_TEXT:,} letters: say it in fewer, or call."
        )
        raise BadInput(msg)
    said = written_utterance(house, person, words, kind=kind, at=now)
    heard, plain = understand(house, person, said)
    understood = as_she_means_it(plain, said)
    current = current_ids(house)
    loops = [opened(house, one, person, said) for one in understood.open_loops]
    loop = next(one for one in loops if one.kind is kind)
    due = datetime.combine(loop.due, time(23, 59), ZoneInfo(house.shop.time_zone))
    asked = [
        Asking(person=person, utterance=said.id, because=_DESK[kind], at=now, due=due),
        *askings(said, understood, person=person, at=now, erase="erase" in heard.stops),
    ]
    with house.together():
        new = keep_written(house, person, said)
        house.facts.add(understood.facts, at=now)
        found = [
            KnownIdentifier(person=person, source=WRITTEN, identifier=one)
            for one in understood.identifiers
        ]
        house.identity.identify(nobody_elses(house, found, current))
        house.consents.suppress(everywhere(house, understood.suppressions))
        house.desk.lay(asked_handovers(asked, current, now=now))
        house.promises.keep(understood.promises)
        house.loops.open(loops)
        if new:
            house.audit.note(
                f"{kind} written on her page", said.id, actor="she herself", at=now,
                person=person, detail=said.text,
            )  # fmt: skip
    return loop
