"""
Start one tool at a time and see what it cost; install peers aside; rule what came out.

Nothing big may be imported here: what a child is said to have held at most begins with
what its parent held when it started it.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import time

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from functools import cache
from pathlib import Path
from threading import Timer


HERE = Path(__file__).parent
SHARED = HERE.parents[1].parent / "shared"
DATA = SHARED / "data" / "recognise"
RULER = SHARED / "eval" / "recognise.py"
OURS = "shopkeeper"
PEERS = {"splink": "splink>=5.0,<6", "goldenmatch": "goldenmatch==3.22.0"}
LIMIT_SECONDS = 3600
MIB = 1024 if sys.platform != "darwin" else 1024 * 1024  # of ru_maxrss


@dataclass(frozen=True, kw_only=True)
class Task:
    """
    Records to make people of.

    Attributes:
        name: Of the set; a peer's expert finds his model by it.
        files: The records.
        truth: Whose they are.
    """

    name: str
    files: tuple[Path, ...]
    truth: Path


@dataclass(frozen=True, kw_only=True)
class Ran:
    """
    What one process did.

    Attributes:
        tool: Its name, with its version if it is a peer.
        people: The file that it wrote.
        cpu_s: User and system together, its own children's too.
        wall_s: From start to end.
        peak_mib: The most that it held at once; of the biggest, if it had children.
        failed: Why there are no people; empty if there are.
        earlier: Whether it ran before, and its figures were kept.
    """

    tool: str
    people: Path
    cpu_s: float
    wall_s: float
    peak_mib: float
    failed: str = ""
    earlier: bool = False


def shared_or_exit() -> None:
    """End with the reason if the data or the ruler are not beside this checkout."""
    for path in (DATA, RULER):
        if not path.exists():
            print(f"{path} is missing: there is nothing to measure", file=sys.stderr)
            raise SystemExit(2)


def run_ours(task: Task, out: Path) -> Ran:
    """Run `shopkeeper recognise`, as its users do."""
    command = Path(sys.executable).with_name("shopkeeper")
    return measured(OURS, [command, "recognise", *task.files, "--out", out], out)


def run_peer(peer: str, task: Task, kept: Path, *, anew: bool = False) -> Ran:
    """
    Run a peer on a set, or take what it made of the same records before.

    Args:
        peer: One of PEERS.
        task: What to run it on.
        kept: Folder of environments, people and figures, kept between runs.
        anew: Run it in any case.
    """
    python = environment(peer, kept)
    script = HERE / f"peers_{peer}.py"
    tool = f"{peer} {version(python, script)}"
    mark = digest(*sorted(HERE.glob(f"*{peer}*.py")), *task.files)
    people = kept / "people" / f"{task.name}-{tool.replace(' ', '-')}-{mark}.parquet"
    figures = people.with_suffix(".json")
    if figures.exists() and not anew:
        told = json.loads(figures.read_text(encoding="utf-8"))
        return Ran(**told | {"people": people, "earlier": True})
    people.parent.mkdir(parents=True, exist_ok=True)
    words = [python, script, task.name, people, *task.files]
    with tempfile.TemporaryDirectory() as home:  # what it learned before is no help
        ran = measured(tool, words, people, {"HOME": home}, folder=Path(home))
    told = {name: value for name, value in asdict(ran).items() if name != "people"}
    figures.write_text(json.dumps(told), encoding="utf-8")
    return ran


def measured(
    tool: str,
    words: Sequence[str | Path],
    out: Path,
    settings: Mapping[str, str] | None = None,
    *,
    folder: Path | None = None,
) -> Ran:
    """Run *words* to their end, or to LIMIT_SECONDS; the kernel says what it took."""
    out.unlink(missing_ok=True)
    environ = {**os.environ, **(settings or {})}
    with tempfile.TemporaryFile("w+", encoding="utf-8", errors="replace") as said:
        start = time.perf_counter()
        process = subprocess.Popen(
            [str(word) for word in words],
            stdin=subprocess.DEVNULL, stdout=said, stderr=said, env=environ, cwd=folder,
        )  # fmt: skip
        watch = Timer(LIMIT_SECONDS, process.kill)
        watch.start()
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - start
        watch.cancel()
        process.returncode = os.waitstatus_to_exitcode(status)
        said.seek(0)
        lines = said.read().split("\n")
    ran = Ran(
        tool=tool, people=out, cpu_s=used.ru_utime + used.ru_stime, wall_s=wall,
        peak_mib=used.ru_maxrss / MIB,
    )  # fmt: skip
    return replace(ran, failed=why_not(process.returncode, lines, out))


def why_not(code: int, lines: Sequence[str], out: Path) -> str:
    """Say in a few words why there are no people, or nothing if there are."""
    if code == -signal.SIGALRM:
        return "not done within its 10 minutes"
    if code < 0:
        return f"ended by signal {-code}"
    if code or not out.exists():
        last = [line.strip() for line in lines if line.strip(" │╰╯─╭╮")][-1:]
        return f"exit {code}: {''.join(last)[:120]}"
    return ""


def rule(ran: Ran, task: Task) -> dict:
    """Measure people against truth with the ruler that all share."""
    words = [sys.executable, str(RULER), str(ran.people), str(task.truth)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stderr[-500:], file=sys.stderr)
        done.check_returncode()
    return json.loads(done.stdout)


def make(*words: str | Path) -> str:
    """Have sets.py make what is asked, in a process of its own, which may be big."""
    said = [sys.executable, str(HERE / "sets.py"), *map(str, words)]
    return subprocess.run(said, check=True, stdout=subprocess.PIPE, text=True).stdout


@cache
def environment(peer: str, kept: Path) -> Path:
    """Install a peer where this project does not see it, and return its Python."""
    folder = kept / f"env-{peer}"
    python = folder / "bin" / "python"
    uv = shutil.which("uv")
    if not uv:
        print("uv is missing, which installs the peers: pip install uv, or --no-peers")
        raise SystemExit(2)
    installed = folder / "installed"
    if not installed.exists() or installed.read_text() != PEERS[peer]:
        new = ["venv", "--quiet", "--clear", "--python", sys.executable, folder]
        subprocess.run([uv, *new], check=True)
        wanted = ["--python", python, PEERS[peer], "pyarrow"]
        subprocess.run([uv, "pip", "install", "--quiet", *wanted], check=True)
        installed.write_text(PEERS[peer])
    return python


@cache
def version(python: Path, script: Path) -> str:
    """Ask a peer for its version."""
    said = subprocess.run(
        [python, script, "--version"], check=True, stdout=subprocess.PIPE, text=True
    )
    return said.stdout.strip()


def digest(*files: Path) -> str:
    """Return what changes if one of *files* does."""
    whole = hashlib.blake2b(digest_size=4)
    for file in files:
        with file.open("rb") as content:
            whole.update(hashlib.file_digest(content, hashlib.blake2b).digest())
    return whole.hexdigest()
