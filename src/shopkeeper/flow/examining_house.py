"""What `doctor` finds in the shop's books: chain, queue, people, switches."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from shopkeeper.flow.agreeing import waiting_for_a_word, why_not_open
from shopkeeper.flow.examining import Finding, broken, look, ok
from shopkeeper.flow.forgetting import BACKED_UP
from shopkeeper.flow.house import House
from shopkeeper.plan.ports import Head
from shopkeeper.vocabulary import AccessRole, BadInput, TouchState


_LATE = timedelta(hours=1)
_VERY_LATE = timedelta(days=1)
_OLD_COPY = timedelta(days=7)
_MISSED = 2


def examine_house(
    house: House, *, now: datetime, heads: Sequence[Head] = ()
) -> list[Finding]:
    """
    Look at a shop's books.

    Args:
        house: The shop.
        now: The moment.
        heads: Where the chain stood, as somebody has kept it elsewhere.
    """
    return [
        *_audit(house, heads),
        *_rounds(house, now),
        *_queue(house, now),
        _quarantine(house),
        *_switches(house, now),
        _copies(house, now),
    ]


def _audit(house: House, heads: Sequence[Head]) -> list[Finding]:
    head, first_bad = house.audit.head(), house.audit.broken_at()
    if first_bad is not None:
        return [
            broken(
                "audit", f"the chain does not verify from entry {first_bad} on: it was "
                "changed past this program",
                "keep the ledger as it is, find out who could write to it, and restore "
                "a backup whose chain verifies",
            )
        ]  # fmt: skip
    count = 0 if head is None else head.sequence
    found = [ok("audit", f"{count:,} entries, and the chain verifies")]
    place = "what was kept elsewhere"
    known = list(heads)
    if house.anchor is not None:
        place = house.anchor.place
        try:
            known += house.anchor.heads()
        except BadInput as error:
            return [*found, broken("anchor", str(error), "bring the file back")]
    if not known and house.anchor is None:
        return [
            *found,
            look(
                "anchor", "nobody outside knows where the chain stands: an end that is "
                "cut off, or a chain written wholly anew, would not show",
                'state anchor = "/elsewhere/shop.anchor" under [audit] in shop.toml, '
                "or keep what `shopkeeper audit head` prints",
            ),
        ]  # fmt: skip
    if not known:
        says, do = f"{place} holds nothing yet", "shopkeeper audit head --keep"
        return [*found, look("anchor", says, f"work a round, or: {do}")]
    gone = house.audit.departs_from(known)
    if gone is not None:
        when = f" of {gone.at}" if gone.at else ""
        return [
            *found,
            broken(
                "anchor", f"entry {gone.sequence}{when} is not in the chain as {place} "
                "has it: entries were cut off or written anew",
                "after a restore that is so: then put the file aside and begin a new "
                "one with `shopkeeper audit head --keep`; else find out who did it",
            ),
        ]  # fmt: skip
    return [*found, ok("anchor", f"{len(known):,} heads of {place} are in the chain")]


def _rounds(house: House, now: datetime) -> list[Finding]:
    last, every = house.rounds.last(), house.shop.rounds_every
    if last is None:
        return [look("rounds", "none was worked yet", "shopkeeper run")]
    ago = now - last[1]
    says = f"the last began {_long(ago)} ago; one is due every {_long(every)}"
    if ago > every * _MISSED:
        return [look("rounds", says, "let `serve` run, or call `run` by cron")]
    return [ok("rounds", says)]


def _queue(house: House, now: datetime) -> list[Finding]:
    due = house.outbox.due(now=now)
    found = [ok("queue", f"{len(due):,} messages are due")]
    if due:
        waited = now - min(max(one.at, one.until or one.at) for one in due)
        says = f"{len(due):,} messages are due; the oldest waits for {_long(waited)}"
        do = "shopkeeper send; what it says is why they did not go"
        found = [ok("queue", says)]
        if waited > _VERY_LATE:
            found = [broken("queue", says, do)]
        elif waited > _LATE:
            found = [look("queue", says, do)]
    doubts = sum(one.state is TouchState.IN_DOUBT for one in house.outbox.all())
    if doubts:
        found.append(
            look(
                "queue", f"{doubts:,} messages may have arrived, and nobody can know: "
                "they count as sent",
                "nothing, unless the mail server's log says more",
            )
        )  # fmt: skip
    return found


def _quarantine(house: House) -> Finding:
    rows = house.records.quarantined()
    if not rows:
        return ok("quarantine", "empty")
    return look("quarantine", f"{len(rows):,} rows could not be read",
                "shopkeeper quarantine show; shopkeeper quarantine replay")  # fmt: skip


def _switches(house: House, now: datetime) -> list[Finding]:
    found = []
    if house.plan_book.stopped():
        do = "shopkeeper stop --take-back, once it may go on"
        found.append(look("switch", "everything is stopped: nothing is sent", do))
    else:
        found.append(ok("switch", "messages may go"))
    for channel in house.wires:
        why = why_not_open(house, channel)
        if why is None:
            found.append(ok("two people", f"{channel} was let out by two people"))
        else:
            do = f"shopkeeper channel open {channel} --by WHO"
            found.append(look("two people", why, do))
    for plan, count in waiting_for_a_word(house, now=now).items():
        says = f"{plan} is about to reach {count:,} people"
        do = f"a second person looks: shopkeeper plan approve {plan}"
        found.append(look("two people", says, do))
    if house.wires and house.shop.alone_after is not None:
        says = "one person alone may let messages out here"
        do = "take second_person out of [sending], once there is somebody else"
        found.append(look("two people", says, do))
    owners = [one for one in house.shop.people if AccessRole.OWNER in one.roles]
    if not owners:
        found.append(look("staff", "nobody has the role `owner`",
                          "name somebody under [[people]] in shop.toml"))  # fmt: skip
    return found


def _copies(house: House, now: datetime) -> Finding:
    made = [one.at for one in house.audit.entries() if one.action == BACKED_UP]
    if not made:
        return look("backup", "none was made yet", "shopkeeper backup")
    ago = now - max(made)
    if ago > _OLD_COPY:
        return look("backup", f"the last is {_long(ago)} old", "shopkeeper backup")
    return ok("backup", f"the last is {_long(ago)} old")


def _long(span: timedelta) -> str:
    minutes = max(0, round(span.total_seconds() / 60))
    if minutes < 120:  # noqa: PLR2004 two hours
        return f"{minutes} min"
    hours = minutes // 60
    return f"{hours} h" if hours < 72 else f"{hours // 24} days"  # noqa: PLR2004
