"""`shopkeeper check` as its users run it: letters and drafts in, findings out."""

from __future__ import annotations

import json
import subprocess
import sys

from pathlib import Path

import pytest

from shopkeeper.bootstrap import read_house_rules
from shopkeeper.vocabulary import BadInput


GOOD = {
    "id": "good", "note": "kept",
    "text": "Hi Bee,\n\nYour tap was mended on 3 May; turn it and see.\n\nThank you.\n\nAda",
    "context": {"preferred_name": "Bee", "full_name": "B. Ito", "register": None,
                "suffered": None, "done": ["tap mended on 3 May"], "open": [],
                "terms": None, "language": "en", "channel": "mail"},
}  # fmt: skip
BAD = GOOD | {"id": "bad", "text": "Dear Beatrix,\n\nHurry, only two left!"}


def run(*words: str) -> subprocess.CompletedProcess[str]:
    """Run the command in a process of its own."""
    return subprocess.run(
        [sys.executable, "-c", "from shopkeeper.cli import main; main()", "check", *words],
        capture_output=True, text=True, check=False,
    )  # fmt: skip


def write(path: Path, *rows: dict) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def test_letters_in_findings_out(tmp_path: Path) -> None:
    """In order, as contracted; what else a line says is kept. Exit 1: it found something."""
    letters = write(tmp_path / "letters.jsonl", GOOD, BAD)
    out, page = tmp_path / "found.jsonl", tmp_path / "found.html"
    told = run(str(letters), "--out", str(out), "--html", str(page))
    good, bad = (json.loads(line) for line in out.read_text().splitlines())

    assert told.returncode == 1, told.stderr
    assert "2 letters, 1 with something to look at" in told.stderr
    assert (good["id"], good["note"], good["spans"]) == ("good", "kept", {})
    assert set(bad["spans"]) == {k for k, v in bad["checks"].items() if v == "fail"}
    assert bad["spans"]["greets_by_name"] == [[5, 12]]
    assert set(good["five_h"]) == {
        "human",
        "heart",
        "honesty",
        "hospitality",
        "harmony",
    }
    assert all(set(one) == {"check", "start", "end", "says"} for one in bad["advice"])
    assert "only two left" in page.read_text(encoding="utf-8")


def test_the_same_letters_give_the_same_bytes(tmp_path: Path) -> None:
    """Deterministic: nothing is drawn."""
    letters = write(tmp_path / "letters.jsonl", GOOD, BAD)
    outs = [tmp_path / "one.jsonl", tmp_path / "two.jsonl"]
    for out in outs:
        run(str(letters), "--out", str(out))

    assert outs[0].read_bytes() == outs[1].read_bytes()


def test_a_draft_is_read_with_what_is_true_around_it(tmp_path: Path) -> None:
    """Line and column, as compilers tell them."""
    draft = tmp_path / "draft.md"
    draft.write_text(
        '+++\npreferred_name = "Bee"\n+++\nDear Beatrix,\n\nThank you.\n\nAda\n',
        encoding="utf-8",
    )
    told = run(str(draft))

    assert told.returncode == 1
    assert (
        'draft:1:6: greets_by_name: "Beatrix" She likes to be called Bee.'
        in told.stdout
    )


def test_a_good_letter_exits_with_nothing_said(tmp_path: Path) -> None:
    """0 is: nothing found."""
    told = run(str(write(tmp_path / "letters.jsonl", GOOD)))

    assert (told.returncode, told.stdout) == (0, "")


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ({"text": "x"}, "line 1: `id` is missing"),
        ({"id": "a"}, "line 1: `text` is missing"),
        ({"id": "a", "text": "x", "context": {"channel": "pigeon"}}, "context.channel"),
        (
            {"id": "a", "text": "x", "context": {"done": "x"}},
            "`context` cannot be read",
        ),
    ],
)
def test_a_line_that_is_no_letter_is_named(
    tmp_path: Path, row: dict, says: str
) -> None:
    """One sentence, exit 2, no traceback."""
    told = run(str(write(tmp_path / "letters.jsonl", row)))

    assert told.returncode == 2
    assert says in told.stderr
    assert "Traceback" not in told.stderr


@pytest.mark.parametrize(
    ("rule", "says"),
    [
        ('key = "a.b"\ncheck = "registre"\nlooks_for = ["x"]\nsays = "y"', "line 3: `check` is one of"),
        ('key = "a.b"\ncheck = "register"\nlooks_for = ["(x"]\nsays = "y"', "line 4: '(x' is no pattern"),
        ('key = "a.b"\ncheck = "register"\nlooks_for = ["x"]', "`says` is a text"),
        ('key = "a.b"\noff = true', "line 2: there is no rule 'a.b' to switch off"),
        ('key = "a.b"\nlook_for = ["x"]', "did you mean `rules.looks_for`"),
    ],
)  # fmt: skip
def test_a_mistake_in_a_rule_of_the_shop_is_named_with_its_line(
    tmp_path: Path, rule: str, says: str
) -> None:
    """Clear errors at the line."""
    (tmp_path / "tone").mkdir()
    (tmp_path / "tone" / "own.toml").write_text(
        f"[[rules]]\n{rule}\n", encoding="utf-8"
    )

    with pytest.raises(BadInput) as refused:
        read_house_rules(tmp_path)

    assert "own.toml" in str(refused.value)
    assert says in str(refused.value)


def test_a_shop_changes_a_rule_that_is_shipped(tmp_path: Path) -> None:
    """Only what it says differently is different."""
    (tmp_path / "tone").mkdir()
    (tmp_path / "tone" / "own.toml").write_text(
        '[[rules]]\nkey = "register.sure-slang"\nsays = "Not in this house."\n'
        '[[rules]]\nkey = "register.shouting"\noff = true\n',
        encoding="utf-8",
    )
    house = read_house_rules(tmp_path)

    assert [one.says for one in house.rules] == ["Not in this house."]
    assert "mate" in house.rules[0].looks_for
    assert house.off == {"register.shouting"}
