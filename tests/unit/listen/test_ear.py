"""The file of weights: read back as it was written, refused if it is another."""

from __future__ import annotations

import numpy as np
import pytest

from scipy.sparse import csr_matrix

from shopkeeper.listen.ear import (
    FACT_KINDS,
    MODELS,
    OWNERS,
    ear_name,
    from_bytes,
    shipped_ear,
    to_bytes,
)
from shopkeeper.listen.hashed import Weights, rows_of
from shopkeeper.listen.tokens import BUCKETS
from shopkeeper.vocabulary import BadInput


def small() -> dict[str, Weights]:
    """Make weights of three features for each model."""
    dice = np.random.default_rng(7)
    return {
        name: Weights(np.array([3, 5, 900]), dice.normal(size=(3, 2)), np.zeros(2))
        for name in MODELS
    }


def written(weights: dict[str, Weights]) -> bytes:
    """Write an ear of two words."""
    return to_bytes(
        words=["ring", "refund"], kinds=np.array([[1, 2, 3], [4, 5, 6]]),
        weights=weights, fact_steps=np.zeros((30, 29)), promise_steps=np.zeros((6, 5)),
        thresholds={"wish": -1.5},
    )  # fmt: skip


def test_an_ear_is_read_back_to_eight_bits() -> None:
    """Words, thresholds and weights, to a 254th of the largest of a column."""
    weights = small()
    ear = from_bytes(written(weights), name="ear.npz")
    assert ear.words.kinds("refunds") == (4, 5, 6)
    assert ear.thresholds == {"wish": -1.5}
    facts, promises = weights.pop("facts"), weights.pop("promises")
    for name, model in (weights | {"tags": facts.beside(promises)}).items():
        largest = np.abs(model.table).max(axis=0)
        assert (np.abs(ear.weights[name].table - model.table) <= largest / 250).all()


def test_two_tables_side_by_side_say_what_each_says() -> None:
    """Also of features that only one of them knows."""
    one = Weights(np.array([3, 5]), np.array([[1.0], [2.0]]), np.array([0.5]))
    other = Weights(np.array([5, 9]), np.array([[4.0, 1.0], [8.0, 1.0]]), np.zeros(2))
    both = one.beside(other)
    counts = csr_matrix((np.ones(3), ([0, 0, 1], [3, 5, 9])), shape=(2, BUCKETS))
    apart = np.hstack([one.scores(counts), other.scores(counts)])
    assert both.scores(counts).tolist() == apart.tolist()
    assert apart.tolist() == [[3.5, 4.0, 1.0], [0.5, 8.0, 1.0]]


def test_the_name_of_the_ear_is_that_of_its_weights() -> None:
    """What was heard by another one is heard again, so they must not share a name."""
    assert ear_name() == ear_name()
    assert ear_name().startswith("grammar ")


def test_the_same_weights_make_the_same_bytes() -> None:
    """No time, no order of a set, no name of a machine is in the file."""
    assert written(small()) == written(small())


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", b"no file of weights"])
def test_another_file_is_refused_by_name(data: bytes) -> None:
    """One sentence that says which file and what to do."""
    with pytest.raises(BadInput, match=r"ear.npz is no file of weights"):
        from_bytes(data, name="ear.npz")


def test_scores_are_sums_of_the_weights_of_known_features() -> None:
    """A feature nobody learned counts nothing."""
    known, unknown = rows_of([["a"]]), rows_of([["b"], []])
    model = Weights(known.indices, np.array([[2.0, -1.0]]), np.array([0.5, 0.0]))
    assert model.scores(known).tolist() == [[2.5, -1.0]]
    assert model.scores(unknown).tolist() == [[0.5, 0.0]] * 2


def test_the_shipped_ear_knows_every_model_and_kind() -> None:
    """It comes with the package and is read once."""
    ear = shipped_ear()
    assert ear is shipped_ear()
    tags = 1 + 2 * len(FACT_KINDS) + 1 + 2 * len(OWNERS)
    assert ear.weights["tags"].table.shape[1] == tags
    assert {"facts", "promises", "wish", "scope", "topic", "pause"} <= set(
        ear.thresholds
    )
