"""What a colleague is asked, kindly: did it work out, and what do you know of her?

These are no moments with her. They lie on the desk of the one who knows, each once,
with the lines that answer them.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from shopkeeper.vocabulary import (
    DAY_IS_PAST,
    Asks,
    Brief,
    Handover,
    HandoverState,
    Promise,
    hash_of,
    written_day,
)


_ASKS = "Did it work out?"
_HEARD = "By what was said since, she has not got it: what is the way on?"
_MINUTES = 2.0  # a question, and a line that answers it


def ask_about(
    promise: Promise,
    *,
    who: str,
    for_: str,
    said_on: date | None,
    by_when: date,
    due: datetime,
    now: datetime,
) -> Handover:
    """
    Ask the one who promised it whether it worked out.

    Args:
        promise: Ours, and past its day.
        who: Her, as a colleague would name her.
        for_: Who is asked.
        said_on: The day it was promised, where known.
        by_when: The day it was promised for.
        due: By when an answer would help. UTC.
        now: The moment. UTC.
    """
    on = f" on {written_day(said_on)}" if said_on is not None else ""
    you = "You told" if promise.made_by else "We told"
    heard = promise.because not in ("", DAY_IS_PAST)
    title = (
        f"{you} {who}{on}: “{_line(promise.what)}”, by {written_day(by_when)}. "
        f"{_HEARD if heard else _ASKS}"
    )
    word = f"{promise.id} --by {for_ or '…'}"
    lines = (
        f'Yes: shopkeeper promise kept {word} --proof "…"',
        f"Not yet, with a new day agreed: shopkeeper promise until {word} YYYY-MM-DD",
        f'It was made good: shopkeeper promise repaired {word} --proof "…"',
        f'It cannot be kept, and why: shopkeeper promise broken {word} --proof "…"',
        f"It was said here: {promise.utterance}",
    )
    return Handover(
        id=question_about_promise(promise),
        person=promise.person, reason=title, minutes=_MINUTES, for_=for_,
        state=HandoverState.WAITING, due=due,
        brief=Brief(title=title, lines=lines, facts=(promise.id,)),
        at=now, asks=Asks.PROMISE,
    )  # fmt: skip


def question_about_promise(promise: Promise) -> str:
    """Name the question: one a promise, and one more for each new day agreed on."""
    day = "" if promise.deadline is None else promise.deadline.isoformat()
    return hash_of("did it work out", promise.id, day)


def ask_to_unload(
    person: str,
    *,
    who: str,
    for_: str,
    because: str,
    known_as: Sequence[str],
    evidence: str,
    due: datetime | None,
    now: datetime,
) -> Handover:
    """
    Ask the one whose head holds it to write down what she knows of somebody.

    Args:
        person: Current person id.
        who: Her, as a colleague would name her.
        for_: Who is asked.
        because: Why just now; one sentence.
        known_as: What names this question: the same again is the same question.
        evidence: Record id of what it rests on.
        due: By when it would help; None: when there is time. UTC.
        now: The moment. UTC.
    """
    title = f"{who}: what should a colleague know if you are not there?"
    lines = (
        because,
        f'One line is enough: shopkeeper note {person} "…"',
        "What was understood is shown to you before anything is kept.",
    )
    return Handover(
        id=hash_of("unload", *known_as),
        person=person, reason=title, minutes=_MINUTES, for_=for_,
        state=HandoverState.WAITING, due=due,
        brief=Brief(title=title, lines=lines, facts=(evidence,)),
        at=now, asks=Asks.UNLOAD,
    )  # fmt: skip


def _line(words: str) -> str:
    return " ".join(words.split())
