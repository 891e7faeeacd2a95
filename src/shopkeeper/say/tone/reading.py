"""A letter as a reader sees it: lines, sentences, greeting, body, signature."""

from __future__ import annotations

import re

from dataclasses import dataclass
from functools import lru_cache

from shopkeeper.say.tone.amounts import Amount, amounts_in
from shopkeeper.say.tone.moments import Moment, moments_in
from shopkeeper.say.tone.stems import concepts_of


_PLAIN = (
    ("’", "'"), ("‘", "'"), ("ʼ", "'"), ("“", '"'), ("”", '"'), ("–", "-"), ("—", "-"),
    ("\u00a0", " "), ("\u202f", " "),
)  # fmt: skip
_WORD = re.compile(r"[^\W_]+(?:'[^\W_]+)*")
# A full stop after these does not end a sentence.
_SHORT = re.compile(
    r"(?:\b(?:mr|mrs|ms|mx|dr|st|no|nos|prof|rev|fr|sr|jr|messrs|vs|approx|dept|tel|ext|incl"
    r"|e\.g|i\.e|etc|[a-z]|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)|\d)\.$"
)
_ABBREVIATED = re.compile(
    r"\b(?:[^\Waeiouy\d_]{1,4}|prof|rev|capt|col|gen|hon|sra|fr)\.", re.IGNORECASE
)
_STOP = re.compile(r"[.!?…]+[\"')\]]*(?=\s|$)|(?<=[!?])(?=[A-Z])")
_EMOJI = re.compile("[\U0001f300-\U0001faff\u2600-\u27bf\ufe0f\u200d]")
_MOST_KEPT = 8192
_LONGEST_LINE = 70
_WIDE = 62


@dataclass(frozen=True, slots=True)
class Said:
    """
    What one sentence says, whoever says it to whom.

    Attributes:
        text: As it stands.
        low: In small letters with plain apostrophes, of the same length.
        words: Its words in small letters.
        concepts: What the words are about; words of one meaning are one concept.
        amounts: Money and percentages.
        moments: Dates, times, spans of time.
    """

    text: str
    low: str
    words: tuple[str, ...]
    concepts: frozenset[str]
    amounts: tuple[Amount, ...]
    moments: tuple[Moment, ...]


@lru_cache(maxsize=_MOST_KEPT)
def said(text: str) -> Said:
    """
    Read one sentence.

    Of thirty thousand letters from one content most sentences are the same: what a
    sentence says depends on its words alone, so each is read once.
    """
    low = lowered(text)
    words = words_of(low)
    return Said(text, low, words, concepts_of(words), amounts_in(low), moments_in(low))


def words_of(low: str) -> tuple[str, ...]:
    """Return the words of a text in small letters."""
    return tuple(_WORD.findall(low))


def lowered(text: str) -> str:
    """Return *text* in small letters, with plain apostrophes, of the same length."""
    plain = text.replace("\n", " ")
    if plain.isascii():
        return plain.lower()
    for fancy, simple in _PLAIN:
        plain = plain.replace(fancy, simple)
    low = plain.lower()
    if len(low) == len(text):
        return low
    return "".join(
        letter.lower() if len(letter.lower()) == 1 else letter for letter in plain
    )


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence in its letter: `[start, end)` and the number of its line."""

    said: Said
    start: int
    end: int
    line: int


@dataclass(frozen=True, slots=True)
class Letter:
    """
    A letter, read.

    Attributes:
        text: As it stands.
        sentences: All of them, greeting and signature included.
        lines: `[start, end)` of each line that is not blank.
        greeting: `[start, end)` of the words that greet: the first line where it stands
            alone, else the first sentence.
        alone: Does the greeting stand on a line of its own?
        body: The first sentence behind a greeting that stands alone, else 0.
        low: The whole in small letters, with plain apostrophes.
    """

    text: str
    sentences: tuple[Sentence, ...]
    lines: tuple[tuple[int, int], ...]
    greeting: tuple[int, int]
    alone: bool
    body: int
    low: str

    def paragraphs(self) -> list[tuple[int, int]]:
        """Return `[start, end)` of each paragraph: what stands between blank lines."""
        return [
            match.span()
            for match in re.finditer(r"(?:[^\n]|\n(?![ \t]*\n))+", self.text)
            if match[0].strip()
        ]


def read_letter(text: str) -> Letter:
    """Read a letter: find its lines, its sentences and its greeting."""
    lines = _lines(text)
    sentences = tuple(
        Sentence(what, start + begin, start + end, number)
        for number, (start, stop) in enumerate(lines)
        for begin, end, what in _line(text[start:stop])
    )
    greeting, alone = _greeting(text, lines, sentences)
    body = sum(one.end <= greeting[1] for one in sentences) if alone else 0
    return Letter(text, sentences, lines, greeting, alone, body, lowered(text))


def _lines(text: str) -> tuple[tuple[int, int], ...]:
    """Find lines; those that a mail program broke at a width are one line again."""
    found: list[tuple[int, int]] = []
    for match in re.finditer(r"\S[^\n]*", text):
        start, end = match.span()
        if found:
            before, stop = found[-1]
            width = stop - max(before, text.rfind("\n", before, stop) + 1)
            # A line that stops without a stop and goes on with a small letter.
            open_end = width >= _WIDE // 2 and text[stop - 1 : stop].isalnum()
            goes_on = open_end and (text[start].islower() or text[start].isdigit())
            if (width >= _WIDE or goes_on) and text[stop:start].strip(" \t") == "\n":
                found[-1] = (before, end)
                continue
        found.append((start, end))
    return tuple(found)


@lru_cache(maxsize=_MOST_KEPT)
def _line(line: str) -> tuple[tuple[int, int, Said], ...]:
    """Cut a line into sentences; most lines of a round are the same."""
    return tuple(
        (begin, end, said(line[begin:end]))
        for begin, end in _sentences(line, 0, len(line))
    )


def _sentences(text: str, start: int, end: int) -> list[tuple[int, int]]:
    found = []
    begin = start
    for match in _STOP.finditer(text, start, end):
        stop = match.end()
        if (
            match[0].startswith(".")
            and stop < end
            and _SHORT.search(text[max(begin, stop - 8) : match.start() + 1].lower())
            and not _ends_with_number(text, match.start(), stop)
        ):
            continue
        if text[begin:stop].strip():
            found.append((begin, stop))
        begin = stop
        while begin < end and text[begin].isspace():
            begin += 1
    if text[begin:end].strip():
        found.append((begin, begin + len(text[begin:end].rstrip())))
    return found


def _ends_with_number(text: str, at: int, stop: int) -> bool:
    """`… by 4. They …` ends; `7. June` and `No. 4` do not."""
    if not text[at - 1 : at].isdigit():
        return False
    after = text[stop:].lstrip()[:12]
    return not re.match(
        r"(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec|\d)", after.lower()
    )


def _greeting(
    text: str,
    lines: tuple[tuple[int, int], ...],
    sentences: tuple[Sentence, ...],
) -> tuple[tuple[int, int], bool]:
    if not lines:
        return (0, 0), False
    start, end = lines[0]
    line = text[start:end].rstrip()
    whole = _ABBREVIATED.sub("", line)
    short = len(line) <= _LONGEST_LINE and not re.search(r"[.?]\s+\S", whole)
    if len(lines) > 1 and short and not line.endswith("."):
        return (start, start + len(line)), True
    first = sentences[0] if sentences else None
    if first is None:
        return (start, end), False
    if len(lines) > 1 and len(first.said.words) <= 4 and first.end == start + len(line):
        return (start, first.end), True
    return (first.start, first.end), False


def has_emoji(text: str) -> list[tuple[int, int]]:
    """Return where pictures stand for words."""
    return [match.span() for match in _EMOJI.finditer(text)]
