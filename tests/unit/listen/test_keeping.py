"""What became of a promise, by what was said later."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
import pytest

from shopkeeper.listen import promise_states
from shopkeeper.vocabulary import Promise, PromiseState, Utterance
from tests.unit.listen.saying import said


CALL = Promise(
    id="f1",
    person="p1",
    what="call you back",
    owner="us",
    made_by="mo",
    deadline=datetime(2026, 3, 11, 12, tzinfo=UTC),
    state=PromiseState.OPEN,
    utterance="u1",
)
NOW = datetime(2026, 3, 20, tzinfo=UTC)


def later(text: str, day: int, speaker: str = "customer") -> Utterance:
    """Say something on a day of March 2026."""
    at = datetime(2026, 3, day, 15, tzinfo=UTC)
    return msgspec.structs.replace(said(text, speaker, at=at), id=f"u-{day}")


def state(*utterances: Utterance) -> PromiseState:
    """Say what became of the call."""
    (promise,) = promise_states([CALL], [said("x", "agent"), *utterances], NOW)
    return promise.state


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("Thanks for calling me back so quickly.", "customer"),
        ("I called you back this morning as promised.", "agent"),
    ],
)
def test_a_later_word_that_it_was_done_keeps_it(text: str, speaker: str) -> None:
    """Hers or ours."""
    assert state(later(text, 11, speaker)) is PromiseState.KEPT


@pytest.mark.parametrize(
    ("what", "text", "state"),
    [
        (
            "refund the postage",
            "The postage has been refunded as promised.",
            PromiseState.KEPT,
        ),
        (
            "put the book aside",
            "I collected the book you put aside.",
            PromiseState.KEPT,
        ),
        (
            "refund the postage",
            "The postage was not refunded as promised.",
            PromiseState.BROKEN,
        ),
        ("send your order", "My order has been delayed.", PromiseState.BROKEN),
        (
            "send your order",
            "You said as promised, but no order came.",
            PromiseState.BROKEN,
        ),
    ],
)
def test_she_says_in_her_own_way_that_it_was_done(
    what: str, text: str, state: PromiseState
) -> None:
    """What was done to her; a delay is no deed."""
    promise = msgspec.structs.replace(CALL, what=what)
    (after,) = promise_states([promise], [said("x", "agent"), later(text, 12)], NOW)
    assert after.state is state


def test_a_later_word_that_it_was_not_done_breaks_it() -> None:
    """Once its time has passed."""
    assert state(later("Nobody ever called me back!", 12)) is PromiseState.BROKEN


def test_a_word_before_its_time_breaks_nothing() -> None:
    """It may still be kept."""
    early = later("You have not called me back.", 11)
    promise = msgspec.structs.replace(CALL, deadline=datetime(2026, 3, 15, tzinfo=UTC))
    now = datetime(2026, 3, 14, tzinfo=UTC)
    (after,) = promise_states([promise], [said("x", "agent"), early], now)
    assert after.state is PromiseState.OPEN


def test_done_after_it_was_broken_is_repaired() -> None:
    """Late is not the same as never."""
    broken = later("Nobody ever called me back!", 12)
    done = later("Thank you for calling me today.", 13)
    assert state(broken, done) is PromiseState.REPAIRED


def test_past_its_day_and_nothing_said_it_is_broken() -> None:
    """Whatever else is said."""
    assert state() is PromiseState.BROKEN
    assert state(later("Do you sell lamps?", 12)) is PromiseState.BROKEN
