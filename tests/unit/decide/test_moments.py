"""Who is she, where is she, and what does she need now?"""

from datetime import date, datetime, timedelta

import pytest

from shopkeeper.decide import OpenLoop, StageNow, has_problem, moment, why_it_matters
from shopkeeper.vocabulary import (
    ConsentState,
    Fact,
    Promise,
    PromiseState,
    Purpose,
    Stage,
    Standing,
)
from tests.unit.decide.builders import NOON


DAY = timedelta(days=1)
REGULAR = StageNow(
    stage=Stage.REGULAR, because="bought five times", evidence=("f-stage",)
)


def fact(about, value, *, days_ago=1, **changes):
    """A recorded fact, learned some days before noon."""
    fields = {
        "id": f"f-{about}-{value}",
        "person": "ada",
        "about": about,
        "value": value,
        "standing": Standing.RECORDED,
        "confidence": 0.95,
        "learned_at": NOON - days_ago * DAY,
    }
    return Fact(**fields | changes)


def promise(**changes):
    """Our open promise to ring her by yesterday."""
    fields = {
        "id": "p-ring",
        "person": "ada",
        "what": "ring you",
        "owner": "us",
        "made_by": "priya",
        "deadline": date(2026, 11, 1),
        "state": PromiseState.OPEN,
        "utterance": "tickets:7",
    }
    return Promise(**fields | changes)


def now_for_her(*facts, stage=REGULAR, **changes):
    """Her moment at noon on 2 November 2026."""
    return moment("ada", now=NOON, stage=stage, facts=facts, **changes)


def test_a_problem_ranks_above_everything_else_she_could_need():
    """
    However old the problem and however fresh the need (C3).
    """
    her = now_for_her(
        fact("usual.due_on", "2026-11-04"),
        fact("need.current", "a gift", days_ago=0),
        fact("order.late", "A-17", days_ago=2),
        fact("problem.current", "torn spine", days_ago=20),
        promises=[promise()],
    )

    assert [need.what for need in her.needs] == [
        "a problem: torn spine",
        "a broken promise: ring you",
        "a late order: A-17",
        "a need: a gift",
        "her next visit is due on 4 November 2026",
    ]
    assert has_problem(her)


def test_each_need_and_the_stage_lead_to_their_facts():
    """
    Nothing is said of her that cannot be walked back.
    """
    her = now_for_her(fact("need.current", "a gift"), promises=[promise()])

    assert [need.facts for need in her.needs] == [
        ("p-ring",),
        ("f-need.current-a gift",),
    ]
    assert her.evidence == ("f-stage",)
    assert her.stage_because == "bought five times"


def test_a_promise_is_broken_the_day_after_its_deadline_and_not_on_it():
    """
    Deadlines are inclusive; before, she merely waits for us.
    """
    due_today = now_for_her(promises=[promise(deadline=date(2026, 11, 2))])
    over = now_for_her(promises=[promise(deadline=date(2026, 11, 1))])

    assert due_today.needs[0].what == "she waits for what we promised: ring you"
    assert not has_problem(due_today)
    assert over.needs[0].what == "a broken promise: ring you"
    assert has_problem(over)


def test_what_is_kept_or_hers_is_no_need():
    """
    Her promise to pay is not a thing she needs from us.
    """
    kept = promise(state=PromiseState.KEPT)
    hers = promise(owner="hers")

    assert now_for_her(promises=[kept, hers]).needs == ()


def test_a_need_fades_until_it_is_no_need_of_now():
    """
    With a half-life of 30 days, .95 falls below one in ten after 98 days.
    """
    assert now_for_her(fact("problem.current", "torn", days_ago=97)).needs
    assert not now_for_her(fact("problem.current", "torn", days_ago=98)).needs


def test_the_usual_is_a_need_when_overdue_or_due_within_a_week():
    """
    Contracts, section 3: overdue or in the next 7 days.
    """
    due = [
        [need.what for need in now_for_her(fact("usual.due_on", day)).needs]
        for day in ("2026-11-10", "2026-11-09", "2026-11-02", "2026-11-01")
    ]

    assert due == [
        [],
        ["her next visit is due on 9 November 2026"],
        ["her next visit is due on 2 November 2026"],
        ["her next visit was due on 1 November 2026"],
    ]


def test_a_complaint_nobody_answered_is_a_problem_and_an_idea_is_not():
    """
    Heard but not answered stays visible until it is closed (B7).
    """
    complaint = OpenLoop(kind="complaint", since=NOON - DAY, utterance="mails:1")
    idea = OpenLoop(kind="idea", since=NOON - DAY, utterance="mails:2", what="a club")

    assert has_problem(now_for_her(loops=[complaint]))
    her = now_for_her(loops=[idea])
    assert not has_problem(her)
    assert her.needs[0].what == "her idea nobody has answered: a club"


def test_two_rows_that_say_the_same_are_one_need_with_both_facts():
    """
    She has one problem, and two rows know of it.
    """
    twice = [
        fact("problem.current", "torn", id="f-1"),
        fact("problem.current", "torn", id="f-2"),
    ]
    (need,) = now_for_her(*twice).needs

    assert set(need.facts) == {"f-1", "f-2"}


def test_what_a_human_has_seen_to_is_no_problem_any_more_until_she_says_it_again():
    """
    Otherwise the desk would get her anew each morning; her rhythm goes on.
    """
    due = fact("usual.due_on", "2026-11-04", id="f-due")
    seen_to = {"f-1", "f-due", "p-ring"}

    def needs(*facts):
        her = now_for_her(due, *facts, promises=[promise()], seen_to=seen_to)
        return [need.about for need in her.needs]

    first = fact("problem.current", "torn", id="f-1")
    again = fact("problem.current", "torn", id="f-2")
    assert needs(first) == ["usual.due_on"]
    assert needs(first, again) == ["problem.current", "usual.due_on"]


def test_the_order_of_facts_does_not_matter():
    """
    A replay that reads them in another order gives the same moment.
    """
    facts = [fact("need.current", word) for word in ("a", "b", "c")]

    assert now_for_her(*facts) == now_for_her(*reversed(facts))


def test_what_is_unknown_and_matters_is_listed_with_why():
    """
    What she has told us is not asked again.
    """
    her = now_for_her(
        fact("preference.paper", "yes"),
        consents={Purpose.MARKETING: ConsentState.DENIED},
    )

    assert her.unknown == ("person.called", "usual.due_on")
    assert all(why_it_matters(about) for about in her.unknown)


def test_nobody_knows_why_she_drifts_is_the_first_question():
    """
    For a drifting customer without a known problem.
    """
    drifting = StageNow(stage=Stage.DRIFTING, because="late by two rhythms")

    assert now_for_her(stage=drifting).unknown[0] == "problem.current"


def test_a_moment_without_a_time_zone_is_refused():
    """
    It would be read on the clock of the machine.
    """
    with pytest.raises(ValueError, match="has no time zone"):
        moment("ada", now=datetime(2026, 11, 2), stage=REGULAR, facts=())
