"""Two nodes, and what was made of them; what was decided of them before."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from shopkeeper.recognise.weigh import SETTLED, Evidence, Part, probability
from shopkeeper.vocabulary import IdentifierKind, IdentityRule


LINKING = "linking"
"""Name of the rule by which linking joins."""

_IDS = {kind.replace("_", " "): kind for kind in IdentifierKind}


class Words(Struct, frozen=True, kw_only=True):
    """
    What has been decided already, by pairs of node indices.

    Attributes:
        joined: Joined by a human: stronger than all else.
        parted: Parted by a human: for ever, for the machine.
        kept: Joined by a rule earlier, and not taken back.
        linked: The same, where the rule was linking.
    """

    joined: frozenset[tuple[int, int]] = frozenset()
    parted: frozenset[tuple[int, int]] = frozenset()
    kept: frozenset[tuple[int, int]] = frozenset()
    linked: frozenset[tuple[int, int]] = frozenset()

    def settled(self, pair: tuple[int, int]) -> float:
        """Return the weight of a human's word on *pair*, 0 where there is none."""
        if pair in self.joined:
            return SETTLED
        return -SETTLED if pair in self.parted else 0.0


class Opinion(Struct, frozen=True, kw_only=True):
    """
    What linking says of two persons, by the nodes that say most of each.

    Attributes:
        left: Index of the older node.
        right: Index of the younger.
        evidence: What speaks for and against.
        because: One line for people.
        held: Why a human has to decide, however high the score; or empty.
    """

    left: int
    right: int
    evidence: Evidence
    because: str
    held: str = ""


class Link(Struct, frozen=True):
    """
    Two nodes and what was made of them.

    Attributes:
        left: Index of the older.
        right: Index of the younger.
        evidence: What speaks for and against.
        against: What forbids it across the two groups, if anything.
        says: What linking says of it; empty where it was not asked.
    """

    left: int
    right: int
    evidence: Evidence
    against: tuple[Part, ...] = ()
    says: str = ""

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
        if self.says and not self.against:
            return self.says
        parts = (*self.evidence.parts, *self.against)
        return Evidence(self.evidence.prior, parts).because

    @property
    def rule(self) -> str:
        """Name the rule: `linking`, or what spoke most: `email`, `full-agreement`."""
        if self.says:
            return LINKING
        best = max(
            (part for part in self.evidence.parts if part.weight > 0),
            key=lambda part: (_is_id(part), part.weight),
            default=None,
        )
        if best is None or not _is_id(best):
            return "full-agreement"
        return best.field.partition(" (")[0].replace(" ", "-")

    def priority(self, limits: Mapping[IdentifierKind, IdentityRule]) -> int:
        """Return the highest priority among the identifiers that speak for it."""
        kinds = [
            _IDS[part.field.partition(" (")[0]]
            for part in self.evidence.parts
            if _is_id(part) and part.weight > 0
        ]
        return max((limits[kind].priority for kind in kinds), default=0)

    @property
    def shares_an_id(self) -> bool:
        """Is there an identifier on both that may be one person's?"""
        return any(_is_id(part) and part.weight > 0 for part in self.evidence.parts)


def _is_id(part: Part) -> bool:
    return part.field.partition(" (")[0] in _IDS
