"""What the very statement that writes `committing` checks.

Source: reliability.md, section 0, item 1, and C7, C11, C12: what was asked a moment
ago may be wrong by now, so all of it is asked again where nothing can come between.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache
from typing import Any

import msgspec

from sqlalchemy import (
    BigInteger,
    ColumnElement,
    Text,
    and_,
    bindparam,
    case,
    exists,
    func,
    literal,
    or_,
    select,
)

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
from shopkeeper.say.ports import Guard, Seen
from shopkeeper.vocabulary import Attention, Channel, PlanState, Purpose, TouchState


# Sums of weights such as 0.1 need a little room, as in `decide.attention`.
_ROOM = 1e-9
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)
Values = dict[str, Any]
GONE = [
    str(one)
    for one in (
        TouchState.COMMITTING,
        TouchState.SENT,
        TouchState.IN_DOUBT,
        TouchState.HANDED_OVER,
    )
]
_WAITING = [str(one) for one in (TouchState.APPROVED, TouchState.ATTEMPTING)]


def may_go(guard: Guard, at: datetime) -> tuple[list[ColumnElement[bool]], Values]:
    """
    List the conditions under which a touch of the outbox may leave now.

    Returns:
        The conditions, and the values of what is open in them.
    """
    seen = guard.seen or Seen()
    per = guard.attention.per if guard.attention else DAY
    conditions = _conditions(
        guard.seen is not None,
        None if guard.attention is None else msgspec.json.encode(guard.attention),
        bool(guard.settings),
        bool(guard.real),
        bool(guard.per_hour),
    )
    return conditions, {
        "at_us": to_us(at),
        "per_us": to_us(at - per),
        "day_us": to_us(at - DAY),
        "persons": list(guard.persons),
        "seen_consents": seen.consents,
        "seen_suppressions": seen.suppressions,
        "seen_identity": seen.identity,
        "settings_hash": guard.settings,
        "real": [str(channel) for channel in guard.real],
        "unasked": guard.unasked,
        "one_more": guard.unasked + 1,
        "hour_us": to_us(at - HOUR),
        "per_hour": guard.per_hour,
    }


@cache
def _conditions(
    seen: bool,  # noqa: FBT001
    attention: bytes | None,
    settings: bool,  # noqa: FBT001
    real: bool,  # noqa: FBT001
    per_hour: bool,  # noqa: FBT001
) -> list[ColumnElement[bool]]:
    # Built once: a thousand messages ask the same question.
    found = [_not_stopped(), _plan_runs(), ~_suppressed()]
    if seen:
        found += _nothing_new()
    if attention is not None:
        found.append(_has_room(msgspec.json.decode(attention, type=Attention)))
    if settings:
        found.append(_channel_is_open())
    if real:
        found.append(_was_asked())
    if per_hour:
        found.append(_hour_has_room())
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


def _hers(column: Any) -> ColumnElement[bool]:
    persons = bindparam("persons", expanding=True, type_=Text())
    return or_(column == outbox.c.person, column.in_(persons))


def _suppressed() -> ColumnElement[bool]:
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
    holds = or_(one.until_us.is_(None), one.until_us > _us("at_us"))
    return exists().where(to_her, reaches, holds)


def _nothing_new() -> list[ColumnElement[bool]]:
    decided = identity_decisions.c
    return [
        ~exists().where(
            consents.c.sequence > _us("seen_consents"), _hers(consents.c.person)
        ),
        ~exists().where(
            suppressions.c.sequence > _us("seen_suppressions"),
            or_(
                _hers(suppressions.c.person),
                suppressions.c.address_hash == outbox.c.address_hash,
            ),
        ),
        ~exists().where(
            decided.sequence > _us("seen_identity"),
            or_(_hers(decided.left_person), _hers(decided.right_person)),
        ),
    ]


def _has_room(attention: Attention) -> ColumnElement[bool]:
    """Ask whether what went to her or to the address leaves room, by the weights."""
    gone = outbox.alias("gone")
    used = select(func.coalesce(func.sum(_weight(gone, attention)), 0.0)).where(
        gone.c.state.in_(GONE),
        gone.c.state_us > _us("per_us"),
        or_(
            _hers(gone.c.person),
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


def _hour_has_room() -> ColumnElement[bool]:
    """Ask whether the channel has taken less than its share of this hour."""
    gone = outbox.alias("gone")
    some = (
        select(gone.c.sequence)
        .where(
            gone.c.channel == outbox.c.channel,
            gone.c.state.in_(GONE),
            gone.c.state_us > _us("hour_us"),
        )
        .correlate(outbox)
        .limit(_us("per_hour"))
        .subquery()
    )
    count = select(func.count()).select_from(some).scalar_subquery()
    return count < _us("per_hour")


def _weight(table: Any, attention: Attention) -> ColumnElement[float]:
    return case(
        *(
            (table.c.channel == str(channel), literal(float(attention.weight(channel))))
            for channel in Channel
        ),
        else_=literal(1.0),
    )


def _channel_is_open() -> ColumnElement[bool]:
    """Ask that somebody opened it with these settings, and nobody shut it since."""
    said = openings.alias("said")
    shut = openings.alias("shut")
    return exists().where(
        said.c.channel == outbox.c.channel,
        said.c.settings == bindparam("settings_hash", type_=Text()),
        said.c.opens == 1,
        ~exists().where(
            shut.c.channel == said.c.channel,
            shut.c.opens == 0,
            shut.c.sequence > said.c.sequence,
        ),
    )


def unasked(table: Any) -> list[ColumnElement[bool]]:
    """
    List what makes a touch one that no second person was asked about.

    Open in it are `real`, the channels that reach people, and `day_us`.
    """
    seen = approvals.alias("seen")
    return [
        table.c.channel.in_(bindparam("real", expanding=True, type_=Text())),
        or_(
            table.c.state.in_(_WAITING),
            and_(table.c.state.in_(GONE), table.c.state_us > _us("day_us")),
        ),
        ~exists().where(seen.c.plan == table.c.plan, seen.c.up_to >= table.c.sequence),
    ]


def _was_asked() -> ColumnElement[bool]:
    covered = exists().where(
        approvals.c.plan == outbox.c.plan, approvals.c.up_to >= outbox.c.sequence
    )
    other = outbox.alias("other")
    some = (
        select(other.c.sequence)
        .where(
            other.c.plan == outbox.c.plan,
            *unasked(other),
        )
        .correlate(outbox)
        .limit(_us("one_more"))
        .subquery()
    )
    few = select(func.count()).select_from(some).scalar_subquery()
    return or_(covered, few <= _us("unasked"))


def _us(name: str) -> ColumnElement[int]:
    return bindparam(name, type_=BigInteger())
