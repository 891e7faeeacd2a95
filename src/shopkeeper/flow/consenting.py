"""What people allowed or refused, as registers and lists have it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from msgspec import Struct

from shopkeeper.flow.rows import SourceRows
from shopkeeper.recognise.columns import (
    Meaning,
    time_parser,
)
from shopkeeper.vocabulary import (
    Channel,
    Consent,
    ConsentState,
    Holds,
    Outcome,
    Purpose,
    Shop,
)


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
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
_PLAIN_NO = frozenset({"n", "no", "false", "0", "f", "nein", "non"})
_STATES: Mapping[str, ConsentState] = {
    **dict.fromkeys(
        ("granted", "given", "yes", "y", "true", "1", "opt-in", "opted-in", "optin",
         "subscribed", "accepted", "agreed", "allow", "allowed", "in", "ja", "oui",
         "erteilt", "zugestimmt"),
        ConsentState.GRANTED,
    ),
    **dict.fromkeys(
        ("denied", "no", "n", "false", "0", "refused", "declined", "rejected",
         "no-thanks", "do-not-contact", "dnc", "nein", "non", "never", "abgelehnt"),
        ConsentState.DENIED,
    ),
    **dict.fromkeys(
        ("revoked", "withdrawn", "opt-out", "opted-out", "optout", "unsubscribed",
         "unsubscribe", "cancelled", "stopped", "stop", "out", "removed", "abgemeldet",
         "widerrufen", "complaint", "complained", "bounced", "inactive"),
        ConsentState.REVOKED,
    ),
    **dict.fromkeys(("", "pending", "unknown", "n/a", "-"), ConsentState.UNKNOWN),
}  # fmt: skip
# What a word that nobody understood closes, where the row names no purpose.
_CLOSES = (Purpose.RELATIONSHIP, Purpose.MARKETING)
_OPT_OUTS = frozenset({"opt_out", "opt-out", "optout", "unsubscribe", "unsubscribed"})


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
    found: list[Consent] = []
    # Nobody wrote down when she said no: the stricter reading is "when we heard".
    heard = [_EPOCH + timedelta(microseconds=us) for us in rows.received_us.to_pylist()]
    for meaning, is_no in ((Meaning.OPT_IN, _is_a_no), (Meaning.OPT_OUT, _is_a_yes)):
        cells = rows.cells(meaning)
        found.extend(
            Consent(
                person=person,
                purpose=Purpose.MARKETING,
                state=ConsentState.DENIED,
                at=at,
                record_id=record,
            )
            for person, cell, record, at in zip(
                own, cells, rows.record_ids, heard, strict=True
            )
            if person and is_no(cell or "")
        )
    return found, []


def refuses(meaning: Meaning, cell: str) -> bool:
    """Say whether a cell of `opt_in` or `opt_out` says no."""
    return _is_a_yes(cell) if meaning is Meaning.OPT_OUT else _is_a_no(cell)


def _plain(cell: str) -> str:
    """Return a word of a state as it is looked up: `Opt out` is `opt-out`."""
    return "-".join(cell.casefold().replace("_", " ").split())


def _is_a_no(cell: str) -> bool:
    word = _plain(cell)
    refused = (ConsentState.DENIED, ConsentState.REVOKED)
    return word in _NO or _STATES.get(word) in refused


def _is_a_yes(cell: str) -> bool:
    word = _plain(cell)
    # In a column that says who left, "unsubscribed" is a yes to having left.
    return word in _YES or (_is_a_no(cell) and word not in _PLAIN_NO)


def _register(
    rows: SourceRows, own: Sequence[str], *, shop: Shop
) -> tuple[list[Consent], list[tuple[str, str, str]]]:
    found: list[Consent] = []
    bad: list[tuple[str, str, str]] = []
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
    times, timed = rows.times(), rows.happened_us.is_valid().to_pylist()
    for at, (person, record) in enumerate(zip(own, rows.record_ids, strict=True)):
        row = {name: (cells[at] or "").strip() for name, cells in columns.items()}
        read = _read(row, rows.source.purpose)
        if read.because:
            cell = f"{row['state']} {row['purpose']} {row['channel']}".strip()
            bad.append((record, cell, read.because))
        undated = not timed[at] and read.state is ConsentState.GRANTED
        found.extend(
            Consent(
                person=person,
                purpose=purpose,
                state=read.state,
                # A yes that nobody dated is older than every no.
                at=_EPOCH if undated else times[at],
                channel=read.channel,
                topic=row["topic"] or None,
                expires=expires(row["expires"]) if row["expires"] else None,
                text=row["text"] or None,
                version=row["version"] or None,
                proof=row["proof"] or None,
                record_id=record,
            )
            for purpose in (read.purposes if person else ())
        )
    return found, bad


class _Read(Struct, frozen=True, kw_only=True):
    """A row of a register as it was understood; `because`: what was not."""

    state: ConsentState
    purposes: tuple[Purpose, ...]
    channel: Channel | None = None
    because: str = ""


def _read(row: Mapping[str, str], pinned: Purpose | None) -> _Read:
    """
    Understand a row, or take it for a no: never for the yes that stood before.

    A state that nobody knows closes; a purpose or channel that nobody knows widens a
    no to all of them, and makes nothing of a yes.
    """
    state = _STATES.get(_plain(row["state"]))
    purpose = _purpose(row["purpose"], pinned)
    channel = _channel(row["channel"])
    purposes = _CLOSES if purpose is None else (purpose,)
    known = Channel(channel) if channel in set(Channel) else None
    if state is None:
        because = "a state that we do not know: taken for a no until somebody looks"
        return _Read(
            state=ConsentState.DENIED, purposes=purposes, channel=known, because=because
        )
    if purpose is not None and channel != "unknown":
        return _Read(state=state, purposes=purposes, channel=known)
    because = "a purpose or channel that we do not know"
    is_no = state in (ConsentState.DENIED, ConsentState.REVOKED)
    return _Read(state=state, purposes=purposes if is_no else (), because=because)


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
