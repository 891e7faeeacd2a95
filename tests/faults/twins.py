"""Senders that are broken on purpose: every fault test has one that it must catch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import update

from shopkeeper.adapters.sql.database import to_us
from shopkeeper.adapters.sql.schema import outbox
from shopkeeper.flow.house import House
from shopkeeper.vocabulary import TouchState


def _send_then_mark(house: House) -> House:
    """The usual way: send, then mark as sent; what was not marked is sent again."""

    class Twin(_Outbox):
        def recover(self, *, at: datetime) -> int:
            with self._inner._database.transaction() as connection:
                connection.execute(
                    update(outbox)
                    .where(outbox.c.state.in_(["attempting", "committing", "in_doubt"]))
                    .values(state="approved", until_us=None, state_us=to_us(at))
                )
            return 0

    return replace(house, outbox=Twin(house.outbox))


def _asked_at_the_start(house: House) -> House:
    """Suppression is asked when the attempt begins, and not at the last byte."""

    class Twin(_Outbox):
        def advance(self, message_id: str, *, to: TouchState, **more: Any) -> bool:
            if to is TouchState.COMMITTING:
                with self._inner._database.transaction() as connection:
                    connection.execute(
                        update(outbox)
                        .where(outbox.c.message_id == message_id)
                        .values(state="committing")
                    )
                return True
            return bool(self._inner.advance(message_id, to=to, **more))

    return replace(house, outbox=Twin(house.outbox))


def _lease_by_the_clock(house: House) -> House:
    """Whoever thinks it has the lease sends; nobody looks whether it lost it."""

    class Twin(_Outbox):
        def recover(self, *, at: datetime) -> int:
            # What a sender had in hand when its lease was over is sent by another.
            done = self._inner.recover(at=at)
            with self._inner._database.transaction() as connection:
                connection.execute(
                    update(outbox)
                    .where(outbox.c.state == "in_doubt")
                    .values(state="approved", until_us=None, claim=None)
                )
            return int(done)

        def advance(self, message_id: str, *, to: TouchState, **more: Any) -> bool:
            done = bool(self._inner.advance(message_id, to=to, **more))
            return True if to is TouchState.COMMITTING else done

    return replace(house, outbox=Twin(house.outbox))


def _no_claim(house: House) -> House:
    """Each sender takes all that is due, as if it were alone."""

    class Twin(_Outbox):
        def __init__(self, inner: Any) -> None:
            super().__init__(inner)
            self._taken: set[str] = set()

        def claim(self, *, now: datetime, most: int, **_: Any) -> Sequence[Any]:
            with self._inner._database.transaction():
                due = self._inner.due(now=now)
            fresh = [d for d in due if d.message.message_id not in self._taken][:most]
            self._taken |= {one.message.message_id for one in fresh}
            return fresh

        def advance(self, message_id: str, *, to: TouchState, **_: Any) -> bool:
            if to is TouchState.COMMITTING:
                return True
            with self._inner._database.transaction() as connection:
                connection.execute(
                    update(outbox)
                    .where(outbox.c.message_id == message_id)
                    .values(state=str(to), state_us=to_us(datetime.now(UTC)))
                )
            return True

    return replace(house, outbox=Twin(house.outbox))


def _no_disk(house: House) -> House:
    """What is committed is on its way to the disk, and nobody waits for it."""
    inner: Any = house.outbox
    driver = inner._database.connection.connection.driver_connection
    inner._database.connection.commit()
    driver.execute("PRAGMA synchronous=OFF")
    return house


class _Outbox:
    """Passes everything on."""

    def __init__(self, inner: Any) -> None:
        self._inner = inner

    def __getattr__(self, name: str) -> Any:
        return getattr(self._inner, name)


BROKEN: dict[str, Callable[[House], House]] = {
    "send then mark": _send_then_mark,
    "asked at the start": _asked_at_the_start,
    "lease by the clock": _lease_by_the_clock,
    "no claim": _no_claim,
    "no disk": _no_disk,
}
"""What each is named for, by what it does wrong."""
