"""Links that open nothing, codes that open once, browsers that stay in for a while."""

from __future__ import annotations

import itertools

from datetime import UTC, datetime, timedelta

import pytest

from shopkeeper.adapters.files.links import FileLinkBook
from shopkeeper.flow.her_door import (
    HerDoor,
    digest_of,
    is_of,
    link_of_message,
    new_link,
)
from shopkeeper.vocabulary import BadInput


NOW = datetime(2026, 11, 2, 10, 0, tzinfo=UTC)


def draws():
    """Return dice that draw other bytes each time."""
    count = itertools.count(1)
    return lambda size: next(count).to_bytes(2, "big") * (size // 2)


@pytest.fixture(name="book")
def _book(tmp_path):
    return FileLinkBook(tmp_path / "links")


@pytest.fixture(name="door")
def _door(book):
    return HerDoor(book, draws())


def made(book, person="p1", days=90, drawn=b"x" * 24):
    """Make a link, and keep it."""
    token, link = new_link(
        person, drawn, by="tilda", now=NOW, lasts=timedelta(days=days)
    )
    book.put(link)
    return token, link


def test_a_token_is_kept_nowhere(book, tmp_path) -> None:
    """The file has its hash, and is readable by its owner alone."""
    token, _ = made(book)
    kept = (tmp_path / "links").read_text()
    assert token not in kept
    assert digest_of(token) in kept
    assert (tmp_path / "links").stat().st_mode & 0o077 == 0


def test_a_link_leads_there_until_its_day(book, door) -> None:
    """And no longer; one that was never made, never."""
    token, link = made(book, days=2)
    assert door.link(token, now=NOW) == link
    assert door.link(token, now=NOW + timedelta(days=2, seconds=-1)) == link
    assert door.link(token, now=NOW + timedelta(days=2)) is None
    assert door.link(token[:-1] + "0", now=NOW) is None
    assert door.link("", now=NOW) is None


def test_revoking_ends_what_was_made_before(book, door) -> None:
    """Of this person alone; a new one leads there again."""
    old, _ = made(book)
    other, _ = made(book, person="p2", drawn=b"y" * 24)
    assert book.revoke("p1", at=NOW.isoformat()) == 1
    new, _ = made(book, drawn=b"z" * 24)
    assert door.link(old, now=NOW) is None
    assert door.link(other, now=NOW) is not None
    assert door.link(new, now=NOW) is not None


def test_a_link_of_a_message_ends_like_others(book, door) -> None:
    """By its day, and with all of hers; one of a later message leads there again."""
    link = link_of_message("m-x", "p1", NOW)
    assert door.holds(link, now=NOW) == link
    assert door.holds(link, now=NOW + timedelta(days=90)) is None
    book.revoke("p1", at=(NOW + timedelta(hours=1)).isoformat())
    assert door.holds(link, now=NOW + timedelta(hours=2)) is None
    later = link_of_message("m-y", "p1", NOW + timedelta(hours=3))
    assert door.holds(later, now=NOW + timedelta(hours=4)) == later


def test_a_damaged_file_lets_nobody_in(book, tmp_path, door) -> None:
    """It says what to do."""
    token, _ = made(book)
    (tmp_path / "links").write_bytes(b'{"digest": 3}\n')
    with pytest.raises(BadInput, match="make links anew"):
        door.link(token, now=NOW)


def test_a_code_opens_once_and_for_one_link(book, door) -> None:
    """Written as people write it: with spaces, in capitals."""
    _, link = made(book)
    _, other = made(book, person="p2", drawn=b"y" * 24)
    code = door.new_code(link, now=0)
    assert door.come_in(other, code, now=1) is None
    secret = door.come_in(link, f" {code[:4].upper()} {code[4:]}", now=1)
    assert secret is not None
    assert door.come_in(link, code, now=1) is None
    session = door.find(secret, link, now=2)
    assert session is not None
    assert door.find(secret, other, now=2) is None
    assert is_of(session, session.token)
    assert not is_of(session, "")


def test_a_code_ends_after_a_quarter_of_an_hour_five_tries_or_another(
    book, door
) -> None:
    """The newest alone counts."""
    _, link = made(book)
    code = door.new_code(link, now=0)
    assert door.come_in(link, code, now=15 * 60) is None
    code = door.new_code(link, now=1000)
    for _ in range(5):
        assert door.come_in(link, "wrong", now=1001) is None
    assert door.come_in(link, code, now=1002) is None
    first, second = door.new_code(link, now=2000), door.new_code(link, now=2001)
    assert door.come_in(link, first, now=2002) is None
    assert door.come_in(link, second, now=2003) is not None


def test_asking_gets_slow(book, door) -> None:
    """For a link, for a person over all of hers, and for an address."""
    _, link = made(book)
    asked = [door.may_ask(link, "a", now=60.0 * n) for n in range(7)]
    assert asked[:5] == [0.0] * 5
    assert min(asked[5:]) > 0
    assert door.may_ask(link, "a", now=3700) == 0
    assert door.may_ask(link, "a", now=3705) == pytest.approx(25)
    links = [made(book, drawn=bytes([n]) * 24)[1] for n in range(9)]
    assert (
        sum(door.may_ask(one, "b", now=3800) == 0 for one in links) == 8
    )  # two of this hour were hers
    several = [made(book, f"q{n}", drawn=bytes([99 + n]) * 24)[1] for n in range(70)]
    assert sum(door.may_ask(one, "c", now=9000) == 0 for one in several) == 60


def test_a_browser_is_out_after_two_idle_hours_or_a_day(book, door) -> None:
    """Or when she says so, or is forgotten."""
    _, link = made(book)

    def let_in(now: float) -> str:
        return door.come_in(link, door.new_code(link, now=now), now=now) or ""

    idle = let_in(0)
    assert door.find(idle, link, now=7200) is not None
    assert door.find(idle, link, now=14401) is None
    busy = let_in(0)
    looks = [door.find(busy, link, now=t) for t in range(0, 90_000, 3600)]
    assert [one is not None for one in looks].count(True) == 25
    left = let_in(0)
    session = door.find(left, link, now=1)
    assert session is not None
    door.leave(session)
    assert door.find(left, link, now=2) is None
    forgotten = let_in(0)
    door.close("p1", at=NOW)
    assert door.find(forgotten, link, now=1) is None
