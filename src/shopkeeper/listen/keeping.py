"""What became of a promise, by what was said later.

A promise is kept when a later word says so, and broken when its time has passed
and a later word says that it was not. Nothing said is nothing known: it stays
open, and whoever shows it can see that it is overdue.
"""

from __future__ import annotations

import re

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import msgspec

from shopkeeper.listen.promises import same_act
from shopkeeper.listen.reading import read
from shopkeeper.vocabulary import Promise, PromiseState, Speaker, Utterance


_SMALL = frozenset(
    [
        "a",
        "an",
        "the",
        "you",
        "your",
        "me",
        "my",
        "us",
        "our",
        "it",
        "to",
        "be",
        "will",
        "with",
        "for",
        "of",
        "on",
        "in",
        "at",
        "by",
        "and",
        "we",
        "i",
        "she",
        "he",
        "him",
        "her",
        "them",
        "they",
        "this",
        "that",
        "get",
        "have",
        "is",
        "are",
        "was",
        "not",
        "back",
        "again",
        "up",
        "out",
        "over",
    ]
)
_DONE_BY_US = re.compile(
    r"\b(?:(?:i|we)(?:'ve| have)(?: now| just| already)?|has been|have been|was|were|is"
    r" now|are now|now|as promised|done|today i|i just|we just)\b"
)
_DONE_TO_HER = re.compile(
    r"\b(?:thank|thanks|ta|arrived|came|got|received|here (?:now|at last)|has come|have"
    r" come"
    r"|turned up|works|fixed|sorted|landed|called|rang|kept|delivered|was here|is here"
    r"|did"
    r"|appreciate)\b"
)
_DONE_BY_HER = re.compile(
    r"\b(?:(?:i|we)(?:'ve| have)(?: now| just| already)?|sent|paid|posted|brought|done"
    r"|returned|transferred|signed|received|got|thanks|thank)\b"
)
_NOT_DONE = re.compile(
    r"\b(?:not|never|didn't|did not|hasn't|haven't|has not|have not|wasn't|isn't|nobody"
    r"|no one|nothing|still (?:no|waiting|not)|no sign|where is|when will|failed|forgot"
    r"|missed|couldn't|could not|sorry)\b"
)
# How an act is told when it is done: the same word for both.
_FORMS = {
    "rang": "ring", "called": "call", "calling": "call", "sent": "send", "paid": "pay",
    "came": "come", "brought": "bring", "wrote": "write", "written": "write",
    "refunded": "refund", "credited": "credit", "got": "get", "told": "tell",
    "fixed": "fix", "repaired": "repair", "replaced": "replace", "posted": "post",
    "emailed": "email", "delivered": "deliver", "arrived": "arrive", "booked": "book",
    "cancelled": "cancel", "issued": "issue", "shipped": "ship", "sending": "send",
    "phoned": "call", "phone": "call", "rings": "ring", "ring": "call", "cb": "call",
    "callback": "call", "calls": "call", "reversed": "reverse", "forwarded": "forward",
    "confirmed": "confirm", "collected": "collect", "dropped": "drop", "made": "make",
    "returned": "return", "swapped": "swap", "updated": "update", "quoted": "quote",
}  # fmt: skip


def promise_states(
    promises: Iterable[Promise], utterances: Sequence[Utterance], now: datetime
) -> list[Promise]:
    """
    Say what became of each promise.

    Args:
        promises: As made; in any state.
        utterances: What was said by, to and about the same person; those said
            before a promise do not count for it.
        now: The moment of looking.

    Returns:
        The promises in the given order. Those told of again in a later promise of
        the same act stay as they are: each has its own utterance.
    """
    said = {one.id: one for one in utterances}
    return [
        msgspec.structs.replace(
            promise, state=_state(promise, said.get(promise.utterance), utterances, now)
        )
        for promise in promises
    ]


def _state(
    promise: Promise,
    made_in: Utterance | None,
    utterances: Sequence[Utterance],
    now: datetime,
) -> PromiseState:
    made_at = made_in.said_at if made_in else None
    zone = made_in.time_zone if made_in else "UTC"
    over = _over_at(promise.deadline, zone)
    broken = False
    for one in sorted(utterances, key=_when):
        if one.id == promise.utterance or one.said_at is None or one.said_at > now:
            continue
        if made_at is not None and one.said_at <= made_at:
            continue
        word = _word_on(promise, one)
        if word is PromiseState.KEPT:
            return PromiseState.REPAIRED if broken else PromiseState.KEPT
        if word is PromiseState.BROKEN and over is not None and one.said_at > over:
            broken = True
    return PromiseState.BROKEN if broken else promise.state


def _word_on(promise: Promise, later: Utterance) -> PromiseState | None:
    """Read whether a later utterance tells that it was done, or that it was not."""
    core = _core(promise.what)
    for sentence in read(later).sentences:
        common = core & _core(sentence.low)
        if not common or (len(core) > 2 and len(common) * 3 < len(core)):  # noqa: PLR2004
            continue
        if _NOT_DONE.search(sentence.low) or sentence.asks:
            if not same_act(promise.what, sentence.low) or _NOT_DONE.search(
                sentence.low
            ):
                return PromiseState.BROKEN
            continue
        staff = sentence.staff or later.speaker is not Speaker.CUSTOMER
        if re.search(r"(?:'ll|\bwill\b|\bgoing to\b)", sentence.low):
            continue  # told again, not done
        done = _done_words(promise.owner, staff=staff)
        if done.search(sentence.low):
            return PromiseState.KEPT
    return None


def _done_words(owner: str, *, staff: bool) -> re.Pattern[str]:
    if owner == "hers":
        return _DONE_BY_HER
    return _DONE_BY_US if staff else _DONE_TO_HER


def _core(words: str) -> set[str]:
    found = set()
    for word in re.findall(r"[a-z0-9]+", words.lower()):
        form = _FORMS.get(word, word)
        form = _FORMS.get(form, form)
        if form not in _SMALL:
            found.add(form)
    return found


def _over_at(deadline: date | datetime | None, zone: str) -> datetime | None:
    """Return the moment behind a deadline; a day counts to its end where she is."""
    if deadline is None:
        return None
    if isinstance(deadline, datetime):
        return deadline
    midnight = datetime.combine(deadline + timedelta(days=1), time(), ZoneInfo(zone))
    return midnight.astimezone(UTC)


def _when(one: Utterance) -> datetime:
    return one.said_at or datetime.min.replace(tzinfo=UTC)
