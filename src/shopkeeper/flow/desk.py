"""What lies on the desk, moved by a named human and by nothing else."""

from __future__ import annotations

from datetime import datetime

from shopkeeper.flow.house import House
from shopkeeper.flow.planning import staff_of
from shopkeeper.handover import advance
from shopkeeper.vocabulary import Handover, HandoverState, NotFound


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
    handover = house.desk.find(handover_id)
    if handover is None:
        waiting = ", ".join(one.id for one in house.desk.all()[:3]) or "nothing"
        msg = f"There is no {handover_id!r} on the desk; there is {waiting}."
        raise NotFound(msg)
    moved = advance(handover, to, by=staff_of(house.shop, by), proof=proof, now=now)
    with house.together():
        house.desk.note(moved)
        house.audit.note(
            f"handover {to}", handover_id, actor=by, at=now,
            person=handover.person, detail=proof or "",
        )  # fmt: skip
    return moved
