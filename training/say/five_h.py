"""Learn the weights of the five H from pairs of letters.

    uv run python training/say/five_h.py            write the shipped weights
    uv run python training/say/five_h.py --measure  leave pairs out, print figures

One weight a sign for all five qualities, and a smaller one of its own for each: there
are few pairs of one quality. Run `train.py` first: the ears are among the signs.
"""

from __future__ import annotations

import argparse
import hashlib
import json

from pathlib import Path

import msgspec
import numpy as np

from scipy.optimize import minimize

from shopkeeper.say.tone.context import Context
from shopkeeper.say.tone.ear import shipped_ear
from shopkeeper.say.tone.five_h import FIVE_H, signs_of_five
from shopkeeper.say.tone.reading import read_letter
from shopkeeper.say.tone.voice import Heard


HERE = Path(__file__).parent
OUT = HERE.parents[1] / "src/shopkeeper/say/tone/weights/five_h.json"
RIDGE_ALL = 1.0
RIDGE_OWN = 3.0
FOLDS = 20


def pairs(folder: Path) -> list[dict]:
    """Read the pairs."""
    return [
        json.loads(line)
        for path in sorted(folder.glob("letters/*_pairs.jsonl"))
        for line in path.read_text(encoding="utf-8").splitlines()
    ]


def differences(many: list[dict]) -> tuple[np.ndarray, list[str]]:
    """Return `(n_pairs, n_signs)`: signs of the better letter less the other's."""
    rows, names = [], []
    for pair in many:
        context = msgspec.convert(pair["context"], Context)
        found = []
        for side in "ab":
            letter = read_letter(pair[side])
            heard = Heard(letter, context, shipped_ear())
            found.append(signs_of_five(letter, context, heard))
        names = list(found[0])
        better, worse = found if pair["better"] == "a" else found[::-1]
        rows.append([better[name] - worse[name] for name in names])
    return np.array(rows), names


def fit(rows: np.ndarray, quality: np.ndarray) -> np.ndarray:
    """Return `(5, n_signs)` weights."""
    count = rows.shape[1]

    def loss(values: np.ndarray):
        table = values.reshape(6, count)
        score = (rows * (table[0] + table[1 + quality])).sum(axis=1)
        off = -1 / (1 + np.exp(score))
        slope = np.zeros_like(table)
        slope[0] = rows.T @ off + RIDGE_ALL * table[0]
        for at in range(5):
            mine = quality == at
            slope[1 + at] = rows[mine].T @ off[mine] + RIDGE_OWN * table[1 + at]
        value = np.logaddexp(0, -score).sum() + 0.5 * (
            RIDGE_ALL * (table[0] ** 2).sum() + RIDGE_OWN * (table[1:] ** 2).sum()
        )
        return float(value), slope.ravel()

    table = minimize(loss, np.zeros(6 * count), jac=True, method="L-BFGS-B").x
    table = table.reshape(6, count)
    return table[0] + table[1:]


def main() -> None:
    """Learn, measure with pairs left out, and write."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--measure", action="store_true")
    only_measure = asked.parse_args().measure
    many = pairs(HERE)
    rows, names = differences(many)
    quality = np.array([FIVE_H.index(pair["better_on"]) for pair in many])
    right = np.zeros(len(many))
    for held in range(FOLDS):
        out = np.arange(len(many)) % FOLDS == held
        table = fit(rows[~out], quality[~out])
        right[out] = (rows[out] * table[quality[out]]).sum(axis=1) > 0
    by = {h: round(right[quality == n].mean(), 2) for n, h in enumerate(FIVE_H)}
    print(f"{len(many)} pairs, left out in turn: right {right.mean():.3f} {by}")
    if only_measure:
        return
    table = fit(rows, quality)
    weights = {
        h: {name: round(float(w), 4) for name, w in zip(names, table[n], strict=True)}
        for n, h in enumerate(FIVE_H)
    }
    text = json.dumps(weights, indent=1) + "\n"
    OUT.write_text(text, encoding="utf-8")
    print(f"{OUT.name}: sha256 {hashlib.sha256(text.encode()).hexdigest()}")


if __name__ == "__main__":
    main()
