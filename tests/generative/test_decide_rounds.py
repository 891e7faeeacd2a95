"""Whatever people, consents and clocks there are: what never happens to anybody."""

from collections import Counter
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from shopkeeper.decide import (
    SILENCE,
    PastTouch,
    Word,
    decide,
    decide_round,
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
CONSENTS = st.one_of(
    st.just(dict.fromkeys(Purpose, ConsentState.GRANTED)),
    st.dictionaries(
        st.sampled_from(list(Purpose)), st.sampled_from(list(ConsentState))
    ),
)
MILD = Need(
    what="a need: a gift", facts=("f-gift",), about="need.current", pressure=0.6
)


@st.composite
def candidates(draw):
    """Steps on several channels and of several purposes, met or not."""
    found = []
    for number in range(draw(st.integers(0, 3))):
        channel = draw(st.sampled_from(CHANNELS))
        step = f"step-{number}"
        option = {
            "key": f"running-low/{step}/{channel}",
            "channel": channel,
            "purpose": draw(st.sampled_from(list(Purpose))),
            "step": step,
        }
        found.append(
            candidate(
                option=option,
                met=draw(st.sampled_from([True, True, False])),
                facts=draw(st.sampled_from([("f-due",), ("f-problem",), ()])),
                again_after=draw(st.sampled_from([None, 5 * DAY, 40 * DAY])),
            )
        )
    return tuple(found)


@st.composite
def cases(draw, person="ada", now=NOON):
    """People of every kind, each under her own name."""
    recipients = {
        channel: recipient(
            person=person,
            channel=channel,
            time_zone=draw(st.sampled_from(ZONES)),
            erased=draw(st.sampled_from([False] * 9 + [True])),
            suppressed=draw(
                st.sampled_from([()] * 7 + [("all",), (channel,), ("sms",)])
            ),
            consents=draw(CONSENTS),
        )
        for channel in draw(st.sets(st.sampled_from(CHANNELS), min_size=1))
    }
    touches = draw(
        st.lists(
            st.builds(
                PastTouch,
                at=st.integers(0, 50).map(lambda days: now - days * DAY),
                channel=st.sampled_from(CHANNELS),
                purpose=st.sampled_from([*Purpose, None]),
                plan=st.just("running-low"),
                step=st.sampled_from(["step-0", "step-1"]),
            ),
            max_size=5,
        )
    )
    words = draw(
        st.just([])
        | st.lists(
            st.builds(
                Word,
                at=st.integers(0, 100).map(lambda hours: now - timedelta(hours=hours)),
                by=st.sampled_from(list(Speaker)),
            ),
            min_size=1,
            max_size=2,
        )
    )
    return case(
        person=person,
        now=now,
        needs=draw(st.sampled_from([(), (DUE,), (PROBLEM, DUE), (MILD,)])),
        candidates=draw(candidates()),
        recipients=recipients,
        touches=tuple(touches),
        words=tuple(words),
        handover_taken=draw(st.sampled_from([None] * 7 + ["priya"])),
        handover_waiting=draw(st.sampled_from([False, False, True])),
        zones=("Europe/London",),
        arms=draw(st.sampled_from([{}, {}, {"running-low": "holdout"}])),
    )


def people(size):
    """Draw some people of different names."""
    return st.tuples(*[cases(person=f"p{number}") for number in range(size)])


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


@settings(max_examples=100, deadline=None)
@given(batch=people(3), shop=SHOPS, seed=st.integers(0, 99))
def test_nothing_forbidden_is_ever_chosen_and_every_choice_can_be_replayed(
    batch, shop, seed
):
    """
    Not by the dice either; and silence and a human are always among the options.
    """
    done = decide_round(batch, shop, round_key="r", seed=seed, capacity_minutes=30)
    for case_, decision in zip(batch, done, strict=True):
        chances = propensities(decision.options, shop.epsilon)
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
    chosen = Counter()

    @settings(max_examples=60, deadline=None, database=None, derandomize=True)
    @given(batch=people(3))
    def look(batch):
        for one in decide_round(
            batch, rules(), round_key="r", seed=1, capacity_minutes=30
        ):
            kind = "human" if one.chosen == "human" else one.chosen.split("/")[-1]
            chosen[kind] += 1

    look()
    assert {"human", "silence"} < set(chosen)
    assert len(chosen) >= 3
