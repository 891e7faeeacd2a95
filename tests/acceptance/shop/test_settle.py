"""What a human says of two is asked for with both sides in sight, and holds."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.builders.shop import NOW, SmallShop


DAY = timedelta(days=1)
CRM = """customer_no,first_name,last_name,email,phone,street,postcode,town
C1,Ann,Lee,ann@post.example,+447700900101,12 Pilot Street,EH6 5AA,Leith
C2,Bo,Park,bo@post.example,+447700900102,1 Mill Lane,EH1 1AA,Edinburgh
C3,Cy,Moss,cy@post.example,+447700900103,9 Tar Road,EH3 1AB,Edinburgh
"""
CLUB = """member_no,first_name,last_name,email,phone,street,postcode,town
M1,Ann,Lee,ann.lee@mail.example,+441314960101,12 Pilot Street,EH6 5AA,Leith
M2,Di,Quill,di@post.example,+447700900104,5 Kirk Brae,EH2 2BB,Edinburgh
M3,Cy,Moss,cy@post.example,+447700900103,9 Tar Road,EH3 1AB,Edinburgh
"""


@pytest.fixture
def doubting(tmp_path) -> SmallShop:
    """Return a shop where two rows may be one Ann Lee, and two are one Cy Moss."""
    shop = SmallShop(tmp_path / "corner").has("crm", "people", CRM)
    shop.has("club", "people", CLUB).opens(start=False).work()
    return shop


def ids(shop: SmallShop, *, now=NOW) -> tuple[str, str]:
    """Return who the two rows called Ann Lee are."""
    return tuple(
        shop.person(row, now=now)["person_id"] for row in ("crm:C1", "club:M1")
    )


def settle(shop: SmallShop, *words: str, now=NOW):
    """Answer for the two rows."""
    return shop.command("people", "settle", "crm:C1", "club:M1", *words, now=now)


def doubts(shop: SmallShop) -> list:
    """Return the pairs that wait."""
    return shop.command("people", "doubts", "--json").json()


def test_a_doubt_shows_both_sides_and_what_is_the_same(doubting):
    """So that who is asked need not look them up."""
    (doubt,) = doubts(doubting)
    assert (doubt["verdict"], doubt["by"]) == ("doubt", "rule:linking")
    left, right = doubt["sides"]
    assert (left["own"], right["own"]) == (doubt["left"], doubt["right"])
    assert left["names"] == right["names"] == ["Ann Lee"]
    assert left["sources"] == {"crm": 1}
    assert right["rows"][0]["record_id"] == "club:M1"
    assert right["rows"][0]["fields"]["street"] == "12 Pilot Street"
    mailboxes = {one["value"] for side in (left, right) for one in side["identifiers"]}
    assert {"ann@post.example", "ann.lee@mail.example"} <= mailboxes
    assert doubt["evidence"]["same"] == ["same name: Ann Lee", "same town: Leith"]
    assert (
        "other email: ann@post.example and ann.lee@mail.example"
        in doubt["evidence"]["other"]
    )


def test_a_doubt_on_the_terminal_says_how_to_answer(doubting):
    """In words, with the command to paste."""
    ran = doubting.command("people", "doubts")
    assert ran.code == 0
    assert "same name: Ann Lee" in ran.out
    assert "12 Pilot Street" in ran.out
    assert "people settle" in ran.out
    assert "1 pair waits" in ran.err


def test_a_pair_settled_as_one_is_one_for_good(doubting):
    """With all that both have, and no doubt is left."""
    ran = settle(doubting, "--same", "--by", "tilda")
    assert (ran.code, "12 Pilot Street" in ran.out) == (0, True)
    assert doubts(doubting) == []
    for day in (1, 2):
        doubting.work(now=NOW + day * DAY)
    one, other = ids(doubting, now=NOW + 2 * DAY)
    assert one == other
    found = doubting.person("crm:C1", now=NOW + 2 * DAY)
    assert {each["record_id"] for each in found["records"]} == {"crm:C1", "club:M1"}


def test_a_pair_settled_as_two_is_never_asked_about_again(doubting):
    """Nor joined, whatever comes: her word is stronger than any rule."""
    assert settle(doubting, "--apart", "--by", "tilda").code == 0
    assert doubts(doubting) == []
    same = CLUB.replace("ann.lee@mail.example,+441314960101", "ann@post.example,")
    doubting.write("exports/club.csv", same)
    for day in (1, 2):
        doubting.work(now=NOW + day * DAY)
    one, other = ids(doubting, now=NOW + 2 * DAY)
    assert one != other
    assert doubts(doubting) == []


def test_who_changes_her_mind_is_believed(doubting):
    """The last word counts, either way; the same word twice is said so."""
    assert settle(doubting, "--apart", "--by", "tilda").code == 0
    again = settle(doubting, "--apart", "--by", "tilda")
    assert (again.code, again.err.count("\n")) == (2, 1)
    assert settle(doubting, "--same", "--by", "mara", now=NOW + DAY).code == 0
    doubting.work(now=NOW + DAY)
    assert len(set(ids(doubting, now=NOW + DAY))) == 1
    assert settle(doubting, "--apart", "--by", "mara", now=NOW + DAY).code == 0
    doubting.work(now=NOW + 2 * DAY)
    assert len(set(ids(doubting, now=NOW + 2 * DAY))) == 2


def test_whom_a_rule_joined_a_human_parts_by_their_rows(doubting):
    """Without looking up the number of the decision."""
    ran = doubting.command(
        "people", "settle", "crm:C3", "club:M3", "--apart", "--by", "tilda", "--json"
    )
    assert ran.code == 0
    assert ran.json()["same"] is False
    assert [side["sources"] for side in ran.json()["sides"]] == [
        {"crm": 1},
        {"club": 1},
    ]
    doubting.work(now=NOW + DAY)
    left, right = (
        doubting.person(row, now=NOW + DAY)["person_id"]
        for row in ("crm:C3", "club:M3")
    )
    assert left != right


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("crm:C1", "club:M1", "--by", "tilda"), 2),
        (("crm:C1", "club:M1", "--same", "--apart", "--by", "tilda"), 2),
        (("crm:C1", "club:M1", "--same", "--by", "nobody"), 2),
        (("crm:C1", "crm:C1", "--same", "--by", "tilda"), 2),
        (("crm:C1", "nobody@here.example", "--same", "--by", "tilda"), 1),
        (("crm:C1", "Cy Moss", "--same"), 2),
    ],
)
def test_a_question_that_is_none_is_refused_in_one_sentence(doubting, words, code):
    """And nothing is decided."""
    before = doubting.command("people", "doubts", "--every", "--json").json()
    ran = doubting.command("people", "settle", *words)
    assert (ran.code, ran.err.count("\n")) == (code, 1)
    assert doubting.command("people", "doubts", "--every", "--json").json() == before
