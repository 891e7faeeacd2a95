"""Throw the dice among what is left after the masks, and say with which chance."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from operator import attrgetter

from msgspec import Struct

from shopkeeper.decide.cases import SILENCE
from shopkeeper.decide.dice import uniform
from shopkeeper.vocabulary import Option


_VALUE = attrgetter("value")


class Choice(Struct, frozen=True, kw_only=True):
    """
    What the dice chose.

    Attributes:
        chosen: The option.
        best: The one of the highest value; chosen unless the dice explored.
        propensity: Exact probability of the chosen one, given the masks.
        propensities: Of every option that was in; they sum to 1.
    """

    chosen: Option
    best: Option
    propensity: float
    propensities: Mapping[str, float]


def propensities(options: Sequence[Option], epsilon: float) -> dict[str, float]:
    """
    Say with which probability each option that is in would be chosen.

    Of k options that are in, the best has 1 - epsilon + epsilon / k and each
    other one epsilon / k. Of two equally valued the earlier is the better.

    Args:
        options: In their order; those with `out_because` are out.
        epsilon: Share of decisions left to the dice, 0..1.

    Returns:
        Key to probability, in the order of *options*, silence included.

    Raises:
        ValueError: If nothing is in, epsilon is no probability, or a key
            stands twice.

    Source:
        epsilon-greedy: Sutton and Barto, Reinforcement Learning, 2nd edition,
        section 2.2.
    """
    if not 0 <= epsilon <= 1:
        msg = f"epsilon is a probability, 0..1, not {epsilon}."
        raise ValueError(msg)
    left = [option for option in options if option.out_because is None]
    if not left:
        msg = "Nothing is left to choose from: silence is always an option."
        raise ValueError(msg)
    best = max(left, key=_VALUE).key  # the first of equals
    share = epsilon / len(left)
    chances = dict.fromkeys([option.key for option in left], share)
    if len(chances) < len(left):
        msg = "An option stands twice."
        raise ValueError(msg)
    chances[best] = share + (1 - epsilon)
    return chances


def choose(
    options: Sequence[Option],
    *,
    seed: int,
    person: str,
    round_key: str,
    epsilon: float,
    slot: str = "next",
) -> Choice:
    """
    Choose one option by value and a little seeded dice.

    Args:
        options: Valued and masked; silence among them.
        seed: Of the dice.
        person: Whose dice.
        round_key: Of the round.
        epsilon: Share of decisions left to the dice, 0..1.
        slot: What is being filled.

    Returns:
        The same choice for the same arguments, whoever else is in the round.

    Example:
        >>> silence = Option(key="silence")
        >>> choose([silence], seed=1, person="ada", round_key="r", epsilon=0.1)\
.propensity
        1.0
    """
    chances = propensities(options, epsilon)
    thrown = uniform("choose", str(seed), round_key, person, slot)
    key = SILENCE
    reached = 0.0
    for key, chance in chances.items():  # noqa: B007 the last one, if sums fall short
        reached += chance
        if thrown < reached:
            break
    left = [option for option in options if option.out_because is None]
    return Choice(
        chosen=next(option for option in left if option.key == key),
        best=max(left, key=_VALUE),  # the first of equals
        propensity=chances[key],
        propensities=chances,
    )
