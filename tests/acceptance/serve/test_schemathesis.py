"""What the API says of itself is so: no 5xx, conforming, nothing without a key.

Schemathesis makes requests of the description, good ones and bad ones, and holds each
answer against it; for routes that ask for a key it also asks without, and with a wrong
one.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys

from pathlib import Path

import pytest

from shopkeeper import bootstrap
from tests.acceptance.serve.test_staff import inside
from tests.builders.server import Server, basic, new_key, new_served_shop, running


CHECKS = (
    "not_a_server_error", "response_schema_conformance", "status_code_conformance",
    "content_type_conformance", "ignored_auth",
)  # fmt: skip
OWNER = '\n[[people]]\nid = "mara"\nname = "Mara"\nroles = ["owner"]\n'


def _program() -> str:
    beside = Path(sys.executable).with_name("schemathesis")
    found = str(beside) if beside.exists() else shutil.which("schemathesis")
    if found is None:
        pytest.skip("schemathesis is not installed here")
    return found


def _asked_by(server: Server, who: str, password: str) -> list[str]:
    """Return the headers of who asks."""
    if who != "owner":
        return ["--header", f"Authorization: {basic(new_key(server.folder, who))}"]
    her = inside(server, "mara", password)
    return ["--header", f"Cookie: {her.cookie}", "--header",
            f"X-CSRF-Token: {her.token}", "--exclude-method", "DELETE"]  # fmt: skip


@pytest.mark.parametrize(
    ("who", "examples"),
    [
        ("api", 10),
        pytest.param("api", 100, marks=pytest.mark.slow),
        pytest.param("write", 100, marks=pytest.mark.slow),
        pytest.param("browser", 100, marks=pytest.mark.slow),
        pytest.param("owner", 100, marks=pytest.mark.slow),
    ],
)
def test_every_answer_is_as_described(tmp_path: Path, who: str, examples: int) -> None:
    """Seed 1; every operation there is, by whoever may ask it or may not."""
    program = _program()
    folder = new_served_shop(tmp_path / "shop")
    with (folder / "shop.toml").open("a", encoding="utf-8") as file:
        file.write(OWNER)
    password = bootstrap.set_password(folder, "mara", None)[1]
    with running(folder, "--no-rounds") as server:
        ran = subprocess.run(
            [
                program, "run", f"{server.url}/api/openapi.json", "--seed", "1",
                "--max-examples", str(examples), "--checks", ",".join(CHECKS),
                "--phases", "examples,coverage,fuzzing",
                *_asked_by(server, who, password),
            ],
            capture_output=True, text=True, check=False, cwd=tmp_path,
        )  # fmt: skip
        assert server.ask("/readyz").status == 200
        log = "".join(server.errors)
    assert ran.returncode == 0, ran.stdout[-6000:] + ran.stderr[-2000:]
    found = re.search(r"(\d+) generated", ran.stdout)
    assert found is not None
    assert int(found[1]) > 1000
    assert '"what":"trouble"' not in log
