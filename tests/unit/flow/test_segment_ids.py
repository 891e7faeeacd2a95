"""Identify, alias and group of the Segment tracking shape, in the rows of a source."""

from __future__ import annotations

from shopkeeper.flow.knowing import current_ids, gather
from shopkeeper.flow.learning import learn_from_rows
from shopkeeper.vocabulary import ColumnPin
from tests.builders import utc
from tests.builders.house import arrive, house_in_memory


NOW = utc("2026-03-02 10:00")
BROWSERS = [f"b1c1c81b-dead-4bee-8f00-00000000{n:04}" for n in range(6)]


def row(number: int, type_: str, **said: str) -> dict[str, str]:
    """Return one call, as its row."""
    names = ("event", "userId", "anonymousId", "previousId", "groupId", "traits.email")
    return {
        "messageId": f"m-{number:03}", "type": type_, **dict.fromkeys(names, ""),
        "timestamp": f"2026-03-01T10:{number:02}:00Z", **said,
    }  # fmt: skip


def people_of(*rows: dict[str, str], verified: bool = False) -> set[frozenset[str]]:
    """Return the persons behind calls, as sets of the ids they came with."""
    pins = {"web": {"userId": ColumnPin(is_="user_id", verified=verified,
                                        one_per_person=verified)}}  # fmt: skip
    house = house_in_memory({"web": "events"}, columns=pins if verified else {})
    others = [
        row(20 + n, "identify", userId=f"u-other-{n}", anonymousId=browser, event="x")
        for n, browser in enumerate(BROWSERS[3:])
    ]
    arrive(house, "web", [*rows, *others], key="messageId", at=NOW, when="timestamp")
    learn_from_rows(house, now=NOW)
    current = current_ids(house)
    people = gather(house, now=NOW, current=current)
    found = {
        frozenset(one.identifier.as_written for one in person.identifiers)
        for person in people.values()
    }
    return {one for one in found if not any("other" in text for text in one)}


def test_identify_makes_the_browser_hers():
    """What was done before she signed in is hers, too."""
    calls = [
        row(1, "track", event="Viewed", anonymousId=BROWSERS[0]),
        row(2, "identify", userId="u-ann", anonymousId=BROWSERS[0]),
        row(3, "track", event="Viewed", userId="u-ann"),
    ]
    assert people_of(*calls) == {frozenset({"u-ann", BROWSERS[0]})}


def test_alias_makes_an_earlier_id_hers():
    """Whether it was a user's or a browser's."""
    calls = [
        row(1, "identify", userId="u-old", **{"traits.email": "ann@oak.example"}),
        row(2, "alias", userId="u-ann", previousId="u-old"),
        row(3, "track", event="Viewed", anonymousId=BROWSERS[1]),
        row(4, "alias", userId="u-ann", previousId=BROWSERS[1]),
    ]
    (found,) = people_of(*calls)
    assert {"u-old", "u-ann", "ann@oak.example", BROWSERS[1]} <= found


def test_alias_never_makes_one_of_two_verified_users():
    """Whoever may send an event may claim anything."""
    calls = [
        row(1, "identify", userId="u-old"),
        row(2, "identify", userId="u-ann"),
        row(3, "alias", userId="u-ann", previousId="u-old"),
    ]
    assert len(people_of(*calls, verified=True)) == 2
    assert len(people_of(*calls)) == 1


def test_a_forwarded_click_makes_nobody_one_of_two():
    """Two hundred letters, each clicked in another person's browser (B3)."""
    sources = {"web": "events", "log": "outcomes"}
    house = house_in_memory(sources)
    calls = [
        row(n % 60, "identify", userId=f"u-{n}", anonymousId=f"{BROWSERS[0]}{n}",
            event="x", messageId=f"i-{n:03}", **{"traits.email": f"p{n}@oak.example"})
        for n in range(200)
    ]  # fmt: skip
    clicks = [
        {"click_id": f"k-{n:03}", "outcome": "visit", "at": "2026-03-01T11:00:00Z",
         "email": f"p{n}@oak.example", "anonymousId": f"{BROWSERS[0]}{(n + 1) % 200}"}
        for n in range(200)
    ]  # fmt: skip
    arrive(house, "web", calls, key="messageId", at=NOW, when="timestamp")
    arrive(house, "log", clicks, key="click_id", at=NOW, when="at")
    learn_from_rows(house, now=NOW)
    people = gather(house, now=NOW)
    held = [
        {
            one.identifier.value
            for one in person.identifiers
            if "@" in one.identifier.value
        }
        for person in people.values()
    ]
    assert sum(map(len, held)) == 200
    assert all(len(one) == 1 for one in held)


def test_group_joins_nobody():
    """A group is a firm, and colleagues are several people."""
    calls = [row(n, "group", userId=f"u-{n}", groupId="acme-1") for n in range(1, 5)]
    assert len(people_of(*calls)) == 4
