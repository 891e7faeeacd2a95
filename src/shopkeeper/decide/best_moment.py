"""When she reads: by the hours at which she wrote to us, or, not knowing, at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo


# Fewer words, or on fewer days, are chance; and a habit holds half of them.
_LEAST_WORDS = 5
_LEAST_DAYS = 4
_HABIT = 0.5
_HALF_WINDOW = 1  # her hour and one on either side
_DAY = 24


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
    hours = Counter(at.hour for at in local)

    def around(hour: int) -> int:
        near = range(hour - _HALF_WINDOW, hour + _HALF_WINDOW + 1)
        return sum(hours[one % _DAY] for one in near)

    best = max(range(_DAY), key=lambda hour: (around(hour), hours[hour], -hour))
    return best if around(best) >= _HABIT * len(local) else None


def next_at(hour: int, now: datetime, zone: str) -> datetime:
    """Return the next moment from *now* on at which her clock shows that hour. UTC."""
    there = now.astimezone(ZoneInfo(zone))
    if there.hour == hour:
        return now
    day = there.replace(hour=hour, minute=0, second=0, microsecond=0)
    if day <= there:
        day += timedelta(days=1)
    return day.astimezone(now.tzinfo)
