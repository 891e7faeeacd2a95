"""What a later word says of a promise: that it was kept, or that it was not."""

from __future__ import annotations

import re

from shopkeeper.listen.promises import same_act
from shopkeeper.listen.reading import Reading
from shopkeeper.vocabulary import Promise, PromiseState, Speaker


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
    r"|did|collected|picked up|refunded|replaced|repaired|credited"
    r"|as (?:you |we )?promised"
    r"|appreciate)\b"
)
_DONE_BY_HER = re.compile(
    r"\b(?:(?:i|we)(?:'ve| have)(?: now| just| already)?|sent|paid|posted|brought|done"
    r"|returned|transferred|signed|received|got|thanks|thank)\b"
)
_NOT_DONE = re.compile(
    r"\b(?:not|never|didn't|did not|hasn't|haven't|has not|have not|wasn't|isn't|nobody"
    r"|no one|nothing|still (?:no|waiting|not)|no sign|where is|when will|failed|forgot"
    r"|no \w+ (?:came|come|arrived|turned up)|missed|couldn't|could not|sorry)\b"
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


def word_on(promise: Promise, later: Reading) -> PromiseState | None:
    """
    Read whether a later utterance tells that it was done, or that it was not.

    Args:
        promise: What was promised.
        later: Something that was said after it.

    Returns:
        `kept`, `broken`, or None where it says neither for sure.
    """
    core = _core(promise.what)
    for sentence in later.sentences:
        common = core & _core(sentence.low)
        if not common or (len(core) > 2 and len(common) * 3 < len(core)):  # noqa: PLR2004
            continue
        if _NOT_DONE.search(sentence.low) or sentence.asks:
            if not same_act(promise.what, sentence.low) or _NOT_DONE.search(
                sentence.low
            ):
                return PromiseState.BROKEN
            continue
        staff = sentence.staff or later.utterance.speaker is not Speaker.CUSTOMER
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
