"""Guessing gets slow, and whoever knows her password still gets in."""

from __future__ import annotations

import itertools

import pytest

from shopkeeper.flow.staff_door import (
    Door,
    StaffAccount,
    demand_password,
    is_hers,
)
from shopkeeper.vocabulary import BadInput


HOME, AWAY = "192.0.2.1", "198.51.100.7"


class Book:
    """A `StaffBook` of a test."""

    def __init__(self) -> None:
        self.kept = {"mara": StaffAccount("mara", "hash-1", "")}

    def put(self, account: StaffAccount) -> None:
        """Keep it."""
        self.kept[account.id] = account

    def remove(self, staff_id: str, *, at: str) -> None:
        """Take it away."""
        del self.kept[staff_id], at

    def all(self) -> list[StaffAccount]:
        """Return all."""
        return list(self.kept.values())

    def find(self, staff_id: str) -> StaffAccount | None:
        """Return one."""
        return self.kept.get(staff_id)


@pytest.fixture(name="book")
def _book() -> Book:
    return Book()


@pytest.fixture(name="door")
def _door(book: Book) -> Door:
    numbers = itertools.count(1)
    return Door(book, lambda length: next(numbers).to_bytes(length))


def _guess(door: Door, who: str, where: str, *, tries: int, every_s: float) -> int:
    """Try wrong passwords; return how many were looked at."""
    looked_at = 0
    for number in range(tries):
        now = number * every_s
        if not door.wait_s(who, where, now=now):
            door.tries(who, where, now=now)
            looked_at += 1
    return looked_at


def test_five_thousand_wrong_ones_are_hardly_looked_at(door: Door, book: Book) -> None:
    """Ten a second for eight minutes: a dozen are; she still gets in from home."""
    door.begin(book.kept["mara"], HOME, now=0)
    assert _guess(door, "mara", AWAY, tries=5000, every_s=0.1) <= 15
    assert door.wait_s("mara", AWAY, now=500) > 0
    assert door.wait_s("mara", HOME, now=500) == 0


def test_many_at_once_are_counted_before_they_are_looked_at(door: Door) -> None:
    """None of them has ended when the next comes."""
    assert _guess(door, "mara", AWAY, tries=1000, every_s=0) <= 5


def test_many_names_from_one_place_are_slow_too(door: Door) -> None:
    """Whoever tries one password with every name."""
    looked_at = sum(
        _guess(door, f"name-{n}", AWAY, tries=1, every_s=0) for n in range(1000)
    )
    assert looked_at <= 20


def test_one_account_from_many_places_is_slow_too(door: Door, book: Book) -> None:
    """A thousand machines with one name; where she has been before is not slow."""
    door.begin(book.kept["mara"], HOME, now=0)
    looked_at = sum(
        _guess(door, "mara", f"203.0.113.{n}", tries=1, every_s=0) for n in range(1000)
    )
    assert looked_at <= 50
    assert 0 < door.wait_s("mara", AWAY, now=0) <= 2
    assert door.wait_s("mara", HOME, now=0) == 0


def test_a_right_one_takes_the_tries_back(door: Door, book: Book) -> None:
    """Somebody who logs in often is no guesser."""
    for number in range(200):
        assert door.wait_s("mara", HOME, now=number) == 0
        door.tries("mara", HOME, now=number)
        door.begin(book.kept["mara"], HOME, now=number)


def test_a_session_ends_by_itself(door: Door, book: Book) -> None:
    """After an hour without a request, and after twelve whatever comes."""
    secret, session = door.begin(book.kept["mara"], HOME, now=0)
    assert door.find(secret, now=3599) is session
    assert door.find(secret, now=3599 + 3601) is None
    secret, session = door.begin(book.kept["mara"], HOME, now=0)
    for hour in range(1, 24):
        assert (door.find(secret, now=hour * 1800) is session) == (hour < 24)
    assert door.find(secret, now=24 * 1800 + 1) is None


def test_another_password_or_none_ends_every_session(door: Door, book: Book) -> None:
    """The old cookie opens nothing."""
    secret, _ = door.begin(book.kept["mara"], HOME, now=0)
    book.put(StaffAccount("mara", "hash-2", ""))
    assert door.find(secret, now=1) is None
    secret, _ = door.begin(book.kept["mara"], HOME, now=2)
    book.kept.clear()
    assert door.find(secret, now=3) is None


def test_each_session_has_a_token_of_its_own(door: Door, book: Book) -> None:
    """Another one's does not do; ended is ended."""
    one, first = door.begin(book.kept["mara"], HOME, now=0)
    _, second = door.begin(book.kept["mara"], HOME, now=0)
    assert is_hers(first, first.token)
    assert not is_hers(first, second.token)
    assert not is_hers(first, "ä")
    door.end(first)
    assert door.find(one, now=0) is None


@pytest.mark.parametrize(
    "password", ["", "short", "aaaaaaaaaaaaaaaa", "mara-and-her-dog", "x" * 201]
)
def test_what_is_guessed_soon_is_refused(password: str) -> None:
    """By length, by variety, by her name."""
    with pytest.raises(BadInput):
        demand_password(password, who="mara")
    demand_password("four words on paper", who="mara")
