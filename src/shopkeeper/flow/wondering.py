"""What we do not know of her, and which question would help the decision most."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from msgspec import structs

from shopkeeper.decide import (
    CHANCES,
    HUMAN,
    SILENCE,
    PersonCase,
    Question,
    WhatIf,
    has_problem,
    why_it_matters,
    worth_asking,
)
from shopkeeper.flow.deciding import Programme, by_address, case_of, to_housemates
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson
from shopkeeper.handover import PUT_RIGHT, question_about
from shopkeeper.vocabulary import (
    Consent,
    ConsentState,
    Fact,
    FactValue,
    Purpose,
    Standing,
)


# What she would say for it to change something: the value, and the words for it.
_SOON = timedelta(days=3)
_SAYS = {
    "problem.current": "something is wrong that we can put right",
    "need.current": "she needs something we have",
    "usual.due_on": "she needs her usual again within days",
    "consent.marketing": "she says yes",
}
_SURE = 0.98  # contracts.md, section 2: the start value of what she tells us


def case_now(
    house: House, person: KnownPerson, plans: Programme, *, now: datetime
) -> PersonCase:
    """Put together what deciding needs of one person outside of a round."""
    return case_of(
        house,
        person,
        plans,
        now=now,
        touches=house.outbox.of_persons(person.own),
        # Who has her addresses alone has nobody near: then nothing is looked for.
        nearby=to_housemates(person, by_address(house.outbox.all()))
        if person.housemates
        else (),
        handovers=[one for one in house.desk.all() if one.person in person.own],
        arms={
            plan: arms[own]
            for plan in house.plans
            for arms in [house.decisions.arms(plan)]
            for own in person.own
            if own in arms
        },
        zones=house.zones,
    )


def questions_about(
    house: House,
    person: KnownPerson,
    plans: Programme,
    case: PersonCase,
    *,
    now: datetime,
) -> tuple[Question, ...]:
    """
    Value each question about what we do not know, the most helpful first.

    Args:
        house: The shop.
        person: She.
        plans: What the shop means to do.
        case: She as she is decided for.
        now: The moment.
    """
    return worth_asking(case, _imagined(house, person, plans, case, now), plans.rules)


def in_order_of_worth(case: PersonCase, questions: tuple[Question, ...]) -> PersonCase:
    """Put what is not known into the order in which it is worth asking."""
    unknown = tuple(one.about for one in questions)
    return structs.replace(case, moment=structs.replace(case.moment, unknown=unknown))


def _imagined(
    house: House,
    person: KnownPerson,
    plans: Programme,
    case: PersonCase,
    now: datetime,
) -> Iterator[WhatIf]:
    """Think each answer through, as if she had just given it."""
    touches = house.outbox.of_persons(person.own)
    handovers = [one for one in house.desk.all() if one.person in person.own]
    for about in case.moment.unknown:
        would = case
        if about in CHANCES:
            after = case_of(
                house, _having_said(person, about, now), plans, now=now,
                touches=touches, handovers=handovers, arms=case.arms, zones=case.zones,
            )  # fmt: skip
            would = structs.replace(
                case, moment=after.moment, candidates=after.candidates,
                recipients=after.recipients,
            )  # fmt: skip
        yield WhatIf(
            about=about, chance=CHANCES.get(about, 0.0), answer=_SAYS.get(about, ""),
            case=would,
        )  # fmt: skip


def _having_said(person: KnownPerson, about: str, now: datetime) -> KnownPerson:
    if about == "consent.marketing":
        yes = Consent(
            person=person.id, purpose=Purpose.MARKETING, state=ConsentState.GRANTED,
            at=now,
        )  # fmt: skip
        return replace(person, consents=(*person.consents, yes))
    value: FactValue = "what she says"
    if about == "usual.due_on":
        value = (now + _SOON).date().isoformat()
    said = Fact(
        id=f"if:{about}", person=person.id, about=about, value=value,
        standing=Standing.TOLD, confidence=_SURE, learned_at=now,
    )  # fmt: skip
    return replace(person, facts=(*person.facts, said))


def unknown_json(question: Question) -> dict[str, Any]:
    """Return something not known, and what asking would be worth."""
    return {
        "about": question.about,
        "why_it_matters": why_it_matters(question.about),
        "question": question_about(question.about),
        "worth": question.worth,
        "pays": question.pays,
        "would_change": _would_change(question),
    }


def ask_json(case: PersonCase, questions: Sequence[Question]) -> dict[str, Any] | None:
    """
    Return the one question a human could ask her now, and why.

    Whoever is in trouble is asked what would put it right, before anything else.
    """
    if has_problem(case.moment):
        what = case.moment.needs[0].what
        return {
            "about": None, "question": PUT_RIGHT, "because": what, "worth": None,
            "pays": True,
        }  # fmt: skip
    if not questions:
        return None
    best = questions[0]
    change = _would_change(best)
    return {
        "about": best.about,
        "question": question_about(best.about),
        "because": f"{change}." if change else why_it_matters(best.about),
        "worth": best.worth,
        "pays": best.pays,
    }


def _would_change(one: Question) -> str | None:
    if one.worth <= 0 or one.then == one.now:
        return None
    return f"if {one.answer}, {_done(one.then)} instead of {_doing(one.now)}"


def _done(option: str) -> str:
    if option == SILENCE:
        return "we leave her alone"
    if option == HUMAN or option.endswith("/" + HUMAN):
        return "a person of ours speaks with her"
    plan, _, rest = option.partition("/")
    return f"“{plan}” goes by {rest.rpartition('/')[2]}"


def _doing(option: str) -> str:
    if option == SILENCE:
        return "silence"
    if option == HUMAN or option.endswith("/" + HUMAN):
        return "a person speaking with her"
    plan, _, rest = option.partition("/")
    return f"“{plan}” by {rest.rpartition('/')[2]}"
