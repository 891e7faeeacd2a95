"""Beside the mail tool that is already paid for: messages out, suppressions in.

Source: issue 7, "Beside what exists". What is handed over counts as sent, and is never
sent by us as well; outcomes come back by message_id through a source of outcomes. A
suppression that comes in is believed: the strictest wins, and nothing lifts one here.
"""

from __future__ import annotations

import re

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from msgspec import Struct

from shopkeeper.flow.house import House
from shopkeeper.flow.sending import Claimed, hand_over
from shopkeeper.vocabulary import BadInput, Channel, Suppression


EXPORTED = (
    "message_id", "to", "subject", "preheader", "body", "purpose", "plan", "step",
)  # fmt: skip
# What other tools call the column, the scope, and what they call the reasons.
_ADDRESS = ("email", "e-mail", "email address", "address", "phone", "mobile", "to")
_SCOPE = ("scope", "channel")
_ADDRESSES = re.compile(r"[^\s@<>,;]+@[^\s@<>,;]+\.[^\s@<>,;]+|\+?[\d\s()./-]{5,25}")
_REASON = ("reason", "status", "type", "because")


class HandedOver(Struct, frozen=True, kw_only=True):
    """Messages as another tool takes them, and how many were held back."""

    rows: tuple[Mapping[str, str], ...]
    held: int
    waiting: Mapping[str, int] = {}


def export_messages(
    house: House, channel: Channel, *, by: str, now: datetime
) -> HandedOver:
    """
    Take what is due on a channel out of the outbox, for another tool to send.

    The same is asked as when we send ourselves, and the statement that marks each as
    handed over asks it once more. It is written down before anybody reads the rows:
    what was lost on the way to a file is missing there, and never doubled.
    """
    found: Claimed = hand_over(house, channel, by=by, now=now)
    rows = tuple(
        {
            "message_id": touch.message.message_id,
            "to": touch.address,
            "subject": touch.message.subject or "",
            "preheader": touch.message.preheader or "",
            "body": touch.message.body or "",
            "purpose": str(touch.purpose),
            "plan": touch.plan,
            "step": touch.step,
        }
        for touch in found.touches
    )
    house.audit.note(
        f"handed over {len(rows)} messages", str(channel), actor=by, at=now
    )
    return HandedOver(rows=rows, held=found.held, waiting=found.waiting)


class TakenIn(Struct, frozen=True, kw_only=True):
    """
    What a list of suppressions came to.

    Attributes:
        new: So many addresses are stopped by it.
        known: So many were already.
        unread: Rows without an address.
        bad: What stands where an address should, and is none.
        scopes: Scopes that are none of ours; for these rows all is stopped.
    """

    new: int
    known: int
    unread: int
    bad: tuple[str, ...] = ()
    scopes: Mapping[str, int] = {}


def import_suppressions(
    house: House, rows: Iterable[Mapping[str, Any]], *, source: str, now: datetime
) -> TakenIn:
    """
    Believe a list of addresses that nothing may go to.

    The same list again changes nothing. A row without a scope of ours stops all to
    the address. Nothing is ever lifted by a list, whatever it says.

    Raises:
        BadInput: If no column looks like addresses.
    """
    listed = list(rows)
    names = {name.strip().casefold(): name for row in listed[:1] for name in row}
    column = next((names[one] for one in _ADDRESS if one in names), None)
    if listed and column is None:
        msg = (
            f"{source} has no column of addresses: call it email or phone. "
            f"It has {', '.join(names.values())}."
        )
        raise BadInput(msg)
    known = {
        (one.address_hash, one.scope)
        for one in house.consents.suppressions()
        if one.until is None
    }
    counts: Counter[str] = Counter()
    scopes: Counter[str] = Counter()
    bad: list[str] = []
    wanted: list[Suppression] = []
    for row in listed:
        address = str(row.get(column or "") or "").strip()
        if not address:
            counts["unread"] += 1
            continue
        if not _ADDRESSES.fullmatch(address):
            bad.append(address[:80])
            continue
        said = _cell(row, names, _SCOPE)
        scope = _scope(said)
        if scope == "all" and said.casefold() not in ("", "all"):
            scopes[said[:40]] += 1
        key = (house.consents.hash_of_address(address), scope)
        if key in known or (key[0], "all") in known:
            counts["known"] += 1
            continue
        known.add(key)
        reason = _cell(row, names, _REASON)
        wanted.append(
            Suppression(
                person="", scope=scope, at=now, address_hash=key[0],
                because=f"{source} lists it{f' ({reason[:80]})' if reason else ''}",
            )
        )  # fmt: skip
    house.consents.suppress(wanted)
    return TakenIn(
        new=len(wanted), known=counts["known"], unread=counts["unread"],
        bad=tuple(bad), scopes=scopes,
    )  # fmt: skip


def _scope(said: str) -> str:
    """Read a scope; what is not one of ours is taken for the strictest."""
    word = said.casefold()
    return word if word in {"marketing", *Channel} else "all"


def _cell(row: Mapping[str, Any], names: Mapping[str, str], of: Sequence[str]) -> str:
    found = next((names[one] for one in of if one in names), None)
    return " ".join(str(row.get(found) or "").split()) if found else ""
