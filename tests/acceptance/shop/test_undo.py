"""A join taken back gives both sides what was theirs, for good."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders.shop import NOW, SmallShop


DAY = timedelta(days=1)
CRM = """customer_no,first_name,email
C1,Ann,ann@post.example
C2,Bo,bo@post.example
C3,Cy,cy@post.example
"""
CLUB = """member_no,first_name,email
M1,Ann,ann@post.example
M2,Di,di@post.example
M3,Ed,ed@post.example
"""
CONSENTS = """member_no,email,purpose,state,at
M1,ann@post.example,marketing,denied,2026-09-01T09:00:00+00:00
M2,di@post.example,marketing,granted,2026-09-01T09:00:00+00:00
M3,ed@post.example,marketing,granted,2026-09-01T09:00:00+00:00
"""


@pytest.fixture
def joined(tmp_path) -> SmallShop:
    """Return a shop in which two rows called Ann are one person, written to once."""
    shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM)
    shop.has("club", "people", CLUB).plans("hello", again="60 days").opens().work()
    return shop


def the_join(shop: SmallShop) -> int:
    """Return the number of the one decision that joined."""
    ran = shop.command("people", "doubts", "--every", "--json", now=None)
    (join,) = [one for one in ran.json() if one["verdict"] == "join"]
    number: int = join["sequence"]
    return number


def undo(shop: SmallShop, *words: str) -> int:
    """Take the join back."""
    number = str(the_join(shop))
    return shop.command("people", "undo", number, *words).code


def test_undoing_a_join_gives_both_sides_their_own_back(joined):
    """Records, facts and ids as if they had never been one."""
    one = joined.person("crm:C1")
    assert one["person_id"] == joined.person("club:M1")["person_id"]
    assert {each["record_id"] for each in one["records"]} == {"crm:C1", "club:M1"}
    assert undo(joined, "--by", "tilda") == 0
    joined.work(now=NOW + DAY)
    left = joined.person("crm:C1", now=NOW + DAY)
    right = joined.person("club:M1", now=NOW + DAY)
    assert left["person_id"] != right["person_id"]
    assert one["person_id"] in (left["person_id"], right["person_id"])
    assert [each["record_id"] for each in left["records"]] == ["crm:C1"]
    assert [each["record_id"] for each in right["records"]] == ["club:M1"]
    both = [{each["id"] for each in side["facts"]} for side in (left, right)]
    assert both[0] | both[1] == {each["id"] for each in one["facts"]}
    assert not both[0] & both[1]
    # What was said to the one whom they were is the older one's; never both's.
    sent = [
        each["message_id"]
        for side in (left, right)
        for each in side["touches"]
        if each["state"] == "sent"
    ]
    assert sent == [one["touches"][0]["message_id"]]


def test_what_was_undone_is_never_joined_again(joined):
    """However often it is run, over whatever comes."""
    undo(joined, "--by", "tilda")
    for day in (1, 2, 3):
        joined.work(now=NOW + day * DAY)
    when = NOW + 3 * DAY
    assert (
        joined.person("crm:C1", now=when)["person_id"]
        != joined.person("club:M1", now=when)["person_id"]
    )


def test_undoing_repeats_no_letter(joined):
    """Two people at one mailbox: it had its letter."""
    undo(joined, "--by", "tilda")
    for day in (1, 2, 3):
        joined.work(now=NOW + day * DAY)
    to = [one.address for one in joined.sent()]
    assert len(to) == len(set(to)) == 5


def test_a_no_stays_with_who_said_it(tmp_path):
    """And with the mailbox: undoing a join makes no yes of it."""
    shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM)
    shop.has("club", "people", CLUB).has("register", "consents", CONSENTS)
    shop.opens(start=False).work()
    number = next(
        one["sequence"]
        for one in shop.command(
            "people", "doubts", "--every", "--json", now=None
        ).json()
        if one["verdict"] == "join"
    )
    before = shop.person("crm:C1")
    assert [one["state"] for one in before["consents"]] == ["denied"]
    assert shop.command("people", "undo", str(number), "--by", "tilda").code == 0
    shop.work(now=NOW + DAY)
    states = [
        [one["state"] for one in shop.person(who, now=NOW + DAY)["consents"]]
        for who in ("crm:C1", "club:M1")
    ]
    assert ["denied"] in states


@pytest.mark.parametrize(
    ("number", "by", "code"), [("999", "tilda", 1), ("1", "nobody", 2), ("1", "", 2)]
)
def test_only_a_named_human_takes_back_what_there_is(joined, number, by, code):
    """One sentence for whatever else is asked."""
    ran = joined.command("people", "undo", number, "--by", by)
    assert (ran.code, ran.err.count("\n")) == (code, 1)


def test_a_join_is_taken_back_once(joined):
    """The second time it is said so."""
    number = str(the_join(joined))
    assert undo(joined, "--by", "tilda") == 0
    again = joined.command("people", "undo", number, "--by", "tilda")
    assert (again.code, again.err.count("\n")) == (2, 1)
    assert "taken back before" in again.err
