"""Her words as numbers: for each token the features a small model looks at.

Each feature is a hash of what a token and its neighbours look like (their letters,
what kind of word each is, what the grammars made of them), so that a table of
weights is all a model needs ("the hashing trick", Weinberger et al., 2009).
"""

from __future__ import annotations

import re
import zlib

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from numpy.typing import NDArray

from shopkeeper.listen.reading import Reading
from shopkeeper.vocabulary import Speaker


BUCKETS = 1 << 18

Ints = NDArray[np.int64]
Hashes = NDArray[np.uint64]
Kinds = tuple[int, int, int]  # of a word, from coarse to fine

_TOKEN = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+(?:[.,:/]\d+)*|[^\w\s]|_")
_CUTS = frozenset(
    (*',;:-+()"!?.&/', "but", "because", "bc", "cos", "though", "although", "while",
     "and", "so", "if")
)  # fmt: skip
_UNKNOWN: Kinds = (-1, -1, -1)
_SPEAKERS = {Speaker.CUSTOMER: 1, Speaker.AGENT: 2, Speaker.REP_NOTE: 3}
_MOST_CACHED = 100_000


def crc(text: str) -> int:
    """Return the CRC-32 of *text*."""
    return zlib.crc32(text.encode("utf-8", "replace"))


@lru_cache(maxsize=1 << 17)
def bucket_of(name: str) -> int:
    """Return the hashed feature of a name, below `BUCKETS`."""
    return crc(name) % BUCKETS


class Words:
    """
    What is known of words: the kinds of word they belong to.

    Kinds are clusters of the vectors a language model gives words by themselves.

    Args:
        kinds: `(n_words, 3)` cluster of each word, coarse to fine.
        words: In the same order.
    """

    def __init__(self, words: Iterable[str], kinds: Ints) -> None:
        self._kinds: Mapping[str, Kinds] = dict(
            zip(words, map(tuple, kinds.tolist()), strict=True)
        )
        self._cache: dict[tuple[str, str], tuple[int, ...]] = {}

    def kinds(self, word: str) -> Kinds:
        """Return the kinds of a word; a plural or a form with ' takes its stem's."""
        found = self._kinds.get(word)
        if found is None and word.endswith("s"):
            found = self._kinds.get(word[:-1])
        if found is None and "'" in word:
            found = self._kinds.get(word.partition("'")[0])
        return _UNKNOWN if found is None else found

    def looks(self, word: str, written: str) -> tuple[int, ...]:
        """Return what one token looks like: word, head, tail, shape and kinds."""
        key = (word, written)
        found = self._cache.get(key)
        if found is None:
            found = self._looks(word, written)
            if len(self._cache) < _MOST_CACHED:
                self._cache[key] = found
        return found

    def _looks(self, word: str, written: str) -> tuple[int, ...]:
        first = word[0]
        if first.isdigit():
            shape = f"d{min(len(word), 4)}"
        elif not first.isalnum():
            shape = f"p{first}"
        else:
            rest = "X" if len(written) > 1 and written[1:].isupper() else ""
            shape = ("X" if written[0].isupper() else "x") + rest + "'" * ("'" in word)
        coarse, middle, fine = self.kinds(word)
        return (
            crc("w" + ("0" if first.isdigit() else word)),
            crc("p" + word[:4]),
            crc("s" + word[-3:]),
            crc("h" + shape),
            coarse + 7,
            middle + 1007,
            fine + 9007,
        )


@dataclass(frozen=True, slots=True)
class Hit:
    """What a grammar made of a stretch of the message: `[start, end)` and its name."""

    start: int
    end: int
    name: str


@dataclass(frozen=True, slots=True)
class Tokens:
    """
    The tokens of a message, her own sentences one after the other.

    Attributes:
        start: `(n,)` first code point of each in the message.
        end: `(n,)` excluded.
        sentence: `(n,)` number of the sentence in the reading.
        lengths: `(n_sentences with tokens,)` tokens in each.
        looks: `(n, 7)` what each looks like, as `Words.looks`.
        features: `(n, n_templates)` hashed features, below `BUCKETS`.
        bag_rows: `(m,)` tokens that open a clause, once for each word in it.
        bag: `(m,)` the hashed features of those words.
    """

    start: Ints
    end: Ints
    sentence: Ints
    lengths: Ints
    looks: Ints
    features: Ints
    bag_rows: Ints
    bag: Ints

    def __len__(self) -> int:
        return len(self.start)


def tokens_of(
    reading: Reading, words: Words, facts: Iterable[Hit], promises: Iterable[Hit]
) -> Tokens:
    """
    Cut a message into tokens with their features.

    Args:
        reading: The message made ready.
        words: What is known of words.
        facts: What the grammar of facts found.
        promises: What the grammar of promises found.
    """
    raw = _Raw(reading, words)
    if not raw.start:
        none = np.zeros(0, np.int64)
        empty = np.zeros((0, 0), np.int64)
        return Tokens(none, none, none, none, np.zeros((0, 7), np.int64), empty, none,
                      none)  # fmt: skip
    start, end = np.array(raw.start), np.array(raw.end)
    sentence = np.array(raw.sentence)
    looks = np.array(raw.looks)
    features, clause_start = _Features(
        looks,
        sentence,
        np.array(raw.clause),
        asks=np.array(raw.asks),
        speaker=np.array(raw.speaker),
        facts=_tagged(start, end, facts),
        promises=_tagged(start, end, promises),
    ).all()
    bag = [
        mixed(looks[:, column], number)
        for column, number in ((WORD, 901), (MIDDLE, 902), (TAIL, 903))
    ]
    breaks = np.flatnonzero(np.diff(sentence)) + 1
    edges = np.concatenate([[0], breaks, [len(start)]])
    return Tokens(
        start,
        end,
        sentence,
        np.diff(edges),
        looks,
        features,
        np.concatenate([clause_start] * len(bag)),
        (np.concatenate(bag) % np.uint64(BUCKETS)).astype(np.int64),
    )


class _Raw:
    """Lists of what is read off each token, before it becomes arrays."""

    def __init__(self, reading: Reading, words: Words) -> None:
        self.start: list[int] = []
        self.end: list[int] = []
        self.sentence: list[int] = []
        self.looks: list[tuple[int, ...]] = []
        self.clause: list[int] = []
        self.asks: list[int] = []
        self.speaker: list[int] = []
        text = reading.text
        clause = 0
        speaker = _SPEAKERS[reading.utterance.speaker]
        for number, one in enumerate(reading.sentences):
            cut = True
            voice = speaker + 10 * one.staff
            for match in _TOKEN.finditer(one.low):
                word = match.group()
                start, end = match.start() + one.start, match.end() + one.start
                if word in _CUTS:
                    cut = True
                elif cut:
                    clause += 1
                    cut = False
                self.start.append(start)
                self.end.append(end)
                self.sentence.append(number)
                self.looks.append(words.looks(word, text[start:end]))
                self.clause.append(clause)
                self.asks.append(int(one.asks))
                self.speaker.append(voice)


def _tagged(start: Ints, end: Ints, hits: Iterable[Hit]) -> Ints:
    """Return what a grammar says of each token: first or further one of a stretch."""
    tags = np.zeros(len(start), np.int64)
    for hit in hits:
        first = int(np.searchsorted(end, hit.start, side="right"))
        last = int(np.searchsorted(start, hit.end, side="left"))
        for place in range(first, last):
            if tags[place] == 0:
                tags[place] = crc(("B" if place == first else "I") + hit.name)
    return tags


# Columns of `Words.looks`.
WORD, HEAD, TAIL, SHAPE, COARSE, MIDDLE, FINE = range(7)


def mixed(values: Ints | Hashes, number: int) -> Hashes:
    """Spread values over 64 bits, differently for each template (splitmix64)."""
    shift = (number * 0x9E3779B1 + 12345) & 0xFFFFFFFFFFFFFFFF
    with np.errstate(over="ignore"):
        mixed = (values.astype(np.uint64) + np.uint64(shift)) * np.uint64(
            0x9E3779B97F4A7C15
        )
        mixed ^= mixed >> np.uint64(29)
        mixed *= np.uint64(0xBF58476D1CE4E5B9)
        mixed ^= mixed >> np.uint64(32)
    return mixed


def both(left: Ints | Hashes, right: Ints | Hashes | int) -> Hashes:
    """Put two values together, in their order."""
    with np.errstate(over="ignore"):
        return left.astype(np.uint64) * np.uint64(0x100000001B3) ^ (
            np.asarray(right).astype(np.uint64) + np.uint64(0x9E3779B9)
        )


class _Features:
    """The templates: which neighbours are looked at, and in which pairs."""

    def __init__(
        self,
        looks: Ints,
        sentence: Ints,
        clause: Ints,
        *,
        asks: Ints,
        speaker: Ints,
        facts: Ints,
        promises: Ints,
    ) -> None:
        self._looks = looks
        self._sentence = sentence
        self._clause = clause
        self._asks = asks
        self._speaker = speaker
        self._facts = facts
        self._promises = promises
        self._found: list[Hashes] = []

    def all(self) -> tuple[Ints, Ints]:
        """Return `(n, n_templates)` features and where each token's clause begins."""
        self._words()
        self._kinds()
        self._grammars()
        clause_start = self._clauses()
        stacked = np.stack(self._found, axis=1) % np.uint64(BUCKETS)
        return stacked.astype(np.int64), clause_start

    def _add(self, values: Ints | Hashes) -> None:
        self._found.append(mixed(values, len(self._found)))

    def _near(self, values: Ints, offset: int) -> Ints:
        """Return the values of the tokens *offset* away in the same sentence."""
        if offset == 0:
            return values
        near = np.full(len(values), 3 + offset if offset > 0 else 1 - offset)
        if abs(offset) < len(values):
            here = slice(None, -offset) if offset > 0 else slice(-offset, None)
            there = slice(offset, None) if offset > 0 else slice(None, offset)
            same = self._sentence[here] == self._sentence[there]
            near[here] = np.where(same, values[there], near[here])
        return near

    def _words(self) -> None:
        word = {n: self._near(self._looks[:, WORD], n) for n in range(-3, 4)}
        for value in word.values():
            self._add(value)
        for left, right in ((-1, 0), (0, 1), (-2, -1), (1, 2), (-1, 1)):
            self._add(both(word[left], word[right]))
        self._add(both(both(word[-1], word[0]), word[1]))
        for offset in (-1, 0, 1):
            self._add(self._near(self._looks[:, TAIL], offset))
        self._add(self._looks[:, HEAD])
        shape = {n: self._near(self._looks[:, SHAPE], n) for n in (-1, 0, 1)}
        for value in shape.values():
            self._add(value)
        self._add(both(shape[-1], shape[0]))

    def _kinds(self) -> None:
        coarse, middle, fine = (
            self._looks[:, column] for column in (COARSE, MIDDLE, FINE)
        )
        for offset in (-2, -1, 0, 1, 2):
            self._add(self._near(coarse, offset))
        for offset in (-1, 0, 1):
            self._add(self._near(middle, offset))
            self._add(self._near(fine, offset))
        self._add(both(self._near(middle, -1), middle))
        self._add(both(middle, self._near(middle, 1)))
        around = both(self._near(coarse, -1), coarse)
        self._add(both(around, self._near(coarse, 1)))

    def _grammars(self) -> None:
        fact = {n: self._near(self._facts, n) for n in (-1, 0, 1)}
        promise = {n: self._near(self._promises, n) for n in (-1, 0, 1)}
        word, coarse = self._looks[:, WORD], self._looks[:, COARSE]
        for offset in (-1, 0, 1):
            self._add(fact[offset])
            self._add(promise[offset])
        voice = both(self._asks, self._speaker)
        for tags in (fact, promise):
            self._add(both(tags[-1], tags[0]))
            self._add(both(tags[0], word))
            self._add(both(tags[0], coarse))
            self._add(both(tags[0], voice))

    def _clauses(self) -> Ints:
        word, coarse = self._looks[:, WORD], self._looks[:, COARSE]
        count = len(word)
        opens = np.ones(count, bool)
        opens[1:] = self._sentence[1:] != self._sentence[:-1]
        sentence_start = np.flatnonzero(opens)[np.cumsum(opens) - 1]
        first = word[sentence_start]
        self._add(both(opens.astype(np.int64), self._speaker))
        self._add(first)
        self._add(both(first, word))
        self._add(self._speaker)
        for values in (word, coarse, self._looks[:, MIDDLE], self._asks):
            self._add(both(self._speaker, values))
        opens = opens.copy()
        opens[1:] |= self._clause[1:] != self._clause[:-1]
        starts = np.flatnonzero(opens)
        number = np.cumsum(opens) - 1
        start, end = starts[number], np.append(starts[1:], count)[number]
        place, left = np.arange(count) - start, end - 1 - np.arange(count)
        head = word[start]
        self._add(head)
        self._add(both(head, np.minimum(place, 3)))
        self._add(both(head, word[np.minimum(start + 1, end - 1)]))
        self._add(both(head, self._asks))
        self._add(np.minimum(place, 5))
        self._add(np.minimum(left, 5))
        size = both(np.minimum(end - start, 8), self._speaker)
        self._add(both(np.minimum(place, 1), size))
        self._add(both(coarse[start], np.minimum(place, 2)))
        return np.asarray(start)
