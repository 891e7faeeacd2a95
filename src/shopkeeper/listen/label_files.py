"""A learned model as one file: arrays and a little JSON, nothing that runs."""

from __future__ import annotations

import io
import zlib

from collections.abc import Callable
from zipfile import BadZipFile

import msgspec
import numpy as np

from msgspec import Struct
from numpy.typing import NDArray

from shopkeeper.listen.label_confidence import Curves
from shopkeeper.listen.label_fit import Fitted, Likeness, Words
from shopkeeper.listen.labels import LabelModel, Tier
from shopkeeper.listen.ports import SentenceEncoder
from shopkeeper.listen.sentence_vectors import SentenceVectors
from shopkeeper.vocabulary import BadInput


_FORMAT = "shopkeeper labels 2"
_OLD = "shopkeeper labels 1"
# Two bytes a number: far finer than what the examples can tell.
_HALF = ("supports", "shares", "words", "offset")
_Arrays = dict[str, NDArray[np.generic]]


class _Told(Struct, frozen=True):
    format: str


class _Head(Struct, frozen=True, kw_only=True):
    format: str
    names: tuple[str, ...]
    deep: str
    ask_below: float
    known_from: float
    sure_from: float


def to_bytes(model: LabelModel) -> bytes:
    """Return a model as one file."""
    head = _Head(
        format=_FORMAT,
        names=model.names,
        deep=model.deep_name,
        ask_below=model.ask_below,
        known_from=model.known_from,
        sure_from=model.sure_from,
    )
    arrays: _Arrays = {
        "head": np.frombuffer(msgspec.json.encode(head), dtype=np.uint8),
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
    needed = head.deep
    large = encoder() if needed else None
    if needed and (large is None or large.name != needed):
        msg = (
            f"{name} was learned with {needed}, which is not installed:"
            " pip install 'shopkeeper[listen]', or train again with --light"
        )
        raise BadInput(msg)
    try:
        return LabelModel(
            names=head.names,
            words=Words(
                arrays["buckets"].astype(np.int64), arrays["weight"].astype(np.float32)
            ),
            light=_tier("light", arrays),
            deep=_tier("deep", arrays) if needed else None,
            ask_below=head.ask_below,
            deep_name=needed,
            thresholds=arrays["thresholds"].astype(np.float64),
            known_from=head.known_from,
            sure_from=head.sure_from,
            vectors=vectors,
            encoder=large,
        )
    except (ValueError, KeyError, TypeError, IndexError):
        raise _no_model(name) from None


def _read(data: bytes, name: str) -> tuple[_Head, _Arrays]:
    try:
        with np.load(io.BytesIO(data), allow_pickle=False) as file:
            told = msgspec.json.decode(bytes(file["head"]), type=_Told)
            if told.format == _FORMAT:
                head = msgspec.json.decode(bytes(file["head"]), type=_Head)
                return head, {key: file[key] for key in file.files if key != "head"}
    except (ValueError, KeyError, OSError, EOFError, TypeError, BadZipFile, zlib.error):
        raise _no_model(name) from None
    if told.format == _OLD:
        msg = f"{name} was learned by an older version: train it again"
        raise BadInput(msg)
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
    like = tier.fitted.likeness
    return found | {
        f"{name}_likeness": np.array([like.near, like.words, like.ridge]),
        f"{name}_best": tier.curves.best,
        f"{name}_rest": tier.curves.rest,
    }


def _tier(name: str, arrays: _Arrays) -> Tier:
    near, words, ridge = arrays[f"{name}_likeness"].astype(np.float64).tolist()
    return Tier(
        fitted=Fitted(
            **{part: arrays[f"{name}_{part}"].astype(np.float32) for part in _HALF},
            likeness=Likeness(near=near, words=words, ridge=ridge),
        ),
        curves=Curves(
            best=arrays[f"{name}_best"].astype(np.float64),
            rest=arrays[f"{name}_rest"].astype(np.float64),
        ),
    )
