"""The script for pages without a client: small, never in the way, in doubt silent."""

from __future__ import annotations

import gzip
import hmac
import json
import shutil
import subprocess
import urllib.request

from pathlib import Path

import pytest

from tests.builders.pages import page_shop
from tests.builders.server import new_key, running


JS = Path(__file__).parents[2] / "browser"
NODE = shutil.which("node")
CHROMIUM = shutil.which("chromium")
OWN = "Good day."


@pytest.fixture(scope="module", name="served")
def _served(tmp_path_factory):
    folder = page_shop(tmp_path_factory.mktemp("script") / "shop").folder
    keys = {kind: new_key(folder, kind) for kind in ("browser", "identity")}
    with running(folder, "--no-rounds") as server:
        yield server, keys


def test_it_is_at_most_4_kb_packed(served) -> None:
    """And says how long it may be kept, and whether it changed."""
    server, _ = served
    asked = urllib.request.Request(  # noqa: S310 our own server
        f"{server.url}/words.js", headers={"Accept-Encoding": "gzip"}
    )
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        packed, tag = answer.read(), answer.headers["etag"]
        assert answer.headers["content-encoding"] == "gzip"
    assert len(packed) <= 4096
    assert gzip.decompress(packed).decode() == server.ask("/words.js").text
    again = server.ask("/words.js", headers={"If-None-Match": tag})
    assert again.status == 304


@pytest.mark.skipif(
    NODE is None or CHROMIUM is None or not (JS / "node_modules").is_dir(),
    reason="needs node, chromium, and `npm ci --prefix tests/browser`",
)
def test_the_page_keeps_its_own_words_on_any_doubt_or_delay(served, tmp_path) -> None:
    """Slow, broken, gone, odd, unsigned, changed meanwhile: its own words stay."""
    server, keys = served
    signature = hmac.new(keys["identity"].encode(), b"jenny", "sha256").hexdigest()
    done = subprocess.run(
        [NODE, "words.mjs", server.url, keys["browser"], "jenny", signature,
         str(CHROMIUM), str(tmp_path)],
        cwd=JS, text=True, capture_output=True, timeout=240, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout.splitlines()[-1])

    good = said.pop("good")
    assert good["hero"] == "Hello Jenny, good to see you."
    assert "Jenny" in good["why"]
    # No consent, no such slot, and words the page has put together itself.
    assert good["rest"] == [OWN, OWN, OWN]
    assert said.pop("tardy")["hero"] == "Hers"  # in time
    assert said.pop("changed")["hero"] == "Changed by the page"
    markup = said.pop("markup")
    assert markup["hero"].startswith("<img")  # as text: no markup of anybody's
    assert markup["hit"] is None
    assert {name: one["hero"] for name, one in said.items()} == dict.fromkeys(
        ("slow", "broken", "odd", "gone", "hangs", "unsigned"), OWN
    )
    # The page was read to its end at once, also where the script never came.
    assert all(one["parsed"] < 1000 for one in (good, markup, *said.values()))
