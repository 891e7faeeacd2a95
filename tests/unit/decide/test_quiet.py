"""When is nobody disturbed, on her own clock?"""

from datetime import UTC, datetime, time, timedelta

import pytest

from hypothesis import example, given, settings
from hypothesis import strategies as st

from shopkeeper.decide import zones_of
from shopkeeper.decide.quiet import hold, is_quiet
from shopkeeper.vocabulary import BadInput, Quiet
from tests.builders import utc


LONDON = "Europe/London"
MINUTE = timedelta(minutes=1)
CLOCKS = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30]))
AMERICA = ("America/New_York", "America/Los_Angeles", "Pacific/Honolulu")
ZONES = [
    LONDON,
    "America/New_York",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Africa/Casablanca",
    "America/Sao_Paulo",
]


@pytest.mark.parametrize(
    ("now", "until"),
    [
        pytest.param("2026-11-02 08:59", "2026-11-02 09:00", id="a minute early"),
        pytest.param("2026-11-02 09:00", None, id="morning"),
        pytest.param("2026-11-02 19:59", None, id="just before"),
        pytest.param("2026-11-02 20:00", "2026-11-03 09:00", id="evening"),
        # Clocks in London go forward on 29 March 2026: 09:00 there is 08:00 UTC.
        pytest.param("2026-03-28 23:00", "2026-03-29 08:00", id="spring forward"),
        # And back on 25 October 2026: 09:00 there is 09:00 UTC again.
        pytest.param("2026-10-24 22:00", "2026-10-25 09:00", id="autumn back"),
    ],
)
def test_a_touch_waits_for_her_morning(now, until):
    """
    Held until the quiet hours end where she is, and free from that minute on.
    """
    held = hold(Quiet(), utc(now), zone=LONDON, zones=())

    assert (held and held.until) == (utc(until) if until else None)


def test_her_own_zone_counts_and_not_the_shops():
    """
    At noon in London it is 04:00 in Los Angeles.
    """
    noon = utc("2026-11-02 12:00")

    assert hold(Quiet(), noon, zone=LONDON, zones=AMERICA) is None
    held = hold(Quiet(), noon, zone="America/Los_Angeles", zones=(LONDON,))
    assert held is not None
    assert held.until == utc("2026-11-02 17:00")


def test_with_her_zone_unknown_quiet_anywhere_in_the_country_is_quiet():
    """
    15:00 in New York is 10:00 in Honolulu; 13:00 there is 08:00.
    """
    assert hold(Quiet(), utc("2026-11-02 20:00"), zone=None, zones=AMERICA) is None
    held = hold(Quiet(), utc("2026-11-02 18:00"), zone=None, zones=AMERICA)
    assert held is not None
    assert held.until == utc("2026-11-02 19:00")
    assert "her own time zone is not known" in held.because


def test_a_country_that_never_wakes_at_once_is_held_without_an_end():
    """
    No moment suits all of it, and we say so instead of guessing a zone.
    """
    narrow = Quiet(from_=time(13), to=time(12))
    where = ("Europe/Kaliningrad", "Asia/Kamchatka")
    held = hold(narrow, utc("2026-11-02 11:00"), zone=None, zones=where)

    assert held is not None
    assert held.until is None


def test_a_quiet_weekend_ends_on_monday_morning():
    """
    The night after the weekend is quiet too.
    """
    saturday = utc("2026-11-07 12:00")

    assert hold(Quiet(weekend=False), saturday, zone=LONDON, zones=()) is None
    held = hold(Quiet(weekend=True), saturday, zone=LONDON, zones=())
    assert held is not None
    assert held.until == utc("2026-11-09 09:00")


def test_a_quiet_weekend_without_quiet_hours_ends_at_midnight():
    """
    Two equal times mean that no hour is quiet.
    """
    quiet = Quiet(from_=time(0), to=time(0), weekend=True)
    held = hold(quiet, utc("2026-11-07 12:00"), zone=LONDON, zones=())

    assert held is not None
    assert held.until == utc("2026-11-09 00:00")


def test_no_zone_at_all_is_refused():
    """
    Guessing a zone is how people get woken up.
    """
    with pytest.raises(BadInput, match="time_zone"):
        hold(Quiet(), utc("2026-11-07 12:00"), zone=None, zones=())


@pytest.mark.parametrize("zone", ["Mars/Olympus", "../etc/passwd", "", "\0", "N/A"])
def test_a_zone_that_is_none_counts_as_not_known(zone):
    """
    What a row has in its zone column must not end the round for everybody.
    """
    night = utc("2026-11-02 23:00")
    held = hold(Quiet(), night, zone=zone, zones=(LONDON,))

    assert held is not None
    assert "not known" in held.because


def test_a_moment_without_a_time_zone_is_refused():
    """
    It would be read on the clock of the machine.
    """
    with pytest.raises(ValueError, match="has no time zone"):
        hold(Quiet(), datetime(2026, 11, 2), zone=LONDON, zones=())


def test_the_zones_of_a_country_are_read_from_the_tz_database():
    """
    Comments are skipped; only the named country's rows are taken.
    """
    tab = "# a comment\nGB\t+51\tEurope/London\nUS\t+40\tAmerica/New_York\tEast\n"

    assert zones_of("US", tab) == ("America/New_York",)
    assert zones_of("XX", tab) == ()


@settings(max_examples=150, deadline=None)
@given(
    now=st.datetimes(
        min_value=datetime(2000, 1, 1),
        max_value=datetime(2037, 1, 1),
        timezones=st.just(UTC),
    ),
    zones=st.lists(st.sampled_from(ZONES), min_size=1, max_size=2, unique=True),
    hours=st.tuples(CLOCKS, CLOCKS),
    weekend=st.booleans(),
)
# The clock in London jumped over the end of these quiet hours.
@example(
    now=utc("2026-03-29 00:30"), zones=[LONDON], hours=(time(0), time(1)), weekend=False
)
# And what it jumped to was quiet again half an hour later.
@example(
    now=utc("2026-03-29 00:02"),
    zones=[LONDON],
    hours=(time(2, 30), time(1, 30)),
    weekend=False,
)
# And passed it twice.
@example(
    now=utc("2026-10-25 00:10"), zones=[LONDON], hours=(time(0), time(2)), weekend=False
)
def test_until_is_the_first_minute_that_disturbs_nobody(now, zones, hours, weekend):
    """
    Compared with a slow search, minute by minute.
    """
    now = now.replace(second=0, microsecond=0)
    quiet = Quiet(from_=hours[0], to=hours[1], weekend=weekend)
    slow = now
    while any(is_quiet(quiet, slow, zone) for zone in zones):
        slow += MINUTE
        if slow - now > timedelta(days=8):
            return
    held = hold(quiet, now, zone=None, zones=tuple(zones))

    assert (held.until if held else now) == slow
