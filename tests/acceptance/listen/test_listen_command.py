"""`shopkeeper listen` as contracted: contracts.md, section 4."""

from __future__ import annotations

import contextlib
import io
import json
import subprocess
import sys

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from shopkeeper.cli import app
from shopkeeper.vocabulary import ShopkeeperError


SHARED = Path(__file__).parents[3].parent / "shared"


@dataclass
class Done:
    """What a command came to."""

    returncode: int
    stderr: str


def run(*words: object) -> Done:
    """Run `shopkeeper listen …` in this process, as `main` does."""
    errors = io.StringIO()
    with contextlib.redirect_stderr(errors):
        try:
            app(["listen", *map(str, words)])
        except ShopkeeperError as error:
            return Done(error.exit_code, str(error))
        except SystemExit as ended:
            code = ended.code if isinstance(ended.code, int) else 0
            return Done(code, errors.getvalue())
    return Done(0, errors.getvalue())


def write(path: Path, rows: Iterable[Mapping[str, object]]) -> Path:
    """Write JSON lines."""
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def read(path: Path) -> list[dict[str, object]]:
    """Read JSON lines."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_one_line_an_id_in_order_with_every_field(tmp_path: Path) -> None:
    """Shapes are final; unknown fields pass through, ours win over labels."""
    said = write(
        tmp_path / "said.jsonl",
        [
            {"id": "b", "text": "We will ring you by Friday.", "speaker": "agent",
             "said_at": "2026-03-10T10:00:00+00:00", "promises": ["a label"], "x": 1},
            {"id": "a", "text": "STOP", "channel": "carrier pigeon"},
            {"id": 3, "text": ""},
        ],
    )  # fmt: skip
    done = run(said, "--out", tmp_path / "heard.jsonl")
    assert done.returncode == 0, done.stderr
    first, second, third = read(tmp_path / "heard.jsonl")
    assert [first["id"], second["id"], third["id"]] == ["b", "a", "3"]
    assert first["x"] == 1
    (promise,) = first["promises"]
    assert 0.5 < promise.pop("confidence") <= 1
    assert promise == {
        "what": "ring you", "start": 8, "end": 16, "owner": "us",
        "deadline": "2026-03-13", "conditional": False,
    }  # fmt: skip
    assert second["stops"] == ["all"]
    assert third | {"id": "3"} == {
        "id": "3", "text": "", "promises": [], "stops": ["none"], "facts": [],
        "reply_wanted": False, "quoted": [],
    }  # fmt: skip


@pytest.mark.parametrize(
    ("lines", "says"),
    [
        ('{"id": "a"}\n', r"said.jsonl, line 1: the field `text` is missing"),
        ('{"text": "a"}\n', r"said.jsonl, line 1: the field `id` is missing"),
        ('{"id": "a", "text": "x"}\n{oops\n', r"said.jsonl, line 2"),
        (
            '{"id": "a", "text": "x"}\n{"id": "a", "text": "y"}\n',
            r"line 2: the id 'a' stands in line 1 too",
        ),
        ('{"id": "a", "text": "x", "said_at": "soon"}\n', r"line 1: `said_at`"),
        ('{"id": "a", "text": "x", "speaker": "dog"}\n', r"line 1: `speaker`"),
        ('{"id": "a", "text": "x", "time_zone": "Mars"}\n', r"line 1: `time_zone`"),
    ],
)
def test_bad_input_is_one_sentence_and_exit_2(
    tmp_path: Path, lines: str, says: str
) -> None:
    """File, line and field are named, nothing is written."""
    said = tmp_path / "said.jsonl"
    said.write_text(lines, encoding="utf-8")
    done = run(said, "--out", tmp_path / "heard.jsonl")
    assert done.returncode == 2
    assert says in done.stderr
    assert not (tmp_path / "heard.jsonl").exists()


def test_the_command_line_shows_no_traceback(tmp_path: Path) -> None:
    """A file that is not there is one sentence on stderr."""
    code = "from shopkeeper.cli import main; main()"
    words = ["listen", str(tmp_path / "no.jsonl"), "--out", str(tmp_path / "o.jsonl")]
    done = subprocess.run(
        [sys.executable, "-c", code, *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1


def test_a_model_is_learned_and_adds_labels(tmp_path: Path) -> None:
    """`listen train`, then `--model`."""
    table = tmp_path / "labelled.csv"
    rows = [f"where is my {w} it has not come,delivery" for w in "abcdefghijkl"]
    rows += [f"i want my money back for {w},refund|money" for w in "abcdefghijkl"]
    table.write_text("text,label\n" + "\n".join(rows) + "\n", encoding="utf-8")
    model = tmp_path / "model.npz"
    done = run("train", table, "--out", model, "--seed", "4")
    assert done.returncode == 0, done.stderr
    assert "seed 4" in done.stderr
    said = write(tmp_path / "said.jsonl", [{"id": "1", "text": "money back for it"}])
    done = run(said, "--out", tmp_path / "heard.jsonl", "--model", model)
    assert done.returncode == 0, done.stderr
    (line,) = read(tmp_path / "heard.jsonl")
    assert {"labels", "label", "label_confidence", "known"} <= set(line)
    assert line["label"] in {"refund", "money"}


@pytest.mark.parametrize(
    ("truth", "what", "least"),
    [
        ("promise_pilot/promises.jsonl", "promises", 0.9),
        ("stop_pilot/stops.jsonl", "stops", 0.9),
        ("facts_dev.jsonl", "facts", 0.8),
    ],
)
def test_the_pilots_are_heard(
    tmp_path: Path, truth: str, what: str, least: float
) -> None:
    """The ruler of the shared folder reads what the command writes."""
    labelled, ruler = SHARED / "data/listen" / truth, SHARED / "eval/listen.py"
    if not (labelled.exists() and ruler.exists()):
        pytest.skip("the shared pilots and their ruler are not here")
    done = run(labelled, "--out", tmp_path / "heard.jsonl")
    assert done.returncode == 0, done.stderr
    judged = subprocess.run(
        [sys.executable, str(ruler), str(tmp_path / "heard.jsonl"), str(labelled)],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    figures = json.loads(judged.stdout.splitlines()[-1])
    assert figures[what]["f1"] >= least
