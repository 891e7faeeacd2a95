"""Her silence is an answer: back off, say one kind last word, and let go.

Counted is what machines sent her, service aside, since the last sign that she is there:
a word of hers, a purchase, an answer to a message. Opens and clicks are none: machines
do both. Source: vision.md, F6; pains.md, 6 and 19.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from msgspec import Struct

from shopkeeper.decide.cases import PastTouch
from shopkeeper.vocabulary import Channel, Purpose, Silence


# Stated, not learned. After three without an answer the pauses double: 14, 28, 56 days;
# after the sixth only a last word goes, and behind that nothing but service.
BACK_OFF = 3
LAST_WORD = 6
FIRST_PAUSE = timedelta(days=14)
LAST_PAUSE = timedelta(days=56)
# She is given so long to answer before a message counts.
TIME_TO_ANSWER = timedelta(days=2)
_SHE_CAME = frozenset({Channel.WEB, Channel.COUNTER})


class Quietness(Struct, frozen=True, kw_only=True):
    """
    How silent she is.

    Attributes:
        state: Where that leaves us.
        unanswered: So many messages since her last sign.
        since: When the first of them went; None where there is none. UTC.
        until: Nothing before this, but for service; None: nothing holds, or for good.
    """

    state: Silence
    unanswered: int = 0
    since: datetime | None = None
    until: datetime | None = None


def quietness(
    touches: Iterable[PastTouch], last_sign: datetime | None, now: datetime
) -> Quietness:
    """
    Say how silent she is.

    Args:
        touches: What used her attention.
        last_sign: When she was last heard of, by word or deed; None: never. UTC.
        now: The moment looked at.

    Example:
        >>> quietness([], None, datetime(2026, 11, 2)).state
        <Silence.NONE: 'none'>
    """
    sent = sorted(
        touch.at
        for touch in touches
        if not touch.by_human
        and not touch.to_housemate
        and touch.purpose is not Purpose.SERVICE
        and touch.channel not in _SHE_CAME
        and touch.at <= now - TIME_TO_ANSWER
        and (last_sign is None or touch.at > last_sign)
    )
    count = len(sent)
    if count < BACK_OFF:
        return Quietness(
            state=Silence.NONE, unanswered=count, since=sent[0] if sent else None
        )
    if count > LAST_WORD:
        return Quietness(state=Silence.LET_GO, unanswered=count, since=sent[0])
    pause = min(FIRST_PAUSE * 2 ** (count - BACK_OFF), LAST_PAUSE)
    until = sent[-1] + pause
    state = Silence.LAST_WORD if count == LAST_WORD else Silence.BACKING_OFF
    return Quietness(
        state=state,
        unanswered=count,
        since=sent[0],
        until=until if until > now else None,
    )
