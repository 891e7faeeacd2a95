"""What has to be known about a person, a plan and the shop to decide."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta

from msgspec import Struct

from shopkeeper.vocabulary import (
    Attention,
    Channel,
    Held,
    Moment,
    Option,
    Plan,
    PlanState,
    Purpose,
    Quiet,
    Recipient,
    Speaker,
    Step,
)


SILENCE = "silence"
HUMAN = "human"
TREATED = "treated"
HOLDOUT = "holdout"


class PastTouch(Struct, frozen=True, kw_only=True):
    """
    A touch that used her attention, or will: by a machine or by people.

    Attributes:
        at: When it went out, or is due to. UTC.
        channel: How.
        purpose: Why; None where nobody noted it (it then counts in full).
        by_human: Did a person send it, or speak?
        plan: Plan it belonged to, or None.
        step: Step of the plan, or None.
        to_housemate: Was it for somebody else who is reached at an address of hers?
        survey: Did it ask what she thinks? Then it counts whatever its purpose.
    """

    at: datetime
    channel: Channel
    purpose: Purpose | None = None
    by_human: bool = False
    plan: str | None = None
    step: str | None = None
    to_housemate: bool = False
    survey: bool = False


class Word(Struct, frozen=True, kw_only=True):
    """A word exchanged: by her (`customer`) or by staff to her (`agent`). UTC."""

    at: datetime
    by: Speaker
    channel: Channel | None = None


class Candidate(Struct, frozen=True, kw_only=True):
    """
    An option that a plan offers, before any mask.

    Attributes:
        option: The touch; its attention is filled in here, from the shop's weights.
        met: Do the audience and the need of its step hold for her now?
        because: Why they do, or do not; one line for people.
        facts: Ids of the facts the need stood on.
        again_after: Not again before this has passed; None: once only.
        survey: Does it ask her what she thinks?
        last_word: Is it meant for her who no longer answers?
    """

    option: Option
    met: bool = True
    because: str = ""
    facts: tuple[str, ...] = ()
    again_after: timedelta | None = None
    survey: bool = False
    last_word: bool = False


class PlanTerms(Struct, frozen=True, kw_only=True):
    """
    What deciding needs to know of a plan.

    Attributes:
        key: Its name.
        state: As the ledger has it.
        starts: First civil day of the shop. Included.
        ends: Last civil day of the shop. Included.
        holdout: Share of people left alone, 0..1.
        paused: Why it may not run for another reason (a review overdue), or None.
    """

    key: str
    state: PlanState
    starts: date
    ends: date
    holdout: float
    paused: str | None = None


class Rules(Struct, frozen=True, kw_only=True):
    """
    What is the same for everybody in a round.

    Attributes:
        attention: The one budget over all channels and all people.
        quiet: Hours in which nobody is disturbed.
        plans: By key.
        time_zone: The shop's, in which plans begin and end.
        salt: The shop's, so that arms are its own.
        human_minutes: What a human is thought to need for one person.
        epsilon: Share of decisions left to the dice, 0..1; none are while a
            problem of hers is open.
        patience: A quiet hour that ends within this does not take an option
            out; it stays in with `until`, and its touch waits. Zero: it is out.
        between_surveys: Nobody is asked what she thinks twice within this.
        policy: Name and version of the rule that chooses.
        usual_hour: About which the shop's people write, each on her own clock; for
            whom no habit of her own is known. None: they have none.
    """

    attention: Attention = Attention()
    quiet: Quiet = Quiet()
    plans: Mapping[str, PlanTerms] = {}
    time_zone: str = "UTC"
    salt: str = ""
    human_minutes: float = 15.0
    epsilon: float = 0.05
    patience: timedelta = timedelta(0)
    between_surveys: timedelta = timedelta(days=90)
    policy: str = "stated-value/1"
    usual_hour: int | None = None


class PersonCase(Struct, frozen=True, kw_only=True):
    """
    One person as deciding sees her.

    Attributes:
        moment: Who she is, where she is, what she needs.
        candidates: What plans offer. Silence and a human need not be among
            them: they always are.
        recipients: How she can be reached, by channel, with her consents as
            they hold on that channel.
        unreachable: Why an address that is there cannot be used, by channel.
        touches: What used her attention, people's touches included.
        words: Words exchanged with her.
        handover_taken: Who has taken a handover of hers and not closed it.
        handover_waiting: Is one waiting on the desk already?
        zones: IANA zones of her country, for when her own is not known.
        arms: Plan key to `treated` or `holdout`, as stored.
        fewer: Did she ask for fewer messages, not none? Her budget is then half.
        at_most: So much attention in the shop's period she wants at most; None: she
            named no number.
        last_sign: When she was last heard of, by word or deed; None: never. UTC.
        complaint_since: When she first said a complaint that has no answer yet. UTC.
    """

    moment: Moment
    candidates: tuple[Candidate, ...] = ()
    recipients: Mapping[Channel, Recipient] = {}
    unreachable: Mapping[Channel, str] = {}
    touches: tuple[PastTouch, ...] = ()
    words: tuple[Word, ...] = ()
    handover_taken: str | None = None
    handover_waiting: bool = False
    zones: tuple[str, ...] = ()
    arms: Mapping[str, str] = {}
    fewer: bool = False
    at_most: float | None = None
    last_sign: datetime | None = None
    complaint_since: datetime | None = None

    @property
    def person(self) -> str:
        """Return the current person id."""
        return self.moment.person


class Out(Struct, frozen=True, kw_only=True):
    """
    That an option is out, and what would put it back in.

    Attributes:
        because: Why, for people.
        until: When it ends, where known. UTC.
        would_change: What would have changed it, for people.
    """

    because: str
    until: datetime | None = None
    would_change: str


def terms_of(plan: Plan, state: PlanState, paused: Held | str | None) -> PlanTerms:
    """Take from *plan* what deciding needs; *paused* says why it may not run."""
    because = paused.because if isinstance(paused, Held) else paused
    return PlanTerms(
        key=plan.key, state=state, starts=plan.starts, ends=plan.ends,
        holdout=plan.holdout, paused=because,
    )  # fmt: skip


def candidates_of(
    plan: Plan,
    step: Step,
    purpose: Purpose,
    *,
    met: bool,
    because: str,
    facts: Sequence[str] = (),
    survey: bool = False,
    last_word: bool = False,
    options: Sequence[Option] | None = None,
) -> tuple[Candidate, ...]:
    """
    Offer a step on each of its channels, preferred first.

    Args:
        plan: The plan.
        step: One of its steps.
        purpose: The purpose of the step's content.
        met: Do audience and need hold for the person?
        because: Why they do, or do not.
        facts: Ids of the facts the need stood on.
        survey: Does the step's content ask her what she thinks?
        last_word: Does the step speak of her silence?
        options: As `options_of_step` made them, where they are at hand: what is the
            same thing for many is judged once for all of them.
    """
    on = tuple(facts)
    return tuple(
        Candidate(
            option=option, met=met, because=because, facts=on,
            again_after=step.again_after, survey=survey, last_word=last_word,
        )
        for option in options or options_of_step(plan, step, purpose)
    )  # fmt: skip


def options_of_step(plan: Plan, step: Step, purpose: Purpose) -> tuple[Option, ...]:
    """Return the options of a step, one for each of its channels, preferred first."""
    return tuple(
        Option(
            key=f"{plan.key}/{step.key}/{channel}", channel=channel,
            content=step.content, purpose=purpose, plan=plan.key, step=step.key,
        )
        for channel in step.channels
    )  # fmt: skip


def is_human(option: Option) -> bool:
    """Say whether a human does it: the option `human`, or a step's own."""
    return option.key == HUMAN or option.key.endswith("/" + HUMAN)
