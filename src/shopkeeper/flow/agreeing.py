"""Nothing reaches people until two of the staff have said so.

Source: issue 7 and reliability.md, C11. A channel goes from a folder to people once two
people have said so over the very settings; then a started plan suffices for up to 50
people a day; above that a second person sees how many there are, and ten of the
messages. A shop of one person may say in `shop.toml` that her own second word counts
after a time; every status shows it.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from shopkeeper.flow.house import House
from shopkeeper.flow.planning import drafts_of, plan_of, staff_of
from shopkeeper.flow.resting import rest_of, rest_words
from shopkeeper.say.ports import Guard
from shopkeeper.vocabulary import (
    Channel,
    NotAllowed,
    Touch,
    TouchState,
    hash_of,
)


SAMPLES = 10
_DAY = timedelta(days=1)
_TWO = 2
_WAITING = (TouchState.APPROVED, TouchState.ATTEMPTING)


def settings_of(house: House, channel: Channel) -> str:
    """Return the hash of how a channel reaches people; empty: it does not."""
    settings = house.shop.channels.get(channel)
    if settings is None or not settings.real or channel not in house.wires:
        return ""
    # Where answers go, and by which link she leaves, is agreed to as well.
    return hash_of(
        "channel", channel, settings.send, settings.from_ or "",
        settings.reply_to or "", settings.return_path or "",
        settings.unsubscribe or "", settings.her_page or "",
    )  # fmt: skip


def why_not_open(house: House, channel: Channel) -> str | None:
    """Say why a channel may not reach people yet, or None."""
    over = settings_of(house, channel)
    if not over:
        return None
    said = house.outbox.said_of_channel(channel, over)
    if _enough(house, said):
        return None
    another = "a second person" if said else "two people"
    shut = house.outbox.last_shut(channel)
    by, at = shut or ("", None)
    was = "is to reach people" if at is None else f"was shut by {by} on {_day(at)}"
    return (
        f"{channel} {was}: {another} of the staff must say so, with "
        f"`shopkeeper channel open {channel} --by WHO`"
    )


def _enough(house: House, said: list[tuple[str, datetime]]) -> bool:
    if len({by for by, _ in said}) >= _TWO:
        return True
    after = house.shop.alone_after
    if after is None or not said:
        return False
    moments = [at for _, at in said]
    return max(moments) - min(moments) >= after


def open_channel(house: House, channel: Channel, *, by: str, now: datetime) -> str:
    """
    Say that a channel may reach people, as its settings are now.

    Returns:
        What is to be done yet; empty where it is open.

    Raises:
        NotAllowed: If it reaches a folder only, or this person said so already.
    """
    person = staff_of(house.shop, by)
    over = settings_of(house, channel)
    if house.shop.demo:
        msg = "This is a demonstration: its messages never reach anybody."
        raise NotAllowed(msg)
    if not over:
        msg = f"{channel} writes into a folder: state `send` in [channels.{channel}]."
        raise NotAllowed(msg)
    said = house.outbox.said_of_channel(channel, over)
    if why_not_open(house, channel) is None:
        return ""
    first = min((at for who, at in said if who == person.id), default=None)
    after = house.shop.alone_after
    if first is not None and (after is None or now - first < after):
        when = "" if after is None else f", or you again from {_day(first + after)}"
        msg = f"{person.id} has said so already: it takes somebody else{when}."
        raise NotAllowed(msg)
    house.outbox.say_of_channel(channel, over, opens=True, by=person.id, at=now)
    house.audit.note("let it reach people", str(channel), actor=person.id, at=now)
    return why_not_open(house, channel) or ""


def _day(moment: datetime) -> str:
    return f"{moment:%d %B %H:%M} UTC"


def shut_channel(house: House, channel: Channel, *, by: str, now: datetime) -> None:
    """Say that a channel reaches nobody any more, at once; anybody on staff may."""
    person = staff_of(house.shop, by)
    house.outbox.say_of_channel(
        channel, settings_of(house, channel), opens=False, by=person.id, at=now
    )
    house.audit.note("shut the channel", str(channel), actor=person.id, at=now)


def waiting_for_a_word(
    house: House, *, now: datetime, also: Channel | None = None
) -> Mapping[str, int]:
    """
    Count of each plan, above 50 people, those that a second person must see.

    Args:
        house: The shop.
        now: The moment.
        also: A channel that reaches people although it writes into a folder here.
    """
    real = tuple({*house.wires, also} - {None})
    counts = house.outbox.unapproved(real=real, since=now - _DAY)  # type: ignore[arg-type]
    return {plan: n for plan, n in counts.items() if n > Guard().unasked}


class Reaching(Struct, frozen=True, kw_only=True):
    """
    Whom a plan is about to reach.

    Attributes:
        people: How many.
        samples: Ten of the messages, spread over all.
    """

    people: int
    samples: tuple[Touch, ...]


def about_to_reach(house: House, plan: str, *, now: datetime) -> Reaching:
    """Show how many a plan is about to reach, and ten of the messages."""
    plan_of(drafts_of(house), plan)
    # Where no channel reaches people yet, another tool may be handed the messages.
    real = tuple(house.wires) or tuple(Channel)
    waiting = [
        one
        for one in house.outbox.all()
        if one.plan == plan and one.state in _WAITING and one.channel in real
    ]
    step = max(1, len(waiting) // SAMPLES)
    counts = house.outbox.unapproved(real=real, since=now - _DAY)
    return Reaching(
        people=counts.get(plan, 0), samples=tuple(waiting[::step][:SAMPLES])
    )


def approve(house: House, plan: str, *, by: str, people: int, now: datetime) -> None:
    """
    Say as a second person that a plan may reach as many people as she was shown.

    Who they are is fixed by it: what enters the outbox later is not among them.

    Raises:
        NotAllowed: If the number has changed, or she started the plan herself.
    """
    person = staff_of(house.shop, by)
    reaching = about_to_reach(house, plan, now=now)
    if reaching.people != people:
        msg = (
            f"{plan} is about to reach {reaching.people:,} people, not {people:,}: "
            "look again before you say yes."
        )
        raise NotAllowed(msg)
    if person.id == plan_of(drafts_of(house), plan).owner:
        after = house.shop.alone_after
        newest = max((one.decided_at for one in reaching.samples), default=now)
        if after is None or now - newest < after:
            when = "" if after is None else f", or you from {_day(newest + after)}"
            msg = f"{person.id} started {plan}: it takes a second person{when}."
            raise NotAllowed(msg)
    house.outbox.approve(plan, people=people, by=person.id, at=now)
    house.audit.note(f"approved for {people}", plan, actor=person.id, at=now)


def _how_it_fares(house: House, channel: Channel) -> str:
    rest = rest_of(house, channel)
    return "reaches people" if rest is None else rest_words(rest)


def agreements_json(house: House, *, now: datetime) -> dict[str, object]:
    """Say for `status` which channels reach people, and what waits for a word."""
    after = house.shop.alone_after
    return {
        "channels": {
            str(channel): why_not_open(house, channel) or _how_it_fares(house, channel)
            for channel in house.wires
        },
        "second_person": "always"
        if after is None
        else f"one person alone after {after}",
        "waiting_for_a_second_person": dict(waiting_for_a_word(house, now=now)),
    }
