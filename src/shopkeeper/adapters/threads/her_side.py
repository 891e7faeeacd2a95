"""What the page of one person may ask of a shop that is served."""

from __future__ import annotations

import asyncio
import datetime as dt
import time

from collections.abc import Awaitable, Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, replace
from typing import Protocol, TypeVar

from shopkeeper.flow.answering import answer_of, fact_named, give_answers
from shopkeeper.flow.forgetting import Receipt
from shopkeeper.flow.her_code import send_code
from shopkeeper.flow.her_door import HerDoor, PageLink, link_of_message
from shopkeeper.flow.her_page import WENT, HerPage, her_page, human_of
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import Aliases
from shopkeeper.flow.leaving import leave
from shopkeeper.flow.telling import as_json
from shopkeeper.flow.writing_in import write_in
from shopkeeper.remember.answers import Verdict
from shopkeeper.remember.ports import Warehouse
from shopkeeper.say.tokens import message_with_page
from shopkeeper.vocabulary import Loop, LoopKind, NotFound, Staff


_T = TypeVar("_T")
_PAUSE_S = 0.005


class RunsWork(Protocol):
    """Runs a piece of work on the shop, one after another; returns when it is kept."""

    def __call__(self, work: Callable[[House], _T]) -> Awaitable[_T]:
        """Run it."""


@dataclass(frozen=True)
class InMemory:
    """What is in memory anyway: a generation of the warehouse, and who is whom."""

    warehouse: Warehouse
    aliases: Aliases


@dataclass(frozen=True, kw_only=True)
class HerSide:
    """
    The deeds of her page. What is read is read beside the writer; what changes goes
    through it, as everything else that changes.

    Attributes:
        door: Links, and browsers that were let in.
        reading: Opens the shop to read.
        looking: What is held in memory already.
        write: Runs what changes something.
        person_of: The current id of an own id; None where nobody has it any more.
        changed: Told whose word changed, so that pages know at once.
        now: The moment.
        key: The shop's for tokens.
    """

    door: HerDoor
    reading: Callable[[], AbstractContextManager[House]]
    looking: Callable[[], InMemory]
    write: RunsWork
    person_of: Callable[[str], str | None]
    changed: Callable[[str], None]
    now: Callable[[], dt.datetime]
    key: Callable[[], bytes]
    _sending: set[asyncio.Task[None]] = field(default_factory=set)

    async def link(self, token: str) -> PageLink | None:
        """Return the link of a token, if it leads to somebody still."""
        found = self.door.link(token, now=self.now())
        message = message_with_page(self.key(), token) if found is None else None
        if message is not None:
            found = await asyncio.to_thread(self._of_message, token, message)
        if found is None or self.person_of(found.person) is None:
            return None
        return found

    def _of_message(self, token: str, message: str) -> PageLink | None:
        with self.reading() as house:
            touch = house.outbox.touch(message)
        if touch is None or touch.state not in WENT:
            return None
        link = link_of_message(token, touch.person, touch.decided_at)
        return self.door.holds(link, now=self.now())

    def send_code(self, link: PageLink) -> None:
        """
        Send her a code that opens her page, behind the answer.

        Whoever asks waits as long where none goes out: by the time nobody learns
        whether we have an address of hers.
        """
        code = self.door.new_code(link, now=time.monotonic())
        task = asyncio.create_task(self._send_code(link, code))
        self._sending.add(task)
        task.add_done_callback(self._sending.discard)

    async def _send_code(self, link: PageLink, code: str) -> None:
        person, now, looking = self._person(link), self.now(), self.looking()

        def send() -> str:
            with self.reading() as house:
                held = replace(house, warehouse=looking.warehouse)
                return send_code(held, person, code, now=now, aliases=looking.aliases)

        try:
            became = await asyncio.to_thread(send)
        except Exception as error:  # noqa: BLE001 nobody waits for it; the audit has it
            became = f"it failed: {type(error).__name__}"

        def note(house: House) -> None:
            house.audit.note(
                "a code for her page", became, actor="her page", at=now, person=person
            )

        await self.write(note)

    async def page(self, link: PageLink) -> HerPage:
        """
        Return what stands on her page.

        Raises:
            NotFound: If there is nobody there any more.
        """
        person, now, looking = self._person(link), self.now(), self.looking()

        def read() -> HerPage:
            with self.reading() as house:
                held = replace(house, warehouse=looking.warehouse)
                return her_page(held, person, now=now, aliases=looking.aliases)

        return await asyncio.to_thread(read)

    async def human(self) -> Staff | None:
        """Return who is there for her."""

        def read() -> Staff | None:
            with self.reading() as house:
                return human_of(house)

        return await asyncio.to_thread(read)

    async def answer(
        self, link: PageLink, fact: str, verdict: Verdict, words: str = ""
    ) -> None:
        """
        Keep what she says of a fact of hers.

        Raises:
            NotFound: It is no fact of hers.
            BadInput: The words are no value of its kind.
        """
        person = self._person(link)

        def work(house: House) -> None:
            now = self.now()
            found = fact_named(house, person, fact, now=now)
            said = answer_of(house, person, found, verdict, words=words, at=now)
            give_answers(house, [said], channel="web")

        await self.write(work)
        self.changed(person)

    async def no_more_like(self, link: PageLink, message_id: str) -> None:
        """
        End what a message of hers was for, as its own link to leave would.

        Raises:
            NotFound: It is no message of hers.
        """
        person = self._person(link)

        def work(house: House) -> None:
            touch = house.outbox.touch(message_id)
            if touch is None or self.person_of(touch.person) != person:
                msg = "That is no message of yours."
                raise NotFound(msg)
            leave(house, touch, now=self.now(), pause=_pause)

        await self.write(work)
        self.changed(person)

    async def write_in(self, link: PageLink, kind: LoopKind, text: str) -> Loop:
        """
        Keep what she writes to us.

        Raises:
            BadInput: If there are no words, or too many.
        """
        person = self._person(link)

        def work(house: House) -> Loop:
            return write_in(house, person, kind, text, now=self.now())

        loop = await self.write(work)
        self.changed(person)
        return loop

    async def note_left(self, receipt: Receipt) -> None:
        """Note for the staff which of their own files still hold whoever left."""
        now = self.now()

        def note(house: House) -> None:
            house.audit.note(
                "clear our own files", receipt.id, actor="her page", at=now,
                detail=as_json(list(receipt.sources)),
            )  # fmt: skip

        if receipt.sources:
            await self.write(note)

    def _person(self, link: PageLink) -> str:
        found = self.person_of(link.person)
        if found is None:
            msg = "There is nobody there any more."
            raise NotFound(msg)
        return found


def _pause() -> None:
    time.sleep(_PAUSE_S)
