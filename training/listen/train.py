"""Learn the small models that hear from the written corpus.

    uv run python training/listen/train.py            write the shipped weights
    uv run python training/listen/train.py --measure  hold voices out, print figures

The same corpus gives the same weights on the same kind of machine: no dice are thrown,
sums are made in a fixed order by one thread, and weights are rounded to eight bits.
"""

from __future__ import annotations

import os


for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
import hashlib
import sys
import time
import zlib

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import numpy as np

from corpus import read as read_corpus
from fitting import fit_any, fit_chain, fit_logistic, fit_softmax
from scipy.sparse import vstack

from shopkeeper.listen.ear import (
    FACT_KINDS,
    OWNERS,
    Ear,
    from_bytes,
    to_bytes,
)
from shopkeeper.listen.facts import hear_facts
from shopkeeper.listen.hashed import Weights, rows_of
from shopkeeper.listen.hearing import hear, tokens_heard
from shopkeeper.listen.meant import (
    POLARITIES,
    Span,
    signs_of_message,
    signs_of_polarity,
    signs_of_sensitive,
    signs_of_side,
)
from shopkeeper.listen.reading import Reading, read
from shopkeeper.listen.tagging import counts_of
from shopkeeper.listen.tokens import Tokens, Words
from shopkeeper.listen.topic_signs import topic_rows
from shopkeeper.listen.wish_signs import SCOPES, WishRows, wish_rows
from shopkeeper.vocabulary import Calendar, Speaker, Utterance


HERE = Path(__file__).parent
SHIPPED = HERE.parents[1] / "src/shopkeeper/listen/weights/ear.npz"
THRESHOLDS = {
    "facts": 0.0, "promises": 0.25, "wish": -1.5, "scope": 0.0, "topic": -0.5,
    "pause": 0.0, "asserted": 1.0, "sensitive": -2.0,
}  # fmt: skip


def utterance_of(line: dict) -> Utterance:
    said_at = datetime.fromisoformat(line["said_at"]) if line["said_at"] else None
    if said_at is not None:
        said_at = said_at.astimezone(ZoneInfo(line["time_zone"]))
    return Utterance(
        id=line["id"], text=line["text"], speaker=Speaker(line["speaker"]),
        channel=line["channel"], said_at=said_at, time_zone=line["time_zone"],
    )  # fmt: skip


def corpus(names: Sequence[str] = ()) -> list[dict]:
    """Read the lines of the corpus: of the files named, or of all but the test part."""
    paths = sorted((HERE / "corpus").glob("*.txt"))
    chosen = [
        path
        for path in paths
        if (path.stem in names if names else not path.stem.startswith("test"))
    ]
    return [line for path in chosen for line in read_corpus(path)]


def known_words() -> tuple[list[str], np.ndarray]:
    with np.load(HERE / "words.npz", allow_pickle=False) as file:
        return bytes(file["words"]).decode().split("\n"), file["kinds"].astype(np.int64)


def tags_of(tokens: Tokens, spans: Sequence[tuple[int, int, str]], kinds) -> np.ndarray:
    """Return the tag of each token: 0 outside, 1 + 2k begins, 2 + 2k goes on."""
    tags = np.zeros(len(tokens), np.int64)
    for start, end, kind in spans:
        number = kinds.index(kind)
        first = int(np.searchsorted(tokens.end, start, side="right"))
        last = int(np.searchsorted(tokens.start, end, side="left"))
        before = None
        for place in range(first, last):
            if tags[place]:
                continue
            goes_on = (
                before == place - 1
                and tokens.sentence[place] == tokens.sentence[place - 1]
            )
            tags[place] = 1 + 2 * number + goes_on
            before = place
    return tags


def sentence_at(reading: Reading, start: int) -> int | None:
    for number, one in enumerate(reading.sentences):
        if one.start <= start < one.end:
            return number
    return None


@dataclass(frozen=True)
class Lines:
    """Labelled lines with what is computed of each once."""

    lines: list[dict]
    readings: list[Reading]
    tokens: list[Tokens]
    words: Words

    @classmethod
    def of(cls, lines: list[dict], words: Words) -> Lines:
        readings = [read(utterance_of(line)) for line in lines]
        tokens = [
            tokens_heard(one, Calendar(), words, hear_facts(one)) for one in readings
        ]
        return cls(lines, readings, tokens, words)

    def where(self, chosen: np.ndarray) -> Lines:
        """Return the lines that are chosen."""
        places = np.flatnonzero(chosen)
        return Lines(
            *([ones[i] for i in places] for ones in
              (self.lines, self.readings, self.tokens)), self.words
        )  # fmt: skip


def learn(data: Lines, *, log=print) -> dict:
    """Fit every model; returns the arguments of `to_bytes` but words and thresholds."""
    began = time.perf_counter()
    weights: dict[str, Weights] = {}
    steps = {}
    for name, field, kinds, key in (
        ("facts", "facts", FACT_KINDS, "kind"),
        ("promises", "promises", OWNERS, "owner"),
    ):
        chosen = [
            (line, tokens)
            for line, tokens in zip(data.lines, data.tokens, strict=True)
            if field in line and len(tokens)
        ]
        tags = np.concatenate([
            tags_of(
                tokens,
                [(one["start"], one["end"], one[key]) for one in line[field]],
                kinds,
            )
            for line, tokens in chosen
        ])  # fmt: skip
        only = [tokens for _, tokens in chosen]
        lengths = np.concatenate([tokens.lengths for tokens in only])
        weights[name], steps[name] = fit_chain(
            counts_of(only), lengths, tags, kinds=len(kinds), ridge=3.0
        )
        log(f"{name}: {len(chosen)} lines, {time.perf_counter() - began:.0f} s")
    weights |= _learn_meanings(data)
    weights |= _learn_wishes(data)
    log(f"all: {time.perf_counter() - began:.0f} s")
    return {
        "weights": weights,
        "fact_steps": steps["facts"],
        "promise_steps": steps["promises"],
    }


def _learn_meanings(data: Lines) -> dict[str, Weights]:
    spans, facts = [], []
    for line, reading in zip(data.lines, data.readings, strict=True):
        for fact in line.get("facts", ()):
            number = sentence_at(reading, fact["start"])
            if number is None or fact["kind"].startswith("impression_"):
                continue
            sentence = reading.sentences[number]
            end = min(fact["end"], sentence.end)
            spans.append(Span(reading, sentence, fact["start"], end, fact["kind"]))
            facts.append(fact)
    words = data.words
    truth = np.array([POLARITIES.index(fact["polarity"]) for fact in facts])
    job = np.array([float(fact["side"] == "job") for fact in facts])
    secret = np.array([float(fact["sensitive"]) for fact in facts])
    return {
        "polarity": fit_softmax(
            rows_of(signs_of_polarity(span, words) for span in spans),
            truth,
            classes=len(POLARITIES),
            ridge=1.0,
        ),
        "side": fit_logistic(
            rows_of(
                signs_of_side(span, words) + signs_of_message(span.reading, words)
                for span in spans
            ),
            job[:, None],
            ridge=2,
        ),
        "sensitive": fit_logistic(
            rows_of(signs_of_sensitive(span, words) for span in spans),
            secret[:, None],
            ridge=1.0,
        ),
    }


def _learn_wishes(data: Lines) -> dict[str, Weights]:
    """Learn which lines hold a wish, by which of their sentences, and its scopes."""
    found, lines = [], []
    for line, reading in zip(data.lines, data.readings, strict=True):
        if "scopes" not in line:
            continue
        rows = wish_rows(reading, Calendar(), data.words)
        if len(rows):
            found.append(rows)
            lines.append(line)
    counts = vstack([rows.counts for rows in found], format="csr")
    groups = np.cumsum([0, *map(len, found)])
    wished = np.array([float(line["scopes"] != ["none"]) for line in lines])
    wish = fit_any(counts, groups, wished, ridge=1.0)
    score = wish.scores(counts)[:, 0]
    chosen = [
        (int(start + np.argmax(score[start:end])), line)
        for start, end, line in zip(groups, groups[1:], lines, strict=False)
        if line["scopes"] != ["none"]
    ]
    named = np.array([
        [
            float(any(one.partition(":")[0] == scope for one in line["scopes"]))
            for scope in SCOPES
        ]
        for _, line in chosen
    ])  # fmt: skip
    scopes = fit_logistic(counts[[row for row, _ in chosen]], named, ridge=0.2)
    topics = _learn_topics(found, lines, wish, data.words)
    return {"wish": wish, "scopes": scopes, "topics": topics}


def _learn_topics(
    found: list[WishRows], lines: list[dict], wish: Weights, words: Words
) -> Weights:
    """Learn which word of a wish names the kind of message it is about."""
    signs, truth = [], []
    for rows, line in zip(found, lines, strict=True):
        if line["scopes"] == ["none"]:
            continue
        topics = {
            one.partition(":")[2] for one in line["scopes"] if one.startswith("topic:")
        }
        score = wish.scores(rows.counts)[:, 0]
        for place, low in enumerate(rows.low):
            if score[place] < min(THRESHOLDS["wish"], score.max()):
                continue
            for row in topic_rows(low, line["channel"], words):
                signs.append(row.signs)
                truth.append(float(row.topic in topics or row.word in topics))
    return fit_logistic(rows_of(signs), np.array(truth)[:, None], ridge=0.5)


def folds_of(lines: list[dict], count: int) -> np.ndarray:
    """Put every voice wholly into one of *count* parts."""
    return np.array([
        zlib.crc32(f"{line['id'].rsplit('-', 1)[0]} {line['voice']}".encode()) % count
        for line in lines
    ])  # fmt: skip


def judged(lines: list[dict], ear: Ear) -> dict:
    """Hear lines and judge them by the ruler of the shared folder."""
    sys.path.insert(0, str(HERE.parents[2] / "shared/eval"))
    import listen as ruler  # noqa: PLC0415
    import msgspec  # noqa: PLC0415

    heard = {
        line["id"]: msgspec.to_builtins(hear(utterance_of(line), ear=ear))
        for line in lines
    }
    figures = {}
    for label, judge in ruler.LABELS.items():
        field = "scopes" if label == "stops" else label
        truth = {line["id"]: line for line in lines if field in line}
        if truth:
            figures[label] = judge(heard, truth)
    return figures


def show(figures: dict) -> None:
    for label, numbers in figures.items():
        shown = {
            name: round(value, 3) if isinstance(value, float) else value
            for name, value in numbers.items()
            if name != "missed"
        }
        print(label, shown)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--measure", action="store_true")
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--out", type=Path, default=SHIPPED)
    asked = parser.parse_args()
    names, kinds = known_words()
    words = Words(names, kinds)
    data = Lines.of(corpus(), words)
    if asked.measure:
        folds = folds_of(data.lines, asked.folds)
        learned = learn(data.where(folds != 0))
        shown = to_bytes(words=names, kinds=kinds, thresholds=THRESHOLDS, **learned)
        ear = from_bytes(shown, name="held out")
        print("voices held out")
        show(judged(data.where(folds == 0).lines, ear))
        print("the test part")
        tests = [path.stem for path in (HERE / "corpus").glob("test*.txt")]
        show(judged(corpus(tests), ear))
        return
    learned = learn(data)
    made = to_bytes(words=names, kinds=kinds, thresholds=THRESHOLDS, **learned)
    asked.out.write_bytes(made)
    digest = hashlib.sha256(made).hexdigest()
    print(f"{asked.out.name}: {len(made):,} bytes, sha256 {digest}")


if __name__ == "__main__":
    main()
