"""Only a named human gets a handover done."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule
from msgspec.structs import replace

from shopkeeper import handover
from shopkeeper.vocabulary import (
    HANDOVER_MOVES,
    LOOP_MOVES,
    PROMISE_MOVES,
    TOUCH_MOVES,
    Brief,
    Handover,
    HandoverState,
    LoopState,
    NotAllowed,
    PromiseState,
    Staff,
    TouchState,
)
from tests.builders import utc


NOW = utc("2026-03-10 12:00")
PRIYA = Staff(id="priya", name="Priya Nair")
SAM = Staff(id="sam", name="Sam Reid")
WAITING = Handover(
    id="d1",
    person="p1",
    reason="nine days late, asked twice",
    minutes=10.0,
    for_="sales",
    state=HandoverState.WAITING,
    due=utc("2026-03-10 17:00"),
    brief=Brief(title="Jenny", lines=("Open with her order [1]",), facts=("f1",)),
    at=NOW,
)
DONE, TAKEN = HandoverState.DONE, HandoverState.TAKEN
RETURNED, EXPIRED = HandoverState.RETURNED, HandoverState.EXPIRED


def test_taken_and_completed_by_one_human_it_is_done() -> None:
    """With her name and her words."""
    taken = handover.advance(WAITING, TAKEN, by=PRIYA, now=NOW)
    assert (taken.state, taken.by, taken.at) == (TAKEN, "priya", NOW)
    later = NOW + timedelta(minutes=9)
    done = handover.advance(taken, DONE, by=PRIYA, proof=" rang her ", now=later)
    assert (done.state, done.by, done.proof, done.at) == (
        DONE, "priya", "rang her", later,
    )  # fmt: skip


def test_nobody_takes_nothing() -> None:
    """A machine has no name."""
    with pytest.raises(NotAllowed, match="d1 cannot become taken: a named member"):
        handover.advance(WAITING, TAKEN, by=None, now=NOW)


def test_a_handover_cannot_be_done_before_it_is_taken() -> None:
    """The table has no such move."""
    with pytest.raises(NotAllowed, match=r"it is waiting: .* become expired, taken"):
        handover.advance(WAITING, DONE, by=PRIYA, proof="rang", now=NOW)


@pytest.mark.parametrize(
    ("by", "proof", "says"),
    [
        (None, "rang her", "only priya, who holds it"),
        (SAM, "rang her", "only priya, who holds it"),
        (PRIYA, None, "say in a few words"),
        (PRIYA, "  ", "say in a few words"),
    ],
)
def test_only_its_holder_completes_and_only_with_words(
    by: Staff | None, proof: str | None, says: str
) -> None:
    """Neither a machine nor a colleague nor silence."""
    taken = handover.advance(WAITING, TAKEN, by=PRIYA, now=NOW)
    with pytest.raises(NotAllowed, match=says):
        handover.advance(taken, DONE, by=by, proof=proof, now=NOW)


def test_a_returned_handover_can_be_taken_by_another() -> None:
    """Then it is hers to complete, and no longer the first one's."""
    taken = handover.advance(WAITING, TAKEN, by=PRIYA, now=NOW)
    with pytest.raises(NotAllowed, match="only priya"):
        handover.advance(taken, RETURNED, by=SAM, now=NOW)
    returned = handover.advance(taken, RETURNED, by=PRIYA, now=NOW)
    assert returned.by == "priya"
    again = handover.advance(returned, TAKEN, by=SAM, now=NOW)
    with pytest.raises(NotAllowed, match="only sam"):
        handover.advance(again, DONE, by=PRIYA, proof="rang", now=NOW)


def test_it_expires_by_itself_once_its_time_has_passed() -> None:
    """Not before, not by a human, and not without a time."""
    with pytest.raises(NotAllowed, match="its time has not come"):
        handover.advance(WAITING, EXPIRED, by=None, now=NOW)
    with pytest.raises(NotAllowed, match="it expires by itself"):
        handover.advance(WAITING, EXPIRED, by=PRIYA, now=WAITING.due)
    with pytest.raises(NotAllowed, match="its time has not come"):
        handover.advance(replace(WAITING, due=None), EXPIRED, by=None, now=NOW)
    gone = handover.advance(WAITING, EXPIRED, by=None, now=WAITING.due)
    assert gone.state is EXPIRED
    with pytest.raises(NotAllowed, match="it can become nothing more"):
        handover.advance(gone, TAKEN, by=PRIYA, now=NOW)


def test_every_state_but_the_first_has_its_guard() -> None:
    """A new state in the table cannot slip past the guards."""
    reachable = {after for following in HANDOVER_MOVES.values() for after in following}
    for state, following in HANDOVER_MOVES.items():
        for after in reachable - following:
            with pytest.raises(NotAllowed):
                handover.advance(
                    replace(WAITING, state=state, by="priya"), after,
                    by=PRIYA, proof="rang", now=NOW,
                )  # fmt: skip


class DeskMachine(RuleBasedStateMachine):
    """Anybody and nobody tries anything, in any order."""

    def __init__(self) -> None:
        super().__init__()
        self.handover = WAITING
        self.holder: str | None = None

    @rule(
        to=st.sampled_from(HandoverState),
        by=st.sampled_from([None, PRIYA, SAM]),
        proof=st.sampled_from([None, "", " ", "rang her"]),
        hours=st.integers(0, 9),
    )
    def attempt(
        self, to: HandoverState, by: Staff | None, proof: str | None, hours: int
    ) -> None:
        """Try a move; note by a second book who holds it."""
        now = NOW + timedelta(hours=hours)
        try:
            moved = handover.advance(self.handover, to, by=by, proof=proof, now=now)
        except NotAllowed:
            return
        assert to in HANDOVER_MOVES[self.handover.state]
        if to is HandoverState.TAKEN:
            self.holder = by.id if by else None
        if to is HandoverState.DONE:
            assert by is not None
            assert self.holder == by.id
            assert moved.proof == "rang her"
        self.handover = moved

    @invariant()
    def nothing_is_done_without_a_named_human(self) -> None:
        """The last word of the machine."""
        if self.handover.state in {HandoverState.DONE, HandoverState.TAKEN}:
            assert self.holder in {"priya", "sam"}
            assert self.handover.by == self.holder


TestDeskMachine = DeskMachine.TestCase
TestDeskMachine.settings = settings(
    max_examples=150, stateful_step_count=20, deadline=None
)


def test_the_desk_shows_the_contracted_fields_most_urgent_first() -> None:
    """contracts.md, section 5: `desk`."""
    later = replace(WAITING, id="d2", due=utc("2026-03-11 09:00"))
    whenever = replace(WAITING, id="d0", due=None)
    rows = handover.desk_json([whenever, later, WAITING])
    assert [row["id"] for row in rows] == ["d1", "d2", "d0"]
    assert rows[0] == {
        "id": "d1", "person_id": "p1", "reason": "nine days late, asked twice",
        "minutes": 10.0, "for": "sales", "state": "waiting",
        "due": "2026-03-10T17:00:00+00:00",
        "brief": {
            "title": "Jenny", "lines": ["Open with her order [1]"], "facts": ["f1"],
        },
    }  # fmt: skip
    assert rows[2]["due"] is None


def test_the_pictures_in_the_docs_are_drawn_from_the_tables() -> None:
    """style.md, habit 10: docs/explanation/life-cycles.md."""
    page = (
        Path(__file__).parents[3] / "docs" / "explanation" / "life-cycles.md"
    ).read_text("utf-8")
    pictures = [part.split("```")[0] for part in page.split("```mermaid\n")[1:]]
    begins = {TouchState.HELD, TouchState.APPROVED, TouchState.DECLINED,
              TouchState.HANDED_OVER}  # fmt: skip
    assert pictures == [
        handover.diagram(HANDOVER_MOVES, {HandoverState.WAITING}),
        handover.diagram(TOUCH_MOVES, begins),
        handover.diagram(LOOP_MOVES, {LoopState.HEARD}),
        handover.diagram(PROMISE_MOVES, {PromiseState.OPEN}),
    ]
