"""What a sentence means, as numbers, in a few microseconds.

A small student of a sentence model: pieces of words have vectors, one convolution looks
at each with its neighbours (Kim, "Convolutional neural networks for sentence
classification", 2014), and mean and maximum over the text are turned into the vector
that the large model would have given (Hinton et al., 2015). `training/listen/
sentence_vectors.py` makes the weights.
"""

from __future__ import annotations

import io

from collections.abc import Sequence

import numpy as np

from numpy.typing import NDArray

from shopkeeper.listen.word_pieces import WordPieces, vocabulary_of


Floats = NDArray[np.float32]

MOST_PIECES = 64  # what a label stands on is said early
_BATCH = 128


class SentenceVectors:
    """
    The student.

    Attributes:
        pieces: Cuts texts.
        table: `(n_pieces, d)` vectors of pieces.
        window: `(3 d, h)` weights of the convolution over a piece and its neighbours.
        bias: `(h,)`.
        out: `(d + 2 h, n_out)`.
        shift: `(n_out,)`.
    """

    def __init__(
        self,
        *,
        pieces: WordPieces,
        table: Floats,
        window: Floats,
        bias: Floats,
        out: Floats,
        shift: Floats,
    ) -> None:
        self.pieces = pieces
        self.table = table
        self.window = window
        self.bias = bias
        self.out = out
        self.shift = shift

    def __call__(self, texts: Sequence[str]) -> Floats:
        """Return `(n_texts, n_out)` vectors of length one."""
        cut = [self.pieces(text, most=MOST_PIECES) or [0] for text in texts]
        found = np.zeros((len(texts), self.out.shape[1]), dtype=np.float32)
        for start in range(0, len(cut), _BATCH):
            part = cut[start : start + _BATCH]
            found[start : start + _BATCH] = unit(
                self.pooled(*laid_out(part)) @ self.out + self.shift
            )
        return found

    def pooled(self, pieces: NDArray[np.int64], starts: NDArray[np.int64]) -> Floats:
        """
        Return `(n_texts, d + 2 h)`: mean of vectors, mean and maximum of windows.

        Args:
            pieces: `(n,)` pieces of all texts, one after the other.
            starts: `(n_texts,)` where each text begins.
        """
        vectors = self.table[pieces]
        seen = np.maximum(neighbours(vectors, starts) @ self.window + self.bias, 0)
        counts = np.diff(starts, append=len(pieces))[:, None].astype(np.float32)
        return np.concatenate(
            [
                np.add.reduceat(vectors, starts) / counts,
                np.add.reduceat(seen, starts) / counts,
                np.maximum.reduceat(seen, starts),
            ],
            axis=1,
        )


def laid_out(
    cut: Sequence[Sequence[int]],
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Lay texts of pieces (none empty) one after the other; say where each begins."""
    sizes = np.array([len(one) for one in cut], dtype=np.int64)
    pieces = np.array([piece for one in cut for piece in one], dtype=np.int64)
    return pieces, np.cumsum(sizes) - sizes


def neighbours(vectors: Floats, starts: NDArray[np.int64]) -> Floats:
    """Return `(n, 3 d)`: each vector between those beside it in the same text."""
    count, size = vectors.shape
    wide = np.zeros((count, 3 * size), dtype=np.float32)
    wide[1:, :size] = vectors[:-1]
    wide[:, size : 2 * size] = vectors
    wide[:-1, 2 * size :] = vectors[1:]
    wide[starts, :size] = 0
    wide[starts[1:] - 1, 2 * size :] = 0
    return wide


def unit(rows: Floats) -> Floats:
    """Return rows of length one."""
    size = np.sqrt(np.einsum("ij,ij->i", rows, rows))[:, None]
    return np.asarray(rows / np.maximum(size, 1e-9), dtype=np.float32)


def packed(vectors: SentenceVectors) -> bytes:
    """Return the weights as one file: pieces in one byte a number, the rest in two."""
    largest = np.maximum(np.abs(vectors.table).max(axis=1), 1e-6)
    small = np.round(vectors.table / largest[:, None] * 127).astype(np.int8)
    file = io.BytesIO()
    np.savez_compressed(
        file,
        table=small,
        scale=(largest / 127).astype(np.float16),
        **{
            name: getattr(vectors, name).astype(np.float16)
            for name in ("window", "bias", "out", "shift")
        },
    )
    return file.getvalue()


def unpacked(data: bytes, vocabulary: str) -> SentenceVectors:
    """
    Read the weights.

    Args:
        data: What `packed` gave.
        vocabulary: The pieces, one a line.
    """
    with np.load(io.BytesIO(data), allow_pickle=False) as file:
        scale = file["scale"].astype(np.float32)
        return SentenceVectors(
            pieces=WordPieces(vocabulary_of(vocabulary.splitlines())),
            table=file["table"].astype(np.float32) * scale[:, None],
            window=file["window"].astype(np.float32),
            bias=file["bias"].astype(np.float32),
            out=file["out"].astype(np.float32),
            shift=file["shift"].astype(np.float32),
        )
