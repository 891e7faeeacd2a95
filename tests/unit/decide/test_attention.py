"""Does the cap cap, over all channels and all people?"""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from shopkeeper.decide import PastTouch
from shopkeeper.decide.attention import hold, used
from shopkeeper.vocabulary import Attention, Channel, Purpose
from tests.unit.decide.builders import NOON


DAY = timedelta(days=1)
FOUR = Attention()


def touch(days_ago, channel=Channel.EMAIL, **changes):
    """A touch some days before noon."""
    return PastTouch(at=NOON - days_ago * DAY, channel=channel, **changes)


def held(touches, *, budget=FOUR, channel=Channel.EMAIL, purpose=Purpose.MARKETING):
    """Ask for one more at noon."""
    return hold(budget, touches, NOON, channel=channel, purpose=purpose)


def test_one_budget_counts_all_channels_and_what_people_sent():
    """
    A call by staff, a letter and two mails: the fifth touch waits.
    """
    touches = [
        touch(3, Channel.PHONE, by_human=True),
        touch(5, Channel.POST),
        touch(10),
        touch(20),
    ]

    assert held(touches[:3]) is None
    hold_ = held(touches)
    assert hold_ is not None
    assert hold_.until == NOON + 10 * DAY
    assert "4 of 4 in 30 days" in hold_.because


def test_a_touch_leaves_the_budget_when_its_period_is_over():
    """
    Exactly thirty days later it no longer counts.
    """
    assert used(FOUR, [touch(30)], NOON) == 0
    assert used(FOUR, [touch(29.999)], NOON) == 1


def test_a_touch_on_its_way_counts_already():
    """
    Otherwise a queue could overrun the budget.
    """
    assert used(FOUR, [touch(-2)], NOON) == 1


def test_service_uses_the_budget_up_but_is_not_blocked():
    """
    Both ways can be set by the shop.
    """
    touches = [touch(day, purpose=Purpose.SERVICE) for day in (1, 2, 3, 4)]

    assert held(touches) is not None
    assert held(touches, purpose=Purpose.SERVICE) is None
    assert held(touches, budget=Attention(service_counts=False)) is None
    strict = Attention(service_blocked=True)
    assert held(touches, budget=strict, purpose=Purpose.SERVICE) is not None


def test_a_web_page_costs_no_attention():
    """
    Its weight is zero unless the shop says otherwise.
    """
    touches = [touch(day) for day in (1, 2, 3, 4)]

    assert held(touches, channel=Channel.WEB) is None
    assert used(FOUR, [touch(1, Channel.WEB)], NOON) == 0


def test_a_touch_heavier_than_the_budget_never_fits():
    """
    And says so, without an end.
    """
    heavy = Attention(weights={Channel.PHONE: 9})
    hold_ = held([], budget=heavy, channel=Channel.PHONE)

    assert hold_ is not None
    assert hold_.until is None


@given(
    days=st.lists(st.integers(-5, 40), max_size=12),
    weight=st.sampled_from([0.1, 0.3, 1.0, 2.5]),
)
def test_until_is_the_first_moment_with_room(days, weight):
    """
    At `until` it fits, and the microsecond before it does not.
    """
    budget = Attention(weights={Channel.EMAIL: weight})
    touches = [touch(day) for day in days]
    hold_ = held(touches, budget=budget)
    if hold_ is None or hold_.until is None:
        return
    tick = timedelta(microseconds=1)
    email = {"channel": Channel.EMAIL, "purpose": Purpose.MARKETING}

    assert hold(budget, touches, hold_.until, **email) is None
    assert hold(budget, touches, hold_.until - tick, **email) is not None
