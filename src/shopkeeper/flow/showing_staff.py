"""One message of each step to one of our own staff, and to nobody else."""

from __future__ import annotations

from datetime import datetime

import msgspec

from shopkeeper.flow.house import House
from shopkeeper.flow.planning import staff_of
from shopkeeper.vocabulary import BadInput, Carried, Channel, Touch, TouchState


_SHOWN = (Channel.EMAIL, Channel.POST)


def send_previews(
    house: House, to: str, *, now: datetime
) -> list[tuple[Touch, Carried]]:
    """
    Send a preview of one waiting message of each step to a listed member of staff.

    Nothing moves in the outbox, and the person a message is for hears nothing.

    Raises:
        BadInput: If *to* is nobody of the staff, or has no address in `shop.toml`.
    """
    person = staff_of(house.shop, to)
    if not person.email:
        msg = f"{person.id} has no email in shop.toml: add one to [[people]]."
        raise BadInput(msg)
    shown: dict[tuple[str, str, Channel], Touch] = {}
    for touch in house.outbox.due(now=now):
        if touch.channel in _SHOWN and touch.message.body is not None:
            shown.setdefault((touch.plan, touch.step, touch.channel), touch)
    return [(touch, _show(house, touch, person.email)) for touch in shown.values()]


def _show(house: House, touch: Touch, to: str) -> Carried:
    wire = house.wires.get(touch.channel)
    if wire is not None:
        return wire.preview(touch, to)
    message = msgspec.structs.replace(
        touch.message,
        message_id=f"preview-{touch.message.message_id}",
        subject=f"[Preview] {touch.message.subject or ''}",
    )
    # A letter is looked at as it lies in its envelope: in a folder, posted to nobody.
    there = touch.address if touch.channel is Channel.POST else to
    marked = msgspec.structs.replace(touch, address=there, message=message)
    where = house.carriers[touch.channel].carry(marked)
    return Carried(state=TouchState.SENT, because=f"written to {where}")
