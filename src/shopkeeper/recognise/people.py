"""From nodes with their rows to persons, doubts and reasons, by record id."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.recognise.book import Book
from shopkeeper.recognise.cluster import Clustering, best_links, cluster
from shopkeeper.recognise.keep import name_persons
from shopkeeper.recognise.nodes import Node
from shopkeeper.recognise.shared import MOST_PEOPLE, Reach, Shared
from shopkeeper.recognise.weigh import JOIN_AT, probability
from shopkeeper.recognise.why import Why, why
from shopkeeper.vocabulary import BadInput


class Person(Struct, frozen=True):
    """A record's person, and the probability that it belongs with her others."""

    person_id: str
    confidence: float


class Doubt(Struct, frozen=True):
    """Two records of different persons that a human should look at."""

    record_id_a: str
    record_id_b: str
    confidence: float
    because: str


class Recognised(Struct, frozen=True, kw_only=True):
    """
    What was made of some rows.

    Attributes:
        book: The nodes.
        rows: The record ids of each node, by its index.
        clustering: What was made of the nodes.
    """

    book: Book
    rows: Sequence[Sequence[str]]
    clustering: Clustering

    def groups(self) -> list[list[str]]:
        """Return the record ids of each person."""
        groups = []
        for members in self.clustering.groups:
            group: list[str] = []
            for index in members:
                first, *others = self.rows[index]
                group.append(first)
                if self._holds_together(index):
                    group += others
                else:
                    groups += [[other] for other in others]
            groups.append(group)
        return groups

    def people(self, previous: Mapping[str, str] | None = None) -> dict[str, Person]:
        """
        Return each record's person.

        Args:
            previous: Earlier names of persons, record id to person id.
        """
        groups = self.groups()
        named = name_persons(groups, previous)
        alone = {group[0] for group in groups if len(group) == 1}
        best = best_links(self.clustering)
        found = {}
        for index, rows in enumerate(self.rows):
            link = best.get(index)
            sure = link.confidence if link else 0.0
            if len(rows) > 1:
                own = self.book.evidence(index, index).score
                sure = max(sure, probability(own))
            for row in rows:
                found[row] = Person(named[row], 1.0 if row in alone else sure)
        return found

    def doubts(self) -> list[Doubt]:
        """Return the pairs a human should look at, the likeliest first."""
        found = []
        for link in self.clustering.doubts:
            first, second = sorted((self.rows[link.left][0], self.rows[link.right][0]))
            found.append(Doubt(first, second, link.confidence, link.because))
        return sorted(
            found, key=lambda one: (-one.confidence, one.record_id_a, one.record_id_b)
        )

    def shared(self) -> list[Shared]:
        """Return the values that stopped joining, or join only within a household."""
        return [
            one
            for one in self.book.shared_values()
            if one.reach in {Reach.STOPPED, Reach.SEVERAL}
        ]

    def why(self, left: str, right: str) -> Why:
        """
        Explain two records.

        Raises:
            BadInput: There is no such record.
        """
        index_of = {row: index for index, rows in enumerate(self.rows) for row in rows}
        for one in (left, right):
            if one not in index_of:
                message = (
                    f"There is no record {one!r} in these files; "
                    "ids are as in the people file."
                )
                raise BadInput(message)
        first, second = index_of[left], index_of[right]
        found = why(self.book, self.clustering, first, second)
        if first == second and left != right and not self._holds_together(first):
            return replace(found, same=False, path=())
        if not found.same:
            return found
        between = found.path[1:-1]
        path = (left,) if left == right else (left, *between, right)
        return replace(found, path=path)

    def _holds_together(self, index: int) -> bool:
        return (
            len(self.rows[index]) == 1
            or self.book.evidence(index, index).score >= JOIN_AT
        )


def recognise_rows(
    read: Iterable[tuple[Node, Sequence[str]]], *, most_people: int = MOST_PEOPLE
) -> Recognised:
    """
    Find the persons behind rows.

    Args:
        read: Nodes with the ids of their rows.
        most_people: A value on more people than this joins nobody.
    """
    ordered = sorted(read, key=lambda one: one[0].rank)
    book = Book((node for node, _ in ordered), most_people=most_people)
    return Recognised(
        book=book,
        rows=[sorted(rows) for _, rows in ordered],
        clustering=cluster(book),
    )
