"""Throw the dice among what is left after the masks, and say with which chance."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from itertools import accumulate
from operator import attrgetter

from msgspec import Struct

from shopkeeper.decide.dice import uniform
from shopkeeper.vocabulary import Option


_VALUE, _KEY = attrgetter("value"), attrgetter("key")


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
    return _chances(options, epsilon)[2]


def _chances(
    options: Sequence[Option], epsilon: float
) -> tuple[list[Option], Option, dict[str, float]]:
    """Return the options that are in, the best of them, and the chance of each."""
    if not 0 <= epsilon <= 1:
        msg = f"epsilon is a probability, 0..1, not {epsilon}."
        raise ValueError(msg)
    left = [option for option in options if option.out_because is None]
    if not left:
        msg = "Nothing is left to choose from: silence is always an option."
        raise ValueError(msg)
    best = max(left, key=_VALUE)  # the first of equals
    share = epsilon / len(left)
    chances = dict.fromkeys(map(_KEY, left), share)
    if len(chances) < len(left):
        msg = "An option stands twice."
        raise ValueError(msg)
    chances[best.key] = share + (1 - epsilon)
    return left, best, chances


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
    left, best, chances = _chances(options, epsilon)
    thrown = uniform("choose", str(seed), round_key, person, slot)
    reached = list(accumulate(chances.values()))
    place = min(bisect_right(reached, thrown), len(reached) - 1)  # sums may fall short
    return Choice(
        chosen=left[place],
        best=best,
        propensity=chances[left[place].key],
        propensities=chances,
    )
