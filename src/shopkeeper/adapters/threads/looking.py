"""Looks into the shop for pages, beside whoever writes: short looks and long ones.

A short look is one person, a search, a list; it waits for nothing but other short
looks. A long one goes over everybody, in a thread of its own; its answer may be as old
as some times what it took to find, so that a large shop's pages stay as quick as a
small one's.
"""

from __future__ import annotations

import asyncio
import dataclasses

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import AbstractContextManager, ExitStack
from datetime import datetime
from time import monotonic
from typing import Any, TypeVar

from shopkeeper.flow.deciding import Programme, programme
from shopkeeper.flow.faces import Faces
from shopkeeper.flow.house import House


_T = TypeVar("_T")
_AS_OLD = 20.0  # times what it took: so old may the answer of a long look be
_PATIENCE_S = 2.0  # for what was changed to be seen, before the old is shown once more


@dataclasses.dataclass(frozen=True)
class Looked:
    """
    What a page looks at.

    Attributes:
        house: To read.
        faces: Everybody.
        now: The moment.
    """

    house: House
    faces: Faces
    now: datetime

    @property
    def plans(self) -> Programme:
        """What the shop means to do."""
        return programme(self.house, now=self.now)


Looks = Callable[[Looked], Any]


@dataclasses.dataclass
class _Kept:
    answer: Any
    at: datetime
    until: float
    lasting: bool


class Looker:
    """
    A reader's hand on the shop, opened when first needed.

    Args:
        looking: Opens the shop to read, with a generation in memory.
        reading: Opens the shop to read.
        clock: The moment.
    """

    def __init__(
        self,
        looking: Callable[[], AbstractContextManager[tuple[House, Callable[[], None]]]],
        reading: Callable[[], AbstractContextManager[House]],
        clock: Callable[[], datetime],
    ) -> None:
        self._looking = looking
        self._reading = reading
        self._clock = clock
        self._hand: _Hand | None = None
        self._opening: asyncio.Task[None] | None = None
        self._kept: dict[str, _Kept] = {}
        self._changes = 0

    async def look(self, read: Callable[[Looked], _T]) -> _T:
        """Look at what takes milliseconds."""
        hand = await self._in_hand()
        return await asyncio.wrap_future(hand.short(read, self._clock()))

    async def look_long(
        self, name: str, read: Callable[[Looked], _T], *, lasting: bool = False
    ) -> tuple[_T, datetime]:
        """
        Look over everybody; return the answer, and of when it is.

        Args:
            name: Of the question: who asks the same a moment later gets the same.
            read: Asks it.
            lasting: Is it about the house as a whole, which one deed does not change?
        """
        kept = self._kept.get(name)
        if kept is not None and monotonic() < kept.until:
            return kept.answer, kept.at
        hand = await self._in_hand()
        began, at = monotonic(), self._clock()
        changes = None if lasting else self._changes
        answer: _T = await asyncio.wrap_future(hand.long(read, at))
        ended = monotonic()
        if changes in (None, self._changes) and hand is self._hand:
            until = ended + (ended - began) * _AS_OLD
            self._kept[name] = _Kept(answer, at, until, lasting)
        return answer, at

    def changed(self) -> None:
        """Forget what long looks found of the day: somebody has done something."""
        self._changes += 1
        self._kept = {name: one for name, one in self._kept.items() if one.lasting}

    async def warm(self) -> None:
        """Begin to open the shop: somebody is about to come in."""
        if self._hand is None and self._opening is None:
            self._open_anew()

    async def renew(self, *, patiently: bool = False) -> None:
        """
        Read the shop's papers and generation anew.

        Args:
            patiently: Come back only when it is done, however long it takes.
        """
        self.changed()
        if self._hand is None and self._opening is None:
            return  # nobody has looked yet
        if self._opening is not None:  # what that reads may be from before
            await asyncio.shield(self._opening)
        task = self._open_anew()
        if patiently:
            await asyncio.shield(task)
        else:
            await asyncio.wait([task], timeout=_PATIENCE_S)

    def stop(self) -> None:
        """Let the shop go."""
        if self._hand is not None:
            self._hand.close()
            self._hand = None

    async def _in_hand(self) -> _Hand:
        hand = self._hand
        if hand is None:
            await asyncio.shield(self._opening or self._open_anew())
            assert self._hand is not None  # noqa: S101 it was opened
            return self._hand
        if hand.is_old and self._opening is None:
            self.changed()
            self._open_anew()  # meanwhile the old one answers
        return hand

    def _open_anew(self) -> asyncio.Task[None]:
        async def work() -> None:
            fresh = _Hand(self._looking, self._reading)
            try:
                await asyncio.wrap_future(fresh.opened)
            except BaseException:
                fresh.close()
                raise
            finally:
                self._opening = None
            old, self._hand = self._hand, fresh
            self.changed()
            self._kept.clear()
            if old is not None:
                old.close()

        self._opening = asyncio.create_task(work())
        return self._opening


class _Hand:
    """The shop as it was opened: two threads, each with a connection of its own."""

    def __init__(
        self,
        looking: Callable[[], AbstractContextManager[tuple[House, Callable[[], None]]]],
        reading: Callable[[], AbstractContextManager[House]],
    ) -> None:
        self._short = ThreadPoolExecutor(1, "look")
        self._long = ThreadPoolExecutor(1, "look-long")
        self._ends = (ExitStack(), ExitStack())
        self._house: House | None = None
        self._beside: House | None = None
        self._faces: Faces | None = None
        self._generation = 0

        def open_short() -> None:
            house, load = self._ends[0].enter_context(looking())
            load()
            self._generation = house.warehouse.current()
            self._faces, self._house = Faces(house), house

        self._open_long = reading
        self.opened: Future[None] = self._short.submit(open_short)

    @property
    def is_old(self) -> bool:
        """Is there a newer generation by now?"""
        house = self._house
        return house is not None and house.warehouse.current() != self._generation

    def short(self, read: Callable[[Looked], _T], now: datetime) -> Future[_T]:
        """Look, after other short looks."""

        def work() -> _T:
            return self._look(self._house, read, now)

        return self._short.submit(work)

    def long(self, read: Callable[[Looked], _T], now: datetime) -> Future[_T]:
        """Look, beside the short looks."""

        def work() -> _T:
            if self._beside is None:
                beside = self._ends[1].enter_context(self._open_long())
                assert self._house is not None  # noqa: S101 it was opened
                # Its tables are only read: both threads may.
                self._beside = dataclasses.replace(
                    beside, warehouse=self._house.warehouse
                )
            return self._look(self._beside, read, now)

        return self._long.submit(work)

    def _look(
        self, house: House | None, read: Callable[[Looked], _T], now: datetime
    ) -> _T:
        assert house is not None  # noqa: S101 it was opened
        assert self._faces is not None  # noqa: S101 likewise
        with house.together():
            return read(Looked(house, self._faces, now))

    def close(self) -> None:
        """Close it, when those who look have looked."""
        for pool, end in zip((self._short, self._long), self._ends, strict=True):
            pool.submit(end.close)
            pool.shutdown(wait=False)
