"""All that `remember` is measured by, beside its peers, in one command.

uv run python benchmarks/remember            prints it all
uv run python benchmarks/remember --write    into RESULTS.md

Each part is a command of its own, too: `table.py` (the usual, the new, the needed),
`alive.py` (who is still there), `speed.py`, `calibration.py` (do facts hold as often
as is said?).
"""

from __future__ import annotations

import argparse
import subprocess
import sys

from pathlib import Path


PARTS = ("table.py", "alive.py", "calibration.py", "speed.py")


def main() -> None:
    """Run the parts one after another; end as the first one that fails."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--write", action="store_true", help="put it into RESULTS.md")
    more = ["--write"] if parser.parse_args().write else []
    for name in PARTS:
        path = Path(__file__).with_name(name)
        done = subprocess.run([sys.executable, str(path), *more], check=False)
        if done.returncode:
            raise SystemExit(done.returncode)


if __name__ == "__main__":
    main()
