"""The outbox, kept in the ledger: where each touch stands, and how it got there."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from sqlalchemy import Select, and_, func, insert, or_, select, tuple_, update

from shopkeeper.adapters.sql.cipher import hash_address
from shopkeeper.adapters.sql.committing import GONE, may_go, unasked
from shopkeeper.adapters.sql.database import Database, chunks, from_us, some, to_us
from shopkeeper.adapters.sql.schema import (
    approvals,
    channel_results,
    consents,
    identity_decisions,
    openings,
    outbox,
    outbox_states,
    senders,
    suppressions,
)
from shopkeeper.say.ports import Guard, Seen
from shopkeeper.vocabulary import (
    TOUCH_MOVES,
    Channel,
    Keys,
    Touch,
    TouchState,
    demand_claims,
)


LEASE = timedelta(minutes=3)
_IN_HAND = (TouchState.ATTEMPTING, TouchState.COMMITTING)
_encode = msgspec.json.Encoder().encode
_decode = msgspec.json.Decoder(Touch).decode


class SqlOutbox:
    """
    An `Outbox` in the ledger's database.

    Args:
        database: The ledger.
        keys: The shop's.
        lease: On PostgreSQL, a sender that was silent for so long has lost what it
            had in hand. On SQLite there is one owner: who opens it is alone.
    """

    def __init__(
        self, database: Database, keys: Keys, *, lease: timedelta = LEASE
    ) -> None:
        self._database = database
        self._keys = keys
        self._lease = lease
        self._number: int | None = None
        self._renew_at = datetime.now(UTC)

    def put(self, touches: Iterable[Touch]) -> int:
        """Take touches in; a message id that is there stays as it is."""
        new = 0
        with self._database.transaction():
            for touch in touches:
                demand_claims(touch)
                new += self._put(touch)
        return new

    def _put(self, touch: Touch) -> int:
        # A touch that will never go blocks nobody else at the same address, and
        # what has no address is at nobody's.
        idle = touch.state is TouchState.DECLINED or not touch.address
        name = touch.message.message_id
        until = None if touch.until is None else to_us(touch.until)
        added = self._database.insert_new(
            outbox,
            [
                {
                    "message_id": name, "person": touch.person,
                    "address_hash": name if idle else self._hash(touch.address),
                    "plan": touch.plan, "step": touch.step, "round": touch.round,
                    "channel": str(touch.channel), "body": _encode(touch).decode(),
                    "put_us": to_us(touch.at), "purpose": str(touch.purpose),
                    "state": str(touch.state), "because": touch.because,
                    "state_us": to_us(touch.at), "until_us": until,
                    "claim": None, "tries": 0,
                }
            ],
        )  # fmt: skip
        if added:
            self._note([name], touch.state, touch.because, to_us(touch.at), until)
        return added

    def touch(self, message_id: str) -> Touch | None:
        """Return one touch, or None."""
        found = self._as_now(select(outbox).where(outbox.c.message_id == message_id))
        return found[0] if found else None

    def of_persons(self, persons: Sequence[str]) -> list[Touch]:
        """Return all touches of these person ids, oldest first."""
        if self._database.has_none("outbox", persons):
            return []
        found = []
        for part in chunks(persons):
            found += self._as_now(_OF_PERSONS, persons=part)
        return sorted(found, key=_age)

    def all(self) -> list[Touch]:
        """Return every touch, oldest first."""
        return sorted(self._as_now(select(outbox)), key=_age)

    def due(self, *, now: datetime) -> list[Touch]:
        """Return approved touches whose moment is *now* or earlier, oldest first."""
        return sorted(self._as_now(select(outbox).where(*_is_due(now))), key=_age)

    def seen(self) -> Seen:
        """Return how far the books are written; to be asked before they are read."""
        with self._database.transaction():
            self._database.gate(shut=False)
            row = self._database.all(
                select(
                    *(
                        select(func.coalesce(func.max(table.c.sequence), 0))
                        .scalar_subquery()
                        .label(table.name)
                        for table in (consents, suppressions, identity_decisions)
                    )
                )
            )[0]
        return Seen(
            consents=row.consents,
            suppressions=row.suppressions,
            identity=row.identity_decisions,
        )

    def recover(self, *, at: datetime) -> int:
        """Take over from senders that are gone; see the port."""
        gone: Any = outbox.c.claim.is_(None)
        if self._database.several_writers:
            over = senders.c.until_us < to_us(datetime.now(UTC))
            gone = or_(gone, outbox.c.claim.in_(select(senders.c.sequence).where(over)))
        else:
            gone = or_(gone, outbox.c.claim.is_not(None))
        with self._database.transaction():
            self._move(
                [outbox.c.state == str(TouchState.ATTEMPTING), gone],
                TouchState.APPROVED,
                "its sender stopped before it left",
                at,
                claim=None,
                tries=outbox.c.tries - 1,  # nothing was tried with her
            )
            return self._move(
                [outbox.c.state == str(TouchState.COMMITTING), gone],
                TouchState.IN_DOUBT,
                "the sender stopped while this was on its way",
                at,
            )

    def claim(
        self,
        *,
        now: datetime,
        most: int,
        not_of: Collection[tuple[str, Channel]] = (),
        not_by: Collection[Channel] = (),
    ) -> list[Touch]:
        """Take due touches in hand, oldest first; no other sender gets them."""
        wanted = select(outbox.c.sequence).where(*_is_due(now))
        if not_of:
            pair = tuple_(outbox.c.plan, outbox.c.channel)
            waiting = [(plan, str(channel)) for plan, channel in not_of]
            wanted = wanted.where(pair.not_in(waiting))
        if not_by:
            channels = [str(channel) for channel in not_by]
            wanted = wanted.where(outbox.c.channel.not_in(channels))
        wanted = wanted.order_by(outbox.c.sequence).limit(most)
        if self._database.several_writers:
            wanted = wanted.with_for_update(skip_locked=True)
        with self._database.transaction() as connection:
            mine = self._hold_lease()
            rows = connection.execute(
                update(outbox)
                .where(outbox.c.sequence.in_(wanted))
                .values(
                    state=str(TouchState.ATTEMPTING), because="its moment came",
                    state_us=to_us(now), until_us=None, claim=mine,
                    tries=outbox.c.tries + 1,
                )
                .returning(*outbox.c)
            ).all()  # fmt: skip
            rows = sorted(rows, key=lambda row: int(row.sequence))
            names = [row.message_id for row in rows]
            self._note(names, TouchState.ATTEMPTING, "its moment came", to_us(now))
            return [_touch(row) for row in rows]

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
        change = {} if tried else {"tries": outbox.c.tries - 1}
        with self._database.transaction():
            return self._advance(
                message_id, to, because, at, until, guard or Guard(), change, in_hand
            )

    def _advance(
        self,
        message_id: str,
        to: TouchState,
        because: str,
        at: datetime,
        until: datetime | None,
        guard: Guard,
        change: dict[str, Any],
        in_hand: bool,  # noqa: FBT001
    ) -> bool:
        if to in _IN_HAND:
            self._database.gate(shut=False)
            self._hold_lease()
        before = [state for state, moves in TOUCH_MOVES.items() if to in moves]
        free = [str(one) for one in before if one not in _IN_HAND and not in_hand]
        held = [str(state) for state in before if state in _IN_HAND]
        where = [
            outbox.c.message_id == message_id,
            or_(
                outbox.c.state.in_(free),
                and_(
                    outbox.c.state.in_(held),
                    # The fence: whoever lost it to another sender moves it no more.
                    func.coalesce(outbox.c.claim, 0) == (self._number or 0),
                ),
            ),
        ]
        open_values: dict[str, Any] = {}
        if to is TouchState.COMMITTING:
            conditions, open_values = may_go(guard, at)
            where += conditions
        if to is TouchState.ATTEMPTING:
            change = change | {"claim": self._number}
        return bool(
            self._move(where, to, because, at, open_values, until=until, **change)
        )

    def under_way(
        self, *, person: str | None = None, address: str | None = None
    ) -> int:
        """Count what may be between its gate and its last dot now; see the port."""
        if not self._database.several_writers:
            return 0  # the owner is here, and not at its last dot
        alive = outbox.c.claim.in_(
            select(senders.c.sequence).where(
                senders.c.until_us >= to_us(datetime.now(UTC))
            )
        )
        query = select(func.count()).where(
            outbox.c.state == str(TouchState.COMMITTING), alive
        )
        hers = [] if person is None else [outbox.c.person == person]
        if address is not None:
            hers.append(outbox.c.address_hash == self._hash(address))
        if hers:
            query = query.where(or_(*hers))
        with self._database.transaction() as connection:
            return int(connection.execute(query).scalar_one())

    def gone_since(self, channel: Channel, since: datetime) -> int:
        """Count what left, or may have left, by a channel after *since*."""
        query = select(func.count()).where(
            outbox.c.channel == str(channel),
            outbox.c.state.in_(GONE),
            outbox.c.state_us > to_us(since),
        )
        with self._database.transaction() as connection:
            return int(connection.execute(query).scalar_one())

    def note_result(
        self, channel: Channel, *, went: bool, because: str, at: datetime
    ) -> None:
        """Append how a channel fares: a trouble, or that it works."""
        with self._database.transaction() as connection:
            row = {
                "channel": str(channel), "went": int(went), "because": because,
                "at_us": to_us(at),
            }  # fmt: skip
            connection.execute(insert(channel_results).values(row))

    def troubles(self, channel: Channel) -> list[tuple[datetime, str]]:
        """Return the troubles of a channel since it last worked, oldest first."""
        mine = channel_results.c.channel == str(channel)
        worked = select(func.coalesce(func.max(channel_results.c.sequence), 0)).where(
            mine, channel_results.c.went == 1
        )
        query = (
            select(channel_results)
            .where(mine, channel_results.c.sequence > worked.scalar_subquery())
            .order_by(channel_results.c.sequence)
        )
        return [(from_us(row.at_us), row.because) for row in self._database.all(query)]

    def say_of_channel(
        self, channel: Channel, settings: str, *, opens: bool, by: str, at: datetime
    ) -> None:
        """Append that somebody lets a channel reach people, or shuts it."""
        with self._database.transaction() as connection:
            self._database.gate(shut=True)
            row = {
                "channel": str(channel), "settings": settings, "opens": int(opens),
                "by_staff": by, "at_us": to_us(at),
            }  # fmt: skip
            connection.execute(insert(openings).values(row))

    def said_of_channel(
        self, channel: Channel, settings: str
    ) -> list[tuple[str, datetime]]:
        """Return who let it reach people with these settings since it was last shut."""
        query = (
            select(openings)
            .where(openings.c.channel == str(channel))
            .order_by(openings.c.sequence)
        )
        said: list[tuple[str, datetime]] = []
        for row in self._database.all(query):
            if not row.opens:
                said = []
            elif row.settings == settings:
                said.append((row.by_staff, from_us(row.at_us)))
        return said

    def last_shut(self, channel: Channel) -> tuple[str, datetime] | None:
        """Return who shut a channel last, and when; None: nobody ever did."""
        query = (
            select(openings)
            .where(openings.c.channel == str(channel), openings.c.opens == 0)
            .order_by(openings.c.sequence.desc())
            .limit(1)
        )
        rows = self._database.all(query)
        return (rows[0].by_staff, from_us(rows[0].at_us)) if rows else None

    def approve(self, plan: str, *, people: int, by: str, at: datetime) -> None:
        """Append that somebody saw all of a plan that is in the outbox now."""
        last = select(func.coalesce(func.max(outbox.c.sequence), 0)).where(
            outbox.c.plan == plan
        )
        with self._database.transaction() as connection:
            self._database.gate(shut=True)
            row = {
                "plan": plan, "up_to": connection.execute(last).scalar_one(),
                "people": people, "by_staff": by, "at_us": to_us(at),
            }  # fmt: skip
            connection.execute(insert(approvals).values(row))

    def unapproved(
        self, *, real: Collection[Channel], since: datetime
    ) -> Mapping[str, int]:
        """Count of each plan the people it reaches that nobody was asked about."""
        query = (
            select(outbox.c.plan, func.count())
            .where(*unasked(outbox))
            .group_by(outbox.c.plan)
        )
        with self._database.transaction() as connection:
            rows = connection.execute(
                query,
                {"real": [str(channel) for channel in real], "day_us": to_us(since)},
            ).all()
        return {plan: int(count) for plan, count in rows}

    def _hold_lease(self) -> int:
        """Say that this sender is there, and return its number."""
        now = datetime.now(UTC)
        if self._number is not None and now < self._renew_at:
            return self._number
        self._renew_at = now + self._lease / 4
        until = to_us(now + self._lease)
        connection = self._database.connection
        if self._number is None:
            made = connection.execute(
                insert(senders).values(name="", until_us=until)
            ).inserted_primary_key
            self._number = int(made[0])  # type: ignore[index]
        else:
            connection.execute(
                update(senders)
                .where(senders.c.sequence == self._number)
                .values(until_us=until)
            )
        return self._number

    def _move(
        self,
        where: Sequence[Any],
        to: TouchState,
        because: str,
        at: datetime,
        open_values: Mapping[str, Any] | None = None,
        *,
        until: datetime | None = None,
        **change: Any,
    ) -> int:
        """Move what fits, in one statement, and note each step."""
        until_us = None if until is None else to_us(until)
        rows = self._database.connection.execute(
            update(outbox)
            .where(*where)
            .values(
                state=str(to), because=because, state_us=to_us(at),
                until_us=until_us, **change,
            )
            .returning(outbox.c.message_id),
            dict(open_values or {}),
        ).all()  # fmt: skip
        names = [row.message_id for row in rows]
        self._note(names, to, because, to_us(at), until_us)
        return len(names)

    def _note(
        self,
        names: Sequence[str],
        state: TouchState,
        because: str,
        at_us: int,
        until_us: int | None = None,
    ) -> None:
        self._database.insert_tuples(
            outbox_states,
            ("message_id", "state", "because", "at_us", "until_us"),
            [(name, str(state), because, at_us, until_us) for name in names],
        )

    def _hash(self, address: str) -> str:
        return hash_address(self._keys.pepper, address)

    def _as_now(self, query: Select[Any], **values: Any) -> list[Touch]:
        return [_touch(row) for row in self._database.all(query, **values)]


_OF_PERSONS = select(outbox).where(outbox.c.person.in_(some("persons")))


def _touch(row: Any) -> Touch:
    return msgspec.structs.replace(
        _decode(row.body),
        state=TouchState(row.state),
        because=row.because,
        at=from_us(row.state_us),
        until=None if row.until_us is None else from_us(row.until_us),
        tries=row.tries,
    )


def _is_due(now: datetime) -> list[Any]:
    return [
        outbox.c.state == str(TouchState.APPROVED),
        func.coalesce(outbox.c.until_us, 0) <= to_us(now),
    ]


def _age(touch: Touch) -> tuple[datetime, str]:
    return touch.decided_at, touch.message.message_id
