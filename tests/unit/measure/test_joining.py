"""Does each outcome count where it belongs, and nowhere else?"""

from datetime import timedelta

import pytest

from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.measure import Answer, join_outcomes
from tests.unit.measure.builders import DAY, START, decision, outcome, plan, step


SECOND = timedelta(seconds=1)
LATER = START + 100 * DAY


def units(decisions, outcomes, *, plans=None, now=LATER, **changes):
    """Join, and return the units."""
    by_key = {one.key: one for one in plans or [plan()]}
    return join_outcomes(decisions, outcomes, plans=by_key, now=now, **changes).units


def happened(decisions, outcomes, **changes):
    """Join, and say of one person whether the outcome counts."""
    (unit,) = units(decisions, outcomes, **changes)
    return unit.happened


def test_an_outcome_counts_within_the_window_and_not_at_its_edges_outside():
    """
    After the decision, and at most 30 days later.
    """
    days = [0, 0.001, 30, 30.001, -1]
    found = [happened([decision("ada")], [outcome("ada", day=day)]) for day in days]

    assert found == [False, True, True, False, False]


def test_the_window_opens_at_the_first_eligible_decision():
    """
    A later round of the same plan does not open it again.
    """
    twice = [decision("ada", day=20), decision("ada", day=0)]

    assert happened(twice, [outcome("ada", day=29)])
    assert not happened(twice, [outcome("ada", day=40)])


def test_who_was_held_counts_in_her_arm_like_everybody_else():
    """
    Intent to treat: the arm decides, not what left the house.
    """
    held = decision("ada", "treated", chosen="silence")
    (unit,) = units([held], [])

    assert (unit.arm, unit.happened) == ("treated", False)


def test_a_decision_without_an_arm_makes_no_unit():
    """
    She was not eligible: she tells nothing about the plan.
    """
    assert units([decision("ada", arms={})], [outcome("ada")]) == ()


def test_an_outcome_of_no_message_belongs_to_every_open_window_that_names_it():
    """
    Two plans wait for a purchase, one for a visit.
    """
    plans = [
        plan("a"),
        plan("b", steps=(step("one"), step("two", outcome="visit"))),
    ]
    both = decision("ada", arms={"a": "treated", "b": "holdout"})
    found = {
        (one.plan, one.step): one.happened
        for one in units([both], [outcome("ada")], plans=plans)
    }

    assert found == {("a", "first"): True, ("b", "one"): True, ("b", "two"): False}


@pytest.mark.parametrize("by", ["message", "decision"])
def test_an_outcome_of_a_message_belongs_to_its_plan_alone(by):
    """
    Whether it names the message or the decision, and though it names no person.
    """
    both = decision("ada", plan_="a", arms={"a": "treated", "b": "treated"})
    answer = outcome(
        "",
        message_id="m-1" if by == "message" else None,
        decision_id=both.id if by == "decision" else None,
    )
    found = {
        one.plan: one.happened
        for one in units(
            [both], [answer], plans=[plan("a"), plan("b")], messages={"m-1": both.id}
        )
    }

    assert found == {"a": True, "b": False}


def test_an_outcome_of_an_unknown_message_is_counted_as_such():
    """
    Not dropped silently, and given to nobody.
    """
    joined = join_outcomes(
        [decision("ada")],
        [outcome("ada", message_id="m-elsewhere")],
        plans={"running-low": plan()},
        now=LATER,
    )

    assert joined.unmatched == 1
    assert not joined.units[0].happened


def test_a_person_whose_joined_ids_had_different_arms_is_left_out():
    """
    She was both treated and left alone.
    """
    decisions = [decision("ada"), decision("ada2", "holdout"), decision("ben")]
    joined = join_outcomes(
        decisions, [], plans={"running-low": plan()}, now=LATER, aliases={"ada2": "ada"}
    )

    assert [one.person for one in joined.units] == ["ben"]
    assert joined.left_out == {"running-low": 1}


def test_a_joined_person_of_one_arm_counts_once_with_all_her_outcomes():
    """
    Joining people doubles nobody.
    """
    decisions = [decision("ada", day=3), decision("ada2", day=1)]
    (unit,) = units(decisions, [outcome("ada2", day=2)], aliases={"ada2": "ada"})

    assert (unit.person, unit.happened) == ("ada", True)


def test_a_window_is_over_when_its_last_moment_has_come():
    """
    Before, she does not count yet.
    """
    found = [
        units([decision("ada")], [], now=START + 30 * DAY + more)[0].is_over
        for more in (-SECOND, timedelta(0))
    ]

    assert found == [False, True]


def test_what_is_still_to_come_does_not_count():
    """
    A replay as of a day knows nothing of the next.
    """
    late = [outcome("ada", day=10)]

    assert not happened([decision("ada")], late, now=START + 9 * DAY)


def test_silence_is_nothing_heard_at_all_and_machines_do_not_break_it():
    """
    A mail scanner opens; she answers, or complains, or buys.
    """
    decisions = [decision(name) for name in ("ada", "ben", "cleo", "dora")]
    heard = [outcome("ada", "open"), outcome("ben", "complaint"), outcome("cleo")]
    words = [Answer(person="dora", at=START + DAY)]
    found = {
        one.person: (one.silent, one.complained, one.opted_out)
        for one in units(decisions, heard, answers=words)
    }

    assert found == {
        "ada": (True, False, False),
        "ben": (False, True, False),
        "cleo": (False, False, False),
        "dora": (False, False, False),
    }


PEOPLE = st.sampled_from(["ada", "ben", "cleo"])


@given(
    decisions=st.lists(
        st.builds(
            decision,
            PEOPLE,
            st.sampled_from(["treated", "holdout"]),
            day=st.integers(0, 5),
        ),
        max_size=6,
        unique_by=lambda one: one.id,
    ),
    outcomes=st.lists(
        st.builds(
            outcome,
            PEOPLE,
            st.sampled_from(["purchase", "opt_out"]),
            day=st.integers(-1, 40),
        ),
        max_size=6,
    ),
    data=st.data(),
)
def test_neither_order_nor_repeats_change_what_is_joined(decisions, outcomes, data):
    """
    A second import of the same outcomes adds nothing.
    """
    plans = {"running-low": plan()}
    once = join_outcomes(decisions, outcomes, plans=plans, now=LATER)
    shuffled = join_outcomes(
        data.draw(st.permutations(decisions)),
        data.draw(st.permutations(outcomes + outcomes)),
        plans=plans,
        now=LATER,
    )

    assert {(one.person, one.happened) for one in once.units} == {
        (one.person, one.happened) for one in shuffled.units
    }
    assert once == shuffled
