"""Heads of the audit's chain in a file outside of the shop, appended alone."""

from __future__ import annotations

import os

from pathlib import Path

import msgspec

from shopkeeper.plan.ports import Head
from shopkeeper.vocabulary import BadInput


class FileAnchor:
    """
    An `Anchor` in a file of JSON lines.

    Args:
        path: The file; its folder has to be there.
        folder: The shop's: what lies in it can be changed together with the ledger.

    Raises:
        BadInput: If the file lies in the shop's folder.
    """

    def __init__(self, path: Path, folder: Path) -> None:
        if path.resolve().is_relative_to(folder.resolve()):
            msg = (
                f"The anchor {path} lies in the shop's folder, where whoever changes "
                "the audit could change it, too: name a file elsewhere, best on "
                "another machine."
            )
            raise BadInput(msg)
        self._path = path

    @property
    def place(self) -> str:
        """Where it is."""
        return str(self._path)

    def heads(self) -> list[Head]:
        """Return all heads that were kept, oldest first."""
        try:
            lines = self._path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return []
        except OSError as error:
            msg = f"The anchor {self._path} cannot be read ({error.strerror})."
            raise BadInput(msg) from None
        # A line without its end was not written whole, by a power cut.
        whole = [one for one in lines if one.endswith(b"}")]
        try:
            return [msgspec.json.decode(one, type=Head) for one in whole]
        except msgspec.MsgspecError:
            msg = f"The anchor {self._path} is damaged: bring its own copy back."
            raise BadInput(msg) from None

    def keep(self, head: Head) -> bool:
        """Append a head, on disk when this returns."""
        flags = os.O_RDWR | os.O_CREAT | os.O_APPEND
        try:
            handle = os.open(self._path, flags, 0o600)
        except OSError:
            return False
        try:
            size = os.fstat(handle).st_size
            torn = size > 0 and self._path.read_bytes()[-1:] != b"\n"
            line = (b"\n" if torn else b"") + msgspec.json.encode(head) + b"\n"
            os.write(handle, line)
            os.fsync(handle)
        except OSError:
            return False
        finally:
            os.close(handle)
        return True
