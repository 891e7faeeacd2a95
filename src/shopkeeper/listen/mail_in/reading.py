"""One mail that came in, and what it is."""

from __future__ import annotations

import re

from collections.abc import Iterable, Iterator
from email.message import Message

from shopkeeper.listen.mail_in.bounces import read_bounce
from shopkeeper.listen.mail_in.kinds import About, MailIn, MailKind
from shopkeeper.listen.mail_in.parts import (
    decoded,
    header,
    inner_message,
    parts_of,
    readers,
    sender,
)
from shopkeeper.listen.mail_in.reports import read_report
from shopkeeper.listen.mail_in.robots import why_a_robot


# Most serious first: what ends mail to an address is never hidden by what does not.
_ORDER = (
    MailKind.COMPLAINT,
    MailKind.HARD_BOUNCE,
    MailKind.SOFT_BOUNCE,
    MailKind.RECEIPT,
    MailKind.AUTO_REPLY,
    MailKind.REPLY,
)
# Message ids of ours (contracts.md, section 0: hashes), and addresses signed with one.
_OURS = re.compile(r"(?<![0-9a-z])(m[0-9a-z]{26})(?![0-9a-z])")
_SIGNED = re.compile(
    r"[\w.-]{1,40}\+m[0-9a-z]{26}\.[a-z2-7]{16}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}",
    re.IGNORECASE,
)
# What ends a letter with one click (RFC 8058): she alone was given it.
_LEAVES = re.compile(r"(?<![0-9a-z])m[0-9a-z]{26}-[a-z2-7]{16}(?![0-9a-z])")
_NAMES_OURS = ("In-Reply-To", "References", "Original-Message-ID", "Message-ID")


def read_mail_in(message: Message) -> MailIn:
    """
    Say what a mail is: her own word, a robot's answer, or a report about one of ours.

    A report is told by its form (RFC 3464, 5965, 8098), a bounce without a form by
    several signs together, a robot's answer by its headers (RFC 3834) or several signs.
    What is none of them is a person's reply: in doubt it is her word, and nothing
    is suppressed by it.

    Args:
        message: Parsed; however broken, nothing is raised that its parser did not.

    Example:
        >>> from email import message_from_string
        >>> mail = message_from_string("From: ann@b.example\\n\\nYes please.")
        >>> read_mail_in(mail).kind
        <MailKind.REPLY: 'reply'>
    """
    about = read_report(message) or read_bounce(message)
    if not about:
        why = why_a_robot(message)
        kind = MailKind.AUTO_REPLY if why else MailKind.REPLY
        about = [
            About(address=sender(message)[1], kind=kind, because=why or "a person")
        ]
    about.sort(key=lambda one: _ORDER.index(one.kind))
    return MailIn(
        about=tuple(_once_each(about)),
        message_id=_message_of_ours(message),
        returned_to=_signed_in(message),
    )


def _once_each(about: Iterable[About]) -> Iterator[About]:
    seen = set()
    for one in about:
        if one.address not in seen:
            seen.add(one.address)
            yield one


def _message_of_ours(message: Message) -> str:
    """Return the message of ours that it answers, reports on or gives back."""
    for told in _heads(message):
        for name in _NAMES_OURS:
            found = _OURS.findall(header(told, name).lower())
            if found:
                return str(found[-1])
    for address in readers(message):
        found = _OURS.findall(address)
        if found:
            return str(found[-1])
    for part in parts_of(message):
        if part.get_content_maintype() == "text":
            back = re.search(r"(?im)^[ >]*message-id:[^\n]{0,200}", decoded(part))
            found = _OURS.findall(back.group().lower()) if back else []
            if found:
                return str(found[-1])
    return ""


def _heads(message: Message) -> Iterator[Message]:
    yield message
    for part in parts_of(message):
        if part.get_content_maintype() == "message":
            payload = part.get_payload()
            inner = payload if isinstance(payload, list) else []
            yield from (one for one in inner if isinstance(one, Message))
        else:
            found = inner_message(part)
            if found is not None:
                yield found


def _signed_in(message: Message) -> tuple[str, ...]:
    """Return all that looks signed by us, wherever a report has it."""
    found: list[str] = []
    for head in _heads(message):
        for name, value in list(head.items())[:200]:
            found += _SIGNED.findall(str(value)[:2000])
            if name.lower() == "list-unsubscribe":
                found += _LEAVES.findall(str(value)[:2000].lower())
    for part in parts_of(message):
        if part.get_content_maintype() == "text":
            found += _SIGNED.findall(decoded(part))
    return tuple(dict.fromkeys(one.lower() for one in found))
