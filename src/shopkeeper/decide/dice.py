"""Dice that fall the same way each time they are thrown for the same thing.

Each throw is a hash of what it is for, so the order of people does not matter
and a replay gives the same. Never Python's own `hash`, which changes by process.
"""

from __future__ import annotations

import hashlib

from collections.abc import Iterable

from msgspec import Struct

from shopkeeper.decide.cases import HOLDOUT, TREATED


class Queued(Struct, frozen=True, kw_only=True):
    """
    A person who queues for a human.

    Attributes:
        person: Who.
        minutes: What she is thought to need.
        tier: Smaller goes first; the lottery decides within a tier.
    """

    person: str
    minutes: float
    tier: int = 0


def uniform(*parts: str) -> float:
    """
    Throw the dice named by *parts*.

    Returns:
        A number in [0, 1), a multiple of 2^-53: BLAKE2b of the parts.

    Example:
        >>> uniform("7", "round", "ada") == uniform("7", "round", "ada")
        True
    """
    digest = hashlib.blake2b(digest_size=8)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(4, "big") + data)
    return (int.from_bytes(digest.digest(), "big") >> 11) / 2**53


def arm(plan: str, salt: str, person: str, holdout: float) -> str:
    """
    Say on which side of a plan a person is: `treated` or `holdout`.

    Source: design.md, section 3: a hash of plan, shop salt and person id. The
    caller stores it at first eligibility; the stored one then holds.

    Example:
        >>> arm("running-low", "salt", "ada", 1.0)
        'holdout'
    """
    return HOLDOUT if uniform("arm", plan, salt, person) < holdout else TREATED


def lottery(
    queue: Iterable[Queued], *, capacity_minutes: float, seed: int, round_key: str
) -> frozenset[str]:
    """
    Draw who gets a human in a round.

    Within a tier all have the same chance to come first. Whoever no longer
    fits is passed over and the next one is tried, so short matters do not wait
    behind a long one. The order of *queue* does not matter.

    Args:
        queue: Each person once.
        capacity_minutes: What the desk has in the round.
        seed: Of the dice.
        round_key: Of the round.

    Returns:
        The persons drawn. The minutes of all of them fit the capacity.

    The propensity of the option `human` is exact *given* the draw, which is
    logged as a mask ("no capacity"): design.md, section 3.
    """
    drawn: list[str] = []
    left = capacity_minutes
    order = sorted(
        queue,
        key=lambda one: (
            one.tier,
            uniform("lottery", str(seed), round_key, one.person),
            one.person,
        ),
    )
    for one in order:
        if one.minutes <= left:
            drawn.append(one.person)
            left -= one.minutes
    return frozenset(drawn)
