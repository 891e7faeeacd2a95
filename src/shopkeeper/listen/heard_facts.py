"""Facts as the small models hear them, the grammar's finds among their features."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
import numpy as np

from scipy.special import softmax

from shopkeeper.listen.ear import Ear
from shopkeeper.listen.fact_clauses import clauses_of, without_courtesies
from shopkeeper.listen.fact_values import is_own_loss, is_sensitive, value_of
from shopkeeper.listen.facts import is_formula
from shopkeeper.listen.hashed import rows_of
from shopkeeper.listen.impressions import strength_of
from shopkeeper.listen.left_alone import besides, is_stop_wish
from shopkeeper.listen.meant import (
    POLARITIES,
    Span,
    signs_of_message,
    signs_of_polarity,
    signs_of_sensitive,
    signs_of_side,
)
from shopkeeper.listen.names_asked_for import asks_for_name, corrects_name, puts_right
from shopkeeper.listen.reading import Reading
from shopkeeper.listen.tagging import Tagged
from shopkeeper.vocabulary import HeardFact, Speaker


_OTHER = "about_another_person"
_SURE = 0.75
_ASKED = 0.5
_MOST = 0.98
_UNSURE_NAME = 0.6


def facts_of(reading: Reading, found: Sequence[Tagged], ear: Ear) -> list[HeardFact]:
    """
    Say of each stretch what it says, how it is meant and whose it is.

    Args:
        reading: The message.
        found: Stretches of it, with a kind of fact each.
        ear: What was learned.
    """
    trimmed = [(one.sure, _trimmed(reading, one)) for one in found]
    kept = [(sure, span) for sure, span in trimmed if span.end > span.start]
    spans = [span for _, span in kept]
    if not spans:
        return []
    words = ear.words
    around = rows_of([signs_of_message(reading, words)])
    polarity = ear.weights["polarity"].scores(
        rows_of(signs_of_polarity(span, words) for span in spans)
    )
    side = ear.weights["side"].scores(
        rows_of(signs_of_side(span, words) for span in spans)
    ) + (ear.weights["side"].scores(around) - ear.weights["side"].offset)
    sensitive = ear.weights["sensitive"].scores(
        rows_of(signs_of_sensitive(span, words) for span in spans)
    )
    # To keep as hers what is not is worse than the reverse.
    polarity[:, 0] -= ear.thresholds["asserted"]
    meant, likely = np.argmax(polarity, axis=1), softmax(polarity, axis=1)
    return [
        _fact(
            span,
            sure=sure * float(likely[row, meant[row]]),
            polarity=POLARITIES[int(meant[row])],
            job=bool(side[row, 0] > 0),
            sensitive=bool(sensitive[row, 0] > ear.thresholds["sensitive"]),
        )
        for row, (sure, span) in enumerate(kept)
        if not is_formula(span.low)
        and not _is_wish(span)
        and not _is_no_name(span, sure)
    ]


def _is_others(one: HeardFact, rule: HeardFact) -> bool:
    """Tell whether the ear heard it of somebody else, where a note's "she" is her."""
    return one.polarity == _OTHER and not rule.span.lower().startswith(("she ", "he "))


def _trimmed(reading: Reading, one: Tagged) -> Span:
    """Leave out the "and" before and the "please" behind."""
    sentence = reading.sentences[one.sentence]
    start, end = one.start - sentence.start, one.end - sentence.start
    clause = without_courtesies(sentence.part(start, end))
    return Span(reading, sentence, clause.start, clause.end, one.kind)


def _is_wish(span: Span) -> bool:
    """Tell a wish to be left alone, which is a stop and not a fact."""
    if span.kind not in ("need", "preference", "question"):
        return False
    kind = "need" if span.kind == "question" else span.kind
    sentence = span.sentence
    own = sentence.part(span.start - sentence.start, span.end - sentence.start)
    if is_stop_wish(span.reading, own, kind):
        return True
    around = [
        clause
        for clause in clauses_of(sentence)
        if clause.start < span.end and span.start < clause.end
    ]
    return bool(around) and all(
        is_stop_wish(span.reading, clause, kind)
        and not any(
            part.start < span.end and span.start < part.end
            for part in besides(span.reading, clause)
        )
        for clause in around
    )


def with_sure(heard: list[HeardFact], ruled: Sequence[HeardFact]) -> list[HeardFact]:
    """
    Put what the grammar hears beside it.

    Where both hear the same kind in one place, the grammar knows better where it ends
    and how it is meant, and it is as sure as the surer of them. What the grammar is
    sure of and no stretch heard so far touches is added; of a question it need not be
    sure, for one that is not heard is not answered. What one of ours states as known
    about her is the grammar's alone.
    """
    heard = [
        one
        for one in heard
        if one.speaker != "staff"
        or one.kind.startswith("impression_")
        or not any(_of_staff(rule, one) for rule in ruled)
    ]
    agreed = {
        (one.start, one.end, one.kind): one
        for one in (_agreed(found, ruled) for found in heard)
    }
    more = [
        one
        for one in ruled
        if (
            one.confidence >= (_ASKED if one.kind == "question" else _SURE)
            or one.speaker == "staff"
        )
        and not any(
            one.start < old.end and old.start < one.end for old in agreed.values()
        )
    ]
    return sorted([*agreed.values(), *more], key=lambda one: one.start)


def _of_staff(rule: HeardFact, one: HeardFact) -> bool:
    return rule.speaker == "staff" and rule.start < one.end and one.start < rule.end


def _agreed(one: HeardFact, ruled: Sequence[HeardFact]) -> HeardFact:
    for rule in ruled:
        if rule.kind == one.kind and rule.start < one.end and one.start < rule.end:
            return msgspec.structs.replace(
                rule,
                confidence=max(one.confidence, min(rule.confidence, _MOST)),
                # Either may notice that it is somebody else's.
                polarity=one.polarity if _is_others(one, rule) else rule.polarity,
                side=one.side,
                sensitive=one.sensitive or rule.sensitive,
            )
    return one


def _is_no_name(span: Span, sure: float) -> bool:
    """Tell "it's Leeds, not York" from "it's Jo, not Joanne"."""
    if span.kind != "form_of_address":
        return False
    written = span.reading.text[span.start : span.end]
    if puts_right(span.low):
        return not corrects_name(span.low, written)
    return sure < _UNSURE_NAME and asks_for_name(span.low, written) is None


def _fact(
    span: Span, *, sure: float, polarity: str, job: bool, sensitive: bool
) -> HeardFact:
    reading = span.reading
    written = reading.text[span.start : span.end]
    staff = span.sentence.staff or reading.utterance.speaker is Speaker.AGENT
    impression = span.kind.startswith("impression_")
    if impression:
        polarity = "asserted"
    elif span.kind == "life_event" and is_own_loss(span.low):
        polarity, sensitive = "asserted", True
    if span.kind == "form_of_address":
        asked = asks_for_name(span.low, written)
        # A wrong name is worse than none.
        sure = min(sure, _UNSURE_NAME) if asked is None else max(sure, asked)
    return HeardFact(
        kind=span.kind,
        span=written,
        start=span.start,
        end=span.end,
        polarity=polarity,
        value=strength_of(span.kind, span.low)
        if impression
        else value_of(span.kind, span.low, written),
        side="job" if job else "private",
        speaker="staff" if staff or impression else "customer",
        sensitive=sensitive or is_sensitive(span.low),
        confidence=round(min(max(sure, 0.05), 0.98), 2),
    )
