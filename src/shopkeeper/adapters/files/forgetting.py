"""What erasing needs of the shop's folder: its list, its unfinished work, its files."""

from __future__ import annotations

import json
import os
import re

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path

from shopkeeper.adapters.files.searching import hits_in
from shopkeeper.vocabulary import BadInput


FORGOTTEN = "forgotten"
"""Name of the list in `.shopkeeper`: keyed hashes, one a line. Restoring needs it."""

BOUND = ("batch.pdf", "batch.csv")
"""Names of files that hold letters to several people, beside each by itself."""

_WORK = "erasing"
_HEX = re.compile(r"[0-9a-f]{64}")
_NOT_SEARCHED = {"keys", "owner", FORGOTTEN}


class FolderJournal:
    """
    A `Journal` in `.shopkeeper`.

    What is about to be erased is written down before, as ids that tell nothing, and
    taken away after: a process that dies between is finished by the next that opens
    the shop for writing.
    """

    def __init__(self, state: Path) -> None:
        self._work = state / _WORK
        self._list = state / FORGOTTEN

    def begin(self, work: Mapping[str, Sequence[str]]) -> None:
        """Write down, on disk, what is about to be erased."""
        line = json.dumps({name: list(ids) for name, ids in work.items()})
        _append(self._work, [line])

    def pending(self) -> list[Mapping[str, Sequence[str]]]:
        """Return what was begun and not ended, oldest first."""
        if not self._work.exists():
            return []
        found = []
        for line in self._work.read_text(encoding="utf-8").splitlines():
            try:
                found.append(json.loads(line))
            except ValueError:  # killed while writing: nothing was erased yet
                continue
        return found

    def end(self) -> None:
        """Note that all that was begun is done."""
        self._work.unlink(missing_ok=True)
        _sync_folder(self._work.parent)

    def remember(self, hashes: Sequence[str], *, at: datetime) -> None:
        """Append keyed hashes to the list of the forgotten, on disk."""
        known = set(self.remembered())
        new = [one for one in hashes if one not in known]
        # Empty, it says that nobody was; not there, that nobody knows.
        if new or not self._list.exists():
            _append(self._list, [f"{one} {at.isoformat()}" for one in new])

    def remembered(self) -> list[str]:
        """Return the list of the forgotten, oldest first, each once."""
        return read_forgotten(self._list)


def read_forgotten(path: Path) -> list[str]:
    """
    Read a list of the forgotten; one that is not there is empty.

    Raises:
        BadInput: If a whole line of it is none of ours.
    """
    if not path.exists():
        return []
    text = path.read_text(encoding="utf-8")
    found: dict[str, None] = {}
    for number, line in enumerate(text.splitlines(keepends=True), start=1):
        words = line.split()
        if words and _HEX.fullmatch(words[0]):
            found.setdefault(words[0])
        elif words and line.endswith("\n"):
            msg = f"{path}, line {number}: is no keyed hash; take a copy of the list."
            raise BadInput(msg)
    return list(found)


class FolderTraces:
    """
    `Traces` in a shop's folder.

    Args:
        folder: The shop's.
        outs: Folders into which messages are written.
        state: What is created and never edited by hand.
    """

    def __init__(self, folder: Path, outs: Collection[Path], state: Path) -> None:
        self._folder = folder
        self._outs = sorted(set(outs))
        self._state = state

    def remove(self, names: Collection[str]) -> list[str]:
        """Remove files that begin with one of *names* where messages are written."""
        gone = []
        wanted = set(names)
        for path in self._written():
            if path.name.partition(".")[0] in wanted:
                # With hers, what she is bound into: the next run binds the others.
                bound = [path.parent / one for one in BOUND]
                for file in (path, *(one for one in bound if one.exists())):
                    file.unlink()
                    gone.append(str(file.relative_to(self._folder)))
        return gone

    def search(self, texts: Collection[str]) -> dict[str, int]:
        """Return each file in which any of *texts* stands, in whatever form."""
        forms = sorted({form for text in texts for form in forms_of(text)})
        if not forms:
            return {}
        found = hits_in(self._all(), forms)
        return {
            str(Path(path).relative_to(self._folder)): hits
            for path, hits in found.items()
        }

    def amount(self) -> int:
        """Return how many bytes `search` looks through."""
        return sum(path.stat().st_size for path in self._all())

    def _written(self) -> Iterator[Path]:
        for out in self._outs:
            if out.is_dir():
                yield from sorted(path for path in out.rglob("*") if path.is_file())

    def _all(self) -> Iterator[Path]:
        for path in sorted(self._state.rglob("*")):
            # Parquet is packed: its rows were left out by what they are.
            if path.is_file() and path.name not in _NOT_SEARCHED:
                yield path
        yield from self._written()


def forms_of(text: str) -> set[bytes]:
    """Return the bytes that *text* may be written as: UTF-8, as JSON has it, UTF-16."""
    plain = text.encode("utf-8", "surrogatepass")
    if not plain.strip():
        return set()
    escaped = json.dumps(text)[1:-1].encode()
    unicode_kept = json.dumps(text, ensure_ascii=False)[1:-1]
    return {
        plain, escaped, unicode_kept.encode("utf-8", "surrogatepass"),
        text.encode("utf-16-le", "surrogatepass"),
    }  # fmt: skip


def write_private(path: Path, text: str) -> None:
    """
    Write a file about somebody, readable by its owner alone.

    Raises:
        BadInput: If the place cannot be written to.
    """
    try:
        path.unlink(missing_ok=True)
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        msg = f"{path} cannot be written ({error.strerror}): choose another place."
        raise BadInput(msg) from None


def _append(path: Path, lines: Sequence[str]) -> None:
    new = not path.exists()
    # A line that was broken off by a power cut must not run into this one.
    broken = not new and not path.read_bytes().endswith(b"\n") and path.stat().st_size
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    try:
        text = "".join(f"{line}\n" for line in lines)
        os.write(handle, (("\n" if broken else "") + text).encode())
        os.fsync(handle)
    finally:
        os.close(handle)
    if new:
        _sync_folder(path.parent)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
