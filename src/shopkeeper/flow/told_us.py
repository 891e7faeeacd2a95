"""What was said to us directly, and not in a source's file: kept as rows of our own.

A colleague's note after a call, her answer to what we know, what she wrote to us on
her page, and what we said back to her are rows of the ledger like any other, under
sources of the shop's own. So they outlive the warehouse, are heard and remembered in
each round as everything else, and lead back to their words.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from msgspec import Struct

from shopkeeper.flow.house import House
from shopkeeper.remember.answers import Answer, Verdict
from shopkeeper.vocabulary import (
    Channel,
    FactValue,
    Holds,
    LoopKind,
    Speaker,
    Standing,
    Utterance,
    hash_of,
)


NOTE, ANSWER, REFLECTION, WRITTEN = "note", "answer", "reflection", "her_page"
# What she is taken to have said where a button was pressed: our words, not hers, so
# nothing is heard in them.
PRESSED = {
    Verdict.CONFIRMED: "Right.",
    Verdict.NOT_HERS: "That's not me.",
    Verdict.FORGET: "Forget this.",
}

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_NOTE = ("person", "text", "author", "channel")
_ANSWER = (
    "person", "verdict", "fact", "about", "value", "standing", "text", "new_about",
    "new_value", "by", "sensitive", "channel", "heard_in", "start",
)  # fmt: skip
_WRITTEN = ("person", "text", "kind", "channel")
_REFLECTION = ("person", "utterances", "facts", "text", "by", "threads")


class Reflected(Struct, frozen=True, kw_only=True):
    """
    That we said back to her what we understood.

    Attributes:
        person: Own person id.
        at: When. UTC.
        utterances: Record ids of what was reflected.
        facts: Ids of the facts that were said.
        text: The words.
        by: Who said it.
        threads: Those the utterances belong to.
    """

    person: str
    at: datetime
    utterances: tuple[str, ...]
    facts: tuple[str, ...]
    text: str
    by: str
    threads: tuple[str, ...]


def note_utterance(
    house: House, person: str, text: str, *, author: str, at: datetime,
    channel: str | None = None,
) -> Utterance:  # fmt: skip
    """Return a note as an utterance about her; its id follows from what it is."""
    key = hash_of("note", person, text, author, at.isoformat())
    return Utterance(
        id=f"{NOTE}:{key}",
        text=text,
        speaker=Speaker.REP_NOTE,
        channel=channel,
        said_at=at,
        time_zone=house.shop.time_zone,
        author=author,
    )


def keep_note(house: House, person: str, said: Utterance) -> bool:
    """Write a note down; False where the same one is there."""
    cells = (person, said.text, said.author or "", said.channel or "")
    return _keep(house, NOTE, _NOTE, said.id, cells, at=said.said_at or _EPOCH)


def written_utterance(
    house: House, person: str, text: str, *, kind: LoopKind, at: datetime
) -> Utterance:
    """Return what she wrote on her page; its id says as what she means it."""
    key = hash_of("her page", person, kind, text, at.isoformat())
    return Utterance(
        id=f"{WRITTEN}:{kind}-{key}",
        text=text,
        channel=str(Channel.WEB),
        said_at=at,
        time_zone=house.shop.time_zone,
    )


def written_as(record_id: str) -> LoopKind | None:
    """Return as what she meant a text of her page; None for any other record."""
    source, _, key = record_id.partition(":")
    return LoopKind(key.partition("-")[0]) if source == WRITTEN else None


def keep_written(house: House, person: str, said: Utterance) -> bool:
    """Write down what she wrote; False where the same is there."""
    kind = written_as(said.id)
    cells = (person, said.text, str(kind), said.channel or "")
    return _keep(house, WRITTEN, _WRITTEN, said.id, cells, at=said.said_at or _EPOCH)


def written(house: House) -> list[tuple[str, Utterance]]:
    """Return all that was written on a page of hers, with whose it is, oldest first."""
    return _as_words(house, WRITTEN)


def keep_answer(house: House, one: Answer, *, channel: str | None = None) -> bool:
    """Write an answer of hers down; False where the same one is there."""
    cells = (
        one.person, str(one.verdict), one.fact, one.about, _json(one.value),
        str(one.standing), one.words, one.new_about, _json(one.new_value),
        one.by or "", "yes" if one.sensitive else "", channel or "", one.heard_in,
        str(one.start),
    )  # fmt: skip
    return _keep(house, ANSWER, _ANSWER, one.record_id, cells, at=one.at)


def keep_reflected(house: House, one: Reflected) -> bool:
    """Write down that something was said back; False where it is there."""
    cells = (
        one.person, _json(one.utterances), _json(one.facts), one.text, one.by,
        _json(one.threads),
    )  # fmt: skip
    key = hash_of("reflection", *cells, one.at.isoformat())
    record_id = f"{REFLECTION}:{key}"
    return _keep(house, REFLECTION, _REFLECTION, record_id, cells, at=one.at)


def answer_id(
    person: str, verdict: Verdict, fact: str, words: str, *, at: datetime
) -> str:
    """Name an answer by what it is: the same one again is the same."""
    key = hash_of("answer", person, str(verdict), fact, words, at.isoformat())
    return f"{ANSWER}:{key}"


def directly_said(house: House) -> dict[str, str]:
    """Return record id to own person id of all that was said to us directly."""
    return {
        row["record_id"]: row["person"]
        for source in (NOTE, ANSWER, WRITTEN)
        for row in _rows(house, source)
    }


def notes(house: House) -> list[tuple[str, Utterance]]:
    """Return every note with the own id of the person it is about, oldest first."""
    return [
        (
            row["person"],
            Utterance(
                id=row["record_id"],
                text=row["text"] or "",
                speaker=Speaker.REP_NOTE,
                channel=row["channel"],
                said_at=row["at"],
                time_zone=house.shop.time_zone,
                author=row["author"],
            ),
        )
        for row in _rows(house, NOTE)
    ]


def answers(house: House, *, now: datetime) -> list[Answer]:
    """Return every answer given by *now*, oldest first."""
    return [
        Answer(
            record_id=row["record_id"],
            person=row["person"],
            at=row["at"],
            verdict=Verdict(row["verdict"]),
            fact=row["fact"],
            about=row["about"],
            value=_value(row["value"]),
            standing=Standing(row["standing"]),
            words=row["text"] or "",
            new_about=row["new_about"] or "",
            new_value=_value(row["new_value"]),
            by=row["by"],
            sensitive=bool(row["sensitive"]),
            heard_in=row["heard_in"] or "",
            start=int(row["start"] or 0),
        )
        for row in _rows(house, ANSWER)
        if row["at"] <= now
    ]


def answer_utterances(house: House) -> list[tuple[str, Utterance]]:
    """Return her answers as what they are, her words, with whose they are."""
    return _as_words(house, ANSWER)


def _as_words(house: House, kept: str) -> list[tuple[str, Utterance]]:
    return [
        (
            row["person"],
            Utterance(
                id=row["record_id"],
                text=row["text"] or "",
                channel=row["channel"],
                said_at=row["at"],
                time_zone=house.shop.time_zone,
                author=row.get("by"),
            ),
        )
        for row in _rows(house, kept)
    ]


def reflections(house: House, *, now: datetime) -> list[Reflected]:
    """Return what was said back by *now*, oldest first."""
    return [
        Reflected(
            person=row["person"],
            at=row["at"],
            utterances=_texts(row["utterances"]),
            facts=_texts(row["facts"]),
            text=row["text"] or "",
            by=row["by"] or "",
            threads=_texts(row["threads"]),
        )
        for row in _rows(house, REFLECTION)
        if row["at"] <= now
    ]


def _keep(
    house: House,
    source: str,
    columns: Sequence[str],
    record_id: str,
    cells: Sequence[str],
    *,
    at: datetime,
) -> bool:
    house.records.open_source(source, department="", owner="", holds=str(Holds.NOTES))
    kept = house.records.accept(
        source,
        columns,
        [record_id.partition(":")[2]],
        [list(cells)],
        [(at - _EPOCH) // timedelta(microseconds=1)],
        received_at=at,
    )
    return bool(kept.new)


def _rows(house: House, source: str) -> Iterator[Mapping[str, Any]]:
    if not house.records.knows(source):
        return
    for row in house.records.present(source).to_pylist():
        cells = {name.removeprefix("f:"): cell for name, cell in row.items()}
        cells["record_id"] = f"{source}:{row['row_key']}"
        cells["at"] = _EPOCH + timedelta(microseconds=row["happened_us"])
        yield cells


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()


def _value(text: str | None) -> FactValue:
    return "" if text is None else msgspec.json.decode(text, type=FactValue)


def _texts(text: str | None) -> tuple[str, ...]:
    return () if text is None else msgspec.json.decode(text, type=tuple[str, ...])
