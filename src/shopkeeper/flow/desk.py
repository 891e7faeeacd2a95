"""What lies on the desk, moved by a named human and by nothing else."""

from __future__ import annotations

from datetime import datetime

from shopkeeper.flow.house import House
from shopkeeper.flow.planning import staff_of
from shopkeeper.handover import advance
from shopkeeper.listen import advance as advance_loop
from shopkeeper.vocabulary import (
    LOOP_MOVES,
    Asks,
    Handover,
    HandoverState,
    LoopState,
    NotAllowed,
    NotFound,
)


_LEAST = 4  # letters of an id


def move_handover(
    house: House,
    handover_id: str,
    to: HandoverState,
    *,
    by: str,
    proof: str | None,
    now: datetime,
) -> Handover:
    """
    Take, return or complete a handover.

    Raises:
        NotFound: If there is no such handover.
        BadInput: If *by* is nobody on the staff.
        NotAllowed: If it cannot be moved like this, with what to do instead.
    """
    handover = house.desk.find(handover_id) or _by_first_letters(house, handover_id)
    if handover.asks is Asks.PROMISE and to is HandoverState.DONE:
        msg = (
            "Say what became of it: `shopkeeper promise kept`, `until`, `broken` or "
            f"`repaired` {handover.brief.facts[0]}; that finishes the question, too."
        )
        raise NotAllowed(msg)
    moved = advance(handover, to, by=staff_of(house.shop, by), proof=proof, now=now)
    with house.together():
        house.desk.note(moved)
        if moved.state is HandoverState.DONE and moved.asks is None:
            _acted_on(house, moved, now=now)
        house.audit.note(
            f"handover {to}", handover.id, actor=by, at=now,
            person=handover.person, detail=proof or "",
        )  # fmt: skip
    return moved


def _by_first_letters(house: House, handover_id: str) -> Handover:
    """Find the one handover whose id begins so, as `why` does."""
    there = house.desk.all()
    begun = [one for one in there if one.id.startswith(handover_id.strip())]
    if len(begun) == 1 and len(handover_id.strip()) >= _LEAST:
        return begun[0]
    if len(begun) > 1 and handover_id.strip():
        msg = f"{len(begun)} ids on the desk begin with {handover_id!r}: write more."
        raise NotFound(msg)
    open_ones = [
        one
        for one in there
        if one.state not in (HandoverState.DONE, HandoverState.EXPIRED)
    ]
    waiting = "; ".join(f"{one.id} ({one.brief.title})" for one in open_ones[:3])
    msg = (
        f"There is no {handover_id!r} on the desk; "
        f"there is {waiting or 'nothing that waits'}."
    )
    raise NotFound(msg)


def _acted_on(house: House, done: Handover, *, now: datetime) -> None:
    """
    Note of each loop that a handover stood on that somebody acted on it.

    She is not told by that: it stays open until she is.
    """
    for loop in house.loops.all():
        stood_on = loop.utterance in done.brief.facts
        if stood_on and LoopState.ACTED in LOOP_MOVES[loop.state]:
            because = done.proof or "seen to by a human"
            house.loops.note(
                advance_loop(loop, LoopState.ACTED, by=done.by, because=because, at=now)
            )
