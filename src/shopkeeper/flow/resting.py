"""A channel that keeps failing rests, and is tried with one message before the others.

Source: issue 7 and reliability.md, C5 and C11. What a server says no to, or does not
answer, is a trouble of the channel, unless it is one person's address. After eight in
a row the channel rests: as long as it has been failing, from five minutes to two hours.
Then one message is the trial: if it goes, the others follow; if not, it rests anew.
The troubles are in the ledger, so that it rests for every sender, and after a restart.
"""

from __future__ import annotations

import re

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from shopkeeper.flow.house import House
from shopkeeper.vocabulary import Carried, Channel, ChannelSettings, TouchState


OPENS_AFTER = 8
SHORTEST = timedelta(minutes=5)
LONGEST = timedelta(hours=2)
HOUR = timedelta(hours=1)

# A refusal of us, not of an address: policy (RFC 3463, 5.7.x), access, log-in.
_REFUSES_US = re.compile(r"(?:5\d\d[ -]5\.7\.|554|53[045]|521|answered 40[13])")


class Rest(Struct, frozen=True, kw_only=True):
    """
    That a channel rests.

    Attributes:
        until: When it is tried with one message. UTC.
        because: What kept failing, for people.
        times: How often in a row.
    """

    until: datetime
    because: str
    times: int


def rest_of(house: House, channel: Channel) -> Rest | None:
    """Say until when a channel rests, or did; None: it works as far as we know."""
    troubles = house.outbox.troubles(channel)
    if len(troubles) < OPENS_AFTER:
        return None
    first, (last, because) = troubles[0][0], troubles[-1]
    pause = min(max(last - first, SHORTEST), LONGEST)
    return Rest(until=last + pause, because=because, times=len(troubles))


def trouble_in(carried: Carried) -> str | None:
    """Say what was wrong with the channel, in words about nobody; None: nothing."""
    if not carried.counts:
        return "it cannot be reached"
    if carried.state is TouchState.IN_DOUBT:
        return "no answer comes behind the last byte"
    if carried.state is TouchState.APPROVED:
        return "it breaks off, or asks to come again later"
    if carried.state is TouchState.FAILED and _REFUSES_US.match(carried.because):
        return "it refuses us"
    return None


class Turn(Struct, frozen=True, kw_only=True):
    """
    What may be taken in hand now.

    Attributes:
        most: So many messages.
        not_by: By any channel but these.
        trial: Is it the one that is tried, after a rest?
    """

    most: int
    not_by: tuple[Channel, ...] = ()
    trial: bool = False


def turns(
    house: House, *, at: datetime, most: int
) -> tuple[list[Turn], dict[Channel, str]]:
    """
    List what may be taken in hand, in order, and why channels are left out.

    Args:
        house: The shop.
        at: The moment.
        most: So many messages at a time where nothing else is said.
    """
    found: list[Turn] = []
    out: dict[Channel, str] = {}
    alone: list[Channel] = []
    for channel in house.wires:
        rest = rest_of(house, channel)
        if rest is not None and at < rest.until:
            out[channel] = rest_words(rest)
            continue
        room = _room(house, channel, at=at)
        if room is not None and room <= 0:
            per_hour = cap_of(house, channel)
            out[channel] = f"its {per_hour:,} messages of this hour have gone"
        elif rest is not None or room is not None:
            alone.append(channel)
            few = 1 if rest is not None else min(most, room or most)
            others = tuple(one for one in Channel if one is not channel)
            found.append(Turn(most=few, not_by=others, trial=rest is not None))
    found.append(Turn(most=most, not_by=(*out, *alone)))
    return found, out


def rest_words(rest: Rest) -> str:
    """Say for people that a channel rests."""
    return (
        f"rests: {rest.because}, {rest.times} times in a row; one message is tried "
        f"from {rest.until:%d %B %H:%M} UTC"
    )


def cap_of(house: House, channel: Channel) -> int:
    """Return how many messages an hour a channel takes; 0: any number."""
    if channel not in house.wires:
        return 0
    settings: Mapping[Channel, ChannelSettings] = house.shop.channels
    return settings.get(channel, ChannelSettings()).per_hour


def has_room(house: House, channel: Channel, *, at: datetime) -> bool:
    """Say whether a channel has taken less than its share of this hour."""
    room = _room(house, channel, at=at)
    return room is None or room > 0


def _room(house: House, channel: Channel, *, at: datetime) -> int | None:
    per_hour = cap_of(house, channel)
    if not per_hour:
        return None
    return per_hour - house.outbox.gone_since(channel, at - HOUR)
