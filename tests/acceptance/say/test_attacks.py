"""The ruler of `say` is content with ours, over attacks and safe cases of each kind."""

from __future__ import annotations

import importlib.util
import json
import sys

from datetime import UTC
from pathlib import Path
from types import ModuleType

import pytest

from shopkeeper.bootstrap import (
    find_variant,
    read_json_lines,
    read_text,
    write_json_lines,
)
from shopkeeper.flow.say_files import Contents, Lines, say_files
from shopkeeper.say import read_content
from shopkeeper.vocabulary import Predicates, Shop
from tests.acceptance.say.attacks import ATTACKS, NOW, SAFE, write_attacks


RULER = Path(__file__).parents[3].parent / "shared" / "eval"


@pytest.fixture(scope="session")
def ruler() -> ModuleType:
    """The ruler, which knows nothing of how the product works."""
    if not (RULER / "say.py").exists():
        pytest.skip("the ruler of say is not here: shared/eval/say.py")
    sys.path.insert(0, str(RULER))
    try:
        spec = importlib.util.spec_from_file_location("ruler_say", RULER / "say.py")
        assert spec is not None
        assert spec.loader is not None
        module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
        return module
    finally:
        sys.path.remove(str(RULER))


def say_all(folder: Path) -> list[Path]:
    """Say each content to its people, as the command does."""
    predicates = Predicates()
    facts = Lines(name="facts.jsonl", rows=read_json_lines(folder / "facts.jsonl"))
    owned: dict[str, list[tuple[int, dict[str, object]]]] = {}
    for number, row in facts.rows:
        owned.setdefault(str(row["person"]), []).append((number, dict(row)))
    written = []
    for people in sorted((folder / "people").glob("*.jsonl")):
        path = folder / "content" / f"{people.stem}.md"
        content = read_content(read_text(path), name=str(path), predicates=predicates)
        rows = read_json_lines(people)
        # Only what could be theirs: the whole file each time would take hours.
        mine = [
            fact
            for _, row in rows
            for prefix in ("", "other-", "nobody-", "ME-")
            for fact in owned.get(f"{prefix}{row['person']}", [])
        ]
        spoken = say_files(
            Contents(content, predicates, find_variant(path)),
            people=Lines(name=str(people), rows=rows),
            facts=Lines(name="facts.jsonl", rows=mine),
            predicates=predicates,
            shop=Shop(name="our shop"),
            zone=UTC,
            now=NOW,
        )
        written.append(folder / f"{people.stem}.messages.jsonl")
        write_json_lines(written[-1], spoken.messages)
    return written


def judge(ruler: ModuleType, folder: Path, *, each: int, seed: int) -> None:
    """Demand that nothing wrong is said and little that is safe is withheld."""
    count = write_attacks(folder, each=each, seed=seed)
    figures = ruler.measure(say_all(folder), folder)
    none = (
        "wrong_specific_claims", "unsafe_specificity", "sent_against_a_no",
        "foreign_values", "neither_body_nor_reason", "held_though_free",
        "held_with_words", "ladders_miscounted", "claims_that_do_not_carry",
        "values_without_a_claim", "messages_lacking_a_text",
    )  # fmt: skip
    assert {name: figures[name] for name in none if figures[name]} == {}
    assert figures["messages"] == count == each * (len(ATTACKS) + len(SAFE))
    assert figures["specific_where_safe"] >= 0.99


@pytest.mark.parametrize("seed", [1])
def test_nothing_wrong_is_said_and_what_is_safe_is_said(ruler, tmp_path, seed):
    """A hundred cases of each kind."""
    judge(ruler, tmp_path, each=100, seed=seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", [2, 3])
def test_nothing_wrong_is_said_a_thousand_times_a_kind(ruler, tmp_path, seed):
    """A thousand cases of each kind."""
    judge(ruler, tmp_path, each=1000, seed=seed)


def test_the_attacks_find_a_product_that_says_everything(ruler, tmp_path):
    """A broken twin that prints whatever is known fails the ruler."""
    write_attacks(tmp_path, each=2, seed=1)
    paths = say_all(tmp_path)
    for path in paths:
        rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
        for row in rows:
            row |= {"rungs": [0] * len(row["rungs"])}
        write_json_lines(path, rows)
    assert ruler.measure(paths, tmp_path)["unsafe_specificity"] > len(ATTACKS)
