"""Notes for the audit by whoever may not write in the ledger, because another does.

They lie in `.shopkeeper/notes` until the shop's owner takes them into the chain: a
running server within a second, else the next command that writes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import msgspec

from shopkeeper.adapters.files.appending import append_line, whole_lines


class LeftNote(msgspec.Struct, frozen=True):
    """
    What somebody did beside the shop's owner.

    Attributes:
        action: As the audit calls it.
        subject: Id of what it was done to.
        actor: Who did it.
        at: ISO 8601.
    """

    action: str
    subject: str
    actor: str
    at: str


def leave_note(path: Path, note: LeftNote) -> None:
    """Leave a note, on disk when this returns."""
    append_line(path, msgspec.json.encode(note))


def take_notes(path: Path, keep: Callable[[LeftNote], None]) -> int:
    """
    Keep each note that was left, then take it away; return how many there were.

    Whoever dies in between keeps one twice, and loses none.
    """
    taken = path.with_name(path.name + ".taken")
    if not taken.exists():
        try:
            path.rename(taken)
        except FileNotFoundError:
            return 0
    count = 0
    for line in whole_lines(taken):
        with suppress(msgspec.MsgspecError):
            keep(msgspec.json.decode(line, type=LeftNote))
            count += 1
    taken.unlink()
    return count
