"""Whatever people, consents and clocks there are: what never happens to anybody."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import pairwise
from zoneinfo import ZoneInfo

import numpy as np

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.decide import (
    SILENCE,
    PastTouch,
    Word,
    decide,
    decide_round,
    epsilon_for,
    is_human,
    propensities,
    queue,
)
from shopkeeper.decide.quiet import is_quiet
from shopkeeper.vocabulary import (
    Attention,
    Channel,
    ConsentState,
    Need,
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


DAY = timedelta(days=1)
ZONES = ["Europe/London", "America/New_York", "Pacific/Auckland", None]
CHANNELS = [Channel.EMAIL, Channel.SMS, Channel.POST]
MILD = Need(
    what="a need: a gift", facts=("f-gift",), about="need.current", pressure=0.6
)


def rarely(dice, chance):
    """Throw: true in *chance* of cases."""
    return dice.random() < chance


def some_candidates(dice):
    """Steps on several channels and of several purposes, met or not."""
    found = []
    for number in range(dice.integers(1, 4)):
        channel = CHANNELS[dice.integers(3)]
        step = f"step-{number}"
        option = {
            "key": f"running-low/{step}/{channel}",
            "channel": channel,
            "purpose": list(Purpose)[dice.integers(3)],
            "step": step,
        }
        found.append(
            candidate(
                option=option,
                met=not rarely(dice, 0.2),
                facts=[("f-due",), ("f-problem",), ()][dice.integers(3)],
                again_after=[None, 5 * DAY, 40 * DAY][dice.integers(3)],
            )
        )
    return tuple(found)


def some_recipients(dice, person):
    """Ways to reach her, with consents of every state; now and then a stop."""
    suppressed = {
        channel: (str(channel),) if rarely(dice, 0.15) else () for channel in CHANNELS
    }
    if rarely(dice, 0.1):
        suppressed[CHANNELS[dice.integers(3)]] = ("all",)
    return {
        channel: recipient(
            person=person,
            channel=channel,
            time_zone=ZONES[dice.integers(4)],
            erased=rarely(dice, 0.03),
            suppressed=suppressed[channel],
            consents={
                purpose: [*ConsentState, *[ConsentState.GRANTED] * 4][dice.integers(8)]
                for purpose in Purpose
                if not rarely(dice, 0.2)
            },
        )
        for channel in CHANNELS
        if not rarely(dice, 0.2)
    }


def some_case(seed, person="ada", now=NOON):
    """Make a person of any kind, the same one for the same seed."""
    dice = np.random.default_rng(seed)
    touches = tuple(
        PastTouch(
            at=now - int(dice.integers(0, 50)) * DAY,
            channel=CHANNELS[dice.integers(3)],
            purpose=[*Purpose, None][dice.integers(4)],
            plan="running-low",
            step=f"step-{dice.integers(4)}",
        )
        for _ in range(dice.integers(0, 6))
    )
    words = tuple(
        Word(
            at=now - timedelta(hours=int(dice.integers(0, 150))),
            by=list(Speaker)[dice.integers(3)],
        )
        for _ in range(dice.integers(0, 2))
    )
    needs = [(), (DUE,), (DUE,), (PROBLEM, DUE), (MILD,)]
    return case(
        person=person,
        now=now,
        needs=needs[dice.integers(5)],
        candidates=some_candidates(dice),
        recipients=some_recipients(dice, person),
        touches=touches,
        words=words,
        handover_taken="priya" if rarely(dice, 0.1) else None,
        handover_waiting=rarely(dice, 0.3),
        zones=("Europe/London",),
        arms={"running-low": "holdout"} if rarely(dice, 0.1) else {},
    )


def people(size):
    """Draw some people of different names."""
    seeds = st.integers(0, 2**32 - 1)
    return st.tuples(
        *[seeds.map(partial(some_case, person=f"p{number}")) for number in range(size)]
    )


SHOPS = st.builds(
    lambda holdout, epsilon, state: rules(
        plans={"running-low": plan_terms(holdout=holdout, state=state)}, epsilon=epsilon
    ),
    st.sampled_from([0.0, 0.5]),
    st.sampled_from([0.0, 0.3, 1.0]),
    st.sampled_from([PlanState.STARTED, PlanState.STARTED, PlanState.STOPPED]),
)


def is_forbidden(case_, option):
    """Say from the raw case, by no rule of ours, that this may not be done to her."""
    everyone = case_.recipients.values()
    if any(one.erased or "all" in one.suppressed for one in everyone):
        return True
    if is_human(option):
        return case_.handover_taken is not None or case_.handover_waiting
    one = case_.recipients.get(option.channel)
    return (
        one is None
        or option.channel in one.suppressed
        or (
            option.purpose is Purpose.MARKETING
            and one.consents.get(Purpose.MARKETING) is not ConsentState.GRANTED
        )
        or (
            option.purpose is Purpose.RELATIONSHIP
            and one.consents.get(Purpose.RELATIONSHIP)
            in {ConsentState.DENIED, ConsentState.REVOKED}
        )
        or case_.handover_taken is not None
        or case_.arms.get("running-low") == "holdout"
        or any(
            word.by is not Speaker.REP_NOTE
            and case_.moment.at - word.at < timedelta(hours=72)
            for word in case_.words
        )
    )


@settings(max_examples=200, deadline=None)
@given(batch=people(3), shop=SHOPS, seed=st.integers(0, 99))
def test_nothing_forbidden_is_ever_chosen_and_every_choice_can_be_replayed(
    batch, shop, seed
):
    """
    Not by the dice either; and silence and a human are always among the options.
    """
    done = decide_round(batch, shop, round_key="r", seed=seed, capacity_minutes=30)
    for case_, decision in zip(batch, done, strict=True):
        chances = propensities(decision.options, epsilon_for(case_, shop))
        chosen = next(one for one in decision.options if one.key == decision.chosen)

        assert decision.chosen == SILENCE or not is_forbidden(case_, chosen)
        assert decision.propensity == chances[decision.chosen] > 0
        assert abs(sum(chances.values()) - 1) < 1e-9
        assert {SILENCE, "human"} <= {one.key for one in decision.options}
        assert all(
            one.out_because or one.value > 0 or one.key == SILENCE
            for one in decision.options
        )


@settings(max_examples=40, deadline=None)
@given(batch=people(3), shop=SHOPS, data=st.data())
def test_neither_the_order_nor_the_size_of_a_batch_changes_a_decision(
    batch, shop, data
):
    """
    Given the lottery, a person's decision depends on her alone.
    """
    drawn = data.draw(st.sets(st.sampled_from([one.person for one in batch])))
    order = data.draw(st.permutations(batch))

    def decided(people_):
        return {
            one.person: one
            for one in decide(people_, shop, round_key="r", seed=3, drawn=drawn)
        }

    together = decided(order)
    by_name = [sorted(queue(one, shop), key=repr) for one in (order, batch)]
    assert by_name[0] == by_name[1]
    for one in batch:
        assert decided([one])[one.person] == together[one.person]


@settings(max_examples=20, deadline=None)
@given(
    zone=st.sampled_from(ZONES),
    start=st.integers(0, 365).map(
        lambda days: datetime(2026, 1, 1, tzinfo=UTC) + days * DAY
    ),
    every=st.sampled_from([5, 7, 11]),
    again=st.sampled_from([timedelta(0), 3 * DAY]),
    purpose=st.sampled_from(list(Purpose)),
)
def test_over_two_months_of_rounds_the_cap_caps_and_nobody_is_woken(
    zone, start, every, again, purpose
):
    """
    Each chosen touch goes out at once and counts from then on.
    """
    shop = rules(
        plans={"running-low": plan_terms(ends=datetime(2028, 1, 1, tzinfo=UTC).date())},
        epsilon=0.2,
        attention=Attention(most=3),
    )
    step = candidate(option={"purpose": purpose}, again_after=again)
    here = {Channel.EMAIL: recipient(time_zone=zone)}
    sent = []
    for number in range(60 * 24 // every):
        now = start + number * timedelta(hours=every)
        her = case(
            now=now,
            candidates=(step,),
            recipients=here,
            touches=tuple(sent),
            zones=("America/New_York", "Pacific/Honolulu"),
        )
        (one,) = decide([her], shop, round_key=str(number), seed=1, drawn=())
        if one.chosen == SILENCE:
            continue
        for place in [zone] if zone else her.zones:
            assert not is_quiet(shop.quiet, now, place)
            assert 9 <= now.astimezone(ZoneInfo(place)).hour < 20
        sent.append(
            PastTouch(
                at=now,
                channel=Channel.EMAIL,
                purpose=purpose,
                plan="running-low",
                step="first",
            )
        )

    assert sent
    gaps = [later.at - one.at for one, later in pairwise(sent)]
    assert all(gap >= again for gap in gaps)
    if purpose is not Purpose.SERVICE:
        assert all(
            len([one for one in sent if last.at - 30 * DAY < one.at <= last.at]) <= 3
            for last in sent
        )


def test_the_generated_people_are_of_many_kinds():
    """
    A generator that makes everybody silent would prove nothing.
    """
    batch = [some_case(seed, person=str(seed)) for seed in range(800)]
    done = decide_round(batch, rules(), round_key="r", seed=1, capacity_minutes=3000)
    chosen = Counter(one.chosen.split("/")[-1] for one in done)
    purposes = Counter(
        option.purpose
        for one in done
        for option in one.options
        if option.key == one.chosen
    )

    assert min(chosen[kind] for kind in ("human", "silence", *CHANNELS)) >= 10
    assert min(purposes[purpose] for purpose in Purpose) >= 10
