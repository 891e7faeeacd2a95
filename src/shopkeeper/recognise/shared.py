"""Whose is a value that stands on several nodes: one person's, a household's, nobody's?

A mailbox with one name and nameless records is one person's. With two clearly
different first names it is a household's: it joins within each name, and a nameless
record, which might be anybody's, it joins to nobody. On more people than a household
has it stops joining altogether and is reported.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from enum import StrEnum
from typing import TypeVar

from msgspec import Struct

from shopkeeper.recognise.first_names import first_names_clash
from shopkeeper.recognise.junk import is_suspect, junk_because
from shopkeeper.recognise.names import Agreement, Name, is_initial, suffix_conflict
from shopkeeper.recognise.nodes import (
    Key,
    Node,
    birth_agreement,
    key_of,
    keys_of,
    verified_of,
)
from shopkeeper.vocabulary import IdentifierKind


T = TypeVar("T")

MOST_PEOPLE = 5
"""A value on more people than this joins nobody (reliability.md B2: six stop it)."""

NOBODY = -1
"""The group of a node that may belong to several of the people on a value."""

# On one device each of these is somebody; on a mailbox they are only more of hers.
_TELL_PEOPLE = (
    IdentifierKind.EMAIL,
    IdentifierKind.USER_ID,
    IdentifierKind.CUSTOMER_NUMBER,
    IdentifierKind.CARD_NUMBER,
    IdentifierKind.NATIONAL_ID,
)


class Reach(StrEnum):
    """How far a value joins."""

    ONE = "one person"
    SEVERAL = "several people"
    STOPPED = "too many people"
    JUNK = "junk"


class Shared(Struct, frozen=True, kw_only=True):
    """
    What a value on several nodes stands for.

    Attributes:
        key: The value.
        reach: How far it joins.
        people: How many people are on it, as far as one can tell.
        nodes: How many nodes have it.
        because: One line for people.
        groups: Node (its index) to group; it joins only within one, and never
            `NOBODY`. Empty if it joins nobody at all.
    """

    key: Key
    reach: Reach
    people: int
    nodes: int
    because: str
    groups: Mapping[int, int] = {}

    def joins(self, left: int, right: int) -> bool:
        """Does it join these two nodes?"""
        group = self.groups.get(left, NOBODY)
        return group != NOBODY and group == self.groups.get(right, NOBODY)

    def may_join(self, left: int, right: int) -> bool:
        """May it be one of several people who is both? Then a human should look."""
        pair = (self.groups.get(left, NOBODY), self.groups.get(right, NOBODY))
        return bool(self.groups) and NOBODY in pair


def look_at(
    key: Key,
    members: Mapping[int, Node],
    *,
    most_people: int = MOST_PEOPLE,
    counted: bool = False,
    apart: Collection[frozenset[Name]] = (),
) -> Shared:
    """
    Say what the value *key* on *members* stands for.

    Args:
        key: The value.
        members: The nodes that have it, by index.
        most_people: On more people than this it joins nobody.
        counted: Do its neighbours in counting exist, too? Then 3 is a customer's
            number like 2 and 4, and no filler.
        apart: Pairs of names on it that are two people's, however alike.

    Returns:
        Its reach and the groups it joins; the same whatever the members' order.
    """
    kind, _, value = key
    junk = junk_because(kind, value)
    if junk:
        return _for_nobody(key, Reach.JUNK, 0, members, junk)
    if _always_verified(key, members):
        groups = dict.fromkeys(members, 0)
        return _for(key, 1, groups, "one person's, as declared")
    groups = _grouped(key, members, most_people, apart)
    named = len({group for group in groups.values() if group != NOBODY})
    people = max(named, _own_ids(key, members), 1)
    if people > most_people:
        because = f"{people} people or more have it, and {most_people} is the most"
        return _for_nobody(key, Reach.STOPPED, people, members, because)
    if not counted and is_suspect(kind, value) and not _bare(key, members):
        groups = {
            index: groups[index] if node.name.given else NOBODY
            for index, node in members.items()
        }
    alone = people == 1 and NOBODY not in groups.values()
    because = "one person's" if alone else f"shared by {people} people"
    return _for(key, people, groups, because)


def _for_nobody(
    key: Key, reach: Reach, people: int, members: Mapping[int, Node], because: str
) -> Shared:
    return Shared(
        key=key, reach=reach, people=people, nodes=len(members), because=because
    )


def _for(key: Key, people: int, groups: Mapping[int, int], because: str) -> Shared:
    alone = people == 1 and NOBODY not in groups.values()
    return Shared(
        key=key,
        reach=Reach.ONE if alone else Reach.SEVERAL,
        people=people,
        nodes=len(groups),
        because=because,
        groups=groups,
    )


def _bare(key: Key, members: Mapping[int, Node]) -> bool:
    """Is nothing known of any of them but this value? So are lines of orders."""
    return all(
        not node.name.given and set(keys_of(node)) <= {key} for node in members.values()
    )


def _always_verified(key: Key, members: Mapping[int, Node]) -> bool:
    return all(verified_of(node).get(key[:2]) == key[2] for node in members.values())


def _grouped(
    key: Key,
    members: Mapping[int, Node],
    most_people: int,
    apart: Collection[frozenset[Name]],
) -> dict[int, int]:
    groups = dict.fromkeys(members, 0)
    names = {index: node.name for index, node in members.items() if node.name.given}
    groups = _split(
        groups,
        names,
        lambda a, b: first_names_clash(a, b) or frozenset((a, b)) in apart,
        lambda name: (is_initial(name), name.given, name.family),
        most_people,
    )
    ends = {index: node.name for index, node in members.items() if node.name.suffix}
    groups = _split(
        groups, ends, suffix_conflict, lambda name: (name.suffix,), most_people
    )
    born = {
        index: node.birth_date
        for index, node in members.items()
        if node.birth_date is not None
    }
    groups = _split(
        groups,
        born,
        lambda a, b: birth_agreement(a, b) is Agreement.CONFLICT,
        lambda day: (day,),
        most_people,
    )
    for own in _ids_that_part(key, members):
        groups = _split(
            groups, own, lambda a, b: a != b, lambda one: (one,), most_people
        )
    return groups


def _split(
    groups: Mapping[int, int],
    trait: Mapping[int, T],
    conflict: Callable[[T, T], bool],
    order: Callable[[T], tuple[object, ...]],
    most: int,
) -> dict[int, int]:
    """
    Split each group by a trait that conflicts within it.

    A node without the trait, or that fits several sides of a split, is `NOBODY`'s.
    """
    result: dict[int, int] = {}
    next_group = 0
    for group in sorted(set(groups.values()) - {NOBODY}):
        inside = [index for index, one in groups.items() if one == group]
        values = sorted({trait[i] for i in inside if i in trait}, key=order)
        sides = _sides(values, conflict, most)
        if len(sides) <= 1:
            result.update(dict.fromkeys(inside, next_group))
            next_group += 1
            continue
        side_of = {value: _side(value, sides, conflict) for value in values}
        for index in inside:
            side = side_of[trait[index]] if index in trait else NOBODY
            result[index] = NOBODY if side == NOBODY else next_group + side
        next_group += len(sides)
    return {index: result.get(index, NOBODY) for index in groups}


def _sides(
    values: Sequence[T], conflict: Callable[[T, T], bool], most: int
) -> list[list[T]]:
    sides: list[list[T]] = []
    for value in values:
        for side in sides:
            if not any(conflict(value, other) for other in side):
                side.append(value)
                break
        else:
            sides.append([value])
            if len(sides) > most + 1:  # enough to stop the value for good
                break
    return sides


def _side(
    value: T, sides: Sequence[Sequence[T]], conflict: Callable[[T, T], bool]
) -> int:
    fits = [
        number
        for number, side in enumerate(sides)
        if not any(conflict(value, other) for other in side)
    ]
    return fits[0] if len(fits) == 1 else NOBODY


def _ids_that_part(key: Key, members: Mapping[int, Node]) -> list[dict[int, str]]:
    """Return node to id, for each kind of id of which two mean two people."""
    found: dict[tuple[IdentifierKind, str], dict[int, str]] = {}
    for index, node in members.items():
        for place, value in verified_of(node).items():
            found.setdefault(place, {})[index] = value
        if key[0] is not IdentifierKind.DEVICE:
            continue
        for kind, namespace, value in keys_of(node):
            if kind in _TELL_PEOPLE:
                found.setdefault((kind, namespace), {})[index] = value
    return [found[place] for place in sorted(found) if place != key[:2]]


def _own_ids(key: Key, members: Mapping[int, Node]) -> int:
    """Count people among nameless nodes by the ids that they have of their own."""
    found: dict[tuple[IdentifierKind, str], set[str]] = {}
    for node in members.values():
        if node.name.given and key[0] is not IdentifierKind.DEVICE:
            continue
        for identifier in node.identifiers:
            own = key_of(identifier)
            if own != key and own[0] is not IdentifierKind.DEVICE:
                found.setdefault(own[:2], set()).add(own[2])
    return max((len(values) for values in found.values()), default=0)
