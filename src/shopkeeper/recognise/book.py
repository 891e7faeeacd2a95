"""All nodes with what they share: the same book for a batch and for one more."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import combinations, pairwise

from shopkeeper.recognise.names import Name
from shopkeeper.recognise.nodes import Key, Node, keys_of
from shopkeeper.recognise.shared import (
    NOBODY,
    Shared,
    look_at,
)
from shopkeeper.recognise.weigh import SHARE_RIGHT, Evidence, Rarity, weigh
from shopkeeper.vocabulary import IDENTITY, IdentifierKind, IdentityRule


Block = tuple[tuple[str, ...], str]
"""All words of a name in text order, and a birth date."""

_ALL_PAIRS = 12  # of up to so many nodes on a value all pairs are compared
_MOST_DIFFERENT = 40  # of more, one of each kind, up to so many
_LONGEST_COUNT = 6  # digits; a longer number is looked at for what it is
_LARGEST_BLOCK = 50  # a name and birth date on more nodes than this is a filler


class Book:
    """
    The nodes of a table or a shop, found by what they may have in common.

    Nodes are known by their index in the order they were added. Nothing here
    depends on that order but the index itself.
    """

    def __init__(
        self,
        nodes: Iterable[Node] = (),
        *,
        limits: Mapping[IdentifierKind, IdentityRule] = IDENTITY,
    ) -> None:
        """
        Start the book.

        Args:
            nodes: The first nodes.
            limits: How far each kind of identifier is trusted.
        """
        self.nodes: list[Node] = []
        self.keys: list[tuple[Key, ...]] = []
        self.rarity = Rarity()
        self.rights = SHARE_RIGHT
        self.limits = limits
        self._by_key: dict[Key, list[int]] = {}
        self._by_block: dict[Block, list[int]] = {}
        self._shared: dict[Key, Shared] = {}
        self._apart: Mapping[Key, Collection[frozenset[Name]]] = {}
        for node in nodes:
            self.add(node)

    def add(self, node: Node) -> int:
        """Write down one more node and return its index."""
        index = len(self.nodes)
        self.nodes.append(node)
        self.keys.append(keys_of(node))
        self.rarity.add(node)
        for key in self.keys[index]:
            self._by_key.setdefault(key, []).append(index)
            self._forget(key)
        block = _block_of(node)
        if block is not None:
            self._by_block.setdefault(block, []).append(index)
        return index

    def tell_apart(self, names: Mapping[Key, Collection[frozenset[Name]]]) -> None:
        """Take pairs of names on a value for two people's, from now on."""
        self._apart = names
        for key in names:
            self._shared.pop(key, None)

    def _forget(self, key: Key) -> None:
        """Look again at a value and at those counted beside it."""
        for one in (key, *_near(key)):
            self._shared.pop(one, None)

    def shared(self, key: Key) -> Shared:
        """Say what the value *key* stands for; one node may have it, or many."""
        if key not in self._shared:
            members = {index: self.nodes[index] for index in self._by_key[key]}
            self._shared[key] = look_at(
                key,
                members,
                most_people=self.limits[key[0]].people,
                counted=all(one in self._by_key for one in _beside(key)),
                apart=self._apart.get(key, ()),
            )
        return self._shared[key]

    def shared_values(self) -> Iterator[Shared]:
        """Yield what each value on two nodes or more stands for, in order."""
        for key in sorted(self._by_key):
            if len(self._by_key[key]) > 1:
                yield self.shared(key)

    def evidence(self, left: int, right: int, settled: float = 0.0) -> Evidence:
        """Weigh two nodes against each other; the same one twice: two rows of it."""
        first, second = sorted((left, right), key=self.rank)
        hers = set(self.keys[second])
        both = [self.shared(key) for key in self.keys[first] if key in hers]
        return weigh(
            self.nodes[first],
            self.nodes[second],
            rarity=self.rarity,
            shared=[
                (one, one.joins(first, second), one.may_join(first, second))
                for one in both
            ],
            settled=settled,
            rights=self.rights,
        )

    def rank(self, index: int) -> tuple[int, str]:
        """Return the place of a node in the order of ages."""
        return self.nodes[index].rank

    def by_rank(self, indices: Iterable[int]) -> list[int]:
        """Put nodes in order, the oldest first."""
        return sorted(indices, key=self.rank)

    def holders(self, key: Key) -> Sequence[int]:
        """Return the nodes that have *key*."""
        return self._by_key.get(key, ())

    def pairs(self) -> set[tuple[int, int]]:
        """
        Return the pairs worth comparing, the older node first.

        Returns:
            Near-linear many: all pairs of few nodes; of many nodes on one value, one
            of each different kind with each other, and equals in a chain.
        """
        found: set[tuple[int, int]] = set()
        for key, holders in self._by_key.items():
            if len(holders) > 1:
                found.update(self._pairs_on(self.shared(key)))
        for same in self._by_block.values():
            if 1 < len(same) <= _LARGEST_BLOCK:
                found.update(self._few(same))
        return found

    def _pairs_on(self, value: Shared) -> Iterator[tuple[int, int]]:
        sides: dict[int, list[int]] = {}
        for index, group in value.groups.items():
            sides.setdefault(group, []).append(index)
        unsure = self.by_rank(sides.pop(NOBODY, []))
        for side in sides.values():
            yield from self._few(side)
            # For a human to look at: whose is the one that might be anybody's?
            for index in unsure[:_ALL_PAIRS]:
                yield from self._few([self.by_rank(side)[0], index])

    def _few(self, indices: Iterable[int]) -> Iterator[tuple[int, int]]:
        ordered = self.by_rank(indices)
        if len(ordered) <= _ALL_PAIRS:
            yield from combinations(ordered, 2)
            return
        kinds: dict[object, list[int]] = {}
        for index in ordered:
            node = self.nodes[index]
            kind = (node.name, node.birth_date, node.postcode, self.keys[index])
            kinds.setdefault(kind, []).append(index)
        for same in kinds.values():
            yield from pairwise(same)
        firsts = [same[0] for same in kinds.values()]
        yield from combinations(firsts[:_MOST_DIFFERENT], 2)
        yield from ((firsts[0], other) for other in firsts[_MOST_DIFFERENT:])
        yield from pairwise(firsts[_MOST_DIFFERENT - 1 :])


def _block_of(node: Node) -> Block | None:
    if not (node.name.given and node.name.family and node.birth_date):
        return None
    words = sorted([*node.name.given[:1], *node.name.family.split()])
    return tuple(words), node.birth_date.isoformat()


def _near(key: Key) -> list[Key]:
    """Return the values one and two beside a number in counting."""
    kind, namespace, value = key
    if not value.isdecimal() or len(value) > _LONGEST_COUNT:
        return []
    number = int(value)
    return [
        (kind, namespace, str(other))
        for other in (number - 2, number - 1, number + 1, number + 2)
        if other > 0 and len(str(number)) == len(value)
    ]


def _beside(key: Key) -> list[Key]:
    """Return what must be there, too, for a number to be one of those counted."""
    kind, namespace, value = key
    near = _near(key)
    if not near:
        return [(kind, namespace, "")]
    number = int(value)
    # Where counting begins there is nothing before: then the two behind it.
    steps = (-1, 1) if number > 1 else (1, 2)
    return [(kind, namespace, str(number + step)) for step in steps]
