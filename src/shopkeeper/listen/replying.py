"""What she answers to "this is what I understood": surely yes, surely no, or who knows.

Read as an answer only where nothing else can be meant. All else is left to a human:
a yes that was none would make a fact that outranks every record.
"""

from __future__ import annotations

import re

from enum import StrEnum

from msgspec import Struct

from shopkeeper.listen.fact_values import head_noun
from shopkeeper.listen.life_events import event_word
from shopkeeper.listen.reading import read
from shopkeeper.listen.text import plain
from shopkeeper.vocabulary import Speaker, Utterance


class ReplyKind(StrEnum):
    """How she answers what was said back to her."""

    YES = "yes"
    RATHER = "rather"
    UNSURE = "unsure"
    NONE = "none"


class Reply(Struct, frozen=True, kw_only=True):
    """
    Her answer.

    Attributes:
        kind: `yes`: all of it is right. `rather`: one thing is not, `words` is how it
            is. `unsure`: she answers, and a human has to read how. `none`: she
            speaks of something else.
        words: For `rather`: how it is, in her words.
    """

    kind: ReplyKind
    words: str = ""


_POLITE = re.compile(
    r"(?:^|(?<=[.!,] ))(?:hi|hello|dear|good (?:morning|afternoon|evening))\b"
    r"[^.!,\n]{0,30}[.!,\n]+"
    r"|\b(?:many thanks|thanks(?: a lot| so much)?|thank you(?: very much| so much)?"
    r"|cheers)\b"
    r"|\b(?:(?:kind |best |warm )?regards|best wishes|all the best)\b[,.! ]*"
    r"(?:[a-z'-]+ ?){0,2}$"
)
_YES = re.compile(
    r"(?:yes|yep|yeah|yup|correct|right|exactly|absolutely|indeed|perfect|spot on)?"
    r"[,.! ]*"
    r"(?:(?:that|this|it|you|all)(?:'s| is| are| was|'re| have| has)?"
    r"(?: all| it| got it)?"
    r" ?(?:quite |exactly |perfectly |absolutely )?"
    r"(?:right|correct|true|spot on|fine|it)?"
    r"|all (?:correct|right|good)|quite right|exactly right)?[,.! ]*"
)
_SAYS_YES = re.compile(
    r"\b(?:yes|yep|yeah|yup|correct|right|exactly|spot on|absolutely|indeed)\b"
)
_RATHER = re.compile(
    r"(?:no|nope|not quite|almost)[,.;:! ]+(?:sorry[, ]+)?"
    r"(?:it|that|this|they)(?:'s| is|'re| are) "
    r"(?P<rather>(?!not\b|wrong|right|correct|true|so\b)[^.!?\n]+)"
    r"[.! ]*"
)
_SAYS_NO = re.compile(
    r"^\W*(?:no\b|nope\b|not (?:quite|really|right|correct)|almost\b|wrong\b"
    r"|that(?:'s| is) (?:not|wrong)|you (?:have |'ve )?(?:got|misunder|understood)"
    r"|yes,? but)"
)
_LONGEST = 200  # letters of an answer in which nothing else is said


def reply_in(utterance: Utterance) -> Reply:
    """
    Read what she wrote after something was said back to her.

    Example:
        >>> reply_in(Utterance(id="1", text="Yes, that's right. Thank you!")).kind
        <ReplyKind.YES: 'yes'>
        >>> reply_in(Utterance(id="1", text="No, it is forty copies.")).words
        'forty copies'
        >>> reply_in(Utterance(id="1", text="Right, where is my parcel?")).kind
        <ReplyKind.NONE: 'none'>
    """
    if utterance.speaker is not Speaker.CUSTOMER:
        return Reply(kind=ReplyKind.NONE)
    own = [one for one in read(utterance).sentences if not one.staff]
    if not own:
        return Reply(kind=ReplyKind.NONE)
    start, end = own[0].start, own[-1].end
    written = utterance.text[start:end]
    low = _POLITE.sub(" ", " ".join(plain(written).split()))
    low = low.strip(" ,.!")
    if not _SAYS_NO.search(low) and not _SAYS_YES.search(low):
        return Reply(kind=ReplyKind.NONE)
    if len(low) <= _LONGEST and "?" not in low:
        if _YES.fullmatch(low) and _SAYS_YES.search(low):
            return Reply(kind=ReplyKind.YES)
        rather = _RATHER.fullmatch(low)
        if rather is not None:
            return Reply(kind=ReplyKind.RATHER, words=_as_written(written, rather))
    kind = ReplyKind.UNSURE if _SAYS_NO.search(low) else ReplyKind.NONE
    return Reply(kind=kind)


def _as_written(written: str, rather: re.Match[str]) -> str:
    """Return her words as she wrote them, capitals and all."""
    found = re.search(
        re.escape(rather["rather"]), " ".join(written.split()), re.IGNORECASE
    )
    return found.group() if found else rather["rather"]


def about_after(about: str, words: str) -> str:
    """
    Say what a corrected fact is about, once it is as she says.

    Example:
        >>> about_after("interest.rowing", "sailing")
        'interest.sailing'
        >>> about_after("person.called", "Jen")
        'person.called'
    """
    family, _, _ = about.partition(".")
    if family in ("interest", "preference"):
        noun = head_noun(words)
        return f"{family}.{noun}" if noun else about
    if family == "event":
        word = event_word(words.casefold())
        return f"event.{word}" if word else about
    return about
