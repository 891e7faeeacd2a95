"""What `listen` needs from the outside world, in its own words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Protocol

import numpy as np

from numpy.typing import NDArray

from shopkeeper.vocabulary import Heard, Loop, LoopStep, Promise, PromiseStep


class HeardBook(Protocol):
    """Keeps what was heard in each utterance, so that nothing is heard twice."""

    def keep(self, heard: Iterable[tuple[str, Heard]]) -> None:
        """Keep pairs of (content key, heard); the same pair again changes nothing."""

    def find(self, keys: Sequence[str]) -> dict[str, Heard]:
        """Return what was heard under these content keys; others are left out."""


class LoopBook(Protocol):
    """Keeps what she waits for, and every step of the answer. Steps are appended."""

    def open(self, loops: Iterable[Loop]) -> int:
        """
        Open loops, each in its own state.

        One that is there keeps its state; whose it is, its owner and its due day
        become what is said now. Return how many were new.
        """

    def note(self, loop: Loop) -> None:
        """Append the state of a loop that is there as a step."""

    def find(self, loop_id: str) -> Loop | None:
        """Return one loop as it stands, or None."""

    def of_persons(self, persons: Sequence[str]) -> list[Loop]:
        """Return the loops of these person ids as they stand, oldest first."""

    def all(self) -> list[Loop]:
        """Return every loop as it stands, oldest first."""

    def steps(self, loop_id: str) -> list[LoopStep]:
        """Return every step of one loop, oldest first; the first one opened it."""


class PromiseBook(Protocol):
    """Keeps what was promised, and what became of it. Steps are appended."""

    def keep(self, promises: Iterable[Promise]) -> int:
        """
        Keep promises as they were made.

        One that is there keeps its steps; the rest becomes what is said now. Return
        how many were new.
        """

    def settle(self, promises: Iterable[Promise], *, at: datetime) -> int:
        """
        Make *promises* all that were made by *at*; those made later stay.

        What no record holds any more is not shown; its steps stay. Return how many
        were new.
        """

    def note(self, steps: Iterable[PromiseStep]) -> None:
        """Append steps, in their order."""

    def of_persons(self, persons: Sequence[str]) -> list[Promise]:
        """Return the promises of these person ids as they stand, in order of id."""

    def all(self) -> list[Promise]:
        """Return every promise as it stands, in order of id."""

    def steps(self) -> dict[str, list[PromiseStep]]:
        """Return all steps by promise id, each list oldest first."""


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
