"""One column over all silos: what was said, bought, sent, and what was not sent."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from msgspec import Struct

from shopkeeper.flow.behind import is_sensitive
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson, gather
from shopkeeper.flow.seen import SEEN
from shopkeeper.flow.spoken import spoken_of
from shopkeeper.flow.telling import departments, iso
from shopkeeper.vocabulary import Speaker, TouchState, Utterance


_MONTHS = 6  # on a page at most
_ENTRIES = 40  # after so many no further month is begun
_ROWS = 300  # of a month's purchases that are looked at; the rest is counted
_LOOKS = 2  # of a month, at our pages, that are named
_MONTH = "month"
_ITEMS = 3  # of one visit that are named
_WENT = frozenset({TouchState.SENT, TouchState.IN_DOUBT})
_WAITS = frozenset({TouchState.APPROVED, TouchState.ATTEMPTING, TouchState.COMMITTING})
_KEPT_APART = "something sensitive, kept apart"


def timeline_json(house: House, person: str, *, now: datetime) -> list[dict[str, Any]]:
    """
    Return what happened between her and us, newest first.

    Args:
        house: The shop.
        person: Her current id.
        now: The moment; what is later is left out.

    Returns:
        Entries of `at, kind (said|noted|answered|bought|sent|will_go|held), by, what,
        quoted, because, record_id`; on a page of it also of the kind `seen`.
        The words of whatever was sensitive are not there.
    """
    known = gather(house, now=now, only=[person])[person]
    said = spoken_of(house, known.own, now=now)
    entries = [
        *_said(house, known, said),
        *_bought(house, _purchases(house, person, now)),
        *_touched(house, known, now),
    ]
    return _newest_first(entries)


class Page(Struct, frozen=True, kw_only=True):
    """
    Some months of her timeline.

    Attributes:
        entries: As `timeline_json` has them, newest first.
        bought: Month (`2026-11`) to how many rows were bought in it.
        looked: Month to how often she was on our pages besides what is named.
        older: The month to go on with; None where nothing is older.
        rest: How many entries and rows are older.
    """

    entries: tuple[dict[str, Any], ...]
    bought: Mapping[str, int]
    looked: Mapping[str, int]
    older: str | None
    rest: int


def timeline_page(
    house: House,
    known: KnownPerson,
    said: Sequence[Utterance],
    *,
    now: datetime,
    until: str | None = None,
) -> Page:
    """
    Return some months of what happened: as many as one reads, whole.

    Only these months' rows are looked at, so that it takes as long with twenty
    purchases as with twenty thousand.

    Args:
        house: The shop.
        known: She.
        said: What was said by, to and about her by *now*.
        now: The moment; what is later is left out.
        until: The newest month that is shown, as `2026-11`; None: the newest there is.
    """
    zone = house.shop.time_zone
    rest = [*_said(house, known, said), *_touched(house, known, now)]
    by_month: dict[str, list[dict[str, Any]]] = {}
    for one in rest:
        by_month.setdefault(_month(one["at"], zone), []).append(one)
    rows, counts = _by_month(_purchases(house, known.id, now), zone)
    seen, looks = _by_month(_seen(house, known.id, now), zone)
    months = sorted(by_month.keys() | counts.keys() | looks.keys(), reverse=True)
    shown: list[str] = []
    size = 0
    for month in (one for one in months if until is None or one <= until):
        if len(shown) == _MONTHS or (shown and size > _ENTRIES):
            break
        shown.append(month)
        size += len(by_month.get(month, ())) + min(counts.get(month, 0), _ROWS)
    entries = [one for month in shown for one in by_month.get(month, ())]
    if rows is not None and counts:
        for month in shown:
            part = rows.filter(pc.equal(rows[_MONTH], month))
            if part.num_rows > _ROWS:
                newest = pc.sort_indices(part, [("at", "descending")])[:_ROWS]
                part = part.take(newest)
            entries += _bought(house, part)
    looked = {}
    for month in shown:
        if seen is None:
            break
        part = seen.filter(pc.equal(seen[_MONTH], month))
        named, rest_of_month = _looked(house, part)
        entries += named
        if rest_of_month:
            looked[month] = rest_of_month
    older = [month for month in months if shown and month < shown[-1]]
    return Page(
        entries=tuple(_newest_first(entries)),
        bought={month: counts[month] for month in shown if month in counts},
        looked=looked,
        older=older[0] if older else None,
        rest=sum(
            len(by_month.get(one, ())) + counts.get(one, 0) + looks.get(one, 0)
            for one in older
        ),
    )


def _by_month(
    table: pa.Table | None, zone: str
) -> tuple[pa.Table | None, dict[str, int]]:
    """Write beside each row its month on the shop's clock, and count the months."""
    if table is None or not table.num_rows:
        return None, {}
    here = table["at"].cast(pa.timestamp("us", zone))
    table = table.append_column(_MONTH, pc.strftime(here, format="%Y-%m"))
    counts = pc.value_counts(table[_MONTH]).to_pylist()
    return table, {one["values"]: one["counts"] for one in counts}


def _seen(house: House, person: str, now: datetime) -> pa.Table | None:
    table = house.warehouse.part(SEEN, {person})
    if table is None:
        return None
    past = pc.less_equal(table["at"], pa.scalar(now, pa.timestamp("us", "UTC")))
    return table.filter(past)


def _looked(house: House, part: pa.Table) -> tuple[list[dict[str, Any]], int]:
    """Name what she came back to most in a month, and count the rest."""
    if not part.num_rows:
        return [], 0
    order = pc.sort_indices(part, [("times", "descending"), ("at", "descending")])
    named = part.take(order[:_LOOKS]).to_pylist()
    kept_by = departments(house)
    rest = int(pc.sum(part["times"]).as_py()) - sum(one["times"] for one in named)
    entries = []
    for one in named:
        source = one["record_id"].partition(":")[0]
        looks = "view" in one["event"].casefold() and one["item"]
        what = f"Looked at {one['item']}" if looks else one["event"]
        if one["item"] and not looks:
            what += f": {one['item']}"
        if one["times"] > 1:
            what += f", {one['times']} times that day"
        by = kept_by.get(source) or source
        entries.append(_entry(one["at"], "seen", by, what, one["record_id"]))
    return entries, rest


def _month(at: str, zone: str) -> str:
    return f"{datetime.fromisoformat(at).astimezone(ZoneInfo(zone)):%Y-%m}"


def _newest_first(entries: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return sorted(entries, key=lambda one: (one["at"], one["record_id"]), reverse=True)


def _entry(at: datetime, kind: str, by: str | None, what: str, record_id: str,
           *, quoted: bool = False, because: str = "") -> dict[str, Any]:  # fmt: skip
    return {
        "at": iso(at), "kind": kind, "by": by, "what": what, "quoted": quoted,
        "because": because, "record_id": record_id,
    }  # fmt: skip


def _said(
    house: House, known: KnownPerson, said: Iterable[Utterance]
) -> Iterator[dict[str, Any]]:
    hidden = {
        one.record_id
        for fact in known.facts
        if is_sensitive(house, fact)
        for one in fact.evidence
    }
    kept_by = departments(house)
    kinds = {Speaker.CUSTOMER: "said", Speaker.AGENT: "answered"}
    for one in said:
        if one.said_at is None:
            continue
        source = one.id.partition(":")[0]
        secret = one.id in hidden
        yield _entry(
            one.said_at,
            kinds.get(one.speaker, "noted"),
            one.author or kept_by.get(source) or source,
            _KEPT_APART if secret else " ".join(one.text.split()),
            one.id,
            quoted=not secret,
        )


def _purchases(house: House, person: str, now: datetime) -> pa.Table | None:
    table = house.warehouse.part("purchases", {person})
    if table is None:
        return None
    past = pc.less_equal(table["at"], pa.scalar(now, pa.timestamp("us", "UTC")))
    bought = pc.greater(pc.fill_null(table["quantity"], 1.0), 0.0)
    return table.filter(pc.and_(past, bought))


def _bought(house: House, table: pa.Table | None) -> Iterator[dict[str, Any]]:
    """Roll up what was bought on one day at one place."""
    if table is None:
        return
    zone = ZoneInfo(house.shop.time_zone)
    kept_by = departments(house)
    visits: dict[tuple[date, str], list[dict[str, Any]]] = {}
    for row in table.to_pylist():
        source = row["record_id"].partition(":")[0]
        day = row["at"].astimezone(zone).date()
        visits.setdefault((day, source), []).append(row)
    for (_, source), rows in visits.items():
        items = list(dict.fromkeys(row["item"] for row in rows if row["item"]))
        more = len(items) - _ITEMS
        what = ", ".join(items[:_ITEMS]) or "something"
        what += f" and {more} more" if more > 0 else ""
        if all(row.get("gift") for row in rows):
            what += ", for somebody else"
        last = max(rows, key=lambda row: row["at"])
        by = kept_by.get(source) or source
        yield _entry(last["at"], "bought", by, f"Bought {what}", last["record_id"])


def _touched(
    house: House, known: KnownPerson, now: datetime
) -> Iterator[dict[str, Any]]:
    for touch in house.outbox.of_persons(known.own):
        if touch.at > now:
            continue
        kind = "held"
        if touch.state in _WENT:
            kind = "sent"
        elif touch.state in _WAITS:
            kind = "will_go"
        what = touch.message.subject or touch.content.replace("-", " ")
        yield _entry(
            touch.at, kind, str(touch.channel), what, touch.message.message_id,
            quoted=True, because=touch.because,
        )  # fmt: skip
