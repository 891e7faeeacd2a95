"""`listen` by itself: utterances from a file, what was heard in each.

Source: contracts.md, section 4, `listen`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime
from itertools import islice
from zoneinfo import ZoneInfo

import msgspec
import pyarrow as pa

from shopkeeper.listen import hear, is_read
from shopkeeper.listen.labels import LabelModel
from shopkeeper.vocabulary import (
    BadInput,
    Calendar,
    Heard,
    HeardFact,
    HeardPromise,
    Speaker,
    Utterance,
)


Row = Mapping[str, object]
_SPEAKERS = {str(speaker): speaker for speaker in Speaker}
_OURS = ("promises", "stops", "facts", "reply_wanted", "quoted", "language_read")


def utterances_of(
    name: str, rows: Sequence[tuple[int, Row]], *, time_zone: str
) -> list[Utterance]:
    """
    Read the lines of an utterances file.

    Args:
        name: The file's name, for errors.
        rows: Line numbers and objects.
        time_zone: Where times are meant that name no zone.

    Raises:
        BadInput: Naming file, line and field, if a required field is missing, a
            value cannot be read, or an id stands twice.
    """
    first: dict[str, int] = {}
    found = []
    for number, row in rows:
        place = f"{name}, line {number}"
        one = _utterance(row, place, time_zone)
        if one.id in first:
            msg = (
                f"{place}: the id {one.id!r} stands in line {first[one.id]} too:"
                " give each utterance its own"
            )
            raise BadInput(msg)
        first[one.id] = number
        found.append(one)
    return found


def heard_lines(
    rows: Sequence[tuple[int, Row]],
    utterances: Sequence[Utterance],
    calendar: Calendar,
) -> Iterator[dict[str, object]]:
    """
    Hear each utterance, in order.

    Unknown fields of a line are passed through; where they have the names of what
    was heard (labels, for example), what was heard stands. A text in a language that
    is not read has `language_read: false`; of the ten most spoken in Europe the stops
    are heard all the same.
    """
    for (_, row), one in zip(rows, utterances, strict=True):
        heard = hear(one, calendar=calendar)
        passed = {k: v for k, v in row.items() if k not in _OURS}
        yield passed | line_of(heard) | _not_read(one)


def _not_read(one: Utterance) -> dict[str, object]:
    """Say of a text that is not English that it was not read."""
    return {} if is_read(one.text) else {"language_read": False}


_BATCH = 1024


def with_labels(
    lines: Iterable[dict[str, object]],
    utterances: Sequence[Utterance],
    model: LabelModel,
) -> Iterator[dict[str, object]]:
    """Add to each line what a learned model makes of its text."""
    pairs = zip(lines, utterances, strict=True)
    while batch := list(islice(pairs, _BATCH)):
        found = model.label([one.text for _, one in batch])
        for (line, _), labelled in zip(batch, found, strict=True):
            yield line | {
                "labels": [msgspec.structs.asdict(one) for one in labelled.labels],
                "label": labelled.label,
                "label_confidence": labelled.label_confidence,
                "known": labelled.known,
            }


def examples_of(
    name: str, table: pa.Table | None
) -> tuple[list[str], list[tuple[str, ...]]]:
    """
    Read examples for learning.

    Args:
        name: The file's name, for errors.
        table: Columns `text` and `label` (several joined by `|`).

    Returns:
        Texts, and the labels of each.

    Raises:
        BadInput: If a column is missing.
    """
    if table is None:
        msg = f"{name}: there are no examples in it: give it columns text and label"
        raise BadInput(msg)
    for column in ("text", "label"):
        if column not in table.column_names:
            msg = f"{name}: the column `{column}` is missing: its first line names them"
            raise BadInput(msg)
    texts, labels = [], []
    for text, label in zip(
        table.column("text").to_pylist(), table.column("label").to_pylist(), strict=True
    ):
        if text is not None:
            parts = str(label or "").split("|")
            texts.append(str(text))
            labels.append(tuple(part.strip() for part in parts if part.strip()))
    return texts, labels


def line_of(heard: Heard) -> dict[str, object]:
    """Return what was heard in the shape of the contract."""
    return {
        "id": heard.id,
        "promises": [_promise(one) for one in heard.promises],
        "stops": list(heard.stops),
        "facts": [_fact(one) for one in heard.facts],
        "reply_wanted": heard.reply_wanted,
        "quoted": [{"start": one.start, "end": one.end} for one in heard.quoted],
    }


def _promise(one: HeardPromise) -> dict[str, object]:
    line: dict[str, object] = msgspec.structs.asdict(one)
    deadline: date | datetime | None = one.deadline
    return line | {"deadline": deadline.isoformat() if deadline else None}


def _fact(one: HeardFact) -> dict[str, object]:
    return msgspec.structs.asdict(one)


def _utterance(row: Row, place: str, time_zone: str) -> Utterance:
    zone_name, zone = _zone(row, place, time_zone)
    return Utterance(
        id=_id(row, place),
        text=_text(row, "text", place),
        speaker=_speaker(row, place),
        channel=_optional(row, "channel", place),
        said_at=_moment(row, place, zone),
        time_zone=zone_name,
        thread=_optional(row, "thread", place),
        author=_optional(row, "author", place),
    )


def _id(row: Row, place: str) -> str:
    value = row.get("id")
    if isinstance(value, int) and not isinstance(value, bool):
        return str(value)
    return _text(row, "id", place)


def _text(row: Row, field: str, place: str) -> str:
    value = row.get(field)
    if not isinstance(value, str):
        msg = f"{place}: the field `{field}` is missing or is not text: add it"
        raise BadInput(msg)
    return value


def _optional(row: Row, field: str, place: str) -> str | None:
    value = row.get(field)
    if value is None or isinstance(value, str):
        return value
    msg = f"{place}: the field `{field}` must be text or left out"
    raise BadInput(msg)


def _speaker(row: Row, place: str) -> Speaker:
    word = _optional(row, "speaker", place) or str(Speaker.CUSTOMER)
    if word not in _SPEAKERS:
        msg = f"{place}: `speaker` is {', '.join(_SPEAKERS)}, not {word!r}"
        raise BadInput(msg)
    return _SPEAKERS[word]


def _zone(row: Row, place: str, usual: str) -> tuple[str, ZoneInfo]:
    name = _optional(row, "time_zone", place) or usual
    try:
        return name, ZoneInfo(name)
    except (ValueError, OSError, LookupError):
        msg = f"{place}: `time_zone` is a name such as Europe/London, not {name!r}"
        raise BadInput(msg) from None


def _moment(row: Row, place: str, zone: ZoneInfo) -> datetime | None:
    text = _optional(row, "said_at", place)
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=zone)
        return moment.astimezone(zone)
    except (ValueError, OverflowError):
        msg = (
            f"{place}: `said_at` is a moment such as 2026-03-10T10:00:00+00:00,"
            f" not {text!r}"
        )
        raise BadInput(msg) from None
