"""Whom linking joins in a shop, whom it leaves to a human, and whom it never joins."""

from __future__ import annotations

import pytest

from msgspec.structs import replace

from shopkeeper.recognise import Node, Resolution, resolve
from shopkeeper.recognise.second_look import FEWEST
from shopkeeper.vocabulary import IdentityDecision, Verdict
from tests.builders import utc
from tests.unit.recognise.people import crowd, ident, node


NOW = utc("2026-03-02 10:00")
HOME = {"postcode": "EH75XQ", "address": "78 ropewalk lane", "town": "leith"}
BORN = "1971-05-04"


def among_others(*nodes: Node, said: tuple[IdentityDecision, ...] = ()) -> Resolution:
    """Resolve *nodes* in a shop of a hundred others."""
    return resolve([*crowd(100), *nodes], list(said), now=NOW)


def of(decisions, *nodes: Node) -> list[IdentityDecision]:
    """Return the decisions about some nodes only."""
    keys = {one.key for one in nodes}
    return [one for one in decisions if {one.left, one.right} <= keys]


def says(verdict: Verdict, left: str, right: str, *, sequence: int = 1, by="human:p"):
    """Return a decision."""
    return IdentityDecision(
        sequence=sequence, verdict=verdict, left=left, right=right, because="", by=by,
        at=NOW,
    )  # fmt: skip


def priya(key: str, age: int, *ids, full: str = "Priya Tennant", **known) -> Node:
    """Return somebody of a rare name."""
    return node(key, *ids, full=full, age=age, **known)


def test_who_shares_no_identifier_is_joined_by_all_the_rest_together():
    """A slip in the name, but the birth date and the house: it is she."""
    two = (
        priya("a", 1, born=BORN, email="priya@oak.example", **HOME),
        priya("b", 2, full="Pryia Tennant", born=BORN, phone="07120361140", **HOME),
    )
    found = among_others(*two)
    (join,) = of(found.joins, *two)
    assert (join.left, join.right, join.by) == ("a", "b", "rule:linking")
    assert "like given name" in join.because
    assert "same birth date" in join.because
    assert found.persons["b"] == "a"


def test_a_join_by_linking_is_kept_and_not_made_again():
    """The same round worked again decides nothing."""
    two = (priya("a", 1, born=BORN, **HOME), priya("b", 2, born=BORN))
    first = among_others(*two)
    assert of(first.joins, *two)
    history = [
        replace(one, sequence=n)
        for n, one in enumerate([*first.joins, *first.doubts], start=1)
    ]
    again = among_others(*two, said=tuple(history))
    assert (again.joins, again.parts, again.doubts) == ((), (), ())
    assert again.persons == first.persons


@pytest.mark.parametrize(
    ("full", "known"),
    [
        ("Priya Tennant", {"phone": "01314960819", **HOME}),  # perhaps her daughter
        ("Pria Tennant", HOME),  # perhaps her sister
    ],
)
def test_a_name_and_a_house_are_looked_at_by_a_human(full, known):
    """Two of one name, or of nearly one, may live in one house."""
    two = (
        priya("a", 1, phone="07120361140", **HOME),
        priya("b", 2, full=full, **known),
    )
    found = among_others(*two)
    assert of(found.joins, *two) == []
    (doubt,) = of(found.doubts, *two)
    assert doubt.by == "rule:linking"


def test_a_name_alone_joins_nobody():
    """However rare it is: namesakes are not one person."""
    two = (priya("a", 1, email="a@oak.example"), priya("b", 2, phone="07120361140"))
    assert of(among_others(*two).joins, *two) == []


def test_verified_ids_veto_what_linking_would_join():
    """Two accounts of one person on the face of it: and yet two."""
    two = (
        priya("a", 1, ident("user_id", "u1", verified=True), born=BORN, **HOME),
        priya("b", 2, ident("user_id", "u2", verified=True), born=BORN),
    )
    found = among_others(*two)
    assert found.persons["a"] != found.persons["b"]


def test_what_a_human_parted_linking_never_joins():
    """Nor does it know to whom of the two a third belongs who is like both."""
    three = (
        priya("a", 1, born=BORN, email="a@oak.example"),
        priya("b", 2, born=BORN, email="b@oak.example"),
        priya("c", 3, born=BORN, phone="07120361140"),
    )
    assert len(of(among_others(*three).joins, *three)) == 2
    parted = among_others(*three, said=(says(Verdict.PART, "a", "b"),))
    assert of(parted.joins, *three) == []
    held = of(parted.doubts, *three)
    assert {(one.left, one.right) for one in held} == {("a", "c"), ("b", "c")}
    assert all("others fit nearly as well" in one.because for one in held)


def test_whom_a_human_joined_linking_never_parts():
    """Whatever speaks against it."""
    two = (priya("a", 1, born=BORN), priya("b", 2, full="Kim Ash", born="1990-01-02"))
    found = among_others(*two, said=(says(Verdict.JOIN, "a", "b"),))
    assert found.persons["b"] == "a"
    assert found.parts == ()


def test_from_a_few_people_linking_joins_nobody():
    """There is nothing to learn from: a human looks."""
    two = (priya("a", 1, born=BORN, **HOME), priya("b", 2, born=BORN))
    few = resolve([*crowd(100)[: FEWEST - 10], *two], [], now=NOW)
    assert of(few.joins, *two) == []
    (doubt,) = of(few.doubts, *two)
    assert "too few people" in doubt.because


def test_two_who_have_but_a_phone_in_common_are_looked_at():
    """The number was given to somebody else; who called from it may be either."""
    phone = "07120361140"
    three = (
        node("a", full="Ann Oak", age=1, phone=phone, email="ann@oak.example",
             postcode="EH11AA", address="1 high street"),
        node("b", full="A Ash", age=2, phone=phone, email="aash@elm.example",
             postcode="LS99ZZ", address="99 low road"),
        node("c", age=3, phone=phone),
    )  # fmt: skip
    found = among_others(*three)
    assert of(found.joins, *three) == []
    (doubt,) = of(found.doubts, *three[:2])
    assert "same phone" in doubt.because
    once = [replace(one, sequence=n) for n, one in enumerate(found.doubts, start=1)]
    assert of(among_others(*three, said=tuple(once)).doubts, *three) == []


def test_a_join_that_linking_no_longer_carries_is_taken_back():
    """Her birth date was mistyped: they are two."""
    two = (priya("a", 1, born=BORN, **HOME), priya("b", 2, born=BORN))
    (join,) = of(among_others(*two).joins, *two)
    later = (two[0], priya("b", 2, born="1994-11-30"))
    found = among_others(*later, said=(replace(join, sequence=1),))
    assert [part.undoes for part in found.parts] == [1]
    assert found.persons["b"] == "b"
