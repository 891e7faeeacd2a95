"""From waiting to done: only a named human gets there.

Source: design.md, section 3; issue "The shop opens": nothing else can complete.
The moves are the table `HANDOVER_MOVES`; the guards are here:

- *take* needs a member of staff, who then holds it;
- *complete* and *return* need the one who holds it, and completing needs her
  words of what she did;
- *expire* needs a due time that has passed, and nobody; a question to a colleague
  expires as soon as it has answered itself.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import datetime

from msgspec.structs import replace

from shopkeeper.vocabulary import (
    HANDOVER_MOVES,
    Handover,
    HandoverState,
    NotAllowed,
    Staff,
)


def advance(
    handover: Handover,
    to: HandoverState,
    *,
    by: Staff | None,
    proof: str | None = None,
    now: datetime,
) -> Handover:
    """
    Move a handover on.

    Args:
        handover: As it stands.
        to: `taken`, `done`, `returned` or `expired`.
        by: The human who moves it; only expiring can do without.
        proof: For `done`: what was done, in her own words.
        now: The moment. UTC.

    Returns:
        The handover in its new state.

    Raises:
        NotAllowed: If the table has no such move, or its guard says no; with
            what to do instead.
    """
    if to not in HANDOVER_MOVES[handover.state]:
        possible = ", ".join(sorted(HANDOVER_MOVES[handover.state])) or "nothing more"
        says = f"it is {handover.state.value}: from there it can become {possible}"
        raise _refused(handover, to, says)
    refusal = _GUARDS[to](handover, by, proof, now)
    if refusal is not None:
        raise _refused(handover, to, refusal)
    return replace(
        handover,
        state=to,
        by=by.id if by is not None else handover.by,
        proof=proof.strip() if proof and to is HandoverState.DONE else handover.proof,
        at=now,
    )


def desk_json(handovers: Iterable[Handover]) -> list[dict[str, object]]:
    """
    Return what `desk --json` prints (contracts.md, section 5), most urgent first.

    What is due comes before what is not, and earlier before later.
    """
    return [
        {
            "id": one.id,
            "person_id": one.person,
            "reason": one.reason,
            "minutes": one.minutes,
            "for": one.for_,
            "state": one.state.value,
            "due": one.due.isoformat() if one.due is not None else None,
            "brief": {
                "title": one.brief.title,
                "lines": list(one.brief.lines),
                "facts": list(one.brief.facts),
            },
        }
        for one in sorted(handovers, key=_urgency)
    ]


def _urgency(one: Handover) -> tuple[bool, datetime, datetime, str]:
    return one.due is None, one.due or one.at, one.at, one.id


def _refused(handover: Handover, to: HandoverState, says: str) -> NotAllowed:
    msg = f"handover {handover.id} cannot become {to.value}: {says}"
    return NotAllowed(msg)


_Guard = Callable[[Handover, Staff | None, str | None, datetime], str | None]


def _take(
    _handover: Handover, by: Staff | None, _proof: str | None, _now: datetime
) -> str | None:
    return None if by is not None else "a named member of staff has to take it"


def _by_its_holder(
    handover: Handover, by: Staff | None, _proof: str | None, _now: datetime
) -> str | None:
    if by is None or by.id != handover.by:
        return f"only {handover.by}, who holds it, can do that"
    return None


def _complete(
    handover: Handover, by: Staff | None, proof: str | None, now: datetime
) -> str | None:
    if not (proof or "").strip():
        return "say in a few words what was done"
    return _by_its_holder(handover, by, proof, now)


def _expire(
    handover: Handover, by: Staff | None, _proof: str | None, now: datetime
) -> str | None:
    if by is not None:
        return "it expires by itself; take it, or leave it"
    if handover.asks is not None:
        return None
    if handover.due is None or now < handover.due:
        return "its time has not come: it waits"
    return None


_GUARDS: Mapping[HandoverState, _Guard] = {
    HandoverState.TAKEN: _take,
    HandoverState.DONE: _complete,
    HandoverState.RETURNED: _by_its_holder,
    HandoverState.EXPIRED: _expire,
}
