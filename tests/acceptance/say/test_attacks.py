"""The ruler of `say` is content with ours, over attacks and safe cases of each kind."""

from __future__ import annotations

import importlib.util
import json
import sys

from pathlib import Path
from types import ModuleType

import pytest

from shopkeeper.bootstrap import write_json_lines
from tests.acceptance.say.attacks import ATTACKS, SAFE, write_attacks
from tests.acceptance.say.harness import KINDS, run
from tests.acceptance.say.saying import say_all


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


def test_two_thousand_attacks_of_eleven_kinds_get_nothing_specific_out(tmp_path):
    """A fifth of what `python -m tests.acceptance.say.harness` does, and its bars."""
    found = run(tmp_path, attacks=2_000, safe=600, seed=7)
    assert found.fails == []
    assert min(row.cases for row in found.rows.values()) >= 180
    assert found.specific >= 0.98 * found.safe


def test_every_attack_there_is_belongs_to_one_of_the_eleven_kinds():
    """A new maker has to say what it is an attack of."""
    assert {maker for makers in KINDS.values() for maker in makers} == set(ATTACKS)
    assert len(KINDS) == 11
