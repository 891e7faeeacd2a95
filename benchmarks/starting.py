"""How long `shopkeeper --help` keeps a person waiting."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile

from figures import Figure, Table


CLI = "import sys; sys.argv = ['shopkeeper', '--help']; import shopkeeper.cli as c; "
STARTS = {
    "shopkeeper --help": CLI + "c.main()",
    "python -c 'import cyclopts'": "import cyclopts",
    "python -c pass": "pass",
}


def measure(*, runs: int) -> Table:
    """Start each *runs* times, in turn: with all modules compiled, and as they are."""
    figures = []
    with tempfile.TemporaryDirectory() as cache:
        for state, setting in (
            ("compiled", {"PYTHONPYCACHEPREFIX": cache}),
            ("as installed here", {"PYTHONDONTWRITEBYTECODE": "1"}),
        ):
            taken: dict[str, list[float]] = {name: [] for name in STARTS}
            for code in STARTS.values():  # the first start writes the cache
                start(code, setting)
            for _ in range(runs):
                for name, code in STARTS.items():
                    taken[name].append(start(code, setting))
            figures += [
                Figure(
                    name=f"{name}, {state}",
                    unit="starts",
                    count=1,
                    cpu=tuple(seconds),
                    bar="0.3 s" if name.startswith("shop") else "",
                )
                for name, seconds in taken.items()
            ]
    return Table(
        title="help: CPU seconds of `shopkeeper --help`",
        says=(
            "A process each, from its start to its end. *Compiled* is what everybody "
            "sees from the second start on; *as installed here* writes nothing and "
            "finds compiled what the installer has compiled."
        ),
        figures=figures,
    )


def start(code: str, setting: dict[str, str]) -> float:
    """Run *code* in a Python of its own and return its CPU seconds."""
    kept = {
        name: value
        for name, value in os.environ.items()
        if name not in {"PYTHONDONTWRITEBYTECODE", "PYTHONPYCACHEPREFIX"}
    }
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        stdout=subprocess.DEVNULL,
        env=kept | setting,
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
