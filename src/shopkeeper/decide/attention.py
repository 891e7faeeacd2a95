"""Her attention: one budget over all channels and all people."""

from __future__ import annotations

import math

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from msgspec.structs import replace

from shopkeeper.decide.cases import PastTouch
from shopkeeper.vocabulary import Attention, Channel, Held, Purpose


# Weights are decimals such as 0.1: sums of them need a little room.
_ROOM = 1e-9


def used(attention: Attention, touches: Iterable[PastTouch], now: datetime) -> float:
    """
    Sum what her touches of the period have used up.

    The period is (now - per, now]; touches already on their way to a later
    moment count too. What people sent counts like what machines sent. Service
    counts where the shop says so; a survey, and a touch without a purpose, always.
    """
    # Exact, so that the order in which touches are read does not matter.
    return math.fsum(cost for _, cost in _costs(attention, touches, now))


def for_her(
    attention: Attention, *, fewer: bool, at_most: float | None = None
) -> Attention:
    """
    Return her budget: half the shop's where she asked for fewer messages.

    Where she named a number, it is that; never more than the shop's.
    """
    if not fewer and at_most is None:
        return attention
    most = attention.most / 2 if fewer else attention.most
    if at_most is not None:
        most = min(most, at_most)
    return replace(attention, most=most)


def hold(
    attention: Attention,
    touches: Sequence[PastTouch],
    now: datetime,
    *,
    channel: Channel,
    purpose: Purpose | None,
) -> Held | None:
    """
    Hold a touch that the budget has no room for.

    Returns:
        None where there is room, where it costs nothing, and for service
        unless the shop blocks it. `until` is the first moment with room, in
        UTC, if nothing else is sent; None where it never fits.
    """
    weight = attention.weight(channel)
    free = purpose is Purpose.SERVICE and not attention.service_blocked
    if free or weight <= 0:
        return None
    costs = sorted(_costs(attention, touches, now))
    total = math.fsum(cost for _, cost in costs)
    if total + weight <= attention.most + _ROOM:
        return None
    because = (
        f"her attention is used up: {_plain(total)} of {_plain(attention.most)} "
        f"in {attention.per.days} days, over all channels and people"
    )
    for at, cost in costs:
        total -= cost
        if total + weight <= attention.most + _ROOM:
            return Held(until=(at + attention.per).astimezone(UTC), because=because)
    return Held(until=None, because=because)


def _costs(
    attention: Attention, touches: Iterable[PastTouch], now: datetime
) -> list[tuple[datetime, float]]:
    since = now - attention.per
    return [
        (touch.at, attention.weight(touch.channel))
        for touch in touches
        if touch.at > since
        and (
            attention.service_counts
            or touch.survey
            or touch.purpose is not Purpose.SERVICE
        )
    ]


def _plain(number: float) -> str:
    return f"{number:.6g}"
