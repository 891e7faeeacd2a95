"""What she waits for: from what was heard to what she was told about it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from msgspec import Struct
from msgspec.structs import replace

from shopkeeper.vocabulary.closed_sets import LoopKind, LoopState, PromiseState
from shopkeeper.vocabulary.utterances import Promise


#: Why a promise is broken of which nobody said anything: it may have been kept.
DAY_IS_PAST = "its day is past, and nobody said that it was kept"


class Loop(Struct, frozen=True, kw_only=True):
    """
    Something she said that asks for an answer, and how far the answer has come.

    Attributes:
        id: Hash of kind, utterance and span: the same words are the same loop.
        person: Own person id of the utterance's record.
        kind: A question, an idea or a complaint.
        what: Her words: the span.
        utterance: Record id of the utterance.
        start: First code point of the span. Included.
        end: Excluded.
        thread: The thread the utterance belongs to, where known.
        since: When she said it. UTC.
        owner: Who answers: a staff id, an address or a name; empty: anybody.
        due: Civil day of the shop by which she should have an answer. Included.
        state: Where it stands.
        at: Since when. UTC.
        by: Staff id of who moved it there; None where words did.
        because: Why it stands there, for people.
    """

    id: str
    person: str
    kind: LoopKind
    what: str
    utterance: str
    start: int
    end: int
    thread: str | None
    since: datetime
    owner: str
    due: date
    state: LoopState
    at: datetime
    by: str | None = None
    because: str = ""


class LoopStep(Struct, frozen=True, kw_only=True):
    """One move of a loop: where to, when (UTC), by whom, and why."""

    loop: str
    person: str
    state: LoopState
    at: datetime
    by: str | None = None
    because: str = ""


class PromiseStep(Struct, frozen=True, kw_only=True):
    """
    One move of a promise.

    Attributes:
        promise: Its id.
        person: Own person id of whom it was made to, or by.
        state: Where it got to.
        at: When. UTC.
        by: Staff id of who said so; None where words, records or time did.
        because: Why; in a human's own words where she said so.
        deadline: A new day that was agreed with her, inclusive, or None.
    """

    promise: str
    person: str
    state: PromiseState
    at: datetime
    by: str | None = None
    because: str = ""
    deadline: date | None = None


def as_it_stands(promise: Promise, steps: Sequence[PromiseStep]) -> Promise:
    """
    Return a promise as its steps leave it: the last state, the last day agreed.

    Args:
        promise: As it was made.
        steps: All of its steps, oldest first.
    """
    if not steps:
        return promise
    last = steps[-1]
    days = [one.deadline for one in steps if one.deadline is not None]
    return replace(
        promise,
        state=last.state, at=last.at, by=last.by, because=last.because,
        renewed=last.deadline is not None,
        deadline=days[-1] if days else promise.deadline,
    )  # fmt: skip
