"""A question is worth what the choice gains by it, and curiosity is worth nothing."""

from __future__ import annotations

import pytest

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from shopkeeper.decide import WhatIf, options_of, worth_asking
from shopkeeper.vocabulary import Channel, ConsentState, Purpose
from tests.unit.decide.builders import DUE, PROBLEM, candidate, case, recipient, rules


def what_if(about, chance, case_, answer="she says so"):
    return WhatIf(about=about, chance=chance, answer=answer, case=case_)


def best(case_):
    return max(
        one.value for one in options_of(case_, rules()) if one.out_because is None
    )


def no_consent(**changes):
    unknown = dict.fromkeys(Purpose, ConsentState.UNKNOWN)
    return case(recipients={Channel.EMAIL: recipient(consents=unknown)}, **changes)


def test_a_yes_is_worth_what_may_be_done_with_it() -> None:
    """Half a chance of the letter that may not go without it, instead of silence."""
    (found,) = worth_asking(
        no_consent(), [what_if("consent.marketing", 0.5, case())], rules()
    )

    assert (found.now, found.then) == ("silence", "running-low/first/email")
    assert found.worth == pytest.approx(0.5 * best(case()))
    assert found.pays


def test_an_answer_that_changes_no_choice_is_worth_nothing() -> None:
    """How she takes her tea is nice to know."""
    (found,) = worth_asking(case(), [what_if("preference.*", 0.9, case())], rules())

    assert found.worth == 0.0
    assert not found.pays


def test_why_she_stays_away_is_worth_a_human_who_mends_it() -> None:
    """A problem, were there one, would call for a person and stop the selling."""
    trouble = case(needs=(PROBLEM, DUE))
    (found,) = worth_asking(case(), [what_if("problem.current", 0.3, trouble)], rules())

    assert (found.now, found.then) == ("running-low/first/email", "human")
    # Without asking, the letter goes out to somebody in trouble, worth less than 0.
    wrong = min(
        one.value for one in options_of(trouble, rules()) if one.key == found.now
    )
    assert found.worth == pytest.approx(0.3 * (best(trouble) - wrong))


def test_whoever_wants_no_message_is_not_asked_for_leave_to_write_one() -> None:
    """The masks hold in what we imagine, too: nothing would follow from her yes."""
    stopped = {Channel.EMAIL: recipient(suppressed=("all",))}
    (found,) = worth_asking(
        case(recipients=stopped),
        [what_if("consent.marketing", 0.5, case(recipients=stopped))],
        rules(),
    )

    assert found.worth == 0.0


def test_the_question_that_helps_most_comes_first_and_equals_keep_their_order() -> None:
    """Not the one we happen to list first."""
    asked = [
        what_if("preference.*", 0.9, no_consent()),
        what_if("person.called", 0.9, no_consent()),
        what_if("consent.marketing", 0.5, case()),
    ]
    found = worth_asking(no_consent(), asked, rules())

    assert [one.about for one in found] == [
        "consent.marketing", "preference.*", "person.called",
    ]  # fmt: skip


@given(
    chance=st.floats(0, 1),
    pressures=st.lists(st.floats(0, 1), min_size=2, max_size=2),
    allowed=st.booleans(),
)
def test_asking_is_never_worth_less_than_nothing_nor_more_than_all(
    chance, pressures, allowed
) -> None:
    """Information does not hurt who may ignore it."""
    one, other = (
        case(needs=(replace(DUE, pressure=pressure),), candidates=(candidate(),))
        for pressure in pressures
    )
    here = one if allowed else no_consent()
    (found,) = worth_asking(here, [what_if("need.current", chance, other)], rules())

    assert 0.0 <= found.worth <= chance * (best(other) + 1.0) + 1e-9
