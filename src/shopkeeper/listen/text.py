"""The words as they can be read: lower case, plain quotes, one sentence at a time.

Everything here keeps the length of the text, so that a place in what is read
is the same place in what was written.
"""

from __future__ import annotations

import re
import unicodedata

from collections.abc import Iterator
from dataclasses import dataclass


# Nobody writes more in one message; a longer one is read at both ends, where a
# wish stands. With `LONGEST_SENTENCE` this bounds the work, whatever arrives.
LONGEST_READ = 100_000
LONGEST_SENTENCE = 600

_PLAIN = {
    **dict.fromkeys(map(ord, "\u2018\u2019\u201b\u00b4\u0060\u2032\u02bc"), "'"),
    **dict.fromkeys(map(ord, "\u201c\u201d\u201e\u00ab\u00bb\u2033"), '"'),
    **dict.fromkeys(map(ord, "\u2010\u2011\u2012\u2013\u2014\u2212"), "-"),
    **dict.fromkeys(map(ord, "\u00a0\u2007\u202f\u2009\u200a\u3000\t\v\f"), " "),
    **dict.fromkeys([*range(9), *range(14, 32), *range(127, 160)], " "),
    ord("\r"): "\n",
    ord("\u2028"): "\n",
    ord("\u2029"): "\n",
}
_END = re.compile(r"\n+|[.!?\u2026]+[\"')\]]*(?=\s|$)|[!?]{2,}")
_ABBREVIATION = re.compile(
    r"(?:^|[\s(])(?:mrs?|ms|dr|prof|e\.g|i\.e|approx|nr|tel|vs|a\.m|p\.m|inv|appt"
    r"|acct|dept|ref|mtg|qty|ext|hon|rev|messrs|abt|incl|excl|del|est"
    r"|(?:mr|ms|dr|miss|mrs|and) [a-z])$"
)
_TRIM = " \n\t.,;:!?-\u2026\"'()[]*_"


def plain(text: str) -> str:
    """Return *text* in lower case with plain quotes, dashes and blanks, as long."""
    text = text.translate(_PLAIN)
    lower = text.lower()
    if len(lower) == len(text):
        return lower
    return "".join(c.lower() if len(c.lower()) == 1 else c for c in text)


def squeezed(text: str) -> str:
    """
    Return *text* for reading wishes: plain, composed, without invisible signs.

    Places are not kept. Compatibility forms (fullwidth letters and the like)
    become ordinary ones.
    """
    if text.isascii():
        return plain(text)
    visible = "".join(
        c
        for c in unicodedata.normalize("NFKC", text)
        if unicodedata.category(c) != "Cf"
    )
    return plain(visible)


@dataclass(frozen=True, slots=True)
class Stretch:
    """
    A piece of a message: a sentence, or a clause of one.

    Attributes:
        start: First code point in the message. Included.
        end: Excluded.
        low: The plain words of `[start, end)`.
        asks: Does it end with a question mark?
        staff: Was it said by one of ours (a turn in a transcript)?
    """

    start: int
    end: int
    low: str
    asks: bool = False
    staff: bool = False

    def part(self, start: int, end: int) -> Stretch:
        """Return the stretch between two places of this one's own words, trimmed."""
        while start < end and self.low[start] in _TRIM:
            start += 1
        while end > start and self.low[end - 1] in _TRIM:
            end -= 1
        return Stretch(
            self.start + start,
            self.start + end,
            self.low[start:end],
            self.asks,
            self.staff,
        )


def sentences(low: str, start: int, end: int) -> Iterator[Stretch]:
    """
    Yield the sentences of `low[start:end]`, none longer than `LONGEST_SENTENCE`.

    Args:
        low: The whole message, plain.
        start: Where to begin.
        end: Where to stop.
    """
    begin = start
    for match in _END.finditer(low, start, end):
        sign = match.group()
        if sign == "." and _ABBREVIATION.search(
            low, max(begin, match.start() - 8), match.start()
        ):
            continue
        yield from _bounded(low, begin, match.start(), asks="?" in sign)
        begin = match.end()
    yield from _bounded(low, begin, end, asks=False)


def _bounded(low: str, start: int, end: int, *, asks: bool) -> Iterator[Stretch]:
    while end - start > LONGEST_SENTENCE:
        cut = low.rfind(" ", start + 1, start + LONGEST_SENTENCE)
        cut = cut if cut > start else start + LONGEST_SENTENCE
        yield Stretch(start, cut, low[start:cut])
        start = cut
    while start < end and low[start] in " \n\t":
        start += 1
    while end > start and low[end - 1] in " \n\t":
        end -= 1
    if start < end:
        yield Stretch(start, end, low[start:end], asks)
