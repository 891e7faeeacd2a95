"""A shop that is served: what the way in over HTTP may ask of it."""

from __future__ import annotations

import asyncio
import datetime as dt
import secrets
import time

from collections.abc import AsyncGenerator, Callable, Mapping, Sequence
from contextlib import (
    AbstractContextManager,
    ExitStack,
    asynccontextmanager,
    suppress,
)
from dataclasses import dataclass

from shopkeeper.adapters.threads.writer import MOST_WAITING, Busy, OneWriter
from shopkeeper.flow.access import KeyRing
from shopkeeper.flow.house import House
from shopkeeper.flow.online import Offer, Online, Ready, Visitor, make_ready
from shopkeeper.flow.ordered_since import EVENT, orders_since_round
from shopkeeper.flow.rounds import floored_us, work_round
from shopkeeper.flow.segment import Call, Trust
from shopkeeper.flow.sending import send_due
from shopkeeper.flow.signing_in import signed_by
from shopkeeper.flow.staff_door import Door, Passwords, StaffAccount
from shopkeeper.flow.tracking import Answer, Decided, Parcel, Replayed, replay
from shopkeeper.flow.wires import is_fed_by_wire
from shopkeeper.recognise.books import QuarantinedRow
from shopkeeper.recognise.ports import RowSource
from shopkeeper.vocabulary import Shop, Source


_PRESSED = MOST_WAITING // 2
_LONG_S = 3600.0
_NOTES_EVERY_S = 0.5
_HASHES = 2  # at a time: each takes 64 MiB


Looking = tuple[House, Callable[[], None]]
"""A shop to read, and what reads its current generation into memory."""


@dataclass(frozen=True)
class Reception:
    """
    Who comes to the door, and what was left there.

    Attributes:
        door: Who of the staff is logged in.
        passwords: Makes and checks their hashes.
        are_notes: Was something left for the audit?
        take_notes: Takes it in.
    """

    door: Door
    passwords: Passwords
    are_notes: Callable[[], bool]
    take_notes: Callable[[House], int]


class Serving:
    """
    A shop that is served: what the way in over HTTP may ask of it.

    Attributes:
        shop: Its settings.
        ring: Its keys.
        door: Who of the staff is logged in.
        wired: Names of the sources that are fed over HTTP.
    """

    def __init__(
        self,
        shop: Shop,
        ring: KeyRing,
        *,
        opened: Callable[[], AbstractContextManager[House]],
        looking: Callable[[], AbstractContextManager[Looking]],
        tables: Callable[[Source], Sequence[RowSource]],
        rounds: bool,
        send: bool,
        reception: Reception,
    ) -> None:
        self.shop = shop
        self.ring = ring
        self.door = reception.door
        self._reception = reception
        self._hashing = asyncio.Semaphore(_HASHES)
        self._notes: set[asyncio.Task[None]] = set()
        self.wired = frozenset(one.name for one in shop.sources if is_fed_by_wire(one))
        self._rounds = rounds
        self._send = send
        self._tables = tables
        self._looking = looking
        self._writer = OneWriter(opened, self.now)
        self._ends = ExitStack()
        self._online: Online | None = None
        self._load: Callable[[], None] = lambda: None
        self._pending: dict[str | None, asyncio.Future[Answer]] = {}

    def start(self) -> None:
        """Own the shop, and know who is there."""
        self._writer.start()
        # Read where the answers are given: what is committed is seen at once.
        looking = self._looking()
        house, self._load = self._ends.enter_context(looking)
        self._load()
        with house.together():
            self._online = Online(
                house, make_ready(house, now=self.now()), name=self.new_id()
            )
            for source, cells, at in orders_since_round(house, self.wired):
                self._online.happened(source, cells, at=at)

    def stop(self) -> None:
        """Keep what waits, and let the shop go."""
        self._ends.close()
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
        answer = await self._writer.keep(parcel, patience_s=patience_s)
        for event in parcel.events:
            if EVENT in event.cells:
                self.online.happened(parcel.source, event.cells, at=self.now())
        return answer

    @property
    def online(self) -> Online:
        """What decides for those who are here."""
        assert self._online is not None  # noqa: S101 it was started
        return self._online

    async def decide(
        self, visitor: Visitor, slots: Sequence[str], *, patience_s: float
    ) -> list[Offer]:
        """
        Decide what is said in each slot of a page; return when that is on disk.

        Raises:
            Busy: If it could not be kept: then nobody may see it.
        """
        offers, made = self.online.decide(visitor, slots, now=self.now())
        if made:
            keeping = asyncio.ensure_future(
                self._writer.keep(Decided(made), patience_s=patience_s)
            )
            for one in made:
                self._pending[one.id] = keeping
            try:
                await asyncio.shield(keeping)
            except Busy:
                self.online.take_back(made[0].person)
                raise
            finally:
                for one in made:
                    self._pending.pop(one.id, None)
        for offer in offers:  # one that another request decided a moment ago
            if offer.decision_id in self._pending:
                await asyncio.shield(self._pending[offer.decision_id])
        return offers

    async def _renew(self, since: dt.datetime | None = None) -> None:
        """Read anew what is the same for all who ask, beside the answers."""
        now = self.now()

        def read() -> Ready:
            self._load()
            with self._looking() as (house, _), house.together():
                return make_ready(house, now=now)

        self.online.renew(await asyncio.to_thread(read), since=since)

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

    async def check_password(self, who: str, password: str) -> StaffAccount | None:
        """Return the account of *who*, if this is the password; never soon."""
        account = self.door.book.find(who)
        hashed = None if account is None else account.hash
        async with self._hashing:
            good = await asyncio.to_thread(
                self._reception.passwords.verify, password, hashed
            )
        return account if good else None

    async def set_password(self, who: str, password: str) -> StaffAccount:
        """Give somebody another password; her sessions end."""
        async with self._hashing:
            hashed = await asyncio.to_thread(self._reception.passwords.hash, password)
        account = StaffAccount(who, hashed, self.now().isoformat(timespec="seconds"))
        await asyncio.to_thread(self.door.book.put, account)
        return account

    def note_of_staff(self, action: str, who: str) -> None:
        """Note in the audit what somebody did; she does not wait for a round."""
        now = self.now()

        async def note() -> None:
            await self._writer.run(
                lambda house: house.audit.note(action, who, actor=who, at=now)
            )

        task = asyncio.create_task(note())
        self._notes.add(task)
        task.add_done_callback(self._notes.discard)

    @asynccontextmanager
    async def rounds(self, say: Callable[..., None]) -> AsyncGenerator[None]:
        """Work a round whenever one is due, while the block runs."""
        tasks = [
            asyncio.create_task(self._renew_by_day()),
            asyncio.create_task(self._take_what_was_left(say)),
        ]
        if self._rounds and self.shop.now is None:
            # A shop told at a fixed time is asked for its round by hand.
            tasks.append(asyncio.create_task(self._work_rounds(say)))
        try:
            yield
        finally:
            for task in tasks:
                task.cancel()
                with suppress(asyncio.CancelledError):
                    await task

    async def _take_what_was_left(self, say: Callable[..., None]) -> None:
        """Whoever copied the shop beside us has left a note of it for the audit."""
        while True:
            await asyncio.sleep(_NOTES_EVERY_S)
            if self._reception.are_notes():
                try:
                    await self._writer.run(self._reception.take_notes)
                except Exception as error:  # noqa: BLE001 it lies there still
                    say("notes were not taken", kind=type(error).__name__)

    async def _renew_by_day(self) -> None:
        """Plans begin, end and pause by the day."""
        while True:
            left = (self.online.ready.until - self.now()).total_seconds()
            await asyncio.sleep(max(1.0, left) if self.shop.now is None else _LONG_S)
            if self.now() >= self.online.ready.until:
                await self._renew()

    async def _work_rounds(self, say: Callable[..., None]) -> None:
        while True:
            every = self.shop.rounds_every
            floor = dt.timedelta(microseconds=floored_us(self.now(), every))
            due = dt.datetime.fromtimestamp(0, dt.UTC) + floor + every
            await asyncio.sleep(max(0.0, (due - self.now()).total_seconds()))
            began = time.monotonic()
            worked = self.now()
            try:
                counts = await self._writer.run(self._round)
                await self._renew(since=worked)
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
