"""The reference outbox."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

import msgspec

from shopkeeper.adapters.memory.decisions import MemoryConsentBook
from shopkeeper.adapters.memory.plans import MemoryPlanBook
from shopkeeper.vocabulary import (
    TOUCH_MOVES,
    Purpose,
    Suppression,
    Touch,
    TouchState,
    demand_claims,
)


_IDLE = (TouchState.DECLINED, TouchState.HANDED_OVER)


class MemoryOutbox:
    """An `Outbox` that forgets everything when the process ends."""

    def __init__(self, consents: MemoryConsentBook, plans: MemoryPlanBook) -> None:
        self._consents = consents
        self._plans = plans
        self._touches: dict[str, Touch] = {}
        self._places: set[tuple[str, str, str, str]] = set()

    def put(self, touches: Iterable[Touch]) -> int:
        """Take touches in; a message id that is there stays as it is."""
        new = 0
        for touch in touches:
            demand_claims(touch)
            key = touch.message.message_id
            idle = touch.state in _IDLE or not touch.address
            to = key if idle else self._hash(touch)
            place = (touch.plan, touch.step, touch.round, to)
            if key not in self._touches and place not in self._places:
                self._touches[key] = touch
                self._places.add(place)
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
        return [
            touch
            for touch in self.all()
            if touch.state is TouchState.APPROVED
            and (touch.until is None or touch.until <= now)
        ]

    def advance(
        self,
        message_id: str,
        *,
        to: TouchState,
        because: str,
        at: datetime,
        until: datetime | None = None,
    ) -> bool:
        """Move a touch along `TOUCH_MOVES`; see the port."""
        touch = self._touches.get(message_id)
        if touch is None or to not in TOUCH_MOVES[touch.state]:
            return False
        if to is TouchState.COMMITTING and self._forbidden(touch, at):
            return False
        self._touches[message_id] = msgspec.structs.replace(
            touch, state=to, because=because, at=at, until=until
        )
        return True

    def _forbidden(self, touch: Touch, at: datetime) -> bool:
        return self._plans.stopped() or any(
            (one.person == touch.person or one.address_hash == self._hash(touch))
            and (one.until is None or one.until > at)
            and _reaches(one, touch)
            for one in self._consents.suppressions()
        )

    def _hash(self, touch: Touch) -> str:
        return self._consents.hash_of_address(touch.address)


def _reaches(suppression: Suppression, touch: Touch) -> bool:
    scope = suppression.scope
    if scope == "marketing":
        return touch.purpose is Purpose.MARKETING
    return scope in ("all", "erase", touch.channel) or scope.startswith("pause:")
