"""The page about personal data names code and tests that are there."""

from __future__ import annotations

import re

from pathlib import Path

import pytest


ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "privacy.md"
PAGES = sorted(
    [*(ROOT / "docs").rglob("*.md"), ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
)
LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
TEST = re.compile(r"`(tests/[\w/]+\.py)(?:::(\w+))?`")


def test_every_test_on_the_page_is_there() -> None:
    """File and function; a renamed test breaks the promise it kept."""
    named = TEST.findall(PAGE.read_text(encoding="utf-8"))
    assert len(named) > 20
    for path, function in named:
        source = (ROOT / path).read_text(encoding="utf-8")
        assert not function or f"def {function}(" in source, f"{path}::{function}"


def test_every_row_of_the_page_leads_to_code_and_to_its_guard() -> None:
    """A row without a guard says so in words."""
    rows = [
        line
        for line in PAGE.read_text(encoding="utf-8").splitlines()
        if line.startswith("| ") and not line.startswith(("| what |", "| rule |"))
    ]
    assert len(rows) > 15
    for row in rows:
        _, what, code, guard, _ = (cell.strip() for cell in row.split("|"))
        assert "](../src/shopkeeper/" in code, what
        assert TEST.search(guard) or guard == "yours to look after", what


@pytest.mark.parametrize("page", PAGES, ids=lambda one: one.name)
def test_every_link_between_our_pages_and_files_leads_somewhere(page: Path) -> None:
    """Relative ones; a link to a moved file is a closed door."""
    links = LINK.findall(page.read_text(encoding="utf-8"))
    gone = [
        link
        for link in links
        if "://" not in link and not (page.parent / link).resolve().exists()
    ]
    assert gone == []
