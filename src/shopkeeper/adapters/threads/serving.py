"""A shop that is served: what the way in over HTTP may ask of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import secrets
import time

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import AbstractContextManager, asynccontextmanager, suppress

from shopkeeper.adapters.threads.writer import MOST_WAITING, OneWriter
from shopkeeper.flow.access import KeyRing
from shopkeeper.flow.house import House
from shopkeeper.flow.rounds import floored_us, work_round
from shopkeeper.flow.segment import Call, Trust
from shopkeeper.flow.sending import send_due
from shopkeeper.flow.signing_in import signed_by
from shopkeeper.flow.tracking import Answer, Parcel, Replayed, replay
from shopkeeper.flow.wires import is_fed_by_wire
from shopkeeper.recognise.books import QuarantinedRow
from shopkeeper.recognise.ports import RowSource
from shopkeeper.vocabulary import Shop, Source


_PRESSED = MOST_WAITING // 2


class Serving:
    """
    A shop that is served: what the way in over HTTP may ask of it.

    Attributes:
        shop: Its settings.
        ring: Its keys.
        wired: Names of the sources that are fed over HTTP.
    """

    def __init__(
        self,
        shop: Shop,
        ring: KeyRing,
        *,
        opened: Callable[[], AbstractContextManager[House]],
        tables: Callable[[Source], Sequence[RowSource]],
        rounds: bool,
        send: bool,
    ) -> None:
        self.shop = shop
        self.ring = ring
        self.wired = frozenset(one.name for one in shop.sources if is_fed_by_wire(one))
        self._rounds = rounds
        self._send = send
        self._tables = tables
        self._writer = OneWriter(opened, self.now)

    def start(self) -> None:
        """Own the shop."""
        self._writer.start()

    def stop(self) -> None:
        """Keep what waits, and let the shop go."""
        self._writer.stop()

    def now(self) -> dt.datetime:
        """Return the moment: the shop's own, if it has one, else the clock's."""
        return self.shop.now or dt.datetime.now(dt.UTC)

    def new_id(self) -> str:
        """Make an id."""
        return secrets.token_hex(16)

    def signed(self, source: str, now: dt.datetime) -> Callable[[str, str], bool]:
        """Return what checks the signatures of a source's user ids."""
        return signed_by(self.ring.secrets(source), now=now)

    async def keep(self, parcel: Parcel, *, patience_s: float) -> Answer:
        """
        Keep what came; return when it is on disk.

        Raises:
            Busy: If it was not kept.
        """
        return await self._writer.keep(parcel, patience_s=patience_s)

    @property
    def waiting(self) -> int:
        """Events that are not on disk yet."""
        return self._writer.waiting

    @property
    def is_pressed(self) -> bool:
        """Does so much wait that some have to come later?"""
        return self._writer.waiting > _PRESSED

    @property
    def trouble(self) -> str | None:
        """Why nothing can be kept; None while it can."""
        return self._writer.trouble if self._writer.is_alive else "the writer ended"

    async def quarantined(self) -> list[QuarantinedRow]:
        """Return what could not be read."""
        return await self._writer.run(lambda house: house.records.quarantined())

    async def replay(self, fixed: Mapping[int, str]) -> Replayed:
        """Try what could not be read again."""

        def again(house: House) -> Replayed:
            return replay(house, fixed=fixed, call=self._call, now=self.now())

        return await self._writer.run(again)

    def _call(self, source: str, trust: Trust) -> Call:
        now = self.now()
        return Call(trust, self.signed(source, now), now, self.new_id)

    @asynccontextmanager
    async def rounds(self, say: Callable[..., None]) -> AsyncGenerator[None]:
        """Work a round whenever one is due, while the block runs."""
        if not self._rounds or self.shop.now is not None:
            yield  # a shop told at a fixed time is asked for its round by hand
            return
        task = asyncio.create_task(self._work_rounds(say))
        try:
            yield
        finally:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task

    async def _work_rounds(self, say: Callable[..., None]) -> None:
        while True:
            every = self.shop.rounds_every
            floor = dt.timedelta(microseconds=floored_us(self.now(), every))
            due = dt.datetime.fromtimestamp(0, dt.UTC) + floor + every
            await asyncio.sleep(max(0.0, (due - self.now()).total_seconds()))
            began = time.monotonic()
            try:
                counts = await self._writer.run(self._round)
            except Exception as error:  # noqa: BLE001 the next one may go well
                say("a round failed", kind=type(error).__name__)
                continue
            took = round((time.monotonic() - began) * 1000)
            say("worked a round", ms=took, **counts)

    def _round(self, house: House) -> Mapping[str, int]:
        now = self.now()
        done = work_round(house, self._tables, now=now)
        counts = {name: done.counts[name] for name in ("people", "messages")}
        if self._send:
            counts["sent"] = send_due(house, now=now).sent
        return counts
