"""Sources earn or lose trust by her own word."""

from __future__ import annotations

import pytest

from shopkeeper.remember.trust import Trust, trust_of
from shopkeeper.vocabulary import Fact, Standing
from tests.builders import utc


def fact(person: str, value: str, standing: Standing, source: str = "crm") -> Fact:
    return Fact(
        id=f"{person}{value}{source}", person=person, about="person.called",
        value=value, standing=standing, confidence=0.95, source=source,
        learned_at=utc("2026-03-02 09:00"),
    )  # fmt: skip


def recorded(person: str, value: str, source: str = "crm") -> Fact:
    return fact(person, value, Standing.RECORDED, source)


def told(person: str, value: str) -> Fact:
    return fact(person, value, Standing.TOLD)


def always(_: Fact, __: str) -> bool:
    return True


def never(_: Fact, __: str) -> bool:
    return False


def test_trust_is_the_contracts_share() -> None:
    """(confirmed + 40) / (confirmed + denied + 40)."""
    facts = [recorded("p1", "Ann"), recorded("p2", "Bea"), recorded("p3", "Cleo")]
    words = [told("p1", "ann "), told("p2", "Beatrix")]

    assert trust_of(facts, words, {}, denies=always) == {
        ("crm", "person.called"): Trust(confirmed=1, denied=1)
    }
    assert Trust(confirmed=1, denied=1).value == pytest.approx(41 / 42)
    assert Trust().value == 1.0


def test_a_word_that_does_not_deny_costs_no_trust() -> None:
    """Who likes to be called Stu is still Stuart on her papers."""
    words = [told("p1", "Stu")]

    assert trust_of([recorded("p1", "Stuart")], words, {}, denies=never) == {}


def test_her_word_judges_the_rows_of_all_her_profiles() -> None:
    """Told at the counter, recorded online: one person."""
    found = trust_of(
        [recorded("web", "Bob")], [told("till", "Ann")], {"web": "p", "till": "p"},
        denies=always,
    )  # fmt: skip

    assert found == {("crm", "person.called"): Trust(denied=1)}


def test_one_person_judges_a_value_of_a_source_once() -> None:
    """Three accounts of hers with one wrong name are one error of the list."""
    rows = [recorded(f"web{n}", "Bob") for n in range(3)]
    current = {"web0": "p", "web1": "p", "web2": "p", "till": "p"}

    found = trust_of(rows, [told("till", "Ann")], current, denies=always)

    assert found == {("crm", "person.called"): Trust(denied=1)}


def test_only_her_own_word_judges() -> None:
    """Two systems that differ are not one truth and one error."""
    others = [fact("p1", "Bea", Standing.RECORDED, "till")]

    assert trust_of([recorded("p1", "Ann")], others, {}, denies=always) == {}
