"""Is this clause a wish to be left alone, and so neither a need nor a preference?

Source: data/listen/RULES.md, (b) and (c): "stop emailing me" is a stop; "please
write, don't phone" is one beside the preference "please write".
"""

from __future__ import annotations

import re

from collections.abc import Iterator
from datetime import datetime
from functools import lru_cache

from shopkeeper.listen.reading import Reading
from shopkeeper.listen.stops import NONE, hear_stops
from shopkeeper.listen.text import Stretch
from shopkeeper.vocabulary import Calendar, Speaker, Utterance


# She says how she likes it, not only that it should end.
_LIKES = re.compile(
    r"\b(?:prefers?(?! (?:it |that |if )*(?:you|we|not|no)\b)|only|instead"
    r"|rather (?!you\b|we\b|not\b|that\b)|weekly|monthly|enough|best|better|suits?|fine"
    r"|please (?:write|ring|call|phone|text|e-?mail|use))\b"
)
_AND = re.compile(r"\s(?:and|but|then)\s")


def is_stop_wish(reading: Reading, clause: Stretch, kind: str) -> bool:
    """Tell whether a clause heard as *kind* only asks that something ends."""
    if kind not in ("need", "preference"):
        return False
    if kind == "preference" and _LIKES.search(clause.low):
        return False
    return _stops(reading, clause)


def besides(reading: Reading, clause: Stretch) -> Iterator[Stretch]:
    """Yield what stands beside the wish: "stop calling and send the bill"."""
    places = [0]
    for match in _AND.finditer(clause.low):
        places += [match.start(), match.end()]
    places.append(len(clause.low))
    for start, end in zip(places[2::2], places[3::2], strict=True):
        part = clause.part(start, end)
        if not _stops(reading, part):
            yield part


def _stops(reading: Reading, clause: Stretch) -> bool:
    one = reading.utterance
    if one.speaker is Speaker.AGENT:
        return False
    text = reading.text[clause.start : clause.end]
    return _is_stop(text, clause.low, one.channel, one.said_at)


@lru_cache(maxsize=512)  # the grammar and the ear ask about the same words
def _is_stop(
    text: str, low: str, channel: str | None, said_at: datetime | None
) -> bool:
    alone = Reading(
        Utterance(id="", text=text, channel=channel, said_at=said_at),
        low,
        (),
        (Stretch(0, len(text), low),),
    )
    return hear_stops(alone, Calendar()) != NONE
