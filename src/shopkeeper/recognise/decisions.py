"""Who is whom, as the decisions say; and undoing, which is a decision too.

A decision names two *own* ids: each node of a shop has a person id of its own from
the day it was first seen, for ever. A person is all own ids that standing joins
connect, called by the oldest of them. So taking one join back restores both sides
exactly: what had been linked to the one side is still linked to it.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct

from shopkeeper.vocabulary import IdentityDecision, Verdict


HUMAN = "human:"


class Standing(Struct, frozen=True, kw_only=True):
    """
    What is left of a run of decisions.

    Attributes:
        joins: Those that stand.
        parted: Pairs of own ids parted by a human, whom no machine joins again.
        doubts: Pairs that were doubted, whatever came of it.
    """

    joins: tuple[IdentityDecision, ...]
    parted: frozenset[frozenset[str]]
    doubts: frozenset[frozenset[str]]


def persons(
    assignments: Mapping[str, int], decisions: Sequence[IdentityDecision]
) -> dict[str, str]:
    """
    Replay decisions.

    Args:
        assignments: Own person id to its place in the ledger's sequence; lower is
            older.
        decisions: In the ledger's order.

    Returns:
        Own person id to current person id: the oldest of those she is one with. Own
        ids that are in a decision only (forgotten since) are left out.
    """
    return named(assignments, standing(decisions).joins)


def standing(decisions: Sequence[IdentityDecision]) -> Standing:
    """
    Say which joins stand after all *decisions*, in the ledger's order.

    A `part` with `undoes` takes back that join and no other. Without it, it takes
    back joins on the way between the two, the least sure and then the latest first,
    a human's last of all, until they are two. A rule's join of what a human parted is
    refused; a human's stands, and lifts the parting of those two.
    """
    replay = _Replay()
    doubts: set[frozenset[str]] = set()
    for place, one in enumerate(decisions, start=1):
        if one.verdict is Verdict.DOUBT:
            doubts.add(frozenset((one.left, one.right)))
        elif one.verdict is Verdict.JOIN:
            replay.join(one, one.sequence or -place)
        else:
            replay.part(one)
    return Standing(
        joins=tuple(replay.joins.values()),
        parted=frozenset(replay.parted),
        doubts=frozenset(doubts),
    )


class _Replay:
    """The joins that stand so far."""

    def __init__(self) -> None:
        self.joins: dict[int, IdentityDecision] = {}
        self.parted: set[frozenset[str]] = set()
        self._roots: _Roots | None = None

    def join(self, one: IdentityDecision, number: int) -> None:
        if one.by.startswith(HUMAN):
            self.parted.discard(frozenset((one.left, one.right)))
            self._roots = None
        elif self.parted and self._known().crosses(one.left, one.right):
            return
        self.joins[number] = one
        if self._roots is not None:
            self._roots.join(one.left, one.right)

    def part(self, one: IdentityDecision) -> None:
        if one.undoes is not None:
            self.joins.pop(one.undoes, None)
        else:
            self._take_back_between(one.left, one.right)
        if one.by.startswith(HUMAN):
            self.parted.add(frozenset((one.left, one.right)))
        self._roots = None

    def _take_back_between(self, left: str, right: str) -> None:
        while way := _way(left, right, self.joins):
            weakest = min(
                way,
                key=lambda number: (
                    self.joins[number].by.startswith(HUMAN),
                    self.joins[number].confidence,
                    -abs(number),
                ),
            )
            del self.joins[weakest]

    def _known(self) -> _Roots:
        if self._roots is None:
            self._roots = _Roots(self.parted)
            for one in self.joins.values():
                self._roots.join(one.left, one.right)
        return self._roots


def _way(left: str, right: str, joins: Mapping[int, IdentityDecision]) -> list[int]:
    """Return the numbers of the joins on a way from *left* to *right*, or none."""
    beside: dict[str, list[tuple[str, int]]] = {}
    for number, one in joins.items():
        beside.setdefault(one.left, []).append((one.right, number))
        beside.setdefault(one.right, []).append((one.left, number))
    came: dict[str, tuple[str, int]] = {left: ("", 0)}
    queue = deque([left])
    while queue and right not in came:
        here = queue.popleft()
        for there, number in beside.get(here, []):
            if there not in came:
                came[there] = (here, number)
                queue.append(there)
    way = []
    here = right
    while here != left and here in came:
        here, number = came[here]
        way.append(number)
    return way


def named(
    assignments: Mapping[str, int], joins: Iterable[IdentityDecision]
) -> dict[str, str]:
    """Return own id to current id; arguments as for `persons`, *joins* that stand."""
    root = _Roots()
    for one in joins:
        root.join(one.left, one.right)
    oldest: dict[str, str] = {}
    for own in sorted(assignments, key=lambda one: (assignments[one], one)):
        oldest.setdefault(root.of(own), own)
    return {own: oldest[root.of(own)] for own in assignments}


class _Roots:
    """Union and find with halving paths; knows which pairs must not meet."""

    def __init__(self, parted: Iterable[frozenset[str]] = ()) -> None:
        self._above: dict[str, str] = {}
        self._from: dict[str, set[str]] = {}
        for pair in parted:
            for one in pair:
                self._from.setdefault(one, set()).update(pair - {one})
        self._marked = {one: {one} for one in self._from}

    def of(self, one: str) -> str:
        above = self._above
        while above.setdefault(one, one) != one:
            above[one] = above[above[one]]
            one = above[one]
        return one

    def join(self, left: str, right: str) -> None:
        first, second = sorted((self.of(left), self.of(right)))
        if first == second:
            return
        self._above[second] = first
        if second in self._marked:
            self._marked.setdefault(first, set()).update(self._marked.pop(second))

    def crosses(self, left: str, right: str) -> bool:
        """Would joining these make one person of two who are parted?"""
        mine, hers = self.of(left), self.of(right)
        if mine == hers:
            return False
        return any(
            self.of(other) == hers
            for one in self._marked.get(mine, ())
            for other in self._from[one]
        )
