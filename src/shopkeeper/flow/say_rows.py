"""People and facts from the lines of a file, each mistake with its place.

Source: contracts.md, section 4, `say`.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import TypeVar

from shopkeeper.vocabulary import (
    BadInput,
    Channel,
    ConsentState,
    Fact,
    Purpose,
    Recipient,
    Standing,
)


Row = Mapping[str, object]
_W = TypeVar("_W", bound=str)

PERSON_FIELDS = frozenset(
    {
        "person", "channel", "address", "language", "time_zone", "erased",
        "suppressed", "consents",
    }
)  # fmt: skip
_FACT_NEEDS = (
    "id", "person", "about", "value", "standing", "confidence", "learned_at",
)  # fmt: skip
_STANDINGS = {str(standing): standing for standing in Standing}
_CHANNELS = {str(channel): channel for channel in Channel}
_PURPOSES = {str(purpose): purpose for purpose in Purpose}
_STATES = {str(state): state for state in ConsentState}


def recipient_of(row: Row, place: str) -> Recipient:
    """
    Read a line of the people file; *place* names file and line in errors.

    Raises:
        BadInput: If a required field is missing or a word is unknown.
    """
    _demand(row, ("person", "channel", "address"), place)
    scopes = _list(row, "suppressed", place)
    known = {*_CHANNELS, "all"}
    for scope in scopes:
        if scope not in known:
            msg = f"{place}: `suppressed` holds all or channels, not {scope!r}"
            raise BadInput(msg)
    return Recipient(
        person=_text(row, "person", place),
        channel=_word(row["channel"], _CHANNELS, "channel", place),
        address=_text(row, "address", place),
        language=_optional_text(row, "language", place),
        time_zone=_optional_text(row, "time_zone", place),
        erased=_flag(row, "erased", place),
        suppressed=tuple(scopes),
        consents=_consents(row, place),
    )


def fact_of(row: Row, place: str, zone: tzinfo) -> Fact:
    """
    Read a line of the facts file; times without offset are meant in *zone*.

    A value that is neither text, number nor truth becomes False, which is of no
    predicate's type; a confidence that is no share becomes -1, which says nothing.

    Raises:
        BadInput: If a required field is missing or cannot be read.
    """
    for field in _FACT_NEEDS:
        if field not in row:
            _demand(row, _FACT_NEEDS, place)
    value, confidence = row["value"], row["confidence"]
    if not isinstance(value, str | int | float):
        value = False
    if isinstance(confidence, bool) or not isinstance(confidence, int | float):
        confidence = -1.0
    more: dict[str, object] = {}
    if len(row) > len(_FACT_NEEDS):
        more = _optional_fields(row, place, zone)
    return Fact(
        id=_text(row, "id", place),
        person=_text(row, "person", place),
        about=_text(row, "about", place),
        value=value,
        standing=_word(row["standing"], _STANDINGS, "standing", place),
        confidence=float(confidence),
        learned_at=_moment(row["learned_at"], "learned_at", place, zone),
        **more,  # type: ignore[arg-type]
    )


def moment_of(text: str, zone: tzinfo) -> datetime:
    """
    Read a moment; a bare day is its first moment.

    Raises:
        ValueError: If it is none.
    """
    at = datetime.fromisoformat(text)
    return (at if at.tzinfo is not None else at.replace(tzinfo=zone)).astimezone(UTC)


def _optional_fields(row: Row, place: str, zone: tzinfo) -> dict[str, object]:
    more: dict[str, object] = {}
    for field in ("expires", "kept_at"):
        if row.get(field) is not None:
            more[field] = _moment(row[field], field, place, zone)
    for field in ("erased", "sensitive"):
        if field in row:
            more[field] = _flag(row, field, place)
    if row.get("contradicted_by"):
        more["contradicted_by"] = tuple(_list(row, "contradicted_by", place))
    for field in ("source", "author"):
        more[field] = _optional_text(row, field, place)
    return more


def _demand(row: Row, fields: tuple[str, ...], place: str) -> None:
    missing = [field for field in fields if field not in row]
    if missing:
        msg = f"{place}: the field `{missing[0]}` is missing; each line needs it"
        raise BadInput(msg)


def _text(row: Row, field: str, place: str) -> str:
    value = row[field]
    if not isinstance(value, str):
        msg = f"{place}: `{field}` must be a text, not {value!r:.60}"
        raise BadInput(msg)
    return value


def _optional_text(row: Row, field: str, place: str) -> str | None:
    return None if row.get(field) is None else _text(row, field, place)


def _flag(row: Row, field: str, place: str) -> bool:
    value = row.get(field)
    if value is None:
        return False
    if not isinstance(value, bool):
        msg = f"{place}: `{field}` must be true or false, not {value!r:.60}"
        raise BadInput(msg)
    return value


def _list(row: Row, field: str, place: str) -> list[str]:
    value = row.get(field)
    if value is None:
        return []
    if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
        msg = f"{place}: `{field}` must be a list of texts, not {value!r:.60}"
        raise BadInput(msg)
    return value


def _word(value: object, known: Mapping[str, _W], field: str, place: str) -> _W:
    found = known.get(value) if isinstance(value, str) else None
    if found is None:
        msg = f"{place}: `{field}` is one of {', '.join(known)}, not {value!r:.60}"
        raise BadInput(msg)
    return found


def _consents(row: Row, place: str) -> dict[Purpose, ConsentState]:
    value = row.get("consents")
    if value is None:
        return {}
    if not isinstance(value, dict):
        msg = f"{place}: `consents` is an object such as {{marketing: granted}}"
        raise BadInput(msg)
    return {
        _word(purpose, _PURPOSES, "consents", place): _word(
            state, _STATES, f"consents.{purpose}", place
        )
        for purpose, state in value.items()
        if state is not None
    }


def _moment(value: object, field: str, place: str, zone: tzinfo) -> datetime:
    try:
        if isinstance(value, str):
            return moment_of(value, zone)
    except (ValueError, OverflowError):
        pass
    msg = f"{place}: `{field}` must be a time such as 2026-11-02T09:00:00+00:00"
    raise BadInput(msg)
