"""Who has written about whom, and who has spoken with whom."""

from __future__ import annotations

import re

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from shopkeeper.flow.house import House
from shopkeeper.flow.rows import SourceRows
from shopkeeper.recognise.columns import Meaning
from shopkeeper.vocabulary import Holds, Speaker, Utterance


HEADS = "heads"
"""Name of the warehouse's table: person, author, kind, at, record."""

COLUMNS = ("person", "author", "kind", "at", "record")
_SPOKEN = frozenset({"phone", "call", "telephone", "counter", "meeting", "visit"})
_EVENT = re.compile(r"\b(?:call|called|meeting|visit|appointment|demo)\b")


class Head(Struct, frozen=True, kw_only=True):
    """
    That somebody of ours wrote about her (`note`), or spoke with her (`talk`).

    Attributes:
        person: Current person id.
        author: As the row names her.
        kind: `note` or `talk`.
        at: When. UTC.
        record: The row.
    """

    person: str
    author: str
    kind: str
    at: datetime
    record: str


def heads_of(
    said: Iterable[tuple[str, Utterance]],
    everything: Sequence[SourceRows],
    whose: Mapping[str, str],
    now_of: Mapping[str, str],
    *,
    now: datetime,
) -> list[tuple[str, str, str, datetime, str]]:
    """Gather who wrote about whom and who spoke with whom, for the warehouse."""
    return [
        (now_of.get(own, own), author, kind, at, record)
        for own, author, kind, at, record in (
            *_by_words(said),
            *_by_events(everything, whose),
        )
        if at <= now
    ]


def _by_words(
    said: Iterable[tuple[str, Utterance]],
) -> Iterator[tuple[str, str, str, datetime, str]]:
    for own, one in said:
        author = " ".join((one.author or "").split())
        if not author or one.said_at is None:
            continue
        if one.speaker is Speaker.REP_NOTE:
            yield own, author, "note", one.said_at, one.id
        elif one.speaker is Speaker.AGENT and (one.channel or "").casefold() in _SPOKEN:
            yield own, author, "talk", one.said_at, one.id


def _by_events(
    everything: Sequence[SourceRows], whose: Mapping[str, str]
) -> Iterator[tuple[str, str, str, datetime, str]]:
    for rows in everything:
        if rows.source.holds is not Holds.EVENTS:
            continue
        authors = rows.cells(Meaning.AUTHOR)
        for record, event, author, at in zip(
            rows.record_ids, rows.cells(Meaning.EVENT), authors, rows.times(),
            strict=True,
        ):  # fmt: skip
            own = whose.get(record)
            words = (event or "").casefold().replace("_", " ")
            if own and author and _EVENT.search(words):
                yield own, " ".join(author.split()), "talk", at, record


def read_heads(house: House) -> list[Head]:
    """Return what the last round gathered, oldest first."""
    table = house.warehouse.read(HEADS)
    if table is None:
        return []
    found = [Head(**row) for row in table.to_pylist()]
    return sorted(found, key=lambda one: (one.at, one.record))


def only_one_knows(heads: Iterable[Head]) -> dict[str, Head]:
    """Return the people of whom one author alone has written, with her newest note."""
    notes: dict[str, dict[str, Head]] = {}
    for one in heads:
        if one.kind == "note":
            notes.setdefault(one.person, {})[one.author.casefold()] = one
    return {
        person: next(iter(authors.values()))
        for person, authors in notes.items()
        if len(authors) == 1
    }
