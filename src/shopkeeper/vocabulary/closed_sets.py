"""Words that come from a closed list: an unknown one is an error at the edge."""

from __future__ import annotations

from enum import StrEnum


class Channel(StrEnum):
    """The ways a touch can reach a person."""

    EMAIL = "email"
    SMS = "sms"
    PUSH = "push"
    WEB = "web"
    POST = "post"
    PHONE = "phone"
    CHAT = "chat"
    COUNTER = "counter"


class Purpose(StrEnum):
    """Why a message is written; consent is asked for by purpose."""

    SERVICE = "service"
    RELATIONSHIP = "relationship"
    MARKETING = "marketing"


class Stage(StrEnum):
    """Where a person is on her way with the shop."""

    PROSPECT = "prospect"
    NEW = "new"
    REGULAR = "regular"
    DRIFTING = "drifting"
    LEAVING = "leaving"
    LEFT = "left"
    RETURNED = "returned"


class Silence(StrEnum):
    """What it means that she does not answer what is sent to her."""

    NONE = "none"
    BACKING_OFF = "backing_off"
    LAST_WORD = "last_word"
    LET_GO = "let_go"


class Standing(StrEnum):
    """On whose word a fact stands, strongest first."""

    TOLD = "told"
    RECORDED = "recorded"
    OBSERVED = "observed"
    INFERRED = "inferred"
    IMPRESSION = "impression"

    @property
    def rank(self) -> int:
        """Return 0 for the strongest standing, 4 for the weakest."""
        return list(Standing).index(self)


class ConsentState(StrEnum):
    """What a person said about being contacted for a purpose."""

    GRANTED = "granted"
    DENIED = "denied"
    REVOKED = "revoked"
    UNKNOWN = "unknown"


class Holds(StrEnum):
    """What the rows of a source are about."""

    PEOPLE = "people"
    ORDERS = "orders"
    EVENTS = "events"
    MESSAGES = "messages"
    NOTES = "notes"
    CONSENTS = "consents"
    OUTCOMES = "outcomes"


class Speaker(StrEnum):
    """Who said an utterance."""

    CUSTOMER = "customer"
    AGENT = "agent"
    REP_NOTE = "rep_note"


class SigningRole(StrEnum):
    """The roles that are consulted on each plan and sign it."""

    SPONSOR = "sponsor"
    CONTENT = "content"
    EXPERIENCE = "experience"
    ANALYSIS = "analysis"
    DEVELOPMENT = "development"


class AccessRole(StrEnum):
    """What a member of staff may do in the shop."""

    SPONSOR = "sponsor"
    CONTENT = "content"
    EXPERIENCE = "experience"
    ANALYSIS = "analysis"
    DEVELOPMENT = "development"
    OWNER = "owner"
    FRONT_LINE = "front_line"
    ADMIN = "admin"


class Side(StrEnum):
    """The part of a person's life a fact belongs to."""

    SERVICE = "service"
    JOB = "job"
    PRIVATE = "private"


class ValueType(StrEnum):
    """What kind of value a predicate takes."""

    TEXT = "text"
    DATE = "date"
    TEXT_OR_DATE = "text or date"
    NUMBER = "number"


class IdentifierKind(StrEnum):
    """The kinds of value that can tell who somebody is."""

    EMAIL = "email"
    PHONE = "phone"
    USER_ID = "user_id"
    CUSTOMER_NUMBER = "customer_number"
    CARD_NUMBER = "card_number"
    DEVICE = "device"
    NATIONAL_ID = "national_id"


class Verdict(StrEnum):
    """What was decided about two people: one, two, or not sure."""

    JOIN = "join"
    PART = "part"
    DOUBT = "doubt"


class TouchState(StrEnum):
    """Where a touch stands on its way out; the moves are in `TOUCH_MOVES`."""

    HELD = "held"
    APPROVED = "approved"
    ATTEMPTING = "attempting"
    COMMITTING = "committing"
    SENT = "sent"
    IN_DOUBT = "in_doubt"
    FAILED = "failed"
    DECLINED = "declined"
    HANDED_OVER = "handed_over"


# Source: reliability.md, section 0, item 1. `attempting` may be retried by a
# machine; `committing` never is: what happened to it is `in_doubt` until a
# human looks. Only the very sender that wrote `committing`, with the receiver's own
# refusal in its hand, takes it back to `approved` ("451, come again"): then it is
# known that nothing arrived. No recovery, and no other sender, can make that move.
# What another tool is to send goes to `handed_over` by the same gate.
TOUCH_MOVES: dict[TouchState, frozenset[TouchState]] = {
    TouchState.HELD: frozenset({TouchState.APPROVED, TouchState.DECLINED}),
    TouchState.APPROVED: frozenset(
        {TouchState.ATTEMPTING, TouchState.HELD, TouchState.DECLINED}
    ),
    TouchState.ATTEMPTING: frozenset(
        {
            TouchState.COMMITTING,
            TouchState.APPROVED,
            TouchState.HELD,
            TouchState.FAILED,
            TouchState.DECLINED,
        }
    ),
    TouchState.COMMITTING: frozenset(
        {
            TouchState.SENT,
            TouchState.IN_DOUBT,
            TouchState.FAILED,
            TouchState.APPROVED,
            TouchState.HANDED_OVER,
        }
    ),
    TouchState.SENT: frozenset(),
    TouchState.IN_DOUBT: frozenset({TouchState.SENT, TouchState.FAILED}),
    TouchState.FAILED: frozenset(),
    TouchState.DECLINED: frozenset(),
    TouchState.HANDED_OVER: frozenset(),
}


class HandoverState(StrEnum):
    """Where a handover to a human stands; the moves are in `HANDOVER_MOVES`."""

    WAITING = "waiting"
    TAKEN = "taken"
    DONE = "done"
    RETURNED = "returned"
    EXPIRED = "expired"


# `done` is reached only from `taken`, and `taken` only by a named human.
HANDOVER_MOVES: dict[HandoverState, frozenset[HandoverState]] = {
    HandoverState.WAITING: frozenset({HandoverState.TAKEN, HandoverState.EXPIRED}),
    HandoverState.TAKEN: frozenset({HandoverState.DONE, HandoverState.RETURNED}),
    HandoverState.RETURNED: frozenset({HandoverState.TAKEN, HandoverState.EXPIRED}),
    HandoverState.DONE: frozenset(),
    HandoverState.EXPIRED: frozenset(),
}


class Asks(StrEnum):
    """What a colleague is asked on the desk; nobody speaks with her for it."""

    PROMISE = "promise"
    UNLOAD = "unload"


class PromiseState(StrEnum):
    """What became of a promise; the moves are in `PROMISE_MOVES`."""

    OPEN = "open"
    KEPT = "kept"
    BROKEN = "broken"
    REPAIRED = "repaired"


# A row may be corrected and a word taken back: nothing here is for ever. Only what
# was broken can be repaired; and a human may say that it really was.
PROMISE_MOVES: dict[PromiseState, frozenset[PromiseState]] = {
    PromiseState.OPEN: frozenset({PromiseState.KEPT, PromiseState.BROKEN}),
    PromiseState.KEPT: frozenset({PromiseState.BROKEN, PromiseState.OPEN}),
    PromiseState.BROKEN: frozenset(
        {
            PromiseState.REPAIRED,
            PromiseState.KEPT,
            PromiseState.OPEN,
            PromiseState.BROKEN,
        }
    ),
    PromiseState.REPAIRED: frozenset({PromiseState.BROKEN, PromiseState.OPEN}),
}


class LoopKind(StrEnum):
    """What she said that asks for an answer."""

    QUESTION = "question"
    IDEA = "idea"
    COMPLAINT = "complaint"


class LoopState(StrEnum):
    """How far an answer to her has come; the moves are in `LOOP_MOVES`."""

    HEARD = "heard"
    REFLECTED = "reflected"
    CONFIRMED = "confirmed"
    ACTED = "acted"
    TOLD_BACK = "told_back"
    SETTLED = "settled"
    WITHDRAWN = "withdrawn"


# Nothing is told back before something was done about it, nor confirmed before it
# was said back to her. What is closed opens again when she comes back to it.
LOOP_MOVES: dict[LoopState, frozenset[LoopState]] = {
    LoopState.HEARD: frozenset(
        {
            LoopState.REFLECTED,
            LoopState.ACTED,
            LoopState.SETTLED,
            LoopState.WITHDRAWN,
        }
    ),
    LoopState.REFLECTED: frozenset(
        {
            LoopState.HEARD,
            LoopState.CONFIRMED,
            LoopState.ACTED,
            LoopState.SETTLED,
            LoopState.WITHDRAWN,
        }
    ),
    LoopState.CONFIRMED: frozenset(
        {LoopState.HEARD, LoopState.ACTED, LoopState.SETTLED, LoopState.WITHDRAWN}
    ),
    LoopState.ACTED: frozenset(
        {LoopState.HEARD, LoopState.TOLD_BACK, LoopState.SETTLED, LoopState.WITHDRAWN}
    ),
    LoopState.TOLD_BACK: frozenset({LoopState.HEARD, LoopState.SETTLED}),
    LoopState.SETTLED: frozenset({LoopState.HEARD}),
    LoopState.WITHDRAWN: frozenset({LoopState.HEARD}),
}
# In these nobody waits for us any more.
LOOP_CLOSED: frozenset[LoopState] = frozenset(
    {LoopState.TOLD_BACK, LoopState.SETTLED, LoopState.WITHDRAWN}
)


class PlanState(StrEnum):
    """Whether a plan runs; the ledger knows, the file does not."""

    DRAFT = "draft"
    STARTED = "started"
    STOPPED = "stopped"


EVENT_WORDS: frozenset[str] = frozenset(
    {
        "moved", "new_baby", "wedding", "bereaved", "new_job", "retired", "ill",
        "school", "exam", "journey", "feast",
    }
)  # fmt: skip
