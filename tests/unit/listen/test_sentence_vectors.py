"""Word pieces and the small encoder, as shipped."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper import bootstrap
from shopkeeper.listen.sentence_vectors import packed, unpacked


@pytest.fixture(name="vectors", scope="module")
def _vectors():
    return bootstrap.sentence_vectors()


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("Where's my £1 order?", "where ' s my £1 order ?"),
        ("a 1€ fee", "a 1 ##€ fee"),
        ("Ünïcode naïve—dash", "unicode naive — dash"),
        ("snake_case", "snake _ case"),
        ("漢字 x", "漢 [UNK] x"),
        ("zero\u200bwidth\u0000gone", "zero ##wi ##dt ##hg ##one"),
        ("", ""),
        (" \t\n", ""),
        ("q" * 200, "[UNK]"),
    ],
)
def test_a_text_is_cut_as_the_teacher_cuts_it(vectors, text, pieces) -> None:
    """What the `tokenizers` library says of the same vocabulary."""
    names = {number: piece for piece, number in vectors.pieces.vocabulary.items()}
    assert " ".join(names[n] for n in vectors.pieces(text, most=99)) == pieces


def test_no_more_pieces_are_cut_than_asked_for(vectors) -> None:
    """A long mail costs no more than its beginning."""
    assert len(vectors.pieces("so " * 500, most=64)) == 64


def test_alike_in_sense_is_near(vectors) -> None:
    """Without a word in common."""
    a, b, c = vectors(["refund my purchase", "money back please", "nice weather today"])
    assert a @ b > a @ c + 0.2


def test_each_text_has_the_same_vector_in_any_batch(vectors) -> None:
    """Of length one; neighbours never look into the next text."""
    texts = ["where is it", "", "x", "lost card " * 50, "🙂", "where is it"] * 60
    together = vectors(texts)
    apart = np.concatenate([vectors([text]) for text in texts[:6]])
    assert np.allclose(together[:6], apart, atol=1e-5)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-4)
    assert vectors([]).shape == (0, together.shape[1])


def test_the_weights_are_packed_and_unpacked(vectors) -> None:
    """Once packed, nothing more is lost."""
    names = "\n".join(vectors.pieces.vocabulary)
    again = unpacked(packed(vectors), names)
    texts = ["where is it", "stop calling me"]
    assert np.allclose(again(texts), vectors(texts), atol=0.01)
