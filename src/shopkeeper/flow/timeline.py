"""One column over all silos: what was said, bought, sent, and what was not sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pyarrow as pa
import pyarrow.compute as pc

from shopkeeper.flow.behind import is_sensitive
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson, gather
from shopkeeper.flow.spoken import spoken_of
from shopkeeper.flow.telling import departments, iso
from shopkeeper.vocabulary import Speaker, TouchState


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
        quoted, because, record_id`. The words of whatever was sensitive are not there.
    """
    known = gather(house, now=now, only=[person])[person]
    entries = [
        *_said(house, known, now),
        *_bought(house, person, now),
        *_touched(house, known, now),
    ]
    return sorted(entries, key=lambda one: (one["at"], one["record_id"]), reverse=True)


def _entry(at: datetime, kind: str, by: str | None, what: str, record_id: str,
           *, quoted: bool = False, because: str = "") -> dict[str, Any]:  # fmt: skip
    return {
        "at": iso(at), "kind": kind, "by": by, "what": what, "quoted": quoted,
        "because": because, "record_id": record_id,
    }  # fmt: skip


def _said(house: House, known: KnownPerson, now: datetime) -> Iterator[dict[str, Any]]:
    hidden = {
        one.record_id
        for fact in known.facts
        if is_sensitive(house, fact)
        for one in fact.evidence
    }
    kept_by = departments(house)
    kinds = {Speaker.CUSTOMER: "said", Speaker.AGENT: "answered"}
    for one in spoken_of(house, known.own, now=now):
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


def _bought(house: House, person: str, now: datetime) -> Iterator[dict[str, Any]]:
    """Roll up what was bought on one day at one place."""
    table = house.warehouse.read("purchases")
    if table is None:
        return
    zone = ZoneInfo(house.shop.time_zone)
    kept_by = departments(house)
    visits: dict[tuple[date, str], list[dict[str, Any]]] = {}
    for row in table.filter(pc.equal(table["person"], pa.scalar(person))).to_pylist():
        if row["at"] is None or row["at"] > now or (row["quantity"] or 1) <= 0:
            continue
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
