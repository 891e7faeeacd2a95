"""What is decided for a round of people, and how is it told?"""

import pytest

from shopkeeper.decide import (
    NO_CAPACITY,
    PastTouch,
    decide,
    decide_round,
    propensities,
    queue,
    value,
)
from shopkeeper.vocabulary import (
    Attention,
    Channel,
    ConsentState,
    Need,
    Purpose,
    decision_id,
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


CERTAIN = rules(epsilon=0.0)


def decided(case_, *, rules_=CERTAIN, drawn=("ada",), seed=1):
    """Decide for one person."""
    (one,) = decide([case_], rules_, round_key="r", seed=seed, drawn=set(drawn))
    return one


def option(decision, key):
    """Return one of a decision's options."""
    return next(one for one in decision.options if one.key == key)


def town(size=60):
    """People of all kinds, by number."""
    return [
        case(
            person=f"p{number:03}",
            needs=[(DUE,), (PROBLEM, DUE), ()][number % 3],
            recipients={
                Channel.EMAIL: recipient(
                    person=f"p{number:03}",
                    suppressed=("all",) if number % 7 == 0 else (),
                )
            },
        )
        for number in range(size)
    ]


def test_a_due_need_is_met_by_the_touch_that_answers_it():
    """
    .4 pressure x 1 fit - .1 for her attention = .3, against 0 for silence.
    """
    her = decided(case())

    assert her.chosen == "running-low/first/email"
    assert option(her, her.chosen).value == pytest.approx(0.3)
    assert her.propensity == 1.0
    assert her.facts == ("f-due", "f-stage")
    assert her.id == decision_id("r", "ada", "next")


def test_silence_and_a_human_are_always_among_the_options():
    """
    Also for a person whom no plan has anything for.
    """
    her = decided(case(candidates=(), needs=()))

    assert [one.key for one in her.options] == ["human", "silence"]
    assert her.chosen == "silence"
    assert her.because == "she needs nothing now that we know of"


def test_a_problem_sends_a_human_and_makes_selling_worthless():
    """
    1 - .1 - 15 x .02 = .6 for the human, below 0 for the offer (C3).
    """
    her = decided(case(needs=(PROBLEM, DUE)))

    assert her.chosen == "human"
    assert option(her, "human").value == pytest.approx(0.6)
    offer = option(her, "running-low/first/email")
    assert offer.value == pytest.approx(-0.1)
    assert offer.out_because.startswith("a problem of hers is open")
    assert her.because == "a problem: the spine is torn: a human mends it best"


def test_without_a_free_human_a_problem_is_still_no_time_to_sell():
    """
    She is left alone, with the reason, and with what would have helped.
    """
    her = decided(case(needs=(PROBLEM, DUE)), drawn=())

    assert her.chosen == "silence"
    assert her.because == f"human is out: {NO_CAPACITY}"
    assert her.would_change[0] == "a free human: human"
    assert "if no problem were open: running-low/first/email" in her.would_change


def test_a_machine_may_tell_about_a_problem_when_no_human_is_free():
    """
    A service message about it is worth .5 - .1; a human .6.
    """
    tells = candidate(
        option={"purpose": Purpose.SERVICE}, facts=("f-problem",), because="it is late"
    )
    her = case(needs=(PROBLEM,), candidates=(tells,))

    assert decided(her).chosen == "human"
    assert decided(her, drawn=()).chosen == "running-low/first/email"


def test_what_a_consent_would_have_changed_is_told():
    """
    In her own terms, with the option it would have opened.
    """
    no = {Channel.EMAIL: recipient(consents={Purpose.MARKETING: ConsentState.DENIED})}
    her = decided(case(recipients=no))

    assert her.chosen == "silence"
    assert her.would_change[0] == ("a marketing consent: running-low/first/email")


def test_her_attention_costs_more_the_less_of_it_is_left():
    """
    The formula of the module, by hand: .4 - .1 x (1 + 2/4) = .25.
    """
    spent = (PastTouch(at=NOON, channel=Channel.EMAIL),) * 2
    her = decided(case(touches=spent))

    assert option(her, "running-low/first/email").value == pytest.approx(0.25)


def test_a_need_that_is_none_of_the_moments_has_the_base_value():
    """
    .2 - .1: a plan's own reason weighs less than hers.
    """
    her = case(candidates=(candidate(facts=("f-other",)),))
    offered = decided(her).options[0]

    assert offered.value == pytest.approx(0.1)
    assert value(candidate(option={"key": "silence"}), her, CERTAIN) == 0


def test_the_earlier_channel_wins_where_both_are_worth_the_same():
    """
    A step names its preferred channel first.
    """
    text = candidate(option={"channel": Channel.SMS, "key": "running-low/first/sms"})
    both = case(
        candidates=(text, candidate()),
        recipients={
            Channel.EMAIL: recipient(),
            Channel.SMS: recipient(channel=Channel.SMS),
        },
    )

    assert decided(both).chosen == "running-low/first/sms"


def test_the_holdout_is_left_alone_and_its_arm_is_recorded():
    """
    She counts for the plan, as one who was not written to.
    """
    left_alone = rules(plans={"running-low": plan_terms(holdout=1.0)}, epsilon=0.0)
    her = decided(case(), rules_=left_alone)

    assert her.chosen == "silence"
    assert her.arms == {"running-low": "holdout"}


def test_an_arm_is_given_at_first_eligibility_whatever_holds_the_touch():
    """
    Intent to treat: a full budget or a quiet night does not change who counts.
    """
    full = rules(attention=Attention(most=0), epsilon=0.0)

    assert decided(case(), rules_=full).arms == {"running-low": "treated"}
    unmet = case(candidates=(candidate(met=False),))
    assert decided(unmet).arms == {}


def test_stored_arms_stay_in_every_decision():
    """
    So that each decision says on which side she stood.
    """
    her = decided(case(candidates=(), arms={"winter": "holdout"}))

    assert her.arms == {"winter": "holdout"}


def test_a_batch_of_one_equals_its_part_of_the_batch_of_many():
    """
    No second implementation online, and no order that matters.
    """
    people = town()
    ours = rules(epsilon=0.3)
    drawn = {one.person for one in people[::2]}
    batch = decide(people, ours, round_key="r", seed=5, drawn=drawn)
    backwards = decide(people[::-1], ours, round_key="r", seed=5, drawn=drawn)

    assert backwards[::-1] == batch
    for person, together in zip(people, batch, strict=True):
        (alone,) = decide([person], ours, round_key="r", seed=5, drawn=drawn)
        assert alone == together


def test_every_propensity_can_be_computed_again_from_the_logged_masks():
    """
    What is in the record is enough: options with their masks, and epsilon.
    """
    people, ours = town(), rules(epsilon=0.3)
    done = decide_round(people, ours, round_key="r", seed=5, capacity_minutes=60)
    for one in done:
        epsilon = float(one.policy.rpartition("epsilon=")[2])
        assert one.propensity == propensities(one.options, epsilon)[one.chosen]
        assert option(one, one.chosen).out_because is None
        assert one.because


def test_no_dice_are_thrown_while_a_problem_is_open():
    """
    Learning is no reason to leave somebody alone with a problem.
    """
    daring = rules(epsilon=1.0)
    people = [case(person=str(one), needs=(PROBLEM,)) for one in range(50)]
    drawn = {one.person for one in people}
    done = decide(people, daring, round_key="r", seed=1, drawn=drawn)

    assert {(one.chosen, one.propensity) for one in done} == {("human", 1.0)}
    others = [case(person=str(one)) for one in range(50)]
    done = decide(others, daring, round_key="r", seed=1, drawn=drawn)
    assert {one.chosen for one in done} == {"running-low/first/email", "silence"}


def test_what_time_would_change_is_told_on_the_shops_clock():
    """
    As its people read it: 09:00 in London, for a person in New York.
    """
    night = {Channel.EMAIL: recipient(time_zone="America/New_York")}
    her = decided(case(recipients=night), rules_=rules(time_zone="Europe/London"))

    assert her.would_change[0] == (
        "after 14:00 on 2 November 2026, outside the quiet hours: "
        "running-low/first/email"
    )


def test_a_round_gives_humans_no_more_than_their_minutes():
    """
    Who queued and did not get one reads why.
    """
    people = town()
    waiting = queue(people, CERTAIN)
    done = decide_round(people, CERTAIN, round_key="r", seed=5, capacity_minutes=60)
    with_human = [one.person for one in done if one.chosen == "human"]
    turned_away = [
        one.person for one in done if option(one, "human").out_because == NO_CAPACITY
    ]

    assert len(with_human) == 4  # of 15 minutes each
    assert sorted(with_human + turned_away) == sorted(one.person for one in waiting)


def test_nobody_who_is_suppressed_queues_for_a_human():
    """
    A human does not go round her wish either.
    """
    people = town()
    suppressed = {
        one.person
        for one in people
        if "all" in one.recipients[Channel.EMAIL].suppressed
    }

    assert suppressed
    assert not suppressed & {one.person for one in queue(people, CERTAIN)}


def test_a_mild_need_does_not_take_a_humans_time():
    """
    .6 x .5 - .1 - .3 is below 0: the minutes are for those with problems.
    """
    mild = Need(what="a need: a gift", facts=("f",), about="need.current", pressure=0.6)
    her = decided(case(needs=(mild,), candidates=()))

    assert option(her, "human").out_because == "nothing here needs a human"
