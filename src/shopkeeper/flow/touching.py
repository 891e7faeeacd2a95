"""From a decision to words in the outbox, or a brief on the desk."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from shopkeeper.decide import PersonCase, is_human, may_contact
from shopkeeper.flow.deciding import Programme
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson
from shopkeeper.flow.previewed_tone import why_not_kind
from shopkeeper.flow.reaching import TOPIC_STOPPED, stopped_topics
from shopkeeper.flow.say_files import variables_for
from shopkeeper.remember.fit_to_greet import greeting_of
from shopkeeper.remember.sayable import Sayable, sayable
from shopkeeper.say import Content, compose
from shopkeeper.vocabulary import (
    Decision,
    Fact,
    Message,
    Option,
    PlanState,
    Purpose,
    Recipient,
    Step,
    Touch,
    TouchState,
    message_id,
)


SPECIFIC_ONLY = "nothing specific may be said to her, and the step asks for it"
SAME_ADDRESS = "somebody else at this address is written to in this round"
NO_FALLBACK = "a survey is sent for its own sake, and never instead of something"


def touch_of(
    house: House,
    programme: Programme,
    decision: Decision,
    case: PersonCase,
    person: KnownPerson,
    *,
    instead: str | None = None,
) -> Touch | None:
    """
    Put the chosen option of a decision into words.

    Args:
        house: The shop.
        programme: What it means to do.
        decision: The decision.
        case: As it was decided.
        person: She.
        instead: The step's fallback, to say instead of its own content.

    Returns:
        A touch, approved or with the reason why it does not go now; None where
        silence or a human was chosen.
    """
    option = chosen_option(decision)
    if option.plan is None or option.channel is None or option.content is None:
        return None
    if is_human(option):
        return None
    recipient = case.recipients[option.channel]
    content = content_for(programme, instead or option.content, recipient.language)
    may = settled(house, person, now=decision.at)
    name = message_id(option.plan, option.step or "", decision.person, decision.round)
    message = compose(
        content,
        recipient=recipient,
        sayable=certain_there(may.facts, person, recipient.address),
        shop_variables=variables_for(
            house.shop,
            there=recipient.time_zone,
            shops=ZoneInfo(house.shop.time_zone),
            now=decision.at,
        ),
        message_id=name,
    )
    step = step_of(programme, option.plan, option.step)
    state, because = _standing(step, message, recipient, person, content)
    if state is TouchState.APPROVED and step.needs_check:
        unkind = why_not_kind(house.tone, message, content, house.shop.language)
        if unkind is not None:
            state, because = TouchState.HELD, unkind
    if content.key != step.content and _asks(programme, content):
        state, because = TouchState.DECLINED, NO_FALLBACK
    return Touch(
        message=message,
        decision_id=decision.id,
        person=decision.person,
        round=decision.round,
        decided_at=decision.at,
        channel=option.channel,
        address=recipient.address,
        purpose=content.purpose,
        plan=option.plan,
        step=option.step or "",
        content=content.key,
        state=state,
        because=because,
        at=decision.at,
        until=option.until,
        survey=_asks(programme, content),
        language=content.language,
    )


def _asks(programme: Programme, content: Content) -> bool:
    """Say whether a content is a survey; so is each language of one."""
    plain = programme.contents.get(content.key, content)
    return content.survey or plain.survey


def held_touches(
    decision: Decision, case: PersonCase, programme: Programme
) -> list[tuple[Option, str]]:
    """
    List the touches that were for her and were held or declined, with the reason.

    Those count whose audience and need she met, of plans that were started: what
    was never meant for her is not held from her.
    """
    plans = programme.rules.plans
    met = {
        one.option.key
        for one in case.candidates
        if one.met
        and one.option.plan is not None
        and plans[one.option.plan].state is PlanState.STARTED
    }
    return [
        (option, option.out_because)
        for option in decision.options
        if option.key in met and option.out_because is not None
    ]


def once_an_address(touches: Iterable[Touch], house: House) -> list[Touch]:
    """
    Decline all but one touch of a round to one address.

    The one that stays is the one with most claims, then the lowest message id.
    Service is beside them: of that, one of each step stays.
    """
    best: dict[tuple[str, str, str, str], Touch] = {}
    everything = list(touches)
    for touch in everything:
        if touch.state is not TouchState.APPROVED:
            continue
        place = _place(touch, house)
        other = best.get(place)
        if other is None or _rank(touch) < _rank(other):
            best[place] = touch
    kept = {touch.message.message_id for touch in best.values()}
    return [
        msgspec.structs.replace(
            touch,
            state=TouchState.DECLINED,
            because=SAME_ADDRESS,
            # It is put off, not dropped: the next round decides anew.
            until=touch.at + house.shop.rounds_every,
        )
        if touch.state is TouchState.APPROVED and touch.message.message_id not in kept
        else touch
        for touch in everything
    ]


def settled(house: House, person: KnownPerson, *, now: datetime) -> Sayable:
    """Settle which of her facts may be said."""
    return sayable(person.facts, person=person.id, predicates=house.predicates, now=now)


def certain_there(
    facts: Mapping[str, Sequence[Fact]], person: KnownPerson, address: str
) -> Mapping[str, Sequence[Fact]]:
    """
    Leave her name out where an address is, by another row, somebody else's.

    Who opens the mailbox of two nobody knows, and it may be that one of the two
    rows has the wrong name: a greeting without one is right for both.
    """
    called = [str(one.value) for one in facts.get("person.called", ())]
    others = [
        _name_words(mate.names)
        for mate in person.housemates
        if any(one.identifier.value == address for one in mate.identifiers)
    ]
    if all(name.casefold() in names for name in called for names in others if names):
        return facts
    return {about: ones for about, ones in facts.items() if about != "person.called"}


def content_for(programme: Programme, key: str, language: str | None) -> Content:
    """
    Return the content in her language (`de-AT`, then `de`), or the plain one.

    One message is in one language: where a content lacks hers, all of it, its dates
    and numbers too, is in the plain one's.
    """
    tried = (language or "").replace("_", "-")
    for word in (language, tried, tried.partition("-")[0]):
        if word and f"{key}.{word}" in programme.contents:
            return programme.contents[f"{key}.{word}"]
    return programme.contents[key]


def step_of(programme: Programme, plan: str, step: str | None) -> Step:
    """Return a step of a plan."""
    return next(
        one.step
        for one in programme.steps
        if (one.plan.key, one.step.key) == (plan, step)
    )


def chosen_option(decision: Decision) -> Option:
    """Return the option that was chosen."""
    return next(one for one in decision.options if one.key == decision.chosen)


def _standing(
    step: Step,
    message: Message,
    recipient: Recipient,
    person: KnownPerson,
    content: Content,
) -> tuple[TouchState, str]:
    """Say whether words that were found may go, and why."""
    if message.held is not None:
        return TouchState.HELD, message.held.because
    refused = may_contact(recipient, content.purpose)
    if refused is not None:  # a fallback may be of another purpose than its step
        return TouchState.DECLINED, refused.because
    if content.topic in stopped_topics(person):
        return TouchState.DECLINED, TOPIC_STOPPED
    own = content.key == step.content
    if own and step.needs_specific and not message.claims:
        return TouchState.DECLINED, SPECIFIC_ONLY
    return TouchState.APPROVED, "chosen in the round"


def _place(touch: Touch, house: House) -> tuple[str, str, str, str]:
    address = house.consents.hash_of_address(touch.address)
    if touch.purpose is not Purpose.SERVICE:
        return "", "", touch.round, address
    return touch.plan, touch.step, touch.round, address


def _name_words(names: Iterable[str]) -> set[str]:
    """Return the words of names that may be names: a handle is nobody's."""
    words = (word.strip(",.") for name in names for word in name.split())
    return {word.casefold() for word in words if not greeting_of(word).unfit}


def _rank(touch: Touch) -> tuple[int, str]:
    return -len(touch.message.claims), touch.message.message_id
