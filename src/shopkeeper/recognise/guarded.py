"""Groups of nodes that grow, and never across what forbids it."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from shopkeeper.recognise.book import Book
from shopkeeper.recognise.first_names import first_names_clash
from shopkeeper.recognise.links import Link
from shopkeeper.recognise.names import Agreement, Name, suffix_conflict
from shopkeeper.recognise.nodes import (
    Key,
    Node,
    birth_agreement,
    keys_of,
    verified_of,
)
from shopkeeper.recognise.weigh import DECIDED, SETTLED, Part, parts_between
from shopkeeper.vocabulary import IdentifierKind, IdentityRule


_TOO_MANY = -90.0
"""Weight of what would give one person more values than she may have."""


class Groups:
    """
    Groups that grow, each knowing what its members say.

    Args:
        book: All nodes.
        parted: Pairs of nodes that a human parted.
    """

    def __init__(self, book: Book, parted: Collection[tuple[int, int]]) -> None:
        self._book = book
        self._members = {index: [index] for index in range(len(book.nodes))}
        self._root = {index: index for index in self._members}
        self._traits: dict[int, _Traits] = {}
        self._parted: dict[int, set[int]] = {}
        for left, right in parted:
            self._parted.setdefault(left, set()).add(right)
            self._parted.setdefault(right, set()).add(left)

    def one(self, left: int, right: int) -> bool:
        """Are the two in one group?"""
        return self._root[left] == self._root[right]

    def roots(self) -> Mapping[int, int]:
        """Return node to a name for its group, as they are now."""
        return dict(self._root)

    def join(self, left: int, right: int) -> None:
        """Make the groups of the two one."""
        large, small = self._root[left], self._root[right]
        if len(self._members[large]) < len(self._members[small]):
            large, small = small, large
        self._traits_of(large).take(self._traits_of(small))
        del self._traits[small]
        moved = self._members.pop(small)
        for index in moved:
            self._root[index] = large
        self._members[large].extend(moved)

    def forbidden(self, link: Link) -> tuple[Part, ...]:
        """Return what stands between the two groups and is not yet in the link."""
        mine, hers = self._root[link.left], self._root[link.right]
        parted = self._parted_pair(mine, hers)
        if parted is not None and (link.says or set(parted) != {link.left, link.right}):
            left, right = (self._book.nodes[index].key for index in parted)
            return (Part(DECIDED, left, right, -SETTLED),)
        one, other = self._traits_of(mine), self._traits_of(hers)
        many = one.too_many(other, self._book.limits)
        if not one.contradicts(other):
            return many
        members = self._members
        found = forbidden_between(self._book, link, members[mine], members[hers])
        return (*found, *many)

    def all(self) -> tuple[tuple[int, ...], ...]:
        """Return the groups: members the oldest first, groups by their oldest."""
        groups = [tuple(self._book.by_rank(one)) for one in self._members.values()]
        return tuple(sorted(groups, key=lambda group: self._book.rank(group[0])))

    def _traits_of(self, root: int) -> _Traits:
        if root not in self._traits:
            self._traits[root] = _Traits(self._book.nodes[root])
        return self._traits[root]

    def _parted_pair(self, mine: int, hers: int) -> tuple[int, int] | None:
        if not self._parted:
            return None
        few, many = self._members[mine], self._members[hers]
        if len(few) > len(many):
            few, many = many, few
        others = set(many)
        for index in self._book.by_rank(few):
            for other in self._book.by_rank(self._parted.get(index, set()) & others):
                return index, other
        return None


class _Traits:
    """What a group's members say that another group's may contradict."""

    def __init__(self, node: Node) -> None:
        self.verified = {place: {one} for place, one in verified_of(node).items()}
        self.names: set[Name] = {node.name} if node.name.given else set()
        self.births = {node.birth_date} if node.birth_date else set()
        self.values: dict[IdentifierKind, set[Key]] = {}
        for key in keys_of(node):
            self.values.setdefault(key[0], set()).add(key)

    def take(self, other: _Traits) -> None:
        for kind, keys in other.values.items():
            self.values.setdefault(kind, set()).update(keys)
        for place, values in other.verified.items():
            self.verified.setdefault(place, set()).update(values)
        self.names |= other.names
        self.births |= other.births

    def too_many(
        self, other: _Traits, limits: Mapping[IdentifierKind, IdentityRule]
    ) -> tuple[Part, ...]:
        """Return what of both together is more than one person may have."""
        found = []
        for kind in sorted(self.values.keys() & other.values.keys()):
            most = limits[kind].values
            mine, hers = self.values[kind], other.values[kind]
            if most is not None and len(mine) + len(hers) > most < len(mine | hers):
                words = f"more than {most} of one kind: {kind.replace('_', ' ')}"
                found.append(Part(words, str(len(mine)), str(len(hers)), _TOO_MANY))
        return tuple(found)

    def contradicts(self, other: _Traits) -> bool:
        """Quick look: is there anything between two members that forbids one person?"""
        if any(
            len(values | other.verified.get(place, values)) > 1
            for place, values in self.verified.items()
        ):
            return True
        if any(
            first_names_clash(mine, hers) or suffix_conflict(mine, hers)
            for mine in self.names
            for hers in other.names
        ):
            return True
        return any(
            birth_agreement(mine, hers) is Agreement.CONFLICT
            for mine in self.births
            for hers in other.births
        )


def forbidden_between(
    book: Book, link: Link, mine: Iterable[int], hers: Iterable[int]
) -> tuple[Part, ...]:
    """
    Return what forbids two groups to be one person, beyond what *link* itself says.

    Args:
        book: All nodes.
        link: The link that would join them.
        mine: Nodes of the one group.
        hers: Nodes of the other.
    """
    left_node, right_node = book.nodes[link.left], book.nodes[link.right]
    # What linking says weighs names by its own lights, and knows of no guard.
    own = {} if link.says else parts_between(left_node, right_node)
    found: dict[str, Part] = {}
    theirs = _one_of_each(book, hers)
    for left in _one_of_each(book, mine):
        for right in theirs:
            parts = parts_between(book.nodes[left], book.nodes[right])
            for name, part in parts.items():
                if name not in own:
                    found.setdefault(name, part)
    return tuple(found[name] for name in sorted(found))


def _one_of_each(book: Book, members: Iterable[int]) -> list[int]:
    # A customer of a thousand rows is looked at once for each way she is written.
    kinds: dict[object, int] = {}
    for index in book.by_rank(members):
        node = book.nodes[index]
        verified = tuple(sorted(verified_of(node).items()))
        kinds.setdefault((node.name, node.birth_date, verified), index)
    return list(kinds.values())
