"""Her page in Chromium: every deed without scripts, and nothing that axe objects to."""

from __future__ import annotations

import json
import shutil
import subprocess

from pathlib import Path

import pytest

from tests.builders.her_page import her_shop, new_link
from tests.builders.server import running


JS = Path(__file__).parents[2] / "browser"
NODE = shutil.which("node")
CHROMIUM = shutil.which("chromium")


@pytest.mark.slow
@pytest.mark.skipif(
    NODE is None or CHROMIUM is None or not (JS / "node_modules" / "axe-core").is_dir(),
    reason="needs node, chromium, and `npm ci --prefix tests/browser`",
)
def test_her_page_works_without_scripts_and_axe_finds_nothing(tmp_path) -> None:
    """Her deeds; 360 px; light and dark; a planted script is refused, and seen."""
    shop = her_shop(tmp_path / "shop")
    who = "jenny@corner.example"
    with running(shop.folder, "--no-rounds") as server:
        links = [new_link(shop.folder, who) for _ in range(3)]
        done = subprocess.run(
            [
                str(NODE), "hers.mjs", server.url, str(shop.folder / "out"),
                str(CHROMIUM), *links,
            ],
            cwd=JS, text=True, capture_output=True, timeout=120, check=False,
        )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)

    assert said["title"] == "Hello."
    assert said["settled"] == "Hello Jenny."
    assert said["done"].startswith("Thank you. Your word counts for more")
    assert "Nobody rings me back <script>alert(1)</script>" in said["asked"]
    assert "Tilda Croy has it." in said["asked"]
    assert said["asks"] == "You may go."
    assert "Jen" not in said["door"]
    assert said["wide"] == {"1100": 1100, "360": 360}

    assert {name: one for name, one in said["axe"].items() if one} == {}
    assert len(said["axe"]) == 10
    assert said["checked"] > 100
    assert (said["off"], said["dialogs"], said["before"]) == ([], 0, 0)
    assert (said["planted"], said["hit"]) == (1, 0)
