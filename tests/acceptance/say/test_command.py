"""`shopkeeper say` as its users run it: files in, messages out, clear refusals."""

from __future__ import annotations

import json
import re
import subprocess
import sys

from pathlib import Path

import pytest

from shopkeeper.cli.say import say
from shopkeeper.vocabulary import BadInput


CONTENT = """+++
key = "tea"
purpose = "marketing"
channels = ["email"]
subject = "{{ shop.name }}"
+++
{% say %}Hello {{ person.called }},{% or %}Hello,{% endsay %}
"""
GERMAN = CONTENT.replace("Hello", "Guten Tag")
ANN = {"person": "ann", "channel": "email", "address": "a@mail.example"}
ANN |= {"consents": {"marketing": "granted"}, "club": "gold"}
BOB = {"person": "bob", "channel": "sms", "address": "+44", "language": "de-AT"}
ULI = ANN | {"person": "uli", "language": "de-AT"}
FACT = {
    "id": "f1", "person": "ann", "about": "person.called", "value": "Ann",
    "standing": "told", "confidence": 0.98, "learned_at": "2026-10-01", "extra": 1,
}  # fmt: skip


def write(
    folder: Path,
    *,
    content: str = CONTENT,
    people: object = (ANN, BOB, ULI),
    facts: object = (FACT,),
) -> None:
    """Write the files that the command reads."""
    (folder / "tea.md").write_text(content, encoding="utf-8")
    (folder / "tea.de.md").write_text(GERMAN, encoding="utf-8")
    for name, rows in (("people", people), ("facts", facts)):
        text = rows if isinstance(rows, str) else "\n".join(map(json.dumps, rows))
        (folder / f"{name}.jsonl").write_text(text, encoding="utf-8")


def run(folder: Path, **files: object) -> None:
    """Write the files and call the command in this process."""
    write(folder, **files)
    say(
        folder / "tea.md",
        people=folder / "people.jsonl",
        facts=folder / "facts.jsonl",
        out=folder / "messages.jsonl",
        now="2026-11-02T09:00:00+00:00",
    )


def test_each_person_gets_a_line_in_order(tmp_path, capsys):
    """Said in her language, held with a reason, and summed up on stderr."""
    unknown = FACT | {"id": "f2", "about": "no.such"}
    foreign = FACT | {"id": "f3", "person": "eve"}
    run(tmp_path, facts=[FACT, unknown, foreign])
    told = capsys.readouterr().err
    lines = (tmp_path / "messages.jsonl").read_text("utf-8").splitlines()
    ann, bob, uli = map(json.loads, lines)
    assert ann["body"] == "Hello Ann,"
    assert ann["subject"] == "our shop"
    assert ann["club"] == "gold"
    assert ann["held"] is None
    assert ann["claims"][0]["said"] == ["Ann"]
    assert bob["held"]["because"] == "she has not agreed to marketing messages"
    assert (bob["subject"], bob["body"], bob["claims"]) == (None, None, [])
    assert uli["body"] == "Guten Tag,"
    assert "not used 1: its `about` is unknown ('f2' is one)" in told
    assert "not used 1: it is about nobody of the people file" in told
    assert told.splitlines()[-1] == "say: 3 messages, 1 of them held"


@pytest.mark.parametrize(
    ("files", "says"),
    [
        ({"people": [ANN, ANN]}, "people.jsonl, line 2: ann stands twice"),
        ({"people": [{"person": "x", "channel": "email"}]}, "line 1: the field `addre"),
        ({"people": [ANN | {"channel": "fax"}]}, "line 1: `channel` is one of"),
        ({"people": [ANN | {"suppressed": ["mail"]}]}, "line 1: `suppressed` holds"),
        ({"people": [ANN | {"consents": {"fun": "denied"}}]}, "line 1: `consents` is"),
        ({"people": [ANN | {"erased": "no"}]}, "line 1: `erased` must be true or"),
        ({"people": '{"person": '}, "people.jsonl, line 1 is not JSON"),
        ({"people": "[1]"}, "people.jsonl, line 1: each line is an object"),
        ({"facts": [{"id": "f"}]}, "facts.jsonl, line 1: the field `person` is"),
        ({"facts": [FACT, FACT]}, "facts.jsonl, line 2: the fact id f1 stands twice"),
        ({"facts": [FACT | {"standing": "heard"}]}, "line 1: `standing` is one of"),
        ({"facts": [FACT | {"learned_at": "soon"}]}, "line 1: `learned_at` must be"),
        ({"content": CONTENT + "{{ person.called }}"}, "tea.md, line 8, column 4"),
    ],
)
def test_bad_input_is_one_sentence_and_no_file(tmp_path, files, says):
    """It names file and line, and nothing is half-written."""
    with pytest.raises(BadInput, match=re.escape(says)):
        run(tmp_path, **files)
    assert not list(tmp_path.glob("*messages*"))


def test_the_command_ends_with_one_sentence_and_exit_2(tmp_path):
    """As its users run it."""
    write(tmp_path, people=[ANN, ANN])
    command = [
        sys.executable, "-c", "from shopkeeper.cli import main; main()", "say",
        "tea.md", "--people", "people.jsonl", "--facts", "facts.jsonl",
        "--out", "messages.jsonl",
    ]  # fmt: skip
    done = subprocess.run(
        command, cwd=tmp_path, capture_output=True, text=True, check=False
    )
    assert done.returncode == 2
    assert done.stderr == (
        "shopkeeper: people.jsonl, line 2: ann stands twice; keep one of the lines\n"
    )


def test_a_value_of_a_wrong_kind_is_reported_and_not_fatal(tmp_path, capsys):
    """Facts come from many hands."""
    odd = [FACT | {"id": f"x{at}", "value": value} for at, value in enumerate(([], {}))]
    odd.append(FACT | {"id": "half", "value": "Ann\ud800"})
    odd.append(FACT | {"id": "sure", "confidence": 7})
    run(tmp_path, people=[ANN], facts=odd)
    told = capsys.readouterr().err
    assert "not used 2: its value is not of its predicate's type" in told
    assert "not used 1: its confidence is not between 0 and 1" in told
    assert "not used 1: its value holds control" in told


def test_today_is_the_day_it_is_where_she_is(tmp_path):
    """At nine in London it is tomorrow in Auckland; nowhere is the shop's day."""
    said = CONTENT.replace("Hello,", "It is {{ today }},")
    people = [
        ANN | {"person": name, "time_zone": zone}
        for name, zone in (
            ("kiri", "Pacific/Kiritimati"), ("lon", "Europe/London"),
            ("no", "Mars/One"), ("leo", "../../etc/passwd"),
        )
    ]  # fmt: skip
    write(tmp_path, content=said, people=people, facts=[])
    say(
        tmp_path / "tea.md", people=tmp_path / "people.jsonl",
        facts=tmp_path / "facts.jsonl", out=tmp_path / "messages.jsonl",
        now="2026-11-02T13:00:00+00:00",
    )  # fmt: skip
    lines = (tmp_path / "messages.jsonl").read_text("utf-8").splitlines()
    bodies = [json.loads(line)["body"].strip() for line in lines]
    days = [body.split()[2] for body in bodies]
    assert days == ["3", "2", "2", "2"]
