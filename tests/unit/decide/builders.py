"""A person who may be written to, so that each test changes one thing."""

from __future__ import annotations

from datetime import date

from shopkeeper.decide import Candidate, PersonCase, PlanTerms, Rules
from shopkeeper.vocabulary import (
    Channel,
    ConsentState,
    Moment,
    Need,
    Option,
    PlanState,
    Purpose,
    Recipient,
    Stage,
)
from tests.builders import utc


NOON = utc("2026-11-02 12:00")  # a Monday

DUE = Need(
    what="her next visit is due on 5 November 2026",
    facts=("f-due",),
    about="usual.due_on",
    pressure=0.4,
)
PROBLEM = Need(
    what="a problem: the spine is torn",
    facts=("f-problem",),
    about="problem.current",
    pressure=1.0,
)


def plan_terms(**changes):
    """A started plan of the year, without a holdout."""
    terms = {
        "key": "running-low",
        "state": PlanState.STARTED,
        "starts": date(2026, 1, 1),
        "ends": date(2026, 12, 31),
        "holdout": 0.0,
    }
    return PlanTerms(**terms | changes)


def rules(**changes):
    """The default rules, with one plan."""
    return Rules(**{"plans": {"running-low": plan_terms()}, "salt": "s"} | changes)


def candidate(*, option=None, **changes):
    """An e-mail of the plan, whose need stands on her due date."""
    fields = {
        "key": "running-low/first/email",
        "channel": Channel.EMAIL,
        "content": "running-low",
        "purpose": Purpose.MARKETING,
        "plan": "running-low",
        "step": "first",
    }
    return Candidate(
        **{"option": Option(**fields | (option or {})), "facts": ("f-due",)} | changes
    )


def recipient(**changes):
    """A person in London who said yes to everything."""
    fields = {
        "person": "ada",
        "channel": Channel.EMAIL,
        "address": "ada@example.org",
        "time_zone": "Europe/London",
        "consents": dict.fromkeys(Purpose, ConsentState.GRANTED),
    }
    return Recipient(**fields | changes)


def case(*, person="ada", now=NOON, needs=(DUE,), **changes):
    """A regular customer whose usual is due."""
    moment = Moment(
        person=person,
        at=now,
        stage=Stage.REGULAR,
        stage_because="bought last week",
        needs=tuple(needs),
        evidence=("f-stage",),
    )
    fields = {
        "moment": moment,
        "candidates": (candidate(),),
        "recipients": {Channel.EMAIL: recipient(person=person)},
        "zones": ("Europe/London",),
    }
    return PersonCase(**fields | changes)
