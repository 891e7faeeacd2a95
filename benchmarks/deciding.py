"""Decisions for a round of people of many kinds."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta

import numpy as np

from figures import Figure, Table, alternate

from shopkeeper.decide import Candidate, PastTouch, PersonCase, PlanTerms, Rules
from shopkeeper.decide import decide_round as decide
from shopkeeper.vocabulary import (
    Channel,
    ConsentState,
    Decision,
    Moment,
    Need,
    Option,
    PlanState,
    Purpose,
    Recipient,
    Stage,
)


SEED = 13
NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)
CHANNELS = (Channel.EMAIL, Channel.SMS, Channel.POST)
ZONES = ("Europe/London", "America/New_York", "Pacific/Auckland", None)
CONSENTS = (ConsentState.GRANTED, ConsentState.GRANTED, ConsentState.REVOKED)
NEEDS = (
    (),
    (Need(what="her usual is due", facts=("f",), about="usual.due_on", pressure=0.4),),
    (Need(what="a torn spine", facts=("f",), about="problem.current", pressure=1.0),),
)
RULES = Rules(
    plans={
        key: PlanTerms(
            key=key,
            state=PlanState.STARTED,
            starts=date(2026, 1, 1),
            ends=date(2026, 12, 31),
            holdout=0.1,
        )
        for key in ("running-low", "welcome", "put-right")
    },
    salt="benchmark",
)


def measure(*, runs: int, people: int = 10_000) -> Table:
    """
    Decide a round for many people, and for each in a batch of her own.

    Args:
        runs: How often.
        people: How many.
    """
    cases = some_cases(people)
    done: list[Decision] = []

    def together() -> None:
        done[:] = decide(
            cases, RULES, round_key="r", seed=SEED, capacity_minutes=people / 10
        )

    def one_by_one() -> None:
        for case in cases:
            decide([case], RULES, round_key="r", seed=SEED, capacity_minutes=60.0)

    taken = alternate(runs, together=together, one_by_one=one_by_one)
    options = sum(len(one.options) for one in done)
    chosen = Counter(one.chosen.rpartition("/")[2] for one in done)
    kinds = ", ".join(f"{kind} {count:,}" for kind, count in chosen.most_common())
    return Table(
        title="decide: a round",
        says=(
            f"{people:,} people, seed {SEED}, three plans of two channels each, beside "
            "silence and a human; every option is masked, valued and kept with its "
            "reason."
        ),
        figures=[
            Figure(
                name="decide_round, one batch",
                unit="people",
                count=people,
                cpu=taken["together"],
                peer="decide_round, batches of one",
            ),
            Figure(
                name="decide_round, batches of one",
                unit="people",
                count=people,
                cpu=taken["one_by_one"],
            ),
        ],
        notes=(
            f"Options judged in a run: {options:,}.",
            f"Chosen in one batch: {kinds}.",
        ),
    )


def some_cases(count: int) -> list[PersonCase]:
    """Make people with needs, consents and past touches of many kinds."""
    dice = np.random.default_rng(SEED)
    return [_case(f"p{number}", dice) for number in range(count)]


def _case(person: str, dice: np.random.Generator) -> PersonCase:
    zone = ZONES[dice.integers(len(ZONES))]
    return PersonCase(
        moment=Moment(
            person=person,
            at=NOON,
            stage=Stage.REGULAR,
            stage_because="bought last week",
            needs=NEEDS[dice.integers(len(NEEDS))],
            evidence=("f-stage",),
        ),
        candidates=tuple(
            _candidate(plan, channel, met=bool(dice.random() < 0.6))
            for plan in RULES.plans
            for channel in CHANNELS[:2]
        ),
        recipients={
            channel: Recipient(
                person=person,
                channel=channel,
                address=f"{person}@example.org",
                time_zone=zone,
                consents={
                    purpose: CONSENTS[dice.integers(len(CONSENTS))]
                    for purpose in Purpose
                },
            )
            for channel in CHANNELS
            if dice.random() < 0.8
        },
        touches=tuple(
            PastTouch(
                at=NOON - timedelta(days=int(dice.integers(0, 60))),
                channel=Channel.EMAIL,
                purpose=Purpose.MARKETING,
                plan="welcome",
                step="first",
            )
            for _ in range(dice.integers(0, 5))
        ),
        zones=("Europe/London",),
    )


def _candidate(plan: str, channel: Channel, *, met: bool) -> Candidate:
    return Candidate(
        option=Option(
            key=f"{plan}/first/{channel}",
            channel=channel,
            content=plan,
            purpose=Purpose.SERVICE if plan == "put-right" else Purpose.MARKETING,
            plan=plan,
            step="first",
        ),
        met=met,
        facts=("f",),
        again_after=timedelta(days=60),
    )
