"""Which of the shop's own labels fits a text? Learned from its examples, in one or two
tiers.

The light tier reads every text. Where it is not sure, and there is an encoder of
sentences, the deep tier reads the text again (Viola and Jones, 2001, call that a
cascade). Sure is: of left-out examples that were as sure, 99 in 100 were right, and
one in five was less sure.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from msgspec import Struct
from numpy.typing import NDArray

from shopkeeper.listen.label_confidence import (
    Curves,
    curves_of,
    known_from,
    sure_from,
    thresholds_of,
)
from shopkeeper.listen.label_features import features_of
from shopkeeper.listen.label_fit import Fitted, Words, fit, words_of
from shopkeeper.listen.ports import SentenceEncoder
from shopkeeper.listen.sentence_vectors import SentenceVectors
from shopkeeper.vocabulary import BadInput


Floats = NDArray[np.float64]

_BATCH = 256
# Of the likeness in meaning, for the deep tier: what the large encoder says.
_LARGE = 0.7
_READ_AGAIN = 0.2  # of the examples, at least: these the light tier is least sure of


class Label(Struct, frozen=True, kw_only=True):
    """A label and the probability that it fits."""

    label: str
    confidence: float


class Labelled(Struct, frozen=True, kw_only=True):
    """
    What a text is labelled.

    Attributes:
        labels: Those above their threshold, best first.
        label: The best, whether or not it reaches its threshold.
        label_confidence: Its probability; one minus it is the out-of-scope score.
        known: Is the text like those the model has learned from?
    """

    labels: tuple[Label, ...]
    label: str
    label_confidence: float
    known: bool


@dataclass(frozen=True, kw_only=True)
class Tier:
    """
    One reader of texts.

    Attributes:
        fitted: From vectors and words to scores.
        curves: From scores to probabilities.
    """

    fitted: Fitted
    curves: Curves


@dataclass(frozen=True, kw_only=True)
class LabelModel:
    """
    What was learned.

    Attributes:
        names: Labels, sorted.
        words: Which words count.
        light: Reads every text, by `vectors`.
        deep: Reads what `light` is less sure of than `ask_below`; may be missing.
        ask_below: Probability of the best label.
        deep_name: The encoder that `deep` needs; empty if there is no `deep`.
        thresholds: `(n_labels,)` probabilities from which a label counts.
        known_from: Probability of the best label from which a text is known.
        sure_from: Probability from which 99 in 100 left-out examples were right.
        vectors: The small encoder.
        encoder: The large one.
    """

    names: tuple[str, ...]
    words: Words
    light: Tier
    deep: Tier | None
    ask_below: float
    deep_name: str
    thresholds: Floats
    known_from: float
    sure_from: float
    vectors: SentenceVectors
    encoder: SentenceEncoder | None

    def probabilities(self, texts: Sequence[str]) -> Floats:
        """Return `(n_texts, n_labels)` probabilities, each label by itself."""
        parts = [
            self._light(texts[start : start + _BATCH])
            for start in range(0, len(texts), _BATCH)
        ]
        found = np.concatenate(parts or [np.zeros((0, len(self.names)))])
        if self.deep is not None and self.encoder is not None and len(found):
            unsure = np.flatnonzero(found.max(axis=1) < self.ask_below)
            if len(unsure):
                asked = [texts[i] for i in unsure.tolist()]
                meaning = _both(self.encoder(asked), self.vectors(asked))
                found[unsure] = self._read(self.deep, asked, meaning)
        return found

    def _light(self, texts: Sequence[str]) -> Floats:
        return self._read(self.light, texts, self.vectors(texts))

    def _read(
        self, tier: Tier, texts: Sequence[str], meaning: NDArray[np.float32]
    ) -> Floats:
        rows = self.words.of(features_of(texts))
        return tier.curves.probabilities(tier.fitted.scores(meaning, rows))

    def label(self, texts: Sequence[str]) -> list[Labelled]:
        """Label each text."""
        sure = self.probabilities(texts)
        counts = sure >= self.thresholds
        best = sure.argmax(axis=1).tolist() if len(sure) else []
        return [
            self._labelled(sure[row], np.flatnonzero(counts[row]), first)
            for row, first in enumerate(best)
        ]

    def _labelled(self, sure: Floats, chosen: NDArray[np.int64], best: int) -> Labelled:
        pairs = sorted((-sure[i], i) for i in chosen.tolist())
        top = float(sure[best])
        return Labelled(
            labels=tuple(
                Label(label=self.names[i], confidence=round(-float(p), 4))
                for p, i in pairs
            ),
            label=self.names[best],
            label_confidence=round(top, 6),
            known=top >= self.known_from,
        )


def train(
    texts: Sequence[str],
    labels: Sequence[Sequence[str]],
    *,
    seed: int,
    vectors: SentenceVectors,
    encoder: SentenceEncoder | None = None,
) -> LabelModel:
    """
    Learn labels from examples. The same examples and seed give the same model.

    Args:
        texts: What was said.
        labels: The labels of each text; none is allowed.
        seed: Of the dice that choose supports, where examples are very many.
        vectors: The small encoder, for the light tier.
        encoder: The large one; with it a deep tier is learned, too.

    Raises:
        BadInput: If there are fewer than two labels.
    """
    names, truth = _truth(labels)
    features = features_of(texts)
    words = words_of(features)
    rows = words.of(features)

    def tier(
        meaning: NDArray[np.float32],
    ) -> tuple[Tier, NDArray[np.float32], Floats]:
        dice = np.random.default_rng(seed)
        fitted, judged, left_out = fit(meaning, rows, truth, dice)
        curves = curves_of(left_out, truth[judged])
        found = Tier(fitted=fitted, curves=curves)
        return found, truth[judged], curves.probabilities(left_out)

    small = vectors(texts)
    light, told, sure = tier(small)
    deep, ask_below = None, 0.0
    if encoder is not None:
        best = sure.max(axis=1)
        ask_below = max(
            sure_from(best, _right(sure, told)), float(np.quantile(best, _READ_AGAIN))
        )
        deep, _, deep_sure = tier(_both(encoder(texts), small))
        unsure = best < ask_below
        sure[unsure] = deep_sure[unsure]
    return LabelModel(
        names=names,
        words=words,
        light=light,
        deep=deep,
        ask_below=ask_below,
        deep_name="" if encoder is None else encoder.name,
        thresholds=thresholds_of(sure, told),
        known_from=known_from(sure.max(axis=1)[told.any(axis=1)]),
        sure_from=sure_from(sure.max(axis=1), _right(sure, told)),
        vectors=vectors,
        encoder=encoder,
    )


def _both(
    large: NDArray[np.float32], small: NDArray[np.float32]
) -> NDArray[np.float32]:
    """Return vectors whose cosine is the mean of both encoders' cosines."""
    return np.concatenate(
        [large * np.float32(_LARGE**0.5), small * np.float32((1 - _LARGE) ** 0.5)],
        axis=1,
    )


def _truth(
    labels: Sequence[Sequence[str]],
) -> tuple[tuple[str, ...], NDArray[np.float32]]:
    names = tuple(sorted({name for some in labels for name in some}))
    if len(names) < len("ab"):
        msg = "The examples hold fewer than two labels: nothing can be told apart."
        raise BadInput(msg)
    truth = np.zeros((len(labels), len(names)), dtype=np.float32)
    column = {name: i for i, name in enumerate(names)}
    for row, some in enumerate(labels):
        for name in some:
            truth[row, column[name]] = 1.0
    return names, truth


def _right(sure: Floats, truth: NDArray[np.float32]) -> NDArray[np.bool_]:
    return np.asarray(truth[np.arange(len(sure)), sure.argmax(axis=1)] > 0)
