"""What a human says of a promise or of a loop, noted at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import TypeVar

from shopkeeper.flow.house import House
from shopkeeper.flow.planning import staff_of
from shopkeeper.flow.waiting import said_no_more
from shopkeeper.handover import advance as advance_handover
from shopkeeper.listen import advance, said_of
from shopkeeper.vocabulary import (
    Asks,
    BadInput,
    Handover,
    HandoverState,
    Loop,
    LoopState,
    NotFound,
    Promise,
    PromiseState,
    Staff,
    as_it_stands,
)


Named = TypeVar("Named", Loop, Promise)

_SHORTEST = 6  # letters of an id that name it, where no other begins so
_WAITS = (HandoverState.WAITING, HandoverState.RETURNED)


def say_of_promise(
    house: House,
    promise_id: str,
    to: PromiseState | None,
    *,
    by: str,
    because: str,
    now: datetime,
    until: date | None = None,
) -> Promise:
    """
    Take a colleague's word on what became of a promise of ours.

    What is not open any more is not said as such from now on, and the question on
    the desk is answered with it.

    Args:
        house: The shop.
        promise_id: Its id, or the beginning of it.
        to: `kept`, `broken` or `repaired`; None with a new day.
        by: Staff id, name or address.
        because: What was done, or why not, in her own words.
        now: The moment.
        until: A new day that was agreed on. Included.

    Raises:
        NotFound: If there is no such promise, or several.
        BadInput: If *by* is nobody on the staff, or a word of why is missing.
        NotAllowed: If it cannot be moved like this, with what is possible.
    """
    promise = _named(promise_id, house.promises.all(), "promise")
    staff = staff_of(house.shop, by)
    if until is None and not because.strip():
        msg = "--proof is missing: say in a few words what was done, or why not."
        raise BadInput(msg)
    step = said_of(
        promise, to or promise.state, by=staff.id, because=because.strip(), at=now,
        until=until,
    )  # fmt: skip
    after = as_it_stands(promise, [step])
    with house.together():
        house.promises.note([step])
        house.facts.amend(
            said_no_more(house.facts.find([promise.id]).values(), [after])
        )
        for one in house.desk.all():
            if one.asks is Asks.PROMISE and promise.id in one.brief.facts:
                _answer(house, one, staff, because.strip() or f"until {until}", now)
        house.audit.note(
            f"promise {'until' if until else after.state}", promise.id,
            actor=staff.id, at=now, person=promise.person,
            detail=because.strip() or str(until),
        )  # fmt: skip
    return after


def _answer(
    house: House, asked: Handover, staff: Staff, words: str, now: datetime
) -> None:
    """Close a question on the desk by the one who answered it."""
    if asked.state in _WAITS:
        asked = advance_handover(asked, HandoverState.TAKEN, by=staff, now=now)
        house.desk.note(asked)
    if asked.state is HandoverState.TAKEN and asked.by == staff.id:
        house.desk.note(
            advance_handover(asked, HandoverState.DONE, by=staff, proof=words, now=now)
        )


def move_loop(
    house: House,
    loop_id: str,
    to: LoopState,
    *,
    by: str,
    because: str,
    now: datetime,
) -> Loop:
    """
    Take a colleague's word on how far an answer has come.

    Who was told back was also answered: from where nothing was done yet, both
    steps are noted.

    Raises:
        NotFound: If there is no such loop, or several.
        BadInput: If *by* is nobody on the staff, or a word of why is missing.
        NotAllowed: If the table has no such move, with what is possible.
    """
    loop = _named(loop_id, house.loops.all(), "open question, idea or complaint")
    staff = staff_of(house.shop, by)
    if not because.strip():
        msg = "--because is missing: say in a few words what was done."
        raise BadInput(msg)
    before = (LoopState.HEARD, LoopState.REFLECTED, LoopState.CONFIRMED)
    steps = [to]
    if to is LoopState.TOLD_BACK and loop.state in before:
        steps = [LoopState.ACTED, to]
    with house.together():
        for one in steps:
            loop = advance(loop, one, by=staff.id, because=because.strip(), at=now)
            house.loops.note(loop)
        house.audit.note(
            f"loop {to}", loop.id, actor=staff.id, at=now, person=loop.person,
            detail=because.strip(),
        )  # fmt: skip
    return loop


def _named(given: str, there: Sequence[Named], what: str) -> Named:
    """Return what an id, or the beginning of one, names."""
    word = given.strip().casefold()
    exact = [one for one in there if one.id == word]
    near = exact or [
        one for one in there if len(word) >= _SHORTEST and one.id.startswith(word)
    ]
    if len(near) == 1:
        return near[0]
    how_many = "Several begin with it" if near else "`shopkeeper person WHO` lists hers"
    msg = f"There is no {what} {given!r}: {how_many}."
    raise NotFound(msg)
