"""A touch as a letter: its lines and paragraphs, before anybody sets or prints it.

Nothing here, nor behind it, reads a person's words as anything but words.
"""

from __future__ import annotations

import re
import unicodedata

from datetime import datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from shopkeeper.say.dates import spoken_day
from shopkeeper.say.letter_forms import LetterForm
from shopkeeper.say.mail import LEAVE
from shopkeeper.vocabulary import BadInput, Purpose, Touch


_PARAGRAPHS = re.compile(r"\n[^\S\n]*\n\s*")
_LINE_ENDS = re.compile(r"\r\n?|[\v\f\x1c-\x1e\x85\u2028\u2029]")
# What no printer can print: control characters, and what turns directions.
_UNPRINTED = {"Cc", "Cs", "Co", "Cn"}
_TURNS = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


class Letterhead(Struct, frozen=True, kw_only=True):
    """
    What all letters of a shop have in common.

    Attributes:
        sender: Name and address of the sender, line by line.
        form: Where things stand.
        language: The shop's.
        time_zone: The shop's, for the date.
        reply_to: Where she says that she wants no more of these, or None.
    """

    sender: tuple[str, ...]
    form: LetterForm
    language: str = "en"
    time_zone: str = "UTC"
    reply_to: str | None = None


class Letter(Struct, frozen=True, kw_only=True):
    """
    One letter, ready to be set.

    Attributes:
        id: Its message's; stands at its foot, for whoever has it back.
        to: The lines of its envelope.
        date: As it is read.
        paragraphs: Each a list of lines.
        leave: How she says that she wants no more of these, or None.
        preview: A mark over a preview, or None.
    """

    id: str
    to: tuple[str, ...]
    date: str
    paragraphs: tuple[tuple[str, ...], ...]
    leave: str | None = None
    preview: str | None = None


def as_letter(
    touch: Touch, head: Letterhead, *, at: datetime, preview: bool = False
) -> Letter:
    """
    Put a touch on paper.

    Args:
        touch: What is said, and where to.
        head: What all letters have in common.
        at: Its date.
        preview: Is it for our own staff?

    Raises:
        BadInput: If there is nothing to say, nowhere to send it, or something in it
            that cannot be printed.
    """
    name = touch.message.message_id
    body = _LINE_ENDS.sub("\n", touch.message.body or "").strip()
    to = tuple(line for line in touch.address.split("\n") if line.strip())
    if not body or not to:
        msg = f"{name} has no words, or no address."
        raise BadInput(msg)
    for text in (body.replace("\n", " ").replace("\t", " "), *to):
        if any(_unprinted(sign) for sign in text):
            msg = f"{name} holds signs that nobody can print."
            raise BadInput(msg)
    day = at.astimezone(ZoneInfo(head.time_zone)).date()
    return Letter(
        id=name,
        to=to,
        date=spoken_day(day, head.language),
        paragraphs=tuple(
            tuple(line.rstrip() for line in part.split("\n"))
            for part in _PARAGRAPHS.split(body)
        ),
        leave=_leave(touch, head),
        preview="PREVIEW" if preview else None,
    )


def _leave(touch: Touch, head: Letterhead) -> str | None:
    if head.reply_to is None or touch.purpose is Purpose.SERVICE:
        return None
    words = LEAVE.get(head.language[:2], LEAVE["en"])
    return f"{words}: {head.reply_to}"


def _unprinted(sign: str) -> bool:
    return sign in _TURNS or unicodedata.category(sign) in _UNPRINTED


def sender_lines(text: str) -> tuple[str, ...]:
    """
    Split `from` of a shop's letters into lines.

    Example:
        >>> sender_lines("Harbour Books, 3 Shore, Edinburgh EH6 6QW")
        ('Harbour Books', '3 Shore', 'Edinburgh EH6 6QW')
    """
    parts = re.split(r"\s*[,\u00b7|\n]\s*", text.strip())
    return tuple(part for part in parts if part)
