"""Who is whom as decisions say; undoing is one more of them."""

from __future__ import annotations

import numpy as np

from shopkeeper.recognise import named, persons, standing
from shopkeeper.vocabulary import IdentityDecision, Verdict
from tests.builders import utc


AGES = {"p1": 1, "p2": 2, "p3": 3, "p4": 4}


def decide(
    sequence: int, verdict: str, left: str, right: str, by: str = "rule:email", **more
) -> IdentityDecision:
    """Return a decision as the ledger keeps it."""
    return IdentityDecision(
        sequence=sequence,
        verdict=Verdict(verdict),
        left=left,
        right=right,
        because="same mailbox",
        by=by,
        at=utc("2026-03-02 10:00"),
        **more,
    )


def test_joining_keeps_the_older_id():
    """Also where the older one comes in by a later join."""
    found = persons(
        AGES, [decide(1, "join", "p2", "p3"), decide(2, "join", "p1", "p3")]
    )
    assert found == {"p1": "p1", "p2": "p1", "p3": "p1", "p4": "p4"}


def test_older_is_by_the_ledgers_sequence_and_not_by_text():
    """Ids are opaque: `z` may be older than `a`."""
    found = persons({"z": 1, "a": 2}, [decide(1, "join", "z", "a")])
    assert found == {"z": "z", "a": "z"}


def test_undoing_takes_back_exactly_that_join():
    """What was linked to the one side stays with it."""
    history = [
        decide(1, "join", "p1", "p2"),
        decide(2, "join", "p2", "p3"),
        decide(3, "part", "p1", "p2", by="human:priya", undoes=1),
    ]
    assert persons(AGES, history) == {"p1": "p1", "p2": "p2", "p3": "p2", "p4": "p4"}


def test_a_part_without_undoes_parts_at_the_least_sure_join():
    """And leaves a human's join alone where it can."""
    history = [
        decide(1, "join", "p1", "p2", confidence=0.99),
        decide(2, "join", "p2", "p3", confidence=0.85),
        decide(3, "join", "p3", "p4", by="human:priya", confidence=0.5),
        decide(4, "part", "p1", "p4", by="human:priya"),
    ]
    assert persons(AGES, history) == {"p1": "p1", "p2": "p1", "p3": "p3", "p4": "p3"}


def test_a_rule_never_joins_again_what_a_human_parted():
    """Neither directly nor by way of others; a human may."""
    parted = [
        decide(1, "join", "p1", "p2"),
        decide(2, "part", "p1", "p2", by="human:priya", undoes=1),
        decide(3, "join", "p1", "p3"),
    ]
    around = [*parted, decide(4, "join", "p2", "p3")]
    assert persons(AGES, around)["p2"] == "p2"
    direct = [*parted, decide(4, "join", "p1", "p2")]
    assert persons(AGES, direct)["p2"] == "p2"
    by_hand = [*parted, decide(4, "join", "p1", "p2", by="human:mara")]
    assert persons(AGES, by_hand)["p2"] == "p1"


def test_after_a_human_joins_again_rules_go_on_joining():
    """The lifted parting stands in nobody's way."""
    history = [
        decide(1, "part", "p1", "p2", by="human:priya"),
        decide(2, "join", "p1", "p2", by="human:mara"),
        decide(3, "join", "p2", "p3"),
        decide(4, "join", "p1", "p4"),
    ]
    assert set(persons(AGES, history).values()) == {"p1"}


def test_doubts_join_nobody():
    """They wait for a human."""
    assert persons(AGES, [decide(1, "doubt", "p1", "p2")])["p2"] == "p2"


def test_a_thousand_joins_undone_leave_everybody_as_before():
    """Pain 4, B1: 1,000 join-then-undo equal."""
    ages = {f"p{number}": number for number in range(1001)}
    joins = [
        decide(n + 1, "join", f"p{n * 7919 % (n + 1)}", f"p{n + 1}")
        for n in range(1000)
    ]
    assert set(persons(ages, joins).values()) == {"p0"}
    undone = [
        decide(2000 + n, "part", one.left, one.right, by="human:priya",
               undoes=one.sequence)
        for n, one in enumerate(joins)
    ]  # fmt: skip
    assert persons(ages, [*joins, *undone]) == {own: own for own in ages}


def test_those_who_were_joined_are_named_without_the_others():
    """Own ids of nobody's joins are their own: no work is done for them."""
    dice = np.random.default_rng(4)
    ages = {f"p{number}": number for number in range(60)}
    said = []
    for place in range(1, 80):
        left, right = map(str, dice.choice([*ages, "forgotten"], 2, replace=False))
        kind = Verdict.PART if dice.random() < 1 / 3 else Verdict.JOIN
        said.append(decide(place, kind, left, right))
    joins = standing(said).joins
    some = {one for join in joins for one in (join.left, join.right)}
    found = named({one: ages[one] for one in some if one in ages}, joins)
    everybody = persons(ages, said)
    assert {one: found.get(one, one) for one in ages} == everybody
    assert 0 < len(found) <= len(ages)
