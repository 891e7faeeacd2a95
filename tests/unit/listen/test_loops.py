"""What she waits for: each step of the answer, and no step that the table lacks."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product

import pytest

from shopkeeper.listen import OpenLoop, advance, follow, is_open, open_loop
from shopkeeper.vocabulary import (
    LOOP_MOVES,
    Calendar,
    Loop,
    LoopState,
    NotAllowed,
    Speaker,
    Utterance,
)
from tests.builders import utc


SAID = utc("2026-04-02 15:00")  # the Thursday before Easter
HOUR = timedelta(hours=1)
LATER = SAID + timedelta(days=30)
S = LoopState
# Written down a second time, on purpose: a slip in the table is found here.
WRONG = [
    (S.HEARD, S.CONFIRMED), (S.HEARD, S.TOLD_BACK), (S.HEARD, S.HEARD),
    (S.REFLECTED, S.TOLD_BACK), (S.CONFIRMED, S.REFLECTED),
    (S.CONFIRMED, S.TOLD_BACK), (S.ACTED, S.REFLECTED), (S.ACTED, S.CONFIRMED),
    (S.TOLD_BACK, S.ACTED), (S.TOLD_BACK, S.CONFIRMED), (S.SETTLED, S.TOLD_BACK),
    (S.SETTLED, S.ACTED), (S.WITHDRAWN, S.ACTED),
]  # fmt: skip


WEEK = Calendar()


def a_loop(kind="question", *, thread="t1", calendar=WEEK, zone="Europe/London"):
    heard = OpenLoop(
        kind=kind, what="When do you open?", since=SAID, utterance="m:1", start=0,
        end=17,
    )  # fmt: skip
    return open_loop(
        heard, person="p1", thread=thread, owner="tilda", calendar=calendar,
        time_zone=zone,
    )  # fmt: skip


def said(name: str, at, speaker=Speaker.AGENT, thread="t1") -> Utterance:
    return Utterance(id=name, text="…", speaker=speaker, said_at=at, thread=thread)


def states(moved: list[Loop]) -> list[LoopState]:
    return [one.state for one in moved]


@pytest.mark.parametrize(
    ("kind", "due"),
    [
        ("complaint", date(2026, 4, 7)),
        ("question", date(2026, 4, 8)),
        ("idea", date(2026, 4, 13)),
    ],
)
def test_it_is_due_by_the_working_days_of_the_shop(kind, due):
    """Good Friday and Easter Monday are no working days in England."""
    assert due == a_loop(kind, calendar=Calendar(holidays="GB-ENG")).due


def test_the_day_she_said_it_is_the_day_in_the_shop():
    """Late in the evening in London it is the next day in Auckland."""
    assert date(2026, 4, 6) == a_loop().due
    assert date(2026, 4, 7) == a_loop(zone="Pacific/Auckland").due


def test_the_same_words_are_the_same_loop_and_others_are_not():
    """Named by kind, utterance and span: who she is today does not count."""
    assert a_loop().id == a_loop().id
    assert a_loop().id != a_loop("complaint").id


@pytest.mark.parametrize(("of", "to"), list(product(LoopState, LoopState)))
def test_only_the_moves_of_the_table_are_possible(of, to):
    """A wrong one is an error that says what is possible."""
    loop = advance_to(of)
    if to in LOOP_MOVES[of]:
        moved = advance(loop, to, by="mo", because="so", at=LATER)
        assert (to, "mo", "so", LATER) == (
            moved.state, moved.by, moved.because, moved.at,
        )  # fmt: skip
    else:
        with pytest.raises(NotAllowed, match="can become"):
            advance(loop, to, by="mo", because="so", at=LATER)


@pytest.mark.parametrize(("of", "to"), WRONG)
def test_nothing_is_told_before_it_is_done_nor_confirmed_before_it_is_said_back(of, to):
    """What the table must never allow."""
    assert to not in LOOP_MOVES[of]


def advance_to(state: LoopState) -> Loop:
    paths = {
        S.HEARD: [], S.REFLECTED: [S.REFLECTED],
        S.CONFIRMED: [S.REFLECTED, S.CONFIRMED],
        S.ACTED: [S.ACTED], S.TOLD_BACK: [S.ACTED, S.TOLD_BACK],
        S.SETTLED: [S.SETTLED], S.WITHDRAWN: [S.WITHDRAWN],
    }  # fmt: skip
    loop = a_loop()
    for to in paths[state]:
        loop = advance(loop, to, by=None, because="", at=SAID)
    assert state is loop.state
    return loop


def test_an_answer_of_ours_in_its_thread_acts_and_tells_back():
    """And followed again there is nothing more."""
    answer = [said("m:2", SAID + HOUR)]
    moved = follow(a_loop(), answer, now=LATER)

    assert [S.ACTED, S.TOLD_BACK] == states(moved)
    assert not is_open(moved[-1])
    assert "m:2" in moved[-1].because
    assert [] == follow(moved[-1], answer, now=LATER)


@pytest.mark.parametrize(
    "other",
    [
        said("m:2", SAID + HOUR, thread="t2"),
        said("m:2", SAID - HOUR),
        said("m:2", SAID),
        said("m:2", LATER + HOUR),
        said("m:2", SAID + HOUR, Speaker.REP_NOTE),
        said("m:2", None),
    ],
)
def test_what_is_no_answer_closes_nothing(other):
    """Another thread, an earlier word, the same moment, the future, our own note."""
    assert [] == follow(a_loop(), [other], now=LATER)


def test_without_a_thread_no_word_closes_it():
    """Two utterances without a thread are not one conversation."""
    answer = said("m:2", SAID + HOUR, thread=None)
    assert [] == follow(a_loop(thread=None), [answer], now=LATER)


def test_her_next_word_opens_it_again_and_the_next_answer_closes_it():
    """Whatever the order in which the rows are read."""
    talk = [
        said("m:4", SAID + 3 * HOUR),
        said("m:3", SAID + 2 * HOUR, Speaker.CUSTOMER),
        said("m:2", SAID + HOUR),
    ]
    moved = follow(a_loop(), talk, now=LATER)

    assert [S.ACTED, S.TOLD_BACK, S.HEARD, S.ACTED, S.TOLD_BACK] == states(moved)
    assert [] == follow(moved[-1], talk, now=LATER)
    assert [S.ACTED, S.TOLD_BACK] == states(follow(moved[2], talk, now=LATER))


def test_what_a_human_closed_is_not_opened_by_an_older_word():
    """A mail that arrives late was written before she was rung."""
    closed = advance(
        advance_to(S.ACTED), S.TOLD_BACK, by="mo", because="rang", at=LATER
    )
    older = [said("m:2", SAID + HOUR, Speaker.CUSTOMER)]

    assert [] == follow(closed, older, now=LATER + HOUR)


def test_an_answer_after_it_was_acted_on_only_tells_back():
    """What is done is not done twice."""
    moved = follow(advance_to(S.ACTED), [said("m:2", SAID + HOUR)], now=LATER)
    assert [S.TOLD_BACK] == states(moved)
