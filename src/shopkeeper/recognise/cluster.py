"""Nodes to persons: the surest links first, and never across what forbids it.

Not connected components: before two groups become one, every member of the one is
held against every member of the other, so that no chain of links makes one person
of two whom their verified ids, first names or birth dates keep apart.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from msgspec import Struct

from shopkeeper.recognise.book import Book
from shopkeeper.recognise.names import (
    Agreement,
    Name,
    given_agreement,
    suffix_conflict,
)
from shopkeeper.recognise.nodes import Node, birth_agreement, verified_of
from shopkeeper.recognise.weigh import (
    DECIDED,
    DOUBT_AT,
    JOIN_AT,
    KEEP_AT,
    SETTLED,
    Evidence,
    Part,
    parts_between,
    probability,
)
from shopkeeper.vocabulary import IdentifierKind


class Words(Struct, frozen=True, kw_only=True):
    """
    What has been decided already, by pairs of node indices.

    Attributes:
        joined: Joined by a human: stronger than all else.
        parted: Parted by a human: for ever, for the machine.
        kept: Joined by a rule earlier, and not taken back.
    """

    joined: frozenset[tuple[int, int]] = frozenset()
    parted: frozenset[tuple[int, int]] = frozenset()
    kept: frozenset[tuple[int, int]] = frozenset()

    def settled(self, pair: tuple[int, int]) -> float:
        """Return the weight of a human's word on *pair*, 0 where there is none."""
        if pair in self.joined:
            return SETTLED
        return -SETTLED if pair in self.parted else 0.0


class Link(Struct, frozen=True):
    """
    Two nodes and what was made of them.

    Attributes:
        left: Index of the older.
        right: Index of the younger.
        evidence: What speaks for and against.
        against: What forbids it across the two groups, if anything.
    """

    left: int
    right: int
    evidence: Evidence
    against: tuple[Part, ...] = ()

    @property
    def score(self) -> float:
        """Return the score with what forbids it taken off."""
        return self.evidence.score + sum(part.weight for part in self.against)

    @property
    def confidence(self) -> float:
        """Return the probability that both are one person."""
        return probability(self.score)

    @property
    def because(self) -> str:
        """Say in one line what decided it."""
        parts = (*self.evidence.parts, *self.against)
        return Evidence(self.evidence.prior, parts).because

    @property
    def rule(self) -> str:
        """Name the rule: what spoke for it most, `email` or `full-agreement`."""
        ids = {kind.replace("_", " ") for kind in IdentifierKind}
        best = max(
            (part for part in self.evidence.parts if part.weight > 0),
            key=lambda part: (part.field.partition(" (")[0] in ids, part.weight),
            default=None,
        )
        field = best.field.partition(" (")[0] if best else ""
        return field.replace(" ", "-") if field in ids else "full-agreement"


class Clustering(Struct, frozen=True, kw_only=True):
    """
    Who is one person.

    Attributes:
        groups: Nodes of each person, the oldest first; persons by their oldest.
        links: The joins that made them, the surest first.
        refused: Links that would have joined, but for what forbids it.
        doubts: Links for a human to look at, between different persons.
    """

    groups: tuple[tuple[int, ...], ...]
    links: tuple[Link, ...]
    refused: tuple[Link, ...]
    doubts: tuple[Link, ...]


def cluster(
    book: Book, *, within: Collection[int] | None = None, words: Words | None = None
) -> Clustering:
    """
    Find the persons among the nodes of *book*.

    Args:
        book: All nodes.
        within: Only these nodes are looked at; all where None.
        words: Earlier decisions.

    Returns:
        The persons, the same whatever the order of the nodes.
    """
    decided = words or Words()
    indices = range(len(book.nodes)) if within is None else within
    groups = _Groups(book, indices, decided.parted)
    links = _human_joins(book, groups, indices, decided)
    refused: list[Link] = []
    doubts: list[Link] = []
    for link in _by_strength(book, within, decided):
        if groups.one(link.left, link.right):
            continue
        pair = (link.left, link.right)
        enough = KEEP_AT if pair in decided.kept else JOIN_AT
        if link.evidence.score < enough:
            doubts.append(link)
            continue
        held = Link(*pair, link.evidence, groups.forbidden(link))
        if held.score >= enough:
            groups.join(*pair)
            links.append(held)
        else:
            (doubts if held.score >= DOUBT_AT else refused).append(held)
    return Clustering(
        groups=groups.all(),
        links=tuple(links),
        refused=tuple(one for one in refused if not groups.one(one.left, one.right)),
        doubts=tuple(one for one in doubts if not groups.one(one.left, one.right)),
    )


def _human_joins(
    book: Book, groups: _Groups, indices: Collection[int], words: Words
) -> list[Link]:
    links = []
    for left, right in sorted(
        words.joined, key=lambda pair: (book.rank(pair[0]), book.rank(pair[1]))
    ):
        here = left in indices and right in indices
        if here and not groups.one(left, right):
            groups.join(left, right)
            links.append(Link(left, right, book.evidence(left, right, SETTLED)))
    return links


def _by_strength(
    book: Book, within: Collection[int] | None, words: Words
) -> Iterable[Link]:
    pairs = book.pairs(within)
    pairs.update(
        pair
        for pair in words.kept
        if within is None or (pair[0] in within and pair[1] in within)
    )
    found = []
    for pair in pairs - words.joined:
        evidence = book.evidence(*pair, words.settled(pair))
        if evidence.score >= DOUBT_AT:
            found.append(Link(*pair, evidence))
    return sorted(
        found,
        key=lambda link: (
            -round(link.score, 9),
            book.rank(link.left),
            book.rank(link.right),
        ),
    )


class _Traits:
    """What a group's members say that another group's may contradict."""

    def __init__(self, node: Node) -> None:
        self.verified = {place: {one} for place, one in verified_of(node).items()}
        self.names: set[Name] = {node.name} if node.name.given else set()
        self.births = {node.birth_date} if node.birth_date else set()

    def take(self, other: _Traits) -> None:
        for place, values in other.verified.items():
            self.verified.setdefault(place, set()).update(values)
        self.names |= other.names
        self.births |= other.births

    def contradicts(self, other: _Traits) -> bool:
        """Quick look: is there anything between two members that forbids one person?"""
        if any(
            len(values | other.verified.get(place, values)) > 1
            for place, values in self.verified.items()
        ):
            return True
        if any(
            given_agreement(mine, hers) is Agreement.CONFLICT
            or suffix_conflict(mine, hers)
            for mine in self.names
            for hers in other.names
        ):
            return True
        return any(
            birth_agreement(mine, hers) is Agreement.CONFLICT
            for mine in self.births
            for hers in other.births
        )


class _Groups:
    """Groups that grow, each knowing what its members say."""

    def __init__(
        self,
        book: Book,
        indices: Iterable[int],
        parted: Collection[tuple[int, int]],
    ) -> None:
        self._book = book
        self._members = {index: [index] for index in indices}
        self._root = {index: index for index in self._members}
        self._traits: dict[int, _Traits] = {}
        self._parted: dict[int, set[int]] = {}
        for left, right in parted:
            self._parted.setdefault(left, set()).add(right)
            self._parted.setdefault(right, set()).add(left)

    def one(self, left: int, right: int) -> bool:
        return self._root[left] == self._root[right]

    def join(self, left: int, right: int) -> None:
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
        if parted is not None and set(parted) != {link.left, link.right}:
            left, right = (self._book.nodes[index].key for index in parted)
            return (Part(DECIDED, left, right, -SETTLED),)
        if not self._traits_of(mine).contradicts(self._traits_of(hers)):
            return ()
        members = self._members
        return forbidden_between(self._book, link, members[mine], members[hers])

    def all(self) -> tuple[tuple[int, ...], ...]:
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
    own = parts_between(book.nodes[link.left], book.nodes[link.right])
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


def best_links(clustering: Clustering) -> Mapping[int, Link]:
    """Return for each node in company the surest link that holds it there."""
    found: dict[int, Link] = {}
    for link in clustering.links:
        for index in (link.left, link.right):
            found.setdefault(index, link)
    return found
