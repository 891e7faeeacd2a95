"""What is run is what is there: no test, example or check is left out by its place."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib

from pathlib import Path


ROOT = Path(__file__).parents[2]
CHECKS = ("ruff check", "ruff format --check", "mypy", "lint-imports", "deptry .")


def pytest_settings() -> dict:
    """Return pytest's part of `pyproject.toml`."""
    stated = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    return stated["tool"]["pytest"]["ini_options"]


def test_every_folder_of_tests_is_a_package() -> None:
    """
    Two tests of one name in folders that are none would hide each other.
    """
    folders = {path.parent for path in (ROOT / "tests").rglob("test_*.py")}

    assert len(folders) > 10
    assert [one for one in folders if not (one / "__init__.py").is_file()] == []


def test_every_file_of_tests_is_collected_by_its_name() -> None:
    """
    A test in a file of another name would never run.
    """
    files = [
        path
        for path in (ROOT / "tests").rglob("*.py")
        if not path.name.startswith("test_") and path.name != "conftest.py"
    ]
    hidden = [
        f"{path.name}: {node.name}"
        for path in files
        for node in ast.parse(path.read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
    ]

    assert hidden == []


def test_warnings_are_errors_and_every_marker_is_known() -> None:
    """
    And what is slow, or needs Spark, is left to `-m slow` and `-m spark`, by name.
    """
    settings = pytest_settings()

    assert settings["filterwarnings"][0] == "error"
    assert {"--strict-markers", "--strict-config"} <= set(settings["addopts"])
    assert "not slow and not spark" in settings["addopts"]


def test_every_python_example_of_the_docs_is_run() -> None:
    """
    A page lies where pytest looks; an example is Python that says so.
    """
    looked_at = [ROOT / path for path in pytest_settings()["testpaths"]]
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]
    shown = [page for page in pages if "```python" in page.read_text(encoding="utf-8")]
    left_out = [
        page
        for page in shown
        if not any(page == one or one in page.parents for one in looked_at)
    ]

    assert shown
    assert left_out == []


def test_a_wrong_example_would_fail_and_a_shell_block_is_not_run(tmp_path) -> None:
    """
    Python blocks and docstrings are run by the root's conftest, and nothing else.
    """
    shutil.copy(ROOT / "conftest.py", tmp_path)
    (tmp_path / "pytest.ini").write_text("[pytest]\n")
    (tmp_path / "src").mkdir()
    (tmp_path / "src" / "module.py").write_text('"""\n>>> 1 + 1\n3\n"""\n')
    (tmp_path / "wrong.md").write_text("```python\nassert 1 + 1 == 3\n```\n")
    (tmp_path / "shell.md").write_text("```bash\ntouch run\n```\n")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider"],
        cwd=tmp_path, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 1
    assert "2 failed" in done.stdout, done.stdout
    assert "passed" not in done.stdout
    assert not (tmp_path / "run").exists()


def test_ci_runs_what_contributors_run() -> None:
    """
    The README's own command, every check, and the installed wheel.
    """
    script = ROOT / ".ci" / "run"
    text = script.read_text(encoding="utf-8")

    assert os.access(script, os.X_OK)
    assert "set -euo pipefail" in text
    assert "\npip install uv && uv run pytest\n" in text
    assert "pip install uv && uv run pytest" in (ROOT / "README.md").read_text("utf-8")
    assert [check for check in CHECKS if f"\nuv run {check}\n" not in text] == []
    assert ".ci/smoke" in text


def test_ci_ends_where_the_test_command_cannot_start(tmp_path: Path) -> None:
    """
    Of `pip … && uv …` the left side fails too: then nothing has been tested.
    """
    once = f"[ ! -e {tmp_path}/once ] || exit 7; touch {tmp_path}/once"
    for name, does in (("pip", once), ("uv", ":"), ("npm", ":"), ("apt-get", ":")):
        tool = tmp_path / name
        tool.write_text(f"#!/bin/sh\n{does}\n", encoding="utf-8")
        tool.chmod(0o755)
    here = Path(sys.executable).parent
    path = os.pathsep.join((str(tmp_path), str(here), "/usr/bin", "/bin"))

    done = subprocess.run(
        [str(ROOT / ".ci" / "run")], env={"PATH": path},
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == 7
    assert "FAILED in: tests" in done.stderr
    assert "PASSED" not in done.stdout


def test_the_lock_file_stays_out_of_git() -> None:
    """
    `uv run` writes it, with addresses of whatever index it was pointed at.
    """
    ignored = (ROOT / ".gitignore").read_text(encoding="utf-8").splitlines()

    assert {"uv.lock", ".venv/", ".shopkeeper/"} <= set(ignored)


def test_scripts_name_no_path_of_one_machine() -> None:
    """
    They run on a fresh one.
    """
    scripts = [*(ROOT / ".ci").iterdir(), *(ROOT / "benchmarks").glob("*.py")]
    named = [
        f"{script.name}: {found}"
        for script in scripts
        for found in re.findall(
            r"(?<![\w.$}\"])/(?:home|root|Users|work|opt|tmp)\b",
            script.read_text(encoding="utf-8"),
        )
    ]

    assert named == []
