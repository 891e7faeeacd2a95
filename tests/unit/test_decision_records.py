"""Decision records say why, what it cost, how we will know, and what keeps them."""

from __future__ import annotations

import re

from pathlib import Path

import pytest


ROOT = Path(__file__).parents[2]
RECORDS = sorted((ROOT / "docs" / "decisions").glob("*.md"))
PARTS = (
    "**Why now.**",
    "**We decided**",
    "**We gave up**",
    "**We will know it was wrong**",
    "**It is kept by**",
)
ONE_SCREEN = 45  # lines


def test_there_are_records() -> None:
    """The checks below check something."""
    assert len(RECORDS) >= 11


@pytest.mark.parametrize("record", RECORDS, ids=lambda one: one.stem)
def test_a_record_has_its_five_parts_in_order_on_one_screen(record: Path) -> None:
    """A longer one decides more than one thing."""
    text = record.read_text(encoding="utf-8")
    places = [text.find(part) for part in PARTS]
    assert -1 not in places, [part for part in PARTS if part not in text]
    assert places == sorted(places)
    assert text.startswith("# ")
    assert "Status: " in text
    assert len(text.splitlines()) <= ONE_SCREEN


@pytest.mark.parametrize("record", RECORDS, ids=lambda one: one.stem)
def test_what_keeps_a_record_is_there(record: Path) -> None:
    """A record that nothing keeps is a wish."""
    kept_by = record.read_text(encoding="utf-8").partition(PARTS[-1])[2]
    paths = re.findall(r"`([\w./-]+\.(?:py|toml))`", kept_by)
    assert any(path.startswith("tests/") for path in paths)
    assert [path for path in paths if not (ROOT / path).is_file()] == []
