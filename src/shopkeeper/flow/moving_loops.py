"""What she waits for moves on when it is said back to her, and when she confirms it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from shopkeeper.flow.house import House
from shopkeeper.listen import advance
from shopkeeper.vocabulary import LOOP_MOVES, LoopState


def move_loops(
    house: House,
    owns: Sequence[str],
    utterances: Collection[str],
    to: LoopState,
    *,
    by: str | None,
    because: str,
    at: datetime,
) -> int:
    """
    Move the loops of some utterances on, where the table has such a move.

    Args:
        house: The shop.
        owns: All ids of the person.
        utterances: Record ids of what was said.
        to: Their next state.
        by: Staff id of who moves them; None where her words do.
        because: Why, for people.
        at: When. UTC.

    Returns:
        How many moved.
    """
    moving = [
        one
        for one in house.loops.of_persons(owns)
        if one.utterance in utterances and to in LOOP_MOVES[one.state]
    ]
    for one in moving:
        house.loops.note(advance(one, to, by=by, because=because, at=at))
    return len(moving)
