"""A model learns a shop's own labels, in one tier or two."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import numpy as np
import pytest

from numpy.typing import NDArray

from shopkeeper import bootstrap
from shopkeeper.listen import labels as labels_module
from shopkeeper.listen.label_files import from_bytes, to_bytes
from shopkeeper.listen.labels import LabelModel
from shopkeeper.vocabulary import BadInput


_THINGS = ("kettle", "lamp", "chair", "tent", "book", "coat", "boat", "clock")
TEXTS = [
    *(f"where is my {thing}, it has not arrived" for thing in _THINGS),
    *(f"i want my money back for the {thing}" for thing in _THINGS),
    *(f"what time do you open to see the {thing}" for thing in _THINGS),
]
LABELS = [("delivery",)] * 8 + [("refund",)] * 8 + [("hours",)] * 8

vectors = cache(bootstrap.sentence_vectors)


class Second:
    """A large encoder that counts what it is asked; its vectors are the small one's."""

    name = "second"

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Answer."""
        self.asked.extend(texts)
        return vectors()(texts)


def train(
    texts: Sequence[str],
    labels: Sequence[Sequence[str]],
    seed: int = 1,
    encoder: Second | None = None,
) -> LabelModel:
    """Learn with the shipped small encoder."""
    return labels_module.train(
        texts, labels, seed=seed, vectors=vectors(), encoder=encoder
    )


def read(data: bytes, encoder: Second | None = None) -> LabelModel:
    """Read a model back."""
    return from_bytes(data, name="m.npz", vectors=vectors(), encoder=lambda: encoder)


def test_it_labels_what_it_has_not_seen() -> None:
    """New words around the same wish."""
    model = train(TEXTS, LABELS)
    found = model.label(
        ["the rug has not arrived yet, where is it", "money back please"]
    )
    assert [one.label for one in found] == ["delivery", "refund"]
    assert found[0].labels[0].label == "delivery"


def test_it_labels_other_words_of_the_same_sense() -> None:
    """Hardly a word of these stands in the examples."""
    found = train(TEXTS, LABELS).label(
        ["refund please", "when are you closed", "still waiting for delivery"]
    )
    assert [one.label for one in found] == ["refund", "hours", "delivery"]


def test_what_is_out_of_scope_is_less_sure_than_what_is_in_it() -> None:
    """One minus the confidence of the best label is the out-of-scope score."""
    model = train(TEXTS, LABELS)
    inside, outside = model.label(["where is my sofa, it has not arrived", "qwx zzy"])
    assert inside.label_confidence > outside.label_confidence
    assert inside.known
    assert not outside.known


def test_the_same_examples_and_seed_give_the_same_file() -> None:
    """And reading it back changes no label."""
    first, second = (train(TEXTS, LABELS, seed=3) for _ in "ab")
    assert to_bytes(first) == to_bytes(second)
    again = read(to_bytes(first)).probabilities(TEXTS)
    assert np.allclose(again, first.probabilities(TEXTS), atol=0.01)
    assert to_bytes(read(to_bytes(first))) == to_bytes(first)


def test_a_text_may_have_several_labels_or_none() -> None:
    """Each label is judged by itself."""
    both = [f"{a} and {b}" for a, b in zip(TEXTS[:8], TEXTS[8:16], strict=True)]
    texts, labels = TEXTS + both, LABELS + [("delivery", "refund")] * 8
    model = train(texts, labels)
    (row,) = model.probabilities(["where is my sofa, i want my money back for it"])
    sure = dict(zip(model.names, row, strict=True))
    assert min(sure["delivery"], sure["refund"]) > sure["hours"]


def test_no_label_is_surer_than_the_best_one() -> None:
    """The list is in order, and begins with `label` where that counts."""
    for one in train(TEXTS, LABELS).label([*TEXTS, "money, when, where", ""]):
        shares = [label.confidence for label in one.labels]
        assert shares == sorted(shares, reverse=True)
        if one.labels:
            assert one.labels[0].confidence <= one.label_confidence + 1e-4


def test_a_text_is_labelled_alike_whatever_stands_beside_it() -> None:
    """A batch of one and a batch of many."""
    model = train(TEXTS, LABELS)
    texts = [*TEXTS, "", "ß \u200b 漢字 \ud800", "x" * 5000]
    together = model.probabilities(texts)
    apart = np.concatenate([model.probabilities([text]) for text in texts])
    assert np.allclose(together, apart, atol=1e-4)
    assert model.label([]) == []


def test_only_what_the_light_tier_is_not_sure_of_is_read_again() -> None:
    """The large encoder is slow."""
    asked = Second()
    model = train(TEXTS, LABELS, encoder=asked)
    light = model.light.curves.probabilities(
        model.light.fitted.scores(
            vectors()(TEXTS), model.words.of(labels_module.features_of(TEXTS))
        )
    ).max(axis=1)
    asked.asked.clear()
    model.label([*TEXTS, "qwx zzy"])
    sure = {t for t, p in zip(TEXTS, light, strict=True) if p >= model.ask_below}
    assert sure
    assert set(asked.asked) == {*TEXTS, "qwx zzy"} - sure


def test_a_model_of_two_tiers_names_the_encoder_it_needs() -> None:
    """Without it, one sentence says what to install."""
    data = to_bytes(train(TEXTS, LABELS, encoder=Second()))
    assert read(data, Second()).label(TEXTS[:1])[0].label == "delivery"
    with pytest.raises(
        BadInput, match=r"with second.*pip install 'shopkeeper\[listen\]'"
    ):
        read(data)


def test_a_model_of_one_tier_asks_for_no_encoder() -> None:
    """The default install reads it."""

    def none() -> None:
        pytest.fail("asked")

    data = to_bytes(train(TEXTS, LABELS))
    from_bytes(data, name="m", vectors=vectors(), encoder=none)


def test_few_and_odd_examples_are_learned_from() -> None:
    """One a label, empty ones, the same one twice, none labelled, other scripts."""
    texts = ["hello", "bye", "", "", "hello", "שלום", "🙂🙂", "?", "bye bye"]
    labels = [("in",), ("out",), (), ("in",), ("in",), ("out",), (), (), ("out",)]
    for many in (2, 3, len(texts)):
        model = train(texts[:many], labels[:many])
        assert [one.label for one in model.label(["hello", "bye"])] == ["in", "out"]
        assert np.isfinite(model.probabilities([*texts, "never seen"])).all()


def test_hundreds_of_labels_are_told_apart() -> None:
    """Two examples each."""
    names = [f"thing {i:03d}" for i in range(300)]
    texts = [f"{say} {name}" for name in names for say in ("where is", "i lost")]
    model = train(texts, [(name,) for name in names for _ in "ab"])
    found = model.label([f"please find {name}" for name in names])
    right = sum(one.label == name for one, name in zip(found, names, strict=True))
    assert right > 290


def test_scribbles_are_no_model() -> None:
    """One sentence, and no unpickling."""
    good = to_bytes(train(TEXTS, LABELS))
    for data in (b"", b"PK\x03\x04broken", b"\x80\x04K\x01.", good[:-40]):
        with pytest.raises(BadInput, match=r"m\.npz is no model"):
            read(data)


def test_one_label_cannot_be_learned() -> None:
    """There is nothing to tell it from."""
    with pytest.raises(BadInput, match="fewer than two labels"):
        train(["a", "b"], [("x",), ("x",)])
