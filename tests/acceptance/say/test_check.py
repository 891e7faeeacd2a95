"""`shopkeeper check` as its users run it: letters and drafts in, findings out."""

from __future__ import annotations

import json
import subprocess
import sys

from pathlib import Path

import pytest

from shopkeeper.bootstrap import read_house_rules
from shopkeeper.cli.check_words import places_of
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
    """Path, line of the file and column, as compilers tell them."""
    draft = tmp_path / "draft.md"
    draft.write_text(
        '+++\npreferred_name = "Bee"\n+++\nDear Beatrix,\n\nThank you.\n\nAda\n',
        encoding="utf-8",
    )
    told = run(str(draft))

    assert told.returncode == 1
    assert (
        f'{draft}:4:6: greets_by_name: "Beatrix" She likes to be called Bee.'
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


KIND = (
    "Dear Wren,\n\nI am sorry that your kettle came back a week late. It stands mended "
    "at the counter; switch it on and see.\n\nThank you for telling us.\n\nAda Holm\n"
)


def test_what_nobody_stated_is_not_asked(tmp_path: Path) -> None:
    """A good draft without a word of context is a good draft."""
    draft = tmp_path / "draft.md"
    draft.write_text(KIND, encoding="utf-8")
    out = tmp_path / "found.jsonl"
    told = run(str(draft), "--out", str(out))
    checks = json.loads(out.read_text())["checks"]

    assert (told.returncode, told.stdout) == (0, "")
    assert {name for name, one in checks.items() if one == "na"} == {
        "greets_by_name", "register", "apologises_for_the_effect",
        "says_what_was_done", "says_how_to_verify", "says_what_happens_next",
        "nothing_left_out",
    }  # fmt: skip


def test_a_token_is_no_name_whatever_is_known(tmp_path: Path) -> None:
    """That needs no context."""
    draft = tmp_path / "draft.md"
    draft.write_text(KIND.replace("Wren", "{{first_name}}"), encoding="utf-8")

    assert "greets_by_name" in run(str(draft)).stdout


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (("Sehr geehrte Frau Huber,\n\nvielen Dank für Ihre Nachricht. Wir haben die "
         "Ware geschickt.\n\nAda\n"), "not checked: language de"),
        ("", "not checked: it is empty"),
        ('+++\nlanguage = "pl"\n+++\nDear Wren,\n', "not checked: language pl"),
    ],
)  # fmt: skip
def test_what_cannot_be_looked_at_is_said(tmp_path: Path, text: str, why: str) -> None:
    """German by English rules would be a verdict about nothing; so is an empty letter."""
    draft = tmp_path / "draft.md"
    draft.write_text(text, encoding="utf-8")
    out = tmp_path / "found.jsonl"
    told = run(str(draft))
    run(str(draft), "--out", str(out))
    row = json.loads(out.read_text())

    assert told.returncode == 1
    assert f"{draft}: {why}" in told.stdout
    assert "1 not checked" in told.stderr
    assert set(row["checks"].values()) == {"na"}
    assert set(row["five_h"].values()) == {None}
    assert row["not_checked"] in f"not checked: {row['not_checked']}"


@pytest.mark.parametrize(
    ("words", "pressed"),
    [
        ("If we do not hear from you we will renew your plan.", True),
        ("Unless I hear by Friday, your membership will continue for a year.", True),
        ("Your plan will renew in May unless you tell us.", True),
        ("If we do not hear from you, we will not renew it.", False),
        ("If we do not hear from you, nothing is renewed and nothing is owed.", False),
        ("If you want it renewed, say so; else it ends in May.", False),
    ],
)
def test_silence_is_no_yes(tmp_path: Path, words: str, pressed: bool) -> None:  # noqa: FBT001
    """A renewal by silence is a hand on her sleeve; its refusal by silence is not."""
    draft = tmp_path / "draft.md"
    draft.write_text(f"Dear Wren,\n\n{words}\n\nThank you.\n\nAda Holm\n", "utf-8")

    assert ("Silence is no yes" in run(str(draft)).stdout) is pressed


def test_a_field_that_is_none_is_named_with_the_nearest(tmp_path: Path) -> None:
    """A name that is misspelt would leave a check unasked, and nobody would know."""
    draft = tmp_path / "draft.md"
    draft.write_text('+++\nprefered_name = "Bee"\n+++\nDear Bee,\n', "utf-8")
    told = run(str(draft))

    assert told.returncode == 2
    assert "knows no `prefered_name`: did you mean `preferred_name`?" in told.stderr


def test_a_rule_of_the_house_needs_nobodys_manner(tmp_path: Path) -> None:
    """What this house never says it says to nobody; shipped rules do need to know her."""
    (tmp_path / "shop.toml").write_text('[shop]\nname = "X"\n', "utf-8")
    (tmp_path / "tone").mkdir()
    (tmp_path / "tone" / "own.toml").write_text(
        '[[rules]]\nkey = "house.no-guys"\ncheck = "register"\n'
        'looks_for = ["you guys"]\nsays = "We say neighbours."\n', "utf-8",
    )  # fmt: skip
    draft = tmp_path / "draft.md"
    draft.write_text(KIND.replace("telling us", "telling us, you guys"), "utf-8")

    told = run(str(draft), "--shop", str(tmp_path)).stdout
    assert 'register: "you guys" We say neighbours.' in told
    assert "register" not in run(str(draft)).stdout


def test_a_page_shows_a_letter_as_a_letter_and_each_place_once(tmp_path: Path) -> None:
    """Its lines stay lines; what rule and ear both hear has one number."""
    draft, page = tmp_path / "draft.md", tmp_path / "page.html"
    draft.write_text(
        "Dear Wren,\n\nHurry, only two places left!\n\nThank you.\n\nAda Holm\n",
        "utf-8",
    )
    german = tmp_path / "brief.md"
    german.write_text(
        "Sehr geehrte Frau Huber,\n\nvielen Dank für die Ware.\n", "utf-8"
    )
    run(str(draft), str(german), "--html", str(page))
    text = page.read_text("utf-8")

    assert "Dear Wren,\n\n" in text
    assert text.count("<mark") == 1
    assert text.count("<sup>1</sup>") == 1
    assert text.count("<strong>presses her</strong>") == 1
    assert "no_pressure" not in text
    assert "Not checked: language de" in text


def test_what_overlaps_is_one_place_and_what_is_missing_comes_first() -> None:
    """Of one check the fuller advice; of two checks both."""
    told = [
        {"check": "no_pressure", "start": 10, "end": 20, "says": "short"},
        {"check": "no_pressure", "start": 5, "end": 30, "says": "the fuller one"},
        {"check": "plain_voice", "start": 28, "end": 40, "says": "plain"},
        {"check": "register", "start": 40, "end": 44, "says": "manner"},
        {"check": "thanks_and_is_signed", "start": 0, "end": 0, "says": "no thanks"},
    ]
    assert [(one.start, one.end, one.says) for one in places_of(told)] == [
        (0, 0, (("thanks_and_is_signed", "no thanks"),)),
        (5, 40, (("no_pressure", "the fuller one"), ("plain_voice", "plain"))),
        (40, 44, (("register", "manner"),)),
    ]
