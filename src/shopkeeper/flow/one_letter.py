"""Of letters to her that wait at the same time, one stays: attention is one budget.

A letter may wait for its hour, a second person's word or a channel that opens. What is
decided meanwhile would leave with it, and she would open two of ours in one minute.
The one that is worth more to her by now stays; the other is withdrawn, or put off, and
says so. Service is beside this: of that, the newer of one step stays.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

import msgspec

from shopkeeper.decide import PersonCase
from shopkeeper.flow.house import House
from shopkeeper.flow.touching import chosen_option
from shopkeeper.vocabulary import Decision, Purpose, Touch, TouchState


IN_ITS_PLACE = "withdrawn: a letter decided later goes in its place ({})"
ALREADY_ONE = "another letter to her waits to go, and is worth as much ({})"


def keep_one_letter(
    house: House,
    new: Iterable[Touch],
    outbox: Iterable[Touch],
    made: Iterable[Decision],
    cases: Mapping[str, PersonCase],
    now_of: Mapping[str, str],
    *,
    now: datetime,
) -> tuple[list[Touch], int]:
    """
    Withdraw what waits for whom something newer is to go to, or put the newer off.

    Args:
        house: The shop; what is withdrawn is written down in it.
        new: Touches of this round.
        outbox: All touches, as they stood before this round.
        made: What was decided in this round.
        cases: As it was decided, by person.
        now_of: Own person id to current person id.
        now: The moment of the round.

    Returns:
        The touches of this round as they are to be put, and how many were withdrawn.
    """
    decided = {one.id: one for one in made}
    waiting: dict[str, list[Touch]] = {}
    withdrawn_before: set[tuple[str, str, str]] = set()
    for touch in outbox:
        person = now_of.get(touch.person, touch.person)
        if touch.state is TouchState.APPROVED:
            waiting.setdefault(person, []).append(touch)
        elif touch.because.startswith(IN_ITS_PLACE.partition("(")[0]):
            withdrawn_before.add((person, touch.plan, touch.step))
    kept, withdrawn = [], 0
    for touch in new:
        person = now_of.get(touch.person, touch.person)
        older = [one for one in waiting.get(person, ()) if _beside(house, touch, one)]
        if touch.state is not TouchState.APPROVED or not older:
            kept.append(touch)
            continue
        again = (person, touch.plan, touch.step) in withdrawn_before
        stays = next(
            (
                one
                for one in older
                if _is_worth_more(
                    one, decided[touch.decision_id], cases[touch.person], again=again
                )
            ),
            None,
        )
        if stays is None:
            because = IN_ITS_PLACE.format(_name(touch))
            gone = [_withdraw(house, one, because, now=now) for one in older]
            withdrawn += sum(gone)
            # One that a sender has in hand by now goes; the newer then has to wait.
            stays = next(
                (one for one, went in zip(older, gone, strict=True) if not went), None
            )
        kept.append(touch if stays is None else _put_off(house, touch, stays))
    return kept, withdrawn


def _beside(house: House, new: Touch, old: Touch) -> bool:
    """Say whether the two are not both to reach her."""
    if (new.plan, new.step) == (old.plan, old.step):
        return True
    weight = house.shop.attention.weight
    return (
        Purpose.SERVICE not in (new.purpose, old.purpose)
        and weight(new.channel) > 0
        and weight(old.channel) > 0
    )


def _is_worth_more(
    old: Touch, decision: Decision, case: PersonCase, *, again: bool
) -> bool:
    """Say whether what waits serves her better by now than what was chosen."""
    if (old.plan, old.step) == (chosen_option(decision).plan, _step(decision)):
        return False
    met = {one.option.key for one in case.candidates if one.met}
    key = f"{old.plan}/{old.step}/{old.channel}"
    value = next((one.value for one in decision.options if one.key == key), None)
    if value is None or key not in met:
        return False  # its need has gone meanwhile
    mine = chosen_option(decision).value
    # What was withdrawn for it once does not push it out at the same worth again.
    return value >= mine if again else value > mine


def _step(decision: Decision) -> str:
    return chosen_option(decision).step or ""


def _withdraw(house: House, touch: Touch, because: str, *, now: datetime) -> bool:
    return house.outbox.advance(
        touch.message.message_id, to=TouchState.DECLINED, because=because, at=now
    )


def _put_off(house: House, touch: Touch, stays: Touch) -> Touch:
    return msgspec.structs.replace(
        touch,
        state=TouchState.DECLINED,
        because=ALREADY_ONE.format(_name(stays)),
        # It is put off, not dropped: the next round decides anew.
        until=touch.at + house.shop.rounds_every,
    )


def _name(touch: Touch) -> str:
    return f"{touch.plan}/{touch.step}, by {touch.channel}"
