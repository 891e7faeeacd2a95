"""From rows to facts, consents, outcomes and purchases: what each column says."""

from __future__ import annotations

import re

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from shopkeeper.flow.rows import SourceRows
from shopkeeper.recognise.columns import (
    Meaning,
    day_parser,
    delivered,
    names_the_item,
    not_kept,
    number_parser,
    parse_numbers,
)
from shopkeeper.remember.gifts import GIFT, gifts_of
from shopkeeper.vocabulary import (
    Evidence,
    Fact,
    FactValue,
    Holds,
    Outcome,
    Predicates,
    Standing,
    ValueType,
    fact_id,
)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RECORDED = 0.95  # contracts.md, section 2: the start value of what is recorded

# Columns of their own that say something of the person behind the row.
_SAYS: Mapping[Meaning, str] = {
    Meaning.JOB_TITLE: "job.title",
    Meaning.COMPANY: "job.company",
}
# Nobody is greeted as "Dr. Eva" or "J.", where a column is of given names.
_TITLE = re.compile(
    r"(?:dr|prof|professor|mr|mrs|ms|miss|mx|herr|frau|mag|dipl|ing|med)"
    r"(?:\.\s*|\s+)(?=[^\W\d_])",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"[^\W\d_]\.")
_LATE = ("late", "delayed", "overdue", "backorder", "back order", "verspätet")


def facts_of_rows(
    rows: SourceRows, own: Sequence[str], predicates: Predicates
) -> list[Fact]:
    """
    Say what the columns of a source say of people, of equal sayings the newest.

    Args:
        rows: The source's rows.
        own: Own person id of each row; empty where a row is nobody's.
        predicates: Those of the shop: what a column pinned as a fact of hers holds.

    Returns:
        Facts of standing `recorded`. A name is taken only from a column of its own
        for the given or preferred name, never cut from a full name or a mailbox
        (vision.md, A6).
    """
    newest: dict[tuple[str, str, FactValue], tuple[datetime, str]] = {}
    times = rows.times()
    sayings: list[tuple[str, Sequence[FactValue | None]]] = [
        *_sayings(rows), *_facts_of_its_own(rows, predicates),
    ]  # fmt: skip
    for about, cells in sayings:
        for person, cell, at, record in zip(
            own, cells, times, rows.record_ids, strict=True
        ):
            value = cell.strip() if isinstance(cell, str) else cell
            if person and value is not None and value != "":
                key = (person, about, value)
                if key not in newest or newest[key] < (at, record):
                    newest[key] = (at, record)
    name = rows.source.name
    return [
        _fact(person, about, value, at, record, name)
        for (person, about, value), (at, record) in newest.items()
    ]


def _sayings(rows: SourceRows) -> Iterator[tuple[str, list[str | None]]]:
    called = rows.cells(Meaning.CALLED)
    given = rows.cells(Meaning.GIVEN_NAME)
    # What she prefers to be called stands above the name on her papers.
    yield (
        "person.called",
        [one or _given(other) for one, other in zip(called, given, strict=True)],
    )
    for meaning, about in _SAYS.items():
        yield about, rows.cells(meaning)
    if rows.source.holds is Holds.ORDERS:
        status = [
            (cell or "").strip().casefold() for cell in rows.cells(Meaning.STATUS)
        ]
        items = rows.cells(Meaning.ITEM_NAME, Meaning.ITEM)
        yield (
            "order.late",
            [
                item if any(word in one for word in _LATE) else None
                for one, item in zip(status, items, strict=True)
            ],
        )


def _given(cell: str | None) -> str | None:
    """Return a given name without the title before it; an initial is none to say."""
    name = (cell or "").strip()
    while (found := _TITLE.match(name)) is not None:
        name = name[found.end() :]
    return None if _INITIAL.fullmatch(name) else name or cell


def _facts_of_its_own(
    rows: SourceRows, predicates: Predicates
) -> Iterator[tuple[str, list[FactValue | None]]]:
    """Read columns that the shop pinned by the name of a predicate."""
    for column in rows.mapping.all(Meaning.FACT):
        predicate = predicates.find(column.namespace)
        if predicate is None:
            continue
        cells = rows.data.column(column.index).to_pylist()
        day, number = day_parser(column), number_parser(column)

        def read(
            cell: str | None,
            kind: ValueType = predicate.value,
            day: Callable[[str], date | None] = day,
            number: Callable[[str], float | None] = number,
        ) -> FactValue | None:
            written = (cell or "").strip()
            if not written or kind is ValueType.TEXT:
                return written
            if kind is ValueType.NUMBER:
                return number(written)
            on = day(written)
            if on is not None:
                return on.isoformat()
            return written if kind is ValueType.TEXT_OR_DATE else None

        yield column.namespace, [read(cell) for cell in cells]


def _fact(
    person: str,
    about: str,
    value: FactValue,
    at: datetime,
    record: str,
    source: str,
) -> Fact:
    evidence = (Evidence(source=source, record_id=record),)
    return Fact(
        id=fact_id(evidence, about, value),
        person=person,
        about=about,
        value=value,
        standing=Standing.RECORDED,
        confidence=RECORDED,
        learned_at=at,
        evidence=evidence,
        source=source,
    )


def outcomes_of_rows(rows: SourceRows, own: Sequence[str]) -> list[Outcome]:
    """Say what happened; an id is the row's own."""
    value = number_parser(rows.mapping.first(Meaning.VALUE))
    cells = zip(
        own,
        rows.record_ids,
        rows.times(),
        rows.cells(Meaning.OUTCOME),
        rows.cells(Meaning.VALUE),
        rows.cells(Meaning.MESSAGE_ID),
        rows.cells(Meaning.DECISION_ID),
        strict=True,
    )
    found = []
    for person, record, at, outcome, amount, message, decision in cells:
        if outcome:
            number = value(amount) if amount else None
            found.append(
                Outcome(
                    id=record,
                    person=person,
                    outcome=outcome.strip().casefold().replace(" ", "_"),
                    at=at,
                    value=1.0 if number is None else number,
                    message_id=message,
                    decision_id=decision,
                )
            )
    return found


def purchases_of_rows(rows: SourceRows, persons: Sequence[str]) -> pa.Table:
    """
    Return what was bought, row by row.

    Args:
        rows: Of a source that holds orders.
        persons: Current person id of each row; empty where it is nobody's.

    Returns:
        Columns `person`, `at` (timestamp[us, UTC]), `item`, `category` (text or
        null), `quantity` (1 where the source has none), `record_id` and `gift` (was it
        bought for somebody else?). An item is
        named as people say it; a code with several names by the latest.
    """
    quantity = rows.column(Meaning.QUANTITY)
    count = len(rows)
    names = rows.column(Meaning.ITEM_NAME)
    codes = rows.column(Meaning.ITEM)
    items = codes if names is None else names
    if names is not None and codes is not None and not names_the_item(codes, names):
        names, items = None, codes
    if names is not None and codes is not None:
        items = _named(codes, names)
    empty = pa.nulls(count, pa.string())
    category = rows.column(Meaning.CATEGORY)
    at = _whole(rows.happened_us).cast(pa.timestamp("us", "UTC"))
    sent = delivered(rows.mapping, lambda column: rows.data.column(column.index))
    gifts = np.zeros(count, dtype=bool)
    many = (
        pa.array([1.0] * count, pa.float64())
        if quantity is None
        else parse_numbers(quantity, rows.mapping.first(Meaning.QUANTITY))
    )
    for column in rows.mapping.all(Meaning.STATUS):
        ended = not_kept(rows.data.column(column.index))
        many = pc.if_else(ended, pa.scalar(0.0), many)
    if sent is not None and count:
        days = pc.cast(at, pa.date32(), safe=False).to_pylist()
        gifts = gifts_of(persons, days, sent.to, sent.home, sent.marked)
    return pa.table(
        {
            "person": pa.array([one or None for one in persons], pa.string()),
            "at": at,
            "item": empty if items is None else _whole(items),
            "category": empty if category is None else _whole(category),
            "quantity": _whole(many),
            "record_id": pa.array(rows.record_ids, pa.string()),
            GIFT: pa.array(gifts),
        }
    )


def _named(codes: pa.Array, names: pa.Array) -> pa.Array:
    latest: dict[str | None, str] = {}
    code_list = codes.to_pylist()
    for code, name in zip(code_list, names.to_pylist(), strict=True):
        if name and name.strip():
            latest[code] = " ".join(name.split())
    return pa.array([latest.get(code, code) for code in code_list], pa.string())


def _whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    if isinstance(column, pa.ChunkedArray):
        return column.combine_chunks() if column.num_chunks != 1 else column.chunk(0)
    return column
