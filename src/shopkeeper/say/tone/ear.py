"""What is a matter of ear: one sentence in its letter, weighed by small linear models.

Each ear is one logistic regression over signs of a sentence (words, neighbours, parts of
words, kinds of words, rules that found something) and of its place in the letter (what
of the context it speaks of). `training/say/train.py` makes the weights.
"""

from __future__ import annotations

import io
import json
import pkgutil
import re
import zlib

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

import numpy as np

from numpy.typing import NDArray

from shopkeeper.say.tone.amounts import Amount
from shopkeeper.say.tone.context import Context
from shopkeeper.say.tone.moments import Moment, agree
from shopkeeper.say.tone.reading import Letter, Said, said, words_of
from shopkeeper.say.tone.rulebook import Hit, packaged_rulebook
from shopkeeper.vocabulary import BadInput


Floats = NDArray[np.float64]

EARS = (
    "blame", "pressure", "plain", "register-formal", "register-informal", "proof",
)  # fmt: skip
PLACES = (
    "near a sorry", "after a sorry", "of what was done", "of what comes", "of the terms",
    "of what she suffered", "amount of none", "time of none", "of nothing", "first",
    "last", "amount known", "time known", "done empty", "short letter",
)  # fmt: skip
BUCKETS = 1 << 17
_FORMAT = "shopkeeper tone 1"
_MOST_KEPT = 8192
_WE = frozenset([
    "i", "we", "us", "our", "ours", "my", "me", "mine", "i'm", "we're", "i've",
    "we've", "i'll", "we'll", "i'd", "we'd", "myself", "ourselves",
])  # fmt: skip
_YOU = frozenset([
    "you", "your", "yours", "you're", "you've", "you'll", "you'd", "yourself",
])  # fmt: skip
_THEY = frozenset([
    "they", "them", "their", "he", "she", "his", "him", "her", "they're", "he's",
    "she's", "they've", "it", "it's", "that", "those", "these",
])  # fmt: skip
_NOT = frozenset([
    "not", "no", "never", "none", "nobody", "nothing", "don't", "didn't", "doesn't",
    "can't", "won't", "wasn't", "isn't", "hasn't", "haven't", "couldn't",
    "wouldn't", "weren't", "aren't",
])  # fmt: skip
_MAY = frozenset([
    "would", "could", "should", "might", "may", "must", "can", "will", "shall",
    "ought",
])  # fmt: skip


class Ear:
    """
    The models and what they know of words.

    Attributes:
        kinds: A word's kinds: in three groupings of words that stand in like company.
        thresholds: Score of each ear from which a sentence counts.
    """

    def __init__(
        self,
        *,
        kinds: Mapping[str, Sequence[int]],
        buckets: NDArray[np.int64],
        table: Floats,
        places: Floats,
        offset: Floats,
        thresholds: Mapping[str, float],
    ) -> None:
        self.kinds = kinds
        self.thresholds = thresholds
        self._table = table
        self._places = places
        self._offset = offset
        self._row = np.full(BUCKETS, len(table), np.int32)
        self._row[buckets] = np.arange(len(buckets), dtype=np.int32)
        self._table = np.vstack([table, np.zeros((1, table.shape[1]))])
        self._known: dict[str, Floats] = {}

    def words_score(self, one: Said) -> Floats:
        """Return `(n_ears,)`: what the words alone weigh. It is kept."""
        known = self._known.get(one.text)
        if known is None:
            if len(self._known) >= _MOST_KEPT:
                self._known.clear()
            hits = packaged_rulebook().hits(one.low)
            known = self._weighed(one, hits)
            for start, end in clauses_of(one.text):
                part = self._weighed(*part_of(one, hits, start, end))
                known[_PROOF] = max(known[_PROOF], part[_PROOF])
            self._known[one.text] = known
        return known

    def _weighed(self, one: Said, hits: Sequence[Hit]) -> Floats:
        places = self._row[buckets_of(signs_of(one, hits, self.kinds))]
        scale = _SCALE / np.sqrt(max(1, len(places)))
        weighed: Floats = self._table[places].sum(axis=0) * scale
        return weighed

    def letter_scores(
        self, many: Sequence[Said], places: Sequence[Sequence[int]]
    ) -> list[list[float]]:
        """Return the scores of the sentences of a letter, one row each."""
        if not many:
            return []
        score = np.stack([self.words_score(one) for one in many]) + self._offset
        stands = np.zeros((len(many), len(PLACES)))
        for number, one in enumerate(places):
            stands[number, one] = 1.0
        rows: list[list[float]] = (score + stands @ self._places).tolist()
        return rows

    def telling(self, one: Said, ear: str) -> str:
        """Return the words of a sentence that weigh most for an ear."""
        column = EARS.index(ear)
        weigh = {}
        for number, word in enumerate(one.words):
            names = [f"1{word}"]
            if number:
                names.append(f"2{one.words[number - 1]} {word}")
            if number + 1 < len(one.words):
                names.append(f"2{word} {one.words[number + 1]}")
            places = self._row[buckets_of(names)]
            weigh[number] = float(self._table[places][:, column].sum())
        best = sorted(weigh, key=lambda at: -weigh[at])[:3]
        return ", ".join(one.words[at] for at in sorted(best) if weigh[at] > 0)


_SCALE = 4.0
_PROOF = EARS.index("proof")
_CUT = re.compile(r"\s*(?:[;:()]|\s[-–—]+\s|,(?=\s))\s*")
_WORD = re.compile(r"[^\W_]+")
_FEWEST = 3


def clauses_of(text: str) -> list[tuple[int, int]]:
    """
    Cut a sentence at its commas and colons; a place to look is often told in passing.

    Returns:
        `[start, end)` of each part of three words or more; none if it is all one.

    Example:
        >>> clauses_of("It was sent on 4 May, see the slip inside.")
        [(0, 20), (22, 42)]
    """
    cuts = [0]
    found = []
    for match in _CUT.finditer(text):
        before, after = text[cuts[-1] : match.start()], text[match.end() :]
        if min(len(_WORD.findall(one)) for one in (before, after)) >= _FEWEST:
            found.append((cuts[-1], match.start()))
            cuts.append(match.end())
    return [*found, (cuts[-1], len(text))] if found else []


def part_of(
    one: Said, hits: Sequence[Hit], start: int, end: int
) -> tuple[Said, list[Hit]]:
    """Return a part of a sentence, with what the rules found there; nothing is read anew."""
    low = one.low[start:end]
    part = Said(
        one.text[start:end], low, words_of(low), frozenset(),
        tuple(a for a in one.amounts if start <= a.start < end),
        tuple(m for m in one.moments if start <= m.start < end),
    )  # fmt: skip
    return part, [hit for hit in hits if hit.start < end and start < hit.end]


def signs_of(
    one: Said, hits: Sequence[Hit], kinds: Mapping[str, Sequence[int]]
) -> list[str]:
    """Name the signs of one sentence."""
    words = one.words
    around = ("^", *words, "$")
    names = [f"1{word}" for word in words]
    names += [f"2{a} {b}" for a, b in pairwise(around)]
    names += [
        f"3{a} {b} {c}" for a, b, c in zip(around, around[1:], around[2:], strict=False)
    ]
    coarse = []
    for word in words:
        whole = f"<{word}>"
        names += [f"c{whole[at : at + 4]}" for at in range(len(whole) - 3)]
        known = kinds.get(word)
        if known is not None:
            names += [f"k{at}:{kind}" for at, kind in enumerate(known)]
        coarse.append(-1 if known is None else known[1])
    names += [f"kk{a}.{b}" for a, b in pairwise(coarse)]
    found = frozenset(words)
    who = f"{bool(found & _WE):d}{bool(found & _YOU):d}{bool(found & _THEY):d}"
    names += [
        f"who{who}", f"who{who}{bool(found & _NOT):d}{bool(found & _MAY):d}",
        f"not{bool(found & _NOT):d}", f"may{bool(found & _MAY):d}",
        f"ask{'?' in one.low:d}", f"loud{'!' in one.low:d}",
        f"first{words[0] in _WE if words else 0:d}{words[0] in _YOU if words else 0:d}",
        f"money{bool(one.amounts):d}", f"time{bool(one.moments):d}",
        f"long{min(len(words) // 6, 4)}",
    ]  # fmt: skip
    keys = sorted(hit.rule.key for hit in hits if hit.rule.kind != "good")
    # A rule says more than a word does: it weighs as four.
    names += [f"r{hit.rule.key}#{at}" for hit in hits for at in range(4)]
    names += [f"rw{key}{who}" for key in keys]
    names += [f"rr{a}+{b}" for at, a in enumerate(keys) for b in keys[at + 1 :]]
    return names


def buckets_of(names: Sequence[str]) -> NDArray[np.int64]:
    """Hash signs: sorted, each once."""
    crc = zlib.crc32
    return np.array(
        sorted({crc(name.encode()) % BUCKETS for name in names}), dtype=np.int64
    )


@dataclass(frozen=True, slots=True)
class Around:
    """What the context speaks of, read once a letter."""

    done: frozenset[str]
    coming: frozenset[str]
    terms: frozenset[str]
    suffered: frozenset[str]
    amounts: tuple[Amount, ...]
    moments: tuple[tuple[Moment, ...], ...]
    nothing_done: bool


def around_of(context: Context) -> Around:
    """Read the context once, for all sentences."""
    done = [said(one) for one in context.done]
    coming = [said(f"{one.what} by {one.by}") for one in context.open]
    terms = [said(str(one)) for one in (context.terms or {}).values()]
    suffered = said(context.suffered or "")

    told = (*done, *coming, *terms, suffered)

    def together(many: Sequence[Said]) -> frozenset[str]:
        return frozenset().union(*(one.concepts for one in many))

    return Around(
        together(done), together(coming), together(terms), suffered.concepts,
        tuple(amount for one in told for amount in one.amounts),
        tuple(one.moments for one in told if one.moments), not context.done,
    )  # fmt: skip


def places_of(letter: Letter, around: Around) -> list[list[int]]:
    """Return for each sentence which of `PLACES` hold."""
    many = letter.sentences
    sorry = [_is_sorry(one.said) for one in many]
    short = len(many) <= 6
    parts = (around.done, around.coming, around.terms, around.suffered)
    every = frozenset().union(*parts)
    always = [13] * around.nothing_done + [14] * short
    rows = []
    for number, one in enumerate(many):
        about = one.said.concepts & every
        behind = any(sorry[max(letter.body, number - 2) : number])
        amount = [any(a.same(b) for b in around.amounts) for a in one.said.amounts]
        time = [
            any(agree((m,), told) for told in around.moments) for m in one.said.moments
        ]
        places = [] if about else [8]
        if behind:
            places += [0, 1]
        elif any(sorry[number + 1 : number + 2]):
            places.append(0)
        if len(about) > 1:
            for at, part in enumerate(parts, 2):
                if len(about & part) > 1:
                    places.append(at)
        if amount:
            places += [6] if not all(amount) else []
            places += [11] if any(amount) else []
        if time:
            places += [7] if not all(time) else []
            places += [12] if any(time) else []
        places += [9] if number == letter.body else []
        places += [10] if number >= len(many) - 2 else []
        rows.append(places + always)
    return rows


def _is_sorry(one: Said) -> bool:
    return "sorry" in one.low or "apolog" in one.low or "pardon" in one.low


@lru_cache(maxsize=1)
def shipped_ear() -> Ear:
    """Return the ear that comes with the package."""
    data = pkgutil.get_data("shopkeeper.say.tone", "weights/tone.npz") or b""
    return from_bytes(data, name="tone.npz")


def to_bytes(
    *,
    words: Sequence[str],
    kinds: NDArray[np.int64],
    buckets: NDArray[np.int64],
    table: Floats,
    places: Floats,
    offset: Floats,
    thresholds: Mapping[str, float],
) -> bytes:
    """Return an ear as one file: arrays and a little JSON, weights in eight bits."""
    scale = np.maximum(np.abs(table).max(axis=0, initial=0.0), 1e-9) / 127
    head = json.dumps({"format": _FORMAT, "ears": EARS, "thresholds": dict(thresholds)})
    arrays: dict[str, object] = {
        "words": np.frombuffer("\n".join(words).encode(), np.uint8),
        "kinds": kinds.astype(np.int16),
        "buckets": buckets.astype(np.int32),
        "table": np.round(table / scale).astype(np.int8),
        "scale": scale.astype(np.float32),
        "places": places.astype(np.float32),
        "offset": offset.astype(np.float32),
        "head": np.frombuffer(head.encode(), np.uint8),
    }
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def from_bytes(data: bytes, *, name: str) -> Ear:
    """
    Read an ear back.

    Raises:
        BadInput: If it is no such file.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            head = json.loads(bytes(file["head"]))
            if head["format"] == _FORMAT and tuple(head["ears"]) == EARS:
                words = bytes(file["words"]).decode().split("\n")
                return Ear(
                    kinds=dict(zip(words, file["kinds"].tolist(), strict=True)),
                    buckets=file["buckets"].astype(np.int64),
                    table=file["table"].astype(np.float64) * file["scale"],
                    places=file["places"].astype(np.float64),
                    offset=file["offset"].astype(np.float64),
                    thresholds=head["thresholds"],
                )
    except (ValueError, KeyError, OSError, EOFError):
        pass
    msg = f"{name} is no file of weights for this version: make it again as training/say/README.md says"
    raise BadInput(msg)
