"""What was heard, said back in plain words: what each became, and what was left out.

For the colleague who wrote a note and is asked whether it was understood. Nothing
is hidden from her: what was heard and not kept is here with the reason, and so is
what nothing was made of.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime
from zoneinfo import ZoneInfo

from msgspec import Struct

from shopkeeper.listen.becoming import Understood
from shopkeeper.listen.our_guess import is_our_guess
from shopkeeper.listen.reading import read
from shopkeeper.listen.somebody_else import is_about_another
from shopkeeper.vocabulary import (
    Fact,
    Heard,
    HeardFact,
    HeardPromise,
    Suppression,
    Utterance,
)


class SaidBack(Struct, frozen=True, kw_only=True):
    """
    One thing that was heard, and what became of it.

    Attributes:
        kind: As heard: `need`, `interest` … or `promise`, `stop`, `rest`.
        words: Verbatim.
        start: First code point of the words. Included.
        end: Excluded.
        became: `fact`, `promise`, `stop`, `open loop`, `moment`, `address`, or
            `nothing`.
        says: What was understood, in a sentence.
        because: Why nothing was kept; empty where something was.
        fact: Id of the fact it became, or None.
    """

    kind: str
    words: str
    start: int
    end: int
    became: str
    says: str
    because: str = ""
    fact: str | None = None


_SAYS = {
    "need.current": "She needs: {}",
    "problem.current": "Something is wrong: {}",
    "person.called": "She likes to be called {}",
    "promise.open": "We promised: {}",
}
_FAMILIES = {
    "event": "In her life: {}",
    "interest": "She likes: {}",
    "preference": "She prefers: {}",
}
_IMPRESSIONS = {
    "impression.interest": (
        "not interested at all", "hardly interested", "neither keen nor not",
        "interested", "very interested",
    ),
    "impression.mood": (
        "angry or very low", "not in a good mood", "neither cheerful nor not",
        "in a good mood", "very cheerful",
    ),
}  # fmt: skip
_NOT_KEPT = {
    "negated": "she says that it is not so",
    "hypothetical": "only perhaps: it is kept when it is so",
    "past": "it is over",
    "our_guess": "it is our guess about her private side: kept when she tells us",
    "about_another_person": "it is about somebody else, and nobody asked them",
}
_MOMENT = frozenset({"feeling", "thanks"})
_LOOPS = {
    "question": "She asks: {}",
    "idea": "Her idea: {}",
    "complaint": "She complains: {}",
}
_LOWEST = -2  # of an impression


def say_back(
    utterance: Utterance, heard: Heard, understood: Understood
) -> list[SaidBack]:
    """
    Say what was understood of an utterance, in its order, and what was left out.

    Args:
        utterance: What was said or noted.
        heard: What `hear` found in it.
        understood: What `becomes` made of that.

    Returns:
        Every fact, promise and wish that was heard has a line, kept or not; and so
        has every sentence of which nothing was made.
    """
    found = [*_facts(heard, understood, utterance), *_promises(heard, utterance)]
    found += _stops(understood.suppressions, utterance)
    found += _rest(found, utterance)
    return sorted(found, key=lambda one: (one.start, one.end))


def _facts(
    heard: Heard, understood: Understood, utterance: Utterance
) -> Iterator[SaidBack]:
    made: dict[tuple[int | None, int | None], list[Fact]] = {}
    for fact in understood.facts:
        if fact.about != "promise.open":
            place = (fact.evidence[0].start, fact.evidence[0].end)
            made.setdefault(place, []).append(fact)
    loops = {(one.start, one.end): one for one in understood.open_loops}
    addresses = {one.as_written: one for one in understood.identifiers}
    for one in heard.facts:
        place = (one.start, one.end)
        for fact in made.pop(place, ()):
            yield _line(one, "fact", fact_says(fact), fact=fact.id)
            break
        else:
            if place in loops:
                yield _line(one, "open loop", _LOOPS[one.kind].format(one.span))
            elif one.kind in _MOMENT and one.polarity == "asserted":
                yield _line(one, "moment", f"Of this moment: {one.span}")
            elif str(one.value) in addresses:
                says = f"A way to reach her that nobody has checked: {one.value}"
                yield _line(one, "address", says)
            else:
                because = _why_not(one, utterance)
                yield _line(one, "nothing", f"“{one.span}”", because=because)


def _line(
    one: HeardFact,
    became: str,
    says: str,
    *,
    because: str = "",
    fact: str | None = None,
) -> SaidBack:
    return SaidBack(
        kind=one.kind, words=one.span, start=one.start, end=one.end, became=became,
        says=says, because=because, fact=fact,
    )  # fmt: skip


def _why_not(one: HeardFact, utterance: Utterance) -> str:
    if is_about_another(one, utterance.speaker):
        return _NOT_KEPT["about_another_person"]
    if one.polarity in _NOT_KEPT:
        return _NOT_KEPT[one.polarity]
    if is_our_guess(one, utterance):
        return _NOT_KEPT["our_guess"]
    if one.kind == "life_event":
        return "it has not happened yet, or is nothing that we keep of a life"
    if one.kind == "contact_detail":
        return "no address or number that could be used as it stands"
    return "nothing that a fact could be about"


def fact_says(fact: Fact) -> str:
    """
    Say a fact to a colleague, in a sentence without its end.

    Example:
        >>> from datetime import UTC, datetime
        >>> from shopkeeper.vocabulary import Standing
        >>> fact = Fact(id="f", person="p", about="impression.mood", value=2,
        ...     standing=Standing.IMPRESSION, confidence=0.7,
        ...     learned_at=datetime(2026, 1, 1, tzinfo=UTC))
        >>> fact_says(fact)
        'Your impression: very cheerful'
    """
    if fact.about in _IMPRESSIONS and isinstance(fact.value, int):
        words = _IMPRESSIONS[fact.about]
        at = min(max(fact.value - _LOWEST, 0), len(words) - 1)
        return f"Your impression: {words[at]}"
    family = fact.about.partition(".")[0]
    pattern = _SAYS.get(fact.about) or _FAMILIES.get(family) or f"{fact.about}: {{}}"
    return pattern.format(fact.value)


def _promises(heard: Heard, utterance: Utterance) -> Iterator[SaidBack]:
    for one in heard.promises:
        who = "We promised" if one.owner == "us" else "She promised"
        yield SaidBack(
            kind="promise", words=one.what, start=one.start, end=one.end,
            became="promise", says=f"{who}: {one.what}{_by(one, utterance)}",
        )  # fmt: skip


def _by(one: HeardPromise, utterance: Utterance) -> str:
    if one.deadline is None:
        return ", with no day named"
    return f", by {day_of(one.deadline, utterance.time_zone)}"


def day_of(when: date | datetime, zone: str) -> str:
    """
    Write a day or a moment as one says it.

    Example:
        >>> day_of(date(2026, 11, 6), "UTC")
        'Friday 6 November 2026'
    """
    clock = ""
    if isinstance(when, datetime):
        there = when.astimezone(ZoneInfo(zone))
        when, clock = there.date(), f", {there:%H:%M}"
    return f"{when:%A} {when.day} {when:%B %Y}{clock}"


def _stops(
    suppressions: tuple[Suppression, ...], utterance: Utterance
) -> Iterator[SaidBack]:
    for one in suppressions:
        start, end = one.start or 0, one.end or len(utterance.text)
        until = ""
        if one.until is not None:
            until = f" It ends on {day_of(one.until, utterance.time_zone)}."
        yield SaidBack(
            kind="stop", words=utterance.text[start:end], start=start, end=end,
            became="stop", says=f"{one.because}{until}",
        )  # fmt: skip


def _rest(found: list[SaidBack], utterance: Utterance) -> Iterator[SaidBack]:
    for one in read(utterance).sentences:
        words = utterance.text[one.start : one.end].strip()
        heard = any(a.start < one.end and one.start < a.end for a in found)
        if words and not heard:
            yield SaidBack(
                kind="rest", words=words, start=one.start, end=one.end,
                became="nothing", says=f"“{words}”",
                because="it stays in the note, and nothing is made of it",
            )  # fmt: skip
