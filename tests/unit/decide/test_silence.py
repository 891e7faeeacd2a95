"""Who does not answer is left in peace: slower, then a last word, then nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopkeeper.decide import PastTouch, mask, quietness
from shopkeeper.vocabulary import Channel, Purpose, Silence
from tests.unit.decide.builders import NOON, candidate, case, rules


DAY = timedelta(days=1)


def sent(*days_ago: int, **changes) -> tuple[PastTouch, ...]:
    """Messages by e-mail that were sold with, so many days ago."""
    fields = {"channel": Channel.EMAIL, "purpose": Purpose.MARKETING}
    return tuple(
        PastTouch(at=NOON - days * DAY, **fields | changes) for days in days_ago
    )


def test_two_without_an_answer_are_no_silence() -> None:
    """People are busy."""
    assert quietness(sent(40, 10), None, NOON).state is Silence.NONE


def test_after_three_the_pauses_double() -> None:
    """14 days behind the third, 28 behind the fourth, 56 behind the fifth."""
    for days, pause in (((30, 20, 10), 14), ((40, 30, 20, 10), 28)):
        found = quietness(sent(*days), None, NOON)
        assert found.state is Silence.BACKING_OFF
        assert found.until == NOON + (pause - 10) * DAY
    five = quietness(sent(100, 90, 80, 70, 60), None, NOON)
    assert (five.state, five.until) == (Silence.BACKING_OFF, None)


def test_after_six_only_a_last_word_and_after_that_nothing() -> None:
    """Let go kindly: once, and for good, until she comes back by herself."""
    six = sent(160, 150, 140, 130, 120, 110)
    marketing = candidate()
    farewell = candidate(last_word=True)
    here = case(touches=six)
    assert "last word" in mask(marketing, here, rules()).because
    assert mask(farewell, here, rules()) is None
    gone = case(touches=(*six, *sent(20)))
    for one in (marketing, farewell):
        assert "welcome any time" in mask(one, gone, rules()).because


@pytest.mark.parametrize("days", [1, 109])
def test_a_sign_of_hers_begins_it_anew(days: int) -> None:
    """A word, a purchase or a yes: what went before is forgotten."""
    six = sent(160, 150, 140, 130, 120, 110)
    assert (
        mask(candidate(), case(touches=six, last_sign=NOON - days * DAY), rules())
        is None
    )


def test_what_is_not_counted_against_her() -> None:
    """Service, people, a housemate's mail, our page, and what came yesterday."""
    week = (70, 60, 50, 40, 30)
    for beside in (
        sent(*week, purpose=Purpose.SERVICE), sent(*week, by_human=True),
        sent(*week, to_housemate=True), sent(*week, channel=Channel.WEB),
        sent(1, 1, 1, 1, 1),
    ):  # fmt: skip
        assert quietness(beside, None, NOON).state is Silence.NONE


def test_service_goes_on_when_she_is_let_go() -> None:
    """Her parcel is hers to know of."""
    gone = case(touches=sent(160, 150, 140, 130, 120, 110, 60))
    service = candidate(option={"purpose": Purpose.SERVICE})
    assert mask(service, gone, rules()) is None
    assert mask(candidate(), gone, rules()) is not None
