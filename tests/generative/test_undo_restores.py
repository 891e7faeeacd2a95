"""Joined, undone, settled in any order: as if the two had never been joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from typing import Any

import numpy as np
import pytest

from shopkeeper.decide.attention import used
from shopkeeper.decide.cases import PastTouch
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import current_ids, gather
from shopkeeper.flow.learning import learn_from_rows
from shopkeeper.flow.settling import settle
from shopkeeper.flow.undoing import undo_join
from shopkeeper.recognise import standing
from shopkeeper.vocabulary import (
    Attention,
    Channel,
    IdentityDecision,
    Message,
    Purpose,
    Touch,
    TouchState,
    Verdict,
)
from tests.builders import utc
from tests.builders.house import arrive, house_in_memory


FEW = 8
MOST_TOLD = 3  # what humans say teaches: from more, rules would know it earlier
START = utc("2026-03-02 10:00")
DAY = timedelta(days=1)
SOURCES = {
    "crm": "people", "club": "people", "orders": "orders", "consents": "consents",
    "desk": "messages",
}  # fmt: skip
NAMES = ["Ann Lee", "Bo Park", "Cy Moss", "Ann Lee", "Di Quill"]
SAYINGS = [
    "We have just moved house.",
    "My kettle arrived broken and I am very disappointed.",
    "Please do not call me any more.",
    "Could you send me the new catalogue by Friday?",
    "I prefer decaf.",
]
ITEMS = ["Assam tea", "Oat cakes", "Honey"]


def mailbox(number: int) -> str:
    """Return the mailbox of the person of a number; the two called Ann share one."""
    return f"box{number % 3}@post.example"


@dataclass
class Life:
    """
    One shop, lived day by day: what happened is kept, to be lived again.

    Attributes:
        house: In memory.
        seed: Of its dice.
        told: Whom a human parted by undoing, in the order in which it was done.
        touches: Day to (message, person) of what was sent.
    """

    house: House
    seed: int
    told: list[tuple[str, str]] = field(default_factory=list)
    touches: dict[int, list[tuple[str, str]]] = field(default_factory=dict)

    def day(self, number: int) -> datetime:
        """Let rows arrive as the dice of the day say, and work the round."""
        now = START + number * DAY
        dice = np.random.default_rng((self.seed, number))
        for _ in range(int(dice.integers(1, 4))):
            who = int(dice.integers(len(NAMES)))
            self._one_row(f"{number}-{who}", who, dice, now)
        learn_from_rows(self.house, now=now)
        return now

    def _one_row(
        self, key: str, who: int, dice: np.random.Generator, now: datetime
    ) -> None:
        first, last = NAMES[who].split()
        email, when = mailbox(who), (now - timedelta(hours=2)).isoformat()
        rows: Mapping[str, Any] = {
            "crm": {
                "customer_no": f"C{who}", "first_name": first, "last_name": last,
                "email": email, "phone": f"+4477009001{who:02}",
            },
            "club": {
                "member_no": f"M{who}", "first_name": first, "last_name": last,
                "email": email,
            },
            "orders": {
                "order_id": f"O{key}", "customer_no": f"C{who}", "email": email,
                "item": ITEMS[who % 3], "ordered_at": when, "quantity": "1",
            },
            "consents": {
                "consent_id": f"S{key}", "member_no": f"M{who}", "email": email,
                "purpose": "marketing",
                "state": "granted" if dice.random() < 0.5 else "denied", "at": when,
            },
            "desk": {
                "message_id": f"D{key}", "email": email, "at": when,
                "sender": "customer", "channel": "email",
                "message": SAYINGS[int(dice.integers(len(SAYINGS)))],
            },
        }  # fmt: skip
        times = {"orders": "ordered_at", "consents": "at", "desk": "at"}
        source = list(SOURCES)[int(dice.integers(len(SOURCES)))]
        row = rows[source]
        arrive(
            self.house, source, [row], key=next(iter(row)), at=now,
            when=times.get(source, ""),
        )  # fmt: skip

    def send(self, number: int, messages: list[tuple[str, str]]) -> None:
        """Put messages into the outbox, each to the person it was written to."""
        now = START + number * DAY
        self.touches[number] = messages
        self.house.outbox.put(
            Touch(
                message=Message(message_id=name, person=person, subject="Tea",
                                preheader=None, body="Hello,"),
                decision_id=f"d-{name}", person=person, round=str(number),
                decided_at=now, channel=Channel.EMAIL, address=f"{name}@post.example",
                purpose=Purpose.RELATIONSHIP, plan="tea", step="first", content="tea",
                state=TouchState.SENT, because="chosen", at=now,
            )
            for name, person in messages
        )  # fmt: skip

    def joins(self) -> list[IdentityDecision]:
        """Return what rules joined, and what stands of it."""
        found = standing(self.house.identity.decisions()).joins
        return [one for one in found if one.by.startswith("rule:")]

    def known(self, now: datetime) -> dict[str, Any]:
        """Return all that is known of everybody, by her own ids, budgets included."""
        people = gather(self.house, now=now)
        whole = {}
        for person in people.values():
            touches = self.house.outbox.of_persons(person.own)
            past = [
                PastTouch(at=one.at, channel=one.channel, purpose=one.purpose)
                for one in touches
            ]
            spent = used(Attention(), past, now)
            whole[person.id] = (person, [one.message for one in touches], spent)
        return whole


@cache
def lived_with_undoing(seed: int) -> tuple[Life, dict[str, Any]]:
    """Live some days; each evening a join may be undone, or parted by its rows."""
    days = days_of(seed)
    life = Life(house_in_memory(SOURCES), seed)
    dice = np.random.default_rng(seed)
    now = START
    for number in range(days):
        now = life.day(number)
        current = sorted(set(current_ids(life.house).values()))
        life.send(number, [(f"m{number}", current[int(dice.integers(len(current)))])])
        joins = life.joins()
        if joins and len(life.told) < MOST_TOLD and dice.random() < 0.5:
            one = joins[int(dice.integers(len(joins)))]
            if dice.random() < 0.5:
                undo_join(life.house, one.sequence, by="tilda", now=now)
            else:
                settle(life.house, one.left, one.right, same=False, by="tilda", now=now)
            life.told.append((one.left, one.right))
    now = life.day(days)
    return life, life.known(now)


def days_of(seed: int) -> int:
    """Return how long a life is."""
    return 6 + seed % 5


def lived_parted_from_the_start(life: Life) -> dict[str, Any]:
    """Live the same days with nobody joined whom a human parted later."""
    days = days_of(life.seed)
    other = Life(house_in_memory(SOURCES), life.seed)
    other.house.identity.decide(
        IdentityDecision(
            verdict=Verdict.PART, left=left, right=right, because="they are two",
            by="human:tilda", at=START,
        )
        for left, right in life.told
    )  # fmt: skip
    now = START
    for number in range(days):
        now = other.day(number)
        other.send(number, life.touches[number])
    now = other.day(days)
    return other.known(now)


def check(seed: int) -> None:
    """Hold a life with joins undone against the one in which they never were."""
    life, known = lived_with_undoing(seed)
    assert known == lived_parted_from_the_start(life)
    current = current_ids(life.house)
    assert all(current[left] != current[right] for left, right in life.told)


@pytest.mark.parametrize("seed", range(FEW))
def test_a_join_undone_leaves_both_as_if_they_had_never_been_one(seed):
    """Facts, identifiers, events, promises, consents, stops, letters and budgets."""
    check(seed)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(FEW, 200))
def test_many_joins_undone_leave_all_as_if_they_had_never_been_one(seed):
    """The same of two hundred lives."""
    check(seed)


def test_the_lives_are_of_many_kinds():
    """A shop in which nothing is joined or undone would prove nothing."""
    undone, joined, facts, stops, loops = 0, 0, 0, 0, 0
    for seed in range(FEW):
        life, known = lived_with_undoing(seed)
        undone += len(life.told)
        joined += len(life.joins())
        people = [person for person, _, _ in known.values()]
        facts += sum(len(one.facts) for one in people)
        stops += sum(len(one.suppressions) + len(one.consents) for one in people)
        loops += sum(len(one.loops) + len(one.promises) for one in people)
    assert min(undone, joined, facts, stops) >= 2 * FEW
    assert loops >= 3
