"""Is the time of the year told by the same days of earlier years?"""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from shopkeeper.remember.due import due_within
from shopkeeper.remember.history import History, as_date
from shopkeeper.remember.regulars import learn_regulars, list_regulars
from shopkeeper.remember.seasons import (
    NO_FEASTS,
    feasts_of,
    season_of_things,
    windows_at,
    year_cuts,
)
from tests.unit.remember.histories import START, history_of


EASTER = {2022: date(2022, 4, 17), 2023: date(2023, 4, 9), 2024: date(2024, 3, 31),
          2025: date(2025, 4, 20)}  # fmt: skip
BEGAN, ENDED = date(2022, 1, 1), date(2025, 6, 30)


def _number(day: date) -> int:
    return (day - date(1970, 1, 1)).days


@pytest.fixture(name="whole", scope="module")
def _whole():
    """Three and a half years: bread always, pudding in December, eggs before Easter."""
    dice = np.random.default_rng(7)
    rows = []
    for person in range(60):
        day = BEGAN + timedelta(days=int(dice.integers(0, 10)))
        while day < ENDED:
            bought = ["bread"] if dice.random() < 0.6 else ["milk"]
            before_easter = (EASTER[day.year] - day).days
            if day.month == 12 and dice.random() < 0.6:
                bought.append("pudding")
            if 0 <= before_easter <= 14 and dice.random() < 0.7:
                bought.append("egg")
            rows += [(f"p{person:02}", (day - START).days, item) for item in bought]
            day += timedelta(days=int(dice.integers(4, 11)))
    return history_of(rows, until=(ENDED - START).days)


def _known(whole: History, day: date, calendar: str) -> History:
    known = whole.as_of(_number(day))
    feasts = feasts_of(calendar, int(known.day.min()), known.until)
    return replace(known, feasts=feasts)


def _due(history: History) -> dict[str, float]:
    found = due_within(history, 14)
    items = np.array([history.items[item] for item in found.asked.item])
    return {name: found.probability[items == name].mean() for name in set(items)}


def test_a_christmas_pudding_is_due_at_christmas_and_at_no_other_time(whole):
    """
    Nothing bought it for eleven months; bread is what it always is.
    """
    november = _due(_known(whole, date(2024, 11, 30), "none"))
    may = _due(_known(whole, date(2024, 5, 31), "none"))

    assert november["pudding"] > 0.4
    assert may["pudding"] < 0.05
    assert abs(november["bread"] - may["bread"]) < 0.1


def test_it_stands_among_her_regulars_before_christmas_only(whole):
    """
    A list of three: bread and milk are in it always, the third is of the season.
    """

    def listed(day):
        history = _known(whole, day, "none")
        habits, _, _ = list_regulars(history, learn_regulars(history), top=3)
        names = [history.items[item] for item in habits.item]
        return names.count("pudding"), names.count("egg")

    pudding, egg = listed(date(2024, 11, 30))
    assert pudding > 40
    assert egg < 20
    assert listed(date(2025, 4, 5))[0] < 20


def test_easter_is_found_wherever_it_lies(whole):
    """
    In 2024 on 31 March, in 2025 on 20 April: with a calendar, no egg is due in March.
    """
    march = _due(_known(whole, date(2025, 3, 15), "GB-ENG"))["egg"]
    april = _due(_known(whole, date(2025, 4, 5), "GB-ENG"))["egg"]
    by_date = _due(_known(whole, date(2025, 3, 15), "none"))["egg"]

    assert march < 0.1 < by_date
    assert april > 0.4


def test_days_before_a_feast_are_compared_with_days_before_it():
    """
    The fortnight before Easter 2025 is that before Easter 2024, day by day.
    """
    first, until = _number(date(2023, 1, 1)), _number(date(2025, 4, 6))
    feasts = feasts_of("GB-ENG", first, until + 30)

    last_year = windows_at(first, until, 12, feasts)[0].days

    # Good Friday, 18 April, is the next feast; it was on 29 March.
    assert [as_date(day) for day in last_year] == [
        date(2024, 3, 18) + timedelta(days=ago) for ago in range(12)
    ]
    plain = windows_at(first, until, 12, NO_FEASTS)[0].days
    assert as_date(plain[0]) == date(2024, 4, 7)


def test_less_than_a_year_tells_nothing_of_seasons():
    """
    No window, no earlier cut, and everything is ordinary.
    """
    assert windows_at(0, 363, 28, NO_FEASTS) == []
    assert year_cuts(0, 700, NO_FEASTS) == []
    day, item = np.arange(10), np.zeros(10, dtype=np.int64)
    assert season_of_things(day, item, 1, []).tolist() == [1.0]


def test_a_shop_that_began_with_everybody_at_once_has_no_season_by_that():
    """
    All come first in one fortnight; a year later nothing is of the season for that.
    """
    dice = np.random.default_rng(3)
    rows = []
    for person in range(80):
        at = dice.uniform(0, 10)
        while at < 420:
            rows.append((f"p{person:02}", int(at), f"item {dice.integers(0, 3)}"))
            at += dice.exponential(12) + 1
    history = history_of(rows, until=364)
    found = due_within(history, 14)
    later = {(who, what) for who, at, what in rows if 364 < at <= 378}
    happened = [
        (history.persons[who], history.items[what]) in later
        for who, what in zip(found.asked.person, found.asked.item, strict=True)
    ]

    assert found.probability.mean() == pytest.approx(np.mean(happened), abs=0.07)


def test_an_unknown_calendar_is_an_error():
    """
    And `none` is none.
    """
    for name in ("ATLANTIS", "GB-XYZ"):
        with pytest.raises(KeyError):
            feasts_of(name, 0, 400)
    assert feasts_of("none", 0, 400) == {}
    assert "Good Friday" in feasts_of("GB", 20_000, 20_400)


def test_what_went_out_of_fashion_a_year_ago_is_no_thing_of_the_season():
    """
    Bought for two months when the history began, and never since: due for nobody.
    """
    rows = [("p0000", 1, "fad")]
    dice = np.random.default_rng(11)
    for person in range(60):
        at = dice.uniform(0, 10)
        while at < 380:
            bought = ["bread", "fad"] if at < 60 and dice.random() < 0.7 else ["bread"]
            rows += [(f"p{person:04}", int(at), item) for item in bought]
            at += dice.exponential(6) + 1
    found = _due(history_of(rows, until=380))

    assert found["fad"] < 0.1 < found["bread"]
