"""Where the shop stands."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from shopkeeper.flow.agreeing import (
    agreements_json,
    waiting_for_a_word,
    why_not_open,
)
from shopkeeper.flow.house import House
from shopkeeper.flow.telling import iso
from shopkeeper.plan import check, may_run
from shopkeeper.vocabulary import PlanState, TouchState, Verdict


_HELD = frozenset({TouchState.HELD, TouchState.DECLINED})


def status_json(house: House, *, now: datetime) -> dict[str, Any]:
    """Say where the shop stands: rounds, queue, held, doubts, quarantine, plans."""
    last = house.rounds.last()
    every = house.shop.rounds_every
    # What was held in an earlier round was decided anew since.
    touches = [
        touch
        for touch in house.outbox.all()
        if touch.state not in _HELD or last is None or touch.round == last[0]
    ]
    waiting = Counter(str(touch.state) for touch in touches)
    held = Counter(touch.because for touch in touches if touch.state in _HELD)
    doubts = [one for one in house.identity.decisions() if one.verdict is Verdict.DOUBT]
    quarantined = house.records.quarantined()
    return {
        "shop": house.shop.name,
        "now": iso(now),
        "last_round": None
        if last is None
        else {"key": last[0], "at": iso(last[1]), "counts": dict(last[2])},
        "next_round": iso(now if last is None else last[1] + every),
        "rows": house.records.counts(),
        "queue": dict(sorted(waiting.items())),
        "held": dict(sorted(held.items(), key=lambda one: (-one[1], one[0]))),
        "desk": dict(Counter(str(one.state) for one in house.desk.all())),
        "doubts": len(doubts),
        "quarantine": [
            {
                "source": one.source, "place": one.place, "raw": one.raw[:200],
                "because": one.because,
            }
            for one in quarantined
        ],
        "plans": plans_json(house, now=now),
        "stopped": house.plan_book.stopped(),
        "agreed": agreements_json(house, now=now),
        "warnings": _warnings(house, len(quarantined), now=now),
    }  # fmt: skip


def plans_json(house: House, *, now: datetime) -> list[dict[str, Any]]:
    """Say of each plan where it stands, whether it runs, and why not."""
    here = now.astimezone(ZoneInfo(house.shop.time_zone))
    states = house.plan_book.states()
    found = []
    for key, plan in sorted(house.plans.items()):
        readiness = check(
            plan, house.contents, house.shop.people, here, predicates=house.predicates
        )
        state = states.get(key, PlanState.DRAFT)
        refused = may_run(plan, readiness, state, here)
        found.append(
            {
                "plan": key, "state": str(state), "ready": readiness.ready,
                "finished": readiness.finished, "runs": refused is None,
                "because": None if refused is None else refused.because,
                "review_by": plan.review_by.isoformat(),
            }
        )  # fmt: skip
    return found


def _warnings(house: House, quarantined: int, *, now: datetime) -> list[str]:
    found = [
        f"{count} rows of {source} came again with other contents: if the file is a "
        "rolling export without an id of its own, pin a column as `row_key`."
        for source, count in house.records.changed().items()
    ]
    if quarantined:
        found.append(f"{quarantined} rows could not be read: see quarantine.")
    if house.plan_book.stopped():
        found.append("Everything is stopped: `shopkeeper stop --take-back` goes on.")
    found += _waiting_for_people(house, now=now)
    broken = house.audit.broken_at()
    if broken is not None:
        found.append(f"The audit chain does not verify from entry {broken} on.")
    return found


def _waiting_for_people(house: House, *, now: datetime) -> list[str]:
    """Say what of ours waits for one of us, and where one of us is alone."""
    found = [why for channel in house.wires if (why := why_not_open(house, channel))]
    found += [
        f"{plan} is about to reach {count:,} people: a second person has to look, "
        f"with `shopkeeper plan approve {plan}`."
        for plan, count in waiting_for_a_word(house, now=now).items()
    ]
    if house.shop.alone_after is not None:
        hours = house.shop.alone_after.total_seconds() / 3600
        found.append(
            f"One person alone may let messages out here, after {hours:g} hours "
            "(`second_person` in shop.toml)."
        )
    doubts = sum(one.state is TouchState.IN_DOUBT for one in house.outbox.all())
    if doubts:
        found.append(
            f"{doubts:,} messages may have arrived, and nobody can know: they count "
            "as sent, and are never sent again by themselves."
        )
    return found
