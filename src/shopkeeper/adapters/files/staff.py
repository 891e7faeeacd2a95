"""The accounts of staff: `.shopkeeper/staff`, appended to, never rewritten.

A file, as the keys are one: a command changes it while `serve` owns the ledger, which
looks at the file five times a second.
"""

from __future__ import annotations

import time

from pathlib import Path

import msgspec

from shopkeeper.adapters.files.appending import append_line, whole_lines
from shopkeeper.flow.staff_door import StaffAccount
from shopkeeper.vocabulary import BadInput


_LOOK_EVERY_S = 0.2


class _Removed(msgspec.Struct, frozen=True):
    """A line that takes an account away."""

    removed: str
    at: str


class FileStaffBook:
    """`StaffBook` in a file of JSON lines, readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._looked = 0.0
        self._stamp: tuple[int, int] | None = None
        self._accounts: dict[str, StaffAccount] = {}

    def put(self, account: StaffAccount) -> None:
        """Keep an account in the place of an earlier one."""
        append_line(self._path, msgspec.json.encode(account))
        self._looked = 0.0

    def remove(self, staff_id: str, *, at: str) -> None:
        """Let somebody log in no more."""
        append_line(self._path, msgspec.json.encode(_Removed(staff_id, at)))
        self._looked = 0.0

    def all(self) -> list[StaffAccount]:
        """Return every account there is."""
        self._read()
        return list(self._accounts.values())

    def find(self, staff_id: str) -> StaffAccount | None:
        """Return an account, or None."""
        now = time.monotonic()
        if now - self._looked >= _LOOK_EVERY_S or not self._looked:
            self._read()
            self._looked = now
        return self._accounts.get(staff_id)

    def _read(self) -> None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._stamp, self._accounts = None, {}
            return
        stamp = (found.st_size, found.st_mtime_ns)
        if stamp == self._stamp:
            return
        accounts: dict[str, StaffAccount] = {}
        for line in whole_lines(self._path):
            try:
                raw = msgspec.json.decode(line, type=dict[str, str])
                if "removed" in raw:
                    accounts.pop(msgspec.convert(raw, _Removed).removed, None)
                    continue
                one = msgspec.convert(raw, StaffAccount)
            except msgspec.MsgspecError:
                self._accounts = {}  # nobody comes in on a guess
                msg = f"{self._path} is damaged: take it away, and add everybody anew."
                raise BadInput(msg) from None
            accounts[one.id] = one
        self._stamp, self._accounts = stamp, accounts
