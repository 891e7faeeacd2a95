"""A survey serves us: it is spared her more than anything else."""

from __future__ import annotations

from datetime import timedelta

import pytest

from shopkeeper.decide import PastTouch, mask, mask_at_sending
from shopkeeper.decide import attention as budget
from shopkeeper.vocabulary import Attention, Channel, Purpose
from tests.unit.decide.builders import NOON, candidate, case, rules


DAY = timedelta(days=1)
SURVEY = candidate(option={"purpose": Purpose.SERVICE}, survey=True)
NOTICE = candidate(option={"purpose": Purpose.SERVICE})


def asked(days: float, **more) -> PastTouch:
    """A survey of another plan, so many days ago."""
    return PastTouch(
        at=NOON - days * DAY, channel=Channel.SMS, survey=True,
        purpose=Purpose.SERVICE, **more,
    )  # fmt: skip


def because(case_, one=SURVEY, **changes):
    """Say what takes a survey out, or None."""
    out = mask(one, case_, rules(**changes))
    return out and out.because


def test_a_survey_that_nothing_speaks_against_may_ask():
    """What the others are compared with."""
    assert because(case()) is None


@pytest.mark.parametrize(("days", "may"), [(1, False), (89.9, False), (90, True)])
def test_nobody_is_asked_twice_within_the_window(days, may):
    """Whatever the plan, the channel and the purpose; and then she may be asked."""
    said = because(case(touches=(asked(days),)))
    assert (said is None) is may
    assert may or "not again within 90 days" in said


def test_who_shares_her_mailbox_was_asked_too():
    """Whoever opens it reads both."""
    assert "not again" in because(case(touches=(asked(5, to_housemate=True),)))


def test_a_complaint_without_an_answer_keeps_every_survey_away():
    """Also from a touch that was decided before she complained."""
    hurt = case(complaint_since=NOON - DAY)
    assert "she is not asked what she thinks of us" in because(hurt)
    out = mask_at_sending(SURVEY, hurt, rules())
    assert out is not None
    assert "complained" in out.because
    assert because(hurt, NOTICE) is None


def test_the_budget_holds_a_survey_whatever_it_is_called():
    """Service goes beyond the budget; a survey called service does not."""
    full = tuple(
        PastTouch(at=NOON - day * DAY, channel=Channel.EMAIL) for day in (4, 5, 6, 7)
    )
    assert "attention is used up" in because(case(touches=full))
    assert because(case(touches=full), NOTICE) is None


@pytest.mark.parametrize("service_counts", [True, False])
def test_a_survey_uses_her_attention_where_service_does_not(service_counts):
    """One budget, and no way around it by a word in a content."""
    shop = Attention(most=4, per=30 * DAY, service_counts=service_counts)
    notice = PastTouch(at=NOON, channel=Channel.EMAIL, purpose=Purpose.SERVICE)
    survey = PastTouch(
        at=NOON, channel=Channel.EMAIL, purpose=Purpose.SERVICE, survey=True
    )
    assert budget.used(shop, [survey], NOON) == 1
    assert budget.used(shop, [notice], NOON) == (1 if service_counts else 0)
