"""What would be written had everybody agreed, and what may be as things stand.

Nobody in a purchase history has consented to anything, and no consent is ever made
up in a ledger: the messages are kept as held, with that reason, and cannot leave.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

import msgspec

from msgspec import Struct

from shopkeeper.decide import PersonCase, Rules, decide
from shopkeeper.flow.deciding import Programme, case_of, programme
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson, gather
from shopkeeper.flow.rounds import floored_us
from shopkeeper.flow.touching import chosen_option, touch_of
from shopkeeper.vocabulary import (
    Channel,
    ConsentState,
    Decision,
    Purpose,
    Recipient,
    Touch,
    TouchState,
    round_key,
)


HELD_BECAUSE = "dry run: nobody in this file has agreed to be written to"
_POLICY = "; dry run, had she agreed"


class DryRun(Struct, frozen=True, kw_only=True):
    """
    What a dry run came to.

    Attributes:
        touches: Messages that would be written had everybody agreed.
        may_write: How many may be written as the data stand.
        silent: Reason to number of people who would get none all the same.
    """

    touches: tuple[Touch, ...]
    may_write: int
    silent: Mapping[str, int]


def dry_run(house: House, *, now: datetime) -> DryRun:
    """Decide for everybody as if they had agreed, and keep the messages as held."""
    plans = _without_holdout(programme(house, now=now))
    people = gather(house, now=now)
    key = round_key(house.shop.name, floored_us(now, house.shop.rounds_every))
    cases = {
        person.id: case_of(
            house, person, plans, now=now, touches=(), handovers=(), arms={},
            zones=house.zones,
        )
        for person in people.values()
    }  # fmt: skip
    willing = [_as_if_agreed(case) for case in cases.values()]
    decisions = _decide(willing, plans.rules, house, key)
    really = _decide(list(cases.values()), plans.rules, house, key)
    touches, kept, silent = [], [], dict[str, int]()
    for case, decision in zip(willing, decisions, strict=True):
        touch = _held(house, plans, decision, case, people[decision.person])
        if touch is None:
            silent[decision.because] = silent.get(decision.because, 0) + 1
        else:
            touches.append(touch)
            kept.append(
                msgspec.structs.replace(decision, policy=decision.policy + _POLICY)
            )
        house.progress("writing", len(touches), 0)
    with house.together():
        house.decisions.record(kept)
        house.outbox.put(touches)
    return DryRun(
        touches=tuple(touches),
        may_write=sum(chosen_option(one).channel is not None for one in really),
        silent=silent,
    )


def _without_holdout(plans: Programme) -> Programme:
    """Count everybody: nobody is held out of a dry run, and no dice are thrown."""
    terms = {
        key: msgspec.structs.replace(one, holdout=0.0)
        for key, one in plans.rules.plans.items()
    }
    rules = msgspec.structs.replace(plans.rules, plans=terms, epsilon=0.0)
    return Programme(steps=plans.steps, rules=rules, contents=plans.contents)


def _as_if_agreed(case: PersonCase) -> PersonCase:
    known = case.recipients.get(Channel.EMAIL)
    agreed = Recipient(
        person=case.person,
        channel=Channel.EMAIL,
        address=known.address if known else "",
        language=known.language if known else None,
        time_zone=known.time_zone if known else None,
        consents=dict.fromkeys(Purpose, ConsentState.GRANTED),
    )
    return msgspec.structs.replace(case, recipients={Channel.EMAIL: agreed})


def _decide(
    cases: list[PersonCase], rules: Rules, house: House, key: str
) -> list[Decision]:
    return decide(
        cases, rules, round_key=key, seed=house.seed, drawn=(), slot="dry-run"
    )


def _held(
    house: House,
    plans: Programme,
    decision: Decision,
    case: PersonCase,
    person: KnownPerson,
) -> Touch | None:
    touch = touch_of(house, plans, decision, case, person)
    if touch is None or touch.state is not TouchState.APPROVED:
        return None
    return msgspec.structs.replace(
        touch, state=TouchState.HELD, because=HELD_BECAUSE, until=None
    )
