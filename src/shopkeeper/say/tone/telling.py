"""Is she told what was done, each act as finished and with its object?

The context says what is true; each entry is looked for by what it is about (amount,
item, date), in any wording, and what is found must not say otherwise.
"""

from __future__ import annotations

import re

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from shopkeeper.say.tone.amounts import Amount
from shopkeeper.say.tone.context import (
    NOT_ASKED,
    PASSED,
    Context,
    Finding,
    Span,
    failed,
)
from shopkeeper.say.tone.moments import Moment, agree
from shopkeeper.say.tone.reading import Letter, Said, Sentence, said
from shopkeeper.say.tone.rulebook import Rulebook


_WEAK = frozenset(
    [
        "track",
        "number",
        "page",
        "pc",
        "x",
        "issu",
        "mak",
        "handl",
        "giv",
        "issue",
        "send",
        "bring",
        "put",
        "come",
        "go",
        "give",
        "get",
        "take",
        "day",
        "month",
        "week",
        "year",
        "time",
        "new",
        "old",
        "1",
        "2",
        "3",
        "4",
        "5",
        "6",
        "=new",
        "=start",
        "=end",
        "=change",
        "=keep",
        "=refund",
        "=pay",
        "=send",
        "=bring",
        "=write",
        "=call",
        "=fit",
        "=book",
        "=remove",
        "=check",
        "=replace",
        "back",
        "work",
    ]
)
FUTURE = re.compile(
    r"\b(?:will|'ll|shall|going to|gonna|would|could|might|hope(?:s|d)? to|aim(?:s|ing)? to|tr(?:y|ying) to|plan(?:s|ning)? to|intend|about to|(?:is|are|am|be) \w+ing|working on|looking into|to be (?:\w+ed|sent|paid|made|put|given|done)|due to|is to|are to|see about|once|as soon as|want to|should be able|in progress|under way|underway|in hand|not yet|hasn't|haven't|has not|have not|isn't yet|still to|won't|cannot|can't)\b"
    r"|\w'll\b|'(?:re|m) \w+ing\b"
)
_HERS = re.compile(
    r"\b(?:you|which|as)(?:'ll| will| can| could| would| won't| shall| may| might| should)(?: \w+)?|\byou'll \w+|\byou won't \w+"
)
_PAST = (
    r"(?:\w{2,}ed|sent|paid|put|given|gone|made|done|taken|brought|found|kept|held|set|cut|sold|bought|laid|hung"
    r"|written|drawn|begun|run|shut|lit|sewn|cast|reset|withdrawn|built|rebuilt|lent|swept|wound|bound|spoken|back|off|ready|yours|in|out|up)"
)
_FINISHED = re.compile(
    rf"\b(?:was|were|has|have|had|is|are|got|been)(?: (?:been|now|all|also|already|since|just|then|safely|duly|both|again|fully|not only|\w+ly|back|got))* {_PAST}\b"
    rf"|\w(?:'s|'ve|'re|'d)(?: (?:been|now|all|also|already|since|just|both|again|\w+ly|got))* {_PAST}\b"
    r"|\b(?:i|we|she|he|they|it|and|you) (?:\w+ly |also |then |just |both |have |now )?(?:\w{2,}ed|sent|paid|put|gave|made|took|brought|found|kept|held|set|cut|went|came|wrote|drew|began|ran|bought|laid|did|got)\b"
    r"|\b\w{3,}ed (?:the|your|it|them|a|an|both|all|on|in|to|by|at|for|from|up|out|off|back|and)\b"
    r"|\b(?:went|came|since|sent|paid|began|took|ended|started|arrived)\b"
)
# "Kettle swapped, skip gone": notes and texts leave the helping verb out.
_VERBLESS = re.compile(
    r"\b\w{2,}(?:ed|pt)(?=\s*(?:,|$|\.))|\b(?:gone|sent|paid|done|put|cut|swept|laid|set|back|ready|now)\b|^\W*\w{3,}ed\b"
)
_CLAUSE = re.compile(
    r"[;:]|,? (?:and|but|so) (?=\w+(?:'ll| will| shall| would))|, (?=(?:which|and|but|we|i|it|you|the) )|[.!?]|\s[-–—]\s|\(|\)"
)


@dataclass(frozen=True, slots=True)
class Thing:
    """One entry of the context: what it is about, its amounts and times."""

    about: frozenset[str]
    strong: frozenset[str]
    amounts: tuple[Amount, ...]
    moments: tuple[Moment, ...]
    text: str


@lru_cache(maxsize=4096)
def thing(text: str) -> Thing:
    """Read an entry."""
    read = said(text)
    amounts = read.amounts
    taken: list[Amount | Moment] = [*read.amounts, *read.moments]
    loose = [
        word
        for word in read.concepts
        if not any(_within(word, read.low, one) for one in taken)
    ]
    about = frozenset(loose) or read.concepts
    codes = {word for word in about if len(word) > 1 and word.isdigit()}
    strong = about - _WEAK - codes
    return Thing(about, strong or about, amounts, read.moments, text)


def _within(word: str, low: str, one: Amount | Moment) -> bool:
    return (
        word in low[one.start : one.end] or word.lstrip("=") in low[one.start : one.end]
    )


def clauses(one: Said) -> list[str]:
    """Cut a sentence where another thought begins."""
    return _clauses(one.low)


@lru_cache(maxsize=8192)
def _clauses(low: str) -> list[str]:
    return [part for part in _CLAUSE.split(low) if part and part.strip()]


def says_what_was_done(letter: Letter, context: Context, rules: Rulebook) -> Finding:
    """Look for each act as finished, with its object."""
    if not context.done:
        return _claims_none(letter, context, rules)
    harm = said(context.suffered or "").concepts
    elsewhere = [
        thing(text)
        for text in [
            *(one.what + " " + one.by for one in context.open),
            *(context.terms or {}).values(),
            context.suffered or "",
            *context.done,
        ]
        if text
    ]
    spans: list[Span] = []
    says: list[str] = []
    for entry in context.done:
        fault = _act(letter, _without(thing(entry), harm), elsewhere, rules, harm)
        if fault is not None:
            spans += fault
            says.append(f"Not told as done, with its object: {entry}.")
    if not says:
        return PASSED
    unique = list(dict.fromkeys(spans))
    return failed(" ".join(says), *unique)


def _act(
    letter: Letter, entry: Thing, elsewhere: list[Thing], rules: Rulebook,
    harm: frozenset[str],
) -> list[Span] | None:  # fmt: skip
    """Return None if the act is told; else where it is told wrongly, or nothing."""
    own = not any(
        agree(entry.moments, other.moments)
        for other in elsewhere
        if other.text != entry.text
    )
    told = [
        one
        for one in letter.sentences[letter.body :]
        if _likeness(one.said, entry, own_date=own) >= _ENOUGH
        and not _only_fog(one.said, entry, rules)
        and not _is_harm(one.said, entry, harm - entry.about)
    ]
    finished = [one for one in told if _is_finished(one.said, entry, rules)]
    if not finished:
        pair = _in_two(letter, entry, rules)
        if pair is None:
            if told:
                return [(told[0].start, told[0].end)]
            return fog_of(letter, rules, "done.fog")
        finished = pair
    wrong = _differs(letter, entry, finished, elsewhere)
    return [(wrong.start, wrong.end)] if wrong is not None else None


_ENOUGH = 1.0


def _without(entry: Thing, harm: frozenset[str]) -> Thing:
    """Leave out of an entry what the harm was about, too, where more remains."""
    strong = entry.strong - harm
    if strong == entry.strong or not (strong or entry.amounts or entry.moments):
        return entry
    return Thing(entry.about, strong, entry.amounts, entry.moments, entry.text)


# What went wrong is no act that makes it right ("we fitted the wrong motor").
_HARM = re.compile(
    r"\b(?:wrong|by mistake|our (?:own )?(?:doing|fault|mistake|error)|my (?:own )?(?:doing|fault|mistake|error)|should have|shouldn't have|sorry|apologi[sz]e|instead of)\b"
)


def _is_harm(one: Said, entry: Thing, harm: frozenset[str]) -> bool:
    """Is the same amount told of what went wrong ("we held £300 of yours")?"""
    strong = (entry.strong - _WEAK) & one.concepts
    dated = any(agree(entry.moments, [m]) for m in one.moments)
    return bool(not strong and not dated and (harm - _WEAK) & one.concepts)


def _only_fog(one: Said, entry: Thing, rules: Rulebook) -> bool:
    """Is the thing named and the act a fog ("the deposit has been seen to")?"""
    if any(a.same(b) for a in entry.amounts for b in one.amounts):
        return False
    if entry.moments and any(agree(entry.moments, [m]) for m in one.moments):
        return False
    if _HARM.search(one.low) and not _HARM.search(entry.text.lower()):
        return True
    return "done.fog-verb" in rules.keys(one.low)


def _likeness(one: Said, entry: Thing, *, own_date: bool = False) -> float:
    """Say how much a sentence speaks of an entry; 1 is enough."""
    if not entry.about & one.concepts and not one.amounts and not one.moments:
        return 0.0
    return _weighed(one, entry, own_date=own_date)


def _weighed(one: Said, entry: Thing, *, own_date: bool) -> float:
    """
    Weigh what a sentence and an entry share.

    An amount tells it; a date with one of its things; its things by themselves if
    there are enough of them.
    """
    strong = entry.strong & one.concepts
    weak = (entry.about - entry.strong) & one.concepts
    amount = any(a.same(b) for a in entry.amounts for b in one.amounts)
    date = agree(entry.moments, one.moments) is True if entry.moments else False
    share = len(strong) / len(entry.strong) if entry.strong else 0.0
    score = 1.0 * share + 0.25 * min(len(weak), 2)
    if not (amount or date) and _is_general(entry):
        return 0.5
    told = any(
        m.day or m.weekday is not None or m.hour is not None for m in one.moments
    )
    score += 1.0 * amount + (1.0 if own_date and told else 0.65) * date
    if len(strong) >= 2 or (strong and weak):
        score += 0.25
    if share >= 0.5:
        score += 0.4
    if entry.amounts and not amount and share < 1:
        score *= 0.75
    return score + (0.2 if amount and (strong or weak) else 0.0)


def _is_general(entry: Thing) -> bool:
    """Is nothing but its amount or day its own ("£611 refunded on 12 April")?"""
    return bool(entry.amounts) and not entry.strong - _WEAK


def _is_finished(one: Said, entry: Thing, rules: Rulebook) -> bool:
    """
    Is it told as done, in the part of the sentence that speaks of it?

    Where she is shown a place to look, a finished verb is wanted: the number on the
    card does not say that the motor is in.
    """
    shown = not (
        entry.about - entry.strong
    ) & one.concepts and "proof.sure" in rules.keys(one.low)
    of_it = [part for part in clauses(one) if _likeness(said(part), entry) > 0.3]
    return any(
        _FINISHED.search(part)
        or (_VERBLESS.search(part) and not FUTURE.search(_HERS.sub(" ", part)))
        or (not shown and not FUTURE.search(_HERS.sub(" ", part)))
        for part in of_it or [one.low]
    )


def _in_two(letter: Letter, entry: Thing, rules: Rulebook) -> list[Sentence] | None:
    """Find an act told in two sentences side by side ("… new ones. They're sent.")."""
    sentences = letter.sentences[letter.body :]
    for one, other in pairwise(sentences):
        if _only_fog(one.said, entry, rules) or _only_fog(other.said, entry, rules):
            continue
        both = said(one.said.text + " " + other.said.text)
        if _likeness(both, entry) >= 1.15 and not (
            FUTURE.search(one.said.low) or FUTURE.search(other.said.low)
        ):
            return [one, other]
    return None


def _differs(
    letter: Letter, entry: Thing, told: list[Sentence], elsewhere: list[Thing]
) -> Sentence | None:
    """Find an amount or a date beside the act that is not the context's."""
    if entry.amounts:
        everywhere = [a for one in told for a in one.said.amounts]
        if not any(a.same(b) for a in entry.amounts for b in everywhere):
            known = [a for other in elsewhere for a in other.amounts]
            for one in told:
                if any(
                    not any(a.same(b) for b in known)
                    and (a.unit == "%") == (entry.amounts[0].unit == "%")
                    for a in one.said.amounts
                ):
                    return one
    if entry.moments:
        answers = [
            agree(entry.moments, [m])
            for one in letter.sentences
            for m in one.said.moments
        ]
        if True in answers:
            # Right once, wrong elsewhere: other dates are other things.
            return _wrong_date(told, entry, elsewhere) if False not in answers else None
        return _wrong_date(told, entry, elsewhere)
    return None


def _wrong_date(
    told: list[Sentence], entry: Thing, elsewhere: list[Thing]
) -> Sentence | None:
    for one in told:
        for moment in one.said.moments:
            if agree(entry.moments, [moment]) is False and not any(
                other.moments and agree(other.moments, [moment]) is True
                for other in elsewhere
            ):
                return one
    return None


def fog_of(letter: Letter, rules: Rulebook, key: str) -> list[Span]:
    """Return what is said in place of it."""
    return [
        (one.start, one.end)
        for one in letter.sentences[letter.body :]
        if key in rules.keys(one.said.low)
    ][:1]


_CLAIM = re.compile(
    r"\b(?:i|we)(?:'ve| have|'d)? (?:now |already |just |also )?(?:refunded|replaced|repaired|fixed|mended|sorted|cancelled|corrected|updated|changed|credited|returned|resolved|arranged|booked|dealt with|taken care|seen to|put (?:it|this|that|things|everything|matters) right|put right|closed|removed|sent (?:you|out|off|it)|processed|handled|rectified|amended|adjusted|paid|made (?:a|the|some) (?:correction|change|adjustment)|tidied|looked after|set (?:it|things|that) (?:right|straight)|completed|finished|issued|reserved)"
    r"|\b(?:has|have|was|were|is|are|'s|been)(?: now| all| already| since| duly)? ?(?:been )?(?:now |all |already |duly |successfully )?(?:refunded|replaced|repaired|fixed|mended|sorted|cancelled|corrected|updated|credited|resolved|arranged|dealt with|taken care of|seen to|put right|processed|handled|rectified|amended|adjusted|actioned|attended to|looked after|straightened out|completed|issued|closed|set right|tidied)"
    r"|\b(?:we|i)(?:'ve| have) (?:already|now|just|gone ahead and|also) \w+(?:ed|t)?\b|\ball (?:done|sorted|fixed|set|taken care)\b|\bconsider it done\b|\beverything(?:'s| is| has been) (?:sorted|done|in order|fixed|put right|taken care)|\b(?:steps|measures|action) (?:have been|has been|were|was) taken"
    r"|\b(?:has|have)(?: now)? gone (?:through|out|back)\b|\bput through\b|\ball (?:is|'s)(?: now)? (?:settled|arranged|done|in order|well)\b|\b(?:is|are)(?: now| all)* complete\b|\bmade good\b|\bset you up\b|\bas good as \w+ed\b|\ball (?:arranged|settled)\b"
)
_NO_CLAIM = re.compile(
    r"\b(?:not|n't|nothing|nobody|no one|none|never|yet|will|shall|'ll|would|once|until|till|when|if|to be|before|should|can|could|may|might|hasn't|haven't|asked|looked|started|begun|you've|you have)\b|n't\b|'ll\b|\?|^\W*you\b"
)


_NOTHING = re.compile(r"\W*(?:it |them )?(?:nothing|none|nobody|no one|not|no|yet)\b")


def _claims_none(letter: Letter, context: Context, rules: Rulebook) -> Finding:
    """With nothing done, the letter must not suggest that something was."""
    harm = said(context.suffered or "").concepts
    for one in letter.sentences[letter.body :]:
        for part in clauses(one.said):
            match = _CLAIM.search(part)
            if (
                match is None
                or _NO_CLAIM.search(part[: match.end()])
                or _NOTHING.match(part, match.end())
                or "?" in part
            ):
                continue
            if len(said(part).concepts & harm) > 1:
                continue
            return failed(
                "This suggests that something was done, and nothing was.",
                (one.start, one.end),
            )
    return NOT_ASKED
