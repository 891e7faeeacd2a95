"""Did it help, compared with not having done it?"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import current_ids
from shopkeeper.measure import (
    Answer,
    Joined,
    StepResult,
    join_outcomes,
    result_json,
    results,
)
from shopkeeper.say.wording import label_of_all, shared_wordings
from shopkeeper.vocabulary import Message, Outcome, Speaker


PURCHASE = "purchase"
ROUND_SLOT = "next"


def measured(house: House, *, now: datetime) -> tuple[StepResult, ...]:
    """
    Judge each step of each plan by intent to treat, as far as outcomes are in.

    What was bought by the orders the shop has counts as the outcome `purchase`.
    """
    return results(
        joined_now(house, now=now), [plan for _, plan in sorted(house.plans.items())]
    )


def joined_now(house: House, *, now: datetime) -> Joined:
    """Join what happened by *now* to what was decided."""
    aliases = current_ids(house)
    return join_outcomes(
        # What a dry run decided was done to nobody.
        [one for one in house.decisions.all() if one.slot == ROUND_SLOT],
        outcomes_of(house),
        plans=house.plans,
        now=now,
        messages={
            touch.message.message_id: touch.decision_id for touch in house.outbox.all()
        },
        aliases=aliases,
        answers=answers_of(house),
    )


def measured_json(house: House, *, now: datetime) -> list[dict[str, Any]]:
    """
    Return the results as `measure` writes them, and `wording`.

    That says of how many messages of the step the words are another's but for tokens;
    it is empty where each has words of its own.
    """
    wordings = wordings_of(house)
    return [
        {**result_json(one), "wording": wordings.get((one.plan, one.step), "")}
        for one in measured(house, now=now)
    ]


def wordings_of(house: House) -> dict[tuple[str, str], str]:
    """Say of the messages of each plan and step whether they are personal at all."""
    of_step: dict[tuple[str, str], list[Message]] = {}
    for touch in house.outbox.all():
        of_step.setdefault((touch.plan, touch.step), []).append(touch.message)
    return {
        step: label_of_all(messages, shared_wordings(messages))
        for step, messages in of_step.items()
    }


def _purchases(house: House) -> list[Outcome]:
    table = house.warehouse.read("purchases")
    first = min((one.at for one in house.decisions.all()), default=None)
    if table is None or first is None:
        return []
    found: dict[tuple[str, datetime], Outcome] = {}
    for row in table.to_pylist():
        at, person = row["at"], row["person"]
        if person and at and at > first and (row["quantity"] or 0) > 0:
            day = at - timedelta(
                hours=at.hour, minutes=at.minute, seconds=at.second,
                microseconds=at.microsecond,
            )  # fmt: skip
            found.setdefault(
                (person, day),
                Outcome(
                    id=f"purchase:{row['record_id']}",
                    person=person,
                    outcome=PURCHASE,
                    at=at,
                ),
            )
    return list(found.values())


def outcomes_of(house: House) -> list[Outcome]:
    """Return everything that happened, purchases included."""
    return [*house.outcomes.all(), *_purchases(house)]


def answers_of(house: House) -> list[Answer]:
    """Return the words of people that are no outcomes."""
    table = house.warehouse.read("words")
    if table is None:
        return []
    return [
        Answer(person=row["person"], at=row["at"])
        for row in table.to_pylist()
        if row["by"] == Speaker.CUSTOMER
    ]
