"""Which facts about her are in these words?

Source: data/listen/RULES.md, (c). A sentence is cut into clauses; each clause is
asked for the kinds of fact in a fixed order, and the first that fits takes it.
"""

from __future__ import annotations

import re

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from shopkeeper.listen import fact_signs as signs
from shopkeeper.listen import fact_words as w
from shopkeeper.listen.fact_clauses import clauses_of, details_of, shortened
from shopkeeper.listen.fact_values import (
    is_sensitive,
    polarity_of,
    side_of,
    value_of,
)
from shopkeeper.listen.impressions import impression_in, strength_of
from shopkeeper.listen.left_alone import besides, is_stop_wish
from shopkeeper.listen.names_asked_for import asks_for_name, corrects_name
from shopkeeper.listen.reading import Reading
from shopkeeper.listen.text import Stretch
from shopkeeper.vocabulary import HeardFact, Speaker


_FORMULA = re.compile(
    r"^(?:dear\b|(?:kind|best|warm)?\s?regards|yours (?:sincerely|faithfully|truly)"
    r"|sincerely"
    r"|best wishes|hope (?:you|this|all|that)|i hope (?:you|this|that) (?:are|is|finds)"
    r"|all the best|(?:i'm |i am |so |very )*sorry (?:to|for) (?:the |be |have |be a )?"
    r"(?:trouble|bother|pester|keep asking|write again)|no trouble\b|not any trouble\b"
    r"|many thanks|thanks in advance|thank you in advance|cheers$|love$|looking forward"
    r"|best$)"
)
_NEED_MORE = re.compile(
    r"\b(?:to know|you to know|to say|to tell you|to thank|say thanks)\b"
)


def is_formula(low: str) -> bool:
    """Tell words of courtesy, which carry nothing."""
    return bool(_FORMULA.match(low) or w.EMPTY_THANKS.fullmatch(low))


Reader = Callable[[Stretch, "_Context"], tuple[str, float] | None]


@dataclass(frozen=True, slots=True)
class _Context:
    note: bool
    staff: bool
    sentence: Stretch
    reading: Reading

    def written(self, clause: Stretch) -> str:
        return self.reading.text[clause.start : clause.end]


def hear_facts(reading: Reading) -> list[HeardFact]:
    """Find the facts of a message, in order of place, not overlapping."""
    staff_only = reading.utterance.speaker is Speaker.AGENT
    note = reading.utterance.speaker is Speaker.REP_NOTE
    heard: list[HeardFact] = []
    for sentence in reading.sentences:
        staff = sentence.staff or staff_only
        context = _Context(note, staff, sentence, reading)
        for clause, kind, confidence in _of_sentence(context):
            if kind == "interest" and heard and _bare_count(clause.low):
                kind = heard[-1].kind  # noqa: PLW2901 "three now" is about what went before
            heard.append(
                _fact(reading, sentence, clause, kind, confidence, staff=staff)
            )
    return heard


def _of_staff(
    sentence: Stretch, context: _Context
) -> Iterator[tuple[Stretch, str, float]]:
    """Read what one of ours states as known about her, and nothing else."""
    told = signs.TOLD_US.search(sentence.low)
    if told is None:
        return
    rest = sentence.part(told.end(), len(sentence.low))
    kind = _statement(rest, context)
    if kind and not sentence.asks:
        yield rest, kind[0], kind[1]


def _of_sentence(context: _Context) -> Iterator[tuple[Stretch, str, float]]:
    sentence = context.sentence
    if context.staff:
        yield from _of_staff(sentence, context)
        return
    taken: list[tuple[int, int]] = []
    for clause in details_of(sentence):
        taken.append((clause.start, clause.end))
        yield clause, "contact_detail", 0.85
    whole = sentence.part(0, len(sentence.low))
    if _is_all_about_a_name(whole.low, context.written(whole)):
        yield (
            whole,
            "form_of_address",
            0.97 if corrects_name(whole.low, context.written(whole)) else 0.8,
        )
        return
    clauses = list(clauses_of(sentence))
    for number, clause in enumerate(clauses):
        if any(clause.start < end and start < clause.end for start, end in taken):
            continue
        last = number == len(clauses) - 1
        kind = _name_asked(clause, context) if sentence.asks and last else None
        kind = kind or _statement(clause, context)
        if kind is not None:
            yield from _unless_a_stop(clause, kind, context)


def _is_all_about_a_name(low: str, written: str) -> bool:
    about = re.search(
        r"\b(?:my|her|his) (?:sur|first |last )?name\b|,? not (?:mr|mrs|ms|miss)\b", low
    )
    return corrects_name(low, written) or bool(about and w.FORM_OF_ADDRESS.search(low))


def _unless_a_stop(
    clause: Stretch, kind: tuple[str, float], context: _Context
) -> Iterator[tuple[Stretch, str, float]]:
    """Yield a fact; of a wish to be left alone, only what else is asked with it."""
    if not is_stop_wish(context.reading, clause, kind[0]):
        yield shortened(clause, kind[0]), kind[0], kind[1]
        return
    for part in besides(context.reading, clause):
        if _need(part, context):
            yield shortened(part, "need"), "need", 0.6


def _name_asked(clause: Stretch, context: _Context) -> tuple[str, float] | None:
    """Read "could you call me Priya?" before the same words are heard as a need."""
    sure = asks_for_name(clause.low, context.written(clause), capital=True)
    if sure is not None and w.REQUEST.match(clause.low):
        return "form_of_address", sure
    return _asked(clause, context)


def _asked(clause: Stretch, context: _Context) -> tuple[str, float] | None:
    """Read the last clause of a sentence that ends with a question mark."""
    low = clause.low
    if context.note and re.fullmatch(r".*\b(?:still ok|ok)", low):
        return None
    if w.IDEA.search(low) and not re.match(r"(?:can|could) you\b(?! not)", low):
        return "idea", 0.6
    if w.REQUEST.match(low) or w.IMPERATIVE.match(low):
        return "need", 0.75
    if w.QUESTION_WORD.search(low):
        return "question", 0.85
    if w.REQUEST.search(low):
        return "need", 0.65
    return (
        ("question", 0.5)
        if len(low.split()) <= len(["is", "it", "in", "stock"]) + 2
        else None
    )


def _statement(clause: Stretch, context: _Context) -> tuple[str, float] | None:
    """Ask a clause for each kind of fact; the first that fits takes it."""
    low = clause.low
    if len(low) < len("ill") or _FORMULA.match(low) or w.EMPTY_THANKS.fullmatch(low):
        return _repeated_thanks(low)
    for reader in _READERS:
        found = reader(clause, context)
        if found is not None:
            return found
    return None


def _repeated_thanks(low: str) -> tuple[str, float] | None:
    return ("thanks", 0.6) if len(re.findall(r"\bthank", low)) > 1 else None


def _form_of_address(clause: Stretch, context: _Context) -> tuple[str, float] | None:
    sure = asks_for_name(clause.low, context.written(clause))
    return None if sure is None else ("form_of_address", sure)


def _sarcasm(clause: Stretch, context: _Context) -> tuple[str, float] | None:
    low = context.sentence.low
    match = w.SARCASM.match(low) or re.match(
        r"(?:oh |well |so )+(?=great|brilliant|lovely|wonderful)", low
    )
    if match is None or re.search(r"\b(?:but|however|except)\b", low):
        return None
    return (
        ("complaint", 0.6) if len(clause.low.split()) > len(["oh", "great"]) else None
    )


def _idea(clause: Stretch, context: _Context) -> tuple[str, float] | None:
    low = clause.low
    if w.IDEA.search(low) and not re.match(r"(?:i|we) should (?:like|be)\b", low):
        return "idea", 0.65
    if not context.note and w.IDEA_IMPERATIVE.match(low):
        return "idea", 0.5
    return None


def _impression(clause: Stretch, context: _Context) -> tuple[str, float] | None:
    return impression_in(clause.low) if context.note else None


def _feeling(clause: Stretch, context: _Context) -> tuple[str, float] | None:
    low = clause.low
    match = w.FEELING.search(low)
    if match is None or re.search(
        r"\b(?:touched|moved) (?:the|my|to|into|house|in)\b", low
    ):
        return None
    if match.group() in (
        "finally",
        "hurt",
        "moved",
        "content",
        "bitter",
        "touched",
        "cross",
    ):
        return ("feeling", 0.5) if low == match.group() else None
    if match.group() in ("happy", "pleased") and re.search(r"\b(?:with|to)\b", low):
        return None
    lone = len(low.split()) <= len(["proud", "of", "it", "all"])
    framed = w.FEELING_FRAME.search(low[: match.start()])
    return ("feeling", 0.8) if framed or lone or context.note else None


def _thanks(clause: Stretch, context: _Context) -> tuple[str, float] | None:
    low = clause.low
    if not w.THANKS.search(low) or re.search(
        r"\b(?:would be|be (?:great|perfect|fantastic|appreciated)|not (?:great|good"
        r"|impressed|happy)|no"
        r" (?:thanks|thank you)|appreciate (?:if|it if|a)|nothing beyond|wasn't|isn't"
        r"|thanks to you)\b", low
    ):  # fmt: skip
        return None
    if (
        re.match(r"(?:love|loved)\b", low)
        and context.note is False
        and "your" not in low
    ):
        return None
    return "thanks", 0.75


def _by(kind: str, pattern: re.Pattern[str], confidence: float) -> Reader:
    def read(clause: Stretch, _: _Context) -> tuple[str, float] | None:
        return (kind, confidence) if pattern.search(clause.low) else None

    return read


_OWN_EVENT = re.compile(
    r"(?:i|we|i'm|we're|i've|we've|i am|we are|i have|we have|my (?:mother|father|mum"
    r"|dad|husband|wife))\b(?! (?:might|may|could|would|want|hope|plan))"
)
_ASKS_FOR = re.compile(
    r"(?:i |we |she |he )?(?:need|want|would like|looking for|quote|please)\w*\b"
)


def _life(clause: Stretch, _: _Context) -> tuple[str, float] | None:
    low = clause.low
    if not w.LIFE.search(low):
        return None
    if _ASKS_FOR.match(low) and not re.search(r"\bpregnant|died\b", low):
        return None
    return "life_event", 0.95 if _OWN_EVENT.match(low) else 0.7


def _need(clause: Stretch, context: _Context) -> tuple[str, float] | None:
    low = clause.low
    if _NEED_MORE.search(low):
        return None
    if re.search(r"\b(?:please|pls)\b", low) and not re.search(
        r"\b\w+ (?:me|us|my|the|a|it|our)\b", low
    ):
        return None
    if w.NEED.search(low):
        return "need", 0.75
    if w.IMPERATIVE.match(low) and not context.note:
        return "need", 0.6
    return None


def _question(clause: Stretch, context: _Context) -> tuple[str, float] | None:
    match = re.match(
        r"(?:she |he |they |cust )?(?:asked|asks|asking|wants to know|wanted to know"
        r"|wonders?|q:)\s"
        r"(?:me )?(?=(?:if|whether|what|when|where|who|how|why|does|do|is|can|about"
        r"|are)\b)",
        clause.low,
    )
    if match:
        return "question", 0.75
    plain = re.match(
        r"(?:what time|how (?:much|long|many|do)|when (?:do|does|will|is)|where (?:is"
        r"|do)"
                     r"|do you (?:have|sell|do))\b", clause.low)  # fmt: skip
    return ("question", 0.6) if plain and not context.note else None


def _preference(clause: Stretch, _: _Context) -> tuple[str, float] | None:
    low = clause.low
    if not w.PREFERENCE.search(low) or signs.PROMISED.match(low):
        return None
    if re.search(
        r"\b(?:ring|call|phone|text|e-?mail) (?:me|us|her|him) (?:at once|now|asap"
        r"|today)\b",
        low,
    ):
        return None
    return "preference", 0.7


_READERS: tuple[Reader, ...] = (
    _form_of_address,
    _sarcasm,
    _question,
    _impression,
    _by("interest", re.compile(
        r"\bused to (?:play|run|ride|sail|paint|sing|dance|swim|row|cycle|knit|bake)"
                               r"|\b(?:not |very |really |so )?(?:keen on|interested in"
                               r"|mad about) (?!the"
                               r" (?:service|quote|offer))|\b\w+ collects\b|\bcollects"
                               r" \w+"), 0.7),
    _idea,
    _feeling,
    _by("preference", re.compile(
        r"\ballerg\w+|\bvegan|\bvegetarian|\bkosher (?:meal|food|only)|\bhalal"
                                 r"|\bcoeliac|\bprefers?\b|\brather\b"
                                 r"|\bplease write\b|^please no \w+"), 0.75),
    _life,
    _by("complaint", w.COMPLAINT, 0.86),
    _thanks,
    _by("need", re.compile(
        r"^(?:i|we|she|he|they)?(?:'d|'ll)?\s?(?:also |really |still |don't |do not "
        r"|doesn't )*"
                           r"(?:need|needs|want|wants|require|requires|would like"
                           r"|should like|'d like|looking"
                           r" for|will need)\b(?! (?:everything|to (?:say|thank|tell"
                           r"|know)))"), 0.8),
    _preference,
    _by("problem", w.PROBLEM, 0.86),
    _by("interest", w.INTEREST, 0.65),
    _need,
)  # fmt: skip


def _bare_count(low: str) -> bool:
    return bool(re.fullmatch(r"(?:\d+|one|two|three|four|five|six|seven) now", low))


def _fact(
    reading: Reading,
    sentence: Stretch,
    clause: Stretch,
    kind: str,
    confidence: float,
    *,
    staff: bool,
) -> HeardFact:
    written = reading.text[clause.start : clause.end]
    note = reading.utterance.speaker is Speaker.REP_NOTE
    return HeardFact(
        kind=kind,
        span=written,
        start=clause.start,
        end=clause.end,
        polarity=polarity_of(kind, clause.low, sentence.low, note=note, name=""),
        value=strength_of(kind, clause.low) or value_of(kind, clause.low, written)
        if not kind.startswith("impression")
        else strength_of(kind, clause.low),
        side=side_of(clause.low, reading.low[:4000]),
        speaker="staff" if staff or kind.startswith("impression") else "customer",
        sensitive=is_sensitive(clause.low),
        confidence=confidence,
    )
