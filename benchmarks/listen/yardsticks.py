"""The public sets by which labels are measured. Test parts are read to report only."""

from __future__ import annotations

import csv
import json

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

import numpy as np


DATA = Path(__file__).parents[3] / "shared" / "data" / "listen"


@dataclass(frozen=True, kw_only=True)
class Part:
    """
    Texts and the labels of each.

    Attributes:
        texts: What was said.
        labels: As `listen train` takes them.
    """

    texts: list[str]
    labels: list[tuple[str, ...]]

    def few(self, each: int, dice: np.random.Generator) -> Part:
        """Draw so many examples of each label."""
        by_label = defaultdict(list)
        for row in dice.permutation(len(self.texts)):
            by_label[self.labels[row]].append(int(row))
        rows = sorted(row for some in by_label.values() for row in some[:each])
        return Part(
            texts=[self.texts[row] for row in rows],
            labels=[self.labels[row] for row in rows],
        )


def banking77(part: str) -> Part:
    """Read Banking77: train or test."""
    path = DATA / "banking77" / f"{part}.csv"
    with path.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    return Part(
        texts=[row["text"] for row in rows],
        labels=[(row["category"],) for row in rows],
    )


def clinc150(part: str) -> Part:
    """Read CLINC150: train, val, test, or oos_test."""
    rows = json.loads((DATA / "clinc150" / "data_full.json").read_text("utf-8"))[part]
    return Part(
        texts=[text for text, _ in rows],
        labels=[() if label == "oos" else (label,) for _, label in rows],
    )


def goemotions(part: str) -> Part:
    """Read GoEmotions: train or dev."""
    text = (DATA / "goemotions" / f"{part}.tsv").read_text("utf-8")
    rows = [line.split("\t") for line in text.split("\n") if line]
    return Part(
        texts=[row[0] for row in rows],
        labels=[tuple(row[1].split(",")) for row in rows],
    )
