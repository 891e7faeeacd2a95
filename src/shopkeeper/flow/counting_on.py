"""What results need of somebody who is forgotten: that it happened, and not when.

A plan's result is a count of people. Whoever is forgotten after her window is over
stays in it as marks that are as old as the window is; whoever is forgotten before it
is over leaves it, because what she would have done nobody will know.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from msgspec import Struct

from shopkeeper.flow.house import House
from shopkeeper.flow.measuring import answers_of, joined_now, outcomes_of
from shopkeeper.vocabulary import Outcome, hash_of


ANSWERED = "answered"
"""A word of hers that no plan counts, but that she was not silent."""

_MOMENT = timedelta(microseconds=1)


class Counted(Struct, frozen=True, kw_only=True):
    """
    What stays of one person in results.

    Attributes:
        outcomes: Marks: what happened, at the beginning of the window it was in.
        open_plans: Plans whose results she leaves.
    """

    outcomes: tuple[Outcome, ...] = ()
    open_plans: frozenset[str] = frozenset()


def counts_of(
    house: House, person: str, owns: Sequence[str], *, now: datetime
) -> Counted:
    """
    Return the marks that keep results as they are without anything of hers.

    Windows begin and end at moments of ours. Whatever happened between two of these
    is moved to the first, and added up: it is in exactly the windows it was in.

    Args:
        house: The shop.
        person: Her current id.
        owns: All ids that are hers.
        now: The moment.
    """
    units = [unit for unit in joined_now(house, now=now).units if unit.person == person]
    open_plans = frozenset(unit.plan for unit in units if not unit.is_over)
    windows = [
        (unit.since, unit.since + step.measure.within)
        for unit in units
        if unit.plan not in open_plans
        for step in house.plans[unit.plan].steps
        if step.key == unit.step
    ]
    edges = sorted({edge for window in windows for edge in window})
    sums: dict[tuple[datetime, str, str | None], float] = defaultdict(float)
    for what, at, value, decision in _events(house, set(owns), now):
        place = bisect_left(edges, at) - 1  # windows are open at their beginning
        if place >= 0 and any(since < at <= until for since, until in windows):
            sums[edges[place] + _MOMENT, what, decision] += value
    return Counted(
        outcomes=tuple(
            Outcome(
                id=f"x{hash_of(person, at.isoformat(), what, decision or '')}",
                person=person,
                outcome=what,
                at=at,
                value=value,
                decision_id=decision,
            )
            for (at, what, decision), value in sorted(sums.items(), key=str)
        ),
        open_plans=open_plans,
    )


def _events(
    house: House, owns: set[str], now: datetime
) -> Iterator[tuple[str, datetime, float, str | None]]:
    """Yield what happened with her by *now*: what, when, how much, after what."""
    decided = {one.id: one.person for one in house.decisions.all()}
    messages = {
        touch.message.message_id: touch.decision_id for touch in house.outbox.all()
    }
    for one in outcomes_of(house):
        name = one.decision_id
        if one.message_id is not None:
            name = messages.get(one.message_id, name or one.message_id)
        if name is not None and name not in decided:
            continue
        whose = one.person if name is None else decided[name]
        if whose in owns and one.at <= now:
            yield one.outcome, one.at, one.value, name
    for answer in answers_of(house):
        if answer.person in owns and answer.at <= now:
            yield ANSWERED, answer.at, 1.0, None
