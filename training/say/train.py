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

from dataclasses import dataclass
from pathlib import Path

import msgspec
import numpy as np

from scipy.optimize import minimize
from scipy.sparse import csr_matrix, diags, hstack

from shopkeeper.say.tone.context import Context
from shopkeeper.say.tone.ear import (
    BUCKETS,
    EARS,
    PLACES,
    Ear,
    around_of,
    buckets_of,
    clauses_of,
    from_bytes,
    part_of,
    places_of,
    signs_of,
    to_bytes,
)
from shopkeeper.say.tone.judge import check_letter
from shopkeeper.say.tone.reading import read_letter, said
from shopkeeper.say.tone.rulebook import CHECKS, packaged_rulebook


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
MOST_ALARMED = 0.035  # of good letters, over all checks; new writers bring more
ALONE = 4.0
FAULTS = 4.0
SINGLE = 0.15  # a single sentence beside one of a letter: it is put more plainly
NEARLY = 0.01
ROUNDS = 3


@dataclass
class Example:
    """A sentence in its letter, or by itself (then `letter` is empty)."""

    text: str
    places: list[int]
    letter: str
    voice: str
    register: str | None
    fault: dict[str, bool | None]
    part: tuple[int, int] | None = None  # of the text: the rest is not looked at


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
        name, voice = f"{stem}/{row['id']}", row.get("voice", stem)
        found.append(
            Example(one.said.text, places[number], name, voice, context.register, fault)
        )
        if "proof" in fault:
            found += [
                Example(one.said.text, places[number], name, voice, context.register,
                        {"proof": fault["proof"]}, (start, end))
                for start, end in clauses_of(one.said.text)
            ]  # fmt: skip
    return found


def features(many: list[Example], kinds: dict) -> csr_matrix:
    """Return `(n, BUCKETS + places)`."""
    book = packaged_rulebook()
    indices, starts, values = [], [0], []
    place_rows, place_columns = [], []
    for number, one in enumerate(many):
        read = said(one.text)
        hits = book.hits(read.low)
        if one.part is not None:
            read, hits = part_of(read, hits, *one.part)
        buckets = buckets_of(signs_of(read, hits, kinds)).tolist()
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
        if not ear.startswith("register"):
            weight *= [1.0 if many[one].letter else SINGLE for one in at]
        return fit(rows[at], truth[at], weight, RIDGE[ear])
    hidden = (
        np.array([ear in one.fault and one.fault[ear] is None for one in many]) & use
    )
    groups: dict[str, list[int]] = {}
    for at in np.flatnonzero(hidden):
        groups.setdefault(many[at].letter, []).append(at)
    # The rules say first which sentence it is, then what was learned.
    score = np.array([seen_by_rule(one) for one in many])
    values = np.zeros(0)
    for turn in range(ROUNDS):
        if turn:
            score = rows @ values[:-1]
        best = [max(group, key=lambda one: score[one]) for group in groups.values()]
        best = [one for one in best if turn or score[one]]
        at = np.concatenate([np.flatnonzero(labelled), np.array(best, int)])
        truth[best] = 1.0
        values = fit(rows[at], truth[at], np.ones(len(at)), RIDGE[ear])
        truth = np.array([k is True for k in known], float)
    return values


def seen_by_rule(one: Example) -> float:
    """Say how surely the rules see a proof in a sentence, or a part of it."""
    start, end = one.part or (0, len(one.text))
    hits = packaged_rulebook().hits(said(one.text).low)
    keys = {hit.rule.key for hit in hits if hit.start < end and start < hit.end}
    return float("proof.look" in keys) + 2 * ("proof.sure" in keys)


def held_out(
    ear: str, many: list[Example], rows: csr_matrix, parts: np.ndarray
) -> tuple[np.ndarray, dict[str, np.ndarray]]:
    """Return scores of sentences, each by a model that saw no part of its own."""
    score, models = np.zeros(len(many)), {}
    for held in sorted(set(parts) - {""}):
        values = models[held] = learn(ear, many, rows, parts != held)
        at = np.flatnonzero(parts == held)
        score[at] = rows[at] @ values[:-1] + values[-1]
    return score, models


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


def shown(values: np.ndarray, ear: str) -> np.ndarray:
    """Return what was learned as it is shipped, places weighed as the ear does."""
    values = values.copy()
    values[BUCKETS : BUCKETS + len(PLACES)] *= PLACE.get(ear, 1.0)
    return values


def as_bytes(
    learned: dict[str, np.ndarray], thresholds: dict[str, float], words: list[str],
    kinds: np.ndarray,
) -> bytes:  # fmt: skip
    """Return ears as one file."""
    weights = np.array([shown(learned[ear], ear) for ear in EARS]).T
    most = np.abs(weights[:BUCKETS]).max(axis=0) / 127
    # What would be rounded to nothing need not be kept.
    kept = np.flatnonzero((np.abs(weights[:BUCKETS]) > 0.5 * most).any(axis=1))
    return to_bytes(
        words=words, kinds=kinds, buckets=kept, table=weights[kept],
        places=weights[BUCKETS:-2], offset=weights[-1], thresholds=thresholds,
    )  # fmt: skip


def failed_by(rows: list[dict], ear: Ear) -> dict[str, frozenset[str]]:
    """Return by letter the checks that fail."""
    return {
        row["name"]: frozenset(
            check_letter(
                row["text"], msgspec.convert(row["context"], Context), ear=ear,
                five_h=False,
            ).failed
        )
        for row in rows
    }  # fmt: skip


def letters(folder: Path) -> list[dict]:
    """Read the letters, each with its name."""
    return [
        {**row, "name": f"{path.stem}/{row['id']}"}
        for path in sorted(folder.glob("letters/?.jsonl"))
        for row in map(json.loads, path.read_text(encoding="utf-8").splitlines())
        if "text" in row
    ]


@dataclass
class Heard:
    """What an ear hears in the letters it is asked about, by writers held out."""

    score: np.ndarray
    fault: np.ndarray
    by_rule: np.ndarray
    good: np.ndarray
    sign: int  # -1 where a high score means that all is well

    def told(self, cut: float) -> np.ndarray:
        """Return the letters that would be told of a fault."""
        if self.sign < 0:
            return self.by_rule & (self.score < cut)
        return self.by_rule | (self.score >= cut)

    def best(self, price: float) -> float:
        """Return the score with the most F1, less what false alarms cost."""
        cuts = np.unique(np.concatenate([self.score, [99.0 * self.sign]]))
        worth = []
        for cut in cuts:
            told = self.told(cut)
            f1 = 2 * (told & self.fault).sum() / max(1, told.sum() + self.fault.sum())
            worth.append(f1 - price * (told & self.good).sum() / self.good.sum())
        # The middle of all that are nearly as good: the best alone is luck.
        near = cuts[np.array(worth) >= max(worth) - NEARLY]
        near = near[np.abs(near) < 50]
        return float(np.median(near)) if len(near) else 99.0


def thresholds_of(
    heard: dict[str, Heard], names: dict[str, list[str]]
) -> dict[str, float]:
    """Choose them together: the most F1 with so few good letters alarmed."""
    for price in np.arange(0.0, 12.0, 0.25):
        cuts = {ear: one.best(price) for ear, one in heard.items()}
        alarmed = {
            names[ear][at]
            for ear, one in heard.items()
            for at in np.flatnonzero(one.told(cuts[ear]) & one.good)
        }
        good = {names[e][at] for e, o in heard.items() for at in np.flatnonzero(o.good)}
        if len(alarmed) <= MOST_ALARMED * len(good):
            break
    print(f"price of an alarm {price}: ears alarm {len(alarmed)} of {len(good)} good")
    return cuts


def tell(rows: list[dict], failed: dict[str, frozenset[str]], title: str) -> None:
    """Print F1 of each check, their mean, and how many good letters are alarmed."""
    f1 = {}
    for check in CHECKS:
        told = {row["name"] for row in rows if check in failed[row["name"]]}
        true = {row["name"] for row in rows if row["checks"].get(check) == "fail"}
        f1[check] = 2 * len(told & true) / max(1, len(told) + len(true))
    good = [row["name"] for row in rows if "fail" not in row["checks"].values()]
    alarmed = sum(bool(failed[name]) for name in good)
    print(
        f"{title}: {len(rows)} letters, mean F1 {np.mean(list(f1.values())):.3f}, good"
        f" ones alarmed {alarmed} of {len(good)} ({alarmed / len(good):.1%})"
    )
    print("   " + ", ".join(f"{check} {value:.2f}" for check, value in f1.items()))


def main() -> None:
    """Learn, measure with writers held out, and write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--measure", action="store_true")
    only_measure = asked.parse_args().measure
    many = examples(HERE)
    with np.load(WORDS) as file:
        words = bytes(file["words"]).decode().split("\n")
        all_kinds = file["kinds"].astype(np.int64)
    kinds = dict(zip(words, all_kinds.tolist(), strict=True))
    rows, whole, texts = features(many, kinds), truth_by_letter(HERE), letters(HERE)
    good = {r["name"] for r in texts if "fail" not in r["checks"].values()}
    writer = np.array([one.letter.partition("/")[0] for one in many])
    by_rule = failed_by(texts, deaf_ear(words, all_kinds))
    heard, models, names = {}, {}, {}
    for ear in EARS:
        score, models[ear] = held_out(ear, many, placed(rows, ear), writer)
        judged = by_letter(ear, many, score, whole)
        names[ear] = [letter for letter, _, _ in judged]
        heard[ear] = Heard(
            np.array([value for _, value, _ in judged]),
            np.array([hold != (ear == "proof") for _, _, hold in judged]),
            np.array([CHECK[ear] in by_rule[name] for name in names[ear]]),
            np.array([name in good for name in names[ear]]),
            -1 if ear == "proof" else 1,
        )
    cuts = thresholds_of(heard, names)
    thresholds = {ear: round(cut, 3) for ear, cut in cuts.items()}
    failed = {}
    for held in sorted(set(writer) - {""}):
        learned = {ear: models[ear][held] for ear in EARS}
        ear = from_bytes(as_bytes(learned, thresholds, words, all_kinds), name=held)
        own = [row for row in texts if row["name"].startswith(held)]
        failed |= failed_by(own, ear)
        tell(own, failed, f"{held} held out")
    tell(texts, failed, "writers held out in turn")
    if only_measure:
        return
    every = np.ones(len(many), bool)
    learned = {ear: learn(ear, many, placed(rows, ear), every) for ear in EARS}
    data = as_bytes(learned, thresholds, words, all_kinds)
    OUT.parent.mkdir(exist_ok=True)
    OUT.write_bytes(data)
    print(f"{OUT.name}: {len(data):,} bytes, sha256 {hashlib.sha256(data).hexdigest()}")


if __name__ == "__main__":
    main()
