"""Which records to show a human, so that she sees what was joined and what was not."""

from __future__ import annotations

import re

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import numpy as np

from msgspec import Struct

from shopkeeper.flow.recognise_files import TablesRead
from shopkeeper.flow.recognise_said import in_words, said_in
from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.explain import Part, Why, because, why
from shopkeeper.recognise.linking.link import Linked
from shopkeeper.recognise.linking.persons import Doubt
from shopkeeper.recognise.ports import FileTable


DOUBTS = 20
"""Doubtful pairs to show, at most."""

LARGEST = 10
"""Largest persons to show, at most."""

ALIKE = 8
"""Lines to show of one person, at most; records that say the same are one line."""

CELLS = 40
"""Cells of a record to show, at most."""

_NAMES = (fields.GIVEN, fields.SECOND, fields.FAMILY, fields.SUFFIX)
_LEAST_SURE, _USUAL, _SUREST = 4, 2, 2
_JOINS_LOOKED_AT = 200
_EACH = 2  # doubts of one person
_OF_A_KIND = 3  # doubts for one reason, while there are others
_DOUBTS_LOOKED_AT = 2000
_MOST_ROWS = 30  # a path between two of more takes long to find
_MOST_RECORDS = 2000
_LONGEST = 1000


class Line(Struct, frozen=True, kw_only=True):
    """
    What two records say of one thing.

    Attributes:
        field: In words.
        a: What the first says, as compared; empty where nothing.
        b: What the second says.
        weight: What speaks for one person (above 0) or against, log to base 2; None
            where nothing was weighed.
    """

    field: str
    a: str
    b: str
    weight: float | None


class Cell(Struct, frozen=True):
    """A column, and what two records have there, as their files have it."""

    column: str
    a: str
    b: str


class Alike(Struct, frozen=True, kw_only=True):
    """
    Records that say the very same of a person.

    Attributes:
        says: What, as compared.
        records: The ids of the first few.
        count: How many they are.
        sources: Where they are from.
    """

    says: tuple[str, ...]
    records: tuple[str, ...]
    count: int
    sources: tuple[str, ...]


class RolledUp(Struct, frozen=True, kw_only=True):
    """
    Records of one person, those that say the same in one line.

    Attributes:
        count: How many records.
        alike: What they say, the commonest first.
    """

    count: int
    alike: tuple[Alike, ...]

    @property
    def more(self) -> int:
        """How many records are left out of `alike`."""
        return self.count - sum(one.count for one in self.alike)


class Pair(Struct, frozen=True, kw_only=True):
    """
    Two records side by side.

    Attributes:
        records: Their record ids.
        names: What the two are called, as compared; empty where nothing is known.
        sources: Where each is from.
        same: Are they one person?
        confidence: Probability that they are.
        prior: Before anything was looked at, log to base 2 of the odds.
        score: The same after all was weighed.
        lines: Field by field; prior and weights add up to the score.
        says: The same in words; every second piece is a value of the records.
        others: The other records of each, where they are two persons.
        cells: What the files have.
        more_cells: How many columns are left out of `cells`.
    """

    records: tuple[str, str]
    names: tuple[str, str]
    sources: tuple[str, str]
    same: bool
    confidence: float
    prior: float
    score: float
    lines: tuple[Line, ...]
    says: tuple[str, ...]
    others: tuple[RolledUp, RolledUp] | None
    cells: tuple[Cell, ...]
    more_cells: int


class Large(Struct, frozen=True, kw_only=True):
    """
    One of the persons with the most records.

    Attributes:
        person: Her id, as in the people file.
        name: What she is called most often, as compared; empty where not known.
        records: What they say.
    """

    person: str
    name: str
    records: RolledUp


class Examples:
    """
    Picks records to show; the same ones for the same files.

    Args:
        found: What was made of the files.
        tables: The files' tables, as they were read.
        person: (n,) int: the number of each record's person.
    """

    def __init__(
        self,
        found: TablesRead,
        tables: Sequence[tuple[str, FileTable]],
        person: Array,
    ) -> None:
        self._ids = found.record_ids
        self._row = found.persons.row
        self._linked: Linked = found.persons.linked
        self._records = self._linked.weigher.records
        self._texts = self._linked.weigher.texts
        self._tables = [table.data for _, table in tables]
        self._ends = np.cumsum([table.num_rows for table in self._tables], dtype=int)
        self._person = person

    def joins(self) -> tuple[list[Pair], list[Pair], list[Pair]]:
        """
        Return the least sure joins, some in the middle, and the surest.

        Of those that were joined for one reason the first, so that one sees more.
        """
        groups = self._linked.groups
        crowded = np.bincount(groups.label, minlength=1)[groups.label] > _MOST_ROWS
        able = np.flatnonzero((groups.partner >= 0) & ~crowded)
        able = able[np.argsort(groups.best[able], kind="stable")]
        persons: set[int] = set()

        def some(rows: Array, most: int) -> list[Pair]:
            rows = rows[:_JOINS_LOOKED_AT]
            partners = groups.partner[rows]
            kinds: set[str] = set()
            pairs: list[Pair] = []
            for row, partner, label, kind in zip(
                rows.tolist(), partners.tolist(), groups.label[rows].tolist(),
                because(self._linked, rows, partners), strict=True,
            ):  # fmt: skip
                if len(pairs) < most and label not in persons and kind not in kinds:
                    persons.add(label)
                    kinds.add(kind)
                    pairs.append(self._pair_of_rows(row, partner))
            return pairs

        least = some(able, _LEAST_SURE)
        surest = some(able[::-1], _SUREST)
        return least, some(able[len(able) // 2 :], _USUAL), surest

    def doubtful(self, doubts: Sequence[Doubt]) -> list[Pair]:
        """Return the likeliest of *doubts*, few of one person or for one reason."""
        near = doubts[:_DOUBTS_LOOKED_AT]
        wanted = {one for doubt in near for one in _ends_of(doubt)}
        place = {one: at for at, one in enumerate(self._ids) if one in wanted}
        kinds = Counter[str]()
        first: list[Doubt] = []
        later: list[Doubt] = []
        for doubt in near:
            (first if kinds[doubt.because] < _OF_A_KIND else later).append(doubt)
            kinds[doubt.because] += 1
        shown = Counter[int]()
        chosen: list[Doubt] = []
        for doubt in (*first, *later):
            persons = [int(self._person[place[one]]) for one in _ends_of(doubt)]
            if len(chosen) < DOUBTS and all(shown[one] < _EACH for one in persons):
                shown.update(persons)
                chosen.append(doubt)
        chosen.sort(key=lambda doubt: -doubt.confidence)
        return [
            self._pair(place[one.record_id_a], place[one.record_id_b], one.confidence)
            for one in chosen
        ]

    def largest(self, names: Sequence[str]) -> list[Large]:
        """
        Return the persons with the most records.

        Args:
            names: Their ids by their numbers.
        """
        sizes = np.bincount(self._person, minlength=1)
        order = np.argsort(-sizes, kind="stable")[:LARGEST]
        return [
            self._large(names[person], np.flatnonzero(self._person == person))
            for person in order[sizes[order] > 1].tolist()
        ]

    def _large(self, person: str, places: Array) -> Large:
        called = Counter(
            self._name(int(self._row[place])) for place in places[:_MOST_RECORDS]
        )
        return Large(
            person=person,
            name=max(called, key=lambda name: (bool(name), called[name])),
            records=self._rolled_up(places),
        )

    def _others(self, place: int) -> RolledUp:
        """Return her records but the one at *place*."""
        hers = np.flatnonzero(self._person == self._person[place])
        return self._rolled_up(hers[hers != place])

    def _rolled_up(self, places: Array) -> RolledUp:
        found: dict[tuple[str, ...], list[int]] = {}
        for place in places[:_MOST_RECORDS].tolist():
            found.setdefault(self._sentence(int(self._row[place])), []).append(place)
        ordered = sorted(found.items(), key=lambda one: -len(one[1]))[:ALIKE]
        alike = tuple(
            Alike(
                says=says,
                records=tuple(self._ids[one] for one in same[:3]),
                count=len(same),
                sources=tuple(dict.fromkeys(self._source(one) for one in same)),
            )
            for says, same in ordered
        )
        return RolledUp(count=len(places), alike=alike)

    def _pair_of_rows(self, one: int, other: int) -> Pair:
        places = (int(np.flatnonzero(self._row == row)[0]) for row in (one, other))
        left, right = sorted(places, key=self._ids.__getitem__)
        return self._pair(left, right, None)

    def _pair(self, left: int, right: int, confidence: float | None) -> Pair:
        rows = int(self._row[left]), int(self._row[right])
        found = why(self._linked, *rows)
        cells = list(self._cells(left, right))
        return Pair(
            records=(self._ids[left], self._ids[right]),
            names=(self._name(rows[0]), self._name(rows[1])),
            sources=(self._source(left), self._source(right)),
            same=found.same,
            confidence=found.confidence if confidence is None else confidence,
            prior=found.prior,
            score=found.score,
            lines=tuple(self._lines(found, *rows)),
            says=pieces(found),
            others=None if found.same else (self._others(left), self._others(right)),
            cells=tuple(cells[:CELLS]),
            more_cells=max(len(cells) - CELLS, 0),
        )

    def _lines(self, found: Why, left: int, right: int) -> Iterator[Line]:
        mine = said_in(self._records, self._texts, left)
        hers = said_in(self._records, self._texts, right)
        parts = [*found.for_, *found.against]
        for field, a in mine.items():
            b = hers[field]
            part = _part_of(field, (a, b), parts)
            if part:
                parts.remove(part)
            # What but one has of other columns, the cells below show.
            if (a and b) or ((a or b) and not fields.is_trait(field)):
                weight = part.weight if part else None
                yield Line(field=in_words(field), a=a, b=b, weight=weight)
        for part in parts:
            yield Line(field=part.field, a=part.a, b=part.b, weight=part.weight)

    def _cells(self, left: int, right: int) -> Iterator[Cell]:
        mine, hers = self._written(left), self._written(right)
        for column in dict.fromkeys([*mine, *hers]):
            yield Cell(column, mine.get(column, ""), hers.get(column, ""))

    def _written(self, place: int) -> dict[str, str]:
        """Return what the file has in a record's row, without its empty cells."""
        number = int(np.searchsorted(self._ends, place, "right"))
        table = self._tables[number]
        row = place - int(self._ends[number]) + table.num_rows
        found: dict[str, str] = {}
        for index, name in enumerate(table.column_names):
            value = table.column(index)[row].as_py()
            if value is not None and str(value).strip():
                found.setdefault(name, str(value).strip()[:_LONGEST])
        return found

    def _source(self, place: int) -> str:
        code = int(self._records.source[self._row[place]])
        return self._texts.sources.text(code)

    def _name(self, row: int) -> str:
        said = said_in(self._records, self._texts, row)
        return " ".join(said[part] for part in _NAMES if said[part])

    def _sentence(self, row: int) -> tuple[str, ...]:
        said = said_in(self._records, self._texts, row)
        rest = [
            f"{in_words(field)} {text}" if fields.is_mark(field) else text
            for field, text in said.items()
            if text and field not in _NAMES and not fields.is_trait(field)
        ]
        name = self._name(row)
        return (*([name] if name else []), *rest)


def pieces(found: Why) -> tuple[str, ...]:
    """
    Cut the words why into words and values, in turns.

    Values may be anything; who shows the words must tell them apart.
    """
    values = {
        part.a if part.a == part.b else f"{part.a} / {part.b}"
        for part in (*found.for_, *found.against)
        if part.a and part.b
    }
    if not values:
        return (found.says,)
    either = "|".join(re.escape(one) for one in _longest_first(values))
    return tuple(re.split(rf"(?<=\()({either})(?=\))", found.says))


def _part_of(field: str, ends: tuple[str, str], parts: Sequence[Part]) -> Part | None:
    """Find what was made of a field; two kinds of numbers may go by one word."""
    own = [one for one in parts if one.field == fields.in_words(field)]
    same = [one for one in own if (one.a, one.b) == ends]
    # Of two mailboxes the part shows the first, of a half birth date all of it.
    exact = fields.is_mark(field) or fields.is_trait(field)
    return next(iter(same or ([] if exact else own)), None)


def _longest_first(texts: Iterable[str]) -> list[str]:
    return sorted(texts, key=lambda text: (-len(text), text))


def _ends_of(doubt: Doubt) -> tuple[str, str]:
    return doubt.record_id_a, doubt.record_id_b
