"""Why two records are one person, in numbers that add up."""

from __future__ import annotations

import pytest

from shopkeeper.recognise.people import recognise_rows
from shopkeeper.vocabulary import BadInput
from tests.unit.recognise.people import ident, node


PEOPLE = [
    node("a", phone="07120361140", full="Neil Rose"),
    node("b", phone="07120361140", email="neil@oak.example", full="Neil Rose"),
    node("c", email="neil@oak.example", full="Neil"),
    node("d", ident("user_id", "u1", verified=True), email="kim@oak.example"),
    node("e", ident("user_id", "u2", verified=True), email="kim@oak.example"),
    node("f", email="kim@oak.example", full="Una Yew"),
    node("g", email="w@oak.example", full="Terry Walker"),
    node("h", email="w@oak.example", full="Bethan Walker"),
]
FOUND = recognise_rows([(one, [one.key]) for one in PEOPLE])


@pytest.mark.parametrize("left", "abcdefgh")
@pytest.mark.parametrize("right", "abcdefgh")
def test_prior_and_weights_add_up_and_agree_with_the_people(left, right):
    """For all pairs, the same verdict as in the people file, either way round."""
    found = FOUND.why(left, right)
    parts = (*found.for_, *found.against)
    assert found.score == pytest.approx(
        found.prior + sum(one.weight for one in parts), abs=1e-5
    )
    people = FOUND.people()
    assert found.same == (people[left].person_id == people[right].person_id)
    assert found.same == bool(found.path)
    assert FOUND.why(right, left).score == pytest.approx(found.score, abs=1e-5)
    if left != right:
        assert found.same == (found.confidence >= 0.8)


def test_the_path_leads_from_one_to_the_other():
    """Nothing in common, and yet one person by way of a third."""
    found = FOUND.why("a", "c")
    assert found.path == ("a", "b", "c")
    assert any(one.field == "by way of b" for one in found.for_)


def test_a_veto_is_the_reason_against():
    """Two verified ids."""
    found = FOUND.why("d", "e")
    assert "user id (verified)" in {one.field for one in found.against}
    assert found.confidence == 0.0


def test_a_shared_mailbox_is_shown_and_weighs_nothing():
    """She can see that it was looked at."""
    weights = {one.field: one.weight for one in FOUND.why("g", "h").against}
    assert weights["email (shared by 2 people)"] == 0
    assert weights["given name"] < -10


def test_an_unknown_record_is_said():
    """In one sentence."""
    with pytest.raises(BadInput, match="no record 'x'"):
        FOUND.why("a", "x")


def test_rows_that_say_the_same_are_one_person_if_an_identifier_joins_them():
    """And two where only a value that stopped joining is the same."""
    found = recognise_rows([(PEOPLE[1], ["b1", "b2"])])
    assert found.groups() == [["b1", "b2"]]
    assert found.why("b1", "b2").path == ("b1", "b2")
    names = ["Ann Oak", "Kim Ash", "Lee Elm", "Joy Fir", "Max Bay", "Una Yew"]
    rows = [
        (node(f"{n}a", phone="07120361140", full=name), [f"{n}a", f"{n}b"])
        for n, name in enumerate(names)
    ]
    found = recognise_rows(rows)
    assert len(found.groups()) == 12
    assert not found.why("0a", "0b").same
