"""Where she is and when she reads: by what is on record, or carefully."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta

from shopkeeper import bootstrap
from shopkeeper.decide import Word, decide, zones_for
from shopkeeper.decide.best_moment import next_at, shop_hour, usual_hour
from shopkeeper.vocabulary import Channel, Purpose, Quiet, Speaker
from tests.unit.decide.builders import NOON, PROBLEM, candidate, case, rules


WORLD = bootstrap.zones_of_the_world()
NAMES = bootstrap.names_of_countries()
DAY = timedelta(days=1)


def zones(*, stated=(), countries=(), numbers=()) -> tuple[str, ...]:
    """List her zones by the tables of the tz database."""
    return zones_for(stated, countries, numbers, zones_in=WORLD, names=NAMES)


def test_a_zone_on_record_is_hers_and_two_are_both_kept_quiet() -> None:
    """What is no zone is passed over."""
    assert zones(stated=["Asia/Tokyo"], countries=["US"]) == ("Asia/Tokyo",)
    both = ("Asia/Tokyo", "Europe/Paris")
    assert zones(stated=[*both, "Mars/Base", ""]) == both


def test_her_country_is_read_from_addresses_and_numbers() -> None:
    """As code, as name, in her own language, or by a prefix."""
    assert zones(countries=["Japan"]) == zones(numbers=["+81312345678"])
    assert zones(countries=["Deutschland"])[0] == "Europe/Berlin"
    assert zones(countries=["uk"]) == ("Europe/London",)
    assert "America/Los_Angeles" in zones(countries=["USA"])


def test_two_countries_are_both_kept_and_nonsense_is_none() -> None:
    """An address in London and a number of Tokyo: quiet in either is quiet."""
    found = zones(countries=["GB"], numbers=["+81312345678"])
    assert set(found) == {"Europe/London", "Asia/Tokyo"}
    assert zones(countries=["Atlantis", ""], numbers=["07700900123", "+"]) == ()


EVENINGS = tuple(NOON.replace(hour=18) - days * DAY for days in (9, 20, 31, 40, 52, 60))


def words(times) -> tuple[Word, ...]:
    """Her words at these times."""
    return tuple(
        Word(at=at, by=Speaker.CUSTOMER, channel=Channel.EMAIL) for at in times
    )


def until(here):
    """Return when the touch would go, of a round that has a day's patience."""
    ours = rules(patience=DAY, epsilon=0.0)
    (one,) = decide([here], ours, round_key="r", seed=1, drawn=())
    return next(x for x in one.options if x.key.endswith("email")).until


def test_she_is_written_to_when_she_usually_writes() -> None:
    """By her own clock; and not knowing it, at once."""
    # In summer time then, in winter time now: her clock counts.
    assert usual_hour(EVENINGS, "Europe/London") == 19
    assert until(case(words=words(EVENINGS))) == NOON.replace(hour=19)
    assert until(case()) is None
    assert until(case(words=words(EVENINGS[:3]))) is None
    mixed = [at.replace(hour=hour) for at, hour in
             zip(EVENINGS, (1, 5, 9, 13, 17, 21), strict=True)]  # fmt: skip
    assert until(case(words=words(mixed))) is None


def test_not_knowing_her_habit_it_is_the_shops_and_else_what_the_shop_says() -> None:
    """Her own goes before both; with neither, at once."""
    otherwise = Quiet(otherwise=time(17))
    hers = case(words=words(EVENINGS))
    for here, given, hour in (
        (case(), {"usual_hour": 15}, 15),
        (case(), {"usual_hour": 15, "quiet": otherwise}, 15),
        (case(), {"quiet": otherwise}, 17),
        (case(), {}, None),
        (hers, {"usual_hour": 15, "quiet": otherwise}, 19),
    ):
        ours = rules(patience=DAY, epsilon=0.0, **given)
        (one,) = decide([here], ours, round_key="r", seed=1, drawn=())
        found = next(x for x in one.options if x.key.endswith("email")).until
        assert found == (None if hour is None else NOON.replace(hour=hour))


def test_the_habit_of_a_shop_is_that_of_many_each_counted_once() -> None:
    """One who writes a thousand times at night is one; five people are five."""
    evening = [[19], [20], [18, 19]] * 12
    assert shop_hour(evening) == 19
    assert shop_hour([*evening, [3] * 1000]) == 19
    assert shop_hour(evening[:29]) is None
    assert shop_hour([[hour] for hour in range(24)] * 4) is None
    assert shop_hour([[23], [0], [1]] * 12) == 0  # over midnight


def test_need_goes_before_habit() -> None:
    """A problem, and service, wait for no evening."""
    service = candidate(option={"purpose": Purpose.SERVICE})
    assert until(case(words=words(EVENINGS), candidates=(service,))) is None
    pressing = candidate(facts=("f-problem",), option={"purpose": Purpose.RELATIONSHIP})
    here = case(words=words(EVENINGS), needs=(PROBLEM,), candidates=(pressing,))
    assert until(here) is None


def test_her_quiet_hours_go_before_her_habits() -> None:
    """She writes at night, and is not written to at night."""
    nights = tuple(at.replace(hour=23) for at in EVENINGS)
    assert until(case(words=words(nights))) is None


def test_the_hour_is_found_over_a_change_of_clocks() -> None:
    """London, 25 October 2026: six in the evening is 18:00 UTC behind that night."""
    before = datetime(2026, 10, 24, 19, 30, tzinfo=UTC)
    assert next_at(18, before, "Europe/London") == datetime(
        2026, 10, 25, 18, tzinfo=UTC
    )
    assert next_at(18, before.replace(hour=17), "Europe/London").hour == 17
