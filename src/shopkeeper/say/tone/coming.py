"""Is she told what comes next, and by when?

A day may be told in any wording; what is compared is what it means.
"""

from __future__ import annotations

import re

from shopkeeper.say.tone.context import PASSED, Context, Finding, Span, failed
from shopkeeper.say.tone.moments import Moment, agree
from shopkeeper.say.tone.reading import Letter, Sentence
from shopkeeper.say.tone.rulebook import Rulebook
from shopkeeper.say.tone.telling import FUTURE, Thing, thing


def says_what_happens_next(
    letter: Letter, context: Context, rules: Rulebook
) -> Finding:
    """Look for each open thing, with its day."""
    spans: list[Span] = []
    says: list[str] = []
    others = [thing(text) for text in context.done]
    for number, entry in enumerate(context.open):
        rest = [
            thing(o.what + " " + o.by)
            for n, o in enumerate(context.open)
            if n != number
        ]
        fault = _coming(
            letter, thing(entry.what), thing(entry.by), [*others, *rest], rules
        )
        if fault is not None:
            spans += fault
            says.append(f"Say that {entry.what} comes by {entry.by}.")
    if not says:
        return PASSED
    return failed(" ".join(says), *dict.fromkeys(spans))


def _coming(
    letter: Letter, what: Thing, by: Thing, elsewhere: list[Thing], rules: Rulebook
) -> list[Span] | None:
    """Return None if it is told with its day; else where it is told otherwise."""
    body = letter.sentences[letter.body :]
    dated = []
    wrong: Sentence | None = None
    for number, one in enumerate(body):
        verdict = _when(one, by)
        near = body[max(0, number - 1) : number + 2]
        mine = not any(
            other.moments and agree(other.moments, by.moments) for other in elsewhere
        )
        # "You'll hear by the 10th" is a day without the thing.
        if verdict and not what.about & one.said.concepts:
            verdict = None if "next.empty" in rules.keys(one.said.low) else verdict
        whole = mine and bool(by.moments) and _is_dated(one, by)
        if verdict and (_speaks_of(one, near, what, alone=mine) or whole):
            dated.append(one)
        elif (
            verdict is False
            and what.strong & one.said.concepts
            and not _told_elsewhere(one, elsewhere, by)
        ):
            wrong = wrong or one
    if dated:
        return None
    if wrong is not None:
        return [(wrong.start, wrong.end)]
    fog = [
        (one.start, one.end)
        for one in body
        if "next.fog" in rules.keys(one.said.low)
        and (
            what.strong & one.said.concepts
            or len(body) <= 6
            or FUTURE.search(one.said.low)
        )
    ]
    return fog[:1]


def _is_dated(one: Sentence, by: Thing) -> bool:
    """Is it the very day and month, of which no other thing has the same?"""
    return any(
        ((m.day and m.month) or (m.hour is not None and len(by.moments) == 1))
        and agree(by.moments, [m]) is True
        for m in one.said.moments
    )


def _when(one: Sentence, by: Thing) -> bool | None:
    """Does the sentence name the day? None if it names none."""
    if not by.moments:
        share = len(by.strong & one.said.concepts) / max(1, len(by.strong))
        return True if share >= 0.5 else None
    if not one.said.moments:
        return None
    whole = agree(by.moments, one.said.moments)
    if whole:
        return True
    single = [agree(by.moments, [moment]) for moment in one.said.moments]
    main = _main_kind(by.moments)
    of_main = [
        verdict
        for moment, verdict in zip(one.said.moments, single, strict=True)
        if getattr(moment, main) is not None
    ]
    if False in of_main and True not in of_main:
        return False
    if True in single:
        # "Tuesday 12 May" for the 14th: one part right, another wrong.
        clash = [m for m, a in zip(one.said.moments, single, strict=True) if a is False]
        right = [m for m, a in zip(one.said.moments, single, strict=True) if a]
        return not any(_beside(m, r) for m in clash for r in right)
    return False if False in single or whole is False else None


def _main_kind(moments: tuple[Moment, ...]) -> str:
    """Return what tells the time best: the day, then the weekday, and so on."""
    kinds = ("day", "weekday", "days", "word", "hour", "month")
    return next(
        (k for k in kinds if any(getattr(m, k) is not None for m in moments)), "day"
    )


def _beside(one: Moment, other: Moment) -> bool:
    closest = 4
    return 0 <= max(one.start, other.start) - min(one.end, other.end) <= closest and (
        (one.weekday is None) != (other.weekday is None)
    )


def _speaks_of(
    one: Sentence, near: tuple[Sentence, ...], what: Thing, *, alone: bool
) -> bool:
    if what.strong & one.said.concepts or len(what.about & one.said.concepts) >= 1:
        return True
    around = frozenset().union(*(other.said.concepts for other in near))
    if len(what.strong & around) >= 1:
        return True
    return bool(re.search(r"\b(?:i'll|we'll|will|shall|comes?|arrives?|expect|with you|there|be|till|until|pop|call|fetch|pick|come|in by|know)\b|'ll\b", one.said.low) and alone)  # fmt: skip


def _told_elsewhere(one: Sentence, elsewhere: list[Thing], by: Thing) -> bool:
    wrong = [m for m in one.said.moments if agree(by.moments, [m]) is False]
    return all(
        any(other.moments and agree(other.moments, [m]) for other in elsewhere)
        for m in wrong
    )
