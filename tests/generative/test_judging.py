"""Many options judged at once come out as if each were judged alone."""

from __future__ import annotations

import msgspec
import pytest

from shopkeeper.decide import judging
from shopkeeper.decide.cases import SILENCE, Candidate
from shopkeeper.decide.judging import judge, plainly
from shopkeeper.decide.rounds import _best_moment
from shopkeeper.vocabulary import Option
from tests.generative.test_decide_rounds import some_case
from tests.unit.decide.builders import plan_terms, rules


RULES = rules(plans={"running-low": plan_terms(holdout=0.3)})


def judged(ways, case_, terms):
    """Judge by one of the two ways, silence beside what is offered."""
    offered = [*case_.candidates, Candidate(option=Option(key=SILENCE))]
    found = ways(offered, case_, terms, best=_best_moment)
    outs = [
        None if one.out_because is None else found.would_change(at)
        for at, one in enumerate(found.options)
    ]
    return found.options, outs, dict(found.arms)


@pytest.mark.parametrize("most", [20_000, 50])
def test_judged_together_as_judged_alone(
    monkeypatch: pytest.MonkeyPatch, most: int
) -> None:
    """For hundreds of people; options met before and new ones, masks of every kind."""
    monkeypatch.setattr(judging, "_MOST_KEPT", most)  # what is kept is given up, too
    reasons = set()
    for seed in range(400):
        case_ = some_case(seed)
        alone = judged(plainly, case_, RULES)
        assert judged(judge, case_, RULES) == alone, seed
        again = msgspec.structs.replace(case_, arms=alone[2])
        assert judged(judge, again, RULES) == judged(plainly, again, RULES)
        reasons |= {(one.out_because or "in").split()[0] for one in alone[0]}
    assert len(reasons) > 5


@pytest.mark.parametrize("channel", ["web", "email", "sms"])
def test_two_options_of_one_kind_may_differ_in_worth(channel) -> None:
    """What is asked once for a kind is not what differs within it."""
    case_ = some_case(3)
    options = [
        Candidate(
            option=msgspec.convert(
                {"key": f"p/{n}/{channel}", "channel": channel, "plan": "running-low",
                 "step": str(n), "purpose": "service"}, Option,
            ),
            facts=facts,
        )
        for n, facts in enumerate([(), *[one.facts for one in case_.moment.needs]])
    ]  # fmt: skip
    both = [
        ways(options, case_, RULES, best=_best_moment).options
        for ways in (judge, plainly)
    ]
    assert both[0] == both[1]
