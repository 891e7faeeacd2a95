"""What a shop decides tonight, given what it decided before."""

from __future__ import annotations

from msgspec.structs import replace

from shopkeeper.recognise import persons, resolve
from shopkeeper.vocabulary import IdentityDecision, Verdict
from tests.builders import utc
from tests.unit.recognise.people import ident, node


NOW = utc("2026-03-02 10:00")
ANN = [
    node("z", age=1, email="ann@oak.example", full="Ann Oak"),
    node("y", age=2, email="ann@oak.example"),
    node("x", age=3, email="kim@oak.example", full="Kim Ash"),
]


def appended(*decisions: IdentityDecision) -> list[IdentityDecision]:
    """Return decisions numbered as the ledger numbers them."""
    return [replace(one, sequence=n) for n, one in enumerate(decisions, start=1)]


def by_hand(verdict: Verdict, left: str, right: str, undoes: int | None = None):
    """Return a human's decision."""
    return IdentityDecision(
        verdict=verdict, left=left, right=right, because="she said so",
        by="human:priya", at=NOW, undoes=undoes,
    )  # fmt: skip


def test_a_join_names_the_older_first_and_says_why():
    """Ages decide, not the text of ids."""
    found = resolve(ANN, [], now=NOW)
    (join,) = found.joins
    assert (join.left, join.right, join.by) == ("z", "y", "rule:email")
    assert "same email" in join.because
    assert join.at == NOW
    assert 0.8 <= join.confidence < 1
    assert found.persons == {"z": "z", "y": "z", "x": "x"}
    assert found.confidence["x"] == 1.0


def test_once_appended_there_is_nothing_more_to_decide():
    """A round that is run again changes nothing."""
    first = resolve(ANN, [], now=NOW)
    again = resolve(ANN, appended(*first.joins), now=NOW)
    assert (again.joins, again.parts, again.doubts) == ((), (), ())
    assert again.persons == first.persons


def test_the_order_of_nodes_makes_no_difference():
    """Shuffled input gives the same decisions."""
    assert resolve(ANN[::-1], [], now=NOW) == resolve(ANN, [], now=NOW)


def test_replaying_the_decisions_gives_the_persons():
    """`persons` and `resolve` agree."""
    found = resolve(ANN, [], now=NOW)
    ages = {one.key: one.age for one in ANN}
    assert persons(ages, appended(*found.joins)) == dict(found.persons)


def test_what_a_human_undid_is_not_joined_again():
    """For ever, for the machine."""
    (join,) = appended(*resolve(ANN, [], now=NOW).joins)
    history = appended(join, by_hand(Verdict.PART, "z", "y", undoes=1))
    found = resolve(ANN, history, now=NOW)
    assert found.joins == ()
    assert found.doubts == ()
    assert found.persons["y"] == "y"


def test_a_human_join_stands_against_all_rules():
    """She knows that Kim and Ann are one."""
    history = appended(by_hand(Verdict.JOIN, "z", "x"))
    found = resolve(ANN, history, now=NOW)
    assert set(found.persons.values()) == {"z"}
    assert found.parts == ()


def test_a_join_that_nothing_carries_any_more_is_taken_back():
    """The mailbox turned out to be a household's."""
    first = appended(*resolve(ANN, [], now=NOW).joins)
    more = [*ANN, node("w", age=4, email="ann@oak.example", full="Tom Oak")]
    found = resolve(more, first, now=NOW)
    (part,) = found.parts
    assert (part.verdict, part.undoes) == (Verdict.PART, 1)
    assert found.persons["y"] == "y"
    after = appended(*first, *found.parts, *found.joins)
    assert resolve(more, after, now=NOW).parts == ()


def test_verified_ids_that_come_later_part_what_was_one():
    """And the part is a decision that undoes the join."""
    first = appended(*resolve(ANN, [], now=NOW).joins)
    known = [
        replace(
            one, identifiers=(*one.identifiers, ident("user_id", key, verified=True))
        )
        for one, key in zip(ANN, ("u1", "u2", "u3"), strict=True)
    ]
    found = resolve(known, first, now=NOW)
    assert [part.undoes for part in found.parts] == [1]
    assert found.persons == {"z": "z", "y": "y", "x": "x"}


def test_a_doubt_is_raised_once_for_two_people():
    """Same name and birth date, no address: a human looks, once."""
    pair = [
        node("a", age=1, full="Ann Oak", born="1980-02-03"),
        node("b", age=2, full="Ann Oak", born="1980-02-03"),
    ]
    found = resolve(pair, [], now=NOW)
    assert found.joins == ()
    (doubt,) = found.doubts
    assert (doubt.left, doubt.right) == ("a", "b")
    assert "held for a human" in doubt.because
    assert resolve(pair, appended(doubt), now=NOW).doubts == ()
    settled = appended(doubt, by_hand(Verdict.PART, "a", "b"))
    assert resolve(pair, settled, now=NOW).doubts == ()
