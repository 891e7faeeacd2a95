"""A learned model as one file: arrays and a little JSON, nothing that runs."""

from __future__ import annotations

import io
import json

from collections.abc import Callable, Mapping
from zipfile import BadZipFile

import numpy as np

from numpy.typing import NDArray

from shopkeeper.listen.label_confidence import Curves
from shopkeeper.listen.label_fit import Fitted, Words
from shopkeeper.listen.labels import LabelModel, Tier
from shopkeeper.listen.ports import SentenceEncoder
from shopkeeper.listen.sentence_vectors import SentenceVectors
from shopkeeper.vocabulary import BadInput


_FORMAT = "shopkeeper labels 2"
_OLD = "shopkeeper labels 1"
# Two bytes a number: far finer than what the examples can tell.
_HALF = ("supports", "shares", "words", "offset")


def to_bytes(model: LabelModel) -> bytes:
    """Return a model as one file."""
    head = {
        "format": _FORMAT,
        "names": model.names,
        "deep": model.deep_name,
        "ask_below": model.ask_below,
        "known_from": model.known_from,
        "sure_from": model.sure_from,
    }
    arrays = {
        "head": np.frombuffer(json.dumps(head).encode(), dtype=np.uint8),
        "buckets": model.words.buckets.astype(np.int32),
        "weight": model.words.weight,
        "thresholds": model.thresholds,
    }
    arrays |= _tier_arrays("light", model.light)
    if model.deep is not None:
        arrays |= _tier_arrays("deep", model.deep)
    file = io.BytesIO()
    np.savez_compressed(file, allow_pickle=False, **arrays)
    return file.getvalue()


def from_bytes(
    data: bytes,
    *,
    name: str,
    vectors: SentenceVectors,
    encoder: Callable[[], SentenceEncoder | None],
) -> LabelModel:
    """
    Read a model back.

    Args:
        data: What `to_bytes` gave.
        name: The file's name, for errors.
        vectors: The small encoder.
        encoder: Opens the large one, if it is installed; asked only for a model
            that needs it.

    Raises:
        BadInput: If it is no such file, or needs what is not installed.
    """
    head, arrays = _read(data, name)
    needed = str(head["deep"])
    large = encoder() if needed else None
    if needed and (large is None or large.name != needed):
        msg = (
            f"{name} was learned with {needed}, which is not installed:"
            " pip install 'shopkeeper[listen]', or train again with --light"
        )
        raise BadInput(msg)
    try:
        return LabelModel(
            names=tuple(map(str, head["names"])),
            words=Words(arrays["buckets"].astype(np.int64), arrays["weight"]),
            light=_tier("light", arrays),
            deep=_tier("deep", arrays) if needed else None,
            ask_below=float(head["ask_below"]),
            deep_name=needed,
            thresholds=arrays["thresholds"],
            known_from=float(head["known_from"]),
            sure_from=float(head["sure_from"]),
            vectors=vectors,
            encoder=large,
        )
    except (ValueError, KeyError, TypeError, IndexError):
        raise _no_model(name) from None


_Arrays = dict[str, NDArray[np.generic]]


def _read(data: bytes, name: str) -> tuple[Mapping[str, object], _Arrays]:
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            head = json.loads(bytes(file["head"]))
            if head["format"] == _FORMAT:
                return head, {key: file[key] for key in file.files if key != "head"}
            if head["format"] == _OLD:
                msg = f"{name} was learned by an older version: train it again"
                raise BadInput(msg)
    except (ValueError, KeyError, OSError, EOFError, TypeError, BadZipFile):
        pass
    raise _no_model(name)


def _no_model(name: str) -> BadInput:
    return BadInput(
        f"{name} is no model of `shopkeeper listen train`: train one and name it"
    )


def _tier_arrays(name: str, tier: Tier) -> _Arrays:
    found: _Arrays = {
        f"{name}_{part}": getattr(tier.fitted, part).astype(np.float16)
        for part in _HALF
    }
    return found | {f"{name}_best": tier.curves.best, f"{name}_rest": tier.curves.rest}


def _tier(name: str, arrays: _Arrays) -> Tier:
    return Tier(
        fitted=Fitted(**{p: arrays[f"{name}_{p}"].astype(np.float32) for p in _HALF}),
        curves=Curves(
            best=arrays[f"{name}_best"].astype(np.float64),
            rest=arrays[f"{name}_rest"].astype(np.float64),
        ),
    )
