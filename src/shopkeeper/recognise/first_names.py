"""Are these clearly two first names, or one that stands in another column?

`names` compares two names as they stand. Forms are filled in by people: the family
name is typed where the first name belongs, the two change places with a slip of the
pen in one of them, or there is room for the first letters only. None of these is a
second person.
"""

from __future__ import annotations

from functools import lru_cache

from shopkeeper.recognise.names import Agreement, Name, given_agreement
from shopkeeper.recognise.nicknames import KNOWN


_ALIKE = frozenset({Agreement.SAME, Agreement.LIKE})
_SHORTEST = 3
_SHORTER_BY = 2


@lru_cache(maxsize=100_000)
def first_names_clash(one: Name, other: Name) -> bool:
    """
    Are the given names clearly those of two people?

    Example:
        >>> lone, swapped = Name(("graham",)), Name(("quayle",), "graham")
        >>> first_names_clash(lone, swapped), first_names_clash(lone, Name(("ann",)))
        (False, True)
    """
    if given_agreement(one, other) is not Agreement.CONFLICT:
        return False
    return not (
        _is_family_of(one, other)
        or _is_family_of(other, one)
        or _crosswise(one, other)
        or _shortened(one, other)
    )


def _is_family_of(lone: Name, whole: Name) -> bool:
    """Is the only name of the one what the other has for a family name?"""
    return not lone.family and _compared(lone.given, whole.family) in _ALIKE


def _crosswise(one: Name, other: Name) -> bool:
    """Did the two names change places, with a slip in one of them at most?"""
    both = {_compared(one.given, other.family), _compared(other.given, one.family)}
    return both <= _ALIKE and Agreement.SAME in both


def _compared(given: tuple[str, ...], family: str) -> Agreement:
    return given_agreement(Name(given), Name(tuple(family.split())))


def _shortened(one: Name, other: Name) -> bool:
    """Does the one begin as the other: Fin for Finlay? Joan is not short for Joanne."""
    short, long = sorted((one.given[0], other.given[0]), key=len)
    return (
        len(short) >= _SHORTEST
        and len(long) - len(short) >= _SHORTER_BY
        and long.startswith(short)
        and not {short, long} <= KNOWN
    )
