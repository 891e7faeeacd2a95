"""Which word of a wish to be left alone names the kind of message?

Source: data/listen/RULES.md, (b): "skip the quiz mails" is a wish about `topic:quiz`.
Each word of a sentence becomes a row of features for one small linear model; what the
grammar takes for a topic is one of them.
"""

from __future__ import annotations

import re

from dataclasses import dataclass

from shopkeeper.listen.function_words import is_function_word
from shopkeeper.listen.hashed import Weights, rows_of
from shopkeeper.listen.singular import singular
from shopkeeper.listen.stop_words import NO_TOPIC
from shopkeeper.listen.stops import topics_in
from shopkeeper.listen.tokens import Words
from shopkeeper.listen.wish_signs import CLASSES


_TOKEN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*|\d+|[.,;:!?]")
_AROUND = (-3, -2, -1, 1, 2, 3)
_SHORTEST = 3  # letters of a word that names something
_LONG = 15  # words from which a sentence counts as long


@dataclass(frozen=True, slots=True)
class TopicRow:
    """
    A word that may name a topic.

    Attributes:
        word: As she writes it, in lower case.
        signs: Its features.
    """

    word: str
    signs: list[str]

    @property
    def topic(self) -> str:
        """The word as a scope names it: one thing."""
        return singular(self.word)


def topic_rows(low: str, channel: str | None, words: Words) -> list[TopicRow]:
    """
    Make each word of a sentence a row that may name a topic.

    Args:
        low: The plain words of the sentence.
        channel: How it came.
        words: What is known of words.
    """
    said = _Said(_TOKEN.findall(low), words, channel, topics_in(low))
    return [
        TopicRow(word, said.signs(place))
        for place, word in enumerate(said.words)
        if word[0].isalpha() and len(word) >= _SHORTEST
    ]


def topics_of(
    low: str, channel: str | None, words: Words, weights: Weights, *, least: float
) -> set[str]:
    """
    Return the topics a wish names, as scopes.

    Args:
        low: The plain words of its sentence.
        channel: How it came.
        words: What is known of words.
        weights: What was learned of topics.
        least: Score from which a word names one.
    """
    rows = topic_rows(low, channel, words)
    if not rows:
        return set()
    scores = weights.scores(rows_of(row.signs for row in rows))[:, 0]
    return {
        f"topic:{row.topic}"
        for row, score in zip(rows, scores.tolist(), strict=True)
        if score > least
    }


class _Said:
    """A sentence cut into words, with what each of them is."""

    def __init__(
        self, said: list[str], words: Words, channel: str | None, ruled: set[str]
    ) -> None:
        self.words = said
        self._kinds = [words.kinds(word) for word in said]
        self._classes = [CLASSES.get(word, "-") for word in said]
        self._ruled = {one.partition(":")[2] for one in ruled}
        self._whole = [
            f"n {min(len(said), _LONG) // 3}",
            f"anyrule {bool(ruled)}",
            f"ch {channel}",
            *(f"sk {one}" for one in set(self._classes)),
        ]

    def _at(self, place: int) -> tuple[str, str, int]:
        """Return the word at a place, its class and its kind; or the sentence's end."""
        if 0 <= place < len(self.words):
            return self.words[place], self._classes[place], self._kinds[place][1]
        return ("<" if place < 0 else ">"), "-", -1

    def signs(self, place: int) -> list[str]:
        word, own, middle = self._at(place)
        coarse, _, fine = self._kinds[place]
        before, class_before, _ = self._at(place - 1)
        behind, class_behind, _ = self._at(place + 1)
        signs = [
            *self._whole,
            f"w {word}", f"t {word[-3:]}", f"c {coarse}", f"d {middle}", f"e {fine}",
            f"l {own}", f"fn {is_function_word(word)}", f"no {word in NO_TOPIC}",
            f"rule {singular(word) in self._ruled}",
            f"pl {word.endswith('s')} {own}", f"last {place == len(self.words) - 1}",
            f"b- {before} {own}", f"b+ {own} {behind}", f"bb {before} {behind}",
            f"cc {class_before} {own} {class_behind}",
            f"b2 {self._at(place - 2)[0]} {before}",
            f"a2 {behind} {self._at(place + 2)[0]}",
            f"cd {class_before} {middle} {class_behind}",
            f"la {class_behind} {coarse}", f"lb {class_before} {coarse}",
        ]  # fmt: skip
        for step in _AROUND:
            near, its_class, its_kind = self._at(place + step)
            signs += [f"w{step} {near}", f"l{step} {its_class}", f"d{step} {its_kind}"]
        return signs + [f"s {one} {own}" for one in set(self._classes)]
