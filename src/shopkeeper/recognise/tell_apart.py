"""Two people of one name, told apart at a glance."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date
from itertools import combinations

from msgspec import Struct


class Face(Struct, frozen=True, kw_only=True):
    """
    What staff may see of a person to know her from her namesakes.

    Attributes:
        person: Her current person id.
        firms: Where she works.
        towns: Where she lives, the newest first.
        phones: As written or normalised.
        emails: As normalised.
        numbers: Customer or card numbers.
        since: Customer since.
        born: Birth date.
    """

    person: str
    firms: tuple[str, ...] = ()
    towns: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    since: date | None = None
    born: date | None = None


def told_apart_by(person: Face, namesakes: Sequence[Face]) -> str:
    """
    Say in a short phrase which of the namesakes she is.

    Args:
        person: She.
        namesakes: The others of her name; she herself among them does not count.

    Returns:
        The first of firm, town, phone ending, mailbox, number, since when and birth
        year that nobody else of them has; else two of them together; else what is
        not known of her; with no namesakes, empty.

    Example:
        >>> told_apart_by(
        ...     Face(person="a", towns=("Leith",)), [Face(person="b", towns=("Perth",))]
        ... )
        'in Leith'
    """
    others = [one for one in namesakes if one.person != person.person]
    if not others:
        return ""
    mine = _phrases(person)
    theirs = [set(_folded(_phrases(one))) for one in others]
    for phrase in mine:
        if all(phrase.casefold() not in one for one in theirs):
            return phrase
    for pair in combinations(mine, 2):
        both = {phrase.casefold() for phrase in pair}
        if all(not both <= one for one in theirs):
            return ", ".join(pair)
    unknown = _not_known(person, others)
    return unknown or f"number {person.person}"


def _phrases(face: Face) -> list[str]:
    says: list[tuple[Sequence[str], Callable[[str], str]]] = [
        (face.firms, lambda firm: f"at {firm}"),
        (face.towns, lambda town: f"in {town}"),
        (face.phones, _ending),
        (face.emails, lambda mailbox: f"writes from {mailbox}"),
        (face.numbers, lambda number: f"customer {number}"),
    ]
    found = [say(one.strip()) for values, say in says for one in values if one.strip()]
    if face.since is not None:
        found.append(f"customer since {face.since:%B %Y}")
    if face.born is not None:
        found.append(f"born in {face.born:%Y}")
    return found


def _folded(phrases: Sequence[str]) -> list[str]:
    return [phrase.casefold() for phrase in phrases]


def _ending(phone: str) -> str:
    digits = "".join(one for one in phone if one.isdigit())
    return f"phone ending {digits[-3:]}"


def _not_known(person: Face, others: Sequence[Face]) -> str:
    def known(face: Face) -> dict[str, bool]:
        return {
            "firm": bool(face.firms),
            "town": bool(face.towns),
            "phone": bool(face.phones),
            "mailbox": bool(face.emails),
        }

    for word, mine in known(person).items():
        if not mine and all(known(one)[word] for one in others):
            return f"the one without a {word}"
    return ""
