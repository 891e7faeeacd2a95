"""What takes an option out, in a fixed order: the first reason wins.

Each mask is a function from (candidate, case, rules) to `Out` or None. The order
of `MASKS` is a contract (issue 3): what protects her comes before what a plan
wants, and what passes with time comes last. Silence is never masked.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from msgspec.structs import replace

from shopkeeper.decide import attention, quiet
from shopkeeper.decide.cases import (
    HOLDOUT,
    SILENCE,
    Candidate,
    Out,
    PersonCase,
    Rules,
    is_human,
)
from shopkeeper.decide.consent import may_contact
from shopkeeper.decide.dice import arm
from shopkeeper.decide.moments import has_problem
from shopkeeper.decide.silence import quietness
from shopkeeper.decide.worth import value
from shopkeeper.vocabulary import (
    Channel,
    Held,
    Option,
    PlanState,
    Purpose,
    Recipient,
    Silence,
    Speaker,
    written_day,
)


Mask = Callable[[Candidate, PersonCase, Rules], Out | None]

IF_NOT = "if this did not hold: {}"
NOT_FOR_HER = "it is not for her, or she does not need it now"

# Source: design.md, section 3: "talking with her" is 72 hours from a word.
TALKING = timedelta(hours=72)

# She came to us: nobody is woken by an answer at the counter or on our page.
_SHE_IS_HERE = frozenset({Channel.WEB, Channel.COUNTER})
# What a human is taken to use where no channel is stated.
_HUMANS_CHANNEL = Channel.PHONE


def stopped(candidate: Candidate, case: PersonCase, _: Rules) -> Out | None:
    """Out: she is erased, or suppressed everywhere or on this channel."""
    reaching = _recipients(candidate.option, case)
    # A word to one mailbox of hers not to write, or to forget her, is for all of her.
    everywhere = [
        one for one in case.recipients.values() if one.erased or "all" in one.suppressed
    ]
    # Service goes whatever the consents: what holds even it is a stop.
    holds = [may_contact(one, Purpose.SERVICE) for one in everywhere or reaching]
    held = next((one for one in holds if one is not None), None)
    if held is None or None in holds:
        return None
    return Out(because=held.because, would_change="if she had not said stop")


def reachable(candidate: Candidate, case: PersonCase, _: Rules) -> Out | None:
    """Out: we have no address of hers on this channel, or none at all."""
    channel = candidate.option.channel
    if _recipients(candidate.option, case):
        return None
    if channel is None:
        return Out(
            because="we have no way to reach her",
            would_change="an address or a number of hers",
        )
    return Out(
        because=case.unreachable.get(
            channel, f"we have no address of hers for {channel}"
        ),
        would_change=f"an address of hers for {channel}",
    )


def consented(candidate: Candidate, case: PersonCase, _: Rules) -> Out | None:
    """Out: her consent does not cover the purpose (contracts.md, section 2)."""
    purpose = candidate.option.purpose or Purpose.MARKETING
    holds = [may_contact(one, purpose) for one in _recipients(candidate.option, case)]
    held = next((one for one in holds if one is not None), None)
    if held is None or None in holds:
        return None
    return Out(
        because=held.because, until=held.until, would_change=f"a {purpose} consent"
    )


def plan_runs(candidate: Candidate, case: PersonCase, rules: Rules) -> Out | None:
    """Out: its plan is not started, not in its dates, or paused."""
    key = candidate.option.plan
    if key is None:
        return None
    terms = rules.plans.get(key)
    if terms is None or terms.state is not PlanState.STARTED:
        return Out(
            because=f"the plan {key} is not started",
            would_change=f"if the plan {key} were started",
        )
    today = civil_day(case.moment.at, rules.time_zone)
    if today < terms.starts:
        return Out(
            because=f"the plan {key} begins on {written_day(terms.starts)}",
            would_change=f"from {written_day(terms.starts)} on",
        )
    if today > terms.ends:
        return Out(
            because=f"the plan {key} ended on {written_day(terms.ends)}",
            would_change=f"if the plan {key} went on",
        )
    if terms.paused is not None:
        return Out(because=terms.paused, would_change=f"if the plan {key} were running")
    return None


@lru_cache(maxsize=1024)
def civil_day(at: datetime, zone: str) -> date:
    """Return the day it is on the shop's clock."""
    return at.astimezone(ZoneInfo(zone)).date()


def is_for_her(candidate: Candidate, _: PersonCase, __: Rules) -> Out | None:
    """Out: the audience or the need of the step does not hold for her."""
    return None if candidate.met else not_for_her(candidate)


def not_for_her(candidate: Candidate) -> Out:
    """Say why a candidate that is not for her is not."""
    because = candidate.because or NOT_FOR_HER
    return Out(because=because, would_change=IF_NOT.format(because))


def not_held_out(candidate: Candidate, case: PersonCase, rules: Rules) -> Out | None:
    """Out: she is among those the plan leaves alone, to compare with."""
    key = candidate.option.plan
    if key is None or arm_of(key, case, rules) != HOLDOUT:
        return None
    return held_out(key)


def held_out(plan: str) -> Out:
    """Say that she is left alone by a plan, to compare with."""
    return Out(
        because=f"she is in the holdout of {plan}: left alone, to compare with",
        would_change=f"if she were not in the holdout of {plan}",
    )


def not_again(candidate: Candidate, case: PersonCase, rules: Rules) -> Out | None:
    """Out: she had this step already, and it is not time for it again."""
    option = candidate.option
    if option.plan is None:
        return None
    had = [
        touch
        for touch in case.touches
        if (touch.plan, touch.step) == (option.plan, option.step)
    ]
    if not had:
        return None
    last = max(had, key=lambda touch: touch.at)
    who = "somebody at her address" if last.to_housemate else "she"
    had_it = f"{who} had this step on {written_day(last.at)}"
    if candidate.again_after is None:
        return Out(
            because=f"{had_it}, and it comes once",
            would_change="if the step came more than once",
        )
    until = last.at + candidate.again_after
    if until <= case.moment.at:
        return None
    return Out(
        because=had_it,
        until=until,
        would_change=f"after {_clock(until, rules)}",
    )


def survey_may_ask(candidate: Candidate, case: PersonCase, rules: Rules) -> Out | None:
    """
    Out for a survey: she was asked lately, or a complaint of hers has no answer.

    Source: vision.md, B3; pains.md, 16. Whatever the purpose, the plan, the channel.
    """
    if not candidate.survey:
        return None
    if case.complaint_since is not None:
        return Out(
            because=f"she complained on {written_day(case.complaint_since)} and has no "
            "answer: she is not asked what she thinks of us",
            would_change="once her complaint is answered",
        )
    asked = [touch.at for touch in case.touches if touch.survey]
    until = max(asked) + rules.between_surveys if asked else case.moment.at
    if until <= case.moment.at:
        return None
    return Out(
        because=f"she was asked what she thinks on {written_day(max(asked))}, and not "
        f"again within {rules.between_surveys.days} days",
        until=until,
        would_change=f"after {_clock(until, rules)}",
    )


def she_still_listens(
    candidate: Candidate, case: PersonCase, rules: Rules
) -> Out | None:
    """
    Out: she does not answer. We back off, say one last word, and let go.

    Not for service, nor for a human, nor where she came to us herself.
    """
    option = candidate.option
    beside = is_human(option) or option.channel in _SHE_IS_HERE
    if beside or option.purpose is Purpose.SERVICE:
        return None
    now = case.moment.at
    found = quietness(case.touches, case.last_sign, now)
    if found.state is Silence.NONE or found.since is None:
        return None
    silent = (
        f"she has not answered {found.unanswered} messages since "
        f"{written_day(found.since)}"
    )
    if found.state is Silence.LET_GO:
        return Out(
            because=f"{silent}: we let her go, and she is welcome any time",
            would_change="a word or a visit of hers",
        )
    if found.until is not None:
        return Out(
            because=f"{silent}: we back off until {written_day(found.until)}",
            until=found.until,
            would_change=f"after {_clock(found.until, rules)}, or a word of hers",
        )
    if found.state is Silence.LAST_WORD and not candidate.last_word:
        return Out(
            because=f"{silent}: only a kind last word may go",
            would_change="a word of hers, or a step for silence = last_word",
        )
    return None


def nobody_is_talking(
    candidate: Candidate, case: PersonCase, rules: Rules
) -> Out | None:
    """
    Out for machines of every purpose: a human of ours is talking with her.

    A word by staff or of hers within 72 hours, or a handover taken and not
    closed. Out for a second human too, where one has her or will.
    """
    if case.handover_taken is not None:
        return Out(
            because=f"{case.handover_taken} is talking with her",
            would_change="once the handover is closed",
        )
    if is_human(candidate.option):
        if not case.handover_waiting:
            return None
        return Out(
            because="she is on the desk already",
            would_change="once the handover is closed",
        )
    now = case.moment.at
    words = [
        word.at
        for word in case.words
        if word.by in {Speaker.CUSTOMER, Speaker.AGENT} and word.at <= now
    ]
    until = max(words) + TALKING if words else now
    if until <= now:
        return None
    return Out(
        because="people are talking with her (72 hours from the last word)",
        until=until,
        would_change=f"after {_clock(until, rules)}, if nobody speaks",
    )


def has_attention(candidate: Candidate, case: PersonCase, rules: Rules) -> Out | None:
    """Out: the one budget over all channels and people has no room for it."""
    option = candidate.option
    held = attention.hold(
        attention.for_her(rules.attention, fewer=case.fewer, at_most=case.at_most),
        case.touches,
        case.moment.at,
        channel=option.channel or _HUMANS_CHANNEL,
        # A survey serves us, whatever it is called: the budget holds it always.
        purpose=None if candidate.survey else option.purpose,
    )
    if held is None:
        return None
    return _out(held, "with room in her attention", rules)


def not_quiet(candidate: Candidate, case: PersonCase, rules: Rules) -> Out | None:
    """
    Out: it is quiet where she is, for longer than the rules have patience.

    Not for a human: what is handed over disturbs our desk, not her.
    """
    held = quiet_hold(candidate, case, rules)
    if held is None:
        return None
    if held.until is not None and held.until - case.moment.at <= rules.patience:
        return None
    return _out(held, "outside the quiet hours", rules)


def worth_it(candidate: Candidate, case: PersonCase, rules: Rules) -> Out | None:
    """Out: by the stated value she is better left alone. No dice on harm."""
    worth = value(candidate, case, rules)
    if worth > 0:
        return None
    option = candidate.option
    if is_human(option):
        return Out(
            because="nothing here needs a human",
            would_change="a problem, or a promise of ours broken",
        )
    if has_problem(case.moment) and option.purpose is not Purpose.SERVICE:
        return Out(
            because="a problem of hers is open: it is mended before anything else",
            would_change="if no problem were open",
        )
    return Out(
        because=f"it is worth less to her than being left alone ({worth:+.2f})",
        would_change="a more pressing need",
    )


# Nothing after `is_for_her` decides who is eligible for a plan: who is, gets an
# arm, so that both arms hold the same kind of people (intent to treat).
ELIGIBILITY: tuple[Mask, ...] = (
    stopped,
    reachable,
    consented,
    plan_runs,
    is_for_her,
)
MASKS: tuple[Mask, ...] = (
    *ELIGIBILITY,
    not_held_out,
    not_again,
    survey_may_ask,
    nobody_is_talking,
    she_still_listens,
    has_attention,
    not_quiet,
    worth_it,
)


# What is asked again of a touch on its way, just before it goes: an arm, a need
# and a worth are settled when it is decided, but a no may come any minute.
SENDING: tuple[Mask, ...] = (
    stopped,
    reachable,
    consented,
    plan_runs,
    survey_may_ask,
    nobody_is_talking,
    has_attention,
    not_quiet,
)


def mask(candidate: Candidate, case: PersonCase, rules: Rules) -> Out | None:
    """Return the first reason that takes a candidate out, or None."""
    if candidate.option.key == SILENCE:
        return None
    return _first(MASKS, candidate, case, rules)


def mask_at_sending(candidate: Candidate, case: PersonCase, rules: Rules) -> Out | None:
    """
    Return the first reason not to let a decided touch go now, or None.

    Quiet hours are kept without patience. The caller leaves the touch itself
    out of `case.touches`, or it would wait for its own room.
    """
    return _first(SENDING, candidate, case, replace(rules, patience=timedelta(0)))


def is_eligible(candidate: Candidate, case: PersonCase, rules: Rules) -> bool:
    """Say whether she may be counted for the plan of a candidate, whatever arm."""
    if candidate.option.plan is None:
        return False
    return _first(ELIGIBILITY, candidate, case, rules) is None


def arm_of(plan: str, case: PersonCase, rules: Rules) -> str:
    """Return her arm of a plan: the stored one, else the one the hash gives."""
    stored = case.arms.get(plan)
    if stored is not None:
        return stored
    return arm(plan, rules.salt, case.person, rules.plans[plan].holdout)


def quiet_hold(candidate: Candidate, case: PersonCase, rules: Rules) -> Held | None:
    """Say until when the quiet hours hold a touch of this kind, or None."""
    channel = candidate.option.channel
    if is_human(candidate.option) or channel is None or channel in _SHE_IS_HERE:
        return None
    recipient = case.recipients.get(channel)
    return quiet.hold(
        rules.quiet,
        case.moment.at,
        zone=recipient.time_zone if recipient else None,
        zones=case.zones or (rules.time_zone,),
    )


def _first(
    masks: tuple[Mask, ...], candidate: Candidate, case: PersonCase, rules: Rules
) -> Out | None:
    for one in masks:
        out = one(candidate, case, rules)
        if out is not None:
            return out
    return None


def _recipients(option: Option, case: PersonCase) -> list[Recipient]:
    """List how an option can reach her; a human may use whatever there is."""
    if option.channel is None:
        return list(case.recipients.values())
    one = case.recipients.get(option.channel)
    return [one] if one is not None else []


def _out(held: Held, otherwise: str, rules: Rules) -> Out:
    if held.until is None:
        return Out(because=held.because, would_change=otherwise)
    return Out(
        because=held.because,
        until=held.until,
        would_change=f"after {_clock(held.until, rules)}, {otherwise}",
    )


def _clock(moment: datetime, rules: Rules) -> str:
    """Write a moment on the shop's clock, on which its people read it."""
    there = moment.astimezone(ZoneInfo(rules.time_zone))
    return f"{there:%H:%M} on {written_day(there)}"
