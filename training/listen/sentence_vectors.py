"""Make the weights of `shopkeeper.listen.sentence_vectors`: a student of MiniLM.

    python training/listen/sentence_vectors.py [--cache DIR]

The teacher (all-MiniLM-L6-v2, Apache-2.0, from the extra `listen`) reads the texts of
the public training parts in `../shared/data/listen`, pieces of them, and the words of
its vocabulary; the student learns to give the same vectors. No label is read, and no
test part. About 20 minutes on 2 cores; the same seed on the same kind of processor
gives the same weights.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import sys

from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np

from numpy.typing import NDArray
from scipy.sparse import csr_matrix

from shopkeeper.adapters.onnx.sentences import MiniLm
from shopkeeper.listen.sentence_vectors import (
    MOST_PIECES,
    SentenceVectors,
    laid_out,
    neighbours,
    packed,
)
from shopkeeper.listen.word_pieces import WordPieces, vocabulary_of


ROOT = Path(__file__).parents[2]
DATA = ROOT.parent / "shared" / "data" / "listen"
WEIGHTS = ROOT / "src" / "shopkeeper" / "listen" / "weights"
SPANS = 220_000
SIZE, HIDDEN = 128, 256
WIDTH = 160  # of the vectors that the student gives in the end
EPOCHS, BATCH, RATE = 14, 256, 3e-3
FIRST, SECOND = 0.9, 0.99  # decay of Adam's moments
Floats = NDArray[np.float32]


def main() -> None:
    """Read, teach, and write the weights."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--cache", type=Path, help="keep what the teacher said here")
    parser.add_argument("--data", type=Path, default=DATA)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--out", type=Path, default=WEIGHTS / "sentence_vectors.npz")
    parser.add_argument("--without", default="", help="leave this set out")
    parser.add_argument("--seed", type=int, default=0)
    wanted = parser.parse_args()
    dice = np.random.default_rng(wanted.seed)
    texts = all_texts(wanted.data, wanted.without, dice)
    kept = wanted.cache / f"teacher{wanted.without}.npy" if wanted.cache else None
    if kept and kept.exists():
        truth = np.load(kept)
    else:
        truth = taught(texts)
        if kept:
            np.save(kept, truth)
    say(f"{len(texts)} texts (seed {wanted.seed})")
    student = learn(texts, truth, dice, wanted.epochs)
    narrow(student, truth)
    wanted.out.write_bytes(packed(student))


def narrow(student: SentenceVectors, truth: Floats) -> None:
    """Keep the directions in which what the teacher says differs most."""
    second = truth.T.astype(np.float64) @ truth
    axes = np.linalg.eigh(second)[1][:, ::-1][:, :WIDTH].astype(np.float32)
    student.out, student.shift = student.out @ axes, student.shift @ axes


def all_texts(data: Path, without: str, dice: np.random.Generator) -> list[str]:
    """Return whole texts, pieces of them, and words."""
    whole = [text for name, text in read(data) if name != without]
    words = [
        piece
        for piece in vocabulary()
        if piece.isascii() and len(piece) > 1 and piece[0] not in "[#"
    ]
    spans: set[str] = set()
    while len(spans) < SPANS:
        parts = whole[dice.integers(len(whole))].split()
        if len(parts) > 2:
            size = int(dice.integers(2, min(8, len(parts)) + 1))
            start = int(dice.integers(0, len(parts) - size + 1))
            spans.add(" ".join(parts[start : start + size]))
    return [*whole, *words, *sorted(spans)]


def read(data: Path) -> Iterator[tuple[str, str]]:
    """Read the texts of the public training parts, with the set of each."""
    with (data / "banking77" / "train.csv").open(encoding="utf-8") as file:
        yield from (("banking77", row["text"]) for row in csv.DictReader(file))
    clinc = json.loads((data / "clinc150" / "data_full.json").read_text("utf-8"))
    yield from (("clinc150", text) for text, _ in clinc["train"])
    lines = (data / "goemotions" / "train.tsv").read_text("utf-8").split("\n")
    yield from (("goemotions", line.split("\t")[0]) for line in lines if line)
    rest = {
        line.split("\t")[3]
        for path in sorted((data / "multidogo").glob("*/*.tsv"))
        if path.stem != "test"
        for line in path.read_text("utf-8").split("\n")[1:]
        if line.count("\t") > 3
    }
    for path in sorted((data / "nlupp" / "banking").glob("*.json")):
        rest.update(one["text"] for one in json.loads(path.read_text("utf-8")))
    mail = (data / "email_intent" / "Ask0729-fixed.txt").read_text("utf-8", "replace")
    rest.update(line.split("\t", 1)[1] for line in mail.split("\n") if "\t" in line)
    yield from (("others", text) for text in sorted(rest))


def vocabulary() -> list[str]:
    """Return the pieces of the teacher's vocabulary."""
    return (WEIGHTS / "vocabulary.txt").read_text("utf-8").splitlines()


def taught(texts: Sequence[str]) -> Floats:
    """Let the teacher read the texts, in two processes."""
    parts = [texts[start : start + 2000] for start in range(0, len(texts), 2000)]
    found = []
    with ProcessPoolExecutor(max_workers=min(2, os.cpu_count() or 1)) as pool:
        for part in pool.map(teach, parts):
            found.append(part)
            say(f"teacher: {len(found)} of {len(parts)}")
    return np.concatenate(found).astype(np.float32)


def teach(texts: Sequence[str]) -> NDArray[np.float16]:
    """Let the teacher read some texts."""
    global _teacher  # noqa: PLW0603  # one a process
    if _teacher is None:
        _teacher = MiniLm(WordPieces(vocabulary_of(vocabulary())))
    return _teacher(texts).astype(np.float16)


_teacher: MiniLm | None = None


def learn(
    texts: Sequence[str], truth: Floats, dice: np.random.Generator, epochs: int
) -> SentenceVectors:
    """Let a student learn to say what the teacher said."""
    student = fresh(dice, truth.shape[1])
    cut = [student.pieces(text, most=MOST_PIECES) or [0] for text in texts]
    seen = np.zeros(len(student.table), dtype=bool)
    seen[[piece for one in cut for piece in one]] = True
    student.table[~seen] = 0
    climber = Climber(student)
    steps = epochs * (len(cut) // BATCH)
    step = 0
    for epoch in range(epochs):
        order, near = dice.permutation(len(cut)), 0.0
        for start in range(0, len(order) - BATCH + 1, BATCH):
            rows = order[start : start + BATCH]
            rate = RATE * min(1.0, step / 200) * (1 - step / steps) + 1e-6
            near += climber.step([cut[i] for i in rows], truth[rows], rate)
            step += 1
        say(f"epoch {epoch + 1}: cosine {near / (len(cut) // BATCH):.4f}")
    return student


def fresh(dice: np.random.Generator, width: int) -> SentenceVectors:
    """Return a student that knows nothing."""
    names = vocabulary()

    def some(rows: int, columns: int, spread: float) -> Floats:
        return (dice.standard_normal((rows, columns)) * spread).astype(np.float32)

    inner = SIZE + 2 * HIDDEN
    return SentenceVectors(
        pieces=WordPieces(vocabulary_of(names)),
        table=some(len(names), SIZE, 0.3),
        window=some(3 * SIZE, HIDDEN, 1.4 / (3 * SIZE) ** 0.5),
        bias=np.zeros(HIDDEN, dtype=np.float32),
        out=some(inner, width, inner**-0.5),
        shift=np.zeros(width, dtype=np.float32),
    )


class Climber:
    """Adam (Kingma and Ba, 2015) on one minus the cosine, rows of the table lazily."""

    def __init__(self, student: SentenceVectors) -> None:
        self.student = student
        names = ("table", "window", "bias", "out", "shift")
        self.means = {n: np.zeros_like(getattr(student, n)) for n in names}
        self.squares = {n: np.zeros_like(getattr(student, n)) for n in names}
        self.steps = 0

    def step(self, cut: Sequence[Sequence[int]], truth: Floats, rate: float) -> float:
        """Learn from some texts; return the mean cosine before."""
        student = self.student
        pieces, starts = laid_out(cut)
        sizes = np.diff(starts, append=len(pieces))
        text = np.repeat(np.arange(len(cut)), sizes)
        count = sizes[:, None].astype(np.float32)
        vectors = student.table[pieces]
        wide = neighbours(vectors, starts)
        seen = np.maximum(wide @ student.window + student.bias, 0)
        most = np.maximum.reduceat(seen, starts)
        inner = np.concatenate(
            [
                np.add.reduceat(vectors, starts) / count,
                np.add.reduceat(seen, starts) / count,
                most,
            ],
            axis=1,
        )
        said = inner @ student.out + student.shift
        length = np.linalg.norm(said, axis=1, keepdims=True) + 1e-9
        said /= length
        slope = -truth / len(cut)
        slope = (slope - (slope * said).sum(axis=1, keepdims=True) * said) / length
        back = slope @ student.out.T
        size, hidden = SIZE, HIDDEN
        at_seen = (back[:, size : size + hidden] / count)[text]
        at_seen += np.where(seen == most[text], back[:, size + hidden :][text], 0)
        at_seen *= seen > 0
        at_wide = at_seen @ student.window.T
        at_wide[starts, :size] = 0
        at_wide[starts[1:] - 1, 2 * size :] = 0
        at_vectors = (back[:, :size] / count)[text] + at_wide[:, size : 2 * size]
        at_vectors[:-1] += at_wide[1:, :size]
        at_vectors[1:] += at_wide[:-1, 2 * size :]
        rows, place = np.unique(pieces, return_inverse=True)
        gather = csr_matrix(
            (np.ones(len(pieces), dtype=np.float32), (place, np.arange(len(pieces)))),
            shape=(len(rows), len(pieces)),
        )
        self.steps += 1
        self._move("table", gather @ at_vectors, rate, rows)
        self._move("window", wide.T @ at_seen, rate)
        self._move("bias", at_seen.sum(axis=0), rate)
        self._move("out", inner.T @ slope, rate)
        self._move("shift", slope.sum(axis=0), rate)
        return float((said * truth).sum(axis=1).mean())

    def _move(
        self,
        name: str,
        slope: Floats,
        rate: float,
        rows: NDArray[np.int64] | slice = slice(None),
    ) -> None:
        mean, square = self.means[name], self.squares[name]
        mean[rows] = FIRST * mean[rows] + (1 - FIRST) * slope
        square[rows] = SECOND * square[rows] + (1 - SECOND) * slope * slope
        up = mean[rows] / (1 - FIRST**self.steps)
        down = np.sqrt(square[rows] / (1 - SECOND**self.steps)) + 1e-8
        getattr(self.student, name)[rows] -= rate * up / down


def say(what: str) -> None:
    """Tell how far it is."""
    print(what, file=sys.stderr, flush=True)


if __name__ == "__main__":
    main()
