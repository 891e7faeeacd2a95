"""The reply check over a message of a content, as previews show it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from shopkeeper.flow.house import Checker
from shopkeeper.say.content import Content
from shopkeeper.say.tone import Context, HouseRules, check_letter, rulebook_of
from shopkeeper.vocabulary import Channel, Message


# What hangs on the words alone. The other checks ask what is true of her beyond the
# facts of a message (what she suffered, what was done, what is agreed), and nobody
# says that of a content: `check` asks it of a letter.
BY_WORDS_ALONE = (
    "blames_nobody_but_us",
    "no_pressure",
    "thanks_and_is_signed",
    "plain_voice",
)
_LONGEST = 60  # signs of a fault's words that a reason repeats
_AS_LETTERS = {Channel.POST: "letter", Channel.SMS: "sms"}


_ENGLISH = "en"


def why_not_kind(
    tone: Checker | None, message: Message, content: Content, language: str
) -> str | None:
    """
    Say in the check's own words why a message may not go by itself, or None.

    A plan asks for it. What people write themselves is not looked at here: of that the
    check says what it finds, and holds nothing.

    Args:
        tone: What reads the message; None: nothing does.
        message: Put into words.
        content: What it says.
        language: The shop's.
    """
    own = (content.language or language).partition("-")[0]
    if tone is None or own != _ENGLISH:
        there = "is not here" if tone is None else f"reads no {own}, only en"
        return f"the plan asks for the reply check, which {there}"
    found = tone(message, content)
    if not found:
        return None
    body = message.body or ""
    said = [
        f"{one['check']} at “{_short(body[one['start'] : one['end']])}”: {one['says']}"
        if one["start"] < one["end"]
        else f"{one['check']}: {one['says']}"
        for one in found
    ]
    return "the reply check: " + "; ".join(dict.fromkeys(said))


def _short(words: str) -> str:
    plain = " ".join(words.split())
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST].rstrip() + "…"


def looks_at_tone(house: HouseRules, language: str) -> Checker:
    """
    Return what reads a composed message as the reply check does, by a house's rules.

    It reads English, advises and holds nothing back. What it says of a message are
    `check, start, end, says`; positions are of the body.

    Args:
        house: The shop's own rules.
        language: The shop's, for contents that name none.
    """
    rules = rulebook_of(house) if house.rules or house.off else None

    def look(message: Message, content: Content) -> Sequence[Mapping[str, Any]]:
        if (content.language or language).partition("-")[0] != _ENGLISH:
            return []
        ways = [_AS_LETTERS.get(one, "mail") for one in content.channels]
        context = Context(channel=ways[0] if ways else "mail")
        found = check_letter(message.body or "", context, rules=rules)
        return [
            {"check": one.check, "start": one.start, "end": one.end, "says": one.says}
            for one in found.advice
            if one.check in BY_WORDS_ALONE and one.check in found.failed
        ]

    return look
