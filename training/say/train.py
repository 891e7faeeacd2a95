"""Learn the ears of the reply check from the letters and sentences beside this file.

    uv run python training/say/train.py            write the shipped weights
    uv run python training/say/train.py --measure  hold writers out, print figures

Letters are labelled as docs/reference/reply-check.md says. A sentence that a span of a
fault touches shows the fault; every other sentence of a letter does not. For proof only
whole letters are labelled: the likeliest sentence of a letter that has one is taken,
and taken anew after each fit. Nothing is drawn at random.
"""

from __future__ import annotations

import os


for _name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_name] = "1"

import argparse
import hashlib
import json
import zlib

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags, hstack

from shopkeeper.say.tone.context import Answer, Context
from shopkeeper.say.tone.ear import (
    BUCKETS,
    EARS,
    PLACES,
    Ear,
    around_of,
    buckets_of,
    from_bytes,
    places_of,
    signs_of,
    to_bytes,
)
from shopkeeper.say.tone.judge import check_letter
from shopkeeper.say.tone.reading import read_letter, said
from shopkeeper.say.tone.rulebook import packaged_rulebook


HERE = Path(__file__).parent
WORDS = HERE.parent / "listen" / "words.npz"
OUT = HERE.parents[1] / "src/shopkeeper/say/tone/weights/tone.npz"
CHECK = {
    "blame": "blames_nobody_but_us", "pressure": "no_pressure", "plain": "plain_voice",
    "register-formal": "register", "register-informal": "register",
    "proof": "says_how_to_verify",
}  # fmt: skip
RIDGE = {"blame": 0.3, "pressure": 0.3, "plain": 0.3, "proof": 1.0,
         "register-formal": 1.0, "register-informal": 1.0}  # fmt: skip
PLACE = {
    "plain": 0.3,
    "blame": 0.7,
    "pressure": 1.0,
}  # how much the place in the letter weighs, else 1
SCALE = 4.0
BETA = 0.5  # a false alarm is worse than a fault not seen
ALONE = 4.0
FAULTS = 4.0
FOLDS = 6
ROUNDS = 4


@dataclass
class Example:
    """A sentence in its letter, or by itself (then `letter` is empty)."""

    text: str
    places: list[int]
    letter: str
    voice: str
    register: str | None
    fault: dict[str, bool | None]


def examples(folder: Path) -> list[Example]:
    """Read letters and sentences."""
    found: list[Example] = []
    for path in sorted(folder.glob("letters/?.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if "text" in row:
                found += of_letter(row, path.stem)
    ear = ""
    for line in (folder / "sentences.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("= "):
            ear = line[2:].strip()
        elif line[:2] in {"+ ", "- "}:
            found.append(Example(line[2:], [], "", "", None, {ear: line[0] == "+"}))
    return found


def of_letter(row: dict, stem: str) -> list[Example]:
    """Return the sentences of one labelled letter."""
    context = msgspec.convert(row["context"], Context)
    letter, around = read_letter(row["text"]), around_of(context)
    found, places = [], places_of(letter, around)
    for number in range(letter.body, len(letter.sentences)):
        one = letter.sentences[number]
        fault: dict[str, bool | None] = {}
        for ear, check in CHECK.items():
            answer = row["checks"].get(check, "na")
            if answer == "na":
                continue
            if ear.startswith("register-") and ear[9:] != context.register:
                continue
            if ear == "proof":
                fault[ear] = None if answer == "pass" else False
                continue
            overlap = max(
                (
                    min(b, one.end) - max(a, one.start)
                    for a, b in row["spans"].get(check, [])
                ),
                default=0,
            )
            # A long paragraph is a fault of its own, not of its sentences.
            long = any(b - a > 600 for a, b in row["spans"].get(check, []))
            fault[ear] = (
                None if (overlap > 0 and (long or overlap < 3)) else overlap > 0
            )
        found.append(
            Example(one.said.text, places[number],
                    f"{stem}/{row['id']}", row.get("voice", stem),
                    context.register, fault)
        )  # fmt: skip
    return found


def features(many: list[Example], kinds: dict) -> csr_matrix:
    """Return `(n, BUCKETS + places)`."""
    book = packaged_rulebook()
    indices, starts, values = [], [0], []
    place_rows, place_columns = [], []
    for number, one in enumerate(many):
        read = said(one.text)
        buckets = buckets_of(signs_of(read, book.hits(read.low), kinds)).tolist()
        indices += buckets
        values += [SCALE / np.sqrt(max(1, len(buckets)))] * len(buckets)
        starts.append(len(indices))
        place_rows += [number] * len(one.places)
        place_columns += one.places
    words = csr_matrix((values, indices, starts), shape=(len(many), BUCKETS))
    places = csr_matrix(
        (np.ones(len(place_rows)), (place_rows, place_columns)),
        shape=(len(many), len(PLACES)),
    )
    # Half of the single sentences are faults, of the letters' one in forty: a sign of
    # their own takes that up, and is left out of what is shipped.
    alone = csr_matrix(np.array([[0.0 if one.letter else ALONE] for one in many]))
    return hstack([words, places, alone]).tocsr()


def fit(
    rows: csr_matrix, truth: np.ndarray, weight: np.ndarray, ridge: float
) -> np.ndarray:
    """Fit one logistic regression; the last value is its offset."""

    def loss(values: np.ndarray):
        score = rows @ values[:-1] + values[-1]
        off = weight * (1 / (1 + np.exp(-score)) - truth)
        value = float((weight * (np.logaddexp(0, score) - truth * score)).sum())
        value += 0.5 * ridge * float(values[:-1] @ values[:-1])
        return value, np.append(rows.T @ off + ridge * values[:-1], off.sum())

    return minimize(
        loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B",
        options={"maxiter": 250},
    ).x  # fmt: skip


def placed(rows: csr_matrix, ear: str) -> csr_matrix:
    """Return the features with the place in the letter weighed as this ear does."""
    scale = np.ones(rows.shape[1])
    scale[BUCKETS : BUCKETS + len(PLACES)] = PLACE.get(ear, 1.0)
    return (rows @ diags(scale)).tocsr()


def learn(
    ear: str, many: list[Example], rows: csr_matrix, use: np.ndarray
) -> np.ndarray:
    """Learn one ear from the examples marked in *use*."""
    known = [one.fault.get(ear) for one in many]
    labelled = np.array([k is not None for k in known]) & use
    truth = np.array([k is True for k in known], float)
    if ear != "proof":
        at = np.flatnonzero(labelled)
        weight = np.where(truth[at] > 0, FAULTS, 1.0)
        return fit(rows[at], truth[at], weight, RIDGE[ear])
    hidden = (
        np.array([ear in one.fault and one.fault[ear] is None for one in many]) & use
    )
    groups: dict[str, list[int]] = {}
    for at in np.flatnonzero(hidden):
        groups.setdefault(many[at].letter, []).append(at)
    values = None
    for _ in range(ROUNDS):
        at = np.flatnonzero(labelled)
        if values is not None:
            score = rows @ values[:-1]
            best = [max(group, key=lambda one: score[one]) for group in groups.values()]
            at = np.concatenate([at, best])
            truth[best] = 1.0
        values = fit(rows[at], truth[at], np.ones(len(at)), RIDGE[ear])
        truth = np.array([k is True for k in known], float)
    return values


def held_out(
    ear: str, many: list[Example], rows: csr_matrix, parts: np.ndarray
) -> np.ndarray:
    """Return scores of sentences, each by a model that saw no part of its own."""
    score = np.zeros(len(many))
    for held in sorted(set(parts) - {""}):
        values = learn(ear, many, rows, parts != held)
        at = np.flatnonzero(parts == held)
        score[at] = rows[at] @ values[:-1] + values[-1]
    return score


def by_letter(
    ear: str, many: list[Example], score: np.ndarray, rows: dict
) -> list[tuple[str, float, bool]]:
    """Return letter, its highest score, and whether its truth holds."""
    best: dict[str, float] = {}
    for one, value in zip(many, score, strict=True):
        if one.letter and ear in one.fault:
            best[one.letter] = max(best.get(one.letter, -99.0), value)
    return [(letter, value, rows[letter][ear]) for letter, value in best.items()]


def truth_by_letter(folder: Path) -> dict[str, dict[str, bool]]:
    """Return by letter and ear whether a sentence of it should count."""
    found = {}
    for path in sorted(folder.glob("letters/?.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if "text" in row:
                found[f"{path.stem}/{row['id']}"] = {
                    ear: (row["checks"][check] == "fail") != (ear == "proof")
                    for ear, check in CHECK.items()
                }
    return found


def deaf_ear(words: list[str], kinds: np.ndarray) -> Ear:
    """Return an ear that hears nothing."""
    none = len(EARS)
    data = to_bytes(
        words=words, kinds=kinds, buckets=np.zeros(0, np.int64),
        table=np.zeros((0, none)),
        places=np.zeros((len(PLACES), none)), offset=np.zeros(none),
        thresholds=dict.fromkeys(EARS, 1e9),
    )  # fmt: skip
    return from_bytes(data, name="deaf")


def by_rules(folder: Path, ear: Ear) -> dict[str, dict[str, bool]]:
    """Return by letter and ear what the rules alone answer: a fault, or not."""
    found = {}
    for path in sorted(folder.glob("letters/?.jsonl")):
        for line in path.read_text(encoding="utf-8").splitlines():
            row = json.loads(line)
            if "text" in row:
                context = msgspec.convert(row["context"], Context)
                checks = check_letter(row["text"], context, ear=ear).checks
                found[f"{path.stem}/{row['id']}"] = {
                    name: checks[check].answer is Answer.FAIL
                    for name, check in CHECK.items()
                }
    return found


def best_threshold(
    ear: str, judged: list[tuple[str, float, bool]], rules: dict[str, dict[str, bool]]
) -> tuple[float, float, int]:
    """
    Return the score from which a sentence best counts beside the rules.

    It maximises F of faulty letters. Second its F1 comes, third false alarms.
    """
    scores = np.array([score for _, score, _ in judged])
    holds = np.array([hold for _, _, hold in judged])
    by_rule = np.array([rules[letter][ear] for letter, _, _ in judged])
    fault = ~holds if ear == "proof" else holds
    best, most = (0.0, 0.0, 0), -1.0
    for cut in [*np.unique(scores), 99.0]:
        heard = scores < cut if ear == "proof" else scores >= cut
        told = by_rule & heard if ear == "proof" else by_rule | heard
        hit = (told & fault).sum()
        value = (1 + BETA**2) * hit / max(1, told.sum() + BETA**2 * fault.sum())
        if value > most:
            most = value
            f1 = 2 * hit / max(1, told.sum() + fault.sum())
            best = (float(cut), float(f1), int((told & ~fault).sum()))
    return best


def main() -> None:
    """Learn, measure with voices held out, and write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--measure", action="store_true")
    only_measure = asked.parse_args().measure
    many = examples(HERE)
    with np.load(WORDS) as file:
        words = bytes(file["words"]).decode().split("\n")
        all_kinds = file["kinds"].astype(np.int64)
    kinds = dict(zip(words, all_kinds.tolist(), strict=True))
    rows = features(many, kinds)
    whole = truth_by_letter(HERE)
    writer = np.array([one.letter.partition("/")[0] for one in many])
    voice = np.array(
        [
            str(zlib.crc32(one.voice.encode()) % FOLDS) if one.letter else ""
            for one in many
        ]
    )
    rules = by_rules(HERE, deaf_ear(words, all_kinds))
    thresholds, columns = {}, []
    for ear in EARS:
        mine = placed(rows, ear)
        cuts = []
        for name, parts in (("writers", writer), ("voices", voice)):
            score = held_out(ear, many, mine, parts)
            judged = by_letter(ear, many, score, whole)
            cut, value, alarms = best_threshold(ear, judged, rules)
            cuts.append(cut)
            print(
                f"{ear:18} letters {len(judged):4}  {name:7} held out: F1 of faults"
                f" {value:.3f}  false alarms {alarms}  from {cut:.2f}"
            )
        # Half the letters make a weaker model, the same writers a model too sure of
        # their manner: the middle of both is taken.
        thresholds[ear] = round(float(np.mean(cuts)), 3)
        values = learn(ear, many, mine, np.ones(len(many), bool))
        values[BUCKETS : BUCKETS + len(PLACES)] *= PLACE.get(ear, 1.0)
        columns.append(values)
    if only_measure:
        return
    weights = np.array(columns).T
    kept = np.flatnonzero(np.abs(weights[:BUCKETS]).max(axis=1) > 1e-4)
    data = to_bytes(
        words=words, kinds=all_kinds, buckets=kept, table=weights[kept],
        places=weights[BUCKETS:-2], offset=weights[-1], thresholds=thresholds,
    )  # fmt: skip
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_bytes(data)
    print(f"{OUT.name}: {len(data):,} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
