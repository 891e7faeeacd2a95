"""From rows to facts, consents, outcomes and purchases: what each column says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta

import pyarrow as pa

from shopkeeper.flow.rows import SourceRows
from shopkeeper.recognise.columns import (
    Meaning,
    number_parser,
    parse_numbers,
    time_parser,
)
from shopkeeper.vocabulary import (
    Channel,
    Consent,
    ConsentState,
    Evidence,
    Fact,
    Holds,
    Outcome,
    Purpose,
    Shop,
    Standing,
    fact_id,
)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
RECORDED = 0.95  # contracts.md, section 2: the start value of what is recorded

# Columns of their own that say something of the person behind the row.
_SAYS: Mapping[Meaning, str] = {
    Meaning.JOB_TITLE: "job.title",
    Meaning.COMPANY: "job.company",
}
_YES = frozenset(
    (
        "y", "yes", "true", "1", "t", "ja", "oui", "si", "sí", "subscribed", "active",
        "opt-in", "opted-in", "in", "granted", "ok",
    )
)  # fmt: skip
_NO = frozenset(
    (
        "n", "no", "false", "0", "f", "nein", "non", "unsubscribed", "inactive",
        "opt-out", "opted-out", "out", "denied", "stop", "stopped", "revoked",
        "cleaned", "bounced", "complained", "suppressed",
    )
)  # fmt: skip
_STATES: Mapping[str, ConsentState] = {
    **dict.fromkeys(
        ("granted", "given", "yes", "y", "true", "1", "opt-in", "opted-in", "optin",
         "subscribed", "accepted", "agreed", "allow", "allowed", "in"),
        ConsentState.GRANTED,
    ),
    **dict.fromkeys(
        ("denied", "no", "n", "false", "0", "refused", "declined", "rejected"),
        ConsentState.DENIED,
    ),
    **dict.fromkeys(
        ("revoked", "withdrawn", "opt-out", "opted-out", "optout", "unsubscribed",
         "unsubscribe", "cancelled", "stopped", "stop", "out", "removed"),
        ConsentState.REVOKED,
    ),
}  # fmt: skip
_LATE = ("late", "delayed", "overdue", "backorder", "back order", "verspätet")
_OPT_OUTS = frozenset({"opt_out", "opt-out", "optout", "unsubscribe", "unsubscribed"})


def facts_of_rows(
    rows: SourceRows, own: Sequence[str], *, trust: Mapping[tuple[str, str], float]
) -> list[Fact]:
    """
    Say what the columns of a source say of people, of equal sayings the newest.

    Args:
        rows: The source's rows.
        own: Own person id of each row; empty where a row is nobody's.
        trust: Of a source and predicate, 0..1; 1 where it is not there.

    Returns:
        Facts of standing `recorded`. A name is taken only from a column of its own
        for the given or preferred name, never cut from a full name or a mailbox
        (vision.md, A6).
    """
    newest: dict[tuple[str, str, str], tuple[datetime, str]] = {}
    times = rows.times()
    for about, cells in _sayings(rows):
        for person, cell, at, record in zip(
            own, cells, times, rows.record_ids, strict=True
        ):
            value = (cell or "").strip()
            if person and value:
                key = (person, about, value)
                if key not in newest or newest[key] < (at, record):
                    newest[key] = (at, record)
    name = rows.source.name
    return [
        _fact(person, about, value, at, record, name, trust.get((name, about), 1.0))
        for (person, about, value), (at, record) in newest.items()
    ]


def _sayings(rows: SourceRows) -> Iterator[tuple[str, list[str | None]]]:
    called = rows.cells(Meaning.CALLED)
    given = rows.cells(Meaning.GIVEN_NAME)
    # What she prefers to be called stands above the name on her papers.
    yield (
        "person.called",
        [one or other for one, other in zip(called, given, strict=True)],
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


def _fact(
    person: str,
    about: str,
    value: str,
    at: datetime,
    record: str,
    source: str,
    trust: float,
) -> Fact:
    evidence = (Evidence(source=source, record_id=record),)
    return Fact(
        id=fact_id(evidence, about, value),
        person=person,
        about=about,
        value=value,
        standing=Standing.RECORDED,
        confidence=RECORDED * trust,
        learned_at=at,
        evidence=evidence,
        source=source,
    )


def consents_of_rows(
    rows: SourceRows, own: Sequence[str], *, shop: Shop
) -> tuple[list[Consent], list[tuple[str, str, str]]]:
    """
    Say what people allowed or refused.

    A register of consents is taken at its word. Of a flag on somebody's list only
    the "no" is taken: a tick in a list is no proof that she agreed.

    Returns:
        Statements, and rows that could not be read: (record id, cell, reason).
    """
    if rows.source.holds is Holds.CONSENTS:
        return _register(rows, own, shop=shop)
    found = []
    # Nobody wrote down when she said no: the stricter reading is "when we heard".
    heard = [_EPOCH + timedelta(microseconds=us) for us in rows.received_us.to_pylist()]
    for meaning, negative in ((Meaning.OPT_IN, _NO), (Meaning.OPT_OUT, _YES)):
        cells = rows.cells(meaning)
        for person, cell, record, at in zip(
            own, cells, rows.record_ids, heard, strict=True
        ):
            if person and (cell or "").strip().casefold() in negative:
                found.append(
                    Consent(
                        person=person,
                        purpose=Purpose.MARKETING,
                        state=ConsentState.DENIED,
                        at=at,
                        record_id=record,
                    )
                )
    return found, []


def _register(
    rows: SourceRows, own: Sequence[str], *, shop: Shop
) -> tuple[list[Consent], list[tuple[str, str, str]]]:
    zone = rows.source.time_zone or shop.time_zone
    expires = time_parser(rows.mapping.first(Meaning.EXPIRES), zone)
    columns = {
        name: rows.cells(meaning)
        for name, meaning in (
            ("purpose", Meaning.PURPOSE), ("state", Meaning.STATE),
            ("channel", Meaning.CHANNEL), ("topic", Meaning.TOPIC),
            ("expires", Meaning.EXPIRES), ("text", Meaning.TEXT),
            ("version", Meaning.VERSION), ("proof", Meaning.PROOF),
        )
    }  # fmt: skip
    found: list[Consent] = []
    bad: list[tuple[str, str, str]] = []
    times = rows.times()
    for at, (person, record) in enumerate(zip(own, rows.record_ids, strict=True)):
        row = {name: (cells[at] or "").strip() for name, cells in columns.items()}
        state = _STATES.get(row["state"].casefold().replace("_", "-"))
        purpose = _purpose(row["purpose"], rows.source.purpose)
        channel = _channel(row["channel"])
        if state is None or purpose is None or channel == "unknown":
            cell = row["state"] if state is None else row["purpose"] or row["channel"]
            bad.append((record, cell, "no state, purpose or channel that we know"))
        elif person:
            found.append(
                Consent(
                    person=person,
                    purpose=purpose,
                    state=state,
                    at=times[at],
                    channel=Channel(channel) if channel else None,
                    topic=row["topic"] or None,
                    expires=expires(row["expires"]) if row["expires"] else None,
                    text=row["text"] or None,
                    version=row["version"] or None,
                    proof=row["proof"] or None,
                    record_id=record,
                )
            )
    return found, bad


def _purpose(cell: str, pinned: Purpose | None) -> Purpose | None:
    if not cell:
        return pinned
    word = cell.casefold()
    return Purpose(word) if word in set(Purpose) else pinned


def _channel(cell: str) -> str:
    word = {"mail": "email", "e-mail": "email", "letter": "post", "call": "phone"}.get(
        cell.casefold(), cell.casefold()
    )
    return word if not word or word in set(Channel) else "unknown"


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


def opt_outs_of(outcomes: Iterable[Outcome]) -> list[Consent]:
    """Say whose outcome is a "no" to marketing."""
    return [
        Consent(
            person=one.person,
            purpose=Purpose.MARKETING,
            state=ConsentState.REVOKED,
            at=one.at,
            record_id=one.id,
        )
        for one in outcomes
        if one.person and one.outcome in _OPT_OUTS
    ]


def purchases_of_rows(rows: SourceRows, persons: Sequence[str]) -> pa.Table:
    """
    Return what was bought, row by row.

    Args:
        rows: Of a source that holds orders.
        persons: Current person id of each row; empty where it is nobody's.

    Returns:
        Columns `person`, `at` (timestamp[us, UTC]), `item`, `category` (text or
        null), `quantity` (1 where the source has none) and `record_id`. An item is
        named as people say it; a code with several names by the latest.
    """
    quantity = rows.column(Meaning.QUANTITY)
    count = len(rows)
    names = rows.column(Meaning.ITEM_NAME)
    codes = rows.column(Meaning.ITEM)
    items = codes if names is None else names
    if names is not None and codes is not None:
        items = _named(codes, names)
    empty = pa.nulls(count, pa.string())
    category = rows.column(Meaning.CATEGORY)
    return pa.table(
        {
            "person": pa.array([one or None for one in persons], pa.string()),
            "at": _whole(rows.happened_us).cast(pa.timestamp("us", "UTC")),
            "item": empty if items is None else _whole(items),
            "category": empty if category is None else _whole(category),
            "quantity": pa.array([1.0] * count, pa.float64())
            if quantity is None
            else parse_numbers(quantity, rows.mapping.first(Meaning.QUANTITY)),
            "record_id": pa.array(rows.record_ids, pa.string()),
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
