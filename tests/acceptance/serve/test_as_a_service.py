"""The unit and the container file of the docs are what their own tools take."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import tomllib

from pathlib import Path

import pytest

from shopkeeper.adapters.files.shop_toml import shop_from
from shopkeeper.adapters.files.toml_table import parse_toml
from shopkeeper.cli import app
from tests.builders.server import new_served_shop, running


HOW_TO = Path(__file__).parents[3] / "docs" / "how-to"
NO_SYSTEMD = "systemd-analyze is not installed here (Debian: apt install systemd)"
PAGE = (HOW_TO / "run-it-as-a-service.md").read_text(encoding="utf-8")


def _blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)


def test_systemd_takes_the_units(tmp_path: Path) -> None:
    """Not one warning: an unknown setting would be left out silently."""
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip(NO_SYSTEMD)
    units = _blocks("ini")
    assert len(units) == 2
    for number, unit in enumerate(units):
        # The program and its user are not on every machine.
        here = unit.replace("/opt/shopkeeper/bin/shopkeeper", "/bin/true")
        path = tmp_path / f"shopkeeper-{number}.service"
        path.write_text(here.replace("User=shop", "User=root"), encoding="utf-8")
        ran = subprocess.run(
            [tool, "verify", "--recursive-errors=no", path],
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        about = [one for one in ran.stderr.splitlines() if path.name in one]
        assert (ran.returncode, about) == (0, []), ran.stderr


def test_systemd_finds_a_wrong_unit(tmp_path: Path) -> None:
    """The control of the test above."""
    tool = shutil.which("systemd-analyze")
    if tool is None:
        pytest.skip(NO_SYSTEMD)
    path = tmp_path / "wrong.service"
    path.write_text("[Service]\nExecStart=/bin/true\nNoSuchThing=yes\n", "utf-8")
    ran = subprocess.run(
        [tool, "verify", "--recursive-errors=no", path],
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert "NoSuchThing" in ran.stderr


def test_docker_takes_the_container_file(tmp_path: Path) -> None:
    """By its own check; what it would load is not loaded here."""
    tool = shutil.which("docker")
    if tool is None:
        pytest.skip("docker is not installed here")
    asked = subprocess.run(
        [tool, "buildx", "version"], capture_output=True, check=False
    )
    alive = subprocess.run([tool, "info"], capture_output=True, check=False)
    if asked.returncode or alive.returncode:
        pytest.skip("docker is here, and no daemon with buildx that could check")
    (file,) = _blocks("dockerfile")
    (tmp_path / "Dockerfile").write_text(file, encoding="utf-8")
    ran = subprocess.run(
        [tool, "build", "--check", tmp_path],
        capture_output=True,
        text=True,
        check=False,
    )
    if "failed to resolve" in ran.stderr or "dial tcp" in ran.stderr:
        pytest.skip("docker cannot reach its registry from here")
    assert ran.returncode == 0, ran.stdout + ran.stderr


def test_what_both_start_is_a_command_there_is(tmp_path: Path) -> None:
    """The options of the files are those of `serve`, and the health check is right."""
    (file,) = _blocks("dockerfile")
    words = re.findall(r'"([^"]+)"', file.split('CMD ["serve"')[1])
    assert {one for one in words if one.startswith("--")} == {"--host"}
    assert {"serve", "doctor"} <= set(app)
    check = re.search(r'"(import urllib.*?)"', file)
    assert check is not None
    folder = new_served_shop(tmp_path / "shop")
    with running(folder, "--no-rounds") as server:
        code = check[1].replace("8420", str(server.port))
        assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
    gone = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=False
    )
    assert gone.returncode != 0


def test_the_line_of_the_move_to_postgresql_is_read() -> None:
    """As shop.toml has to say it."""
    page = (HOW_TO / "move-to-postgresql.md").read_text(encoding="utf-8")
    (block,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    shop = shop_from(parse_toml(f'[shop]\nname = "X"\n{block}', where="the page"))
    assert shop.ledger.startswith("postgresql+psycopg://")
    assert tomllib.loads(block)["stores"]["ledger"] == shop.ledger
