"""From decisions to the outbox and the desk."""

from __future__ import annotations

from collections.abc import Mapping

from shopkeeper.decide import PersonCase, Rules, is_human
from shopkeeper.flow.deciding import (
    Programme,
    usable_facts,
)
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson
from shopkeeper.flow.touching import (
    SPECIFIC_ONLY,
    chosen_option,
    held_touches,
    settled,
    step_of,
    touch_of,
)
from shopkeeper.flow.wondering import in_order_of_worth, questions_about
from shopkeeper.handover import brief
from shopkeeper.remember.freshness import freshness
from shopkeeper.vocabulary import (
    Decision,
    Handover,
    HandoverState,
    Held,
    Message,
    Purpose,
    Touch,
    TouchState,
    message_id,
)


def act(
    house: House,
    plans: Programme,
    decision: Decision,
    case: PersonCase,
    people: Mapping[str, KnownPerson],
    out: list[Touch],
    desk: list[Handover],
) -> None:
    """Say it, hand it over, or note what was held and why."""
    person = people[decision.person]
    option = chosen_option(decision)
    if is_human(option):
        desk.append(_handover(house, plans, case, person, decision, decision.because))
        return
    touch = touch_of(house, plans, decision, case, person)
    if touch is None:
        out += _held(decision, case, plans)[:1]
        return
    out.append(touch)
    if touch.state is TouchState.DECLINED and touch.because == SPECIFIC_ONLY:
        step = step_of(plans, touch.plan, touch.step)
        if step.fallback == "human":
            desk.append(_handover(house, plans, case, person, decision, SPECIFIC_ONLY))
        elif step.fallback in plans.contents:
            out[-1] = (
                touch_of(house, plans, decision, case, person, instead=step.fallback)
                or touch
            )


def _held(decision: Decision, case: PersonCase, plans: Programme) -> list[Touch]:
    found = []
    for option, because in held_touches(decision, case, plans):
        if option.channel is None or option.plan is None or option.content is None:
            continue
        recipient = case.recipients.get(option.channel)
        name = message_id(
            option.plan, option.step or "", decision.person, decision.round
        )
        held = Held(until=option.until, because=because)
        found.append(
            Touch(
                message=Message(
                    message_id=name, person=decision.person, subject=None,
                    preheader=None, body=None, held=held,
                ),
                decision_id=decision.id, person=decision.person,
                round=decision.round, decided_at=decision.at,
                channel=option.channel,
                address=recipient.address if recipient else "",
                purpose=option.purpose or Purpose.SERVICE, plan=option.plan,
                step=option.step or "", content=option.content,
                # It is decided anew in the next round: this one will never go.
                state=TouchState.DECLINED if option.until is None else TouchState.HELD,
                because=because, at=decision.at, until=option.until,
            )
        )  # fmt: skip
    return sorted(found, key=lambda one: (one.plan, one.step))


def _handover(
    house: House,
    plans: Programme,
    case: PersonCase,
    person: KnownPerson,
    decision: Decision,
    reason: str,
) -> Handover:
    facts = usable_facts(house, person, now=decision.at)
    questions = questions_about(house, person, plans, case, now=decision.at)
    may = settled(house, person, now=decision.at)
    option = chosen_option(decision)
    return Handover(
        id=decision.id,
        person=decision.person,
        reason=reason,
        minutes=option.minutes or Rules().human_minutes,
        for_="",
        state=HandoverState.WAITING,
        due=None,
        brief=brief(
            in_order_of_worth(case, questions).moment,
            facts,
            reason=reason,
            now=decision.at,
            promises=person.promises,
            may_be_said={fact.id for group in may.facts.values() for fact in group},
            on_record=person.names[0] if person.names else "",
            fresh={
                fact.id: freshness(
                    fact, house.predicates.find(fact.about), decision.at
                ).words
                for fact in facts
            },
        ),
        at=decision.at,
    )
