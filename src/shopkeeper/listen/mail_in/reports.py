"""Reports that machines write for machines: of delivery, of complaints, of reading.

Sources: RFC 3464 (delivery status), RFC 5965 and 6650 (feedback), RFC 8098 (receipts).
Where a report's own words say more than its codes, both are looked at.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Iterator, Mapping
from email.message import Message

from shopkeeper.listen.mail_in.kinds import About, MailKind
from shopkeeper.listen.mail_in.parts import (
    addresses_in,
    blocks_of,
    decoded,
    header,
    inner_message,
    parts_of,
    sender,
)
from shopkeeper.listen.mail_in.verdicts import verdict_of


_DELIVERY = ("message/delivery-status", "message/global-delivery-status")
_READ = ("message/disposition-notification", "message/global-disposition-notification")
_ARRIVED = ("delivered", "relayed", "expanded", "deliverable")
# RFC 6591 reports are about our signatures, `not-spam` takes a complaint back.
_NO_COMPLAINT = ("not-spam", "auth-failure", "dmarc", "dkim", "spf")
_OF_THEM = (
    "original-recipient", "final-recipient", "x-actual-recipient",
    "x-display-name", "x-supplementary-recipient",
)  # fmt: skip
_COMPLAINS = re.compile(
    r"complaint about (?:your )?(?:message|mail|e-?mail) from|abuse (?:complaint|"
    r"report)|"
    r"(?:spam|feedback loop|fbl|junk) (?:complaint|report|feedback|notification)|"
    r"^\W{0,3}(?:spamcop|uce|abuse|spam)\b.{0,80}(?:id[: ]|report|complaint)|"
    r"(?:marked|reported|flagged) (?:it |this |the |your |a |\w+ )*as (?:spam|junk|"
    r"abuse|"
    r"unwanted|unsolicited)|als (?:spam|werbung) (?:markiert|gemeldet)|"
    r"spam-?beschwerde|"
    r"signal\w+ (?:comme|en tant que) (?:spam|indésirable|courrier)|plainte (?:pour "
    r")?spam|"
    r"(?:marcad|reportad|denunciad)\w+ como (?:spam|correo no deseado)|"
    r"segnalat\w+ come (?:spam|indesiderat)|als spam gemeld|marcad\w+ como spam",
    re.IGNORECASE,
)
_COMPLAINS_ALWAYS = re.compile(
    r"^\s*(?:this is an? (?:e-?mail )?(?:abuse|spam) (?:complaint|report)|"
    r"feedback-type: "
    r"abuse|\[ ?spamcop)",
    re.IGNORECASE | re.MULTILINE,
)
_LIKE_ABUSE = re.compile(
    r"(?:abuse|fbl|feedback|complaint|postmaster|staff|scomp|spam|arf|jmrp|report|"
    r"noreply|no-reply|security|cert)", re.IGNORECASE,
)  # fmt: skip


def read_report(message: Message) -> list[About]:
    """Return what a report for machines says of each address; nothing if it is none."""
    parts = list(parts_of(message))
    for part in parts:
        kind = part.get_content_type()
        if kind == "message/feedback-report":
            return _feedback(blocks_of(part), parts)
    for part in parts:
        kind = part.get_content_type()
        if kind in _DELIVERY or _looks_like_delivery(message, part):
            found = list(_delivery(blocks_of(part), parts))
            if found:
                return found
        if kind in _READ:
            return [_receipt(blocks_of(part))]
    return _odd_complaint(message, parts)


def _looks_like_delivery(message: Message, part: Message) -> bool:
    """Tell the machine's part of a report where a server named it as text."""
    if message.get_content_type() != "multipart/report":
        return False
    if part.get_content_type() not in ("text/plain", "application/octet-stream"):
        return False
    text = decoded(part)[:4000].lower()
    return "final-recipient:" in text and "action:" in text


# --- delivery -----------------------------------------------------------------


def _delivery(
    blocks: Iterable[Mapping[str, str]], parts: Iterable[Message]
) -> Iterator[About]:
    kept = list(parts)
    prose = "\n".join(
        decoded(one)
        for one in kept
        if one.get_content_type() in ("text/plain", "text/html")
    )
    everyone = addresses_in(prose)
    for fields in blocks:
        if "action" not in fields and "status" not in fields:
            continue
        if not any(name in fields for name in (*_OF_THEM, "diagnostic-code", "status")):
            continue
        address = _recipient(fields) or _returned_to(kept) or next(iter(everyone), "")
        yield _of_one(fields, address, prose)


def _of_one(fields: Mapping[str, str], address: str, prose: str) -> About:
    action = fields.get("action", "failed").split(" ")[0].strip(" .;").lower()
    status = fields.get("status", "").split(" ")[0]
    if action in _ARRIVED or (not action and status.startswith("2")):
        return About(
            address=address, kind=MailKind.RECEIPT, because="it arrived", status=status
        )
    if action == "delayed":
        because = "it is late, and still being tried"
        return About(
            address=address, kind=MailKind.SOFT_BOUNCE, because=because, status=status
        )
    says = " ".join(
        fields.get(name, "")
        for name in ("diagnostic-code", "x-notes", "x-notes-item", "reason",
                     "x-postfix-diagnostic", "status")
    )  # fmt: skip
    found = verdict_of(says, status=status)
    if not found.sure and prose:
        told = verdict_of(_machines_words(prose), status=status)
        found = told if told.sure else found
    if not found.sure and status in ("5.0.0", "5") and "diagnostic-code" not in fields:
        # RFC 3464, 2.3.3: `failed` with 5.x.x is for good, and nothing says other.
        found = verdict_of("550", status="")
    kind = MailKind.HARD_BOUNCE if found.hard else MailKind.SOFT_BOUNCE
    return About(
        address=address, kind=kind, because=found.because, status=found.status or status
    )


def _machines_words(prose: str) -> str:
    """Return what the server says itself, without the mail it gives back."""
    ends = re.search(
        r"\n[ >]*(?:-{2,} ?(?:original|returned|below|this is a copy|message header)|"
        r"received: |return-path: <|original message headers)",
        prose, re.IGNORECASE,
    )  # fmt: skip
    return prose[: ends.start()] if ends else prose


def _recipient(fields: Mapping[str, str]) -> str:
    """Return the address as we wrote to it, where the report has it."""
    for name in _OF_THEM:
        found = addresses_in(fields.get(name, "").rpartition(";")[2])
        if found:
            return found[0]
    return ""


def _returned_to(parts: Iterable[Message]) -> str:
    """Return whom the mail was for that came back."""
    for part in parts:
        inner = inner_message(part)
        if inner is not None:
            found = addresses_in(header(inner, "To"))
            if found:
                return found[0]
    return ""


# --- complaints ---------------------------------------------------------------


def _feedback(blocks: list[dict[str, str]], parts: Iterable[Message]) -> list[About]:
    fields: dict[str, str] = {}
    for block in blocks:
        fields = block | fields
    kind = fields.get("feedback-type", "abuse").strip().lower()
    told = " ".join(
        fields.get(name, "")
        for name in ("original-rcpt-to", "removal-recipient", "x-original-rcpt-to")
    )
    address = next(iter(addresses_in(told)), "") or _returned_to(parts)
    if kind.startswith(_NO_COMPLAINT) or fields.get("report-type") == "not-spam":
        because = f"a report about {kind}, no complaint"
        return [About(address=address, kind=MailKind.RECEIPT, because=because)]
    because = f"she told her provider that it is unwanted ({kind})"
    return [About(address=address, kind=MailKind.COMPLAINT, because=because)]


def _odd_complaint(message: Message, parts: list[Message]) -> list[About]:
    """Read complaints that have no form: old feedback loops, and abuse desks."""
    subject = header(message, "Subject")
    own = [
        one for one in parts if one.get_content_type() in ("text/plain", "text/html")
    ]
    text = decoded(own[0])[:3000] if own else ""
    attached = [inner for one in parts if (inner := inner_message(one)) is not None]
    from_desk = bool(_LIKE_ABUSE.search(" ".join(sender(message))))
    named = bool(_COMPLAINS.search(subject))
    told = bool(_COMPLAINS.search(text))
    if subject[:4].lower() in ("re: ", "aw: ", "sv: "):
        return []
    if not (
        (named and (attached or from_desk))
        or (told and from_desk)
        or (_COMPLAINS_ALWAYS.search(text) and (attached or from_desk))
    ):
        return []
    address = ""
    for inner in attached:
        for name in ("X-HmXmrOriginalRecipient", "X-Original-To", "Delivered-To", "To"):
            address = address or next(iter(addresses_in(header(inner, name))), "")
    if not address:
        found = re.search(
            r"(?:original-rcpt-to|recipient|rcpt|x-rcpt-to|empf[äa]nger|^to|"
            r"delivered-to|"
            r"destinataire|destinatario)\b[^@\n]{0,30}[: <]([^\s<>:]+@[^\s<>]+)",
            text + "\n" + _all_text(parts), re.IGNORECASE | re.MULTILINE,
        )  # fmt: skip
        address = next(iter(addresses_in(found[1])), "") if found else ""
    because = "an abuse desk says that it was reported as unwanted"
    return [About(address=address, kind=MailKind.COMPLAINT, because=because)]


def _all_text(parts: Iterable[Message]) -> str:
    return "\n".join(
        decoded(one) for one in parts if one.get_content_maintype() == "text"
    )[:20_000]


def _receipt(blocks: list[dict[str, str]]) -> About:
    fields = blocks[0] if blocks else {}
    kind = fields.get("disposition", "displayed").rpartition(";")[2].strip()
    return About(
        address=_recipient(fields),
        kind=MailKind.RECEIPT,
        because=f"a receipt: {kind or 'displayed'}",
    )
