"""What the books of loops and of promises promise, on each adapter."""

from datetime import date

import msgspec
import pytest

from shopkeeper.vocabulary import (
    Loop,
    LoopKind,
    LoopState,
    Promise,
    PromiseState,
    PromiseStep,
)
from tests.builders import utc


NOW = utc("2026-03-02 09:00")
LATER = utc("2026-03-02 10:00")


def a_loop(name="l1", person="p1", **change):
    loop = Loop(
        id=name, person=person, kind=LoopKind.QUESTION, what="When do you open?",
        utterance="mail:1", start=0, end=17, thread="t1", since=NOW, owner="tilda",
        due=date(2026, 3, 4), state=LoopState.HEARD, at=NOW, because="heard",
    )  # fmt: skip
    return msgspec.structs.replace(loop, **change)


def a_promise(name="f1", person="p1", **change):
    promise = Promise(
        id=name, person=person, what="ring you", owner="us", made_by="tilda",
        deadline=date(2026, 3, 4), state=PromiseState.OPEN, utterance="mail:1",
        made_at=NOW,
    )  # fmt: skip
    return msgspec.structs.replace(promise, **change)


def a_step(state=PromiseState.BROKEN, promise="f1", **change):
    step = PromiseStep(promise=promise, person="p1", state=state, at=LATER)
    return msgspec.structs.replace(step, **change)


def test_a_loop_is_opened_once_and_keeps_its_state(books):
    """The same words heard again open nothing."""
    acted = a_loop(state=LoopState.ACTED, at=LATER, by="mo", because="rang her")

    assert 1 == books.loops.open([a_loop()])
    books.loops.note(acted)
    assert 0 == books.loops.open([a_loop()])

    assert [acted] == books.loops.all()
    assert acted == books.loops.find("l1")
    assert books.loops.find("l2") is None


def test_a_loop_follows_the_person_and_the_owner_that_its_row_has_now(books):
    """A row may turn out to be somebody else's; what was done stays done."""
    books.loops.open([a_loop()])
    books.loops.note(a_loop(state=LoopState.ACTED, at=LATER))
    books.loops.open([a_loop(person="p2", owner="mo")])

    (found,) = books.loops.of_persons(["p2"])
    assert ("p2", "mo", LoopState.ACTED) == (found.person, found.owner, found.state)
    assert [] == books.loops.of_persons(["p1"])


def test_every_step_of_a_loop_is_kept_with_who_when_and_why(books):
    """Appended, never overwritten."""
    books.loops.open([a_loop()])
    books.loops.note(
        a_loop(state=LoopState.ACTED, at=LATER, by="mo", because="rang her")
    )

    assert [
        (LoopState.HEARD, NOW, None, "heard", "p1"),
        (LoopState.ACTED, LATER, "mo", "rang her", "p1"),
    ] == [
        (one.state, one.at, one.by, one.because, one.person)
        for one in books.loops.steps("l1")
    ]
    assert [] == books.loops.steps("l2")


def test_loops_come_oldest_first(books):
    """Who waits longest stands first."""
    books.loops.open([a_loop("l1", since=LATER), a_loop("l2", "p2"), a_loop("l3")])

    assert ["l2", "l3", "l1"] == [one.id for one in books.loops.all()]
    assert ["l3", "l1"] == [one.id for one in books.loops.of_persons(["p1"])]


@pytest.mark.parametrize("deadline", [None, date(2026, 3, 4), LATER])
def test_a_promise_is_kept_as_it_was_made(books, deadline):
    """A day stays a day, a moment a moment."""
    made = a_promise(deadline=deadline)

    assert 1 == books.promises.keep([made])
    assert 0 == books.promises.keep([made])
    assert [made] == books.promises.all()
    assert [made] == books.promises.of_persons(["p1"])
    assert [] == books.promises.of_persons(["p2"])


def test_a_promise_stands_where_its_last_step_put_it(books):
    """With who said so, why, and the last day that was agreed."""
    books.promises.keep([a_promise(), a_promise("f2")])
    broken = a_step(deadline=date(2026, 3, 9), by="mo", because="not in yet")
    books.promises.note([broken, a_step(PromiseState.REPAIRED, by="mo", because="ok")])
    books.promises.keep([a_promise(what="ring you on Monday")])

    one, other = books.promises.all()
    assert (PromiseState.REPAIRED, "mo", "ok") == (one.state, one.by, one.because)
    assert (date(2026, 3, 9), LATER) == (one.deadline, one.at)
    assert "ring you on Monday" == one.what
    assert PromiseState.OPEN is other.state
    assert [broken] == books.promises.steps()["f1"][:1]
    assert "f2" not in books.promises.steps()


def test_a_promise_no_record_holds_is_not_shown_and_comes_back_with_its_steps(books):
    """A row was corrected, and corrected back."""
    books.promises.settle([a_promise(), a_promise("f2")], at=NOW)
    books.promises.note([a_step(PromiseState.KEPT)])

    assert 0 == books.promises.settle([a_promise("f2")], at=LATER)
    assert ["f2"] == [one.id for one in books.promises.all()]

    assert 0 == books.promises.settle([a_promise(), a_promise("f2")], at=LATER)
    assert PromiseState.KEPT is books.promises.all()[0].state


def test_looking_back_lets_go_of_no_promise_that_was_made_later(books):
    """A round told at an earlier moment knows nothing of them."""
    books.promises.settle([a_promise(), a_promise("f2", made_at=LATER)], at=LATER)
    books.promises.settle([a_promise()], at=NOW)

    assert ["f1", "f2"] == [one.id for one in books.promises.all()]
