"""What the very statement that writes `committing` checks.

Source: reliability.md, section 0, item 1, and C7, C11, C12: what was asked a moment
ago may be wrong by now, so all of it is asked again where nothing can come between.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, or_, select

from shopkeeper.adapters.sql.database import to_us
from shopkeeper.adapters.sql.schema import (
    approvals,
    consents,
    identity_decisions,
    openings,
    outbox,
    plan_states,
    stops,
    suppressions,
)
from shopkeeper.say.ports import Guard
from shopkeeper.vocabulary import Attention, Channel, PlanState, Purpose, TouchState


# Sums of weights such as 0.1 need a little room, as in `decide.attention`.
_ROOM = 1e-9
DAY = timedelta(days=1)
_GONE = [
    str(one)
    for one in (
        TouchState.COMMITTING,
        TouchState.SENT,
        TouchState.IN_DOUBT,
        TouchState.HANDED_OVER,
    )
]
_WAITING = [str(one) for one in (TouchState.APPROVED, TouchState.ATTEMPTING)]


def may_go(guard: Guard, at: datetime) -> list[ColumnElement[bool]]:
    """List the conditions under which a touch of the outbox may leave now."""
    found = [_not_stopped(), _plan_runs(), ~_suppressed(at)]
    if guard.seen is not None:
        found += _nothing_new(guard)
    if guard.attention is not None:
        found.append(_has_room(guard.attention, guard, at))
    if guard.settings:
        found.append(_channel_is_open(guard))
    if guard.real:
        found.append(_was_asked(guard, at))
    return found


def _not_stopped() -> ColumnElement[bool]:
    last = select(stops.c.stopped).order_by(stops.c.sequence.desc()).limit(1)
    return func.coalesce(last.scalar_subquery(), 0) == 0


def _plan_runs() -> ColumnElement[bool]:
    last = (
        select(plan_states.c.state)
        .where(plan_states.c.plan == outbox.c.plan)
        .order_by(plan_states.c.sequence.desc())
        .limit(1)
        .scalar_subquery()
    )
    return func.coalesce(last, "") == str(PlanState.STARTED)


def _hers(column: Any, guard: Guard) -> ColumnElement[bool]:
    return or_(column == outbox.c.person, column.in_(guard.persons))


def _suppressed(at: datetime) -> ColumnElement[bool]:
    one = suppressions.c
    marketing = and_(
        one.scope == "marketing", outbox.c.purpose == str(Purpose.MARKETING)
    )
    reaches = or_(
        one.scope.in_(["all", "erase"]),
        one.scope == outbox.c.channel,
        one.scope.like("pause:%"),
        marketing,
    )
    # A "no" at the address is everybody's there; a "no" without one is hers alone.
    to_her = or_(
        one.person == outbox.c.person,
        one.address_hash == outbox.c.address_hash,
    )
    holds = or_(one.until_us.is_(None), one.until_us > to_us(at))
    return exists().where(to_her, reaches, holds)


def _nothing_new(guard: Guard) -> list[ColumnElement[bool]]:
    seen = guard.seen
    assert seen is not None  # noqa: S101 the caller looked
    decided = identity_decisions.c
    return [
        ~exists().where(
            consents.c.sequence > seen.consents, _hers(consents.c.person, guard)
        ),
        ~exists().where(
            suppressions.c.sequence > seen.suppressions,
            or_(
                _hers(suppressions.c.person, guard),
                suppressions.c.address_hash == outbox.c.address_hash,
            ),
        ),
        ~exists().where(
            decided.sequence > seen.identity,
            or_(_hers(decided.left_person, guard), _hers(decided.right_person, guard)),
        ),
    ]


def _has_room(attention: Attention, guard: Guard, at: datetime) -> ColumnElement[bool]:
    """Ask whether what went to her or to the address leaves room, by the weights."""
    gone = outbox.alias("gone")
    used = select(func.coalesce(func.sum(_weight(gone, attention)), 0.0)).where(
        gone.c.state.in_(_GONE),
        gone.c.state_us > to_us(at - attention.per),
        or_(
            _hers(gone.c.person, guard),
            gone.c.address_hash == outbox.c.address_hash,
        ),
    )
    if not attention.service_counts:
        used = used.where(gone.c.purpose != str(Purpose.SERVICE))
    weight = _weight(outbox, attention)
    room = used.scalar_subquery() + weight <= attention.most + _ROOM
    free = weight <= 0.0
    if not attention.service_blocked:
        free = or_(free, outbox.c.purpose == str(Purpose.SERVICE))
    return or_(free, room)


def _weight(table: Any, attention: Attention) -> ColumnElement[float]:
    return case(
        *(
            (table.c.channel == str(channel), literal(float(attention.weight(channel))))
            for channel in Channel
        ),
        else_=literal(1.0),
    )


def _channel_is_open(guard: Guard) -> ColumnElement[bool]:
    """Ask that somebody opened it with these settings, and nobody shut it since."""
    said = openings.alias("said")
    shut = openings.alias("shut")
    return exists().where(
        said.c.channel == outbox.c.channel,
        said.c.settings == guard.settings,
        said.c.opens == 1,
        ~exists().where(
            shut.c.channel == said.c.channel,
            shut.c.opens == 0,
            shut.c.sequence > said.c.sequence,
        ),
    )


def unasked(
    table: Any, real: Collection[Channel], since: datetime
) -> list[ColumnElement[bool]]:
    """List what makes a touch one that no second person was asked about."""
    seen = approvals.alias("seen")
    return [
        table.c.channel.in_([str(channel) for channel in real]),
        or_(
            table.c.state.in_(_WAITING),
            and_(table.c.state.in_(_GONE), table.c.state_us > to_us(since)),
        ),
        ~exists().where(seen.c.plan == table.c.plan, seen.c.up_to >= table.c.sequence),
    ]


def _was_asked(guard: Guard, at: datetime) -> ColumnElement[bool]:
    covered = exists().where(
        approvals.c.plan == outbox.c.plan, approvals.c.up_to >= outbox.c.sequence
    )
    other = outbox.alias("other")
    some = (
        select(other.c.sequence)
        .where(
            other.c.plan == outbox.c.plan,
            *unasked(other, guard.real, at - DAY),
        )
        .correlate(outbox)
        .limit(guard.unasked + 1)
        .subquery()
    )
    few = select(func.count()).select_from(some).scalar_subquery()
    return or_(covered, few <= guard.unasked)
