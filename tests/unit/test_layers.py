"""The mechanical checks of the house catch what they are there for."""

from __future__ import annotations

import shutil
import subprocess
import sys

from pathlib import Path

import pytest


ROOT = Path(__file__).parents[2]
LINT = "from importlinter.cli import lint_imports_command as lint; lint()"

# One deliberate breakage for each contract: where, what, and how it is reported.
BREAKAGES = {
    "Dependencies point inwards, and verbs do not know each other": (
        "decide/quiet.py",
        "import shopkeeper.say.names",
        "shopkeeper.decide is not allowed to import shopkeeper.say",
    ),
    "Only bootstrap may import adapters": (
        "cli/say.py",
        "import shopkeeper.adapters.files.lines",
        "shopkeeper.cli.say -> shopkeeper.adapters.files.lines",
    ),
    "Adapters do not know each other": (
        "adapters/duckdb/engine.py",
        "import shopkeeper.adapters.files.lines",
        "shopkeeper.adapters.duckdb.engine -> shopkeeper.adapters.files.lines",
    ),
    "The core touches no disk, wire, clock or dice": (
        "remember/due.py",
        "import pathlib",
        "shopkeeper.remember.due -> pathlib",
    ),
    "No cycles inside any package": (
        "vocabulary/closed_sets.py",
        "import shopkeeper.vocabulary.touches",
        "shopkeeper.vocabulary",
    ),
}

# What the edges alone may do, and how it would look in the core.
BANNED = """import os
import random
import time
import uuid
from datetime import date, datetime
from unittest import mock

print(datetime.now(), datetime.utcnow(), date.today(), time.time())
print(random.random(), uuid.uuid4(), os.environ, mock)
"""


def lint_imports(folder: Path) -> tuple[int, str]:
    """Check the contracts on the package in *folder*/src."""
    done = subprocess.run(
        [sys.executable, "-c", LINT, "--no-cache", "--config", "../pyproject.toml"],
        cwd=folder / "src",
        capture_output=True,
        text=True,
        check=False,
    )
    # The report breaks its lines where the terminal ends.
    return done.returncode, " ".join(done.stdout.split())


@pytest.fixture(scope="module")
def broken(tmp_path_factory) -> tuple[int, str]:
    """Lint a copy of the house in which every wall has a hole."""
    folder = tmp_path_factory.mktemp("broken")
    ignored = shutil.ignore_patterns("__pycache__")
    shutil.copytree(ROOT / "src", folder / "src", ignore=ignored)
    shutil.copy(ROOT / "pyproject.toml", folder)
    for place, line, _ in BREAKAGES.values():
        module = folder / "src" / "shopkeeper" / place
        module.write_text(module.read_text(encoding="utf-8") + f"\n{line}\n")
    room = folder / "src" / "shopkeeper" / "helpers"
    room.mkdir()
    (room / "__init__.py").write_text('"""A room that is on no plan."""\n')
    return lint_imports(folder)


def test_the_house_stands_as_it_is_drawn() -> None:
    """
    All contracts are kept.
    """
    code, report = lint_imports(ROOT)

    assert code == 0, report
    assert f"Contracts: {len(BREAKAGES)} kept, 0 broken." in report


@pytest.mark.parametrize("contract", BREAKAGES)
def test_a_hole_in_a_wall_is_found(contract, broken) -> None:
    """
    A contract that nothing breaks may be checking nothing.
    """
    code, report = broken

    assert code == 1
    assert f"{contract} BROKEN" in report
    assert BREAKAGES[contract][2] in report


def test_a_room_that_is_on_no_plan_is_found(broken) -> None:
    """
    A new package must be given its layer.
    """
    _, report = broken

    assert "shopkeeper.helpers" in report


def test_clocks_dice_ids_and_settings_are_refused_in_the_core() -> None:
    """
    Each banned name is refused by its own message, and none is banned in vain.
    """
    done = subprocess.run(
        [
            sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "TID251",
            "--output-format", "concise", "-",
            "--stdin-filename", str(ROOT / "src/shopkeeper/decide/new.py"),
        ],
        cwd=ROOT, input=BANNED, capture_output=True, text=True, check=False,
    )  # fmt: skip

    for name in (
        "datetime.datetime.now", "datetime.datetime.utcnow", "datetime.date.today",
        "time.time", "random", "uuid.uuid4", "os.environ", "unittest.mock",
    ):  # fmt: skip
        assert f"`{name}` is banned" in done.stdout, done.stdout + done.stderr
