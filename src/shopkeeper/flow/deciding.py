"""From what is known to the next right touch, its words, or its human."""

from __future__ import annotations

import re

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from shopkeeper.decide import (
    Candidate,
    OpenLoop,
    PastTouch,
    PersonCase,
    PlanTerms,
    Rules,
    candidates_of,
    moment,
    options_of_step,
    quietness,
    terms_of,
    zones_for,
)
from shopkeeper.flow.house import House
from shopkeeper.flow.knowing import KnownPerson, addresses_of
from shopkeeper.flow.reaching import (
    TOPIC_STOPPED,
    at_most,
    consent_states,
    recipients_of,
    stopped_topics,
    why_not_reached,
)
from shopkeeper.plan import (
    SILENCE,
    Expression,
    View,
    because,
    check,
    holds,
    may_run,
    names_in,
    parse,
    present,
)
from shopkeeper.remember.precedence import present as present_facts
from shopkeeper.say import Content, read_content
from shopkeeper.vocabulary import (
    BadInput,
    Channel,
    ConsentState,
    Fact,
    Handover,
    HandoverState,
    IdentifierKind,
    LoopKind,
    Moment,
    Option,
    Plan,
    PlanState,
    Predicates,
    Purpose,
    Silence,
    Speaker,
    Standing,
    Step,
    Touch,
    TouchState,
)


# A touch in one of these states used her attention, or will.
_COUNTS = frozenset(
    {
        TouchState.APPROVED,
        TouchState.ATTEMPTING,
        TouchState.COMMITTING,
        TouchState.SENT,
        TouchState.IN_DOUBT,
        TouchState.HANDED_OVER,
    }
)
# What was held for less than this is not decided anew, but waits in the outbox.
PATIENCE = timedelta(hours=24)
_GUESSED = frozenset({Standing.OBSERVED, Standing.INFERRED})
_SOONER_TRUE = 0.5
_MOST_REASONS = 1_000
_LANGUAGE = re.compile(r"[a-zA-Z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*")


@dataclass(frozen=True, kw_only=True)
class RunningStep:
    """A step of a plan with its audience and need read, and its content."""

    plan: Plan
    step: Step
    audience: Expression
    need: Expression
    content: Content
    _unmet: dict[str, tuple[Candidate, ...]] = field(
        default_factory=dict, compare=False, repr=False
    )

    def offers(
        self, *, met: bool, because: str, facts: Sequence[str] = (), topic: bool = True
    ) -> tuple[Candidate, ...]:
        """
        Offer the step on each of its channels.

        Args:
            met: Do audience and need hold for the person?
            because: Why they do, or do not.
            facts: Ids of the facts the need stood on.
            topic: Does she want to hear of its topic?

        Whoever hears the same reason why it is not for her is offered the same things.
        """
        found = self._unmet.get(because) if not met else None
        if found is not None:
            return found
        found = candidates_of(
            self.plan, self.step, self.content.purpose, met=met, because=because,
            facts=facts, survey=self.content.survey and topic,
            last_word=met and self.last_word, options=self.options,
        )  # fmt: skip
        if not met:
            if len(self._unmet) > _MOST_REASONS:
                self._unmet.clear()
            self._unmet[because] = found
        return found

    @cached_property
    def options(self) -> tuple[Option, ...]:
        """Return what it offers, one for each of its channels."""
        return options_of_step(self.plan, self.step, self.content.purpose)

    @cached_property
    def last_word(self) -> bool:
        """Does it speak of her silence: is it for those who do not answer?"""
        return SILENCE in names_in(self.audience) | names_in(self.need)


@dataclass(frozen=True, kw_only=True)
class Programme:
    """
    What the shop means to do in a round.

    Attributes:
        steps: Of all plans, in order of plan key; those that may not run are
            there, too, so that a decision can say why.
        rules: What is the same for everybody.
        contents: Every content, by key; languages by `<key>.<language>`.
    """

    steps: tuple[RunningStep, ...]
    rules: Rules
    contents: Mapping[str, Content]


def programme(house: House, *, now: datetime) -> Programme:
    """
    Read the shop's plans and contents.

    Raises:
        BadInput: If one of them cannot be read, or a plan names a content that is
            not there.
    """
    contents = read_all(house.contents, house.predicates)
    here = now.astimezone(ZoneInfo(house.shop.time_zone))
    states = house.plan_book.states()
    terms: dict[str, PlanTerms] = {}
    steps = []
    for key, plan in sorted(house.plans.items()):
        readiness = check(
            plan,
            house.contents,
            house.shop.people,
            here,
            predicates=house.predicates,
            content_channels={name: one.channels for name, one in contents.items()},
        )
        state = states.get(key, PlanState.DRAFT)
        refused = may_run(plan, readiness, state, here)
        terms[key] = terms_of(plan, state, refused.because if refused else None)
        steps += [
            RunningStep(
                plan=plan,
                step=step,
                audience=parse(step.audience, house.predicates),
                need=parse(step.need, house.predicates),
                content=contents[step.content],
            )
            for step in plan.steps
        ]
    rules = Rules(
        attention=house.shop.attention,
        quiet=house.shop.quiet,
        plans=terms,
        time_zone=house.shop.time_zone,
        salt=house.salt,
        patience=PATIENCE,
        epsilon=house.shop.explore,
    )
    return Programme(steps=tuple(steps), rules=rules, contents=contents)


def read_all(texts: Mapping[str, str], predicates: Predicates) -> dict[str, Content]:
    """
    Read every content, each in its language: `<key>.<language>` beside `<key>`.

    Raises:
        BadInput: If one cannot be read, or says the same for another purpose.
    """
    found: dict[str, Content] = {}
    for name, text in sorted(texts.items()):
        plain, _, language = name.rpartition(".")
        content = read_content(
            text,
            name=f"content/{name}.md",
            predicates=predicates,
            language=language if plain in texts else None,
        )
        _demand_its_name(content, name, plain if plain in texts else None, language)
        if plain in found and content.purpose is not found[plain].purpose:
            first = found[plain]
            msg = f"{content.name}: its purpose must be {first.purpose}, as in "
            msg += first.name
            raise BadInput(msg)
        found[name] = content
    return found


def _demand_its_name(
    content: Content, name: str, plain: str | None, language: str
) -> None:
    """Refuse a content that calls itself other than its file, or no language."""
    if content.key not in (name, plain):
        msg = (
            f'{content.name}: its key is "{content.key}", and plans find it by its '
            f'file\'s name: write key = "{plain or name}", or call the file '
            f"{content.key}.md"
        )
        raise BadInput(msg)
    if plain is not None and not _LANGUAGE.fullmatch(language):
        msg = (
            f"{content.name}: {language!r} is no language such as de or pt-BR: "
            f"call the file {plain}.<language>.md"
        )
        raise BadInput(msg)


@dataclass(frozen=True, kw_only=True)
class LookedAt:
    """
    One person as plans look at her.

    Attributes:
        facts: What may be acted on.
        view: What audiences and needs ask.
        had: What came to her, or to an address of hers.
        sign: When she was last heard of.
    """

    facts: Sequence[Fact]
    view: View
    had: tuple[PastTouch, ...]
    sign: datetime | None


def look_at(
    house: House,
    person: KnownPerson,
    *,
    now: datetime,
    touches: Sequence[Touch],
    nearby: Sequence[Touch] = (),
) -> LookedAt:
    """Look at one person as plans do; arguments as for `case_of`."""
    facts = usable_facts(house, person, now=now)
    had = (
        *(_past(touch) for touch in touches if touch.state in _COUNTS),
        *(_past_at_her_address(touch) for touch in nearby),
    )
    sign = last_sign(person, now=now)
    silent = quietness(had, sign, now).state
    view = _view(person, facts, touches, silent, now=now)
    return LookedAt(facts=facts, view=view, had=had, sign=sign)


def offered_to(
    house: House,
    person: KnownPerson,
    programme: Programme,
    looked: LookedAt,
    *,
    now: datetime,
) -> tuple[Candidate, ...]:
    """List what plans offer, met or not, each with its reason."""
    here = now.astimezone(ZoneInfo(house.shop.time_zone))
    return _candidates(programme, looked.view, here, stopped_topics(person))


def case_of(  # noqa: PLR0913 each by its name
    house: House,
    person: KnownPerson,
    programme: Programme,
    *,
    now: datetime,
    touches: Sequence[Touch],
    handovers: Sequence[Handover],
    arms: Mapping[str, str],
    zones: tuple[str, ...],
    nearby: Sequence[Touch] = (),
    looked: LookedAt | None = None,
) -> PersonCase:
    """
    Put together what deciding needs to know of one person.

    Args:
        house: The shop.
        person: She.
        programme: What the shop means to do.
        now: The moment looked at.
        touches: Hers, from the outbox.
        handovers: Hers, from the desk.
        arms: Plan to her stored arm.
        zones: Of her country, for when her own is not known.
        nearby: Touches of others at an address of hers; see `to_housemates`.
        looked: As `look_at` returned it for the same, where that was done already.
    """
    if looked is None:
        looked = look_at(house, person, now=now, touches=touches, nearby=nearby)
    recipients = recipients_of(house, person, now=now)
    with_her = [one for one in handovers if one.asks is None]
    open_ones = [one for one in with_her if one.state is not HandoverState.DONE]
    taken = [one.by for one in open_ones if one.state is HandoverState.TAKEN]
    waiting = [HandoverState.WAITING, HandoverState.RETURNED]
    return PersonCase(
        moment=moment_of(
            house, person, now=now, handovers=handovers, facts=looked.facts
        ),
        candidates=offered_to(house, person, programme, looked, now=now),
        recipients=recipients,
        unreachable={}
        if Channel.POST in recipients
        else why_not_reached(house, person),
        touches=(*looked.had, *_by_humans(person, with_her)),
        last_sign=looked.sign,
        words=person.words,
        handover_taken=taken[0] if taken else None,
        handover_waiting=any(one.state in waiting for one in open_ones),
        zones=_zones(house, person) or zones,
        arms=arms,
        fewer=any(one.scope == "frequency" for one in person.suppressions),
        at_most=at_most(person.suppressions),
        complaint_since=min(
            (one.since for one in person.loops if one.kind is LoopKind.COMPLAINT),
            default=None,
        ),
    )


def last_sign(person: KnownPerson, *, now: datetime) -> datetime | None:
    """Say when she was last heard of: a word, a purchase, a yes. Never a click."""
    signs = [word.at for word in person.words if word.by is Speaker.CUSTOMER]
    signs += [one.at for one in person.consents if one.state is ConsentState.GRANTED]
    if person.bought_at is not None:
        signs.append(person.bought_at)
    return max((at for at in signs if at <= now), default=None)


def _zones(house: House, person: KnownPerson) -> tuple[str, ...]:
    """List the zones she may be in, by her records and her numbers."""
    if not house.zones_in:
        return ()
    numbers = [
        one.identifier.value
        for one in person.identifiers
        if one.identifier.kind is IdentifierKind.PHONE
    ]
    return zones_for(
        person.zones, person.countries, numbers,
        zones_in=house.zones_in, names=house.country_names,
    )  # fmt: skip


def by_address(touches: Iterable[Touch]) -> dict[str, list[Touch]]:
    """Group by address the touches that used somebody's attention, or will."""
    found: dict[str, list[Touch]] = {}
    for touch in touches:
        if touch.state in _COUNTS:
            found.setdefault(touch.address, []).append(touch)
    return found


def to_housemates(
    person: KnownPerson, written_to: Mapping[str, Sequence[Touch]]
) -> list[Touch]:
    """
    List what went to an address of hers for somebody else.

    Two people at one mailbox are no second budget: whoever opens it reads it all.
    """
    return [
        touch
        for address in dict.fromkeys(addresses_of(person.identifiers))
        for touch in written_to.get(address, ())
        if touch.person not in person.own
    ]


def _past(touch: Touch) -> PastTouch:
    return PastTouch(
        at=max(touch.at, touch.until or touch.at),
        channel=touch.channel,
        purpose=touch.purpose,
        plan=touch.plan,
        step=touch.step,
        survey=touch.survey,
    )


def _past_at_her_address(touch: Touch) -> PastTouch:
    past = replace(_past(touch), to_housemate=True)
    if touch.purpose is Purpose.SERVICE:
        # Her own order is late whoever else's is: only the budget is shared.
        return replace(past, plan=None, step=None)
    return past


def _by_humans(
    person: KnownPerson, handovers: Sequence[Handover]
) -> Iterator[PastTouch]:
    """List what humans of ours said to her: a conversation of one day counts once."""
    spoken = [
        (word.at, word.channel or Channel.PHONE)
        for word in person.words
        if word.by is Speaker.AGENT
    ]
    spoken += [
        (one.at, Channel.PHONE) for one in handovers if one.state is HandoverState.DONE
    ]
    days = {at.date(): (at, channel) for at, channel in sorted(spoken)}
    for at, channel in days.values():
        yield PastTouch(at=at, channel=channel, by_human=True)


def moment_of(
    house: House,
    person: KnownPerson,
    *,
    now: datetime,
    handovers: Sequence[Handover] = (),
    facts: Sequence[Fact] | None = None,
) -> Moment:
    """
    Say who she is, where she is and what she needs now.

    Args:
        house: The shop.
        person: She.
        now: The moment looked at.
        handovers: Hers; what a human saw to is no need any more.
        facts: Her usable facts, where they are at hand.
    """
    seen_to = {
        fact
        for one in handovers
        if one.state is HandoverState.DONE
        for fact in one.brief.facts
    }
    return moment(
        person.id,
        now=now,
        stage=person.stage,
        facts=usable_facts(house, person, now=now) if facts is None else facts,
        promises=person.promises,
        loops=[
            OpenLoop(
                kind=str(one.kind),
                since=one.since,
                utterance=one.utterance,
                what=one.what,
            )
            for one in person.loops
        ],
        consents=consent_states(person, None, now=now),
        seen_to=seen_to,
        time_zone=house.shop.time_zone,
        predicates=house.predicates,
    )


def usable_facts(house: House, person: KnownPerson, *, now: datetime) -> list[Fact]:
    """Return her present facts: conflicts settled, sensitive ones left out."""
    found = present_facts(person.facts, predicates=house.predicates, now=now)
    values = [*found.current.values(), *(one for g in found.many.values() for one in g)]
    return [
        fact
        for fact in values
        if not _is_sensitive(house, fact)
        # A guess that is sooner false than true is nothing to act on.
        and (fact.standing not in _GUESSED or fact.confidence >= _SOONER_TRUE)
    ]


def _is_sensitive(house: House, fact: Fact) -> bool:
    predicate = house.predicates.find(fact.about)
    return fact.sensitive or (predicate is not None and predicate.sensitive)


def _candidates(
    programme: Programme, view: View, here: datetime, unwanted: Collection[str]
) -> tuple[Candidate, ...]:
    found: list[Candidate] = []
    for running in programme.steps:
        if running.content.topic in unwanted:
            found += running.offers(met=False, because=TOPIC_STOPPED, topic=False)
            continue
        for expression in (running.audience, running.need):
            if not holds(expression, view, here):
                why = because(expression, view, here)
                found += running.offers(met=False, because=why.says)
                break
        else:
            why = because(running.need, view, here)
            found += running.offers(met=True, because=why.says, facts=why.facts)
    return tuple(found)


def _view(
    person: KnownPerson,
    facts: Sequence[Fact],
    touches: Sequence[Touch],
    silent: Silence,
    *,
    now: datetime,
) -> View:
    by_channel: dict[Channel, datetime] = {}
    for touch in touches:
        if touch.state in _COUNTS:
            last = by_channel.get(touch.channel, datetime.min.replace(tzinfo=UTC))
            by_channel[touch.channel] = max(last, touch.at)
    return View(
        present=present(facts),
        stage=person.stage.stage,
        stage_facts=person.stage.evidence,
        silence=silent,
        consents=consent_states(person, None, now=now),
        last_touch=max(by_channel.values(), default=None),
        last_touch_by_channel=by_channel,
    )
