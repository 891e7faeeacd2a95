"""A plan, its steps, and who signed it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from msgspec import Struct

from shopkeeper.vocabulary.closed_sets import Channel, SigningRole


class Measure(Struct, frozen=True, kw_only=True):
    """
    How a step is judged.

    Attributes:
        outcome: What is counted; empty where nobody has stated it yet.
        within: How long after the decision.
        better: `more` or `less`.
        target: As written, for example `+2 %`, relative to the holdout.
    """

    outcome: str
    within: timedelta
    better: str = "more"
    target: str | None = None


class Step(Struct, frozen=True, kw_only=True):
    """
    One step of a plan.

    Attributes:
        key: Its name within the plan. What follows may be empty in a plan that
            is not finished; `plan.check` says so.
        content: Key of the content it says.
        channels: Where it may be said, preferred first.
        audience: Whom it is for, in the plan language, as written.
        need: What she must need now, as written.
        measure: How it is judged.
        fallback: `silence`, `human` or another content key.
        needs_specific: Declined unless a ladder stands on a personal rung.
        again_after: Not again to the same person before this; None: once.
        needs_check: Held where the reply check finds a fault in its words.
    """

    key: str
    content: str
    channels: tuple[Channel, ...]
    audience: str
    need: str
    measure: Measure
    fallback: str = "silence"
    needs_specific: bool = False
    again_after: timedelta | None = None
    needs_check: bool = False


class Signature(Struct, frozen=True, kw_only=True):
    """That a role was consulted: who, when, over which canonical form."""

    role: SigningRole
    person: str
    at: datetime
    over: str


class Plan(Struct, frozen=True, kw_only=True):
    """
    What a company means to do, and who answers for it.

    Attributes:
        key: Its name.
        owner: Staff id.
        sponsor: Staff id; not the owner.
        intent: Why, in the owner's words.
        sells: Does it sell?
        brand_promise: What it keeps.
        starts: First civil day.
        ends: Last civil day.
        review_by: Day by which somebody must look again.
        holdout: Share of people left alone, 0..1.
        steps: In order.
        signatures: As written by `plan sign`.
    """

    key: str
    owner: str
    sponsor: str
    intent: str
    sells: bool
    brand_promise: str
    starts: date
    ends: date
    review_by: date
    holdout: float
    steps: tuple[Step, ...]
    signatures: tuple[Signature, ...] = ()
