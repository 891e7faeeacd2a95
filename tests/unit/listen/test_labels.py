"""A small linear model learns a shop's own labels."""

from __future__ import annotations

import pytest

from shopkeeper.listen.labels import from_bytes, to_bytes, train
from shopkeeper.vocabulary import BadInput


_THINGS = ("kettle", "lamp", "chair", "tent", "book", "coat", "boat", "clock")
TEXTS = [
    *(f"where is my {thing}, it has not arrived" for thing in _THINGS),
    *(f"i want my money back for the {thing}" for thing in _THINGS),
    *(f"what time do you open to see the {thing}" for thing in _THINGS),
]
LABELS = [("delivery",)] * 8 + [("refund",)] * 8 + [("hours",)] * 8


def test_it_labels_what_it_has_not_seen() -> None:
    """New words around the same wish."""
    model = train(TEXTS, LABELS, seed=1)
    found = model.label(
        ["the rug has not arrived yet, where is it", "money back please"]
    )
    assert [one.label for one in found] == ["delivery", "refund"]
    assert found[0].labels[0].label == "delivery"


def test_what_is_out_of_scope_is_less_sure_than_what_is_in_it() -> None:
    """One minus the confidence of the best label is the out-of-scope score."""
    model = train(TEXTS, LABELS, seed=1)
    inside, outside = model.label(["where is my sofa, it has not arrived", "qwx zzy"])
    assert inside.label_confidence > outside.label_confidence
    assert inside.known
    assert not outside.known


def test_the_same_examples_and_seed_give_the_same_file() -> None:
    """And reading it back changes no answer."""
    first, second = (train(TEXTS, LABELS, seed=3) for _ in "ab")
    assert to_bytes(first) == to_bytes(second)
    again = from_bytes(to_bytes(first), name="m")
    assert again.label(TEXTS[:3]) == first.label(TEXTS[:3])


def test_a_text_may_have_several_labels_or_none() -> None:
    """Each label is judged by itself."""
    both = [f"{a} and {b}" for a, b in zip(TEXTS[:8], TEXTS[8:16], strict=True)]
    texts, labels = TEXTS + both, LABELS + [("delivery", "refund")] * 8
    model = train(texts, labels, seed=1)
    (row,) = model.probabilities(["where is my sofa, i want my money back for it"])
    sure = dict(zip(model.names, row, strict=True))
    assert min(sure["delivery"], sure["refund"]) > sure["hours"]


def test_scribbles_are_no_model() -> None:
    """One sentence, and no unpickling."""
    for data in (b"", b"PK\x03\x04broken", b"\x80\x04K\x01."):
        with pytest.raises(BadInput, match=r"m\.npz is no model"):
            from_bytes(data, name="m.npz")


def test_one_label_cannot_be_learned() -> None:
    """There is nothing to tell it from."""
    with pytest.raises(BadInput, match="fewer than two labels"):
        train(["a", "b"], [("x",), ("x",)], seed=0)
