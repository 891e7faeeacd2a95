"""From records with their ids to persons, doubts and reasons, by record id."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from msgspec import Struct

from shopkeeper.recognise.keep import name_persons
from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.blocking import Blocker
from shopkeeper.recognise.linking.explain import Why, because, why
from shopkeeper.recognise.linking.groups import DOUBT_AT, JOIN_AT
from shopkeeper.recognise.linking.link import Linked, PairScorer, link
from shopkeeper.recognise.linking.records import FIELDS, Records, Texts
from shopkeeper.recognise.linking.weigh import probability
from shopkeeper.vocabulary import BadInput


COPIES = 3
"""Of more records that say the very same, so many are compared with others."""

_MIX = np.uint64(0x9E3779B97F4A7C15)
_STIR = np.uint64(0xBF58476D1CE4E5B9)


class Doubt(Struct, frozen=True):
    """Two records of different persons that a human should look at."""

    record_id_a: str
    record_id_b: str
    confidence: float
    because: str


class Stopped(Struct, frozen=True):
    """A value beside so many given names that it joins nobody."""

    field: str
    value: str
    people: int


@dataclass(slots=True)
class Persons:
    """
    What was made of some records.

    Attributes:
        ids: Their record ids.
        linked: What was made of those that were compared.
        row: (n,) of each record the row among those compared that says the same.
        alone: Rows whose equals are not one person: nothing in them tells anybody.
    """

    ids: Sequence[str]
    linked: Linked
    row: Array
    alone: frozenset[int]

    def groups(self) -> list[list[str]]:
        """Return the record ids of each person."""
        found: dict[int, list[str]] = {}
        singles = []
        first: set[int] = set()
        labels = self.linked.groups.label[self.row].tolist()
        rows = self.row.tolist()
        for one, label, row in zip(self.ids, labels, rows, strict=True):
            if row in self.alone and row in first:
                singles.append([one])
            else:
                first.add(row)
                found.setdefault(label, []).append(one)
        return [*found.values(), *singles]

    def people(
        self, previous: Mapping[str, str] | None = None
    ) -> tuple[list[str], list[float]]:
        """
        Return the person of each record, and how sure it is hers.

        Args:
            previous: Earlier names of persons, record id to person id.

        Returns:
            Person ids and probabilities, one for each record; 1 for who is alone.
        """
        if not previous and not self.alone:
            return self._by_smallest()
        groups = self.groups()
        named = name_persons(groups, previous)
        alone = {group[0] for group in groups if len(group) == 1}
        sure = probability(self._best()).tolist()
        return (
            [named[one] for one in self.ids],
            [
                1.0 if one in alone else score
                for one, score in zip(self.ids, sure, strict=True)
            ],
        )

    def _by_smallest(self) -> tuple[list[str], list[float]]:
        """Call each person by her smallest record id, and say how sure each is."""
        label = self.linked.groups.label[self.row]
        # Rows are in the order of the ids, so the first of a label is the smallest.
        names = self._first_ids()
        sure = probability(self._best())
        sure[np.bincount(label)[label] == 1] = 1.0
        return [names[one] for one in label.tolist()], sure.tolist()

    def _best(self) -> Array:
        """Return the score of each record's best pair within its person, (n,)."""
        best = self.linked.groups.best[self.row]
        rows = np.flatnonzero(np.bincount(self.row)[self.row] > 1)
        if len(rows):
            own, _ = self.linked.weigher(self.row[rows], self.row[rows])
            best[rows] = np.maximum(best[rows], own)
        return best

    def open_doubts(self) -> int:
        """Return how many pairs of persons a human should look at."""
        return len(self._doubted())

    def doubts(self) -> list[Doubt]:
        """Return the pairs a human should look at, the likeliest first."""
        open_ = self._doubted()
        left, right, scores = self.linked.left, self.linked.right, self.linked.scores
        left, right, scores = left[open_], right[open_], scores[open_]
        names = self._first_ids()
        sure = probability(np.minimum(scores, JOIN_AT - 0.1).astype(float)).tolist()
        lines = because(self.linked, left, right)
        found = []
        for a, b, confidence, line in zip(
            left.tolist(), right.tolist(), sure, lines, strict=True
        ):
            one, other = sorted((names[a], names[b]))
            found.append(Doubt(one, other, confidence, line))
        found.sort(key=lambda one: (-one.confidence, one.record_id_a, one.record_id_b))
        return found

    def _doubted(self) -> Array:
        """Return the best pair of each two persons who may be one."""
        label = self.linked.groups.label
        left, right, scores = self.linked.left, self.linked.right, self.linked.scores
        open_ = np.flatnonzero((scores >= DOUBT_AT) & (label[left] != label[right]))
        open_ = open_[np.argsort(-scores[open_], kind="stable")]
        ends = label[left[open_]], label[right[open_]]
        pairs = (np.minimum(*ends) << 32) | np.maximum(*ends)
        _, first = np.unique(pairs, return_index=True)
        return np.asarray(open_[np.sort(first)])

    def stopped(self) -> list[Stopped]:
        """Return the values that stand beside too many people to join any."""
        texts, shared = self.linked.weigher.texts, self.linked.shared
        lexicons = {fields.EMAIL: texts.emails, fields.PHONE: texts.phones}
        lexicons |= {fields.mark(*key): one for key, one in texts.marks.items()}
        found = [
            Stopped(
                fields.in_words(field),
                lexicons[field].text(code),
                shared.people[field][code],
            )
            for field, codes in shared.stopped.items()
            for code in codes.tolist()
        ]
        return sorted(found, key=lambda one: (-one.people, one.field, one.value))

    def households(self) -> int:
        """Return how many values are used by a few people: a family's mailbox."""
        shared = self.linked.shared
        boxes = sum(len(codes) for codes in shared.boxes.values())
        return boxes - sum(len(codes) for codes in shared.stopped.values())

    def why(self, left: str, right: str) -> tuple[Why, tuple[str, ...]]:
        """
        Explain two records.

        Returns:
            The evidence, and the ids of the records from one to the other.

        Raises:
            BadInput: There is no such record.
        """
        places = {one: place for place, one in enumerate(self.ids)}
        for one in (left, right):
            if one not in places:
                message = (
                    f"There is no record {one!r} in these files; "
                    "ids are as in the people file."
                )
                raise BadInput(message)
        first, second = int(self.row[places[left]]), int(self.row[places[right]])
        apart = left != right and first == second and first in self.alone
        found = why(self.linked, first, second, apart=apart)
        if not found.same:
            return found, ()
        names = self._first_ids()
        between = tuple(names[row] for row in found.path[1:-1])
        ends = (left,) if left == right else (left, *between, right)
        return found, ends

    def _first_ids(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for one, row in zip(self.ids, self.row.tolist(), strict=True):
            if row not in found or one < found[row]:
                found[row] = one
        return found


def persons_of(
    records: Records,
    texts: Texts,
    ids: Sequence[str],
    *,
    blocker: Blocker | None = None,
    scorer: PairScorer | None = None,
    seed: int = 0,
) -> Persons:
    """
    Find the persons behind records.

    Args:
        records: n records.
        texts: What their codes stand for.
        ids: The record id of each.
        blocker: Finds candidate pairs; plain sorting by default.
        scorer: Weighs candidate pairs; this process by default.
        seed: For the choice of random pairs.

    Returns:
        The persons. Which one comes first does not matter: records are taken in the
        order of their ids.
    """
    order = np.array(sorted(range(len(ids)), key=ids.__getitem__), np.int64)
    records = records.take(order)  # by the same name, so that the first may go
    kept, row_of = _compared(records)
    records = records.take(kept)
    linked = link(records, texts, blocker=blocker, scorer=scorer, seed=seed)
    row = np.empty(len(ids), np.int64)
    row[order] = row_of
    crowded = np.flatnonzero(np.bincount(row, minlength=len(kept)) > 1)
    own, _ = linked.weigher(crowded, crowded)
    alone = frozenset(crowded[own <= JOIN_AT].tolist())
    return Persons(list(ids), linked, row, alone)


def _compared(records: Records) -> tuple[Array, Array]:
    """
    Choose the records to compare: of many equal ones that say who it is, one.

    Equal records that say little stay: so many called John Smith are no person.

    Returns:
        Rows to compare, and for every record its row among those.
    """
    count = len(records)
    if not count:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    said = _signatures(records)
    order = np.argsort(said, kind="stable")
    starts = np.flatnonzero(np.diff(said[order], prepend=said[order[:1]] - 1) != 0)
    starts = np.unique(np.concatenate([[0], starts]))
    sizes = np.diff(starts, append=count)
    first = np.repeat(order[starts], sizes)
    many = np.repeat(sizes > COPIES, sizes) & _says_who(records)[order]
    stands = np.empty(count, np.int64)
    stands[order] = np.where(many, first, order)
    kept = np.unique(stands)
    return kept, np.searchsorted(kept, stands)


def _says_who(records: Records) -> Array:
    """Say which records show an identifier, or a name and whose of that name, (n,)."""
    found = (records.given[:, 0] >= 0) & (records.family >= 0)
    home = (records.street >= 0) & (records.house >= 0)
    found &= home | (records.postcode >= 0) | (records.born > 0)
    for codes in (records.emails[:, 0], records.phones[:, 0], *records.marks.values()):
        found |= codes >= 0
    return found


def _signatures(records: Records) -> Array:
    found = np.zeros(len(records), np.uint64)
    columns = [getattr(records, name) for name in FIELDS]
    columns += [*records.marks.values(), *records.traits.values()]
    for column in columns:
        for codes in column.reshape(len(records), -1).T:
            found = (found ^ (codes.astype(np.uint64) + _MIX)) * _STIR
            found ^= found >> np.uint64(31)
    return found.view(np.int64)
