"""Messages by where they stand, and a human's word on those that nobody can know of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from shopkeeper.flow.faces import Faces
from shopkeeper.flow.house import House
from shopkeeper.flow.planning import staff_of
from shopkeeper.flow.telling import iso
from shopkeeper.flow.today import names_of
from shopkeeper.vocabulary import NotAllowed, NotFound, Touch, TouchState


_WAITING = (TouchState.APPROVED, TouchState.ATTEMPTING, TouchState.COMMITTING)
_SHELVES: Mapping[str, tuple[TouchState, ...]] = {
    "waiting": _WAITING,
    "doubt": (TouchState.IN_DOUBT,),
    "held": (TouchState.HELD, TouchState.DECLINED),
    "sent": (TouchState.SENT,),
    "failed": (TouchState.FAILED,),
}


class Shelf(Struct, frozen=True, kw_only=True):
    """
    Messages that stand in one place.

    Attributes:
        counts: Shelf to how many messages lie on it.
        reasons: Why the messages of this shelf are there, and how many each.
        messages: The newest of them.
    """

    counts: Mapping[str, int]
    reasons: Sequence[tuple[str, int]]
    messages: Sequence[Mapping[str, Any]]


def shelf_of(
    house: House,
    faces: Faces,
    name: str,
    *,
    now: datetime,
    because: str | None = None,
    most: int = 40,
) -> Shelf:
    """
    Return the newest messages of a shelf.

    Args:
        house: The shop.
        faces: Everybody.
        name: `waiting`, `doubt`, `held`, `sent` or `failed`.
        now: The moment.
        because: Only those for this reason.
        most: So many are named.

    Raises:
        NotFound: If there is no such shelf.
    """
    if name not in _SHELVES:
        msg = f"There is no {name!r}; there is {', '.join(_SHELVES)}."
        raise NotFound(msg)
    touches = house.outbox.all()
    place = {state: shelf for shelf, states in _SHELVES.items() for state in states}
    counts = Counter(place[one.state] for one in touches)
    here = [one for one in touches if one.state in _SHELVES[name]]
    reasons = Counter(one.because for one in here)
    if because is not None:
        here = [one for one in here if one.because == because]
    shown = sorted(here, key=lambda one: one.at, reverse=True)[:most]
    names = names_of(house, faces, [one.person for one in shown], now=now)
    return Shelf(
        counts={shelf: counts.get(shelf, 0) for shelf in _SHELVES},
        reasons=sorted(reasons.items(), key=lambda one: (-one[1], one[0])),
        messages=[touch_line(one, names) for one in shown],
    )


def touch_line(one: Touch, names: Mapping[str, str]) -> dict[str, Any]:
    """Return a message as a list has it."""
    return {
        "id": one.message.message_id,
        # Of who was forgotten a message is kept to be counted, and leads nowhere.
        "person": one.person if one.person in names else "",
        "name": names.get(one.person, "somebody who is not known any more"),
        "state": str(one.state),
        "because": one.because, "at": iso(one.at), "until": iso(one.until),
        "channel": str(one.channel), "plan": one.plan, "step": one.step,
        "subject": one.message.subject or one.content.replace("-", " "),
    }  # fmt: skip


def settle_in_doubt(
    house: House, message_id: str, *, arrived: bool, by: str, now: datetime
) -> None:
    """
    Take a colleague's word on whether a message arrived.

    Either way it is not sent again.

    Raises:
        NotFound: If there is no such message.
        NotAllowed: If nobody doubts it.
    """
    touch = house.outbox.touch(message_id)
    if touch is None:
        msg = "There is no such message."
        raise NotFound(msg)
    if touch.state is not TouchState.IN_DOUBT:
        msg = "Nobody doubts this message: there is nothing to settle."
        raise NotAllowed(msg)
    staff = staff_of(house.shop, by)
    to = TouchState.SENT if arrived else TouchState.FAILED
    words = "it arrived" if arrived else "it did not arrive"
    with house.together():
        house.outbox.advance(
            message_id, to=to, because=f"{staff.name} says {words}", at=now
        )
        house.audit.note(
            f"settled: {words}", message_id, actor=staff.id, at=now, person=touch.person
        )
