"""The links to people's pages: `.shopkeeper/links`, appended to, never rewritten.

A file, as the accounts of staff are one: a command makes a link while `serve` owns the
ledger. It holds hashes and person ids, which after an erasure lead to nobody.
"""

from __future__ import annotations

from pathlib import Path

import msgspec

from shopkeeper.adapters.files.appending import append_line, whole_lines
from shopkeeper.flow.her_door import PageLink
from shopkeeper.vocabulary import BadInput


class _Revoked(msgspec.Struct, frozen=True):
    """A line that ends every link of a person so far."""

    revoked: str
    at: str


class FileLinkBook:
    """`LinkBook` in a file of JSON lines, readable by its owner alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int] | None = None
        self._links: dict[str, PageLink] = {}
        self._revoked: dict[str, str] = {}

    def put(self, link: PageLink) -> None:
        """Keep a link."""
        append_line(self._path, msgspec.json.encode(link))

    def revoke(self, person: str, *, at: str) -> int:
        """Let every link of a person lead nowhere from now on; return how many."""
        self._read()
        found = sum(one.person == person for one in self._links.values())
        append_line(self._path, msgspec.json.encode(_Revoked(person, at)))
        return found

    def find(self, digest: str) -> PageLink | None:
        """Return a link that was not revoked, or None."""
        self._read()  # a look at the file's size: a link holds at once, and ends so
        return self._links.get(digest)

    def revoked(self, person: str) -> str | None:
        """Return when all links of a person were last ended, or None."""
        self._read()
        return self._revoked.get(person)

    def _read(self) -> None:
        try:
            found = self._path.stat()
        except FileNotFoundError:
            self._stamp, self._links, self._revoked = None, {}, {}
            return
        stamp = (found.st_size, found.st_mtime_ns)
        if stamp == self._stamp:
            return
        links: dict[str, PageLink] = {}
        revoked: dict[str, str] = {}
        for line in whole_lines(self._path):
            try:
                raw = msgspec.json.decode(line, type=dict[str, str])
                if "revoked" in raw:
                    gone = msgspec.convert(raw, _Revoked)
                    links = _without(links, gone.revoked)
                    revoked[gone.revoked] = gone.at
                    continue
                one = msgspec.convert(raw, PageLink)
            except msgspec.MsgspecError:
                self._links = {}  # nobody comes in on a guess
                msg = f"{self._path} is damaged: take it away, and make links anew."
                raise BadInput(msg) from None
            links[one.digest] = one
        self._stamp, self._links, self._revoked = stamp, links, revoked


def _without(links: dict[str, PageLink], person: str) -> dict[str, PageLink]:
    return {key: one for key, one in links.items() if one.person != person}
