"""What a human needs to know before she picks up the telephone: one page.

Source: vision.md, D6 (the call opener) and E5 (what may be used but never said).
Every line that states something leads to the facts it stands on, by number.
"""

from __future__ import annotations

import unicodedata

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime

from msgspec import Struct

from shopkeeper.handover.questions import PUT_RIGHT, question_about
from shopkeeper.vocabulary import (
    DAY_IS_PAST,
    Brief,
    Fact,
    FactValue,
    Moment,
    Promise,
    PromiseState,
    Standing,
    written_day,
)


# What to open with, most welcome first. Names or families ending in a dot; the
# words are for the human to put in her own way.
_OPENERS: dict[str, str] = {
    "problem.current": "what troubles her: {value}",
    "order.late": "her late order: {value}",
    "promise.open": "what we promised: {value}",
    "need.current": "what she needs: {value}",
    "event.": "what she told us ({word}): {value}",
    "usual.item": "her usual: {value}",
    "usual.last_item": "what she took last time: {value}",
    "interest.": "what she enjoys ({word}): {value}",
    "preference.": "how she likes it ({word}): {value}",
    "job.": "her work ({word}): {value}",
}
_HAPPENED = ("problem.current", "order.late", "order.status", "event.")
_SENSITIVE = "sensitive."
_NEVER_HERS = frozenset({Standing.IMPRESSION, Standing.INFERRED})

# One page: more than this nobody reads before a call.
_EACH = 5
_LONGEST_VALUE = 120


class _Line(Struct, frozen=True):
    text: str
    facts: tuple[str, ...] = ()


def brief(
    moment: Moment,
    facts: Sequence[Fact],
    *,
    reason: str,
    now: datetime,
    promises: Sequence[Promise] = (),
    may_be_said: Collection[str] = (),
    on_record: str = "",
    fresh: Mapping[str, str] | None = None,
) -> Brief:
    """
    Write the one page for the human who takes over.

    Args:
        moment: Who she is, where she is, what she needs.
        facts: What is present of her, impressions and guesses included.
        reason: Why a human.
        now: The moment, on the shop's clock, by which days are told.
        promises: What was promised, by us or by her.
        may_be_said: Ids of the facts that may be said to her; `remember` knows.
        on_record: Her whole name as a record has it: for staff to find her by, not
            to greet her with.
        fresh: How fresh each fact is, by its id: `learned 3 weeks ago, fades`;
            `remember` knows.

    Returns:
        Lines that end in numbers such as `[1, 2]`, counted in `facts`.
    """
    usable = [fact for fact in facts if _usable(fact, now)]
    open_facts = [fact for fact in usable if not _is_sensitive(fact)]
    sayable = [fact for fact in open_facts if fact.id in may_be_said]
    hidden = frozenset(fact.id for fact in facts if _is_sensitive(fact))
    lines = [
        *_opening(sayable, fresh or {}),
        *_happened(moment, open_facts, may_be_said, fresh or {}, now),
        *_needs(moment, hidden),
        *_promised([one for one in promises if one.id not in hidden], now),
        *_not_to_say(usable, open_facts, now),
        *_unknown(moment),
    ]
    numbers: dict[str, int] = {}
    for line in lines:
        for fact_id in line.facts:
            numbers.setdefault(fact_id, len(numbers) + 1)
    return Brief(
        title=_title(sayable, reason, on_record),
        lines=tuple(_numbered(line, numbers) for line in lines),
        facts=tuple(numbers),
    )


def brief_text(page: Brief) -> str:
    """Return the page as text to print or read: title, lines, and where they lead."""
    sources = [f"[{number}] {fact}" for number, fact in enumerate(page.facts, start=1)]
    rule = "-" * min(len(page.title), 72)
    foot = ["", *sources] if sources else []
    return "\n".join([page.title, rule, *page.lines, *foot]) + "\n"


def _usable(fact: Fact, now: datetime) -> bool:
    ended = fact.expires is not None and fact.expires <= now
    return not (fact.erased or ended or fact.kept_at or fact.learned_at > now)


def _is_sensitive(fact: Fact) -> bool:
    return fact.sensitive or fact.about.startswith(_SENSITIVE)


def _title(sayable: Sequence[Fact], reason: str, on_record: str) -> str:
    called = [fact for fact in sayable if fact.about == "person.called"]
    who = "A customer"
    if called:
        who = _shown(called[0].value)
    elif on_record:
        who = f"{_shown(on_record)}, by our records (ask what she likes to be called)"
    return f"{who}: {_shown(reason)}"


def _numbered(line: _Line, numbers: dict[str, int]) -> str:
    if not line.facts:
        return line.text
    listed = ", ".join(str(numbers[fact]) for fact in line.facts)
    return f"{line.text} [{listed}]"


def _opening(sayable: Sequence[Fact], fresh: Mapping[str, str]) -> Iterator[_Line]:
    for name, words in _OPENERS.items():
        for fact in sayable:
            if _named(fact.about, name):
                word = fact.about.partition(".")[2].replace("_", " ")
                says = words.format(value=_quoted(fact.value), word=word)
                age = f" ({fresh[fact.id]})" if fact.id in fresh else ""
                yield _Line(f"Open with {says}{age}", (fact.id,))
                return
    yield _Line("Open with a question: there is nothing yet that she would recognise.")


def _happened(
    moment: Moment,
    facts: Sequence[Fact],
    may_be_said: Collection[str],
    fresh: Mapping[str, str],
    now: datetime,
) -> Iterator[_Line]:
    stage = f"Where she is: {moment.stage.value}; {_shown(moment.stage_because)}"
    yield _Line(stage, moment.evidence)
    events = [
        fact
        for fact in facts
        if any(_named(fact.about, name) for name in _HAPPENED)
        and fact.standing not in _NEVER_HERS
    ]
    for fact in sorted(events, key=_newest_first)[:_EACH]:
        ask = "" if fact.id in may_be_said else " (ask, do not tell)"
        age = f" ({fresh[fact.id]})" if fact.id in fresh else ""
        told = f"{_told_by(fact, now)}{age}"
        says = f"{_shown(fact.about)}: {_quoted(fact.value)}, {told}"
        yield _Line(f"What happened: {says}{ask}", (fact.id,))


def _newest_first(fact: Fact) -> tuple[float, str]:
    return -(fact.true_since or fact.learned_at).timestamp(), fact.id


def _told_by(fact: Fact, now: datetime) -> str:
    who = {
        Standing.TOLD: "she told us",
        Standing.RECORDED: f"recorded by {_shown(fact.author or fact.source or 'us')}",
    }.get(fact.standing, "seen in what she did")
    return f"{who} on {_day(fact.learned_at, now)}"


def _needs(moment: Moment, hidden: frozenset[str]) -> Iterator[_Line]:
    open_needs = [need for need in moment.needs if hidden.isdisjoint(need.facts)]
    for need in open_needs[:_EACH]:
        yield _Line(f"She needs: {_shown(need.what)}", need.facts)


def _promised(promises: Iterable[Promise], now: datetime) -> Iterator[_Line]:
    waiting = [one for one in promises if one.state in _UNKEPT]
    for one in sorted(waiting, key=lambda one: (_deadline(one, now), one.id))[:_EACH]:
        who = f"We promised{f' ({_shown(one.made_by)})' if one.made_by else ''}"
        if one.owner != "us":
            who = "She promised"
        yield _Line(f"{who}: {_quoted(one.what)}{_by_when(one, now)}", (one.id,))


_UNKEPT = frozenset({PromiseState.OPEN, PromiseState.BROKEN})


def _deadline(one: Promise, now: datetime) -> date:
    if isinstance(one.deadline, datetime):
        return one.deadline.astimezone(now.tzinfo).date()
    return one.deadline or date.max


def _by_when(one: Promise, now: datetime) -> str:
    if one.state is PromiseState.BROKEN and one.because != DAY_IS_PAST:
        return "; it was broken: say so, and say sorry for what it meant for her"
    if one.deadline is None:
        return ""
    day = _deadline(one, now)
    is_over = day < now.date() or (
        isinstance(one.deadline, datetime) and one.deadline < now
    )
    return f", by {written_day(day)}{' (overdue)' if is_over else ''}"


def _not_to_say(
    usable: Sequence[Fact], open_facts: Sequence[Fact], now: datetime
) -> Iterator[_Line]:
    if len(open_facts) < len(usable):
        # Neither its value nor its kind: whoever reads the page must not learn it.
        yield _Line("Do not raise: something sensitive is on record, not shown here.")
    views = [fact for fact in open_facts if fact.standing in _NEVER_HERS]
    for fact in sorted(views, key=_newest_first)[:_EACH]:
        whose = "our guess"
        if fact.standing is Standing.IMPRESSION:
            whose = f"an impression of {_shown(fact.author or 'a colleague')}"
        says = f"{_shown(fact.about)}: {_quoted(fact.value)}"
        when = _day(fact.learned_at, now)
        yield _Line(f"Do not say ({whose}, {when}, not her word): {says}", (fact.id,))


def _unknown(moment: Moment) -> Iterator[_Line]:
    questions = [question_about(name) for name in moment.unknown]
    in_trouble = any(
        need.about in {"problem.current", "order.late", "promise.open"}
        for need in moment.needs
    )
    if in_trouble:
        questions.insert(0, PUT_RIGHT)
    for name in moment.unknown[:_EACH]:
        yield _Line(f"We do not know: {_shown(name)}")
    if questions:
        yield _Line(f"Worth asking: {questions[0]}")


def _named(about: str, name: str) -> bool:
    return about.startswith(name) if name.endswith(".") else about == name


def _quoted(value: FactValue) -> str:
    return f"“{_shown(value)}”" if isinstance(value, str) else str(value)


def _shown(value: FactValue) -> str:
    """Show somebody's words on one line: whatever they are, they stay words."""
    plain = "".join(
        " " if unicodedata.category(letter)[0] in "CZ" else letter
        for letter in str(value)
    )
    words = " ".join(plain.split())
    if len(words) <= _LONGEST_VALUE:
        return words
    return words[: _LONGEST_VALUE - 1].rstrip() + "…"


def _day(at: datetime, now: datetime) -> str:
    return written_day(at.astimezone(now.tzinfo).date())
