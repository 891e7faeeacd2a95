"""What a plan lacks, who signs it, what revokes that, and when it may run."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shopkeeper import plan
from shopkeeper.vocabulary import (
    BadInput,
    Channel,
    Declined,
    Held,
    Measure,
    NotAllowed,
    Plan,
    PlanState,
    Predicates,
    SigningRole,
)
from tests.builders import utc
from tests.builders.plans import (
    CONTENTS,
    MARA,
    PLAN,
    PRIYA,
    STAFF,
    STEP,
    signed,
)


NOW = utc("2026-03-10 12:00")


def look(at: Plan, contents: dict[str, str] | None = None) -> plan.Readiness:
    """Check a plan as its people would."""
    return plan.check(at, contents or CONTENTS, STAFF, NOW, predicates=Predicates())


def missing(at: Plan) -> dict[str, str]:
    """Return what is missing, and what is said about it."""
    return {one.what: one.says for one in look(at).missing}


def with_step(**changes: object) -> Plan:
    """Return the plan with its step changed."""
    return replace(PLAN, steps=(replace(STEP, **changes),))


def test_a_plan_that_all_five_signed_is_ready() -> None:
    """Nothing missing, everything finished."""
    readiness = look(signed(PLAN))
    assert readiness.ready
    assert readiness.finished == 1
    assert readiness.missing == ()
    assert [one.valid for one in readiness.signatures] == [True] * 5


def test_an_unsigned_plan_waits_for_each_role() -> None:
    """Each role is named, with the command to sign by."""
    readiness = look(PLAN)
    assert not readiness.ready
    assert [one.role for one in readiness.missing] == [
        role.value for role in SigningRole
    ]
    assert all("shopkeeper plan sign running-low" in o.says for o in readiness.missing)
    assert 0.6 < readiness.finished < 0.8


@pytest.mark.parametrize("role", list(SigningRole))
def test_no_role_can_be_left_out(role: SigningRole) -> None:
    """Four signatures are not five."""
    whole = signed(PLAN)
    rest = tuple(one for one in whole.signatures if one.role is not role)
    readiness = look(replace(whole, signatures=rest))
    assert [one.what for one in readiness.missing] == [f"signatures.{role.value}"]


@pytest.mark.parametrize(
    "change",
    [
        {"owner": "mara"},
        {"intent": "sell more"},
        {"sells": False},
        {"brand_promise": "cheap"},
        {"ends": date(2026, 6, 2)},
        {"review_by": date(2026, 4, 2)},
        {"holdout": 0.2},
        {"steps": (replace(STEP, audience="stage = regular"),)},
        {"steps": (replace(STEP, need="usual.item"),)},
        {"steps": (replace(STEP, channels=(Channel.SMS,)),)},
        {"steps": (replace(STEP, fallback="silence"),)},
        {"steps": (replace(STEP, needs_specific=True),)},
        {"steps": (replace(STEP, again_after=None),)},
        {"steps": (replace(STEP, content="another"),)},
        {"steps": (STEP, replace(STEP, key="second"))},
    ],
)
def test_any_change_of_the_plan_revokes_its_signatures(
    change: dict[str, object],
) -> None:
    """One hash over all of it."""
    readiness = look(replace(signed(PLAN), **change))
    assert not readiness.ready
    assert [one.valid for one in readiness.signatures] == [False] * 5
    assert "changed since" in readiness.signatures[0].because


@pytest.mark.parametrize("key", ["running-low", "running-low.de", "neutral"])
def test_a_change_of_named_content_revokes_the_signatures(key: str) -> None:
    """Each language and each fallback is covered."""
    readiness = look(signed(PLAN), CONTENTS | {key: CONTENTS[key] + " "})
    assert not any(one.valid for one in readiness.signatures)


def test_other_content_may_change_freely() -> None:
    """A plan covers what it names, and no more."""
    assert look(signed(PLAN), CONTENTS | {"another": "New words.", "new": "x"}).ready


def test_a_signature_by_someone_without_the_role_does_not_count() -> None:
    """Not even one that was written into the file by hand."""
    whole = signed(PLAN)
    forged = tuple(replace(one, person="priya") for one in whole.signatures)
    checks = look(replace(whole, signatures=forged)).signatures
    assert {one.role.value: one.valid for one in checks} == {
        "sponsor": False, "content": False, "experience": False,
        "analysis": True, "development": True,
    }  # fmt: skip
    assert "does not hold the role" in checks[0].because


def test_a_signature_from_the_future_or_by_nobody_does_not_count() -> None:
    """Each with its reason."""
    whole = signed(PLAN)
    late = replace(whole.signatures[0], at=NOW + timedelta(seconds=1))
    stranger = replace(whole.signatures[1], person="sam")
    first, second = look(replace(whole, signatures=(late, stranger))).signatures
    assert (first.valid, first.because) == (False, "it is dated in the future")
    assert (second.valid, second.because) == (
        False, "nobody of the staff has the id sam",
    )  # fmt: skip


def test_signing_again_heals_what_a_change_revoked() -> None:
    """The old signature stays to be seen; the new one counts."""
    changed = replace(signed(PLAN), intent="save her two trips")
    again = tuple(
        plan.sign(changed, CONTENTS, role=one.role, person=person, now=NOW)
        for one in changed.signatures
        for person in STAFF
        if person.id == one.person
    )
    readiness = look(replace(changed, signatures=(*changed.signatures, *again)))
    assert readiness.ready
    assert len(readiness.signatures) == 10


def test_nobody_signs_for_a_role_she_does_not_hold() -> None:
    """Refused when signing, not only when checking."""
    with pytest.raises(NotAllowed, match="does not hold the role sponsor"):
        plan.sign(PLAN, CONTENTS, role=SigningRole.SPONSOR, person=PRIYA, now=NOW)
    other = replace(PLAN, sponsor="sam")
    with pytest.raises(NotAllowed, match="the sponsor of this plan is sam"):
        plan.sign(other, CONTENTS, role=SigningRole.SPONSOR, person=MARA, now=NOW)
    alone = replace(PLAN, owner="mara")
    with pytest.raises(NotAllowed, match="the owner cannot be the sponsor"):
        plan.sign(alone, CONTENTS, role=SigningRole.SPONSOR, person=MARA, now=NOW)


@pytest.mark.parametrize(
    ("at", "what", "says"),
    [
        (replace(PLAN, owner=""), "owner", "name one"),
        (replace(PLAN, owner="pria"), "owner", "did you mean `priya`"),
        (replace(PLAN, sponsor="priya"), "sponsor", "somebody else has to sponsor"),
        (replace(PLAN, sponsor=""), "sponsor", "name one"),
        (replace(PLAN, intent=" "), "intent", "say why"),
        (replace(PLAN, brand_promise=""), "brand_promise", "what it keeps"),
        (replace(PLAN, ends=date(2026, 2, 1)), "dates", "before it starts"),
        (replace(PLAN, review_by=date(2026, 2, 1)), "dates", "before the start"),
        (replace(PLAN, review_by=date(2026, 3, 9)), "review", "paused: the review"),
        (replace(PLAN, steps=()), "steps", "needs a step"),
        (with_step(audience=""), "steps.first.audience", "whom it is for"),
        (with_step(need=""), "steps.first.need", "what she must need"),
        (with_step(content=""), "steps.first.content", "name it"),
        (with_step(channels=()), "steps.first.channels", "say where"),
        (with_step(fallback=""), "steps.first.fallback", "say what else"),
        (with_step(fallback="running-low"), "steps.first.fallback", "stand in for"),
        (
            with_step(measure=Measure(outcome="", within=timedelta(0))),
            "steps.first.measure",
            "how it is judged",
        ),
    ],
)
def test_what_is_missing_is_named_with_what_to_do(
    at: Plan, what: str, says: str
) -> None:
    """H3: no step without audience, need, content, measure and fallback."""
    assert says in missing(at)[what]
    assert len(missing(at)) >= len(missing(PLAN)) + 1


def test_the_review_is_due_at_the_end_of_its_day() -> None:
    """The day itself is still in time."""
    assert "review" not in missing(replace(PLAN, review_by=date(2026, 3, 10)))


def test_a_content_that_is_not_there_is_an_error_that_names_it() -> None:
    """For the content and for the fallback."""
    says = r"step first names the content `runing-low`.*write content/runing-low\.md"
    with pytest.raises(BadInput, match=says):
        look(with_step(content="runing-low"))
    with pytest.raises(BadInput, match="names the content `quiet`"):
        look(with_step(fallback="quiet"))


def test_an_audience_that_cannot_be_read_names_plan_and_step() -> None:
    """Unknown names are errors, not something missing."""
    says = "plan running-low, step first, need, line 1, column 1: unknown name `usual"
    with pytest.raises(BadInput, match=says):
        look(with_step(need="usual.due within 7 days"))


def test_a_step_on_a_channel_its_content_is_not_written_for_is_missing() -> None:
    """Where the caller knows what the contents are written for."""
    at = with_step(channels=(Channel.EMAIL, Channel.SMS))
    readiness = plan.check(
        at, CONTENTS, STAFF, NOW, predicates=Predicates(),
        content_channels={"running-low": {Channel.EMAIL}},
    )  # fmt: skip
    assert readiness.missing[0].says == "content running-low is not written for sms"


def test_check_prints_the_contracted_fields() -> None:
    """contracts.md, section 3."""
    told = plan.readiness_json(look(replace(signed(PLAN), intent="")))
    assert set(told) == {"ready", "finished", "missing", "signatures", "review_by"}
    assert set(told["missing"][0]) == {"what", "role", "says"}
    assert set(told["signatures"][0]) == {"role", "person", "at", "valid", "because"}
    assert (told["ready"], told["review_by"]) == (False, "2026-04-01")


def run(at: Plan, state: PlanState, now: str = "2026-03-10 12:00") -> object:
    """Ask whether a plan may run."""
    when = utc(now)
    readiness = plan.check(at, CONTENTS, STAFF, when, predicates=Predicates())
    return plan.may_run(at, readiness, state, when)


def test_only_a_started_signed_plan_in_its_dates_may_run() -> None:
    """Each other case has its reason."""
    whole = signed(PLAN)
    assert run(whole, PlanState.STARTED) is None
    assert run(whole, PlanState.DRAFT) == Held(
        until=None,
        because=(
            "plan running-low is not started: "
            "`shopkeeper plan start running-low --by priya`"
        ),
    )
    assert "is stopped" in run(whole, PlanState.STOPPED).because
    assert "not ready (signatures.sponsor)" in run(PLAN, PlanState.STARTED).because


def test_a_plan_waits_for_its_first_day_and_ends_after_its_last() -> None:
    """Both days included."""
    whole = signed(replace(PLAN, review_by=date(2026, 6, 1)))
    early = run(whole, PlanState.STARTED, "2026-02-28 23:59")
    assert early == Held(
        until=utc("2026-03-01 00:00"), because="plan running-low starts on 2026-03-01"
    )
    assert run(whole, PlanState.STARTED, "2026-03-01 00:00") is None
    assert run(whole, PlanState.STARTED, "2026-06-01 23:59") is None
    late = run(whole, PlanState.STARTED, "2026-06-02 00:00")
    assert late == Declined(because="plan running-low ended on 2026-06-01")


def test_a_plan_nobody_looked_at_pauses_itself() -> None:
    """H4."""
    paused = run(signed(PLAN), PlanState.STARTED, "2026-04-02 00:00")
    assert isinstance(paused, Held)
    assert "paused: the review was due by 2026-04-01" in paused.because


@settings(deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_two_different_texts_never_share_a_canonical_form(one: str, two: str) -> None:
    """No text can pretend to be the end of another."""
    first, second = (
        plan.canonical(replace(PLAN, intent=a), CONTENTS | {"neutral": b})
        for a, b in ((one, two), (two, one))
    )
    assert (first == second) is (one == two)
    assert "\n" not in first
