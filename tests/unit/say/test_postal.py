"""Where a letter finds a person, and why it does not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from shopkeeper.say.letter_forms import FORMS
from shopkeeper.say.postal import (
    MOVED,
    NO_HOME,
    TWO_HOMES,
    Home,
    Unusable,
    home_of,
    lines_of,
)


AT = datetime(2026, 11, 2, tzinfo=UTC)
HOME = Home(who="Ann Lee", street="12 Shore", town="Leith", postcode="EH6 6QW", at=AT)
NAMES = {"DE": "Germany", "GB": "United Kingdom"}


def lines(home: Home = HOME, who: str = "Ann Lee", country: str = "GB", form="UK"):
    """Return the lines of an envelope."""
    return lines_of(home, who, shop_country=country, names=NAMES, form=FORMS[form])


def changed(**fields: object) -> Home:
    """Return the home with other fields."""
    return msgspec.structs.replace(HOME, **fields)


@pytest.mark.parametrize(
    ("home", "country", "last"),
    [
        (HOME, "GB", ["12 Shore", "Leith", "EH6 6QW"]),
        (changed(street="Hafenstr. 12", town="Köln", postcode="50667"), "DE",
         ["Hafenstr. 12", "50667 Köln"]),
        (changed(street="Hafenstr. 12", town="Köln", postcode="50667", country="DE"),
         "GB", ["Hafenstr. 12", "50667 Köln", "GERMANY"]),
        (changed(street="1 Main St", town="Salem", region="OR", postcode="97301"),
         "US", ["1 Main St", "Salem, OR 97301"]),
        (changed(street="Flat 2\n12 Shore"), "GB",
         ["Flat 2", "12 Shore", "Leith", "EH6 6QW"]),
        (changed(street="12 Shore\nLeith\nEH6 6QW", town="", postcode="", whole=True),
         "GB", ["12 Shore", "Leith", "EH6 6QW"]),
        (changed(country="IE", postcode=""), "IE", ["12 Shore", "Leith"]),
    ],
)  # fmt: skip
def test_the_lines_stand_as_they_are_written_in_a_country(home, country, last):
    """Town and postcode in their order; the country where it is another."""
    assert lines(home, country=country) == ("Ann Lee", *last)


@pytest.mark.parametrize(
    ("home", "says"),
    [
        (changed(street=" "), "no street"),
        (changed(street="N/A"), "no street"),
        (changed(town=""), "no town"),
        (changed(postcode="-"), "no postcode"),
        (
            changed(street="12 Shore, Leith", town="", postcode="", whole=True),
            "no town",
        ),
        (changed(street="12 \u202eShore"), "nobody can print"),
        (changed(street="12 Shore\x00"), "nobody can print"),
        (changed(street="1" + "e" * 60), "more than 55 signs"),
        (changed(street="a 1\nb\nc\nd\ne"), "8 lines, and 6 show"),
    ],
)
def test_what_is_no_whole_address_is_none_and_the_reason_is_told(home, says):
    """A letter to a wrong door is read by somebody else."""
    found = lines(home)
    assert isinstance(found, Unusable)
    assert says in found.because


def test_two_spellings_of_one_door_are_one_and_the_newest_is_taken():
    """The postcode and the numbers tell, not how a street is shortened."""
    later = changed(street="12, The Shore", postcode="eh66qw", at=AT + timedelta(1))
    assert home_of([HOME, later], moved_at=None) == later


def test_two_doors_are_settled_by_the_rows_own_days_and_by_nothing_else():
    """When a list came to us says nothing of when she lived there."""
    other = changed(street="3 Quay", postcode="EH1 1AA", at=AT + timedelta(days=9))
    assert home_of([HOME, other], moved_at=None) == Unusable(because=TWO_HOMES)
    dated = [msgspec.structs.replace(one, dated=True) for one in (HOME, other)]
    assert home_of(dated, moved_at=None) == dated[1]
    same = [dated[0], msgspec.structs.replace(dated[1], at=AT)]
    assert home_of(same, moved_at=None) == Unusable(because=TWO_HOMES)


def test_whoever_moved_since_is_not_written_to_where_she_lived():
    """What she said of moving is newer than the list."""
    assert home_of([HOME], moved_at=AT + timedelta(days=1)) == Unusable(because=MOVED)
    assert home_of([HOME], moved_at=AT - timedelta(days=1)) == HOME
    assert home_of([], moved_at=None) == Unusable(because=NO_HOME)
