"""One thread owns the shop and writes; what came meanwhile is one commit.

An answer is given after the commit that holds it (reliability.md, section 0, items 3
and 4): waiting for the disk is shared by all who wait, so many senders cost little
more than one.
"""

from __future__ import annotations

import asyncio
import queue
import threading

from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from datetime import datetime
from typing import Any, TypeVar

from shopkeeper.flow.house import House
from shopkeeper.flow.tracking import Answer, Decided, Parcel, keep


_T = TypeVar("_T")

MOST_WAITING = 20_000  # events
_LOOK_EVERY_S = 0.25
_MOST_TOGETHER = 2_000  # events in one commit


class Busy(Exception):
    """More waits than the disk can keep up with, or it cannot keep anything."""


class _Item:
    """A parcel, and who waits for it. Whoever takes the token decides its fate."""

    __slots__ = ("future", "late", "loop", "parcel", "size", "token")

    def __init__(
        self,
        parcel: Parcel | Decided,
        future: asyncio.Future[Answer],
        size: int,
        late: float,
    ) -> None:
        self.parcel = parcel
        self.future = future
        self.loop = future.get_loop()
        self.size = size
        self.late = late
        self.token = [True]

    def taken(self) -> bool:
        """Take it; False where somebody has."""
        try:
            self.token.pop()
        except IndexError:
            return False
        return True


def _size(parcel: Parcel | Decided) -> int:
    if isinstance(parcel, Decided):
        return len(parcel.made)
    return len(parcel.events) + len(parcel.aside)


class OneWriter:
    """
    Owns a shop in a thread of its own.

    Attributes:
        waiting: Events that have come and are not on disk yet.
        trouble: Why the last commit failed; None while all is well.
    """

    def __init__(
        self,
        opened: Callable[[], AbstractContextManager[House]],
        clock: Callable[[], datetime],
    ) -> None:
        self._opened = opened
        self._clock = clock
        self._queue: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="writer", daemon=True)
        self._ready: Future[None] = Future()
        self._line: list[_Item] = []
        self.waiting = 0
        self.trouble: str | None = None

    def start(self) -> None:
        """
        Open the shop.

        Raises:
            ShopkeeperError: If it cannot be opened, or another process owns it.
        """
        self._thread.start()
        self._ready.result()

    def stop(self) -> None:
        """Keep what waits, close the shop, and end."""
        self._queue.put(None)
        self._thread.join()

    @property
    def is_alive(self) -> bool:
        """Is the thread there?"""
        return self._thread.is_alive()

    async def keep(self, parcel: Parcel | Decided, *, patience_s: float) -> Answer:
        """
        Keep events or decisions; return when they are on disk.

        Args:
            parcel: What came.
            patience_s: After so many seconds of waiting in line it is given back.

        Raises:
            Busy: If it was not kept.
        """
        size = _size(parcel)
        if self.waiting + size > MOST_WAITING or not self.is_alive:
            raise Busy
        loop = asyncio.get_running_loop()
        item = _Item(parcel, loop.create_future(), size, loop.time() + patience_s)
        self.waiting += size
        self._line.append(item)
        if len(self._line) == 1:
            loop.call_later(_LOOK_EVERY_S, self._look_for_late, loop)
        self._queue.put(item)
        return await item.future

    async def run(self, work: Callable[[House], _T]) -> _T:
        """Do any other work with the shop, between two commits."""
        future: Future[_T] = Future()
        self._queue.put((work, future))
        return await asyncio.wrap_future(future)

    def _look_for_late(self, loop: asyncio.AbstractEventLoop) -> None:
        """Give back what has waited too long and was not begun."""
        self._line = [item for item in self._line if not item.future.done()]
        for item in self._line:
            if item.late <= loop.time() and item.taken():
                self.waiting -= item.size
                item.future.set_exception(Busy())
        if self._line:
            loop.call_later(_LOOK_EVERY_S, self._look_for_late, loop)

    def _work(self) -> None:
        try:
            with self._opened() as house:
                self._ready.set_result(None)
                going = True
                while going:
                    going = self._round(house)
        except BaseException as error:
            if self._ready.done():
                self.trouble = type(error).__name__
                raise
            self._ready.set_exception(error)

    def _round(self, house: House) -> bool:
        """Keep what is there, then do one other work. False at the end."""
        found = self._queue.get()
        items: list[_Item] = []
        size = 0
        while isinstance(found, _Item):
            if found.taken():
                items.append(found)
                size += found.size
            if size >= _MOST_TOGETHER:
                break
            try:
                found = self._queue.get_nowait()
            except queue.Empty:
                break
        if items:
            self._keep(house, items)
        if isinstance(found, tuple):
            work, future = found
            try:
                future.set_result(work(house))
            except Exception as error:  # noqa: BLE001 its caller's to handle
                future.set_exception(error)
        return found is not None

    def _keep(self, house: House, items: list[_Item]) -> None:
        answers: list[Answer | Busy]
        try:
            answers = [*keep(house, [one.parcel for one in items], now=self._clock())]
        except Exception:  # noqa: BLE001 one by one: one odd parcel sinks no other
            answers = [self._keep_one(house, one) for one in items]
        else:
            self.trouble = None
        items[0].loop.call_soon_threadsafe(self._tell, items, answers)

    def _keep_one(self, house: House, item: _Item) -> Answer | Busy:
        try:
            (answer,) = keep(house, [item.parcel], now=self._clock())
        except Exception as error:  # noqa: BLE001 not kept, whatever the reason
            self.trouble = type(error).__name__
            return Busy(type(error).__name__)
        self.trouble = None
        return answer

    def _tell(self, items: list[_Item], answers: list[Answer | Busy]) -> None:
        for item, answer in zip(items, answers, strict=True):
            self.waiting -= item.size
            if item.future.done():
                continue
            if isinstance(answer, Busy):
                item.future.set_exception(answer)
            else:
                item.future.set_result(answer)
