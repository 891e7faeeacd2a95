"""May this plan touch anybody now?

Source: vision.md, H4; contracts.md, section 3: started and stopped is the
ledger's, not a field.
"""

from __future__ import annotations

from datetime import UTC, datetime, time

from shopkeeper.plan.readiness import Readiness
from shopkeeper.vocabulary import Declined, Held, Plan, PlanState


def may_run(
    plan: Plan, readiness: Readiness, state: PlanState, now: datetime
) -> Held | Declined | None:
    """
    Say why a plan may not run now, or None where it may.

    Args:
        plan: The plan.
        readiness: As `check` found it; a plan that was changed after it was
            started is not ready, and is held.
        state: As the ledger has it.
        now: The moment, on the shop's clock, by which days are meant.
    """
    today = now.date()
    if today > plan.ends:
        return Declined(because=f"plan {plan.key} ended on {plan.ends}")
    if state is PlanState.STOPPED:
        return Held(until=None, because=f"plan {plan.key} is stopped")
    if state is PlanState.DRAFT:
        start = f"`shopkeeper plan start {plan.key} --by {plan.owner}`"
        return Held(until=None, because=f"plan {plan.key} is not started: {start}")
    if not readiness.ready:
        first = readiness.missing[0]
        because = f"plan {plan.key} is not ready ({first.what}): {first.says}"
        return Held(until=None, because=because)
    if today < plan.starts:
        begins = datetime.combine(plan.starts, time(), now.tzinfo).astimezone(UTC)
        return Held(until=begins, because=f"plan {plan.key} starts on {plan.starts}")
    return None
