"""Search files for bytes, in a process of its own: `python -I searching.py < order`.

A process that closes a file loses its locks on it, whoever in it took them (POSIX,
fcntl, F_SETLK). So the files of a ledger are never opened but by its engine in the
process that holds it: its next reader would think that nobody does.

This file is run by itself; it imports nothing of the package.
"""

from __future__ import annotations

import json
import subprocess
import sys

from collections.abc import Collection, Iterable
from pathlib import Path


_CHUNK = 1 << 22


def hits_in(paths: Iterable[Path], forms: Collection[bytes]) -> dict[str, int]:
    """Return each file in which any of *forms* stands, and how often; elsewhere."""
    order = {
        "paths": [str(path) for path in paths],
        "forms": [form.hex() for form in sorted(forms)],
    }
    # By its input: what is looked for is somebody's, and arguments are everybody's.
    done = subprocess.run(  # noqa: S603 this very file
        [sys.executable, "-I", "-S", __file__],
        input=json.dumps(order), capture_output=True, text=True, check=True,
    )  # fmt: skip
    found: dict[str, int] = json.loads(done.stdout)
    return found


def _hits(path: Path, forms: Collection[bytes]) -> int:
    longest = max(map(len, forms))
    hits, kept = 0, b""
    try:
        with path.open("rb") as file:
            while block := file.read(_CHUNK):
                window = kept + block
                hits += sum(form in window for form in forms)
                kept = window[-longest:]
    except FileNotFoundError:  # gone since it was listed, and what stood in it
        return hits
    return hits


def _answer(order: str) -> str:
    told = json.loads(order)
    forms = [bytes.fromhex(form) for form in told["forms"]]
    found = {path: _hits(Path(path), forms) for path in told["paths"]}
    return json.dumps({path: hits for path, hits in found.items() if hits})


if __name__ == "__main__":
    sys.stdout.write(_answer(sys.stdin.read()))
