"""Everything heard in one utterance.

Source: contracts.md, section 4, `listen`. Text is data: nothing in it is obeyed,
and the time it takes grows with its length and no faster.
"""

from __future__ import annotations

import re

from collections.abc import Sequence
from contextlib import suppress
from zoneinfo import ZoneInfo

import msgspec

from shopkeeper.listen.ear import FACT_KINDS, OWNERS, Ear, shipped_ear
from shopkeeper.listen.facts import hear_facts
from shopkeeper.listen.heard_facts import facts_of, with_sure
from shopkeeper.listen.heard_promises import promises_of
from shopkeeper.listen.heard_wishes import wishes_of
from shopkeeper.listen.promises import hear_promises
from shopkeeper.listen.reading import Reading, read
from shopkeeper.listen.tagging import (
    Tagged,
    counts_of,
    likeliest,
    marginals,
    stretches,
)
from shopkeeper.listen.tokens import Hit, Tokens, Words, tokens_of
from shopkeeper.listen.tongues import READ, tongue_of
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


def hear(
    utterance: Utterance, *, calendar: Calendar | None = None, ear: Ear | None = None
) -> Heard:
    """
    Hear the promises, the wishes to be left alone and the facts in an utterance.

    Args:
        utterance: What was said. Relative times are meant in its `time_zone`, from
            its `said_at`; without one they are unknown.
        calendar: The shop's working days; None: Monday to Friday, no holidays.
        ear: What was learned of how things are said; None: what is shipped.

    Example:
        >>> said = Utterance(id="1", text="Please stop calling me.")
        >>> hear(said).stops
        ('phone',)
    """
    calendar = calendar or Calendar()
    ear = ear or shipped_ear()
    if utterance.said_at is not None:
        zone = ZoneInfo(utterance.time_zone)
        with suppress(OverflowError):  # the calendar's first or last day
            utterance = msgspec.structs.replace(
                utterance, said_at=utterance.said_at.astimezone(zone)
            )
    reading = read(utterance)
    ruled = hear_facts(reading)
    told, promised = _tagged(reading, calendar, ear, ruled)
    promises = promises_of(reading, promised, calendar)
    facts = with_sure(facts_of(reading, told, ear), ruled)
    return Heard(
        id=utterance.id,
        promises=tuple(promises),
        stops=wishes_of(reading, calendar, ear),
        facts=tuple(facts),
        reply_wanted=_reply_wanted(reading, promises, facts),
        quoted=tuple(Quoted(start=start, end=end) for start, end in reading.quoted),
    )


def tokens_heard(
    reading: Reading, calendar: Calendar, words: Words, ruled: Sequence[HeardFact]
) -> Tokens:
    """
    Cut a message into tokens, what the grammars make of it among their features.

    Args:
        reading: The message made ready.
        calendar: The shop's working days.
        words: What is known of words.
        ruled: What the grammar of facts hears.
    """
    return tokens_of(
        reading,
        words,
        [Hit(one.start, one.end, one.kind) for one in ruled],
        hear_promises(reading, calendar),
    )


def _tagged(
    reading: Reading, calendar: Calendar, ear: Ear, ruled: Sequence[HeardFact]
) -> tuple[list[Tagged], list[Tagged]]:
    """Return the stretches that are facts, and those that are promises."""
    tokens = tokens_heard(reading, calendar, ear.words, ruled)
    if not len(tokens):
        return [], []
    scores = ear.weights["tags"].scores(counts_of([tokens]))
    found, first = [], 0
    for model, steps, kinds in (
        ("facts", ear.fact_steps, FACT_KINDS),
        ("promises", ear.promise_steps, OWNERS),
    ):
        own = scores[:, first : first + 2 * len(kinds) + 1]
        own[:, 0] -= ear.thresholds[model]
        likely = marginals(own, tokens.lengths, steps)
        found.append([
            one
            for one in stretches(tokens, likeliest(likely), likely, kinds)
            # The models learned English: of other languages they would guess.
            if tongue_of(reading.sentences[one.sentence].low) == READ
        ])  # fmt: skip
        first += own.shape[1]
    return found[0], found[1]


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
