"""What was found in files, in figures: complete, joined, doubted, and decided how."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from msgspec import Struct

from shopkeeper.flow.recognise_examples import Examples, Large, Pair
from shopkeeper.flow.recognise_files import TablesRead
from shopkeeper.flow.recognise_learned import Learned, learned_of
from shopkeeper.flow.recognise_sources import (
    Crossing,
    SourceFigures,
    TableFigures,
    crossing_of,
    knows_whom,
    sources_of,
    tables_of,
)
from shopkeeper.recognise.linking import fields
from shopkeeper.recognise.linking.arrays import Array
from shopkeeper.recognise.linking.link import Linked
from shopkeeper.recognise.linking.persons import Doubt, Stopped
from shopkeeper.recognise.ports import FileTable


STOPPED = 20
"""Values that join nobody to show, at most."""

_STEPS = ((1, 1), (2, 2), (3, 3), (4, 4), (5, 5), (6, 10), (11, 50), (51, None))
_FEW_LETTERS = 8


class Step(Struct, frozen=True, kw_only=True):
    """How many persons have so many records: first to last; no last: and more."""

    first: int
    last: int | None
    persons: int


class Report(Struct, frozen=True, kw_only=True):
    """
    What was found in some files.

    Attributes:
        records: Rows in all files.
        files: How many files.
        persons: As many as the people file has.
        joined: Persons with several records.
        doubts: Pairs a human should look at.
        sources: How complete each source is.
        tables: What the columns were taken for.
        steps: How many persons have how many records.
        crossing: Whom several sources know.
        least_sure: The least sure joins.
        usual: Joins in the middle.
        surest: The surest joins.
        doubtful: The likeliest doubts.
        largest: Persons with the most records.
        stopped: Values that join nobody, masked, most people first.
        stopped_in_all: How many there are.
        households: Kind of value to how many are on a few people.
        learned: How it was decided.
    """

    records: int
    files: int
    persons: int
    joined: int
    doubts: int
    sources: tuple[SourceFigures, ...]
    tables: tuple[TableFigures, ...]
    steps: tuple[Step, ...]
    crossing: Crossing
    least_sure: tuple[Pair, ...]
    usual: tuple[Pair, ...]
    surest: tuple[Pair, ...]
    doubtful: tuple[Pair, ...]
    largest: tuple[Large, ...]
    stopped: tuple[Stopped, ...]
    stopped_in_all: int
    households: dict[str, int]
    learned: Learned


def report_of(
    found: TablesRead,
    tables: Sequence[tuple[str, FileTable]],
    people: pa.Table,
    doubts: Sequence[Doubt],
) -> Report:
    """
    Prepare the figures of a page.

    Args:
        found: What was made of the files.
        tables: The files' tables, each with its file.
        people: The people file: every number here is of the same persons.
        doubts: The doubts file's pairs, the likeliest first.
    """
    names, person = _numbered(people)
    sizes = np.bincount(person, minlength=len(names))
    linked = found.persons.linked
    source = linked.weigher.records.source[found.persons.row]
    knows = knows_whom(source, person)
    examples = Examples(found, tables, person)
    least, usual, surest = examples.joins()
    stopped = found.persons.stopped()
    return Report(
        records=len(found.record_ids),
        files=len({file for file, _ in tables}),
        persons=len(names),
        joined=int((sizes > 1).sum()),
        doubts=len(doubts),
        sources=tuple(sources_of(found, source, knows)),
        tables=tuple(tables_of(found, tables)),
        steps=tuple(_steps(sizes)),
        crossing=crossing_of(source, knows, linked.weigher.texts),
        least_sure=tuple(least),
        usual=tuple(usual),
        surest=tuple(surest),
        doubtful=tuple(examples.doubtful(doubts)),
        largest=tuple(examples.largest(names)),
        stopped=tuple(
            Stopped(one.field, masked(one.value), one.people)
            for one in stopped[:STOPPED]
        ),
        stopped_in_all=len(stopped),
        households=_households(linked),
        learned=learned_of(linked),
    )


def masked(value: str) -> str:
    """
    Show enough of a value to find it in a file, and not the whole of it.

    Example:
        >>> masked("anyone@shop.example"), masked("12345678")
        ('anyo…le', '1…')
    """
    if len(value) <= _FEW_LETTERS:
        return f"{value[:1]}…"
    return f"{value[:4]}…{value[-2:]}"


def _numbered(people: pa.Table) -> tuple[list[str], Array]:
    """Return the persons' ids, and for each record the place of its person's."""
    column = people.column("person_id").combine_chunks()
    if isinstance(column, pa.ChunkedArray):  # of no rows at all
        return [], np.zeros(0, np.int64)
    coded = column.dictionary_encode()
    return coded.dictionary.to_pylist(), coded.indices.to_numpy().astype(np.int64)


def _steps(sizes: Array) -> Iterator[Step]:
    for first, last in _STEPS:
        inside = (sizes >= first) & (sizes <= (last or sizes.max(initial=first)))
        if inside.any():
            yield Step(first=first, last=last, persons=int(inside.sum()))


def _households(linked: Linked) -> dict[str, int]:
    found: dict[str, int] = {}
    for field, codes in linked.shared.boxes.items():
        some = len(codes) - len(linked.shared.stopped[field])
        if some:
            kind = fields.in_words(field)
            found[kind] = found.get(kind, 0) + some
    return found
