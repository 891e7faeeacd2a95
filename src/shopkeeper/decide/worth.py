"""What an option is worth to a person now: a stated formula, not a learned one.

    value = pressure x fit - attention price - human minutes price

- *pressure*, 0..1: of the most pressing need that the option answers, as
  `moments` states it. A plan's step whose need holds but is none of the moment's
  needs has `BASE`. A human answers the most pressing need of all.
- *fit*, 0..1: how well this kind of option answers such a need. Only a human
  mends a problem; a machine can tell her what is being done about it. While a
  problem is open, selling is worth nothing and small talk half.
- *attention price*: `ATTENTION` for each unit, doubling as her budget fills up.
- *minutes price*: `MINUTE` for each minute of a human.

Silence is worth 0 by definition, so a value below 0 says: leave her alone.
"""

from __future__ import annotations

from shopkeeper.decide.attention import for_her, used
from shopkeeper.decide.cases import SILENCE, Candidate, PersonCase, Rules, is_human
from shopkeeper.decide.moments import OPEN_QUESTION, PROBLEM_FROM, has_problem
from shopkeeper.vocabulary import Option, Purpose


BASE = 0.2
ATTENTION = 0.1
MINUTE = 0.02

_HUMAN_MENDS = 1.0
_HUMAN_OTHERWISE = 0.5
_MACHINE_TELLS = 0.5
# While a problem is open that the option does not answer.
_BESIDE_A_PROBLEM = {
    Purpose.SERVICE: 1.0,
    Purpose.RELATIONSHIP: 0.5,
    Purpose.MARKETING: 0.0,
}


def value(
    candidate: Candidate,
    case: PersonCase,
    rules: Rules,
    *,
    attention: float | None = None,
    pressing: float | None = None,
) -> float:
    """
    Value an option by the formula of this module.

    Args:
        candidate: The option, its minutes filled in.
        case: The person.
        rules: The shop's.
        attention: What it costs; None: as the option says.
        pressing: What `pressure` says of it, where that is known.

    Returns:
        Its value, rounded to 6 decimals so that a replay elsewhere is equal.
    """
    option = candidate.option
    if option.key == SILENCE:
        return 0.0
    units = option.attention if attention is None else attention
    price = MINUTE * option.minutes
    if units:
        budget = for_her(rules.attention, fewer=case.fewer, at_most=case.at_most)
        spent = used(budget, case.touches, case.moment.at)
        share = min(1.0, spent / budget.most) if budget.most > 0 else 1.0
        price = ATTENTION * (1.0 + share) * units + price
    if pressing is None:
        pressing = pressure(candidate, case)
    return round(pressing * _fit(option, case, pressing) - price, 6)


def pressure(candidate: Candidate, case: PersonCase) -> float:
    """Say how pressing the need is that an option answers, 0..1."""
    needs = case.moment.needs
    if is_human(candidate.option):
        return needs[0].pressure if needs else 0.0
    if not candidate.facts:
        return BASE
    stands_on = set(candidate.facts)
    answered = [need.pressure for need in needs if stands_on.intersection(need.facts)]
    return max(answered, default=BASE)


def fit(candidate: Candidate, case: PersonCase) -> float:
    """Say how well this kind of option answers such a need, 0..1."""
    return _fit(candidate.option, case, pressure(candidate, case))


def _fit(option: Option, case: PersonCase, pressing: float) -> float:
    if is_human(option):
        return _HUMAN_MENDS if pressing >= OPEN_QUESTION else _HUMAN_OTHERWISE
    problem = has_problem(case.moment)
    if problem and option.purpose is Purpose.MARKETING:
        return 0.0
    if pressing >= PROBLEM_FROM:
        return _MACHINE_TELLS
    if problem:
        return _BESIDE_A_PROBLEM[option.purpose or Purpose.MARKETING]
    return 1.0
