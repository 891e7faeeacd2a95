"""What the staff's own pages may do to a shop that is served."""

from __future__ import annotations

import asyncio
import datetime as dt
import queue
import time

from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from dataclasses import dataclass, field
from typing import Protocol, TypeVar

from shopkeeper.adapters.threads.looking import Looker
from shopkeeper.flow.house import House
from shopkeeper.flow.leaving import stop_everything
from shopkeeper.flow.planning import signature_for
from shopkeeper.vocabulary import Signature


_T = TypeVar("_T")
_PAUSE_S = 0.005
_PATIENCE_S = 2.0  # for a stop to be on disk before the page says so


class RunsWork(Protocol):
    """Runs a piece of work on the shop, one after another; returns when it is kept."""

    def __call__(self, work: Callable[[House], _T]) -> Awaitable[_T]:
        """Run it."""


@dataclass(frozen=True, kw_only=True)
class StaffSide:
    """
    The deeds of the console, through the server's one writer.

    Attributes:
        write: Runs what changes something.
        papers: The same shop with its plans and contents as they are on disk now.
        sign_on_disk: Writes a signature into a plan.
        looker: Looks into the shop for pages.
        changed: Told whose word changed, so that pages know at once.
        renew: Reads anew what is the same for all who are on a page.
        now: The moment.
    """

    write: RunsWork
    papers: Callable[[House], House]
    sign_on_disk: Callable[[str, Signature], object]
    looker: Looker
    changed: Callable[[str], None]
    renew: Callable[[], Awaitable[None]]
    now: Callable[[], dt.datetime]
    _urgent: queue.SimpleQueue[tuple[str, dt.datetime, Future[None]]] = field(
        default_factory=queue.SimpleQueue
    )

    async def act(
        self, work: Callable[[House, dt.datetime], _T], *, person: str | None = None
    ) -> _T:
        """
        Do what somebody on staff asked for; return when it is on disk.

        Args:
            work: Does it, with the plans and contents as they are on disk now.
            person: Whom it changes: it holds at once, on pages too.
        """
        now = self.now()
        done = await self.write(lambda house: work(self.papers(house), now))
        self.looker.changed()
        if person is not None:
            self.changed(person)
        return done

    async def act_widely(self, work: Callable[[House, dt.datetime], _T]) -> _T:
        """Do what says who is who, or changes a plan; return when it is seen."""
        done = await self.act(work)
        await self.looker.renew()
        await self.renew()
        return done

    async def sign(self, plan: str, *, role: str, by: str) -> None:
        """
        Sign a plan, as it and its contents are on disk now.

        Raises:
            BadInput: If there is no such plan or role.
            NotAllowed: If she may not sign for this role.
        """

        def work(house: House, now: dt.datetime) -> None:
            signature = signature_for(house, plan, role=role, by=by, now=now)
            self.sign_on_disk(plan, signature)
            house.audit.note(f"signed as {role}", plan, actor=by, at=now)

        await self.act_widely(work)

    @property
    def is_stopping(self) -> bool:
        """Has somebody stopped everything, and a round is at work yet?"""
        return not self._urgent.empty()

    async def stop_all(self, *, by: str) -> None:
        """
        Stop everything, at once.

        It does not wait behind a round: what is being sent stops with the batch at
        hand, and a round that has not begun to send sends nothing.
        """
        stopped: Future[None] = Future()
        self._urgent.put((by, self.now(), stopped))
        behind = asyncio.ensure_future(self.write(self.stop_if_asked))
        behind.add_done_callback(_heard)  # it may come after a round: nobody waits
        await asyncio.wait([asyncio.wrap_future(stopped)], timeout=_PATIENCE_S)
        if stopped.done():
            stopped.result()
            self.looker.changed()
            await self.renew()

    def stop_if_asked(self, house: House) -> None:
        """Turn the switch, where somebody waits for it; in no transaction."""
        while True:
            try:
                by, at, stopped = self._urgent.get_nowait()
            except queue.Empty:
                return
            try:
                stop_everything(house, by=by, now=at, pause=_pause)
                name = house.shop.name
                house.audit.note("stopped everything", name, actor=by, at=at)
            except BaseException as error:
                stopped.set_exception(error)
                raise
            stopped.set_result(None)

    async def go_on(self, *, by: str) -> None:
        """Take the stop of everything back."""

        def work(house: House, now: dt.datetime) -> None:
            house.plan_book.go_on(by=by, at=now)
            name = house.shop.name
            house.audit.note("took the stop back", name, actor=by, at=now)

        await self.act(work)
        await self.renew()


def _pause() -> None:
    time.sleep(_PAUSE_S)


def _heard(done: asyncio.Future[None]) -> None:
    """Take note of what went wrong: whoever asked was told by her own future."""
    if not done.cancelled():
        done.exception()
