"""The reference book of what was heard."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from shopkeeper.vocabulary import Heard


class MemoryHeardBook:
    """A `HeardBook` that forgets everything when the process ends."""

    def __init__(self) -> None:
        self._heard: dict[str, Heard] = {}

    def keep(self, pairs: Iterable[tuple[str, Heard]]) -> None:
        """Keep pairs of (content key, heard); the first one stays."""
        for key, heard in pairs:
            self._heard.setdefault(key, heard)

    def find(self, keys: Sequence[str]) -> dict[str, Heard]:
        """Return what was heard under these content keys; others are left out."""
        return {key: self._heard[key] for key in keys if key in self._heard}
