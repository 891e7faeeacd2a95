"""When she reads: by the hours at which she wrote to us, as far as that is known.

Of whom too little is known, by the hours at which the shop's people write, each on her
own clock; where they have no habit either, when the shop says; else at once.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


# Fewer words, or on fewer days, are chance; and a habit holds half of them.
_LEAST_WORDS = 5
_LEAST_DAYS = 4
_HABIT = 0.5
_ROOM = 1e-9
_HALF_WINDOW = 1  # her hour and one on either side
_DAY = 24
# The habit of a shop takes many people: what a few do is theirs.
_LEAST_PEOPLE = 30


def usual_hour(words: Iterable[datetime], zone: str) -> int | None:
    """
    Return the hour of her clock about which she writes; None where she has no habit.

    Args:
        words: When she wrote. UTC.
        zone: Hers.
    """
    there = ZoneInfo(zone)
    local = [at.astimezone(there) for at in words]
    if len(local) < _LEAST_WORDS or len({at.date() for at in local}) < _LEAST_DAYS:
        return None
    return _habit(Counter(at.hour for at in local))


def shop_hour(people: Iterable[Sequence[int]]) -> int | None:
    """
    Return the hour about which the shop's people write; None: they have no habit.

    Args:
        people: Of each the hours of her own clock at which she wrote. Each counts the
            same, however much she writes.

    Example:
        >>> shop_hour([[19, 20]] * 30), shop_hour([[19, 20]] * 29)
        (19, None)
    """
    hours: dict[int, float] = {}
    count = 0
    for wrote in people:
        if wrote:
            count += 1
            for hour in wrote:
                hours[hour] = hours.get(hour, 0.0) + 1 / len(wrote)
    return _habit(hours) if count >= _LEAST_PEOPLE else None


def _habit(hours: Mapping[int, float]) -> int | None:
    """Return the hour about which half of the words lie, or None."""

    def around(hour: int) -> float:
        near = range(hour - _HALF_WINDOW, hour + _HALF_WINDOW + 1)
        return sum(hours.get(one % _DAY, 0) for one in near)

    best = max(range(_DAY), key=lambda one: (around(one), hours.get(one, 0), -one))
    # Shares of words do not add up to the last bit.
    enough = _HABIT * sum(hours.values()) - _ROOM
    return best if around(best) >= enough else None


def next_at(hour: int, now: datetime, zone: str) -> datetime:
    """Return the next moment from *now* on at which her clock shows that hour. UTC."""
    there = now.astimezone(ZoneInfo(zone))
    if there.hour == hour:
        return now
    day = there.replace(hour=hour, minute=0, second=0, microsecond=0)
    if day <= there:
        day += timedelta(days=1)
    return day.astimezone(now.tzinfo)
