"""Namesakes, told apart at a glance."""

from __future__ import annotations

from datetime import date

from shopkeeper.recognise import Face, told_apart_by


OTHER = Face(
    person="p2", firms=("Acme",), towns=("Leith",), phones=("+447120361140",),
    since=date(2020, 5, 1),
)  # fmt: skip


def test_another_firm_says_it_best():
    """The first thing that differs."""
    found = told_apart_by(Face(person="p1", firms=("Oak Ltd",)), [OTHER])
    assert found == "at Oak Ltd"


def test_what_they_share_is_passed_over():
    """Same firm, same town (written otherwise), other phone."""
    she = Face(
        person="p1", firms=("Acme",), towns=("LEITH",), phones=("+447120361998",)
    )
    assert told_apart_by(she, [OTHER]) == "phone ending 998"


def test_since_when_and_birth_year_come_last():
    """Where nothing else differs."""
    she = Face(person="p1", firms=("Acme",), since=date(2014, 3, 9))
    assert told_apart_by(she, [OTHER]) == "customer since March 2014"
    assert told_apart_by(Face(person="p1", born=date(1947, 1, 2)), [OTHER]) == (
        "born in 1947"
    )


def test_two_things_together_where_neither_alone_does():
    """One namesake has the firm, another the town."""
    she = Face(person="p1", firms=("Acme",), towns=("Perth",))
    third = Face(person="p3", firms=("Oak Ltd",), towns=("Perth",))
    assert told_apart_by(she, [OTHER, third]) == "at Acme, in Perth"


def test_who_is_known_least_is_told_by_what_is_not_known():
    """And by her number, if all else fails."""
    assert told_apart_by(Face(person="p1"), [OTHER]) == "the one without a firm"
    assert told_apart_by(Face(person="p1"), [Face(person="p2")]) == "number p1"


def test_without_namesakes_nothing_is_said():
    """She herself is none."""
    assert told_apart_by(OTHER, [OTHER]) == ""
