"""What is said about a step, and what is kept back?"""

import json

import pytest

from shopkeeper.measure import join_outcomes, judge, result_json, results, sentence
from tests.unit.measure.builders import DAY, START, decision, outcome, plan, step


LATER = START + 100 * DAY


def people(arm, n):
    """Name n people of an arm."""
    return [f"{arm}-{number:04}" for number in range(n)]


def result(
    treated, holdout, *, extra=(), better="more", now=LATER, share=0.5, aliases=None
):
    """Judge a step of which (n, yes) are given for each arm."""
    arms = {"treated": treated, "holdout": holdout}
    plan_ = plan(steps=(step(better=better),), holdout=share)
    decisions = [
        decision(person, arm)
        for arm, (n, _) in arms.items()
        for person in people(arm, n)
    ]
    outcomes = [
        outcome(person) for arm, (_, yes) in arms.items() for person in people(arm, yes)
    ]
    joined = join_outcomes(
        decisions,
        [*outcomes, *extra],
        plans={plan_.key: plan_},
        now=now,
        aliases=aliases,
    )
    return judge(joined, plan_, plan_.steps[0])


def test_a_clear_effect_is_better_and_a_clear_harm_is_worse():
    """
    And the other way round where less is better.
    """
    assert result((200, 80), (200, 20)).verdict == "better"
    assert result((200, 20), (200, 80)).verdict == "worse"
    assert result((200, 20), (200, 80), better="less").verdict == "better"
    assert result((200, 80), (200, 20), better="less").verdict == "worse"


def test_a_small_difference_is_cannot_tell():
    """
    A result, not a failure.
    """
    assert result((143, 30), (16, 3)).verdict == "cannot tell"


def test_a_result_is_told_in_one_plain_sentence():
    """
    With how many, how often, and what is still possible.
    """
    assert sentence(result((143, 30), (16, 3), share=0.1)) == (
        "cannot tell yet: 143 meant to be reached, 16 left alone; purchase within "
        "30 days 21 % against 19 %, anything from -43 to +27 points is possible"
    )
    assert sentence(result((200, 80), (200, 20))).startswith("it helped: 200 meant")
    assert sentence(result((200, 20), (200, 80))).startswith("it did harm: ")


def test_the_json_has_the_contracts_fields_and_can_be_written():
    """
    Contracts, section 4: `arms [{arm, n, mean, effect, low, high, verdict}]`.
    """
    told = json.loads(json.dumps(result_json(result((200, 80), (200, 20)))))
    treated, holdout = told["arms"]

    assert set(treated) >= {"arm", "n", "mean", "effect", "low", "high", "verdict"}
    assert (treated["n"], treated["mean"], holdout["mean"]) == (200, 0.4, 0.1)
    assert treated["effect"] == pytest.approx(0.3)
    assert treated["low"] < treated["effect"] < treated["high"]
    assert treated["verdict"] == "better"
    assert holdout["effect"] is None
    assert told["sample_ratio"]["ok"] is True
    assert told["within_days"] == 30


@pytest.mark.parametrize("sizes", [((9, 3), (200, 50)), ((200, 50), (9, 3))])
def test_an_arm_under_ten_people_is_hidden_also_from_subtraction(sizes):
    """
    Nothing of it is told, nor an effect or a ratio that would tell it.
    """
    told = result_json(result(*sizes))
    small = min(told["arms"], key=lambda arm: arm["n"] or 0)

    assert {
        small[key] for key in ("n", "mean", "opt_outs", "complaints", "silent")
    } == {None}
    assert {arm["effect"] for arm in told["arms"]} == {None}
    assert told["sample_ratio"] == {"p": None, "ok": None}
    assert told["arms"][0]["verdict"] in {"cannot tell", None}
    assert "fewer than 10 people" in told["says"]


def test_those_turned_away_are_counted_beside_each_other():
    """
    Opt-outs, complaints and silence of both arms (J3).
    """
    extra = [
        *[outcome(one, "opt_out") for one in people("treated", 30)],
        *[outcome(one, "complaint") for one in people("treated", 12)],
    ]
    told = result((200, 80), (200, 20), extra=extra)

    assert (told.treated.opt_outs, told.holdout.opt_outs) == (30, 0)
    assert (told.treated.complaints, told.holdout.complaints) == (12, 0)
    assert (told.treated.silent, told.holdout.silent) == (120, 180)


def test_a_count_of_one_to_nine_people_is_hidden_and_its_rest_too():
    """
    3 who opted out are hidden; so is "197 of 200 were silent".
    """
    extra = [outcome(one, "opt_out") for one in people("treated", 3)]
    told = result((200, 3), (200, 20), extra=extra)

    assert told.treated.opt_outs is None
    assert told.treated.silent is None
    assert told.treated.complaints == 0


def test_nobody_is_judged_before_her_window_is_over():
    """
    Who is still open is said.
    """
    told = result((200, 80), (200, 20), now=START + 29 * DAY)

    assert told.still_open == 400
    assert told.effect is None
    assert told.verdict == "cannot tell"


def test_a_holdout_of_the_wrong_size_is_flagged():
    """
    A tenth was planned and a half was found: something draws wrongly.
    """
    told = result_json(result((200, 80), (200, 20), share=0.1))

    assert told["sample_ratio"]["ok"] is False


def test_who_was_in_both_arms_is_left_out_and_counted():
    """
    Twelve people whose two ids were joined later.
    """
    aliases = dict(zip(people("holdout", 12), people("treated", 12), strict=True))
    told = result((200, 80), (200, 20), aliases=aliases)

    assert (told.treated.n, told.holdout.n, told.left_out) == (188, 188, 12)


def test_every_step_of_every_plan_has_its_result():
    """
    In the order of the plans.
    """
    plans = [plan("a", steps=(step("one"), step("two"))), plan("b")]
    joined = join_outcomes([], [], plans={one.key: one for one in plans}, now=LATER)

    assert [(one.plan, one.step) for one in results(joined, plans)] == [
        ("a", "one"),
        ("a", "two"),
        ("b", "first"),
    ]
