"""The small models that hear: what they know, as one value and as one file."""

from __future__ import annotations

import hashlib
import io
import json
import pkgutil

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from zipfile import BadZipFile

import numpy as np

from shopkeeper.listen.hashed import Floats, Weights
from shopkeeper.listen.tagging import allowed
from shopkeeper.listen.tokens import Words
from shopkeeper.vocabulary import BadInput


FACT_KINDS = (
    "need", "problem", "complaint", "feeling", "interest", "life_event", "preference",
    "thanks", "idea", "question", "contact_detail", "form_of_address",
    "impression_interest", "impression_mood",
)  # fmt: skip
OWNERS = ("us", "hers")
MODELS = (
    "facts", "promises", "polarity", "side", "sensitive", "wish", "scopes", "topics",
)  # fmt: skip
_FORMAT = "shopkeeper ear 2"
_GRAMMAR = "grammar 2"  # goes up when rules hear otherwise than before


@dataclass(frozen=True, slots=True)
class Ear:
    """
    What was learned from the written corpus.

    Attributes:
        words: What is known of words.
        weights: One table for each of `MODELS`; `tags` instead of facts and promises,
            the tags of the one before those of the other.
        fact_steps: `(30, 29)` from tag to tag, as `tagging.best_path` takes them.
        promise_steps: `(6, 5)` the same.
        thresholds: Scores from which a thing counts: `facts` and `promises` are taken
            from the score of "outside"; `wish`, `sensitive` and the scopes are least
            scores.
    """

    words: Words
    weights: Mapping[str, Weights]
    fact_steps: Floats
    promise_steps: Floats
    thresholds: Mapping[str, float]


@lru_cache(maxsize=1)
def shipped_ear() -> Ear:
    """Return the ear that comes with the package."""
    return from_bytes(_shipped(), name="ear.npz")


@lru_cache(maxsize=1)
def ear_name() -> str:
    """Name the shipped ear: another one, or another grammar, has another name."""
    return f"{_GRAMMAR} {hashlib.sha256(_shipped()).hexdigest()[:16]}"


def _shipped() -> bytes:
    return pkgutil.get_data("shopkeeper.listen", "weights/ear.npz") or b""


def to_bytes(
    *,
    words: list[str],
    kinds: Floats,
    weights: Mapping[str, Weights],
    fact_steps: Floats,
    promise_steps: Floats,
    thresholds: Mapping[str, float],
) -> bytes:
    """
    Return an ear as one file: arrays and a little JSON, nothing that runs.

    Weights are kept to a 127th of the largest of their column.
    """
    arrays: dict[str, object] = {
        "words": np.frombuffer("\n".join(words).encode(), np.uint8),
        "kinds": np.asarray(kinds).astype(np.int16),
        "fact_steps": fact_steps.astype(np.float32),
        "promise_steps": promise_steps.astype(np.float32),
    }
    for name, model in weights.items():
        scale = np.maximum(np.abs(model.table).max(axis=0), 1e-9) / 127
        arrays[f"{name}_table"] = np.round(model.table / scale).astype(np.int8)
        arrays[f"{name}_scale"] = scale.astype(np.float32)
        arrays[f"{name}_buckets"] = model.buckets.astype(np.int32)
        arrays[f"{name}_offset"] = model.offset.astype(np.float32)
    head = json.dumps({"format": _FORMAT, "thresholds": dict(thresholds)})
    arrays["head"] = np.frombuffer(head.encode(), np.uint8)
    file = io.BytesIO()
    np.savez_compressed(file, **arrays)  # type: ignore[arg-type]
    return file.getvalue()


def from_bytes(data: bytes, *, name: str) -> Ear:
    """
    Read an ear back.

    Args:
        data: What `to_bytes` gave.
        name: The file's name, for errors.

    Raises:
        BadInput: If it is no such file.
    """
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            head = json.loads(bytes(file["head"]))
            if head["format"] == _FORMAT:
                weights = {
                    model: Weights(
                        file[f"{model}_buckets"].astype(np.int64),
                        file[f"{model}_table"].astype(np.float32)
                        * file[f"{model}_scale"],
                        file[f"{model}_offset"].astype(np.float64),
                    )
                    for model in MODELS
                }
                # Both look at the same tokens: one table is asked once.
                tags = weights.pop("facts").beside(weights.pop("promises"))
                return Ear(
                    Words(
                        bytes(file["words"]).decode().split("\n"),
                        file["kinds"].astype(np.int64),
                    ),
                    weights | {"tags": tags},
                    file["fact_steps"].astype(np.float64) + allowed(len(FACT_KINDS)),
                    file["promise_steps"].astype(np.float64) + allowed(len(OWNERS)),
                    head["thresholds"],
                )
    except (ValueError, KeyError, OSError, EOFError, BadZipFile):
        pass
    msg = (
        f"{name} is no file of weights for this version: make it again as "
        "docs/how-to/train-the-ear.md says"
    )
    raise BadInput(msg)
