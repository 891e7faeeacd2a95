"""How is a fact meant, which side of her life is it of, is it sensitive?

Source: data/listen/RULES.md, (c). The words in and around a stretch are features
of small linear models; what the grammar would say is one feature among them.
"""

from __future__ import annotations

import re

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from shopkeeper.listen.fact_values import is_sensitive, polarity_of, side_of
from shopkeeper.listen.reading import Reading
from shopkeeper.listen.text import Stretch
from shopkeeper.listen.tokens import Words
from shopkeeper.vocabulary import Speaker


POLARITIES = (
    "asserted",
    "negated",
    "hypothetical",
    "about_another_person",
    "past",
)
_WORD = re.compile(r"[^\W\d_]+(?:'[^\W\d_]+)?|\d+|[?!]")
_IF = re.compile(r"\bif\b")
_AROUND = 4  # words before and behind
_MESSAGE = 1000  # code points of a message that tell job from private
_READ = 80  # words of it


@dataclass(frozen=True, slots=True)
class Span:
    """
    A stretch of a sentence that holds a fact.

    Attributes:
        reading: The message.
        sentence: The sentence, plain.
        start: Where it begins in the message.
        end: Where it ends.
        kind: Kind of the fact.
    """

    reading: Reading
    sentence: Stretch
    start: int
    end: int
    kind: str

    @property
    def low(self) -> str:
        """Its plain words."""
        return self.reading.low[self.start : self.end]


@lru_cache(maxsize=256)  # a sentence is asked once for each fact in it
def _words_in(low: str) -> tuple[str, ...]:
    return tuple(_WORD.findall(low))


def signs_of_polarity(span: Span, words: Words) -> list[str]:
    """Return what tells whether it is asserted, negated, past and so on."""
    low = span.sentence.low
    first, last = span.start - span.sentence.start, span.end - span.sentence.start
    inside = _words_in(span.low)
    before = _words_in(low[:first])[-_AROUND:]
    behind = _words_in(low[last:])[:_AROUND]
    note = span.reading.utterance.speaker is Speaker.REP_NOTE
    ruled = polarity_of(span.kind, span.low, low, note=note, name="")
    written = span.reading.text[span.start : span.end]
    name = written[:1].isupper() and bool(low[:first].strip(" ,;-("))
    signs = [f"k {span.kind}", f"g {ruled}", f"gk {ruled} {span.kind}", f"n {note}"]
    signs += [f"w {word}" for word in inside]
    signs += [f"kw {span.kind} {word}" for word in inside]
    signs += [f"p {a} {b}" for a, b in pairwise(inside)]
    signs += [f"b {word}" for word in before] + [f"a {word}" for word in behind]
    signs += [f"b{place} {word}" for place, word in enumerate(reversed(before))]
    signs += [f"f{place} {word}" for place, word in enumerate(inside[:3])]
    signs += [f"s {word}" for word in _words_in(low)]
    signs += [f"c {words.kinds(word)[1]}" for word in inside]
    signs += [f"cf{place} {words.kinds(word)[1]}" for place, word in
              enumerate(inside[:2])]  # fmt: skip
    signs += [f"name {name} {span.kind}", f"start {first == 0}",
              f"if {bool(_IF.search(low))} {span.kind}"]  # fmt: skip
    return signs


def signs_of_message(reading: Reading, words: Words) -> list[str]:
    """Return what a whole message says of the side of whatever is in it."""
    around = _WORD.findall(reading.low[:_MESSAGE])[:_READ]
    signs = [f"m {word}" for word in around]
    return signs + [f"mc {words.kinds(word)[1]}" for word in around]


def signs_of_side(span: Span, words: Words) -> list[str]:
    """
    Return what tells her work from her private life, the message around it aside.

    None of them is among those of `signs_of_message`, which go with them.
    """
    ruled = side_of(span.low, span.reading.low[:_MESSAGE])
    inside = _words_in(span.low)
    speaker = span.reading.utterance.speaker
    signs = [f"k {span.kind}", f"g {ruled}", f"v {speaker}", f"gk {ruled} {span.kind}"]
    signs += [f"ch {span.reading.utterance.channel}", f"vk {speaker} {span.kind}"]
    signs += [f"w {word}" for word in inside]
    signs += [f"c {words.kinds(word)[1]}" for word in inside]
    return signs


def signs_of_sensitive(span: Span, words: Words) -> list[str]:
    """Return what tells health, faith, politics, origin, union and love."""
    inside = _words_in(span.low)
    low = span.sentence.low
    signs = [f"g {is_sensitive(span.low)}", f"gs {is_sensitive(low)}"]
    signs += [f"k {span.kind}"]
    signs += [f"w {word}" for word in inside]
    signs += [f"p {word[:5]}" for word in inside]
    signs += [f"s {word}" for word in _words_in(low)]
    for word in inside:
        _, middle, fine = words.kinds(word)
        signs += [f"c {middle}", f"d {fine}"]
    return signs
