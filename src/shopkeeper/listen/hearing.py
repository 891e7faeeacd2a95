"""Everything heard in one utterance.

Source: contracts.md, section 4, `listen`. Text is data: nothing in it is obeyed,
and the time it takes grows with its length and no faster.
"""

from __future__ import annotations

import re

from zoneinfo import ZoneInfo

import msgspec

from shopkeeper.listen.facts import hear_facts
from shopkeeper.listen.promises import hear_promises
from shopkeeper.listen.reading import Reading, read
from shopkeeper.listen.stops import hear_stops
from shopkeeper.vocabulary import (
    Calendar,
    Heard,
    HeardFact,
    HeardPromise,
    Quoted,
    Speaker,
    Utterance,
)


_WANTS_ANSWER = re.compile(
    r"\b(?:please (?:reply|answer|respond|let me know|advise|confirm|get back|call|ring"
    r"|tell)|let me know|get back to me|look(?:ing)? forward to (?:your|hearing)"
    r"|awaiting"
    r"|call me back|ring me|(?:i|we) (?:expect|await) (?:a|an|your) (?:reply|answer"
    r"|response)|what (?:should|do) i do|can you (?:tell|explain|confirm))\b"
)
_WANTS_NONE = re.compile(
    r"\bno (?:need to|reply (?:is )?)\s?(?:reply|answer|needed)?\b"
)


def hear(utterance: Utterance, *, calendar: Calendar | None = None) -> Heard:
    """
    Hear the promises, the wishes to be left alone and the facts in an utterance.

    Args:
        utterance: What was said. Relative times are meant in its `time_zone`, from
            its `said_at`; without one they are unknown.
        calendar: The shop's working days; None: Monday to Friday, no holidays.

    Example:
        >>> said = Utterance(id="1", text="Please stop calling me.")
        >>> hear(said).stops
        ('phone',)
    """
    calendar = calendar or Calendar()
    if utterance.said_at is not None:
        zone = ZoneInfo(utterance.time_zone)
        utterance = msgspec.structs.replace(
            utterance, said_at=utterance.said_at.astimezone(zone)
        )
    reading = read(utterance)
    promises = hear_promises(reading, calendar)
    facts = hear_facts(reading)
    return Heard(
        id=utterance.id,
        promises=tuple(promises),
        stops=hear_stops(reading, calendar),
        facts=tuple(facts),
        reply_wanted=_reply_wanted(reading, promises, facts),
        quoted=tuple(Quoted(start=start, end=end) for start, end in reading.quoted),
    )


def _reply_wanted(
    reading: Reading, promises: list[HeardPromise], facts: list[HeardFact]
) -> bool:
    """Tell whether she waits for an answer: a question, a request, a complaint."""
    if reading.utterance.speaker is not Speaker.CUSTOMER:
        return False
    own = [one for one in reading.sentences if not one.staff]
    if any(_WANTS_NONE.search(one.low) for one in own):
        return False
    if any(one.asks or _WANTS_ANSWER.search(one.low) for one in own):
        return True
    asked = {"question", "need", "complaint"}
    return any(f.kind in asked and f.polarity == "asserted" for f in facts) or any(
        promise.owner == "us" for promise in promises
    )
