"""Pictures of the made-up town, for docs/how-to/console.md: one command makes them all.

    python docs/make_screenshots.py

It needs node, Chromium, and `npm ci --prefix tests/browser`. The town is the same each
time; a picture changes when the page does.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile

from datetime import timedelta
from pathlib import Path

from shopkeeper import bootstrap
from shopkeeper.flow.finding import find_person
from shopkeeper.flow.house import no_progress


ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "screenshots"
WHO = "tilda"
SHOWN = "Joséphine Rutherford"
HERS = "sdewar59@tidemail.example"
MOST_BYTES = 150 * 1024


def main() -> None:
    """Make the town, serve it, and take the pictures."""
    node, chromium = shutil.which("node"), shutil.which("chromium")
    if node is None or chromium is None:
        sys.exit("node and chromium are needed: install both, and try again.")
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        town = Path(scratch) / "harbour-books"
        bootstrap.walk_made_up_town(town, seed=1, progress=no_progress, now=None)
        _, password = bootstrap.set_password(town, WHO, None)
        with bootstrap.shop_at(town, writable=False) as house:
            now = bootstrap.now_of(house.shop, None)
            shown = find_person(house, SHOWN, now=now)
            hers = find_person(house, HERS, now=now)
            token, _ = bootstrap.new_page_link(
                town, house, hers, by=WHO, lasts=timedelta(days=1)
            )
        words = "from shopkeeper.cli import main; main()"
        server = subprocess.Popen(
            [sys.executable, "-c", words, "serve", str(town), "--port", "0",
             "--no-rounds", "--no-send"],
            stdout=subprocess.PIPE, text=True,
        )  # fmt: skip
        try:
            assert server.stdout is not None
            url = server.stdout.readline().rpartition(" ")[2].strip()
            subprocess.run(
                [node, "shots.mjs", url, chromium, WHO, password,
                 f"{url}/you/{token}", str(town / "out"), str(PICTURES), shown],
                cwd=ROOT / "tests" / "browser", check=True, timeout=300,
            )  # fmt: skip
        finally:
            server.terminate()
            server.wait(30)
    for one in sorted(PICTURES.glob("*.png")):
        size = one.stat().st_size
        print(f"{size // 1024:>5} KB  {one.relative_to(ROOT)}")
        if size > MOST_BYTES:
            sys.exit(f"{one.name} is larger than {MOST_BYTES // 1024} KB.")


if __name__ == "__main__":
    main()
