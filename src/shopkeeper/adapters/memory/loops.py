"""The reference book of what she waits for."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec.structs import replace

from shopkeeper.vocabulary import Loop, LoopStep


class MemoryLoopBook:
    """A `LoopBook` that forgets everything when the process ends."""

    def __init__(self) -> None:
        self._loops: dict[str, Loop] = {}
        self._steps: dict[str, list[LoopStep]] = {}

    def open(self, new: Iterable[Loop]) -> int:
        """Open loops; one that is there keeps its state."""
        opened = 0
        for one in new:
            known = self._loops.get(one.id)
            if known is None:
                self.note(one)
                opened += 1
            else:
                self._loops[one.id] = replace(
                    one,
                    state=known.state, at=known.at, by=known.by, because=known.because,
                )  # fmt: skip
        return opened

    def note(self, loop: Loop) -> None:
        """Append the state of a loop that is there as a step."""
        self._loops[loop.id] = loop
        self._steps.setdefault(loop.id, []).append(
            LoopStep(
                loop=loop.id, person=loop.person, state=loop.state, at=loop.at,
                by=loop.by, because=loop.because,
            )
        )  # fmt: skip

    def find(self, loop_id: str) -> Loop | None:
        """Return one loop as it stands, or None."""
        return self._loops.get(loop_id)

    def of_persons(self, persons: Sequence[str]) -> list[Loop]:
        """Return the loops of these person ids as they stand, oldest first."""
        return [one for one in self.all() if one.person in persons]

    def all(self) -> list[Loop]:
        """Return every loop as it stands, oldest first."""
        return sorted(self._loops.values(), key=lambda one: (one.since, one.id))

    def steps(self, loop_id: str) -> list[LoopStep]:
        """Return every step of one loop, oldest first."""
        return list(self._steps.get(loop_id, ()))
