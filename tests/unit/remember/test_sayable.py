"""The five rules of what may be said, at their edges."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import combinations_with_replacement, product

import pytest

from shopkeeper.remember.precedence import (
    beats,
    comparable,
    confidence_now,
    present,
)
from shopkeeper.remember.sayable import CONTRADICTED, LOST, Sayable, sayable
from shopkeeper.vocabulary import Fact, Predicates, Standing


NOW = datetime(2026, 11, 2, 9, tzinfo=UTC)
RULES = Predicates()


def fact(name: str, value: object = "Ann", **changes: object) -> Fact:
    fields: dict[str, object] = {
        "id": name, "person": "ann", "about": "person.called", "value": value,
        "standing": Standing.RECORDED, "confidence": 0.95,
        "learned_at": NOW - timedelta(days=10),
    }  # fmt: skip
    return Fact(**{**fields, **changes})


def settled(*facts: Fact) -> Sayable:
    return sayable(facts, person="ann", predicates=RULES, now=NOW)


def said(*facts: Fact) -> list[str]:
    return [one.id for group in settled(*facts).facts.values() for one in group]


def test_what_she_said_beats_every_record_and_the_record_may_not_be_said():
    """Told, recorded, observed, inferred, impression."""
    told = fact("t", "Annie", standing=Standing.TOLD)
    recorded = fact("r", "Ann")
    assert said(recorded, told) == ["t"]
    assert settled(recorded, told).left_out[0].because == (
        "another fact takes precedence"
    )


def test_a_fact_about_somebody_else_is_neither_said_nor_weighed():
    """It also contradicts nothing."""
    assert said(fact("b", "Bea", person="bea"), fact("a")) == ["a"]


@pytest.mark.parametrize(
    "spoilt",
    [
        {"confidence": 0.899}, {"confidence": 1.1}, {"confidence": float("nan")},
        {"standing": Standing.OBSERVED}, {"sensitive": True},
        {"about": "journey.stage"}, {"about": "sensitive.health"},
        {"learned_at": NOW - timedelta(days=5 * 365, seconds=1)},
    ],
)  # fmt: skip
def test_each_rule_alone_keeps_a_fact_unsaid(spoilt):
    """One reason is enough."""
    assert said(fact("a")) == ["a"]
    assert said(fact("a", **spoilt)) == []


def test_two_records_that_differ_silence_each_other():
    """Nothing settles it within a standing other than told."""
    assert said(fact("a", "Ann"), fact("b", "Bea", learned_at=NOW)) == []


def test_three_facts_are_settled_as_every_pair_of_them_would_be():
    """Only what beats all that differ from it may be said."""
    kinds = list(
        product(
            ["Ann", "ann", "Bea"],
            [Standing.TOLD, Standing.RECORDED, Standing.INFERRED],
            [NOW - timedelta(days=1), NOW - timedelta(days=2)],
        )
    )
    for three in combinations_with_replacement(kinds, 3):
        crowd = [
            fact(str(at), value, standing=standing, learned_at=learned_at)
            for at, (value, standing, learned_at) in enumerate(three)
        ]
        unbeaten = {
            one.id
            for one in crowd
            if all(
                beats(one, other) or comparable(one.value) == comparable(other.value)
                for other in crowd
            )
        }
        against = {
            one.fact.id
            for one in settled(*crowd).left_out
            if one.because in {LOST, CONTRADICTED}
        }
        allowed = {one.id for one in crowd if one.standing is not Standing.INFERRED}
        assert allowed - against == allowed & unbeaten


def test_twenty_thousand_names_of_one_person_are_settled_at_once():
    """Not pair by pair, which would take minutes."""
    crowd = [fact(str(at), f"An{at:x}a") for at in range(20_000)]
    assert said(*crowd, fact("t", "Annie", standing=Standing.TOLD)) == ["t"]


def test_a_stale_winner_takes_the_loser_with_it():
    """What lost may not be said even where the winner may not."""
    old = fact("t", "Annie", standing=Standing.TOLD, learned_at=NOW - 2000 * DAY)
    assert said(fact("r"), old) == []


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    "absent",
    [
        {"erased": True}, {"expires": NOW}, {"learned_at": NOW + DAY},
        {"value": "N/A"}, {"value": 7}, {"value": "{{x}}"},
    ],
)  # fmt: skip
def test_what_is_gone_or_unfit_contradicts_nothing(absent):
    """By value or by name."""
    other = {"value": "Bea", **absent}
    assert said(fact("a", contradicted_by=("b",)), fact("b", **other)) == ["a"]


@pytest.mark.parametrize(
    ("first", "second"), [((), ("a",)), (("b",), ()), (("b",), ("a",))]
)
def test_a_contradiction_is_named_either_way(first, second):
    """Also of facts with equal values, and across predicates."""
    one = fact("a", contradicted_by=first)
    other = fact("b", "clerk", about="job.title", contradicted_by=second)
    assert said(one, other) == []


def test_a_contradiction_that_is_not_here_makes_vague():
    """What cannot be weighed is not overruled."""
    assert said(fact("a", contradicted_by=("gone",))) == []


def test_equal_values_in_other_letters_agree():
    """Trimming, NFKC and case folding; the surest is said."""
    assert said(fact("a", "ZOE\u0308", confidence=0.5), fact("b", "Zoë")) == ["b"]


def test_a_doubtful_value_is_not_said_and_still_contradicts():
    """GhostRider may be a name; then Ann would be wrong."""
    ghost = fact("g", "GhostRider", standing=Standing.TOLD)
    assert said(ghost, fact("a")) == []
    assert settled(ghost).reported() == ()


def test_a_name_in_capitals_is_cleaned_only_where_that_is_certain():
    """Jenny is, MacKenzie or Mackenzie is not."""
    clean = settled(fact("a", " JENNY ")).facts["person.called"]
    assert [one.value for one in clean] == ["Jenny"]
    assert said(fact("b", "MACKENZIE")) == []


def test_many_values_come_best_first_and_once():
    """Surest today, then newest; what two facts share stands once."""
    item = {"about": "usual.item", "standing": Standing.OBSERVED}
    facts = [
        fact("old", "tea", **item, learned_at=NOW - 90 * DAY),
        fact("new", "milk", **item, learned_at=NOW - DAY),
        fact("again", "TEA", **item, learned_at=NOW - 100 * DAY),
    ]
    assert said(*facts) == ["new", "old"]


def test_unknown_and_unfit_facts_are_reported_and_stale_ones_are_not():
    """A stale fact is still used."""
    left = settled(
        fact("u", about="no.such"), fact("w", 3), fact("s", learned_at=NOW - 9999 * DAY)
    )
    assert {one.fact.id for one in left.reported()} == {"u", "w"}


def test_what_fades_is_half_as_sure_after_a_half_life():
    """For ranking; it decides no rung."""
    rule = RULES.find("usual.item")
    assert rule is not None
    one = fact("a", learned_at=NOW - 180 * DAY)
    assert confidence_now(one, rule, NOW) == pytest.approx(0.475)


def test_the_present_keeps_losers_and_conflicts_in_sight():
    """A value that nothing settles is no present value."""
    told = fact("t", "Annie", standing=Standing.TOLD)
    title = {"about": "job.title"}
    now = present(
        [told, fact("r"), fact("x", "clerk", **title), fact("y", "boss", **title)],
        predicates=RULES,
        now=NOW,
    )
    assert now.current["person.called"].id == "t"
    assert [one.id for one in now.losers] == ["r"]
    assert now.conflicts == (("x", "y"), ("r", "t"))
    assert now.unsettled == ("job.title",)
