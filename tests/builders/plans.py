"""A plan that is finished but for its signatures, its contents, and the staff."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

from shopkeeper import plan
from shopkeeper.vocabulary import (
    AccessRole,
    Channel,
    Measure,
    Plan,
    SigningRole,
    Staff,
    Step,
)


MARA = Staff(
    id="mara",
    name="Mara Lind",
    roles=(AccessRole.SPONSOR, AccessRole.CONTENT, AccessRole.EXPERIENCE),
)
PRIYA = Staff(
    id="priya",
    name="Priya Nair",
    roles=(AccessRole.ANALYSIS, AccessRole.DEVELOPMENT, AccessRole.FRONT_LINE),
)
STAFF = (MARA, PRIYA)
CONTENTS = {
    "running-low": "Running low?",
    "running-low.de": "Geht etwas zur Neige?",
    "neutral": "We are here.",
    "another": "Nothing to do with it.",
}
STEP = Step(
    key="first",
    content="running-low",
    channels=(Channel.EMAIL,),
    audience="stage in (regular, drifting) and not problem.current",
    need="usual.due_on within 7 days",
    measure=Measure(outcome="purchase", within=timedelta(days=30), target="+2 %"),
    fallback="neutral",
    again_after=timedelta(days=60),
)
PLAN = Plan(
    key="running-low",
    owner="priya",
    sponsor="mara",
    intent="save her a trip",
    sells=True,
    brand_promise="we remember, so you need not",
    starts=date(2026, 3, 1),
    ends=date(2026, 6, 1),
    review_by=date(2026, 4, 1),
    holdout=0.1,
    steps=(STEP,),
)
SIGNERS = {
    SigningRole.SPONSOR: MARA,
    SigningRole.CONTENT: MARA,
    SigningRole.EXPERIENCE: MARA,
    SigningRole.ANALYSIS: PRIYA,
    SigningRole.DEVELOPMENT: PRIYA,
}
SIGNED_AT = datetime(2026, 2, 27, 16, tzinfo=UTC)


def signed(unsigned: Plan) -> Plan:
    """Return the plan with the signatures of all five roles, as it stands."""
    return Plan(
        **{name: getattr(unsigned, name) for name in unsigned.__struct_fields__}
        | {
            "signatures": tuple(
                plan.sign(unsigned, CONTENTS, role=role, person=person, now=SIGNED_AT)
                for role, person in SIGNERS.items()
            )
        }
    )
