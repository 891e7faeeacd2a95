"""What `listen` needs from the outside world, in its own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from shopkeeper.vocabulary import Heard


class HeardBook(Protocol):
    """Keeps what was heard in each utterance, so that nothing is heard twice."""

    def keep(self, heard: Iterable[tuple[str, Heard]]) -> None:
        """Keep pairs of (content key, heard); the same pair again changes nothing."""

    def find(self, keys: Sequence[str]) -> dict[str, Heard]:
        """Return what was heard under these content keys; others are left out."""
