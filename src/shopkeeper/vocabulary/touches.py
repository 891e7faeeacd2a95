"""From what could be done for a person to what was done, said or left alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta

from msgspec import Struct

from shopkeeper.vocabulary.closed_sets import (
    Asks,
    Channel,
    ConsentState,
    HandoverState,
    Purpose,
    Stage,
    TouchState,
)


class Held(Struct, frozen=True, kw_only=True):
    """Not now: until when (None: until something changes), and why."""

    until: datetime | None
    because: str


class Declined(Struct, frozen=True, kw_only=True):
    """Not at all, and why."""

    because: str


class Need(Struct, frozen=True, kw_only=True):
    """
    What a person needs now, and the facts that say so.

    Attributes:
        what: One line for people.
        facts: Ids of the facts (or promises, or utterances) that say so.
        about: The predicate it comes from; empty where there is none.
        pressure: How pressing, 0..1; see `decide`.
    """

    what: str
    facts: tuple[str, ...]
    about: str = ""
    pressure: float = 0.0


class Moment(Struct, frozen=True, kw_only=True):
    """
    Who she is, where she is, what she needs now; each with facts.

    Attributes:
        person: Current person id.
        at: The moment looked at. UTC.
        stage: Where she is on her way with the shop.
        stage_because: One line for people.
        needs: Most pressing first; a problem ranks above any need.
        evidence: Ids of the facts the stage stands on.
        unknown: Predicates not known about her that matter here.
    """

    person: str
    at: datetime
    stage: Stage
    stage_because: str
    needs: tuple[Need, ...]
    evidence: tuple[str, ...]
    unknown: tuple[str, ...] = ()


class Option(Struct, frozen=True, kw_only=True):
    """
    A touch that could be made.

    Attributes:
        key: `<plan>/<step>/<channel>`, `human` or `silence`.
        channel: How; None for silence.
        content: Key of the content, where there is one.
        purpose: Why.
        plan: Plan it belongs to, or None.
        step: Step of the plan, or None.
        attention: Cost in attention.
        minutes: Cost in human minutes.
        value: Stated value, larger is better; see `decide`.
        out_because: Why it was taken out; None where it stayed in.
        until: When a hold of it ends, where one is known. UTC.
    """

    key: str
    channel: Channel | None = None
    content: str | None = None
    purpose: Purpose | None = None
    plan: str | None = None
    step: str | None = None
    attention: float = 0.0
    minutes: float = 0.0
    value: float = 0.0
    out_because: str | None = None
    until: datetime | None = None


class Decision(Struct, frozen=True, kw_only=True):
    """
    What was chosen for a person, out of what, and by which dice.

    Attributes:
        id: `decision_id` of round, person and slot.
        round: Key of the round.
        person: Current person id when decided.
        slot: `next` for the round's own decision.
        at: When. UTC.
        policy: Name and version of the rule that chose.
        seed: Seed of the dice.
        options: Every option, with value and why it was out.
        chosen: Key of the chosen one.
        propensity: Exact probability of the chosen one, given the masks.
        because: One line for people.
        facts: Ids of the facts it stood on.
        arms: Plan to arm (`treated` or `holdout`), as then stored.
        would_change: What would have changed it, one line each.
    """

    id: str
    round: str
    person: str
    slot: str
    at: datetime
    policy: str
    seed: int
    options: tuple[Option, ...]
    chosen: str
    propensity: float
    because: str
    facts: tuple[str, ...] = ()
    arms: Mapping[str, str] = {}
    would_change: tuple[str, ...] = ()


class Claim(Struct, frozen=True, kw_only=True):
    """
    A phrase of a message and the facts that carry it.

    Attributes:
        part: `subject`, `preheader` or `body`.
        start: First code point in its part. Included.
        end: Excluded.
        facts: Fact ids.
        said: The words that state each printed fact's value.
    """

    part: str
    start: int
    end: int
    facts: tuple[str, ...]
    said: tuple[str, ...]


class Message(Struct, frozen=True, kw_only=True):
    """
    The words for one person, with what carries them.

    Attributes:
        message_id: See `ids.message_id`.
        person: Whom it is for.
        subject: Or None for a channel or content without.
        preheader: Or None.
        body: Plain text; None where held.
        rungs: Of each ladder, subject first: 0 is the most specific.
        claims: What the words say about her.
        held: Why it does not go now, or None.
    """

    message_id: str
    person: str
    subject: str | None
    preheader: str | None
    body: str | None
    rungs: tuple[int, ...] = ()
    claims: tuple[Claim, ...] = ()
    held: Held | None = None


class Recipient(Struct, frozen=True, kw_only=True):
    """
    A person as a message needs her.

    Attributes:
        person: Who.
        channel: On which channel.
        address: Where to.
        language: As she reads, where known.
        time_zone: Where she is, where known.
        erased: Is she to be forgotten?
        suppressed: `all` or channels.
        consents: Purpose to state; a missing one is unknown.
        minor: Is she, or may she be, under 18? Then service alone goes.
        died: Does a record say that she has died? Then nothing goes by itself.
    """

    person: str
    channel: Channel
    address: str
    language: str | None = None
    time_zone: str | None = None
    erased: bool = False
    suppressed: tuple[str, ...] = ()
    consents: Mapping[Purpose, ConsentState] = {}
    minor: bool = False
    died: bool = False


class Touch(Struct, frozen=True, kw_only=True):
    """
    A chosen option with its words, on its way.

    Attributes:
        message: The words and claims.
        decision_id: The decision it follows from.
        person: Current person id when decided.
        round: Key of the round it was decided in.
        decided_at: When it was decided. UTC.
        channel: How it goes.
        address: Where to.
        purpose: Why.
        plan: Plan key.
        step: Step key.
        content: Content key.
        state: Where it stands.
        because: Why it stands there.
        at: When it got there. UTC.
        until: Not before this moment. UTC.
        survey: Does it ask her what she thinks?
        tries: How often a sender has begun with it.
        language: Of its words, where their content names one; else the shop's.
    """

    message: Message
    decision_id: str
    person: str
    round: str
    decided_at: datetime
    channel: Channel
    address: str
    purpose: Purpose
    plan: str
    step: str
    content: str
    state: TouchState
    because: str
    at: datetime
    until: datetime | None = None
    survey: bool = False
    tries: int = 0
    language: str | None = None


class Carried(Struct, frozen=True, kw_only=True):
    """
    What became of a message on its way.

    Attributes:
        state: `sent`, `failed`, `in_doubt`, or `approved`: to be tried again.
        because: For people.
        again_in: Not before so long from now.
        counts: Was it tried with her? Not where nobody was there to try it with.
        of_her: Is it the address that was refused, and not who wrote, or what?
    """

    state: TouchState
    because: str
    again_in: timedelta | None = None
    counts: bool = True
    of_her: bool = False


class Brief(Struct, frozen=True, kw_only=True):
    """One page for the human who takes over; each line leads to facts."""

    title: str
    lines: tuple[str, ...]
    facts: tuple[str, ...]


class Handover(Struct, frozen=True, kw_only=True):
    """
    A moment given to a human.

    Attributes:
        id: Its decision's id.
        person: Whom it is about.
        reason: Why a human.
        minutes: How long it should take.
        for_: Department or member of staff it waits for; empty: anybody.
        state: Where it stands; only a named human completes it.
        due: By when, where known.
        brief: What the human needs to know.
        by: Who holds or held it, or None.
        proof: What was done, in the human's own words.
        at: When it got into this state. UTC.
        asks: What a colleague is asked; None where it is a moment with her.
    """

    id: str
    person: str
    reason: str
    minutes: float
    for_: str
    state: HandoverState
    due: datetime | None
    brief: Brief
    by: str | None = None
    proof: str | None = None
    at: datetime
    asks: Asks | None = None


class Outcome(Struct, frozen=True, kw_only=True):
    """
    Something that happened and may have to do with a decision.

    Attributes:
        id: Its record id.
        person: Whose it is, or empty.
        outcome: `purchase`, `opt_out`, `complaint`, `visit` and so on.
        at: When. UTC.
        value: How much, where it has an amount.
        message_id: The message it answers, where known.
        decision_id: The decision it answers, where known.
    """

    id: str
    person: str
    outcome: str
    at: datetime
    value: float = 1.0
    message_id: str | None = None
    decision_id: str | None = None


def demand_claims(touch: Touch) -> None:
    """
    Refuse a touch whose words and claims do not belong to its person.

    Raises:
        ValueError: If words about a personal rung stand without a claim, a claim
            lies outside its part, carries no fact, or the message is for somebody
            else.
    """
    message = touch.message
    if message.person != touch.person:
        msg = f"{message.message_id} is for {message.person}, not {touch.person}."
        raise ValueError(msg)
    parts = {
        "subject": message.subject,
        "preheader": message.preheader,
        "body": message.body,
    }
    for claim in message.claims:
        text = parts.get(claim.part)
        if not claim.facts or not 0 <= claim.start < claim.end <= len(text or ""):
            msg = f"{message.message_id} has a claim that nothing carries: {claim}"
            raise ValueError(msg)
