"""What `listen` needs from the outside world, in its own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

import numpy as np

from numpy.typing import NDArray

from shopkeeper.vocabulary import Heard


class HeardBook(Protocol):
    """Keeps what was heard in each utterance, so that nothing is heard twice."""

    def keep(self, heard: Iterable[tuple[str, Heard]]) -> None:
        """Keep pairs of (content key, heard); the same pair again changes nothing."""

    def find(self, keys: Sequence[str]) -> dict[str, Heard]:
        """Return what was heard under these content keys; others are left out."""


class SentenceEncoder(Protocol):
    """
    Says what sentences mean, slowly and well.

    Attributes:
        name: Of the model behind it; labels learned with one need the same.
    """

    @property
    def name(self) -> str: ...

    def __call__(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return `(n_texts, n)` vectors of length one."""
