"""Which question would help the decision most: value of information, stated simply.

Each thing we do not know has one answer that could change what we do, and a stated
chance that she gives it; any other answer leaves things as they are. A question is
worth how much better we would choose on the average for having asked:

    worth = chance x value of the best option if she says so
          + (1 - chance) x value of the best option otherwise
          - value on the average of the option we would choose without asking

Masks hold in each case: what is not allowed before she answers is no option before.
So an answer that changes no choice is worth nothing, however curious we are, and
worth is never below 0.

Source: Raiffa and Schlaifer, Applied Statistical Decision Theory (1961), the expected
value of sample information; the chances are stated here, not learned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from shopkeeper.decide.cases import PersonCase, Rules
from shopkeeper.decide.rounds import options_of
from shopkeeper.decide.worth import MINUTE
from shopkeeper.vocabulary import Option


# How likely the answer is that could change something. Our own defaults: nobody
# knows better ones before she is asked, and half is what a fair coin says.
CHANCES: Mapping[str, float] = {
    "problem.current": 0.3,
    "need.current": 0.5,
    "usual.due_on": 0.25,
    "consent.marketing": 0.5,
}

ASKING = MINUTE
"""A question takes a human about a minute; one that is worth less is small talk."""


class WhatIf(Struct, frozen=True, kw_only=True):
    """
    How things would be if she gave the answer that could change something.

    Attributes:
        about: What we do not know.
        chance: How likely she is to say so, 0..1.
        answer: What she would say, in a few words for people.
        case: She, had she said so.
    """

    about: str
    chance: float
    answer: str
    case: PersonCase


class Question(Struct, frozen=True, kw_only=True):
    """
    What it would be worth to ask.

    Attributes:
        about: What we do not know.
        worth: On the scale of options' values; 0: it changes no choice.
        answer: The answer that would change the choice.
        then: Key of what we would do then.
        now: Key of what we would do without asking.
    """

    about: str
    worth: float
    answer: str
    then: str
    now: str

    @property
    def pays(self) -> bool:
        """Say whether it is worth a human's minute."""
        return self.worth > ASKING


def worth_asking(
    case: PersonCase, what_ifs: Iterable[WhatIf], rules: Rules
) -> tuple[Question, ...]:
    """
    Value what could be asked.

    Args:
        case: She, as we know her.
        what_ifs: What we do not know, most helpful first by common sense.
        rules: The shop's.

    Returns:
        The question that helps the decision most first; equals stay in order.
    """
    now = options_of(case, rules)
    questions = [_question(one, now, options_of(one.case, rules)) for one in what_ifs]
    return tuple(sorted(questions, key=lambda one: -one.worth))


def _question(one: WhatIf, now: Sequence[Option], then: Sequence[Option]) -> Question:
    left_now, left_then = _left(now), _left(then)
    best_now, best_then = _best(left_now), _best(left_then)
    # Without asking, one option is taken whatever the truth is; where a mask would
    # have taken it out, it does her no good, and may do harm.
    blindly = {
        option.key: option.value
        if option.out_because is None
        else min(option.value, 0.0)
        for option in then
    }
    blind = max(
        (1 - one.chance) * value + one.chance * blindly[key]
        for key, value in left_now.items()
    )
    asked = (1 - one.chance) * left_now[best_now] + one.chance * left_then[best_then]
    return Question(
        about=one.about, worth=round(max(asked - blind, 0.0), 6), answer=one.answer,
        then=best_then, now=best_now,
    )  # fmt: skip


def _left(options: Iterable[Option]) -> dict[str, float]:
    return {one.key: one.value for one in options if one.out_because is None}


def _best(left: Mapping[str, float]) -> str:
    return max(left, key=lambda key: left[key])  # the first of equals
