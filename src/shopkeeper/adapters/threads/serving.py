"""A shop that is served: what the way in over HTTP may ask of it."""

from __future__ import annotations

import asyncio
import dataclasses
import datetime as dt
import secrets
import time

from collections.abc import AsyncGenerator, Callable, Generator, Mapping, Sequence
from contextlib import (
    AbstractContextManager,
    ExitStack,
    asynccontextmanager,
    contextmanager,
    suppress,
)
from dataclasses import dataclass
from functools import partial
from typing import Any

from shopkeeper.adapters.threads.her_side import HerSide, InMemory
from shopkeeper.adapters.threads.looking import Looker
from shopkeeper.adapters.threads.staff_side import StaffSide
from shopkeeper.adapters.threads.writer import MOST_WAITING, Busy, OneWriter
from shopkeeper.flow.access import KeyRing
from shopkeeper.flow.exporting import export_json
from shopkeeper.flow.forgetting import (
    Hands,
    Opened,
    Receipt,
    again,
    finish_receipt,
    forget,
    was_forgotten,
)
from shopkeeper.flow.her_door import HerDoor
from shopkeeper.flow.house import House, Progress
from shopkeeper.flow.intake import TakenIn
from shopkeeper.flow.knowing import current_ids
from shopkeeper.flow.leaving import answer_one_click
from shopkeeper.flow.mailing import ReadsMail, take_mail
from shopkeeper.flow.online import Offer, Online, Ready, Visitor, make_ready
from shopkeeper.flow.planning import staff_of
from shopkeeper.flow.preferring import Change, Preferences, change, preferences_of
from shopkeeper.flow.rounds import floored_us, work_round
from shopkeeper.flow.segment import Call, Trust
from shopkeeper.flow.sending import send_due
from shopkeeper.flow.signing_in import signed_by
from shopkeeper.flow.since_round import events_since_round
from shopkeeper.flow.staff_door import Door, Passwords, StaffAccount
from shopkeeper.flow.tracking import Answer, Decided, Parcel, Replayed, replay
from shopkeeper.flow.wires import is_fed_by_mail, is_fed_by_wire
from shopkeeper.recognise.books import QuarantinedRow
from shopkeeper.recognise.ports import RowSource
from shopkeeper.remember.ports import Warehouse
from shopkeeper.say.tokens import OneClick, one_click
from shopkeeper.vocabulary import NotFound, Shop, Signature, Source


_PRESSED = MOST_WAITING // 2
_LONG_S = 3600.0
_TRY_AGAIN_S = 0.2
_MOST_TRIES = 150
_PAUSE_S = 0.005
_NOBODY = "There is nobody {!r}: ask by the id of a person."


def _pause() -> None:
    time.sleep(_PAUSE_S)


_NOTES_EVERY_S = 0.5
_HASHES = 2  # at a time: each takes 64 MiB


Looking = tuple[House, Callable[[], None]]
"""A shop to read, and what reads its current generation into memory."""


@dataclass(frozen=True, kw_only=True)
class Opens:
    """
    What opens a shop and its files, as `bootstrap` joined it.

    Attributes:
        opened: As its owner.
        looking: To read, with a generation in memory.
        reading: To read.
        files: The tables of a source, each with its file.
        mail: Reads a raw mail.
        tables: The tables of a source.
        looking_wide: To read, with all in memory that pages ask for by person.
        papers: The same shop with its plans and contents as they are on disk now.
        sign: Writes a signature into a plan.
    """

    opened: Callable[[], AbstractContextManager[tuple[House, Hands]]]
    looking: Callable[[], AbstractContextManager[Looking]]
    reading: Callable[[], AbstractContextManager[House]]
    files: Opened
    mail: ReadsMail
    tables: Callable[[Source], Sequence[RowSource]]
    looking_wide: Callable[[], AbstractContextManager[Looking]]
    papers: Callable[[House], House]
    sign: Callable[[str, Signature], object]


@dataclass(frozen=True)
class Reception:
    """
    Who comes to the door, and what was left there.

    Attributes:
        door: Who of the staff is logged in.
        passwords: Makes and checks their hashes.
        are_notes: Was something left for the audit?
        take_notes: Takes it in.
        her_door: Whose own page may be seen, and in which browser.
    """

    door: Door
    passwords: Passwords
    are_notes: Callable[[], bool]
    take_notes: Callable[[House], int]
    her_door: HerDoor


class Serving:
    """
    A shop that is served: what the way in over HTTP may ask of it.

    Attributes:
        shop: Its settings.
        ring: Its keys.
        door: Who of the staff is logged in.
        hers: What somebody's own page may ask.
        wired: Names of the sources that are fed over HTTP.
        mailed: Names of the sources to which mails come.
        looker: Looks into the shop for pages.
        staff: What the staff's own pages may do.
    """

    def __init__(
        self,
        shop: Shop,
        ring: KeyRing,
        opens: Opens,
        *,
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
        self.mailed = frozenset(one.name for one in shop.sources if is_fed_by_mail(one))
        self._rounds = rounds
        self._send = send
        self._opens = opens
        self._hands: Hands | None = None
        self._token = b""
        self._renewing = asyncio.Lock()
        self._writer = OneWriter(self._owned, self.now)
        self.hers = HerSide(
            door=reception.her_door, reading=opens.reading, write=self._writer.run,
            person_of=lambda own: self.online.person_of(Visitor(person=own)),
            changed=self._changed, looking=self._in_memory, now=self.now,
            key=lambda: self._token,
        )  # fmt: skip
        self._ends = ExitStack()
        self._online: Online | None = None
        self._load: Callable[[], None] = lambda: None
        self._held: Warehouse | None = None
        self._pending: dict[str | None, asyncio.Future[Answer]] = {}
        self.looker = Looker(opens.looking_wide, opens.reading, self.now)
        self.staff = StaffSide(
            write=self._writer.run, papers=opens.papers, sign_on_disk=opens.sign,
            looker=self.looker, changed=self._changed, renew=self._renew, now=self.now,
        )  # fmt: skip

    def start(self) -> None:
        """Own the shop, and know who is there."""
        self._writer.start()
        # Read where the answers are given: what is committed is seen at once.
        looking = self._opens.looking()
        house, self._load = self._ends.enter_context(looking)
        self._load()
        self._token, self._held = house.token, house.warehouse
        with house.together():
            self._online = Online(
                house, make_ready(house, now=self.now()), name=self.new_id()
            )
            fed = self.wired | self.mailed
            for source, cells, at in events_since_round(house, fed):
                if source in self.wired:
                    self._online.happened(source, cells, at=at)
                else:
                    self._online.heard(cells, at=at)

    @contextmanager
    def _owned(self) -> Generator[House]:
        with self._opens.opened() as (house, self._hands):
            yield house

    def stop(self) -> None:
        """Keep what waits, and let the shop go."""
        self.looker.stop()
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
            self.online.happened(parcel.source, event.cells, at=self.now())
        return answer

    def _in_memory(self) -> InMemory:
        assert self._held is not None  # noqa: S101 it was started
        return InMemory(self._held, self.online.ready.aliases)

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
        if any(one.decision_id for one in offers) and not self.online.knows(visitor):
            return self.online.decide(visitor, slots, now=self.now())[0]
        return offers

    async def export(
        self, person: str, *, by: str | None, through: str
    ) -> dict[str, Any]:
        """
        Return everything that is kept of one person, and note that it was asked for.

        Raises:
            NotFound: If there is nobody of that id.
            BadInput: If nobody of ours is called as it says who asks.
        """
        found = self._found(person)
        actor = through if by is None else staff_of(self.shop, by).id
        now = self.now()

        def read() -> dict[str, Any]:
            with self._opens.reading() as house:
                return export_json(house, found, now=now)

        told = await asyncio.to_thread(read)
        self._found(person)  # she may have been forgotten meanwhile

        def note(house: House) -> None:
            house.audit.note("exported", found, actor=actor, at=now, person=found)

        await self._writer.run(note)
        return told

    async def forget(
        self, person: str, *, by: str | None, through: str, names: bool
    ) -> Receipt:
        """
        Forget one person: in the ledger, its log, what is in memory, what waits.

        Raises:
            NotFound: If there is nobody of that id, and nobody was.
            BadInput: If nobody of ours is called as it says who does it.
        """
        if by is not None:
            staff_of(self.shop, by)
        if not self.online.knows(Visitor(person=person)):
            return await self._forgotten_before(person)
        found = self._found(person)
        # From here on nothing is decided for her, and what was is on disk before.
        owns = self.online.let_go(found)
        while waiting := [one for one in self._pending.values() if not one.done()]:
            await asyncio.wait(waiting)

        def work(house: House) -> Receipt:
            current = current_ids(house)  # a round may have joined her to another
            return forget(
                house, self._in_hand, current.get(found, found), by=by, now=self.now(),
                opened=self._opens.files, names=names, through=through,
            )  # fmt: skip

        try:
            receipt = await self._writer.run(work)
            for own in {person, found}:
                self.hers.door.close(own, at=self.now())
            await self._renew()
            await self.looker.renew(patiently=True)
        finally:
            self.online.take_up(owns)
        for _ in range(_MOST_TRIES):
            if not receipt.pending:
                break
            await asyncio.sleep(_TRY_AGAIN_S)
            done = partial(self._finish, receipt=receipt)
            receipt = await self._writer.run(done)
        return receipt

    def _finish(self, house: House, *, receipt: Receipt) -> Receipt:
        return finish_receipt(house, self._in_hand, receipt, now=self.now())

    async def preferences(self, person: str) -> Preferences:
        """
        Return how she wants to be written to.

        Raises:
            NotFound: If there is nobody of that id.
        """
        found, now = self._found(person), self.now()

        def read() -> Preferences:
            with self._opens.reading() as house:
                return preferences_of(house, found, now=now)

        return await asyncio.to_thread(read)

    async def prefer(self, person: str, wish: Change) -> Preferences:
        """
        Write down what she changes; it holds at once, on pages too.

        Raises:
            NotFound: If there is nobody of that id.
            BadInput: Of a word that says nothing, or a day that has passed.
            NotAllowed: Something is to be allowed, and there is no proof of it.
        """
        found = self._found(person)

        def work(house: House) -> Preferences:
            return change(house, found, wish, now=self.now())

        told = await self._writer.run(work)
        self.online.changed(found)
        return told

    async def one_click(self, method: str, token: str, body: str) -> OneClick:
        """Answer a request to an unsubscribe address; only a POST touches anything."""
        asked = one_click(self._token, method, token, body)
        if asked.ends is None:
            return asked

        def work(house: House) -> tuple[OneClick, str | None]:
            done = answer_one_click(
                house, method, token, body, now=self.now(), pause=_pause
            )
            touch = house.outbox.touch(done.ends) if done.ends else None
            return done, touch.person if touch else None

        done, person = await self._writer.run(work)
        if person is not None:
            self.online.changed(person)
        return done

    async def take_mail(self, source: str, raw: bytes) -> TakenIn:
        """Keep a mail; return when it is on disk."""
        table = await asyncio.to_thread(self._opens.mail, source, raw)

        def work(house: House) -> TakenIn:
            return take_mail(house, source, table, now=self.now())

        done = await self._writer.run(work)
        if done.new:  # on disk; from here on it counts on pages, too
            for batch in table.batches():
                for row in batch.rows:
                    cells = dict(zip(batch.columns, row, strict=True))
                    self.online.heard(cells, at=self.now())
        return done

    async def _forgotten_before(self, person: str) -> Receipt:
        def work(house: House) -> Receipt | None:
            if not was_forgotten(house, person):
                return None
            return again(house, self._in_hand, now=self.now(), opened=self._opens.files)

        receipt = await self._writer.run(work)
        if receipt is None:
            raise NotFound(_NOBODY.format(person))
        return receipt

    @property
    def _in_hand(self) -> Hands:
        assert self._hands is not None  # noqa: S101 the shop is open
        return self._hands

    def _changed(self, person: str) -> None:
        """Let pages know at once that she has said something."""
        self.online.changed(person)
        self.looker.changed()

    def _found(self, person: str) -> str:
        found = self.online.person_of(Visitor(person=person))
        if found is None:
            raise NotFound(_NOBODY.format(person))
        return found

    async def _renew(self, since: dt.datetime | None = None) -> None:
        """Read anew what is the same for all who ask, beside the answers."""

        def read() -> Ready:
            self._load()
            with self._opens.looking() as (house, _), house.together():
                return make_ready(house, now=self.now())

        async with self._renewing:  # none that began before another ends after it
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

    def note_of_staff(
        self, action: str, who: str, *, person: str | None = None
    ) -> None:
        """Note in the audit what somebody did; she does not wait for a round."""
        now = self.now()

        async def note() -> None:
            await self._writer.run(
                lambda house: house.audit.note(
                    action, person or who, actor=who, at=now, person=person
                )
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
        house = self._opens.papers(house)
        done = work_round(house, self._opens.tables, now=now)
        counts = {name: done.counts[name] for name in ("people", "messages")}
        if self._send:
            self.staff.stop_if_asked(house)
            sending = dataclasses.replace(house, progress=self._between_batches(house))
            counts["sent"] = send_due(sending, now=now).sent
        return counts

    def _between_batches(self, house: House) -> Progress:
        def look_up(what: str, done: int, total: int) -> None:
            house.progress(what, done, total)
            self.staff.stop_if_asked(house)

        return look_up
