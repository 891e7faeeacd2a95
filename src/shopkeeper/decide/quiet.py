"""Hours in which nobody is disturbed, on the person's own clock."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shopkeeper.vocabulary import BadInput, Held, Quiet


_SATURDAY = 5
_MINUTE = timedelta(minutes=1)
_SECOND = timedelta(seconds=1)
# A weekend, a night and a day: whoever is never free within it, never is.
_LONGEST = timedelta(days=8)


def is_quiet(quiet: Quiet, now: datetime, zone: str) -> bool:
    """
    Say whether it is quiet in *zone* at *now*.

    `from_` is included, `to` is not; both are wall-clock times there, and may
    lie on either side of midnight. Two equal times mean no quiet hours.
    """
    there = now.astimezone(ZoneInfo(zone))
    if quiet.weekend and there.weekday() >= _SATURDAY:
        return True
    clock = there.time()
    if quiet.from_ <= quiet.to:
        return quiet.from_ <= clock < quiet.to
    return clock >= quiet.from_ or clock < quiet.to


def hold(
    quiet: Quiet, now: datetime, *, zone: str | None, zones: tuple[str, ...]
) -> Held | None:
    """
    Hold a touch while it is quiet where she is.

    Args:
        quiet: The shop's quiet hours.
        now: Any moment with a time zone.
        zone: Her IANA zone; one that is no zone counts as not known, as does None.
        zones: The zones of her country; used where hers is not known: quiet in
            any of them is quiet (contracts.md, section 1).

    Returns:
        None where nobody is disturbed. `until` is the first moment that is
        quiet in none of the zones, in UTC; None where there is no such moment.

    Raises:
        BadInput: If neither her zone nor any of her country is known.
        ValueError: If *now* has no time zone.

    Example:
        >>> from datetime import UTC, datetime
        >>> from shopkeeper.vocabulary import Quiet
        >>> night = datetime(2026, 11, 2, 21, 30, tzinfo=UTC)
        >>> print(hold(Quiet(), night, zone="Europe/London", zones=()).until)
        2026-11-03 09:00:00+00:00
    """
    if now.tzinfo is None:
        msg = f"{now} has no time zone."
        raise ValueError(msg)
    hers = zone if zone and _is_known(zone) else None
    where = (hers,) if hers else zones
    if not where:
        msg = (
            "No time zone is known to keep quiet hours by: "
            "set time_zone in shop.toml, section [shop]."
        )
        raise BadInput(msg)
    until = _next_open(quiet, now.astimezone(UTC), where)
    if until == now:
        return None
    return Held(until=until, because=_because(quiet, hers))


def zones_of(country: str, zone_tab: str) -> tuple[str, ...]:
    """
    Read the time zones of a country from the text of `zone.tab`.

    Args:
        country: ISO 3166 code, for example `GB`.
        zone_tab: The file of the tz database: country, place, zone, by tabs.

    Returns:
        IANA names, in the order of the file; empty for an unknown country.
    """
    rows = (line.split("\t") for line in zone_tab.splitlines() if line[:1] != "#")
    return tuple(row[2] for row in rows if row[0] == country)


@lru_cache(maxsize=1024)
def _is_known(zone: str) -> bool:
    """Say whether *zone* is an IANA zone: rows of customers hold all sorts of text."""
    try:
        ZoneInfo(zone)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return False
    return True


@lru_cache(maxsize=4096)
def _next_open(quiet: Quiet, now: datetime, where: tuple[str, ...]) -> datetime | None:
    moment = now
    while moment - now <= _LONGEST:
        later = max(_open_in(quiet, moment, zone) for zone in where)
        if later == moment:
            return moment
        moment = later
    return None


def _open_in(quiet: Quiet, now: datetime, zone: str) -> datetime:
    """Find the first moment from *now* on that is not quiet in one zone. UTC."""
    if not is_quiet(quiet, now, zone):
        return now
    for moment in _ends(quiet, now, zone):
        if moment > now and not is_quiet(quiet, moment, zone):
            return moment
    return now + _LONGEST + _MINUTE


def _ends(quiet: Quiet, now: datetime, zone: str) -> Iterator[datetime]:
    """Yield the moments at which quiet may end there, earliest first. UTC."""
    there = ZoneInfo(zone)
    today = now.astimezone(there).date()
    # Midnight too: a weekend may end there, where no quiet hours go on.
    clocks = sorted({quiet.to, time(0)})
    for days in range(5):
        day = today + timedelta(days=days)
        moments = {
            moment
            for clock in clocks
            for moment in _moments_of(datetime.combine(day, clock), there)
        }
        yield from sorted(moments)


def _moments_of(wall: datetime, there: ZoneInfo) -> tuple[datetime, datetime]:
    """
    Say when the wall clock shows *wall* there, in UTC.

    Twice where the clock was set back over it; where it jumped over it, the
    moment it jumped. Source: PEP 495, `fold`.
    """
    first, second = (
        wall.replace(tzinfo=there, fold=fold).astimezone(UTC) for fold in (0, 1)
    )
    if first <= second:
        return first, second
    jumped, before = first, second
    while jumped - before > _SECOND:
        middle = before + (jumped - before) // 2
        if middle.astimezone(there).utcoffset() == before.astimezone(there).utcoffset():
            before = middle
        else:
            jumped = middle
    jumped = jumped.replace(microsecond=0)  # clocks are set on whole seconds
    return jumped, jumped


def _because(quiet: Quiet, zone: str | None) -> str:
    hours = f"{quiet.from_:%H:%M} to {quiet.to:%H:%M}"
    weekend = ", and the weekend" if quiet.weekend else ""
    if zone:
        return f"it is quiet where she is ({hours}{weekend}, {zone})"
    return (
        f"it is quiet somewhere in her country ({hours}{weekend}) "
        "and her own time zone is not known"
    )
