"""What was put off comes to an end: decided anew when its day has come, and it says so.

Nothing is dropped without a word: a touch that was held has a reason and a day; from
that day on the round that decides anew writes down what became of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from shopkeeper.flow.house import House
from shopkeeper.vocabulary import Decision, Touch, TouchState


def end_of_waiting(
    house: House,
    outbox: Iterable[Touch],
    made: Iterable[Decision],
    now_of: Mapping[str, str],
    *,
    now: datetime,
) -> int:
    """
    Close what waited for a day that has come; return how many.

    Args:
        house: The shop.
        outbox: Its touches, as they stood before this round.
        made: What was decided in this round.
        now_of: Own person id to current person id.
        now: The moment of the round.
    """
    decided = {now_of.get(one.person, one.person): one for one in made}
    closed = 0
    for touch in outbox:
        if touch.state is not TouchState.HELD or touch.until is None:
            continue
        if touch.until > now or touch.decided_at >= now:
            continue
        anew = decided.get(now_of.get(touch.person, touch.person))
        became = (
            "what it stood on holds no more"
            if anew is None
            else f"{anew.chosen} ({anew.because})"
        )
        closed += house.outbox.advance(
            touch.message.message_id,
            to=TouchState.DECLINED,
            because=f"it waited ({touch.because}); decided anew: {became}",
            at=now,
        )
    return closed
