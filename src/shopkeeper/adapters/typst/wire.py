"""The hand-over of letters to whoever prints them: a folder for each batch.

A letter passes the gate as a mail does, is laid on disk, and counts as handed over
from then on: nothing prints it a second time. When a run ends, all that lies there is
bound: `batch.pdf` with every letter, and `batch.csv`, which says on which pages whose
stands. A run that died leaves its letters to the next. Where somebody is forgotten, her
files and the bound ones go, and the next run binds what is left.
"""

from __future__ import annotations

import csv
import fcntl
import io
import os

from collections.abc import Callable, Generator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec

from shopkeeper.adapters.typst.press import Press, SetLetter
from shopkeeper.say.letter import as_letter
from shopkeeper.say.ports import Gate
from shopkeeper.vocabulary import BadInput, Carried, Touch, TouchState


BOUND = ("batch.pdf", "batch.csv")
_OPEN = ".open"
_DATA = "data"
_LATER = timedelta(minutes=10)


class PrintWire:
    """
    A `Wire` for letters: into the batch that is handed to the printer.

    Args:
        root: Holds a folder for each batch.
        press: Sets the letters.
        clock: Dates what is bound.
    """

    def __init__(
        self,
        root: Path,
        press: Press,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        self._root = root
        self._press = press
        self._clock = clock

    def deliver(self, touches: Sequence[Touch], gate: Gate) -> None:
        """Set each letter, ask the gate for it, and lay it into the open batch."""
        known: list[tuple[Touch, Carried]] = []
        for touch in touches:
            try:
                done = self._set(touch)
            except BadInput as error:
                known.append(
                    (touch, Carried(state=TouchState.HELD, because=str(error)))
                )
                continue
            passed = gate.open([touch], known)
            known = []
            if touch.message.message_id in passed:
                known.append((touch, self._lay(done, at=touch.at)))
        if known:
            gate.note(known)

    def preview(self, touch: Touch, to: str) -> Carried:
        """Write one for our own staff, marked as a preview; into no batch."""
        del to  # it is looked at here, and posted to nobody
        at = self._clock()
        letter = as_letter(touch, self._press.head, at=at, preview=True)
        folder = self._root / "previews"
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{letter.id}.pdf"
        _write(path, self._press.one(letter, at=at).pdf)
        return Carried(state=TouchState.SENT, because=f"written to {path}")

    def finish(self) -> None:
        """Bind what lies in the open batch, and any batch that is not bound."""
        if not self._root.is_dir():
            return
        with self._alone():
            for folder in sorted(self._root.glob(f"*{_OPEN}")):
                if any((folder / _DATA).glob("*.json")):
                    folder.rename(_free(folder.with_suffix("")))
            for folder in sorted(self._root.iterdir()):
                bound = (folder / BOUND[0]).exists() and (folder / BOUND[1]).exists()
                if folder.is_dir() and folder.suffix != _OPEN and not bound:
                    self._bind(folder)

    def _set(self, touch: Touch) -> SetLetter:
        letter = as_letter(touch, self._press.head, at=touch.at)
        return self._press.one(letter, at=touch.at)

    def _lay(self, done: SetLetter, *, at: datetime) -> Carried:
        name = done.letter.id
        try:
            with self._alone():
                folder = self._open(at)
                _write(folder / f"{name}.pdf", done.pdf)
                bare = msgspec.structs.replace(done, pdf=b"")
                # Last: what has no data is in no batch.
                _write(folder / _DATA / f"{name}.json", msgspec.json.encode(bare))
        except OSError as error:
            because = f"it could not be written ({error.strerror})"
            return Carried(state=TouchState.APPROVED, because=because, again_in=_LATER)
        batch = f"{self._root.name}/{folder.with_suffix('').name}"
        because = f"laid into the print batch {batch}, {done.pages} pages"
        return Carried(state=TouchState.HANDED_OVER, because=because)

    def _open(self, at: datetime) -> Path:
        for folder in sorted(self._root.glob(f"*{_OPEN}")):
            return folder
        name = f"{at:%Y-%m-%d-%H%M%S}{_OPEN}"
        folder = self._root / name
        (folder / _DATA).mkdir(parents=True, exist_ok=True)
        return folder

    def _bind(self, folder: Path) -> None:
        decode = msgspec.json.Decoder(SetLetter).decode
        letters = [
            decode(path.read_bytes())
            for path in sorted((folder / _DATA).glob("*.json"))
        ]
        if not letters:
            return
        table = io.StringIO()
        rows = csv.writer(table)
        rows.writerow(("message_id", "first_page", "pages", "file"))
        firsts = self._press.first_pages(letters)
        for one, first in zip(letters, firsts, strict=True):
            rows.writerow((one.letter.id, first, one.pages, f"{one.letter.id}.pdf"))
        _write(folder / BOUND[1], table.getvalue().encode())
        _write(folder / BOUND[0], self._press.bind(letters, at=self._clock()))

    @contextmanager
    def _alone(self) -> Generator[None]:
        """Let no other sender lay down or bind meanwhile."""
        self._root.mkdir(parents=True, exist_ok=True)
        handle = os.open(self._root / ".lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX)
            yield
        finally:
            os.close(handle)


def _free(path: Path) -> Path:
    number, free = 2, path
    while free.exists():
        free = path.with_name(f"{path.name}-{number}")
        number += 1
    return free


def _write(path: Path, data: bytes) -> None:
    """Write a file whole, onto the disk."""
    fresh = path.with_name(f"{path.name}.part")
    with fresh.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    os.replace(fresh, path)  # noqa: PTH105 as atomic as it gets
