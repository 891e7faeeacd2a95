"""A plan of two arms, and people in it."""

from __future__ import annotations

from datetime import date, timedelta

from shopkeeper.vocabulary import (
    Channel,
    Decision,
    Measure,
    Option,
    Outcome,
    Plan,
    Step,
)
from tests.builders import utc


START = utc("2026-03-02 09:00")
DAY = timedelta(days=1)


def step(key="first", **changes):
    """A step that hopes for a purchase within 30 days."""
    measure = {"outcome": "purchase", "within": 30 * DAY, "better": "more"}
    return Step(
        key=key,
        content="running-low",
        channels=(Channel.EMAIL,),
        audience="stage in (regular)",
        need="usual.due_on within 7 days",
        measure=Measure(**measure | changes),
    )


def plan(key="running-low", steps=None, holdout=0.5):
    """A plan with one step, unless others are given."""
    return Plan(
        key=key,
        owner="priya",
        sponsor="mara",
        intent="save her a trip",
        sells=True,
        brand_promise="we remember",
        starts=date(2026, 3, 1),
        ends=date(2026, 6, 1),
        review_by=date(2026, 4, 1),
        holdout=holdout,
        steps=steps or (step(),),
    )


def decision(person, arm="treated", *, day=0, plan_="running-low", **changes):
    """A decision about a person who has an arm in a plan."""
    fields = {
        "id": f"d-{person}-{plan_}-{day}",
        "round": f"r-{day}",
        "person": person,
        "slot": "next",
        "at": START + day * DAY,
        "policy": "stated-value/1",
        "seed": 1,
        "options": (
            Option(key=f"{plan_}/first/email", plan=plan_, step="first"),
            Option(key="silence"),
        ),
        "chosen": f"{plan_}/first/email" if arm == "treated" else "silence",
        "propensity": 1.0,
        "because": "due",
        "arms": {plan_: arm},
    }
    return Decision(**fields | changes)


def outcome(person, kind="purchase", *, day=1.0, **changes):
    """Something that happened some days after the start."""
    fields = {
        "id": f"o-{person}-{kind}-{day}",
        "person": person,
        "outcome": kind,
        "at": START + day * DAY,
    }
    return Outcome(**fields | changes)
