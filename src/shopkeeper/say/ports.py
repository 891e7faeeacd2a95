"""What `say` needs from the outside world, in its own words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Protocol

from msgspec import Struct

from shopkeeper.vocabulary import Attention, Carried, Channel, Touch, TouchState


class Seen(Struct, frozen=True, kw_only=True):
    """How far the books had been written when the masks were asked."""

    consents: int = 0
    suppressions: int = 0
    identity: int = 0


class Guard(Struct, frozen=True, kw_only=True):
    """
    What the statement that writes `committing` checks besides stops and plans.

    Attributes:
        seen: Nothing about her may have been written since; None: nothing was read.
        persons: Her own ids and those whose "no" holds at her address, besides the
            touch's own person.
        attention: The budget, checked once more against what went; None: it is not.
        settings: What two people must have agreed to for the channel; empty: it
            reaches a folder only.
        real: Channels that reach people, of which the touch's is one; empty: it
            reaches a folder only.
        unasked: Up to so many people in a day a started plan suffices for.
        per_hour: So many messages an hour the channel takes; 0: any number.
    """

    seen: Seen | None = None
    persons: tuple[str, ...] = ()
    attention: Attention | None = None
    settings: str = ""
    real: tuple[Channel, ...] = ()
    unasked: int = 50
    per_hour: int = 0


class Outbox(Protocol):
    """Keeps touches safe on their way out, and every state they were in."""

    def put(self, touches: Iterable[Touch]) -> int:
        """
        Take touches in; a message id that is there stays as it is.

        Of one step and round one touch goes to one person, and one to one address.

        Raises:
            ValueError: If a touch that is to be sent has words that no claim list
                accompanies, or claims of another person.

        Returns:
            How many were new.
        """

    def touch(self, message_id: str) -> Touch | None:
        """Return one touch, or None."""

    def of_persons(self, persons: Sequence[str]) -> list[Touch]:
        """Return all touches of these person ids, oldest first."""

    def all(self) -> list[Touch]:
        """Return every touch, oldest first."""

    def due(self, *, now: datetime) -> list[Touch]:
        """Return approved touches whose moment is *now* or earlier, oldest first."""

    def seen(self) -> Seen:
        """Return how far the books are written; to be asked before they are read."""

    def recover(self, *, at: datetime) -> int:
        """
        Take over from senders that are gone.

        What they had begun with is approved again; what they may have sent is in
        doubt. Who is still at it, by its lease, is left alone.

        Returns:
            How many came to be in doubt.
        """

    def claim(
        self,
        *,
        now: datetime,
        most: int,
        not_of: Collection[tuple[str, Channel]] = (),
        not_by: Collection[Channel] = (),
    ) -> list[Touch]:
        """
        Take due touches in hand, oldest first; no other sender gets them.

        Args:
            now: The moment.
            most: How many at a time.
            not_of: Plans and channels that wait for somebody's word.
            not_by: Channels that rest, or have had their hour's share.
        """

    def advance(
        self,
        message_id: str,
        *,
        to: TouchState,
        because: str,
        at: datetime,
        until: datetime | None = None,
        guard: Guard | None = None,
        tried: bool = True,
        in_hand: bool = False,
    ) -> bool:
        """
        Move a touch along `TOUCH_MOVES`.

        *in_hand*: only if this sender still has it; else another one decides.

        Not *tried*: nobody was there to try it with, so it was not her turn.

        The statement that writes `committing` checks in the same breath: suppression,
        consent, her attention, the stop switch, the plan, who agreed to it, and
        that this sender still has it in hand (reliability.md, section 0, item 1).

        Returns:
            False where the move is not allowed from its present state, or where
            one of these says no.
        """

    def under_way(
        self, *, person: str | None = None, address: str | None = None
    ) -> int:
        """
        Count what may be between its gate and its last dot now.

        To her or to the address, where they are given; else to anybody. What a sender
        that is gone has left there is not counted.
        """

    def gone_since(self, channel: Channel, since: datetime) -> int:
        """Count what left, or may have left, by a channel after *since*."""

    def note_result(
        self, channel: Channel, *, went: bool, because: str, at: datetime
    ) -> None:
        """Append how a channel fares: a trouble, or that it works."""

    def troubles(self, channel: Channel) -> list[tuple[datetime, str]]:
        """Return the troubles of a channel since it last worked, oldest first."""

    def say_of_channel(
        self, channel: Channel, settings: str, *, opens: bool, by: str, at: datetime
    ) -> None:
        """Append that somebody lets a channel reach people, or shuts it."""

    def said_of_channel(
        self, channel: Channel, settings: str
    ) -> list[tuple[str, datetime]]:
        """Return who let it reach people with these settings since it was last shut."""

    def last_shut(self, channel: Channel) -> tuple[str, datetime] | None:
        """Return who shut a channel last, and when; None: nobody ever did."""

    def approve(self, plan: str, *, people: int, by: str, at: datetime) -> None:
        """Append that somebody saw all of a plan that is in the outbox now."""

    def unapproved(
        self, *, real: Collection[Channel], since: datetime
    ) -> Mapping[str, int]:
        """Count of each plan the people it reaches that nobody was asked about."""


class Gate(Protocol):
    """What every message passes just before its last dot, and reports to behind it."""

    def open(
        self,
        touches: Sequence[Touch],
        became: Sequence[tuple[Touch, Carried]] = (),
    ) -> frozenset[str]:
        """
        Write `committing` for those that may go, on disk; return their ids.

        What *became* of others is written down in the same go: so that a sender
        waits for its disk once a message, and after a kill one is in doubt, not two.
        """

    def note(self, became: Sequence[tuple[Touch, Carried]]) -> None:
        """Write down what became of them."""


class Carrier(Protocol):
    """Carries a message into a folder."""

    def carry(self, touch: Touch) -> str:
        """Deliver, and return where it went, for people."""


class Wire(Protocol):
    """Carries messages to people over a network, each through a gate."""

    def deliver(self, touches: Sequence[Touch], gate: Gate) -> None:
        """
        Bring them as far as can be taken back, ask the gate, and let them go.

        What becomes of each is noted at the gate, whatever happens.
        """

    def preview(self, touch: Touch, to: str) -> Carried:
        """Send one to an address of our own staff, marked as a preview."""

    def finish(self) -> None:
        """End a run: nothing more is delivered in it."""


class Writer(Protocol):
    """Puts a passage into other words while a content is written; never later."""

    def write(self, *, instructions: str, passage: str) -> str:
        """
        Return other words for *passage*.

        Raises:
            BadInput: If it cannot be reached, or answers something that is no text.
        """
