"""What was said, kept where each fact can be walked back to it: span, words, thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime

import pyarrow as pa
import pyarrow.compute as pc

from shopkeeper.flow.house import House
from shopkeeper.flow.told_us import answer_utterances, notes, written
from shopkeeper.vocabulary import Evidence, Speaker, Utterance


SPOKEN = "spoken"
_TEXTS = (
    "person", "record_id", "speaker", "channel", "thread", "author", "time_zone",
    "text",
)  # fmt: skip


def spoken_table(said: Iterable[tuple[str, Utterance]]) -> pa.Table:
    """
    Return the warehouse's table of what was said.

    Args:
        said: Current person id and utterance.

    Returns:
        Columns of `_TEXTS`, and `at` (timestamp[us, UTC], null where nobody knows),
        one row an utterance, in order of record id.
    """
    ordered = sorted(said, key=lambda one: one[1].id)
    rows = [
        (
            person, one.id, str(one.speaker), one.channel, one.thread, one.author,
            one.time_zone, one.text,
        )
        for person, one in ordered
    ]  # fmt: skip
    columns = {
        name: pa.array([row[at] for row in rows], pa.string())
        for at, name in enumerate(_TEXTS)
    }
    moments = [one.said_at for _, one in ordered]
    return pa.table({**columns, "at": pa.array(moments, pa.timestamp("us", "UTC"))})


def spoken_of(house: House, owns: Sequence[str], *, now: datetime) -> list[Utterance]:
    """
    Return all that was said by, to and about a person by *now*, oldest first.

    Args:
        house: The shop.
        owns: All ids that are hers, the current one among them.
        now: The moment looked at.
    """
    found = {}
    table = house.warehouse.part(SPOKEN, set(owns))
    if table is not None:
        found = {one.id: one for one in map(_utterance, table.to_pylist())}
    found |= {
        one.id: one
        for person, one in (*notes(house), *answer_utterances(house), *written(house))
        if person in owns
    }
    past = [one for one in found.values() if one.said_at is None or one.said_at <= now]
    return sorted(past, key=lambda one: (one.said_at or _BEFORE, one.id))


def spoken_by_id(house: House, record_ids: Iterable[str]) -> dict[str, Utterance]:
    """Return utterances by record id; what is none, or is not there, is left out."""
    wanted = set(record_ids)
    found = {
        one.id: one
        for _, one in (*notes(house), *answer_utterances(house), *written(house))
        if one.id in wanted
    }
    table = house.warehouse.read(SPOKEN)
    if table is not None:
        chosen = pc.is_in(table["record_id"], pa.array(sorted(wanted), pa.string()))
        found |= {one.id: one for one in map(_utterance, _rows(table, chosen))}
    return found


def words_of(evidence: Evidence | None, said: Mapping[str, Utterance]) -> str | None:
    """Return the very words that are evidence; None for a row, or words not here."""
    if evidence is None or evidence.start is None:
        return None
    utterance = said.get(evidence.record_id)
    return None if utterance is None else utterance.text[evidence.start : evidence.end]


_BEFORE = datetime.min.replace(tzinfo=UTC)


def _rows(table: pa.Table, chosen: pa.Array) -> list[dict[str, object]]:
    rows: list[dict[str, object]] = table.filter(chosen).to_pylist()
    return rows


def _utterance(row: Mapping[str, object]) -> Utterance:
    at = row["at"]

    def text(name: str) -> str | None:
        return None if row[name] is None else str(row[name])

    return Utterance(
        id=str(row["record_id"]),
        text=str(row["text"]),
        speaker=Speaker(str(row["speaker"])),
        channel=text("channel"),
        said_at=at.astimezone(UTC) if isinstance(at, datetime) else None,
        time_zone=text("time_zone") or "UTC",
        thread=text("thread"),
        author=text("author"),
    )
