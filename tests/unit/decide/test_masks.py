"""What takes an option out, and which reason wins?"""

from datetime import date, timedelta

import pytest

from shopkeeper.decide import MASKS, PastTouch, Word, mask, mask_at_sending
from shopkeeper.vocabulary import (
    Attention,
    Channel,
    ConsentState,
    PlanState,
    Purpose,
    Speaker,
)
from tests.unit.decide.builders import (
    DUE,
    NOON,
    PROBLEM,
    candidate,
    case,
    plan_terms,
    recipient,
    rules,
)


HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
MANY = tuple(
    PastTouch(at=NOON - day * DAY, channel=Channel.EMAIL, by_human=True)
    for day in (4, 5, 6, 7)
)
NIGHT = NOON + 10 * HOUR
REFUSED = dict.fromkeys(Purpose, ConsentState.DENIED)


def because(case_, *, rules_=None, candidate_=None):
    """Return the sentence that takes the e-mail out, or None."""
    out = mask(candidate_ or case_.candidates[0], case_, rules_ or rules())
    return out and out.because


def test_an_option_that_nothing_speaks_against_stays_in():
    """
    The builder's person may be written to: each test below changes one thing.
    """
    assert because(case()) is None


# Each step is kept while an earlier one is added: the reason must change each time.
LAYERS = [
    ("worth", {"needs": (PROBLEM, DUE)}, {}, "a problem of hers is open"),
    ("quiet", {"now": NIGHT}, {}, "it is quiet where she is"),
    ("attention", {"touches": MANY}, {}, "her attention is used up"),
    (
        "talking",
        {"words": (Word(at=NOON - HOUR, by=Speaker.CUSTOMER),)},
        {},
        "people are talking with her",
    ),
    (
        "survey",
        {"complaint_since": NOON, "candidates": (candidate(survey=True),)},
        {},
        "she complained on 2 November 2026 and has no answer",
    ),
    (
        "again",
        {
            "touches": (
                *MANY,
                PastTouch(
                    at=NOON - 50 * DAY,
                    channel=Channel.EMAIL,
                    plan="running-low",
                    step="first",
                ),
            )
        },
        {},
        "she had this step on 13 September 2026",
    ),
    ("holdout", {}, {"holdout": 1.0}, "she is in the holdout of running-low"),
    ("need", {"candidates": (candidate(met=False, because="not due"),)}, {}, "not due"),
    (
        "dates",
        {},
        {"ends": date(2026, 11, 1)},
        "the plan running-low ended on 1 November 2026",
    ),
    ("plan", {}, {"state": PlanState.DRAFT}, "the plan running-low is not started"),
    (
        "consent",
        {"recipients": {Channel.EMAIL: recipient(consents=REFUSED)}},
        {},
        "marketing",
    ),
    (
        "suppressed",
        {
            "recipients": {
                Channel.EMAIL: recipient(consents=REFUSED, suppressed=("email",))
            }
        },
        {},
        "she wants no messages by email",
    ),
    (
        "erased",
        {
            "recipients": {
                Channel.EMAIL: recipient(
                    consents=REFUSED, suppressed=("email",), erased=True
                )
            }
        },
        {},
        "she was erased",
    ),
]


@pytest.mark.parametrize("depth", range(1, len(LAYERS) + 1))
def test_the_first_reason_in_the_stated_order_wins(depth):
    """
    With all later reasons true as well, the earliest one is the one given.
    """
    changes, terms = {}, {}
    for _, change, term, _ in LAYERS[:depth]:
        changes |= change
        terms |= term
    *_, expected = LAYERS[depth - 1]

    said = because(
        case(**changes), rules_=rules(plans={"running-low": plan_terms(**terms)})
    )

    assert said is not None
    assert expected in said


def test_every_mask_gives_a_sentence_and_what_would_change_it():
    """
    A reason that people cannot read or act on is no reason.
    """
    changes, terms = {}, {}
    seen = set()
    for _, change, term, _ in LAYERS:
        changes |= change
        terms |= term
        case_ = case(**changes)
        ours = rules(plans={"running-low": plan_terms(**terms)})
        for one in MASKS:
            out = one(case_.candidates[0], case_, ours)
            if out is not None:
                seen.add(one.__name__)
                assert len(out.because.split()) >= 2
                assert out.would_change
    # Who is silent has a test of her own: `test_silence.py`.
    beside = {"reachable", "she_still_listens"}
    assert seen >= {one.__name__ for one in MASKS} - beside


def test_a_channel_without_an_address_is_out():
    """
    Nobody can be written to without an address.
    """
    text = candidate(option={"channel": Channel.SMS, "key": "running-low/first/sms"})

    assert because(case(candidates=(text,))) == "we have no address of hers for sms"


@pytest.mark.parametrize("purpose", list(Purpose))
@pytest.mark.parametrize("by", [Speaker.CUSTOMER, Speaker.AGENT])
def test_machines_are_silent_for_72_hours_from_a_word(purpose, by):
    """
    Whatever the purpose: a machine does not talk over people (D10).
    """
    words = (Word(at=NOON - 72 * HOUR + timedelta(seconds=1), by=by),)
    case_ = case(words=words, candidates=(candidate(option={"purpose": purpose}),))
    out = mask(case_.candidates[0], case_, rules())

    assert out is not None
    assert out.until == NOON + timedelta(seconds=1)
    later = case(words=(Word(at=NOON - 72 * HOUR, by=by),))
    assert because(later) is None


def test_a_note_about_her_is_not_talking_with_her():
    """
    Staff who write something down have not spoken to her.
    """
    assert because(case(words=(Word(at=NOON - HOUR, by=Speaker.REP_NOTE),))) is None


def test_a_taken_handover_keeps_machines_silent_until_it_is_closed():
    """
    However long ago the last word was.
    """
    out = mask(candidate(), case(handover_taken="priya"), rules())

    assert out is not None
    assert out.because == "priya is talking with her"
    assert out.until is None


def test_a_step_that_comes_once_never_comes_again():
    """
    `again_after` left out means once.
    """
    had = PastTouch(
        at=NOON - 900 * DAY, channel=Channel.POST, plan="running-low", step="first"
    )

    assert "comes once" in because(case(touches=(had,)))


def test_a_step_may_come_again_when_its_time_has_passed():
    """
    And not a moment before.
    """
    had = PastTouch(
        at=NOON - 60 * DAY, channel=Channel.POST, plan="running-low", step="first"
    )
    just = candidate(again_after=60 * DAY)
    early = candidate(again_after=60 * DAY + HOUR)

    assert because(case(touches=(had,), candidates=(just,))) is None
    out = mask(early, case(touches=(had,)), rules())
    assert out is not None
    assert out.until == NOON + HOUR


def test_the_stored_arm_holds_against_the_hash():
    """
    Her arm was fixed at first eligibility; a new holdout share does not move it.
    """
    everyone = rules(plans={"running-low": plan_terms(holdout=1.0)})

    assert because(case(arms={"running-low": "treated"}), rules_=everyone) is None
    stored = because(case(arms={"running-low": "holdout"}))
    assert stored == "she is in the holdout of running-low: left alone, to compare with"


def test_service_is_not_blocked_by_a_full_budget_unless_the_shop_says_so():
    """
    Her parcel is late: she hears of it even in a busy month.
    """
    late = candidate(option={"purpose": Purpose.SERVICE}, facts=("f-problem",))
    busy = case(touches=MANY, candidates=(late,), needs=(PROBLEM,))
    strict = rules(attention=Attention(service_blocked=True))

    assert because(busy) is None
    assert "her attention is used up" in because(busy, rules_=strict)


def test_who_asked_for_fewer_has_half_the_budget():
    """
    Weekly is enough: she is heard, and not cut off.
    """
    two = case(touches=MANY[:2])
    fewer = case(touches=MANY[:2], fewer=True)

    assert because(two) is None
    assert "2 of 2 in 30 days" in because(fewer)
    assert because(case(touches=MANY[:1], fewer=True)) is None


def test_a_no_that_comes_after_the_decision_stops_the_touch_on_its_way():
    """
    And quiet hours are kept without patience, whatever the round had.
    """
    patient = rules(patience=DAY)
    revoked = recipient(consents={Purpose.MARKETING: ConsentState.REVOKED})
    told = {
        name: mask_at_sending(candidate(), one, patient)
        for name, one in {
            "free": case(),
            "no": case(recipients={Channel.EMAIL: revoked}),
            "night": case(now=NIGHT),
            "need is over": case(candidates=(candidate(met=False),)),
        }.items()
    }

    assert told["free"] is None
    assert told["need is over"] is None
    assert told["no"].because == "she took back her consent to marketing messages"
    assert "it is quiet" in told["night"].because


def test_our_page_may_answer_at_night():
    """
    She came to us: that wakes nobody.
    """
    web = candidate(option={"channel": Channel.WEB, "key": "running-low/first/web"})
    case_ = case(
        now=NIGHT,
        candidates=(web,),
        recipients={Channel.WEB: recipient(channel=Channel.WEB)},
    )

    assert because(case_) is None


def test_with_patience_a_quiet_night_defers_and_does_not_take_out():
    """
    A round at night must not starve those who may be written to in the morning.
    """
    patient = rules(patience=DAY)

    assert because(case(now=NIGHT), rules_=patient) is None
    assert because(case(now=NIGHT)) is not None
