"""The reference outbox."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime, timedelta

import msgspec

from shopkeeper.adapters.memory.decisions import MemoryConsentBook
from shopkeeper.adapters.memory.plans import MemoryPlanBook
from shopkeeper.say.ports import Guard, Seen
from shopkeeper.vocabulary import (
    TOUCH_MOVES,
    Attention,
    Channel,
    PlanState,
    Purpose,
    Suppression,
    Touch,
    TouchState,
    demand_claims,
)


_WAITING = (TouchState.APPROVED, TouchState.ATTEMPTING)
_GONE = (
    TouchState.COMMITTING,
    TouchState.SENT,
    TouchState.IN_DOUBT,
    TouchState.HANDED_OVER,
)
_IN_HAND = (TouchState.ATTEMPTING, TouchState.COMMITTING)
_ROOM = 1e-9


class MemoryOutbox:
    """An `Outbox` that forgets everything when the process ends."""

    def __init__(self, consents: MemoryConsentBook, plans: MemoryPlanBook) -> None:
        self._consents = consents
        self._plans = plans
        self._touches: dict[str, Touch] = {}
        self._places: set[tuple[str, str, str, str]] = set()
        self._shut: dict[Channel, tuple[str, datetime]] = {}
        self._said: dict[Channel, list[tuple[str, str, datetime]]] = {}
        self._approved: dict[str, int] = {}
        self._results: list[tuple[Channel, bool, str, datetime]] = []

    def put(self, touches: Iterable[Touch]) -> int:
        """Take touches in; a message id that is there stays as it is."""
        new = 0
        for touch in touches:
            demand_claims(touch)
            key = touch.message.message_id
            idle = touch.state is TouchState.DECLINED or not touch.address
            to = key if idle else self._hash(touch.address)
            step = (touch.plan, touch.step, touch.round)
            places = {(*step, to), (*step, f"person {touch.person}")}
            if key not in self._touches and not places & self._places:
                self._touches[key] = touch
                self._places |= places
                new += 1
        return new

    def touch(self, message_id: str) -> Touch | None:
        """Return one touch, or None."""
        return self._touches.get(message_id)

    def of_persons(self, persons: Sequence[str]) -> list[Touch]:
        """Return all touches of these person ids, oldest first."""
        return [touch for touch in self.all() if touch.person in persons]

    def all(self) -> list[Touch]:
        """Return every touch, oldest first."""
        return sorted(
            self._touches.values(),
            key=lambda one: (one.decided_at, one.message.message_id),
        )

    def due(self, *, now: datetime) -> list[Touch]:
        """Return approved touches whose moment is *now* or earlier, oldest first."""
        return [touch for touch in self.all() if _is_due(touch, now)]

    def seen(self) -> Seen:
        """Return how far the books are written; to be asked before they are read."""
        return Seen(
            consents=len(self._consents.stated),
            suppressions=len(self._consents.suppressed),
        )

    def recover(self, *, at: datetime) -> int:
        """Take over from senders that are gone: here there is one at a time."""
        doubts = 0
        for name, touch in self._touches.items():
            if touch.state is TouchState.ATTEMPTING:
                self._set(name, TouchState.APPROVED, "its sender stopped", at)
                self._untried(name)
            elif touch.state is TouchState.COMMITTING:
                because = "the sender stopped while this was on its way"
                self._set(name, TouchState.IN_DOUBT, because, at)
                doubts += 1
        return doubts

    def claim(
        self,
        *,
        now: datetime,
        most: int,
        not_of: Collection[tuple[str, Channel]] = (),
        not_by: Collection[Channel] = (),
    ) -> list[Touch]:
        """Take due touches in hand, oldest first."""
        wanted = [
            name
            for name, touch in self._touches.items()
            if _is_due(touch, now)
            and (touch.plan, touch.channel) not in not_of
            and touch.channel not in not_by
        ][:most]
        for name in wanted:
            self._set(name, TouchState.ATTEMPTING, "its moment came", now)
            touch = self._touches[name]
            self._touches[name] = msgspec.structs.replace(touch, tries=touch.tries + 1)
        return [self._touches[name] for name in wanted]

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
        """Move a touch along `TOUCH_MOVES`; see the port."""
        touch = self._touches.get(message_id)
        if touch is None or to not in TOUCH_MOVES[touch.state]:
            return False
        if in_hand and touch.state not in _IN_HAND:
            return False
        if to is TouchState.COMMITTING and not self._may_go(
            touch, guard or Guard(), at
        ):
            return False
        self._set(message_id, to, because, at, until)
        if not tried:
            self._untried(message_id)
        return True

    def under_way(
        self, *, person: str | None = None, address: str | None = None
    ) -> int:
        """Count what may be passing its last dot: here nothing runs beside."""
        del person, address
        return 0

    def gone_since(self, channel: Channel, since: datetime) -> int:
        """Count what left, or may have left, by a channel after *since*."""
        return sum(
            one.channel is channel and one.state in _GONE and one.at > since
            for one in self._touches.values()
        )

    def note_result(
        self, channel: Channel, *, went: bool, because: str, at: datetime
    ) -> None:
        """Append how a channel fares: a trouble, or that it works."""
        self._results.append((channel, went, because, at))

    def troubles(self, channel: Channel) -> list[tuple[datetime, str]]:
        """Return the troubles of a channel since it last worked, oldest first."""
        found: list[tuple[datetime, str]] = []
        for which, went, because, at in self._results:
            if which is channel:
                found = [] if went else [*found, (at, because)]
        return found

    def say_of_channel(
        self, channel: Channel, settings: str, *, opens: bool, by: str, at: datetime
    ) -> None:
        """Append that somebody lets a channel reach people, or shuts it."""
        said = self._said.setdefault(channel, [])
        if not opens:
            said.clear()
            self._shut[channel] = (by, at)
        else:
            said.append((settings, by, at))

    def said_of_channel(
        self, channel: Channel, settings: str
    ) -> list[tuple[str, datetime]]:
        """Return who let it reach people with these settings since it was last shut."""
        said = self._said.get(channel, [])
        return [(by, at) for wanted, by, at in said if wanted == settings]

    def last_shut(self, channel: Channel) -> tuple[str, datetime] | None:
        """Return who shut a channel last, and when; None: nobody ever did."""
        return self._shut.get(channel)

    def approve(self, plan: str, *, people: int, by: str, at: datetime) -> None:
        """Append that somebody saw all of a plan that is in the outbox now."""
        del people, by, at
        self._approved[plan] = len(self._touches)

    def unapproved(
        self, *, real: Collection[Channel], since: datetime
    ) -> Mapping[str, int]:
        """Count of each plan the people it reaches that nobody was asked about."""
        return Counter(
            touch.plan
            for number, touch in enumerate(self._touches.values(), start=1)
            if touch.channel in real
            and (touch.state in _WAITING or (touch.state in _GONE and touch.at > since))
            and number > self._approved.get(touch.plan, 0)
        )

    def _set(
        self,
        name: str,
        to: TouchState,
        because: str,
        at: datetime,
        until: datetime | None = None,
    ) -> None:
        self._touches[name] = msgspec.structs.replace(
            self._touches[name], state=to, because=because, at=at, until=until
        )

    def _untried(self, name: str) -> None:
        touch = self._touches[name]
        self._touches[name] = msgspec.structs.replace(touch, tries=touch.tries - 1)

    def _may_go(self, touch: Touch, guard: Guard, at: datetime) -> bool:
        if self._plans.stopped():
            return False
        if self._plans.states().get(touch.plan) is not PlanState.STARTED:
            return False
        if self._suppressed(touch, at) or self._something_new(touch, guard):
            return False
        if guard.attention and not self._has_room(touch, guard, guard.attention, at):
            return False
        if guard.settings and not self.said_of_channel(touch.channel, guard.settings):
            return False
        return self._hour_has_room(touch, guard, at) and (
            not guard.real or self._was_asked(touch, guard, at)
        )

    def _hour_has_room(self, touch: Touch, guard: Guard, at: datetime) -> bool:
        gone = self.gone_since(touch.channel, at - timedelta(hours=1))
        return not guard.per_hour or gone < guard.per_hour

    def _suppressed(self, touch: Touch, at: datetime) -> bool:
        return any(
            (one.person == touch.person or one.address_hash == self._hash(touch))
            and (one.until is None or one.until > at)
            and _reaches(one, touch)
            for one in self._consents.suppressions()
        )

    def _something_new(self, touch: Touch, guard: Guard) -> bool:
        if guard.seen is None:
            return False
        hers = (touch.person, *guard.persons)
        return any(
            one.person in hers for one in self._consents.stated[guard.seen.consents :]
        ) or any(
            one.person in hers or one.address_hash == self._hash(touch)
            for one in self._consents.suppressed[guard.seen.suppressions :]
        )

    def _has_room(
        self, touch: Touch, guard: Guard, attention: Attention, at: datetime
    ) -> bool:
        weight = attention.weight(touch.channel)
        service = touch.purpose is Purpose.SERVICE
        if weight <= 0 or (service and not attention.service_blocked):
            return True
        used = sum(
            attention.weight(one.channel)
            for one in self._touches.values()
            if one.state in _GONE
            and one.at > at - attention.per
            and (attention.service_counts or one.purpose is not Purpose.SERVICE)
            and (
                one.person in (touch.person, *guard.persons)
                or self._hash(one) == self._hash(touch)
            )
        )
        return used + weight <= attention.most + _ROOM

    def _was_asked(self, touch: Touch, guard: Guard, at: datetime) -> bool:
        number = list(self._touches).index(touch.message.message_id) + 1
        if number <= self._approved.get(touch.plan, 0):
            return True
        since = at - timedelta(days=1)
        waiting = self.unapproved(real=guard.real, since=since)
        return waiting.get(touch.plan, 0) <= guard.unasked

    def _hash(self, touch: Touch | str) -> str:
        address = touch if isinstance(touch, str) else touch.address
        return self._consents.hash_of_address(address)


def _is_due(touch: Touch, now: datetime) -> bool:
    approved = touch.state is TouchState.APPROVED
    return approved and (touch.until is None or touch.until <= now)


def _reaches(suppression: Suppression, touch: Touch) -> bool:
    scope = suppression.scope
    if scope == "marketing":
        return touch.purpose is Purpose.MARKETING
    return scope in ("all", "erase", touch.channel) or scope.startswith("pause:")
