"""A message as it is listened to: her own sentences, each with its voice."""

from __future__ import annotations

import re

from collections.abc import Iterator
from dataclasses import dataclass, replace

from shopkeeper.listen.quotes import own_stretches, quoted_stretches
from shopkeeper.listen.text import LONGEST_READ, Stretch, plain, sentences
from shopkeeper.vocabulary import Speaker, Utterance


_STAFF = (
    "agent|advisor|adviser|rep|representative|support|operator|staff|assistant|bot"
    "|clerk"
    "|associate|service|helpdesk|help desk|us|me|team|receptionist|cashier|shop"
)
_TURN = re.compile(r"(?:\[?\d\d?:\d\d\]? )?(?P<who>[a-z][\w .'-]{0,30}?) ?: +(?=\S)")
_STAFF_TURN = re.compile(rf"(?:{_STAFF})\b(?: \w+)?$")
_HER_TURN = re.compile(
    r"(?:customer|caller|client|guest|member|user|patient|visitor|buyer"
    r"|(?:mr|mrs|ms|miss|dr|herr|frau|mme)\b.{0,25})$"
)


@dataclass(frozen=True, slots=True)
class Reading:
    """
    An utterance made ready.

    Attributes:
        utterance: As given.
        low: Its plain text, of the same length.
        quoted: Stretches that are not the speaker's own words.
        sentences: Her own sentences in order.
    """

    utterance: Utterance
    low: str
    quoted: tuple[tuple[int, int], ...]
    sentences: tuple[Stretch, ...]

    @property
    def text(self) -> str:
        """The words as written."""
        return self.utterance.text


def read(utterance: Utterance) -> Reading:
    """Make *utterance* ready for listening."""
    low = plain(utterance.text)
    quoted = quoted_stretches(low)
    found: list[Stretch] = []
    for start, end in own_stretches(low, quoted):
        for piece_start, piece_end in _both_ends(start, end, len(low)):
            found += sentences(low, piece_start, piece_end)
    if utterance.speaker is Speaker.CUSTOMER:
        found = list(_turns(low, found))
    return Reading(utterance, low, tuple(quoted), tuple(found))


def _both_ends(start: int, end: int, length: int) -> Iterator[tuple[int, int]]:
    """Yield what is read of a stretch: all of it, or its share of both ends."""
    if length <= LONGEST_READ:
        yield start, end
        return
    first = min(end, LONGEST_READ // 2)
    last = max(start, first, length - LONGEST_READ // 2)
    if start < first:
        yield start, first
    if last < end:
        yield last, end


def _turns(low: str, found: list[Stretch]) -> Iterator[Stretch]:
    """Tell the staff's turns of a transcript from hers, and take the names off."""
    heads = [_TURN.match(low, one.start) if _opens_line(low, one) else None
             for one in found]  # fmt: skip
    known = [
        head is not None and bool(_STAFF_TURN.match(head["who"])) for head in heads
    ]
    hers = [head is not None and bool(_HER_TURN.match(head["who"])) for head in heads]
    if not any(known) and sum(hers) < len("ab"):
        yield from found
        return
    staff = False
    for one, head in zip(found, heads, strict=True):
        if head is not None:
            staff = bool(_STAFF_TURN.match(head["who"]))
            one = replace(  # noqa: PLW2901 the same sentence without its speaker
                one, start=head.end(), low=one.low[head.end() - one.start :]
            )
        yield replace(one, staff=staff)


def _opens_line(low: str, one: Stretch) -> bool:
    before = low[max(0, one.start - 200) : one.start]
    return one.start == 0 or not before.rpartition("\n")[2].strip()
