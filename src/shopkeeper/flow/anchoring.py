"""The audit's chain, held outside of the shop: what a chain alone cannot show.

Whoever has the ledger and the shop's keys can write a whole chain anew, or cut off its
end; both show once where the chain stood is known elsewhere (reliability.md, E9).
"""

from __future__ import annotations

import re

from datetime import datetime

import msgspec

from shopkeeper.flow.house import House
from shopkeeper.plan.ports import Head
from shopkeeper.vocabulary import BadInput


_HEAD = re.compile(r"([1-9][0-9]{0,17}):([0-9a-f]{64})")


def keep_head(house: House, *, now: datetime) -> Head | None:
    """
    Write down outside where the chain stands, if it is not written there yet.

    Args:
        house: The shop.
        now: The moment.

    Returns:
        What is written there now; None where that could not be done, which `doctor`
        tells: a disk that is away must not end a round.
    """
    head = house.audit.head()
    if house.anchor is None or head is None:
        return None
    try:
        heads = house.anchor.heads()
    except BadInput:
        return None
    if heads and (heads[-1].sequence, heads[-1].hash) == (head.sequence, head.hash):
        return heads[-1]
    # One that was cut off or written anew must not be covered by what came after.
    if house.audit.broken_at() is not None or house.audit.departs_from(heads[-1:]):
        return None
    dated = msgspec.structs.replace(head, at=now.isoformat(timespec="seconds"))
    return dated if house.anchor.keep(dated) else None


def head_text(head: Head) -> str:
    """Write a head so that it can be kept on paper: `<entries>:<hash>`."""
    return f"{head.sequence}:{head.hash}"


def head_of(text: str) -> Head:
    """
    Read a head as `head_text` writes it.

    Raises:
        BadInput: If it is none.
    """
    found = _HEAD.fullmatch(text.strip().lower())
    if found is None:
        msg = f"{text!r} is no head: `shopkeeper audit head` prints one, as 12:3fa9…"
        raise BadInput(msg)
    return Head(int(found[1]), found[2])
