"""The record of the libraries and the project's dependencies are one list."""

from __future__ import annotations

import re
import tomllib

from pathlib import Path


ROOT = Path(__file__).parents[2]
RECORD = ROOT / "docs" / "decisions" / "2026-11-22-libraries.md"
MOST = 25  # the record says so
EXACT = re.compile(r"([a-z0-9-]+)==[\w.]+")


def project() -> dict:
    """Return what `pyproject.toml` states."""
    return tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))


def test_each_direct_dependency_has_its_line_and_no_line_is_left_over() -> None:
    """
    With a reason and what it stands in for, in the order of the alphabet.
    """
    rows = re.findall(
        r"^\| ([\w-]+) \| (.+) \| (.+) \|$",
        RECORD.read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    names = [name for name, *_ in rows if name != "library"]
    declared = [one.partition("==")[0] for one in project()["project"]["dependencies"]]

    assert names == sorted(declared)
    assert len(declared) <= MOST


def test_every_dependency_has_an_exact_version() -> None:
    """
    A fresh clone gets what was tested, without a lock file.
    """
    stated = project()
    everything = [
        *stated["project"]["dependencies"],
        *stated["dependency-groups"]["dev"],
        *stated["build-system"]["requires"],
    ]

    assert [one for one in everything if not EXACT.fullmatch(one)] == []
